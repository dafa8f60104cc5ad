package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/certificate"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// alpha founds an organisation on a clock of its own.
func alpha(t testing.TB) *office {
	t.Helper()
	return officeOf(t, testkit.NewClock(testkit.Start), "RAA", "Alpha", shipped())
}

func TestAnOrganisationIsFounded(t *testing.T) {
	o := alpha(t)
	m := must(o.Machine(o.ctx))(t)
	o.same([]any{m.SetUp, m.Administrator, m.OfficeOpen, m.Device, m.NotIssuing}, []any{true, true, true, "", induction.CodeOfficeMachine})
	v := must(o.Office(o.ctx, o.seat))(t)
	o.same([]any{v.Organisation.Name, v.Holder, v.KeyThere, len(v.Keys), v.Keys[0].Current, v.Keys[0].Sealed, v.Keys[0].Status}, []any{"Alpha", administrator, true, 1, true, true, trust.InUse})
	o.same([]any{v.Requirements, len(v.Programmes) > 0, v.Programmes[0].Serial, v.StaffSigned, len(v.Devices), len(v.Organisations)}, []any{1, true, 1, false, 0, 0})
	o.same([]any{v.Acts[0].What, v.Acts[0].By, len(v.Lists)}, []any{"organisation-founded", administrator, 2})
	for _, l := range v.Lists {
		if l.Stale || l.Missing || l.Serial != 1 {
			t.Errorf("%+v", l)
		}
	}
	// The programmes are the packs' own, but for whose word they are.
	for _, p := range must(o.Office(o.ctx, o.seat))(t).Programmes {
		pack, ok := o.cat.Programme(p.ID)
		p.Serial = 0
		if !ok {
			t.Fatalf("%s is in no pack", p.ID)
		}
		o.same(p, pack)
	}
}

// The command line looks without a seat, and with the stick away too.
func TestTheOfficeIsLookedAtWithoutASeat(t *testing.T) {
	o := alpha(t)
	seen := must(o.Office(o.ctx, o.seat))(t)
	o.CloseOffice(o.seat)
	v := must(o.LookAtOffice(o.ctx))(t)
	seen.Holder = ""
	o.same(v, seen)
	o.ok(os.Rename(o.keys, o.keys+"-away"))
	v = must(o.LookAtOffice(o.ctx))(t)
	o.same([]any{v.KeyThere, v.Keys[0].Sealed, v.Keys[0].Current}, []any{false, false, false})
	_, err := empty(t).LookAtOffice(o.ctx)
	o.refused(err, induction.NotReady, induction.CodeNotSetUp)
}

// The organisation's machine teaches nobody and issues nothing, and its acts need its
// own seat.
func TestTheOfficeIssuesNothing(t *testing.T) {
	o := alpha(t)
	_, err := o.Join(o.ctx, gmc(1), "Zoë Learner", learnerPIN, learnerPIN)
	o.refused(err, induction.NotAllowed, induction.CodeOfficeMachine)
	_, err = o.OpenSession(o.ctx, "nobody", passphrase, desk.NewSession{Programme: demo, Room: "Office"})
	o.refused(err, induction.NotAllowed, induction.CodeOfficeMachine)
	_, err = o.EnrolmentRequest(o.ctx)
	o.refused(err, induction.NotAllowed, induction.CodeOfficeMachine)
	forged := &desk.OfficeSeat{Holder: administrator, Kid: o.seat.Kid}
	o.refused(o.RenewLists(o.ctx, forged), induction.NotAllowed, induction.CodeOfficeClosed)
	o.refused(o.RenewLists(o.ctx, nil), induction.NotAllowed, induction.CodeOfficeClosed)
	o.seat.Holder = "Somebody Else"
	o.refused(o.RenewLists(o.ctx, o.seat), induction.NotAllowed, induction.CodeOfficeClosed)
	o.seat.Holder = administrator
	k := o.kiosk(shipped(), "kiosk-1")
	_, err = k.OpenOffice(k.ctx, administrator, officePassphrase)
	k.refused(err, induction.NotAllowed, induction.CodeNotOffice)
	_, err = empty(t).Administrators(t.Context())
	k.refused(err, induction.NotReady, induction.CodeNotSetUp)
}

func TestTheOfficeLocksItself(t *testing.T) {
	o := alpha(t)
	seat := o.seat
	o.clock.Add(14 * time.Minute)
	o.ok(o.RenewLists(o.ctx, seat))
	o.clock.Add(14 * time.Minute)
	o.ok(o.RenewLists(o.ctx, seat))
	o.clock.Add(desk.OfficeIdle + time.Second)
	o.refused(o.RenewLists(o.ctx, seat), induction.NotAllowed, induction.CodeOfficeClosed)
	o.same(o.OfficeOpen(), false)
	next := must(o.OpenOffice(o.ctx, administrator, officePassphrase))(t)
	o.refused(o.RenewLists(o.ctx, seat), induction.NotAllowed, induction.CodeOfficeClosed)
	o.ok(o.RenewLists(o.ctx, next))
	o.CloseOffice(seat) // a void seat closes nobody's office
	o.same(o.OfficeOpen(), true)
	o.CloseOffice(next)
	o.refused(o.RenewLists(o.ctx, next), induction.NotAllowed, induction.CodeOfficeClosed)
	must(o.OpenOffice(o.ctx, administrator, officePassphrase))(t)
	o.clock.Add(-time.Hour) // nobody knows how long it lay open
	o.same(o.OfficeOpen(), false)
}

// Wrong passphrases slow down, and a restart forgives none.
func TestWrongOfficePassphrases(t *testing.T) {
	o := alpha(t)
	o.CloseOffice(o.seat)
	try := func(p string) error { _, err := o.OpenOffice(o.ctx, administrator, p); return err }
	o.refused(try(""), induction.Invalid, induction.CodePassphrase)
	for range 5 {
		o.refused(try("wrong wrong wrong"), induction.Invalid, induction.CodePassphrase)
	}
	o.refused(try(officePassphrase), induction.Wait, induction.CodePINWait)
	o.again()
	o.refused(try(officePassphrase), induction.Wait, induction.CodePINWait)
	o.clock.Add(time.Minute)
	o.ok(try(officePassphrase))
	_, err := o.OpenOffice(o.ctx, "Nobody", officePassphrase)
	o.refused(err, induction.NotFound, induction.CodeNoAdministrator)
}

// A stick that is away is told, and is no wrong try.
func TestTheStickIsAway(t *testing.T) {
	o := alpha(t)
	o.CloseOffice(o.seat)
	away := o.keys + "-away"
	o.ok(os.Rename(o.keys, away))
	for range 7 {
		_, err := o.OpenOffice(o.ctx, administrator, officePassphrase)
		o.refused(err, induction.Unavailable, induction.CodeKeyAway)
	}
	_, err := o.Administrators(o.ctx)
	o.refused(err, induction.Unavailable, induction.CodeKeyAway)
	o.ok(os.Rename(away, o.keys))
	o.same(must(o.Administrators(o.ctx))(t), []string{administrator})
	must(o.OpenOffice(o.ctx, administrator, officePassphrase))(t)
}

func TestAFirstStartThatCannotBe(t *testing.T) {
	s := empty(t)
	good := desk.NewOffice{Organisation: induction.Organisation{ODS: "raa", Name: "Alpha"}, Name: administrator, Passphrase: officePassphrase, KeyFolder: filepath.Join(s.dir, "org")}
	for name, bad := range map[induction.Reason]func(*desk.NewOffice){
		induction.CodeODSForm:        func(n *desk.NewOffice) { n.Organisation.ODS = "R-A" },
		induction.CodeODSDemo:        func(n *desk.NewOffice) { n.Organisation.ODS = "demo0" },
		induction.CodeOrganisation:   func(n *desk.NewOffice) { n.Organisation.Name = " \t" },
		induction.CodeNameFont:       func(n *desk.NewOffice) { n.Organisation.Name = "Alpha ☃" },
		induction.CodeOfficeName:     func(n *desk.NewOffice) { n.Name = strings.Repeat("x", 61) },
		induction.CodePassphraseForm: func(n *desk.NewOffice) { n.Passphrase = "eleven char" },
		induction.CodeKeyFolder:      func(n *desk.NewOffice) { n.KeyFolder = "relative" },
		induction.CodeKeyAway:        func(n *desk.NewOffice) { n.KeyFolder = filepath.Join(s.dir, "no", "such", "stick") },
	} {
		n := good
		bad(&n)
		if _, err := s.SetUpAdministrator(s.ctx, n); induction.ReasonOf(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(s.SetUpAdministrator(s.ctx, good))(t) // in small letters, as people type it
	_, err := s.SetUpAdministrator(s.ctx, good)
	s.refused(err, induction.Conflict, induction.CodeSetUpAlready)
	s.refused(s.TryIt(s.ctx), induction.Conflict, induction.CodeSetUpAlready)
	d := demonstration(t)
	good.KeyFolder = filepath.Join(d.dir, "org")
	_, err = d.SetUpAdministrator(d.ctx, good)
	d.refused(err, induction.Conflict, induction.CodeSetUpAlready)
	_, err = d.SetUpKiosk(d.ctx, desk.NewKiosk{Organisation: good.Organisation})
	d.refused(err, induction.Conflict, induction.CodeSetUpAlready)
}

// A first start is cut short at each write, before and after it, and begun again.
func TestAFoundingCutShortCanBeBegunAgain(t *testing.T) {
	for n := 1; n <= 3; n++ {
		for _, after := range []bool{false, true} {
			s := empty(t)
			begin := desk.NewOffice{Organisation: induction.Organisation{ODS: "RAA", Name: "Alpha"}, Name: administrator, Passphrase: officePassphrase, KeyFolder: filepath.Join(s.dir, "org")}
			s.store.FailAt(n, after)
			_, err := s.SetUpAdministrator(s.ctx, begin)
			s.refused(err, induction.Unavailable, induction.CodeStoreFull)
			s.again()
			if n == 3 && after { // the last step was done
				must(s.OpenOffice(s.ctx, administrator, officePassphrase))(t)
				continue
			}
			if n > 1 { // the key is there: nobody else's passphrase takes it over
				other := begin
				other.Passphrase = "another passphrase"
				_, err := s.SetUpAdministrator(s.ctx, other)
				s.refused(err, induction.Conflict, induction.CodeKeyOther)
				other = begin
				other.Name = "Somebody Else"
				_, err = s.SetUpAdministrator(s.ctx, other)
				s.refused(err, induction.Conflict, induction.CodeKeyOther)
			}
			seat := must(s.SetUpAdministrator(s.ctx, begin))(t)
			v := must(s.Office(s.ctx, seat))(t)
			s.same([]any{len(v.Keys), v.Keys[0].Status, len(v.Lists)}, []any{1, trust.InUse, 2})
			s.same(len(must(keystore.Cabinet{Params: cheap}.List(begin.KeyFolder))(t)), 1)
		}
	}
}

func TestTwoFoundingsAtOnceMakeOne(t *testing.T) {
	s := empty(t)
	var got tally
	together(4, func(int) {
		_, err := s.SetUpAdministrator(s.ctx, desk.NewOffice{
			Organisation: induction.Organisation{ODS: "RAA", Name: "Alpha"}, Name: administrator, Passphrase: officePassphrase, KeyFolder: filepath.Join(s.dir, "org"),
		})
		got.add(err)
	})
	s.same(got.got, map[induction.Reason]int{"": 1, induction.CodeSetUpAlready: 3})
	s.same(len(must(keystore.Cabinet{Params: cheap}.List(filepath.Join(s.dir, "org")))(t)), 1)
}

// The administrator's machine is lost, and the stick with the key goes on in another,
// with the bundle that was saved last.
func TestAnOrganisationGoesOnOnAnotherMachine(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	o.ok(o.RevokePassport(o.ctx, o.in(), induction.PassportID(strings.Repeat("ab", 16)), "issued by mistake"))
	saved := must(o.ExportBundle(o.ctx, desk.ForDevices))(t)
	begin := desk.NewOffice{Organisation: induction.Organisation{ODS: "RAA", Name: "Alpha"}, Name: administrator, Passphrase: officePassphrase, KeyFolder: o.keys}
	o.clock.Add(time.Hour)

	n := &office{station: machineOn(t, o.clock, shipped()), keys: o.keys}
	_, err := n.SetUpAdministrator(n.ctx, begin)
	n.refused(err, induction.Conflict, induction.CodeBundleNeeded)
	begin.Bundle = must(officeOf(t, o.clock, "RBB", "Bravo", shipped()).ExportBundle(n.ctx, desk.ForDevices))(t)
	_, err = n.SetUpAdministrator(n.ctx, begin)
	n.refused(err, induction.Invalid, induction.CodeBundleOther)
	begin.Bundle = []byte("no bundle")
	_, err = n.SetUpAdministrator(n.ctx, begin)
	n.refused(err, induction.Invalid, induction.CodeBundleForm)
	begin.Bundle = saved
	n.seat = must(n.SetUpAdministrator(n.ctx, begin))(t)
	v := must(n.Office(n.ctx, n.seat))(t)
	n.same([]any{len(v.Devices), len(v.Revoked.Passports), v.Requirements}, []any{1, 1, 1})
	n.ok(n.RevokePassport(n.ctx, n.in(), induction.PassportID(strings.Repeat("cd", 16)), "issued by mistake"))
	n.tells(k)
	k.same(must(k.TrustState(k.ctx))(t).Revoked, 2)
}

func TestAdministratorsComeAndGo(t *testing.T) {
	o := alpha(t)
	const second, secondPassphrase = "Ben Second", "a second passphrase"
	o.refused(o.AddAdministrator(o.ctx, o.seat, "wrong wrong wrong", second, secondPassphrase), induction.Invalid, induction.CodePassphrase)
	o.refused(o.AddAdministrator(o.ctx, o.seat, officePassphrase, second, "short"), induction.Invalid, induction.CodePassphraseForm)
	o.ok(o.AddAdministrator(o.ctx, o.seat, officePassphrase, second, secondPassphrase))
	o.refused(o.AddAdministrator(o.ctx, o.seat, officePassphrase, second, secondPassphrase), induction.Conflict, induction.CodeAdministratorKnown)
	seat := must(o.OpenOffice(o.ctx, second, secondPassphrase))(t)
	o.refused(o.RemoveAdministrator(o.ctx, seat, secondPassphrase, second, "leaving"), induction.NotAllowed, induction.CodeLastAdministrator)
	o.refused(o.RemoveAdministrator(o.ctx, seat, secondPassphrase, "Nobody", "leaving"), induction.NotFound, induction.CodeNoAdministrator)
	o.ok(o.ChangeOfficePassphrase(o.ctx, seat, secondPassphrase, "a third passphrase"))
	_, err := o.OpenOffice(o.ctx, second, secondPassphrase)
	o.refused(err, induction.Invalid, induction.CodePassphrase)
	seat = must(o.OpenOffice(o.ctx, second, "a third passphrase"))(t)
	o.refused(o.RemoveAdministrator(o.ctx, seat, "a third passphrase", administrator, " "), induction.Invalid, induction.CodeWhy)
	o.ok(o.RemoveAdministrator(o.ctx, seat, "a third passphrase", administrator, "has left the trust"))
	o.same(must(o.Administrators(o.ctx))(t), []string{second})
	act := must(o.Office(o.ctx, seat))(t).Acts[0]
	o.same([]any{act.What, act.Of, act.By, act.Why}, []any{"administrator-removed", administrator, second, "has left the trust"})
}

// A key rolls: the old one names the new one, everything is signed anew, and what the
// old one enrolled goes on until its end.
func TestAKeyRolls(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	old := o.in().Kid
	_, err := o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: "short", Why: "routine"})
	o.refused(err, induction.Invalid, induction.CodePassphraseForm)
	_, err = o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: "a new office key", Until: o.clock.Now().Add(desk.LongestOverlap + time.Hour), Why: "routine"})
	o.refused(err, induction.Invalid, induction.CodeDates)
	o.clock.Add(time.Minute)
	o.refused(o.RevokeKey(o.ctx, o.in(), old, "leaked"), induction.Conflict, induction.CodeOnlyKey)
	o.refused(o.RetireKey(o.ctx, o.in(), old, time.Time{}, "routine"), induction.Conflict, induction.CodeOnlyKey)
	next := must(o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: "a new office key", Until: o.clock.Now().Add(24 * time.Hour), Why: "routine"}))(t)
	o.seat = next
	v := must(o.Office(o.ctx, next))(t)
	o.same([]any{len(v.Keys), v.Keys[0].Kid, v.Keys[1].Current, v.Keys[1].Sealed, v.Keys[1].Holders}, []any{2, old, true, true, []string{administrator}})

	l := k.join(1)
	k.pass(l, fire)
	k.ok(k.ConfirmIdentity(k.ctx, seat, l.Learner, "passport"))
	o.tells(k)
	issued := must(k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN))(t) // the old key still counts
	o.clock.Add(25 * time.Hour)
	seat = must(k.Reopen(k.ctx, k.alex(), passphrase))(t)
	_, err = k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN)
	k.refused(err, induction.NotReady, induction.CodeKeyRetired)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeKeyRetired)
	k.same(must(k.Check(k.ctx, issued[0].Text))(t).Verdict.Organisation, "Alpha") // what it signed counts

	o.seat = must(o.OpenOffice(o.ctx, administrator, "a new office key"))(t)
	a := o.answers(must(k.RenewRequest(k.ctx, k.alex(), passphrase))(t).Bytes)
	offer := must(k.ReadEnrolment(k.ctx, a.Bytes))(t)
	k.same([]any{offer.Known, offer.Fingerprint == v.Keys[1].Fingerprint}, []any{true, true})
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, offer, false))
	seat = must(k.Reopen(k.ctx, k.alex(), passphrase))(t)
	must(k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN))(t)

	o.ok(o.RevokeKey(o.ctx, o.seat, old, "found on a lost stick"))
	k.same(must(k.Check(k.ctx, issued[0].Text))(t).Verdict.Organisation, "Alpha") // not known there yet
	o.tells(k)
	k.same(must(k.Check(k.ctx, issued[0].Text))(t).Verdict.Band, "refuse")
	o.same(must(o.Office(o.ctx, o.seat))(t).Keys[0].Status, trust.Revoked)
}

// The trust's own PKI gives the organisation a certificate.
func TestACertificateOfTheTrustsOwnPKI(t *testing.T) {
	o, other := alpha(t), alpha(t)
	if der := must(o.CertificateRequest(o.ctx, o.in()))(t); len(der) == 0 {
		t.Fatal("no request")
	}
	key := must(keystore.Cabinet{Params: cheap}.Open(o.keys, o.key().Kid(), administrator, officePassphrase))(t)
	defer key.Close()
	own := must(certificate.Organisation("ods:RAA", "Alpha by its PKI", key, o.clock.Now(), o.clock.Now().AddDate(3, 0, 0)))(t)
	o.refused(other.SetCertificate(o.ctx, other.in(), own, "from the PKI"), induction.Invalid, induction.CodeCertificate)
	o.refused(o.SetCertificate(o.ctx, o.in(), []byte("hello"), "from the PKI"), induction.Invalid, induction.CodeCertificate)
	o.ok(o.SetCertificate(o.ctx, o.in(), own, "from the PKI"))
	k := o.kiosk(shipped(), "kiosk-1")
	place := must(k.db.Place(k.ctx))(t)
	k.same([]any{len(place.Certificates), string(place.Certificates[1]) == string(own)}, []any{2, true})
	k.ok(certificate.Chain(place.Certificates))
}
