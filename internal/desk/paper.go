package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

// Paper is what the printed passport says besides its code.
type Paper struct {
	Issued      induction.Issued
	Claims      passport.Claims
	Items       []CheckedItem
	Outstanding []induction.Line // as the day stands now
	// Carried are other organisations' passports that were recognised here: they
	// travel along whole, each on pages of its own.
	Carried []CarriedPaper
}

// CarriedPaper is another organisation's passport as it travels along.
type CarriedPaper struct {
	Text         string // as it was received
	Organisation string // as the trust list names it
	Claims       passport.Claims
	Items        []CheckedItem
}

// Seal is what a passport's file is signed with: the key that signed the passport.
type Seal struct {
	Key          trust.Signer
	Certificates [][]byte // X.509 in DER: the device's, then the organisation's
	At           time.Time
}

// Press makes the finished, signed file of a passport (PDF).
type Press interface {
	Sealed(ctx context.Context, p Paper, s Seal) ([]byte, error)
}

// Paper gathers what to print for a passport that was issued here. Its claims are
// read back from the signed text, so that the print can say nothing else.
func (d *Desk) Paper(ctx context.Context, p induction.Issued) (Paper, error) {
	day, r, g, err := d.day(ctx, p.Learner)
	if err != nil {
		return Paper{}, err
	}
	carried := d.carriedAt(g, day.Programme, r, p.At)
	if !firstOf(p, r.Passports) {
		carried = nil
	}
	return d.paper(g, p, day.Day, carried)
}

// paper is what one passport's paper says. What was signed is read back as a check
// reads it, so a passport that could not be checked is never put on paper.
func (d *Desk) paper(g ground, p induction.Issued, day induction.Day, carried []CarriedPaper) (Paper, error) {
	v := g.verdict(p.Text)
	if v.Claims == nil {
		return Paper{}, fmt.Errorf("passport %s cannot be read back: %s", p.ID, v.Status)
	}
	out := Paper{Issued: p, Claims: *v.Claims, Items: Titled(d.Catalog, v), Carried: carried}
	for _, l := range day.Lines {
		if !l.Done {
			out.Outstanding = append(out.Outstanding, l)
		}
	}
	return out, nil
}

// firstOf reports whether a passport is the first of those issued with it: what is
// carried along goes with that one.
func firstOf(p induction.Issued, all []induction.Issued) bool {
	for _, o := range all {
		if o.At.Equal(p.At) && o.Session == p.Session {
			return o.ID == p.ID
		}
	}
	return true
}

// carriedAt are the passports that travel along with one issued at that time, by
// what was on record then.
func (d *Desk) carriedAt(g ground, p induction.Programme, r induction.Record, at time.Time) []CarriedPaper {
	r = g.asOf(at, r, p)
	var out []CarriedPaper
	for _, id := range induction.Carried(p, d.Catalog, r, at) {
		text := recognised(r, id).Text
		if v := g.verdict(text); v.Claims != nil {
			out = append(out, CarriedPaper{Text: text, Organisation: v.Organisation, Claims: *v.Claims, Items: Titled(d.Catalog, v)})
		}
	}
	return out
}

// asOf is a record with what had been brought, looked at and taken back by a time.
func (g ground) asOf(at time.Time, r induction.Record, p induction.Programme) induction.Record {
	all := r.Recognitions
	r.Recognitions, r.Brought = nil, nil
	for _, rec := range all {
		if rec.At.After(at) {
			continue
		}
		if rec.Withdrawn.At.After(at) {
			rec.Withdrawn = induction.Withdrawal{}
		}
		r.Recognitions = append(r.Recognitions, rec)
		r.Brought = append(r.Brought, g.hold(rec, r.Learner, p))
	}
	r.LocalChecks = slices.DeleteFunc(slices.Clone(r.LocalChecks), func(c induction.LocalCheck) bool { return c.At.After(at) })
	return r
}

// seal is what files are signed with here; the place's certificates say whose word
// they are.
func (d *Desk) seal(ctx context.Context, key trust.Signer, at time.Time) (Seal, error) {
	place, err := d.Store.Place(ctx)
	switch {
	case err != nil:
		return Seal{}, foundIn(err, induction.CodeNotSetUp)
	case len(place.Certificates) > 0:
		return Seal{Key: key, Certificates: place.Certificates, At: at}, nil
	case place.Organisation.Demo():
		return Seal{}, induction.Refuse(induction.NotReady, induction.CodeOldDemo)
	}
	return Seal{}, induction.Refuse(induction.NotReady, induction.CodeNoCertificate)
}

// PaperFile is the finished, signed file of a passport that was issued here: the one
// made at issue, byte for byte the same each time, with no key needed. A passport of
// an earlier release has none; its file is made once, while the key is open.
func (d *Desk) PaperFile(ctx context.Context, p induction.Issued) ([]byte, error) {
	pdf, err := d.Store.PaperOf(ctx, p.ID)
	if !errors.Is(err, ErrNone) {
		return pdf, err
	}
	key, err := d.openKey()
	if err != nil {
		return nil, induction.Because(err, induction.NotReady, induction.CodePaperLocked)
	}
	if signed, err := passport.SignerOf(p.Text); err != nil || signed != key.Public() {
		return nil, induction.Because(err, induction.NotReady, induction.CodePaperKey)
	}
	if pdf, err = d.latePaper(ctx, p, key); err != nil {
		return nil, err
	}
	if err := d.Store.SetPaper(ctx, p.ID, pdf); err != nil && induction.ReasonOf(err) != induction.CodePaperKept {
		return nil, err
	}
	return d.Store.PaperOf(ctx, p.ID) // another kiosk of the record may have been quicker
}

func (d *Desk) latePaper(ctx context.Context, p induction.Issued, key trust.PassportKey) ([]byte, error) {
	at, behind, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	if behind {
		return nil, induction.Refuse(induction.NotReady, induction.CodeClockBehind, d.Clock.Now().UTC(), at)
	}
	seal, err := d.seal(ctx, key, at)
	if err != nil {
		return nil, err
	}
	paper, err := d.Paper(ctx, p)
	if err != nil {
		return nil, err
	}
	return d.pressed(ctx, paper, seal)
}

// pressed makes a file; a key that was dropped while it signed is asked for again.
func (d *Desk) pressed(ctx context.Context, p Paper, s Seal) ([]byte, error) {
	pdf, err := d.Press.Sealed(ctx, p, s)
	if err != nil && !d.holds(s.Key) {
		return nil, induction.Because(err, induction.NotReady, induction.CodeKeyLocked)
	}
	return pdf, err
}
