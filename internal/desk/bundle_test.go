package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// whats lists the kinds of change.
func whats(o desk.BundleOffer) []trust.ChangeKind {
	var out []trust.ChangeKind
	for _, c := range o.Changes {
		out = append(out, c.What)
	}
	return out
}

// issues makes somebody's passport on a kiosk.
func (s *station) issues(n int) induction.Issued {
	s.t.Helper()
	if !must(s.Machine(s.ctx))(s.t).Open {
		must(s.OpenSession(s.ctx, s.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(s.t)
	}
	seat := must(s.Reopen(s.ctx, s.alex(), passphrase))(s.t)
	l := s.join(n)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	return must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(s.t)[0]
}

func (s *station) status(text string) passport.Status {
	s.t.Helper()
	return must(s.Check(s.ctx, text))(s.t).Verdict.Status
}

// Two organisations, a kiosk of each: B trusts A, and hears of what A takes back only
// when a bundle brings it.
func TestOneOrganisationTrustsAnother(t *testing.T) {
	clock := testkit.NewClock(testkit.Start)
	a, b := officeOf(t, clock, "RAA", "Alpha", shipped()), officeOf(t, clock, "RBB", "Bravo", shipped())
	ka, kb := a.kiosk(shipped(), "kiosk-1"), b.kiosk(shipped(), "kiosk-1")
	p := ka.issues(1)
	kb.same(kb.status(p.Text), passport.IssuerUnknown)

	card := must(a.Card(a.ctx))(t)
	c := must(b.ReadCard(b.ctx, []byte(card.Text)))(t)
	b.same([]any{c.Organisation, c.Known, c.Fingerprint == must(a.Office(a.ctx, a.in()))(t).Keys[0].Fingerprint}, []any{induction.Organisation{ODS: "RAA", Name: "Alpha"}, false, true})
	b.refused(b.AddOrganisation(b.ctx, b.in(), c, false, time.Time{}, "a neighbour"), induction.NotReady, induction.CodeCompareFirst)
	b.refused(b.AddOrganisation(b.ctx, b.in(), desk.Card{Fingerprint: c.Fingerprint}, true, time.Time{}, "a fingerprint alone"), induction.Invalid, induction.CodeCardForm)
	b.ok(b.AddOrganisation(b.ctx, b.in(), c, true, time.Time{}, "a neighbour"))
	b.refused(b.AddOrganisation(b.ctx, b.in(), c, true, time.Time{}, "a neighbour"), induction.Conflict, induction.CodeKnownAlready)
	b.same(must(b.ReadCard(b.ctx, card.Bytes))(t).Known, true)
	_, err := a.ReadCard(a.ctx, card.Bytes)
	a.refused(err, induction.Conflict, induction.CodeCardOwn)
	kb.same(kb.status(p.Text), passport.IssuerUnknown) // the kiosk has not heard
	b.tells(kb)
	kb.same(must(kb.Check(kb.ctx, p.Text))(t).Verdict.Reasons[0], passport.ListsStale) // A's revocations have never come
	b.hears(a)
	b.tells(kb)
	if v := must(kb.Check(kb.ctx, p.Text))(t).Verdict; v.Has(passport.ListsStale) || v.Organisation != "Alpha" {
		t.Fatalf("%+v", v)
	}

	a.ok(a.RevokePassport(a.ctx, a.in(), p.ID, "issued by mistake"))
	a.refused(a.RevokePassport(a.ctx, a.in(), p.ID, "issued by mistake"), induction.Conflict, induction.CodeRevokedAlready)
	a.refused(a.RevokePassport(a.ctx, a.in(), "abc", "issued by mistake"), induction.Invalid, induction.CodeNumberPassport)
	news := must(a.ExportBundle(a.ctx, desk.ForOthers))(t)
	o := must(kb.ReadBundle(kb.ctx, news))(t)
	if !slices.Contains(whats(o), trust.PassportsRevoked) {
		t.Fatalf("%v", whats(o))
	}
	if kb.status(p.Text) == passport.Revoked {
		t.Fatal("reading a bundle changed a verdict")
	}
	kb.ok(kb.TakeBundle(kb.ctx, kb.alex(), passphrase, o)) // A's word goes to B's kiosk directly
	kb.same(kb.status(p.Text), passport.Revoked)

	b.refused(b.EndOrganisation(b.ctx, b.in(), "ods:RAA", c.Kid, clock.Now().Add(-24*time.Hour), "they have merged"), induction.Invalid, induction.CodeDates)
	clock.Add(time.Minute)
	b.ok(b.EndOrganisation(b.ctx, b.in(), "ods:RAA", c.Kid, time.Time{}, "they have merged"))
	b.tells(kb)
	for _, o := range must(kb.TrustState(kb.ctx))(t).Organisations {
		kb.same(o.Issuer == "ods:RAA" && !o.Until.IsZero(), o.Issuer == "ods:RAA")
	}
	b.refused(b.EndOrganisation(b.ctx, b.in(), "ods:RAA", b.seat.Kid, time.Time{}, "they have merged"), induction.NotFound, induction.CodeNoOrganisation)
	b.refused(b.EndOrganisation(b.ctx, b.in(), "ods:RBB", b.seat.Kid, time.Time{}, "they have merged"), induction.Invalid, induction.CodeNoOrganisation)
}

// Bundles that are old, another organisation's, altered, unsigned or no bundle at all.
func TestBundlesThatAreRefused(t *testing.T) {
	clock := testkit.NewClock(testkit.Start)
	a, b := officeOf(t, clock, "RAA", "Alpha", shipped()), officeOf(t, clock, "RBB", "Bravo", shipped())
	k := a.kiosk(shipped(), "kiosk-1")
	old := must(a.ExportBundle(a.ctx, desk.ForDevices))(t)
	clock.Add(time.Hour)
	a.ok(a.Exclude(a.ctx, a.in(), "ods:RXX", "their passports were forged"))
	a.ok(a.AddStaff(a.ctx, a.in(), desk.StaffMember{Number: "staff:RAA-1", Name: "Alex Alpha", Assessor: true}, "a trainer"))
	a.ok(a.RenewLists(a.ctx, a.in()))
	newest := must(a.ExportBundle(a.ctx, desk.ForDevices))(t)
	a.tells(k)
	state := must(k.TrustState(k.ctx))(t)

	o := must(k.ReadBundle(k.ctx, old))(t)
	k.same([]any{o.Empty(), len(o.Older) > 2}, []any{true, true})
	k.refused(k.TakeBundle(k.ctx, k.alex(), passphrase, o), induction.Conflict, induction.CodeBundleEmpty)
	o = must(k.ReadBundle(k.ctx, must(b.ExportBundle(b.ctx, desk.ForDevices))(t)))(t)
	k.same(o.Empty(), true)
	k.same(must(k.ReadBundle(k.ctx, newest))(t).Empty(), true)

	for want, data := range map[induction.Reason][]byte{
		induction.CodeBundleForm:     []byte("hello"),
		induction.CodeBundleUnsigned: []byte(`{"organisations": []}`),
	} {
		_, err := k.ReadBundle(k.ctx, data)
		k.refused(err, induction.Invalid, want)
	}
	clock.Add(time.Hour)
	a.ok(a.RenewLists(a.ctx, a.in()))
	fresh := must(a.ExportBundle(a.ctx, desk.ForDevices))(t)
	for i := 0; i < len(fresh); i += 61 {
		spoilt := slices.Clone(fresh)
		spoilt[i] ^= 0x20
		o, err := k.ReadBundle(k.ctx, spoilt)
		if err != nil {
			continue
		}
		for _, c := range o.Changes {
			if c.What == trust.OrganisationAdded || c.What == trust.KeyAdded {
				t.Fatalf("byte %d: %+v", i, c)
			}
		}
	}
	k.same(must(k.TrustState(k.ctx))(t), state)
	k.same(len(must(k.db.Acts(k.ctx, 100))(t)) > 0, true)

	// Read, and then something else came first.
	o = must(k.ReadBundle(k.ctx, fresh))(t)
	a.tells(k)
	k.refused(k.TakeBundle(k.ctx, k.alex(), passphrase, o), induction.Conflict, induction.CodeBundleChanged)
}

func TestOneBundleFromTwoHandsIsOne(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	a.clock.Add(time.Minute)
	a.ok(a.RenewLists(a.ctx, a.in()))
	o := must(k.ReadBundle(k.ctx, must(a.ExportBundle(a.ctx, desk.ForDevices))(t)))(t)
	var got tally
	id := k.alex()
	together(4, func(int) { got.add(k.TakeBundle(k.ctx, id, passphrase, o)) })
	k.same(got.got, map[induction.Reason]int{"": 1, induction.CodeBundleChanged: 3})
}

// Cut short at each write, a bundle is taken whole at the next try.
func TestABundleCutShort(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	cut := 0
	for n, more := 1, true; more; n++ {
		for _, after := range []bool{false, true} {
			a.clock.Add(time.Minute)
			a.ok(a.Exclude(a.ctx, a.in(), "ods:RXX", "their passports were forged"))
			o := must(k.ReadBundle(k.ctx, must(a.ExportBundle(a.ctx, desk.ForDevices))(t)))(t)
			k.store.FailAt(n, after)
			err := k.TakeBundle(k.ctx, k.alex(), passphrase, o)
			if more = k.store.Writes() >= n; !more {
				k.ok(err)
				break
			}
			cut++
			k.refused(err, induction.Unavailable, induction.CodeStoreFull)
			k.again()
			a.tells(k)
			k.same(must(k.ReadBundle(k.ctx, must(a.ExportBundle(a.ctx, desk.ForDevices))(t)))(t).Empty(), true)
		}
	}
	if cut < 6 {
		t.Errorf("%d writes were cut", cut)
	}
}

// A keeper's list counts beside the own one, and under it.
func TestAKeepersListCounts(t *testing.T) {
	clock := testkit.NewClock(testkit.Start)
	a, b, region := officeOf(t, clock, "RAA", "Alpha", shipped()), officeOf(t, clock, "RBB", "Bravo", shipped()), officeOf(t, clock, "QREG", "Region", shipped())
	kb := b.kiosk(shipped(), "kiosk-1")
	p := a.kiosk(shipped(), "kiosk-1").issues(1)
	region.trusts(a)
	region.hears(a)
	card := must(region.Card(region.ctx))(t)
	b.refused(b.AddKeeper(b.ctx, b.in(), must(b.ReadCard(b.ctx, card.Bytes))(t), false, "the region"), induction.NotReady, induction.CodeCompareFirst)
	b.ok(b.AddKeeper(b.ctx, b.in(), must(b.ReadCard(b.ctx, card.Bytes))(t), true, "the region"))
	b.refused(b.AddKeeper(b.ctx, b.in(), must(b.ReadCard(b.ctx, card.Bytes))(t), true, "the region"), induction.Conflict, induction.CodeKnownAlready)
	b.same(must(b.Office(b.ctx, b.in()))(t).Keepers[0].List.Missing, true)
	b.ok(b.TakeBundleInOffice(b.ctx, b.in(), must(b.ReadBundle(b.ctx, must(region.ExportBundle(region.ctx, desk.ForKeeping))(t)))(t)))
	v := must(b.Office(b.ctx, b.in()))(t)
	b.same([]any{v.Keepers[0].Name, v.Keepers[0].List.Missing, v.Keepers[0].Organisations > 0, len(v.Organisations)}, []any{"Region", false, true, 0})
	b.tells(kb)
	kb.same(must(kb.Check(kb.ctx, p.Text))(t).Verdict.Organisation, "Alpha")
	for _, o := range must(kb.TrustState(kb.ctx))(t).Organisations {
		kb.same(o.Keeper == "ods:QREG", o.Issuer != "ods:RBB")
	}
	b.refused(b.RemoveKeeper(b.ctx, b.in(), "ods:RAA", "no keeper"), induction.NotFound, induction.CodeNoKeeper)
	b.ok(b.RemoveKeeper(b.ctx, b.in(), "ods:QREG", "the region was dissolved"))
	b.tells(kb)
	kb.same(kb.status(p.Text), passport.IssuerUnknown)
}

// Lists that are overdue make a verdict caution with its reason, and renewing mends it.
func TestListsGrowOld(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	p := k.issues(1)
	k.same(must(k.TrustState(k.ctx))(t).Stale, false)
	k.clock.Add(91 * 24 * time.Hour)
	state := must(k.TrustState(k.ctx))(t)
	stale := map[trust.Kind]bool{}
	for _, l := range state.Lists {
		stale[l.Kind] = l.Stale
	}
	k.same([]any{state.Stale, stale[trust.KindList], stale[trust.KindRevocations], must(k.Machine(k.ctx))(t).ListsStale}, []any{true, false, true, true})
	v := must(k.Check(k.ctx, p.Text))(t).Verdict
	k.same([]any{v.Band, v.Has(passport.ListsStale)}, []any{passport.Caution, true})
	a.ok(a.RenewLists(a.ctx, a.in()))
	a.tells(k)
	k.same([]any{must(k.TrustState(k.ctx))(t).Stale, must(k.Check(k.ctx, p.Text))(t).Verdict.Has(passport.ListsStale)}, []any{false, false})
}

// What an administrator signs of programmes and exclusions counts on the machines.
func TestRequirementsAreTheOrganisations(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	p, _ := shipped().Programme(demo)
	p.Requirements = slices.Clone(p.Requirements[:1]) // the content is every test’s
	p.Requirements[0].RefreshMonths = 6
	p.Requirements[0].Reason = ""
	a.refused(a.SetProgramme(a.ctx, a.in(), p, "a shorter day"), induction.Invalid, induction.CodeProgrammeForm)
	p.Requirements[0].Reason = "The fire service asked for it."
	a.ok(a.SetProgramme(a.ctx, a.in(), p, "a shorter day"))
	for _, bad := range []induction.Programme{
		{ID: "x", Title: "Nothing in it"},
		{Title: "No id", Requirements: p.Requirements},
		{ID: "x", Requirements: p.Requirements},
		{ID: "x", Title: "Twice", Requirements: append(slices.Clone(p.Requirements), p.Requirements...)},
		{ID: "x", Title: "Unknown", Requirements: []induction.Requirement{{Code: "flying.1"}}},
		{ID: "x", Title: "No such practical", Requirements: []induction.Requirement{{Code: fire, Practical: true}}},
		{ID: "x", Title: "No such list", Checklists: []induction.ChecklistID{"nowhere"}},
	} {
		a.refused(a.SetProgramme(a.ctx, a.in(), bad, "a new role"), induction.Invalid, induction.CodeProgrammeForm)
	}
	a.ok(a.SetProgramme(a.ctx, a.in(), induction.Programme{ID: "porter", Title: "Porter", Role: "Porters", Requirements: []induction.Requirement{{Code: fire}}}, "a new role"))
	a.ok(a.Exclude(a.ctx, a.in(), "ods:RXX", "their passports were forged"))
	a.refused(a.Exclude(a.ctx, a.in(), "ods:RAA", "ourselves"), induction.Invalid, induction.CodeExcludeOwn)
	a.refused(a.Exclude(a.ctx, a.in(), "RXX", "no issuer"), induction.Invalid, induction.CodeODSForm)
	a.tells(k)
	got := map[induction.ProgrammeID]induction.Programme{}
	for _, p := range k.Programmes() {
		got[p.ID] = p
	}
	k.same([]any{len(got[demo].Requirements), got[demo].Serial, got[demo].Excluded[0].Issuer, got["porter"].Title}, []any{1, 4, "ods:RXX", "Porter"})
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: "porter", Room: "Room"}))(t)
	k.same(len(must(k.Grid(k.ctx, seat))(t).Columns), 1)
	k.again()
	k.same(must(k.Machine(k.ctx))(t).Programme, "Porter")

	a.ok(a.Include(a.ctx, a.in(), "ods:RXX", "they have mended it"))
	a.refused(a.Include(a.ctx, a.in(), "ods:RXX", "they have mended it"), induction.NotFound, induction.CodeNotExcluded)
	a.ok(a.RemoveProgramme(a.ctx, a.in(), demo, "back to the pack's"))
	a.refused(a.RemoveProgramme(a.ctx, a.in(), demo, "back to the pack's"), induction.NotFound, induction.CodeNoProgramme)
	a.tells(k)
	pack, _ := shipped().Programme(demo)
	for _, p := range k.Programmes() {
		if p.ID == demo {
			k.same(p, pack)
		}
	}
}

// A bundle for others names nobody of the staff and no other machine.
func TestABundleForOthersTellsNoNames(t *testing.T) {
	a := alpha(t)
	a.kiosk(shipped(), "kiosk-1")
	a.ok(a.AddStaff(a.ctx, a.in(), desk.StaffMember{Number: "staff:RAA-1", Name: "Alex Alpha"}, "a trainer"))
	for to, names := range map[desk.Audience]bool{desk.ForOthers: false, desk.ForKeeping: false, desk.ForDevices: true} {
		b := string(must(a.ExportBundle(a.ctx, to))(t))
		a.same([]any{strings.Contains(b, "Alex Alpha"), strings.Contains(b, "kiosk-1")}, []any{names, names})
	}
}
