package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

func TestIssueRefusals(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	issue := func(pin string) error { _, err := s.Issue(s.ctx, seat, l.Learner, pin); return err }
	s.refused(issue("000001"), induction.Invalid, induction.CodePINWrong)
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeIdentityFirst)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "staff-card"))
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeNothingToIssue)
	s.signPractical(seat, l.Learner)
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeNothingToIssue) // a practical alone is nothing
	s.tickAll(l)
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeNothingToIssue) // nor is what is local
	s.pass(l, fire)
	s.clock.Add(-time.Hour)
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeClockBehind)
	s.clock.Add(time.Hour + time.Minute)
	seat = must(s.Reopen(s.ctx, seat.Trainer.ID, desk.DemoPassphrase))(t) // the leap dropped the key
	s.ok(issue(desk.DemoPIN))
	_, err := s.MyPassports(s.ctx, l)
	s.ok(err)
	other := s.join(2)
	_, err = s.MyPassports(s.ctx, other)
	s.refused(err, induction.NotFound, induction.CodeNoPassport)
	// After a restart a PIN opens the screens, and the key stays locked.
	s.again()
	seat = must(s.TrainerSignIn(s.ctx, seat.Trainer.ID, desk.DemoPIN))(t)
	s.refused(issue(desk.DemoPIN), induction.NotReady, induction.CodeKeyLocked)
}

func TestIssueUnderADelegationThatHasEnded(t *testing.T) {
	s := demonstration(t)
	s.clock.Add((trust.MaxDelegation + 1) * time.Second)
	seat := s.openSession()
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	_, err := s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeEnrolmentEnded)
	s.same(len(s.record(l.Learner).Passports), 0)
}

// byCode is the items of a check by code.
func byCode(c desk.Checked) map[string]desk.CheckedItem {
	out := map[string]desk.CheckedItem{}
	for _, i := range c.Items {
		out[i.Code] = i
	}
	return out
}

func TestAPassportSaysWhatWasWitnessed(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.ok(s.CorrectName(s.ctx, seat, l.Learner, "Zoë Ó Vale-Smith"))
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	s.pass(l, fire)
	s.read(l, resus)
	if r := s.sit(l, resus, nil); r.Completion == nil {
		t.Fatal("not passed")
	}
	at := s.clock.Now()
	p := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)
	s.same(len(p), 1)
	s.same(p[0].Codes, []induction.Code{fire, resus})
	c := must(s.Check(s.ctx, p[0].Text))(t)
	v := c.Verdict
	s.same([]any{v.Band, v.Shown, c.NoList}, []any{passport.Caution, true, false})
	s.same(v.Reasons, []passport.Status{passport.AwaitingContent, passport.Demonstration})
	s.same(v.Organisation, desk.DemoOrganisation)
	q := v.Claims
	s.same([]any{q.ID.String(), q.Issuer, q.Subject, q.Name, q.Framework, q.Trainer, q.Demonstration},
		[]any{string(p[0].ID), "ods:DEMO0", string(gmc(1)), "Zoë Ó Vale-Smith", "cstf-eng/1.1", desk.DemoTrainer, true})
	s.same(q.Session, "2026-08-05 Seminar room 2")
	s.same(q.IssuedAt, at.Unix())
	s.same(q.Expires, q.Expiry())
	got := byCode(c)
	today := at.Format(time.DateOnly)
	s.same([]any{got["fire.1"].CompletedOn, got["fire.1"].ValidUntil, got["fire.1"].Version, got["fire.1"].Partial}, []any{today, "2028-08-05", s.module(fire).Ref.Version, false})
	s.same([]any{got["resus.2-adult"].CompletedOn, got["resus.2-adult"].Partial}, []any{today, true})
	bits := func(how []passport.How, want ...passport.How) {
		t.Helper()
		s.same(how, want)
	}
	bits([]passport.How{q.Items[0].How, q.Items[1].How},
		passport.Knowledge|passport.TestedOnly|passport.AwaitingSignOff, passport.Knowledge|passport.Taught|passport.AwaitingSignOff)
	if strings.Contains(strings.Join(append(got["resus.2-adult"].How, got["fire.1"].How...), " "), "practical") {
		t.Error("a practical that nobody saw")
	}

	// The practical comes afterwards, and a new passport says so; the old one stands.
	s.signPractical(seat, l.Learner)
	next := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)
	if next[0].ID == p[0].ID {
		t.Fatal("two passports with one number")
	}
	whole := must(s.Check(s.ctx, next[0].Text))(t)
	s.same(byCode(whole)["resus.2-adult"].Partial, false)
	if !whole.Verdict.Claims.Items[1].How.Has(passport.Practical) {
		t.Error("the practical is missing")
	}
	s.same(len(must(s.MyPassports(s.ctx, l))(t).Passports), 2)
	s.again()
	s.same(must(s.Check(s.ctx, p[0].Text))(t).Verdict.Reasons, v.Reasons)
}

func TestAPracticalSetsTheDayWhereItWasEarlier(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.signPractical(seat, l.Learner)
	s.ok(s.CloseSession(s.ctx, seat))
	s.clock.Add(300 * 24 * time.Hour)
	seat = s.openSession()
	s.pass(l, resus)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	p := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)
	item := byCode(must(s.Check(s.ctx, p[0].Text))(t))["resus.2-adult"]
	s.same([]string{item.CompletedOn, item.ValidUntil}, []string{"2026-08-05", "2027-08-05"})
	s.ok(s.CloseSession(s.ctx, seat))
	s.clock.Add(70 * 24 * time.Hour) // the practical has run out, the knowledge has not
	seat = s.openSession()
	p = must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)
	s.same(byCode(must(s.Check(s.ctx, p[0].Text))(t))["resus.2-adult"].Partial, true)
}

func TestLongNamesAreCutToWhatAPassportCarries(t *testing.T) {
	s := demonstration(t)
	seat := must(s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, desk.NewSession{Programme: demo, Room: strings.Repeat("é", 20)}))(t)
	name := strings.Repeat("é", 48)
	l := must(s.Join(s.ctx, "staff:"+induction.Number(strings.Repeat("9", 32)), name, learnerPIN, learnerPIN))(t)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "other"))
	q := must(s.Check(s.ctx, must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)[0].Text))(t).Verdict.Claims
	s.same(q.Name, name)
	s.same(q.Session, "2026-08-05 "+strings.Repeat("é", 14))
}

func TestEveryNumberThatSignsInCanBeIssued(t *testing.T) {
	s, seat := day(t)
	for _, n := range []induction.Number{"gmc:0000000", "nmc:18A2345E", "staff:A-1", "staff:../", "staff:20417", "staff:-.-"} {
		l := must(s.Join(s.ctx, n, "Zoë Vale", learnerPIN, learnerPIN))(t)
		s.pass(l, fire)
		s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "other"))
		s.same(must(s.Check(s.ctx, must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)[0].Text))(t).Verdict.Claims.Subject, n)
	}
}

func TestIssueForAllWhoAreReady(t *testing.T) {
	s, seat := day(t)
	var want []induction.LearnerID
	for n := 1; n <= 3; n++ {
		l := s.join(n)
		s.finish(seat, l)
		want = append(want, l.Learner)
	}
	s.pass(s.join(4), fire) // is not ready
	var told [][2]int
	_, err := s.IssueReady(s.ctx, seat, "000001", func(int, int) {})
	s.refused(err, induction.Invalid, induction.CodePINWrong)
	s.store.FailAt(4, false) // two for the PIN, the first passport, then the second
	b := must(s.IssueReady(s.ctx, seat, desk.DemoPIN, func(done, of int) { told = append(told, [2]int{done, of}) }))(t)
	s.same(told, [][2]int{{0, 3}, {1, 3}, {2, 3}, {3, 3}})
	s.same(len(b.Issued), 2)
	s.same(len(b.Refused), 1)
	s.refused(b.Refused[want[1]], induction.Unavailable, induction.CodeStoreFull)
	s.same(len(s.record(want[1]).Passports), 0)
	again := must(s.IssueReady(s.ctx, seat, desk.DemoPIN, func(int, int) {}))(t)
	s.same(len(again.Issued), 1)
	s.same(again.Issued[0].Learner, want[1])
}

func TestABatchThatIsStopped(t *testing.T) {
	for name, stop := range map[string]func(*station, *desk.TrainerSeat, context.CancelFunc){
		"cancelled":  func(_ *station, _ *desk.TrainerSeat, cancel context.CancelFunc) { cancel() },
		"signed out": func(s *station, t *desk.TrainerSeat, _ context.CancelFunc) { s.TrainerSignOut(t) },
	} {
		s, seat := day(t)
		for n := 1; n <= 4; n++ {
			s.finish(seat, s.join(n))
		}
		ctx, cancel := context.WithCancel(s.ctx)
		b, err := s.IssueReady(ctx, seat, desk.DemoPIN, func(done, _ int) {
			if done == 2 {
				stop(s, seat, cancel)
			}
		})
		cancel()
		if name == "cancelled" && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		all := must(s.db.Passports(s.ctx, seat.Session))(t)
		if len(b.Issued) != 2 || len(all) != 2 {
			t.Errorf("%s: %d issued, %d on record, want the two before it", name, len(b.Issued), len(all))
		}
		for _, p := range b.Issued {
			if !slices.ContainsFunc(all, func(q induction.Issued) bool { return q.Text == p.Text }) {
				t.Errorf("%s: a passport that the record lacks", name)
			}
		}
	}
}

func TestPaperSaysWhatTheCodeSays(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	p := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)[0]
	paper := must(s.Paper(s.ctx, p))(t)
	s.same(paper.Claims, *must(s.Check(s.ctx, p.Text))(t).Verdict.Claims)
	s.same([]any{len(paper.Items), paper.Items[0].Subject, paper.Items[0].Level}, []any{1, "Fire Safety", "1"})
	var left []induction.LineKind
	for _, line := range paper.Outstanding {
		left = append(left, line.Kind)
	}
	s.same(left, []induction.LineKind{induction.ModuleLine, induction.PracticalLine, induction.LocalLine})
	p.Text = strings.Replace(p.Text, "A", "B", 1)
	if _, err := s.Paper(s.ctx, p); err == nil {
		t.Error("a passport that cannot be read back was printed")
	}
}

func TestCheckOfWhatIsNotOurs(t *testing.T) {
	s, seat := day(t)
	before := must(s.db.Unsent(s.ctx))(t)
	for _, text := range []string{"", "MP1:", "hello", "MP1:HELLO", "MP9:ABC", strings.Repeat("MP1:A", 100_000), "\x00\xff", "https://example.org/#MP1:ABC"} {
		c := must(s.Check(s.ctx, text))(t)
		if c.Verdict.Band != passport.Refuse || c.Verdict.Shown || c.Items != nil {
			t.Errorf("%.20q: %+v", text, c.Verdict)
		}
	}
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	text := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)[0].Text
	foreign := empty(t)
	c := must(foreign.Check(foreign.ctx, text))(t)
	if !c.NoList || !c.Verdict.Has(passport.IssuerUnknown) || c.Verdict.Band != passport.Caution {
		t.Errorf("where no list was imported: %+v", c.Verdict)
	}
	other := demonstration(t) // its own demonstration, with other keys
	if c := must(other.Check(other.ctx, text))(t); c.NoList || c.Verdict.Organisation != "" {
		t.Errorf("another machine's demonstration: %+v", c.Verdict)
	}
	s.clock.Add(-48 * time.Hour)
	if c := must(s.Check(s.ctx, text))(t); !c.Verdict.Has(passport.ClockDoubtful) {
		t.Errorf("a clock set back: %v", c.Verdict.Reasons)
	}
	s.clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	s.same(must(s.Check(s.ctx, text))(t).Verdict.Status, passport.Expired)
	if now := must(s.db.Unsent(s.ctx))(t); now < before {
		t.Fatal("rows are gone")
	}
}

func TestACheckLeavesNoTrace(t *testing.T) {
	s := demonstration(t)
	rows, floor := must(s.db.Unsent(s.ctx))(t), must(s.db.Floor(s.ctx))(t)
	s.clock.Add(time.Hour)
	must(s.Check(s.ctx, "MP1:HELLO"))(t)
	s.same(must(s.db.Unsent(s.ctx))(t), rows)
	s.same(must(s.db.Floor(s.ctx))(t), floor)
}
