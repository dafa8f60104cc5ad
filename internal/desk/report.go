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
	Device       string
	Session      induction.Session
	Programme    induction.Programme
	Trainers     map[induction.TrainerID]induction.Trainer
	Rows         []Reported
	Feedback     FeedbackSummary
	Unsent       int
	MadeAt       time.Time
}

// Reported is one person's row of the report; of those who did not come, only the
// learner's number and name.
type Reported struct {
	Row
	Entries   []CheckedEntry
	SignOffs  []induction.SignOff // of this session
	Passports []induction.Issued  // of this session
	Unlocks   []induction.Unlock  // of this session
}

// CheckedEntry is what a learner holds, with its titles.
type CheckedEntry struct {
	induction.Entry
	Subject string
	Level   string
}

// FeedbackSummary is reported from induction.FeedbackMinimum replies on.
type FeedbackSummary struct {
	Replies  int // 0 where too few to report
	TooFew   bool
	Counts   [4][5]int // for each question, how many gave 1 to 5
	Comments []string
}

// Report gathers the report of the trainer's session while it is open.
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
	r := Report{Organisation: place.Organisation, Device: place.Device, Session: g.Session, Programme: g.Programme, Unsent: g.Unsent, Trainers: map[induction.TrainerID]induction.Trainer{}}
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
	for _, row := range g.Rows {
		one, err := d.reported(ctx, row, id, r.MadeAt)
		if err != nil {
			return r, err
		}
		r.Rows = append(r.Rows, one)
	}
	r.Feedback, err = d.feedbackOf(ctx, g.Session, r.MadeAt)
	return r, err
}

// reported adds to a row what its learner holds and what was signed in the session.
func (d *Desk) reported(ctx context.Context, row Row, id induction.SessionID, at time.Time) (Reported, error) {
	out := Reported{Row: row}
	if !row.Arrived {
		return out, nil
	}
	rec, err := d.Store.Record(ctx, row.Learner.ID, id)
	if err != nil {
		return out, err
	}
	for _, e := range induction.Entries(d.Catalog, rec, at) {
		c := CheckedEntry{Entry: e, Subject: string(e.Code)}
		if s, l, ok := d.Catalog.Titles(e.Framework, e.Code); ok {
			c.Subject, c.Level = s, l
		}
		out.Entries = append(out.Entries, c)
	}
	for _, s := range rec.SignOffs {
		if s.Session == id {
			out.SignOffs = append(out.SignOffs, s)
		}
	}
	for _, p := range rec.Passports {
		if p.Session == id {
			out.Passports = append(out.Passports, p)
		}
	}
	for _, u := range rec.Unlocks {
		if u.Session == id {
			out.Unlocks = append(out.Unlocks, u)
		}
	}
	return out, nil
}

// feedbackOf sums up the replies to a session's programme on its day, or its two
// days where it ran past midnight (UTC). A reply knows no session, so the programme
// and the day are all there is to go by.
func (d *Desk) feedbackOf(ctx context.Context, s induction.Session, until time.Time) (FeedbackSummary, error) {
	if !s.Open() {
		until = s.Closed
	}
	all, err := d.Store.Feedback(ctx)
	if err != nil {
		return FeedbackSummary{}, err
	}
	var sum FeedbackSummary
	for _, f := range all {
		if f.Programme != s.Programme || f.Day < induction.DateOf(s.Opened) || f.Day > induction.DateOf(until) {
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

// LastReport makes the report of the session that was opened last, for the command line.
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
