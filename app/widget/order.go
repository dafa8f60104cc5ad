package widget

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/app/theme"
)

// OrderOptions says what is put in order. Up and Down are the words for moving an
// item, for a screen reader.
type OrderOptions struct {
	Texts    []string
	Up, Down string
	// OnChange is called with the present order, as indexes into Texts.
	OnChange func(order []int)
	// OnConfirm is called for Enter.
	OnConfirm func()
}

// OrderList is a list to put in order. The arrows move the item that has the
// focus, Tab goes to the next; each row has a button up and one down for mouse
// and touch.
type OrderList struct {
	box
	look  *theme.Look
	opts  OrderOptions
	order []int
	marks []Mark // by place in the order
	list  *fyne.Container
	tiles []*Tile
}

// NewOrderList starts with the texts in the order given.
func NewOrderList(l *theme.Look, o OrderOptions) *OrderList {
	w := &OrderList{look: l, opts: o, list: VStack(l, 10)}
	for i := range o.Texts {
		w.order = append(w.order, i)
	}
	w.fill()
	w.root = w.list
	w.ExtendBaseWidget(w)
	return w
}

// Order is the present order, as indexes into the texts.
func (w *OrderList) Order() []int { return slices.Clone(w.order) }

// SetOrder puts the items in this order.
func (w *OrderList) SetOrder(order []int) {
	if len(order) != len(w.order) {
		return
	}
	w.order = slices.Clone(order)
	w.fill()
	w.Refresh()
}

// Judge ends the ordering and says of each place how it was.
func (w *OrderList) Judge(marks []Mark) {
	w.marks = marks
	w.fill()
	w.Refresh()
}

// Focus is the first item.
func (w *OrderList) Focus() fyne.Focusable {
	if len(w.tiles) == 0 {
		return nil
	}
	return w.tiles[0]
}

func (w *OrderList) state() any { return w.Order() }
func (w *OrderList) restore(v any) {
	if o, ok := v.([]int); ok && w.marks == nil {
		w.SetOrder(o)
	}
}

// move swaps the items at two places and keeps the focus on the moved one.
func (w *OrderList) move(from, by int) {
	to := from + by
	if to < 0 || to >= len(w.order) || w.marks != nil {
		return
	}
	w.order[from], w.order[to] = w.order[to], w.order[from]
	w.fill()
	w.Refresh()
	if cv := fyne.CurrentApp().Driver().CanvasForObject(w); cv != nil {
		cv.Focus(w.tiles[to])
	}
	if w.opts.OnChange != nil {
		w.opts.OnChange(w.Order())
	}
}

func (w *OrderList) fill() {
	if w.tiles == nil {
		for i := range w.order {
			w.tiles = append(w.tiles, w.tile(i))
		}
	}
	objects := make([]fyne.CanvasObject, len(w.order))
	for i, t := range w.tiles {
		t.Label = w.opts.Texts[w.order[i]]
		if m := markAt(w.marks, i); m.Tone != Plain {
			t.fill = m.Tone.ground(w.look)
			t.edge(m.Tone.ink(w.look), 3)
		}
		t.content = w.row(i)
		t.content.Resize(t.Size())
		t.Refresh()
		objects[i] = t
	}
	w.list.Objects = objects
}

func markAt(marks []Mark, i int) Mark {
	if i < len(marks) {
		return marks[i]
	}
	return Mark{}
}

func (w *OrderList) tile(i int) *Tile {
	t := NewTile(w.look, "", Gap(w.look, 1, 1), nil)
	t.radius, t.line = 12, w.look.Edge
	t.OnKey = func(e *fyne.KeyEvent) bool {
		switch {
		case e.Name == fyne.KeyUp:
			w.move(i, -1)
		case e.Name == fyne.KeyDown:
			w.move(i, 1)
		case isEnter(e) && w.opts.OnConfirm != nil:
			w.opts.OnConfirm()
		default:
			return false
		}
		return true
	}
	return t
}

func (w *OrderList) row(i int) fyne.CanvasObject {
	l := w.look
	m := markAt(w.marks, i)
	words := []fyne.CanvasObject{Styled(l, w.opts.Texts[w.order[i]], Style{Size: theme.Body + 1, Lead: 1.4})}
	if m.Label != "" {
		words = append(words, Styled(l, m.Label, Style{Bold: true, Color: m.Tone.ink(l)}))
	}
	if m.Rationale != "" {
		words = append(words, Para(l, m.Rationale))
	}
	number := Fixed(l, 42, 42, Stack(outlined(l, l.Card, l.Brand, 8, l.Px(2)),
		Center(Styled(l, strconv.Itoa(i+1), Style{Size: 18, Bold: true, Color: l.Brand, Lead: 1.3}))))
	parts := []fyne.CanvasObject{number, Grow(l, 80, VStack(l, 4, words...))}
	if w.marks == nil {
		parts = append(parts, w.mover("arrow-up", w.opts.Up, i, -1), w.mover("arrow-down", w.opts.Down, i, 1))
	}
	return MinHeight(l, 64, Pad(l, 10, 10, 10, 16, Beside(l, 12, parts...)))
}

func (w *OrderList) mover(icon, label string, i, by int) fyne.CanvasObject {
	if i+by < 0 || i+by >= len(w.order) {
		return Gap(w.look, theme.HitArea, theme.HitArea)
	}
	return newPress(w.look, label, icon, func() { w.move(i, by) })
}

// press is a button for mouse and touch alone: where the keyboard has a shorter
// way, it must not stand in the way of Tab.
type press struct {
	box
	label string
	tap   func()
}

func newPress(l *theme.Look, label, icon string, tap func()) *press {
	p := &press{label: label, tap: tap}
	p.root = Fixed(l, theme.HitArea, theme.HitArea, Stack(outlined(l, l.Card, l.Brand, 10, 1), Center(Icon(l, icon, 24, l.Brand))))
	p.ExtendBaseWidget(p)
	return p
}

// Tapped presses.
func (p *press) Tapped(*fyne.PointEvent) { p.tap() }

// Cursor is a hand.
func (p *press) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is what a screen reader says.
func (p *press) AccessibilityLabel() string { return p.label }

// AccessibilityRole says that this is pressed.
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
