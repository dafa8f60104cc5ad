package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// squares is a code as a picture of n pixels for each square.
func squares(t testing.TB, text string, n int) *image.Gray {
	t.Helper()
	code, err := QR(text)
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, n*len(code), n*len(code)))
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			if g.Pix[y*g.Stride+x] = 255; code[y/n][x/n] {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
	return g
}

// samples writes a picture's pixels as one of PDF's formats would.
func samples(g *image.Gray, bits int, pixel func(grey uint8) []byte) []byte {
	var out []byte
	for y := range g.Rect.Dy() {
		row := make([]byte, 0, g.Rect.Dx())
		acc, have := 0, 0
		for _, p := range g.Pix[y*g.Stride : y*g.Stride+g.Rect.Dx()] {
			for _, c := range pixel(p) {
				acc, have = acc<<bits|int(c), have+bits
				if have == 8 {
					row, acc, have = append(row, byte(acc)), 0, 0
				}
			}
		}
		if have > 0 {
			row = append(row, byte(acc<<(8-have)))
		}
		out = append(out, row...)
	}
	return out
}

// page is a PDF of one page with this content and one XObject called X.
func page(content, xobject string, more ...string) []byte {
	return bare(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 300]/Resources<</XObject<</X 5 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", stream("", content), xobject,
	}, more...)...)
}

// predicted packs rows as PNG does, each by another filter.
func predicted(data []byte, row int) string {
	var out []byte
	above := make([]byte, row)
	for y := 0; (y+1)*row <= len(data); y++ {
		line := data[y*row : (y+1)*row]
		kind := byte(y % 5)
		out = append(out, kind)
		for i, v := range line {
			var left, corner byte
			if i > 0 {
				left, corner = line[i-1], above[i-1]
			}
			out = append(out, v-predict(kind, left, above[i], corner))
		}
		above = line
	}
	return deflated(out)
}

func TestExamineReadsPicturesOfEveryKind(t *testing.T) {
	const text = "MP1:ABC123"
	g := squares(t, text, 5)
	n := g.Rect.Dx()
	size := fmt.Sprintf("/Subtype/Image/Width %d/Height %d", n, n)
	place := "q 200 0 0 200 50 50 cm /X Do Q"
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, g, nil); err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(g.Rect)
	for i, p := range g.Pix {
		rgba.Set(i%n, i/n, color.RGBA{p, p, p, 255})
	}
	var coloured bytes.Buffer
	if err := jpeg.Encode(&coloured, rgba, nil); err != nil {
		t.Fatal(err)
	}
	one := func(p uint8) []byte { return []byte{p} }
	bit := func(p uint8) []byte { return []byte{p >> 7} }
	row := (n + 7) / 8
	for name, x := range map[string]string{
		"grey":          stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray", string(samples(g, 8, one))),
		"grey, packed":  stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", deflated(samples(g, 8, one))),
		"colour":        stream(size+"/BitsPerComponent 8/ColorSpace/DeviceRGB", string(samples(g, 8, func(p uint8) []byte { return []byte{p, p, p} }))),
		"ink":           stream(size+"/BitsPerComponent 8/ColorSpace/DeviceCMYK", string(samples(g, 8, func(p uint8) []byte { return []byte{0, 0, 0, 255 - p} }))),
		"a profile":     stream(size+"/BitsPerComponent 8/ColorSpace[/ICCBased 6 0 R]", string(samples(g, 8, one))),
		"four bits":     stream(size+"/BitsPerComponent 4/ColorSpace/CalGray", string(samples(g, 4, func(p uint8) []byte { return []byte{p >> 4} }))),
		"one bit":       stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray", string(samples(g, 1, bit))),
		"inverted":      stream(size+"/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]", string(samples(g, 1, func(p uint8) []byte { return []byte{1 - p>>7} }))),
		"a mask":        stream(size+"/ImageMask true", string(samples(g, 1, bit))),
		"predicted":     stream(size+fmt.Sprintf("/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode/DecodeParms<</Predictor 15/BitsPerComponent 1/Columns %d>>", n), predicted(samples(g, 1, bit), row)),
		"a palette":     stream(size+"/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]", string(samples(g, 1, bit))),
		"palette apart": stream(size+"/BitsPerComponent 1/ColorSpace[/Indexed/DeviceGray 1 7 0 R]", string(samples(g, 1, bit))),
		"a photograph":  stream(size+"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", photo.String()),
		"in colour":     stream(size+"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", coloured.String()),
	} {
		got, err := Examine(page(place, x, stream("/N 1", "profile"), stream("", "\x00\xFF")))
		if err != nil || !slices.Equal(got.Texts, []string{text}) || got.From != FromPicture {
			t.Errorf("%s: %q, %v", name, got.Texts, err)
		}
	}
}

// drawn is a code as filled squares of 3 points, from (30, 270) down.
func drawn3(t testing.TB, text string, square func(x, y int) string) string {
	t.Helper()
	code, err := QR(text)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for y, row := range code {
		for x, dark := range row {
			if dark {
				b.WriteString(square(30+3*x, 270-3*y))
			}
		}
	}
	return b.String()
}

func TestExamineReadsDrawingsOfEveryKind(t *testing.T) {
	const text = "MP1:ABC123"
	box := func(x, y int) string { return fmt.Sprintf("%d %d 3 3 re f\n", x, y) }
	line := func(x, y int) string {
		return fmt.Sprintf("%d %d m %d %d l %d %d l %d %d l h f*\n", x, y, x+3, y, x+3, y+3, x, y+3)
	}
	all := drawn3(t, text, box)
	form := func(dict, content string) string { return stream("/Subtype/Form"+dict, content) }
	for name, data := range map[string][]byte{
		"squares":          page(all, "null"),
		"outlines":         page(drawn3(t, text, line), "null"),
		"after a comment":  page("% drawn by hand\n"+all, "null"),
		"after letters":    page("BT /F1 12 Tf (a \\) f 0 0 300 300 re) Tj [(b) -20 <41>] TJ ET "+all, "null"),
		"after a picture":  page("BI /W 8 /H 1 /BPC 1 ID \x00\xFF\xAAzz\nEI "+all, "null"),
		"in colours":       page("0 0 0.4 rg "+all+" 0.9 0.9 1 rg", "null"),
		"in ink":           page("0 0 0 1 k "+all, "null"),
		"in a colour":      page("/CS cs 0 sc "+all, "null"),
		"turned":           page("0.96 0.28 -0.28 0.96 40 -30 cm "+all, "null"),
		"in a form":        page("q 1 0 0 1 5 5 cm /X Do Q", form("", all)),
		"in a moved form":  page("/X Do", form("/Matrix[0.8 0 0 0.8 10 10]", all)),
		"after a bad form": page("/X Do "+all, form("", "Q Q Q Q 1 g 9 9 9 9")),
		"on a white panel": page("0.2 g 0 0 300 300 re f 1 g 20 150 140 140 re f 0 g "+all, "null"),
	} {
		got, err := Examine(data)
		if err != nil || !slices.Equal(got.Texts, []string{text}) || got.From != FromPicture {
			t.Errorf("%s: %q, %v", name, got.Texts, err)
		}
	}
	for name, data := range map[string][]byte{
		"painted over": page(all+"1 g 0 0 300 300 re f", "null"),
		"not filled":   page(strings.ReplaceAll(all, "re f", "re n"), "null"),
		"in white":     page("1 g "+all, "null"),
	} {
		var f *FindError
		if got, err := Examine(data); !errors.As(err, &f) || f.Reason != NoPassport {
			t.Errorf("%s: %q, %v", name, got.Texts, err)
		}
	}
}

func TestExamineTakesPhotographsAndText(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, squares(t, "MP1:ABC123", 6)); err != nil {
		t.Fatal(err)
	}
	if got, err := Examine(b.Bytes()); err != nil || got.From != FromPicture || !slices.Equal(got.Texts, []string{"MP1:ABC123"}) {
		t.Errorf("a photograph: %+v, %v", got, err)
	}
	b.Reset()
	if err := png.Encode(&b, squares(t, "ANOTHER CODE", 6)); err != nil {
		t.Fatal(err)
	}
	var f *FindError
	if got, err := Examine(b.Bytes()); !errors.As(err, &f) || f.Reason != PictureWithout {
		t.Errorf("another code: %+v, %v", got, err)
	}
	for _, plain := range []string{"MP1:ABC", "MP1:ABC\r\n", "https://check.example/#MP1:ABC", "MP2:ABC"} {
		if got, err := Examine([]byte("\uFEFF" + plain)); err != nil || got.From != FromText || !slices.Equal(got.Texts, []string{plain}) {
			t.Errorf("%q: %+v, %v", plain, got, err)
		}
	}
}

func TestExamineRefusals(t *testing.T) {
	names := func(spec string) string {
		return "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles " + spec + ">>>>"
	}
	bomb := deflated(make([]byte, 40<<20))
	attachedBomb := names("<</Names[(a)<</F(a.muster)/EF<</F 3 0 R>>>>]>>")
	deep := page("/X Do", stream("/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", strings.Repeat("/X Do ", 500)))
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
		broken string
	}{
		"nothing":                {nil, FileEmpty, ""},
		"above the limit":        {append([]byte("%PDF-1.7\n"), make([]byte, FileLimit)...), FileTooLarge, ""},
		"words":                  {[]byte("Dear colleague"), NotADocument, ""},
		"a broken picture":       {[]byte("\x89PNG\r\n\x1a\nMP1:"), PictureDamaged, ""},
		"a phone's picture":      {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1"), PictureOfPhone, ""},
		"no attachment":          {pdfWith(t), NoPassport, ""},
		"another attachment":     {pdfWith(t, file("cv.pdf", "MP1:A")), NoPassport, ""},
		"only a header":          {[]byte("%PDF-1.7\n"), FileDamaged, ""},
		"a tree without end":     {bare("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"), FileDamaged, ""},
		"an attachment of bombs": {bare(attachedBomb, pages, stream("/Filter/FlateDecode", bomb)), "", BrokenNotSigned},
		"a bomb of objects":      {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bomb)), FileDamaged, ""},
		"forms in forms":         {deep, NoPassport, ""},
		"a page of a bomb":       {bombPage(bomb), FileDamaged, ""},
		"far too many pixels":    {page("/X Do", stream("/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode", bomb)), NoPassport, ""},
		"numbers out of bounds":  {page("1e999 0 0 1 0 0 cm 99999999999999999999 -99999999999999999999 9e9 9e9 re f", "null"), NoPassport, ""},
		"a page without end":     {bare("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[-1e308 0 1e308 9]>>"), NoPassport, ""},
		"many large fills":       {page(strings.Repeat("0 0 300 300 re f ", 1_000), "null"), NoPassport, ""},
	} {
		began := time.Now()
		got, err := Examine(c.data)
		var f *FindError
		if errors.As(err, &f) != (c.reason != "") || f != nil && f.Reason != c.reason || got.Broken != c.broken || len(got.Texts) > 0 {
			t.Errorf("%s: %+v, %v, want %q %q", name, got, err, c.reason, c.broken)
			continue
		}
		if f != nil && (strings.Contains(f.Words(english(t)), "⟦") || !strings.Contains(f.Words(english(t)), ".")) {
			t.Errorf("%s: words %q", name, f.Words(english(t)))
		}
		if took := time.Since(began); took > readLimit+2*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// TestAPageIsGivenUpInTime: what is drawn for ever ends, with the rest of the page
// left out.
func TestAPageIsGivenUpInTime(t *testing.T) {
	data := page(strings.Repeat("0 0 300 300 re f ", 100_000), "null")
	doc, _, err := openPDF(data)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := printedIn(doc, began.Add(200*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	var f *FindError
	if _, err := printedIn(doc, began); !errors.As(err, &f) || f.Reason != TooSlowToRead {
		t.Errorf("past its time: %v", err)
	}
}

// bombPage is a page whose content unpacks to 40 MB.
func bombPage(bomb string) []byte {
	return bare("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>", stream("/Filter/FlateDecode", bomb))
}

// TestExamineLeavesNothingBehind: the library would make a folder of its own.
func TestExamineLeavesNothingBehind(t *testing.T) {
	home := t.TempDir()
	for _, v := range []string{"HOME", "XDG_CONFIG_HOME", "TMPDIR"} {
		t.Setenv(v, home)
	}
	if got, err := Examine(read(t, filepath.Join("testdata", "pdf", "good.pdf"))); err != nil || got.Broken != "" {
		t.Fatal(got, err)
	}
	if left, err := os.ReadDir(home); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestPrintedCodesAreReadAtEverySize holds the reading of drawn codes against every
// size that a passport can have: a signed file is refused where it fails.
func TestPrintedCodesAreReadAtEverySize(t *testing.T) {
	o := newOffice(t, "a")
	for n := 200; n <= 1600; n += 175 {
		in := o.passport(t, "Dr A")
		in.Text = text(n)
		pdf := must(t)(press(t).Passport(in, english(t)))
		doc, until, err := openPDF(pdf)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := printedIn(doc, until); err != nil || !slices.Equal(got, []string{in.Text}) {
			t.Errorf("%d characters: %q, %v", n, got, err)
		}
	}
}
