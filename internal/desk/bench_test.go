package desk_test

import (
	"testing"

	"muster/internal/desk"
)

// BenchmarkIssue is a passport's way from the trainer's PIN to the record. Hashing
// the PIN, slow on purpose, costs next to nothing here; it is measured in keystore.
func BenchmarkIssue(b *testing.B) {
	s, trainer := day(b)
	l := s.join(1)
	s.finish(trainer, l)
	for b.Loop() {
		must(s.Issue(s.ctx, trainer, l.Learner, desk.DemoPIN))(b)
	}
}

// BenchmarkCheck is a check desk's verdict from a scanned text, with the trust list
// and the clock's floor read from the records.
func BenchmarkCheck(b *testing.B) {
	s, trainer := day(b)
	l := s.join(1)
	s.finish(trainer, l)
	text := must(s.Issue(s.ctx, trainer, l.Learner, desk.DemoPIN))(b)[0].Text
	for b.Loop() {
		if v := must(s.Check(s.ctx, text))(b).Verdict; v.Claims == nil {
			b.Fatal(v.Reasons)
		}
	}
}
