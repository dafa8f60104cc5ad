package screen

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"muster/app/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestMain puts every test into one zone: the pages show the time on the wall.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// golden compares how the page in front is built up with the file of its name; a
// difference leaves what was got beside it.
func (s *stage) golden(name string) {
	s.Helper()
	got := test.RenderObjectToMarkup(s.root())
	path := filepath.Join("testdata", name+".xml")
	if *update {
		s.must(os.MkdirAll("testdata", 0o755))
		s.must(os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	s.must(err)
	if got != string(want) {
		failed := filepath.Join("testdata", name+".failed.xml")
		s.must(os.WriteFile(failed, []byte(got), 0o644))
		s.Errorf("%s is built up otherwise than its golden file; see %s", name, failed)
	}
}

func TestThePagesAreBuiltUpAsBefore(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	for _, p := range s.gallery() {
		switch p.name {
		case "starters", "close-many", "grid", "passport-places":
			continue // long lists and folders: others show the same parts
		}
		s.do(func() { s.k.Frame.Reset(p.page) })
		if p.card != nil {
			s.do(p.card)
		}
		s.golden(p.name)
	}
}
