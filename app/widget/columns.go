package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// Columns shares the width by weight. Where a column would be narrower than
// least pixels (at zoom 1), the children go one under the other instead.
func Columns(l *theme.Look, gap, least float32, weights []float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{l.Px(gap), l.Px(least), weights, false}, o...)
}

// ColumnsMainLast is Columns whose last child comes first where they go one under
// the other: a picture beside a form, say.
func ColumnsMainLast(l *theme.Look, gap, least float32, weights []float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{l.Px(gap), l.Px(least), weights, true}, o...)
}

type columns struct {
	gap, least float32
	weights    []float32
	mainLast   bool
}

// turned is the children in the order in which they are stacked.
func (c columns) turned(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if c.mainLast {
		objects = slices.Clone(objects)
		slices.Reverse(objects)
	}
	return objects
}

func (c columns) widths(n int, w float32) ([]float32, bool) {
	total := float32(0)
	for i := range n {
		total += c.weight(i)
	}
	out := make([]float32, n)
	for i := range n {
		out[i] = (w - c.gap*float32(n-1)) * c.weight(i) / total
		if out[i] < c.least {
			return nil, false
		}
	}
	return out, true
}

func (c columns) weight(i int) float32 {
	if i < len(c.weights) {
		return c.weights[i]
	}
	return 1
}

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return row{gap: c.gap}.MinSize(objects)
}

func (c columns) heightFor(objects []fyne.CanvasObject, w float32) float32 {
	vis := visible(objects)
	widths, ok := c.widths(len(vis), w)
	if !ok {
		return vstack{c.gap}.heightFor(objects, w)
	}
	var h float32
	for i, o := range vis {
		h = max(h, HeightOf(o, widths[i]))
	}
	return h
}

func (c columns) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	vis := visible(objects)
	widths, ok := c.widths(len(vis), s.Width)
	if !ok {
		vstack{c.gap}.Layout(c.turned(objects), s)
		return
	}
	var x float32
	for i, o := range vis {
		place(o, x, 0, widths[i], s.Height)
		x += widths[i] + c.gap
	}
}

// AutoGrid puts its children in as many equal columns of at least least pixels
// (at zoom 1) as the width allows; the children of a row share its height. One
// child alone has the width of two columns' one, for a card is no banner.
func AutoGrid(l *theme.Look, least, gap float32, o ...fyne.CanvasObject) *fyne.Container {
	return container.New(autoGrid{l.Px(least), l.Px(gap)}, o...)
}

type autoGrid struct{ least, gap float32 }

func (g autoGrid) columns(w float32, n int) (int, float32) {
	k := max(1, min(max(2, n), int((w+g.gap)/(g.least+g.gap))))
	if rows := (n + k - 1) / k; rows > 1 {
		k = (n + rows - 1) / rows // four are two and two, not three and one
	}
	return k, (w - g.gap*float32(k-1)) / float32(k)
}

func (g autoGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	vis := visible(objects)
	n := float32(max(1, len(vis)))
	w := g.least*n + g.gap*(n-1)
	return fyne.NewSize(w, g.heightFor(objects, w))
}

func (g autoGrid) heightFor(objects []fyne.CanvasObject, w float32) float32 {
	var h float32
	g.each(objects, w, func(_ fyne.CanvasObject, _, y, _, rowHeight float32) { h = y + rowHeight })
	return h
}

func (g autoGrid) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	g.each(objects, s.Width, func(o fyne.CanvasObject, x, y, w, h float32) { place(o, x, y, w, h) })
}

func (g autoGrid) each(objects []fyne.CanvasObject, width float32, do func(o fyne.CanvasObject, x, y, w, h float32)) {
	vis := visible(objects)
	k, w := g.columns(width, len(vis))
	var y float32
	for i := 0; i < len(vis); i += k {
		line := vis[i:min(i+k, len(vis))]
		var h float32
		for _, o := range line {
			h = max(h, HeightOf(o, w))
		}
		for j, o := range line {
			do(o, float32(j)*(w+g.gap), y, w, h)
		}
		y += h + g.gap
	}
}
