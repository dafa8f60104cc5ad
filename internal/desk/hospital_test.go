package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// signedOff is the content with a named clinician's approval, under a programme that
// a test may change.
type signedOff struct {
	desk.Catalog
	change func(*induction.Programme)
}

func (c signedOff) Programme(id induction.ProgrammeID) (induction.Programme, bool) {
	p, ok := c.Catalog.Programme(id)
	if c.change != nil {
		p.Requirements = slices.Clone(p.Requirements)
		c.change(&p)
	}
	return p, ok
}

func (c signedOff) Module(code induction.Code) (*induction.Module, bool) {
	m, ok := c.Catalog.Module(code)
	if !ok {
		return nil, false
	}
	signed := *m
	signed.SignOff = induction.ContentSignOff{Status: "signed", By: "Dr Ada Byron", Role: "Consultant"}
	return &signed, true
}

func (c signedOff) Exact(r induction.ModuleRef) (*induction.Module, bool) {
	m, ok := c.Catalog.Exact(r)
	if !ok {
		return nil, false
	}
	signed := *m
	signed.SignOff = induction.ContentSignOff{Status: "signed", By: "Dr Ada Byron", Role: "Consultant"}
	return &signed, true
}

// press makes files that a test can read: what is said, and a number that is another
// each time, as a signature is.
type press struct {
	made  atomic.Int64
	fails atomic.Bool
	last  atomic.Pointer[desk.Paper]
}

var errPress = errors.New("the press is broken")

func (p *press) Sealed(_ context.Context, paper desk.Paper, s desk.Seal) ([]byte, error) {
	if p.fails.Load() {
		return nil, errPress
	}
	sig, err := s.Key.Sign([]byte(paper.Issued.Text))
	if err != nil {
		return nil, err
	}
	p.last.Store(&paper)
	carried := []string{}
	for _, c := range paper.Carried {
		carried = append(carried, c.Text)
	}
	return json.Marshal(map[string]any{"n": p.made.Add(1), "text": paper.Issued.Text, "carried": carried, "signature": sig})
}

// hospital is a machine of a real organisation whose content is signed off, with an
// open session.
type hospital struct {
	*station
	ods     string
	trainer *desk.TrainerSeat
	press   *press
	fail    int // which write is to fail
}

const passphrase = "a long enough passphrase"

func hospitalOf(t testing.TB, clock *testkit.Clock, ods, name string) *hospital {
	t.Helper()
	s := &station{t: t, ctx: t.Context(), dir: t.TempDir(), clock: clock, cat: signedOff{Catalog: shipped()}}
	s.vault = keystore.Vault{Dir: filepath.Join(s.dir, "keys"), Params: cheap}
	h := &hospital{station: s, ods: ods, press: &press{}}
	s.press = h.press
	s.open()
	t.Cleanup(func() { s.db.Close() })
	h.found(name)
	h.trainer = must(h.OpenSession(h.ctx, h.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Library"}))(t)
	return h
}

// found sets the machine up as a real organisation's.
func (h *hospital) found(name string) {
	h.t.Helper()
	o := induction.Organisation{ODS: h.ods, Name: name}
	tr := induction.Trainer{ID: induction.TrainerID(uuid.NewString()), Number: induction.Number("staff:" + h.ods + "-1"), Name: "Alex " + name, Assessor: true}
	h.ok(h.db.AddTrainer(h.ctx, tr, must(keystore.PINs{Params: cheap}.HashPIN(desk.DemoPIN))(h.t), h.clock.Now()))
	delegation, list, err := h.vault.(keystore.Vault).Found(o.Issuer(), name, "kiosk-1", string(tr.ID), passphrase, h.clock.Now())
	h.ok(err)
	h.ok(h.db.SetTrust(h.ctx, list, "test", h.clock.Now()))
	h.ok(h.db.SetPlace(h.ctx, desk.Place{Organisation: o, Device: "kiosk-1", Delegation: delegation, MadeAt: h.clock.Now(), Certificates: [][]byte{{1}}}, h.clock.Now()))
	h.build()
}

// trusts takes another's keys in, with what it has revoked.
func (h *hospital) trusts(o *hospital, change func(*trust.List)) {
	h.t.Helper()
	l := must(o.Trust(o.ctx))(h.t)
	l.Issued = max(l.Issued, h.clock.Now().Unix())
	if change != nil {
		change(&l)
	}
	must(h.ImportTrust(h.ctx, h.trainer.Trainer.ID, passphrase, l))(h.t)
}

// issued is somebody's passport from this hospital: with everything passed, or with
// the modules that are named.
func (h *hospital) issued(n int, codes ...induction.Code) induction.Issued {
	h.t.Helper()
	seat := h.join(n)
	return h.issuedTo(seat, codes...)
}

func (h *hospital) issuedTo(seat *desk.Seat, codes ...induction.Code) induction.Issued {
	h.t.Helper()
	if len(codes) == 0 {
		h.finish(h.trainer, seat)
	}
	for _, c := range codes {
		h.pass(seat, c)
	}
	h.ok(h.ConfirmIdentity(h.ctx, h.trainer, seat.Learner, "passport"))
	return must(h.Issue(h.ctx, h.trainer, seat.Learner, desk.DemoPIN))(h.t)[0]
}

// line is one line of a learner's day.
func line(d induction.Day, k induction.LineKind, c induction.Code) induction.Line {
	for _, l := range d.Lines {
		if l.Kind == k && l.Code == c {
			return l
		}
	}
	return induction.Line{}
}

// decisions writes decisions short.
func decisions(all []induction.Decision) string {
	out := ""
	for _, d := range all {
		out += fmt.Sprintf("%s %s %s %s %s; ", d.Code, d.Part, d.Ruling, d.Ground, d.Organisation)
	}
	return out
}

// pair is two hospitals on one clock, of which B trusts A.
func pair(t testing.TB) (a, b *hospital) {
	t.Helper()
	clock := testkit.NewClock(testkit.Start)
	a, b = hospitalOf(t, clock, "RAA", "Alpha"), hospitalOf(t, clock, "RBB", "Bravo")
	b.trusts(a, nil)
	return a, b
}

// later is the next rotation: the day that B opens for those who come from A.
func (h *hospital) later(d time.Duration) {
	h.t.Helper()
	h.ok(h.CloseSession(h.ctx, h.trainer))
	h.clock.Add(d)
	h.trainer = must(h.OpenSession(h.ctx, h.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Library"}))(h.t)
}
