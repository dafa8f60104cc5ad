package induction

import (
	"slices"
	"testing"
	"time"
)

type shelf struct {
	modules map[Code]*Module
	lists   map[ChecklistID]*Checklist
	known   map[Code]Known
}

func (s shelf) Module(c Code) (*Module, bool)               { m, ok := s.modules[c]; return m, ok }
func (s shelf) Checklist(id ChecklistID) (*Checklist, bool) { l, ok := s.lists[id]; return l, ok }

func (s shelf) Known(framework string, c Code) (Known, bool) {
	if k, ok := s.known[c]; ok && (framework == "" || framework == k.Framework || k.Framework == "muster/1") {
		return k, true
	}
	return Known{}, false
}

func resus() *Module {
	m := sample(3)
	m.Ref.Code, m.RefreshMonths = "resus.2-adult", 12
	m.Practical = &Practical{Title: "Practical", Minutes: 15, Steps: []Step{{ID: "safe", Critical: true}, {ID: "call"}, {ID: "press", Critical: true}}}
	return m
}

func ward() *Checklist {
	return &Checklist{ID: "ward", Version: Version{1, 0}, Minutes: 10, Steps: []Step{{ID: "exit"}, {ID: "trolley"}}}
}

func stock() (Programme, shelf) {
	return Programme{ID: "acute", Requirements: []Requirement{{Code: "fire.1"}, {Code: "resus.2-adult", Practical: true}}, Checklists: []ChecklistID{"ward"}},
		shelf{modules: map[Code]*Module{"fire.1": sample(5), "resus.2-adult": resus()}, lists: map[ChecklistID]*Checklist{"ward": ward()}}
}

func done(code Code, at time.Time, days int, s SessionID) Completion {
	return Completion{ID: "c", Module: ModuleRef{code, Version{1, 0}}, At: at, Day: DateOf(at), ValidDays: days, Session: s, Portable: true, Framework: "cstf-eng/1.1", Tested: []OutcomeID{"o1"}}
}

func TestAnEmptyDay(t *testing.T) {
	p, c := stock()
	d := PlanDay(p, c, Record{}, "s", monday)
	if len(d.Lines) != 4 || d.Left != 30+30+15+10 || d.Saved != 0 || d.Done != 0 || d.CanIssue {
		t.Fatalf("%+v", d)
	}
}

func TestHeldSavesTheWholeModuleAndShownByTestItsReading(t *testing.T) {
	p, c := stock()
	lastYear := monday.AddDate(-1, 0, 0)
	r := Record{Completions: []Completion{done("fire.1", lastYear, 730, "old")}}
	d := PlanDay(p, c, r, "s", monday)
	if l := d.Lines[0]; !l.Held || l.Saved != 30 || l.Minutes != 0 {
		t.Fatalf("held: %+v", l)
	}
	r = Record{Completions: []Completion{done("fire.1", monday, 730, "s")}}
	d = PlanDay(p, c, r, "s", monday.Add(time.Hour))
	if l := d.Lines[0]; l.Held || !l.Done || l.Saved != 4 {
		t.Fatalf("one of five outcomes shown by test today: %+v", l)
	}
}

func TestAKnowledgePassIsNeverTheWholeOfAPractical(t *testing.T) {
	_, c := stock()
	m := c.modules["resus.2-adult"]
	cs := []Completion{done("resus.2-adult", monday, 365, "s")}
	at := monday.Add(time.Hour)
	e, ok := Combine(m, cs, nil, at)
	if !ok || e.Full || e.How.Practical {
		t.Fatalf("%+v", e)
	}
	pass := SignOff{ID: "s1", Module: m.Ref, Passed: true, At: monday.AddDate(0, -2, 0)}
	if e, _ = Combine(m, cs, []SignOff{pass}, at); !e.Full || e.Day != DateOf(pass.At) || !e.Until().Before(cs[0].Until()) {
		t.Fatalf("with an earlier practical the earlier date counts: %+v", e)
	}
	referred := SignOff{ID: "s2", Module: m.Ref, At: monday}
	if e, _ = Combine(m, cs, []SignOff{pass, referred}, at); e.Full {
		t.Fatal("a later referral outweighs the pass")
	}
	old := SignOff{ID: "s0", Module: m.Ref, Passed: true, At: monday.AddDate(-2, 0, 0)}
	if e, _ = Combine(m, cs, []SignOff{old}, at); e.Full {
		t.Fatal("a practical that has run out counts")
	}
}

func TestALocalPeriodShortensAndSaysWhy(t *testing.T) {
	p, c := stock()
	p.Requirements[0].RefreshMonths, p.Requirements[0].Reason = 12, "our fire officer asks for it"
	r := Record{Completions: []Completion{done("fire.1", monday.AddDate(0, -18, 0), 730, "old")}}
	l := PlanDay(p, c, r, "s", monday).Lines[0]
	if l.Done || l.Reason == "" {
		t.Fatalf("%+v", l)
	}
	p.Requirements[0].RefreshMonths = 36
	if l = PlanDay(p, c, r, "s", monday).Lines[0]; !l.Done {
		t.Fatalf("a longer local period never lengthens the module's, but the completion holds: %+v", l)
	}
}

func TestEntriesArePortableInDateAndNotCovered(t *testing.T) {
	_, c := stock()
	high := sample(1)
	high.Ref.Code, high.Covers = "fire.2", []Code{"fire.1"}
	local := sample(1)
	local.Ref.Code = "local.1"
	c.modules["fire.2"], c.modules["local.1"] = high, local
	lc := done("local.1", monday, 0, "s")
	lc.Portable = false
	r := Record{Completions: []Completion{done("resus.2-adult", monday, 365, "s"), done("fire.1", monday, 730, "s"), done("fire.2", monday, 730, "s"), lc}}
	codes := func(at time.Time) (out []Code) {
		for _, e := range Entries(c, r, at) {
			out = append(out, e.Code)
		}
		return out
	}
	if got := codes(monday); !slices.Equal(got, []Code{"fire.2", "resus.2-adult"}) {
		t.Errorf("%v", got)
	}
	if got := codes(monday.AddDate(1, 6, 0)); !slices.Equal(got, []Code{"fire.2"}) {
		t.Errorf("eighteen months on: %v", got)
	}
}

func TestTicksCanBeTakenBack(t *testing.T) {
	w := ward()
	ticks := []Tick{
		{Checklist: "ward", Version: w.Version, Step: "exit"},
		{Checklist: "ward", Version: w.Version, Step: "trolley"},
		{Checklist: "ward", Version: w.Version, Step: "exit", Undone: true},
		{Checklist: "ward", Version: w.Version, Step: "gone"},
		{Checklist: "other", Step: "exit"},
		{Checklist: "ward", Version: Version{0, 9}, Step: "exit"},
	}
	got := Ticked(w, ticks)
	if _, ok := got["trolley"]; len(got) != 1 || !ok {
		t.Fatalf("%v", got)
	}
}
