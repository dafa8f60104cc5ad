package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// Row puts its children side by side, gap apart and centred on each other; what
// does not fit goes to the next line. A child in Grow takes the room left over.
func Row(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: l.Px(gap), wrap: true}, o...)
}

// Beside is a Row that never breaks: the last Grow or text child narrows instead.
func Beside(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: l.Px(gap)}, o...)
}

// BesideTop is Beside with its children along the top.
func BesideTop(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: l.Px(gap), top: true}, o...)
}

// BesideCenter is Beside with the whole group in the middle.
func BesideCenter(l *theme.Look, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: l.Px(gap), center: true}, o...)
}

// Grow lets o take the room left over in a Row or Beside, from least pixels (at
// zoom 1) upwards.
func Grow(l *theme.Look, least float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(grow{l.Px(least)}, o)
}

type grow struct{ least float32 }

func (g grow) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(min(max(g.least, 1), max(m.Width, g.least)), m.Height)
}
func (g grow) heightFor(o []fyne.CanvasObject, w float32) float32 { return HeightOf(o[0], w) }
func (g grow) Layout(o []fyne.CanvasObject, s fyne.Size)          { place(o[0], 0, 0, s.Width, s.Height) }

func isGrow(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(grow)
	return ok
}

type row struct {
	gap               float32
	wrap, top, center bool
}

// cell is one child on its line: where it goes and how wide.
type cell struct {
	o    fyne.CanvasObject
	x, w float32
}

type rowLine struct {
	cells []cell
	h     float32
}

func (r row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range visible(objects) {
		m := o.MinSize()
		if isGrow(o) {
			m.Width = o.(*fyne.Container).Objects[0].MinSize().Width
		}
		s = fyne.NewSize(s.Width+m.Width, max(s.Height, m.Height))
		if i > 0 {
			s.Width += r.gap
		}
	}
	return s
}

func (r row) heightFor(objects []fyne.CanvasObject, w float32) float32 {
	var h float32
	for i, ln := range r.lines(objects, w) {
		h += ln.h
		if i > 0 {
			h += r.gap
		}
	}
	return h
}

func (r row) Layout(objects []fyne.CanvasObject, s fyne.Size) { r.layoutAt(objects, 0, s) }

func (r row) layoutAt(objects []fyne.CanvasObject, y float32, s fyne.Size) {
	lines := r.lines(objects, s.Width)
	for _, ln := range lines {
		h := ln.h
		if len(lines) == 1 {
			h = max(h, s.Height)
		}
		for _, c := range ln.cells {
			ch := HeightOf(c.o, c.w)
			cy := y
			if !r.top {
				cy += (h - ch) / 2
			}
			place(c.o, c.x, cy, c.w, ch)
		}
		y += h + r.gap
	}
}

// lines breaks the children into lines and gives each its width.
func (r row) lines(objects []fyne.CanvasObject, w float32) []rowLine {
	var out []rowLine
	var cur []fyne.CanvasObject
	used := float32(0)
	for _, o := range visible(objects) {
		need := o.MinSize().Width
		if r.wrap && len(cur) > 0 && used+r.gap+need > w+0.5 && !isSpacer(o) {
			out = append(out, r.fill(cur, w))
			cur, used = nil, 0
		}
		if len(cur) > 0 {
			used += r.gap
		}
		used += need
		cur = append(cur, o)
	}
	if len(cur) > 0 {
		out = append(out, r.fill(cur, w))
	}
	return out
}

func (r row) fill(objects []fyne.CanvasObject, w float32) rowLine {
	widths, left := r.natural(objects, w)
	if left > 0 {
		share(objects, widths, left)
	} else if left < 0 {
		shrink(objects, widths, -left)
	}
	var ln rowLine
	var x float32
	if r.center {
		x = max(0, (w-sum(widths)-r.gap*float32(len(widths)-1))/2)
	}
	for i, o := range objects {
		ln.cells = append(ln.cells, cell{o, x, widths[i]})
		ln.h = max(ln.h, HeightOf(o, widths[i]))
		x += widths[i] + r.gap
	}
	return ln
}

func (r row) natural(objects []fyne.CanvasObject, w float32) ([]float32, float32) {
	widths := make([]float32, len(objects))
	for i, o := range objects {
		widths[i] = o.MinSize().Width
	}
	return widths, w - sum(widths) - r.gap*float32(len(objects)-1)
}

// share gives the room left over to the growing children, else to the spacers.
func share(objects []fyne.CanvasObject, widths []float32, left float32) {
	for _, takes := range []func(fyne.CanvasObject) bool{isGrow, isSpacer} {
		n := 0
		for _, o := range objects {
			if takes(o) {
				n++
			}
		}
		if n == 0 {
			continue
		}
		for i, o := range objects {
			if takes(o) {
				widths[i] += left / float32(n)
			}
		}
		return
	}
}

// shrink takes the missing room from the growing children first, then from the
// last child that can wrap, then from the widest.
func shrink(objects []fyne.CanvasObject, widths []float32, missing float32) {
	const least = 24
	order := append(indexes(objects, isGrow), indexes(objects, isTall)...)
	for _, i := range order {
		take := min(missing, max(0, widths[i]-least))
		widths[i] -= take
		missing -= take
	}
	for i := len(widths) - 1; i >= 0 && missing > 0; i-- {
		take := min(missing, max(0, widths[i]-least))
		widths[i] -= take
		missing -= take
	}
}

func indexes(objects []fyne.CanvasObject, is func(fyne.CanvasObject) bool) []int {
	var out []int
	for i := len(objects) - 1; i >= 0; i-- {
		if is(objects[i]) {
			out = append(out, i)
		}
	}
	return out
}

// isTall reports whether o can wrap; a fixed size cannot.
func isTall(o fyne.CanvasObject) bool {
	if _, ok := o.(Tall); ok {
		return true
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	if _, no := c.Layout.(fixed); no {
		return false
	}
	_, ok = c.Layout.(tallLayout)
	return ok
}

func sum(v []float32) float32 {
	var t float32
	for _, x := range v {
		t += x
	}
	return t
}
