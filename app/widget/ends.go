package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// Ends puts some children at the left end of a line and the others at the right.
// Where one line is too short, those of the right end go to a line of their own,
// still at the right, so that the next step is always in the same corner.
func Ends(l *theme.Look, gap float32, leftEnd, rightEnd []fyne.CanvasObject) *fyne.Container {
	return container.New(ends{row{gap: l.Px(gap), wrap: true}, len(leftEnd)}, append(append([]fyne.CanvasObject{}, leftEnd...), rightEnd...)...)
}

type ends struct {
	row
	left int
}

func (e ends) split(o []fyne.CanvasObject) (leftEnd, rightEnd []fyne.CanvasObject) {
	right := visible(o[e.left:])
	for _, c := range right {
		if isSpacer(c) || isGrow(c) {
			return visible(o[:e.left]), right
		}
	}
	return visible(o[:e.left]), append([]fyne.CanvasObject{Spacer()}, right...)
}

func (e ends) MinSize(o []fyne.CanvasObject) fyne.Size { return e.row.MinSize(o) }

func (e ends) oneLine(o []fyne.CanvasObject, w float32) bool { return e.row.MinSize(o).Width <= w }

func (e ends) heightFor(o []fyne.CanvasObject, w float32) float32 {
	a, b := e.split(o)
	if e.oneLine(o, w) {
		return e.row.heightFor(append(a, b...), w)
	}
	h := e.row.heightFor(b, w)
	if len(a) > 0 {
		h += e.gap + e.row.heightFor(a, w)
	}
	return h
}

func (e ends) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b := e.split(o)
	if e.oneLine(o, s.Width) {
		e.row.Layout(append(a, b...), s)
		return
	}
	h := float32(0)
	if len(a) > 0 {
		h = e.row.heightFor(a, s.Width)
		e.row.Layout(a, fyne.NewSize(s.Width, h))
		h += e.gap
	}
	e.row.layoutAt(b, h, fyne.NewSize(s.Width, s.Height-h))
}
