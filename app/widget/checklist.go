package widget

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// CheckOptions is one row of a checklist.
type CheckOptions struct {
	Text, Detail string
	// ShownBy is who or when, once ticked; "" for nothing.
	ShownBy string
	Checked bool
	// OnToggle is called with the state asked for; the page ticks the row by
	// SetChecked once that has been recorded. Without it the row is only read.
	OnToggle func(checked bool)
}

// CheckRow is a row that is ticked by pressing anywhere on it, by Space or Enter.
type CheckRow struct {
	Tile
	opts CheckOptions
}

// NewCheckRow makes a row.
func NewCheckRow(l *theme.Look, o CheckOptions) *CheckRow {
	r := &CheckRow{opts: o}
	r.Tile = *newTile(l, o.Text, nil, nil)
	if o.OnToggle != nil {
		r.OnTap = func() { r.opts.OnToggle(!r.opts.Checked) }
	}
	r.radius = 12
	r.OnKey = r.arrows
	r.dress()
	r.extend(r)
	return r
}

// Checked reports whether the row is ticked.
func (r *CheckRow) Checked() bool { return r.opts.Checked }

// SetChecked ticks the row, or takes the tick away, with who showed it.
func (r *CheckRow) SetChecked(on bool, shownBy string) {
	r.opts.Checked, r.opts.ShownBy = on, shownBy
	r.dress()
	r.content.Resize(r.Size())
	r.Refresh()
}

// arrows move between the rows of one list, as Tab does.
func (r *CheckRow) arrows(e *fyne.KeyEvent) bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(r)
	switch {
	case c == nil:
		return false
	case e.Name == fyne.KeyDown:
		c.FocusNext()
	case e.Name == fyne.KeyUp:
		c.FocusPrevious()
	default:
		return false
	}
	return true
}

func (r *CheckRow) dress() {
	l, o := r.look, r.opts
	words := []fyne.CanvasObject{Styled(l, o.Text, Style{Size: theme.Body + 1, Lead: 1.4, Bold: true})}
	if o.Detail != "" {
		words = append(words, Muted(l, o.Detail))
	}
	if o.ShownBy != "" {
		words = append(words, BesideTop(l, 8, Icon(l, "user-check", 22, l.Good), Grow(l, 60, Styled(l, o.ShownBy, Style{Size: theme.Small, Bold: true, Color: l.Good}))))
	}
	fill, line := l.Card, l.Edge
	box := Stack(outlined(l, l.Card, l.Brand, 8, l.Px(2.5)))
	if o.Checked {
		line = l.Good
		box = Stack(rect(l, l.Good, 8), Center(Icon(l, "check", 26, l.OnGood)))
	}
	r.fill, r.line = fill, line
	// The first line of the words stands level with the box.
	r.content = MinHeight(l, 64, Pad(l, 14, 20, 14, 18, BesideTop(l, 18, Fixed(l, 36, 36, box), Grow(l, 80, Pad(l, 5, 0, 0, 0, VStack(l, 2, words...))))))
}
