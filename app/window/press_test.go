package window

import (
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/widget"
)

// pages is a row of pages, each with one button in the same place that leads to the next.
func pages(f *Frame, n int) *sample {
	return &sample{title: strconv.Itoa(n), content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 600, widget.NewButton(l, widget.Primary, "On", "", func() { f.Show(pages(f, n+1)) }))
	}}
}

// hold presses a key and repeats it as the system does while it is down; where the
// focus goes, the key goes.
func hold(w fyne.Window, name fyne.KeyName, times int) {
	e := &fyne.KeyEvent{Name: name}
	w.Canvas().Focused().(desktop.Keyable).KeyDown(e)
	for range times {
		typeKey(w, name)
		if name == fyne.KeySpace {
			w.Canvas().Focused().TypedRune(' ')
		}
	}
	w.Canvas().Focused().(desktop.Keyable).KeyUp(e)
}

func TestAKeyHeldDownActsOnce(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		f, w := newFrame(t, fyne.NewSize(800, 600), 1, false)
		f.Reset(pages(f, 1))
		hold(w, name, 30)
		if got := f.Page().Title(); got != "2" {
			t.Errorf("%s held down leads to page %s, not to page 2", name, got)
		}
		hold(w, name, 3)
		if got := f.Page().Title(); got != "3" {
			t.Errorf("%s pressed again leads to page %s, not to page 3", name, got)
		}
		hold(w, fyne.KeyEscape, 30)
		if got := f.Page().Title(); got != "2" {
			t.Errorf("Escape held down leads back to page %s, not to page 2", got)
		}
	}
}

func TestADoubleClickActsOnce(t *testing.T) {
	f, w := newFrame(t, fyne.NewSize(800, 600), 1, false)
	now := time.Unix(1_800_000_000, 0)
	f.opts.Now, f.opts.DoubleClick = func() time.Time { return now }, 400*time.Millisecond
	f.Reset(pages(f, 1))
	click := func() { test.Tap(w.Canvas().Focused().(fyne.Tappable)) }
	click()
	now = now.Add(150 * time.Millisecond)
	click()
	if got := f.Page().Title(); got != "2" {
		t.Errorf("a double click leads to page %s, not to page 2", got)
	}
	now = now.Add(time.Second)
	click()
	if got := f.Page().Title(); got != "3" {
		t.Errorf("a later click leads to page %s, not to page 3", got)
	}
	zoom := f.Look().Zoom
	for range 2 { // what stays on its page takes each press
		now = now.Add(150 * time.Millisecond)
		press(t, w, "Larger text")
	}
	if got := f.Look().Zoom; got != theme.Larger(theme.Larger(zoom)) {
		t.Errorf("two quick presses of A+ make %v of %v", got, zoom)
	}
}
