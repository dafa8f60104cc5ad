package desk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"muster/assets"
	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/phrase"
	"muster/internal/testkit"
)

// realPress lays out and signs files as the program does, with what a batch needs of it.
type realPress struct {
	*document.Press
	words *phrase.Printer
}

var theRealPress = sync.OnceValue(func() realPress {
	regular, err1 := assets.Font("NotoSans-Regular.ttf")
	bold, err2 := assets.Font("NotoSans-Bold.ttf")
	p, err3 := document.NewPress(document.Fonts{Regular: regular, Bold: bold})
	book, err4 := phrase.Load(assets.FS())
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		panic(err)
	}
	return realPress{p, book.Printer("en-GB")}
})

func (p realPress) Sealed(_ context.Context, f desk.Paper, s desk.Seal) ([]byte, error) {
	c := f.Claims
	in := document.Passport{
		Text: f.Issued.Text, Number: c.ID.String(), Name: c.Name, Holder: c.Subject, Organisation: c.Organisation, ODS: strings.TrimPrefix(c.Issuer, "ods:"),
		Issued: time.Unix(c.IssuedAt, 0), Device: c.Device, Session: c.Session, Trainer: c.Trainer, Framework: c.Framework, Items: realItems(c, f.Items),
	}
	for _, k := range f.Carried {
		in.Carried = append(in.Carried, document.Carried{
			Text: k.Text, Number: k.Claims.ID.String(), Name: k.Claims.Name, Holder: k.Claims.Subject, Organisation: k.Organisation,
			ODS: strings.TrimPrefix(k.Claims.Issuer, "ods:"), Issued: time.Unix(k.Claims.IssuedAt, 0), Device: k.Claims.Device,
			Session: k.Claims.Session, Trainer: k.Claims.Trainer, Framework: k.Claims.Framework, Items: realItems(k.Claims, k.Items),
		})
	}
	pdf, err := p.Passport(in, p.words)
	if err != nil {
		return nil, err
	}
	return document.Seal{Key: s.Key, Certificates: s.Certificates, At: s.At}.Sealed(pdf, "en-GB")
}

func realItems(c passport.Claims, items []desk.CheckedItem) []document.Item {
	var out []document.Item
	for i, it := range items {
		out = append(out, document.Item{
			Code: it.Code, Subject: it.Subject, Level: it.Level, Version: it.Version, Completed: c.Items[i].CompletedOn(c.IssuedAt),
			Knowledge: true, Tested: true, PracticalMissing: it.Partial,
		})
	}
	return out
}

// realHospital is a hospital whose files are real, with a programme of two modules.
func realHospital(t testing.TB, clock *testkit.Clock, ods, name string) *hospital {
	t.Helper()
	h := hospitalWith(t, clock, ods, name, signedOff{Catalog: shipped(), change: func(p *induction.Programme) {
		p.Requirements, p.Checklists = []induction.Requirement{{Code: fire}, {Code: resus}}, nil
	}})
	h.restart(theRealPress())
	return h
}

// ready puts n people on record who are ready for their passports, from the first on.
func (h *hospital) ready(first, n int) {
	h.t.Helper()
	now := h.clock.Now().UTC().Truncate(time.Millisecond)
	for i := first; i < first+n; i++ {
		l := induction.Learner{ID: induction.LearnerID(testkit.ID(1, i)), Number: gmc(i), Name: fmt.Sprintf("Zoë Learner %c", 'A'+i%26), Joined: now}
		h.ok(h.db.AddLearner(h.ctx, l, "hash"))
		h.ok(h.db.Present(h.ctx, h.trainer.Session, l.ID, now))
		h.ok(h.db.SetIdentity(h.ctx, l.ID, induction.Identity{By: h.trainer.Trainer.ID, At: now, Seen: "passport"}))
		for k, code := range []induction.Code{fire, resus} {
			m := h.module(code)
			a := induction.Attempt{ID: induction.AttemptID(testkit.ID(4, 2*i+k)), Learner: l.ID, Session: h.trainer.Session, Module: m.Ref, Ordinal: 1, Rule: m.Rule, Began: now}
			h.ok(h.db.AddAttempt(h.ctx, a))
			c := induction.Complete(m, induction.Standing{Last: &a}, induction.CompletionID(testkit.ID(5, 2*i+k)), h.trainer.Session, now)
			h.ok(h.db.Submit(h.ctx, a.ID, now, &c))
		}
	}
}

// BenchmarkBatch issues 500 passports from one press on the real store, with their
// signed files, while somebody else in the room answers questions. It reports the
// passports a second, the median and the longest wait for an answer, and the most
// memory in use.
func BenchmarkBatch(b *testing.B) {
	const n = 500
	for b.Loop() {
		b.StopTimer()
		h := realHospital(b, testkit.NewClock(testkit.Start), "RBB", "Bravo")
		h.ready(1, n)
		other := h.join(n + 1)
		stop, waits := make(chan struct{}), make(chan []time.Duration)
		go func() { waits <- h.answering(other, stop) }()
		var most runtime.MemStats
		b.StartTimer()
		begun := time.Now()
		got, err := h.IssueReady(h.ctx, h.trainer, desk.DemoPIN, func(done, _ int) {
			var now runtime.MemStats
			if done%100 == 0 {
				runtime.ReadMemStats(&now)
				most.HeapAlloc = max(most.HeapAlloc, now.HeapAlloc)
			}
		})
		took := time.Since(begun)
		b.StopTimer()
		close(stop)
		all := <-waits
		if err != nil || len(got.Issued) != n {
			b.Fatal(len(got.Issued), err, got.Refused)
		}
		slices.Sort(all)
		b.ReportMetric(n/took.Seconds(), "passports/s")
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms/answer-median")
		b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "ms/answer-longest")
		b.ReportMetric(float64(len(all)), "answers")
		b.ReportMetric(float64(most.HeapAlloc)/(1<<20), "MiB")
		if size, err := os.Stat(filepath.Join(h.dir, "muster.db")); err == nil {
			b.ReportMetric(float64(size.Size())/n/1024, "KiB/passport")
		}
		b.StartTimer()
	}
}

// answering answers questions until it is told to stop, and tells how long each took.
func (h *hospital) answering(seat *desk.Seat, stop chan struct{}) []time.Duration {
	var waits []time.Duration
	q, err := h.Begin(h.ctx, seat, fire)
	for err == nil {
		select {
		case <-stop:
			return waits
		case <-time.After(200 * time.Millisecond):
		}
		begun := time.Now()
		if _, err = h.Respond(h.ctx, seat, q.Attempt, q.Item.ID, wrong(q.Item), time.Second); err != nil {
			break
		}
		waits = append(waits, time.Since(begun))
		if q, err = h.Next(h.ctx, seat, q.Attempt); err == nil && q.Done {
			q, err = h.Begin(h.ctx, seat, resus)
		}
		if q.Done {
			<-stop
			return waits
		}
	}
	h.t.Error(err)
	<-stop
	return waits
}

// BenchmarkGridOfArrivals draws up the grid of 500 people of whom each brought two
// passports: the first time, when every signature is checked, and again.
func BenchmarkGridOfArrivals(b *testing.B) {
	const n = 500
	clock := testkit.NewClock(testkit.Start)
	from, h := realHospital(b, clock, "RAA", "Alpha"), realHospital(b, clock, "RBB", "Bravo")
	h.trusts(from)
	from.restart(nil)
	from.ready(1, n)
	h.ready(1, n)
	for range 2 {
		clock.Add(time.Second)
		for i := 1; i <= n; i++ {
			p := must(from.Issue(from.ctx, from.trainer, induction.LearnerID(testkit.ID(1, i)), desk.DemoPIN))(b)[0]
			must(h.BringFor(h.ctx, h.trainer, induction.LearnerID(testkit.ID(1, i)), p.Text))(b)
		}
	}
	for _, c := range []struct {
		name string
		step time.Duration
	}{{"first", time.Minute}, {"again", 0}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				clock.Add(c.step)
				h.trainer = must(h.Reopen(h.ctx, h.alex(), passphrase))(b)
				b.StartTimer()
				g, err := h.Grid(h.ctx, h.trainer)
				if err != nil || len(g.Rows) != n {
					b.Fatal(err)
				}
			}
		})
	}
}
