package window

import (
	"time"

	"fyne.io/fyne/v2"
)

// pressed is where and when something was last pressed, and how often a page or a
// card had come by then.
type pressed struct {
	at      fyne.Position
	when    time.Time
	changed int
}

// sameSpot is how far apart the presses of a double click can be, in pixels.
const sameSpot = 8

// second reports the second press of a double click, where the first has brought
// another page or card: it was not meant for what stands there now.
func (f *Frame) second(at fyne.Position) bool {
	now, was := f.opts.Now(), f.last
	d := at.Subtract(was.at)
	if d.X*d.X+d.Y*d.Y <= sameSpot*sameSpot && now.Sub(was.when) < f.opts.DoubleClick && f.changed != was.changed {
		return true
	}
	f.last = pressed{at: at, when: now, changed: f.changed}
	return false
}
