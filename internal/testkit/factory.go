// Package testkit makes what tests need: records with sensible contents, and the
// contract that every store keeps. Tests alone import it.
package testkit

import (
	"fmt"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// Start is the moment at which a test's day begins.
var Start = time.Date(2026, 8, 5, 8, 30, 0, 0, time.UTC)

// After is a time in the test's day: n minutes after Start, and a few nanoseconds
// so that a store that rounds is found out.
func After(n int) time.Time { return Start.Add(time.Duration(n)*time.Minute + 7) }

// ID makes an id of UUID form that can be told by its number.
func ID(kind, n int) string { return fmt.Sprintf("0198a000-%04d-7000-8000-%012d", kind, n) }

// Learner makes the nth learner.
func Learner(n int) induction.Learner {
	return induction.Learner{
		ID: induction.LearnerID(ID(1, n)), Number: induction.Number(fmt.Sprintf("gmc:%07d", 7000000+n)),
		Name: fmt.Sprintf("Zoë Ó Learner %03d", n), Joined: After(0),
	}
}

// Trainer makes the nth trainer, who is an assessor.
func Trainer(n int) induction.Trainer {
	return induction.Trainer{
		ID: induction.TrainerID(ID(2, n)), Number: induction.Number(fmt.Sprintf("staff:T%04d", n)),
		Name: fmt.Sprintf("Trainer %03d", n), Assessor: true,
	}
}

// Session makes the nth session, with a roster of two.
func Session(n int) induction.Session {
	return induction.Session{
		ID: induction.SessionID(ID(3, n)), Programme: "resident-doctor-acute", Room: "Seminar room 2",
		OpenedBy: Trainer(1).ID, Opened: After(1),
		Roster: []induction.Starter{Starter(1), Starter(2)},
	}
}

// Starter makes a line of a roster for the nth learner.
func Starter(n int) induction.Starter {
	l := Learner(n)
	return induction.Starter{Number: l.Number, Name: l.Name}
}

// Module is the version of the module that the records here speak of.
var Module = induction.ModuleRef{Code: "fire.1", Version: induction.Version{Major: 1, Minor: 2}}

// Outcomes are that module's outcomes.
var Outcomes = []induction.OutcomeID{"o1", "o2", "o3"}

// Attempt makes the nth attempt: two items for each outcome, none answered.
func Attempt(n int, l induction.LearnerID, s induction.SessionID) induction.Attempt {
	a := induction.Attempt{
		ID: induction.AttemptID(ID(4, n)), Learner: l, Session: s, Module: Module, Ordinal: 1, Rule: induction.StandardRule,
		Outcomes: Outcomes, Asked: Outcomes, Taught: Outcomes[:1], Began: After(10),
	}
	for i := range 2 * len(Outcomes) {
		a.Draw = append(a.Draw, induction.Drawn{Item: Item(i), Outcome: Outcomes[i/2], Shown: []int{2, 0, 1}, Partners: []int{1, 0}})
	}
	return a
}

// Item is the id of an attempt's ith item.
func Item(i int) induction.ItemID { return induction.ItemID(fmt.Sprintf("item-%02d", i)) }

// Response makes an answer to the ith item.
func Response(i int) induction.Response {
	return induction.Response{Item: Item(i), Answer: induction.Answer{i % 3, 3}, Right: i%2 == 0, At: After(11 + i), Took: 4321 * time.Millisecond}
}

// Completion makes the completion that an attempt led to.
func Completion(n int, a induction.Attempt) induction.Completion {
	return induction.Completion{
		ID: induction.CompletionID(ID(5, n)), Learner: a.Learner, Module: a.Module, Framework: "cstf-eng/1.1", Session: a.Session,
		Attempt: a.ID, At: After(30), Day: induction.DateOf(After(30)), ValidDays: 365,
		Tested: Outcomes[1:], Taught: Outcomes[:1], ByMark: true, Awaiting: true, Portable: true,
	}
}

// Read makes a page's reading.
func Read(n int) induction.PageRead {
	return induction.PageRead{Module: Module, Page: induction.PageID(fmt.Sprintf("page-%d", n)), At: After(5 + n), Took: 90 * time.Second}
}

// Tick makes a checklist's tick.
func Tick(n int, l induction.LearnerID, s induction.SessionID) induction.Tick {
	return induction.Tick{
		Learner: l, Checklist: "ward-7", Version: induction.Version{Major: 1}, Step: induction.StepID(fmt.Sprintf("step-%d", n)),
		ShownBy: "Sister Amal Haddad", Witness: Trainer(1).ID, At: After(40 + n), Session: s,
	}
}

// SignOff makes an assessor's word on a practical.
func SignOff(n int, l induction.LearnerID, s induction.SessionID) induction.SignOff {
	return induction.SignOff{
		ID: induction.SignOffID(ID(6, n)), Learner: l, Module: Module, Assessor: Trainer(1).ID, Session: s,
		Steps: []induction.StepID{"safe", "call", "compress"}, Passed: true, Note: "manikin and training defibrillator", At: After(50),
	}
}

// Passport makes the record of an issued passport.
func Passport(n int, l induction.LearnerID, s induction.SessionID) induction.Issued {
	return induction.Issued{
		ID: induction.PassportID(fmt.Sprintf("%032x", n)), Learner: l, Session: s, By: Trainer(1).ID, At: After(60),
		Text: "MP1:6BFOXN%TS3DH", Codes: []induction.Code{"fire.1", "resus.2-adult"},
	}
}

// Feedback makes a reply. Its id is one that chance could have made.
func Feedback(n int) induction.Feedback {
	return induction.Feedback{
		ID: fmt.Sprintf("%032x", uint64(n+1)*0x9E3779B97F4A7C15), Day: induction.DateOf(Start), Programme: "resident-doctor-acute",
		Scores: [4]int{n%5 + 1, 0, 5, 3}, Comment: fmt.Sprintf("reply %d: the room was cold", n),
	}
}

// Place makes what a first start decides.
func Place() desk.Place {
	return desk.Place{
		Organisation: induction.Organisation{ODS: "RXX", Name: "Example NHS Foundation Trust"},
		Device:       "kiosk-1", Delegation: []byte{0xA0, 0x01}, MadeAt: After(-60),
	}
}
