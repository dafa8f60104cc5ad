package document

import (
	"path/filepath"
	"slices"
	"testing"

	"muster/internal/photo"
)

// TestPicturesOfPaperAreRead renders real pages as a scanner would see them and reads
// the codes back: what is printed here can be checked from a picture there.
func TestPicturesOfPaperAreRead(t *testing.T) {
	p, words := press(t), english(t)
	for _, c := range []struct {
		name string
		in   Passport
		args []string
	}{
		{"ordinary, 100 dpi, grey", ordinary(), []string{"-r", "100", "-gray", "-png"}},
		{"ordinary, 150 dpi, black and white", ordinary(), []string{"-r", "150", "-mono", "-png"}},
		{"ordinary at 60 %, 150 dpi", ordinary(), []string{"-r", "90", "-gray", "-png"}},
		{"the largest, 120 dpi, grey", crowded(), []string{"-r", "120", "-gray", "-png"}},
		{"the largest, 200 dpi, black and white", crowded(), []string{"-r", "200", "-mono", "-png"}},
		{"the largest, 300 dpi, colour", crowded(), []string{"-r", "300", "-jpeg"}},
		{"the largest at 60 %, 200 dpi", crowded(), []string{"-r", "120", "-gray", "-png"}},
		{"ordinary, 300 dpi, TIFF as from a fax", ordinary(), []string{"-r", "300", "-mono", "-tiff", "-tiffcompression", "lzw"}},
	} {
		at := filepath.Join(t.TempDir(), "page")
		args := append(slices.Clone(c.args), "-f", "1", "-l", "1", "-", at)
		tool(t, must(t)(p.Passport(c.in, words)), "pdftoppm", args...)
		pages, err := filepath.Glob(at + "*")
		if err != nil || len(pages) != 1 {
			t.Fatalf("%s: pages %v, %v", c.name, pages, err)
		}
		texts, err := photo.Read(read(t, pages[0]))
		if err != nil || !slices.Equal(texts, []string{c.in.Text}) {
			t.Errorf("%s: %d texts, %v", c.name, len(texts), err)
		}
	}
}
