package window

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/widget"
)

// TestNothingReachesOut: at every size and zoom no text or button reaches beyond
// the window's sides, and no button is lower than a hit area.
func TestNothingReachesOut(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1024, Height: 600}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}} {
		for _, zoom := range []float32{1, 2} {
			for name, p := range samples() {
				f, w := newFrame(t, size, zoom, false)
				f.signIn(longName)
				f.Reset(plain("One"))
				f.Show(p)
				within(t, w, name, size, zoom)
			}
		}
	}
}

func within(t *testing.T, w fyne.Window, name string, size fyne.Size, zoom float32) {
	t.Helper()
	d := fyne.CurrentApp().Driver()
	seen := 0
	defer func() {
		if seen < 8 {
			t.Errorf("%s at %v, zoom %v: only %d parts were looked at", name, size, zoom, seen)
		}
	}()
	for _, o := range test.LaidOutObjects(w.Content()) {
		var label string
		switch x := o.(type) {
		case *canvas.Text:
			label = x.Text
		case *widget.Button:
			label = x.Label
			if least := theme.HitArea * min(zoom, 1.5); x.Visible() && x.Size().Height < least-0.5 {
				t.Errorf("%s at %v, zoom %v: button %q is %v high", name, size, zoom, label, x.Size().Height)
			}
		default:
			continue
		}
		at := d.AbsolutePositionForObject(o)
		if !o.Visible() || at.IsZero() || label == "" {
			continue
		}
		seen++
		if right := at.X + o.Size().Width; at.X < -1 || right > size.Width+1 {
			t.Errorf("%s at %v, zoom %v: %q spans %v to %v", name, size, zoom, label, at.X, right)
		}
	}
}
