package testkit

import (
	"context"
	"errors"
	"sync"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// FailingStore is a store one of whose writes fails as a full disk does. The zero
// FailAt fails none.
type FailingStore struct {
	desk.Store
	mu     sync.Mutex
	count  int
	failAt int
	after  bool
}

// errNoRoom is what the disk is said to have answered.
var errNoRoom = errors.New("no space left on device")

// FailAt makes the nth write from now fail, and no other; 0 makes none fail. With
// after the write is done first, as when the program is killed before it hears.
func (fs *FailingStore) FailAt(n int, after bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.count, fs.failAt, fs.after = 0, n, after
}

// Writes is how many writes there were since FailAt.
func (fs *FailingStore) Writes() int {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.count
}

func (fs *FailingStore) write(do func() error) error {
	fs.mu.Lock()
	fs.count++
	fails, after := fs.count == fs.failAt, fs.after
	fs.mu.Unlock()
	if !fails {
		return do()
	}
	full := induction.Because(errNoRoom, induction.Unavailable, induction.CodeStoreFull)
	if after {
		return errors.Join(do(), full)
	}
	return full
}

// AddLearner is a write.
func (fs *FailingStore) AddLearner(ctx context.Context, l induction.Learner, pin string) error {
	return fs.write(func() error { return fs.Store.AddLearner(ctx, l, pin) })
}

// SetIdentity is a write.
func (fs *FailingStore) SetIdentity(ctx context.Context, id induction.LearnerID, i induction.Identity) error {
	return fs.write(func() error { return fs.Store.SetIdentity(ctx, id, i) })
}

// Rename is a write.
func (fs *FailingStore) Rename(ctx context.Context, id induction.LearnerID, name string, by induction.TrainerID, at time.Time) error {
	return fs.write(func() error { return fs.Store.Rename(ctx, id, name, by, at) })
}

// SetPIN is a write.
func (fs *FailingStore) SetPIN(ctx context.Context, id induction.LearnerID, pin string, by induction.TrainerID, at time.Time) error {
	return fs.write(func() error { return fs.Store.SetPIN(ctx, id, pin, by, at) })
}

// SetTries is a write.
func (fs *FailingStore) SetTries(ctx context.Context, who string, tries int, at time.Time) error {
	return fs.write(func() error { return fs.Store.SetTries(ctx, who, tries, at) })
}

// AddAttempt is a write.
func (fs *FailingStore) AddAttempt(ctx context.Context, a induction.Attempt) error {
	return fs.write(func() error { return fs.Store.AddAttempt(ctx, a) })
}

// AddResponse is a write.
func (fs *FailingStore) AddResponse(ctx context.Context, a induction.AttemptID, r induction.Response) error {
	return fs.write(func() error { return fs.Store.AddResponse(ctx, a, r) })
}

// Submit is a write.
func (fs *FailingStore) Submit(ctx context.Context, a induction.AttemptID, at time.Time, c *induction.Completion) error {
	return fs.write(func() error { return fs.Store.Submit(ctx, a, at, c) })
}

// AddRead is a write.
func (fs *FailingStore) AddRead(ctx context.Context, l induction.LearnerID, r induction.PageRead) error {
	return fs.write(func() error { return fs.Store.AddRead(ctx, l, r) })
}

// AddTick is a write.
func (fs *FailingStore) AddTick(ctx context.Context, t induction.Tick) error {
	return fs.write(func() error { return fs.Store.AddTick(ctx, t) })
}

// AddSignOff is a write.
func (fs *FailingStore) AddSignOff(ctx context.Context, s induction.SignOff) error {
	return fs.write(func() error { return fs.Store.AddSignOff(ctx, s) })
}

// AddUnlock is a write.
func (fs *FailingStore) AddUnlock(ctx context.Context, u induction.Unlock) error {
	return fs.write(func() error { return fs.Store.AddUnlock(ctx, u) })
}

// AddPassports is a write.
func (fs *FailingStore) AddPassports(ctx context.Context, ps []induction.Issued, papers map[induction.PassportID][]byte) error {
	return fs.write(func() error { return fs.Store.AddPassports(ctx, ps, papers) })
}

// AddFeedback is a write.
func (fs *FailingStore) AddFeedback(ctx context.Context, l induction.LearnerID, s induction.SessionID, f induction.Feedback) error {
	return fs.write(func() error { return fs.Store.AddFeedback(ctx, l, s, f) })
}

// AddTrainer is a write.
func (fs *FailingStore) AddTrainer(ctx context.Context, t induction.Trainer, pin string, at time.Time) error {
	return fs.write(func() error { return fs.Store.AddTrainer(ctx, t, pin, at) })
}

// SetTrainerPIN is a write.
func (fs *FailingStore) SetTrainerPIN(ctx context.Context, id induction.TrainerID, pin string, at time.Time) error {
	return fs.write(func() error { return fs.Store.SetTrainerPIN(ctx, id, pin, at) })
}

// OpenSession is a write.
func (fs *FailingStore) OpenSession(ctx context.Context, s induction.Session) error {
	return fs.write(func() error { return fs.Store.OpenSession(ctx, s) })
}

// AddStarters is a write.
func (fs *FailingStore) AddStarters(ctx context.Context, id induction.SessionID, s []induction.Starter, by induction.TrainerID, at time.Time) error {
	return fs.write(func() error { return fs.Store.AddStarters(ctx, id, s, by, at) })
}

// CloseSession is a write.
func (fs *FailingStore) CloseSession(ctx context.Context, id induction.SessionID, by induction.TrainerID, at time.Time) error {
	return fs.write(func() error { return fs.Store.CloseSession(ctx, id, by, at) })
}

// Present is a write.
func (fs *FailingStore) Present(ctx context.Context, s induction.SessionID, l induction.LearnerID, at time.Time) error {
	return fs.write(func() error { return fs.Store.Present(ctx, s, l, at) })
}

// SetPlace is a write.
func (fs *FailingStore) SetPlace(ctx context.Context, p desk.Place, at time.Time) error {
	return fs.write(func() error { return fs.Store.SetPlace(ctx, p, at) })
}

// SetTrust is a write.
func (fs *FailingStore) SetTrust(ctx context.Context, list []byte, by string, at time.Time) error {
	return fs.write(func() error { return fs.Store.SetTrust(ctx, list, by, at) })
}

// Ended is a write.
func (fs *FailingStore) Ended(ctx context.Context, at time.Time) error {
	return fs.write(func() error { return fs.Store.Ended(ctx, at) })
}
