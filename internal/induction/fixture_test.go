package induction

import (
	"fmt"
	"math/rand/v2"
	"time"
)

var monday = time.Date(2026, 8, 5, 9, 0, 0, 0, time.UTC)

// sample is a module of n outcomes, each with two pages and six items of several kinds.
func sample(n int) *Module {
	m := &Module{
		Ref: ModuleRef{"fire.1", Version{1, 0}}, Title: "Fire safety", RefreshMonths: 24, Portable: true,
		Framework: "cstf-eng/1.1", LearnMinutes: 20, TestMinutes: 10, Rule: StandardRule,
	}
	for o := range n {
		id := OutcomeID(fmt.Sprintf("o%d", o+1))
		m.Outcomes = append(m.Outcomes, Outcome{ID: id})
		for p := range 2 {
			m.Pages = append(m.Pages, Page{ID: PageID(fmt.Sprintf("p%d-%d", o+1, p+1)), Outcome: id})
		}
		for i := range 6 {
			m.Items = append(m.Items, sampleItem(id, i))
		}
	}
	return m
}

func sampleItem(o OutcomeID, i int) Item {
	it := Item{
		ID: ItemID(fmt.Sprintf("%s-%d", o, i+1)), Outcome: o, Kind: Single,
		Options: []Option{{Text: "a"}, {Text: "b", Right: true}, {Text: "c"}, {Text: "d"}},
	}
	switch i % 4 {
	case 1:
		it.Kind, it.Options[2].Right = Several, true
	case 2:
		it.Kind = Order
	case 3:
		it.Kind = Match
		it.Partners = []Option{{Text: "A"}, {Text: "B"}, {Text: "C"}, {Text: "D"}, {Text: "E"}}
	}
	return it
}

// sitting plays one learner through a module, a minute at a time.
type sitting struct {
	m    *Module
	h    History
	at   time.Time
	rnd  *rand.Rand
	next int
}

func sit(m *Module) *sitting {
	return &sitting{m: m, at: monday, rnd: rand.New(rand.NewPCG(1, 2)), h: History{Session: "s1"}}
}

func (s *sitting) tick() time.Time { s.at = s.at.Add(time.Minute); return s.at }

func (s *sitting) read(outcomes ...OutcomeID) {
	for _, p := range s.m.PagesFor(outcomes) {
		s.h.Reads = append(s.h.Reads, PageRead{Module: s.m.Ref, Page: p.ID, At: s.tick()})
	}
}

func (s *sitting) begin() (*Attempt, error) {
	s.next++
	draw := func(o []OutcomeID, seen map[ItemID]int) []Drawn { return DrawItems(s.m, o, seen, s.rnd) }
	a, err := Begin(s.m, s.h, AttemptID(fmt.Sprint("a", s.next)), "l1", draw, s.tick())
	if err != nil {
		return nil, err
	}
	s.h.Attempts = append(s.h.Attempts, a)
	return &s.h.Attempts[len(s.h.Attempts)-1], nil
}

// answer answers every item; right says how many of each outcome are right.
func (s *sitting) answer(a *Attempt, right map[OutcomeID]int) {
	left := map[OutcomeID]int{}
	for o, n := range right {
		left[o] = n
	}
	for _, d := range a.Draw {
		it, _ := s.m.Item(d.Item)
		ans := it.Right()
		if left[d.Outcome]--; left[d.Outcome] < 0 {
			ans = wrong(it)
		}
		r, err := a.Respond(it, ans, s.tick(), time.Second)
		if err != nil {
			panic(err)
		}
		a.Responses = append(a.Responses, r)
	}
	a.Submitted = s.tick()
}

func wrong(it Item) Answer {
	switch it.Kind {
	case Single:
		return Answer{0}
	case Several:
		return Answer{1}
	}
	return Answer{1, 0, 2, 3}
}

// all gives every outcome of a module the same count.
func all(m *Module, n int) map[OutcomeID]int {
	out := map[OutcomeID]int{}
	for _, o := range m.Outcomes {
		out[o.ID] = n
	}
	return out
}

// with changes one outcome's count.
func with(r map[OutcomeID]int, o OutcomeID, n int) map[OutcomeID]int {
	r[o] = n
	return r
}
