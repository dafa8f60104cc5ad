package keystore

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"muster/internal/trust"
)

const device = "kiosk-07"

func emptyVault(t testing.TB) Vault { return Vault{filepath.Join(t.TempDir(), "keys"), cheap} }

// word is the organisation's word on a key.
func word(t testing.TB, u trust.Signer, key trust.Key, days int64) []byte {
	t.Helper()
	return value(trust.Delegate(trust.Grant{
		Issuer: issuer, Device: device, NotBefore: created.Unix(), Expires: created.Unix() + days*86_400, Key: key,
	}, u))(t)
}

// enrolledVault has a passport key with its delegation, and another holder on it.
func enrolledVault(t testing.TB) (Vault, *UnlockedOrganisation, trust.Key) {
	t.Helper()
	v, u := emptyVault(t), newOrganisation(t)
	key := value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	for _, err := range []error{
		v.SetDelegation(word(t, u, key, 100)), v.AddHolder(patel.Name, patel.Passphrase, okafor.Name, okafor.Passphrase),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return v, u, key
}

func inUse(t *testing.T, v Vault, h Holder) (trust.Key, []byte) {
	t.Helper()
	key := value(v.Unlock(h.Name, h.Passphrase))(t)
	defer key.Close()
	return key.Public(), key.Delegation()
}

func TestDeviceIsMadeThenEnrolled(t *testing.T) {
	v, u := emptyVault(t), newOrganisation(t)
	_, err := v.Unlock(patel.Name, patel.Passphrase)
	is(t, "before", err, ErrNoKey)
	is(t, "before", err, fs.ErrNotExist)
	key := value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	if public, d := inUse(t, v, patel); public != key || len(d) > 0 {
		t.Errorf("a key without its delegation: %v %v", public, d)
	}
	is(t, "nonsense", v.SetDelegation([]byte("nonsense")), ErrDelegation)
	is(t, "another's", v.SetDelegation(word(t, u, newDevice(t).Public, 1)), ErrDelegation)
	first := word(t, u, key, 100)
	is(t, "set", v.SetDelegation(first), nil)
	if public, d := inUse(t, v, patel); public != key || !bytes.Equal(d, first) {
		t.Error("the delegation is not the key's")
	}
	renewed := word(t, u, key, 300)
	is(t, "renewed", v.SetDelegation(renewed), nil)
	if public, d := inUse(t, v, patel); public != key || !bytes.Equal(d, renewed) {
		t.Error("the key was not kept with its new delegation")
	}
}

// A first start that was cut short is done again, by the same person or another.
func TestDeviceMadeAgainBeforeItIsEnrolled(t *testing.T) {
	v := emptyVault(t)
	first := value(v.MakeDevice("ods:RYY", "other", patel.Name, patel.Passphrase, created))(t)
	second := value(v.MakeDevice(issuer, device, okafor.Name, okafor.Passphrase, created))(t)
	if public, _ := inUse(t, v, okafor); public != second || public == first {
		t.Error("the key that was never enrolled is still there")
	}
	if left := value(os.ReadDir(v.Dir))(t); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNextKeyWaitsForItsDelegation(t *testing.T) {
	v, u, old := enrolledVault(t)
	_, err := v.MakeDevice("ods:RYY", device, patel.Name, patel.Passphrase, created)
	is(t, "another organisation's", err, ErrExists)
	_, err = v.MakeDevice(issuer, "kiosk-08", patel.Name, patel.Passphrase, created)
	is(t, "another device's", err, ErrExists)
	_, err = v.MakeDevice(issuer, device, patel.Name, okafor.Passphrase, created)
	is(t, "by somebody without the passphrase", err, trust.ErrPassphrase)
	_, err = v.MakeDevice(issuer, device, "nobody", patel.Passphrase, created)
	is(t, "by nobody", err, trust.ErrPassphrase)

	dropped := value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	next := value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	waiting := value(v.Waiting(patel.Name, patel.Passphrase))(t)
	if waiting.Public() != next || next == old || next == dropped {
		t.Error("the key that waits is another")
	}
	_, err = v.Waiting(okafor.Name, okafor.Passphrase)
	is(t, "waiting for another", err, trust.ErrPassphrase)
	if public, d := inUse(t, v, okafor); public != old || len(d) == 0 {
		t.Error("the key in use was touched")
	}
	is(t, "word on a key that was dropped", v.SetDelegation(word(t, u, dropped, 50)), ErrDelegation)
	is(t, "word on the old one", v.SetDelegation(word(t, u, old, 200)), nil)
	if public, _ := inUse(t, v, patel); public != old {
		t.Error("a renewal of the old key swapped it")
	}
	is(t, "word on the next one", v.SetDelegation(word(t, u, next, 200)), nil)
	if public, d := inUse(t, v, patel); public != next || len(d) == 0 {
		t.Error("the next key did not take over")
	}
	_, err = v.Unlock(okafor.Name, okafor.Passphrase)
	is(t, "who has no place on the new key", err, trust.ErrPassphrase)
	if left := value(os.ReadDir(v.Dir))(t); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	is(t, "the old word", v.SetDelegation(word(t, u, old, 300)), ErrDelegation)
	if k := value(v.Waiting(patel.Name, patel.Passphrase))(t); k.Public() != next {
		t.Error("with none waiting it is the key in use")
	}
}

// A power cut after the swap leaves the new key's file a second time: it waits no more.
func TestSwapCutShort(t *testing.T) {
	v, u, _ := enrolledVault(t)
	next := value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	left := value(os.ReadFile(v.file(nextFile)))(t)
	is(t, "swap", v.SetDelegation(word(t, u, next, 200)), nil)
	if err := os.WriteFile(v.file(nextFile), left, 0o600); err != nil {
		t.Fatal(err)
	}
	if k := value(v.Waiting(patel.Name, patel.Passphrase))(t); k.Public() != next || len(k.Delegation()) == 0 {
		t.Error("the key that took over still waits")
	}
	is(t, "again", v.SetDelegation(word(t, u, next, 200)), nil)
	is(t, "a holder", v.AddHolder(patel.Name, patel.Passphrase, okafor.Name, okafor.Passphrase), nil)
	if public, d := inUse(t, v, okafor); public != next || len(d) == 0 {
		t.Error("the delegation was lost")
	}
}

func TestHoldersOfThePassportKey(t *testing.T) {
	v, _, _ := enrolledVault(t)
	value(v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created))(t)
	third := Holder{"trainer-3", "cordial lantern pebble"}
	opens := func(h Holder) error { _, err := v.Unlock(h.Name, h.Passphrase); return err }
	waits := func(h Holder) error { _, err := v.Waiting(h.Name, h.Passphrase); return err }
	changed := Holder{patel.Name, "another long passphrase"}
	for _, x := range []struct {
		name string
		do   func() error
		want error
	}{
		{"by another's passphrase", func() error {
			return v.AddHolder(patel.Name, okafor.Passphrase, third.Name, third.Passphrase)
		}, trust.ErrPassphrase},
		{"by one without a place", func() error { return v.AddHolder("nobody", patel.Passphrase, third.Name, third.Passphrase) }, trust.ErrPassphrase},
		{"short", func() error { return v.AddHolder(patel.Name, patel.Passphrase, third.Name, "short") }, ErrShort},
		{"added", func() error { return v.AddHolder(patel.Name, patel.Passphrase, third.Name, third.Passphrase) }, nil},
		{"added to both", func() error { return waits(third) }, nil},
		{"opens", func() error { return opens(third) }, nil},
		{"twice", func() error { return v.AddHolder(patel.Name, patel.Passphrase, third.Name, third.Passphrase) }, ErrSlot},
		{"changed with another's", func() error { return v.ChangePassphrase(patel.Name, third.Passphrase, changed.Passphrase) }, trust.ErrPassphrase},
		{"changed", func() error { return v.ChangePassphrase(patel.Name, patel.Passphrase, changed.Passphrase) }, nil},
		{"changed on both", func() error { return errors.Join(opens(changed), waits(changed)) }, nil},
		{"the old one", func() error { return opens(patel) }, trust.ErrPassphrase},
		{"the old one waiting", func() error { return waits(patel) }, trust.ErrPassphrase},
		{"off", func() error { return v.RemoveHolder(third.Name) }, nil},
		{"is off", func() error { return opens(third) }, trust.ErrPassphrase},
		{"is off the one that waits", func() error { return waits(third) }, trust.ErrPassphrase},
		{"unknown", func() error { return v.RemoveHolder("nobody") }, ErrSlot},
		{"the only one of the next", func() error { return v.RemoveHolder(patel.Name) }, nil},
		{"the last one", func() error { return v.RemoveHolder(okafor.Name) }, ErrSlot},
		{"still opens", func() error { return opens(okafor) }, nil},
	} {
		is(t, x.name, x.do(), x.want)
	}
	if got := value(v.Holders())(t); !slices.Equal(got, []string{okafor.Name}) {
		t.Errorf("holders %v", got)
	}
	if _, err := os.Stat(v.file(nextFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a key that nobody can open is left: %v", err)
	}
	_, err := emptyVault(t).Holders()
	is(t, "an empty vault", err, ErrNoKey)
}

// A demonstration never becomes a real organisation's: its keys give way, and never
// the other way round.
func TestDemonstrationGivesWay(t *testing.T) {
	v := emptyVault(t)
	if _, _, err := v.Found(demonstration, "Demonstration", "demo-1", patel.Name, patel.Passphrase, created); err != nil {
		t.Fatal(err)
	}
	key := value(v.MakeDevice(issuer, device, okafor.Name, okafor.Passphrase, created))(t)
	if public, d := inUse(t, v, okafor); public != key || len(d) > 0 {
		t.Error("the demonstration's key is still in use")
	}
	is(t, "enrolled", v.SetDelegation(word(t, newOrganisation(t), key, 9)), nil)
	_, err := v.MakeDevice(demonstration, "demo-2", okafor.Name, okafor.Passphrase, created)
	is(t, "a demonstration over a real one", err, ErrExists)
	if err := os.Remove(v.Path(OrganisationKind)); err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Found(demonstration, "Demonstration", "demo-1", patel.Name, patel.Passphrase, created)
	is(t, "a demonstration founded over a real one", err, ErrExists)
}

func TestSignDigest(t *testing.T) {
	u := newOrganisation(t)
	sum := sha256.Sum256([]byte("message"))
	if signature := value(u.SignDigest(sum))(t); !u.Public().Verify([]byte("message"), signature) {
		t.Error("the signature does not hold")
	}
	words := u.key.D.Bits()
	u.Close()
	if _, err := u.SignDigest(sum); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
	for _, w := range words {
		if w != 0 {
			t.Fatal("the private number is still in memory")
		}
	}
}

// secrets are the forms in which a private number could lie in a file.
func secrets(t *testing.T, p *private) [][]byte {
	t.Helper()
	scalar := p.key.D.FillBytes(make([]byte, 32))
	little := slices.Clone(scalar)
	slices.Reverse(little)
	der := value(x509.MarshalPKCS8PrivateKey(p.key))(t)
	all := [][]byte{scalar, little, der, []byte(p.key.D.String())}
	for _, b := range [][]byte{scalar, der} {
		all = append(all, []byte(hex.EncodeToString(b)), []byte(strings.ToUpper(hex.EncodeToString(b))),
			[]byte(base64.RawStdEncoding.EncodeToString(b)), []byte(base64.RawURLEncoding.EncodeToString(b)))
	}
	return all
}

// leaks names the files under root that hold one of the secrets.
func leaks(t *testing.T, root string, secrets [][]byte) (found []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if slices.ContainsFunc(secrets, func(s []byte) bool { return bytes.Contains(content, s) }) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestSecretsNeverLieInAFile looks, after every act on key files, at every byte of the
// folder for every private number made so far, in whatever form, and for passphrases.
func TestSecretsNeverLieInAFile(t *testing.T) {
	root := t.TempDir()
	v := Vault{filepath.Join(root, "keys"), cheap}
	keys := OrganisationKeys{filepath.Join(root, "stick"), cheap}
	known := [][]byte{[]byte(patel.Passphrase), []byte(okafor.Passphrase), []byte("another long passphrase")}
	look := func(act string, err error) {
		t.Helper()
		if found := leaks(t, root, known); err != nil || len(found) > 0 {
			t.Fatalf("%s: %v; a secret lies in %v", act, err, found)
		}
	}
	learn := func(key any) {
		switch k := key.(type) {
		case *Unlocked:
			known = append(known, secrets(t, &k.private)...)
		case *UnlockedOrganisation:
			known = append(known, secrets(t, &k.private)...)
		}
	}
	org := value(keys.Make(issuer, patel.Name, patel.Passphrase, created))(t)
	learn(org)
	look("Make", nil)
	kid := org.Public().Kid()
	first, err := v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created)
	learn(value(v.Unlock(patel.Name, patel.Passphrase))(t))
	look("MakeDevice", err)
	look("SetDelegation", v.SetDelegation(word(t, org, first, 9)))
	look("AddHolder", v.AddHolder(patel.Name, patel.Passphrase, okafor.Name, okafor.Passphrase))
	next, err := v.MakeDevice(issuer, device, patel.Name, patel.Passphrase, created)
	learn(value(v.Waiting(patel.Name, patel.Passphrase))(t))
	look("MakeDevice again", err)
	look("ChangePassphrase", v.ChangePassphrase(okafor.Name, okafor.Passphrase, "another long passphrase"))
	look("RemoveHolder", v.RemoveHolder(okafor.Name))
	look("the swap", v.SetDelegation(word(t, org, next, 9)))
	look("AddHolder of the organisation's", keys.AddHolder(kid, patel.Passphrase, okafor.Name, okafor.Passphrase))
	look("ChangePassphrase of the organisation's", keys.ChangePassphrase(kid, okafor.Name, okafor.Passphrase, "another long passphrase"))
	look("RemoveHolder of the organisation's", keys.RemoveHolder(kid, okafor.Name))
	for i, secret := range known[3:] {
		leak := filepath.Join(root, "keys", "leak")
		if err := os.WriteFile(leak, slices.Concat([]byte("x"), secret, []byte("x")), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := leaks(t, root, known[3+i:4+i]); !slices.Equal(found, []string{leak}) {
			t.Fatalf("form %d is not found where it lies: %v", i, found)
		}
	}
	if len(known) != 3+3*12 {
		t.Errorf("%d forms of three keys", len(known)-3)
	}
}
