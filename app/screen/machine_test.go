package screen

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
)

// chosen stands for the person's choice of a file, and for what is installed.
type chosen struct {
	testFiles
	name string
	data []byte
	err  error
	here Installed
}

func (c *chosen) Open(_ []string, done func(string, []byte, error)) { done(c.name, c.data, c.err) }
func (c *chosen) Installed() Installed                              { return c.here }

// fetching is files that also come by network.
type fetching struct {
	*chosen
	fetched func(address string) ([]byte, error)
}

func (f fetching) Fetch(_ context.Context, address string) ([]byte, error) { return f.fetched(address) }

func (s *stage) files() *chosen {
	c := &chosen{testFiles: s.k.Files.(testFiles), here: Installed{Version: "0.1.0", Folder: "/var/lib/muster", Packs: []Pack{
		{Title: "National induction", Version: "1.0", Shipped: true, Loaded: true},
		{Title: "Ward 7", Version: "2.1", Folder: "/etc/muster/packs/ward7", Problems: []PackProblem{{File: "checklist.md", Line: 14, Text: "This step has no text. Write what is shown."}}},
	}}}
	s.k.Files = c
	return c
}

func TestThisMachine(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	f := s.files()
	s.open("Seminar room 4", "")
	s.press("grid.machine")
	s.on("settings")
	for part, want := range map[string][]string{
		"organisation": {"Demonstration Hospital", "DEMO0", "0.1.0", s.k.t("settings.demo.text")},
		"records":      {"/var/lib/muster", s.k.t("settings.sound")},
		"content":      {"checklist.md, line 14", "This step has no text", "National induction"},
		"trust":        {"Demonstration Hospital (DEMO0)", s.k.t("list.trust", "Demonstration Hospital"), s.k.t("list.current")},
		"clock":        {s.k.t("clock.right")},
		"trainers":     {desk.DemoTrainer},
	} {
		s.press("settings.part." + part)
		s.on("settings-" + part)
		said := texts(s.w.Content())
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("the page of the %s does not say %q", part, w)
			}
		}
		s.key(fyne.KeyEscape)
		s.on("settings")
	}
	s.press("settings.part.update")
	s.on("update-file")
	f.name, f.data = "list.json", []byte(`{"organisations": []}`)
	s.press("check.file")
	s.on("update-file")
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("refusal.bundle-unsigned")) {
		t.Fatalf("a file that nobody signed: %q", s.k.Frame.Notice())
	}
	bundle, err := s.desk.ExportBundle(s.ctx(), desk.ForDevices)
	s.must(err)
	f.name, f.data = "all.muster", bundle
	s.press("check.file")
	s.on("update-preview")
	if s.part(s.k.t("trust.take")) != nil || !strings.Contains(texts(s.w.Content()), s.k.t("trust.same")) {
		t.Fatal("a bundle with nothing new can be taken, or does not say that there is nothing in it")
	}
	s.press("trust.leave")
	s.on("update-file")
	s.key(fyne.KeyEscape)
	s.press("settings.back")
	s.on("trainer")
}

func TestHelpForEveryPage(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	for _, name := range []string{
		"first-start", "opening", "trouble", "welcome", "sign-in", "join", "day", "module", "reader", "quiz", "result", "checklist", "practical-preview", "feedback",
		"trainer-door", "trainer-sign-in", "open-session", "starters", "trainer", "issued", "one-learner", "correct-name", "new-pin", "sign-practical", "witness",
		"close-session", "check", "bring", "look-closer", "evidence", "waiver", "take-back", "receipt", "esr-return", "passport", "passport-waits", "passport-code",
		"settings", "settings-organisation", "settings-trust", "settings-trainers", "settings-clock", "settings-records", "settings-content",
		"update-file", "update-preview", "one-trainer", "new-passphrase", "new-trainer-pin", "add-trainer",
		"kiosk-organisation", "kiosk-trainer", "enrol-request", "enrol-answer", "enrol-compare", "enrolled",
		"office-organisation", "office-key", "office-founded", "office-door",
	} {
		h := s.k.Help(&page0{page{s.k, name, "A page"}}).(*helpPage)
		if h.topic != name {
			t.Errorf("%s has no help of its own", name)
		}
	}
	s.key(fyne.KeyF1)
	s.on("help")
	s.shoot("63-help")
	if said := texts(s.w.Content()); !strings.Contains(said, desk.DemoPassphrase) || !strings.Contains(said, desk.DemoPIN) || strings.Contains(said, "⟦") {
		t.Fatal("the help of a demonstration does not tell its passphrase and PIN")
	}
	if s.k.Help(s.k.Frame.Page()) != nil {
		t.Fatal("there is help on the help")
	}
	s.key(fyne.KeyEscape)
	s.on("welcome")
}

// page0 is a page with nothing on it.
type page0 struct{ page }

func (*page0) Content(*theme.Look) fyne.CanvasObject { return nil }

func TestAPassportThatIsNotIssuedYet(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.join("7012345", "Zoë Ngũgĩ")
	s.do(s.k.OpenPassport)
	s.on("passport-waits")
	s.shoot("64-passport-waits")
	s.key(fyne.KeyEscape)
	s.on("day")
}

func TestStartersFromAFile(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	f := s.files()
	s.press("welcome.trainer")
	s.press("grid.add")
	p := s.k.Frame.Page().(*rosterPage)
	f.name, f.data = "starters.csv", []byte("\xef\xbb\xbfName;GMC number\nZoë Ngũgĩ;7012345\nNobody;\n")
	s.press("roster.file")
	if len(p.fresh) != 1 || len(p.problems) != 1 || p.problems[0].Line != 3 {
		t.Fatalf("%v %v", p.fresh, p.problems)
	}
	f.data = []byte("7012346,\"Nowak, Łukasz\"\n7012345,Zoë Ngũgĩ\n")
	s.press("roster.file")
	if len(p.fresh) != 2 || p.fresh[1].Name != "Nowak, Łukasz" || len(p.problems) != 1 {
		t.Fatalf("two lists together: %v %v in %q", p.fresh, p.problems, p.typed)
	}
	f.data = []byte("\x00\xff")
	s.press("roster.file")
	if s.k.Frame.Notice() == "" || len(p.fresh) != 2 {
		t.Fatal("a file that is not text is not told, or lost the list")
	}
}
