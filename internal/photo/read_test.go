package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"muster/internal/photo"
)

// drawn is a code of n pixels a module.
func drawn(t testing.TB, text string, n int) *image.Gray {
	t.Helper()
	squares := squaresOf(t, text)
	img := image.NewGray(image.Rect(0, 0, len(squares)*n, len(squares)*n))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if !squares[y/n][x/n] {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

// encoded is a picture as a file.
func encoded(t testing.TB, img image.Image, as func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := as(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, img image.Image) error  { return png.Encode(b, img) }
func asJPEG(b *bytes.Buffer, img image.Image) error { return jpeg.Encode(b, img, nil) }

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// files is the same small code in every format.
func files(t testing.TB) map[string][]byte {
	img := drawn(t, "MP1:FIRST", 4)
	return map[string][]byte{
		"png":        encoded(t, img, asPNG),
		"jpeg":       encoded(t, img, asJPEG),
		"gif":        encoded(t, img, func(b *bytes.Buffer, img image.Image) error { return gif.Encode(b, img, nil) }),
		"bmp":        encoded(t, img, func(b *bytes.Buffer, img image.Image) error { return bmp.Encode(b, img) }),
		"tiff":       encoded(t, img, func(b *bytes.Buffer, img image.Image) error { return tiff.Encode(b, img, nil) }),
		"webp":       fixture(t, "code.webp"),
		"lossy webp": fixture(t, "lossy.webp"),
	}
}

func expect(t *testing.T, name string, file []byte, want ...string) {
	t.Helper()
	got, err := photo.Read(file)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: %q, %v; want %q", name, got, err, want)
	}
}

func TestEveryFormatIsRead(t *testing.T) {
	for name, file := range files(t) {
		expect(t, name, file, "MP1:FIRST")
	}
	expect(t, "a fax of three pages, the first one empty", fixture(t, "scan.tiff"), "MP1:FIRST", "MP1:SECOND")
}

func TestEveryKindOfPictureIsRead(t *testing.T) {
	code := drawn(t, "MP1:FIRST", 3)
	into := func(img draw.Image) image.Image {
		draw.Draw(img, img.Bounds(), code, image.Point{}, draw.Src)
		return img
	}
	clear := image.NewNRGBA(code.Rect) // ink on nothing: what a vector program exports
	for i, v := range code.Pix {
		clear.Pix[4*i+3] = 255 - v
	}
	cut := image.NewGray(code.Rect.Inset(-40))
	for i := range cut.Pix {
		cut.Pix[i] = 200
	}
	draw.Draw(cut, code.Rect, code, image.Point{}, draw.Src)
	for name, img := range map[string]image.Image{
		"RGBA":         into(image.NewRGBA(code.Rect)),
		"NRGBA64":      into(image.NewNRGBA64(code.Rect)),
		"CMYK":         into(image.NewCMYK(code.Rect)),
		"16 bit grey":  into(image.NewGray16(code.Rect)),
		"paletted":     into(image.NewPaletted(code.Rect, color.Palette{color.White, color.Black})),
		"away from 0":  into(image.NewRGBA(code.Rect)),
		"transparent":  clear,
		"part of more": cut.SubImage(code.Rect.Inset(-12)),
	} {
		if got := photo.Codes(img); !slices.Equal(got, []string{"MP1:FIRST"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := photo.Codes(image.NewGray(image.Rect(0, 0, 0, 5))); got != nil {
		t.Errorf("nothing gave %q", got)
	}
	if got := photo.Codes(image.NewUniform(color.White)); got != nil {
		t.Errorf("a picture without an end gave %q", got)
	}
}

// TestWhatHoldsNothingSaysWhy: each file, and the reason that a person is told.
func TestWhatHoldsNothingSaysWhy(t *testing.T) {
	whole := files(t)
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"no bytes", nil, photo.ErrFormat},
		{"a PDF", []byte("%PDF-1.7\n"), photo.ErrFormat},
		{"a passport's text", []byte("MP1:NCFOXN"), photo.ErrFormat},
		{"an iPhone's own", []byte("\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic"), photo.ErrHEIF},
		{"AVIF", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), photo.ErrHEIF},
		{"a PNG cut short", whole["png"][:60], photo.ErrDamaged},
		{"a JPEG cut short", whole["jpeg"][:300], photo.ErrDamaged},
		{"a JPEG's first bytes", []byte("\xff\xd8\xff"), photo.ErrDamaged},
		{"a TIFF without a directory", []byte("II*\x00\x00\x00\x00\x00"), photo.ErrDamaged},
		{"a picture of no size", bombPNG(0, 0, 8, 0), photo.ErrDamaged},
		{"a long file", append(bytes.Clone(whole["png"]), make([]byte, photo.FileLimit)...), photo.ErrTooLarge},
		{"too many pixels", bombPNG(8000, 7000, 8, 0), photo.ErrTooLarge},
		{"sides whose product overflows", bombPNG(0xffff, 0xffff, 8, 0), photo.ErrTooLarge},
		{"sixteen bits of four colours", bombPNG(7000, 7000, 16, 6), photo.ErrTooLarge},
		{"a progressive JPEG that would fill the memory", bombJPEG(6000, 6000), photo.ErrTooLarge},
	} {
		start := time.Now()
		texts, err := photo.Read(c.file)
		if !errors.Is(err, c.want) || texts != nil {
			t.Errorf("%s: %q, %v; want %v", c.name, texts, err, c.want)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// bombPNG is a PNG that says how large it is, and holds nothing.
func bombPNG(w, h uint32, depth, colours byte) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), depth, colours, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(head)-4))
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

// bombJPEG is the head of a progressive JPEG of three colours.
func bombJPEG(w, h uint16) []byte {
	out := []byte("\xff\xd8\xff\xc2\x00\x11\x08")
	out = binary.BigEndian.AppendUint16(out, h)
	out = binary.BigEndian.AppendUint16(out, w)
	return append(out, "\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x0c"...)
}

// board is a large sheet with codes on it.
func board(t testing.TB, w, h int, codes map[image.Point]*image.Gray) *image.Gray {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for at, code := range codes {
		draw.Draw(img, code.Rect.Add(at), code, image.Point{}, draw.Src)
	}
	return img
}

// TestSeveralCodesComeInReadingOrder: two rows, of which the upper is not level, and
// one code that stands there twice.
func TestSeveralCodesComeInReadingOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	long := text(r, 816)
	img := board(t, 1500, 1300, map[image.Point]*image.Gray{
		{X: 40, Y: 60}:   drawn(t, "MP1:FIRST", 4),
		{X: 600, Y: 20}:  drawn(t, "MP1:SECOND", 5),
		{X: 1200, Y: 70}: drawn(t, "MP1:FIRST", 6),
		{X: 60, Y: 500}:  drawn(t, long, 4),
		{X: 700, Y: 450}: drawn(t, "MP1:FOURTH", 12),
	})
	expect(t, "five codes", encoded(t, img, asPNG), "MP1:FIRST", "MP1:SECOND", long, "MP1:FOURTH")
}

// TestOrderFollowsTheOrientation stores a picture in each of the eight ways that EXIF
// knows, so that a viewer shows all of them alike.
func TestOrderFollowsTheOrientation(t *testing.T) {
	seen := board(t, 700, 500, map[image.Point]*image.Gray{
		{X: 20, Y: 20}:   drawn(t, "MP1:FIRST", 4),
		{X: 400, Y: 30}:  drawn(t, "MP1:SECOND", 4),
		{X: 30, Y: 300}:  drawn(t, "MP1:THIRD", 4),
		{X: 420, Y: 310}: drawn(t, "MP1:FOURTH", 4),
	})
	w, h := 700, 500
	// By Exif 2.32, 4.6.4: where what is seen at x, y is stored.
	stored := map[uint16]func(x, y int) (int, int){
		1: func(x, y int) (int, int) { return x, y },
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, w - 1 - x },
		7: func(x, y int) (int, int) { return h - 1 - y, w - 1 - x },
		8: func(x, y int) (int, int) { return h - 1 - y, x },
	}
	for way, place := range stored {
		size := image.Rect(0, 0, w, h)
		if way >= 5 {
			size = image.Rect(0, 0, h, w)
		}
		img := image.NewGray(size)
		for y := range h {
			for x := range w {
				i, j := place(x, y)
				img.SetGray(i, j, seen.GrayAt(x, y))
			}
		}
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			file := withOrientation(encoded(t, img, asJPEG), way, order)
			expect(t, "turned "+string('0'+rune(way)), file, "MP1:FIRST", "MP1:SECOND", "MP1:THIRD", "MP1:FOURTH")
		}
	}
}

// withOrientation puts an EXIF segment with the tag alone into a JPEG.
func withOrientation(file []byte, way uint16, order binary.AppendByteOrder) []byte {
	exif := []byte("Exif\x00\x00MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		exif = []byte("Exif\x00\x00II*\x00")
	}
	exif = order.AppendUint32(exif, 8)
	exif = order.AppendUint16(exif, 1)
	exif = order.AppendUint16(exif, 0x0112)
	exif = order.AppendUint16(exif, 3)
	exif = order.AppendUint32(exif, 1)
	exif = order.AppendUint16(exif, way)
	exif = append(exif, 0, 0, 0, 0, 0, 0)
	out := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(exif)+2))
	return slices.Concat(out, exif, file[2:])
}

// TestScreensAreRead: a dark theme shows light on dark, and a camera that faces its
// owner shows everything mirrored.
func TestScreensAreRead(t *testing.T) {
	want := text(rand.New(rand.NewPCG(2, 2)), 700)
	straight := drawn(t, want, 3)
	dark, mirrored := image.NewGray(straight.Rect), image.NewGray(straight.Rect)
	for i, v := range straight.Pix {
		dark.Pix[i] = 255 - v
		x, y := i%straight.Stride, i/straight.Stride
		mirrored.Pix[y*straight.Stride+straight.Stride-1-x] = v
	}
	expect(t, "dark", encoded(t, dark, asPNG), want)
	expect(t, "mirrored", encoded(t, mirrored, asPNG), want)
}

// TestEverySizeOfCodeIsRead goes through all versions, those above a passport's too,
// seen at an angle of a few degrees.
func TestEverySizeOfCodeIsRead(t *testing.T) {
	for _, n := range []int{5, 20, 40, 60, 90, 130, 180, 250, 400, 650, 1000, 1500, 2000, 2700, 3350} {
		r := rand.New(rand.NewPCG(3, uint64(n)))
		l := plain(4)
		l.turn, l.blur, l.margin = 0.1, 0.6, 6
		want := text(r, n)
		squares := squaresOf(t, want)
		img := l.expose(r, l.paint(r, squares), float64(len(squares)))
		if got := photo.Codes(img); !slices.Equal(got, []string{want}) {
			t.Errorf("%d characters, %d squares: %d texts", n, len(squares), len(got))
		}
	}
}

// TestACrowdOfSquaresEndsInTime: a sheet of finder patterns asks for as much work as
// a picture can.
func TestACrowdOfSquaresEndsInTime(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3000, 3000))
	for i := range img.Pix {
		x, y := i%3000%27/3, i/3000%27/3
		ring := max(max(x-4, 4-x), max(y-4, 4-y)) // a pattern of seven in nine
		if ring == 2 || ring == 4 {
			img.Pix[i] = 255
		}
	}
	start := time.Now()
	if got := photo.Codes(img); got != nil {
		t.Errorf("read %q", got)
	}
	if took := time.Since(start); took > 2*photo.TimeLimit {
		t.Errorf("took %v", took)
	}
}

// TestALaterPageThatIsDamagedHidesNothing gives the last of three pages a compression
// that nobody has.
func TestALaterPageThatIsDamagedHidesNothing(t *testing.T) {
	file := bytes.Clone(fixture(t, "scan.tiff"))
	order := binary.ByteOrder(binary.LittleEndian)
	if file[0] == 'M' {
		order = binary.BigEndian
	}
	at := order.Uint32(file[4:])
	for range 2 {
		at = order.Uint32(file[at+2+12*uint32(order.Uint16(file[at:])):])
	}
	const compression = 0x103
	for entry := file[at+2:]; ; entry = entry[12:] {
		if order.Uint16(entry) == compression {
			order.PutUint16(entry[8:], 99)
			break
		}
	}
	expect(t, "the last page is damaged", file, "MP1:FIRST")
}
