package desk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// TrainerSeat is a trainer or assessor who has given a PIN or passphrase.
type TrainerSeat struct {
	Trainer induction.Trainer
	Session induction.SessionID
}

// randomID is 16 random bytes in hexadecimal: it tells nothing of order or time.
func randomID() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// RoomLimit is the longest room name in bytes: every screen and the report show
// it, and a passport names its session by it.
const RoomLimit = 40

// NewSession is what a trainer decides when opening one.
type NewSession struct {
	Programme induction.ProgrammeID
	Room      string
	Roster    []induction.Starter
}

// Trainers lists who can open a session here: not the removed, and not those whom
// the organisation's list of staff leaves out.
func (d *Desk) Trainers(ctx context.Context) ([]induction.Trainer, error) {
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return nil, err
	}
	h, err := d.holding(ctx)
	if err != nil {
		return nil, err
	}
	var out []induction.Trainer
	for _, t := range all {
		if t, ok := h.onStaff(t); ok && !t.Removed {
			out = append(out, t)
		}
	}
	return out, nil
}

// OpenSession opens the day with a trainer's passphrase, which also opens the
// passport key. From then on PINs open the trainer's screens.
func (d *Desk) OpenSession(ctx context.Context, id induction.TrainerID, passphrase string, n NewSession) (*TrainerSeat, error) {
	room, ok := induction.CleanText(n.Room, RoomLimit)
	if !ok {
		return nil, induction.Refuse(induction.Invalid, induction.CodeRoom, RoomLimit)
	}
	if _, ok := d.programme(induction.Session{Programme: n.Programme}); !ok || n.Programme == "" {
		return nil, induction.Refuse(induction.Invalid, induction.CodeNoProgramme, string(n.Programme))
	}
	if err := checkStarters(n.Roster, 0); err != nil {
		return nil, err
	}
	if err := d.takesLearners(ctx); err != nil {
		return nil, err
	}
	d.work.Lock()
	defer d.work.Unlock()
	if _, open, err := d.currentSession(ctx); err != nil || open {
		return nil, errors.Join(err, refuseIf(open, induction.Conflict, induction.CodeSessionOpen))
	}
	t, err := d.unlockKey(ctx, id, passphrase)
	if err != nil {
		return nil, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	s := induction.Session{ID: induction.SessionID(d.NewID()), Programme: n.Programme, Room: room, OpenedBy: t.ID, Opened: at, Roster: n.Roster}
	if err := d.Store.OpenSession(ctx, s); err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.dropKey()
		return nil, err
	}
	d.presentNow(ctx, s.ID, at)
	return d.trainerSeat(ctx, t, s.ID)
}

// presentNow marks whoever was signed in before the session was opened. One who
// cannot be marked now is marked at the next sign-in.
func (d *Desk) presentNow(ctx context.Context, s induction.SessionID, at time.Time) {
	d.mu.Lock()
	seats := slices.Collect(maps.Keys(d.seats))
	d.mu.Unlock()
	for _, seat := range seats {
		_ = d.Store.Present(ctx, s, seat.Learner, at)
	}
}

// checkStarters refuses a roster that would grow too long, or one with a line that
// nobody could sign in by.
func checkStarters(s []induction.Starter, there int) error {
	if len(s)+there > induction.RosterLimit {
		return induction.Refuse(induction.Invalid, induction.CodeRosterLong, induction.RosterLimit)
	}
	for _, st := range s {
		if err := st.Check(); err != nil {
			return err
		}
	}
	return nil
}

func refuseIf(cond bool, k induction.Kind, r induction.Reason) error {
	if cond {
		return induction.Refuse(k, r)
	}
	return nil
}

// Reopen takes a trainer's passphrase again inside an open session: after five
// wrong PINs, after the key was dropped, or after a restart.
func (d *Desk) Reopen(ctx context.Context, id induction.TrainerID, passphrase string) (*TrainerSeat, error) {
	s, open, err := d.currentSession(ctx)
	if err != nil || !open {
		return nil, errors.Join(err, refuseIf(!open, induction.NotReady, induction.CodeNoSession))
	}
	t, err := d.unlockKey(ctx, id, passphrase)
	if err != nil {
		return nil, err
	}
	return d.trainerSeat(ctx, t, s.ID)
}

// unlockKey opens the passport key and keeps it open.
func (d *Desk) unlockKey(ctx context.Context, id induction.TrainerID, passphrase string) (induction.Trainer, error) {
	t, err := d.trainer(ctx, id)
	if err != nil {
		return t, err
	}
	key, err := d.tryPassphrase(ctx, id, passphrase)
	if err != nil {
		return t, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dropKey()
	d.key, d.keyUsed = key, d.Clock.Now()
	return t, nil
}

// passphrase holds a trainer's passphrase without keeping the key open.
func (d *Desk) passphrase(ctx context.Context, id induction.TrainerID, passphrase string) error {
	if _, err := d.trainer(ctx, id); err != nil {
		return err
	}
	key, err := d.tryPassphrase(ctx, id, passphrase)
	if err == nil {
		key.Close()
	}
	return err
}

// tryPassphrase opens the key; a wrong try is counted on disk before the answer
// is given, and a right one forgets those before it. Nothing typed is no try.
func (d *Desk) tryPassphrase(ctx context.Context, id induction.TrainerID, passphrase string) (trust.PassportKey, error) {
	d.secrets.Lock()
	defer d.secrets.Unlock()
	if passphrase == "" {
		return nil, induction.Refuse(induction.Invalid, induction.CodePassphrase)
	}
	secret, err := d.Store.Secret(ctx, string(id))
	if err != nil {
		return nil, err
	}
	now, err := d.waited(ctx, string(id), secret, trainerWait)
	if err != nil {
		return nil, err
	}
	if err := d.Store.SetTries(ctx, string(id), secret.Tries+1, now); err != nil {
		return nil, err
	}
	key, err := d.Vault.Unlock(string(id), passphrase)
	switch {
	case errors.Is(err, trust.ErrPassphrase):
		return nil, induction.Because(err, induction.Invalid, induction.CodePassphrase)
	case err != nil:
		return nil, induction.Because(err, induction.Unavailable, induction.CodeNoKey)
	}
	if err := d.Store.SetTries(ctx, string(id), 0, now); err != nil {
		key.Close()
		return nil, err
	}
	return key, nil
}

func (d *Desk) trainer(ctx context.Context, id induction.TrainerID) (induction.Trainer, error) {
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return induction.Trainer{}, err
	}
	i := slices.IndexFunc(all, func(t induction.Trainer) bool { return t.ID == id && !t.Removed })
	if i < 0 {
		return induction.Trainer{}, induction.Refuse(induction.NotFound, induction.CodeNotTrainer)
	}
	h, err := d.holding(ctx)
	if err != nil {
		return induction.Trainer{}, err
	}
	t, ok := h.onStaff(all[i])
	if !ok {
		return t, induction.Refuse(induction.NotAllowed, induction.CodeNotOnStaff)
	}
	return t, nil
}

// TrainerSignIn opens a trainer's screens inside an open session with a PIN.
func (d *Desk) TrainerSignIn(ctx context.Context, id induction.TrainerID, pin string) (*TrainerSeat, error) {
	s, open, err := d.currentSession(ctx)
	if err != nil || !open {
		return nil, errors.Join(err, refuseIf(!open, induction.NotReady, induction.CodeNoSession))
	}
	t, err := d.trainer(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := d.checkPIN(ctx, string(id), pin, trainerWait, 5); err != nil {
		return nil, err
	}
	return d.trainerSeat(ctx, t, s.ID)
}

// ConfirmPIN holds a trainer's PIN again, before an act they sign.
func (d *Desk) ConfirmPIN(ctx context.Context, t *TrainerSeat, pin string) error {
	if err := d.supervised(t); err != nil {
		return err
	}
	return d.checkPIN(ctx, string(t.Trainer.ID), pin, trainerWait, 5)
}

// trainerSeat makes a seat, and takes it back where the session was closed while
// its trainer was being asked: that close did not see it.
func (d *Desk) trainerSeat(ctx context.Context, t induction.Trainer, s induction.SessionID) (*TrainerSeat, error) {
	seat := &TrainerSeat{Trainer: t, Session: s}
	d.mu.Lock()
	d.trainers[seat] = *seat
	d.mu.Unlock()
	now, _, err := d.currentSession(ctx)
	if err == nil && now.ID == s {
		return seat, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.trainers, seat)
	d.dropKey()
	return nil, errors.Join(err, refuseIf(err == nil, induction.Conflict, induction.CodeSessionOver))
}

// TrainerSignOut makes a trainer's seat void; the session stays open.
func (d *Desk) TrainerSignOut(t *TrainerSeat) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.trainers, t)
}

// supervised refuses a void trainer's seat, and keeps the key awake for a good one.
func (d *Desk) supervised(t *TrainerSeat) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if made, ok := d.trainers[t]; !ok || made != *t {
		return induction.Refuse(induction.NotAllowed, induction.CodeSignedOut)
	}
	if now := d.Clock.Now(); d.keyAwake(now) {
		d.keyUsed = now
	}
	return nil
}

// actFor opens an act of a trainer for a learner: never for themselves.
func (d *Desk) actFor(ctx context.Context, t *TrainerSeat, id induction.LearnerID) (induction.Learner, error) {
	if err := d.supervised(t); err != nil {
		return induction.Learner{}, err
	}
	l, err := d.Store.Learner(ctx, id)
	if err != nil {
		return l, foundIn(err, induction.CodeNobody)
	}
	return l, t.Trainer.MayActFor(l)
}

// AddStarters adds people to the open session's roster.
func (d *Desk) AddStarters(ctx context.Context, t *TrainerSeat, s []induction.Starter) error {
	if err := d.supervised(t); err != nil {
		return err
	}
	sess, err := d.Store.Session(ctx, t.Session)
	if err != nil {
		return err
	}
	if len(s) == 0 {
		return induction.Refuse(induction.Invalid, induction.CodeRosterEmpty)
	}
	if err := checkStarters(s, len(sess.Roster)); err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.AddStarters(ctx, t.Session, s, t.Trainer.ID, at)
}

// CloseSession ends the day: the key is forgotten and every trainer's seat is void.
func (d *Desk) CloseSession(ctx context.Context, t *TrainerSeat) error {
	if err := d.supervised(t); err != nil {
		return err
	}
	s, err := d.Store.Session(ctx, t.Session)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.endSession(ctx, s, t.Trainer.ID, at)
}
