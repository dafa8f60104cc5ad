package screen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/sqlite"
	"muster/internal/trust"
)

// bureau raises an administrator's machine and opens its office through the door.
func bureau(t *testing.T) *stage {
	t.Helper()
	s := raise(t, usual, theme.New(1, false, false), false)
	seat, err := s.desk.SetUpAdministrator(s.ctx(), desk.NewOffice{
		Organisation: induction.Organisation{ODS: "RXX", Name: northbridge}, Name: "Ada Office", Passphrase: adaPhrase, KeyFolder: filepath.Join(s.TempDir(), "organisation"),
	})
	s.must(err)
	s.desk.CloseOffice(seat)
	s.do(s.k.Start)
	s.on("office-door")
	s.types(adaPhrase + "\n")
	s.on("office")
	return s
}

// another is the desk of another machine, before its first start.
func (s *stage) another() *desk.Desk {
	s.Helper()
	dir := s.TempDir()
	db, err := sqlite.Open(s.ctx(), dir, sqlite.Options{})
	s.must(err)
	s.Cleanup(func() { db.Close() })
	return desk.New(desk.Parts{
		Store: db, Catalog: theCatalog(), Clock: s.desk.Clock, PINs: keystore.PINs{Params: quick},
		Vault: keystore.Vault{Dir: filepath.Join(dir, "keys"), Params: quick}, Cabinet: keystore.Cabinet{Params: quick}, Unshowable: theFonts().Unshowable,
		NewID: func() string { return fmt.Sprintf("0198a000-0000-7000-8000-%012d", ids.Add(1)) },
	})
}

// neighbour is another organisation.
func (s *stage) neighbour(ods, name string) (*desk.Desk, *desk.OfficeSeat) {
	s.Helper()
	d := s.another()
	seat, err := d.SetUpAdministrator(s.ctx(), desk.NewOffice{
		Organisation: induction.Organisation{ODS: ods, Name: name}, Name: "Ben Other", Passphrase: adaPhrase, KeyFolder: filepath.Join(s.TempDir(), "organisation"),
	})
	s.must(err)
	return d, seat
}

// v is the office as the desk has it.
func (s *stage) v() desk.Office {
	s.Helper()
	o, err := s.desk.Office(s.ctx(), s.k.office)
	s.must(err)
	return o
}

// says fails unless the page in front, or its message, says this.
func (s *stage) says(words string) {
	s.Helper()
	if said := texts(s.root()) + s.k.Frame.Notice(); !strings.Contains(said, words) {
		s.Fatalf("on %s nobody says %q; message %q", s.name(), words, s.k.Frame.Notice())
	}
}

func TestTheDoorOfTheOffice(t *testing.T) {
	s := bureau(t)
	s.press("office.machines")
	s.do(s.k.Frame.Lock)
	s.on("office-door")
	s.says(s.k.t("office.door.kept"))
	if s.desk.OfficeOpen() {
		t.Fatal("the key is open behind the door")
	}
	s.types("not the passphrase\n")
	s.on("office-door")
	s.says(s.k.t("refusal.passphrase"))
	s.types(adaPhrase + "\n")
	s.on("office-machines")
	c := s.desk.Clock.(*ticking)
	c.mu.Lock()
	c.now = c.now.Add(desk.OfficeIdle + time.Minute)
	c.mu.Unlock()
	s.press("office.enrol")
	s.on("office-request") // asking is no act yet
	s.key(fyne.KeyEscape)
	s.on("office-door")
	s.types(adaPhrase + "\n")
	s.on("office-request")
	s.key(fyne.KeyEscape)
	s.on("office-machines")
	s.do(s.k.SignOut)
	s.on("office-door")
	s.types(adaPhrase + "\n")
	s.on("office")
}

func TestThisMachineIsTheOffices(t *testing.T) {
	s := bureau(t)
	s.press("grid.machine")
	s.on("settings")
	for _, n := range []string{"organisation", "trainers", "clock"} {
		if s.part(s.k.t("settings.part."+n)) != nil {
			t.Errorf("an administrator's machine has a part %q", n)
		}
	}
	s.press("settings.part.trust")
	s.press("settings.part.update")
	s.on("office-update")
	s.key(fyne.KeyEscape)
	s.on("office")
	s.press("grid.machine")
	s.press("settings.back.office")
	s.on("office")
}

func TestTheDoorWithoutTheStick(t *testing.T) {
	s := bureau(t)
	folder := s.v().KeyFolder
	s.must(os.Rename(folder, folder+"-taken-out"))
	s.press("office.machines")
	s.key(fyne.KeyEscape)
	s.says(s.k.t("office.key.away"))
	s.do(s.k.SignOut)
	s.on("office-door")
	s.says(s.k.t("refusal.key-away"))
	s.press("office.again")
	s.says(s.k.t("refusal.key-away"))
	s.must(os.Rename(folder+"-taken-out", folder))
	s.press("office.again")
	s.types(adaPhrase + "\n")
	s.on("office")
}

func TestAMachineIsEnrolledAndWithdrawn(t *testing.T) {
	s := bureau(t)
	s.says(s.k.t("office.machines.first"))
	kiosk := s.another()
	r, err := kiosk.SetUpKiosk(s.ctx(), desk.NewKiosk{
		Organisation: induction.Organisation{ODS: "RXX", Name: northbridge}, Device: "Kiosk 1",
		Trainer: desk.StaffMember{Number: "staff:RXX-1", Name: "Sam Trainer", Assessor: true}, Passphrase: samPhrase, PIN: samPIN,
	})
	s.must(err)
	s.press("office.enrol")
	s.on("office-request")
	s.types("MS1:NOT A REQUEST\n")
	s.says(s.k.t("refusal.request-form"))
	s.types(r.Text + "\n")
	s.on("office-grant")
	p := s.k.Frame.Page().(*grantPage)
	if p.o.Fingerprint != r.Fingerprint {
		t.Fatalf("asks with %q, the machine shows %q", p.o.Fingerprint, r.Fingerprint)
	}
	s.put(p.field, "999")
	s.press("office.grant.do")
	if p.field.Error() == "" {
		t.Fatal("999 days are granted")
	}
	s.pressLabel(s.k.t("office.grant.days", 90))
	s.press("office.grant.do")
	s.on("office-answer")
	e, err := kiosk.ReadEnrolment(s.ctx(), []byte(s.k.Frame.Page().(*handPage).answer.Text))
	s.must(err)
	if e.Device != r.Device || e.Until.After(morning.AddDate(0, 0, 91)) {
		t.Fatalf("%+v", e)
	}
	s.press("office.granted.done")
	s.on("office-machines")
	s.withdrawsMachine(r.Device)
}

// withdrawsMachine takes a machine back through its page, all but one of its passports.
func (s *stage) withdrawsMachine(device string) {
	s.Helper()
	s.pressLabel(device)
	s.press("office.machine.withdraw")
	s.on("office-withdraw-machine")
	s.press("office.machine.withdraw")
	s.says(s.k.t("office.machine.why.missing"))
	s.press("office.machine.why.stolen")
	w := s.k.Frame.Page().(*withdrawMachinePage)
	s.put(w.number, "12")
	s.press("office.spare.add")
	if w.number.Error() == "" || len(w.spared) != 0 {
		s.Fatal("12 is taken for a passport's number")
	}
	s.put(w.number, strings.ToUpper(numberGroups(aNumber)))
	s.press("office.spare.add")
	s.key(fyne.KeyEscape) // asks first
	s.press("unsaved.stay")
	s.press("office.machine.withdraw")
	s.says(s.k.t("office.machine.withdraw.sure", 1))
	s.press("office.machine.withdraw")
	s.on("office-machines")
	d := s.v().Devices[0]
	if !d.Revoked || len(d.Spared) != 1 || d.Spared[0] != aNumber {
		s.Fatalf("%+v", d)
	}
	s.pressLabel(device)
	s.says(s.k.t("office.machine.why.stolen"))
	s.press("office.spare")
	if w := s.k.Frame.Page().(*withdrawMachinePage); len(w.spared) != 1 {
		s.Fatal("those that were spared before are forgotten")
	}
}

func TestAnOrganisationIsTrustedAndEnded(t *testing.T) {
	s := bureau(t)
	other, _ := s.neighbour("RYY", "Southbridge NHS Trust")
	card, err := other.Card(s.ctx())
	s.must(err)
	s.press("office.trust")
	s.says(s.k.t("office.trust.none"))
	s.press("office.trust.add")
	s.types(card.Text + "\n")
	s.on("office-card-compare")
	p := s.k.Frame.Page().(*cardPage)
	s.press("office.trust.do", "RYY")
	s.says(s.k.t("office.compare.first"))
	s.press("office.compare.tick")
	s.put(p.field, "the third of March")
	s.press("office.trust.do", "RYY")
	s.says(s.k.t("office.day.bad"))
	s.put(p.field, "3/3/2026")
	s.press("office.trust.do", "RYY")
	s.types("\n")
	s.says(s.k.t("refusal.why", 3, 300))
	s.types("our doctors rotate there\n")
	s.on("office-trust")
	if all := s.v().Organisations; len(all) != 1 || all[0].Issuer != "ods:RYY" {
		t.Fatalf("%+v", all)
	}
	s.pressLabel("Southbridge NHS Trust")
	s.press("office.end.do")
	s.types("merged with another\n")
	s.on("office-trust")
	if got := s.v().Organisations[0].Status; got != trust.Retired {
		c := s.desk.Clock.(*ticking)
		t.Fatalf("%s at %s", got, c.Now())
	}
	s.pressLabel("Southbridge NHS Trust")
	s.press("office.exclude.this")
	s.on("office-exclude")
	x := s.k.Frame.Page().(*excludePage)
	s.put(x.whyF, "its practicals are not witnessed")
	s.press("office.exclude.do")
	s.on("office-rules")
	if all := s.v().Excluded; len(all) != 1 || all[0].Issuer != "ods:RYY" {
		t.Fatalf("%+v", all)
	}
	s.pressLabel("Southbridge NHS Trust (RYY)")
	s.types("they witness them now\n")
	if all := s.v().Excluded; len(all) != 0 {
		t.Fatalf("%+v", all)
	}
}

func TestAListKeeperComesAndGoes(t *testing.T) {
	s := bureau(t)
	keeper, seat := s.neighbour("QXX", "The region")
	third, _ := s.neighbour("RZZ", "Westbridge NHS Trust")
	card, err := third.Card(s.ctx())
	s.must(err)
	c, err := keeper.ReadCard(s.ctx(), card.Bytes)
	s.must(err)
	s.must(keeper.AddOrganisation(s.ctx(), seat, c, true, time.Time{}, "in the region"))
	own, err := keeper.Card(s.ctx())
	s.must(err)
	s.press("office.trust")
	s.press("office.keepers.tab", 0)
	s.press("office.keepers.add")
	s.types(own.Text + "\n")
	s.press("office.compare.tick")
	s.press("office.trust.do", "QXX")
	s.types("the region keeps the list\n")
	s.on("office-trust")
	s.pressLabel("The region")
	s.on("office-keeper")
	s.says(s.k.t("office.keepers.means"))
	s.press("office.update.take")
	s.on("office-take-update")
	bundle, err := keeper.ExportBundle(s.ctx(), desk.ForKeeping)
	s.must(err)
	s.do(func() { s.k.Frame.Page().(*takePage).use(bundle) })
	s.on("update-preview")
	s.press("trust.take")
	s.on("office-update")
	if k := s.v().Keepers; len(k) != 1 || k[0].Organisations != 2 || k[0].List.Missing {
		t.Fatalf("%+v", k)
	}
	s.key(fyne.KeyEscape)
	s.press("office.trust")
	s.press("office.keepers.tab", 1)
	s.pressLabel("The region")
	s.press("office.keeper.remove")
	s.types("the region keeps none any more\n")
	if k := s.v().Keepers; len(k) != 0 {
		t.Fatalf("%+v", k)
	}
}
