package desk

import (
	"context"
	"slices"
	"time"

	"muster/internal/induction"
)

// Receipt is what this organisation accepts of somebody's training elsewhere, item by
// item, and on whose word.
type Receipt struct {
	Organisation induction.Organisation // this one
	Device       string
	Programme    induction.Programme // and its Serial, the version of the requirements
	Number       induction.Number
	Name         string
	Identity     induction.Identity // zero at the check desk: the paper asks for it
	By           string             // who made it; "" where the paper is signed by hand
	At           time.Time
	Passports    []ComparedPassport
	Items        []ReceiptItem
	Competences  []Competence
	Trainers     map[induction.TrainerID]induction.Trainer
	Left         int // minutes still to do
	Saved        int // minutes that what was accepted spares
}

// ReceiptItem is one decision with what it is called.
type ReceiptItem struct {
	induction.Decision
	Subject string // the framework's name for the subject, or the title where it has none
	Level   string
}

// ReceiptOf makes the receipt of a comparison. It writes nothing here: somebody who
// only stood at the check desk is not on record on this machine, and the paper in
// their hand is all that is kept.
func (d *Desk) ReceiptOf(ctx context.Context, c Comparison, who Compared, by string) (Receipt, error) {
	if !who.Recognised {
		return Receipt{}, d.startRefused(who)
	}
	r, err := d.receipt(ctx, c.Programme, who.Decisions)
	if err != nil {
		return r, err
	}
	r.Number, r.Name, r.By, r.At = who.Number, who.Name, tidy(by), c.At
	r.Passports, r.Left, r.Saved = who.Passports, who.Day.Left, who.Day.Saved
	return r, nil
}

// LearnerReceipt makes the receipt of somebody on record, whose name was held against
// photo ID. That it was made, for whom and by whom is noted: it goes to payroll's and
// training's files, and somebody will ask where it came from.
func (d *Desk) LearnerReceipt(ctx context.Context, t *TrainerSeat, id induction.LearnerID) (Receipt, error) {
	l, err := d.actFor(ctx, t, id)
	if err != nil {
		return Receipt{}, err
	}
	if !l.Identity.Confirmed() {
		return Receipt{}, induction.Refuse(induction.NotReady, induction.CodeIdentityFirst)
	}
	day, rec, g, err := d.day(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Receipt{}, err
	}
	r, err := d.receipt(ctx, day.Programme, induction.Decide(day.Programme, d.Catalog, rec, at))
	if err != nil {
		return r, err
	}
	r.Number, r.Name, r.Identity, r.By, r.At = l.Number, l.Name, l.Identity, t.Trainer.Name, at
	r.Left, r.Saved = day.Day.Left, day.Day.Saved
	for i, o := range rec.Recognitions {
		if o.Withdrawn.Made() {
			continue
		}
		p := d.comparedPassport(g, o.Text)
		p.Brought = rec.Brought[i]
		r.Passports = append(r.Passports, p)
	}
	if err := d.Store.Note(ctx, Act{What: "receipt-made", Of: string(id), By: t.Trainer.Name, At: at}); err != nil {
		return Receipt{}, err
	}
	return r, nil
}

// receipt is what every receipt says of this organisation and its decisions.
func (d *Desk) receipt(ctx context.Context, p induction.Programme, all []induction.Decision) (Receipt, error) {
	place, err := d.Store.Place(ctx)
	if err != nil {
		return Receipt{}, foundIn(err, induction.CodeNotSetUp)
	}
	r := Receipt{Organisation: place.Organisation, Device: place.Device, Programme: p}
	if r.Trainers, err = d.trainersByID(ctx); err != nil {
		return r, err
	}
	for _, one := range all {
		it := ReceiptItem{Decision: one, Subject: one.Title}
		code := one.Code
		if s, l, ok := d.Catalog.Titles(d.frameworkOf(code), code); ok {
			it.Subject, it.Level = s, l
		}
		r.Items = append(r.Items, it)
	}
	r.Competences = d.competences(all)
	return r, nil
}

// Competence is one line for the staff record (ESR): a level that is accepted here.
type Competence struct {
	Code  induction.Code
	Name  string // as the staff record knows it; "" where nobody has given a name
	Sure  string // how good the name is, as Catalog.ESRName has it
	From  induction.Date
	Until time.Time // zero for good
	// Ground and Organisation are on whose word.
	Ground       induction.Ground
	Organisation string
}

// competences gathers the decisions into lines for the staff record. A level stands
// under its full name where both its parts are accepted; a waiver is no training, so
// it makes no line.
func (d *Desk) competences(all []induction.Decision) []Competence {
	var out []Competence
	for _, one := range all {
		if one.Ruling != induction.Accepted || one.Ground == induction.OnWaiver {
			continue
		}
		c := Competence{Code: one.Code, From: one.Completed, Until: one.Until, Ground: one.Ground, Organisation: one.Organisation}
		practical := one.Part == induction.PracticalPart
		if practical {
			if len(out) == 0 || out[len(out)-1].Code != one.Code {
				continue // nothing is known but the practical: no level
			}
			c = both(out[len(out)-1], c)
			out = out[:len(out)-1]
		}
		c.Name, c.Sure, _ = d.Catalog.ESRName(one.Code, practical)
		out = append(out, c)
	}
	return out
}

// both is a level whose two parts are accepted: held from the later day, when it was
// whole, until the first of them runs out.
func both(knowledge, practical Competence) Competence {
	k := knowledge
	k.From = max(k.From, practical.From)
	if u := practical.Until; !u.IsZero() && (k.Until.IsZero() || u.Before(k.Until)) {
		k.Until = u
	}
	return k
}

// Accepted are the items that this organisation accepts.
func (r Receipt) Accepted() []ReceiptItem {
	return slices.DeleteFunc(slices.Clone(r.Items), func(i ReceiptItem) bool { return i.Ruling != induction.Accepted })
}

// frameworkOf is the framework that a code's module belongs to here.
func (d *Desk) frameworkOf(c induction.Code) string {
	if m, ok := d.Catalog.Module(c); ok {
		return m.Framework
	}
	return ""
}

func (d *Desk) trainersByID(ctx context.Context) (map[induction.TrainerID]induction.Trainer, error) {
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return nil, err
	}
	out := map[induction.TrainerID]induction.Trainer{}
	for _, t := range all {
		out[t.ID] = t
	}
	return out, nil
}
