package window

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// setLook makes l the look and listens to its widgets.
func (f *Frame) setLook(l *theme.Look) {
	n := *l
	n.Focused, n.Tapped, n.Active = f.reveal, f.tapped, f.touch
	n.Second = f.second
	n.Unused, n.UnusedRune, n.UnusedShortcut = f.key, f.rune, f.shortcut
	f.look = &n
	fyne.CurrentApp().Settings().SetTheme(n.Theme())
}

// SetLook changes size, contrast or motion and draws everything again.
func (f *Frame) SetLook(l *theme.Look) {
	var at place
	if f.page != nil {
		at = f.place()
	}
	f.setLook(l)
	if f.lock != nil {
		f.lock.stale = true
	}
	if f.page != nil {
		f.build(&at)
	}
	if f.opts.LookChanged != nil {
		f.opts.LookChanged(f.look)
	}
}

func (f *Frame) larger()   { f.zoom(theme.Larger(f.look.Zoom)) }
func (f *Frame) smaller()  { f.zoom(theme.Smaller(f.look.Zoom)) }
func (f *Frame) contrast() { f.SetLook(f.look.WithContrast(!f.look.HighContrast)) }

func (f *Frame) zoom(z float32) {
	f.zoomed = true
	if z != f.look.Zoom {
		f.SetLook(f.look.WithZoom(z))
	}
}

// usual goes back to the size that suits the window.
func (f *Frame) usual() {
	f.zoomed = false
	f.SetLook(f.look.WithZoom(theme.DefaultZoom(f.opts.Window.Canvas().Size())))
}

// sized follows the window's size until the person has chosen one of their own.
// It is called from inside a layout, so the change itself waits for the next turn.
func (f *Frame) sized(s fyne.Size) {
	if !f.opts.AutoZoom || f.zoomed || theme.DefaultZoom(s) == f.look.Zoom {
		return
	}
	go f.opts.Do(func() {
		now := f.opts.Window.Canvas().Size()
		if z := theme.DefaultZoom(now); !f.zoomed && z != f.look.Zoom {
			f.SetLook(f.look.WithZoom(z))
		}
	})
}

// reveal scrolls to the widget that has gained the focus.
func (f *Frame) reveal(o fyne.CanvasObject) {
	if n := len(f.overlays); n > 0 {
		f.overlays[n-1].overlay.Reveal(o)
		return
	}
	revealIn(f.parts.body, o)
}
