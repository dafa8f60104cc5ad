package rehearsal

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// crowd is how many learners are ready for a passport at once, stops how often the
// trainer stops and goes on.
const (
	crowd = 300
	stops = 2
)

// TestBatchStoppedAndKilled issues passports for many at once: the window answers while
// it goes on and tells how far it is, Stop ends it, and what is left goes on; killed in
// the middle of that, the rest is issued after the restart. Nobody has two passports
// and nobody none.
func TestBatchStoppedAndKilled(t *testing.T) {
	long(t)
	h := newHouse(t)
	for n := range crowd {
		h.finish(h.join(n))
	}
	session := h.trainer.Session
	p := onStage(t, options(t, h.leave()))
	p.Show.Trainer, p.Passphrase, p.PIN = desk.DemoTrainer, desk.DemoPassphrase, desk.DemoPIN

	must(t, p.issueAll(crowd))
	left := crowd
	for range stops {
		p.stops(t)
		now := p.left(t)
		if now == 0 || now >= left {
			t.Fatalf("%d were ready and %d are left: it was not stopped in the middle", left, now)
		}
		t.Logf("stopped with %d of %d left", now, left)
		p.isDrawn(t)
		must(t, do(p.press("batch.resume", now), p.pinned))
		left = now
	}
	p.midway(t)
	must(t, p.Restart(context.Background()))
	p.rest(t)
	must(t, p.Quit())

	issued := value(look(t, h.dir).Passports(h.ctx, session))(t)
	have := map[induction.LearnerID]int{}
	for _, i := range issued {
		have[i.Learner]++
	}
	if len(have) != crowd || len(issued) != crowd {
		t.Errorf("%d passports for %d people, of %d", len(issued), len(have), crowd)
	}
	wellSaid(t, []byte(tool(t, program, "--data", h.dir, "doctor", "--json")))
}

// issueAll signs in and issues for all who are ready. The key has to be opened first.
func (p *play) issueAll(ready int) error {
	return do(p.on("welcome"), p.press("welcome.trainer"), p.door, p.types(p.PIN), p.keys("Return"), p.on("trainer"), p.press("grid.issue", ready),
		p.cardAsks("trainer.passphrase"), p.types(p.Passphrase), p.keys("Return"), p.pinned)
}

// during waits for a scene while work goes on: each look must be answered at once.
func (p *play) during(t *testing.T, what string, ok func(Scene) bool) Scene {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		asked := time.Now()
		sc, err := Look(p.socket())
		if took := time.Since(asked); err == nil && took > 2*time.Second {
			t.Errorf("the window answered after %v while it issued", took)
		}
		if err == nil && ok(sc) {
			return sc
		}
	}
	t.Fatalf("waiting for %s", what)
	return Scene{}
}

// stops presses Stop, as slowly as a finger does, once some have been issued.
func (p *play) stops(t *testing.T) {
	t.Helper()
	at := p.midway(t)
	must(t, p.Hold(at.X+at.W/2, at.Y+at.H/2))
}

// midway waits until some have been issued, and gives where Stop is.
func (p *play) midway(t *testing.T) (stop Target) {
	t.Helper()
	begun := regexp.MustCompile(`^[1-9][0-9]* of `)
	p.during(t, "issuing to go on", func(s Scene) bool {
		i := slices.IndexFunc(s.Targets, func(x Target) bool { return x.Label == p.Words.T("grid.issuing.stop") })
		if !s.Busy || i < 0 || s.Targets[i].X == 0 { // it is there and not laid out yet
			return false
		}
		stop = s.Targets[i]
		return slices.ContainsFunc(s.Words, begun.MatchString)
	})
	return stop
}

// left is how many the page of results says are left.
func (p *play) left(t *testing.T) int {
	t.Helper()
	sc := value(p.Stage.On("issued"))(t)
	n, _ := sc.Facts["left"].(float64)
	return int(n)
}

// rest issues for those who are left after the restart.
func (p *play) rest(t *testing.T) {
	t.Helper()
	must(t, do(p.on("welcome"), p.press("welcome.trainer"), p.door, p.types(p.PIN), p.keys("Return"), p.on("trainer")))
	sc := value(p.Stage.On("trainer"))(t)
	for n := crowd; n > 0; n-- {
		if slices.ContainsFunc(sc.Targets, func(x Target) bool { return x.Label == p.Words.T("grid.issue", n) && !x.Disabled }) {
			t.Logf("%d were left when it was killed", n)
			must(t, do(p.press("grid.issue", n), p.cardAsks("trainer.passphrase"), p.types(p.Passphrase), p.keys("Return"), p.pinned, p.on("issued")))
			if left := p.left(t); left != 0 {
				t.Errorf("%d are left in the end", left)
			}
			return
		}
	}
	t.Log("nobody was left when it was killed")
}
