package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

// Issue signs a learner's passport, or several where one would be too dense to
// scan: sign, then record, then show. The trainer signs with a PIN.
func (d *Desk) Issue(ctx context.Context, t *TrainerSeat, id induction.LearnerID, pin string) ([]induction.Issued, error) {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return nil, err
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return nil, err
	}
	return d.issue(ctx, t, id)
}

// Progress tells how far a long act is.
type Progress func(done, of int)

// Batch is what issuing for all who are ready came to.
type Batch struct {
	Issued  []induction.Issued
	Refused map[induction.LearnerID]error
}

// IssueReady issues for everybody who is ready. One who is refused does not stop
// the others; the context's end does, and what was issued by then stands.
func (d *Desk) IssueReady(ctx context.Context, t *TrainerSeat, pin string, tell Progress) (Batch, error) {
	b := Batch{Refused: map[induction.LearnerID]error{}}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return b, err
	}
	g, err := d.grid(ctx, t.Session)
	if err != nil {
		return b, err
	}
	ready := slices.DeleteFunc(g.Rows, func(r Row) bool { return !r.Ready })
	for i, row := range ready {
		if ctx.Err() != nil {
			return b, ctx.Err()
		}
		tell(i, len(ready))
		got, err := d.issueOther(ctx, t, row.Learner)
		if err != nil {
			b.Refused[row.Learner.ID] = err
			continue
		}
		b.Issued = append(b.Issued, got...)
	}
	tell(len(ready), len(ready))
	return b, nil
}

// issueOther looks at the seat again for each person: a trainer who leaves in the
// middle signs no more.
func (d *Desk) issueOther(ctx context.Context, t *TrainerSeat, l induction.Learner) ([]induction.Issued, error) {
	if _, err := d.actFor(ctx, t, l.ID); err != nil {
		return nil, err
	}
	return d.issue(ctx, t, l.ID)
}

func (d *Desk) issue(ctx context.Context, t *TrainerSeat, id induction.LearnerID) ([]induction.Issued, error) {
	at, behind, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	if behind {
		return nil, induction.Refuse(induction.NotReady, induction.CodeClockBehind, d.Clock.Now().UTC(), at)
	}
	r, err := d.Store.Record(ctx, id, t.Session)
	if err != nil {
		return nil, err
	}
	if !r.Learner.Identity.Confirmed() {
		return nil, induction.Refuse(induction.NotReady, induction.CodeIdentityFirst)
	}
	entries := induction.Entries(d.Catalog, r, at)
	if len(entries) == 0 {
		return nil, induction.Refuse(induction.NotReady, induction.CodeNothingToIssue)
	}
	claims, err := d.claims(ctx, t, r.Learner, at)
	if err != nil {
		return nil, err
	}
	return d.signAll(ctx, t, r.Learner.ID, claims, entries, at)
}

// claims is what every passport of this session says, without its items.
func (d *Desk) claims(ctx context.Context, t *TrainerSeat, l induction.Learner, at time.Time) (passport.Claims, error) {
	place, err := d.Store.Place(ctx)
	if err != nil {
		return passport.Claims{}, err
	}
	s, err := d.Store.Session(ctx, t.Session)
	if err != nil {
		return passport.Claims{}, err
	}
	return passport.Claims{
		Issuer: place.Organisation.Issuer(), Subject: string(l.Number), IssuedAt: at.Unix(), Name: l.Name,
		Organisation: place.Organisation.Name, Device: place.Device, Session: sessionLabel(s),
		Trainer: clip(t.Trainer.Name, 40), Demonstration: place.Organisation.Demo(),
	}, nil
}

// sessionLabel names a session for people in at most 40 bytes.
func sessionLabel(s induction.Session) string {
	return clip(s.Opened.UTC().Format(time.DateOnly)+" "+s.Room, 40)
}

// clip cuts s to at most n bytes between characters.
func clip(s string, n int) string {
	for len(s) > n {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimSpace(s)
}

// signAll signs one passport for each framework the entries belong to, then
// records them all.
func (d *Desk) signAll(ctx context.Context, t *TrainerSeat, id induction.LearnerID, c passport.Claims, entries []induction.Entry, at time.Time) ([]induction.Issued, error) {
	key, err := d.openKey()
	if err != nil {
		return nil, err
	}
	var out []induction.Issued
	for _, framework := range frameworks(entries) {
		c.ID, c.Framework, c.Items = passport.NewID(), framework, items(entries, framework, at)
		signed, err := passport.IssueAll(c, key)
		if err != nil && !d.holds(key) {
			return nil, induction.Because(err, induction.NotReady, induction.CodeKeyLocked)
		}
		if err != nil {
			return nil, refusedToSign(err)
		}
		for _, p := range signed {
			out = append(out, induction.Issued{ID: induction.PassportID(p.Claims.ID.String()), Learner: id, Session: t.Session, By: t.Trainer.ID, At: at, Text: p.Text, Codes: codes(p.Claims.Items)})
		}
	}
	if err := d.Store.AddPassports(ctx, out, nil); err != nil {
		return nil, err
	}
	return out, nil
}

// openKey is the passport key, or a refusal that asks for the passphrase.
func (d *Desk) openKey() (trust.PassportKey, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.keyAwake(d.Clock.Now()) {
		return nil, induction.Refuse(induction.NotReady, induction.CodeKeyLocked)
	}
	return d.key, nil
}

// holds reports whether the key is still the one that is open: it is not where it
// was dropped, or opened anew, while it signed.
func (d *Desk) holds(key trust.PassportKey) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.key == key
}

func refusedToSign(err error) error {
	switch {
	case errors.Is(err, passport.ErrDelegation):
		return induction.Because(err, induction.NotReady, induction.CodeNoDelegation)
	case errors.Is(err, passport.ErrTooLong):
		return induction.Because(err, induction.Invalid, induction.CodePassportSize)
	}
	return induction.Because(err, induction.Internal, induction.CodePassportSize)
}

// frameworks lists the frameworks of the entries; codes of no framework go with the first.
func frameworks(entries []induction.Entry) []string {
	var out []string
	for _, e := range entries {
		if e.Framework != "" && !slices.Contains(out, e.Framework) {
			out = append(out, e.Framework)
		}
	}
	if len(out) == 0 {
		out = append(out, OwnFramework)
	}
	return out
}

// OwnFramework is named on a passport that holds nothing but Muster's own codes.
const OwnFramework = "muster/1"

func items(entries []induction.Entry, framework string, at time.Time) []passport.Item {
	var out []passport.Item
	for _, e := range entries {
		if e.Framework != framework && (e.Framework != "" || framework != frameworks(entries)[0]) {
			continue
		}
		out = append(out, passport.NewItem(string(e.Code), e.Version.Packed(), e.Day.Start(), at, e.ValidDays, how(e.How)))
	}
	return out
}

func how(h induction.How) passport.How {
	var out passport.How
	for _, b := range []struct {
		set bool
		bit passport.How
	}{{h.Knowledge, passport.Knowledge}, {h.Practical, passport.Practical}, {h.Tested, passport.TestedOnly}, {h.Taught, passport.Taught}, {h.Awaiting, passport.AwaitingSignOff}} {
		if b.set {
			out |= b.bit
		}
	}
	return out
}

func codes(items []passport.Item) []induction.Code {
	var out []induction.Code
	for _, i := range items {
		out = append(out, induction.Code(i.Code))
	}
	return out
}

// MyPassports lists the passports a learner can take away again.
func (d *Desk) MyPassports(ctx context.Context, s *Seat) (MyDay, error) {
	day, err := d.Day(ctx, s)
	if err != nil {
		return day, err
	}
	if len(day.Passports) == 0 {
		return day, induction.Refuse(induction.NotFound, induction.CodeNoPassport)
	}
	return day, nil
}

// Paper is what the printed passport says besides its code.
type Paper struct {
	Issued      induction.Issued
	Claims      passport.Claims
	Items       []CheckedItem
	Outstanding []induction.Line // as the day stands now
}

// Paper gathers what to print for a passport that was issued here. Its claims are
// read back from the signed text, so that the print can say nothing else.
func (d *Desk) Paper(ctx context.Context, p induction.Issued) (Paper, error) {
	c, err := d.Check(ctx, p.Text)
	if err != nil {
		return Paper{}, err
	}
	if c.Verdict.Claims == nil {
		return Paper{}, fmt.Errorf("passport %s cannot be read back: %s", p.ID, c.Verdict.Status)
	}
	day, err := d.dayOf(ctx, p.Learner)
	if err != nil {
		return Paper{}, err
	}
	out := Paper{Issued: p, Claims: *c.Verdict.Claims, Items: c.Items}
	for _, l := range day.Day.Lines {
		if !l.Done {
			out.Outstanding = append(out.Outstanding, l)
		}
	}
	return out, nil
}
