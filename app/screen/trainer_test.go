package screen

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
)

var usual = fyne.NewSize(1366, 768)

const roster = "GMC number,Name\n7012345,Zoë Ngũgĩ\n12345,Too Short\n7012346,Łukasz Nowak\n"

func TestOpeningASession(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.trainer")
	s.on("open-session")
	s.shoot("20-open-session")
	p := s.k.Frame.Page().(*openPage)
	s.press("open.do")
	if p.room.Error() == "" {
		t.Fatal("a session opens with no room")
	}
	s.do(func() { p.room.SetText("Seminar room 4"); p.phrase.SetText("not the passphrase") })
	s.press("open.do")
	if p.phrase.Error() == "" || p.phrase.Text() != "" || p.room.Error() != "" {
		t.Fatalf("room %q, passphrase %q", p.room.Error(), p.phrase.Error())
	}
	s.press("grid.add")
	s.on("starters")
	r := s.k.Frame.Page().(*rosterPage)
	s.shoot("21-starters-empty")
	s.do(func() { r.field.SetText(roster) })
	s.shoot("22-starters")
	if len(r.fresh) != 2 || len(r.problems) != 1 || r.problems[0].Line != 3 {
		t.Fatalf("read %v, problems %v", r.fresh, r.problems)
	}
	s.press("roster.take", 2)
	s.on("open-session")
	s.shoot("23-open-session-list")
	if p.room.Text() != "Seminar room 4" {
		t.Fatalf("the room was forgotten: %q", p.room.Text())
	}
	s.do(func() { s.k.Frame.Focus(p.phrase.Entry()) })
	s.types(desk.DemoPassphrase + "\n")
	s.on("trainer")
	s.shoot("24-grid-expected")
	if g := s.k.Frame.Page().(*gridPage); len(g.g.Rows) != 2 || len(g.rows) != 2 {
		t.Fatalf("rows: %+v", g.g.Rows)
	}
}

func TestATrainersDay(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", roster)
	s.do(s.k.SignOut)
	zoe := s.learner("gmc:7012345", "Zoë Ngũgĩ", "fire.1", "resus.2-adult")
	s.useUp("gmc:7012346", "Łukasz Nowak", "fire.1")
	s.enter()
	s.shoot("25-grid")
	g := s.k.Frame.Page().(*gridPage)
	s.do(func() { g.field.SetText("łuka") })
	if len(g.rows) != 1 || g.g.Rows[g.rows[0]].Learner.Name != "Łukasz Nowak" {
		t.Fatalf("found %v", g.rows)
	}
	s.do(func() { g.field.SetText("") })
	s.do(func() { s.k.Frame.Focus(g.grid.Focus()) })
	s.do(func() { g.open(indexOf(g, zoe)) })
	s.on("one-learner")
	s.shoot("26-one-learner")
	if s.part(s.k.t("one.issue")).Disabled() == false {
		t.Fatal("a passport can be issued before the identity is confirmed")
	}
	s.press("one.seen.passport")
	s.shoot("27-confirm")
	s.press("one.confirm.yes")
	s.on("one-learner")
	if !s.k.Frame.Page().(*onePage).v.Learner.Identity.Confirmed() {
		t.Fatal("not confirmed")
	}
	s.signPractical()
	s.witnessAll()
	s.on("one-learner")
	s.shoot("30-one-learner-done")
	s.issueOne()
	s.do(s.k.Frame.Back)
	s.on("one-learner")
	s.key(fyne.KeyEscape)
	s.on("trainer")
	s.shoot("34-grid-after")
}

func indexOf(g *gridPage, id induction.LearnerID) int {
	for i, n := range g.rows {
		if g.g.Rows[n].Learner.ID == id {
			return i
		}
	}
	return -1
}

// signPractical signs the practical of the learner in front.
func (s *stage) signPractical() {
	s.Helper()
	s.press("one.sign")
	s.on("sign-practical")
	p := s.k.Frame.Page().(*signPage)
	s.press("sign.pass")
	if s.k.Frame.Notice() == "" {
		s.Fatal("signed with nothing seen")
	}
	s.press("sign.refer")
	if p.note.Error() == "" {
		s.Fatal("referred without a word on what to practise")
	}
	for _, st := range p.m.Practical.Steps {
		s.pressLabel(plain(st.Text))
	}
	s.shoot("28-sign-practical")
	s.press("sign.pass")
	s.types("111112\n")
	if s.w.Canvas().Overlays().Top() == nil {
		s.Fatal("a wrong PIN signs")
	}
	s.shoot("29-wrong-pin")
	s.types(desk.DemoPIN + "\n")
	s.on("one-learner")
}

// witnessAll ticks the whole local checklist of the learner in front.
func (s *stage) witnessAll() {
	s.Helper()
	s.press("one.witness")
	s.on("witness")
	p := s.k.Frame.Page().(*witnessPage)
	for i, st := range p.c.List.Steps {
		s.pressLabel(plain(st.Text))
		if i == 1 {
			s.shoot("29-witness")
		}
	}
	if len(p.c.Ticked) != len(p.c.List.Steps) {
		s.Fatalf("ticked %d of %d", len(p.c.Ticked), len(p.c.List.Steps))
	}
	s.press("witness.back", p.who.Name)
}

// issueOne issues for the learner in front, saves, prints and shows the code.
func (s *stage) issueOne() {
	s.Helper()
	s.press("one.issue")
	s.types(desk.DemoPIN + "\n")
	s.on("passport")
	s.shoot("31-passport")
	p := s.k.Frame.Page().(*passportPage)
	if !strings.HasPrefix(p.all[0].Text, "MP1:") || len(p.paper.Items) != 2 {
		s.Fatalf("issued %+v", p.all)
	}
	s.press("passport.print")
	if got := s.k.Frame.Notice(); !strings.Contains(got, s.k.t("print.sent")) {
		s.Fatalf("printing says %q", got)
	}
	s.press("passport.save")
	s.shoot("32-places")
	s.pressLabel("STICK")
	saved, err := filepath.Glob(filepath.Join(s.k.Files.(testFiles).folder, "*pdf"))
	if err != nil || len(saved) != 1 {
		s.Fatalf("saved %v, %v; %s", saved, err, s.k.Frame.Notice())
	}
	s.press("passport.show")
	s.on("passport-code")
	s.shoot("33-code")
	s.key(fyne.KeyEscape)
	s.on("passport")
}

func TestIssuingForAllAndClosing(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	s.shoot("35-grid-empty")
	t1 := s.k.trainer
	ids := []induction.LearnerID{s.learner("gmc:7012345", "Zoë Ngũgĩ", "fire.1", "resus.2-adult"), s.learner("gmc:7012346", "Łukasz Nowak", "fire.1", "resus.2-adult")}
	for _, id := range ids {
		s.finish(t1, id)
	}
	s.do(s.k.OpenGrid)
	g := s.k.Frame.Page().(*gridPage)
	if g.ready() != 2 {
		t.Fatalf("ready: %d of %+v", g.ready(), g.g.Rows)
	}
	s.press("grid.issue", 2)
	s.types(desk.DemoPIN + "\n")
	s.on("issued")
	s.shoot("36-issued")
	if b := s.k.Frame.Page().(*batchPage).b; len(b.Issued) != 2 || len(b.Refused) != 0 {
		t.Fatalf("%+v", b)
	}
	s.press("batch.print")
	s.pressLabel("Zoë Ngũgĩ")
	s.on("passport")
	s.do(s.k.Frame.Back)
	s.on("issued")
	s.press("batch.back")
	s.press("grid.close")
	s.on("close-session")
	s.shoot("37-close")
	s.press("close.save")
	s.pressLabel("STICK")
	if n := files(t, s.k.Files.(testFiles).folder); n != 2 {
		t.Fatalf("%d files saved: %s", n, s.k.Frame.Notice())
	}
	s.press("close.do")
	s.press("close.do")
	s.on("welcome")
	if s.k.Machine.Open || s.k.trainer != nil {
		t.Fatal("the session is still open")
	}
}

func files(t *testing.T, dir string) int {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// finish does all that a trainer does for a learner, at the desk.
func (s *stage) finish(t *desk.TrainerSeat, id induction.LearnerID) {
	s.Helper()
	ctx := context.Background()
	s.must(s.desk.ConfirmIdentity(ctx, t, id, "passport"))
	m, err := s.desk.Practical("resus.2-adult")
	s.must(err)
	var steps []induction.StepID
	for _, st := range m.Practical.Steps {
		steps = append(steps, st.ID)
	}
	s.must(s.desk.SignPractical(ctx, t, id, "resus.2-adult", steps, true, "", desk.DemoPIN))
	v, err := s.desk.OneLearner(ctx, t, id)
	s.must(err)
	for _, n := range v.Day.Lines {
		if n.Kind != induction.LocalLine {
			continue
		}
		c, err := s.desk.LearnerChecklist(ctx, t, id, n.Checklist)
		s.must(err)
		for _, st := range c.List.Steps {
			s.must(s.desk.Witness(ctx, t, id, n.Checklist, st.ID))
		}
	}
}

func TestUnlockingRenamingAndANewPIN(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	id := s.useUp("gmc:7012346", "Łukasz Nowak", "fire.1")
	s.do(func() { s.k.OpenLearner(id) })
	s.shoot("38-one-locked")
	s.press("one.unlock")
	s.press("one.unlock")
	s.on("one-learner")
	if p := s.k.Frame.Page().(*onePage); p.v.Standings["fire.1"].Left != 1 {
		t.Fatalf("attempts left: %d; %s", p.v.Standings["fire.1"].Left, s.k.Frame.Notice())
	}
	s.press("one.rename")
	s.on("correct-name")
	r := s.k.Frame.Page().(*renamePage)
	s.do(func() { r.name.SetText("李小龙") })
	s.press("rename.save")
	if r.name.Error() == "" {
		t.Fatal("a name that cannot be printed is taken")
	}
	s.do(func() { r.name.SetText("Łukasz  Nowak-Lis") })
	s.shoot("39-rename")
	s.press("rename.save")
	s.on("one-learner")
	if got := s.k.Frame.Page().(*onePage).v.Learner.Name; got != "Łukasz Nowak-Lis" {
		t.Fatalf("name %q", got)
	}
	s.press("one.pin")
	n := s.k.Frame.Page().(*newPINPage)
	s.shoot("40-new-pin")
	s.do(func() { n.pin.SetText("8642"); n.again.SetText("8643") })
	s.press("newpin.save")
	if n.again.Error() == "" {
		t.Fatal("two different PINs are taken")
	}
	s.do(func() { n.again.SetText("8642") })
	s.press("newpin.save")
	s.on("one-learner")
	if _, err := s.desk.SignIn(s.ctx(), "gmc:7012346", "8642"); err != nil {
		t.Fatal(err)
	}
}

func TestATrainerActsForNobodyWhoIsThemselves(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	id := s.learner(desk.DemoNumber, desk.DemoTrainer, "fire.1")
	s.do(func() { s.k.OpenLearner(id) })
	s.on("one-learner")
	s.shoot("41-myself")
	for _, key := range []string{"one.seen.passport", "one.rename", "one.pin", "one.sign", "one.witness", "one.issue"} {
		if p := s.part(s.k.t(key)); p == nil || !p.Disabled() {
			t.Errorf("%s can be pressed for oneself", key)
		}
	}
}

func TestFiveWrongPINsLeadToThePassphrase(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	s.do(s.k.SignOut)
	s.press("welcome.trainer")
	s.shoot("42-trainer-pin")
	for range 5 {
		s.types("111112\n")
	}
	s.types(desk.DemoPIN + "\n")
	p := s.k.Frame.Page().(*enterPage)
	if !p.phrase || p.why == "" {
		t.Fatalf("still asks for the PIN: %q", p.field.Error())
	}
	s.shoot("43-trainer-passphrase")
}

func TestALockedKeyAsksForThePassphraseAndGoesOn(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	id := s.learner("gmc:7012345", "Zoë Ngũgĩ", "fire.1")
	s.must(s.desk.ConfirmIdentity(s.ctx(), s.k.trainer, id, "passport"))
	s.forgetKey()
	s.do(func() { s.k.OpenLearner(id) })
	s.press("one.issue")
	s.types(desk.DemoPIN + "\n")
	s.shoot("44-passphrase-card")
	s.types(desk.DemoPassphrase + "\n")
	s.types(desk.DemoPIN + "\n")
	s.on("passport")
}

// endless issues until it is stopped.
type endless struct{ Desk }

func (endless) IssueReady(ctx context.Context, _ *desk.TrainerSeat, _ string, tell desk.Progress) (desk.Batch, error) {
	tell(1, 60)
	<-ctx.Done()
	return desk.Batch{}, ctx.Err()
}

func TestIssuingForAllCanBeStopped(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	s.k.Desk = endless{s.k.Desk}
	s.k.Frame.Page().(*gridPage).issueAll(desk.DemoPIN)
	limit := time.After(10 * time.Second)
	for s.part(s.k.t("grid.issuing.stop")) == nil {
		select {
		case f := <-s.queue:
			f()
		case <-limit:
			t.Fatal("no button to stop with")
		}
	}
	s.shoot("45-issuing")
	s.press("grid.issuing.stop")
	s.on("issued")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("batch.stopped")) {
		t.Fatal("the page does not say that it was stopped")
	}
}
