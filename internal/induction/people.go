package induction

import (
	"slices"
	"time"
)

// Learner is somebody who does the induction.
type Learner struct {
	ID       LearnerID
	Number   Number
	Name     string
	Joined   time.Time
	Identity Identity
}

// Identity is a trainer's word that the name was held against photo ID.
type Identity struct {
	By TrainerID
	At time.Time
	// Seen is what was shown: "passport", "driving-licence", "staff-card", "other".
	Seen string
}

// Confirmed reports whether anybody has confirmed it.
func (i Identity) Confirmed() bool { return i.By != "" }

// Trainer supervises sessions; an assessor also signs practicals.
type Trainer struct {
	ID       TrainerID
	Number   Number
	Name     string
	Assessor bool
	Removed  bool // shut out; what they did keeps their name
}

// MayActFor refuses somebody who would confirm, unlock, witness or issue for
// themselves: the same register or staff number.
func (t Trainer) MayActFor(l Learner) error {
	if t.Number == l.Number {
		return Refuse(NotAllowed, CodeOneself)
	}
	return nil
}

// Organisation is who issues here.
type Organisation struct {
	ODS  string // ODS code, such as "RXX"; "DEMO0" for a demonstration
	Name string
}

// DemoODS is the ODS code of a demonstration organisation.
const DemoODS = "DEMO0"

// Demo reports whether this is a demonstration organisation.
func (o Organisation) Demo() bool { return o.ODS == DemoODS }

// Issuer is the organisation as a passport names it.
func (o Organisation) Issuer() string { return "ods:" + o.ODS }

// Session is one supervised induction day in one room. It is never a login.
type Session struct {
	ID        SessionID
	Programme ProgrammeID
	Room      string
	OpenedBy  TrainerID
	Opened    time.Time
	Closed    time.Time // zero while open
	ClosedBy  TrainerID
	Roster    []Starter
}

// Open reports whether the session is still open.
func (s Session) Open() bool { return s.Closed.IsZero() }

// SessionLimit is how long a session can stay open.
const SessionLimit = 12 * time.Hour

// RosterLimit is the most starters a session takes.
const RosterLimit = 500

// Starter is one line of a session's roster: somebody expected.
type Starter struct {
	Number Number
	Name   string
}

// Check refuses a starter whose number or name could not sign in.
func (s Starter) Check() error {
	if err := s.Number.Check(); err != nil {
		return err
	}
	clean, err := CleanName(s.Name)
	if err == nil && clean != s.Name {
		return Refuse(Invalid, CodeRosterRow)
	}
	return err
}

// Tick is a checklist item that somebody has shown to the learner.
type Tick struct {
	Learner   LearnerID
	Checklist ChecklistID
	Version   Version
	Step      StepID
	ShownBy   string    // the person's name
	Witness   TrainerID // set where a trainer ticked it
	At        time.Time
	Undone    bool // the tick was taken back
	Session   SessionID
}

// ShownByLimit is the longest "shown by" in bytes.
const ShownByLimit = 60

// SignOff is an assessor's word on a practical.
type SignOff struct {
	ID       SignOffID
	Learner  LearnerID
	Module   ModuleRef
	Assessor TrainerID
	Session  SessionID
	Steps    []StepID // seen done
	Passed   bool
	Note     string // equipment used, or what to practise
	At       time.Time
}

// Sign makes an assessor's sign-off. To pass, every critical step was seen; to
// refer, a note says what to practise.
func (p *Practical) Sign(t Trainer, l Learner, s SignOff) (SignOff, error) {
	if !t.Assessor {
		return SignOff{}, Refuse(NotAllowed, CodeNotAssessor)
	}
	if err := t.MayActFor(l); err != nil {
		return SignOff{}, err
	}
	seen := map[StepID]bool{}
	for _, id := range s.Steps {
		seen[id] = true
	}
	missing := 0
	for _, st := range p.Steps {
		if st.Critical && !seen[st.ID] {
			missing++
		}
		delete(seen, st.ID)
	}
	if len(seen) > 0 {
		return SignOff{}, Refuse(Invalid, CodeNoStep)
	}
	if !s.Passed && s.Note == "" {
		return SignOff{}, Refuse(Invalid, CodeNoteMissing)
	}
	if s.Passed && missing > 0 {
		return SignOff{}, Refuse(NotReady, CodeStepsMissing, missing)
	}
	s.Assessor, s.Learner, s.Steps = t.ID, l.ID, p.inOrder(s.Steps)
	return s, nil
}

// inOrder lists the steps that were seen once each, as the practical has them.
func (p *Practical) inOrder(seen []StepID) []StepID {
	var out []StepID
	for _, st := range p.Steps {
		if slices.Contains(seen, st.ID) {
			out = append(out, st.ID)
		}
	}
	return out
}

// Feedback is one anonymous reply: it carries no learner and no time finer than a day.
type Feedback struct {
	ID        string // random, in no order
	Day       Date
	Programme ProgrammeID
	Scores    [4]int // 1 to 5 each; 0 where left out
	Comment   string
}

// FeedbackMinimum is how many replies there must be before any are reported.
const FeedbackMinimum = 5

// FeedbackCommentLimit is the longest comment in bytes.
const FeedbackCommentLimit = 500

// Check refuses a reply that says nothing or that is out of range.
func (f Feedback) Check() error {
	said := f.Comment != ""
	for _, s := range f.Scores {
		if s < 0 || s > 5 {
			return Refuse(Invalid, CodeFeedbackForm)
		}
		said = said || s > 0
	}
	if !said || len(f.Comment) > FeedbackCommentLimit {
		return Refuse(Invalid, CodeFeedbackForm)
	}
	return nil
}

// Issued is a passport that was signed here.
type Issued struct {
	ID      PassportID
	Learner LearnerID
	Session SessionID
	By      TrainerID
	At      time.Time
	Text    string // "MP1:…"
	Codes   []Code
}
