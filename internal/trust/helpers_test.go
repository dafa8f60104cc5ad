package trust

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"math/big"
	"testing"
)

// now is the clock of these tests: 22 November 2026, 09:00 UTC.
const now = 1_795_338_000

const day = 86_400

// testSigner is a key made of its name, which signs the same bytes in the same way every time (RFC 6979).
// It is of no use outside of tests: anybody can make it.
type testSigner struct{ private *ecdsa.PrivateKey }

func keyNamed(name string) testSigner {
	for i := 0; ; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "muster test key %s %d", name, i))
		k, err := ecdh.P256().NewPrivateKey(sum[:])
		if err != nil {
			continue
		}
		point := k.PublicKey().Bytes()
		public := ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(point[1:33]), Y: new(big.Int).SetBytes(point[33:])}
		return testSigner{&ecdsa.PrivateKey{PublicKey: public, D: new(big.Int).SetBytes(sum[:])}}
	}
}

func (s testSigner) Public() Key {
	k, err := KeyOf(&s.private.PublicKey)
	if err != nil {
		panic(err)
	}
	return k
}

func (s testSigner) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	der, err := s.private.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var v struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &v); err != nil {
		return nil, err
	}
	out := make([]byte, SignatureSize)
	v.R.FillBytes(out[:32])
	v.S.FillBytes(out[32:])
	return out, nil
}

func (s testSigner) kid() string { return s.Public().Kid().String() }

// sign makes a statement or ends the test.
func sign(t testing.TB, h Head, body Body, s Signer) Statement {
	t.Helper()
	st, err := Sign(h, body, s)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// signAnyway makes a statement that no rule was asked about.
func signAnyway(t testing.TB, st Statement, s Signer) Statement {
	t.Helper()
	st.Kid = s.Public().Kid()
	st.message = Sign1{Protected: st.protected(), Payload: st.payload()}
	if err := st.message.Sign(s); err != nil {
		t.Fatal(err)
	}
	return st
}

func bundleOf(t testing.TB, all ...Statement) []byte {
	t.Helper()
	var raw [][]byte
	for _, st := range all {
		raw = append(raw, st.Bytes())
	}
	b, err := EncodeBundle(raw)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The organisations of these tests: the own one, two others, two keepers.
const (
	here  = "ods:RXX"
	there = "ods:RYY"
	far   = "ods:RZZ"
	north = "ods:NORTH"
	south = "ods:SOUTH"
)

var (
	ownKey   = keyNamed("own")
	nextKey  = keyNamed("own, the next")
	thereKey = keyNamed("there")
	farKey   = keyNamed("far")
	northKey = keyNamed("north")
	southKey = keyNamed("south")
	kioskKey = keyNamed("kiosk")
	thiefKey = keyNamed("thief")
)

func ownPlace() Own {
	return Own{Issuer: here, Name: "Riverside", Anchors: []Key{ownKey.Public()}, Device: "kiosk-07", Keys: []Key{kioskKey.Public()}}
}

func entry(issuer, name string, s testSigner) Entry {
	return Entry{Organisation: Organisation{Issuer: issuer, Name: name, Key: s.Public(), ValidFrom: now - 1000*day, ValidTo: Forever}}
}

// head is the head of a statement signed a number of days ago.
func head(issuer, subject string, serial int64, daysAgo int64) Head {
	return Head{Issuer: issuer, Subject: subject, Serial: serial, Issued: now - daysAgo*day}
}

// due is a head with a next update in 30 days from its signing.
func due(issuer string, serial, daysAgo int64) Head {
	h := head(issuer, "", serial, daysAgo)
	h.NextUpdate = h.Issued + 30*day
	return h
}

func passportID(b byte) PassportID { return PassportID{b, 1, 2, 3} }

func delegation(t testing.TB, device string, k Key, days int64, by Signer) []byte {
	t.Helper()
	b, err := Delegate(Grant{Issuer: here, Device: device, Key: k, NotBefore: now - 10*day, Expires: now + days*day}, by)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func ownSignedList() SignedList {
	own := entry(here, "Riverside", ownKey)
	own.Certificates = [][]byte{{0x30, 1, 2}}
	return SignedList{
		Entries: []Entry{own, entry(there, "Hillside", thereKey)},
		Keepers: []Organisation{entry(north, "Northern region", northKey).Organisation},
	}
}

// one makes a statement of each kind, each as the own organisation makes it, or its kiosk.
func one(t testing.TB, kind Kind) Statement {
	t.Helper()
	switch kind {
	case KindCard:
		return sign(t, head(here, ownKey.kid(), 1, 9), Card{"Riverside", ownKey.Public(), [][]byte{{0x30, 0}}}, ownKey)
	case KindList:
		return sign(t, due(here, 3, 5), ownSignedList(), ownKey)
	case KindRevocations:
		return sign(t, due(here, 2, 4), SignedRevocations{
			Passports: []PassportID{passportID(1), passportID(9)},
			Devices:   []RevokedDevice{{"kiosk-02", nil}, {"kiosk-03", []PassportID{passportID(4)}}},
			Keys:      []Kid{thiefKey.Public().Kid()},
		}, ownKey)
	case KindRequirements:
		return sign(t, head(here, "", 4, 3), Requirements{
			Programmes: []Programme{{
				ID: "resident", Title: "Resident doctor", Role: "Doctor", Summary: "All wards", Version: 65,
				Requirements: []Requirement{{"fire.1", false, 12, "Our own rule", 0}, {"resus.2-adult", true, 0, "", 66}},
				Checklists:   []string{"ward"},
			}},
			Exclusions: []Exclusion{{far, "Under review"}},
		}, ownKey)
	case KindStaff:
		return sign(t, head(here, "", 2, 3), Staff{[]Member{{"gmc:7012345", "Zoë Ngũgĩ", true}, {"staff:12", "S. Patel", false}}}, ownKey)
	case KindRequest:
		return sign(t, head(here, "kiosk-07", 1, 1), Request{kioskKey.Public(), "Riverside"}, kioskKey)
	case KindEnrolment:
		return sign(t, head(here, "kiosk-07", 1, 1), Enrolment{
			"Riverside", delegation(t, "kiosk-07", kioskKey.Public(), 300, ownKey), [][]byte{{0x30, 3}}, []Key{ownKey.Public()},
		}, ownKey)
	case KindTime:
		return sign(t, head(here, "", 1, 0), SignedTime{}, ownKey)
	case KindSuccession:
		h := head(here, ownKey.kid(), 1, 2)
		return sign(t, h, Succession{nextKey.Public(), h.Issued, nil}, ownKey)
	case KindCatalogue:
		return sign(t, head(here, "cstf-eng/1.1", 7, 6), Catalogue{[]byte("title = \"…\"\n")}, ownKey)
	}
	t.Fatalf("no statement of kind %s", kind)
	return Statement{}
}
