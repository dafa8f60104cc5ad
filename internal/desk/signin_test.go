package desk_test

import (
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestJoinRefusesWhatAPassportCouldNotCarry(t *testing.T) {
	s := demonstration(t)
	for _, c := range []struct {
		number           induction.Number
		name, pin, again string
		want             induction.Reason
	}{
		{"", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberEmpty},
		{"gmc:", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberEmpty},
		{"gmc:123", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberGMC},
		{"gmc:70000012", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberGMC},
		{"gmc:70000o1", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberGMC},
		{"gmc: 7000001", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberRegister},
		{"GMC:7000001", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberRegister},
		{"nmc:1234567", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberNMC},
		{"staff:1", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberStaff},
		{"staff:abc", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberRegister},
		{"staff:" + induction.Number(strings.Repeat("9", 33)), "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberStaff},
		{"hcpc:123456", "Zoë Vale", learnerPIN, learnerPIN, induction.CodeNumberRegister},
		{gmc(1), "", learnerPIN, learnerPIN, induction.CodeNameEmpty},
		{gmc(1), " \t\n", learnerPIN, learnerPIN, induction.CodeNameEmpty},
		{gmc(1), strings.Repeat("é", 49), learnerPIN, learnerPIN, induction.CodeNameLong},
		{gmc(1), "Zoë\x00Vale", learnerPIN, learnerPIN, induction.CodeNameCharacters},
		{gmc(1), "Zoë \u202eelaV", learnerPIN, learnerPIN, induction.CodeNameCharacters},
		{gmc(1), "Zo\xff Vale", learnerPIN, learnerPIN, induction.CodeNameCharacters},
		{gmc(1), "12345", learnerPIN, learnerPIN, induction.CodeNameLetters},
		{gmc(1), "Zoë ☃ Vale", learnerPIN, learnerPIN, induction.CodeNameFont},
		{gmc(1), "Zoë Vale", "", "", induction.CodePINForm},
		{gmc(1), "Zoë Vale", "407", "407", induction.CodePINForm},
		{gmc(1), "Zoë Vale", "4071407140714", "4071407140714", induction.CodePINForm},
		{gmc(1), "Zoë Vale", "40a1", "40a1", induction.CodePINForm},
		{gmc(1), "Zoë Vale", "٤٠٧١", "٤٠٧١", induction.CodePINForm},
		{gmc(1), "Zoë Vale", "1111", "1111", induction.CodePINEasy},
		{gmc(1), "Zoë Vale", "1234", "1234", induction.CodePINEasy},
		{gmc(1), "Zoë Vale", "9876", "9876", induction.CodePINEasy},
		{gmc(1), "Zoë Vale", learnerPIN, "4072", induction.CodePINDiffers},
	} {
		seat, err := s.Join(s.ctx, c.number, c.name, c.pin, c.again)
		if seat != nil {
			t.Errorf("%q %q %q: a seat in spite of %v", c.number, c.name, c.pin, err)
		}
		s.refused(err, induction.Invalid, c.want)
	}
	if all := must(s.db.Learners(s.ctx))(t); len(all) != 0 {
		t.Fatalf("recorded all the same: %+v", all)
	}
}

func TestJoinFoldsTheName(t *testing.T) {
	s := demonstration(t)
	seat := must(s.Join(s.ctx, gmc(1), "  Zoe\u0308   Vale\u00a0 ", learnerPIN, learnerPIN))(t)
	s.same(seat.Name, "Zoë Vale")
	s.same(s.record(seat.Learner).Learner.Name, "Zoë Vale")
}

func TestANumberThatIsTaken(t *testing.T) {
	s := demonstration(t)
	s.same(must(s.Known(s.ctx, gmc(1)))(t), false)
	s.join(1)
	s.same(must(s.Known(s.ctx, gmc(1)))(t), true)
	_, err := s.Join(s.ctx, gmc(1), "Another Person", "8302", "8302")
	s.refused(err, induction.Conflict, induction.CodeNumberTaken)
	_, err = s.SignIn(s.ctx, gmc(1), "8302")
	s.refused(err, induction.Invalid, induction.CodePINWrong)
	s.same(s.signIn(1).Name, "Zoë Learner B")
	_, err = s.SignIn(s.ctx, gmc(2), learnerPIN)
	s.refused(err, induction.NotFound, induction.CodeNobody)
}

func TestWrongPINsAreSlowedAndARestartForgivesNone(t *testing.T) {
	s := demonstration(t)
	s.join(1)
	wrong := func(want induction.Kind, r induction.Reason) {
		t.Helper()
		_, err := s.SignIn(s.ctx, gmc(1), "0000")
		s.refused(err, want, r)
	}
	wrong(induction.Invalid, induction.CodePINWrong)
	wrong(induction.Invalid, induction.CodePINWrong)
	wrong(induction.Wait, induction.CodePINWait) // the third: five seconds from now
	s.again()
	_, err := s.SignIn(s.ctx, gmc(1), learnerPIN)
	s.refused(err, induction.Wait, induction.CodePINWait)
	s.clock.Add(5 * time.Second)
	wrong(induction.Wait, induction.CodePINWait) // the fourth: ten
	s.clock.Add(9 * time.Second)
	s.again()
	_, err = s.SignIn(s.ctx, gmc(1), learnerPIN)
	s.refused(err, induction.Wait, induction.CodePINWait)
	s.clock.Add(time.Second)
	s.signIn(1)
	wrong(induction.Invalid, induction.CodePINWrong) // a right one forgets the wrong ones
}

func TestTheWaitIsNeverLongerThanAQuarterOfAnHour(t *testing.T) {
	s := demonstration(t)
	l := s.join(1)
	for _, tries := range []int{20, 63, 64, 1 << 40} {
		s.ok(s.db.SetTries(s.ctx, string(l.Learner), tries, s.clock.Now()))
		_, err := s.SignIn(s.ctx, gmc(1), learnerPIN)
		s.refused(err, induction.Wait, induction.CodePINWait)
		s.clock.Add(15 * time.Minute)
		s.signIn(1)
	}
}

func TestAClockSetBackDuringTheWaitBeginsItAgain(t *testing.T) {
	s := demonstration(t)
	s.join(1)
	for range 3 {
		s.SignIn(s.ctx, gmc(1), "0000")
	}
	s.clock.Add(-time.Hour)
	_, err := s.SignIn(s.ctx, gmc(1), learnerPIN)
	s.refused(err, induction.Wait, induction.CodePINWait)
	s.clock.Add(2 * time.Second)
	_, err = s.SignIn(s.ctx, gmc(1), learnerPIN)
	s.refused(err, induction.Wait, induction.CodePINWait)
	s.clock.Add(3 * time.Second)
	s.signIn(1)
}

func TestALockedSeatOpensWithItsOwnPIN(t *testing.T) {
	s := demonstration(t)
	l := s.join(1)
	must(s.Join(s.ctx, gmc(2), "Other Person", "8302", "8302"))(t)
	s.refused(s.Unlock(s.ctx, l, "8302"), induction.Invalid, induction.CodePINWrong)
	s.ok(s.Unlock(s.ctx, l, learnerPIN))
	s.SignOut(l)
	s.refused(s.Unlock(s.ctx, l, learnerPIN), induction.NotAllowed, induction.CodeSignedOut)
}

// A seat that is void, forged or nobody's opens nothing.
func TestAVoidSeatOpensNothing(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	q := must(s.Begin(s.ctx, l, fire))(t)
	gone := s.join(2)
	s.SignOut(gone)
	copied, altered := *l, s.join(3)
	altered.Learner = l.Learner
	before := must(s.db.Unsent(s.ctx))(t)
	for name, seat := range map[string]*desk.Seat{"signed out": gone, "none": nil, "empty": {}, "copied": &copied, "altered": altered} {
		for act, err := range learnerActs(s, seat, q) {
			if induction.ReasonOf(err) != induction.CodeSignedOut || induction.KindOf(err) != induction.NotAllowed {
				t.Errorf("%s with a seat %s: %v", act, name, err)
			}
		}
	}
	s.same(must(s.db.Unsent(s.ctx))(t), before)
	s.again() // a restart makes every seat void
	_, err := s.Day(s.ctx, l)
	s.refused(err, induction.NotAllowed, induction.CodeSignedOut)
}

// learnerActs tries everything that a learner's seat opens.
func learnerActs(s *station, seat *desk.Seat, q desk.Question) map[string]error {
	acts := map[string]error{}
	keep := func(name string) func(any, error) { return func(_ any, err error) { acts[name] = err } }
	keep("Day")(s.Day(s.ctx, seat))
	keep("Module")(s.Module(s.ctx, seat, fire))
	keep("Begin")(s.Begin(s.ctx, seat, fire))
	keep("Next")(s.Next(s.ctx, seat, q.Attempt))
	keep("Respond")(s.Respond(s.ctx, seat, q.Attempt, q.Item.ID, q.Item.Right(), 0))
	keep("Submit")(s.Submit(s.ctx, seat, q.Attempt))
	keep("Checklist")(s.Checklist(s.ctx, seat, demoList))
	keep("MyPassports")(s.MyPassports(s.ctx, seat))
	acts["ReadPage"] = s.ReadPage(s.ctx, seat, fire, q.Module.Pages[0].ID, 0)
	acts["Tick"] = s.Tick(s.ctx, seat, demoList, "fire-routes", "Sister Amal Haddad")
	acts["Untick"] = s.Untick(s.ctx, seat, demoList, "fire-routes")
	acts["GiveFeedback"] = s.GiveFeedback(s.ctx, seat, [4]int{5}, "")
	acts["Unlock"] = s.Unlock(s.ctx, seat, learnerPIN)
	return acts
}

func TestExpectedNamesAreOnTheOpenRosterAlone(t *testing.T) {
	s, seat := day(t)
	s.same(must(s.Expected(s.ctx, gmc(1)))(t), "")
	s.ok(s.AddStarters(s.ctx, seat, []induction.Starter{{Number: gmc(1), Name: "Zoë Vale"}}))
	s.same(must(s.Expected(s.ctx, gmc(1)))(t), "Zoë Vale")
	s.same(must(s.Expected(s.ctx, gmc(2)))(t), "")
	s.ok(s.CloseSession(s.ctx, seat))
	s.same(must(s.Expected(s.ctx, gmc(1)))(t), "")
}
