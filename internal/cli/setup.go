package cli

import (
	"path/filepath"

	"muster/internal/desk"
	"muster/internal/trust"
)

// setupAdministrator makes this the administrator's machine of an organisation.
func (j *job) setupAdministrator() int {
	f := j.flags()
	var h hand
	var n desk.NewOffice
	f.StringVar(&n.Organisation.ODS, "ods", "", j.Words.T("cli.flag.ods"))
	f.StringVar(&n.Organisation.Name, "organisation", "", j.Words.T("cli.flag.organisation"))
	f.StringVar(&n.Name, "name", "", j.Words.T("cli.flag.administrator"))
	f.StringVar(&n.KeyFolder, "keys", "", j.Words.T("cli.flag.keys"))
	bundle := f.String("bundle", "", j.Words.T("cli.flag.bundle"))
	h.secretsFlag(j, f)
	if _, code, ok := j.needing(f, 0, 0, &n.Organisation.ODS, &n.Organisation.Name, &n.Name, &n.KeyFolder); !ok {
		return code
	}
	err := j.foundOffice(h, n, *bundle)
	return j.ended(err, "cli.setup.office.next")
}

func (j *job) foundOffice(h hand, n desk.NewOffice, bundle string) (err error) {
	if n.KeyFolder, err = filepath.Abs(n.KeyFolder); err != nil {
		return err
	}
	if bundle != "" {
		if n.Bundle, err = j.whole(bundle, trust.MaxBundle); err != nil {
			return err
		}
	}
	return j.onRecords(h.secrets, j.anew, func(d *desk.Desk, a *asker) error {
		if n.Organisation, err = d.CheckOrganisation(a.ctx, n.Organisation); err != nil {
			return err // before a passphrase is asked
		}
		if n.Passphrase, err = a.fresh("cli.ask.new-passphrase"); err != nil {
			return err
		}
		seat, err := d.SetUpAdministrator(a.ctx, n)
		if err != nil {
			return err
		}
		defer d.CloseOffice(seat)
		o, err := d.LookAtOffice(a.ctx)
		if err != nil {
			return err
		}
		a.say("cli.setup.office.done", o.Organisation.Name, o.Organisation.ODS, n.KeyFolder)
		return a.ownKeys(o)
	})
}

// setupKiosk makes this a kiosk or a trainer's machine, and leaves its request.
func (j *job) setupKiosk() int {
	f := j.flags()
	var h hand
	var n desk.NewKiosk
	f.StringVar(&n.Organisation.ODS, "ods", "", j.Words.T("cli.flag.ods"))
	f.StringVar(&n.Organisation.Name, "organisation", "", j.Words.T("cli.flag.organisation"))
	f.StringVar(&n.Device, "device", "", j.Words.T("cli.flag.device"))
	f.StringVar(&n.Trainer.Name, "name", "", j.Words.T("cli.flag.name"))
	f.BoolVar(&n.Trainer.Assessor, "assessor", false, j.Words.T("cli.flag.assessor"))
	who := f.String("trainer", "", j.Words.T("cli.flag.trainer"))
	out := f.String("out", "request.muster", j.Words.T("cli.flag.answer-out"))
	h.secretsFlag(j, f)
	if _, code, ok := j.needing(f, 0, 0, &n.Organisation.ODS, &n.Organisation.Name, &n.Device, &n.Trainer.Name, who); !ok {
		return code
	}
	var err error
	if n.Trainer.Number, err = number(*who); err == nil {
		err = j.makeKiosk(h, n, *out)
	}
	if err == nil {
		j.complain("cli.setup.kiosk.next") // standard output may be the code's text
	}
	return j.ended(err, "")
}

func (j *job) makeKiosk(h hand, n desk.NewKiosk, out string) error {
	return j.onRecords(h.secrets, j.anew, func(d *desk.Desk, a *asker) (err error) {
		if n.Organisation, err = d.CheckOrganisation(a.ctx, n.Organisation); err != nil {
			return err // before a passphrase is asked
		}
		if n.Passphrase, err = a.fresh("cli.ask.new-passphrase"); err != nil {
			return err
		}
		if n.PIN, err = a.fresh("cli.ask.new-pin"); err != nil {
			return err
		}
		r, err := d.SetUpKiosk(a.ctx, n)
		if err != nil {
			return err
		}
		return a.request(r, out)
	})
}
