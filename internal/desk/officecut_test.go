package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/passport"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// Edits at once lose nothing of each other.
func TestManyEditsAtOnce(t *testing.T) {
	a := alpha(t)
	seat := a.in()
	var got tally
	together(8, func(i int) {
		got.add(a.RevokePassport(a.ctx, seat, induction.PassportID(fmt.Sprintf("%032x", i+1)), "issued by mistake"))
	})
	a.same(got.got, map[induction.Reason]int{"": 8})
	a.same(len(must(a.Office(a.ctx, seat))(t).Revoked.Passports), 8)
}

// An edit that the disk refuses changes nothing, and the next one is whole.
func TestAnEditCutShort(t *testing.T) {
	a := alpha(t)
	id := induction.PassportID(fmt.Sprintf("%032x", 1))
	a.store.FailAt(1, false)
	a.refused(a.RevokePassport(a.ctx, a.in(), id, "issued by mistake"), induction.Unavailable, induction.CodeStoreFull)
	v := must(a.Office(a.ctx, a.in()))(t)
	a.same([]any{len(v.Revoked.Passports), v.Acts[0].What}, []any{0, "organisation-founded"})
	a.ok(a.RevokePassport(a.ctx, a.in(), id, "issued by mistake"))
	v = must(a.Office(a.ctx, a.in()))(t)
	a.same([]any{len(v.Revoked.Passports), v.Acts[0].What, v.Acts[0].By, v.Acts[0].Why}, []any{1, "passport-revoked", administrator, "issued by mistake"})
}

// A roll that is cut short leaves the old key in force; the new file beside it is
// nobody's key, and rolling again makes another.
func TestARollCutShort(t *testing.T) {
	for _, after := range []bool{false, true} {
		a := alpha(t)
		a.clock.Add(time.Minute)
		old := a.in().Kid
		a.store.FailAt(1, after)
		_, err := a.RollKey(a.ctx, a.in(), desk.NewKey{Passphrase: "a new office key", Why: "routine"})
		a.refused(err, induction.Unavailable, induction.CodeStoreFull)
		a.again()
		phrase := officePassphrase
		if after { // it was written, though nobody heard
			phrase = "a new office key"
		}
		seat := must(a.OpenOffice(a.ctx, administrator, phrase))(t)
		a.same(seat.Kid == old, !after)
		a.ok(a.RenewLists(a.ctx, seat))
		a.clock.Add(time.Minute)
		next := must(a.RollKey(a.ctx, seat, desk.NewKey{Passphrase: "the key after that", Why: "routine"}))(t)
		v := must(a.Office(a.ctx, next))(t)
		a.same(v.Keys[len(v.Keys)-1].Kid, next.Kid)
		a.again()
		must(a.OpenOffice(a.ctx, administrator, "the key after that"))(t)
	}
}

// A demonstration of the first release has a list that nobody signed: it counts there
// and nowhere else.
func TestADemonstrationOfTheFirstReleaseGoesOn(t *testing.T) {
	for _, ods := range []string{induction.DemoODS, "RXX"} {
		s := empty(t)
		o := induction.Organisation{ODS: ods, Name: desk.DemoOrganisation}
		tr := testkit.Trainer(1)
		s.ok(s.db.AddTrainer(s.ctx, tr, must(keystore.PINs{Params: cheap}.HashPIN(desk.DemoPIN))(t), s.clock.Now()))
		org := must(keystore.Cabinet{Params: cheap}.Make(t.TempDir(), o.Issuer(), "x", passphrase, s.clock.Now()))(t)
		public := must(s.vault.MakeDevice(o.Issuer(), "demo-1", string(tr.ID), passphrase, s.clock.Now()))(t)
		now := s.clock.Now().Unix()
		word := must(trust.Delegate(trust.Grant{Issuer: o.Issuer(), Device: "demo-1", NotBefore: now, Expires: now + 86_400, Key: public}, org))(t)
		s.ok(s.vault.SetDelegation(word))
		list := trust.List{
			Organisations: []trust.Organisation{{Issuer: o.Issuer(), Name: o.Name, Key: org.Public(), ValidFrom: now, ValidTo: trust.Forever}},
			Issued:        now, NextUpdate: now + 86_400,
		}
		s.ok(s.db.SetTrust(s.ctx, must(list.JSON())(t), "test", s.clock.Now()))
		s.ok(s.db.SetPlace(s.ctx, desk.Place{Organisation: o, Device: "demo-1", Delegation: word, MadeAt: s.clock.Now()}, s.clock.Now()))
		s.again()
		p := s.issues(1)
		state := must(s.TrustState(s.ctx))(t)
		if ods != induction.DemoODS {
			s.same([]any{state.Found, s.status(p.Text)}, []any{false, passport.IssuerUnknown})
			continue
		}
		s.same([]any{state.Found, state.Stale, len(state.Organisations), must(s.Machine(s.ctx))(t).NotIssuing}, []any{true, false, 1, ""})
		if v := must(s.Check(s.ctx, p.Text))(t).Verdict; v.Organisation != desk.DemoOrganisation || !slices.Contains(v.Reasons, passport.Demonstration) {
			t.Errorf("%+v", v)
		}
	}
}
