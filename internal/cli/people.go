package cli

import (
	"strings"

	"muster/internal/desk"
	"muster/internal/induction"
)

// number reads a number as "gmc:1234567".
func number(typed string) (induction.Number, error) {
	register, rest, colon := strings.Cut(typed, ":")
	if !colon {
		return "", &trouble{code: "number", args: []any{typed}}
	}
	return induction.ParseNumber(strings.ToLower(register), rest)
}

// trainer finds a trainer of this machine by number.
func (j *job) trainer(d *desk.Desk, typed string) (induction.Trainer, error) {
	n, err := number(typed)
	if err != nil {
		return induction.Trainer{}, err
	}
	all, err := d.Trainers(j.ctx)
	if err != nil {
		return induction.Trainer{}, err
	}
	for _, t := range all {
		if t.Number == n {
			return t, nil
		}
	}
	return induction.Trainer{}, &trouble{code: "trainer", args: []any{string(n)}}
}

// learner finds somebody of the session by number.
func (j *job) learner(d *desk.Desk, seat *desk.TrainerSeat, typed string) (induction.Learner, error) {
	n, err := number(typed)
	if err != nil {
		return induction.Learner{}, err
	}
	g, err := d.Grid(j.ctx, seat)
	if err != nil {
		return induction.Learner{}, err
	}
	for _, r := range g.Rows {
		if r.Learner.Number == n && r.Arrived {
			return r.Learner, nil
		}
	}
	return induction.Learner{}, &trouble{code: "learner", args: []any{string(n)}}
}
