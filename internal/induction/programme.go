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

// LineKind says what a line of the day is.
type LineKind string

// The kinds of line.
const (
	ModuleLine    LineKind = "module"
	PracticalLine LineKind = "practical"
	LocalLine     LineKind = "local"
)

// Line is one thing on a learner's day.
type Line struct {
	Kind      LineKind
	Code      Code
	Checklist ChecklistID
	Title     string
	Summary   string
	Icon      string
	Done      bool
	Held      bool // done before this session: nothing to do today
	Phase     Phase
	Minutes   int // left to do
	Saved     int // minutes not needed because it is held or was shown by test
	Until     time.Time
	Reason    string // why a local period is shorter
	Ticked    int
	Steps     int
	Fraction  float64 // 0–1
	Referred  bool    // the last word on the practical was "refer"
	Missing   bool    // no pack on this machine holds it
}

// Day is a learner's day: what is held, what is to do, and how long it takes.
type Day struct {
	Lines     []Line
	Left      int // minutes
	Saved     int // minutes
	Done      int // lines done
	CanIssue  bool
	Confirmed bool // identity
}

// Content is the modules and checklists that a programme speaks of.
type Content interface {
	Module(Code) (*Module, bool)
	Checklist(ChecklistID) (*Checklist, bool)
}

// PlanDay works a learner's day out. Session is the one now open, "" for none.
func PlanDay(p Programme, c Content, r Record, session SessionID, now time.Time) Day {
	d := Day{Confirmed: r.Learner.Identity.Confirmed()}
	for _, req := range p.Requirements {
		m, ok := c.Module(req.Code)
		if !ok {
			d.Lines = append(d.Lines, Line{Kind: ModuleLine, Code: req.Code, Title: string(req.Code), Missing: true})
			continue
		}
		short := shorten(m, req)
		d.Lines = append(d.Lines, moduleLine(short, req, r, session, now))
		if req.Practical && m.Practical != nil {
			d.Lines = append(d.Lines, practicalLine(short, r, session, now))
		}
	}
	for _, id := range p.Checklists {
		if list, ok := c.Checklist(id); ok {
			d.Lines = append(d.Lines, localLine(list, r))
		}
	}
	d.add(c, r, now)
	return d
}

func (d *Day) add(c Content, r Record, now time.Time) {
	for _, l := range d.Lines {
		d.Left += l.Minutes
		d.Saved += l.Saved
		if l.Done {
			d.Done++
		}
	}
	d.CanIssue = d.Confirmed && len(Entries(c, r, now)) > 0
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

func moduleLine(m *Module, req Requirement, r Record, session SessionID, now time.Time) Line {
	l := Line{Kind: ModuleLine, Code: m.Ref.Code, Title: m.Title, Summary: m.Summary, Icon: m.Icon}
	if req.RefreshMonths != 0 && req.RefreshMonths < m.RefreshMonths || req.Reason != "" {
		l.Reason = req.Reason
	}
	r.Completions = capped(r.Completions, m)
	if c, ok := newest(r.Completions, now, m.Ref.Code); ok {
		l.Done, l.Phase, l.Fraction, l.Until = true, Passed, 1, c.Until()
		l.Held = before(c.Session, c.At, session, now)
		l.Saved = saved(m, c, l.Held)
		return l
	}
	s := Stand(m, HistoryOf(m.Ref.Code, r, session, now))
	l.Phase, l.Minutes, l.Fraction = s.Phase, minutesLeft(m, s), fraction(m, s)
	return l
}

// before reports whether something was done before today's session, or where none
// is open before today. A session may run past midnight.
func before(in SessionID, at time.Time, session SessionID, now time.Time) bool {
	return in != session || session == "" && DateOf(at) != DateOf(now)
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

// saved counts the minutes that a completion spared: all of the module where it
// was held on arrival, else what SavedBy counts.
func saved(m *Module, c Completion, held bool) int {
	if held {
		return m.LearnMinutes + m.TestMinutes
	}
	return SavedBy(m, c)
}

// SavedBy is the reading, in minutes, that the outcomes shown by test spared.
func SavedBy(m *Module, c Completion) int {
	if len(m.Outcomes) == 0 {
		return 0
	}
	return m.LearnMinutes * len(c.Tested) / len(m.Outcomes)
}

func minutesLeft(m *Module, s Standing) int {
	if s.Phase == Passed || len(m.Outcomes) == 0 || len(m.Pages) == 0 {
		return 0
	}
	learn := ceilDiv(m.LearnMinutes*len(s.ToRead), len(m.Pages))
	test := ceilDiv(m.TestMinutes*len(s.Unmet), len(m.Outcomes))
	if s.Open != nil {
		learn = 0
		test = ceilDiv(m.TestMinutes*(len(s.Open.Draw)-len(s.Open.Responses)), max(1, m.Rule.ItemsPerOutcome*len(m.Outcomes)))
	}
	return learn + test
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

func fraction(m *Module, s Standing) float64 {
	if s.Phase == NotStarted || len(m.Outcomes) == 0 {
		return 0
	}
	f := float64(len(s.Met)) / float64(len(m.Outcomes))
	if s.Open != nil && len(s.Open.Draw) > 0 {
		f += (1 - f) / 2 * float64(len(s.Open.Responses)) / float64(len(s.Open.Draw))
	} else if n := len(s.ToRead) + len(s.Read); n > 0 {
		f += (1 - f) / 2 * float64(len(s.Read)) / float64(n)
	}
	return f
}

func practicalLine(m *Module, r Record, session SessionID, now time.Time) Line {
	l := Line{Kind: PracticalLine, Code: m.Ref.Code, Title: m.Practical.Title, Summary: m.Practical.Intro, Icon: m.Icon, Steps: len(m.Practical.Steps)}
	if s, ok := newestSignOff(m, r.SignOffs, now); ok {
		l.Done, l.Phase, l.Fraction, l.Ticked = true, Passed, 1, len(s.Steps)
		l.Until = until(DateOf(s.At), m.ValidDays(DateOf(s.At)))
		l.Held = before(s.Session, s.At, session, now)
		if l.Held {
			l.Saved = m.Practical.Minutes
		}
		return l
	}
	l.Minutes, l.Phase = m.Practical.Minutes, NotStarted
	for _, s := range r.SignOffs {
		l.Referred = l.Referred || s.Module.Code == m.Ref.Code && !s.Passed
	}
	return l
}

func localLine(list *Checklist, r Record) Line {
	ticked := len(Ticked(list, r.Ticks))
	l := Line{Kind: LocalLine, Checklist: list.ID, Title: list.Title, Summary: list.Summary, Icon: "map-trifold", Ticked: ticked, Steps: len(list.Steps), Phase: NotStarted}
	if l.Steps > 0 {
		l.Fraction = float64(ticked) / float64(l.Steps)
		l.Minutes = ceilDiv(list.Minutes*(l.Steps-ticked), l.Steps)
	}
	switch {
	case ticked == l.Steps:
		l.Done, l.Phase = true, Passed
	case ticked > 0:
		l.Phase = Answering
	}
	return l
}

// Ticked gives the tick that counts for each step of a checklist that has one.
func Ticked(list *Checklist, ticks []Tick) map[StepID]Tick {
	known := map[StepID]bool{}
	for _, s := range list.Steps {
		known[s.ID] = true
	}
	out := map[StepID]Tick{}
	for _, t := range ticks {
		switch {
		case t.Checklist != list.ID || !known[t.Step] || t.Version.Major != list.Version.Major:
		case t.Undone:
			delete(out, t.Step)
		default:
			out[t.Step] = t
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
