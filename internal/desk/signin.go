package desk

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"muster/internal/induction"

	"golang.org/x/text/unicode/norm"
)

// Seat is a learner who has signed in. The zero Seat opens nothing.
type Seat struct {
	Learner induction.LearnerID
	Number  induction.Number
	Name    string
}

// PIN lengths.
const (
	LearnerPIN = 4
	TrainerPIN = 6
	LongestPIN = 12
)

// Known says whether a number has a record here, so that the screen can ask for
// the PIN or for a name. It tells nothing else.
func (d *Desk) Known(ctx context.Context, n induction.Number) (bool, error) {
	_, err := d.Store.LearnerByNumber(ctx, n)
	if errors.Is(err, ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// Expected gives the name on the open session's roster for a number, or of whom the
// check desk sent, so that a new learner need not type it; "" for none.
func (d *Desk) Expected(ctx context.Context, n induction.Number) (string, error) {
	if a, ok := d.Awaited(); ok && a.Number == n {
		return a.Name, nil
	}
	s, open, err := d.currentSession(ctx)
	if err != nil || !open {
		return "", err
	}
	for _, st := range s.Roster {
		if st.Number == n {
			return st.Name, nil
		}
	}
	return "", nil
}

// Join makes a new learner's record and signs them in.
func (d *Desk) Join(ctx context.Context, n induction.Number, name, pin, again string) (*Seat, error) {
	if err := n.Check(); err != nil {
		return nil, err
	}
	name, err := d.cleanName(name)
	if err != nil {
		return nil, err
	}
	if err := newPIN(pin, again, LearnerPIN); err != nil {
		return nil, err
	}
	if err := d.takesLearners(ctx); err != nil {
		return nil, err
	}
	hash, err := d.PINs.HashPIN(pin)
	if err != nil {
		return nil, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	l := induction.Learner{ID: induction.LearnerID(d.NewID()), Number: n, Name: name, Joined: at}
	if err := d.Store.AddLearner(ctx, l, hash); err != nil {
		return nil, err
	}
	return d.seat(ctx, l, at)
}

// SignIn opens a returning learner's seat.
func (d *Desk) SignIn(ctx context.Context, n induction.Number, pin string) (*Seat, error) {
	l, err := d.Store.LearnerByNumber(ctx, n)
	if err != nil {
		return nil, foundIn(err, induction.CodeNobody)
	}
	if err := d.checkPIN(ctx, string(l.ID), pin, learnerWait, math.MaxInt); err != nil {
		return nil, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	return d.seat(ctx, l, at)
}

func (d *Desk) seat(ctx context.Context, l induction.Learner, at time.Time) (*Seat, error) {
	s, open, err := d.currentSession(ctx)
	if err != nil {
		return nil, err
	}
	if open {
		if err := d.Store.Present(ctx, s.ID, l.ID, at); err != nil {
			return nil, err
		}
	}
	seat := &Seat{Learner: l.ID, Number: l.Number, Name: l.Name}
	d.mu.Lock()
	d.seats[seat] = *seat
	d.mu.Unlock()
	d.arrived(ctx, seat)
	return seat, nil
}

// Unlock holds a PIN against the learner whose seat is locked.
func (d *Desk) Unlock(ctx context.Context, s *Seat, pin string) error {
	if err := d.seated(s); err != nil {
		return err
	}
	return d.checkPIN(ctx, string(s.Learner), pin, learnerWait, math.MaxInt)
}

// SignOut makes a seat void.
func (d *Desk) SignOut(s *Seat) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.seats, s)
	d.arriving.forget(s)
}

func (d *Desk) seated(s *Seat) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if made, ok := d.seats[s]; !ok || made != *s {
		return induction.Refuse(induction.NotAllowed, induction.CodeSignedOut)
	}
	return nil
}

// cleanName folds a typed name to what a passport can carry and its font can show.
func (d *Desk) cleanName(typed string) (string, error) {
	name, err := induction.CleanName(norm.NFC.String(typed))
	if err != nil {
		return "", err
	}
	if bad := d.Unshowable(name); len(bad) > 0 {
		return "", induction.Refuse(induction.Invalid, induction.CodeNameFont, string(bad))
	}
	return name, nil
}

// newPIN refuses a new PIN that is too short, too long, too easy, or typed
// differently the second time.
func newPIN(pin, again string, least int) error {
	switch {
	case len(pin) < least || len(pin) > LongestPIN || strings.Trim(pin, "0123456789") != "":
		return induction.Refuse(induction.Invalid, induction.CodePINForm, least, LongestPIN)
	case easyPIN(pin):
		return induction.Refuse(induction.Invalid, induction.CodePINEasy)
	case pin != again:
		return induction.Refuse(induction.Invalid, induction.CodePINDiffers)
	}
	return nil
}

// easyPIN reports one digit repeated, or a run up or down.
func easyPIN(pin string) bool {
	same, up, down := true, true, true
	for i := 1; i < len(pin); i++ {
		step := int(pin[i]) - int(pin[i-1])
		same, up, down = same && step == 0, up && step == 1, down && step == -1
	}
	return same || up || down
}

// learnerWait is how long a learner waits after so many wrong PINs.
func learnerWait(tries int) time.Duration { return waitAfter(tries - 3) }

// trainerWait is how long a trainer waits after so many wrong PINs or passphrases.
func trainerWait(tries int) time.Duration { return waitAfter(tries - 5) }

// waitAfter doubles from five seconds to a quarter of an hour.
func waitAfter(n int) time.Duration {
	if n < 0 {
		return 0
	}
	return min(5*time.Second<<min(n, 12), 15*time.Minute)
}

// checkPIN holds a PIN against its hash: it waits after wrong ones, and from most
// wrong ones on asks for the passphrase instead. Tries are counted on disk before
// the answer is given, so that a restart forgives none. Nothing typed is no try:
// pressing Enter once too often shuts nobody out.
func (d *Desk) checkPIN(ctx context.Context, who, pin string, wait func(int) time.Duration, most int) error {
	d.secrets.Lock()
	defer d.secrets.Unlock()
	if pin == "" {
		return induction.Refuse(induction.Invalid, induction.CodePINWrong)
	}
	secret, err := d.Store.Secret(ctx, who)
	if err != nil {
		return err
	}
	if secret.Tries >= most {
		return induction.Refuse(induction.NotAllowed, induction.CodePINPassphrase)
	}
	now, err := d.waited(ctx, who, secret, wait)
	if err != nil {
		return err
	}
	if err := d.Store.SetTries(ctx, who, secret.Tries+1, now); err != nil {
		return err
	}
	ok, err := d.PINs.CheckPIN(pin, secret.Hash)
	switch {
	case err != nil:
		return err
	case !ok && secret.Tries+1 >= most:
		return induction.Refuse(induction.NotAllowed, induction.CodePINPassphrase)
	case !ok && wait(secret.Tries+1) > 0:
		return induction.Refuse(induction.Wait, induction.CodePINWait, wait(secret.Tries+1))
	case !ok:
		return induction.Refuse(induction.Invalid, induction.CodePINWrong)
	}
	return d.Store.SetTries(ctx, who, 0, now)
}

// waited refuses a try that comes too soon after the last wrong one. A clock that
// was set back begins the wait again instead of stretching it.
func (d *Desk) waited(ctx context.Context, who string, s Secret, wait func(int) time.Duration) (time.Time, error) {
	// To the millisecond, as every act: a finer time would stand above the floor of
	// an act in the same millisecond.
	now := d.Clock.Now().UTC().Truncate(time.Millisecond)
	need := wait(s.Tries)
	if need == 0 {
		return now, nil
	}
	gone := now.Sub(s.Last)
	if gone < 0 {
		gone = 0
		if err := d.Store.SetTries(ctx, who, s.Tries, now); err != nil {
			return now, err
		}
	}
	if gone < need {
		return now, induction.Refuse(induction.Wait, induction.CodePINWait, (need - gone).Round(time.Second))
	}
	return now, nil
}
