package desk_test

import (
	"path/filepath"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// office is an administrator's machine, with everything real on it.
type office struct {
	*station
	seat *desk.OfficeSeat
	keys string // the key folder
}

const (
	administrator    = "Ada Office"
	officePassphrase = "an office passphrase"
)

// station makes a machine before its first start on a clock.
func machineOn(t testing.TB, clock *testkit.Clock, cat desk.Catalog) *station {
	t.Helper()
	s := &station{t: t, ctx: t.Context(), dir: t.TempDir(), clock: clock, cat: cat}
	s.vault = keystore.Vault{Dir: filepath.Join(s.dir, "keys"), Params: cheap}
	s.open()
	t.Cleanup(func() { s.db.Close() })
	return s
}

// officeOf founds an organisation.
func officeOf(t testing.TB, clock *testkit.Clock, ods, name string, cat desk.Catalog) *office {
	t.Helper()
	o := &office{station: machineOn(t, clock, cat)}
	o.keys = filepath.Join(o.dir, "organisation")
	o.seat = must(o.SetUpAdministrator(o.ctx, desk.NewOffice{
		Organisation: induction.Organisation{ODS: ods, Name: name}, Name: administrator, Passphrase: officePassphrase, KeyFolder: o.keys,
	}))(t)
	return o
}

// in is the administrator's seat, opened anew where it went idle.
func (o *office) in() *desk.OfficeSeat {
	o.t.Helper()
	if !o.OfficeOpen() {
		o.seat = must(o.OpenOffice(o.ctx, administrator, officePassphrase))(o.t)
	}
	return o.seat
}

// answers enrols the machine that asks.
func (o *office) answers(request []byte) desk.Answer {
	o.t.Helper()
	offer := must(o.ReadRequest(o.ctx, o.in(), request))(o.t)
	return must(o.Enrol(o.ctx, o.in(), offer, 365))(o.t)
}

// kioskOf sets a kiosk of the organisation up, and enrols it.
func (o *office) kiosk(cat desk.Catalog, device string) *station {
	o.t.Helper()
	s := machineOn(o.t, o.clock, cat)
	o.enrols(s, must(s.SetUpKiosk(s.ctx, o.newKiosk(device)))(o.t))
	return s
}

func (o *office) newKiosk(device string) desk.NewKiosk {
	place := must(o.db.Place(o.ctx))(o.t)
	return desk.NewKiosk{
		Organisation: induction.Organisation{ODS: place.Organisation.ODS, Name: place.Organisation.Name}, Device: device,
		Trainer:    desk.StaffMember{Number: induction.Number("staff:" + place.Organisation.ODS + "-1"), Name: "Alex " + place.Organisation.Name, Assessor: true},
		Passphrase: passphrase, PIN: desk.DemoPIN,
	}
}

// enrols answers a kiosk's request, and the kiosk takes the answer.
func (o *office) enrols(s *station, r desk.Request) {
	o.t.Helper()
	a := o.answers(r.Bytes)
	s.ok(s.TakeEnrolment(s.ctx, s.alex(), passphrase, must(s.ReadEnrolment(s.ctx, a.Bytes))(s.t), true))
}

// trusts lets an organisation trust another's key.
func (o *office) trusts(other *office) {
	o.t.Helper()
	card := must(other.Card(other.ctx))(o.t)
	c := must(o.ReadCard(o.ctx, card.Bytes))(o.t)
	if !c.Known {
		o.ok(o.AddOrganisation(o.ctx, o.in(), c, true, time.Time{}, "a neighbour"))
	}
}

// hears takes another organisation's revocations in.
func (o *office) hears(other *office) {
	o.t.Helper()
	offer := must(o.ReadBundle(o.ctx, must(other.ExportBundle(other.ctx, desk.ForOthers))(o.t)))(o.t)
	if !offer.Empty() {
		o.ok(o.TakeBundleInOffice(o.ctx, o.in(), offer))
	}
}

// tells brings a kiosk what the office holds.
func (o *office) tells(s *station) {
	o.t.Helper()
	offer := must(s.ReadBundle(s.ctx, must(o.ExportBundle(o.ctx, desk.ForDevices))(o.t)))(o.t)
	if !offer.Empty() {
		s.ok(s.TakeBundle(s.ctx, s.alex(), passphrase, offer))
	}
}

// key is the organisation's newest public key.
func (o *office) key() trust.Key {
	all := must(keystore.Cabinet{Params: cheap}.List(o.keys))(o.t)
	return all[len(all)-1].Key
}

// says signs something that no act of the office would, with its own key.
func (o *office) says(body trust.Body, serial int64, subject string) []byte {
	o.t.Helper()
	all := must(keystore.Cabinet{Params: cheap}.List(o.keys))(o.t)
	key := must(keystore.Cabinet{Params: cheap}.Open(o.keys, all[len(all)-1].Key.Kid(), administrator, officePassphrase))(o.t)
	defer key.Close()
	h := trust.Head{Issuer: key.Issuer(), Subject: subject, Serial: serial, Issued: o.clock.Now().Unix()}
	if k := body.Kind(); k == trust.KindList || k == trust.KindRevocations {
		h.NextUpdate = h.Issued + 86_400
	}
	return must(trust.Sign(h, body, key))(o.t).Bytes()
}
