package screen

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

// aNumber is a passport's number.
const aNumber = induction.PassportID("0123456789abcdef0123456789abcdef")

// offices are one that nothing is wrong with; busy is one with a great deal on it
// and everything that can need somebody.
func (s *stage) offices() (calm, busy officeView) {
	own := induction.Organisation{ODS: "RXX", Name: northbridge}
	day := func(n int) time.Time { return morning.AddDate(0, 0, n) }
	calm = officeView{
		machine: desk.Machine{SetUp: true, Organisation: own, Administrator: true, Clock: morning, Floor: morning},
		Office: desk.Office{
			Organisation: own, Holder: "Ada Office", KeyFolder: "/media/KINGSTON/muster-key", KeyThere: true,
			Keys:    []desk.KeyState{{Fingerprint: aPrint, Status: trust.InUse, From: day(-400), Current: true, Sealed: true, Holders: []string{"Ada Office", "Ben Deputy"}}},
			Devices: []desk.EnrolledDevice{{ID: "Kiosk 1", Fingerprint: aPrint, From: day(-10), Until: day(355)}},
			Lists: []desk.ListAge{
				{Kind: trust.KindList, Issuer: "ods:RXX", Name: own.Name, Issued: day(-12), NextUpdate: day(350)},
				{Kind: trust.KindRevocations, Issuer: "ods:RXX", Name: own.Name, Issued: day(-12), NextUpdate: day(78)},
			},
			Programmes: []induction.Programme{{
				ID: "acute", Title: "Resident doctor, acute", Role: "Resident doctor", Summary: "What a resident doctor needs before a first shift.", Version: induction.Version{Major: 1},
				Requirements: []induction.Requirement{{Code: "fire.1"}, {Code: "resus.2-adult", Practical: true}},
			}},
			Acts: []desk.Act{{What: "device-enrolled", Of: "Kiosk 1", By: "Ada Office", At: day(-10)}},
		},
	}
	busy = calm
	busy.Organisation.Name, busy.machine.Organisation.Name, busy.KeyThere = aTrust, aTrust, false
	busy.machine.ClockBehind, busy.machine.Clock, busy.Holder = true, day(-200), longName[:58]
	s.crowd(&busy, day)
	return calm, busy
}

// crowd puts a great deal on an office.
func (s *stage) crowd(v *officeView, day func(int) time.Time) {
	key := v.Keys[0]
	old := desk.KeyState{Fingerprint: aPrint, Status: trust.Retired, From: day(-900), Until: day(-300)}
	key.Holders, key.OwnPKI, key.Sealed = []string{v.Holder, "Ben Deputy"}, true, false
	v.Keys = []desk.KeyState{old, key}
	v.Devices = nil
	for i := range 200 {
		v.Devices = append(v.Devices, desk.EnrolledDevice{ID: fmt.Sprintf("Seminar-room-kiosk-number-four-hundred-%d", i), Fingerprint: aPrint, From: day(-300), Until: day(i - 5), Over: i < 5, Revoked: i == 150, Spared: []induction.PassportID{aNumber, aNumber}})
		v.Acts = append(v.Acts, desk.Act{What: "device-enrolled", Of: v.Devices[i].ID, By: longName, Why: "a van with this machine and much else in it was stolen from the car park behind the education centre", At: day(-i)})
	}
	v.Acts = append(v.Acts, desk.Act{What: "device-revoked", Of: v.Devices[150].ID, By: longName, Why: "Stolen: with the van", At: day(-1)}, desk.Act{What: "an-act-of-later", Of: "x", By: "y", At: day(-400)})
	for i := range 300 {
		v.Organisations = append(v.Organisations, desk.Trusted{Name: fmt.Sprintf("%s %d", aTrust, i), Issuer: fmt.Sprintf("ods:R%03d", i), Fingerprint: aPrint, Status: []trust.Status{trust.InUse, trust.Retired, trust.NotYet, trust.Revoked}[i%4], Until: day(i)})
	}
	v.Keepers = []desk.Keeper{{Issuer: "ods:QXX", Name: aTrust, Fingerprints: []string{aPrint, aPrint}, Organisations: 112, List: desk.ListAge{Missing: true}, Ignored: []trust.Ignored{
		{Issuer: "ods:RXX", Why: trust.KeeperNamesOwn}, {Issuer: "ods:R12", Why: trust.KeeperNamesKeeper}, {Issuer: "ods:R13", Why: trust.KeeperNamesListed}, {Issuer: "ods:R14", Why: trust.KeeperNamesKept},
	}}}
	v.Revoked = desk.Revoked{Passports: slices.Repeat([]induction.PassportID{aNumber}, 60), Devices: []string{v.Devices[150].ID}, Keys: []trust.Kid{{1, 2, 3}}}
	for i := range 40 {
		v.Staff = append(v.Staff, desk.StaffMember{Number: induction.Number(fmt.Sprintf("gmc:70%05d", i)), Name: longName, Assessor: i%2 == 0})
	}
	v.StaffSigned, v.Requirements = true, 12
	v.Excluded = []induction.Exclusion{{Issuer: "ods:R001", Reason: "Its practicals are not witnessed by an assessor, as we were told by three learners."}}
	v.Lists = []desk.ListAge{
		{Kind: trust.KindList, Issuer: "ods:RXX", Name: aTrust, Issued: day(-400), NextUpdate: day(-35), Stale: true},
		{Kind: trust.KindRevocations, Issuer: "ods:R001", Name: aTrust, Missing: true},
		{Kind: trust.KindList, Issuer: "ods:R002", Issued: day(-30), NextUpdate: day(9)},
	}
	for i := range 5 {
		v.Lists = append(v.Lists, desk.ListAge{Kind: trust.KindRevocations, Issuer: "ods:R00", Name: fmt.Sprintf("Trust %d", i), Issued: day(-90), NextUpdate: day(-1), Stale: true})
	}
}

// officeGallery is every page of the office: with nothing, with a great deal, and with
// what can go wrong.
func (s *stage) officeGallery() []exhibit {
	calm, busy := s.offices()
	k := s.k
	k.office, k.Machine = &desk.OfficeSeat{Holder: "Ada Office"}, calm.machine
	out := []exhibit{
		{"office", k.officeHome(calm), nil},
		{"office-busy", k.officeHome(busy), nil},
		{"office-door", s.door(keyFound{names: []string{"Ada Office"}}, ""), nil},
		{"office-door-several", s.door(keyFound{names: []string{longName, "Ben Deputy"}}, k.t("office.locked")), nil},
		{"office-door-away", s.door(keyFound{away: induction.Refuse(induction.Unavailable, induction.CodeKeyAway)}, ""), nil},
	}
	out = append(out, s.officeMachines(calm, busy)...)
	out = append(out, s.officeTrust(calm, busy)...)
	out = append(out, s.officeRules(calm, busy)...)
	return append(out, s.officeKeys(calm, busy)...)
}

func (s *stage) door(f keyFound, why string) *officeDoorPage {
	p := &officeDoorPage{page: s.at("office-door", desk.Machine{Organisation: induction.Organisation{Name: aTrust}}), found: f, why: why}
	if len(f.names) == 1 {
		p.who = f.names[0]
	}
	return p
}

// office is what every page of the office has.
func (s *stage) office(name string) officePage { return officePage{s.page(name), func() {}} }

func (s *stage) officeMachines(calm, busy officeView) []exhibit {
	k := s.k
	none := calm
	none.Devices = nil
	ask := desk.RequestOffer{Device: "Kiosk 2", Fingerprint: aPrint, Made: morning}
	renewal, replaces := ask, ask
	renewal.Renewal, replaces.Replaces, replaces.Device = true, true, busy.Devices[0].ID
	hand := &handPage{officePage: s.office("office-answer"), heading: k.t("office.granted", "Kiosk 2"), text: k.t("office.granted.text"), done: k.t("office.done"), steps: []string{k.t("office.granted.take"), k.t("office.granted.phone"), k.t("office.granted.lists")}, code: s.square(900)}
	away := &withdrawMachinePage{intake: intake{page: s.page("office-withdraw-machine")}, d: busy.Devices[3], up: func() {}}
	named := &withdrawMachinePage{intake: intake{page: s.page("office-withdraw-machine")}, d: busy.Devices[150], up: func() {}, kind: "stolen", spared: []induction.PassportID{aNumber, aNumber}}
	one := &withdrawPassportPage{intake: intake{page: s.page("office-withdraw-passport")}, up: func() {}}
	gone := k.withdrawn(busy).(*withdrawnPage)
	machines, keys := *gone, *gone
	machines.tab, keys.tab = goneMachines, goneKeys
	holder := scannedPassport{aNumber, &passport.Claims{Issuer: "ods:RXX", Subject: "gmc:7012345", Name: longName}}
	return []exhibit{
		{"office-machines-none", k.machines(none), nil},
		{"office-machines", k.machines(busy), nil},
		{"office-machine", k.machine(calm, calm.Devices[0]), nil},
		{"office-machine-gone", k.machine(busy, busy.Devices[150]), nil},
		{"office-request", &takePage{intake: intake{page: s.page("office-request")}, heading: k.t("office.request"), text: k.t("office.request.text")}, nil},
		{"office-grant", &grantPage{officePage: s.office("office-grant"), o: ask, days: "365"}, nil},
		{"office-grant-renewal", &grantPage{officePage: s.office("office-grant"), o: renewal, days: "90"}, nil},
		{"office-grant-replaces", &grantPage{officePage: s.office("office-grant"), o: replaces, days: "12"}, nil},
		{"office-answer", hand, nil},
		{"office-withdraw-machine", away, func() { s.press("office.machine.withdraw") }},
		{"office-withdraw-machine-named", named, func() { s.press("office.machine.withdraw") }},
		{"office-withdrawn-none", k.withdrawn(calm), nil},
		{"office-withdrawn", gone, nil},
		{"office-withdrawn-machines", &machines, nil},
		{"office-withdrawn-keys", &keys, nil},
		{"office-withdraw-passport", one, nil},
		{"office-withdraw-passport-ask", one, func() { one.ask(holder) }},
	}
}

func (s *stage) officeTrust(calm, busy officeView) []exhibit {
	k := s.k
	card := desk.Card{Organisation: induction.Organisation{ODS: "RYY", Name: aTrust}, Fingerprint: aPrint, Made: morning, Known: true}
	compare := &cardPage{officePage: s.office("office-card-compare"), c: card}
	return []exhibit{
		{"office-trust-none", k.trusting(calm), nil},
		{"office-trust", k.trusting(busy), nil},
		{"office-keepers-none", k.keeping(calm), nil},
		{"office-keepers", k.keeping(busy), nil},
		{"office-trusted", k.trustedOne(busy, busy.Organisations[0]), nil},
		{"office-trusted-revoked", k.trustedOne(busy, busy.Organisations[3]), nil},
		{"office-keeper", k.keeper(busy, busy.Keepers[0]), nil},
		{"office-card-compare", compare, func() { s.press("office.trust.do", "RYY") }},
		{"office-card-keeper", &cardPage{officePage: s.office("office-card-compare"), c: card, keeper: true, compared: true}, func() { s.press("office.trust.do", "RYY") }},
		{"office-staff-none", k.staff(calm), nil},
		{"office-staff", k.staff(busy), nil},
		{"office-member", k.member(&busy.Staff[0]), nil},
		{"office-member-new", k.member(nil), func() { s.press("office.save") }},
	}
}

func (s *stage) officeRules(calm, busy officeView) []exhibit {
	k := s.k
	g := busy.Programmes[0]
	g.Title, g.Serial = longName, 3
	g.Requirements = slices.Clone(g.Requirements)
	g.Requirements[0].RefreshMonths, g.Requirements[0].Reason, g.Requirements[0].Since = 6, "An inquest asked for it, and the board agreed to it in March.", induction.Version{Major: 2}
	g.Requirements = append(g.Requirements, induction.Requirement{Code: "gone.1"})
	p := k.programme(g, false).(*programmePage)
	fresh := k.programme(induction.Programme{Version: induction.Version{Major: 1}}, true).(*programmePage)
	m := &induction.Module{Ref: induction.ModuleRef{Code: "fire.1", Version: induction.Version{Major: 1}}, Subject: "Fire Safety", Level: "1", Summary: "Keep fires from starting and move patients to safety.", RefreshMonths: 24, Practical: &induction.Practical{}}
	rule := &rulePage{officePage: s.office("office-rule"), of: p, at: 0, m: m, r: g.Requirements[0], months: "6", since: "2.0"}
	rule.r.Reason = ""
	return []exhibit{
		{"office-rules", k.rules(calm), nil},
		{"office-excluded-none", k.exclusions(calm), nil},
		{"office-excluded", k.exclusions(busy), nil},
		{"office-exclude", &excludePage{officePage: s.office("office-exclude")}, nil},
		{"office-programme", p, nil},
		{"office-programme-ask", p, func() { s.press("office.save") }},
		{"office-programme-new", fresh, func() { s.press("office.save") }},
		{"office-choose", nil, func() { fresh.choose() }},
		{"office-rule", rule, func() { s.press("office.rule.keep") }},
		{"office-rule-unknown", &rulePage{officePage: s.office("office-rule"), of: p, at: 1, r: g.Requirements[len(g.Requirements)-1]}, nil},
	}
}

func (s *stage) officeKeys(calm, busy officeView) []exhibit {
	k := s.k
	form := func(what int) *holderPage {
		return &holderPage{officePage: s.office("office-holder"), what: what, name: longName[:58], next: newSecret{k: k}}
	}
	alone := calm
	alone.Keys = slices.Clone(calm.Keys)
	alone.Keys[0].Holders = []string{"Ada Office"}
	return []exhibit{
		{"office-keys", k.keys(calm), nil},
		{"office-keys-busy", k.keys(busy), nil},
		{"office-own-key", &ownKeyPage{officePage: s.office("office-own-key"), key: busy.Keys[0]}, nil},
		{"office-roll", &rollPage{officePage: s.office("office-roll"), days: 30, phrase: newSecret{k: k, text: "four unrelated words"}}, nil},
		{"office-holders", k.holders(busy), nil},
		{"office-holders-one", k.holders(alone), nil},
		{"office-holder-add", form(holderAdd), nil},
		{"office-holder-remove", form(holderRemove), nil},
		{"office-holder-change", form(holderChange), nil},
		{"office-certificate", k.certificate(busy), nil},
		{"office-update", k.updateOut(calm), nil},
		{"office-update-busy", k.updateOut(busy), nil},
		{"office-history-none", &historyPage{officePage: s.office("office-history")}, nil},
		{"office-history", &historyPage{officePage: s.office("office-history"), acts: busy.Acts}, nil},
	}
}

// show puts an exhibit in front.
func (p exhibit) show(s *stage) {
	s.Helper()
	if p.page != nil {
		s.do(func() { s.k.Frame.Reset(p.page) })
	}
	if p.card != nil {
		s.do(p.card)
	}
}

func TestTheOfficeIsBuiltUpAsBefore(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	for _, p := range s.officeGallery() {
		p.show(s)
		switch p.name {
		case "office-trust", "office-staff", "office-withdrawn", "office-choose", "office-history":
			continue // long lists: the machines show the same parts
		}
		s.golden(p.name)
	}
}

func TestNothingOfTheOfficeReachesOutside(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	pages := s.officeGallery()
	for _, look := range []look{
		{fyne.NewSize(1280, 1024), 1, false},
		{fyne.NewSize(1280, 1024), 2, true},
		{fyne.NewSize(1366, 768), 1, true},
		{fyne.NewSize(1366, 768), 2, false},
		{fyne.NewSize(1920, 1080), 1.4, false},
		{fyne.NewSize(1920, 1080), 2, true},
	} {
		s.w.Resize(look.size)
		s.do(func() { s.k.Frame.SetLook(theme.New(look.zoom, look.contrast, false)) })
		for _, p := range pages {
			p.show(s)
			s.fits(p.name, look)
		}
	}
}
