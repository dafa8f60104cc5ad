package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
)

// Nobody acts for themselves: the trainer here is a learner as well, by the same
// number.
func TestNobodyActsForThemselves(t *testing.T) {
	s, alex := day(t)
	me := s.join(1)
	s.finish(alex, me)
	myself := s.second(gmc(1), true)
	s.same(must(s.OneLearner(s.ctx, myself, me.Learner))(t).Myself, true)
	before, had := must(s.db.Unsent(s.ctx))(t), s.record(me.Learner)
	for act, err := range onBehalf(s, myself, me.Learner) {
		if induction.ReasonOf(err) != induction.CodeOneself || induction.KindOf(err) != induction.NotAllowed {
			t.Errorf("%s for oneself: %v", act, err)
		}
	}
	b := must(s.IssueReady(s.ctx, myself, "650218", func(int, int) {}))(t)
	s.same(len(b.Issued), 0)
	s.same(induction.ReasonOf(b.Refused[me.Learner]), induction.CodeOneself)
	s.same(must(s.db.Unsent(s.ctx))(t), before)
	s.same(s.record(me.Learner), had)
	// Another trainer may, for the same person.
	s.same(len(must(s.IssueReady(s.ctx, alex, desk.DemoPIN, func(int, int) {}))(t).Issued), 1)
}

func TestActsForNobody(t *testing.T) {
	s, seat := day(t)
	for act, err := range onBehalf(s, seat, "nobody") {
		if induction.ReasonOf(err) != induction.CodeNobody || induction.KindOf(err) != induction.NotFound {
			t.Errorf("%s: %v", act, err)
		}
	}
	_, err := s.OneLearner(s.ctx, seat, "nobody")
	s.refused(err, induction.NotFound, induction.CodeNobody)
}

func TestIdentityAndTheNameItWasHeldAgainst(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.pass(l, fire)
	issue := func() error { _, err := s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN); return err }
	s.refused(issue(), induction.NotReady, induction.CodeIdentityFirst)
	for _, bad := range []string{"", "a nod", "Passport"} {
		s.refused(s.ConfirmIdentity(s.ctx, seat, l.Learner, bad), induction.Invalid, induction.CodeIdentityFirst)
	}
	for _, seen := range desk.SeenDocuments {
		s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, seen))
		s.same(s.record(l.Learner).Learner.Identity.Seen, seen)
	}
	s.same(s.record(l.Learner).Learner.Identity.By, seat.Trainer.ID)
	s.ok(issue())
	s.refused(s.CorrectName(s.ctx, seat, l.Learner, "☃"), induction.Invalid, induction.CodeNameLetters)
	s.ok(s.CorrectName(s.ctx, seat, l.Learner, " Zoe\u0308  Vale "))
	got := s.record(l.Learner).Learner
	s.same(got.Name, "Zoë Vale")
	s.same(got.Identity, induction.Identity{}) // another name was confirmed
	s.refused(issue(), induction.NotReady, induction.CodeIdentityFirst)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	s.ok(issue())
	s.same(must(s.db.Check(s.ctx))(t).Problems, []string(nil))
}

func TestAPINIsResetByATrainer(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	for range 4 {
		s.SignIn(s.ctx, gmc(1), "0000")
	}
	s.refused(s.ResetPIN(s.ctx, seat, l.Learner, "123", "123"), induction.Invalid, induction.CodePINForm)
	s.refused(s.ResetPIN(s.ctx, seat, l.Learner, "8302", "8303"), induction.Invalid, induction.CodePINDiffers)
	s.ok(s.ResetPIN(s.ctx, seat, l.Learner, "8302", "8302"))
	must(s.SignIn(s.ctx, gmc(1), "8302"))(t) // with no wait
	_, err := s.SignIn(s.ctx, gmc(1), learnerPIN)
	s.refused(err, induction.Invalid, induction.CodePINWrong)
}

func TestAPracticalIsSignedByAnAssessor(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	steps, critical := s.steps(resus), 0
	for _, st := range s.module(resus).Practical.Steps {
		if st.Critical {
			critical++
		}
	}
	sign := func(t *desk.TrainerSeat, code induction.Code, steps []induction.StepID, passed bool, note, pin string) error {
		return s.SignPractical(s.ctx, t, l.Learner, code, steps, passed, note, pin)
	}
	s.refused(sign(seat, fire, nil, true, "", desk.DemoPIN), induction.NotFound, induction.CodeNoPractical)
	s.refused(sign(seat, "nowhere.1", nil, true, "", desk.DemoPIN), induction.NotFound, induction.CodeNoModule)
	s.refused(sign(seat, resus, append(steps, "no-such-step"), true, "", desk.DemoPIN), induction.Invalid, induction.CodeNoStep)
	s.refused(sign(seat, resus, steps, true, strings.Repeat("x", desk.NoteLimit+1), desk.DemoPIN), induction.Invalid, induction.CodeNoteLong)
	err := sign(seat, resus, nil, true, "", desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeStepsMissing)
	s.same(err.(*induction.Error).Args[0], critical)
	s.refused(sign(seat, resus, steps, true, "", "000001"), induction.Invalid, induction.CodePINWrong)
	s.refused(sign(s.second("staff:T2", false), resus, steps, true, "", "650218"), induction.NotAllowed, induction.CodeNotAssessor)
	s.same(len(s.record(l.Learner).SignOffs), 0)

	s.ok(sign(seat, resus, steps[:1], false, "practise the pads", desk.DemoPIN))
	line := must(s.Day(s.ctx, l))(t).Day.Lines[2]
	s.same([]bool{line.Done, line.Referred}, []bool{false, true})
	s.ok(sign(seat, resus, steps, true, "manikin", desk.DemoPIN))
	s.same(must(s.Day(s.ctx, l))(t).Day.Lines[2].Done, true)
	s.ok(sign(seat, resus, nil, false, "not safe on a second look", desk.DemoPIN))
	s.same(must(s.Day(s.ctx, l))(t).Day.Lines[2].Done, false) // the last word counts
}

func TestTheGridShowsWhoIsWhere(t *testing.T) {
	s, seat := day(t)
	s.ok(s.AddStarters(s.ctx, seat, []induction.Starter{{Number: gmc(1), Name: "Zoë Vale"}, {Number: gmc(8), Name: "Not Here"}, {Number: gmc(1), Name: "Twice"}}))
	l := s.join(1)
	s.pass(l, fire)
	g := must(s.Grid(s.ctx, seat))(t)
	s.same(len(g.Columns), 4)
	s.same(len(g.Rows), 2)
	s.same([]any{g.Rows[0].Arrived, g.Rows[0].Learner.Name, g.Rows[0].Day.Done, g.Rows[0].Ready}, []any{true, l.Name, 1, false})
	s.same([]any{g.Rows[1].Arrived, g.Rows[1].Learner.Name}, []any{false, "Not Here"})
	one := must(s.OneLearner(s.ctx, seat, l.Learner))(t)
	s.same([]any{one.Myself, one.Standings[fire].Phase, one.Standings[resus].Phase}, []any{false, induction.Passed, induction.NotStarted})
	_, err := s.Practical("nowhere.1")
	s.refused(err, induction.NotFound, induction.CodeNoModule)
}

// Ready is: nothing left to do, and no passport that says all there is by now.
func TestReadyAgainOnceThereIsMoreToSay(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	ready := func(want bool) {
		t.Helper()
		if got := must(s.Grid(s.ctx, seat))(t).Rows[0].Ready; got != want {
			t.Fatalf("ready %v, want %v", got, want)
		}
	}
	s.pass(l, fire)
	s.pass(l, resus)
	s.tickAll(l)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)
	ready(false) // the practical is still to do
	s.signPractical(seat, l.Learner)
	ready(true)
	b := must(s.IssueReady(s.ctx, seat, desk.DemoPIN, func(int, int) {}))(t)
	s.same(fmt.Sprint(len(b.Issued), len(b.Refused)), "1 0")
	ready(false)
}
