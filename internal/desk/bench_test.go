package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
)

// BenchmarkRespond is from an answer to its mark: the answer is on the disk by then.
func BenchmarkRespond(b *testing.B) {
	s, _ := day(b)
	var seat *desk.Seat
	q := desk.Question{Done: true}
	n := 0
	for b.Loop() {
		if q.Done {
			b.StopTimer()
			n++
			seat = s.join(n)
			q = must(s.Begin(s.ctx, seat, fire))(b)
			b.StartTimer()
		}
		_, err := s.Respond(s.ctx, seat, q.Attempt, q.Item.ID, q.Item.Right(), time.Second)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		q = must(s.Next(s.ctx, seat, q.Attempt))(b)
		b.StartTimer()
	}
}

// BenchmarkIssue signs a passport and records it. The PIN's hashing is cheap here:
// what it costs in use is the keystore's to measure.
func BenchmarkIssue(b *testing.B) {
	s, t := day(b)
	seat := s.join(1)
	s.finish(t, seat)
	for b.Loop() {
		if _, err := s.Issue(s.ctx, t, seat.Learner, desk.DemoPIN); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck judges a passport's text as the check desk does.
func BenchmarkCheck(b *testing.B) {
	s, t := day(b)
	seat := s.join(1)
	s.finish(t, seat)
	text := must(s.Issue(s.ctx, t, seat.Learner, desk.DemoPIN))(b)[0].Text
	for b.Loop() {
		c, err := s.Check(s.ctx, text)
		if err != nil || !c.Verdict.Shown {
			b.Fatal(err, c.Verdict.Status)
		}
	}
}

// BenchmarkGrid draws up the trainer's grid of thirty learners at work.
func BenchmarkGrid(b *testing.B) {
	s, t := day(b)
	for n := range 30 {
		s.pass(s.join(n+1), fire)
	}
	for b.Loop() {
		g, err := s.Grid(s.ctx, t)
		if err != nil || len(g.Rows) != 30 {
			b.Fatal(err)
		}
	}
}
