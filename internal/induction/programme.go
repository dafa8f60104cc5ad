package induction

import (
	"slices"
	"time"
)

// Programme is what a role must hold here.
type Programme struct {
	ID           ProgrammeID
	Title        string
	Role         string
	Summary      string
	Version      Version
	Requirements []Requirement
	Checklists   []ChecklistID
	Pack         string
	// Serial is the version of the organisation's signed requirements that this
	// programme comes from; 0 where it is a content pack's.
	Serial int64
	// Excluded are the issuers whose passports count for nothing here.
	Excluded []Exclusion
}

// Requirement is one thing a programme asks for.
type Requirement struct {
	Code      Code
	Practical bool // the practical part too
	// RefreshMonths shortens the module's own period; 0 keeps it. A shorter one
	// needs a Reason, which the learner is shown.
	RefreshMonths int
	Reason        string
	// Since is the first version of the content that counts when it was shown
	// elsewhere; zero where any does. What is older has changed.
	Since Version
}

// Record is all that a learner has done, as the day is worked out from.
type Record struct {
	Learner     Learner
	Attempts    []Attempt
	Reads       []PageRead
	Unlocks     []Unlock
	Completions []Completion
	SignOffs    []SignOff
	Ticks       []Tick
	Feedback    bool // a reply was given in this session
	Passports   []Issued
	// What the learner brought, as kept; Brought is each recognition as checked now.
	Recognitions []Recognition
	Brought      []Brought
	LocalChecks  []LocalCheck
	Evidence     []Evidence
	Waivers      []Waiver
}

// shorten applies a requirement's own shorter period.
func shorten(m *Module, req Requirement) *Module {
	if req.RefreshMonths == 0 || m.RefreshMonths != 0 && req.RefreshMonths >= m.RefreshMonths {
		return m
	}
	s := *m
	s.RefreshMonths = req.RefreshMonths
	return &s
}

// Capped is the record as the programme sees it: a module's completions hold no
// longer than the programme's own period for it. A passport keeps the module's.
func (p Programme) Capped(m *Module, r Record) Record {
	for _, req := range p.Requirements {
		if req.Code == m.Ref.Code {
			r.Completions = capped(r.Completions, shorten(m, req))
		}
	}
	return r
}

// capped shortens completions to the period that m allows.
func capped(cs []Completion, m *Module) []Completion {
	out := slices.Clone(cs)
	for i, c := range out {
		if c.Module.Code != m.Ref.Code || m.RefreshMonths == 0 {
			continue
		}
		if d := m.ValidDays(c.Day); c.ValidDays == 0 || d < c.ValidDays {
			out[i].ValidDays = d
		}
	}
	return out
}

// HistoryOf gathers what counts for one module now: all since its last completion
// ran out.
func HistoryOf(code Code, r Record, session SessionID, now time.Time) History {
	h := History{Session: session}
	var since time.Time
	for _, c := range r.Completions {
		if c.Module.Code == code && !c.HeldAt(now) && c.At.After(since) {
			since = c.At
		}
	}
	for _, a := range r.Attempts {
		if a.Module.Code == code && a.Began.After(since) {
			h.Attempts = append(h.Attempts, a)
		}
	}
	for _, p := range r.Reads {
		if p.Module.Code == code && p.At.After(since) {
			h.Reads = append(h.Reads, p)
		}
	}
	for _, u := range r.Unlocks {
		if u.Module == code {
			h.Unlocks = append(h.Unlocks, u)
		}
	}
	return h
}

// Entries lists what a passport can carry at t: portable, in date, lower levels
// left out where a higher one that is held in full covers them; by code.
func Entries(c Content, r Record, t time.Time) []Entry {
	var out []Entry
	covered := map[Code]bool{}
	seen := map[Code]bool{}
	for _, done := range r.Completions {
		code := done.Module.Code
		m, ok := c.Module(code)
		if seen[code] || !ok {
			continue
		}
		seen[code] = true
		e, ok := Combine(m, r.Completions, r.SignOffs, t)
		if !ok || !e.Portable {
			continue
		}
		out = append(out, e)
		for _, low := range m.Covers {
			covered[low] = covered[low] || e.Full
		}
	}
	out = slices.DeleteFunc(out, func(e Entry) bool { return covered[e.Code] })
	slices.SortFunc(out, func(a, b Entry) int { return compareCodes(a.Code, b.Code) })
	return out
}

func compareCodes(a, b Code) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
