package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// Scroll shows content taller than the room for it. It can bring any part of
// itself into view, which Fyne does not do for the focused widget.
type Scroll struct {
	widget.BaseWidget
	look   *theme.Look
	fit    *fit
	scroll *container.Scroll
	begin  fyne.CanvasObject // what is to be in view at first; nil for the top
	begun  fyne.Size         // the size at which it was brought into view
}

// NewScroll scrolls content up and down; the content has the scroll's width.
func NewScroll(l *theme.Look, content fyne.CanvasObject) *Scroll {
	f := &fit{}
	s := &Scroll{look: l, fit: f, scroll: container.NewVScroll(container.New(f, content))}
	s.ExtendBaseWidget(s)
	return s
}

// BeginAt has o, somewhere inside, in view when the scroll is laid out at a new size.
func (s *Scroll) BeginAt(o fyne.CanvasObject) { s.begin = o }

// fit reports the height its child needs at the width last given.
type fit struct{ width float32 }

func (f *fit) MinSize(o []fyne.CanvasObject) fyne.Size {
	if f.width == 0 {
		return o[0].MinSize()
	}
	return fyne.NewSize(0, HeightOf(o[0], f.width))
}
func (f *fit) heightFor(o []fyne.CanvasObject, w float32) float32 { return HeightOf(o[0], w) }
func (f *fit) Layout(o []fyne.CanvasObject, s fyne.Size)          { place(o[0], 0, 0, s.Width, s.Height) }

// HeightFor is the content's whole height.
func (s *Scroll) HeightFor(w float32) float32   { return HeightOf(s.scroll.Content, w) }
func (s *Scroll) children() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll.Content} }

// MinSize is small: a scroll fits anywhere.
func (s *Scroll) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return fyne.NewSize(s.look.Px(60), s.look.Px(60))
}

// Offset is how far down the content is scrolled, in pixels.
func (s *Scroll) Offset() float32 { return s.scroll.Offset.Y }

// SetOffset scrolls to a place, or to the end where that is sooner.
func (s *Scroll) SetOffset(y float32) {
	most := s.scroll.Content.Size().Height - s.scroll.Size().Height
	s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(y, most))))
}

// Reveal scrolls until o, somewhere inside, is in view with a little room round it.
func (s *Scroll) Reveal(o fyne.CanvasObject) {
	y, ok := offsetIn(s.scroll.Content, o)
	if !ok {
		return
	}
	room := s.look.Px(24)
	view, off := s.scroll.Size().Height, s.scroll.Offset.Y
	switch {
	case y-room < off:
		s.SetOffset(y - room)
	case y+o.Size().Height+room > off+view:
		s.SetOffset(min(y-room, y+o.Size().Height+room-view))
	}
}

// offsetIn is how far below root's top o is.
func offsetIn(root, o fyne.CanvasObject) (float32, bool) {
	if root == o {
		return 0, true
	}
	for _, c := range childrenOf(root) {
		if y, ok := offsetIn(c, o); ok {
			return y + c.Position().Y, true
		}
	}
	return 0, false
}

// CreateRenderer is Fyne's hook.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer { return &scrollRenderer{s} }

type scrollRenderer struct{ s *Scroll }

func (r *scrollRenderer) Destroy()                     {}
func (r *scrollRenderer) MinSize() fyne.Size           { return r.s.MinSize() }
func (r *scrollRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.scroll} }
func (r *scrollRenderer) Refresh()                     { r.s.scroll.Refresh() }
func (r *scrollRenderer) Layout(size fyne.Size) {
	changed := r.s.fit.width != size.Width
	r.s.fit.width = size.Width
	r.s.scroll.Resize(size)
	if changed {
		r.s.scroll.Refresh()
	}
	if r.s.begin != nil && r.s.begun != size {
		r.s.begun = size
		r.s.Reveal(r.s.begin)
	}
}

// ScrollsTo lists the scrolls under root that hold o, the outer first.
func ScrollsTo(root, o fyne.CanvasObject) []*Scroll {
	if !Contains(root, o) {
		return nil
	}
	var out []*Scroll
	if s, ok := root.(*Scroll); ok {
		out = append(out, s)
	}
	for _, c := range childrenOf(root) {
		if Contains(c, o) {
			return append(out, ScrollsTo(c, o)...)
		}
	}
	return out
}
