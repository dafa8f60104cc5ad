// Package desk is what a person can do here: one method for each act. A screen or
// a verb calls one method and shows what comes back. Who may act is decided here,
// so a rule holds in the window and on the command line alike.
//
// A learner's acts take a Seat and a trainer's a TrainerSeat; only a right PIN or
// passphrase makes one, and leaving makes it void.
package desk

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	mrand "math/rand/v2"
	"sync"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// Clock says what time it is.
type Clock interface{ Now() time.Time }

// Catalog is the content on this machine.
type Catalog interface {
	induction.Content
	// Exact finds one version of a module, as an attempt began with.
	Exact(induction.ModuleRef) (*induction.Module, bool)
	Programme(induction.ProgrammeID) (induction.Programme, bool)
	Programmes() []induction.Programme
	// Modules and Checklists are all that a programme can ask for, in their order.
	Modules() []*induction.Module
	Checklists() []*induction.Checklist
	// Titles gives a framework code its subject and level for people.
	Titles(framework string, c induction.Code) (subject, level string, ok bool)
	// NeedsPractical says whether a framework's code is only whole with its practical.
	NeedsPractical(framework string, c induction.Code) bool
	// ESRName is what the staff record knows a code's training by, and how sure that
	// name is: "stated" by its source, to "confirm", or "local".
	ESRName(c induction.Code, practical bool) (name, sure string, ok bool)
}

// PINs hashes PINs and holds one against its hash, slowly on purpose.
type PINs interface {
	HashPIN(pin string) (string, error)
	CheckPIN(pin, stored string) (bool, error)
}

// Vault keeps this machine's keys sealed.
type Vault interface {
	// Unlock opens the passport key with a holder's passphrase; trust.ErrPassphrase
	// where it is wrong.
	Unlock(holder, passphrase string) (trust.PassportKey, error)
	// MakeDevice makes this machine's passport key, sealed for one person and without
	// a delegation. Where there is one in use the new one waits beside it.
	MakeDevice(issuer, device, holder, passphrase string, now time.Time) (trust.Key, error)
	// Waiting opens the key that is to be enrolled next: the one that waits for its
	// delegation where there is one, else the passport key.
	Waiting(holder, passphrase string) (trust.PassportKey, error)
	// SetDelegation takes in the organisation's word on the passport key, or on the
	// one that waits, which then takes over.
	SetDelegation(b []byte) error

	// Holders lists who can open the passport key, by id.
	Holders() ([]string, error)
	// AddHolder lets another open it; holder is one who can already.
	AddHolder(holder, passphrase, next, nextPassphrase string) error
	// RemoveHolder takes one off the key; the last one stays.
	RemoveHolder(holder string) error
	// ChangePassphrase gives a holder another passphrase.
	ChangePassphrase(holder, passphrase, next string) error
}

// Parts is what a Desk is built from.
type Parts struct {
	Store   Store
	Catalog Catalog
	Clock   Clock
	PINs    PINs
	Vault   Vault
	// Cabinet opens the organisation's keys; the administrator's machine and the
	// demonstration need it.
	Cabinet Cabinet
	// DemoKeys is the folder where a demonstration keeps its organisation's key.
	DemoKeys string
	// Press makes the finished, signed file of each passport that is issued; nil where
	// no paper is made.
	Press Press
	// Unshowable lists the characters of a name that the passport's font lacks.
	Unshowable func(name string) []rune
	// NewID makes an id: UUIDv7 in lower-case text.
	NewID func() string
	// Placed is told the organisation once the machine has one, so that its local
	// packs can be laid; nil where nobody asks.
	Placed func(induction.Organisation)
}

// Desk is one machine's desk. Its methods may be called from any goroutine.
type Desk struct {
	Parts
	// secrets lets one PIN or passphrase be tried at a time, so that many tries at
	// once cannot slip between the count of them and its writing.
	secrets sync.Mutex
	// work lets one act at a time look at where a learner stands and go on from it.
	work sync.Mutex
	// issuing lets one passport be issued at a time, so that nobody who is ready gets
	// two from two hands.
	issuing  sync.Mutex
	judged   judgements
	arriving arrivals
	mu       sync.Mutex     // over what follows
	seats    map[*Seat]Seat // as they were made: one that was altered opens nothing
	trainers map[*TrainerSeat]TrainerSeat
	key      trust.PassportKey // open while a session's key is
	keyUsed  time.Time         // when a trainer last acted
	office   openOffice        // open while an administrator's seat is

	knows sync.Mutex // over what follows
	known *held      // whose word counts here, as last read; nil where it must be read
}

// KeyIdle is how long the passport key stays open with no trainer's act.
const KeyIdle = 15 * time.Minute

// New makes a desk.
func New(p Parts) *Desk {
	return &Desk{Parts: p, seats: map[*Seat]Seat{}, trainers: map[*TrainerSeat]TrainerSeat{}}
}

// Close forgets the key and every seat, and notes a clean end.
func (d *Desk) Close(ctx context.Context) error {
	d.mu.Lock()
	d.dropKey()
	d.office.close()
	d.seats, d.trainers = map[*Seat]Seat{}, map[*TrainerSeat]TrainerSeat{}
	d.mu.Unlock()
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.Ended(ctx, at)
}

// now is the time that an act is recorded at: the clock's, or just above the
// floor where the clock has fallen behind it.
func (d *Desk) now(ctx context.Context) (at time.Time, behind bool, err error) {
	floor, err := d.Store.Floor(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	at = d.Clock.Now().UTC().Truncate(time.Millisecond)
	if at.Before(floor) {
		// A step above the floor, so that acts keep their order while the clock is wrong.
		return floor.Truncate(time.Millisecond).Add(time.Millisecond), true, nil
	}
	return at, false, nil
}

// foundIn turns a store's ErrNone into a refusal that says what is not here.
func foundIn(err error, r induction.Reason) error {
	if errors.Is(err, ErrNone) {
		return induction.Because(err, induction.NotFound, r)
	}
	return err
}

// chance is a random source seeded by the system's for one draw.
func chance() *mrand.Rand {
	var seed [16]byte
	// crypto/rand.Read never fails (it ends the program instead).
	rand.Read(seed[:])
	return mrand.New(mrand.NewPCG(binary.LittleEndian.Uint64(seed[:8]), binary.LittleEndian.Uint64(seed[8:])))
}

// dropKey forgets the passport key; d.mu is held.
func (d *Desk) dropKey() {
	if d.key != nil {
		d.key.Close()
		d.key = nil
	}
}

// keyOpen drops a key that has been idle too long and reports whether one is left.
func (d *Desk) keyOpen() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.keyAwake(d.Clock.Now())
}

// keyAwake is keyOpen; d.mu is held. It goes by the clock on the wall, since a
// machine that slept has not counted the night; where that was set back nobody
// knows how long the key lay open.
func (d *Desk) keyAwake(now time.Time) bool {
	idle := now.Round(0).Sub(d.keyUsed.Round(0))
	if d.key != nil && (idle > KeyIdle || idle < -time.Minute) {
		d.dropKey()
	}
	return d.key != nil
}

// Sweep lets go of what has been idle too long: the passport key after KeyIdle,
// the organisation's after OfficeIdle, a session after induction.SessionLimit. The window calls it every half minute.
func (d *Desk) Sweep(ctx context.Context) error {
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	d.keyOpen()
	d.OfficeOpen()
	s, err := d.Store.CurrentSession(ctx)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil || at.Sub(s.Opened) <= induction.SessionLimit {
		return err
	}
	err = d.endSession(ctx, s, s.OpenedBy, s.Opened.Add(induction.SessionLimit))
	if induction.ReasonOf(err) == induction.CodeSessionOver {
		return nil // its trainer was quicker
	}
	return err
}

// endSession closes a session and voids every trainer's seat.
func (d *Desk) endSession(ctx context.Context, s induction.Session, by induction.TrainerID, at time.Time) error {
	if err := d.Store.CloseSession(ctx, s.ID, by, at); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dropKey()
	d.trainers = map[*TrainerSeat]TrainerSeat{}
	return nil
}

// currentSession is the session now open, or false.
func (d *Desk) currentSession(ctx context.Context) (induction.Session, bool, error) {
	s, err := d.Store.CurrentSession(ctx)
	if errors.Is(err, ErrNone) {
		return induction.Session{}, false, nil
	}
	return s, err == nil, err
}
