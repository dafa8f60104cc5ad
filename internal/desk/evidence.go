package desk

import (
	"context"
	"slices"

	"muster/internal/induction"
)

// NewEvidence is what a trainer writes down of proof that they saw.
type NewEvidence struct {
	Code      induction.Code
	Parts     []induction.Part
	Kind      induction.EvidenceKind
	Completed induction.Date
	Body      string // who issued it
	Reference string // its number; "" for none
}

// AddEvidence records training elsewhere that a trainer has seen proof of. It counts
// here alone and is never in a passport: nobody here witnessed it.
func (d *Desk) AddEvidence(ctx context.Context, t *TrainerSeat, id induction.LearnerID, n NewEvidence, pin string) error {
	l, err := d.actFor(ctx, t, id)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	e := induction.Evidence{
		ID: induction.EvidenceID(d.NewID()), Learner: l.ID, Code: n.Code, Parts: slices.Clone(n.Parts), Kind: n.Kind, Completed: n.Completed,
		Body: tidy(n.Body), Reference: tidy(n.Reference), Session: t.Session, By: t.Trainer.ID, At: at,
	}
	if err := e.Check(at); err != nil {
		return err
	}
	if err := d.required(ctx, t, n.Code); err != nil {
		return err
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return err
	}
	return d.Store.AddEvidence(ctx, e)
}

// WithdrawEvidence takes evidence back, with the trainer's PIN and a reason.
func (d *Desk) WithdrawEvidence(ctx context.Context, t *TrainerSeat, id induction.LearnerID, what induction.EvidenceID, reason, pin string) error {
	return d.withdraw(ctx, t, id, string(what), reason, pin, func(r induction.Record) (found, made bool) {
		for _, e := range r.Evidence {
			if e.ID == what {
				return true, e.Withdrawn.Made()
			}
		}
		return false, false
	})
}

// NewWaiver is what a trainer decides does not apply to a learner, and why.
type NewWaiver struct {
	Code   induction.Code
	Parts  []induction.Part
	Reason string
}

// AddWaiver records that a requirement does not apply to a learner, and why.
func (d *Desk) AddWaiver(ctx context.Context, t *TrainerSeat, id induction.LearnerID, n NewWaiver, pin string) error {
	l, err := d.actFor(ctx, t, id)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	w := induction.Waiver{
		ID: induction.WaiverID(d.NewID()), Learner: l.ID, Code: n.Code, Parts: slices.Clone(n.Parts), Reason: tidy(n.Reason),
		Session: t.Session, By: t.Trainer.ID, At: at,
	}
	if err := w.Check(at); err != nil {
		return err
	}
	if err := d.required(ctx, t, n.Code); err != nil {
		return err
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return err
	}
	return d.Store.AddWaiver(ctx, w)
}

// WithdrawWaiver takes a waiver back, with the trainer's PIN and a reason.
func (d *Desk) WithdrawWaiver(ctx context.Context, t *TrainerSeat, id induction.LearnerID, what induction.WaiverID, reason, pin string) error {
	return d.withdraw(ctx, t, id, string(what), reason, pin, func(r induction.Record) (found, made bool) {
		for _, w := range r.Waivers {
			if w.ID == what {
				return true, w.Withdrawn.Made()
			}
		}
		return false, false
	})
}

// required refuses a code that the session's programme does not ask for: evidence of
// it would count for nothing.
func (d *Desk) required(ctx context.Context, t *TrainerSeat, code induction.Code) error {
	s, err := d.Store.Session(ctx, t.Session)
	if err != nil {
		return err
	}
	p, _ := d.programme(s)
	if slices.ContainsFunc(p.Requirements, func(r induction.Requirement) bool { return r.Code == code }) {
		return nil
	}
	return induction.Refuse(induction.Invalid, induction.CodeNotRequired, string(code))
}
