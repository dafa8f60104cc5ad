package window

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/test"

	"muster/app/widget"
)

// unlockWith gives a PIN at the lock.
func unlockWith(f *Frame, w fyne.Window, pin string) {
	finish(f, func() {
		test.Type(w.Canvas().Focused(), pin)
		typeKey(w, fyne.KeyReturn)
	})
}

func TestLockGivesThePicturesBack(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	f.SetPerson("Zoë")
	if len(widget.Images(f.parts.root)) == 0 {
		t.Fatal("the page has no picture to lose")
	}
	f.Lock()
	unlockWith(f, w, "1234")
	for _, im := range widget.Images(f.parts.root) {
		if im.Image == nil {
			t.Fatal("a picture is gone after the lock")
		}
	}
}

func TestHelpWaitsForACard(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	f.Confirm("Sure?", "It cannot be taken back.", "Yes", "No", true, func() {})
	typeKey(w, fyne.KeyF1)
	if got := f.Page().Title(); got != "One" {
		t.Errorf("help came under the card: %s", got)
	}
	typeKey(w, fyne.KeyEscape)
	typeKey(w, fyne.KeyF1)
	if f.Page().Title() == "One" {
		t.Error("help does not come once the card is gone")
	}
}

func TestEscapeAndTheLockPutTheToolkitsDialogAway(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.Reset(plain("One"))
	f.Show(plain("Two"))
	f.SetPerson("Zoë")
	over := w.Canvas().Overlays()
	dialog.ShowInformation("Open File", "passport.pdf", w)
	typeKey(w, fyne.KeyF1)
	typeKey(w, fyne.KeyEscape)
	if got := f.Page().Title(); got != "Two" || over.Top() != nil {
		t.Errorf("Escape left the dialog %v and the page %s", over.Top() != nil, got)
	}
	dialog.ShowInformation("Open File", "passport.pdf", w)
	f.Lock()
	if over.Top() != nil || !f.Locked() {
		t.Error("the dialog stands before the lock")
	}
}

func TestAWayOfItsOwnToLock(t *testing.T) {
	asked, takes := 0, true
	f, _ := newFrame(t, fyne.NewSize(1366, 768), 1, false)
	f.opts.Lock = func() bool { asked++; return takes }
	f.Show(plain("Office"))
	f.Lock()
	if asked != 0 {
		t.Fatal("asked with nobody signed in")
	}
	f.signIn("Ada Office")
	f.Lock()
	if asked != 1 || f.Locked() {
		t.Fatalf("asked %d times, locked %v", asked, f.Locked())
	}
	takes = false
	f.Lock()
	if !f.Locked() {
		t.Fatal("not locked in the usual way, where its own was not taken")
	}
}
