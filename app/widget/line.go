package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// Line is one line of text that ends in an ellipsis where it must. Use it only
// where the whole text stands somewhere else; else use Text.
type Line struct {
	widget.BaseWidget
	look  *theme.Look
	style Style
	whole string
	text  *canvas.Text
}

// NewLine is one line of s.
func NewLine(l *theme.Look, s string, style Style) *Line {
	style = fill(l, style)
	t := &Line{look: l, style: style, whole: s, text: canvas.NewText(s, style.Color)}
	t.text.TextSize, t.text.TextStyle = l.Px(style.Size), fyne.TextStyle{Bold: style.Bold, Italic: style.Italic}
	if style.Display {
		t.text.FontSource = l.DisplayFont(s)
	}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the text.
func (t *Line) SetText(s string) {
	if s == t.whole {
		return
	}
	t.whole = s
	if t.style.Display {
		t.text.FontSource = t.look.DisplayFont(s)
	}
	t.fit(t.Size().Width)
	t.text.Refresh()
}

// AccessibilityLabel is the whole text, for a screen reader.
func (t *Line) AccessibilityLabel() string { return t.whole }

// AccessibilityRole says that this is text.
func (t *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Line) width(s string) float32 {
	c := *t.text
	c.Text = s
	return c.MinSize().Width
}

// MinSize is the whole line's size.
func (t *Line) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	return fyne.NewSize(t.width(t.whole)+1, t.look.Px(t.style.Size)*1.3)
}

// HeightFor is one line's height at any width; having it lets a row narrow this.
func (t *Line) HeightFor(float32) float32 { return t.MinSize().Height }

func (t *Line) fit(w float32) {
	t.text.Text = t.whole
	if w <= 0 || t.width(t.whole) <= w {
		return
	}
	rs := []rune(t.whole)
	lo, hi := 0, len(rs)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if t.width(string(rs[:mid])+"…") <= w {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	t.text.Text = strings.TrimRight(string(rs[:lo]), " ,") + "…"
}

// CreateRenderer is Fyne's hook.
func (t *Line) CreateRenderer() fyne.WidgetRenderer { return &lineRenderer{t} }

type lineRenderer struct{ t *Line }

func (r *lineRenderer) Destroy()                     {}
func (r *lineRenderer) MinSize() fyne.Size           { return r.t.MinSize() }
func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.text} }
func (r *lineRenderer) Refresh()                     { r.t.fit(r.t.Size().Width); r.t.text.Refresh() }
func (r *lineRenderer) Layout(s fyne.Size) {
	r.t.fit(s.Width)
	m := r.t.text.MinSize()
	x := float32(0)
	switch r.t.style.Align {
	case fyne.TextAlignCenter:
		x = (s.Width - m.Width) / 2
	case fyne.TextAlignTrailing:
		x = s.Width - m.Width
	}
	r.t.text.Move(fyne.NewPos(max(0, x), (s.Height-m.Height)/2))
	r.t.text.Resize(m)
}
