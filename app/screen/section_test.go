package screen

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/internal/desk"
)

func TestAnUpdateIsSeenBeforeItIsTaken(t *testing.T) {
	s, h := enrolled(t)
	s.must(h.desk.AddStaff(s.ctx(), h.seat, desk.StaffMember{Number: "staff:RXX-1", Name: "Samantha Trainer", Assessor: true}, "she married"))
	s.must(h.desk.AddStaff(s.ctx(), h.seat, desk.StaffMember{Number: "staff:RXX-2", Name: "Kit Colleague"}, "a new colleague"))
	gone := errors.New("the address does not answer")
	f := fetching{s.files(), func(address string) ([]byte, error) {
		if address == "https://example.nhs.uk/all.muster" {
			return h.bundle(), nil
		}
		return nil, gone
	}}
	s.k.Files = f
	s.do(s.k.OpenUpdate)
	p := s.k.Frame.Page().(*updatePage)
	s.press("update.fetch.do")
	if got := p.from.Error(); got != s.k.t("update.address.missing") {
		t.Errorf("no address: %q", got)
	}
	s.put(p.from, "https://elsewhere")
	s.press("update.fetch.do")
	if got := p.from.Error(); !strings.Contains(got, gone.Error()) {
		t.Errorf("an address that does not answer: %q", got)
	}
	s.put(p.from, "https://example.nhs.uk/all.muster")
	s.press("update.fetch.do")
	s.on("update-preview")
	s.shoot("77-preview")
	if said := texts(s.w.Content()); !strings.Contains(said, "Samantha Trainer") || !strings.Contains(said, "Kit Colleague") {
		t.Fatalf("it does not say what would change: %q", said)
	}
	if all, _ := s.desk.Trainers(s.ctx()); all[0].Name != "Sam Trainer" {
		t.Fatal("it was taken before anybody agreed")
	}
	s.press("trust.take")
	s.types(samPhrase + "\n")
	s.on("settings-trust")
	if all, _ := s.desk.Trainers(s.ctx()); all[0].Name != "Samantha Trainer" {
		t.Error("it was not taken")
	}
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("update.taken")) {
		t.Errorf("told %q", s.k.Frame.Notice())
	}
}

func TestAnUpdateIsHandedOn(t *testing.T) {
	s, _ := enrolled(t)
	s.do(s.k.OpenUpdate)
	s.press("update.out.do")
	s.pressLabel("STICK")
	saved, err := filepath.Glob(filepath.Join(s.k.Files.(testFiles).folder, "*.muster"))
	s.must(err)
	if len(saved) != 1 {
		t.Fatalf("saved %q", saved)
	}
	s.do(func() { s.k.Frame.Page().(*updatePage).OnDropped(saved) })
	s.on("update-preview")
}

func TestTrainersOfThisMachine(t *testing.T) {
	s, _ := enrolled(t)
	s.do(func() { s.k.OpenSection("trainers") })
	s.press("staff.add")
	s.on("add-trainer")
	s.key(fyne.KeyEscape)
	s.on("settings-trainers") // nothing was typed
	s.press("staff.add")
	p := s.k.Frame.Page().(*addTrainerPage)
	s.put(p.who.numberField, "7012345")
	s.key(fyne.KeyEscape)
	if !s.asked() {
		t.Fatal("what was typed is lost without a word")
	}
	s.press("unsaved.stay")
	s.put(p.who.nameField, "Kit Colleague")
	for _, f := range []interface{ SetText(string) }{p.phrase.first, p.phrase.more} {
		s.put(f, "short")
	}
	for _, f := range []interface{ SetText(string) }{p.pin.first, p.pin.more} {
		s.put(f, "908172")
	}
	s.press("setup.next")
	s.types(samPhrase + "\n")
	if got := p.phrase.first.Error(); got != s.k.t("refusal.passphrase-form") {
		t.Fatalf("the new one's short passphrase: %q; %s", got, s.k.Frame.Notice())
	}
	for _, f := range []interface{ SetText(string) }{p.phrase.first, p.phrase.more} {
		s.put(f, "kit has a passphrase")
	}
	s.press("setup.next")
	s.types(samPhrase + "\n")
	s.on("settings-trainers")
	s.pressLabel("Kit Colleague")
	s.on("one-trainer")
	s.press("staff.passphrase")
	own := s.k.Frame.Page().(*secretPage)
	s.put(own.old, "not it, not at all")
	for _, f := range []interface{ SetText(string) }{own.next.first, own.next.more} {
		s.put(f, "kit changed the passphrase")
	}
	s.press("staff.change")
	if got := own.old.Error(); got != s.k.t("refusal.passphrase") {
		t.Errorf("a wrong passphrase: %q", got)
	}
	s.put(own.old, "kit has a passphrase")
	s.press("staff.change")
	s.on("settings-trainers")
	s.pressLabel("Kit Colleague")
	s.press("staff.pin")
	own = s.k.Frame.Page().(*secretPage)
	s.put(own.old, "kit changed the passphrase")
	for _, f := range []interface{ SetText(string) }{own.next.first, own.next.more} {
		s.put(f, "261738")
	}
	s.press("staff.change")
	s.on("settings-trainers")
	s.pressLabel("Kit Colleague")
	s.press("staff.remove")
	s.types("\n") // the reason is asked first, and none is given
	s.types(samPhrase + "\n")
	if said := texts(s.root()); !strings.Contains(said, s.k.t("refusal.why", 3, 300)) {
		t.Fatalf("no reason: %q", said)
	}
	s.types("left the trust\n")
	s.types(samPhrase + "\n")
	s.on("settings-trainers")
	if all := must(s.desk.Trainers(s.ctx()))(t); len(all) != 1 || all[0].Name != "Sam Trainer" {
		t.Errorf("left are %v", all)
	}
	s.pressLabel("Sam Trainer")
	if s.part(s.k.t("staff.remove")) != nil {
		t.Error("the only trainer can be removed")
	}
}

func TestAClockThatRanAheadIsMended(t *testing.T) {
	s, _ := enrolled(t)
	c := s.desk.Clock.(*ticking)
	set := func(at time.Time) {
		c.mu.Lock()
		c.now = at
		c.mu.Unlock()
	}
	now := c.Now()
	set(now.AddDate(73, 0, 0))
	s.must(s.store.Note(context.Background(), desk.Act{What: "trainer-added", Of: "x", By: "x", At: c.Now()}))
	set(now)
	s.do(s.k.Welcome)
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("welcome.clock")) {
		t.Fatal("the welcome does not say that the clock is behind")
	}
	s.do(func() { s.k.OpenSection("clock") })
	s.press("clock.mend")
	s.types("its battery was changed\n")
	s.types(samPhrase + "\n")
	s.on("settings-clock")
	if p := s.k.Frame.Page().(*sectionPage); p.s.machine.ClockBehind || !strings.Contains(s.k.Frame.Notice(), s.k.t("clock.mended")) {
		t.Fatalf("the clock is still behind: %q", s.k.Frame.Notice())
	}
}
