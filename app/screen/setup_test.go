package screen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/sqlite"
)

const (
	northbridge = "Northbridge NHS Trust"
	adaPhrase   = "the office passphrase"
	samPhrase   = "sam has a passphrase"
	samPIN      = "736105"
)

// headquarters is the desk of an administrator's machine of the same organisation,
// away from the screen.
type headquarters struct {
	*stage
	desk *desk.Desk
	seat *desk.OfficeSeat
}

func (s *stage) headquarters() *headquarters {
	s.Helper()
	dir := s.TempDir()
	db, err := sqlite.Open(s.ctx(), dir, sqlite.Options{})
	s.must(err)
	s.Cleanup(func() { db.Close() })
	d := desk.New(desk.Parts{
		Store: db, Catalog: theCatalog(), Clock: s.desk.Clock, PINs: keystore.PINs{Params: quick},
		Vault: keystore.Vault{Dir: filepath.Join(dir, "keys"), Params: quick}, Cabinet: keystore.Cabinet{Params: quick}, Unshowable: theFonts().Unshowable,
		NewID: func() string { return fmt.Sprintf("0198a000-0000-7000-8000-%012d", ids.Add(1)) },
	})
	seat, err := d.SetUpAdministrator(s.ctx(), desk.NewOffice{
		Organisation: induction.Organisation{ODS: "RXX", Name: northbridge}, Name: "Ada Office", Passphrase: adaPhrase, KeyFolder: filepath.Join(dir, "organisation"),
	})
	s.must(err)
	return &headquarters{s, d, seat}
}

// answer enrols whoever asks.
func (h *headquarters) answer(request []byte) desk.Answer {
	h.Helper()
	o, err := h.desk.ReadRequest(h.ctx(), h.seat, request)
	h.must(err)
	a, err := h.desk.Enrol(h.ctx(), h.seat, o, 365)
	h.must(err)
	return a
}

// bundle is what the organisation's machines are told.
func (h *headquarters) bundle() []byte {
	h.Helper()
	b, err := h.desk.ExportBundle(h.ctx(), desk.ForDevices)
	h.must(err)
	return b
}

// put fills a field of the page in front as a person would leave it.
func (s *stage) put(f interface{ SetText(string) }, text string) {
	s.Helper()
	s.do(func() { f.SetText(text) })
}

// kiosk sets a kiosk up through its pages, up to its request.
func (s *stage) kiosk() desk.Request {
	s.Helper()
	s.on("first-start")
	s.shoot("70-first-start")
	s.press("start.kiosk.do")
	s.on("kiosk-organisation")
	place := s.k.Frame.Page().(*kioskPlacePage)
	s.put(place.ods, "rxx")
	s.put(place.name, northbridge)
	s.put(place.device, "Kiosk 1")
	s.press("setup.next")
	s.on("kiosk-trainer")
	d := s.k.Frame.Page().(*kioskTrainerPage).d
	s.pressLabel(s.k.t("register.name.staff"))
	s.put(d.trainer.numberField, "RXX-1")
	s.put(d.trainer.nameField, "Sam Trainer")
	s.put(d.phrase.first, samPhrase)
	s.put(d.phrase.more, samPhrase)
	s.put(d.pin.first, samPIN)
	s.put(d.pin.more, samPIN)
	s.press("setup.next")
	s.on("enrol-request")
	if d.phrase.text != "" || d.pin.again != "" {
		s.Error("what was typed is kept after the machine was set up")
	}
	return s.k.Frame.Page().(*requestPage).r
}

// enrol takes an answer through the pages, from the one that asks for it.
func (s *stage) enrol(answer string) {
	s.Helper()
	s.on("enrol-answer")
	s.types(answer + "\n")
	s.on("enrol-compare")
	s.shoot("74-compare")
	s.press("enrol.same")
	s.shoot("75-vouch")
	s.types(samPhrase + "\n")
	s.on("enrolled")
}

func TestAKioskIsSetUpAndEnrolled(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	h := s.headquarters()
	r := s.kiosk()
	if p := s.k.Frame.Page().(*requestPage); p.code == nil || !p.first {
		t.Error("the request has no code, or is not told as a step")
	}
	s.press("enrol.save")
	s.pressLabel("STICK")
	saved, err := filepath.Glob(filepath.Join(s.k.Files.(testFiles).folder, "*.muster"))
	s.must(err)
	if len(saved) != 1 {
		t.Fatalf("saved %q", saved)
	}
	request, err := os.ReadFile(saved[0])
	s.must(err)
	a := h.answer(request)
	s.press("enrol.have")
	s.enrol(a.Text)
	if s.k.Machine.Organisation.Name != northbridge || s.k.Machine.Device != r.Device || !s.k.Machine.Enrolled {
		t.Fatalf("the machine is %+v", s.k.Machine)
	}
	s.press("enrol.finish")
	s.on("welcome")
	s.press("welcome.trainer")
	s.on("open-session")
	s.press("grid.machine")
	s.on("settings")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("settings.enrolled", s.k.P.Date(s.k.Machine.EnrolledUntil))) {
		t.Errorf("this machine's page says %q", said)
	}
	s.press("settings.back.start")
	s.on("welcome")
}

func TestAKioskWorksBeforeItIsEnrolled(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	h := s.headquarters()
	s.kiosk()
	s.shoot("71-request")
	s.press("enrol.later")
	s.on("welcome")
	s.shoot("72-not-enrolled")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("standing.not-issuing")) || !strings.Contains(said, s.k.t("refusal.not-enrolled")) {
		t.Fatalf("the welcome does not say that it issues nothing: %q", said)
	}
	s.press("welcome.trainer")
	s.on("open-session")
	s.types("Seminar room 4")
	p := s.k.Frame.Page().(*openPage)
	s.do(func() { s.k.Frame.Focus(p.phrase.Entry()) })
	s.types(samPhrase + "\n")
	s.on("trainer")
	s.shoot("73-trainer-not-enrolled")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("refusal.not-enrolled")) {
		t.Fatal("the trainer's desk does not say that it issues nothing")
	}
	s.press("grid.machine")
	s.press("settings.part.organisation")
	s.press("enrol.show")
	s.on("enrol-request")
	r := s.k.Frame.Page().(*requestPage).r
	s.key(fyne.KeyEscape)
	s.on("settings-organisation")
	s.press("enrol.have")
	s.enrol(h.answer(r.Bytes).Text)
	s.press("enrol.finish")
	s.on("trainer")
	if said := texts(s.w.Content()); strings.Contains(said, s.k.t("standing.not-issuing")) {
		t.Error("the trainer's desk still says that it issues nothing")
	}
}

func TestAnAnswerThatIsNotTheSame(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	forger := s.headquarters() // the same name and code, and another key
	r := s.kiosk()
	s.press("enrol.have")
	s.types("MP1:NOT AN ANSWER\n")
	s.on("enrol-answer")
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("refusal.enrolment-form")) {
		t.Fatalf("a code that is no answer: %q", s.k.Frame.Notice())
	}
	s.types(forger.answer(r.Bytes).Text + "\n")
	s.on("enrol-compare")
	s.press("enrol.differs")
	s.on("enrol-answer")
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("enrol.differs.title")) {
		t.Errorf("told %q", s.k.Frame.Notice())
	}
	if m, err := s.desk.Machine(s.ctx()); err != nil || m.Enrolled {
		t.Fatalf("it is enrolled all the same: %v", err)
	}
}

func TestTheWayBackKeepsWhatWasTyped(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	s.press("start.kiosk.do")
	place := s.k.Frame.Page().(*kioskPlacePage)
	s.put(place.ods, "no")
	s.put(place.name, northbridge)
	s.press("setup.next")
	s.on("kiosk-organisation")
	if got := place.ods.Error(); got != s.k.t("refusal.ods-form") {
		t.Errorf("a code that is none: %q", got)
	}
	s.put(place.ods, "DEMO0")
	s.press("setup.next")
	if got := place.ods.Error(); got != s.k.t("refusal.ods-demo") {
		t.Errorf("the demonstration's code: %q", got)
	}
	s.put(place.ods, "RXX")
	s.press("setup.next")
	if got := place.device.Error(); got != s.k.t("refusal.device-name") || place.ods.Error() != "" {
		t.Errorf("no name of the machine: %q, and at the code %q", got, place.ods.Error())
	}
	s.put(place.device, "Kiosk 1")
	s.press("setup.next")
	s.on("kiosk-trainer")
	d := s.k.Frame.Page().(*kioskTrainerPage).d
	s.put(d.trainer.numberField, "7012345")
	s.put(d.trainer.nameField, "Zoë Ngũgĩ")
	s.put(d.phrase.first, samPhrase)
	s.key(fyne.KeyEscape)
	s.on("kiosk-organisation")
	if place.ods.Text() != "RXX" || place.device.Text() != "Kiosk 1" {
		t.Error("the way back lost the organisation")
	}
	s.press("setup.next")
	s.on("kiosk-trainer")
	if d.trainer.numberField.Text() != "7012345" || d.trainer.nameField.Text() != "Zoë Ngũgĩ" || d.phrase.first.Text() != samPhrase {
		t.Error("the way on again lost the trainer")
	}
	s.press("setup.next")
	if got := d.phrase.more.Error(); got != s.k.t("setup.passphrase.differ") {
		t.Errorf("two passphrases that differ: %q", got)
	}
	s.put(d.phrase.more, samPhrase)
	s.put(d.pin.first, "111111")
	s.press("setup.next")
	if got := d.pin.more.Error(); got != s.k.t("refusal.pin-differs") {
		t.Errorf("two PINs that differ: %q", got)
	}
	s.put(d.pin.more, "111111")
	s.press("setup.next")
	s.on("kiosk-trainer")
	if got := d.pin.first.Error(); got != s.k.t("refusal.pin-easy") {
		t.Errorf("an easy PIN: %q", got)
	}
}

func TestThePassphraseIsAdvisedOn(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	p := &newSecret{k: s.k}
	p.fields(s.k.Frame.Look(), nil)
	for text, want := range map[string]string{
		"": s.k.t("setup.passphrase.none", desk.PassphraseLeast), "seven..": s.k.t("setup.passphrase.short", 5),
		"twelve chars": s.k.t("setup.passphrase.enough"), "four unrelated words here": s.k.t("setup.passphrase.good"),
	} {
		p.first.SetText(text)
		if got := p.advice.String(); got != want {
			t.Errorf("%q is advised %q, want %q", text, got, want)
		}
	}
}

func TestTheOfficeIsSetUp(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), false)
	s.press("start.office.do")
	place := s.k.Frame.Page().(*officePlacePage)
	s.put(place.ods, "RXX")
	s.put(place.name, northbridge)
	s.press("setup.next")
	s.on("office-key")
	p := s.k.Frame.Page().(*officeKeyPage)
	s.press("setup.key.make")
	s.on("office-key")
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("setup.key.nowhere")) {
		t.Fatalf("no place for the key: %q", s.k.Frame.Notice())
	}
	s.pressLabel("STICK")
	s.press("setup.key.make")
	if got := p.holder.Error(); got != s.k.t("refusal.office-name") {
		t.Errorf("no name: %q", got)
	}
	s.put(p.holder, "Ada Office")
	s.put(p.d.phrase.first, "short")
	s.put(p.d.phrase.more, "short")
	s.press("setup.key.make")
	if got := p.d.phrase.first.Error(); got != s.k.t("refusal.passphrase-form") {
		t.Errorf("a short passphrase: %q", got)
	}
	s.put(p.d.phrase.first, adaPhrase)
	s.put(p.d.phrase.more, adaPhrase)
	s.press("setup.key.make")
	s.on("office-founded")
	s.shoot("76-founded")
	f := s.k.Frame.Page().(*foundedPage)
	said := strings.ReplaceAll(texts(s.w.Content()), "\n", " ")
	for _, g := range strings.Fields(f.f.fingerprint()) {
		if !strings.Contains(said, g) {
			t.Errorf("the fingerprint's %s is not on the page", g)
		}
	}
	if len(strings.Fields(f.f.fingerprint())) != 8 || f.f.code == nil {
		t.Error("the fingerprint has not eight groups, or the key file no code")
	}
	keys, err := filepath.Glob(filepath.Join(s.k.Files.(testFiles).folder, keyFolderStick, "*.key"))
	s.must(err)
	if len(keys) != 1 {
		t.Errorf("the stick holds %q", keys)
	}
	s.do(s.k.SignOut)
	s.do(s.k.Start)
	s.on("office-door")
}

// enrolled is a stage whose machine is an enrolled kiosk, and its organisation.
func enrolled(t *testing.T) (*stage, *headquarters) {
	t.Helper()
	s := raise(t, usual, theme.New(1, false, false), false)
	h := s.headquarters()
	r := s.kiosk()
	s.press("enrol.have")
	s.enrol(h.answer(r.Bytes).Text)
	s.press("enrol.finish")
	s.on("welcome")
	return s, h
}

func TestAnEnrolmentIsRenewed(t *testing.T) {
	s, h := enrolled(t)
	c := s.desk.Clock.(*ticking)
	c.mu.Lock()
	c.now = c.now.AddDate(0, 11, 15)
	c.mu.Unlock()
	s.do(s.k.OpenSettings)
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("standing.renew.text")) {
		t.Fatal("nobody is reminded of the renewal")
	}
	s.press("settings.part.organisation")
	s.press("enrol.renew")
	s.types("a wrong passphrase\n")
	if said := texts(s.root()); !strings.Contains(said, s.k.t("refusal.passphrase")) {
		t.Errorf("a wrong passphrase is told %q", said)
	}
	s.types(samPhrase + "\n")
	s.on("enrol-request")
	r := s.k.Frame.Page().(*requestPage).r
	h.seat = must(h.desk.OpenOffice(s.ctx(), "Ada Office", adaPhrase))(t)
	a := h.answer(r.Bytes)
	s.press("enrol.have")
	s.types(a.Text + "\n")
	s.on("enrol-compare")
	if !s.k.Frame.Page().(*comparePage).o.Known {
		t.Fatal("a renewal asks for the fingerprint again")
	}
	s.press("enrol.take")
	s.types(samPhrase + "\n")
	s.on("enrolled")
	if s.k.Machine.RenewSoon {
		t.Error("it is not renewed")
	}
}

// must fails where there is an error.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
