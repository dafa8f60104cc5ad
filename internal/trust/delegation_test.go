package trust

import (
	"slices"
	"testing"
)

// What is remembered is that this key signed these bytes, and nothing else.
func TestOnlyWhatHeldIsRemembered(t *testing.T) {
	organisation, stranger := keyNamed("remembered"), keyNamed("a stranger")
	b, err := Delegate(Grant{Issuer: "ods:RXX", Device: "kiosk-1", Key: keyNamed("a device").Public(), NotBefore: 1, Expires: 2}, organisation)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ParseDelegation(b)
	if err != nil {
		t.Fatal(err)
	}
	other := slices.Clone(b) // what is read shares its memory
	other[len(b)-1] ^= 1
	altered, err := ParseDelegation(other)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if d.SignedBy(stranger.Public()) || altered.SignedBy(organisation.Public()) || !d.SignedBy(organisation.Public()) {
			t.Fatal("a delegation is held to be signed by a key that did not sign it, or not by the one that did")
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	m := memory{most: 3}
	for i := range byte(10) {
		m.add([32]byte{i})
		if !m.has([32]byte{i}) || len(m.known) > 3 {
			t.Fatalf("after %d: %d known", i, len(m.known))
		}
	}
}
