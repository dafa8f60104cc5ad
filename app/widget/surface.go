package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// box is a widget made of one tree of objects; parts that need a name or methods
// of their own embed it.
type box struct {
	widget.BaseWidget
	root fyne.CanvasObject
}

// HeightFor is the height of the content at this width.
func (b *box) HeightFor(w float32) float32   { return HeightOf(b.root, w) }
func (b *box) children() []fyne.CanvasObject { return []fyne.CanvasObject{b.root} }

// CreateRenderer is Fyne's hook.
func (b *box) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.root) }

func rect(l *theme.Look, c color.Color, radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(c)
	r.CornerRadius = l.Px(radius)
	return r
}

func outlined(l *theme.Look, fill, line color.NRGBA, radius, width float32) *canvas.Rectangle {
	r := rect(l, fill, radius)
	r.StrokeColor, r.StrokeWidth = line, width
	return r
}

func shadow(l *theme.Look, r *canvas.Rectangle) *canvas.Rectangle {
	if !l.HighContrast {
		r.Shadow = canvas.Shadow{Color: l.Shadow, BlurRadius: l.Px(12), Offset: fyne.NewPos(0, l.Px(3))}
	}
	return r
}

// Panel is a card: content on a white ground with a hairline and a soft shadow.
func Panel(l *theme.Look, space float32, o fyne.CanvasObject) *fyne.Container {
	return Stack(shadow(l, outlined(l, l.Card, l.Line, 14, 1)), PadAll(l, space, o))
}

// Tinted is a quiet coloured area with an edge.
func Tinted(l *theme.Look, fill, line color.NRGBA, space float32, o fyne.CanvasObject) *fyne.Container {
	return Stack(outlined(l, fill, line, 10, l.Px(1.5)), PadAll(l, space, o))
}

// Ground fills the room behind o with one colour.
func Ground(fill color.Color, o fyne.CanvasObject) *fyne.Container {
	return Stack(canvas.NewRectangle(fill), o)
}

// Rule is a hairline across.
func Rule(l *theme.Look) fyne.CanvasObject {
	r := canvas.NewRectangle(l.Line)
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// Icon is an icon of the set, size pixels square at zoom 1.
func Icon(l *theme.Look, name string, size float32, c color.NRGBA) fyne.CanvasObject {
	im := canvas.NewImageFromImage(l.Icon(name, c, l.Px(size)))
	im.ScaleMode = canvas.ImageScaleSmooth
	return Fixed(l, size, size, im)
}

// Badge is an icon in a soft square, as on a card.
func Badge(l *theme.Look, name string, size float32, ink, ground color.NRGBA) fyne.CanvasObject {
	r := rect(l, ground, size/4)
	if l.HighContrast {
		r.StrokeColor, r.StrokeWidth = ink, 2
	}
	return Fixed(l, size, size, Stack(r, Center(Icon(l, name, size*0.58, ink))))
}

// Picture shows one of the program's own pictures, w pixels wide at zoom 1 at most.
func Picture(l *theme.Look, name string, w, h float32) fyne.CanvasObject {
	im := l.Picture(name)
	if im == nil {
		return Gap(l, w, h)
	}
	c := canvas.NewImageFromImage(im)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	return Fixed(l, w, h, c)
}

// Tone is what a coloured part says: where you are, done, look, stop, or nothing.
type Tone int

// The tones. Each has a word beside it on the screen, never the colour alone.
const (
	Plain Tone = iota
	Info
	Good
	Warn
	Stop
)

// ink and ground are a tone's colours for words on a soft ground.
func (t Tone) ink(l *theme.Look) color.NRGBA {
	return [...]color.NRGBA{l.InkSoft, l.Brand, l.Good, l.Warn, l.Stop}[t]
}

func (t Tone) ground(l *theme.Look) color.NRGBA {
	return [...]color.NRGBA{l.Soft, l.BrandSoft, l.GoodSoft, l.WarnSoft, l.StopSoft}[t]
}

// on is the colour of marks on a shape filled with the tone's ink.
func (t Tone) on(l *theme.Look) color.NRGBA {
	return [...]color.NRGBA{l.Card, l.OnBrand, l.OnGood, l.OnWarn, l.OnStop}[t]
}

func (t Tone) icon() string {
	return [...]string{"info", "info", "check-circle", "warning", "warning-octagon"}[t]
}

// Pill is a word or two in a rounded shape.
func Pill(l *theme.Look, tone Tone, s string) fyne.CanvasObject {
	r := rect(l, tone.ground(l), 13)
	if l.HighContrast || tone == Plain {
		r.StrokeColor, r.StrokeWidth = tone.ink(l), 1
	}
	t := Styled(l, s, Style{Size: theme.Tiny, Bold: true, Color: tone.ink(l), Lead: 1.25})
	return Left(Stack(r, Pad(l, 4, 12, 4, 12, t)))
}

// Tag is a Pill with an icon before its words, so that its shape tells it from the
// others where the colour cannot.
func Tag(l *theme.Look, tone Tone, icon, s string) fyne.CanvasObject {
	r := rect(l, tone.ground(l), 13)
	if l.HighContrast || tone == Plain {
		r.StrokeColor, r.StrokeWidth = tone.ink(l), 1
	}
	t := Styled(l, s, Style{Size: theme.Tiny, Bold: true, Color: tone.ink(l), Lead: 1.25})
	return Left(Stack(r, Pad(l, 4, 12, 4, 8, Beside(l, 6, Icon(l, icon, 18, tone.ink(l)), Grow(l, 40, t)))))
}
