package desk

import (
	"context"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// How long what is signed counts as fresh. Revocations are the shorter: what was
// taken back must reach every check desk. A verdict past them is caution.
const (
	listLife        = 365 * 24 * time.Hour
	revocationsLife = 90 * 24 * time.Hour
)

// clockSlack is how far apart the clocks of one site may be: what is signed here
// counts from so long before, or a kiosk a few minutes behind could not use it yet.
const clockSlack = time.Hour

// editing is one edit of what the organisation says: the statements that it signs.
type editing struct {
	*held
	key  trust.OrganisationKey
	at   time.Time
	long time.Duration // how long lists last, where that is not as above
	out  []Statement
	// lists is the trust list as this edit has signed it; nil before it has.
	lists *trust.SignedList
}

// edit runs one act of an administrator: it signs what do asks for and keeps it, all
// of it or nothing, with who did it and why.
func (d *Desk) edit(ctx context.Context, s *OfficeSeat, a Act, do func(*editing) error) error {
	d.work.Lock()
	defer d.work.Unlock()
	e, err := d.begin(ctx, s)
	if err != nil {
		return err
	}
	if err := do(e); err != nil {
		return d.signRefusal(err)
	}
	a.By, a.At = s.Holder, e.at
	defer d.forget()
	return d.Store.SetStatements(ctx, e.out, a)
}

// begin opens an edit; a clock that is behind signs nothing.
func (d *Desk) begin(ctx context.Context, s *OfficeSeat) (*editing, error) {
	key, err := d.inOffice(s)
	if err != nil {
		return nil, err
	}
	h, err := d.holding(ctx)
	if err != nil {
		return nil, err
	}
	at, behind, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	if behind {
		return nil, induction.Refuse(induction.NotReady, induction.CodeClockBehind, d.Clock.Now().UTC(), at)
	}
	return &editing{held: h, key: key, at: at}, nil
}

// signRefusal says what a failure to sign is to a person.
func (d *Desk) signRefusal(err error) error {
	switch {
	case induction.ReasonOf(err) != "":
		return err
	case !d.OfficeOpen():
		return induction.Because(err, induction.NotAllowed, induction.CodeOfficeClosed)
	}
	return induction.Because(err, induction.Invalid, induction.CodeNotSigned)
}

// put signs the organisation's next statement of a kind on a subject.
func (e *editing) put(subject string, body trust.Body) error { return e.putBy(e.key, subject, body) }

func (e *editing) putBy(key trust.Signer, subject string, body trust.Body) error {
	h := trust.Head{
		Issuer: e.place.Organisation.Issuer(), Subject: subject, Issued: e.at.Unix(),
		Serial: e.book.NextSerial(body.Kind(), subject), NextUpdate: e.nextUpdate(body.Kind()),
	}
	st, err := trust.Sign(h, body, key)
	if err != nil {
		return err
	}
	e.out = append(e.out, keep(st))
	if l, ok := body.(trust.SignedList); ok {
		e.lists = &l
	}
	return nil
}

func (e *editing) nextUpdate(k trust.Kind) int64 {
	life := listLife
	switch {
	case k != trust.KindList && k != trust.KindRevocations:
		return 0
	case e.long > 0:
		life = e.long
	case k == trust.KindRevocations:
		life = revocationsLife
	}
	return e.at.Add(life).Unix()
}

// keep is a statement as the store has it.
func keep(st trust.Statement) Statement {
	return Statement{Kind: string(st.Kind), Issuer: st.Issuer, Subject: st.Subject, Serial: st.Serial, Issued: unix(st.Issued), Bytes: st.Bytes()}
}

// list is the organisation's trust list as it stands, or one that names its own
// keys where there is none.
func (e *editing) list() trust.SignedList {
	if e.lists != nil {
		return *e.lists
	}
	if l, _, ok := e.book.OwnList(); ok {
		return l
	}
	var l trust.SignedList
	for _, k := range e.book.OwnKeys() {
		l.Entries = append(l.Entries, trust.Entry{Organisation: trust.Organisation{
			Issuer: e.place.Organisation.Issuer(), Name: e.place.Organisation.Name, Key: k.Key, ValidFrom: k.From, ValidTo: k.To,
		}, Revoked: k.Revoked})
	}
	return l
}

func (e *editing) revocations() trust.SignedRevocations {
	r, _, _ := e.book.OwnRevocations()
	return r
}

// requirements are the signed ones, or the content packs' own where none are.
func (e *editing) requirements(packs []induction.Programme) trust.Requirements {
	if r, _, ok := e.book.Requirements(); ok {
		return r
	}
	var r trust.Requirements
	for _, p := range packs {
		r.Programmes = append(r.Programmes, signedProgramme(p))
	}
	return r
}

func (e *editing) staffList() trust.Staff {
	s, _, _ := e.book.Staff()
	return s
}

// renew signs anew, by the key that is open, this list and whatever else the
// organisation has said.
func (e *editing) renew(l trust.SignedList) error {
	if err := e.put("", l); err != nil {
		return err
	}
	if err := e.put("", e.revocations().Sorted()); err != nil {
		return err
	}
	if r, _, ok := e.book.Requirements(); ok {
		if err := e.put("", r); err != nil {
			return err
		}
	}
	if s, _, ok := e.book.Staff(); ok {
		return e.put("", s)
	}
	return nil
}

// RenewLists signs the lists anew as they stand, before their next update is due.
func (d *Desk) RenewLists(ctx context.Context, s *OfficeSeat) error {
	return d.edit(ctx, s, Act{What: "lists-renewed"}, func(e *editing) error { return e.renew(e.list()) })
}
