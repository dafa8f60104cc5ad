package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// TestAPageLetsGoOfItsPictures: the toolkit keeps a page that is gone for a minute,
// and must not keep its pictures with it. Back draws them anew.
func TestAPageLetsGoOfItsPictures(t *testing.T) {
	f, _ := newFrame(t, fyne.NewSize(800, 600), 1, false)
	pictured := &sample{title: "pictured", content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 600, widget.Picture(l, "welcome.png", 100, 100), widget.Para(l, "Beside the picture"))
	}}
	f.Reset(pictured)
	first := widget.Images(f.parts.body)
	if len(first) != 1 || first[0].Image == nil {
		t.Fatalf("the page has %d pictures", len(first))
	}
	if !slices.Contains(widget.Words(f.parts.root), "Beside the picture") {
		t.Errorf("its words are %q", widget.Words(f.parts.root))
	}
	f.Show(pages(f, 2))
	if first[0].Image != nil {
		t.Error("the page is gone and still holds its picture")
	}
	f.Back()
	if again := widget.Images(f.parts.body); len(again) != 1 || again[0].Image == nil {
		t.Error("the picture did not come back with its page")
	}
}
