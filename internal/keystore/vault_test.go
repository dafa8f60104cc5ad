package keystore

import (
	"errors"
	"testing"
	"time"

	"muster/internal/trust"
)

func TestVaultFoundsAndUnlocks(t *testing.T) {
	v := Vault{Dir: t.TempDir() + "/keys", Params: Params{Time: 1, MemoryKiB: 64, Threads: 1}}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	delegation, list, err := v.Found("ods:DEMO0", "Demonstration Hospital", "demo-1", "trainer-1", "correct horse battery", now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := v.Unlock("trainer-1", "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	l, err := trust.ParseList(list)
	if err != nil || len(l.Organisations) != 1 {
		t.Fatalf("trust list: %+v %v", l, err)
	}
	d, err := trust.ParseDelegation(key.Delegation())
	if err != nil || string(delegation) != string(key.Delegation()) || !d.SignedBy(l.Organisations[0].Key) || d.Key != key.Public() {
		t.Fatalf("delegation: %+v %v", d, err)
	}
	if _, err := v.Unlock("trainer-1", "correct horse batter"); !errors.Is(err, trust.ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if _, err := v.Unlock("trainer-2", "correct horse battery"); !errors.Is(err, trust.ErrPassphrase) {
		t.Errorf("another person's passphrase: %v", err)
	}
	if _, _, err := v.Found("ods:RXX", "Riverside", "kiosk-1", "trainer-1", "correct horse battery", now); !errors.Is(err, ErrExists) {
		t.Errorf("over another organisation's keys: %v", err)
	}
	if org, dev, err := v.Keys(); err != nil || org == nil || dev == nil || org.Kind == dev.Kind {
		t.Errorf("keys: %v %v %v", org, dev, err)
	}
	if org, dev, err := (Vault{Dir: t.TempDir()}).Keys(); err != nil || org != nil || dev != nil {
		t.Errorf("an empty vault: %v %v %v", org, dev, err)
	}
}
