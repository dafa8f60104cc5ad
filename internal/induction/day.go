package induction

import "time"

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
	Held      bool // done before this session, or held from elsewhere: nothing to do today
	Phase     Phase
	Minutes   int // left to do
	Saved     int // minutes not needed because it is held, waived or was shown by test
	Until     time.Time
	Reason    string // why a local period is shorter
	Ticked    int
	Steps     int
	Fraction  float64 // 0–1
	Referred  bool    // the last word on the practical was "refer"
	Missing   bool    // it is to do, and no pack on this machine holds it
	// Decision is why the line is done or not: on whose word, and what is in doubt.
	// Zero on a local line.
	Decision Decision
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
	// Known is what a framework's catalogue says of a code, whether or not a module
	// for it is here. Framework "" asks every catalogue, the newest first.
	Known(framework string, c Code) (Known, bool)
}

// Known is one line of a framework's catalogue.
type Known struct {
	Framework     string // the catalogue that knows it: the one asked, or Muster's own
	Subject       string
	Level         string
	RefreshMonths int    // 0 where the catalogue sets none
	Covers        []Code // lower levels that whoever holds this need not do
	Practical     bool   // it is whole only with its practical
}

// PlanDay works a learner's day out. Session is the one now open, "" for none.
func PlanDay(p Programme, c Content, r Record, session SessionID, now time.Time) Day {
	d := Day{Confirmed: r.Learner.Identity.Confirmed()}
	j := newJudge(p, c, r, now)
	j.session = session
	j.held = func(in SessionID, at time.Time) bool { return before(in, at, session, now) }
	for _, req := range p.Requirements {
		d.Lines = append(d.Lines, j.lines(req)...)
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

// lines are a requirement's: its module, and its practical where that is asked for.
func (j *judge) lines(req Requirement) []Line {
	a := j.ask(req)
	out := make([]Line, 0, 2)
	for _, part := range a.parts() {
		l := j.line(a, part)
		l.Decision.Minutes = l.Minutes
		if l.Done {
			l.Decision.Minutes = l.Saved
		}
		out = append(out, l)
	}
	return out
}

func (j *judge) line(a ask, part Part) Line {
	d := j.decide(a, part)
	l := Line{Kind: ModuleLine, Code: a.Code, Title: d.Title, Reason: a.Reason, Decision: d}
	if part == PracticalPart {
		l.Kind, l.Reason = PracticalLine, ""
	}
	if m := a.module; m != nil {
		l.Summary, l.Icon = m.Summary, m.Icon
		if part == PracticalPart {
			l.Summary, l.Steps = m.Practical.Intro, len(m.Practical.Steps)
		}
	}
	if d.Ruling == Accepted {
		l.Done, l.Phase, l.Fraction, l.Until = true, Passed, 1, d.Until
		j.spared(&l, a, part)
		return l
	}
	j.toDo(&l, a, part)
	return l
}

// spared fills in what need not be done any more: all of it where it was held before,
// else the reading of what was shown by test.
func (j *judge) spared(l *Line, a ask, part Part) {
	l.Held = true
	switch own := l.Decision.Ground == DoneHere; {
	case own && l.Decision.Held != a.Code:
		l.Held = j.heldBefore(l.Decision.Held)
	case own && part == KnowledgePart:
		c, _ := j.completion(a)
		if l.Held = j.held(c.Session, c.At); !l.Held && a.module != nil {
			l.Saved = SavedBy(a.module, c)
			return
		}
	case own:
		s, _ := lastWord(a.Code, j.r.SignOffs, j.now)
		l.Ticked = len(s.Steps)
		if l.Held = j.held(s.Session, s.At); !l.Held {
			return
		}
	}
	if a.module != nil {
		l.Saved = a.module.partMinutes(part)
	}
}

// heldBefore reports whether a code's newest completion is from before the session.
func (j *judge) heldBefore(code Code) bool {
	c, _ := newest(j.r.Completions, j.now, code)
	return j.held(c.Session, c.At)
}

// partMinutes is how long all of a part takes.
func (m *Module) partMinutes(part Part) int {
	if part == PracticalPart {
		return m.Practical.Minutes
	}
	return m.LearnMinutes + m.TestMinutes
}

// toDo fills in where the learner stands with what is still to do.
func (j *judge) toDo(l *Line, a ask, part Part) {
	switch {
	case a.module == nil:
		l.Missing = true
	case part == PracticalPart:
		l.Phase, l.Minutes = NotStarted, a.module.Practical.Minutes
		for _, s := range j.r.SignOffs {
			l.Referred = l.Referred || s.Module.Code == a.Code && !s.Passed
		}
	default:
		r := j.r
		r.Completions = capped(r.Completions, a.module)
		s := Stand(a.module, HistoryOf(a.Code, r, j.session, j.now))
		l.Phase, l.Minutes, l.Fraction = s.Phase, minutesLeft(a.module, s), fraction(a.module, s)
	}
}

// before reports whether something was done before today's session, or where none
// is open before today. A session may run past midnight.
func before(in SessionID, at time.Time, session SessionID, now time.Time) bool {
	return in != session || session == "" && DateOf(at) != DateOf(now)
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
