package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// root is what takes the presses now: the card over the page, or the page.
func (s *stage) root() fyne.CanvasObject {
	if top := s.w.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return s.w.Content()
}

// labelled is anything that can be pressed and says what it is.
type labelled interface {
	fyne.Focusable
	fyne.Tappable
	fyne.Disableable
	AccessibilityLabel() string
}

// part finds what bears this label, or nil.
func (s *stage) part(label string) labelled {
	for _, f := range widget.Focusables(s.root()) {
		if p, ok := f.(labelled); ok && p.AccessibilityLabel() == label {
			return p
		}
	}
	return nil
}

// press presses what the key's words name.
func (s *stage) press(key string, args ...any) {
	s.Helper()
	s.pressLabel(s.k.t(key, args...))
}

func (s *stage) pressLabel(label string) {
	s.Helper()
	p := s.part(label)
	if p == nil {
		s.Fatalf("on %s nothing is labelled %q; %s", s.name(), label, s.k.Frame.Notice())
	}
	if p.Disabled() {
		s.Fatalf("on %s %q cannot be pressed", s.name(), label)
	}
	s.do(func() { p.Tapped(&fyne.PointEvent{}) })
}

// types types into what has the focus; a line break is Enter.
func (s *stage) types(text string) {
	s.Helper()
	for _, r := range text {
		if r == '\n' {
			s.key(fyne.KeyReturn)
			continue
		}
		if f := s.w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else {
			s.w.Canvas().OnTypedRune()(r)
		}
	}
	s.drain()
}

// key presses one key.
func (s *stage) key(name fyne.KeyName) {
	s.Helper()
	s.do(func() {
		e := &fyne.KeyEvent{Name: name}
		if f := s.w.Canvas().Focused(); f != nil {
			f.TypedKey(e)
			return
		}
		s.w.Canvas().OnTypedKey()(e)
	})
}

// open opens a session through the pages, with a roster if one is given.
func (s *stage) open(room, roster string) {
	s.Helper()
	s.press("welcome.trainer")
	s.on("open-session")
	s.types(room)
	if roster != "" {
		s.press("grid.add")
		s.on("starters")
		p := s.k.Frame.Page().(*rosterPage)
		s.do(func() { p.field.SetText(roster) })
		s.press("roster.take", len(p.fresh))
		s.on("open-session")
	}
	p := s.k.Frame.Page().(*openPage)
	s.do(func() { s.k.Frame.Focus(p.phrase.Entry()) })
	s.types(desk.DemoPassphrase + "\n")
	s.on("trainer")
}

// enter goes through the trainer's door with the PIN.
func (s *stage) enter() {
	s.Helper()
	s.press("welcome.trainer")
	s.on("trainer-sign-in")
	s.types(desk.DemoPIN + "\n")
	s.on("trainer")
}

// learner makes a learner at the desk, away from the screen, and has them pass
// what they are told to.
func (s *stage) learner(number induction.Number, name string, pass ...induction.Code) induction.LearnerID {
	s.Helper()
	ctx := s.ctx()
	seat, err := s.desk.Join(ctx, number, name, "2580", "2580")
	s.must(err)
	for _, code := range pass {
		s.answerAll(ctx, seat, code, true)
	}
	s.desk.SignOut(seat)
	return seat.Learner
}

// answerAll makes one attempt at a module, all of it right or all of it wrong.
func (s *stage) answerAll(ctx context.Context, seat *desk.Seat, code induction.Code, right bool) {
	s.Helper()
	q, err := s.desk.Begin(ctx, seat, code)
	s.must(err)
	for !q.Done {
		a := q.Item.Right()
		if !right {
			a = wrongAnswer(q.Item)
		}
		_, err := s.desk.Respond(ctx, seat, q.Attempt, q.Item.ID, a, time.Second)
		s.must(err)
		q, err = s.desk.Next(ctx, seat, q.Attempt)
		s.must(err)
	}
	_, err = s.desk.Submit(ctx, seat, q.Attempt)
	s.must(err)
}

// useUp uses a learner's attempts at a module up, reading between them.
func (s *stage) useUp(number induction.Number, name string, code induction.Code) induction.LearnerID {
	s.Helper()
	ctx := s.ctx()
	seat, err := s.desk.Join(ctx, number, name, "2580", "2580")
	s.must(err)
	for {
		m, err := s.desk.Module(ctx, seat, code)
		s.must(err)
		if m.Standing.Phase == induction.Locked {
			s.desk.SignOut(seat)
			return seat.Learner
		}
		for _, pg := range m.Standing.ToRead {
			s.must(s.desk.ReadPage(ctx, seat, code, pg.ID, time.Minute))
		}
		s.answerAll(ctx, seat, code, false)
	}
}

func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// forgetKey lets the passport key lie idle until the desk lets go of it.
func (s *stage) forgetKey() {
	s.Helper()
	c := s.desk.Clock.(*ticking)
	c.mu.Lock()
	c.now = c.now.Add(desk.KeyIdle + time.Minute)
	c.mu.Unlock()
	s.must(s.desk.Sweep(s.ctx()))
}
