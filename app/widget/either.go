package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Either shows wide where it fits on one line and narrow where it does not.
func Either(wide, narrow fyne.CanvasObject) *fyne.Container {
	narrow.Hide()
	fits := func(w float32) bool { return wide.MinSize().Width <= w+0.5 }
	return container.New(either{fits}, wide, narrow)
}

// either shows the first of two where it fits a width, else the second.
type either struct{ fits func(width float32) bool }

func (either) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (e either) pick(o []fyne.CanvasObject, w float32) (yes, no fyne.CanvasObject) {
	if e.fits(w) {
		return o[0], o[1]
	}
	return o[1], o[0]
}

func (e either) heightFor(o []fyne.CanvasObject, w float32) float32 {
	yes, _ := e.pick(o, w)
	return HeightOf(yes, w)
}

func (e either) Layout(o []fyne.CanvasObject, s fyne.Size) {
	yes, no := e.pick(o, s.Width)
	no.Hide()
	yes.Show()
	place(yes, 0, 0, s.Width, s.Height)
}
