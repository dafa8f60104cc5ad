package cli

import (
	"fmt"
	"strings"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// request leaves this machine's request to be enrolled.
func (j *job) request(r desk.Request, out string) error {
	if out != "-" {
		j.say("cli.device.request", r.Device, r.Fingerprint)
	}
	return j.handOver(r.Answer, out, "cli.device.request.file")
}

// deviceRequest leaves the request again, or with --renew a new one with the same key.
func (j *job) deviceRequest() int {
	f := j.flags()
	var h hand
	renew := f.Bool("renew", false, j.Words.T("cli.flag.renew"))
	out := f.String("out", "request.muster", j.Words.T("cli.flag.answer-out"))
	h.byTrainer(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	if *renew {
		return j.ended(j.asTrainer(h, func(t *teacher) error {
			r, err := t.desk.RenewRequest(t.ctx, t.who.ID, t.passphrase)
			if err != nil {
				return err
			}
			return t.request(r, *out)
		}), "")
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		r, err := d.EnrolmentRequest(j.ctx)
		if err != nil {
			return err
		}
		return j.request(r, *out)
	}), "")
}

// deviceEnrol answers a machine's request.
func (j *job) deviceEnrol() int {
	f := j.flags()
	var h hand
	days := f.Int("days", 365, j.Words.T("cli.flag.days"))
	out := f.String("out", "answer.muster", j.Words.T("cli.flag.answer-out"))
	heard := f.String("fingerprint", "", j.Words.T("cli.flag.fingerprint"))
	h.office(j, f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	data, err := j.signed(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return a.enrol(data, *days, *heard, *out) }), "")
}

func (a *administrator) enrol(data []byte, days int, heard, out string) error {
	o, err := a.desk.ReadRequest(a.ctx, a.seat, data)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Stderr, a.Words.T("cli.device.asks", o.Device, o.Made, o.Fingerprint))
	switch {
	case o.Replaces:
		a.complain("cli.device.replaces")
	case o.Renewal:
		a.complain("cli.device.renewal")
	}
	if err := a.compared(o.Fingerprint, heard); err != nil {
		return err
	}
	answer, err := a.desk.Enrol(a.ctx, a.seat, o, days)
	if err != nil {
		return err
	}
	return a.handOver(answer, out, "cli.device.answered")
}

// deviceTake takes the organisation's answer in.
func (j *job) deviceTake() int {
	f := j.flags()
	var h hand
	heard := f.String("fingerprint", "", j.Words.T("cli.flag.fingerprint"))
	h.byTrainer(j, f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	data, err := j.signed(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.asTrainer(h, func(t *teacher) error { return t.enrolled(data, *heard) }), "")
}

func (t *teacher) enrolled(data []byte, heard string) error {
	o, err := t.desk.ReadEnrolment(t.ctx, data)
	if err != nil {
		return err
	}
	fmt.Fprintln(t.Stderr, t.Words.T("cli.device.offer", o.Organisation.Name, o.Organisation.ODS, o.Device, o.Until))
	t.changes(o.Changes)
	t.shutsOut(o.ShutsOut)
	if !o.Known {
		t.complain("cli.device.organisation-key", o.Fingerprint)
		if err := t.compared(o.Fingerprint, heard); err != nil {
			return err
		}
	}
	if err := t.desk.TakeEnrolment(t.ctx, t.who.ID, t.passphrase, o, true); err != nil {
		return err
	}
	t.say("cli.device.taken", o.Device, o.Until)
	return nil
}

// deviceJSON is an enrolled machine as a program reads it. Times are Unix seconds.
type deviceJSON struct {
	Device      string `json:"device"`
	Fingerprint string `json:"fingerprint"`
	From        int64  `json:"from"`
	Until       int64  `json:"until"`
	State       string `json:"state"` // in-use, over or withdrawn
	Spared      int    `json:"spared"`
}

// deviceList shows the organisation's machines.
func (j *job) deviceList() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		o, err := d.LookAtOffice(j.ctx)
		if err != nil {
			return err
		}
		j.devices(o.Devices)
		return nil
	}), "")
}

func (j *job) devices(all []desk.EnrolledDevice) {
	out := []deviceJSON{}
	for _, v := range all {
		out = append(out, deviceJSON{v.ID, v.Fingerprint, v.From.Unix(), v.Until.Unix(), stateOf(v), len(v.Spared)})
	}
	if j.json {
		j.show(struct {
			Format  int          `json:"format"`
			Devices []deviceJSON `json:"devices"`
		}{1, out})
		return
	}
	if len(out) == 0 {
		j.say("cli.device.none")
	}
	for _, v := range out {
		j.say("cli.device.line."+v.State, v.Device, time.Unix(v.Until, 0).UTC(), v.Spared)
		j.detail("cli.keys.fingerprint", v.Fingerprint)
	}
}

func stateOf(v desk.EnrolledDevice) string {
	switch {
	case v.Revoked:
		return "withdrawn"
	case v.Over:
		return "over"
	}
	return "in-use"
}

// deviceRevoke takes a machine's enrolment back, with every passport it signed but
// those that are spared.
func (j *job) deviceRevoke() int {
	f := j.flags()
	var h hand
	spare := f.String("spare", "", j.Words.T("cli.flag.spare"))
	h.office(j, f)
	h.whyFlag(j, f)
	h.yesFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	var spared []induction.PassportID
	for _, one := range strings.FieldsFunc(*spare, func(r rune) bool { return r == ',' }) {
		spared = append(spared, passportID(one))
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		if err := a.sure(h, a.Words.T("cli.ask.revoke-device", args[0], len(spared))); err != nil {
			return err
		}
		return a.desk.RevokeDevice(a.ctx, a.seat, args[0], spared, h.why)
	}), "cli.revoked")
}

// passportID is a passport's number as it is kept, however it was grouped on paper.
func passportID(typed string) induction.PassportID {
	return induction.PassportID(strings.ToLower(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' }), "")))
}

// revokePassport takes one passport back.
func (j *job) revokePassport() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	h.yesFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		if err := a.sure(h, a.Words.T("cli.ask.revoke-passport", args[0])); err != nil {
			return err
		}
		return a.desk.RevokePassport(a.ctx, a.seat, passportID(args[0]), h.why)
	}), "cli.revoked")
}

// revokeKey takes a key back, whenever it signed.
func (j *job) revokeKey() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	h.yesFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	kid, err := kidOf(args[0])
	if err != nil {
		return j.fail(err, ExitUsage)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		if err := a.sure(h, a.Words.T("cli.ask.revoke-key", kid)); err != nil {
			return err
		}
		return a.desk.RevokeKey(a.ctx, a.seat, kid, h.why)
	}), "cli.revoked")
}

// changes shows what taking something in would change.
func (j *job) changes(all []trust.Change) {
	for _, c := range all {
		fmt.Fprintln(j.Stdout, j.change(c))
	}
}

// change puts one change into words.
func (j *job) change(c trust.Change) string {
	name, subject := c.Name, c.Subject
	if name == "" {
		name = strings.TrimPrefix(c.Issuer, "ods:")
	}
	switch c.What {
	case trust.TrainerAdded, trust.TrainerChanged, trust.TrainerRemoved:
		subject = j.number(c.Subject)
	case trust.KeyTimes:
		if c.At >= trust.Forever {
			return j.Words.T("bundle.change.key-open", name, c.Kid.Groups())
		}
	}
	return j.Words.T("bundle.change."+string(c.What), name, subject, c.N, j.Words.Date(time.Unix(c.At, 0).UTC()), c.Kid.Groups())
}

// shutsOut names the trainers of this machine whom a new list of staff leaves out.
func (j *job) shutsOut(all []induction.Trainer) {
	for _, t := range all {
		j.say("cli.trust.shuts-out", t.Name, string(t.Number))
	}
}
