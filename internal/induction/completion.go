package induction

import (
	"slices"
	"time"
)

// How says what a completion rests on.
type How struct {
	Knowledge bool
	Practical bool
	Tested    bool // at least one outcome shown by test without teaching
	Taught    bool // at least one outcome taught first
	Awaiting  bool // the content awaits clinical sign-off
}

// Completion is a module's knowledge part passed here: held from a date until a date.
type Completion struct {
	ID        CompletionID
	Learner   LearnerID
	Module    ModuleRef
	Framework string
	Session   SessionID
	Attempt   AttemptID
	At        time.Time
	Day       Date
	// ValidDays counts from Date; 0 is for good.
	ValidDays int
	Tested    []OutcomeID // shown by test without teaching
	Taught    []OutcomeID
	ByMark    bool
	Awaiting  bool
	Portable  bool
}

// Complete makes the completion that follows from a passed standing, the
// outcomes tested and those taught kept apart.
func Complete(m *Module, s Standing, id CompletionID, session SessionID, at time.Time) Completion {
	c := Completion{
		ID: id, Module: m.Ref, Framework: m.Framework, Session: session, At: at, Day: DateOf(at),
		ValidDays: m.ValidDays(DateOf(at)), ByMark: s.ByMark, Awaiting: m.SignOff.Awaiting(), Portable: m.Portable,
	}
	if s.Last != nil {
		c.Attempt, c.Learner = s.Last.ID, s.Last.Learner
	}
	for _, o := range m.OutcomeIDs() {
		taught, met := s.Met[o]
		if !met && s.Last != nil {
			taught = slices.Contains(s.Last.Taught, o)
		}
		if taught {
			c.Taught = append(c.Taught, o)
		} else {
			c.Tested = append(c.Tested, o)
		}
	}
	return c
}

// ValidDays is the module's refresh period from a day, in days; 0 is for good.
func (m *Module) ValidDays(from Date) int {
	if m.RefreshMonths == 0 {
		return 0
	}
	return int(from.AddMonths(m.RefreshMonths) - from)
}

// Until is the last second on which the completion holds; zero for good.
func (c Completion) Until() time.Time { return until(c.Day, c.ValidDays) }

// HeldAt reports whether the completion holds at t.
func (c Completion) HeldAt(t time.Time) bool { return c.ValidDays == 0 || !t.After(c.Until()) }

func until(from Date, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return (from + Date(days)).End()
}

// Entry is what a learner holds for one code, knowledge and practical together:
// one line of a passport.
type Entry struct {
	Code      Code
	Version   Version
	Framework string
	Day       Date // the earlier of the two parts
	ValidDays int
	How       How
	// Full is false where the practical is still to be witnessed.
	Full bool
	// Practical is the sign-off that counts; nil where there is none.
	Practical *SignOff
	Portable  bool
}

// Until is the last second on which the entry holds; zero for good.
func (e Entry) Until() time.Time { return until(e.Day, e.ValidDays) }

// Combine joins the newest completion of a module that holds at t with the newest
// practical that does. A knowledge pass alone is never a full entry where the
// module has a practical.
func Combine(m *Module, cs []Completion, signs []SignOff, t time.Time) (Entry, bool) {
	c, ok := newest(cs, t, m.Ref.Code)
	if !ok {
		return Entry{}, false
	}
	e := Entry{
		Code: c.Module.Code, Version: c.Module.Version, Framework: c.Framework, Day: c.Day, ValidDays: c.ValidDays, Portable: c.Portable,
		How:  How{Knowledge: true, Tested: len(c.Tested) > 0, Taught: len(c.Taught) > 0, Awaiting: c.Awaiting},
		Full: m.Practical == nil,
	}
	if m.Practical == nil {
		return e, true
	}
	if s, ok := newestSignOff(m, signs, t); ok {
		e.Practical, e.Full, e.How.Practical = &s, true, true
		if d := DateOf(s.At); d < e.Day {
			e.Day, e.ValidDays = d, m.ValidDays(d)
		}
	}
	return e, true
}

func newest(cs []Completion, t time.Time, code Code) (Completion, bool) {
	var best Completion
	found := false
	for _, c := range cs {
		if c.Module.Code == code && c.HeldAt(t) && !c.At.After(t) && (!found || c.At.After(best.At)) {
			best, found = c, true
		}
	}
	return best, found
}

// newestSignOff finds the practical that was passed and holds at t: the last word
// on it, so that a later referral outweighs an earlier pass.
func newestSignOff(m *Module, signs []SignOff, t time.Time) (SignOff, bool) {
	s, ok := lastWord(m.Ref.Code, signs, t)
	if !ok || !s.Passed {
		return SignOff{}, false
	}
	days := m.ValidDays(DateOf(s.At))
	return s, days == 0 || !t.After(until(DateOf(s.At), days))
}

// lastWord is the last that an assessor here had said of a code's practical at t.
func lastWord(code Code, signs []SignOff, t time.Time) (SignOff, bool) {
	var best SignOff
	for _, s := range signs {
		if s.Module.Code == code && !s.At.After(t) && !s.At.Before(best.At) {
			best = s
		}
	}
	return best, best.ID != ""
}
