package main

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
)

// TestFilesCanBeChosenAtEachSizeOfText opens the toolkit's dialog over a folder with a
// file at each zoom: where the heights of its lines came to less than a line by a
// rounding error, it ended the program.
func TestFilesCanBeChosenAtEachSizeOfText(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "Muster-key-XNB.muster"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	a := test.NewTempApp(t)
	w := test.NewTempWindow(t, container.NewWithoutLayout())
	w.Resize(fyne.NewSize(1280, 800))
	for zoom := theme.MinZoom; zoom <= theme.MaxZoom; zoom += 0.05 {
		l := theme.New(zoom, false, false)
		a.Settings().SetTheme(l.Theme())
		f := &files{window: w, look: func() *theme.Look { return l }}
		f.Open([]string{".muster"}, func(string, []byte, error) {})
		top := w.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("at zoom %v there is no dialog", zoom)
		}
		w.Canvas().Overlays().Remove(top)
	}
}
