package cli

import (
	"flag"
	"time"

	"muster/internal/desk"
	"muster/internal/trust"
)

// trustAdd trusts another organisation's key, once its fingerprint was compared.
func (j *job) trustAdd() int {
	f := j.flags()
	from := f.String("from", "", j.Words.T("cli.flag.from"))
	return j.card(f, func(a *administrator, c desk.Card, why string) error {
		day, err := dayOf(*from)
		if err != nil {
			return err
		}
		start := time.Time{}
		if day != 0 {
			start = day.Start()
		}
		return a.desk.AddOrganisation(a.ctx, a.seat, c, true, start, why)
	}, "cli.trust.added")
}

// keeperAdd accepts an organisation's own lists, once its fingerprint was compared.
func (j *job) keeperAdd() int {
	return j.card(j.flags(), func(a *administrator, c desk.Card, why string) error {
		return a.desk.AddKeeper(a.ctx, a.seat, c, true, why)
	}, "cli.trust.keeper-added")
}

// card reads an organisation's key file, lets its fingerprint be compared, and does
// with it what was asked.
func (j *job) card(f *flag.FlagSet, do func(*administrator, desk.Card, string) error, done string) int {
	var h hand
	heard := f.String("fingerprint", "", j.Words.T("cli.flag.fingerprint"))
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	data, err := j.signed(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		c, err := a.desk.ReadCard(a.ctx, data)
		if err != nil {
			return err
		}
		a.complain("cli.trust.shown", c.Organisation.Name, c.Organisation.ODS, c.Fingerprint)
		if err := a.compared(c.Fingerprint, *heard); err != nil {
			return err
		}
		return do(a, c, h.why)
	}), done)
}

// trustEnd ends a key of another organisation: no new passports after a day.
func (j *job) trustEnd() int {
	f := j.flags()
	var h hand
	key := f.String("key", "", j.Words.T("cli.flag.key"))
	after := f.String("after", "", j.Words.T("cli.flag.after"))
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	day, err := dayOf(*after)
	if err != nil {
		return j.fail(err, ExitUsage)
	}
	end := time.Time{}
	if day != 0 {
		end = day.End()
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		kid, err := a.keyOf(issuerOf(args[0]), *key)
		if err != nil {
			return err
		}
		return a.desk.EndOrganisation(a.ctx, a.seat, issuerOf(args[0]), kid, end, h.why)
	}), "cli.trust.ended")
}

// keyOf is the key that was named, or the only one of an organisation.
func (a *administrator) keyOf(issuer, kid string) (trust.Kid, error) {
	if kid != "" {
		return kidOf(kid)
	}
	o, err := a.desk.Office(a.ctx, a.seat)
	if err != nil {
		return trust.Kid{}, err
	}
	var found []trust.Kid
	for _, t := range o.Organisations {
		if t.Issuer == issuer {
			found = append(found, t.Kid)
		}
	}
	if len(found) > 1 {
		return trust.Kid{}, &trouble{code: "which-key", args: []any{issuer}}
	}
	return append(found, trust.Kid{})[0], nil // the desk says that there is none
}

// keeperRemove accepts an organisation's lists no longer.
func (j *job) keeperRemove() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error {
		return a.desk.RemoveKeeper(a.ctx, a.seat, issuerOf(args[0]), h.why)
	}), "cli.trust.keeper-removed")
}
