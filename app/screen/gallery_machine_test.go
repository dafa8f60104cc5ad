package screen

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// aPrint is a fingerprint as it is shown.
const aPrint = "JJRD YWFP HMVT YYKJ H37E OGM4 H3DP 45ZZ"

// aTrust is as long as a trust's name gets.
const aTrust = "St Brannoc’s and the Three Valleys University Hospitals NHS Foundation Trust"

// machines is every page of the first start, of enrolment and of this machine: as it
// is first seen, with a great deal on it, and with what can go wrong.
func (s *stage) machines() []exhibit {
	out := s.setUpGallery()
	out = append(out, s.enrolGallery()...)
	out = append(out, s.sectionGallery()...)
	out = append(out, s.staffGallery()...)
	return append(out, s.updateGallery()...)
}

func (s *stage) page(name string) page { return page{s.k, name, name} }

func (s *stage) setUpGallery() []exhibit {
	k := s.k
	kiosk := &kioskDraft{ods: "RXX", name: aTrust, device: "Kiosk 1", trainer: person{register: induction.Staff, number: "RXX-0123456789", name: longName, assessor: true}, phrase: newSecret{k: k, text: "a short one"}, pin: newSecret{k: k, pin: true}}
	empty := &kioskDraft{trainer: person{register: induction.GMC}, phrase: newSecret{k: k}, pin: newSecret{k: k, pin: true}}
	place := &kioskPlacePage{page: s.page("kiosk-organisation"), d: kiosk}
	trainer := &kioskTrainerPage{page: s.page("kiosk-trainer"), d: kiosk}
	places := []keyPlace{{"usb", "KINGSTON", k.t("setup.key.stick"), "/media/KINGSTON/muster-key"}, {"hospital", k.t("setup.key.here"), k.t("setup.key.here.text"), "/var/lib/muster/organisation"}}
	office := &officeDraft{ods: "RXX", name: aTrust, places: places, where: -1, phrase: newSecret{k: k}}
	chosen := &officeDraft{ods: "RXX", name: aTrust, places: places, where: 0, holder: longName[:40], phrase: newSecret{k: k, text: "four unrelated words here", again: "x"}, bundle: []byte{1}, bundleName: "Muster update RXX 5 August 2026.muster"}
	whose := desk.Office{
		Organisation: induction.Organisation{ODS: "RXX", Name: aTrust}, Holder: "Ada Office", KeyFolder: "/media/KINGSTON/muster-key",
		Keys: []desk.KeyState{{Fingerprint: aPrint, Current: true}},
	}
	return []exhibit{
		{"kiosk-place-empty", &kioskPlacePage{page: s.page("kiosk-organisation"), d: &kioskDraft{}}, nil},
		{"kiosk-place", place, func() { k.wrong(place.ods, k.t("refusal."+string(induction.CodeODSForm))) }},
		{"kiosk-trainer-empty", &kioskTrainerPage{page: s.page("kiosk-trainer"), d: empty}, nil},
		{"kiosk-trainer", trainer, func() {
			for _, f := range trainer.d.trainer.faults(&kiosk.phrase, &kiosk.pin) {
				f.SetError(k.t("refusal." + string(induction.CodePINEasy)))
			}
			k.Frame.Actions()
		}},
		{"setup-office-place", &officePlacePage{page: s.page("office-organisation"), d: office}, nil},
		{"setup-office-key", &officeKeyPage{page: s.page("office-key"), d: office}, nil},
		{"setup-office-key-chosen", &officeKeyPage{page: s.page("office-key"), d: chosen}, nil},
		{"setup-founded", &foundedPage{page: s.page("office-founded"), f: founded{office: whose, code: s.square(1100)}}, nil},
		{"setup-founded-long", &foundedPage{page: s.page("office-founded"), f: founded{office: whose}}, nil},
	}
}

// square is a code of so many characters.
func (s *stage) square(n int) [][]bool {
	s.Helper()
	code, err := s.k.Paper.QR("MS1:" + strings.Repeat("MUSTER ", n/7))
	s.must(err)
	return code
}

func (s *stage) enrolGallery() []exhibit {
	request := desk.Request{Device: "Kiosk 1", Fingerprint: aPrint, Made: morning}
	offer := desk.EnrolmentOffer{Organisation: induction.Organisation{ODS: "RXX", Name: aTrust}, Fingerprint: aPrint, Device: "Kiosk 1", Until: morning.AddDate(1, 0, 0)}
	known := offer
	known.Known = true
	asking := s.at("enrol-request", desk.Machine{Organisation: induction.Organisation{Name: aTrust}})
	waiting := s.at("enrolled", desk.Machine{Organisation: offer.Organisation, NotIssuing: induction.CodeNoCertificate})
	return []exhibit{
		{"enrol-request-first", &requestPage{page: asking, r: request, code: s.square(420), first: true}, nil},
		{"enrol-request", &requestPage{page: asking, r: request}, nil},
		{"enrol-answer", &answerPage{intake: intake{page: s.page("enrol-answer")}, first: true}, nil},
		{"enrol-compare", &comparePage{page: s.page("enrol-compare"), o: offer, first: true}, nil},
		{"enrol-known", &comparePage{page: s.page("enrol-compare"), o: known}, nil},
		{"enrolled", &enrolledPage{page: s.at("enrolled", desk.Machine{Organisation: offer.Organisation}), o: offer}, nil},
		{"enrolled-waits", &enrolledPage{page: waiting, o: offer}, nil},
	}
}

// fine is a station with nothing wrong, wanting one with everything.
func (s *stage) fine() (fine, wanting station) {
	s.Helper()
	trainers, err := s.desk.Trainers(s.ctx())
	s.must(err)
	own := induction.Organisation{ODS: "RXX", Name: "Northbridge NHS Trust"}
	lists := []desk.ListAge{
		{Kind: trust.KindList, Issuer: "ods:RXX", Name: own.Name, Serial: 4, Issued: morning.AddDate(0, 0, -12), NextUpdate: morning.AddDate(0, 0, 19)},
		{Kind: trust.KindRevocations, Issuer: "ods:RXX", Name: own.Name, Serial: 2, Issued: morning, NextUpdate: morning.AddDate(0, 0, 30)},
	}
	keys := []desk.Trusted{{Name: own.Name, Issuer: "ods:RXX", Fingerprint: aPrint, Status: trust.InUse}}
	fine = station{
		machine:   desk.Machine{SetUp: true, Organisation: own, Device: "Kiosk 1", Enrolled: true, EnrolledUntil: morning.AddDate(1, 0, 0), Clock: morning, Floor: morning},
		health:    desk.Health{Events: 12345, Bytes: 9 << 20, Learners: 311},
		trust:     desk.TrustState{Found: true, Organisations: keys, Lists: lists},
		trainers:  trainers,
		installed: s.k.Files.Installed(),
	}
	wanting = fine
	wanting.machine.Organisation.Name, wanting.machine.Device = aTrust, "Seminar-room-kiosk-number-four-hundred-1"
	wanting.machine.ClockBehind, wanting.machine.NotIssuing, wanting.machine.ListsStale = true, induction.CodeClockBehind, true
	wanting.machine.Floor = morning.AddDate(73, 0, 0)
	wanting.health.LowDisk, wanting.health.Problems = true, []string{"row 17 does not follow row 16"}
	wanting.trust.Stale = true
	wanting.trust.Lists = append([]desk.ListAge{
		{Kind: trust.KindRevocations, Issuer: "ods:RYY", Missing: true},
		{Kind: trust.KindList, Issuer: "ods:RZZ", Name: aTrust, Issued: morning.AddDate(0, -3, 0), NextUpdate: morning.AddDate(0, -2, 0), Stale: true},
	}, lists...)
	for range 60 {
		wanting.trust.Organisations = append(wanting.trust.Organisations, desk.Trusted{
			Name: longName, Issuer: "ods:RZZ", Fingerprint: aPrint, Status: trust.Retired, Until: morning, Keeper: "ods:RYY",
		})
	}
	wanting.installed.Packs = nil
	for range 9 {
		wanting.trainers = append(wanting.trainers, induction.Trainer{Number: "staff:RXX-0123456789-XYZ", Name: longName, Assessor: true})
	}
	return fine, wanting
}

func (s *stage) sectionGallery() []exhibit {
	fine, wanting := s.fine()
	soon, never, demo := fine, fine, fine
	soon.machine.RenewSoon = true
	never.machine.Enrolled, never.machine.NotIssuing = false, induction.CodeNotEnrolled
	never.trust = desk.TrustState{}
	demo.machine.Organisation = s.k.Machine.Organisation
	out := []exhibit{
		{"settings", &settingsPage{page: s.page("settings"), s: fine}, nil},
		{"settings-wanting", &settingsPage{page: s.page("settings"), s: wanting}, nil},
		{"settings-not-enrolled", &settingsPage{page: s.page("settings"), s: never}, nil},
		{"section-organisation-soon", s.section("organisation", soon), nil},
		{"section-organisation-never", s.section("organisation", never), nil},
		{"section-organisation-demo", s.section("organisation", demo), nil},
		{"section-trust-none", s.section("trust", never), nil},
	}
	for _, part := range []string{"organisation", "trust", "trainers", "clock", "records", "content"} {
		out = append(out, exhibit{"section-" + part, s.section(part, fine), nil}, exhibit{"section-" + part + "-wanting", s.section(part, wanting), nil})
	}
	return out
}

func (s *stage) section(part string, of station) *sectionPage {
	return &sectionPage{page: page{s.k, "settings-" + part, s.k.t("settings.part." + part)}, part: part, s: of}
}

func (s *stage) staffGallery() []exhibit {
	k := s.k
	who := induction.Trainer{ID: "1", Number: "staff:RXX-0123456789-XYZ", Name: longName, Assessor: true}
	adding := &addTrainerPage{page: s.page("add-trainer"), who: person{register: induction.GMC, name: longName}, phrase: newSecret{k: k, text: "long enough, that"}, pin: newSecret{k: k, pin: true}}
	two := &vouch{title: k.t("staff.remove.title", longName), text: k.t("staff.remove.sure"), yes: k.t("staff.remove"), why: true, all: []induction.Trainer{who, {ID: "2", Name: "Alex Morgan"}, {ID: "3", Name: longName}}, by: voucher{id: "2"}}
	two.fault, two.faulty = induction.CodePassphrase, k.t("refusal."+string(induction.CodePassphrase))
	return []exhibit{
		{"one-trainer", &onePersonPage{page: s.page("one-trainer"), who: who}, nil},
		{"one-trainer-alone", &onePersonPage{page: s.page("one-trainer"), who: who, alone: true}, nil},
		{"new-passphrase", &secretPage{page: s.page("new-passphrase"), who: who, next: newSecret{k: k}}, nil},
		{"new-trainer-pin", &secretPage{page: s.page("new-trainer-pin"), who: who, next: newSecret{k: k, pin: true}}, nil},
		{"add-trainer", adding, nil},
		{"vouch", &onePersonPage{page: s.page("one-trainer"), who: who}, func() {
			two.shut = k.Frame.Overlay(600, func(l *theme.Look) fyne.CanvasObject { return two.card(k, l, func() {}) }, func() {})
		}},
	}
}

func (s *stage) updateGallery() []exhibit {
	offer := desk.BundleOffer{
		Changes: []trust.Change{
			{What: trust.OrganisationAdded, Name: longName, Issuer: "ods:RXX"},
			{What: trust.PassportsRevoked, Issuer: "ods:RYY", N: 3},
			{What: trust.ListRenewed, Name: aTrust, At: morning.Unix()},
			{What: trust.KeyTimes, Name: aTrust, At: morning.Unix()},
			{What: trust.KeyTimes, Name: aTrust, At: trust.Forever},
			{What: trust.TrainerRemoved, Name: longName, Subject: "staff:RXX-0123456789-XYZ"},
		},
		Refused: []trust.Refused{{Reason: trust.UnknownSigner, Kind: trust.KindList, Issuer: "ods:RYY"}, {Reason: trust.Malformed}},
		Older:   []trust.Refused{{Kind: trust.KindStaff}}, Cards: []desk.Card{{}, {}},
		ShutsOut: []induction.Trainer{{Name: longName}, {Name: "Alex Morgan"}},
	}
	many := desk.BundleOffer{}
	for range 300 {
		many.Changes = append(many.Changes, offer.Changes...)
	}
	out := []exhibit{
		{"update-file", &updatePage{intake: intake{page: s.page("update-file")}, address: "https://muster.northbridge.nhs.example/update.muster"}, nil},
		{"update-file-first", &updatePage{intake: intake{page: s.at("update-file", desk.Machine{NotIssuing: induction.CodeNotEnrolled})}}, nil},
		{"update-preview", &previewPage{page: s.page("update-preview"), o: offer}, nil},
		{"update-preview-many", &previewPage{page: s.page("update-preview"), o: many}, nil},
		{"update-preview-same", &previewPage{page: s.page("update-preview"), nothing: true}, nil},
	}
	return out
}

// machineStage is a stage whose window has nobody signed in, and files that fetch.
func machineStage(t *testing.T) *stage {
	t.Helper()
	s := raise(t, usual, theme.New(1, false, false), true)
	s.k.Files = fetching{s.files(), nil}
	return s
}

func TestTheMachinesPagesAreBuiltUpAsBefore(t *testing.T) {
	s := machineStage(t)
	for _, p := range s.machines() {
		switch p.name {
		case "section-trust-wanting", "section-trainers-wanting", "update-preview-many":
			continue // long lists: others show the same parts
		}
		s.do(func() { s.k.Frame.Reset(p.page) })
		if p.card != nil {
			s.do(p.card)
		}
		s.golden(p.name)
	}
}

func TestNothingOfTheMachineReachesOutside(t *testing.T) {
	s := machineStage(t)
	pages := s.machines()
	for _, look := range []look{
		{fyne.NewSize(1024, 768), 2, true},
		{fyne.NewSize(1280, 1024), 1, false},
		{fyne.NewSize(1366, 768), 1, true},
		{fyne.NewSize(1366, 768), 1.5, false},
		{fyne.NewSize(1366, 768), 2, false},
		{fyne.NewSize(1920, 1080), 1.4, false},
		{fyne.NewSize(1920, 1080), 2, true},
	} {
		s.w.Resize(look.size)
		s.do(func() { s.k.Frame.SetLook(theme.New(look.zoom, look.contrast, false)) })
		for _, p := range pages {
			s.do(func() { s.k.Frame.Reset(p.page) })
			if p.card != nil {
				s.do(p.card)
			}
			s.fits(p.name, look)
		}
	}
}

// days are whole and never negative.
func TestDaysBetween(t *testing.T) {
	for _, c := range []struct {
		by   time.Duration
		want int
	}{{0, 0}, {23 * time.Hour, 0}, {25 * time.Hour, 1}, {-48 * time.Hour, 0}} {
		if got := days(morning, morning.Add(c.by)); got != c.want {
			t.Errorf("%v: %d days, want %d", c.by, got, c.want)
		}
	}
}
