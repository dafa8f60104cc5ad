package sqlite

import (
	"time"

	"muster/internal/induction"
)

// The shapes in which records are written: into the outbox, and (those that are
// sealed whole) into their own rows. Their names are part of the file's format: a
// change of one is a migration and a new "v".

type learnerBody struct {
	ID     induction.LearnerID `json:"id"`
	Number induction.Number    `json:"number"`
	Name   string              `json:"name"`
}

type identityBody struct {
	Learner induction.LearnerID `json:"learner"`
	Seen    string              `json:"seen"`
}

type trainerBody struct {
	ID       induction.TrainerID `json:"id"`
	Number   induction.Number    `json:"number"`
	Name     string              `json:"name"`
	Assessor bool                `json:"assessor"`
}

type whoBody struct {
	Who string `json:"who"`
}

type sessionBody struct {
	ID        induction.SessionID   `json:"id"`
	Programme induction.ProgrammeID `json:"programme,omitempty"`
	Room      string                `json:"room,omitempty"`
}

type starterBody struct {
	Session induction.SessionID `json:"session"`
	Number  induction.Number    `json:"number"`
	Name    string              `json:"name"`
}

type presentBody struct {
	Session induction.SessionID `json:"session"`
	Learner induction.LearnerID `json:"learner"`
}

type placeBody struct {
	ODS        string `json:"ods"`
	Name       string `json:"name"`
	Device     string `json:"device"`
	Delegation []byte `json:"delegation,omitempty"`
	// Of the second release on.
	Administrator bool     `json:"administrator,omitempty"`
	KeyFolder     string   `json:"key_folder,omitempty"`
	Certificates  [][]byte `json:"certificates,omitempty"`
	Anchors       [][]byte `json:"anchors,omitempty"`
}

type trustBody struct {
	SHA256 []byte `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

type attemptBody struct {
	Code     induction.Code        `json:"code"`
	Version  string                `json:"version"`
	Ordinal  int                   `json:"ordinal"`
	Rule     induction.Rule        `json:"rule"`
	Outcomes []induction.OutcomeID `json:"outcomes"`
	Asked    []induction.OutcomeID `json:"asked"`
	Taught   []induction.OutcomeID `json:"taught,omitempty"`
	Draw     []induction.Drawn     `json:"draw"`
}

type answerBody struct {
	Answer induction.Answer `json:"answer"`
	Right  bool             `json:"right"`
	Took   time.Duration    `json:"took_ns"`
}

type completionBody struct {
	Code      induction.Code        `json:"code"`
	Version   string                `json:"version"`
	Framework string                `json:"framework"`
	Attempt   induction.AttemptID   `json:"attempt"`
	Day       induction.Date        `json:"day"`
	ValidDays int                   `json:"valid_days"`
	Tested    []induction.OutcomeID `json:"tested,omitempty"`
	Taught    []induction.OutcomeID `json:"taught,omitempty"`
	ByMark    bool                  `json:"by_mark,omitempty"`
	Awaiting  bool                  `json:"awaiting,omitempty"`
	Portable  bool                  `json:"portable,omitempty"`
}

type signOffBody struct {
	Code    induction.Code      `json:"code"`
	Version string              `json:"version"`
	By      induction.TrainerID `json:"assessor"`
	Steps   []induction.StepID  `json:"steps"`
	Passed  bool                `json:"passed"`
	Note    string              `json:"note,omitempty"`
}

type pageBody struct {
	Code    induction.Code   `json:"code"`
	Version string           `json:"version"`
	Page    induction.PageID `json:"page"`
	Took    time.Duration    `json:"took_ns"`
}

type tickBody struct {
	Checklist induction.ChecklistID `json:"checklist"`
	Version   string                `json:"version"`
	Step      induction.StepID      `json:"step"`
	ShownBy   string                `json:"shown_by"`
	Witness   induction.TrainerID   `json:"witness,omitempty"`
	Undone    bool                  `json:"undone,omitempty"`
}

type unlockBody struct {
	Module induction.Code `json:"module"`
}

type passportBody struct {
	Text  string           `json:"text"`
	Codes []induction.Code `json:"codes"`
}

type recognitionBody struct {
	Passport induction.PassportID `json:"passport"`
	Text     string               `json:"text"`
	By       induction.TrainerID  `json:"by,omitempty"`
}

type localCheckBody struct {
	Passport induction.PassportID `json:"passport"`
	Code     induction.Code       `json:"code"`
	Note     string               `json:"note,omitempty"`
	By       induction.TrainerID  `json:"by"`
}

type evidenceBody struct {
	Code      induction.Code         `json:"code"`
	Parts     []induction.Part       `json:"parts"`
	Kind      induction.EvidenceKind `json:"kind"`
	Completed induction.Date         `json:"completed"`
	Body      string                 `json:"body"`
	Reference string                 `json:"reference,omitempty"`
	By        induction.TrainerID    `json:"by"`
}

type waiverBody struct {
	Code   induction.Code      `json:"code"`
	Parts  []induction.Part    `json:"parts"`
	Reason string              `json:"reason"`
	By     induction.TrainerID `json:"by"`
}

type withdrawalBody struct {
	Reason string              `json:"reason"`
	By     induction.TrainerID `json:"by"`
	At     int64               `json:"at_ns"`
}

type fileBody struct {
	SHA256 []byte `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

type statementBody struct {
	Kind    string `json:"kind"`
	Issuer  string `json:"issuer"`
	Subject string `json:"subject,omitempty"`
	Serial  int64  `json:"serial"`
	Issued  int64  `json:"issued_ns"`
	fileBody
}

type actBody struct {
	What string `json:"what"`
	Of   string `json:"of,omitempty"`
	By   string `json:"by"`
	Why  string `json:"why,omitempty"`
}

type floorBody struct {
	From int64 `json:"from_ns"`
	To   int64 `json:"to_ns"`
}

type feedbackBody struct {
	Day       string                `json:"day"`
	Programme induction.ProgrammeID `json:"programme"`
	Scores    [4]int                `json:"scores"`
	Comment   string                `json:"comment,omitempty"`
}

// about is an outbox record of a learner's work: whose, in which session, which,
// and what it was.
type about struct {
	ID      string              `json:"id,omitempty"`
	Learner induction.LearnerID `json:"learner"`
	Session induction.SessionID `json:"session,omitempty"`
	Attempt induction.AttemptID `json:"attempt,omitempty"`
	Item    induction.ItemID    `json:"item,omitempty"`
	What    any                 `json:"what,omitempty"`
	// Completion is the one that a submission led to.
	CompletionID induction.CompletionID `json:"completion_id,omitempty"`
	Completion   *completionBody        `json:"completion,omitempty"`
}

func attemptToBody(a induction.Attempt) attemptBody {
	return attemptBody{
		Code: a.Module.Code, Version: a.Module.Version.String(), Ordinal: a.Ordinal, Rule: a.Rule,
		Outcomes: a.Outcomes, Asked: a.Asked, Taught: a.Taught, Draw: a.Draw,
	}
}

func (b attemptBody) fill(a *induction.Attempt) (err error) {
	a.Module, err = moduleRef(b.Code, b.Version)
	a.Ordinal, a.Rule, a.Outcomes, a.Asked, a.Taught, a.Draw = b.Ordinal, b.Rule, b.Outcomes, b.Asked, b.Taught, b.Draw
	return err
}

func completionToBody(c induction.Completion) completionBody {
	return completionBody{
		Code: c.Module.Code, Version: c.Module.Version.String(), Framework: c.Framework, Attempt: c.Attempt, Day: c.Day,
		ValidDays: c.ValidDays, Tested: c.Tested, Taught: c.Taught, ByMark: c.ByMark, Awaiting: c.Awaiting, Portable: c.Portable,
	}
}

func (b completionBody) fill(c *induction.Completion) (err error) {
	c.Module, err = moduleRef(b.Code, b.Version)
	c.Framework, c.Attempt, c.Day, c.ValidDays = b.Framework, b.Attempt, b.Day, b.ValidDays
	c.Tested, c.Taught, c.ByMark, c.Awaiting, c.Portable = b.Tested, b.Taught, b.ByMark, b.Awaiting, b.Portable
	return err
}

func signOffToBody(s induction.SignOff) signOffBody {
	return signOffBody{Code: s.Module.Code, Version: s.Module.Version.String(), By: s.Assessor, Steps: s.Steps, Passed: s.Passed, Note: s.Note}
}

func (b signOffBody) fill(s *induction.SignOff) (err error) {
	s.Module, err = moduleRef(b.Code, b.Version)
	s.Assessor, s.Steps, s.Passed, s.Note = b.By, b.Steps, b.Passed, b.Note
	return err
}

func moduleRef(code induction.Code, version string) (induction.ModuleRef, error) {
	v, err := induction.ParseVersion(version)
	return induction.ModuleRef{Code: code, Version: v}, err
}
