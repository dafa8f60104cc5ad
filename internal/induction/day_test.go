package induction

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// brought is a day that begins with passports.
func brought(bs ...Brought) Record { return Record{Learner: theLearner(), Brought: bs} }

func TestWhatIsBroughtIsDoneAndSparesItsMinutes(t *testing.T) {
	p, c := library()
	empty := PlanDay(p, c, Record{}, "s", monday)
	d := PlanDay(p, c, brought(sheet("p", shown("fire.1", 6, 730, knowledge), shown("resus.2-adult", 2, 365, knowledge))), "s", monday)
	if len(d.Lines) != 3 || d.Done != 2 || d.Saved != 30+30 || d.Left != 15 || d.Saved+d.Left != empty.Left {
		t.Fatalf("%+v", d)
	}
	fire, practical := d.Lines[0], d.Lines[2]
	if !fire.Done || !fire.Held || fire.Minutes != 0 || fire.Phase != Passed || fire.Fraction != 1 || fire.Until.IsZero() || fire.Decision.Organisation != "Northway" || fire.Decision.Minutes != 30 || fire.Decision.Ground != OnPassport {
		t.Errorf("fire: %+v", fire)
	}
	if practical.Done || practical.Minutes != 15 || practical.Decision.Ruling != IsMissing || practical.Decision.Minutes != 15 {
		t.Errorf("practical: %+v", practical)
	}
	d = PlanDay(p, c, brought(sheet("p", shown("resus.2-adult", 2, 365, whole))), "s", monday)
	if l := d.Lines[2]; !l.Done || !l.Held || l.Saved != 15 || l.Steps != 3 || d.Saved != 45 {
		t.Errorf("with its practical: %+v", l)
	}
}

func TestNoMinutesAreSparedTwice(t *testing.T) {
	p, c := library()
	one := sheet("p", shown("fire.1", 6, 730, knowledge))
	two := sheet("q", shown("fire.1", 3, 730, knowledge))
	r := brought(one, two)
	r.Completions = []Completion{done("fire.1", monday.AddDate(0, -1, 0), 730, "old")}
	r.Evidence = []Evidence{{Code: "fire.1", Parts: []Part{KnowledgePart}, Completed: DateOf(monday), By: "t"}}
	if d := PlanDay(p, c, r, "s", monday); d.Saved != 30 || d.Lines[0].Decision.Ground != DoneHere {
		t.Errorf("held four times over: %d minutes, %+v", d.Saved, d.Lines[0])
	}
}

// TestDoneTodayIsNotCalledHeld keeps what was shown by test today apart from what a
// passport would have spared.
func TestDoneTodayIsNotCalledHeld(t *testing.T) {
	p, c := library()
	r := brought(sheet("p", shown("fire.1", 6, 730, knowledge)))
	r.Completions = []Completion{done("fire.1", monday, 730, "s")}
	if l := PlanDay(p, c, r, "s", monday.Add(time.Hour)).Lines[0]; l.Held || !l.Done || l.Saved != 4 || l.Decision.Minutes != 4 {
		t.Errorf("%+v", l)
	}
	if d := Decide(p, c, r, monday.Add(time.Hour))[0]; d.Minutes != 4 {
		t.Errorf("without a session: %+v", d)
	}
	if d := Decide(p, c, r, monday.AddDate(0, 0, 1))[0]; d.Minutes != 30 {
		t.Errorf("a day later: %+v", d)
	}
}

func TestWhatIsInDoubtIsStillToDo(t *testing.T) {
	p, c := library()
	b := sheet("p", shown("fire.1", 6, 730, knowledge))
	b.Doubts = []Doubt{DoubtName}
	d := PlanDay(p, c, brought(b), "s", monday)
	l := d.Lines[0]
	if l.Done || l.Held || l.Saved != 0 || l.Minutes != 30 || l.Phase != NotStarted || d.Saved != 0 {
		t.Errorf("not offered: %+v", l)
	}
	if l.Decision.Ruling != LocalLook || l.Decision.Organisation != "Northway" || !slices.Equal(l.Decision.Doubts, []Doubt{DoubtName}) || l.Decision.Minutes != 30 {
		t.Errorf("does not say that somebody must look: %+v", l.Decision)
	}
	r := brought(b)
	r.LocalChecks = []LocalCheck{{Passport: "p", Code: "fire.1", By: "t", Note: "maiden name", At: monday}}
	if l = PlanDay(p, c, r, "s", monday).Lines[0]; !l.Done || l.Saved != 30 || l.Decision.By != "t" || l.Decision.Note != "maiden name" {
		t.Errorf("after a trainer looked: %+v", l)
	}
}

func TestEvidenceAndWaiversAreDoneWithTheirGround(t *testing.T) {
	p, c := library()
	r := Record{
		Evidence: []Evidence{{Code: "fire.1", Parts: []Part{KnowledgePart}, Completed: DateOf(monday), Body: "Eastgate", By: "t"}},
		Waivers:  []Waiver{{Code: "resus.2-adult", Parts: []Part{PracticalPart}, Reason: "cannot kneel", By: "t"}},
	}
	d := PlanDay(p, c, r, "s", monday)
	if l := d.Lines[0]; !l.Done || l.Decision.Ground != OnEvidence || l.Until.IsZero() || l.Saved != 30 {
		t.Errorf("%+v", l)
	}
	if l := d.Lines[2]; !l.Done || l.Decision.Ground != OnWaiver || l.Saved != 15 || l.Decision.Note != "cannot kneel" {
		t.Errorf("%+v", l)
	}
	if e := Entries(c, r, monday); len(e) != 0 {
		t.Errorf("an organisation vouches for what it did not witness: %+v", e)
	}
}

func TestAModuleThatIsNotHere(t *testing.T) {
	p, c := library()
	p.Requirements = []Requirement{{Code: "moving.2", Practical: true}, {Code: "new.1"}}
	d := PlanDay(p, c, brought(sheet("p", shown("moving.2", 1, 730, knowledge))), "s", monday)
	if len(d.Lines) != 3 || d.Left != 0 || d.Saved != 0 || d.Done != 1 {
		t.Fatalf("%+v", d)
	}
	paper, practical, unknown := d.Lines[0], d.Lines[1], d.Lines[2]
	if !paper.Done || paper.Missing || paper.Title != "Moving and Handling 2" || paper.Kind != ModuleLine {
		t.Errorf("held elsewhere: %+v", paper)
	}
	if practical.Done || !practical.Missing || practical.Kind != PracticalLine {
		t.Errorf("its practical: %+v", practical)
	}
	if unknown.Done || !unknown.Missing || unknown.Title != "new.1" {
		t.Errorf("a code that nobody knows: %+v", unknown)
	}
}

// TestDoingTheHigherLevelDoesTheLower keeps a learner from both.
func TestDoingTheHigherLevelDoesTheLower(t *testing.T) {
	p, c := library()
	ipc := sample(2)
	ipc.Ref.Code = "ipc.2"
	c.modules["ipc.2"] = ipc
	p.Requirements = []Requirement{{Code: "ipc.1"}, {Code: "ipc.2"}}
	r := Record{Completions: []Completion{done("ipc.2", monday, 365, "s")}}
	l := PlanDay(p, c, r, "s", monday.Add(time.Hour)).Lines[0]
	if !l.Done || l.Held || l.Saved != 30 || l.Decision.Held != "ipc.2" || l.Decision.Ground != DoneHere {
		t.Errorf("today: %+v", l)
	}
	if l = PlanDay(p, c, r, "next", monday.Add(time.Hour)).Lines[0]; !l.Held {
		t.Errorf("at the next session: %+v", l)
	}
}

func TestCarried(t *testing.T) {
	p, c := library()
	p.Requirements = append(p.Requirements, Requirement{Code: "ipc.1"})
	older := sheet("z", shown("ipc.2", 3, 365, knowledge))
	older.Issued = monday.AddDate(0, -9, 0)
	doubtful := sheet("d", shown("ipc.1", 3, 1095, knowledge))
	doubtful.Doubts = []Doubt{DoubtStale}
	refused := sheet("r", shown("fire.1", 3, 730, knowledge))
	refused.Refused = RefusedRevoked
	fire, twin := sheet("b", shown("fire.1", 3, 730, knowledge)), sheet("a", shown("fire.1", 3, 730, knowledge))
	bls := sheet("k", shown("resus.2-adult", 3, 365, whole))
	for _, x := range []struct {
		name string
		r    Record
		want []PassportID
	}{
		{"nothing brought", Record{}, nil},
		{"the oldest first, then by number", brought(fire, older, twin), []PassportID{"z", "a", "b"}},
		{"neither in doubt nor refused", brought(doubtful, refused), nil},
		{"one of them twice", brought(fire, fire), []PassportID{"b"}},
		{"nothing that is asked for", brought(sheet("o", shown("leadership.1", 3, 0, knowledge))), nil},
		{"run out", brought(sheet("o", shown("fire.1", 30, 730, knowledge))), nil},
		{"shown here too", Record{Brought: []Brought{fire}, Completions: []Completion{done("fire.1", monday, 730, "s")}}, nil},
		{"shown here, but run out", Record{Brought: []Brought{fire}, Completions: []Completion{done("fire.1", monday.AddDate(-3, 0, 0), 730, "s")}}, []PassportID{"b"}},
		{"the lower level shown here", Record{Brought: []Brought{older}, Completions: []Completion{done("ipc.1", monday, 1095, "s")}}, []PassportID{"z"}},
		{"its practical is not shown here", Record{Brought: []Brought{bls}, Completions: []Completion{done("resus.2-adult", monday, 365, "s")}}, []PassportID{"k"}},
		{"all of it is shown here", Record{
			Brought: []Brought{bls}, Completions: []Completion{done("resus.2-adult", monday, 365, "s")},
			SignOffs: []SignOff{{ID: "s", Module: ModuleRef{Code: "resus.2-adult"}, Passed: true, At: monday}},
		}, nil},
		{"proof that was seen stands in no passport", Record{Brought: []Brought{fire}, Evidence: []Evidence{{Code: "fire.1", Parts: []Part{KnowledgePart}, Completed: DateOf(monday)}}}, []PassportID{"b"}},
	} {
		if got := Carried(p, c, x.r, monday); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

// TestOwnPracticalOnTheDay keeps what a sign-off of today and one of before show.
func TestOwnPracticalOnTheDay(t *testing.T) {
	p, c := library()
	p.Requirements[1].Reason = "our insurer"
	ref := ModuleRef{"resus.2-adult", Version{1, 0}}
	pass := SignOff{ID: "s", Module: ref, Passed: true, Steps: []StepID{"safe", "press"}, Session: "s", At: monday}
	day := func(session SessionID, signs ...SignOff) Line {
		return PlanDay(p, c, Record{SignOffs: signs}, session, monday.Add(time.Hour)).Lines[2]
	}
	if l := day("s", pass); !l.Done || l.Held || l.Saved != 0 || l.Ticked != 2 || l.Reason != "" || l.Decision.Minutes != 0 {
		t.Errorf("today: %+v", l)
	}
	if l := day("next", pass); !l.Held || l.Saved != 15 {
		t.Errorf("before: %+v", l)
	}
	if l := day("s", SignOff{ID: "r", Module: ref, Note: "rate", At: monday}); l.Done || !l.Referred || l.Minutes != 15 {
		t.Errorf("referred: %+v", l)
	}
	if l := day("s", SignOff{ID: "r", Module: ModuleRef{Code: "moving.2"}, Note: "lift", At: monday}); l.Referred {
		t.Errorf("referred in another practical: %+v", l)
	}
}

// TestAfterTheProgrammesPeriodItBeginsAfresh forgets attempts of before a completion
// that ran out by this programme's own period.
func TestAfterTheProgrammesPeriodItBeginsAfresh(t *testing.T) {
	s := sit(sample(5))
	a, err := s.begin()
	if err != nil {
		t.Fatal(err)
	}
	s.answer(a, with(all(s.m, 2), "o1", 0))
	p, c := library()
	p.Requirements = []Requirement{{Code: "fire.1", RefreshMonths: 6, Reason: "our insurer"}}
	r := Record{Attempts: s.h.Attempts, Completions: []Completion{done("fire.1", s.tick(), 730, "s1")}}
	if l := PlanDay(p, c, r, "later", monday.AddDate(0, 8, 0)).Lines[0]; l.Done || l.Phase != NotStarted || l.Minutes != 30 {
		t.Errorf("%+v", l)
	}
}

func TestDoneTodayForAModuleThatIsGone(t *testing.T) {
	p, c := library()
	delete(c.modules, "fire.1")
	r := Record{Completions: []Completion{done("fire.1", monday, 730, "s")}}
	if l := PlanDay(p, c, r, "s", monday.Add(time.Hour)).Lines[0]; !l.Done || l.Held || l.Missing || l.Saved != 0 {
		t.Errorf("%+v", l)
	}
}

// TestCarriedBehindAHigherLevel leaves out what a higher level shown here says.
func TestCarriedBehindAHigherLevel(t *testing.T) {
	p, c := library()
	p.Requirements = []Requirement{{Code: "ipc.1"}}
	ipc := sample(1)
	ipc.Ref.Code, ipc.Covers = "ipc.2", []Code{"ipc.1"}
	c.modules["ipc.2"] = ipc
	r := brought(sheet("p", shown("ipc.1", 3, 1095, knowledge)))
	if got := Carried(p, c, r, monday); len(got) != 1 {
		t.Fatalf("%v", got)
	}
	r.Completions = []Completion{done("ipc.2", monday, 365, "s")}
	if got := Carried(p, c, r, monday); len(got) != 0 {
		t.Errorf("%v", got)
	}
	ipc.Practical = resus().Practical
	if got := Carried(p, c, r, monday); len(got) != 1 {
		t.Errorf("behind a higher level without its practical: %v", got)
	}
}

// wide is a programme of n modules, as the whole national set will have.
func wide(n int) (Programme, shelf) {
	p, c := library()
	p.Requirements = nil
	for i := range n {
		m := sample(5)
		m.Ref.Code = Code(fmt.Sprintf("topic%02d.1", i))
		c.modules[m.Ref.Code] = m
		c.known[m.Ref.Code] = Known{Framework: cstf, Subject: m.Title, Level: "1", RefreshMonths: 24}
		p.Requirements = append(p.Requirements, Requirement{Code: m.Ref.Code})
	}
	return p, c
}

// BenchmarkPlanDay is the grid of 500 learners: each a day of 16 modules, half of
// them done here, and three passports of 16 items.
func BenchmarkPlanDay(b *testing.B) {
	p, c := wide(16)
	for _, passports := range []int{0, 3} {
		r := Record{Learner: theLearner()}
		for i, req := range p.Requirements {
			if i%2 == 0 {
				r.Completions = append(r.Completions, done(req.Code, monday.AddDate(0, -1, 0), 730, "old"))
			}
		}
		for n := range passports {
			s := sheet(PassportID(fmt.Sprint(n)))
			for _, req := range p.Requirements {
				s.Items = append(s.Items, shown(req.Code, 3+n, 730, knowledge))
			}
			r.Brought = append(r.Brought, s)
		}
		b.Run(fmt.Sprintf("%d passports", passports), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				PlanDay(p, c, r, "s", monday)
			}
			b.ReportMetric(500*b.Elapsed().Seconds()*1000/float64(b.N), "ms/grid500")
		})
	}
}
