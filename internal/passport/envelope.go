package passport

import (
	"fmt"

	"muster/internal/trust"
)

// The protected header of a passport: the algorithm and the delegation (kcwt, RFC 9528).
const (
	headerAlg        = 1
	headerDelegation = 13
	algES256         = -7
)

// envelope is a passport taken apart as far as its shape allows. The payload stays raw: it may be read
// only after the signature held.
type envelope struct {
	compressed []byte
	cose       []byte
	message    trust.Sign1
	header     []byte // the delegation's bytes as they stand
	delegation trust.Delegation
	held       bool // the device's key signed it
}

// open does steps 1 to 5 of the check: from text to the shape of message and delegation.
func open(text string) (envelope, *refusal) {
	var e envelope
	b45, r := body(text)
	if r != nil {
		return e, r
	}
	for _, step := range []func() error{
		func() (err error) { e.compressed, err = decodeBase45(b45); return },
		func() (err error) { e.cose, err = inflate(e.compressed); return },
		func() (err error) { e.message, err = trust.ParseSign1(e.cose); return },
		func() (err error) { e.header, err = delegationIn(e.message.Protected); return },
		func() (err error) { e.delegation, err = trust.ParseDelegation(e.header); return },
	} {
		if err := step(); err != nil {
			return e, refuse(Damaged, err.Error())
		}
	}
	return e, nil
}

// delegationIn returns the delegation's bytes out of a protected header of exactly {1: -7, 13: delegation}.
func delegationIn(protected []byte) ([]byte, error) {
	r := trust.NewReader(protected)
	r.Map(2, 2)
	r.Exactly(headerAlg)
	r.Exactly(algES256)
	r.Exactly(headerDelegation)
	m := r.Sign1()
	if err := r.End(); err != nil {
		return nil, err
	}
	// The one encoding there is: what was read is written back byte for byte.
	return m.Encode(), nil
}

// protectedWith writes the protected header around a delegation.
func protectedWith(delegation []byte) []byte {
	b := trust.AppendInt(trust.AppendInt(trust.AppendMap(nil, 2), headerAlg), algES256)
	return append(trust.AppendInt(b, headerDelegation), delegation...)
}

// SignerOf returns the key that the text's delegation names as the device's, out of its shape alone: no
// signature has been looked at, and nothing else in it may be relied on. A PDF that carries the passport
// must be signed by this key. It returns an error for a text that does not come apart.
func SignerOf(text string) (trust.Key, error) {
	e, r := open(text)
	if r != nil {
		return trust.Key{}, fmt.Errorf("%w: %s", ErrText, r.detail)
	}
	return e.delegation.Key, nil
}
