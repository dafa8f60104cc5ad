package cli

import (
	"context"

	"muster/internal/desk"
	"muster/internal/induction"
)

// against holds passports against what a programme asks for on this machine.
func (j *job) against(texts []string, programme string) (*desk.Comparison, error) {
	var c desk.Comparison
	err := j.looking(func(d *desk.Desk) (err error) {
		c, err = d.Compare(j.ctx, texts, induction.ProgrammeID(programme))
		return err
	})
	return &c, err
}

// hereJSON is what passports come to under a programme.
type hereJSON struct {
	Programme induction.ProgrammeID `json:"programme"`
	Serial    int64                 `json:"requirements"` // of the signed requirements; 0 where a pack's count
	People    []personJSON          `json:"people"`
}

type personJSON struct {
	Number     induction.Number `json:"number"`
	Name       string           `json:"name"`
	Recognised bool             `json:"recognised"`
	Decisions  []decisionJSON   `json:"decisions"`
	Left       int              `json:"minutes_left"`
	Saved      int              `json:"minutes_saved"`
}

// decisionJSON is one decision on one part of one requirement.
type decisionJSON struct {
	Code         induction.Code       `json:"code"`
	Part         induction.Part       `json:"part"`
	Ruling       induction.Ruling     `json:"ruling"`
	Ground       induction.Ground     `json:"ground"`
	Passport     induction.PassportID `json:"passport,omitempty"`
	Issuer       string               `json:"issuer,omitempty"`
	Organisation string               `json:"organisation,omitempty"`
	Held         induction.Code       `json:"held,omitempty"`
	Completed    string               `json:"completed,omitempty"`
	Until        int64                `json:"until"` // Unix seconds; 0 for good
	Doubts       []induction.Doubt    `json:"doubts,omitempty"`
	Minutes      int                  `json:"minutes"`
}

func hereOf(c *desk.Comparison) *hereJSON {
	if c == nil {
		return nil
	}
	out := hereJSON{c.Programme.ID, c.Programme.Serial, []personJSON{}}
	for _, p := range c.People {
		one := personJSON{p.Number, p.Name, p.Recognised, []decisionJSON{}, p.Day.Left, p.Day.Saved}
		for _, d := range p.Decisions {
			one.Decisions = append(one.Decisions, decisionOf(d))
		}
		out.People = append(out.People, one)
	}
	return &out
}

func decisionOf(d induction.Decision) decisionJSON {
	out := decisionJSON{
		Code: d.Code, Part: d.Part, Ruling: d.Ruling, Ground: d.Ground, Passport: d.Passport, Issuer: d.Issuer,
		Organisation: d.Organisation, Held: d.Held, Until: seconds(d.Until), Doubts: d.Doubts, Minutes: d.Minutes,
	}
	if d.Completed != 0 {
		out.Completed = d.Completed.String()
	}
	return out
}

// here shows what each person's passports come to.
func (j *job) here(c desk.Comparison) {
	for _, p := range c.People {
		j.blank()
		j.say("cli.here.head", p.Name, j.number(string(p.Number)), c.Programme.Title)
		for _, name := range p.Names {
			j.detail("cli.here.name", name)
		}
		for _, b := range p.Passports {
			if b.Brought.Refused != "" {
				j.detail("cli.here.refused", b.Brought.Organisation, j.Words.T("here.refused."+string(b.Brought.Refused)))
			}
		}
		for _, d := range p.Decisions {
			j.decision(d)
		}
		j.say("cli.here.minutes", p.Day.Saved, p.Day.Left)
	}
}

// papers are the files that a receipt can be left in; "" for none.
type papers struct{ pdf, csv, esr string }

// receipt holds passports against a programme and leaves the receipt. Nothing is
// recorded: the paper is all that is kept.
func (j *job) receipt() int {
	f := j.flags()
	var p papers
	programme := f.String("programme", "", j.Words.T("cli.flag.programme"))
	person := f.String("number", "", j.Words.T("cli.flag.person"))
	by := f.String("by", "", j.Words.T("cli.flag.by"))
	f.StringVar(&p.pdf, "pdf", "", j.Words.T("cli.flag.pdf"))
	f.StringVar(&p.csv, "csv", "", j.Words.T("cli.flag.csv"))
	f.StringVar(&p.esr, "esr", "", j.Words.T("cli.flag.esr"))
	args, code, ok := j.parse(f, 1, -1)
	switch {
	case !ok:
		return code
	case p == papers{}:
		j.complain("cli.receipt.where", j.use())
		return ExitUsage
	}
	texts, err := j.sound(args)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		c, err := d.Compare(j.ctx, texts, induction.ProgrammeID(*programme))
		if err != nil {
			return err
		}
		who, err := onePerson(c, *person)
		if err != nil {
			return err
		}
		r, err := d.ReceiptOf(j.ctx, c, who, *by)
		if err != nil {
			return err
		}
		return j.receipts(j.ctx, r, p)
	}), "")
}

// onePerson is who was named, or the only person whom the passports name.
func onePerson(c desk.Comparison, typed string) (desk.Compared, error) {
	if typed == "" && len(c.People) == 1 {
		return c.People[0], nil
	}
	if typed == "" && len(c.People) > 1 {
		return desk.Compared{}, &trouble{code: "which-person"}
	}
	n := induction.Number("")
	if typed != "" {
		var err error
		if n, err = number(typed); err != nil {
			return desk.Compared{}, err
		}
	}
	for _, p := range c.People {
		if p.Number == n {
			return p, nil
		}
	}
	return desk.Compared{}, &trouble{code: "no-person"}
}

// receipts leaves a receipt in each file that was asked for.
func (j *job) receipts(ctx context.Context, r desk.Receipt, p papers) error {
	pdf, csv, err := j.Receipt(ctx, r)
	if err != nil {
		return err
	}
	if p.pdf != "" {
		if err := j.keep(pdf, p.pdf, "cli.receipt.pdf"); err != nil {
			return err
		}
	}
	if p.csv != "" {
		if err := j.keep(csv, p.csv, "cli.receipt.csv"); err != nil {
			return err
		}
	}
	if p.esr == "" {
		return nil
	}
	return j.esrOf(ctx, r, p.esr)
}

func (j *job) esrOf(ctx context.Context, r desk.Receipt, file string) error {
	e, err := j.ReceiptESR(ctx, r)
	if err != nil {
		return err
	}
	for _, why := range e.Left {
		j.complain("cli.receipt.left", why)
	}
	if e.Rows == 0 {
		j.say("cli.receipt.no-rows")
		return nil
	}
	return j.keep(e.Data, file, "cli.receipt.esr")
}
