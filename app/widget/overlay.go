package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// Overlay covers the window and shows one card that must be dealt with first. The
// focus stays inside it.
type Overlay struct {
	widget.BaseWidget
	look   *theme.Look
	scrim  *canvas.Rectangle
	card   fyne.CanvasObject
	scroll *Scroll
	width  float32
}

// NewOverlay makes an overlay whose card is at most width pixels wide at zoom 1.
func NewOverlay(l *theme.Look, width float32, content fyne.CanvasObject) *Overlay {
	o := &Overlay{look: l, width: l.Px(width), scrim: canvas.NewRectangle(scrimColour(l))}
	o.scroll = NewScroll(l, PadAll(l, 28, content))
	bg := outlined(l, l.Card, l.Line, 16, 1)
	if l.HighContrast {
		bg.StrokeColor, bg.StrokeWidth = l.Brand, l.Px(3)
	}
	o.card = Stack(shadow(l, bg), o.scroll)
	o.ExtendBaseWidget(o)
	return o
}

func scrimColour(l *theme.Look) color.NRGBA {
	if l.HighContrast {
		return color.NRGBA{A: 225}
	}
	return color.NRGBA{R: 16, G: 32, B: 48, A: 165}
}

// Reveal scrolls the card to o.
func (o *Overlay) Reveal(obj fyne.CanvasObject)  { o.scroll.Reveal(obj) }
func (o *Overlay) children() []fyne.CanvasObject { return []fyne.CanvasObject{o.card} }

// Tapped keeps a press beside the card from reaching what is under it.
func (o *Overlay) Tapped(*fyne.PointEvent) {}

// MinSize is small: the overlay has the window's size.
func (o *Overlay) MinSize() fyne.Size {
	o.ExtendBaseWidget(o)
	return fyne.NewSize(1, 1)
}

// CreateRenderer is Fyne's hook.
func (o *Overlay) CreateRenderer() fyne.WidgetRenderer { return &overlayRenderer{o} }

type overlayRenderer struct{ o *Overlay }

func (r *overlayRenderer) Destroy()           {}
func (r *overlayRenderer) MinSize() fyne.Size { return r.o.MinSize() }
func (r *overlayRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.scrim, r.o.card}
}
func (r *overlayRenderer) Refresh() { r.o.scrim.Refresh(); canvas.Refresh(r.o.card) }
func (r *overlayRenderer) Layout(s fyne.Size) {
	r.o.scrim.Resize(s)
	room := r.o.look.Px(20)
	w := min(r.o.width, s.Width-2*room)
	h := min(HeightOf(r.o.scroll, w), s.Height-2*room)
	place(r.o.card, (s.Width-w)/2, max(room, (s.Height-h)/2.4), w, h)
}

// Question is a card that asks: heading, text, and its buttons at the right, the
// one to press last.
func Question(l *theme.Look, heading, text string, body fyne.CanvasObject, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	o := []fyne.CanvasObject{H2(l, heading)}
	if text != "" {
		o = append(o, Para(l, text))
	}
	if body != nil {
		o = append(o, body)
	}
	if len(buttons) > 0 {
		row := append([]fyne.CanvasObject{Spacer()}, buttons...)
		o = append(o, Gap(l, 1, 2), Row(l, 12, row...))
	}
	return VStack(l, 14, o...)
}
