package widget

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// CellState is what a cell of the grid says.
type CellState int

// The states of a cell. Each has a colour, a shape and the letter given with it.
const (
	CellEmpty  CellState = iota // an outline
	CellNow                     // a pill in the brand's colour
	CellDone                    // a full rounded block
	CellLook                    // a square block in amber
	CellStop                    // a square block in red, lower than the rest
	CellExempt                  // nothing but its letter
)

// Cell is one cell, with the letter that says its state without colour.
type Cell struct {
	State  CellState
	Letter string
}

// GridRow is one person's row. Note is a word or two under the name.
type GridRow struct {
	Name, Note string
	Cells      []Cell
}

// GridOptions says what the grid shows.
type GridOptions struct {
	// NameHead heads the names; Heads the cells, short, as codes are.
	NameHead string
	Heads    []string
	Rows     []GridRow
	// OnOpen is called with a row's index when it is pressed or Enter is.
	OnOpen func(row int)
}

// Grid shows who has done what: a virtual list, of which only the rows in view
// exist and only what changed is drawn again. Up and down move, Home and End go to
// the ends, Enter opens.
type Grid struct {
	box
	look *theme.Look
	opts GridOptions
	list *gridList
	at   int
}

// NewGrid makes a grid. It fills the height it is given and scrolls by itself.
func NewGrid(l *theme.Look, o GridOptions) *Grid {
	g := &Grid{look: l, opts: o}
	g.list = newGridList(g)
	g.root = newGridFrame(g)
	g.ExtendBaseWidget(g)
	return g
}

// SetRows shows these rows; rows that are as before are not drawn again.
func (g *Grid) SetRows(rows []GridRow) {
	old := g.opts.Rows
	g.opts.Rows = rows
	if len(old) != len(rows) {
		g.at = max(0, min(g.at, len(rows)-1))
		g.list.Refresh()
		return
	}
	for i, r := range rows {
		if r.Name != old[i].Name || r.Note != old[i].Note || !slices.Equal(r.Cells, old[i].Cells) {
			g.list.RefreshItem(i)
		}
	}
}

// Focus is the part to give the focus.
func (g *Grid) Focus() fyne.Focusable { return g.list }

func (g *Grid) state() any { return gridState{g.at, g.list.GetScrollOffset()} }
func (g *Grid) restore(v any) {
	if s, ok := v.(gridState); ok {
		g.at = max(0, min(s.at, len(g.opts.Rows)-1))
		g.list.ScrollToOffset(s.offset)
		g.list.Refresh()
	}
}

type gridState struct {
	at     int
	offset float32
}

// HeightFor is enough for the heads and a few rows; a Filling gives it more.
func (g *Grid) HeightFor(float32) float32 { return g.look.Px(320) }

// widths shares a row's width: a column of cells grows to a sensible most, and what
// is left goes to the names.
func (g *Grid) widths(w float32, cells int) (name, cell float32) {
	l, n := g.look, float32(max(1, cells))
	name = min(w*0.4, max(l.Px(230), w*0.28))
	cell = min(l.Px(180), (w-name-l.Px(18))/n)
	return w - l.Px(18) - n*cell, cell
}

// gridFrame heads the list with the columns' codes.
func newGridFrame(g *Grid) fyne.CanvasObject {
	l := g.look
	small := l.WithZoom(min(l.Zoom, 1.5)) // a column has the room for its head at any size
	heads := []fyne.CanvasObject{NewLine(l, g.opts.NameHead, Style{Size: theme.Small, Bold: true, Color: l.Muted})}
	for _, h := range g.opts.Heads {
		heads = append(heads, Styled(small, h, Style{Size: theme.Tiny, Bold: true, Color: l.Muted, Lead: 1.2, Align: fyne.TextAlignCenter}))
	}
	head := container.New(gridHeadLayout{gridRowLayout{g, l.Px(34)}}, heads...)
	bg := outlined(l, l.Card, l.Line, 12, 1)
	return Stack(bg, PadAll(l, 8, container.New(headed{}, head, g.list)))
}

// headed puts a head over a body that fills the rest.
type headed struct{}

func (headed) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+max(b.Height, 120))
}

func (headed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := HeightOf(o[0], s.Width)
	place(o[0], 0, 0, s.Width, h)
	place(o[1], 0, h, s.Width, s.Height-h)
}

// gridRowLayout gives the name its width and shares the rest among the cells.
type gridRowLayout struct {
	g *Grid
	h float32
}

func (r gridRowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.g.look.Px(320), r.h)
}

func (r gridRowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l := r.g.look
	nw, w := r.g.widths(s.Width, len(o)-1)
	place(o[0], l.Px(10), 0, nw-l.Px(14), s.Height)
	for i, c := range o[1:] {
		place(c, nw+float32(i)*w+l.Px(2), 0, w-l.Px(4), s.Height)
	}
}

// gridHeadLayout is as tall as the tallest head, each in the middle of its height.
type gridHeadLayout struct{ gridRowLayout }

func (r gridHeadLayout) heightFor(o []fyne.CanvasObject, w float32) float32 {
	_, cell := r.g.widths(w, len(o)-1)
	h := r.h
	for _, c := range o[1:] {
		h = max(h, HeightOf(c, cell-r.g.look.Px(4))+r.g.look.Px(8))
	}
	return h
}

func (r gridHeadLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	r.gridRowLayout.Layout(o, s)
	for _, c := range o[1:] {
		h, at := HeightOf(c, c.Size().Width), c.Position()
		place(c, at.X, (s.Height-h)/2, c.Size().Width, h)
	}
}

// gridList is Fyne's list with the keys of a grid.
type gridList struct {
	widget.List
	g       *Grid
	focused bool
}

func newGridList(g *Grid) *gridList {
	w := &gridList{g: g}
	w.Length = func() int { return len(g.opts.Rows) }
	w.CreateItem = func() fyne.CanvasObject { return newGridLine(g) }
	w.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { o.(*gridLine).show(i) }
	w.OnSelected = func(i widget.ListItemID) { w.UnselectAll(); g.open(i) }
	w.HideSeparators = true
	w.ExtendBaseWidget(w)
	return w
}

func (g *Grid) open(i int) {
	g.goTo(i)
	if g.opts.OnOpen != nil && i >= 0 && i < len(g.opts.Rows) {
		g.opts.OnOpen(i)
	}
}

func (g *Grid) goTo(i int) {
	old := g.at
	g.at = max(0, min(i, len(g.opts.Rows)-1))
	g.list.ScrollTo(g.at)
	g.list.RefreshItem(old)
	g.list.RefreshItem(g.at)
}

// FocusGained shows the ring on the present row.
func (w *gridList) FocusGained() {
	w.focused = true
	w.RefreshItem(w.g.at)
	w.g.look.TellFocused(w.g)
}

// FocusLost hides the ring.
func (w *gridList) FocusLost() { w.focused = false; w.RefreshItem(w.g.at) }

// TypedRune opens the present row on Space.
func (w *gridList) TypedRune(r rune) {
	w.g.look.Touch()
	if r == ' ' {
		if !w.g.look.Spent(fyne.KeySpace) {
			w.g.open(w.g.at)
		}
		return
	}
	w.g.look.PassRune(r)
}

// KeyDown and KeyUp tell a press from what a key that is held down repeats.
func (w *gridList) KeyDown(e *fyne.KeyEvent) { w.g.look.KeyDown(e) }

// KeyUp ends a press.
func (w *gridList) KeyUp(e *fyne.KeyEvent) { w.g.look.KeyUp(e) }

// TypedKey moves and opens.
func (w *gridList) TypedKey(e *fyne.KeyEvent) {
	w.g.look.Touch()
	last := len(w.g.opts.Rows) - 1
	to, ok := map[fyne.KeyName]int{
		fyne.KeyDown: w.g.at + 1, fyne.KeyUp: w.g.at - 1, fyne.KeyHome: 0, fyne.KeyEnd: last,
		fyne.KeyPageDown: w.g.at + 8, fyne.KeyPageUp: w.g.at - 8,
	}[e.Name]
	switch {
	case ok:
		w.g.goTo(to)
	case isEnter(e):
		if !w.g.look.Spent(e.Name) {
			w.g.open(w.g.at)
		}
	default:
		w.g.look.PassKey(e)
	}
}

// gridLine is one row as the list reuses it.
type gridLine struct {
	box
	g          *Grid
	name, note *Line
	cells      []*gridCell
	ring       *canvas.Rectangle
}

func newGridLine(g *Grid) *gridLine {
	l := g.look
	r := &gridLine{g: g, ring: rect(l, color.Transparent, 8)}
	r.name = NewLine(l, "", Style{Size: 16, Bold: true})
	r.note = NewLine(l, "", Style{Size: theme.Tiny, Color: l.Muted})
	objects := []fyne.CanvasObject{container.New(twoLines{}, r.name, r.note)}
	for range g.opts.Heads {
		c := newGridCell(l)
		r.cells = append(r.cells, c)
		objects = append(objects, c.root)
	}
	r.root = Stack(container.New(gridRowLayout{g, l.Px(theme.HitArea + 2*ringWidth)}, objects...), Pad(l, ringWidth/2, 2*ringWidth, ringWidth/2, ringWidth/2, r.ring))
	r.ExtendBaseWidget(r)
	return r
}

// twoLines centres a name alone, or the name with a note under it.
type twoLines struct{}

func (twoLines) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, o[0].MinSize().Height+o[1].MinSize().Height)
}

func (twoLines) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b := o[0].MinSize().Height, o[1].MinSize().Height
	if !o[1].Visible() {
		b = 0
	}
	y := (s.Height - a - b) / 2
	place(o[0], 0, y, s.Width, a)
	place(o[1], 0, y+a, s.Width, b)
}

func (r *gridLine) show(i int) {
	if i >= len(r.g.opts.Rows) {
		return
	}
	row := r.g.opts.Rows[i]
	r.name.SetText(row.Name)
	r.note.SetText(row.Note)
	if (row.Note != "") != r.note.Visible() {
		r.note.Hidden = row.Note == ""
		r.root.Refresh()
	}
	for k, c := range r.cells {
		var cell Cell
		if k < len(row.Cells) {
			cell = row.Cells[k]
		}
		c.show(cell)
	}
	width := float32(0)
	if r.g.list.focused && i == r.g.at {
		width = r.g.look.Px(ringWidth)
	}
	if r.ring.StrokeWidth != width {
		r.ring.StrokeColor, r.ring.StrokeWidth = r.g.look.Focus, width
		r.ring.Refresh()
	}
}

// gridCell is one cell as the list reuses it.
type gridCell struct {
	l     *theme.Look
	now   Cell
	block *canvas.Rectangle
	text  *canvas.Text
	root  *fyne.Container
}

func newGridCell(l *theme.Look) *gridCell {
	c := &gridCell{l: l, now: Cell{State: -1}, block: rect(l, color.Transparent, 6), text: canvas.NewText("", l.Ink)}
	c.text.TextSize, c.text.TextStyle.Bold, c.text.Alignment = l.Px(15), true, fyne.TextAlignCenter
	c.root = container.New(cellLayout{c}, c.block, c.text)
	return c
}

type cellLayout struct{ c *gridCell }

func (cellLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(20, 20) }
func (y cellLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := y.c.l.Px(34)
	if y.c.now.State == CellStop {
		h = y.c.l.Px(28)
	}
	h = min(h, s.Height)
	place(o[0], 0, (s.Height-h)/2, s.Width, h)
	m := o[1].MinSize()
	place(o[1], 0, (s.Height-m.Height)/2, s.Width, m.Height)
}

func (c *gridCell) show(cell Cell) {
	if c.now == cell {
		return
	}
	c.now = cell
	fill, line, ink, radius := c.paint(cell.State)
	c.block.FillColor, c.block.StrokeColor, c.block.CornerRadius = fill, line, c.l.Px(radius)
	c.block.StrokeWidth = 0
	if line.A > 0 {
		c.block.StrokeWidth = c.l.Px(1.5)
	}
	c.text.Text, c.text.Color = cell.Letter, ink
	c.root.Refresh()
}

func (c *gridCell) paint(s CellState) (fill, line, ink color.NRGBA, radius float32) {
	l, none := c.l, color.NRGBA{}
	switch s {
	case CellNow:
		return l.Brand, none, l.OnBrand, 17
	case CellDone:
		return l.Good, none, l.OnGood, 6
	case CellLook:
		return l.WarnSoft, l.Warn, l.Warn, 0
	case CellStop:
		return l.Stop, none, l.OnStop, 0
	case CellExempt:
		return none, none, l.Muted, 0
	}
	return l.Card, l.Edge, l.Muted, 6
}
