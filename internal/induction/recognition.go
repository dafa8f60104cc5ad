package induction

import "time"

// RecognitionID names one recognition, EvidenceID one piece of evidence, WaiverID
// one waiver: UUIDv7 in lower-case text.
type (
	RecognitionID string
	EvidenceID    string
	WaiverID      string
)

// Recognition is another organisation's passport that a learner brought, kept whole
// as it was received. What it is worth is judged anew each time the day is worked
// out, so that a revocation counts from the moment it is known here.
type Recognition struct {
	ID       RecognitionID
	Learner  LearnerID
	Passport PassportID
	Text     string // "MP1:…", as received
	Session  SessionID
	By       TrainerID // "" where the learner scanned it
	At       time.Time

	Withdrawn Withdrawal
}

// LocalCheck is a trainer's word that they looked closer at one item of a brought
// passport and accept it here.
type LocalCheck struct {
	Learner  LearnerID
	Passport PassportID
	Code     Code
	Note     string // what was looked at
	Session  SessionID
	By       TrainerID
	At       time.Time
}

// EvidenceKind says what was seen.
type EvidenceKind string

// The kinds of evidence.
const (
	ESRTransfer EvidenceKind = "esr"         // a transfer of records between employers
	Certificate EvidenceKind = "certificate" // a certificate of a course
	OtherProof  EvidenceKind = "other"
)

// Part says which part of a level is meant.
type Part string

// The parts of a level.
const (
	KnowledgePart Part = "knowledge"
	PracticalPart Part = "practical"
)

// Evidence is training elsewhere that a trainer has seen proof of. It counts here
// alone and is never part of a passport.
type Evidence struct {
	ID        EvidenceID
	Learner   LearnerID
	Code      Code
	Parts     []Part
	Kind      EvidenceKind
	Completed Date
	Body      string // who issued it
	Reference string // its number; "" for none
	Session   SessionID
	By        TrainerID // who saw it
	At        time.Time
	Withdrawn Withdrawal
}

// Waiver says that a requirement does not apply to a learner, and why.
type Waiver struct {
	ID        WaiverID
	Learner   LearnerID
	Code      Code
	Parts     []Part
	Reason    string
	Session   SessionID
	By        TrainerID
	At        time.Time
	Withdrawn Withdrawal
}

// Withdrawal takes a recognition, evidence or a waiver back: a mistake stays on
// record and counts no longer. The zero value is none.
type Withdrawal struct {
	Reason string
	By     TrainerID
	At     time.Time
}

// Made reports whether it was taken back.
func (w Withdrawal) Made() bool { return !w.At.IsZero() }

// Brought is a passport that was brought here, as its check left it: the claims
// where they may be shown, and why not where they may not be recognised.
type Brought struct {
	ID           PassportID
	Issuer       string // "ods:" and the ODS code
	Organisation string // as the trust list names it
	Holder       Number
	Name         string
	Issued       time.Time
	Framework    string
	Items        []BroughtItem
	// Refused is why none of it can be recognised; "" where it can.
	Refused Refusal
	// Doubts ask for a closer look before an item is accepted.
	Doubts []Doubt
}

// BroughtItem is one completion on a brought passport.
type BroughtItem struct {
	Code      Code
	Version   Version
	Completed Date
	ValidDays int // from Completed; 0 is for good
	How       How
}

// Refusal is why a whole passport cannot be recognised.
type Refusal string

// The refusals, an append-only list.
const (
	RefusedUnsound       Refusal = "unsound"       // not a passport, damaged, forged, of a newer format
	RefusedRevoked       Refusal = "revoked"       // taken back by its issuer
	RefusedExpired       Refusal = "expired"       // all of it
	RefusedNotYet        Refusal = "not-yet-valid" // issued later than this clock
	RefusedUnknown       Refusal = "issuer-unknown"
	RefusedDemonstration Refusal = "demonstration"
	RefusedClock         Refusal = "clock-doubtful" // this machine's clock cannot be believed
	RefusedHolder        Refusal = "other-holder"   // it names somebody else
	RefusedStaffNumber   Refusal = "staff-number"   // another organisation's own numbers name nobody here
	RefusedExcluded      Refusal = "excluded"       // this organisation accepts none from that issuer
	RefusedWithdrawn     Refusal = "withdrawn"      // a trainer took it back
)

// Doubt is why an item is to be looked at before it is accepted.
type Doubt string

// The doubts, an append-only list.
const (
	DoubtStale     Doubt = "lists-stale"       // the lists are past their next update
	DoubtAwaiting  Doubt = "awaiting-sign-off" // its content awaits clinical sign-off
	DoubtName      Doubt = "name-differs"      // the passport spells the name otherwise
	DoubtFramework Doubt = "framework"         // of another framework or version of it
)

// Ruling is what is decided of one part of one requirement.
type Ruling string

// The rulings.
const (
	Accepted   Ruling = "accepted"
	LocalLook  Ruling = "local-check" // needs a local check: somebody must look closer
	HasExpired Ruling = "expired"
	HasChanged Ruling = "changed" // the content has changed since
	IsMissing  Ruling = "missing"
)

// Ground is what a ruling rests on.
type Ground string

// The grounds.
const (
	DoneHere   Ground = "here"     // shown at this organisation
	OnPassport Ground = "passport" // another organisation's word
	OnEvidence Ground = "evidence" // proof that a trainer saw
	OnWaiver   Ground = "waiver"
	OnNothing  Ground = ""
)

// Decision is what is decided of one part of one requirement, and all that a person
// needs to see why.
type Decision struct {
	Code         Code
	Part         Part
	Title        string
	Ruling       Ruling
	Ground       Ground
	Passport     PassportID // on a passport
	Issuer       string     // on a passport: "ods:" and the ODS code
	Organisation string     // on a passport, the issuer's name; on evidence, who issued it
	By           TrainerID  // who looked, saw or waived
	Held         Code       // the code that was held: a higher level than asked for, or the same
	Completed    Date
	Until        time.Time // the last moment it holds here; zero for good
	Doubts       []Doubt   // why a local check is needed
	Note         string    // what was looked at, the reference, the waiver's reason
	Period       string    // why the period here is shorter than the framework's; "" where it is not
	Minutes      int       // spared where accepted, to do where not
}

// Exclusion is an issuer from whom this organisation accepts nothing, and why.
type Exclusion struct {
	Issuer string // "ods:" and the ODS code
	Reason string
}
