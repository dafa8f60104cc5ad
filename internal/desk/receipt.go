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
	Required     time.Time           // when the organisation signed them; zero where it has not
	Number       induction.Number
	Name         string
	Identity     induction.Identity // zero at the check desk: the paper asks for it
	By           string             // who made it; "" where the paper is signed by hand
	At           time.Time
	Passports    []ComparedPassport
	Items        []ReceiptItem
	Competences  []Competence
	Local        []induction.Line // what is still to do that counts here alone
	Trainers     map[induction.TrainerID]induction.Trainer
	Left         int // minutes still to do
	Saved        int // minutes that what was accepted spares
}

// ReceiptItem is one decision with what it is called.
type ReceiptItem struct {
	induction.Decision
	Subject string // the framework's name for the subject, or the title where it has none
	Level   string
	// At is when somebody looked, saw proof or waived, and Kind what was seen; zero
	// where nobody did, and at the check desk.
	At   time.Time
	Kind induction.EvidenceKind
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
	r.Passports, r.Left, r.Saved, r.Local = who.Passports, who.Day.Left, who.Day.Saved, localLeft(who.Day)
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
	r.Left, r.Saved, r.Local = day.Day.Left, day.Day.Saved, localLeft(day.Day)
	for i := range r.Items {
		r.Items[i].witnessed(rec)
	}
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
	if r.Required, err = d.signedAt(ctx, p); err != nil {
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
	r.Competences = d.Competences(all)
	return r, nil
}

// localLeft are a day's local lines that are not done.
func localLeft(d induction.Day) []induction.Line {
	return slices.DeleteFunc(slices.Clone(d.Lines), func(n induction.Line) bool { return n.Done || n.Kind != induction.LocalLine })
}

// signedAt is when the organisation signed the requirements of a programme; zero
// where they are a content pack's.
func (d *Desk) signedAt(ctx context.Context, p induction.Programme) (time.Time, error) {
	h, err := d.holding(ctx)
	if err != nil || p.Serial == 0 {
		return time.Time{}, err
	}
	_, head, _ := h.book.Requirements()
	return unix(head.Issued), nil
}

// witnessed finds on record when somebody gave the word that a decision rests on.
func (it *ReceiptItem) witnessed(r induction.Record) {
	d := it.Decision
	switch d.Ground {
	case induction.OnPassport:
		for _, c := range r.LocalChecks {
			if c.Passport == d.Passport && c.Code == d.Held && c.By == d.By && c.Note == d.Note {
				it.At = later(it.At, c.At)
			}
		}
	case induction.OnEvidence:
		for _, e := range r.Evidence {
			if !e.Withdrawn.Made() && e.Code == d.Held && e.By == d.By && e.Body == d.Organisation && e.Completed == d.Completed && e.Reference == d.Note {
				it.At, it.Kind = e.At, e.Kind
			}
		}
	case induction.OnWaiver:
		for _, w := range r.Waivers {
			if !w.Withdrawn.Made() && w.Code == d.Code && w.By == d.By && w.Reason == d.Note {
				it.At = w.At
			}
		}
	}
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

// Competences gathers the decisions into lines for the staff record. A level stands
// under its full name where both its parts are accepted; a waiver is no training, so
// it makes no line.
func (d *Desk) Competences(all []induction.Decision) []Competence {
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
