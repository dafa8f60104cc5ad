package theme

import "fyne.io/fyne/v2"

// held are the keys that are down; true where the press has already done something.
type held map[fyne.KeyName]bool

// KeyDown tells that a key went down. It is not told of what a key that is held
// down repeats.
func (l *Look) KeyDown(e *fyne.KeyEvent) { l.held[e.Name] = false }

// KeyUp tells that a key was let go.
func (l *Look) KeyUp(e *fyne.KeyEvent) { delete(l.held, e.Name) }

// Spent reports a key that is still down from a press that has done something: what
// it repeats must not act again, or somebody who leans on Enter hands a whole
// attempt in. A key that nobody saw go down is never spent.
func (l *Look) Spent(name fyne.KeyName) bool {
	done, down := l.held[name]
	if down {
		l.held[name] = true
	}
	return down && done
}

// Spend says that a key which may still be down has done something elsewhere, in a
// part that is not ours: what it goes on to type must not act here.
func (l *Look) Spend(name fyne.KeyName) { l.held[name] = true }

// Bounced reports the second press of a double click whose first press has already
// changed the page.
func (l *Look) Bounced(at fyne.Position) bool { return l.Second != nil && l.Second(at) }
