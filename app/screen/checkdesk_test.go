package screen

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	paperwork "muster/internal/document"
	"muster/internal/induction"
	"muster/internal/passport"
)

// issued makes somebody's passport at the desk, in a session that is then left.
func (s *stage) issued(number induction.Number, name string) string {
	s.Helper()
	ctx := s.ctx()
	all, err := s.desk.Trainers(ctx)
	s.must(err)
	t, err := s.desk.OpenSession(ctx, all[0].ID, desk.DemoPassphrase, desk.NewSession{Programme: s.desk.Programmes()[0].ID, Room: "Seminar room 4"})
	s.must(err)
	id := s.learner(number, name, "fire.1", "resus.2-adult")
	s.must(s.desk.ConfirmIdentity(ctx, t, id, "passport"))
	p, err := s.desk.Issue(ctx, t, id, desk.DemoPIN)
	s.must(err)
	s.must(s.desk.CloseSession(ctx, t))
	return p[0].Text
}

func (s *stage) checkPage() *checkPage {
	s.Helper()
	p, ok := s.k.Frame.Page().(*checkPage)
	if !ok {
		s.Fatalf("on %s", s.name())
	}
	return p
}

// seen is the verdict in view; the zero value where there is none.
func (p *checkPage) seen() passport.Verdict {
	if p.got == nil || p.hidden {
		return passport.Verdict{}
	}
	return p.got.all()[p.got.at].Checked.Verdict
}

func (p *checkPage) band() passport.Band { return p.seen().Band }

func TestCheckingByScanner(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	text := s.issued("gmc:7012345", "Zoë Ngũgĩ")
	before, err := s.store.Unsent(t.Context())
	s.must(err)
	s.press("welcome.check")
	p := s.checkPage()
	s.shoot("50-check")
	if s.w.Canvas().Focused() != fyne.Focusable(p.scan) {
		t.Fatal("the scan field has not the focus")
	}
	s.types(text + "\n")
	if p.band() != passport.Caution || !p.seen().Has(passport.Demonstration) {
		t.Fatalf("%+v; %s", p.Facts(), s.k.Frame.Notice())
	}
	if got := p.seen().Claims.Name; got != "Zoë Ngũgĩ" {
		t.Fatalf("name %q", got)
	}
	s.shoot("51-check-caution")
	s.types("M")
	if p.band() != "" {
		t.Fatal("the verdict stays while another passport is scanned")
	}
	s.types(strings.TrimPrefix("P1:NOT A PASSPORT\n", "M"))
	if p.band() != passport.Refuse || p.seen().Claims != nil {
		t.Fatalf("%+v", p.Facts())
	}
	s.shoot("52-check-refuse")
	if s.w.Canvas().Focused() != fyne.Focusable(p.scan) {
		t.Fatal("after a verdict the scan field has not the focus")
	}
	after, err := s.store.Unsent(t.Context())
	s.must(err)
	if after != before {
		t.Fatalf("a check left %d records", after-before)
	}
}

func TestAScanThatMeetsAnotherFocus(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	text := s.issued("gmc:7012345", "Zoë Ngũgĩ")
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() { s.k.Frame.Focus(s.part(s.k.t("check.file"))) })
	s.types(text + "\n")
	if p.band() != passport.Caution {
		t.Fatalf("a scan onto a button: %+v", p.Facts())
	}
	s.do(func() { s.w.Canvas().Unfocus() })
	s.types(text + "\n")
	if p.band() != passport.Caution {
		t.Fatalf("a scan onto nothing: %+v", p.Facts())
	}
	s.key(fyne.KeyEscape)
	if s.checkPage().got != nil {
		t.Fatal("Escape does not put the verdict away")
	}
	s.key(fyne.KeyEscape)
	s.on("welcome")
}

func TestCheckingFilesAndPastes(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	text := s.issued("gmc:7012345", "Zoë Ngũgĩ")
	s.press("welcome.check")
	p := s.checkPage()
	good, bad := filepath.Join(t.TempDir(), "p.muster"), filepath.Join(t.TempDir(), "photo.png")
	s.must(os.WriteFile(good, []byte(text), 0o600))
	s.must(os.WriteFile(bad, []byte("\x89PNG nothing"), 0o600))
	s.do(func() { p.OnDropped([]string{good}) })
	if p.band() != passport.Caution {
		t.Fatalf("dropped: %+v; %s", p.Facts(), s.k.Frame.Notice())
	}
	s.do(func() { p.OnDropped([]string{bad}) })
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("file.bad")) {
		t.Fatalf("a picture: %+v; %s", p.Facts(), s.k.Frame.Notice())
	}
	s.shoot("53-check-bad-file")
	s.do(func() { p.OnDropped([]string{bad + ".gone"}) })
	if s.k.Frame.Notice() == "" {
		t.Fatal("nothing is said of a file that is not there")
	}
	fyne.CurrentApp().Clipboard().SetContent(text)
	s.press("check.paste")
	if p.band() != passport.Caution {
		t.Fatalf("pasted: %+v", p.Facts())
	}
	s.press("check.next")
	fyne.CurrentApp().Clipboard().SetContent("")
	s.press("check.paste")
	if p.got != nil || s.k.Frame.Notice() == "" {
		t.Fatal("an empty clipboard is not told")
	}
}

// several stands for a file with more than one passport in it, or for one that
// cannot be believed.
type several struct {
	Paper
	texts  []string
	broken string
}

func (p several) Examine([]byte) ([]string, string, error) { return p.texts, p.broken, nil }

// anyFile is a file whose bytes do not matter.
func anyFile() ([]byte, error) { return nil, nil }

func TestAFileWithSeveralPassports(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	text := s.issued("gmc:7012345", "Zoë Ngũgĩ")
	s.k.Paper = several{s.k.Paper, []string{text, "MP1:BROKEN", text}, ""}
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() { p.fromFiles(anyFile) })
	s.shoot("54-check-several")
	if n := len(p.got.all()); p.band() != passport.Caution || n != 2 {
		t.Fatalf("the first of %d: %+v", n, p.Facts())
	}
	s.pressLabel(p.label(1, p.got.all()[1]))
	if p.band() != passport.Refuse || p.got.at != 1 {
		t.Fatalf("the second: %+v", p.Facts())
	}
	s.types(text + "\n")
	if n := len(p.got.all()); p.band() != passport.Caution || n != 1 {
		t.Fatalf("what could not be read stays beside the next scan: %d, %+v", n, p.Facts())
	}
}

func TestAFileThatCannotBeBelieved(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.k.Paper = several{s.k.Paper, nil, "appended"}
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() { p.fromFiles(anyFile) })
	s.shoot("58-check-broken")
	if said := texts(p.below); p.band() != passport.Refuse || !strings.Contains(said, s.k.t("paper.broken.appended")) || !strings.Contains(said, s.k.t("band.refuse")) {
		t.Fatalf("%+v: %s", p.Facts(), said)
	}
}

// made is a verdict that no passport of a demonstration gets.
func made(v passport.Verdict, items ...desk.CheckedItem) *picture {
	v.Freshness = passport.Freshness{
		CheckedAt: morning.Unix(), Clock: morning.Unix(), ListIssued: morning.AddDate(0, 0, -12).Unix(), NextUpdate: morning.AddDate(0, 1, 0).Unix(), ListAgeDays: 12,
		ListFrom: "ods:RYY", RevocationsIssued: morning.AddDate(0, 0, -1).Unix(), RevocationsAgeDays: 1,
	}
	if v.Claims != nil && v.Organisation == "" {
		v.Organisation = v.Claims.Organisation
	}
	p := desk.ComparedPassport{Text: string(v.Band) + v.Organisation, Checked: desk.Checked{Verdict: v, Items: items}}
	c := desk.Comparison{Programme: induction.Programme{ID: "p", Title: "Resident doctor, acute"}, At: morning}
	if v.Claims == nil {
		c.Unread = append(c.Unread, p)
		return &picture{c: c}
	}
	p.Brought.Name, p.Brought.Holder = v.Claims.Name, induction.Number(v.Claims.Subject)
	c.People = append(c.People, desk.Compared{Number: p.Brought.Holder, Name: v.Claims.Name, Passports: []desk.ComparedPassport{p}})
	return &picture{c: c}
}

func claims(name string) *passport.Claims {
	return &passport.Claims{Issuer: "ods:RXX", Subject: "gmc:7012345", IssuedAt: morning.Unix(), Name: name, Organisation: "St Brannoc’s University Hospitals", Device: "kiosk-3", Session: "2026-08-05 Seminar room 4", Trainer: "Amina Okafor", Framework: "cstf-eng/1.1"}
}

func line(subject, level, until string, how ...string) desk.CheckedItem {
	return desk.CheckedItem{Subject: subject, Level: level, ItemVerdict: passport.ItemVerdict{CompletedOn: "2026-08-05", ValidUntil: until, How: how}}
}

func TestEveryVerdictHasItsWordsAndShape(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.check")
	p := s.checkPage()
	for _, status := range passport.Statuses() {
		band := passport.Caution
		switch status {
		case passport.Valid:
			band = passport.Accept
		case passport.NotAPassport, passport.NewerFormat, passport.Damaged, passport.Forged, passport.Revoked, passport.NotYetValid, passport.Expired:
			band = passport.Refuse
		}
		v := passport.Verdict{Band: band, Status: status, Reasons: []passport.Status{status}, KidGroups: "1A2B-3C4D-5E6F"}
		s.do(func() { p.got = made(v); p.fill() })
		if got := texts(p.below); strings.Contains(got, "⟦") || !strings.Contains(got, s.k.t("status."+string(status)+".heading")) || !strings.Contains(got, s.k.t("band."+string(band))) {
			t.Errorf("%s: %s", status, got)
		}
	}
	expired := line("Moving and Handling", "2", "2026-01-31", "knowledge", "taught")
	expired.Expired, expired.Partial = true, true
	awaiting := line("Resuscitation", "2 adult", "2027-08-05", "knowledge", "practical", "tested-only", "taught")
	awaiting.Awaiting = true
	v := passport.Verdict{Band: passport.Accept, Status: passport.Valid, Reasons: []passport.Status{passport.Valid}, Claims: claims("Zoë Ngũgĩ")}
	s.do(func() {
		p.got = made(v, line("Fire Safety", "1", "2028-08-05", "knowledge", "tested-only"), line("Equality, Diversity and Human Rights", "1", "", "knowledge", "taught"))
		p.fill()
	})
	s.shoot("55-check-accept")
	v.Band, v.Reasons = passport.Caution, []passport.Status{passport.IssuerUnknown, passport.SomeExpired, passport.AwaitingContent}
	v.KidGroups = "1A2B-3C4D-5E6F"
	s.do(func() { p.got = made(v, expired, awaiting); p.fill() })
	s.shoot("56-check-mixed")
	for _, key := range []string{"check.partial", "check.awaiting"} {
		if !strings.Contains(texts(p.below), s.k.t(key)) {
			t.Errorf("%s is not said", key)
		}
	}
	s.do(func() { s.key(fyne.KeyPageDown) })
	s.shoot("57-check-mixed-below")
	if p.scroll.Offset() == 0 {
		t.Error("the verdict cannot be scrolled by the keys")
	}
}

// texts is every word under o.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*widget.Text); ok {
			b.WriteString(t.String() + "\n")
		}
	})
	return b.String()
}

// TestScansBackToBack: one passport is never left with the verdict of another.
func TestScansBackToBack(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() {
		p.text("MP1:XYZ")
		p.text("https://example.org/ticket/1")
	})
	if got := p.seen().Status; got != passport.NotAPassport {
		t.Errorf("after two scans at once the verdict is %q, not the second's", got)
	}
	s.do(func() {
		p.text("MP1:XYZ")
		p.scan.TypedRune('M')
	})
	if p.band() != "" {
		t.Errorf("while the next scan comes in, the verdict %q stands", p.seen().Status)
	}
}

func TestScannerWithoutEnter(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.check")
	p := s.checkPage()
	s.types("MP1:XYZ")
	for end := time.Now().Add(10 * time.Second); p.band() == "" && time.Now().Before(end); {
		select {
		case f := <-s.queue:
			f()
		case <-time.After(10 * time.Millisecond):
		}
		s.drain()
	}
	if p.seen().Status != passport.Damaged {
		t.Error("a scan without Enter is never judged")
	}
}

// photo draws a code as a phone's screenshot has it.
func photo(t *testing.T, text string) []byte {
	t.Helper()
	code, err := paperwork.QR(text)
	if err != nil {
		t.Fatal(err)
	}
	const px = 6
	im := image.NewGray(image.Rect(0, 0, px*len(code), px*len(code)))
	for y := range im.Rect.Dy() {
		for x := range im.Rect.Dx() {
			if !code[y/px][x/px] {
				im.Pix[y*im.Stride+x] = 0xff
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotosOfTwoPassportsAtOnce(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	first, second := s.issued("gmc:7012345", "Zoë Ngũgĩ"), s.issued("gmc:7012346", "Łukasz Nowak")
	a, b := filepath.Join(t.TempDir(), "a.png"), filepath.Join(t.TempDir(), "b.png")
	s.must(os.WriteFile(a, photo(t, first), 0o600))
	s.must(os.WriteFile(b, photo(t, second), 0o600))
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() { p.OnDropped([]string{a, b}) })
	if f := p.Facts(); f["of"] != 2 || f["people"] != 2 || p.seen().Claims.Name != "Łukasz Nowak" {
		t.Fatalf("%+v; %s", f, s.k.Frame.Notice())
	}
}

// TestAScanWhileAFileIsRead: what comes while something is looked at is looked at too.
func TestAScanWhileAFileIsRead(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	first, second := s.issued("gmc:7012345", "Zoë Ngũgĩ"), s.issued("gmc:7012346", "Łukasz Nowak")
	s.press("welcome.check")
	p := s.checkPage()
	s.do(func() {
		p.fromFiles(func() ([]byte, error) { return []byte(first), nil })
		p.text(second)
	})
	for end := time.Now().Add(10 * time.Second); p.Facts()["of"] != 2 && time.Now().Before(end); {
		select {
		case f := <-s.queue:
			f()
		case <-time.After(10 * time.Millisecond):
		}
		s.drain()
	}
	if f := p.Facts(); f["of"] != 2 || p.seen().Claims.Name != "Łukasz Nowak" {
		t.Fatalf("%+v", f)
	}
}
