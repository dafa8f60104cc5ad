package induction

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestMarkIsAllOrNothing(t *testing.T) {
	m := sample(1)
	cases := []struct {
		item  int
		ans   Answer
		right bool
		ok    bool
	}{
		{0, Answer{1}, true, true},
		{0, Answer{0}, false, true},
		{0, Answer{}, false, false},
		{0, Answer{1, 2}, false, false},
		{0, Answer{4}, false, false},
		{0, Answer{-1}, false, false},
		{1, Answer{1, 2}, true, true},
		{1, Answer{1}, false, true},
		{1, Answer{1, 2, 3}, false, true},
		{1, Answer{2, 1}, false, false},
		{1, Answer{1, 1}, false, false},
		{1, nil, false, false},
		{2, Answer{0, 1, 2, 3}, true, true},
		{2, Answer{0, 1, 3, 2}, false, true},
		{2, Answer{0, 1, 2}, false, false},
		{2, Answer{0, 0, 1, 2}, false, false},
		{3, Answer{0, 1, 2, 3}, true, true},
		{3, Answer{0, 1, 2, 4}, false, true},
		{3, Answer{0, 1, 2, 5}, false, false},
		{3, Answer{0, 1, 2, 2}, false, true},
	}
	for _, c := range cases {
		it := m.Items[c.item]
		if err := it.Check(c.ans); (err == nil) != c.ok {
			t.Errorf("%s %v: Check = %v, want ok %v", it.Kind, c.ans, err, c.ok)
		}
		if c.ok && it.Mark(c.ans) != c.right {
			t.Errorf("%s %v: marked %v", it.Kind, c.ans, !c.right)
		}
	}
}

func TestDrawTakesTwoForEachOutcomeUnseenFirst(t *testing.T) {
	m := sample(5)
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		seen := map[ItemID]int{}
		for round := range 3 {
			draw := DrawItems(m, m.OutcomeIDs(), seen, rnd)
			count := map[OutcomeID]int{}
			for _, d := range draw {
				count[d.Outcome]++
				if seen[d.Item] != 0 {
					t.Fatalf("seed %d round %d: %s drawn again while unseen items are left", seed, round, d.Item)
				}
				seen[d.Item]++
				checkShown(t, m, d)
			}
			for _, o := range m.Outcomes {
				if count[o.ID] != 2 {
					t.Fatalf("outcome %s drawn %d times", o.ID, count[o.ID])
				}
			}
		}
	}
}

func checkShown(t *testing.T, m *Module, d Drawn) {
	t.Helper()
	it, _ := m.Item(d.Item)
	if !slices.Equal(slices.Sorted(slices.Values(d.Shown)), identity(len(it.Options))) {
		t.Fatalf("%s shows %v", d.Item, d.Shown)
	}
	if it.Kind == Order && slices.IsSorted(d.Shown) {
		t.Fatalf("%s is shown in its right order", d.Item)
	}
	if it.Kind == Match && !slices.Equal(slices.Sorted(slices.Values(d.Partners)), identity(len(it.Partners))) {
		t.Fatalf("%s shows partners %v", d.Item, d.Partners)
	}
}

func TestDrawKeepsAnOrderThatTheItemAsksFor(t *testing.T) {
	m := sample(1)
	m.Items = m.Items[:1]
	m.Items[0].KeepOrder = true
	for seed := range uint64(20) {
		d := DrawItems(m, m.OutcomeIDs(), nil, rand.New(rand.NewPCG(seed, 1)))
		if !slices.IsSorted(d[0].Shown) {
			t.Fatalf("shown %v", d[0].Shown)
		}
	}
}

func TestRespondRefusals(t *testing.T) {
	s := sit(sample(2))
	a, _ := s.begin()
	it, _ := s.m.Item(a.Draw[0].Item)
	if _, err := a.Respond(it, nil, s.tick(), 0); !errors.Is(err, Refuse(Invalid, CodeAnswerForm)) {
		t.Errorf("empty answer: %v", err)
	}
	other := Item{ID: "elsewhere", Kind: Single, Options: it.Options}
	if _, err := a.Respond(other, Answer{0}, s.tick(), 0); !errors.Is(err, Refuse(Invalid, CodeNotDrawn)) {
		t.Errorf("item of no draw: %v", err)
	}
	r, err := a.Respond(it, it.Right(), s.tick(), -time.Hour)
	if err != nil || !r.Right || r.Took != 0 {
		t.Fatalf("right answer: %+v %v", r, err)
	}
	a.Responses = append(a.Responses, r)
	if _, err := a.Respond(it, it.Right(), s.tick(), 0); !errors.Is(err, Refuse(Conflict, CodeAnswered)) {
		t.Errorf("second answer: %v", err)
	}
	a.Submitted = s.tick()
	if _, err := a.Respond(it, it.Right(), s.tick(), 0); !errors.Is(err, Refuse(Conflict, CodeAttemptOver)) {
		t.Errorf("after handing in: %v", err)
	}
}

// The pass rule, by outcome: how many of each outcome's two items are right.
func TestPassRuleOfAFullDraw(t *testing.T) {
	cases := []struct {
		name   string
		right  []int
		passed bool
		byMark bool
	}{
		{"all right", []int{2, 2, 2, 2, 2}, true, false},
		{"nine of ten", []int{2, 2, 2, 2, 1}, true, true},
		{"eight of ten, none at none", []int{2, 2, 2, 1, 1}, true, true},
		{"eight of ten, one at none", []int{2, 2, 2, 2, 0}, false, false},
		{"seven of ten", []int{2, 2, 1, 1, 1}, false, false},
		{"none", []int{0, 0, 0, 0, 0}, false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := sit(sample(5))
			a, err := s.begin()
			if err != nil {
				t.Fatal(err)
			}
			right := map[OutcomeID]int{}
			for i, o := range s.m.Outcomes {
				right[o.ID] = c.right[i]
			}
			s.answer(a, right)
			st := Stand(s.m, s.h)
			if (st.Phase == Passed) != c.passed || st.ByMark != c.byMark {
				t.Fatalf("phase %s, by mark %v", st.Phase, st.ByMark)
			}
			for i, o := range s.m.Outcomes {
				if _, met := st.Met[o.ID]; met != (c.right[i] == 2) {
					t.Errorf("outcome %s with %d right: met %v", o.ID, c.right[i], met)
				}
			}
		})
	}
}
