package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"muster/internal/induction"
	"muster/internal/passport"
)

// ground is what one look at the records judges brought passports by: one list, one
// clock and one organisation for everybody in it.
type ground struct {
	*held
	now, floor time.Time
	kept       *judgements
}

// ground looks up what counts now.
func (d *Desk) ground(ctx context.Context) (ground, error) {
	g := ground{now: d.Clock.Now(), kept: &d.judged}
	var err error
	if g.held, err = d.holding(ctx); err != nil {
		return g, err
	}
	g.floor, err = d.Store.Floor(ctx)
	return g, err
}

// issuer is this organisation as passports name it; "" before the first start.
func (g ground) issuer() string {
	if g.place.Organisation.ODS == "" {
		return ""
	}
	return g.place.Organisation.Issuer()
}

// verdict checks a text on this ground.
func (g ground) verdict(text string) passport.Verdict {
	return passport.Verify(text, g.list, g.now, g.floor)
}

// judgements keeps what passports came to, so that a grid of hundreds does not check
// every signature each time it is drawn. They stand for a minute at most, and not
// beyond a change of the list: a revocation counts from the moment it is known.
type judgements struct {
	mu     sync.Mutex
	under  *held
	minute int64
	behind bool
	texts  map[string]induction.Brought
}

// brought is what a passport's text is worth on this ground, whoever brings it.
func (g ground) brought(text string) induction.Brought {
	k := g.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	minute, behind := g.now.Unix()/60, g.now.Before(g.floor)
	if k.under != g.held || k.minute != minute || k.behind != behind {
		k.under, k.minute, k.behind, k.texts = g.held, minute, behind, map[string]induction.Brought{}
	}
	b, ok := k.texts[text]
	if !ok {
		b = broughtBy(g.verdict(text))
		k.texts[text] = b
	}
	b.Items, b.Doubts = slices.Clip(b.Items), slices.Clip(b.Doubts)
	return b
}

// broughtBy puts a verdict into the words of what is brought.
func broughtBy(v passport.Verdict) induction.Brought {
	b := induction.Brought{Organisation: v.Organisation, Issuer: v.Issuer, Refused: refusalOf(v)}
	if v.Has(passport.ListsStale) {
		b.Doubts = append(b.Doubts, induction.DoubtStale)
	}
	if v.Claims == nil {
		return b
	}
	c := *v.Claims
	b.ID, b.Issuer, b.Framework = induction.PassportID(c.ID.String()), c.Issuer, c.Framework
	b.Holder, b.Name, b.Issued = induction.Number(c.Subject), c.Name, time.Unix(c.IssuedAt, 0).UTC()
	for _, it := range c.Items {
		b.Items = append(b.Items, induction.BroughtItem{
			Code: induction.Code(it.Code), Version: version(it.Version), Completed: induction.DateOf(it.CompletedOn(c.IssuedAt)),
			ValidDays: it.Valid, How: shown(it.How),
		})
	}
	return b
}

// refusalOf is why nothing on a passport with this verdict can be recognised; ""
// where something can.
func refusalOf(v passport.Verdict) induction.Refusal {
	for _, r := range []struct {
		status  passport.Status
		refusal induction.Refusal
	}{
		{passport.Revoked, induction.RefusedRevoked},
		{passport.Expired, induction.RefusedExpired},
		{passport.NotYetValid, induction.RefusedNotYet},
		{passport.IssuerUnknown, induction.RefusedUnknown},
		{passport.Demonstration, induction.RefusedDemonstration},
		{passport.ClockDoubtful, induction.RefusedClock},
	} {
		if v.Has(r.status) {
			return r.refusal
		}
	}
	if v.Band == passport.Refuse || v.Claims == nil {
		return induction.RefusedUnsound
	}
	return ""
}

func version(packed int) induction.Version {
	return induction.Version{Major: packed / 64, Minor: packed % 64}
}

func shown(h passport.How) induction.How {
	return induction.How{
		Knowledge: h.Has(passport.Knowledge), Practical: h.Has(passport.Practical), Tested: h.Has(passport.TestedOnly),
		Taught: h.Has(passport.Taught), Awaiting: h.Has(passport.AwaitingSignOff),
	}
}

// record is a learner's work with what they brought as it is worth now, under a
// programme.
func (d *Desk) record(ctx context.Context, g ground, id induction.LearnerID, p induction.Programme, session induction.SessionID) (induction.Record, error) {
	r, err := d.Store.Record(ctx, id, session)
	if err != nil {
		return r, err
	}
	for _, rec := range r.Recognitions {
		r.Brought = append(r.Brought, g.hold(rec, r.Learner, p))
	}
	return r, nil
}

// hold judges one recognition for the person who brought it.
func (g ground) hold(rec induction.Recognition, l induction.Learner, p induction.Programme) induction.Brought {
	b := g.brought(rec.Text)
	b.ID = rec.Passport // its number stands on record even where its claims may not be shown
	return rec.Hold(b, l, g.issuer(), p)
}

// refusedAs is the refusal that says in words why a passport is not recognised.
func refusedAs(r induction.Refusal) *induction.Error {
	kind := induction.Invalid
	switch r {
	case induction.RefusedHolder, induction.RefusedStaffNumber, induction.RefusedExcluded, induction.RefusedWithdrawn, induction.RefusedDemonstration:
		kind = induction.NotAllowed
	case induction.RefusedClock, induction.RefusedUnknown, induction.RefusedNotYet:
		kind = induction.NotReady
	}
	return induction.Refuse(kind, induction.Reason("brought-"+string(r)))
}
