package induction

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestRetestDrawsOnlyUnmetOutcomesAfterTheirPages(t *testing.T) {
	s := sit(sample(5))
	a, _ := s.begin()
	s.answer(a, with(all(s.m, 2), "o2", 0))
	st := Stand(s.m, s.h)
	if st.Phase != Learning || !slices.Equal(st.Unmet, []OutcomeID{"o2"}) || len(st.ToRead) != 2 {
		t.Fatalf("after the first attempt: %+v", st)
	}
	if _, err := s.begin(); !errors.Is(err, Refuse(NotReady, CodePagesFirst)) {
		t.Fatalf("a retest before the pages: %v", err)
	}
	s.read("o2")
	if st = Stand(s.m, s.h); st.Phase != Retest {
		t.Fatalf("after its pages: %s", st.Phase)
	}
	first := map[ItemID]bool{}
	for _, d := range s.h.Attempts[0].Draw {
		first[d.Item] = true
	}
	b, err := s.begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range b.Draw {
		if d.Outcome != "o2" || first[d.Item] {
			t.Errorf("retest draws %s of %s", d.Item, d.Outcome)
		}
	}
	s.answer(b, map[OutcomeID]int{"o2": 2})
	st = Stand(s.m, s.h)
	if st.Phase != Passed || st.ByMark {
		t.Fatalf("after the retest: %+v", st)
	}
	c := Complete(s.m, st, "c1", "s1", s.at)
	if !slices.Equal(c.Taught, []OutcomeID{"o2"}) || len(c.Tested) != 4 {
		t.Errorf("taught %v, tested %v", c.Taught, c.Tested)
	}
}

func TestAPartialRetestNeverPassesByMark(t *testing.T) {
	s := sit(sample(5))
	a, _ := s.begin()
	s.answer(a, map[OutcomeID]int{})
	s.read(s.m.OutcomeIDs()...)
	b, _ := s.begin()
	s.answer(b, with(all(s.m, 2), "o1", 0))
	s.read("o1")
	c, _ := s.begin()
	s.answer(c, map[OutcomeID]int{"o1": 1})
	if st := Stand(s.m, s.h); st.Phase != Locked {
		t.Fatalf("half of one outcome: %s", st.Phase)
	}
}

func TestThreeAttemptsThenATrainerThenTheNextSession(t *testing.T) {
	s := sit(sample(3))
	fail := func() {
		t.Helper()
		s.read(s.m.OutcomeIDs()...)
		a, err := s.begin()
		if err != nil {
			t.Fatal(err)
		}
		s.answer(a, map[OutcomeID]int{})
	}
	fail()
	fail()
	fail()
	st := Stand(s.m, s.h)
	if st.Phase != Locked || !st.CanUnlock {
		t.Fatalf("after three: %s, unlock %v", st.Phase, st.CanUnlock)
	}
	s.read(s.m.OutcomeIDs()...)
	if _, err := s.begin(); !errors.Is(err, Refuse(NotReady, CodeAttemptsUsed)) {
		t.Fatalf("a fourth without a trainer: %v", err)
	}
	s.h.Unlocks = append(s.h.Unlocks, Unlock{Session: "s1"})
	fail()
	if st = Stand(s.m, s.h); st.Phase != Locked || st.CanUnlock {
		t.Fatalf("after the fourth: %s, unlock %v", st.Phase, st.CanUnlock)
	}
	s.h.Session = "s2"
	if st = Stand(s.m, s.h); st.Phase == Locked || st.Left != 3 {
		t.Fatalf("at the next session: %s, %d left", st.Phase, st.Left)
	}
	fail()
	if st = Stand(s.m, s.h); st.Left != 2 {
		t.Fatalf("one attempt into the next session: %d left", st.Left)
	}
}

func TestAnAttemptKeepsTheRuleItBeganWith(t *testing.T) {
	s := sit(sample(5))
	a, _ := s.begin()
	s.m.Rule.PassPercent = 100
	s.answer(a, with(with(all(s.m, 2), "o1", 1), "o2", 1))
	if st := Stand(s.m, s.h); st.Phase != Passed || !st.ByMark {
		t.Fatalf("%+v", st)
	}
}

func TestAnOpenAttemptOfAnotherVersionIsSetAside(t *testing.T) {
	s := sit(sample(2))
	if _, err := s.begin(); err != nil {
		t.Fatal(err)
	}
	if st := Stand(s.m, s.h); st.Phase != Answering || st.Open == nil {
		t.Fatalf("open attempt: %s", st.Phase)
	}
	s.m.Ref.Version.Minor++
	st := Stand(s.m, s.h)
	if st.Open != nil || st.Used != 0 || len(st.Seen) != 4 {
		t.Fatalf("after a new minor version: %+v", st)
	}
	s.m.Ref.Version.Major++
	if st = Stand(s.m, s.h); len(st.Seen) != 0 || st.Phase != NotStarted {
		t.Fatalf("after a new major version: %+v", st)
	}
}

func TestLearnFirstCountsAsTaught(t *testing.T) {
	s := sit(sample(2))
	s.read(s.m.OutcomeIDs()...)
	if st := Stand(s.m, s.h); st.Phase != Reading || len(st.ToRead) != 0 {
		t.Fatalf("%+v", st)
	}
	a, _ := s.begin()
	s.answer(a, all(s.m, 2))
	c := Complete(s.m, Stand(s.m, s.h), "c", "s1", s.at)
	if len(c.Taught) != 2 || len(c.Tested) != 0 {
		t.Fatalf("%+v", c)
	}
}

// Whatever a learner answers: met stays met, the phase is one of the seven, and a
// module is passed exactly when every outcome is met or a full draw reached the mark.
func TestStandingProperties(t *testing.T) {
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		s := sit(sample(1 + rnd.IntN(6)))
		s.rnd = rnd
		met := map[OutcomeID]bool{}
		for range 6 {
			st := Stand(s.m, s.h)
			for o := range met {
				if _, still := st.Met[o]; !still {
					t.Fatalf("seed %d: %s was met and is not", seed, o)
				}
			}
			for o := range st.Met {
				met[o] = true
			}
			full := slices.ContainsFunc(s.h.Attempts, func(a Attempt) bool { return a.Result().ByMark })
			if (st.Phase == Passed) != (len(st.Unmet) == 0 || full) {
				t.Fatalf("seed %d: %s with %d unmet, by mark %v", seed, st.Phase, len(st.Unmet), full)
			}
			switch st.Phase {
			case Passed, Locked:
				continue
			case Learning:
				s.read(st.Unmet...)
			}
			a, err := s.begin()
			if err != nil {
				t.Fatalf("seed %d: %s: %v", seed, st.Phase, err)
			}
			right := map[OutcomeID]int{}
			for _, o := range a.Asked {
				right[o] = rnd.IntN(3)
			}
			s.answer(a, right)
		}
		if n := len(s.h.Attempts); n > 3 {
			t.Fatalf("seed %d: %d attempts without a trainer", seed, n)
		}
	}
}

func TestHistoryBeginsAfreshWhenACompletionRanOut(t *testing.T) {
	old := monday.AddDate(-3, 0, 0)
	r := Record{
		Attempts:    []Attempt{{ID: "old", Module: ModuleRef{"fire.1", Version{1, 0}}, Began: old, Submitted: old}, {ID: "other", Module: ModuleRef{Code: "ipc.1"}, Began: monday}},
		Completions: []Completion{{Module: ModuleRef{"fire.1", Version{1, 0}}, At: old.Add(time.Minute), Day: DateOf(old), ValidDays: 730}},
	}
	if h := HistoryOf("fire.1", r, "s", monday); len(h.Attempts) != 0 {
		t.Fatalf("%+v", h.Attempts)
	}
	if h := HistoryOf("fire.1", r, "s", old.Add(time.Hour)); len(h.Attempts) != 1 {
		t.Fatalf("while it held: %+v", h.Attempts)
	}
}
