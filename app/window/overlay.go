package window

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// layer is a card over the page, built again when the look changes.
type layer struct {
	build   func(*theme.Look) fyne.CanvasObject
	width   float32
	escape  func()
	overlay *widget.Overlay
}

// Overlay shows a card over the page, at most width pixels wide at zoom 1. Escape
// calls escape, when there is one. The returned function takes the card away.
func (f *Frame) Overlay(width float32, build func(*theme.Look) fyne.CanvasObject, escape func()) (shut func()) {
	y := &layer{build: build, width: width, escape: escape}
	f.overlays = append(f.overlays, y)
	f.changed++
	f.raise(y, nil)
	return func() { f.lower(y) }
}

// Confirm asks before something that cannot be taken back. The safe answer has
// the focus and Escape gives it.
func (f *Frame) Confirm(heading, text, yes, no string, danger bool, do func()) {
	kind := widget.Primary
	if danger {
		kind = widget.Danger
	}
	var shut func()
	shut = f.Overlay(560, func(l *theme.Look) fyne.CanvasObject {
		return widget.Question(l, heading, text, nil,
			widget.NewButton(l, widget.Outline, no, "", func() { shut() }),
			widget.NewButton(l, kind, yes, "", func() { shut(); do() }))
	}, func() { shut() })
}

// raise builds a layer in the present look and puts it on the canvas.
func (f *Frame) raise(y *layer, state []any) {
	c := f.opts.Window.Canvas()
	y.overlay = widget.NewOverlay(f.look, y.width, y.build(f.look))
	c.Overlays().Add(y.overlay)
	y.overlay.Resize(c.Size())
	widget.RestoreState(y.overlay, state)
	if w := widget.FirstFocusable(y.overlay); w != nil {
		c.Focus(w)
	}
}

func (f *Frame) lower(y *layer) {
	for i, o := range f.overlays {
		if o == y {
			f.overlays = append(f.overlays[:i], f.overlays[i+1:]...)
			f.opts.Window.Canvas().Overlays().Remove(y.overlay)
			f.Focus(f.held())
			return
		}
	}
}

// raiseOverlays builds the cards again, after the page under them was.
func (f *Frame) raiseOverlays() {
	if f.lock != nil {
		return
	}
	for _, y := range f.overlays {
		state := widget.SaveState(y.overlay)
		f.opts.Window.Canvas().Overlays().Remove(y.overlay)
		f.raise(y, state)
	}
}

func (f *Frame) closeOverlays() {
	for len(f.overlays) > 0 {
		f.lower(f.overlays[len(f.overlays)-1])
	}
}
