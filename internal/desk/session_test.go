package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestOpenSessionRefusals(t *testing.T) {
	s := demonstration(t)
	many := make([]induction.Starter, induction.RosterLimit+1)
	for i := range many {
		many[i] = induction.Starter{Number: gmc(i), Name: "Zoë Vale"}
	}
	roster := func(n induction.Number, name string) []induction.Starter {
		return []induction.Starter{{Number: n, Name: name}}
	}
	for _, c := range []struct {
		n    desk.NewSession
		want induction.Reason
	}{
		{desk.NewSession{Programme: demo}, induction.CodeRoom},
		{desk.NewSession{Programme: demo, Room: " \n"}, induction.CodeRoom},
		{desk.NewSession{Programme: demo, Room: strings.Repeat("é", 21)}, induction.CodeRoom},
		{desk.NewSession{Programme: demo, Room: "Room\x01"}, induction.CodeRoom},
		{desk.NewSession{Programme: demo, Room: "\u202emooR"}, induction.CodeRoom},
		{desk.NewSession{Programme: demo, Room: "Room \xff"}, induction.CodeRoom},
		{desk.NewSession{Programme: "no-such", Room: "Room"}, induction.CodeNoProgramme},
		{desk.NewSession{Room: "Room"}, induction.CodeNoProgramme},
		{desk.NewSession{Programme: demo, Room: "Room", Roster: many}, induction.CodeRosterLong},
		{desk.NewSession{Programme: demo, Room: "Room", Roster: roster("gmc:12", "Zoë Vale")}, induction.CodeNumberGMC},
		{desk.NewSession{Programme: demo, Room: "Room", Roster: roster(gmc(1), "")}, induction.CodeNameEmpty},
		{desk.NewSession{Programme: demo, Room: "Room", Roster: roster(gmc(1), " Zoë")}, induction.CodeRosterRow},
	} {
		_, err := s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, c.n)
		s.refused(err, induction.Invalid, c.want)
	}
	room := desk.NewSession{Programme: demo, Room: "  Seminar   room 2 ", Roster: many[:induction.RosterLimit]}
	_, err := s.OpenSession(s.ctx, "nobody", desk.DemoPassphrase, room)
	s.refused(err, induction.NotFound, induction.CodeNotTrainer)
	for _, bad := range []string{"", "muster demonstratio", strings.Repeat("x", 2000)} {
		_, err = s.OpenSession(s.ctx, s.alex(), bad, room)
		s.refused(err, induction.Invalid, induction.CodePassphrase)
	}
	if m := must(s.Machine(s.ctx))(t); m.Open || m.KeyOpen {
		t.Fatalf("refused, and yet: %+v", m)
	}
	seat := must(s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, room))(t)
	sess := must(s.db.Session(s.ctx, seat.Session))(t)
	s.same([]any{sess.Room, len(sess.Roster)}, []any{"Seminar room 2", induction.RosterLimit})
	_, err = s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, room)
	s.refused(err, induction.Conflict, induction.CodeSessionOpen)
	s.refused(s.AddStarters(s.ctx, seat, many[induction.RosterLimit:]), induction.Invalid, induction.CodeRosterLong)
	s.refused(s.AddStarters(s.ctx, seat, nil), induction.Invalid, induction.CodeRosterEmpty)
}

func TestWrongPassphrasesAreSlowedAndARestartForgivesNone(t *testing.T) {
	s := demonstration(t)
	id := s.alex()
	open := func(phrase string) error {
		_, err := s.OpenSession(s.ctx, id, phrase, desk.NewSession{Programme: demo, Room: "Room"})
		return err
	}
	for range 5 {
		s.refused(open("a wrong passphrase"), induction.Invalid, induction.CodePassphrase)
	}
	s.refused(open(desk.DemoPassphrase), induction.Wait, induction.CodePINWait)
	s.again()
	s.refused(open(desk.DemoPassphrase), induction.Wait, induction.CodePINWait)
	s.clock.Add(5 * time.Second)
	s.ok(open(desk.DemoPassphrase))
	must(s.TrainerSignIn(s.ctx, id, desk.DemoPIN))(t)
}

func TestFiveWrongPINsAskForThePassphrase(t *testing.T) {
	s, seat := day(t)
	id := seat.Trainer.ID
	for range 4 {
		_, err := s.TrainerSignIn(s.ctx, id, "000001")
		s.refused(err, induction.Invalid, induction.CodePINWrong)
	}
	s.refused(s.ConfirmPIN(s.ctx, seat, "000001"), induction.NotAllowed, induction.CodePINPassphrase)
	for range 2 { // no waiting opens it, and no restart
		s.clock.Add(time.Hour)
		_, err := s.TrainerSignIn(s.ctx, id, desk.DemoPIN)
		s.refused(err, induction.NotAllowed, induction.CodePINPassphrase)
		s.again()
	}
	_, err := s.Reopen(s.ctx, id, "a wrong passphrase")
	s.refused(err, induction.Invalid, induction.CodePassphrase)
	s.clock.Add(15 * time.Minute)
	must(s.Reopen(s.ctx, id, desk.DemoPassphrase))(t)
	must(s.TrainerSignIn(s.ctx, id, desk.DemoPIN))(t)
}

// Many guesses at once must not be worth more than as many one after another.
func TestGuessingAtOnceGainsNothing(t *testing.T) {
	s, seat := day(t)
	s.join(1)
	const guesses = 24
	for name, guess := range map[string]func(pin string) error{
		"learner":    func(pin string) error { _, err := s.SignIn(s.ctx, gmc(1), pin); return err },
		"trainer":    func(pin string) error { _, err := s.TrainerSignIn(s.ctx, seat.Trainer.ID, "00"+pin); return err },
		"passphrase": func(pin string) error { return s.Desk.TakeBundle(s.ctx, seat.Trainer.ID, pin, desk.BundleOffer{}) },
	} {
		s.ok(s.db.SetTries(s.ctx, string(seat.Trainer.ID), 0, s.clock.Now()))
		done := make(chan error)
		for i := range guesses {
			go func() { done <- guess(fmt.Sprintf("%04d", 2000+i)) }()
		}
		tried := 0
		for range guesses {
			switch err := <-done; induction.ReasonOf(err) {
			case induction.CodePINWrong, induction.CodePassphrase:
				tried++
			case induction.CodePINWait, induction.CodePINPassphrase:
			default:
				t.Errorf("%s: %v", name, err)
			}
		}
		// The third and the fifth wrong one are told by the wait that follows.
		want := map[string]int{"learner": 2, "trainer": 4, "passphrase": 5}[name]
		if tried != want {
			t.Errorf("%s: %d of %d guesses were looked at before a wait, want %d", name, tried, guesses, want)
		}
	}
}

func TestTheKeyIsDroppedWhenNoTrainerActs(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	for range 3 { // acts keep it awake
		s.clock.Add(desk.KeyIdle - time.Minute)
		s.same(must(s.Grid(s.ctx, seat))(t).KeyOpen, true)
	}
	s.clock.Add(desk.KeyIdle + time.Second)
	s.same(must(s.Machine(s.ctx))(t).KeyOpen, false)
	s.same(must(s.Grid(s.ctx, seat))(t).KeyOpen, false)
	_, err := s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeKeyLocked)
	again := must(s.Reopen(s.ctx, seat.Trainer.ID, desk.DemoPassphrase))(t)
	must(s.Issue(s.ctx, again, l.Learner, desk.DemoPIN))(t)
	s.clock.Add(desk.KeyIdle + time.Second)
	s.ok(s.Sweep(s.ctx))
	s.same(must(s.Machine(s.ctx))(t).KeyOpen, false)
	s.same(must(s.Machine(s.ctx))(t).Open, true)
	must(s.Reopen(s.ctx, seat.Trainer.ID, desk.DemoPassphrase))(t)
	s.clock.Add(-2 * time.Minute)
	s.same(must(s.Machine(s.ctx))(t).KeyOpen, false)
}

func TestSweepClosesASessionAfterTwelveHours(t *testing.T) {
	s, seat := day(t)
	s.clock.Add(induction.SessionLimit - time.Minute)
	s.ok(s.Sweep(s.ctx))
	must(s.Grid(s.ctx, seat))(t)
	s.clock.Add(2 * time.Minute)
	s.ok(s.Sweep(s.ctx))
	s.ok(s.Sweep(s.ctx))
	_, err := s.Grid(s.ctx, seat)
	s.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	sess := must(s.db.Session(s.ctx, seat.Session))(t)
	s.same(sess.Closed, sess.Opened.Add(induction.SessionLimit))
	if m := must(s.Machine(s.ctx))(t); m.Open || m.KeyOpen {
		t.Fatalf("%+v", m)
	}
}

// A trainer's seat ends with its session: the next session needs the passphrase,
// and no seat of an earlier one acts in it.
func TestATrainersSeatIsOfItsSession(t *testing.T) {
	s, first := day(t)
	l := s.join(1)
	other := must(s.TrainerSignIn(s.ctx, first.Trainer.ID, desk.DemoPIN))(t)
	s.TrainerSignOut(other)
	_, err := s.Grid(s.ctx, other)
	s.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	s.ok(s.CloseSession(s.ctx, first))
	_, err = s.TrainerSignIn(s.ctx, first.Trainer.ID, desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeNoSession)
	_, err = s.Reopen(s.ctx, first.Trainer.ID, desk.DemoPassphrase)
	s.refused(err, induction.NotReady, induction.CodeNoSession)
	second := s.openSession()
	before := must(s.db.Unsent(s.ctx))(t)
	forged, altered := *second, must(s.TrainerSignIn(s.ctx, first.Trainer.ID, desk.DemoPIN))(t)
	altered.Trainer.Number = "staff:OTHER"
	for name, seat := range map[string]*desk.TrainerSeat{"of the session before": first, "copied": &forged, "altered": altered, "none": nil, "empty": {}} {
		for act, err := range trainerActs(s, seat, l.Learner) {
			if induction.ReasonOf(err) != induction.CodeSignedOut || induction.KindOf(err) != induction.NotAllowed {
				t.Errorf("%s with a seat %s: %v", act, name, err)
			}
		}
	}
	s.same(must(s.db.Unsent(s.ctx))(t), before)
	s.ok(s.Close(s.ctx))
	_, err = s.Grid(s.ctx, second)
	s.refused(err, induction.NotAllowed, induction.CodeSignedOut)
}

// trainerActs tries everything that a trainer's seat opens.
func trainerActs(s *station, t *desk.TrainerSeat, l induction.LearnerID) map[string]error {
	acts := onBehalf(s, t, l)
	keep := func(name string) func(any, error) { return func(_ any, err error) { acts[name] = err } }
	keep("Grid")(s.Grid(s.ctx, t))
	keep("OneLearner")(s.OneLearner(s.ctx, t, l))
	keep("LearnerChecklist")(s.LearnerChecklist(s.ctx, t, l, demoList))
	keep("Report")(s.Report(s.ctx, t))
	keep("IssueReady")(s.IssueReady(s.ctx, t, desk.DemoPIN, func(int, int) {}))
	acts["AddStarters"] = s.AddStarters(s.ctx, t, []induction.Starter{{Number: gmc(9), Name: "Zoë Vale"}})
	acts["ConfirmPIN"] = s.ConfirmPIN(s.ctx, t, desk.DemoPIN)
	acts["CloseSession"] = s.CloseSession(s.ctx, t)
	return acts
}

// onBehalf tries every act of a trainer for one learner.
func onBehalf(s *station, t *desk.TrainerSeat, l induction.LearnerID) map[string]error {
	_, issued := s.Issue(s.ctx, t, l, desk.DemoPIN)
	return map[string]error{
		"ConfirmIdentity": s.ConfirmIdentity(s.ctx, t, l, "passport"),
		"CorrectName":     s.CorrectName(s.ctx, t, l, "Another Name"),
		"UnlockAttempt":   s.UnlockAttempt(s.ctx, t, l, fire),
		"ResetPIN":        s.ResetPIN(s.ctx, t, l, "8302", "8302"),
		"SignPractical":   s.SignPractical(s.ctx, t, l, resus, s.steps(resus), true, "", desk.DemoPIN),
		"Witness":         s.Witness(s.ctx, t, l, demoList, "fire-routes"),
		"Issue":           issued,
	}
}

func TestWhoWasSignedInBeforeTheSessionIsInIt(t *testing.T) {
	s := demonstration(t)
	early, left := s.join(1), s.join(2)
	s.SignOut(left)
	g := must(s.Grid(s.ctx, s.openSession()))(t)
	s.same(len(g.Rows), 1)
	s.same(g.Rows[0].Learner.ID, early.Learner)
}
