package desk

import (
	"context"
	"errors"
	"time"

	"muster/internal/induction"
)

// ErrNone is what a store answers when there is no such record.
var ErrNone = errors.New("no such record")

// Store keeps the records. Every method that writes is one transaction: the act,
// its row in the outbox and the clock's floor (never below the act's time)
// together, on disk before it returns. A store that cannot write answers an
// induction.Error of kind Unavailable with one of the store-… reasons.
type Store interface {
	LearnerStore
	WorkStore
	SessionStore
	MachineStore
	OfficeStore
	BroughtStore
	Close() error
}

// LearnerStore keeps learners and their sign-in.
type LearnerStore interface {
	// AddLearner records a new learner and the hash of their PIN; a number that is
	// already there is refused (number-taken).
	AddLearner(ctx context.Context, l induction.Learner, pin string) error
	Learner(ctx context.Context, id induction.LearnerID) (induction.Learner, error)
	LearnerByNumber(ctx context.Context, n induction.Number) (induction.Learner, error)
	// Learners lists everybody who is on record, by name.
	Learners(ctx context.Context) ([]induction.Learner, error)
	SetIdentity(ctx context.Context, id induction.LearnerID, i induction.Identity) error
	// Rename corrects a learner's name and takes back the confirmation of the one
	// before; the actor is recorded.
	Rename(ctx context.Context, id induction.LearnerID, name string, by induction.TrainerID, at time.Time) error
	// SetPIN replaces a PIN and forgets wrong tries; by is "" where the learner chose it.
	SetPIN(ctx context.Context, id induction.LearnerID, pin string, by induction.TrainerID, at time.Time) error
	// Secret gives a PIN's hash and its wrong tries; who is a learner's or trainer's
	// id. For anybody else a name with a colon in it stands, such as "office:Alex
	// Morgan": they have wrong tries, and no hash.
	Secret(ctx context.Context, who string) (Secret, error)
	// SetTries records wrong tries (0 after a right one); it writes no outbox row.
	SetTries(ctx context.Context, who string, tries int, at time.Time) error
}

// Secret is a PIN as it is kept.
type Secret struct {
	Hash  string
	Tries int       // wrong ones since the last right one
	Last  time.Time // the last wrong one
}

// WorkStore keeps what learners do.
type WorkStore interface {
	// Record gathers all of one learner's work; Feedback is set for the session given.
	Record(ctx context.Context, id induction.LearnerID, session induction.SessionID) (induction.Record, error)
	Attempt(ctx context.Context, id induction.AttemptID) (induction.Attempt, error)
	AddAttempt(ctx context.Context, a induction.Attempt) error
	// AddResponse records one answer; a second one to the same item is refused (answered).
	AddResponse(ctx context.Context, a induction.AttemptID, r induction.Response) error
	// Submit hands an attempt in, with the completion that follows from it or nil.
	Submit(ctx context.Context, a induction.AttemptID, at time.Time, c *induction.Completion) error
	AddRead(ctx context.Context, l induction.LearnerID, r induction.PageRead) error
	AddTick(ctx context.Context, t induction.Tick) error
	AddSignOff(ctx context.Context, s induction.SignOff) error
	AddUnlock(ctx context.Context, u induction.Unlock) error
	// AddPassports records what one issue signed, with the finished file of each
	// where there is one, all of it or nothing.
	AddPassports(ctx context.Context, ps []induction.Issued, papers map[induction.PassportID][]byte) error
	Passports(ctx context.Context, session induction.SessionID) ([]induction.Issued, error)
	// AddFeedback records that the learner replied in this session and, apart from
	// it and not to be joined with it, the reply. Its outbox row is written when the
	// session closes, with the session's other replies, in an order of chance.
	AddFeedback(ctx context.Context, l induction.LearnerID, s induction.SessionID, f induction.Feedback) error
	// Feedback lists every reply, in an order of chance.
	Feedback(ctx context.Context) ([]induction.Feedback, error)
}

// SessionStore keeps sessions and trainers.
type SessionStore interface {
	// AddTrainer records a trainer and the hash of their PIN; a number that another
	// trainer has is refused (number-taken). One who was removed comes back under
	// the id they had.
	AddTrainer(ctx context.Context, t induction.Trainer, pin string, at time.Time) error
	// Trainers lists all there ever were, the removed ones too: what they did keeps
	// their name.
	Trainers(ctx context.Context) ([]induction.Trainer, error)
	SetTrainerPIN(ctx context.Context, id induction.TrainerID, pin string, at time.Time) error
	OpenSession(ctx context.Context, s induction.Session) error
	// AddStarters adds to the open session's roster; numbers already on it are left as they are.
	AddStarters(ctx context.Context, id induction.SessionID, s []induction.Starter, by induction.TrainerID, at time.Time) error
	CloseSession(ctx context.Context, id induction.SessionID, by induction.TrainerID, at time.Time) error
	// CurrentSession is the one now open, or ErrNone.
	CurrentSession(ctx context.Context) (induction.Session, error)
	Session(ctx context.Context, id induction.SessionID) (induction.Session, error)
	Sessions(ctx context.Context) ([]induction.Session, error)
	// Present marks that a learner signed in during a session (once).
	Present(ctx context.Context, s induction.SessionID, l induction.LearnerID, at time.Time) error
	// Attending lists the learners who have signed in during a session.
	Attending(ctx context.Context, s induction.SessionID) ([]induction.Learner, error)
}

// MachineStore keeps what this machine is.
type MachineStore interface {
	// Place is who issues here and with what; ErrNone before the first start is done.
	Place(ctx context.Context) (Place, error)
	// SetPlace records it once, with its trainers; a second time is refused (set-up-already).
	SetPlace(ctx context.Context, p Place, at time.Time) error
	// Trust is the trust list's bytes as last imported, nil where there is none.
	Trust(ctx context.Context) ([]byte, error)
	SetTrust(ctx context.Context, list []byte, by string, at time.Time) error
	// Floor is the highest time ever recorded here.
	Floor(ctx context.Context) (time.Time, error)
	// Started notes a start of the program and reports whether the last run ended abnormally.
	Started(ctx context.Context, at time.Time) (abnormal bool, err error)
	// Ended notes a clean end.
	Ended(ctx context.Context, at time.Time) error
	// Unsent counts outbox rows that no record store has acknowledged.
	Unsent(ctx context.Context) (int, error)
	// Check walks the outbox's chain and the file's own integrity check.
	Check(ctx context.Context) (Health, error)
}

// Place is what the first start decided.
type Place struct {
	Organisation induction.Organisation
	Device       string // this device's id, 1–40 bytes; "" on an administrator's machine
	Delegation   []byte // the organisation's word on this device's key (CBOR); none before it is enrolled
	MadeAt       time.Time
	// Administrator says that this machine makes keys and signs lists, and never issues.
	Administrator bool
	KeyFolder     string   // administrator's: where the organisation's keys are
	Certificates  [][]byte // X.509 in DER: this device's, then the organisation's
	Anchors       [][]byte // the organisation's own keys (COSE_Key), the newest last
}

// Health is what a look at the store found.
type Health struct {
	Events   int
	Unsent   int
	Learners int
	Bytes    int64
	Problems []string // "" is never one; empty where all is well
	LowDisk  bool     // the ballast has been used
}
