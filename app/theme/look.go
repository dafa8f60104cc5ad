// Package theme holds how Muster looks: colours, sizes and fonts. A Look is a
// value handed to every widget; nothing here is a package variable, so that two
// windows, or two tests, may look different at once.
package theme

import (
	"math"

	"fyne.io/fyne/v2"
)

// The sizes of text, in pixels at zoom 1.
const (
	Tiny    float32 = 14
	Small   float32 = 15
	Body    float32 = 17
	Reading float32 = 19
	H3      float32 = 20
	H2      float32 = 24
	H1      float32 = 30
	Title   float32 = 36
	Huge    float32 = 46
)

// Sizes that every screen shares, in pixels at zoom 1.
const (
	// HitArea is the least height of anything that can be pressed.
	HitArea float32 = 52
	// LineMax is the widest a line of reading may be, about 75 characters.
	LineMax float32 = 760
	// Gutter is the space between the page's edge and its content.
	Gutter float32 = 28
	// MinZoom and MaxZoom bound the person's own choice of size.
	MinZoom, MaxZoom float32 = 0.9, 2.0
)

// Look is what a widget needs to draw itself.
type Look struct {
	Palette
	Zoom         float32
	HighContrast bool
	ReduceMotion bool
	// Focused, when set, is told of each widget that gains the focus, so that the
	// frame can scroll to it.
	Focused func(fyne.CanvasObject)
	// Tapped, when set, gives the focus after a widget was pressed by mouse or touch,
	// which takes it from where it was; without it the pressed widget gets it.
	Tapped func(fyne.Focusable)
	// Active, when set, is told of each key, press and move of the mouse on a widget,
	// so that the frame knows that somebody is there.
	Active func()
	// Unused, when set, is given each key that the focused widget had no use for.
	Unused func(*fyne.KeyEvent)
	// UnusedRune is the same for typed characters.
	UnusedRune func(rune)
	// UnusedShortcut is the same for shortcuts such as Ctrl and plus.
	UnusedShortcut func(fyne.Shortcut)
	// Second, when set, reports a press at this place that is the second of a double
	// click and would fall on a page that the first has just brought.
	Second func(at fyne.Position) bool
	held   held
	kit    *kit
}

// New makes a Look; a zoom outside MinZoom to MaxZoom is brought inside.
func New(zoom float32, highContrast, reduceMotion bool) *Look {
	l := &Look{Zoom: clampZoom(zoom), HighContrast: highContrast, ReduceMotion: reduceMotion, Palette: Light(), held: held{}, kit: newKit()}
	if highContrast {
		l.Palette = HighContrast()
	}
	return l
}

// WithZoom is the same Look at another zoom; fonts and icons are shared.
func (l *Look) WithZoom(zoom float32) *Look {
	n := *l
	n.Zoom = clampZoom(zoom)
	return &n
}

// WithContrast is the same Look with or without high contrast.
func (l *Look) WithContrast(high bool) *Look {
	n := *l
	n.HighContrast, n.Palette = high, Light()
	if high {
		n.Palette = HighContrast()
	}
	return &n
}

// Px turns pixels at zoom 1 into pixels at this zoom.
func (l *Look) Px(v float32) float32 { return v * l.Zoom }

// DefaultZoom is the zoom that suits a window or screen of this size when the
// person has not chosen one: 1 at 1366×768, 1.4 at 1920×1080, in steps of 0.1.
func DefaultZoom(size fyne.Size) float32 {
	s := min(size.Width/1366, size.Height/768)
	return clampZoom(float32(math.Round(float64(s)*10)) / 10)
}

// Larger and Smaller are the next steps of the text-size buttons.
func Larger(zoom float32) float32 {
	for _, z := range zoomSteps() {
		if z > zoom+0.01 {
			return z
		}
	}
	return MaxZoom
}

// Smaller is the step below, or MinZoom.
func Smaller(zoom float32) float32 {
	best := MinZoom
	for _, z := range zoomSteps() {
		if z < zoom-0.01 {
			best = z
		}
	}
	return best
}

func zoomSteps() []float32 { return []float32{MinZoom, 1, 1.15, 1.3, 1.4, 1.6, 1.8, MaxZoom} }

func clampZoom(z float32) float32 { return max(MinZoom, min(MaxZoom, z)) }

// TellFocused reports a widget that gained the focus.
func (l *Look) TellFocused(o fyne.CanvasObject) {
	if l.Focused != nil {
		l.Focused(o)
	}
}

// PassKey hands on a key that the focused widget had no use for.
func (l *Look) PassKey(e *fyne.KeyEvent) {
	if l.Unused != nil {
		l.Unused(e)
	}
}

// PassRune hands on a character that the focused widget had no use for.
func (l *Look) PassRune(r rune) {
	if l.UnusedRune != nil {
		l.UnusedRune(r)
	}
}

// PassShortcut hands on a shortcut that the focused widget had no use for.
func (l *Look) PassShortcut(s fyne.Shortcut) {
	if l.UnusedShortcut != nil {
		l.UnusedShortcut(s)
	}
}

// Touch reports that somebody is there.
func (l *Look) Touch() {
	if l.Active != nil {
		l.Active()
	}
}

// TellTapped reports a widget pressed by mouse or touch, and gives it the focus.
func (l *Look) TellTapped(o fyne.Focusable) {
	l.Touch()
	if l.Tapped != nil {
		l.Tapped(o)
		return
	}
	if co, ok := o.(fyne.CanvasObject); ok {
		if c := fyne.CurrentApp().Driver().CanvasForObject(co); c != nil {
			c.Focus(o)
		}
	}
}
