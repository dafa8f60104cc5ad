package desk

import (
	"context"
	"errors"
	"slices"

	"muster/internal/induction"
	"muster/internal/passport"
)

// BroughtLimit is the most passports of others that count for one learner here.
const BroughtLimit = 12

// Arrival is what came of the passports that somebody brought.
type Arrival struct {
	Taken   []induction.Brought // put on record now
	Before  []induction.Brought // on record already
	Refused []NotTaken          // nothing is recorded of these
	Done    int                 // lines of the day that they finished
	Saved   int                 // minutes by which the day is shorter
	Day     MyDay
}

// NotTaken is a passport that cannot be recognised, and why.
type NotTaken struct {
	At      int // which of the texts given, from 0
	Brought induction.Brought
	Reason  string // the organisation's own reason, where it excludes the issuer
	Err     error  // an induction.Error: its words say what to do now
}

// Bring puts passports of other organisations on a learner's record. What cannot be
// recognised is told and not recorded; where nothing could be, the first refusal is
// the error too.
func (d *Desk) Bring(ctx context.Context, s *Seat, texts ...string) (Arrival, error) {
	if err := d.seated(s); err != nil {
		return Arrival{}, err
	}
	return d.bring(ctx, s.Learner, "", texts)
}

// BringFor is Bring by a trainer, for somebody who handed them over.
func (d *Desk) BringFor(ctx context.Context, t *TrainerSeat, id induction.LearnerID, texts ...string) (Arrival, error) {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return Arrival{}, err
	}
	return d.bring(ctx, id, t.Trainer.ID, texts)
}

func (d *Desk) bring(ctx context.Context, id induction.LearnerID, by induction.TrainerID, texts []string) (Arrival, error) {
	if len(texts) > CompareLimit {
		return Arrival{}, induction.Refuse(induction.Invalid, induction.CodeBroughtMany, CompareLimit)
	}
	d.work.Lock() // two scans at once must not pass the limit
	defer d.work.Unlock()
	var a Arrival
	before, err := d.dayOf(ctx, id)
	if err != nil {
		return a, err
	}
	g, err := d.ground(ctx)
	if err != nil {
		return a, err
	}
	r, err := d.record(ctx, g, id, before.Programme, before.Session.ID)
	if err != nil {
		return a, err
	}
	for i, text := range texts {
		rec := induction.Recognition{Learner: id, Session: before.Session.ID, By: by, Text: text}
		if err := d.takeOne(ctx, g, before.Programme, &r, &a, i, rec); err != nil {
			return a, err
		}
	}
	if a.Day, err = d.dayOf(ctx, id); err != nil {
		return a, err
	}
	a.Done, a.Saved = a.Day.Day.Done-before.Day.Done, before.Day.Left-a.Day.Day.Left
	return a, a.nothing()
}

// nothing is the first refusal where nothing could be taken.
func (a Arrival) nothing() error {
	switch {
	case len(a.Taken)+len(a.Before) > 0:
		return nil
	case len(a.Refused) > 0:
		return a.Refused[0].Err
	}
	return induction.Refuse(induction.Invalid, induction.CodeBroughtNothing)
}

// takeOne judges one text and records it where it can be recognised.
func (d *Desk) takeOne(ctx context.Context, g ground, p induction.Programme, r *induction.Record, a *Arrival, i int, rec induction.Recognition) error {
	refuse := func(b induction.Brought, err error) error {
		a.Refused = append(a.Refused, NotTaken{At: i, Brought: b, Reason: excludedFor(p, b), Err: err})
		return nil
	}
	text, ok := passport.Plain(rec.Text)
	if !ok {
		return refuse(induction.Brought{Refused: induction.RefusedUnsound}, refusedAs(induction.RefusedUnsound))
	}
	rec.Text = text
	b := g.brought(text)
	rec.Passport = b.ID
	before := recognised(*r, b.ID)
	if before != nil && rec.By == "" { // what a trainer took back, a trainer alone brings again
		rec.Withdrawn = before.Withdrawn
	}
	switch b = g.hold(rec, r.Learner, p); {
	case b.Refused != "":
		return refuse(b, refusedAs(b.Refused))
	case slices.ContainsFunc(r.Passports, func(o induction.Issued) bool { return o.ID == b.ID }):
		return refuse(b, induction.Refuse(induction.Conflict, induction.CodeBroughtOwn)) // what was done here speaks for itself
	case before != nil && !before.Withdrawn.Made():
		a.Before = append(a.Before, b)
		return nil
	}
	if counting(r.Recognitions) >= BroughtLimit {
		return refuse(b, induction.Refuse(induction.Conflict, induction.CodeBroughtMany, BroughtLimit))
	}
	var err error
	if rec.At, _, err = d.now(ctx); err != nil {
		return err
	}
	rec.ID = induction.RecognitionID(d.NewID())
	if err := d.Store.AddRecognition(ctx, rec); err != nil {
		return err
	}
	r.Recognitions = append(r.Recognitions, rec)
	a.Taken = append(a.Taken, b)
	return nil
}

// recognised is the recognition of a passport that stands, or else the last that was
// taken back; nil where there is none.
func recognised(r induction.Record, id induction.PassportID) *induction.Recognition {
	var found *induction.Recognition
	for i := range r.Recognitions {
		o := &r.Recognitions[i]
		if id != "" && o.Passport == id && (found == nil || found.Withdrawn.Made()) {
			found = o
		}
	}
	return found
}

// counting is how many recognitions have not been taken back.
func counting(all []induction.Recognition) int {
	n := 0
	for _, r := range all {
		if !r.Withdrawn.Made() {
			n++
		}
	}
	return n
}

// excludedFor is this organisation's reason for accepting nothing from an issuer.
func excludedFor(p induction.Programme, b induction.Brought) string {
	for _, e := range p.Excluded {
		if b.Refused == induction.RefusedExcluded && e.Issuer == b.Issuer {
			return e.Reason
		}
	}
	return ""
}

// WithdrawBrought takes a recognition back, with the trainer's PIN and a reason.
func (d *Desk) WithdrawBrought(ctx context.Context, t *TrainerSeat, id induction.LearnerID, rec induction.RecognitionID, reason, pin string) error {
	return d.withdraw(ctx, t, id, string(rec), reason, pin, func(r induction.Record) (found bool, made bool) {
		for _, o := range r.Recognitions {
			if o.ID == rec {
				return true, o.Withdrawn.Made()
			}
		}
		return false, false
	})
}

// withdraw takes back what has this id on a learner's record. A mistake stays on
// record, with who took it back and why.
func (d *Desk) withdraw(ctx context.Context, t *TrainerSeat, id induction.LearnerID, what, reason, pin string, find func(induction.Record) (found, made bool)) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	w := induction.Withdrawal{By: t.Trainer.ID, At: at}
	if w.Reason, err = induction.CleanReason(reason); err != nil {
		return err
	}
	r, err := d.Store.Record(ctx, id, t.Session)
	if err != nil {
		return err
	}
	if found, made := find(r); !found || made {
		return errors.Join(refuseIf(!found, induction.NotFound, induction.CodeNotBrought), refuseIf(made, induction.Conflict, induction.CodeNotWithdrawn))
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return err
	}
	return d.Store.Withdraw(ctx, id, what, w)
}

// LookedAt records that a trainer looked closer at one item of a brought passport
// and accepts it here; the note says what they looked at.
func (d *Desk) LookedAt(ctx context.Context, t *TrainerSeat, id induction.LearnerID, p induction.PassportID, code induction.Code, note, pin string) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	day, r, g, err := d.day(ctx, id)
	if err != nil {
		return err
	}
	rec := recognised(r, p)
	if rec == nil {
		return induction.Refuse(induction.NotFound, induction.CodeNotBrought)
	}
	switch b := g.hold(*rec, r.Learner, day.Programme); {
	case b.Refused != "":
		return refusedAs(b.Refused)
	case !slices.ContainsFunc(b.Items, func(i induction.BroughtItem) bool { return i.Code == code }):
		return induction.Refuse(induction.NotFound, induction.CodeNotBrought)
	}
	c := induction.LocalCheck{Learner: id, Passport: p, Code: code, Session: day.Session.ID, By: t.Trainer.ID}
	if c.Note, err = induction.CleanReason(note); err != nil {
		return err
	}
	if c.At, _, err = d.now(ctx); err != nil {
		return err
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return err
	}
	return d.Store.AddLocalCheck(ctx, c)
}
