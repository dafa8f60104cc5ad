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

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/testkit"
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

func (c signedOff) Programmes() []induction.Programme {
	all := slices.Clone(c.Catalog.Programmes())
	for i, p := range all {
		all[i], _ = c.Programme(p.ID)
	}
	return all
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

// hospital is a real organisation: its administrator's machine, and a kiosk of it,
// enrolled, with an open session, whose content is signed off.
type hospital struct {
	*station
	ods     string
	office  *station
	trainer *desk.TrainerSeat
	press   *press
	fail    int // which write is to fail
}

const passphrase = "a long enough passphrase"

func hospitalOf(t testing.TB, clock *testkit.Clock, ods, name string) *hospital {
	t.Helper()
	return hospitalWith(t, clock, ods, name, signedOff{Catalog: shipped()})
}

func hospitalWith(t testing.TB, clock *testkit.Clock, ods, name string, cat desk.Catalog) *hospital {
	t.Helper()
	office := emptyWith(t, clock, cat)
	o := induction.Organisation{ODS: ods, Name: name}
	must(office.SetUpAdministrator(t.Context(), desk.NewOffice{Organisation: o, Name: "Office", Passphrase: passphrase, KeyFolder: t.TempDir()}))(t)
	return enrolled(t, office, o, "kiosk-1")
}

// enrolled is a kiosk of an office's organisation, with an open session.
func enrolled(t testing.TB, office *station, o induction.Organisation, device string) *hospital {
	t.Helper()
	h := &hospital{station: emptyWith(t, office.clock, office.cat), ods: o.ODS, office: office, press: &press{}}
	asked := must(h.SetUpKiosk(h.ctx, desk.NewKiosk{
		Organisation: o, Device: device, Passphrase: passphrase, PIN: desk.DemoPIN,
		Trainer: desk.StaffMember{Number: induction.Number("staff:" + o.ODS + "-1"), Name: "Alex " + o.Name, Assessor: true},
	}))(t)
	seat := h.officeSeat()
	given := must(office.Enrol(h.ctx, seat, must(office.ReadRequest(h.ctx, seat, asked.Bytes))(t), 300))(t)
	h.ok(h.TakeEnrolment(h.ctx, h.alex(), passphrase, must(h.ReadEnrolment(h.ctx, given.Bytes))(t), true))
	h.restart(h.press)
	return h
}

// emptyWith is a machine before its first start.
func emptyWith(t testing.TB, clock *testkit.Clock, cat desk.Catalog) *station {
	t.Helper()
	s := &station{t: t, ctx: t.Context(), dir: t.TempDir(), clock: clock, cat: cat}
	s.vault = keystore.Vault{Dir: filepath.Join(s.dir, "keys"), Params: cheap}
	s.open()
	t.Cleanup(func() { s.db.Close() })
	return s
}

// restart begins the program anew with a press, nil for none, and opens the session
// or goes on with it.
func (h *hospital) restart(p desk.Press) {
	h.t.Helper()
	h.station.press = p
	h.build()
	if must(h.Machine(h.ctx))(h.t).Open {
		h.trainer = must(h.Reopen(h.ctx, h.alex(), passphrase))(h.t)
		return
	}
	h.trainer = must(h.OpenSession(h.ctx, h.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Library"}))(h.t)
}

// officeSeat opens the organisation's key.
func (h *hospital) officeSeat() *desk.OfficeSeat {
	h.t.Helper()
	return must(h.office.OpenOffice(h.ctx, "Office", passphrase))(h.t)
}

// takes takes in what an organisation has signed.
func (h *hospital) takes(bundle []byte) {
	h.t.Helper()
	offer := must(h.ReadBundle(h.ctx, bundle))(h.t)
	if !offer.Empty() {
		h.ok(h.TakeBundle(h.ctx, h.trainer.Trainer.ID, passphrase, offer))
	}
}

// updated brings the kiosk what its own office has signed.
func (h *hospital) updated() {
	h.t.Helper()
	h.takes(must(h.office.ExportBundle(h.ctx, desk.ForDevices))(h.t))
}

// trusts adds another organisation's key, with what it has revoked.
func (h *hospital) trusts(o *hospital) {
	h.t.Helper()
	card := must(h.office.ReadCard(h.ctx, must(o.office.Card(h.ctx))(h.t).Bytes))(h.t)
	h.ok(h.office.AddOrganisation(h.ctx, h.officeSeat(), card, true, time.Time{}, "their doctors come to us"))
	h.updated()
	h.hears(o)
}

// hears takes in what another organisation has revoked.
func (h *hospital) hears(o *hospital) {
	h.t.Helper()
	h.takes(must(o.office.ExportBundle(h.ctx, desk.ForOthers))(h.t))
}

// revokes takes a passport back, at the office: nobody has heard of it yet.
func (h *hospital) revokes(p induction.Issued) {
	h.t.Helper()
	h.ok(h.office.RevokePassport(h.ctx, h.officeSeat(), p.ID, "issued by mistake"))
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
	b.trusts(a)
	return a, b
}

// later is the next rotation: the day that B opens for those who come from A.
func (h *hospital) later(d time.Duration) {
	h.t.Helper()
	h.ok(h.CloseSession(h.ctx, h.trainer))
	h.clock.Add(d)
	h.trainer = must(h.OpenSession(h.ctx, h.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Library"}))(h.t)
}
