package cli

import (
	"muster/internal/desk"
)

// memberJSON is a trainer or assessor as a program reads it.
type memberJSON struct {
	Number   string `json:"number"`
	Name     string `json:"name"`
	Assessor bool   `json:"assessor"`
}

// members shows trainers and assessors; none says why there are none.
func (j *job) members(all []desk.StaffMember, none string) {
	out := []memberJSON{}
	for _, m := range all {
		out = append(out, memberJSON{string(m.Number), m.Name, m.Assessor})
	}
	if j.json {
		j.show(struct {
			Format int          `json:"format"`
			Staff  []memberJSON `json:"staff"`
		}{1, out})
		return
	}
	if len(out) == 0 {
		j.say(none)
	}
	for _, m := range out {
		if m.Assessor {
			j.say("cli.staff.assessor", m.Name, m.Number)
		} else {
			j.say("cli.staff.trainer", m.Name, m.Number)
		}
	}
}

// staffList shows whom the organisation names as trainers and assessors.
func (j *job) staffList() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		o, err := d.LookAtOffice(j.ctx)
		if err == nil {
			j.members(o.Staff, "cli.staff.none")
		}
		return err
	}), "")
}

// staffAdd names a trainer or assessor, or names one anew.
func (j *job) staffAdd() int {
	f := j.flags()
	var h hand
	assessor := f.Bool("assessor", false, j.Words.T("cli.flag.assessor"))
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 2, 2)
	if !ok {
		return code
	}
	n, err := number(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		return a.desk.AddStaff(a.ctx, a.seat, desk.StaffMember{Number: n, Name: args[1], Assessor: *assessor}, h.why)
	}), "cli.staff.added")
}

// staffRemove takes a trainer or assessor off the organisation's list.
func (j *job) staffRemove() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	n, err := number(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return a.desk.RemoveStaff(a.ctx, a.seat, n, h.why) }), "cli.staff.removed")
}

// trainerList shows who can open a session on this machine.
func (j *job) trainerList() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		all, err := d.Trainers(j.ctx)
		var out []desk.StaffMember
		for _, t := range all {
			out = append(out, desk.StaffMember{Number: t.Number, Name: t.Name, Assessor: t.Assessor})
		}
		if err == nil {
			j.members(out, "cli.trainer.none")
		}
		return err
	}), "")
}

// trainerAdd gives another trainer a passphrase and a PIN on this machine.
func (j *job) trainerAdd() int {
	f := j.flags()
	var h hand
	var n desk.NewTrainer
	f.BoolVar(&n.Assessor, "assessor", false, j.Words.T("cli.flag.assessor"))
	h.byTrainer(j, f)
	args, code, ok := j.parse(f, 2, 2)
	if !ok {
		return code
	}
	var err error
	if n.Number, err = number(args[0]); err != nil {
		return j.fail(err, ExitNotDone)
	}
	n.Name = args[1]
	return j.ended(j.asTrainer(h, func(t *teacher) error { return t.add(n) }), "cli.trainer.added")
}

func (t *teacher) add(n desk.NewTrainer) (err error) {
	if n.Passphrase, err = t.fresh("cli.ask.their-passphrase"); err != nil {
		return err
	}
	if n.PIN, err = t.fresh("cli.ask.their-pin"); err != nil {
		return err
	}
	_, err = t.desk.AddTrainer(t.ctx, t.who.ID, t.passphrase, n)
	return err
}

// trainerRemove shuts a trainer out of this machine.
func (j *job) trainerRemove() int {
	f := j.flags()
	var h hand
	h.byTrainer(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.asTrainer(h, func(t *teacher) error {
		gone, err := t.trainer(t.desk, args[0])
		if err != nil {
			return err
		}
		return t.desk.RemoveTrainer(t.ctx, t.who.ID, t.passphrase, gone.ID, h.why)
	}), "cli.trainer.removed")
}

// trainerPassphrase gives a trainer another passphrase, with the one they have.
func (j *job) trainerPassphrase() int {
	f := j.flags()
	var h hand
	h.byTrainer(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.asTrainer(h, func(t *teacher) error {
		next, err := t.fresh("cli.ask.new-passphrase")
		if err != nil {
			return err
		}
		return t.desk.ChangePassphrase(t.ctx, t.who.ID, t.passphrase, next)
	}), "cli.passphrase.changed")
}

// trainerPIN gives a trainer another PIN, with their passphrase.
func (j *job) trainerPIN() int {
	f := j.flags()
	var h hand
	h.byTrainer(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.asTrainer(h, func(t *teacher) error {
		pin, err := t.fresh("cli.ask.new-pin")
		if err != nil {
			return err
		}
		return t.desk.ChangePIN(t.ctx, t.who.ID, t.passphrase, pin, pin)
	}), "cli.trainer.pin-changed")
}
