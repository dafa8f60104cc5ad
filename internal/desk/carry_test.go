package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/testkit"
)

// What was recognised travels along whole: B vouches for what B saw, and A's passport
// goes with it as it was received.
func TestARecognisedPassportTravelsAlongWhole(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1, fire)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	b.pass(l, resus)
	b.signPractical(b.trainer, l.Learner)
	b.tickAll(l)
	b.ok(b.ConfirmIdentity(b.ctx, b.trainer, l.Learner, "passport"))
	b.same(must(b.Grid(b.ctx, b.trainer))(t).Rows[0].Ready, true)
	got := must(b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN))(t)
	b.same(got[0].Codes, []induction.Code{resus}) // fire safety stays A's word
	carried := b.press.last.Load().Carried
	b.same([]any{len(carried), carried[0].Text, carried[0].Organisation, carried[0].Claims.Issuer, len(carried[0].Items)}, []any{1, p.Text, "Alpha", "ods:RAA", 1})
	b.same(must(b.Grid(b.ctx, b.trainer))(t).Rows[0].Ready, false)
	preview := must(b.Paper(b.ctx, got[0]))(t)
	b.same([]any{len(preview.Carried), preview.Carried[0].Text}, []any{1, p.Text})

	// Another that is brought afterwards makes a new passport worth having.
	b.clock.Add(time.Minute)
	c := hospitalOf(t, b.clock, "RCC", "Charlie")
	b.trusts(c)
	must(b.Bring(b.ctx, l, c.issued(1, fire).Text))(t)
	b.same(must(b.Grid(b.ctx, b.trainer))(t).Rows[0].Ready, true)
	b.same(len(must(b.Paper(b.ctx, got[0]))(t).Carried), 1) // the old one stays as it was
	b.ok(b.WithdrawBrought(b.ctx, b.trainer, l.Learner, b.record(l.Learner).Recognitions[0].ID, "a mistake", desk.DemoPIN))
	b.same(must(b.Paper(b.ctx, got[0]))(t).Carried[0].Text, p.Text)
	must(b.BringFor(b.ctx, b.trainer, l.Learner, p.Text))(t)

	// One that was taken back by its issuer goes nowhere.
	a.revokes(p)
	b.hears(a)
	next := must(b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN))(t)
	carried = b.press.last.Load().Carried
	b.same([]any{len(next), len(carried), carried[0].Organisation}, []any{1, 1, "Charlie"})
}

// The file is made at issue and kept: the same bytes each time, with no key.
func TestTheFinishedFileIsKept(t *testing.T) {
	_, b := pair(t)
	p := b.issued(1, fire)
	made := b.press.made.Load()
	first := must(b.PaperFile(b.ctx, p))(t)
	b.clock.Add(desk.KeyIdle + time.Minute)
	b.same(string(must(b.PaperFile(b.ctx, p))(t)), string(first))
	b.again()
	b.same(string(must(b.PaperFile(b.ctx, p))(t)), string(first))
	b.same(b.press.made.Load(), made)
}

// A passport that an earlier release issued has no file: it is made once, with the key.
func TestAPassportWithoutAFileGetsOneWhileTheKeyIsOpen(t *testing.T) {
	_, b := pair(t)
	b.restart(nil)
	p := b.issued(1, fire)
	b.station.press = b.press
	b.build() // the key is locked
	_, err := b.PaperFile(b.ctx, p)
	b.refused(err, induction.NotReady, induction.CodePaperLocked)
	b.trainer = must(b.Reopen(b.ctx, b.alex(), passphrase))(t)
	var all sync.WaitGroup
	files := make([]string, 4)
	for i := range files {
		all.Add(1)
		go func() {
			defer all.Done()
			files[i] = string(must(b.PaperFile(b.ctx, p))(t))
		}()
	}
	all.Wait()
	for _, f := range files {
		b.same(f, files[0])
	}
	other := p
	other.ID, other.Text = "00000000000000000000000000000001", hospitalOf(t, b.clock, "RCC", "Charlie").issued(1, fire).Text
	_, err = b.PaperFile(b.ctx, other)
	b.refused(err, induction.NotReady, induction.CodePaperKey)
}

// No passport is on record that has no file, and no file leaves without its record.
func TestAFileThatCannotBeMadeIssuesNothing(t *testing.T) {
	_, b := pair(t)
	l := b.join(1)
	b.pass(l, fire)
	b.ok(b.ConfirmIdentity(b.ctx, b.trainer, l.Learner, "passport"))
	b.press.fails.Store(true)
	_, err := b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN)
	if !errors.Is(err, errPress) {
		t.Errorf("error = %v", err)
	}
	b.same(len(b.record(l.Learner).Passports), 0)
	b.press.fails.Store(false)
	b.store.FailAt(3, false) // two for the PIN
	_, err = b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN)
	b.refused(err, induction.Unavailable, induction.CodeStoreFull)
	b.same(len(b.record(l.Learner).Passports), 0)
	p := must(b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN))(t)
	b.same(len(must(b.PaperFile(b.ctx, p[0]))(t)) > 0, true)
}

func TestABatchIsStoppedAndGoneOnWith(t *testing.T) {
	_, b := pair(t)
	for n := range 5 {
		b.finish(b.trainer, b.join(n+1))
	}
	ctx, stop := context.WithCancel(b.ctx)
	first, err := b.IssueReady(ctx, b.trainer, desk.DemoPIN, func(done, _ int) {
		if done == 2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	b.same(len(first.Issued), 2)
	// Two hands press at once: everybody gets one, nobody two.
	var all sync.WaitGroup
	got := make([]int, 2)
	for i := range got {
		all.Add(1)
		go func() {
			defer all.Done()
			got[i] = len(must(b.IssueReady(b.ctx, b.trainer, desk.DemoPIN, func(int, int) {}))(t).Issued)
		}()
	}
	all.Wait()
	b.same(got[0]+got[1], 3)
	for _, row := range must(b.Grid(b.ctx, b.trainer))(t).Rows {
		b.same([]any{row.Issued, row.Ready}, []any{1, false})
	}
}

// A long batch keeps the key awake by itself; a key that is dropped ends it at once.
func TestTheKeyThroughALongBatch(t *testing.T) {
	_, b := pair(t)
	for n := range 4 {
		b.finish(b.trainer, b.join(n+1))
	}
	got, err := b.IssueReady(b.ctx, b.trainer, desk.DemoPIN, func(done, _ int) {
		switch done {
		case 1, 2:
			b.clock.Add(desk.KeyIdle - time.Minute)
		case 3:
			b.clock.Add(desk.KeyIdle + time.Minute)
		}
	})
	b.refused(err, induction.NotReady, induction.CodeKeyLocked)
	b.same([]any{len(got.Issued), len(got.Refused)}, []any{3, 0})
}

// bare is a record whose place was given no certificate.
type bare struct{ desk.Store }

func (b bare) Place(ctx context.Context) (desk.Place, error) {
	p, err := b.Store.Place(ctx)
	p.Certificates = nil
	return p, err
}

// The demonstration of an earlier version has no certificate, and a machine whose
// enrolment brought none has none either: what is issued must be signed whole.
func TestWithoutACertificateNothingIsIssued(t *testing.T) {
	real := hospitalOf(t, testkit.NewClock(testkit.Start), "RAA", "Alpha")
	tried := &hospital{station: demonstration(t), press: &press{}}
	for _, c := range []struct {
		h    *hospital
		want induction.Reason
	}{{tried, induction.CodeOldDemo}, {real, induction.CodeNoCertificate}} {
		h := c.h
		h.store.Store = bare{h.db}
		h.station.press = h.press
		h.build()
		phrase := passphrase
		if h == tried {
			phrase = desk.DemoPassphrase
			h.openSession()
		}
		h.trainer = must(h.Reopen(h.ctx, h.alex(), phrase))(t)
		l := h.join(1)
		h.pass(l, fire)
		h.ok(h.ConfirmIdentity(h.ctx, h.trainer, l.Learner, "passport"))
		_, err := h.Issue(h.ctx, h.trainer, l.Learner, desk.DemoPIN)
		h.refused(err, induction.NotReady, c.want)
		h.same([]any{len(h.record(l.Learner).Passports), h.press.made.Load()}, []any{0, 0})
	}
}

func TestAFileThatCannotBeBelievedIsRefused(t *testing.T) {
	_, b := pair(t)
	p := b.issued(1, fire)
	c := must(b.CheckFile(b.ctx, []string{p.Text}, "appended"))(t)
	b.same([]any{len(c), c[0].Verdict.Band, c[0].Verdict.Status, c[0].Verdict.Shown, c[0].Broken, c[0].Verdict.Claims == nil}, []any{1, passport.Refuse, passport.Forged, false, "appended", true})
	c = must(b.CheckFile(b.ctx, []string{p.Text, "hello"}, ""))(t)
	b.same([]any{len(c), c[0].Verdict.Status, c[0].Broken, c[1].Verdict.Status}, []any{2, passport.Valid, "", passport.NotAPassport})
}

// The file as the program makes it, with what was carried along, is believed whole at
// the check desk, and with anything after its end it is not.
func TestTheRealFileIsBelieved(t *testing.T) {
	a, b := pair(t)
	b.restart(theRealPress())
	p := a.issued(1, fire)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	own := b.issuedTo(l, resus)
	pdf := must(b.PaperFile(b.ctx, own))(t)
	found := must(document.Examine(pdf))(t)
	b.same([]any{found.Broken, len(found.Texts)}, []any{"", 2})
	checked := must(b.CheckFile(b.ctx, found.Texts, found.Broken))(t)
	b.same([]any{checked[0].Verdict.Status, checked[0].Verdict.Organisation}, []any{passport.Valid, "Bravo"})
	b.same([]any{checked[1].Verdict.Status, checked[1].Verdict.Organisation}, []any{passport.Valid, "Alpha"})
	b.same([]string{found.Texts[0], found.Texts[1]}, []string{own.Text, p.Text})
	spoilt := must(document.Examine(append(pdf, "\n%"...)))(t)
	checked = must(b.CheckFile(b.ctx, spoilt.Texts, spoilt.Broken))(t)
	b.same([]any{len(checked), checked[0].Verdict.Status, checked[0].Broken != ""}, []any{1, passport.Forged, true})
}
