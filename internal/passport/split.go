package passport

import (
	"crypto/sha256"
	"errors"

	"muster/internal/trust"
)

// spare is how many characters a text may grow by when its real signature is compressed in place of the
// one it was measured with. A signature does not compress, so it varies by a few characters alone.
const spare = 24

// Split makes several passports' claims of one when it has more than 32 items or would be too dense to
// scan; otherwise it returns the claims alone. Items keep their order, the first keeps its number and
// each further one gets its own. It returns ErrClaims or ErrTooLong when no split helps.
func Split(claims Claims, delegation []byte) ([]Claims, error) {
	var out []Claims
	items := claims.Items
	for first := true; first || len(items) > 0; first = false {
		c := claims
		if !first {
			c.ID = NewID()
		}
		taken, err := c.fill(items, delegation)
		if err != nil {
			return nil, err
		}
		out, items = append(out, c), items[taken:]
	}
	return out, nil
}

// fill takes as many items as fit and returns how many.
func (c *Claims) fill(items []Item, delegation []byte) (int, error) {
	for n := min(len(items), MaxItems); ; n-- {
		c.Items = append([]Item(nil), items[:n]...)
		c.Expires = c.Expiry()
		if err := c.mayIssue(); err != nil {
			return 0, err
		}
		if c.measure(delegation) <= MaxIssueText-spare {
			return n, nil
		}
		if n == 1 {
			return 0, ErrTooLong
		}
	}
}

// measure returns the length of the text that the claims would have.
func (c Claims) measure(delegation []byte) int {
	payload := c.encode()
	a, b := sha256.Sum256(payload), sha256.Sum256(delegation)
	stand := append(a[:], b[:]...) // as random as a signature
	return len(textOf(trust.Sign1{Protected: protectedWith(delegation), Payload: payload, Signature: stand}))
}

// IssueAll splits where needed and signs each. Nothing is returned unless all could be signed.
func IssueAll(claims Claims, signer Signer) ([]Passport, error) {
	parts, err := Split(claims, signer.Delegation())
	if err != nil {
		return nil, err
	}
	out := make([]Passport, 0, len(parts))
	var failed error
	for _, c := range parts {
		p, err := Issue(c, signer)
		failed = errors.Join(failed, err)
		out = append(out, p)
	}
	if failed != nil {
		return nil, failed
	}
	return out, nil
}
