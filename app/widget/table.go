package widget

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"muster/app/theme"
)

// Table shows rows under heads, each column as wide as its words want. Where a
// column would be narrower than its longest word, each row becomes a small list of
// head and value instead.
func Table(l *theme.Look, heads []string, rows [][]string) fyne.CanvasObject {
	wrap := func(cells []string) [][]Run {
		var out [][]Run
		for _, c := range cells {
			out = append(out, []Run{{Text: c}})
		}
		return out
	}
	var body [][][]Run
	for _, r := range rows {
		body = append(body, wrap(r))
	}
	return newTable(l, theme.Body, wrap(heads), body)
}

func (m *setter) table(t *east.Table) fyne.CanvasObject {
	var heads [][]Run
	var rows [][][]Run
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		cells := m.cells(r)
		if _, head := r.(*east.TableHeader); head {
			heads = cells
		} else {
			rows = append(rows, cells)
		}
	}
	return newTable(m.l, m.opts.Size-1, heads, rows)
}

func (m *setter) cells(r ast.Node) [][]Run {
	var out [][]Run
	for c := r.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, m.inline(c, Run{}))
	}
	return out
}

func newTable(l *theme.Look, size float32, heads [][]Run, rows [][][]Run) fyne.CanvasObject {
	grid := &tableLayout{l: l, cols: len(heads)}
	var objects []fyne.CanvasObject
	add := func(cells [][]Run, s Style) {
		for i := range len(heads) {
			var runs []Run
			if i < len(cells) {
				runs = cells[i]
			}
			t := NewText(l, s, runs...)
			grid.texts = append(grid.texts, t)
			objects = append(objects, t)
		}
	}
	add(heads, Style{Size: size - 2, Bold: true, Color: l.InkSoft, Lead: 1.4})
	for _, r := range rows {
		add(r, Style{Size: size, Lead: 1.4})
	}
	grid.addGrounds(&objects)
	wide := Stack(outlined(l, l.Card, l.Line, 10, 1), container.New(grid, objects...))
	narrow := stacked(l, size, heads, rows)
	narrow.Hide()
	return container.New(either{grid.fits}, wide, narrow)
}

// stacked is the table as a list of small lists.
func stacked(l *theme.Look, size float32, heads [][]Run, rows [][][]Run) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, r := range rows {
		var lines []fyne.CanvasObject
		for i, c := range r {
			if i < len(heads) {
				lines = append(lines, NewText(l, Style{Size: size - 3, Bold: true, Color: l.InkSoft, Lead: 1.3}, heads[i]...))
			}
			lines = append(lines, Pad(l, 0, 0, 6, 0, NewText(l, Style{Size: size, Lead: 1.4}, c...)))
		}
		cards = append(cards, Tinted(l, l.Card, l.Line, 14, VStack(l, 0, lines...)))
	}
	return VStack(l, 10, cards...)
}

// tableLayout lays the texts out in rows and columns; after the texts come the
// head's ground and a line under each row but the last.
type tableLayout struct {
	l     *theme.Look
	cols  int
	texts []*Text
	head  *canvas.Rectangle
	rules []*canvas.Rectangle
}

const cellX, cellY float32 = 16, 11

func (t *tableLayout) addGrounds(objects *[]fyne.CanvasObject) {
	t.head = rect(t.l, t.l.Soft, 0)
	t.head.TopLeftCornerRadius, t.head.TopRightCornerRadius = t.l.Px(10), t.l.Px(10)
	grounds := []fyne.CanvasObject{t.head}
	for range t.rows() - 1 {
		r := canvas.NewRectangle(color.Color(t.l.Line))
		t.rules = append(t.rules, r)
		grounds = append(grounds, r)
	}
	*objects = append(grounds, *objects...)
}

func (t *tableLayout) rows() int {
	if t.cols == 0 {
		return 0
	}
	return len(t.texts) / t.cols
}

// want is a column's longest word and its longest line.
func (t *tableLayout) want(col int) (least, natural float32) {
	for r := range t.rows() {
		x := t.texts[r*t.cols+col]
		least = max(least, x.longestWord())
		natural = max(natural, x.MinSize().Width)
	}
	return least + 2, natural
}

func (t *tableLayout) room(w float32) float32 { return w - t.l.Px(cellX)*2*float32(t.cols) }

func (t *tableLayout) fits(w float32) bool {
	var need float32
	for c := range t.cols {
		least, _ := t.want(c)
		need += least
	}
	return need <= t.room(w)
}

// widths gives each column its longest line where that is less than a fair share,
// and lets the others share the rest; no column is narrower than its longest word.
func (t *tableLayout) widths(w float32) []float32 {
	out, wants := make([]float32, t.cols), make([]float32, t.cols)
	left, wanted := t.room(w), float32(0)
	for c := range t.cols {
		out[c], wants[c] = t.want(c)
		left -= out[c]
		wants[c] = max(0, wants[c]+2-out[c])
		wanted += wants[c]
	}
	for open := t.cols; open > 0 && left > 0.5 && wanted > 0.5; {
		fair, given := left/float32(open), float32(0)
		open = 0
		for c := range out {
			give := min(fair, wants[c])
			out[c], wants[c], given = out[c]+give, wants[c]-give, given+give
			if wants[c] > 0 {
				open++
			}
		}
		left, wanted = left-given, wanted-given
	}
	for c := range out {
		out[c] += max(0, left) / float32(t.cols)
	}
	return out
}

func (t *tableLayout) rowHeight(r int, widths []float32) float32 {
	var h float32
	for c := range t.cols {
		h = max(h, t.texts[r*t.cols+c].HeightFor(widths[c]))
	}
	return h + 2*t.l.Px(cellY)
}

func (t *tableLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	var w float32
	for c := range t.cols {
		_, natural := t.want(c)
		w += natural + 2*t.l.Px(cellX)
	}
	return fyne.NewSize(w, t.heightFor(nil, w))
}

func (t *tableLayout) heightFor(_ []fyne.CanvasObject, w float32) float32 {
	widths := t.widths(w)
	var h float32
	for r := range t.rows() {
		h += t.rowHeight(r, widths)
	}
	return h
}

func (t *tableLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	widths := t.widths(s.Width)
	var y float32
	for r := range t.rows() {
		h := t.rowHeight(r, widths)
		x := t.l.Px(cellX)
		for c := range t.cols {
			place(t.texts[r*t.cols+c], x, y+t.l.Px(cellY), widths[c], h-2*t.l.Px(cellY))
			x += widths[c] + 2*t.l.Px(cellX)
		}
		if r == 0 {
			place(t.head, 1, 1, s.Width-2, h-1)
		}
		y += h
		if r < len(t.rules) {
			place(t.rules[r], 0, y, s.Width, 1)
		}
	}
}

// longestWord is the width of the text's widest word.
func (t *Text) longestWord() float32 {
	var w float32
	for i, r := range t.runs {
		for _, tok := range tokens(r.Text) {
			w = max(w, t.canvasText(i, strings.TrimSpace(tok)).MinSize().Width)
		}
	}
	return w
}
