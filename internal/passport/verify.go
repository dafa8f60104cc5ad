package passport

import (
	"slices"
	"time"

	"muster/internal/trust"
)

// grace is how far ahead of the clock a passport may have been issued, in seconds.
const grace = 300

// refusal is the first thing that ends a check.
type refusal struct {
	status Status
	detail string
}

func refuse(s Status, detail string) *refusal { return &refusal{s, detail} }

// check is one check on its way through the steps of FORMAT.md, "Order of checking".
type check struct {
	list  trust.List
	fresh Freshness

	envelope envelope
	known    []trust.Organisation // the list's entries of the delegation's kid
	vouches  trust.Organisation   // the one of them that all holds for; only when known is not empty
	claims   Claims
}

// Verify checks a passport and always has an answer. The text may be as a scanner hands it over; list is
// whose word counts; now is the clock; floor is the highest time that was seen signed or recorded
// before (the zero time when there is none). The list's own date is a floor too.
func Verify(text string, list trust.List, now, floor time.Time) Verdict {
	v, _ := verify(text, list, now.Unix(), floor.Unix())
	return v
}

// verify also returns how far the passport came apart, for the vectors.
func verify(text string, list trust.List, now, floor int64) (Verdict, envelope) {
	c := check{list: list, fresh: freshness(list, now, max(floor, list.Issued, list.Floor))}
	r := c.run(text)
	return c.verdict(r), c.envelope
}

// run does the steps in order; the first refusal ends it.
func (c *check) run(text string) (r *refusal) {
	if c.envelope, r = open(text); r != nil {
		return r
	}
	for _, step := range []func() *refusal{
		c.authentic, c.readable, c.consistent, c.timely, c.standing, c.lasting,
	} {
		if r := step(); r != nil {
			return r
		}
	}
	return nil
}

// authentic is steps 6 to 8: the organisation on the list, the delegation's signature, the passport's.
func (c *check) authentic() *refusal {
	d := c.envelope.delegation
	c.known = c.list.ByKid(d.Kid)
	if len(c.known) > 0 {
		c.known = slices.DeleteFunc(c.known, func(o trust.Organisation) bool { return !d.SignedBy(o.Key) })
		if len(c.known) == 0 {
			return refuse(Forged, "the organisation's key did not sign the delegation")
		}
	}
	device := d.Key.Kid()
	switch {
	case device == d.Kid || c.list.HasKid(device, d.Issuer):
		return refuse(Forged, "an organisation's key stands in as a device's")
	case !c.envelope.message.VerifiedBy(d.Key):
		return refuse(Forged, "the device's key did not sign this passport")
	}
	c.envelope.held = true
	return nil
}

// readable reads the claims, now that the signature has held. The detail repeats nothing out of them.
func (c *check) readable() *refusal {
	var err error
	if c.claims, err = decodeClaims(c.envelope.message.Payload); err != nil {
		return refuse(Damaged, "the claims break a rule of the format")
	}
	return nil
}

// consistent is the first half of step 9: one issuer throughout, and every key in its time.
func (c *check) consistent() *refusal {
	d := c.envelope.delegation
	if c.claims.Issuer != d.Issuer {
		return refuse(Forged, "passport and delegation name different organisations")
	}
	if !d.Covers(c.claims.IssuedAt) {
		return refuse(Forged, "issued outside the delegation's time")
	}
	if len(c.known) == 0 {
		return nil
	}
	i := slices.IndexFunc(c.known, func(o trust.Organisation) bool {
		return o.Issuer == d.Issuer && o.Covers(c.claims.IssuedAt)
	})
	if i < 0 {
		return refuse(Forged, "the key is not this organisation's at the time of issue")
	}
	c.vouches = c.known[i]
	c.fresh.of(c.vouches.Issuer, c.list)
	return nil
}

// timely is the second half of step 9. A clock below its floor is not asked.
func (c *check) timely() *refusal {
	if !c.fresh.ClockDoubtful && c.claims.IssuedAt > c.fresh.Clock+grace {
		return refuse(NotYetValid, "issued later than this machine's clock")
	}
	return nil
}

// standing is step 10: revocation by key, by device as the delegation names it, by passport.
func (c *check) standing() *refusal {
	d := c.envelope.delegation
	switch c.list.Revokes(trust.Device{Issuer: d.Issuer, ID: d.Device}, d.Kid, c.claims.ID) {
	case trust.KeyRevoked:
		return refuse(Revoked, "the organisation's key is revoked")
	case trust.DeviceRevoked:
		return refuse(Revoked, "the device that signed it is revoked")
	case trust.PassportRevoked:
		return refuse(Revoked, "the passport is revoked")
	}
	return nil
}

// lasting is step 11: something in it must still be valid.
func (c *check) lasting() *refusal {
	if c.expired() == len(c.claims.Items) {
		return refuse(Expired, "every item has expired")
	}
	return nil
}

func (c *check) expired() int {
	n := 0
	for _, i := range c.claims.Items {
		if i.Expired(c.claims.IssuedAt, c.fresh.CheckedAt) {
			n++
		}
	}
	return n
}

func (c *check) awaiting() bool {
	return slices.ContainsFunc(c.claims.Items, func(i Item) bool { return i.How.Has(AwaitingSignOff) })
}

// cautions returns every caution that holds, in the order they are told.
func (c *check) cautions() []Status {
	var all []Status
	for _, x := range []struct {
		status Status
		holds  bool
	}{
		{IssuerUnknown, len(c.known) == 0},
		{ListsStale, c.fresh.ListStale},
		{ClockDoubtful, c.fresh.ClockDoubtful},
		{SomeExpired, c.expired() > 0},
		{AwaitingContent, c.awaiting()},
		// The demonstration organisation is named as well, so that leaving the mark out gains nothing.
		{Demonstration, c.claims.Demonstration || c.claims.Issuer == DemoIssuer},
	} {
		if x.holds {
			all = append(all, x.status)
		}
	}
	return all
}

func (c *check) verdict(r *refusal) Verdict {
	v := Verdict{Format: 1, Freshness: c.fresh}
	switch {
	case r != nil:
		v.Band, v.Status, v.Detail = Refuse, r.status, r.detail
		v.Reasons = []Status{r.status}
	default:
		v.Band, v.Reasons = Caution, c.cautions()
		if len(v.Reasons) == 0 {
			v.Band, v.Reasons = Accept, []Status{Valid}
		}
		v.Status = v.Reasons[0]
		v.Detail = staleDetail(c.fresh.Why)
	}
	if v.Status == IssuerUnknown {
		v.KidGroups = c.envelope.delegation.Kid.Groups()
	}
	if c.mayShow(v.Status) {
		v.Organisation, v.Issuer = c.vouches.Name, c.vouches.Issuer
		v.show(c.claims, c.envelope.delegation.Device)
	}
	return v
}

// mayShow says whether claims go with a status: only when a listed organisation vouched for them.
func (c *check) mayShow(s Status) bool {
	switch s {
	case NotAPassport, NewerFormat, Damaged, Forged, IssuerUnknown:
		return false
	}
	return !c.vouches.Key.IsZero()
}
