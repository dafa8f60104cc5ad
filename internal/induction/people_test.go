package induction

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheckOfANumberIsWhatParseNumberMakes(t *testing.T) {
	for _, good := range []Number{"gmc:7000001", "nmc:18A2345E", "staff:20417", "staff:A-1/B.C"} {
		if err := good.Check(); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []Number{"", ":", "7000001", "gmc:", "gmc:700000", "gmc:7000001 ", " gmc:7000001", "GMC:7000001", "gmc:GMC7000001", "nmc:18a2345e", "staff:ab", "staff:abc", "staff:A\x00B", "other:7000001"} {
		if err := bad.Check(); KindOf(err) != Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestStarterCheck(t *testing.T) {
	for _, c := range []struct {
		s    Starter
		want Reason
	}{
		{Starter{"gmc:7000001", "Zoë Vale"}, ""},
		{Starter{"gmc:70", "Zoë Vale"}, CodeNumberGMC},
		{Starter{"gmc:7000001", ""}, CodeNameEmpty},
		{Starter{"gmc:7000001", "Zoë  Vale"}, CodeRosterRow},
	} {
		if err := c.s.Check(); ReasonOf(err) != c.want {
			t.Errorf("%+v: %v, want %q", c.s, err, c.want)
		}
	}
}

func TestCleanText(t *testing.T) {
	for typed, want := range map[string]string{" Room \t 2\n": "Room 2", "Zoë": "Zoë"} {
		if got, ok := CleanText(typed, 6); !ok || got != want {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
	for _, bad := range []string{"", " \n", "a\x00b", "\u202ea", "\xff", strings.Repeat("a", 7), "ééé "[:5]} {
		if got, ok := CleanText(bad, 6); ok {
			t.Errorf("%q: %q", bad, got)
		}
	}
}

// A round that is used up is not given back outside a session.
func TestARoundIsNotForgivenByLeavingTheSession(t *testing.T) {
	s := sit(sample(2))
	for range 3 {
		s.read(s.m.OutcomeIDs()...)
		a, err := s.begin()
		if err != nil {
			t.Fatal(err)
		}
		s.answer(a, map[OutcomeID]int{})
	}
	s.h.Session = ""
	if st := Stand(s.m, s.h); st.Phase != Locked {
		t.Fatalf("outside the session: %s", st.Phase)
	}
	s.h.Session = "s2"
	if st := Stand(s.m, s.h); st.Left != 3 {
		t.Fatalf("at the next session: %d left", st.Left)
	}
}

func TestAProgrammesOwnPeriodCapsWhatIsHeld(t *testing.T) {
	m := sample(2)
	c := Completion{ID: "c", Module: m.Ref, At: monday, Day: DateOf(monday), ValidDays: 730}
	other := Completion{ID: "o", Module: ModuleRef{Code: "ipc.1"}, At: monday, Day: DateOf(monday), ValidDays: 730}
	r := Record{Completions: []Completion{c, other}}
	for months, days := range map[int]int{0: 730, 12: 365, 24: 730, 36: 730} {
		p := Programme{Requirements: []Requirement{{Code: m.Ref.Code, RefreshMonths: months}}}
		got := p.Capped(m, r).Completions
		if got[0].ValidDays != days || got[1].ValidDays != 730 {
			t.Errorf("every %d months: %d and %d days", months, got[0].ValidDays, got[1].ValidDays)
		}
	}
	if r.Completions[0].ValidDays != 730 {
		t.Error("the record itself was changed")
	}
	if got := (Programme{}).Capped(m, r).Completions; got[0].ValidDays != 730 {
		t.Error("capped by a programme that does not ask for it")
	}
}

func TestHeldIsBeforeTheSessionOrOutsideOneBeforeToday(t *testing.T) {
	night := time.Date(2026, 8, 5, 23, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		in, now SessionID
		later   time.Duration
		want    bool
	}{
		{"s1", "s1", time.Minute, false},
		{"s1", "s1", 4 * time.Hour, false}, // past midnight in one session
		{"s1", "s2", time.Minute, true},
		{"s1", "", time.Minute, true},
		{"", "s1", time.Minute, true},
		{"", "", time.Minute, false},
		{"", "", 4 * time.Hour, true},
	} {
		if got := before(c.in, night, c.now, night.Add(c.later)); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestSignRefusals(t *testing.T) {
	p := Practical{Steps: []Step{{ID: "safe", Critical: true}, {ID: "call"}}}
	assessor, l := Trainer{ID: "t", Number: "gmc:1", Assessor: true}, Learner{ID: "l", Number: "gmc:2"}
	for _, c := range []struct {
		t     Trainer
		l     Learner
		steps []StepID
		pass  bool
		want  error
	}{
		{assessor, l, []StepID{"safe"}, true, nil},
		{assessor, l, []StepID{"safe", "safe"}, true, nil},
		{assessor, l, nil, false, nil},
		{assessor, l, []StepID{"call"}, true, Refuse(NotReady, CodeStepsMissing)},
		{assessor, l, []StepID{"safe", "other"}, true, Refuse(Invalid, CodeNoStep)},
		{Trainer{ID: "t", Number: "gmc:1"}, l, []StepID{"safe"}, true, Refuse(NotAllowed, CodeNotAssessor)},
		{assessor, Learner{ID: "x", Number: "gmc:1"}, []StepID{"safe"}, true, Refuse(NotAllowed, CodeOneself)},
	} {
		got, err := p.Sign(c.t, c.l, SignOff{Steps: c.steps, Passed: c.pass, Note: "Practise the rate."})
		if !errors.Is(err, c.want) || err == nil && (got.Assessor != "t" || got.Learner != c.l.ID || len(got.Steps) > 1) {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
	}
	if _, err := p.Sign(assessor, l, SignOff{Steps: []StepID{"call"}}); !errors.Is(err, Refuse(Invalid, CodeNoteMissing)) {
		t.Errorf("referred without a word why: %v", err)
	}
}
