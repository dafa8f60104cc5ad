package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// Tile makes any content pressable: by mouse, touch, Space and Enter, with a hover
// colour and the focus ring.
type Tile struct {
	widget.BaseWidget
	// Label is what a screen reader says.
	Label string
	// OnTap is called when the tile is pressed.
	OnTap func()
	// OnKey, when set, sees each key first and says whether it used it.
	OnKey func(*fyne.KeyEvent) bool
	// OnRune, when set, sees each character first and says whether it used it.
	OnRune func(rune) bool

	look             *theme.Look
	content          fyne.CanvasObject
	fill, hover      color.NRGBA
	line             color.NRGBA
	lineWidth        float32
	radius           float32
	raised           bool
	focused, hovered bool
	disabled         bool
	bg, ring         *canvas.Rectangle
	self             focusWidget
}

// NewTile is a pressable card.
func NewTile(l *theme.Look, label string, content fyne.CanvasObject, tap func()) *Tile {
	t := newTile(l, label, content, tap)
	t.extend(t)
	return t
}

func newTile(l *theme.Look, label string, content fyne.CanvasObject, tap func()) *Tile {
	return &Tile{
		Label: label, OnTap: tap, look: l, content: content,
		fill: l.Card, hover: l.BrandSoft, line: l.Line, lineWidth: 1, radius: 14, raised: true,
	}
}

// focusWidget is a widget that can have the focus.
type focusWidget interface {
	fyne.Widget
	fyne.Focusable
}

func (t *Tile) extend(self focusWidget) {
	t.self = self
	t.ExtendBaseWidget(self)
}

// Flat takes the shadow away and sets the ground and the edge; a clear edge is none.
func (t *Tile) Flat(fill, line color.NRGBA, radius float32) *Tile {
	t.fill, t.line, t.radius, t.raised = fill, line, radius, false
	t.Refresh()
	return t
}

func (t *Tile) edge(c color.NRGBA, width float32) {
	t.line, t.lineWidth = c, width
	t.Refresh()
}

// HeightFor is the content's height at this width.
func (t *Tile) HeightFor(w float32) float32   { return HeightOf(t.content, w) }
func (t *Tile) children() []fyne.CanvasObject { return []fyne.CanvasObject{t.content} }

// AccessibilityLabel is what a screen reader says.
func (t *Tile) AccessibilityLabel() string { return t.Label }

// AccessibilityRole says that this is pressed.
func (t *Tile) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped presses the tile.
func (t *Tile) Tapped(e *fyne.PointEvent) {
	if t.look.Bounced(e.AbsolutePosition) {
		return
	}
	if !t.disabled {
		t.look.TellTapped(t.self)
	}
	t.press()
}

// Cursor is a hand while the tile can be pressed.
func (t *Tile) Cursor() desktop.Cursor {
	if t.disabled || t.OnTap == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn shows the hover colour.
func (t *Tile) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.look.Touch(); t.Refresh() }

// MouseMoved changes nothing; it shows that somebody is there.
func (t *Tile) MouseMoved(*desktop.MouseEvent) { t.look.Touch() }

// MouseOut takes the hover colour away.
func (t *Tile) MouseOut() { t.hovered = false; t.Refresh() }

// FocusGained shows the ring.
func (t *Tile) FocusGained() { t.focused = true; t.Refresh(); t.look.TellFocused(t.self) }

// FocusLost hides the ring.
func (t *Tile) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune presses on Space.
func (t *Tile) TypedRune(r rune) {
	t.look.Touch()
	switch {
	case t.OnRune != nil && t.OnRune(r):
	case r == ' ':
		if !t.look.Spent(fyne.KeySpace) {
			t.press()
		}
	default:
		t.look.PassRune(r)
	}
}

// TypedKey presses on Enter and hands other keys on.
func (t *Tile) TypedKey(e *fyne.KeyEvent) {
	t.look.Touch()
	switch {
	case isEnter(e) && t.look.Spent(e.Name):
	case t.OnKey != nil && t.OnKey(e):
	case isEnter(e):
		t.press()
	default:
		t.look.PassKey(e)
	}
}

// KeyDown and KeyUp tell a press from what a key that is held down repeats.
func (t *Tile) KeyDown(e *fyne.KeyEvent) { t.look.KeyDown(e) }

// KeyUp ends a press.
func (t *Tile) KeyUp(e *fyne.KeyEvent) { t.look.KeyUp(e) }

func isEnter(e *fyne.KeyEvent) bool { return e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter }

func (t *Tile) press() {
	if t.OnTap != nil && !t.disabled {
		t.OnTap()
	}
}

// Enable lets the tile be pressed again.
func (t *Tile) Enable() { t.disabled = false; t.Refresh() }

// Disable keeps the tile from being pressed and from taking the focus.
func (t *Tile) Disable() { t.disabled = true; t.Refresh() }

// Disabled reports whether the tile cannot be pressed.
func (t *Tile) Disabled() bool { return t.disabled }

// CreateRenderer is Fyne's hook.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	t.bg = rect(t.look, t.fill, t.radius)
	if t.raised {
		shadow(t.look, t.bg)
	}
	t.ring = rect(t.look, color.Transparent, t.radius+4)
	r := &tileRenderer{t}
	r.paint()
	return r
}

type tileRenderer struct{ t *Tile }

// ringWidth is the focus ring's thickness in pixels at zoom 1.
const ringWidth = 4

func (r *tileRenderer) Destroy() {}
func (r *tileRenderer) Layout(s fyne.Size) {
	r.t.bg.Resize(s)
	r.t.content.Resize(s)
	d := r.t.look.Px(ringWidth)
	r.t.ring.Move(fyne.NewPos(-d, -d))
	r.t.ring.Resize(s.AddWidthHeight(2*d, 2*d))
}
func (r *tileRenderer) MinSize() fyne.Size { return r.t.content.MinSize() }
func (r *tileRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.bg, r.t.content, r.t.ring}
}

func (r *tileRenderer) Refresh() {
	r.paint()
	r.t.bg.Refresh()
	r.t.ring.Refresh()
	r.t.content.Refresh()
}

func (r *tileRenderer) paint() {
	t := r.t
	t.bg.FillColor = t.fill
	if t.hovered && !t.disabled && t.OnTap != nil {
		t.bg.FillColor = t.hover
	}
	t.bg.StrokeColor, t.bg.StrokeWidth = t.line, t.look.Px(t.lineWidth)
	if t.line.A == 0 {
		t.bg.StrokeWidth = 0
	}
	t.ring.StrokeWidth, t.ring.StrokeColor = 0, color.Transparent
	if t.focused {
		t.bg.StrokeColor, t.bg.StrokeWidth = t.look.FocusInk, t.look.Px(2)
		t.ring.StrokeColor, t.ring.StrokeWidth = t.look.Focus, t.look.Px(ringWidth)
	}
}
