// Package trust says whose word counts: organisations and their keys, what an organisation's key lets
// a device sign, and what has been revoked. It knows nothing of files, screens or the network.
package trust

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
)

// KeySize is the length in bytes of every COSE_Key in the format.
const KeySize = 75

// SignatureSize is the length in bytes of every signature: r and s, 32 bytes each.
const SignatureSize = 64

// Kid names a key briefly: the first 8 bytes of the SHA-256 of its COSE_Key. Two keys may share one.
type Kid [8]byte

// Groups returns the first three groups of four letters of the fingerprint, which the kid alone gives.
func (k Kid) Groups() string { return groups(k[:])[:14] }

// String returns the kid in lower-case hex.
func (k Kid) String() string { return hex.EncodeToString(k[:]) }

// MarshalText writes the kid in lower-case hex.
func (k Kid) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads 16 hex digits.
func (k *Kid) UnmarshalText(b []byte) error { return unhex(k[:], b) }

// Key is a P-256 public key, a point of the curve. The zero Key is no key and verifies nothing.
// Keys can be compared with ==.
type Key struct {
	x, y [32]byte
	kid  Kid
}

// NewKey makes a key of its two coordinates, 32 bytes each (RFC 9053 section 7.1.1). It returns ErrKey
// when they are not a point of P-256.
func NewKey(x, y []byte) (Key, error) {
	if len(x) != 32 || len(y) != 32 {
		return Key{}, fmt.Errorf("%w: coordinates of %d and %d bytes", ErrKey, len(x), len(y))
	}
	point := append(append([]byte{4}, x...), y...)
	if _, err := ecdh.P256().NewPublicKey(point); err != nil {
		return Key{}, fmt.Errorf("%w: not a point of the curve", ErrKey)
	}
	k := Key{x: [32]byte(x), y: [32]byte(y)}
	sum := sha256.Sum256(k.COSE())
	copy(k.kid[:], sum[:])
	return k, nil
}

// KeyOf returns the Key of a Go public key, or ErrKey when it is of another curve.
func KeyOf(pub *ecdsa.PublicKey) (Key, error) {
	point, err := pub.ECDH()
	if err != nil || pub.Curve != elliptic.P256() {
		return Key{}, ErrKey
	}
	b := point.Bytes()
	return NewKey(b[1:33], b[33:])
}

// ParseKey reads a COSE_Key of exactly {1: 2, -1: 1, -2: x, -3: y}, 75 bytes (RFC 9052 section 7).
func ParseKey(b []byte) (Key, error) {
	r := NewReader(b)
	k := r.Key()
	if err := r.End(); err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return k, nil
}

// Key reads a COSE_Key where it stands.
func (r *Reader) Key() Key {
	r.Map(4, 4)
	r.Exactly(1)
	r.Exactly(2)
	r.Exactly(-1)
	r.Exactly(1)
	r.Exactly(-2)
	x := r.Bytes(32, 32)
	r.Exactly(-3)
	y := r.Bytes(32, 32)
	if r.Failed() {
		return Key{}
	}
	k, err := NewKey(x, y)
	if err != nil {
		r.Failf("%v", err)
	}
	return k
}

// COSE returns the key as a COSE_Key of 75 bytes.
func (k Key) COSE() []byte {
	b := AppendMap(make([]byte, 0, KeySize), 4)
	b = AppendInt(AppendInt(b, 1), 2)
	b = AppendInt(AppendInt(b, -1), 1)
	b = AppendBytes(AppendInt(b, -2), k.x[:])
	return AppendBytes(AppendInt(b, -3), k.y[:])
}

// Kid returns the key's short name.
func (k Key) Kid() Kid { return k.kid }

// IsZero says whether k is no key.
func (k Key) IsZero() bool { return k == Key{} }

// X and Y return the coordinates in lower-case hex.
func (k Key) X() string { return hex.EncodeToString(k.x[:]) }

// Y returns the second coordinate in lower-case hex.
func (k Key) Y() string { return hex.EncodeToString(k.y[:]) }

// Fingerprint returns what two people compare over the phone: the first 20 bytes of the SHA-256 of the
// COSE_Key in base32 (RFC 4648), eight groups of four.
func (k Key) Fingerprint() string {
	sum := sha256.Sum256(k.COSE())
	return groups(sum[:20])
}

// Public returns the key as Go's crypto packages take it.
func (k Key) Public() *ecdsa.PublicKey {
	return &ecdsa.PublicKey{
		Curve: elliptic.P256(),
		X:     new(big.Int).SetBytes(k.x[:]),
		Y:     new(big.Int).SetBytes(k.y[:]),
	}
}

// Verify says whether signature, r and s of 32 bytes each, is ES256 of message by this key (RFC 9053
// section 2.1). Either of the two values of s is good.
func (k Key) Verify(message, signature []byte) bool {
	if len(signature) != SignatureSize || k.IsZero() {
		return false
	}
	digest := sha256.Sum256(message)
	r := new(big.Int).SetBytes(signature[:32])
	s := new(big.Int).SetBytes(signature[32:])
	return ecdsa.Verify(k.Public(), digest[:], r, s)
}

// groups writes b in base32 without padding, a space after every fourth letter.
func groups(b []byte) string {
	s := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
	var parts []string
	for ; len(s) > 4; s = s[4:] {
		parts = append(parts, s[:4])
	}
	return strings.Join(append(parts, s), " ")
}

// unhex reads exactly the bytes that fit into dst.
func unhex(dst, src []byte) error {
	if len(src) != 2*len(dst) {
		return fmt.Errorf("%w: %d characters where %d hex digits belong", ErrJSON, len(src), 2*len(dst))
	}
	if _, err := hex.Decode(dst, src); err != nil {
		return fmt.Errorf("%w: %w", ErrJSON, err)
	}
	return nil
}
