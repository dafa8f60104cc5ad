package desk_test

import (
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
)

// Every act on what is brought is tried with each of its writes failing in turn: it
// says so, leaves nothing, and is done once when it is done again.
func TestWhatIsBroughtWhenTheDiskIsFull(t *testing.T) {
	acts := []struct {
		name string
		act  func(*hospital, *desk.Seat, induction.Issued) error
		done func(induction.Record) int
	}{
		{"Bring", func(h *hospital, l *desk.Seat, p induction.Issued) error {
			return second(h.Bring(h.ctx, l, p.Text))
		}, func(r induction.Record) int { return len(r.Recognitions) }},
		{"LookedAt", func(h *hospital, l *desk.Seat, p induction.Issued) error {
			h.store.FailAt(0, false)
			h.ok(second(h.Bring(h.ctx, l, p.Text)))
			h.rearm()
			return h.LookedAt(h.ctx, h.trainer, l.Learner, p.ID, fire, "asked the trust", desk.DemoPIN)
		}, func(r induction.Record) int { return len(r.LocalChecks) }},
		{"AddEvidence", func(h *hospital, l *desk.Seat, _ induction.Issued) error {
			return h.AddEvidence(h.ctx, h.trainer, l.Learner, proof(h), desk.DemoPIN)
		}, func(r induction.Record) int { return len(r.Evidence) }},
		{"AddWaiver", func(h *hospital, l *desk.Seat, _ induction.Issued) error {
			return h.AddWaiver(h.ctx, h.trainer, l.Learner, waiver(), desk.DemoPIN)
		}, func(r induction.Record) int { return len(r.Waivers) }},
		{"WithdrawBrought", func(h *hospital, l *desk.Seat, p induction.Issued) error {
			h.store.FailAt(0, false)
			h.ok(second(h.Bring(h.ctx, l, p.Text)))
			h.rearm()
			return h.WithdrawBrought(h.ctx, h.trainer, l.Learner, h.record(l.Learner).Recognitions[0].ID, "a mistake", desk.DemoPIN)
		}, func(r induction.Record) int {
			return count(len(r.Recognitions) > 0 && r.Recognitions[0].Withdrawn.Made())
		}},
	}
	a, b := pair(t)
	for i, c := range acts {
		p, l := a.issued(i+1), b.join(i+1)
		for n := 1; ; n++ {
			b.fail = n
			b.rearm()
			err := c.act(b, l, p)
			writes := b.store.Writes()
			b.store.FailAt(0, false)
			if writes < n { // every write was tried
				b.ok(err)
				break
			}
			b.refused(err, induction.Unavailable, induction.CodeStoreFull)
			if c.done(b.record(l.Learner)) != 0 {
				t.Errorf("%s: write %d failed, and it is done", c.name, n)
			}
		}
		b.same(c.done(b.record(l.Learner)), 1)
	}
}

// rearm makes the write fail that this round is about.
func (h *hospital) rearm() { h.store.FailAt(h.fail, false) }
