package photo_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"muster/internal/photo"
)

// page is a photograph of twelve megapixels of a page of A4, in colours, as a phone
// keeps it.
func page(t testing.TB, seed uint64) (file []byte, text string) {
	t.Helper()
	r := rand.New(rand.NewPCG(12, seed))
	l := phone(r)
	l.versions, l.margin, l.frame = [2]int{22, 22}, 90, image.Pt(4032, 3024)
	l.pixels, l.tilt, l.blur = from(r, 6.5, 9), from(r, 0, 0.15), from(r, 1, 2)
	s := capture(t, r, l)
	photo := image.NewYCbCr(s.image.Rect, image.YCbCrSubsampleRatio420)
	copy(photo.Y, s.image.Pix)
	for i := range photo.Cb {
		photo.Cb[i], photo.Cr[i] = uint8(118+r.IntN(8)), uint8(126+r.IntN(8))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), s.text
}

// BenchmarkPhotographOf12Megapixels is what a checker waits for after dropping a
// phone's photograph on the window, decoding of the JPEG included.
func BenchmarkPhotographOf12Megapixels(b *testing.B) {
	file, text := page(b, 1)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		texts, err := photo.Read(file)
		if err != nil || len(texts) != 1 || texts[0] != text {
			b.Fatal(len(texts), err)
		}
	}
}

// BenchmarkPhotographWithoutACode is the same wait where there is nothing to find.
func BenchmarkPhotographWithoutACode(b *testing.B) {
	file := blank(b)
	for b.Loop() {
		if texts, err := photo.Read(file); err != nil || len(texts) > 0 {
			b.Fatal(texts, err)
		}
	}
}

// blank is a page of print without a code.
func blank(t testing.TB) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(12, 0))
	l := phone(r)
	l.margin, l.frame, l.pixels = 90, image.Pt(4032, 3024), 8
	s := shot{jpeg: 85}
	s.image = l.expose(r, l.paint(r, make([][]bool, 101)), 101)
	return s.file(t)
}
