package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// Options is what a frame is made from. Window, Words and Look must be given.
type Options struct {
	Window fyne.Window
	Words  Words
	Look   *theme.Look
	// Demonstration marks every screen.
	Demonstration bool
	// AutoZoom follows the window's size until the person chooses a size.
	AutoZoom bool
	// Help is the page behind the Help button and F1; it is given the page in front.
	Help func(Page) Page
	// SignOut is called for "Sign out" and "Not you?". It should Reset the frame.
	SignOut func()
	// Idle is how long without a touch until the frame locks; 0 is never. The lock
	// needs Unlock, which is run away from the UI thread and returns nil for the
	// right PIN; its error's text is shown through Explain.
	Idle    time.Duration
	Unlock  func(ctx context.Context, pin string) error
	Explain func(error) string
	// Lock, when set, is asked first: it says whether it has locked in a way of its own.
	Lock func() bool
	// LookChanged is told of the person's choice of size and contrast.
	LookChanged func(*theme.Look)
	// DoubleClick is how soon a second press in the same place belongs to the first;
	// it is dropped where the first has changed the page. 0 drops none.
	DoubleClick time.Duration
	// Now and Do are the clock and the way onto the UI thread; nil for the real ones.
	Now func() time.Time
	Do  func(func())
}

// Frame is the inside of the window. Its methods are for the UI thread; from
// anywhere else go through Run or Do.
type Frame struct {
	opts   Options
	look   *theme.Look
	page   Page
	stack  []visit
	person string
	notice *message
	parts  parts
	zoomed bool // the person has chosen a size

	overlays []*layer
	running  bool
	lock     *lock
	touched  time.Time
	offset   float32
	changed  int // how often a page or a card came
	last     pressed
	stop     context.CancelFunc
}

// visit is a page left behind, with the place in it.
type visit struct {
	page  Page
	place place
}

// message is what the notice area says.
type message struct {
	tone        widget.Tone
	title, text string
}

// New makes the frame and takes the window over. Show a page next.
func New(o Options) *Frame {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Do == nil {
		o.Do = fyne.Do
	}
	if o.Explain == nil {
		o.Explain = error.Error
	}
	f := &Frame{opts: o}
	f.touched = o.Now()
	f.setLook(o.Look)
	f.listen()
	f.watchIdle()
	return f
}

// Look is how things look now.
func (f *Frame) Look() *theme.Look { return f.look }

// Page is the page in front.
func (f *Frame) Page() Page { return f.page }

// Window is the window the frame lives in.
func (f *Frame) Window() fyne.Window { return f.opts.Window }

// Show puts a page in front; Back returns to the page before it.
func (f *Frame) Show(p Page) {
	if f.page != nil {
		f.stack = append(f.stack, visit{f.page, f.place()})
	}
	f.open(p, nil)
}

// Replace puts a page in the place of the one in front, as the next item of a quiz.
func (f *Frame) Replace(p Page) { f.open(p, nil) }

// Reset puts a page in front and forgets the way back, as at sign-in and sign-out.
func (f *Frame) Reset(p Page) {
	f.stack = nil
	f.closeOverlays()
	f.lock = nil
	f.open(p, nil)
}

// Back returns to the page before, at the place it was left.
func (f *Frame) Back() {
	if b, ok := f.page.(Backer); ok && b.OnBack() {
		return
	}
	if !f.canBack() {
		return
	}
	v := f.stack[len(f.stack)-1]
	f.stack = f.stack[:len(f.stack)-1]
	f.open(v.page, &v.place)
}

// BackTo returns to the nearest earlier page for which is holds; it says whether
// there was one.
func (f *Frame) BackTo(is func(Page) bool) bool {
	for i := len(f.stack) - 1; i >= 0; i-- {
		if v := f.stack[i]; is(v.page) {
			f.stack = f.stack[:i]
			f.open(v.page, &v.place)
			return true
		}
	}
	return false
}

func (f *Frame) canBack() bool {
	if _, no := f.page.(Rooted); no {
		return false
	}
	_, own := f.page.(Backer)
	return own || len(f.stack) > 0
}

// Refresh builds the page in front again, keeping the scroll, the focus and what
// has been typed.
func (f *Frame) Refresh() {
	if f.page == nil {
		return
	}
	p := f.place()
	f.build(&p)
}

// open brings a page to the front, at a place in it or at its start.
func (f *Frame) open(p Page, at *place) {
	if h, ok := f.page.(Hider); ok && f.page != p {
		h.OnHidden()
	}
	f.page, f.notice = p, nil
	f.changed++
	f.touch()
	f.build(at)
	if s, ok := p.(Shower); ok {
		s.OnShown()
	}
}

// SetPerson says who is signed in; "" is nobody.
func (f *Frame) SetPerson(name string) {
	f.person = name
	f.Refresh()
}

// SetDemonstration puts the ribbon on every screen, or takes it away.
func (f *Frame) SetDemonstration(on bool) {
	f.opts.Demonstration = on
	f.Refresh()
}

// Say shows a message over the page until the next page or Quiet: what happened
// and what to do now.
func (f *Frame) Say(tone widget.Tone, title, text string) {
	f.notice = &message{tone, title, text}
	f.showNotice()
}

// Quiet takes the message away.
func (f *Frame) Quiet() {
	f.notice = nil
	f.showNotice()
}

// Focus gives a widget of the page the focus.
func (f *Frame) Focus(w fyne.Focusable) {
	if w != nil {
		f.opts.Window.Canvas().Focus(w)
	}
}

// Do runs fn on the UI thread. With Run it is the only way there from outside.
func (f *Frame) Do(fn func()) { f.opts.Do(fn) }

// Close stops the frame's clock.
func (f *Frame) Close() { f.stop() }

func (f *Frame) say(key string, args ...any) string { return f.opts.Words(key, args...) }

// Notice is the message over the page in one line, "" for none.
func (f *Frame) Notice() string {
	if f.notice == nil {
		return ""
	}
	return f.notice.title + ": " + f.notice.text
}
