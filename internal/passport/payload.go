package passport

import (
	"fmt"

	"muster/internal/trust"
)

// The claim keys of a passport (CWT, RFC 8392), and of the map that the format adds.
const (
	claimIss    = 1
	claimSub    = 2
	claimExp    = 4
	claimIat    = 6
	claimCti    = 7
	claimMuster = -65537

	keyName         = 1
	keyOrganisation = 2
	keyWhere        = 3
	keyFramework    = 4
	keyItems        = 5
	keyDemo         = 6
)

// encode writes the claims as the one byte string they have.
func (c Claims) encode() []byte {
	n := 5
	if c.Expires != 0 {
		n = 6
	}
	b := trust.AppendMap(nil, n)
	b = trust.AppendText(trust.AppendInt(b, claimIss), c.Issuer)
	b = trust.AppendText(trust.AppendInt(b, claimSub), c.Subject)
	if c.Expires != 0 {
		b = trust.AppendInt(trust.AppendInt(b, claimExp), c.Expires)
	}
	b = trust.AppendInt(trust.AppendInt(b, claimIat), c.IssuedAt)
	b = trust.AppendBytes(trust.AppendInt(b, claimCti), c.ID[:])
	return c.appendMuster(trust.AppendInt(b, claimMuster))
}

func (c Claims) appendMuster(b []byte) []byte {
	n := 5
	if c.Demonstration {
		n = 6
	}
	b = trust.AppendMap(b, n)
	b = trust.AppendText(trust.AppendInt(b, keyName), c.Name)
	b = trust.AppendText(trust.AppendInt(b, keyOrganisation), c.Organisation)
	b = trust.AppendArray(trust.AppendInt(b, keyWhere), 3)
	b = trust.AppendText(trust.AppendText(trust.AppendText(b, c.Device), c.Session), c.Trainer)
	b = trust.AppendText(trust.AppendInt(b, keyFramework), c.Framework)
	b = trust.AppendArray(trust.AppendInt(b, keyItems), len(c.Items))
	for _, i := range c.Items {
		b = trust.AppendText(trust.AppendArray(b, 5), i.Code)
		for _, v := range []int{i.Version, i.Completed, i.Valid, int(i.How)} {
			b = trust.AppendInt(b, int64(v))
		}
	}
	if c.Demonstration {
		b = trust.AppendTrue(trust.AppendInt(b, keyDemo))
	}
	return b
}

// decodeClaims reads claims and holds them against every rule. It must be given only bytes whose
// signature held.
func decodeClaims(b []byte) (Claims, error) {
	var c Claims
	r := trust.NewReader(b)
	n := r.Map(5, 6)
	r.Exactly(claimIss)
	c.Issuer = r.Text(1, 16)
	r.Exactly(claimSub)
	c.Subject = r.Text(1, 41)
	if n == 6 {
		r.Exactly(claimExp)
		// An expiry of 0 would be written as none; no item can end before its first day is over.
		c.Expires = r.Int(1, trust.MaxTime)
	}
	r.Exactly(claimIat)
	c.IssuedAt = r.Int(0, trust.MaxTime)
	r.Exactly(claimCti)
	copy(c.ID[:], r.Bytes(len(c.ID), len(c.ID)))
	r.Exactly(claimMuster)
	c.readMuster(r)
	if err := r.End(); err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrClaims, err)
	}
	if err := c.Check(); err != nil {
		return Claims{}, err
	}
	return c, nil
}

func (c *Claims) readMuster(r *trust.Reader) {
	n := r.Map(5, 6)
	r.Exactly(keyName)
	c.Name = r.Text(1, 96)
	r.Exactly(keyOrganisation)
	c.Organisation = r.Text(1, 96)
	r.Exactly(keyWhere)
	r.Array(3, 3)
	c.Device, c.Session, c.Trainer = r.Text(1, 40), r.Text(1, 40), r.Text(0, 40)
	r.Exactly(keyFramework)
	c.Framework = r.Text(1, 24)
	r.Exactly(keyItems)
	c.Items = make([]Item, r.Array(1, MaxItems))
	for i := range c.Items {
		c.Items[i] = readItem(r)
	}
	if n == 6 {
		r.Exactly(keyDemo)
		r.True()
		c.Demonstration = true
	}
}

func readItem(r *trust.Reader) Item {
	r.Array(5, 5)
	return Item{
		Code:      r.Text(1, 24),
		Version:   int(r.Int(0, maxSmall)),
		Completed: int(r.Int(0, maxSmall)),
		Valid:     int(r.Int(0, maxSmall)),
		How:       How(r.Int(0, maxHow)),
	}
}
