package induction

import (
	"slices"
	"time"
)

// PageRead says when a learner finished a page of a module.
type PageRead struct {
	Module ModuleRef
	Page   PageID
	At     time.Time
	Took   time.Duration // time the page was on the screen
}

// Unlock is a further attempt that a trainer gave.
type Unlock struct {
	Learner LearnerID
	Module  Code
	Session SessionID
	By      TrainerID
	At      time.Time
}

// Phase is where a learner stands with a module.
type Phase string

// The phases.
const (
	NotStarted Phase = "not-started"
	Reading    Phase = "reading"   // pages opened, nothing asked yet
	Answering  Phase = "answering" // an attempt is open
	Learning   Phase = "learning"  // unmet outcomes: their pages come before the retest
	Retest     Phase = "retest"    // pages read, the unmet outcomes can be asked again
	Locked     Phase = "locked"    // attempts used up: a trainer is needed
	Passed     Phase = "passed"
)

// Standing is everything that follows from what a learner has done with a module.
type Standing struct {
	Phase     Phase
	Open      *Attempt           // the attempt to go on with
	Last      *Attempt           // the last one handed in
	Met       map[OutcomeID]bool // true where it was taught first
	Unmet     []OutcomeID        // in the module's order
	ToRead    []Page             // pages still to read before asking (phase learning), or of a first reading
	Read      map[PageID]bool    // pages that count as read now
	Seen      map[ItemID]int     // how often each item was drawn
	Used      int                // attempts handed in, in this round
	Left      int                // attempts that can still be begun
	CanUnlock bool               // a trainer can give one more
	PassedAt  time.Time          // phase passed
	ByMark    bool               // passed by the mark of a full draw
}

// History is what a learner has done with one module since its last completion
// ran out; oldest first.
type History struct {
	Attempts []Attempt
	Reads    []PageRead
	Unlocks  []Unlock
	Session  SessionID // the session now, "" outside one
}

// Stand derives a learner's standing. Only attempts and readings of the module's
// present major version count: a major change of content begins afresh.
func Stand(m *Module, h History) Standing {
	s := Standing{Met: map[OutcomeID]bool{}, Read: map[PageID]bool{}, Seen: map[ItemID]int{}}
	limit := s.replay(m, h)
	for _, id := range m.OutcomeIDs() {
		if _, met := s.Met[id]; !met {
			s.Unmet = append(s.Unmet, id)
		}
	}
	s.markRead(m, h)
	s.Left = max(0, limit-s.Used)
	s.Phase = s.phase()
	return s
}

// replay walks the attempts and returns how many the learner may make in this round.
func (s *Standing) replay(m *Module, h History) int {
	var session SessionID
	limit := m.Rule.Attempts
	for i := range h.Attempts {
		a := &h.Attempts[i]
		if a.Module.Version.Major != m.Ref.Version.Major {
			continue
		}
		// A round that ended with nothing left begins again at the next session.
		if s.Used >= limit && a.Session != session {
			s.Used = 0
		}
		session = a.Session
		limit = a.Rule.Attempts + unlocksIn(h.Unlocks, session)
		for _, d := range a.Draw {
			s.Seen[d.Item]++
		}
		if a.Open() {
			// One begun under another version cannot be gone on with: its items may be
			// gone. It counts for nothing, and its answers stay on record.
			if a.Module.Version == m.Ref.Version {
				s.Open = a
			}
			continue
		}
		s.Used++
		s.Last = a
		s.score(m, a)
	}
	// Not by leaving one: outside a session there is no trainer to ask.
	if s.Used >= limit && h.Session != session && h.Session != "" {
		s.Used, limit = 0, m.Rule.Attempts+unlocksIn(h.Unlocks, h.Session)
	}
	s.CanUnlock = s.Used >= limit && unlocksIn(h.Unlocks, session) < m.Rule.Unlocks
	return limit
}

func unlocksIn(us []Unlock, in SessionID) int {
	n := 0
	for _, u := range us {
		if u.Session == in {
			n++
		}
	}
	return n
}

// score adds what an attempt that was handed in has shown.
func (s *Standing) score(m *Module, a *Attempt) {
	r := a.Result()
	for _, o := range r.Outcomes {
		if _, met := s.Met[o.Outcome]; o.Met && !met {
			s.Met[o.Outcome] = o.Taught
		}
	}
	if !s.PassedAt.IsZero() {
		return
	}
	all := true
	for _, id := range m.OutcomeIDs() {
		_, met := s.Met[id]
		all = all && met
	}
	if all || r.ByMark {
		s.PassedAt, s.ByMark = a.Submitted, !all
	}
}

// markRead finds which pages count as read: any reading before the first attempt,
// and after a failed one only readings since then.
func (s *Standing) markRead(m *Module, h History) {
	var since time.Time
	if s.Last != nil {
		since = s.Last.Submitted
	}
	for _, r := range h.Reads {
		if r.Module.Version.Major == m.Ref.Version.Major && !r.At.Before(since) {
			s.Read[r.Page] = true
		}
	}
	want := s.Unmet
	if s.Last == nil {
		want = m.OutcomeIDs()
	}
	for _, p := range m.PagesFor(want) {
		if !s.Read[p.ID] {
			s.ToRead = append(s.ToRead, p)
		}
	}
}

func (s *Standing) phase() Phase {
	switch {
	case !s.PassedAt.IsZero():
		return Passed
	case s.Open != nil:
		return Answering
	case s.Left == 0:
		return Locked
	case s.Last == nil && len(s.Read) == 0:
		return NotStarted
	case s.Last == nil:
		return Reading
	case len(s.ToRead) > 0:
		return Learning
	}
	return Retest
}

// Begin starts the next attempt: every outcome the first time, afterwards the
// unmet ones only, once their pages have been read again.
func Begin(m *Module, h History, id AttemptID, learner LearnerID, draw func([]OutcomeID, map[ItemID]int) []Drawn, at time.Time) (Attempt, error) {
	s := Stand(m, h)
	switch s.Phase {
	case Passed:
		return Attempt{}, Refuse(Conflict, CodePassedAlready)
	case Answering:
		return Attempt{}, Refuse(Conflict, CodeAttemptOpen)
	case Locked:
		return Attempt{}, Refuse(NotReady, CodeAttemptsUsed)
	case Learning:
		return Attempt{}, Refuse(NotReady, CodePagesFirst, len(s.ToRead))
	}
	return Attempt{
		ID: id, Learner: learner, Session: h.Session, Module: m.Ref, Ordinal: len(h.Attempts) + 1,
		Rule: m.Rule, Outcomes: m.OutcomeIDs(), Asked: slices.Clone(s.Unmet), Taught: s.taught(m),
		Draw: draw(s.Unmet, s.Seen), Began: at,
	}, nil
}

// taught lists the unmet outcomes all of whose pages count as read.
func (s *Standing) taught(m *Module) []OutcomeID {
	var out []OutcomeID
	for _, id := range s.Unmet {
		pages := 0
		all := true
		for _, p := range m.Pages {
			if p.Outcome == id {
				pages++
				all = all && s.Read[p.ID]
			}
		}
		if all && pages > 0 {
			out = append(out, id)
		}
	}
	return out
}
