package desk

import (
	"context"
	"errors"
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
	return d.issue(ctx, t, id, false)
}

// Progress tells how far a long act is.
type Progress func(done, of int)

// Batch is what issuing for all who are ready came to.
type Batch struct {
	Issued  []induction.Issued
	Refused map[induction.LearnerID]error
}

// IssueReady issues for everybody who is ready. One who is refused does not stop the
// others. What would refuse everybody does, and so does the context's end, between
// two people: what was issued by then stands, and pressing again goes on with those
// who are left.
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
		tell(i, len(ready))
		if ctx.Err() != nil {
			return b, ctx.Err()
		}
		got, err := d.issueOther(context.WithoutCancel(ctx), t, row.Learner)
		switch {
		case refusesAll(err):
			return b, err
		case err != nil:
			b.Refused[row.Learner.ID] = err
		}
		b.Issued = append(b.Issued, got...)
	}
	tell(len(ready), len(ready))
	return b, nil
}

// refusesAll reports what would refuse the next person in a batch as well.
func refusesAll(err error) bool {
	switch induction.ReasonOf(err) {
	case induction.CodeSignedOut, induction.CodeKeyLocked, induction.CodeClockBehind, induction.CodeNoDelegation,
		induction.CodeNoCertificate, induction.CodeOldDemo, induction.CodeOfficeMachine, induction.CodeNotEnrolled,
		induction.CodeEnrolmentEnded, induction.CodeKeyRevoked, induction.CodeDeviceRevoked, induction.CodeKeyRetired:
		return true
	}
	return false
}

// issueOther looks at the seat again for each person: a trainer who leaves in the
// middle signs no more. It also keeps the key awake through a long batch.
func (d *Desk) issueOther(ctx context.Context, t *TrainerSeat, l induction.Learner) ([]induction.Issued, error) {
	if _, err := d.actFor(ctx, t, l.ID); err != nil {
		return nil, err
	}
	return d.issue(ctx, t, l.ID, true)
}

// issue issues for one person; with ready, only where they are: somebody who got
// their passport from another hand meanwhile gets no second one.
func (d *Desk) issue(ctx context.Context, t *TrainerSeat, id induction.LearnerID, ready bool) ([]induction.Issued, error) {
	d.issuing.Lock()
	defer d.issuing.Unlock()
	at, err := d.mayIssue(ctx)
	if err != nil {
		return nil, err
	}
	day, r, g, err := d.day(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case ready && !d.row(day.Programme, r, day.Session, at).Ready:
		return nil, nil
	case !r.Learner.Identity.Confirmed():
		return nil, induction.Refuse(induction.NotReady, induction.CodeIdentityFirst)
	}
	entries := induction.Entries(d.Catalog, r, at)
	if len(entries) == 0 {
		return nil, induction.Refuse(induction.NotReady, induction.CodeNothingToIssue)
	}
	key, err := d.openKey()
	if err != nil {
		return nil, err
	}
	out, err := d.signAll(ctx, t, key, r.Learner, entries, at)
	if err != nil {
		return nil, err
	}
	papers, err := d.papers(ctx, g, key, out, day, r)
	if err != nil {
		return nil, err
	}
	if err := d.Store.AddPassports(ctx, out, papers); err != nil {
		return nil, err
	}
	return out, nil
}

// mayIssue is the time to issue at, or why nothing is issued: the clock has fallen
// behind, or the organisation's word on this machine does not hold.
func (d *Desk) mayIssue(ctx context.Context) (time.Time, error) {
	at, behind, err := d.now(ctx)
	if err != nil {
		return at, err
	}
	if behind {
		return at, induction.Refuse(induction.NotReady, induction.CodeClockBehind, d.Clock.Now().UTC(), at)
	}
	h, err := d.holding(ctx)
	if err != nil {
		return at, err
	}
	return at, h.mayIssue(at)
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

// signAll signs one passport for each framework the entries belong to, and several
// where one would be too dense.
func (d *Desk) signAll(ctx context.Context, t *TrainerSeat, key trust.PassportKey, l induction.Learner, entries []induction.Entry, at time.Time) ([]induction.Issued, error) {
	c, err := d.claims(ctx, t, l, at)
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
			out = append(out, induction.Issued{ID: induction.PassportID(p.Claims.ID.String()), Learner: l.ID, Session: t.Session, By: t.Trainer.ID, At: at, Text: p.Text, Codes: codes(p.Claims.Items)})
		}
	}
	return out, nil
}

// papers makes the finished file of each passport before any is recorded, so that
// none is on record that cannot be handed over. What the holder brought goes with
// the first.
func (d *Desk) papers(ctx context.Context, g ground, key trust.PassportKey, all []induction.Issued, day MyDay, r induction.Record) (map[induction.PassportID][]byte, error) {
	if d.Press == nil {
		return nil, nil
	}
	seal, err := d.seal(ctx, key, all[0].At)
	if err != nil {
		return nil, err
	}
	carried := d.carriedAt(g, day.Programme, r, all[0].At)
	out := map[induction.PassportID][]byte{}
	for _, p := range all {
		paper, err := d.paper(g, p, day.Day, carried)
		if err != nil {
			return nil, err
		}
		carried = nil
		if out[p.ID], err = d.pressed(ctx, paper, seal); err != nil {
			return nil, err
		}
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
func (d *Desk) holds(key trust.Signer) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.key != nil && trust.Signer(d.key) == key
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
