package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"muster/app/theme"
)

// Spacer takes the room that is left in a VStack or Row.
func Spacer() fyne.CanvasObject { return layout.NewSpacer() }

func isSpacer(o fyne.CanvasObject) bool { _, ok := o.(layout.SpacerObject); return ok }

// VStack puts its children one under the other at full width, gap apart.
func VStack(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(vstack{l.Px(gap)}, o...)
}

type vstack struct{ gap float32 }

func (v vstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range visible(objects) {
		m := o.MinSize()
		s = fyne.NewSize(max(s.Width, m.Width), s.Height+m.Height)
		if i > 0 {
			s.Height += v.gap
		}
	}
	return s
}

func (v vstack) heightFor(objects []fyne.CanvasObject, w float32) float32 {
	var h float32
	for i, o := range visible(objects) {
		h += HeightOf(o, w)
		if i > 0 {
			h += v.gap
		}
	}
	return h
}

func (v vstack) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	vis := visible(objects)
	spacers := 0
	for _, o := range vis {
		if isSpacer(o) {
			spacers++
		}
	}
	var extra float32
	if spacers > 0 {
		extra = max(0, s.Height-v.heightFor(objects, s.Width)) / float32(spacers)
	}
	var y float32
	for _, o := range vis {
		h := HeightOf(o, s.Width)
		if isSpacer(o) {
			h += extra
		}
		place(o, 0, y, s.Width, h)
		y += h + v.gap
	}
}

// Stack lays its children over one another, the last on top.
func Stack(o ...fyne.CanvasObject) *fyne.Container { return container.New(over{}, o...) }

type over struct{}

func (over) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range visible(objects) {
		s = s.Max(o.MinSize())
	}
	return s
}

func (over) heightFor(objects []fyne.CanvasObject, w float32) float32 {
	var h float32
	for _, o := range visible(objects) {
		h = max(h, HeightOf(o, w))
	}
	return h
}

func (over) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, s.Width, s.Height)
	}
}

// Pad keeps space round o: top, right, bottom, left, in pixels at zoom 1.
func Pad(l *theme.Look, top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(pad{l.Px(top), l.Px(right), l.Px(bottom), l.Px(left)}, o)
}

// PadAll is Pad with the same space on each side.
func PadAll(l *theme.Look, space float32, o fyne.CanvasObject) *fyne.Container {
	return Pad(l, space, space, space, space, o)
}

type pad struct{ t, r, b, l float32 }

func (p pad) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(p.l+p.r, p.t+p.b)
}

func (p pad) heightFor(o []fyne.CanvasObject, w float32) float32 {
	return HeightOf(o[0], w-p.l-p.r) + p.t + p.b
}

func (p pad) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], p.l, p.t, s.Width-p.l-p.r, s.Height-p.t-p.b)
}

// Gap is an empty space, w by h pixels at zoom 1.
func Gap(l *theme.Look, w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(l.Px(w), l.Px(h)))
	return r
}

// Fixed gives o an exact size, in pixels at zoom 1.
func Fixed(l *theme.Look, w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(fixed{fyne.NewSize(l.Px(w), l.Px(h))}, o)
}

type fixed struct{ size fyne.Size }

func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size              { return f.size }
func (f fixed) heightFor(_ []fyne.CanvasObject, _ float32) float32 { return f.size.Height }
func (f fixed) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		w, h := min(f.size.Width, s.Width), f.size.Height
		place(o, (s.Width-w)/2, (s.Height-h)/2, w, h)
	}
}

// MinHeight keeps o at least h pixels tall at zoom 1.
func MinHeight(l *theme.Look, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(atLeast{l.Px(h)}, o)
}

type atLeast struct{ h float32 }

func (a atLeast) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, max(a.h, m.Height))
}

func (a atLeast) heightFor(o []fyne.CanvasObject, w float32) float32 {
	return max(a.h, HeightOf(o[0], w))
}
func (a atLeast) Layout(o []fyne.CanvasObject, s fyne.Size) { place(o[0], 0, 0, s.Width, s.Height) }

// Center puts o in the middle at its natural width, or narrower where it must.
func Center(o fyne.CanvasObject) *fyne.Container { return container.New(middle{}, o) }

type middle struct{}

func (middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
func (middle) heightFor(o []fyne.CanvasObject, w float32) float32 {
	return HeightOf(o[0], min(w, o[0].MinSize().Width))
}

func (middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(s.Width, o[0].MinSize().Width)
	h := HeightOf(o[0], w)
	place(o[0], (s.Width-w)/2, max(0, (s.Height-h)/2), w, h)
}

// Top keeps o at the top of the room it is given, at its own height.
func Top(o fyne.CanvasObject) *fyne.Container { return container.New(top{}, o) }

type top struct{}

func (top) MinSize(o []fyne.CanvasObject) fyne.Size            { return o[0].MinSize() }
func (top) heightFor(o []fyne.CanvasObject, w float32) float32 { return HeightOf(o[0], w) }
func (top) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], 0, 0, s.Width, HeightOf(o[0], s.Width))
}

// Bottom puts o, as high as it wants to be, at the bottom of the room it has.
func Bottom(o fyne.CanvasObject) *fyne.Container { return container.New(bottom{}, o) }

type bottom struct{}

func (bottom) MinSize(o []fyne.CanvasObject) fyne.Size            { return o[0].MinSize() }
func (bottom) heightFor(o []fyne.CanvasObject, w float32) float32 { return HeightOf(o[0], w) }
func (bottom) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := HeightOf(o[0], s.Width)
	place(o[0], 0, max(0, s.Height-h), s.Width, h)
}

// Left keeps o at the left at its natural width.
func Left(o fyne.CanvasObject) *fyne.Container { return container.New(left{}, o) }

type left struct{}

func (left) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
func (left) heightFor(o []fyne.CanvasObject, w float32) float32 {
	return HeightOf(o[0], min(w, o[0].MinSize().Width))
}

func (left) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], 0, 0, min(s.Width, o[0].MinSize().Width), s.Height)
}

// MaxWidth keeps o at most w pixels wide at zoom 1, in the middle.
func MaxWidth(l *theme.Look, w float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(maxWidth{l.Px(w)}, o)
}

type maxWidth struct{ w float32 }

func (m maxWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := o[0].MinSize()
	return fyne.NewSize(min(m.w, s.Width), s.Height)
}

func (m maxWidth) heightFor(o []fyne.CanvasObject, w float32) float32 {
	return HeightOf(o[0], min(m.w, w))
}

func (m maxWidth) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(m.w, s.Width)
	place(o[0], (s.Width-w)/2, 0, w, s.Height)
}

// AtMost keeps o at most w pixels wide at zoom 1, at the left, as a line to read is.
func AtMost(l *theme.Look, w float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(atMost{maxWidth{l.Px(w)}}, o)
}

type atMost struct{ maxWidth }

func (m atMost) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], 0, 0, min(m.w, s.Width), s.Height)
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

// Sized gives o a natural width in pixels at zoom 1; its height follows.
func Sized(l *theme.Look, w float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(sized{l.Px(w)}, o)
}

type sized struct{ w float32 }

func (s sized) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(s.w, HeightOf(o[0], s.w))
}
func (s sized) heightFor(o []fyne.CanvasObject, w float32) float32 { return HeightOf(o[0], w) }
func (s sized) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place(o[0], 0, 0, size.Width, size.Height)
}

// Outset lets o reach out by space pixels (at zoom 1) on each side, as a ring does.
func Outset(l *theme.Look, space float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(outset{l.Px(space)}, o)
}

type outset struct{ d float32 }

func (u outset) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (u outset) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], -u.d, -u.d, s.Width+2*u.d, s.Height+2*u.d)
}

// Filling stacks its children and gives the last the height that is left, as for
// a grid that scrolls by itself; where too little is left, the page scrolls.
func Filling(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(filling{vstack{l.Px(gap)}}, o...)
}

type filling struct{ vstack }

func (f filling) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	vis := visible(objects)
	var y float32
	for i, o := range vis {
		h := HeightOf(o, s.Width)
		if i == len(vis)-1 {
			h = max(h, s.Height-y)
		}
		place(o, 0, y, s.Width, h)
		y += h + f.gap
	}
}
