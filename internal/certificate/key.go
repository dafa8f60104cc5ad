package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"

	"muster/internal/trust"
)

// adapter lets crypto/x509 sign with an organisation's key.
type adapter struct{ key Signer }

// Public returns the key as crypto/x509 takes it.
func (a adapter) Public() crypto.PublicKey { return a.key.Public().Public() }

// Sign returns an ECDSA signature over a SHA-256 sum as X.509 writes it (RFC 3279,
// 2.2.3).
func (a adapter) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	if len(digest) != sha256.Size {
		return nil, errors.New("a certificate is signed over SHA-256 alone")
	}
	raw, err := a.key.SignDigest([sha256.Size]byte(digest))
	if err != nil {
		return nil, err
	}
	if len(raw) != trust.SignatureSize {
		return nil, errors.New("the key gave a signature of another size")
	}
	half := trust.SignatureSize / 2
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
}

// KeyOf is the P-256 key that a certificate is for; ErrKey for one of another kind.
func KeyOf(c *x509.Certificate) (trust.Key, error) {
	public, ok := c.PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return trust.Key{}, ErrKey
	}
	k, err := trust.KeyOf(public)
	if err != nil {
		return trust.Key{}, ErrKey
	}
	return k, nil
}

// keyID names a key in a certificate by the 20 bytes of its fingerprint, so that the
// two can be held against each other.
func keyID(k trust.Key) []byte {
	sum := sha256.Sum256(k.COSE())
	return sum[:20]
}
