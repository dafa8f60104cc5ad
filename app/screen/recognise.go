package screen

import (
	"context"

	"muster/internal/desk"
	"muster/internal/induction"
)

// recogniseDesk is what bringing training from elsewhere needs.
type recogniseDesk interface {
	Bring(ctx context.Context, s *desk.Seat, texts ...string) (desk.Arrival, error)
	BringFor(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, texts ...string) (desk.Arrival, error)
	Arrival(*desk.Seat) (a desk.Arrival, awaited bool, err error)
	LookedAt(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, p induction.PassportID, code induction.Code, note, pin string) error
	AddEvidence(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, n desk.NewEvidence, pin string) error
	AddWaiver(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, n desk.NewWaiver, pin string) error
	WithdrawBrought(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, what induction.RecognitionID, reason, pin string) error
	WithdrawEvidence(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, what induction.EvidenceID, reason, pin string) error
	WithdrawWaiver(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, what induction.WaiverID, reason, pin string) error
	LearnerReceipt(context.Context, *desk.TrainerSeat, induction.LearnerID) (desk.Receipt, error)
}
