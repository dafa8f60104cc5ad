package widget

import (
	"image/color"

	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// Kind is how much a button asks for attention.
type Kind int

// A screen has one Primary or Confirm button, at the bottom right.
const (
	// Primary is the next step.
	Primary Kind = iota
	// Confirm is the next step where it ends something well.
	Confirm
	// Outline is another way on.
	Outline
	// Quiet is a small help beside something else.
	Quiet
	// OnBar is a button of the top bar.
	OnBar
	// Danger takes something away.
	Danger
)

// Button is a press with words on it.
type Button struct {
	Tile
	kind Kind
	text *Text
	icon string
}

// NewButton makes a button. The icon may be empty; "arrow-right" and "caret-down"
// stand after the words, all others before them.
func NewButton(l *theme.Look, kind Kind, label, icon string, tap func()) *Button {
	b := &Button{kind: kind, icon: icon}
	fg, _, _, _ := kind.colours(l)
	b.text = Styled(l, label, Style{Bold: true, Color: fg, Lead: 1.3, Align: fyne.TextAlignCenter})
	b.Tile = *newTile(l, label, nil, tap)
	b.radius, b.raised = 10, false
	b.dress()
	b.extend(b)
	return b
}

func (k Kind) colours(l *theme.Look) (fg, fill, line, hover color.NRGBA) {
	switch k {
	case Confirm:
		return l.OnGood, l.Good, color.NRGBA{}, l.GoodHover
	case Outline:
		return l.Brand, l.Card, l.Brand, l.BrandSoft
	case Quiet:
		return l.Brand, color.NRGBA{}, color.NRGBA{}, l.BrandSoft
	case OnBar:
		return l.OnBar, l.BarButton, l.BarEdge, l.BarButtonHover
	case Danger:
		return l.OnStop, l.Stop, color.NRGBA{}, l.StopHover
	}
	return l.OnBrand, l.Brand, color.NRGBA{}, l.BrandHover
}

// dress gives the button its colours and content for its present state.
func (b *Button) dress() {
	l := b.look
	fg, fill, line, hover := b.kind.colours(l)
	if b.disabled {
		fg, fill, line, hover = l.Muted, l.Soft, l.Line, l.Soft
	}
	b.fill, b.line, b.hover = fill, line, hover
	b.text.SetColor(fg)
	var parts []fyne.CanvasObject
	if b.text.String() != "" {
		parts = append(parts, b.text)
	}
	if b.icon != "" {
		ic := Icon(l, b.icon, 22, fg)
		if b.icon == "arrow-right" || b.icon == "caret-down" {
			parts = append(parts, ic)
		} else {
			parts = append([]fyne.CanvasObject{ic}, parts...)
		}
	}
	v, h, least := float32(10), float32(24), theme.HitArea
	if b.kind == OnBar {
		v, h = 6, 16
	}
	if b.kind == Quiet {
		h = 12
	}
	b.content = MinHeight(l, least, Pad(l, v, h, v, h, BesideCenter(l, 10, parts...)))
}

// SetLabel changes the words.
func (b *Button) SetLabel(s string) {
	b.Label = s
	b.text.SetText(s)
	b.Refresh()
}

// Enable lets the button be pressed again.
func (b *Button) Enable() { b.set(false) }

// Disable greys the button and takes it out of the Tab order.
func (b *Button) Disable() { b.set(true) }

func (b *Button) set(disabled bool) {
	if b.disabled == disabled {
		return
	}
	b.disabled = disabled
	b.dress()
	b.content.Resize(b.Size())
	b.Refresh()
}
