package screen

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/sqlite"

	"github.com/google/uuid"
)

// approved is the content with a named clinician's approval.
type approved struct{ desk.Catalog }

func (c approved) Module(code induction.Code) (*induction.Module, bool) {
	m, ok := c.Catalog.Module(code)
	return signedOff(m), ok
}

func (c approved) Exact(r induction.ModuleRef) (*induction.Module, bool) {
	m, ok := c.Catalog.Exact(r)
	return signedOff(m), ok
}

func signedOff(m *induction.Module) *induction.Module {
	if m == nil {
		return nil
	}
	signed := *m
	signed.SignOff = induction.ContentSignOff{Status: "signed", By: "Dr Ada Byron", Role: "Consultant"}
	return &signed
}

// longPhrase opens every key of these tests.
const longPhrase = "a long enough passphrase"

// hospital is a real organisation: its administrator's machine, and a trainer's.
type hospital struct {
	*testing.T
	desk, office *desk.Desk
	trainer      *desk.TrainerSeat
}

// bareDesk is a machine before its first start, with no window.
func bareDesk(t *testing.T, clock desk.Clock) *desk.Desk {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return desk.New(desk.Parts{
		Store: db, Catalog: approved{theCatalog()}, Clock: clock, PINs: keystore.PINs{Params: quick}, Vault: keystore.Vault{Dir: filepath.Join(dir, "keys"), Params: quick},
		Cabinet: keystore.Cabinet{Params: quick}, Unshowable: theFonts().Unshowable, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
}

func (h *hospital) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// found makes an organisation of which d is the trainer's machine.
func found(t *testing.T, d *desk.Desk, ods, name string) *hospital {
	t.Helper()
	ctx := t.Context()
	h := &hospital{T: t, desk: d, office: bareDesk(t, d.Clock)}
	o := induction.Organisation{ODS: ods, Name: name}
	_, err := h.office.SetUpAdministrator(ctx, desk.NewOffice{Organisation: o, Name: "Office", Passphrase: longPhrase, KeyFolder: t.TempDir()})
	h.must(err)
	asked, err := d.SetUpKiosk(ctx, desk.NewKiosk{
		Organisation: o, Device: "kiosk-1", Passphrase: longPhrase, PIN: desk.DemoPIN,
		Trainer: desk.StaffMember{Number: induction.Number("staff:" + ods + "-1"), Name: "Alex Mbeki", Assessor: true},
	})
	h.must(err)
	seat := h.seat()
	offer, err := h.office.ReadRequest(ctx, seat, asked.Bytes)
	h.must(err)
	answer, err := h.office.Enrol(ctx, seat, offer, 300)
	h.must(err)
	taken, err := d.ReadEnrolment(ctx, answer.Bytes)
	h.must(err)
	h.must(d.TakeEnrolment(ctx, h.alex(), longPhrase, taken, true))
	return h
}

func (h *hospital) seat() *desk.OfficeSeat {
	h.Helper()
	s, err := h.office.OpenOffice(h.Context(), "Office", longPhrase)
	h.must(err)
	return s
}

func (h *hospital) alex() induction.TrainerID {
	h.Helper()
	all, err := h.desk.Trainers(h.Context())
	h.must(err)
	return all[0].ID
}

// opens begins a day.
func (h *hospital) opens() {
	h.Helper()
	var err error
	h.trainer, err = h.desk.OpenSession(h.Context(), h.alex(), longPhrase, desk.NewSession{Programme: h.desk.Programmes()[0].ID, Room: "Library"})
	h.must(err)
}

// takes takes in what an organisation has signed.
func (h *hospital) takes(from *desk.Desk, to desk.Audience) {
	h.Helper()
	bundle, err := from.ExportBundle(h.Context(), to)
	h.must(err)
	offer, err := h.desk.ReadBundle(h.Context(), bundle)
	h.must(err)
	if !offer.Empty() {
		h.must(h.desk.TakeBundle(h.Context(), h.alex(), longPhrase, offer))
	}
}

// trusts adds another organisation's key here.
func (h *hospital) trusts(o *hospital) {
	h.Helper()
	answer, err := o.office.Card(h.Context())
	h.must(err)
	card, err := h.office.ReadCard(h.Context(), answer.Bytes)
	h.must(err)
	h.must(h.office.AddOrganisation(h.Context(), h.seat(), card, true, time.Time{}, "their doctors come to us"))
	h.takes(h.office, desk.ForDevices)
	h.takes(o.office, desk.ForOthers)
}

// issued is a passport of somebody who passed these modules here.
func (h *hospital) issued(number induction.Number, name string, codes ...induction.Code) string {
	h.Helper()
	ctx := context.Background()
	s := &stage{T: h.T, desk: h.desk}
	id := s.learner(number, name, codes...)
	h.must(h.desk.ConfirmIdentity(ctx, h.trainer, id, "passport"))
	p, err := h.desk.Issue(ctx, h.trainer, id, desk.DemoPIN)
	h.must(err)
	return p[0].Text
}

// twoHospitals is a kiosk of the second, which trusts the first, a few months after
// the first had its day.
func twoHospitals(t *testing.T) (s *stage, here, there *hospital) {
	t.Helper()
	s = raise(t, usual, theme.New(1, false, false), false)
	s.desk.Catalog = approved{theCatalog()}
	there = found(t, bareDesk(t, s.desk.Clock), "RNB", "Northbridge NHS Trust")
	here = found(t, s.desk, "RSB", "St Brannoc’s University Hospitals")
	here.trusts(there)
	there.opens()
	s.do(s.k.Start)
	s.on("welcome")
	return s, here, there
}
