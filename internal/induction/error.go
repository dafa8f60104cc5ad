package induction

import "errors"

// Kind says what sort of refusal an Error is; a program acts on it.
type Kind int

// The kinds, an append-only list.
const (
	Internal    Kind = iota // something is wrong with the program
	Invalid                 // what was given cannot be used
	NotFound                // there is no such thing here
	NotAllowed              // this person may not do this
	Conflict                // it clashes with what is already recorded
	Wait                    // too many wrong tries: not yet
	NotReady                // something else must be done first
	Unavailable             // the disk, the store or a device failed
)

// Reason is a refusal's short code: what the helpdesk is told, and the key of its
// words ("refusal.<code>").
type Reason string

// The reasons, an append-only list.
const (
	CodeNumberEmpty    Reason = "number-empty"
	CodeNumberGMC      Reason = "number-gmc"
	CodeNumberNMC      Reason = "number-nmc"
	CodeNumberStaff    Reason = "number-staff"
	CodeNumberRegister Reason = "number-register"
	CodeNameEmpty      Reason = "name-empty"
	CodeNameLong       Reason = "name-long"
	CodeNameCharacters Reason = "name-characters"
	CodeNameLetters    Reason = "name-letters"
	CodeNameFont       Reason = "name-font"
	CodePINForm        Reason = "pin-form"
	CodePINEasy        Reason = "pin-easy"
	CodePINDiffers     Reason = "pin-differs"
	CodePINWrong       Reason = "pin-wrong"
	CodePINWait        Reason = "pin-wait"
	CodePINPassphrase  Reason = "pin-passphrase"
	CodeNumberTaken    Reason = "number-taken"
	CodeNobody         Reason = "nobody"
	CodeOneself        Reason = "oneself"
	CodeNotTrainer     Reason = "not-trainer"
	CodeNotAssessor    Reason = "not-assessor"
	CodeSignedOut      Reason = "signed-out"
	CodeNoModule       Reason = "no-module"
	CodeModuleChanged  Reason = "module-changed"
	CodeNoProgramme    Reason = "no-programme"
	CodeNoAttempt      Reason = "no-attempt"
	CodeAttemptOpen    Reason = "attempt-open"
	CodeAttemptOver    Reason = "attempt-over"
	CodeAttemptsUsed   Reason = "attempts-used"
	CodeAnswerForm     Reason = "answer-form"
	CodeAnswered       Reason = "answered"
	CodeNotDrawn       Reason = "not-drawn"
	CodeUnanswered     Reason = "unanswered"
	CodePagesFirst     Reason = "pages-first"
	CodePassedAlready  Reason = "passed-already"
	CodeNotLocked      Reason = "not-locked"
	CodeNoChecklist    Reason = "no-checklist"
	CodeNoStep         Reason = "no-step"
	CodeShownBy        Reason = "shown-by"
	CodeNoPractical    Reason = "no-practical"
	CodeStepsMissing   Reason = "steps-missing"
	CodeNoteMissing    Reason = "note-missing"
	CodeNoteLong       Reason = "note-long"
	CodeNoSession      Reason = "no-session"
	CodeSessionOpen    Reason = "session-open"
	CodeSessionOver    Reason = "session-over"
	CodeRoom           Reason = "room"
	CodeRosterEmpty    Reason = "roster-empty"
	CodeRosterRow      Reason = "roster-row"
	CodeRosterLong     Reason = "roster-long"
	CodeRosterTwice    Reason = "roster-twice"
	CodeRosterForm     Reason = "roster-form"
	CodeIdentityFirst  Reason = "identity-first"
	CodeIdentityDone   Reason = "identity-done"
	CodeNothingToIssue Reason = "nothing-to-issue"
	CodeClockBehind    Reason = "clock-behind"
	CodeKeyLocked      Reason = "key-locked"
	CodePassphrase     Reason = "passphrase"
	CodePassphraseForm Reason = "passphrase-form"
	CodeNoKey          Reason = "no-key"
	CodeNoDelegation   Reason = "no-delegation"
	CodeNotSetUp       Reason = "not-set-up"
	CodeSetUpAlready   Reason = "set-up-already"
	CodeFeedbackForm   Reason = "feedback-form"
	CodeFeedbackGiven  Reason = "feedback-given"
	CodePassportSize   Reason = "passport-size"
	CodeNoPassport     Reason = "no-passport"
	CodeStoreFull      Reason = "store-full"
	CodeStoreReadOnly  Reason = "store-read-only"
	CodeStoreDamaged   Reason = "store-damaged"
	CodeStoreNewer     Reason = "store-newer"
	CodeStoreBusy      Reason = "store-busy"
	CodeStoreKey       Reason = "store-key"
	CodeStoreGone      Reason = "store-gone"
	CodeStoreFailed    Reason = "store-failed"
	CodeReasonForm     Reason = "reason-form"
	CodeDateFuture     Reason = "date-future"
	CodeDateEarly      Reason = "date-early"
	CodeBodyForm       Reason = "body-form"
	CodeReferenceForm  Reason = "reference-form"
	CodePartsForm      Reason = "parts-form"
	CodeEvidenceKind   Reason = "evidence-kind"
	CodeStoreOlder     Reason = "store-older"
	CodeBroughtAlready Reason = "brought-already"
	CodeTrustBackwards Reason = "trust-backwards"
	CodePaperKept      Reason = "paper-kept"
)

// Error is a refusal: its kind for the program, its reason for the helpdesk and
// for the words, the parameters of those words, and what caused it.
type Error struct {
	Kind   Kind
	Reason Reason
	Args   []any // named in the words by position: {0}, {1}
	Cause  error
}

// Refuse makes an Error without a cause.
func Refuse(k Kind, r Reason, args ...any) *Error { return &Error{Kind: k, Reason: r, Args: args} }

// Because makes an Error that something else caused.
func Because(cause error, k Kind, r Reason, args ...any) *Error {
	return &Error{Kind: k, Reason: r, Args: args, Cause: cause}
}

// Error is for logs; people are shown the words of the reason.
func (e *Error) Error() string {
	if e.Cause != nil {
		return string(e.Reason) + ": " + e.Cause.Error()
	}
	return string(e.Reason)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is makes two refusals equal when their reason is.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}

// KindOf is the kind of the first Error in err's chain; Internal where there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// ReasonOf is the reason of the first Error in err's chain; "" where there is none.
func ReasonOf(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}
