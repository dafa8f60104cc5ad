package screen

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

func TestAPassportIsWithdrawnByItsCode(t *testing.T) {
	s, here, there := twoHospitals(t)
	here.opens()
	own, other := here.issued("gmc:7012345", "Zoë Ngũgĩ", "fire.1"), there.issued("gmc:7012345", "Zoë Ngũgĩ", "fire.1")
	s.desk, s.k.Desk = here.office, here.office
	s.do(s.k.Start)
	s.types(longPhrase + "\n")
	s.on("office")
	s.do(s.k.withdrawPassport)
	s.types(other + "\n")
	s.says(s.k.t("office.withdraw.other"))
	s.types(own + "\n")
	s.says("Zoë Ngũgĩ")
	s.types("issued to the wrong person\n")
	s.on("office-withdrawn")
	c, err := s.desk.Check(s.ctx(), own)
	s.must(err)
	if c.Verdict.Status != passport.Revoked {
		t.Fatalf("after it was withdrawn it is %s", c.Verdict.Status)
	}
}

func TestAPassportIsWithdrawn(t *testing.T) {
	s := bureau(t)
	s.press("office.withdrawn")
	s.says(s.k.t("office.gone.passports.none"))
	s.press("office.gone.passports.do")
	s.on("office-withdraw-passport")
	p := s.k.Frame.Page().(*withdrawPassportPage)
	s.types("MP1:NO PASSPORT\n")
	s.says(s.k.t("office.withdraw.unread"))
	s.press("setup.next")
	if p.number.Error() == "" {
		t.Fatal("nothing is taken for a number")
	}
	s.put(p.number, string(aNumber))
	s.press("setup.next")
	s.says(numberGroups(aNumber))
	s.types("issued to the wrong person\n")
	s.on("office-withdrawn")
	if all := s.v().Revoked.Passports; len(all) != 1 || all[0] != aNumber {
		t.Fatalf("%v", all)
	}
	s.says("issued to the wrong person")
	s.press("office.gone.machines", 0)
	s.press("office.gone.machines.do")
	s.on("office-machines")
}

func TestTrainersAreNamed(t *testing.T) {
	s := bureau(t)
	s.press("office.staff")
	s.says(s.k.t("office.staff.first"))
	s.press("office.staff.add")
	p := s.k.Frame.Page().(*memberPage)
	s.press("office.save")
	if p.who.numberField.Error() == "" {
		t.Fatal("nobody is named")
	}
	s.put(p.who.numberField, "7012345")
	s.press("office.save")
	if p.who.nameField.Error() == "" {
		t.Fatal("a trainer without a name")
	}
	s.put(p.who.nameField, "Zoë Ngũgĩ")
	s.press("office.save")
	s.types("new in post\n")
	s.on("office-staff")
	s.pressLabel("Zoë Ngũgĩ")
	s.press("setup.assessor")
	s.press("office.save")
	s.types("has the course\n")
	if all := s.v().Staff; len(all) != 1 || !all[0].Assessor || all[0].Number != "gmc:7012345" {
		t.Fatalf("%+v", all)
	}
	s.pressLabel("Zoë Ngũgĩ")
	s.press("office.staff.remove")
	s.types("has left\n")
	if v := s.v(); len(v.Staff) != 0 || !v.StaffSigned {
		t.Fatalf("%+v", v.Staff)
	}
}

func TestAProgrammeIsMade(t *testing.T) {
	s := bureau(t)
	before := len(s.desk.Programmes())
	s.press("office.rules")
	s.press("office.rules.add")
	s.on("office-programme")
	p := s.k.Frame.Page().(*programmePage)
	s.put(p.title, "Night doctors")
	s.press("office.save")
	s.says(s.k.t("office.programme.empty"))
	s.press("office.rule.add")
	s.on("office-choose")
	m := s.desk.Modules()[0]
	s.pressLabel(s.k.moduleName(m))
	s.on("office-rule")
	rule := s.k.Frame.Page().(*rulePage)
	s.put(rule.monthsF, "6")
	s.press("office.rule.keep")
	if rule.reasonF.Error() == "" {
		t.Fatal("a shorter period needs no reason")
	}
	s.put(rule.reasonF, "Nights are staffed thinly.")
	s.put(rule.verF, "two")
	s.press("office.rule.keep")
	if rule.verF.Error() == "" {
		t.Fatal("two is taken for a version")
	}
	s.put(rule.verF, "1.0")
	s.press("office.rule.keep")
	s.on("office-programme")
	s.says("Nights are staffed thinly.")
	s.key(fyne.KeyEscape)
	s.press("unsaved.stay")
	s.on("office-programme")
	s.press("office.save")
	s.types("agreed in March\n")
	s.on("office-rules")
	all := s.desk.Programmes()
	g, ok := programmeCalled(all, "Night doctors")
	if !ok || len(all) != before+1 || g.ID != "night-doctors" || g.Requirements[0].RefreshMonths != 6 || g.Requirements[0].Since != (induction.Version{Major: 1}) {
		t.Fatalf("%+v", all)
	}
	s.pressLabel("Night doctors")
	s.pressLabel(s.k.moduleName(m))
	s.press("office.rule.remove")
	if p := s.k.Frame.Page().(*programmePage); len(p.g.Requirements) != 0 || len(p.was.Requirements) != 1 {
		t.Fatal("a requirement is not taken out of the draft alone")
	}
	s.press("office.programme.remove")
	s.types("no longer needed\n")
	s.on("office-rules")
	if _, ok := programmeCalled(s.desk.Programmes(), "Night doctors"); ok {
		t.Fatal("the programme is still there")
	}
}

func programmeCalled(all []induction.Programme, title string) (induction.Programme, bool) {
	for _, g := range all {
		if g.Title == title {
			return g, true
		}
	}
	return induction.Programme{}, false
}

func TestFreshIDs(t *testing.T) {
	have := []induction.Programme{{ID: "night-doctors"}, {ID: "night-doctors-2"}, {ID: "programme"}}
	for title, want := range map[string]induction.ProgrammeID{
		"Night doctors": "night-doctors-3", "F1 (adult): August": "f1-adult-august", "Ω": "programme-2", strings.Repeat("long ", 20): "long-long-long-long-long-long-long-long",
	} {
		if got := freshID(title, have); got != want {
			t.Errorf("%q becomes %q, want %q", title, got, want)
		}
	}
}

func TestTheAdministratorsOfAKey(t *testing.T) {
	s := bureau(t)
	s.press("office.keys")
	s.press("office.holders")
	s.says(s.k.t("office.holders.one"))
	s.press("office.holder.add")
	p := s.k.Frame.Page().(*holderPage)
	s.put(p.own, "not mine at all")
	s.put(p.nameF, "Ben Deputy")
	s.put(p.next.first, samPhrase)
	s.put(p.next.more, samPhrase)
	s.press("office.save")
	if p.own.Error() == "" {
		t.Fatalf("anybody can add an administrator; %s", s.k.Frame.Notice())
	}
	s.put(p.own, adaPhrase)
	s.press("office.save")
	s.on("office-holders")
	s.pressLabel("Ben Deputy")
	r := s.k.Frame.Page().(*holderPage)
	s.put(r.own, adaPhrase)
	s.put(r.whyF, "has left")
	s.press("office.holder.remove.do")
	s.on("office-holders")
	if got := s.v().Keys[0].Holders; len(got) != 1 {
		t.Fatalf("opened by %v", got)
	}
	s.pressLabel("Ada Office")
	c := s.k.Frame.Page().(*holderPage)
	s.put(c.own, adaPhrase)
	s.put(c.next.first, "another passphrase of mine")
	s.put(c.next.more, "another passphrase of mine")
	s.press("office.save")
	s.on("office-holders")
	s.do(s.k.SignOut)
	s.types(adaPhrase + "\n")
	s.says(s.k.t("refusal.passphrase"))
	s.types("another passphrase of mine\n")
	s.on("office")
}

func TestANewKeyFollowsTheOld(t *testing.T) {
	s := bureau(t)
	s.press("office.keys")
	s.press("office.roll")
	roll := s.k.Frame.Page().(*rollPage)
	s.put(roll.phrase.first, adaPhrase)
	s.put(roll.phrase.more, adaPhrase)
	s.press("office.roll.do")
	if roll.whyF.Error() == "" {
		t.Fatal("a new key needs no reason")
	}
	s.put(roll.whyF, "yearly change")
	s.press("office.roll.do")
	s.on("office-keys")
	keys := s.v().Keys
	if len(keys) != 2 || !keys[1].Current || keys[0].Until.IsZero() {
		t.Fatalf("%+v", keys)
	}
	s.pressLabel(short(keys[0].Fingerprint))
	s.press("office.key.revoke")
	s.types("it was copied\n")
	s.on("office-keys")
	if got := s.v().Keys[0].Status; got != trust.Revoked {
		t.Fatal(got)
	}
	s.do(s.k.SignOut)
	s.types(adaPhrase + "\n")
	s.on("office")
}

func TestACertificateOfTheOwnPKI(t *testing.T) {
	s := bureau(t)
	f := s.files()
	s.press("office.keys")
	s.press("office.certificate")
	s.press("office.certificate.request")
	s.pressLabel("STICK")
	saved, err := filepath.Glob(filepath.Join(f.folder, "*.csr"))
	s.must(err)
	if len(saved) != 1 {
		t.Fatalf("saved %q", saved)
	}
	f.name, f.data = "ca.pem", []byte("not a certificate")
	s.press("office.certificate.load")
	s.types("from our PKI\n")
	s.says(s.k.t("refusal.certificate"))
	s.on("office-certificate")
}

func TestTheUpdateFileGoesOut(t *testing.T) {
	s := bureau(t)
	s.press("office.update")
	s.says(s.k.t("office.list.good"))
	s.press("office.lists.renew")
	s.on("office-update")
	s.says(s.k.t("office.lists.renewed"))
	for _, who := range []string{"office.update.machines", "office.update.others", "office.update.keeping"} {
		s.press(who)
		s.pressLabel("STICK")
		s.says(s.k.t("place.saved"))
	}
	s.press("office.time.do")
	s.types("Kiosk 2 stood at 2099\n")
	s.on("office-time")
	if p := s.k.Frame.Page().(*handPage); p.answer.Text == "" || p.code == nil {
		t.Fatal("the time has no code")
	}
	s.press("office.done")
	s.on("office-update")
}

func TestTheHistory(t *testing.T) {
	s := bureau(t)
	s.must(s.desk.AddStaff(s.ctx(), s.k.office, desk.StaffMember{Number: "gmc:7012345", Name: "Zoë Ngũgĩ"}, "=new in post"))
	s.press("office.history")
	s.on("office-history")
	p := s.k.Frame.Page().(*historyPage)
	all := len(p.list.all)
	s.press("office.staff")
	if n := len(p.list.all); n != 1 || all < 3 {
		t.Fatalf("%d of %d acts are of trainers", n, all)
	}
	s.says("Zoë Ngũgĩ")
	data, err := p.csv()
	s.must(err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	s.must(err)
	if len(rows) != all+1 || rows[1][4] != "'=new in post" || rows[1][1] != "Ada Office" {
		t.Fatalf("%q", rows)
	}
	s.press("office.history.save")
	s.pressLabel("STICK")
	s.says(s.k.t("place.saved"))
}

// TestEveryActHasWords: no act of the office stands in the history by its code.
func TestEveryActHasWords(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	files, err := filepath.Glob("../../internal/desk/*.go")
	s.must(err)
	for _, path := range files {
		src, err := os.ReadFile(path)
		s.must(err)
		for _, marker := range []string{`What: "`, `.because(ctx, s, "`, `What = "`} {
			for _, rest := range strings.Split(string(src), marker)[1:] {
				if what, _, ok := strings.Cut(rest, `"`); ok && !strings.HasSuffix(path, "_test.go") && !s.k.P.Has("act."+what) {
					t.Errorf("%s: the act %q has no words", path, what)
				}
			}
		}
	}
}

// TestALongListStaysQuick: three hundred organisations are searched and turned over
// without a person waiting.
func TestALongListStaysQuick(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	_, busy := s.offices()
	s.k.office, s.k.Machine = &desk.OfficeSeat{Holder: "Ada Office"}, busy.machine
	p := s.k.trusting(busy).(*trustedPage)
	s.do(func() { s.k.Frame.Reset(p) })
	s.do(func() { s.k.Frame.Focus(p.list.search.Entry()) })
	begun := time.Now()
	for range 10 {
		s.types("7")
		s.key(fyne.KeyBackspace)
	}
	took := time.Since(begun) / 20
	t.Logf("a letter of the search takes %s", took)
	if took > 500*time.Millisecond {
		t.Error("which is too slow to type into")
	}
	s.press("office.list.after")
	s.says(s.k.t("office.list.shown", 21, 40, 300))
	if n := len(p.list.body.Objects); n != listPage+1 {
		t.Errorf("%d lines are drawn", n)
	}
	s.do(func() { s.k.Frame.Focus(p.list.search.Entry()) })
	s.types("R299")
	if all := p.list.found(); len(all) != 1 || all[0].title != aTrust+" 299" {
		t.Errorf("found %d", len(all))
	}
}

func TestHelpForEveryPageOfTheOffice(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.k.office = &desk.OfficeSeat{Holder: "Ada Office"}
	for _, p := range s.officeGallery() {
		if p.page == nil {
			continue
		}
		if h := s.k.Help(p.page).(*helpPage); h.topic == "general" {
			t.Errorf("%s has no help of its own", p.name)
		}
	}
}
