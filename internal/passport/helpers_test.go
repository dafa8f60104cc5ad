package passport

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"muster/internal/trust"
)

// issued is when the passports of these tests are issued: 22 November 2026, 09:00 UTC.
const issued = 1_795_338_000

// memorySigner is a key in memory, with a delegation when it is a device's.
type memorySigner struct {
	key        *ecdsa.PrivateKey
	delegation []byte
}

func newSigner(t testing.TB) *memorySigner {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &memorySigner{key: k}
}

func (s *memorySigner) Delegation() []byte { return s.delegation }

func (s *memorySigner) Public() trust.Key {
	k, err := trust.KeyOf(&s.key.PublicKey)
	if err != nil {
		panic(err)
	}
	return k
}

func (s *memorySigner) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	r, v, err := ecdsa.Sign(rand.Reader, s.key, digest[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, trust.SignatureSize)
	r.FillBytes(out[:32])
	v.FillBytes(out[32:])
	return out, nil
}

// hospital is an organisation with one device and the list that names it.
type hospital struct {
	organisation, device *memorySigner
	list                 trust.List
}

func newHospital(t testing.TB, issuer string) hospital {
	t.Helper()
	h := hospital{organisation: newSigner(t)}
	h.device = h.newDevice(t, issuer)
	h.list = trust.List{
		Organisations: []trust.Organisation{{
			Issuer: issuer, Name: "Riverside, as listed", Key: h.organisation.Public(), ValidTo: trust.Forever,
		}},
		Issued: issued - 86_400, NextUpdate: issued + 30*86_400,
	}
	return h
}

// newDevice makes one more device that the hospital lets sign.
func (h hospital) newDevice(t testing.TB, issuer string) *memorySigner {
	t.Helper()
	d := newSigner(t)
	var err error
	d.delegation, err = trust.Delegate(trust.Grant{
		Issuer: issuer, Device: "kiosk-07", Key: d.Public(),
		NotBefore: issued - 86_400, Expires: issued + 300*86_400,
	}, h.organisation)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// someClaims returns claims with n items that are valid for a year.
func someClaims(n int) Claims {
	c := Claims{
		Issuer: "ods:RXX", Subject: "gmc:7012345", IssuedAt: issued, ID: ID{1, 2, 3},
		Name: "Zoë Ngũgĩ", Organisation: "Riverside NHS Foundation Trust",
		Device: "kiosk-07", Session: "2026-11-22-am", Trainer: "S. Patel", Framework: "cstf-eng/1.1",
	}
	for i := range n {
		c.Items = append(c.Items, Item{
			Code: fmt.Sprintf("subject%d.%d", i, i%3+1), Version: ModuleVersion(1, i), Completed: i, Valid: 365, How: Knowledge | Taught,
		})
	}
	c.Expires = c.Expiry()
	return c
}

func mustSign(t testing.TB, c Claims, s Signer) string {
	t.Helper()
	text, err := Sign(c, s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// at checks a text at a time with nothing seen before it but the list.
func at(text string, l trust.List, now int64) Verdict {
	return Verify(text, l, time.Unix(now, 0), time.Time{})
}
