package cli

import (
	"fmt"
	"time"

	"muster/internal/desk"
	"muster/internal/trust"
)

// ownKeyJSON is one of the organisation's own keys as a program reads it. Times are
// Unix seconds, 0 for none.
type ownKeyJSON struct {
	Kid         trust.Kid `json:"kid"`
	Fingerprint string    `json:"fingerprint"`
	Status      string    `json:"status"`
	From        int64     `json:"from"`
	Until       int64     `json:"until"`
	Signs       bool      `json:"signs"`
	There       bool      `json:"there"` // its sealed file is in the key folder
	Holders     []string  `json:"administrators"`
	OwnPKI      bool      `json:"own_pki"`
}

// orgShow shows the organisation and its own keys, with no passphrase asked.
func (j *job) orgShow() int {
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
		if j.json {
			j.show(officeJSON(o))
			return nil
		}
		j.say("cli.org.head", o.Organisation.Name, o.Organisation.ODS)
		if o.KeyThere {
			j.say("cli.org.folder", o.KeyFolder)
		} else {
			j.say("cli.org.away", o.KeyFolder)
		}
		return j.ownKeys(o)
	}), "")
}

func officeJSON(o desk.Office) any {
	keys := []ownKeyJSON{}
	for _, k := range o.Keys {
		keys = append(keys, ownKeyJSON{k.Kid, k.Fingerprint, string(k.Status), k.From.Unix(), seconds(k.Until), k.Current, k.Sealed, k.Holders, k.OwnPKI})
	}
	return struct {
		Format       int          `json:"format"`
		ODS          string       `json:"ods"`
		Organisation string       `json:"organisation"`
		KeyFolder    string       `json:"key_folder"`
		KeyThere     bool         `json:"key_there"`
		Keys         []ownKeyJSON `json:"keys"`
	}{1, o.Organisation.ODS, o.Organisation.Name, o.KeyFolder, o.KeyThere, keys}
}

// seconds is a time as Unix seconds; the zero time is 0.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func (j *job) ownKeys(o desk.Office) error {
	for _, k := range o.Keys {
		j.blank()
		j.say("cli.keys.kid", k.Kid)
		j.detail("cli.keys.fingerprint", k.Fingerprint)
		j.standing(k.Status, k.Until)
		if k.Current {
			j.detail("cli.org.signs")
		}
		if k.Sealed {
			j.detail("cli.org.holders", k.Holders)
		} else {
			j.detail("cli.org.not-there")
		}
		if k.OwnPKI {
			j.detail("cli.org.own-pki")
		}
	}
	return nil
}

// detail writes one line of words under what it belongs to.
func (j *job) detail(key string, args ...any) {
	fmt.Fprintln(j.Stdout, "  "+j.Words.T(key, args...))
}

// orgCard leaves the organisation's public key file, for other organisations.
func (j *job) orgCard() int {
	f := j.flags()
	out := f.String("out", "card.muster", j.Words.T("cli.flag.answer-out"))
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		card, err := d.Card(j.ctx)
		if err != nil {
			return err
		}
		return j.handOver(card, *out, "cli.org.card")
	}), "")
}

// orgRoll makes a new key that follows the one in use.
func (j *job) orgRoll() int {
	f := j.flags()
	var h hand
	until := f.String("until", "", j.Words.T("cli.flag.until"))
	h.office(j, f)
	h.whyFlag(j, f)
	h.yesFlag(j, f)
	if _, code, ok := j.reasoned(f, &h, 0, 0); !ok {
		return code
	}
	day, err := dayOf(*until)
	if err != nil {
		return j.fail(err, ExitUsage)
	}
	n := desk.NewKey{Why: h.why}
	if day != 0 {
		n.Until = day.End()
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return a.roll(h, n) }), "cli.org.rolled")
}

func (a *administrator) roll(h hand, n desk.NewKey) error {
	if err := a.sure(h, a.Words.T("cli.ask.roll")); err != nil {
		return err
	}
	var err error
	if n.Passphrase, err = a.fresh("cli.ask.new-passphrase"); err != nil {
		return err
	}
	seat, err := a.desk.RollKey(a.ctx, a.seat, n)
	if err != nil {
		return err
	}
	a.seat = seat
	o, err := a.desk.Office(a.ctx, seat)
	if err != nil {
		return err
	}
	return a.ownKeys(o)
}

// orgRetire ends one of the organisation's own keys.
func (j *job) orgRetire() int {
	f := j.flags()
	var h hand
	after := f.String("after", "", j.Words.T("cli.flag.after"))
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	kid, end, err := endOf(args[0], *after)
	if err != nil {
		return j.fail(err, ExitUsage)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		return a.desk.RetireKey(a.ctx, a.seat, kid, end, h.why)
	}), "cli.org.retired")
}

// endOf reads a key's id and the last day of its use, which is now where none is given.
func endOf(kid, after string) (k trust.Kid, end time.Time, err error) {
	if k, err = kidOf(kid); err != nil {
		return k, end, err
	}
	day, err := dayOf(after)
	if day != 0 {
		end = day.End()
	}
	return k, end, err
}

// certificateRequest leaves what the trust's own PKI is asked with.
func (j *job) certificateRequest() int {
	f := j.flags()
	var h hand
	out := f.String("out", "organisation.csr", j.Words.T("cli.flag.new-file"))
	h.office(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		der, err := a.desk.CertificateRequest(a.ctx, a.seat)
		if err != nil {
			return err
		}
		return a.keep(der, *out, "cli.org.csr")
	}), "")
}

// maxCertificates is how many bytes a file of certificates has at most.
const maxCertificates = 256 << 10

// certificateSet takes in the certificate that the PKI gave.
func (j *job) certificateSet() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	data, err := j.whole(args[0], maxCertificates)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		return a.desk.SetCertificate(a.ctx, a.seat, data, h.why)
	}), "cli.org.certified")
}

// adminAdd lets another person open the organisation's key.
func (j *job) adminAdd() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		next, err := a.fresh("cli.ask.their-passphrase")
		if err != nil {
			return err
		}
		return a.desk.AddAdministrator(a.ctx, a.seat, a.passphrase, args[0], next)
	}), "cli.admin.added", args[0])
}

// adminRemove takes another person off the organisation's key.
func (j *job) adminRemove() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		return a.desk.RemoveAdministrator(a.ctx, a.seat, a.passphrase, args[0], h.why)
	}), "cli.admin.removed", args[0])
}

// adminPassphrase gives an administrator another passphrase.
func (j *job) adminPassphrase() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		next, err := a.fresh("cli.ask.new-passphrase")
		if err != nil {
			return err
		}
		return a.desk.ChangeOfficePassphrase(a.ctx, a.seat, a.passphrase, next)
	}), "cli.passphrase.changed")
}
