package desk_test

import (
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestTheReportOfADay(t *testing.T) {
	s, seat := day(t)
	s.ok(s.AddStarters(s.ctx, seat, []induction.Starter{{Number: gmc(9), Name: "Not Here"}}))
	done, stuck := s.join(1), s.join(2)
	s.finish(seat, done)
	for range 3 {
		s.fail(stuck, fire)
	}
	s.ok(s.UnlockAttempt(s.ctx, seat, stuck.Learner, fire))
	p := must(s.Issue(s.ctx, seat, done.Learner, desk.DemoPIN))(t)
	r := must(s.Report(s.ctx, seat))(t)
	s.same([]any{r.Organisation.Name, r.Session.Room, r.Programme.ID, r.Trainers[seat.Trainer.ID].Name, len(r.Rows)},
		[]any{desk.DemoOrganisation, "Seminar room 2", demo, desk.DemoTrainer, 3})
	rows := map[induction.Number]desk.Reported{}
	for _, row := range r.Rows {
		rows[row.Learner.Number] = row
	}
	a := rows[gmc(1)]
	s.same([]any{a.Arrived, len(a.Entries), len(a.SignOffs), a.Passports, len(a.Unlocks), a.Issued}, []any{true, 2, 1, p, 0, 1})
	s.same([]any{a.Entries[1].Subject, a.Entries[1].Full, a.SignOffs[0].Assessor}, []any{must2(s.cat.Titles("cstf-eng/1.1", resus)), true, seat.Trainer.ID})
	b := rows[gmc(2)]
	s.same([]any{b.Arrived, len(b.Entries), len(b.Unlocks), b.Unlocks[0].By, len(b.Passports)}, []any{true, 0, 1, seat.Trainer.ID, 0})
	s.same([]any{rows[gmc(9)].Arrived, rows[gmc(9)].Learner.Name}, []any{false, "Not Here"})
	s.same(r.Feedback, desk.FeedbackSummary{})

	s.ok(s.CloseSession(s.ctx, seat))
	_, err := s.Report(s.ctx, seat)
	s.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	last := must(s.LastReport(s.ctx))(t)
	s.same([]any{last.Session.ID, last.Session.ClosedBy, len(last.Rows)}, []any{seat.Session, seat.Trainer.ID, 3})
}

func must2(subject, _ string, _ bool) string { return subject }

// A report is of its own session: what was signed on another day is not in it.
func TestTheLastReportIsOfTheLastSession(t *testing.T) {
	s := demonstration(t)
	_, err := s.LastReport(s.ctx)
	s.refused(err, induction.NotFound, induction.CodeNoSession)
	first := s.openSession()
	l := s.join(1)
	s.finish(first, l)
	must(s.Issue(s.ctx, first, l.Learner, desk.DemoPIN))(t)
	s.ok(s.CloseSession(s.ctx, first))
	s.clock.Add(24 * time.Hour)
	second := s.openSession()
	s.SignOut(l)
	s.signIn(1)
	r := must(s.LastReport(s.ctx))(t)
	s.same([]any{r.Session.ID, len(r.Rows)}, []any{second.Session, 1})
	row := r.Rows[0]
	s.same([]any{len(row.Entries), len(row.SignOffs), len(row.Passports), row.Issued}, []any{2, 0, 0, 0})
	for _, line := range row.Day.Lines[:3] {
		s.same([]bool{line.Done, line.Held}, []bool{true, true})
	}
	s.same(row.Ready, true)
}

// Replies to a night's session are all its own, before midnight and after it, and
// those of the day before are not.
func TestFeedbackOfANight(t *testing.T) {
	s := demonstration(t)
	replies := func(t *testing.T, from, to int) {
		t.Helper()
		for n := from; n <= to; n++ {
			s.ok(s.GiveFeedback(s.ctx, s.join(n), [4]int{5}, ""))
		}
	}
	s.clock.Set(time.Date(2026, 8, 5, 9, 0, 0, 0, time.UTC))
	other := s.openSession()
	replies(t, 1, 5)
	s.ok(s.CloseSession(s.ctx, other))
	s.clock.Set(time.Date(2026, 8, 6, 21, 0, 0, 0, time.UTC))
	night := s.openSession()
	replies(t, 11, 13)
	elsewhere := induction.Feedback{ID: strings.Repeat("a", 32), Day: induction.DateOf(s.clock.Now()), Programme: "another", Scores: [4]int{1}}
	s.ok(s.db.AddFeedback(s.ctx, s.join(17).Learner, night.Session, elsewhere))
	s.clock.Add(5 * time.Hour)
	replies(t, 14, 16)
	s.same(must(s.Report(s.ctx, must(s.Reopen(s.ctx, night.Trainer.ID, desk.DemoPassphrase))(t)))(t).Feedback.Replies, 6)
}
