package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"muster/internal/photo"
)

// FuzzRead holds that whatever bytes come, they give texts or one of the four
// reasons, in time.
func FuzzRead(f *testing.F) {
	for _, file := range files(f) {
		f.Add(file)
	}
	f.Add(fixture(f, "scan.tiff"))
	f.Add(withOrientation(encoded(f, drawn(f, "MP1:FIRST", 2), asJPEG), 6, binary.BigEndian))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 200_000 {
			return // large ones would take the fuzzer's time; other tests hold their limits
		}
		start := time.Now()
		texts, err := photo.Read(data)
		known := errors.Is(err, photo.ErrTooLarge) || errors.Is(err, photo.ErrFormat) || errors.Is(err, photo.ErrHEIF) || errors.Is(err, photo.ErrDamaged)
		if err != nil && (!known || texts != nil) {
			t.Fatalf("%q, %v", texts, err)
		}
		if len(texts) > photo.CodeLimit {
			t.Fatalf("%d texts", len(texts))
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

// FuzzCodes spoils a code: each four bytes of spoil paint a square of one grey
// somewhere on it. What is read then is the text or nothing.
func FuzzCodes(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 60, 255})
	f.Add([]byte{128, 128, 40, 0, 200, 10, 90, 128})
	want := text(rand.New(rand.NewPCG(4, 4)), 300)
	clean := drawn(f, want, 3)
	f.Fuzz(func(t *testing.T, spoil []byte) {
		img := image.NewGray(clean.Rect)
		copy(img.Pix, clean.Pix)
		for spoil = spoil[:min(len(spoil), 160)]; len(spoil) >= 4; spoil = spoil[4:] {
			x, y, n := int(spoil[0])*img.Rect.Dx()/256, int(spoil[1])*img.Rect.Dy()/256, int(spoil[2])/4
			for i := range n * n {
				img.SetGray(x+i%n, y+i/n, color.Gray{Y: spoil[3]})
			}
		}
		if got := photo.Codes(img); len(got) > 0 && !slices.Equal(got, []string{want}) {
			t.Fatalf("read %q", got)
		}
	})
}
