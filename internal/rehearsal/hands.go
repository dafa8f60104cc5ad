package rehearsal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Key presses keys one after the other, by their X names: "Return", "Tab", "ctrl+v".
func (s *Stage) Key(names ...string) error {
	_, err := s.xdotool(append([]string{"key", "--delay", "12"}, names...)...)
	return err
}

// Type types a text on the keyboard; delay is between keys, in milliseconds.
func (s *Stage) Type(text string, delay int) error {
	return s.typeSlowly(text, delay, lent)
}

// lent is how long a letter that the keyboard lacks is lent a key, in milliseconds,
// and tries is how often one that was lost on a busy machine is typed again.
const (
	lent  = 400
	tries = 3
)

func (s *Stage) typeSlowly(text string, delay, lent int) error {
	for _, part := range parts(text) {
		wait := delay
		if part[0] >= utf8.RuneSelf {
			wait = lent
		}
		if _, err := s.xdotool("type", "--delay", strconv.Itoa(wait), "--", part); err != nil {
			return err
		}
	}
	return nil
}

// Write types a text into the field that has the focus, and holds what stands there
// against it. On a busy machine a letter can come when its key has been given back:
// then the text is typed again, more slowly.
func (s *Stage) Write(text string, delay int) error {
	if len(parts(text)) < 2 {
		return s.Type(text, delay)
	}
	for try := 1; ; try++ {
		if err := s.typeSlowly(text, delay, lent*try); err != nil {
			return err
		}
		time.Sleep(still)
		sc, err := s.Await("what was typed", func(Scene) bool { return true })
		f, _ := sc.focused()
		if err != nil || f.Typed == text {
			return err
		}
		if try == tries {
			return fmt.Errorf("typed %q, and in the field is %q", text, f.Typed)
		}
		if err := s.Key("ctrl+a", "BackSpace"); err != nil {
			return err
		}
	}
}

// parts splits a text into runs of plain letters and single other ones.
func parts(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		if i > start {
			out = append(out, text[start:i])
		}
		start = i + utf8.RuneLen(r)
		out = append(out, text[i:start])
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// apart is how long a hand takes between two presses of one spot that are not a double
// click, and spot is how large that is, in pixels.
const (
	apart = 500 * time.Millisecond
	spot  = 20
)

// Click presses the left button at a place of the screen.
func (s *Stage) Click(x, y float32) error {
	if dx, dy := x-s.clickedX, y-s.clickedY; dx*dx+dy*dy < spot*spot {
		time.Sleep(time.Until(s.clicked.Add(apart)))
	}
	s.clicked, s.clickedX, s.clickedY = time.Now(), x, y
	_, err := s.xdotool("mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)), "click", "1")
	return err
}

// Hold presses the left button for as long as a slow finger does. What is there may
// be drawn anew in the meantime.
func (s *Stage) Hold(x, y float32) error {
	if _, err := s.xdotool("mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y)), "mousedown", "1"); err != nil {
		return err
	}
	time.Sleep(apart / 2)
	_, err := s.xdotool("mouseup", "1")
	return err
}

// Find gives the target with a label on the screen, once it stays where it is.
func (s *Stage) Find(label string) (Target, error) {
	var found, before Target
	_, err := s.Await("“"+label+"”", func(sc Scene) bool {
		before = found
		i := slices.IndexFunc(sc.Targets, func(t Target) bool { return matches(t, label) && !t.Disabled })
		if i < 0 {
			found = Target{}
			return false
		}
		found = sc.Targets[i]
		return found.W > 0 && found.X == before.X && found.Y == before.Y && found.W == before.W
	})
	return found, err
}

// matches holds a target against a label; one that ends in "…" is a beginning.
func matches(t Target, label string) bool {
	if start, ok := strings.CutSuffix(label, "…"); ok {
		return strings.HasPrefix(t.Label, start)
	}
	return t.Label == label
}

// Press presses what has the label: with the mouse where it is in view, else with
// the keyboard, which brings it into view.
func (s *Stage) Press(label string) error {
	t, err := s.Find(label)
	if err != nil {
		return err
	}
	if s.inView(t) {
		return s.Click(t.X+t.W/2, t.Y+t.H/2)
	}
	if err := s.Reach(label); err != nil {
		return err
	}
	return s.Key("Return")
}

// inView reports whether a target's middle can be pressed.
func (s *Stage) inView(t Target) bool {
	y := t.Y + t.H/2
	return !t.Hidden && y > 0 && y < float32(s.o.Height)
}

// Reach moves the focus to what has the label with Tab.
func (s *Stage) Reach(label string) error {
	for range 200 {
		sc, err := s.Await("the focus", func(Scene) bool { return true })
		if err != nil {
			return err
		}
		if f, ok := sc.focused(); ok && matches(f, label) {
			return nil
		}
		if err := s.tab(sc); err != nil {
			return err
		}
	}
	return fmt.Errorf("the focus never reached “%s”", label)
}

// Into gives a field the focus: with the mouse where it is in view, else with Tab.
func (s *Stage) Into(label string) error {
	t, err := s.Find(label)
	if err != nil {
		return err
	}
	if !s.inView(t) {
		return s.Reach(label)
	}
	if err := s.Click(t.X+t.W/3, t.Y+t.H/2); err != nil {
		return err
	}
	_, err = s.Await("the focus in “"+label+"”", func(now Scene) bool {
		f, ok := now.focused()
		return ok && matches(f, label)
	})
	return err
}

// focused is the target that has the focus.
func (sc Scene) focused() (Target, bool) {
	i := sc.focus()
	if i < 0 {
		return Target{}, false
	}
	return sc.Targets[i], true
}

// focus is which of the targets has the focus, or -1.
func (sc Scene) focus() int {
	return slices.IndexFunc(sc.Targets, func(t Target) bool { return t.Focused })
}

// tab presses Tab and waits until the focus has moved from where it was. One thing may
// come to lie where another like it was, when the page scrolls.
func (s *Stage) tab(from Scene) error {
	before, at := from.Targets, from.focus()
	if err := s.Key("Tab"); err != nil {
		return err
	}
	_, err := s.Await("the focus to move", func(now Scene) bool {
		i := now.focus()
		return i >= 0 && (at < 0 || i != at || now.Targets[i].Label != before[at].Label)
	})
	return err
}

// On waits for a page by its short name.
func (s *Stage) On(page string) (Scene, error) {
	return s.Await("the page "+page, func(sc Scene) bool { return sc.Page == page && !sc.Card })
}

// Choose picks the only file of the account's folder in the toolkit's own dialog: Tab
// leads over the list of places to the files, of which the first is the way up, and
// back round the front to the button.
func (s *Stage) Choose() error {
	if _, err := s.Await("the choice of a file", func(sc Scene) bool { return sc.Card }); err != nil {
		return err
	}
	time.Sleep(still) // the dialog reads the folder after it has come
	if err := s.Key("Tab", "Tab", "Down", "space", "shift+Tab", "shift+Tab", "space"); err != nil {
		return err
	}
	_, err := s.Await("the chosen file", func(sc Scene) bool { return !sc.Card })
	return err
}
