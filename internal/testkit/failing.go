package testkit

import (
	"context"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// SetStatements is a write.
func (fs *FailingStore) SetStatements(ctx context.Context, s []desk.Statement, a desk.Act) error {
	return fs.write(func() error { return fs.Store.SetStatements(ctx, s, a) })
}

// SetEnrolment is a write.
func (fs *FailingStore) SetEnrolment(ctx context.Context, e desk.Enrolment, a desk.Act) error {
	return fs.write(func() error { return fs.Store.SetEnrolment(ctx, e, a) })
}

// LowerFloor is a write.
func (fs *FailingStore) LowerFloor(ctx context.Context, to time.Time, a desk.Act) error {
	return fs.write(func() error { return fs.Store.LowerFloor(ctx, to, a) })
}

// RemoveTrainer is a write.
func (fs *FailingStore) RemoveTrainer(ctx context.Context, id induction.TrainerID, a desk.Act) error {
	return fs.write(func() error { return fs.Store.RemoveTrainer(ctx, id, a) })
}

// Note is a write.
func (fs *FailingStore) Note(ctx context.Context, a desk.Act) error {
	return fs.write(func() error { return fs.Store.Note(ctx, a) })
}

// AddRecognition is a write.
func (fs *FailingStore) AddRecognition(ctx context.Context, r induction.Recognition) error {
	return fs.write(func() error { return fs.Store.AddRecognition(ctx, r) })
}

// AddLocalCheck is a write.
func (fs *FailingStore) AddLocalCheck(ctx context.Context, c induction.LocalCheck) error {
	return fs.write(func() error { return fs.Store.AddLocalCheck(ctx, c) })
}

// AddEvidence is a write.
func (fs *FailingStore) AddEvidence(ctx context.Context, e induction.Evidence) error {
	return fs.write(func() error { return fs.Store.AddEvidence(ctx, e) })
}

// AddWaiver is a write.
func (fs *FailingStore) AddWaiver(ctx context.Context, w induction.Waiver) error {
	return fs.write(func() error { return fs.Store.AddWaiver(ctx, w) })
}

// Withdraw is a write.
func (fs *FailingStore) Withdraw(ctx context.Context, learner induction.LearnerID, id string, w induction.Withdrawal) error {
	return fs.write(func() error { return fs.Store.Withdraw(ctx, learner, id, w) })
}

// SetPaper is a write.
func (fs *FailingStore) SetPaper(ctx context.Context, id induction.PassportID, pdf []byte) error {
	return fs.write(func() error { return fs.Store.SetPaper(ctx, id, pdf) })
}
