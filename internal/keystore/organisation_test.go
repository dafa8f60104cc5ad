package keystore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/trust"
)

const issuer = "ods:RXX"

// folder is a folder of keys with one of them open.
func folder(t *testing.T) (OrganisationKeys, trust.OrganisationKey) {
	t.Helper()
	keys := OrganisationKeys{filepath.Join(t.TempDir(), "keys"), cheap}
	return keys, value(keys.Make(issuer, patel.Name, patel.Passphrase, created))(t)
}

func value[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func TestOrganisationKeysInAFolder(t *testing.T) {
	keys, first := folder(t)
	kid := first.Public().Kid()
	if _, err := os.Stat(filepath.Join(keys.Dir, "organisation-"+kid.String()+".key")); err != nil {
		t.Error(err)
	}
	second := value(keys.Make(issuer, okafor.Name, okafor.Passphrase, created.Add(time.Hour)))(t)
	all := value(keys.List())(t)
	if len(all) != 2 || all[0].Key != first.Public() || all[1].Key != second.Public() ||
		all[0].Issuer != issuer || !all[0].Made.Equal(created) || strings.Join(all[1].Holders, ",") != okafor.Name {
		t.Errorf("%+v", all)
	}
	again := value(keys.Open(kid, patel.Name, patel.Passphrase))(t)
	signature := value(again.Sign([]byte("message")))(t)
	if again.Issuer() != issuer || !first.Public().Verify([]byte("message"), signature) {
		t.Error("the key that was opened again is another")
	}
	delegation := value(trust.Delegate(trust.Grant{Issuer: issuer, Device: "kiosk-07", NotBefore: 1, Expires: 2, Key: newDevice(t).Public}, again))(t)
	if d := value(trust.ParseDelegation(delegation))(t); !d.SignedBy(first.Public()) {
		t.Error("the delegation does not hold")
	}
}

func TestHoldersOfAnOrganisationKey(t *testing.T) {
	keys, key := folder(t)
	kid := key.Public().Kid()
	opens := func(h Holder) error {
		k, err := keys.Open(kid, h.Name, h.Passphrase)
		if (k == nil) != (err != nil) {
			t.Errorf("%s: %v with %v", h.Name, k, err)
		}
		return err
	}
	long := Holder{patel.Name, strings.Repeat("x", 2000)}
	for _, x := range []struct {
		name string
		do   func() error
		want error
	}{
		{"nobody", func() error { return opens(okafor) }, trust.ErrPassphrase},
		{"wrong", func() error { return opens(Holder{patel.Name, okafor.Passphrase}) }, trust.ErrPassphrase},
		{"past any length", func() error { return opens(long) }, trust.ErrPassphrase},
		{"added by nobody", func() error { return keys.AddHolder(kid, "not the passphrase", okafor.Name, okafor.Passphrase) }, trust.ErrPassphrase},
		{"added under a short one", func() error { return keys.AddHolder(kid, patel.Passphrase, okafor.Name, "short") }, ErrShort},
		{"added", func() error { return keys.AddHolder(kid, patel.Passphrase, okafor.Name, okafor.Passphrase) }, nil},
		{"added twice", func() error { return keys.AddHolder(kid, patel.Passphrase, okafor.Name, okafor.Passphrase) }, ErrSlot},
		{"opens", func() error { return opens(okafor) }, nil},
		{"another's passphrase changed", func() error { return keys.ChangePassphrase(kid, okafor.Name, patel.Passphrase, "a new long one") }, trust.ErrPassphrase},
		{"changed", func() error { return keys.ChangePassphrase(kid, okafor.Name, okafor.Passphrase, "a new long one") }, nil},
		{"the old one", func() error { return opens(okafor) }, trust.ErrPassphrase},
		{"the new one", func() error { return opens(Holder{okafor.Name, "a new long one"}) }, nil},
		{"removed", func() error { return keys.RemoveHolder(kid, patel.Name) }, nil},
		{"is off", func() error { return opens(patel) }, trust.ErrPassphrase},
		{"the last one", func() error { return keys.RemoveHolder(kid, okafor.Name) }, ErrSlot},
		{"still opens", func() error { return opens(Holder{okafor.Name, "a new long one"}) }, nil},
	} {
		is(t, x.name, x.do(), x.want)
	}
}

// A stick that is away, a key that is not on it, and files that are not what their
// names say are told apart.
func TestFolderThatIsNotAsItShouldBe(t *testing.T) {
	keys, key := folder(t)
	kid := key.Public().Kid()
	away := OrganisationKeys{filepath.Join(t.TempDir(), "stick", "keys"), cheap}
	file := OrganisationKeys{filepath.Join(keys.Dir, "organisation-"+kid.String()+".key"), cheap}
	for name, k := range map[string]OrganisationKeys{"away": away, "a file": file} {
		_, err := k.Make(issuer, patel.Name, patel.Passphrase, created)
		is(t, name, err, ErrFolder)
		_, err = k.Open(kid, patel.Name, patel.Passphrase)
		is(t, name, err, ErrFolder)
		is(t, name, err, fs.ErrNotExist)
		_, err = k.List()
		is(t, name, err, ErrFolder)
		is(t, name, k.RemoveHolder(kid, patel.Name), ErrFolder)
	}
	if _, err := os.Stat(filepath.Dir(away.Dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made in the place of a stick that is away")
	}
	other := newDevice(t)
	_, err := keys.Open(other.Public.Kid(), patel.Name, patel.Passphrase)
	is(t, "not here", err, ErrNoKey)
	is(t, "not here", err, fs.ErrNotExist)
	for name, do := range map[string]func(path string) error{
		"a device's": func(path string) error { return other.Save(path) },
		"another's": func(path string) error {
			return value(NewOrganisation(issuer, patel, created, cheap))(t).Save(path)
		},
		"damaged": func(path string) error { return os.WriteFile(path, []byte("muster-key 1 00\n{}"), 0o600) },
	} {
		path := keys.Path(other.Public.Kid())
		if err := do(path); err != nil {
			t.Fatal(err)
		}
		all, err := keys.List()
		if err == nil || !strings.Contains(err.Error(), path) || len(all) != 1 || all[0].Key != key.Public() {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
		if _, err := keys.Open(other.Public.Kid(), patel.Name, patel.Passphrase); err == nil {
			t.Errorf("%s: it opens", name)
		}
	}
}

func TestForeignFilesAreNoKeys(t *testing.T) {
	keys, _ := folder(t)
	for _, name := range []string{"notes.txt", "organisation-.key", "organisation-xyz.key", "organisation-0011223344556677.key.bak", "organisation-00112233445566AA.key", ".key-123"} {
		if err := os.WriteFile(filepath.Join(keys.Dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := keys.List(); err != nil || len(all) != 1 {
		t.Errorf("%d keys, %v", len(all), err)
	}
	empty := OrganisationKeys{t.TempDir(), cheap}
	if all, err := empty.List(); err != nil || len(all) != 0 {
		t.Errorf("%d keys in an empty folder, %v", len(all), err)
	}
}

func TestMakeRefuses(t *testing.T) {
	keys := OrganisationKeys{t.TempDir(), cheap}
	_, err := keys.Make("RXX", patel.Name, patel.Passphrase, created)
	is(t, "no issuer", err, ErrName)
	_, err = keys.Make(issuer, patel.Name, "short", created)
	is(t, "short", err, ErrShort)
	if left, _ := os.ReadDir(keys.Dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCabinetIsTheFolderItIsGiven(t *testing.T) {
	c, dir := Cabinet{cheap}, t.TempDir()
	key := value(c.Make(dir, issuer, patel.Name, patel.Passphrase, created))(t)
	kid := key.Public().Kid()
	is(t, "add", c.AddHolder(dir, kid, patel.Passphrase, okafor.Name, okafor.Passphrase), nil)
	is(t, "remove", c.RemoveHolder(dir, kid, patel.Name), nil)
	is(t, "change", c.ChangePassphrase(dir, kid, okafor.Name, okafor.Passphrase, "a new long one"), nil)
	if k := value(c.Open(dir, kid, okafor.Name, "a new long one"))(t); k.Public() != key.Public() {
		t.Error("another key")
	}
	if all := value(c.List(dir))(t); len(all) != 1 || strings.Join(all[0].Holders, ",") != okafor.Name {
		t.Errorf("%+v", all)
	}
	_, err := c.Open(t.TempDir(), kid, okafor.Name, "a new long one")
	is(t, "another folder", err, ErrNoKey)
}
