package passport

import (
	"fmt"

	"muster/internal/trust"
)

// Signer is a device's key with the delegation that lets it sign passports: a key file of package
// keystore, or later a token.
type Signer interface {
	trust.Signer
	// Delegation returns the delegation's bytes, or nothing when the device has none.
	Delegation() []byte
}

// Sign makes the text of a passport. It fills in Expires, and returns ErrClaims when the claims break a
// rule, ErrDelegation when the signer's delegation does not cover them, and ErrTooLong when the code
// would be above version 27 (then Split).
func Sign(claims Claims, signer Signer) (string, error) {
	p, err := Issue(claims, signer)
	return p.Text, err
}

// Issue is Sign, and also returns the claims as they were signed and the size of the code.
func Issue(claims Claims, signer Signer) (Passport, error) {
	claims.Expires = claims.Expiry()
	if err := claims.mayIssue(); err != nil {
		return Passport{}, err
	}
	delegation := signer.Delegation()
	if err := covers(delegation, claims, signer.Public()); err != nil {
		return Passport{}, err
	}
	m := trust.Sign1{Protected: protectedWith(delegation), Payload: claims.encode()}
	if err := m.Sign(signer); err != nil {
		return Passport{}, err
	}
	text := textOf(m)
	version, ok := QRVersion(text)
	if !ok {
		return Passport{}, fmt.Errorf("%w (%d characters; at most %d)", ErrTooLong, len(text), MaxIssueText)
	}
	return Passport{Text: text, Claims: claims, QRVersion: version}, nil
}

func textOf(m trust.Sign1) string { return prefix + encodeBase45(deflate(m.Encode())) }

// mayIssue adds to the rules of the format what an issuer must not do.
func (c Claims) mayIssue() error {
	if c.ID == (ID{}) {
		return broken("it has no number")
	}
	if c.Issuer == DemoIssuer && !c.Demonstration {
		return broken("a passport of the demonstration organisation must be marked as one")
	}
	return c.Check()
}

// covers holds a delegation against the claims that are to be signed under it.
func covers(delegation []byte, c Claims, device trust.Key) error {
	if len(delegation) == 0 {
		return fmt.Errorf("%w: it has none", ErrDelegation)
	}
	d, err := trust.ParseDelegation(delegation)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDelegation, err)
	case d.Key != device:
		return fmt.Errorf("%w: it is for another key", ErrDelegation)
	case d.Issuer != c.Issuer:
		return fmt.Errorf("%w: it is from another organisation", ErrDelegation)
	case c.IssuedAt < d.NotBefore:
		return fmt.Errorf("%w: it has not begun", ErrDelegation)
	case c.IssuedAt > d.Expires:
		return fmt.Errorf("%w: it has ended", ErrDelegation)
	}
	return nil
}
