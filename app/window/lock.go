package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// lock is the frame while locked: the page behind it stays as it was, object by
// object, and comes back whole.
type lock struct {
	page  Page
	parts parts
	focus fyne.Focusable
	field *widget.Field
	stale bool // the look changed while locked: the page must be drawn again
	place place
}

// Lock covers the page until the PIN is given, or locks in the way that Options.Lock
// has. It never signs out. It does nothing when nobody is signed in or there is no
// Unlock.
func (f *Frame) Lock() {
	if f.lock != nil || f.person == "" || f.opts.Unlock == nil || f.page == nil {
		return
	}
	f.putAway() // nobody else is to look through this person's files
	if f.opts.Lock != nil && f.opts.Lock() {
		return
	}
	f.lock = &lock{page: f.page, parts: f.parts, focus: f.opts.Window.Canvas().Focused(), place: f.place()}
	for _, y := range f.overlays {
		f.opts.Window.Canvas().Overlays().Remove(y.overlay)
	}
	f.page, f.notice = lockPage{f}, nil
	f.build(nil)
}

// Locked reports whether the frame is locked.
func (f *Frame) Locked() bool { return f.lock != nil }

// unlock brings the page back with its place, its message and its cards.
func (f *Frame) unlock() {
	k := f.lock
	f.lock, f.page = nil, k.page
	f.touch()
	if k.stale {
		f.build(&k.place)
		return
	}
	f.parts = k.parts
	f.opts.Window.Canvas().Unfocus()
	f.opts.Window.SetContent(f.parts.root)
	f.parts.root.Resize(f.opts.Window.Canvas().Size())
	f.raiseOverlays()
	if len(f.overlays) == 0 {
		f.Focus(k.focus)
	}
}

// lockPage asks for the PIN.
type lockPage struct{ f *Frame }

func (lockPage) NoBack()         {}
func (p lockPage) Title() string { return p.f.say("frame.locked.title") }
func (p lockPage) OnEsc() bool   { return true }

// Content is a card with the person's name, the PIN and the two ways on.
func (p lockPage) Content(l *theme.Look) fyne.CanvasObject {
	f := p.f
	f.lock.field = f.pinField(l, p.try)
	asked := widget.VStack(l, 16,
		widget.H1(l, f.say("frame.locked.title")),
		widget.Para(l, f.say("frame.locked.text", f.person)),
		f.lock.field)
	card := widget.Panel(l, 32, widget.VStack(l, 24, f.withPad(l, asked, f.lock.field), widget.Row(l, 12,
		widget.NewButton(l, widget.Outline, f.say("frame.not-you-sign-out"), "sign-out", f.signOut), widget.Spacer(),
		widget.NewButton(l, widget.Primary, f.say("frame.unlock"), "lock-key-open", p.try))))
	return widget.Pad(l, 32, theme.Gutter, 32, theme.Gutter, widget.MaxWidth(l, 760, widget.Top(card)))
}

func (p lockPage) try() {
	f, k := p.f, p.f.lock
	f.checkPIN(k.field, f.opts.Unlock, func() {
		if f.lock == k { // not signed out meanwhile
			f.unlock()
		}
	})
}

// touch notes that somebody is there.
func (f *Frame) touch() { f.touched = f.opts.Now() }

// watchIdle looks every few seconds whether anybody is still there.
func (f *Frame) watchIdle() {
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	if f.opts.Idle <= 0 || f.opts.Unlock == nil {
		return
	}
	go func() {
		t := time.NewTicker(min(5*time.Second, f.opts.Idle))
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				f.opts.Do(f.checkIdle)
			}
		}
	}()
}

// checkIdle locks when nobody has touched anything for long enough.
func (f *Frame) checkIdle() {
	if s := f.parts.scroll; s != nil && s.Offset() != f.offset {
		f.offset = s.Offset()
		f.touch()
	}
	if p, ok := f.page.(KeepsAwake); ok && p.KeepsAwake() || f.running {
		f.touch()
		return
	}
	if f.opts.Now().Sub(f.touched) >= f.opts.Idle {
		f.Lock()
	}
}
