package desk_test

import (
	"slices"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestTheDayOfANewLearner(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	d := must(s.Day(s.ctx, l))(t)
	var kinds []induction.LineKind
	for _, line := range d.Day.Lines {
		kinds = append(kinds, line.Kind)
		if line.Done || line.Held || line.Missing || line.Minutes == 0 {
			t.Errorf("a new learner's line: %+v", line)
		}
	}
	s.same(kinds, []induction.LineKind{induction.ModuleLine, induction.ModuleLine, induction.PracticalLine, induction.LocalLine})
	if d.Day.Left == 0 || d.Day.Saved != 0 || d.Day.CanIssue || d.Day.Confirmed || !d.Open || d.Feedback {
		t.Errorf("%+v", d)
	}
	s.pass(l, fire)
	after := must(s.Day(s.ctx, l))(t)
	m := s.module(fire)
	s.same(after.Day.Lines[0].Done, true)
	s.same(after.Day.Lines[0].Held, false)
	s.same(after.Day.Saved, m.LearnMinutes)
	s.same(after.Day.Left, d.Day.Left-m.LearnMinutes-m.TestMinutes)
}

func TestShowWhatIKnowPassesAtOnce(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.same(s.phase(l, fire), induction.NotStarted)
	r := s.sit(l, fire, nil)
	m := s.module(fire)
	c := *r.Completion
	s.same(r.Standing.Phase, induction.Passed)
	s.same(c.Tested, m.OutcomeIDs())
	s.same(len(c.Taught), 0)
	s.same(c.ByMark, false)
	s.same(c.Session, seat.Session)
	s.same(c.Learner, l.Learner)
	s.same(c.ValidDays, m.ValidDays(c.Day))
	s.same(r.Saved, m.LearnMinutes)
	_, err := s.Begin(s.ctx, l, fire)
	s.refused(err, induction.Conflict, induction.CodePassedAlready)
	again := must(s.Submit(s.ctx, l, r.Attempt.ID))(t)
	s.same(again.Result, r.Result)
	s.same(*again.Completion, c)
	s.same(again.Saved, r.Saved)
	s.same(len(s.record(l.Learner).Completions), 1)
}

func TestPartlyFailedIsTaughtThenAskedAgain(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	m := s.module(fire)
	bad := m.OutcomeIDs()[1:4] // one item each: three of twelve wrong is below the mark
	first := s.sit(l, fire, map[induction.OutcomeID]int{bad[0]: 1, bad[1]: 1, bad[2]: 1})
	s.same(first.Standing.Phase, induction.Learning)
	s.same(first.Standing.Unmet, bad)
	s.same(first.Completion, (*induction.Completion)(nil))
	_, err := s.Begin(s.ctx, l, fire)
	s.refused(err, induction.NotReady, induction.CodePagesFirst)
	pages := must(s.Module(s.ctx, l, fire))(t).Standing.ToRead
	if len(pages) == 0 || slices.ContainsFunc(pages, func(p induction.Page) bool { return !slices.Contains(bad, p.Outcome) }) {
		t.Fatalf("pages to read: %+v", pages)
	}
	for i, p := range pages {
		_, err := s.Begin(s.ctx, l, fire)
		s.refused(err, induction.NotReady, induction.CodePagesFirst)
		s.same(err.(*induction.Error).Args[0], len(pages)-i)
		s.ok(s.ReadPage(s.ctx, l, fire, p.ID, -time.Hour))
	}
	s.same(s.phase(l, fire), induction.Retest)
	q := must(s.Begin(s.ctx, l, fire))(t)
	s.same(q.Of, 2*len(bad))
	s.same(q.Ordinal, 2)
	seen := map[induction.ItemID]bool{}
	for _, d := range first.Attempt.Draw {
		seen[d.Item] = true
	}
	for !q.Done {
		if seen[q.Item.ID] || !slices.Contains(bad, q.Item.Outcome) {
			t.Errorf("the retest asks %s of %s", q.Item.ID, q.Item.Outcome)
		}
		s.answer(l, q, true)
		q = must(s.Next(s.ctx, l, q.Attempt))(t)
	}
	r := must(s.Submit(s.ctx, l, q.Attempt))(t)
	s.same(r.Completion.Taught, bad)
	s.same(len(r.Completion.Tested), len(m.Outcomes)-len(bad))
	s.same(r.Completion.Attempt, q.Attempt)
	for _, read := range s.record(l.Learner).Reads {
		s.same(read.Took, time.Duration(0)) // never negative
	}
}

func TestTheMarkPassesAFullDrawWithNoOutcomeAtNone(t *testing.T) {
	s, _ := day(t)
	o := s.module(fire).OutcomeIDs()
	r := s.sit(s.join(1), fire, map[induction.OutcomeID]int{o[0]: 1, o[1]: 1})
	if r.Completion == nil || !r.Completion.ByMark || !r.Result.ByMark {
		t.Errorf("ten of twelve: %+v", r.Standing)
	}
	if r := s.sit(s.join(2), fire, map[induction.OutcomeID]int{o[0]: 2}); r.Completion != nil {
		t.Errorf("ten of twelve with an outcome at none of two: %+v", r.Completion)
	}
	if r := s.sit(s.join(3), fire, map[induction.OutcomeID]int{o[0]: 1, o[1]: 1, o[2]: 1}); r.Completion != nil {
		t.Errorf("nine of twelve: %+v", r.Completion)
	}
}

func TestLearnFirst(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	s.read(l, fire)
	s.same(s.phase(l, fire), induction.Reading)
	r := s.sit(l, fire, nil)
	s.same(r.Completion.Taught, s.module(fire).OutcomeIDs())
	s.same(len(r.Completion.Tested), 0)
	s.same(r.Saved, 0)
}

func TestThreeFailsLockThenATrainerThenTheNextSession(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.refused(s.UnlockAttempt(s.ctx, seat, l.Learner, fire), induction.NotReady, induction.CodeNotLocked)
	for range 3 {
		s.fail(l, fire)
	}
	locked := func() {
		t.Helper()
		s.same(s.phase(l, fire), induction.Locked)
		_, err := s.Begin(s.ctx, l, fire)
		s.refused(err, induction.NotReady, induction.CodeAttemptsUsed)
	}
	locked()
	if g := must(s.Grid(s.ctx, seat))(t); !g.Rows[0].Help {
		t.Error("the grid does not say that somebody is stuck")
	}
	s.ok(s.UnlockAttempt(s.ctx, seat, l.Learner, fire))
	s.refused(s.UnlockAttempt(s.ctx, seat, l.Learner, fire), induction.NotReady, induction.CodeNotLocked)
	s.fail(l, fire)
	locked()
	s.refused(s.UnlockAttempt(s.ctx, seat, l.Learner, fire), induction.NotReady, induction.CodeNotLocked)
	s.ok(s.CloseSession(s.ctx, seat))
	locked() // leaving the session gives nothing back
	s.openSession()
	s.same(must(s.Module(s.ctx, l, fire))(t).Standing.Left, 3)
	s.pass(l, fire)
}

func TestAttemptsOutsideASessionAreNotForgivenOutsideOne(t *testing.T) {
	s := demonstration(t)
	l := s.join(1)
	for range 3 {
		s.fail(l, fire)
	}
	s.same(s.phase(l, fire), induction.Locked)
	s.clock.Add(24 * time.Hour)
	s.same(s.phase(l, fire), induction.Locked)
	s.openSession()
	s.same(s.phase(l, fire), induction.Retest)
}

// The machine is killed and started again before every answer, and between the
// last one and handing in: the same item is asked again, and nothing is lost.
func TestResumesAtTheSameItemAfterEveryRestart(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	first := must(s.Begin(s.ctx, l, fire))(t)
	q, asked := first, []induction.ItemID{}
	for i := 0; ; i++ {
		s.again()
		l = s.signIn(1)
		s.same(s.phase(l, fire), induction.Answering)
		again := must(s.Begin(s.ctx, l, fire))(t)
		s.same([]any{again.Attempt, again.Done, again.Drawn, again.Marks}, []any{first.Attempt, q.Done, q.Drawn, q.Marks})
		if again.Done {
			break
		}
		s.same(again.Number, i+1)
		asked = append(asked, again.Item.ID)
		m := s.answer(l, again, i%2 == 0)
		s.same(m.Last, i == first.Of-1)
		q = must(s.Next(s.ctx, l, first.Attempt))(t)
	}
	slices.Sort(asked)
	s.same(len(slices.Compact(asked)), first.Of)
	r := must(s.Submit(s.ctx, l, first.Attempt))(t)
	s.same(r.Result.Right, first.Of/2)
	s.again()
	l = s.signIn(1)
	s.same(must(s.Submit(s.ctx, l, first.Attempt))(t).Result, r.Result)
}

func TestAnAnswerIsOnDiskWhenRespondReturns(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	q := must(s.Begin(s.ctx, l, resus))(t)
	a := wrong(q.Item)
	must(s.Respond(s.ctx, l, q.Attempt, q.Item.ID, a, 3*time.Second))(t)
	s.again() // with no sign-out and no clean end
	got := must(s.db.Attempt(s.ctx, q.Attempt))(t).Responses
	s.same(len(got), 1)
	s.same([]any{got[0].Item, got[0].Answer, got[0].Right, got[0].Took}, []any{q.Item.ID, a, false, 3 * time.Second})
}

func TestAnswersThatAreRefused(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	q := must(s.Begin(s.ctx, l, fire))(t)
	respond := func(item induction.ItemID, a induction.Answer) error {
		_, err := s.Respond(s.ctx, l, q.Attempt, item, a, 0)
		return err
	}
	a := must(s.db.Attempt(s.ctx, q.Attempt))(t)
	other := slices.IndexFunc(q.Module.Items, func(it induction.Item) bool {
		return !slices.ContainsFunc(a.Draw, func(d induction.Drawn) bool { return d.Item == it.ID })
	})
	undrawn := q.Module.Items[other]
	s.refused(respond(undrawn.ID, undrawn.Right()), induction.Invalid, induction.CodeNotDrawn)
	s.refused(respond("no-such-item", induction.Answer{0}), induction.Invalid, induction.CodeNotDrawn)
	for _, bad := range []induction.Answer{nil, {}, {-1}, {99}, {1 << 62}} {
		s.refused(respond(q.Item.ID, bad), induction.Invalid, induction.CodeAnswerForm)
	}
	_, err := s.Submit(s.ctx, l, q.Attempt)
	s.refused(err, induction.NotReady, induction.CodeUnanswered)
	s.ok(respond(q.Item.ID, wrong(q.Item)))
	s.refused(respond(q.Item.ID, q.Item.Right()), induction.Conflict, induction.CodeAnswered)
	_, err = s.Respond(s.ctx, l, "no-such-attempt", q.Item.ID, q.Item.Right(), 0)
	s.refused(err, induction.NotFound, induction.CodeNoAttempt)
	_, err = s.Begin(s.ctx, l, "nowhere.1")
	s.refused(err, induction.NotFound, induction.CodeNoModule)
	s.refused(s.ReadPage(s.ctx, l, fire, "no-such-page", 0), induction.NotFound, induction.CodeNoModule)
}

func TestAnothersAttemptNeverOpens(t *testing.T) {
	s, _ := day(t)
	mine := must(s.Begin(s.ctx, s.join(1), fire))(t)
	other := s.join(2)
	_, err := s.Next(s.ctx, other, mine.Attempt)
	s.refused(err, induction.NotFound, induction.CodeNoAttempt)
	_, err = s.Respond(s.ctx, other, mine.Attempt, mine.Item.ID, mine.Item.Right(), 0)
	s.refused(err, induction.NotFound, induction.CodeNoAttempt)
	_, err = s.Submit(s.ctx, other, mine.Attempt)
	s.refused(err, induction.NotFound, induction.CodeNoAttempt)
	s.same(len(must(s.db.Attempt(s.ctx, mine.Attempt))(t).Responses), 0)
	if theirs := must(s.Begin(s.ctx, other, fire))(t); theirs.Attempt == mine.Attempt {
		t.Fatal("two learners share an attempt")
	}
}

// newer is a catalogue in which a module has a later version, and knows the old
// one still or not.
type newer struct {
	desk.Catalog
	module  induction.Module
	forgets bool
}

func (n *newer) Module(c induction.Code) (*induction.Module, bool) {
	if c == n.module.Ref.Code {
		return &n.module, true
	}
	return n.Catalog.Module(c)
}

func (n *newer) Exact(r induction.ModuleRef) (*induction.Module, bool) {
	if r == n.module.Ref {
		return &n.module, true
	}
	if n.forgets && r.Code == n.module.Ref.Code {
		return nil, false
	}
	return n.Catalog.Exact(r)
}

func (s *station) update(code induction.Code, v induction.Version, forgets bool) {
	s.t.Helper()
	m := *s.module(code)
	m.Ref.Version = v
	s.cat = &newer{s.cat, m, forgets}
	s.again()
}

func TestAPackChangedUnderAnOpenAttempt(t *testing.T) {
	for _, forgets := range []bool{false, true} {
		s, _ := day(t)
		old := must(s.Begin(s.ctx, s.join(1), fire))(t)
		s.update(fire, induction.Version{Major: old.Module.Ref.Version.Major, Minor: 9}, forgets)
		l := s.signIn(1)
		s.same(s.phase(l, fire), induction.NotStarted)
		_, err := s.Next(s.ctx, l, old.Attempt)
		if forgets {
			s.refused(err, induction.NotFound, induction.CodeModuleChanged)
		} else {
			s.ok(err)
		}
		q := must(s.Begin(s.ctx, l, fire))(t)
		if q.Attempt == old.Attempt || q.Module.Ref.Version.Minor != 9 {
			t.Fatalf("went on with the old version: %+v", q.Module.Ref)
		}
		s.pass(l, fire)
		s.same(s.record(l.Learner).Completions[0].Module.Version.Minor, 9)
	}
}

// An attempt that was left open when another passed must never be worth anything:
// handed in years later it would renew a completion for somebody who knows nothing.
func TestAnAttemptLeftOpenRenewsNothing(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	old := must(s.Begin(s.ctx, l, fire))(t)
	for q := old; !q.Done; q = must(s.Next(s.ctx, l, old.Attempt))(t) {
		s.answer(l, q, false)
	}
	s.update(fire, induction.Version{Major: old.Module.Ref.Version.Major, Minor: 9}, false)
	l = s.signIn(1)
	s.pass(l, fire)
	s.clock.Add(600 * 24 * time.Hour)
	r := must(s.Submit(s.ctx, l, old.Attempt))(t)
	if r.Completion != nil {
		t.Fatalf("everything wrong, and held until %v", r.Completion.Until())
	}
	s.same(len(s.record(l.Learner).Completions), 1)
}

func TestACompletionRunsOutAndIsDoneAgain(t *testing.T) {
	s := demonstration(t)
	l := s.join(1)
	s.pass(l, fire)
	until := s.record(l.Learner).Completions[0].Until()
	s.clock.Set(until.Add(-time.Minute))
	if v := must(s.Module(s.ctx, l, fire))(t); !v.Held {
		t.Fatal("not held on its last day")
	}
	s.clock.Set(until.Add(time.Second))
	if v := must(s.Module(s.ctx, l, fire))(t); v.Held || v.Standing.Phase != induction.NotStarted {
		t.Fatalf("after its last second: held %v, %s", v.Held, v.Standing.Phase)
	}
	s.fail(l, fire)
	s.same(len(s.record(l.Learner).Completions), 1)
	s.pass(l, fire)
	s.same(len(s.record(l.Learner).Completions), 2)
}

// shorter is a catalogue whose programme wants fire safety every year.
type shorter struct{ desk.Catalog }

func (c shorter) Programme(id induction.ProgrammeID) (induction.Programme, bool) {
	p, ok := c.Catalog.Programme(id)
	p.Requirements = slices.Clone(p.Requirements)
	p.Requirements[0].RefreshMonths, p.Requirements[0].Reason = 12, "The site asks for it every year."
	return p, ok
}

func TestAShorterLocalPeriodCanBeRenewed(t *testing.T) {
	s := demonstration(t)
	s.cat = shorter{s.cat}
	s.again()
	seat := s.openSession()
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.CloseSession(s.ctx, seat))
	s.clock.Add(366 * 24 * time.Hour)
	seat = s.openSession()
	line := must(s.Day(s.ctx, l))(t).Day.Lines[0]
	if line.Done || line.Phase != induction.NotStarted || line.Reason == "" {
		t.Fatalf("a year and a day on: %+v", line)
	}
	for range 3 {
		s.fail(l, fire)
	}
	s.same(len(s.record(l.Learner).Completions), 1)
	s.ok(s.UnlockAttempt(s.ctx, seat, l.Learner, fire))
	s.read(l, fire)
	s.pass(l, fire)
	c := s.record(l.Learner).Completions
	s.same(len(c), 2)
	s.same(c[1].ValidDays, s.module(fire).ValidDays(c[1].Day)) // elsewhere the framework's period holds
	s.same(must(s.Day(s.ctx, l))(t).Day.Lines[0].Done, true)
}

func TestASessionThatRunsPastMidnight(t *testing.T) {
	s := demonstration(t)
	s.clock.Set(time.Date(2026, 8, 5, 22, 0, 0, 0, time.UTC))
	s.openSession()
	l := s.join(1)
	s.pass(l, fire)
	s.clock.Add(4 * time.Hour)
	if line := must(s.Day(s.ctx, l))(t).Day.Lines[0]; !line.Done || line.Held {
		t.Fatalf("passed before midnight in the same session: %+v", line)
	}
	s.ok(s.GiveFeedback(s.ctx, l, [4]int{5}, ""))
}
