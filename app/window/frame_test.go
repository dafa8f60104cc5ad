package window

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/widget"
)

// text is every word on the canvas, overlays too.
func text(w fyne.Window) string {
	var out []string
	roots := append([]fyne.CanvasObject{w.Content()}, w.Canvas().Overlays().List()...)
	for _, root := range roots {
		for _, o := range test.LaidOutObjects(root) {
			if t, ok := o.(*canvas.Text); ok && t.Visible() {
				out = append(out, t.Text)
			}
		}
	}
	return strings.Join(out, " ")
}

// press finds the visible button with this label and presses it.
func press(t *testing.T, w fyne.Window, label string) {
	t.Helper()
	roots := []fyne.CanvasObject{w.Content()}
	if o := w.Canvas().Overlays().Top(); o != nil {
		roots = []fyne.CanvasObject{o}
	}
	for _, root := range roots {
		for _, f := range widget.Focusables(root) {
			if b, ok := f.(*widget.Button); ok && b.Label == label {
				test.Tap(b)
				return
			}
		}
	}
	t.Fatalf("there is no button %q among: %s", label, text(w))
}

func typeKey(w fyne.Window, name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if f := w.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else {
		w.Canvas().OnTypedKey()(e)
	}
}

func plain(title string) *sample {
	return &sample{title: title, content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 600, widget.H1(l, title+" heading"), widget.NewField(l, widget.FieldOptions{Label: "Field of " + title}), widget.NewButton(l, widget.Outline, "Button of "+title, "", func() {}))
	}}
}

func TestBackAndForth(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	if strings.Contains(text(w), "Back") {
		t.Error("the first page has a way back")
	}
	test.Type(w.Canvas().Focused(), "typed")
	f.Show(plain("Two"))
	f.Show(plain("Three"))
	press(t, w, "Back")
	if got := f.Page().Title(); got != "Two" {
		t.Fatalf("back from Three leads to %s", got)
	}
	typeKey(w, fyne.KeyEscape)
	if got := f.Page().Title(); got != "One" || !strings.Contains(text(w), "typed") {
		t.Errorf("Escape leads to %s with: %s", got, text(w))
	}
	typeKey(w, fyne.KeyEscape)
	f.Show(plain("Two"))
	f.Reset(plain("Signed out"))
	f.Back()
	if got := f.Page().Title(); got != "Signed out" {
		t.Errorf("there is a way back across signing out, to %s", got)
	}
	f.Show(plain("Two"))
	f.Show(plain("Three"))
	if !f.BackTo(func(p Page) bool { return p.Title() == "Signed out" }) || f.Page().Title() != "Signed out" {
		t.Error("BackTo did not find the page")
	}
}

func TestLookIsOnePressAwayAndKeepsThePlace(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	var told *theme.Look
	f.opts.LookChanged = func(l *theme.Look) { told = l }
	f.Reset(plain("One"))
	test.Type(w.Canvas().Focused(), "typed")
	for _, c := range []struct {
		do   func()
		zoom float32
		high bool
	}{
		{func() { press(t, w, "Larger text") }, 1.15, false},
		{func() { press(t, w, "High contrast") }, 1.15, true},
		{func() { f.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierControl}) }, 1.3, true},
		{func() { f.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyMinus, Modifier: fyne.KeyModifierControl}) }, 1.15, true},
		{func() { typeKey(w, fyne.KeyF2) }, 1.15, false},
		{func() { press(t, w, "Smaller text") }, 1, false},
		{func() { f.shortcut(&desktop.CustomShortcut{KeyName: fyne.Key0, Modifier: fyne.KeyModifierControl}) }, 1, false},
	} {
		c.do()
		if f.Look().Zoom != c.zoom || f.Look().HighContrast != c.high {
			t.Fatalf("zoom %v, contrast %v; want %v, %v", f.Look().Zoom, f.Look().HighContrast, c.zoom, c.high)
		}
		if !strings.Contains(text(w), "typed") {
			t.Fatal("what was typed is gone")
		}
	}
	if told != f.Look() {
		t.Error("nobody was told of the last look")
	}
}

func TestFocusStaysWhenTheLookChanges(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	w.Canvas().FocusNext()
	b, ok := w.Canvas().Focused().(*widget.Button)
	if !ok || b.Label != "Button of One" {
		t.Fatalf("Tab leads to %v", w.Canvas().Focused())
	}
	f.larger()
	again, ok := w.Canvas().Focused().(*widget.Button)
	if !ok || again.Label != b.Label || again == b {
		t.Errorf("after the change the focus is on %v", w.Canvas().Focused())
	}
}

func TestTabGoesInVisualOrder(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.SetPerson("Zoë")
	f.Reset(quizSample(false))
	f.Show(quizSample(false))
	w.Canvas().Unfocus()
	var got []string
	for range 40 {
		w.Canvas().FocusNext()
		switch x := w.Canvas().Focused().(type) {
		case *widget.Button:
			got = append(got, x.Label)
		case *widget.Tile:
			got = append(got, x.Label[:5])
		}
		if got[len(got)-1] == "Check answer" {
			break
		}
	}
	want := []string{"Back", "Not you?", "Smaller text", "Larger text", "High contrast", "Help", "Lock", "Sign out", "Befor", "Only ", "At th", "After", "Stop for now", "Check answer"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Tab goes\n%v, want\n%v", got, want)
	}
}

func TestMessages(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	f.Say(widget.Stop, "The printer did not answer", "Check that it is on.")
	if s := text(w); !strings.Contains(s, "Check that it is on.") {
		t.Errorf("the message is not shown: %s", s)
	}
	press(t, w, "Close this message")
	if strings.Contains(text(w), "Check that it is on.") {
		t.Error("the message stays")
	}
	f.Say(widget.Info, "Saved", "")
	f.Show(plain("Two"))
	if strings.Contains(text(w), "Saved") {
		t.Error("the message went along to another page")
	}
}

func TestConfirm(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	done := 0
	ask := func() {
		f.Confirm("Delete the session?", "It cannot be taken back.", "Delete", "Keep", true, func() { done++ })
	}
	ask()
	if b, ok := w.Canvas().Focused().(*widget.Button); !ok || b.Label != "Keep" {
		t.Errorf("the focus is not on the safe answer but %v", w.Canvas().Focused())
	}
	typeKey(w, fyne.KeyEscape)
	if done != 0 || w.Canvas().Overlays().Top() != nil {
		t.Error("Escape did not take the question away")
	}
	ask()
	f.contrast()
	press(t, w, "Delete")
	if done != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("done %d times; a card is left: %v", done, w.Canvas().Overlays().Top())
	}
}

func TestLockKeepsThePlace(t *testing.T) {
	now := time.Unix(1e9, 0)
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.opts.Now, f.opts.Idle = func() time.Time { return now }, 5*time.Minute
	f.Reset(plain("One"))
	f.Lock()
	if f.Locked() {
		t.Fatal("locked with nobody signed in")
	}
	f.SetPerson("Zoë")
	f.Show(plain("Two"))
	test.Type(w.Canvas().Focused(), "half a wo")
	now = now.Add(4 * time.Minute)
	f.checkIdle()
	test.Type(w.Canvas().Focused(), "rd")
	now = now.Add(4 * time.Minute)
	f.checkIdle()
	if f.Locked() {
		t.Fatal("locked although somebody typed")
	}
	field := w.Canvas().Focused()
	now = now.Add(time.Minute)
	f.checkIdle()
	if !f.Locked() || strings.Contains(text(w), "half a word") || !strings.Contains(text(w), "Zoë, your place is kept") {
		t.Fatalf("not locked, or what was typed shows: %s", text(w))
	}
	typeKey(w, fyne.KeyEscape)
	typeKey(w, fyne.KeyF1)
	unlock := func(pin string) {
		finish(f, func() {
			test.Type(w.Canvas().Focused(), pin)
			typeKey(w, fyne.KeyReturn)
		})
	}
	unlock("9999")
	if !f.Locked() || !strings.Contains(text(w), "try again") {
		t.Fatalf("a wrong PIN: locked %v, %s", f.Locked(), text(w))
	}
	unlock("1234")
	if f.Locked() || f.Page().Title() != "Two" || !strings.Contains(text(w), "half a word") || w.Canvas().Focused() != field {
		t.Errorf("after the PIN: locked %v on %s, focus %v", f.Locked(), f.Page().Title(), w.Canvas().Focused())
	}
	f.Back()
	if f.Page().Title() != "One" {
		t.Error("the way back was lost")
	}
}

func TestLockOutlivesAChangeOfLook(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.signIn("Zoë")
	f.Reset(plain("One"))
	test.Type(w.Canvas().Focused(), "typed")
	f.Confirm("Sure?", "", "Yes", "No", false, func() {})
	f.Lock()
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a card stands over the lock")
	}
	press(t, w, "High contrast")
	f.unlock()
	if !f.Look().HighContrast || !strings.Contains(text(w), "typed") || !strings.Contains(text(w), "Sure?") {
		t.Errorf("after unlocking: %s", text(w))
	}
	f.Lock()
	f.Reset(plain("Signed out"))
	if f.Locked() || w.Canvas().Overlays().Top() != nil {
		t.Error("signing out leaves the lock or a card behind")
	}
}

// signIn signs somebody in before the first page.
func (f *Frame) signIn(name string) { f.person = name }

// finish acts and then does what the work hands to the UI thread, here, until the
// work is over.
func finish(f *Frame, act func()) {
	queue, usual := make(chan func(), 8), f.opts.Do
	f.opts.Do = func(fn func()) { queue <- fn }
	act()
	for f.running {
		(<-queue)()
	}
	f.opts.Do = usual
}

// uiThread runs what is handed to it one after another, as Fyne's does.
type uiThread struct{ mu sync.Mutex }

func (u *uiThread) do(fn func()) { u.mu.Lock(); defer u.mu.Unlock(); fn() }

func TestRun(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	ui := &uiThread{}
	f.opts.Do = ui.do
	release, finished := make(chan struct{}), make(chan error, 1)
	var started bool
	ui.do(func() {
		started = Run(f, context.Background(), "Issuing passports",
			func(_ context.Context, tell Progress) (int, error) {
				<-release
				tell(0.5, "Issuing 2 of 4")
				time.Sleep(50 * time.Millisecond)
				return 4, errors.New("the stick is full")
			}, func(n int, err error) {
				if n != 4 {
					err = errors.New("wrong result")
				}
				finished <- err
			})
		if again := Call(f, context.Background(), "", func(context.Context) error { return nil }, func(error) { t.Error("the second ran") }); again {
			t.Error("a second Run was begun during the first")
		}
	})
	if !started {
		t.Fatal("the first Run was refused")
	}
	ui.do(func() {
		if strings.Contains(text(w), "Issuing") {
			t.Error("words before half a second")
		}
	})
	time.Sleep(patience + 200*time.Millisecond)
	ui.do(func() {
		if !strings.Contains(text(w), "Issuing passports") {
			t.Errorf("no words after half a second: %s", text(w))
		}
		f.escape()
	})
	close(release)
	if err := <-finished; err == nil || err.Error() != "the stick is full" {
		t.Errorf("done got %v", err)
	}
	ui.do(func() {
		if f.Running() || w.Canvas().Overlays().Top() != nil {
			t.Error("the notice stays after the work")
		}
	})
}

// deskPage has a field that holds the focus.
type deskPage struct {
	sample
	scan *widget.ScanEntry
	got  []string
}

func (p *deskPage) HoldFocus() fyne.Focusable { return p.scan }
func (p *deskPage) Content(l *theme.Look) fyne.CanvasObject {
	p.scan = widget.NewScanEntry(l, widget.ScanOptions{Ready: "Ready", OnText: func(s string) { p.got = append(p.got, s) }})
	return page(l, 600, p.scan, widget.NewButton(l, widget.Outline, "Choose a file", "", func() {}))
}

func TestDeskKeepsTheFocus(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	p := &deskPage{}
	f.Reset(p)
	held := func(after string) {
		t.Helper()
		if w.Canvas().Focused() != fyne.Focusable(p.scan) {
			t.Errorf("after %s the focus is on %v", after, w.Canvas().Focused())
		}
	}
	held("opening")
	press(t, w, "Choose a file")
	held("a press")
	press(t, w, "Larger text")
	held("a change of size")
	f.Confirm("Sure?", "", "Yes", "No", false, func() {})
	press(t, w, "No")
	held("a question")
	f.blank()
	held("a press beside everything")
	w.Canvas().FocusNext()
	for _, r := range "MUSTER1:AB C" {
		w.Canvas().Focused().TypedRune(r)
	}
	typeKey(w, fyne.KeyReturn)
	if want := []string{"MUSTER1:AB C"}; !reflect.DeepEqual(p.got, want) {
		t.Errorf("scanned %q, want %q", p.got, want)
	}
}

type abilities struct {
	sample
	log []string
}

func (a *abilities) OnShown()                    { a.log = append(a.log, "shown") }
func (a *abilities) OnHidden()                   { a.log = append(a.log, "hidden") }
func (a *abilities) OnEsc() bool                 { a.log = append(a.log, "esc"); return true }
func (a *abilities) OnKey(e *fyne.KeyEvent) bool { a.log = append(a.log, string(e.Name)); return true }
func (a *abilities) OnRune(r rune) bool          { a.log = append(a.log, string(r)); return true }
func (a *abilities) OnDropped(paths []string)    { a.log = append(a.log, paths...) }
func (a *abilities) KeepsAwake() bool            { return true }
func (a *abilities) OnBack() bool                { a.log = append(a.log, "back"); return true }

func TestAbilities(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	now := time.Unix(1e9, 0)
	f.opts.Now, f.opts.Idle = func() time.Time { return now }, time.Minute
	a := &abilities{sample: *plain("One")}
	f.signIn("Zoë")
	f.Reset(a)
	w.Canvas().Unfocus()
	typeKey(w, fyne.KeyEscape)
	typeKey(w, fyne.KeyDown)
	w.Canvas().OnTypedRune()('x')
	f.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/tmp/passport.pdf")})
	f.Back()
	now = now.Add(time.Hour)
	f.checkIdle()
	if f.Locked() {
		t.Error("locked although the page keeps awake")
	}
	f.Show(plain("Two"))
	want := []string{"shown", "esc", "Down", "x", "/tmp/passport.pdf", "back", "hidden"}
	if !reflect.DeepEqual(a.log, want) {
		t.Errorf("%v, want %v", a.log, want)
	}
}

func TestAskPIN(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	before := w.Canvas().Focused()
	done := 0
	f.AskPIN(PINOptions{Heading: "Your PIN", Confirm: "Sign it off", Check: f.opts.Unlock, Done: func() { done++ }})
	try := func(act func()) { finish(f, act) }
	press(t, w, "Sign it off")
	if !strings.Contains(text(w), "Enter your PIN") || done != 0 {
		t.Errorf("nothing typed: done %d, %s", done, text(w))
	}
	test.Type(w.Canvas().Focused(), "4321")
	try(func() { typeKey(w, fyne.KeyReturn) })
	if done != 0 || !strings.Contains(text(w), "try again") {
		t.Errorf("a wrong PIN: done %d, %s", done, text(w))
	}
	for range 4 {
		typeKey(w, fyne.KeyBackspace)
	}
	test.Type(w.Canvas().Focused(), "1234")
	try(func() { press(t, w, "Sign it off") })
	if done != 1 || w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != before {
		t.Errorf("the right PIN: done %d, focus %v", done, w.Canvas().Focused())
	}
}
