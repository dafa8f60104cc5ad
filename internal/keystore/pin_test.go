package keystore

import (
	"errors"
	"strings"
	"testing"
)

func TestPIN(t *testing.T) {
	p := PINs{cheap}
	stored, err := p.HashPIN("0417")
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.HashPIN("0417")
	if err != nil || again == stored {
		t.Errorf("two records of one PIN are alike (%v)", err)
	}
	for pin, want := range map[string]bool{"0417": true, "417": false, "0418": false, "": false, "04170": false, " 0417": false} {
		if got, err := p.CheckPIN(pin, stored); err != nil || got != want {
			t.Errorf("%q: %v %v", pin, got, err)
		}
	}
	if p.Stale(stored) || !NewPINs().Stale(stored) {
		t.Error("a record of another cost must be told from one of this cost")
	}
	if got, err := NewPINs().CheckPIN("0417", stored); err != nil || !got {
		t.Errorf("a record of another cost: %v %v", got, err)
	}
}

func TestPINRule(t *testing.T) {
	for _, pin := range []string{"", "123", "12345a", "１２３４", "1234567890123", "12 34"} {
		if _, err := (PINs{cheap}).HashPIN(pin); !errors.Is(err, ErrPIN) {
			t.Errorf("%q: %v", pin, err)
		}
	}
	if _, err := (PINs{}).HashPIN("1234"); !errors.Is(err, ErrCost) {
		t.Errorf("no cost set: %v", err)
	}
}

func TestDamagedPINRecord(t *testing.T) {
	stored, err := PINs{cheap}.HashPIN("0417")
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		stored string
		want   error
	}{
		"empty":          {"", ErrPINRecord},
		"another kind":   {"$2a$10$abcdefghijklmnopqrstuv", ErrPINRecord},
		"cut":            {stored[:len(stored)-1], ErrPINRecord},
		"longer":         {stored + "A", ErrPINRecord},
		"another number": {strings.Replace(stored, "v=19", "v=16", 1), ErrPINRecord},
		"spaces":         {strings.Replace(stored, "m=8", "m= 8", 1), ErrPINRecord},
		"leading zero":   {strings.Replace(stored, "m=8", "m=08", 1), ErrPINRecord},
		"hostile memory": {strings.Replace(stored, "m=8", "m=4000000000", 1), ErrCost},
		"hostile time":   {strings.Replace(stored, "t=1", "t=4000000000", 1), ErrCost},
		"very long":      {stored + strings.Repeat("A", 1000), ErrPINRecord},
	} {
		if _, err := (PINs{cheap}).CheckPIN("0417", x.stored); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

func FuzzPINRecord(f *testing.F) {
	stored, err := PINs{cheap}.HashPIN("0417")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Add("$argon2id$v=19$m=8,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, s string) {
		p, _, hash, err := parsePIN(s)
		if err == nil && (p.check() != nil || len(hash) != keySize) {
			t.Errorf("%q was taken with %+v", s, p)
		}
	})
}

func BenchmarkCheckPIN(b *testing.B) {
	p := NewPINs()
	stored, err := p.HashPIN("041798")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if ok, err := p.CheckPIN("041798", stored); err != nil || !ok {
			b.Fatal(err)
		}
	}
}
