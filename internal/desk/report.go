package desk

import (
	"context"
	"errors"
	"time"

	"muster/internal/induction"
)

// Report is what a session came to.
type Report struct {
	Organisation induction.Organisation
	Session      induction.Session
	Programme    induction.Programme
	Columns      []induction.Line
	Trainers     map[induction.TrainerID]induction.Trainer
	Rows         []Row
	SignOffs     []induction.SignOff
	Passports    []induction.Issued
	Feedback     FeedbackSummary
	Unsent       int
	MadeAt       time.Time
}

// FeedbackSummary is reported from induction.FeedbackMinimum replies on.
type FeedbackSummary struct {
	Replies  int // 0 where too few to report
	TooFew   bool
	Counts   [4][5]int // for each question, how many gave 1 to 5
	Comments []string
}

// Report gathers a session's report; it can be made again after the session closed.
func (d *Desk) Report(ctx context.Context, t *TrainerSeat) (Report, error) {
	if err := d.supervised(t); err != nil {
		return Report{}, err
	}
	return d.report(ctx, t.Session)
}

func (d *Desk) report(ctx context.Context, id induction.SessionID) (Report, error) {
	g, err := d.grid(ctx, id)
	if err != nil {
		return Report{}, err
	}
	place, err := d.Store.Place(ctx)
	if err != nil && !errors.Is(err, ErrNone) {
		return Report{}, err
	}
	r := Report{Organisation: place.Organisation, Session: g.Session, Programme: g.Programme, Columns: g.Columns, Rows: g.Rows, Unsent: g.Unsent, Trainers: map[induction.TrainerID]induction.Trainer{}}
	if r.MadeAt, _, err = d.now(ctx); err != nil {
		return r, err
	}
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return r, err
	}
	for _, t := range all {
		r.Trainers[t.ID] = t
	}
	if r.Passports, err = d.Store.Passports(ctx, id); err != nil {
		return r, err
	}
	if r.SignOffs, err = d.signOffs(ctx, g); err != nil {
		return r, err
	}
	r.Feedback, err = d.feedbackOf(ctx, g.Session)
	return r, err
}

// signOffs lists the practicals signed in a session.
func (d *Desk) signOffs(ctx context.Context, g Grid) ([]induction.SignOff, error) {
	var out []induction.SignOff
	for _, row := range g.Rows {
		if !row.Arrived {
			continue
		}
		rec, err := d.Store.Record(ctx, row.Learner.ID, g.Session.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range rec.SignOffs {
			if s.Session == g.Session.ID {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// feedbackOf sums up the replies to a session's programme on its day. A reply
// knows no session, so the programme and the day are all there is to go by.
func (d *Desk) feedbackOf(ctx context.Context, s induction.Session) (FeedbackSummary, error) {
	all, err := d.Store.Feedback(ctx)
	if err != nil {
		return FeedbackSummary{}, err
	}
	var sum FeedbackSummary
	for _, f := range all {
		if f.Programme != s.Programme || f.Day != induction.DateOf(s.Opened) {
			continue
		}
		sum.Replies++
		for q, score := range f.Scores {
			if score > 0 {
				sum.Counts[q][score-1]++
			}
		}
		if f.Comment != "" {
			sum.Comments = append(sum.Comments, f.Comment)
		}
	}
	if sum.Replies > 0 && sum.Replies < induction.FeedbackMinimum {
		return FeedbackSummary{TooFew: true}, nil
	}
	return sum, nil
}

// LastReport makes the report of the session that ended last, for the command line.
func (d *Desk) LastReport(ctx context.Context) (Report, error) {
	all, err := d.Store.Sessions(ctx)
	if err != nil {
		return Report{}, err
	}
	if len(all) == 0 {
		return Report{}, induction.Refuse(induction.NotFound, induction.CodeNoSession)
	}
	last := all[0]
	for _, s := range all {
		if s.Opened.After(last.Opened) {
			last = s
		}
	}
	return d.report(ctx, last.ID)
}
