package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"muster/internal/induction"
	"muster/internal/passport"
)

// Comparison holds the passports of somebody who stands at the check desk against
// what a programme asks for here. Nothing of it is recorded.
type Comparison struct {
	Programme induction.Programme
	At        time.Time
	NoList    bool // no trust list is held here
	// People are those whom the passports name, the first scanned first. More than one
	// is to be said plainly: passports of several persons make no one picture.
	People []Compared
	// Unread are passports of which nothing may be shown: refused, or signed by
	// nobody who is known here.
	Unread []ComparedPassport
}

// Compared is one person's passports as one picture.
type Compared struct {
	Number    induction.Number
	Name      string   // as the newest passport has it
	Names     []string // every spelling, where there is more than one
	Passports []ComparedPassport
	Decisions []induction.Decision
	Day       induction.Day // as it would be on arrival: minutes left and saved
	// Recognised says that at least one passport counts here.
	Recognised bool
}

// ComparedPassport is one passport and its check.
type ComparedPassport struct {
	Text    string // as FORMAT.md writes it; as given where it is none
	Checked Checked
	Brought induction.Brought
}

// Texts are the person's passports, for StartHere.
func (c Compared) Texts() []string {
	var out []string
	for _, p := range c.Passports {
		out = append(out, p.Text)
	}
	return out
}

// CompareLimit is the most passports that are compared at once.
const CompareLimit = 48

// Compare checks passports and merges those of one person. A programme of "" is the
// open session's, or the first on this machine.
func (d *Desk) Compare(ctx context.Context, texts []string, id induction.ProgrammeID) (Comparison, error) {
	if len(texts) > CompareLimit {
		return Comparison{}, induction.Refuse(induction.Invalid, induction.CodeBroughtMany, CompareLimit)
	}
	c := Comparison{}
	var err error
	if c.Programme, err = d.compared(ctx, id); err != nil {
		return c, err
	}
	g, err := d.ground(ctx)
	if err != nil {
		return c, err
	}
	if c.At, _, err = d.now(ctx); err != nil {
		return c, err
	}
	c.NoList = !g.found
	seen := map[induction.PassportID]bool{}
	for _, text := range texts {
		p := d.comparedPassport(g, text)
		if p.Checked.Verdict.Claims == nil {
			c.Unread = append(c.Unread, p)
			continue
		}
		if !seen[p.Brought.ID] { // one passport scanned twice is one
			seen[p.Brought.ID] = true
			c.add(p)
		}
	}
	for i := range c.People {
		d.decide(g, &c.People[i], c)
	}
	return c, nil
}

func (d *Desk) compared(ctx context.Context, id induction.ProgrammeID) (induction.Programme, error) {
	s := induction.Session{Programme: id}
	if id == "" {
		var err error
		if s, _, err = d.currentSession(ctx); err != nil {
			return induction.Programme{}, err
		}
	}
	p, ok := d.programme(s)
	if !ok {
		return p, induction.Refuse(induction.NotFound, induction.CodeNoProgramme, string(s.Programme))
	}
	return p, nil
}

func (d *Desk) comparedPassport(g ground, text string) ComparedPassport {
	v := g.verdict(text)
	p := ComparedPassport{Text: text, Brought: broughtBy(v), Checked: Checked{Verdict: v, Items: Titled(d.Catalog, v), NoList: !g.found}}
	if plain, ok := passport.Plain(text); ok {
		p.Text = plain
	}
	return p
}

// add puts a passport with its holder's others. A staff number is one organisation's
// own, so that of another organisation is another person.
func (c *Comparison) add(p ComparedPassport) {
	b := p.Brought
	i := slices.IndexFunc(c.People, func(o Compared) bool {
		return o.Number == b.Holder && (b.Holder.Register() != induction.Staff || o.Passports[0].Brought.Issuer == b.Issuer)
	})
	if i < 0 {
		i = len(c.People)
		c.People = append(c.People, Compared{Number: b.Holder})
	}
	c.People[i].Passports = append(c.People[i].Passports, p)
}

// decide works out what a person's passports come to here, as if the person named on
// the newest of them stood on record.
func (d *Desk) decide(g ground, who *Compared, c Comparison) {
	newest := who.Passports[0].Brought
	for _, p := range who.Passports {
		if cmp.Or(p.Brought.Issued.Compare(newest.Issued), cmp.Compare(p.Brought.ID, newest.ID)) > 0 {
			newest = p.Brought
		}
		if !slices.Contains(who.Names, p.Brought.Name) {
			who.Names = append(who.Names, p.Brought.Name)
		}
	}
	who.Name = newest.Name
	if len(who.Names) == 1 {
		who.Names = nil
	}
	r := induction.Record{Learner: induction.Learner{Number: who.Number, Name: who.Name}}
	for i, p := range who.Passports {
		b := induction.Hold(p.Brought, r.Learner, g.issuer(), c.Programme)
		who.Passports[i].Brought = b
		who.Recognised = who.Recognised || b.Refused == ""
		r.Brought = append(r.Brought, b)
	}
	who.Decisions = induction.Decide(c.Programme, d.Catalog, r, c.At)
	who.Day = induction.PlanDay(c.Programme, d.Catalog, r, "", c.At)
}

// tidy makes one line of what was typed.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
