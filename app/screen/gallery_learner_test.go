package screen

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// longWord is a name of one word that fits no line.
var longWord = strings.Repeat("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 2)[:90]

// doors are the pages that are shown before anybody is signed in.
var doors = []string{"first-start", "opening", "trouble", "welcome", "welcome-open", "welcome-clock", "sign-in", "sign-in-fault", "join", "join-fault"}

// kept are the pages of packs with goldens: a table, a picture, and a case.
var kept = []string{"reader-fire.1-everyday-hazards", "reader-fire.1-if-you-find-a-fire", "reader-fire.1-case-bay-three", "reader-fire.1-case-bay-three-asks"}

// learners is every page of a learner's half of the program: as it is first seen,
// with nothing on it, with a great deal, and with what can go wrong.
func (s *stage) learners() []exhibit {
	out := s.doorGallery()
	out = append(out, s.dayGallery()...)
	out = append(out, s.moduleGallery()...)
	out = append(out, s.readerGallery()...)
	out = append(out, s.quizGallery()...)
	out = append(out, s.resultGallery()...)
	out = append(out, s.localGallery()...)
	return append(out, s.cardGallery()...)
}

// at is a page's common part, on a machine that stands as m says.
func (s *stage) at(name string, m desk.Machine) page {
	k := *s.k
	k.Machine = m
	return page{&k, name, name}
}

func (s *stage) doorGallery() []exhibit {
	k, m := s.k, s.k.Machine
	open, late := m, m
	open.Organisation.Name, open.Open, open.Programme = "St Brannoc’s and the Three Valleys University Hospitals NHS Foundation Trust", true, "Resident doctor, acute"
	open.Session.Room = "Seminar room 4, the old boardroom behind outpatients"
	late.ClockBehind, late.Clock, late.Floor = true, morning, morning.AddDate(0, 3, 1)
	back := &returnPage{page: page{k, "sign-in", "sign-in"}, number: "gmc:7012345"}
	join := &joinPage{page: page{k, "join", "join"}, number: "staff:A-0123456789-XYZ", expected: longName}
	faulty := func() {
		for _, f := range []interface{ SetError(string) }{join.name, join.pin, join.again} {
			f.SetError(k.t("refusal." + string(induction.CodePINDiffers)))
		}
		k.Frame.Actions()
	}
	quit := func() {}
	return []exhibit{
		{"first-start", &firstPage{page{k, "first-start", "first-start"}}, nil},
		{"opening", &openingPage{page{k, "opening", "opening"}}, nil},
		{"trouble", &troublePage{page: page{k, "trouble", "trouble"}, err: induction.Refuse(induction.Unavailable, induction.CodeStoreFull), again: quit, quit: quit}, nil},
		{"welcome", &welcomePage{page: s.at("welcome", m), register: induction.GMC}, nil},
		{"welcome-open", &welcomePage{page: s.at("welcome", open), register: induction.Staff}, nil},
		{"welcome-clock", &welcomePage{page: s.at("welcome", late), register: induction.NMC}, nil},
		{"sign-in", back, nil},
		{"sign-in-fault", back, func() { back.pin.SetError(k.t("refusal." + string(induction.CodePINWrong))); k.Frame.Actions() }},
		{"join", &joinPage{page: page{k, "join", "join"}, number: "gmc:7012345"}, nil},
		{"join-fault", join, faulty},
	}
}

// dayGallery is the day from its first minute to its passport, and each way in
// which a line of it can stand.
func (s *stage) dayGallery() []exhibit {
	p := s.desk.Programmes()[0]
	start := induction.PlanDay(p, theCatalog(), induction.Record{}, "", morning)
	day := func(name, who string, open bool, change func(int, *induction.Line)) exhibit {
		d := desk.MyDay{Learner: induction.Learner{Name: who}, Programme: p, Open: open, Day: start}
		d.Day.Lines = slices.Clone(start.Lines)
		d.Day.Done = 0
		for i := range d.Day.Lines {
			change(i, &d.Day.Lines[i])
			d.Day.Done += one(d.Day.Lines[i].Done)
		}
		if d.Day.Done == len(d.Day.Lines) {
			d.Day.Left, d.Day.Saved, d.Day.Confirmed, d.Passports = 0, 75, true, []induction.Issued{{}}
		}
		return exhibit{name, &dayPage{page: page{s.k, "day", "day"}, day: d}, nil}
	}
	done := func(n *induction.Line) { n.Done, n.Minutes, n.Fraction, n.Saved = true, 0, 1, 16 }
	stand := func(i int, n *induction.Line) {
		switch i {
		case 0:
			n.Phase, n.Fraction = induction.Locked, 0.4
		case 1:
			n.Missing, n.Title, n.Summary, n.Icon = true, "resus.2-adult", "", ""
		case 2:
			n.Referred, n.Phase = true, induction.Learning
		}
	}
	return []exhibit{
		day("day-empty", longWord, false, func(int, *induction.Line) {}),
		day("day-partly", longName, true, func(i int, n *induction.Line) {
			if i == 0 {
				done(n)
				n.Until = morning.AddDate(2, 0, 0)
			}
		}),
		day("day-held", longName, true, func(i int, n *induction.Line) {
			if i < 2 {
				done(n)
				n.Held = true
			}
		}),
		day("day-done", "Zoë Ngũgĩ", true, func(_ int, n *induction.Line) { done(n) }),
		day("day-stands", longName, true, stand),
		day("day-shorter", longName, true, func(_ int, n *induction.Line) {
			n.Reason = "The trust’s own fire risk assessment of 2025 asks for it every year in wards with oxygen"
		}),
	}
}

func (s *stage) module(code induction.Code) *induction.Module {
	s.Helper()
	m, ok := theCatalog().Module(code)
	if !ok {
		s.Fatalf("no module %s", code)
	}
	return m
}

// moduleGallery is a module in each of its phases.
func (s *stage) moduleGallery() []exhibit {
	m := s.module("resus.2-adult")
	last := &induction.Attempt{}
	met := map[induction.OutcomeID]bool{m.Outcomes[0].ID: true, m.Outcomes[1].ID: false}
	unmet := []induction.OutcomeID{m.Outcomes[2].ID, m.Outcomes[3].ID}
	in := func(name string, st induction.Standing) exhibit {
		return exhibit{name, &modulePage{page: page{s.k, "module", m.Title}, m: desk.MyModule{Module: m, Standing: st}}, nil}
	}
	return []exhibit{
		in("module-new", induction.Standing{Phase: induction.NotStarted, ToRead: m.Pages}),
		in("module-reading", induction.Standing{Phase: induction.Reading, ToRead: m.Pages[3:]}),
		in("module-read", induction.Standing{Phase: induction.Reading}),
		in("module-answering", induction.Standing{Phase: induction.Answering, Open: &induction.Attempt{Draw: make([]induction.Drawn, 12)}}),
		in("module-learning", induction.Standing{Phase: induction.Learning, Last: last, Met: met, Unmet: unmet, ToRead: m.Pages[2:4], Left: 2}),
		in("module-retest", induction.Standing{Phase: induction.Retest, Last: last, Met: met, Unmet: unmet, Left: 1}),
		in("module-locked", induction.Standing{Phase: induction.Locked, Last: last, Met: met, Unmet: unmet}),
		in("module-passed", induction.Standing{Phase: induction.Passed, Last: last, Met: met}),
	}
}

// readerGallery is every page of every module, each case before it is decided and after.
func (s *stage) readerGallery() []exhibit {
	var out []exhibit
	for _, code := range []induction.Code{"fire.1", "resus.2-adult"} {
		m := s.module(code)
		for i, pg := range m.Pages {
			show := func(name string, decided bool) {
				out = append(out, exhibit{name, &readerPage{
					page: page{s.k, "reader", m.Title}, pages: m.Pages, at: i, due: true, decided: map[induction.PageID]bool{pg.ID: decided},
					m: desk.MyModule{Module: m, Standing: induction.Standing{Read: map[induction.PageID]bool{m.Pages[0].ID: true}}},
				}, nil})
			}
			show("reader-"+string(code)+"-"+string(pg.ID), true)
			if pg.Case {
				show("reader-"+string(code)+"-"+string(pg.ID)+"-asks", false)
			}
		}
	}
	return out
}

// quizGallery is an item of each kind, asked, answered right and answered wrong; of
// each kind the longest there is.
func (s *stage) quizGallery() []exhibit {
	longest, of := map[induction.ItemKind]induction.Item{}, map[induction.ItemKind]*induction.Module{}
	for _, code := range []induction.Code{"fire.1", "resus.2-adult"} {
		m := s.module(code)
		for _, it := range m.Items {
			if size(it) > size(longest[it.Kind]) {
				longest[it.Kind], of[it.Kind] = it, m
			}
		}
	}
	var out []exhibit
	for _, kind := range slices.Sorted(maps.Keys(longest)) {
		it := longest[kind]
		asked := s.question(of[kind], it)
		out = append(out, exhibit{"quiz-" + string(kind), &quizPage{page: page{s.k, "quiz", "quiz"}, q: asked}, nil})
		for name, given := range map[string]induction.Answer{"right": it.Right(), "wrong": wrongAnswer(it)} {
			out = append(out, exhibit{"quiz-" + string(kind) + "-" + name, &quizPage{
				page: page{s.k, "quiz", "quiz"}, q: asked, given: given, picked: given,
				marked: &desk.Marked{Right: name == "right", Answer: it.Right(), Item: it},
			}, nil})
		}
	}
	return out
}

// size is how much an item has to say, a picture counting for a paragraph.
func size(it induction.Item) int {
	n := len(it.Scenario) + len(it.Stem) + len(it.Rationale) + 400*one(it.Picture != "")
	for _, o := range it.Options {
		n += len(o.Text) + len(o.Rationale)
	}
	return n
}

// question asks an item with its choices in the pack's own order.
func (s *stage) question(m *induction.Module, it induction.Item) desk.Question {
	d := induction.Drawn{Item: it.ID}
	for i := range it.Options {
		d.Shown = append(d.Shown, i)
	}
	for i := range it.Partners {
		d.Partners = append(d.Partners, i)
	}
	return desk.Question{Module: m, Item: it, Drawn: d, Number: 3, Of: 12, Marks: append([]desk.Mark{desk.WasRight, desk.WasWrong}, make([]desk.Mark, 10)...)}
}

// resultGallery is how an attempt can end.
func (s *stage) resultGallery() []exhibit {
	m := s.module("resus.2-adult")
	var all []induction.OutcomeResult
	for i, o := range m.Outcomes {
		all = append(all, induction.OutcomeResult{Outcome: o.ID, Asked: 2, Right: 2 - i%3, Met: i%3 == 0})
	}
	met := map[induction.OutcomeID]bool{}
	for _, o := range m.Outcomes {
		met[o.ID] = true
	}
	end := func(name string, r induction.Result, st induction.Standing, saved int) exhibit {
		return exhibit{name, &resultPage{page: page{s.k, "result", "result"}, r: desk.MyResult{Module: m, Result: r, Standing: st, Saved: saved}}, nil}
	}
	unmet := []induction.OutcomeID{m.Outcomes[1].ID}
	return []exhibit{
		end("result-passed", induction.Result{Outcomes: all[:1], Right: 2, Asked: 2}, induction.Standing{Phase: induction.Passed, Met: met}, 16),
		end("result-gaps", induction.Result{Outcomes: all, Right: 8, Asked: 12}, induction.Standing{Phase: induction.Learning, Unmet: unmet, Left: 2}, 0),
		end("result-locked", induction.Result{Outcomes: all, Right: 8, Asked: 12}, induction.Standing{Phase: induction.Locked, Unmet: unmet}, 0),
	}
}

// localGallery is the checklist, the practical to read, feedback, and what a passport waits for.
func (s *stage) localGallery() []exhibit {
	k := s.k
	var list *induction.Checklist
	for _, n := range induction.PlanDay(s.desk.Programmes()[0], theCatalog(), induction.Record{}, "", morning).Lines {
		if n.Kind == induction.LocalLine {
			list, _ = theCatalog().Checklist(n.Checklist)
		}
	}
	if list == nil {
		s.Fatal("no local checklist in the demonstration")
	}
	full := map[induction.StepID]induction.Tick{}
	for _, st := range list.Steps {
		full[st.ID] = induction.Tick{ShownBy: longName[:60], At: morning}
	}
	check := func(name string, t map[induction.StepID]induction.Tick, by string) exhibit {
		return exhibit{name, &checklistPage{page: page{k, "checklist", list.Title}, c: desk.MyChecklist{List: list, Ticked: t}, shownBy: by}, nil}
	}
	m := s.module("resus.2-adult")
	half := desk.MyDay{Open: true, Day: induction.Day{Lines: make([]induction.Line, 4), Done: 4}}
	return []exhibit{
		check("checklist-empty", map[induction.StepID]induction.Tick{}, ""),
		check("checklist-full", full, longName[:60]),
		{"practical-preview", &practicalPage{page: page{k, "practical-preview", m.Practical.Title}, m: m}, nil},
		{"feedback", &feedbackPage{page: page{k, "feedback", "feedback"}}, nil},
		{"feedback-given", &feedbackPage{page: page{k, "feedback", "feedback"}, scores: [4]int{1, 5, 0, 3}}, nil},
		{"passport-waits-half", &noPassportPage{page: page{k, "passport-waits", "passport-waits"}, day: half}, nil},
	}
}

// cardGallery is what the frame itself puts over a page: the lock, the number pad,
// the notice of work, the question and the message.
func (s *stage) cardGallery() []exhibit {
	f := s.k.Frame
	under := func() window.Page { return &feedbackPage{page: page{s.k, "feedback", "feedback"}} }
	return []exhibit{
		{"card-lock", under(), f.Lock},
		{"card-pin", under(), func() {
			f.AskPIN(window.PINOptions{Heading: s.k.t("grid.issue.title", 12), Text: s.k.t("grid.issue.text"), Confirm: s.k.t("grid.issue.do")})
		}},
		{"card-busy", under(), s.busy},
		{"card-confirm", under(), func() { s.k.AskToLeave(func() {}) }},
		{"card-error", under(), func() { s.k.Fail(induction.Refuse(induction.Unavailable, induction.CodeStoreFull)) }},
	}
}

// busy starts work that lasts until the test is over, and waits for its notice.
func (s *stage) busy() {
	s.Helper()
	ctx, stop := context.WithCancel(s.ctx())
	started := window.RunStop(s.k.Frame, ctx, s.k.t("grid.issuing"), s.k.t("grid.issuing.stop"),
		func(ctx context.Context, tell window.Progress) (int, error) {
			tell(0.4, s.k.t("grid.issuing.at", 12, 30))
			<-ctx.Done()
			return 0, ctx.Err()
		}, func(int, error) {})
	if !started {
		s.Fatal("something else is going on")
	}
	limit := time.After(10 * time.Second)
	for s.part(s.k.t("grid.issuing.stop")) == nil {
		select {
		case job := <-s.queue:
			job()
		case <-limit:
			s.Fatal("no notice of work that goes on")
		}
	}
	s.inspect()
	stop()
}

// visit shows a page of the gallery to whoever would see it, and looks at it.
func (s *stage) visit(p exhibit, look func()) {
	s.Helper()
	who := longName
	if slices.Contains(doors, p.name) {
		who = ""
	}
	s.k.Frame.SetPerson(who)
	s.do(func() { s.k.Frame.Reset(p.page) })
	s.inspect = look
	if p.name == "card-busy" {
		s.do(p.card)
		return
	}
	if p.card != nil {
		s.do(p.card)
	}
	look()
}

func TestTheLearnersPagesAreBuiltUpAsBefore(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	for _, p := range s.learners() {
		if strings.HasPrefix(p.name, "reader-") && !slices.Contains(kept, p.name) {
			continue // what a pack says may change without the page's being built up otherwise
		}
		s.visit(p, func() { s.golden(p.name) })
	}
}

func TestNothingOfALearnerReachesOutside(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	pages := s.learners()
	for _, look := range looks(fyne.NewSize(1280, 1024), fyne.NewSize(1366, 768), fyne.NewSize(1920, 1080)) {
		s.w.Resize(look.size)
		s.do(func() { s.k.Frame.SetLook(theme.New(look.zoom, look.contrast, false)) })
		for _, p := range pages {
			s.visit(p, func() { s.fits(p.name, look) })
		}
	}
}
