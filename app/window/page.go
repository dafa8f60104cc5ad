// Package window is the frame round every page: the bars at the top and bottom,
// the way back, the size and contrast of everything, the lock, messages, and the
// one road between work that takes time and the screen (Run).
package window

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// Page is one screen. The frame asks for its content again whenever the size or
// the colours change, so a page keeps its state itself; what stands in fields,
// choices and scrolls is carried over by the frame.
type Page interface {
	// Title is what the top bar says.
	Title() string
	// Content builds the page in this look. It is called on the UI thread.
	Content(l *theme.Look) fyne.CanvasObject
}

// A page may have these abilities besides; each is one method.
type (
	// Actioner fills the bottom bar; the last object on the right is the next step.
	Actioner interface {
		Actions(l *theme.Look) (left, right []fyne.CanvasObject)
	}
	// Focuser names what has the focus at first; else it is the first field or
	// choice of the page.
	Focuser interface{ Focus() fyne.Focusable }
	// FocusHolder has one field that always has the focus, as the check desk's for a
	// scanner: presses elsewhere give it back, and characters typed anywhere reach it.
	FocusHolder interface{ HoldFocus() fyne.Focusable }
	// Escaper does something with Escape and says whether it did; else Escape goes back.
	Escaper interface{ OnEsc() bool }
	// KeyTaker sees each key nobody had a use for, and says whether it had.
	KeyTaker interface{ OnKey(*fyne.KeyEvent) bool }
	// RuneTaker sees each character nobody had a use for.
	RuneTaker interface{ OnRune(rune) bool }
	// Shower is told each time the page comes on the screen.
	Shower interface{ OnShown() }
	// Hider is told when the page leaves the screen, but not when it is only locked.
	Hider interface{ OnHidden() }
	// Backer decides where back leads: it does the going itself and returns true,
	// or returns false for the usual way.
	Backer interface{ OnBack() bool }
	// Rooted has no way back: a start page.
	Rooted interface{ NoBack() }
	// Dropper takes files dropped on the window, by their paths.
	Dropper interface{ OnDropped(paths []string) }
	// KeepsAwake holds off the idle lock while it says so.
	KeepsAwake interface{ KeepsAwake() bool }
	// Filler fills the room between the bars and scrolls by itself where it must;
	// any other page is put into a scroll.
	Filler interface{ FillsRoom() }
	// Bare has no title in the top bar and the bar's ground behind it is the page's:
	// a welcome page.
	Bare interface{ BareTop() }
)

// Words gives the frame's own words by key, as phrase's Printer does.
type Words func(key string, args ...any) string
