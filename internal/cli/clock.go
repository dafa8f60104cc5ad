package cli

import (
	"time"

	"muster/internal/desk"
)

// clockShow holds the clock against the highest time on record.
func (j *job) clockShow() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		m, err := d.Machine(j.ctx)
		switch {
		case err != nil:
			return err
		case j.json:
			j.show(struct {
				Format int   `json:"format"`
				Clock  int64 `json:"clock"`
				Floor  int64 `json:"floor"`
				Behind bool  `json:"behind"`
			}{1, m.Clock.Unix(), m.Floor.Unix(), m.ClockBehind})
		case m.ClockBehind:
			j.say("cli.clock.behind", j.Words.Moment(m.Clock), j.Words.Moment(m.Floor.UTC()))
		default:
			j.say("cli.clock.right", j.Words.Moment(m.Clock))
		}
		return nil
	}), "")
}

// clockMend brings the floor down to the newest time that was signed, on somebody's
// word that the clock is right now.
func (j *job) clockMend() int {
	f := j.flags()
	var h hand
	h.either(j, f)
	h.whyFlag(j, f)
	h.yesFlag(j, f)
	if _, code, ok := j.reasoned(f, &h, 0, 0); !ok {
		return code
	}
	var floor time.Time
	ask := func() error { return j.sure(h, j.Words.T("cli.ask.clock", j.Words.Moment(j.Clock.Now().UTC()))) }
	err := j.onEither(h, func(a *administrator) (err error) {
		if err = ask(); err == nil {
			floor, err = a.desk.LowerFloorInOffice(a.ctx, a.seat, h.why)
		}
		return err
	}, func(t *teacher) (err error) {
		if err = ask(); err == nil {
			floor, err = t.desk.LowerFloor(t.ctx, t.who.ID, t.passphrase, h.why)
		}
		return err
	})
	return j.ended(err, "cli.clock.mended", j.Words.Moment(floor.UTC()))
}

// clockSign signs what time it is, for a machine whose clock once ran ahead.
func (j *job) clockSign() int {
	f := j.flags()
	var h hand
	out := f.String("out", "time.muster", j.Words.T("cli.flag.answer-out"))
	h.office(j, f)
	h.whyFlag(j, f)
	if _, code, ok := j.reasoned(f, &h, 0, 0); !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		t, err := a.desk.SignTime(a.ctx, a.seat, h.why)
		if err != nil {
			return err
		}
		return a.handOver(t, *out, "cli.clock.signed")
	}), "")
}
