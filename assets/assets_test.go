package assets

import (
	"bytes"
	"image/png"
	"io/fs"
	"testing"
)

func TestFonts(t *testing.T) {
	for _, name := range []string{"Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Italic.otf", "Inter-BoldItalic.otf", "InterDisplay-Bold.otf"} {
		if b, err := Font(name); err != nil || !bytes.HasPrefix(b, []byte("OTTO")) {
			t.Errorf("%s is not an OpenType font: %v", name, err)
		}
	}
	for _, name := range []string{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"} {
		if b, err := Font(name); err != nil || !bytes.HasPrefix(b, []byte{0, 1, 0, 0}) {
			t.Errorf("%s has no TrueType outlines: %v", name, err)
		}
	}
	if _, err := Font("Comic.ttf"); err == nil {
		t.Error("a font that is not there has no error")
	}
}

// TestLicences: what is not ours has its licence beside it.
func TestLicences(t *testing.T) {
	for _, name := range []string{"fonts/Inter-LICENSE.txt", "fonts/NotoSans-LICENSE.txt", "icons/LICENSE"} {
		if b, err := fs.ReadFile(FS(), name); err != nil || len(b) < 500 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}

func TestPicturesAndWords(t *testing.T) {
	b, err := Picture("welcome.png")
	if err != nil {
		t.Fatal(err)
	}
	if im, err := png.Decode(bytes.NewReader(b)); err != nil || im.Bounds().Dx() < 600 {
		t.Errorf("welcome.png: %v", err)
	}
	if names, _ := fs.Glob(Words(), "*.json"); len(names) == 0 {
		t.Error("there are no words")
	}
	if _, err := Icon("check"); err != nil {
		t.Error(err)
	}
}
