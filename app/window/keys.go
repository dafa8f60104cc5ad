package window

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/app/widget"
)

// listen takes the keys that reach the window and the files dropped on it.
func (f *Frame) listen() {
	c := f.opts.Window.Canvas()
	c.SetOnTypedKey(f.key)
	c.SetOnTypedRune(f.rune)
	if d, ok := c.(desktop.Canvas); ok { // where nothing has the focus
		d.SetOnKeyDown(func(e *fyne.KeyEvent) { f.look.KeyDown(e) })
		d.SetOnKeyUp(func(e *fyne.KeyEvent) { f.look.KeyUp(e) })
	}
	f.opts.Window.SetPadded(false)
	for _, name := range []fyne.KeyName{fyne.KeyEqual, fyne.KeyPlus, fyne.KeyMinus, fyne.Key0, fyne.KeyL} {
		for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierControl | fyne.KeyModifierShift} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mod}, f.shortcut)
		}
	}
	f.opts.Window.SetOnDropped(f.dropped)
}

// key is for keys that no widget had a use for.
func (f *Frame) key(e *fyne.KeyEvent) {
	f.touch()
	switch e.Name {
	case fyne.KeyEscape:
		if !f.look.Spent(e.Name) {
			f.escape()
		}
	case fyne.KeyF1:
		f.help()
	case fyne.KeyF2:
		f.contrast()
	default:
		if p, ok := f.page.(KeyTaker); ok && f.free() {
			p.OnKey(e)
		}
	}
}

func (f *Frame) rune(r rune) {
	f.touch()
	if w := f.held(); w != nil && w != f.opts.Window.Canvas().Focused() {
		f.Focus(w)
		w.TypedRune(r)
		return
	}
	if p, ok := f.page.(RuneTaker); ok && f.free() {
		p.OnRune(r)
	}
}

// held is the field that always has the focus, if the page in front has one.
func (f *Frame) held() fyne.Focusable {
	if p, ok := f.page.(FocusHolder); ok && f.free() {
		return p.HoldFocus()
	}
	return nil
}

// tapped gives the focus to what was pressed, or back to the field that holds it.
func (f *Frame) tapped(w fyne.Focusable) {
	if h := f.held(); h != nil {
		w = h
	}
	f.Focus(w)
}

// blank is a press beside everything, which takes the focus away.
func (f *Frame) blank() {
	f.touch()
	f.Focus(f.held())
}

// free reports whether the page in front is what the keys are for.
func (f *Frame) free() bool {
	return f.lock == nil && len(f.overlays) == 0 && !f.running && len(f.foreign()) == 0
}

// foreign are the toolkit's own dialogs and menus that are in front.
func (f *Frame) foreign() []fyne.CanvasObject {
	return slices.DeleteFunc(slices.Clone(f.opts.Window.Canvas().Overlays().List()), func(o fyne.CanvasObject) bool {
		_, own := o.(*widget.Overlay)
		return own
	})
}

// putAway takes what is foreign away, and reports whether anything was.
func (f *Frame) putAway() bool {
	all := f.foreign()
	for _, o := range all {
		f.opts.Window.Canvas().Overlays().Remove(o)
	}
	return len(all) > 0
}

func (f *Frame) escape() {
	if f.putAway() {
		return
	}
	if n := len(f.overlays); n > 0 {
		if o := f.overlays[n-1]; o.escape != nil {
			o.escape()
		}
		return
	}
	if !f.free() {
		return
	}
	if p, ok := f.page.(Escaper); ok && p.OnEsc() {
		return
	}
	f.Back()
}

func (f *Frame) shortcut(s fyne.Shortcut) {
	f.touch()
	k, ok := s.(*desktop.CustomShortcut)
	if !ok || k.Modifier&fyne.KeyModifierControl == 0 {
		return
	}
	switch k.KeyName {
	case fyne.KeyEqual, fyne.KeyPlus:
		f.larger()
	case fyne.KeyMinus:
		f.smaller()
	case fyne.Key0:
		f.usual()
	case fyne.KeyL:
		f.Lock()
	}
}

func (f *Frame) dropped(_ fyne.Position, uris []fyne.URI) {
	f.touch()
	p, ok := f.page.(Dropper)
	if !ok || !f.free() {
		return
	}
	var paths []string
	for _, u := range uris {
		paths = append(paths, u.Path())
	}
	p.OnDropped(paths)
}

// revealIn scrolls every scroll that holds o, the inner ones first.
func revealIn(root, o fyne.CanvasObject) {
	scrolls := widget.ScrollsTo(root, o)
	for i := len(scrolls) - 1; i >= 0; i-- {
		scrolls[i].Reveal(o)
	}
}
