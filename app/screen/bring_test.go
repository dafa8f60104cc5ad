package screen

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

func (s *stage) bringPage() *bringPage {
	s.Helper()
	p, ok := s.k.Frame.Page().(*bringPage)
	if !ok {
		s.Fatalf("on %s: %s", s.name(), s.k.Frame.Notice())
	}
	return p
}

func TestALearnerBringsPassports(t *testing.T) {
	s, _, there := twoHospitals(t)
	mine := there.issued("gmc:7012345", "Zoë Ngũgĩ", "fire.1")
	others := there.issued("gmc:7012346", "Łukasz Nowak", "fire.1")
	s.join("7012345", "Zoë Ngũgĩ")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("day.free.none")) {
		t.Fatal("the day does not say how to shorten it")
	}
	s.press("day.scan")
	s.on("bring")
	s.shoot("70-bring")
	s.types(others + "\n")
	p := s.bringPage()
	if said := texts(p.below); !strings.Contains(said, s.k.t("refusal.brought-other-holder")) {
		t.Fatalf("somebody else's passport: %s", said)
	}
	s.types(mine + "\n")
	if f := p.Facts(); f["taken"] != 1 || f["refused"] != 1 || f["saved"].(int) == 0 {
		t.Fatalf("%+v: %s", f, texts(p.below))
	}
	s.shoot("71-brought")
	if said := texts(p.below); !strings.Contains(said, "Northbridge NHS Trust") || !strings.Contains(said, s.k.t("ruling.accepted")) {
		t.Fatalf("the page says %s", said)
	}
	s.types("MP1:NONSENSE\n")
	if f := p.Facts(); f["refused"] != 2 {
		t.Fatalf("nonsense: %+v", f)
	}
	s.press("bring.done")
	s.on("day")
	s.shoot("72-day-brought")
	said := texts(s.w.Content())
	for _, want := range []string{s.k.t("day.free", 1), s.k.t("ground.passport.accepted", "Northbridge NHS Trust"), s.k.t("state.held")} {
		if !strings.Contains(said, want) {
			t.Errorf("the day does not say %q", want)
		}
	}
}

func TestFromTheCheckDeskToTheDay(t *testing.T) {
	s, _, there := twoHospitals(t)
	mine := there.issued("gmc:7012345", "Zoë Ngũgĩ", "fire.1")
	s.press("welcome.check")
	s.types(mine + "\n")
	p := s.checkPage()
	if p.band() != passport.Accept || p.Facts()["recognised"] != true {
		t.Fatalf("%+v; %s", p.Facts(), s.k.Frame.Notice())
	}
	s.shoot("73-here")
	said := texts(p.below)
	for _, want := range []string{s.k.t("here.heading"), s.k.t("ground.passport.accepted", "Northbridge NHS Trust"), s.k.t("ruling.missing"), s.k.t("ruling.local"), s.k.t("fresh.list.today")} {
		if !strings.Contains(said, want) {
			t.Errorf("the check desk does not say %q", want)
		}
	}
	before, err := s.store.Unsent(t.Context())
	s.must(err)
	s.press("receipt.make")
	s.on("receipt")
	s.shoot("74-receipt")
	s.press("receipt.save")
	s.pressLabel("STICK")
	if n := files(t, s.k.Files.(testFiles).folder); n != 2 {
		t.Fatalf("%d files: %s", n, s.k.Frame.Notice())
	}
	s.press("receipt.esr")
	s.shoot("75-esr-left")
	s.press("esr.save")
	s.pressLabel("STICK")
	if n := files(t, s.k.Files.(testFiles).folder); n != 3 {
		t.Fatalf("%d files with ESR's: %s", n, s.k.Frame.Notice())
	}
	s.do(s.k.Frame.Back)
	s.on("check")
	if p.got == nil || p.band() != passport.Accept {
		t.Fatal("the receipt put the verdict away")
	}
	s.press("here.start")
	s.press("here.start")
	s.on("welcome")
	s.shoot("76-awaited")
	if after, err := s.store.Unsent(t.Context()); err != nil || after != before {
		t.Fatalf("the check desk left %d records, %v", after-before, err)
	}
	w := s.k.Frame.Page().(*welcomePage)
	if w.number.Text() != "7012345" || !strings.Contains(texts(s.w.Content()), s.k.t("welcome.awaited", "Zoë Ngũgĩ")) {
		t.Fatalf("the number is %q", w.number.Text())
	}
	s.do(w.next)
	s.on("join")
	j := s.k.Frame.Page().(*joinPage)
	if j.name.Text() != "Zoë Ngũgĩ" {
		t.Fatalf("the name is %q", j.name.Text())
	}
	j.pin.SetText("2580")
	j.again.SetText("2580")
	s.do(j.join)
	s.on("day")
	s.shoot("77-arrived")
	if said := texts(s.w.Content()); !strings.Contains(said, s.k.t("bring.taken")) || !strings.Contains(said, s.k.t("day.free", 1)) {
		t.Fatalf("the arrival is not told: %s", said)
	}
	s.do(s.k.Day)
	if said := texts(s.w.Content()); strings.Contains(said, s.k.t("bring.taken")) {
		t.Fatal("the arrival is told twice")
	}
}

func TestTwoPeopleAtTheCheckDesk(t *testing.T) {
	s, _, there := twoHospitals(t)
	zoe := there.issued("gmc:7012345", "Zoë Ngũgĩ", "fire.1")
	more := there.issued("gmc:7012347", "Ola Nordmann", "fire.1")
	s.press("welcome.check")
	s.types(zoe + "\n")
	s.types(more + "\n")
	p := s.checkPage()
	s.shoot("78-two-people")
	said := texts(p.below)
	if n := p.Facts()["people"]; n != 2 || !strings.Contains(said, s.k.t("check.people", 2)) {
		t.Fatalf("%v people: %s", n, said)
	}
	if p.seen().Claims.Name != "Ola Nordmann" {
		t.Fatalf("%s is in view, not who was scanned last", p.seen().Claims.Name)
	}
	s.press("check.people.only", "Zoë Ngũgĩ")
	if f := p.Facts(); f["people"] != 1 || p.seen().Claims.Name != "Zoë Ngũgĩ" {
		t.Fatalf("kept %s: %+v", p.seen().Claims.Name, f)
	}
}

func TestATrainerLooksRecordsAndTakesBack(t *testing.T) {
	s, here, there := twoHospitals(t)
	spelt := there.issued("gmc:7012345", "Zoe Ngugi", "fire.1")
	here.opens()
	s.k.Machine, _ = s.desk.Machine(s.ctx())
	s.do(func() { s.k.trainerIn(here.trainer) })
	id := s.learner("gmc:7012345", "Zoë Ngũgĩ")
	s.do(func() { s.k.OpenLearner(id) })
	s.press("one.scan")
	s.types(spelt + "\n")
	if f := s.bringPage().Facts(); f["taken"] != 1 {
		t.Fatalf("%+v: %s", f, texts(s.w.Content()))
	}
	s.press("bring.back")
	s.on("one-learner")
	s.shoot("80-one-brought")
	s.must(s.desk.ConfirmIdentity(s.ctx(), here.trainer, id, "passport"))
	s.do(s.k.OpenGrid)
	g := s.k.Frame.Page().(*gridPage)
	if note := g.note(g.g.Rows[0]); note != s.k.t("grid.note.look", "GMC 7012345") {
		t.Fatalf("the grid says %q", note)
	}
	s.do(func() { s.k.OpenLearner(id) })
	s.press("one.look.do")
	s.on("look-closer")
	s.press("look.accept")
	if s.k.Frame.Page().(*lookPage).note.Error() == "" {
		t.Fatal("accepted without a word on what was looked at")
	}
	s.do(func() { s.k.Frame.Page().(*lookPage).note.SetText("Her GMC entry and photo ID") })
	s.shoot("81-look")
	s.press("look.accept")
	s.types(desk.DemoPIN + "\n")
	s.on("one-learner")
	if n := s.k.Frame.Page().(*onePage).v.Day.Lines[0]; !n.Done || n.Decision.Note != "Her GMC entry and photo ID" {
		t.Fatalf("after the look: %+v", n)
	}
	s.recordEvidence(t)
	s.press("one.waiver")
	s.waive(t)
	s.shoot("84-one-all")
	s.press("receipt.make")
	s.on("receipt")
	if said := texts(s.w.Content()); !strings.Contains(said, "Alex Mbeki") || !strings.Contains(said, s.k.t("receipt.kept.record")) {
		t.Fatalf("the receipt says %s", said)
	}
	s.press("receipt.print")
	s.do(s.k.Frame.Back)
	s.on("one-learner")
	s.takeBackFirst(t)
}

// recordEvidence records a certificate for the learner in front, and finds each
// thing that is missing at its place.
func (s *stage) recordEvidence(t *testing.T) {
	t.Helper()
	s.press("one.evidence")
	s.on("evidence")
	p := s.k.Frame.Page().(*evidencePage)
	if len(p.about.all) == 0 {
		t.Fatal("there is nothing to choose")
	}
	s.do(func() { p.about.choose(0) })
	s.press("evidence.save")
	if p.kindFault == "" {
		t.Fatal("recorded without a kind")
	}
	s.press("evidence.kind.certificate")
	s.do(func() { p.day.SetText("31 2 2026"); p.body.SetText("Northbridge NHS Trust") })
	s.press("evidence.save")
	if p.day.Error() == "" {
		t.Fatal("recorded on a day that is none")
	}
	s.do(func() { p.day.SetText("1 4 2099") })
	s.press("evidence.save")
	s.types(desk.DemoPIN + "\n")
	if p.day.Error() == "" {
		t.Fatalf("recorded on a day to come: %s", s.k.Frame.Notice())
	}
	s.do(func() { p.day.SetText("1 4 2026") })
	s.shoot("82-evidence")
	s.press("evidence.save")
	s.types(desk.DemoPIN + "\n")
	s.on("one-learner")
	if v := s.k.Frame.Page().(*onePage).v; len(v.Record.Evidence) != 1 || v.Record.Evidence[0].Kind != induction.Certificate {
		t.Fatalf("%+v", v.Record.Evidence)
	}
}

func (s *stage) waive(t *testing.T) {
	t.Helper()
	s.on("waiver")
	p := s.k.Frame.Page().(*waiverPage)
	if len(p.about.all) > 0 {
		s.do(func() { p.about.choose(0); p.why.SetText("Works in the laboratory only") })
		s.shoot("83-waiver")
		s.press("waiver.save")
		s.types(desk.DemoPIN + "\n")
	} else {
		s.do(s.k.Frame.Back)
	}
	s.on("one-learner")
}

// takeBackFirst takes the passport back and sees what it spared come back.
func (s *stage) takeBackFirst(t *testing.T) {
	t.Helper()
	s.press("one.take-back")
	s.on("take-back")
	p := s.k.Frame.Page().(*takeBackPage)
	s.press("back.do")
	if p.why.Error() == "" {
		t.Fatal("taken back without a reason")
	}
	s.do(func() { p.why.SetText("Somebody else’s passport") })
	s.shoot("85-take-back")
	s.press("back.do")
	s.types("111112\n")
	s.types(desk.DemoPIN + "\n")
	s.on("one-learner")
	v := s.k.Frame.Page().(*onePage).v
	if v.Day.Lines[0].Done || !v.Record.Recognitions[0].Withdrawn.Made() {
		t.Fatalf("after taking it back: %+v", v.Day.Lines[0])
	}
}

// stopped lets the first passport be issued and then stops, once.
type stopped struct {
	Desk
	stops *int
}

func (d stopped) IssueReady(ctx context.Context, t *desk.TrainerSeat, pin string, tell desk.Progress) (desk.Batch, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return d.Desk.IssueReady(ctx, t, pin, func(done, of int) {
		tell(done, of)
		if done == 1 && *d.stops > 0 {
			*d.stops--
			stop()
		}
	})
}

func TestABatchGoesOnAfterAStop(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", "")
	for i := range 3 {
		s.finish(s.k.trainer, s.learner(induction.Number(fmt.Sprintf("gmc:701234%d", i)), fmt.Sprintf("Zoë Learner %c", 'A'+i), "fire.1", "resus.2-adult"))
	}
	stops := 1
	s.k.Desk = stopped{s.k.Desk, &stops}
	s.do(s.k.OpenGrid)
	s.press("grid.issue", 3)
	s.types(desk.DemoPIN + "\n")
	s.on("issued")
	s.shoot("87-batch-stopped")
	p := s.k.Frame.Page().(*batchPage)
	if f := p.Facts(); f["issued"] != 1 || f["left"] != 2 {
		t.Fatalf("after the stop: %+v; %v", f, p.err)
	}
	s.press("batch.resume", 2)
	s.types(desk.DemoPIN + "\n")
	s.on("issued")
	p = s.k.Frame.Page().(*batchPage)
	if f := p.Facts(); f["issued"] != 2 || f["left"] != 0 {
		t.Fatalf("after going on: %+v; %v", f, p.err)
	}
	s.press("batch.save")
	s.pressLabel("STICK")
	if n := files(t, s.k.Files.(testFiles).folder); n != 2 {
		t.Fatalf("%d files: %s", n, s.k.Frame.Notice())
	}
}

func TestProgressIsToldNoOftenerThanAnEyeFollows(t *testing.T) {
	step, told := newStep(), 0
	for i := range 501 {
		told += one(step.due(i, 500))
	}
	if told < 2 || told > 20 {
		t.Errorf("%d of 501 were told", told)
	}
}

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"27 3 2026": "2026-03-27", "27/03/2026": "2026-03-27", "27.3.2026": "2026-03-27", " 27  March, 2026 ": "2026-03-27", "7 Mar 2026": "2026-03-07", "2026-03-27": "2026-03-27",
		"31 2 2026": "", "3/27/2026": "", "2026": "", "": "", "27 3 26": "",
	} {
		got, ok := parseDay(typed)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q is read as %s, %v", typed, got, ok)
		}
	}
}

func TestAnESRReturnFile(t *testing.T) {
	s, here, _ := twoHospitals(t)
	f := s.files()
	here.opens()
	s.do(func() { s.k.trainerIn(here.trainer) })
	s.press("grid.close")
	f.name, f.data = "return.csv", []byte("Registration Number,Competence Name,Status,Reason\r\n7012345,NHS|CSTF|Fire Safety - 2 Years|,Loaded,\r\n7012346,NHS|CSTF|Fire Safety - 2 Years|,Rejected,No such assignment\r\n7012347,X,Maybe,\r\n")
	s.press("close.esr-return")
	s.on("esr-return")
	s.shoot("86-esr-return")
	said := texts(s.w.Content())
	for _, want := range []string{s.k.t("esr.why", "No such assignment"), s.k.t("esr.why", "Maybe"), s.k.t("esr.row", 3, "7012346")} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	s.press("esr.back")
	s.on("close-session")
	f.data = []byte("nothing of the kind")
	s.press("close.esr-return")
	if !strings.Contains(s.k.Frame.Notice(), s.k.t("file.bad")) {
		t.Fatalf("a file of another kind: %q", s.k.Frame.Notice())
	}
	s.press("close.esr")
	if said := texts(s.root()); !strings.Contains(said, s.k.t("esr.none")) {
		t.Fatalf("a file with nothing in it: %s", said)
	}
}
