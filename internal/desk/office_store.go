package desk

import (
	"context"
	"time"

	"muster/internal/induction"
)

// Act is who did something to this machine or for the organisation, what, when and why.
type Act struct {
	What string // such as "device-enrolled", "passport-revoked"
	Of   string // what it was done to: a device, a passport's number, an organisation
	By   string // the person's name
	Why  string // "" where nobody needs to be told
	At   time.Time
}

// Statement is a signed statement as it is kept: the newest of its kind from its
// issuer on its subject. Package trust makes and reads the bytes.
type Statement struct {
	Kind    string
	Issuer  string // "ods:" and the ODS code
	Subject string // a device's id, a key's kid; "" where there is one a kind
	Serial  int64
	Issued  time.Time
	Bytes   []byte
}

// OfficeStore keeps what makes this machine one of an organisation's.
type OfficeStore interface {
	// Statements lists what was taken in or signed here.
	Statements(ctx context.Context) ([]Statement, error)
	// SetStatements keeps statements, all of them or none, with the act they came by.
	// One with a lower serial and an earlier date than the one kept is refused
	// (trust-backwards): a newer key may begin its serials anew, but not in the past.
	SetStatements(ctx context.Context, s []Statement, a Act) error
	// SetEnrolment records the organisation's word on this device.
	SetEnrolment(ctx context.Context, e Enrolment, a Act) error
	// LowerFloor brings the clock's floor down to a time; the act says why.
	LowerFloor(ctx context.Context, to time.Time, a Act) error
	// RemoveTrainer shuts a trainer out; what they did keeps their name.
	RemoveTrainer(ctx context.Context, id induction.TrainerID, a Act) error
	// Note records an act that changes no other record.
	Note(ctx context.Context, a Act) error
	// Acts lists the acts on record, the newest first, at most n.
	Acts(ctx context.Context, n int) ([]Act, error)
}

// Enrolment is what the organisation has said of this device.
type Enrolment struct {
	Organisation induction.Organisation // its name as the organisation gives it
	Delegation   []byte                 // the word on the passport key (CBOR)
	Certificates [][]byte               // X.509 in DER: this device's, then the organisation's
	Anchors      [][]byte               // the organisation's own keys (COSE_Key), the newest last
}

// BroughtStore keeps what learners bring from elsewhere.
type BroughtStore interface {
	// AddRecognition keeps a passport that was brought; the same one a second time is
	// refused (brought-already).
	AddRecognition(ctx context.Context, r induction.Recognition) error
	AddLocalCheck(ctx context.Context, c induction.LocalCheck) error
	AddEvidence(ctx context.Context, e induction.Evidence) error
	AddWaiver(ctx context.Context, w induction.Waiver) error
	// Withdraw takes back what has this id: a recognition, evidence or a waiver.
	Withdraw(ctx context.Context, learner induction.LearnerID, id string, w induction.Withdrawal) error
	// SetPaper keeps the finished, signed file of a passport, once.
	SetPaper(ctx context.Context, id induction.PassportID, pdf []byte) error
	// PaperOf is that file, or ErrNone.
	PaperOf(ctx context.Context, id induction.PassportID) ([]byte, error)
}
