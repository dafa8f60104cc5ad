package keystore

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"muster/internal/passport"
	"muster/internal/trust"
)

// cheap is the least Argon2id has: tests prove the wiring, not the cost.
var cheap = Params{Time: 1, MemoryKiB: 8, Threads: 1}

var (
	created = time.Unix(1_795_165_200, 0)
	patel   = Holder{"S. Patel", "correct horse battery"}
	okafor  = Holder{"C. Okafor", "staple orchid marmalade"}
)

var _ passport.Signer = (*Unlocked)(nil)

func newDevice(t testing.TB) *File {
	t.Helper()
	f, err := NewDevice("ods:RXX", "kiosk-07", patel, created, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newOrganisation(t testing.TB) *UnlockedOrganisation {
	t.Helper()
	f, err := NewOrganisation("ods:RXX", patel, created, cheap)
	if err != nil {
		t.Fatal(err)
	}
	u, err := f.OpenOrganisation(patel.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// reread writes a file and reads it again.
func reread(t testing.TB, f *File) *File {
	t.Helper()
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func delegate(t testing.TB, u *UnlockedOrganisation, f *File) []byte {
	t.Helper()
	d, err := u.Delegate(trust.Grant{
		Device: f.Device, Key: f.Public,
		NotBefore: created.Unix(), Expires: created.Unix() + trust.MaxDelegation,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEveryHolderOpensTheSameKey(t *testing.T) {
	f := newDevice(t)
	if err := f.AddHolder(patel.Passphrase, okafor, cheap); err != nil {
		t.Fatal(err)
	}
	f = reread(t, f)
	for _, h := range []Holder{patel, okafor} {
		u, err := f.Open(h.Passphrase)
		if err != nil {
			t.Fatalf("%s: %v", h.Name, err)
		}
		if u.Holder() != h.Name || u.Public() != f.Public {
			t.Errorf("opened as %q", u.Holder())
		}
		signature, err := u.Sign([]byte("message"))
		if err != nil || !f.Public.Verify([]byte("message"), signature) {
			t.Errorf("%s: the signature does not hold (%v)", h.Name, err)
		}
	}
	if u, err := f.OpenAs(okafor.Name, okafor.Passphrase); err != nil || u.Holder() != okafor.Name {
		t.Errorf("opened as its holder: %v", err)
	}
	for _, holder := range []string{okafor.Name, "Nobody"} {
		if _, err := f.OpenAs(holder, patel.Passphrase); !errors.Is(err, ErrWrongPassphrase) {
			t.Errorf("%s with another's passphrase: %v", holder, err)
		}
	}
	if got := strings.Join(f.Holders(), ","); got != "S. Patel,C. Okafor" {
		t.Errorf("holders %s", got)
	}
}

func TestAKeyFromThisStoreIssuesAPassportThatChecks(t *testing.T) {
	organisation, f := newOrganisation(t), newDevice(t)
	if err := f.SetDelegation(delegate(t, organisation, f)); err != nil {
		t.Fatal(err)
	}
	u, err := reread(t, f).Open(patel.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	now := created.Add(time.Hour)
	text, err := passport.Sign(passport.Claims{
		Issuer: "ods:RXX", Subject: "gmc:7012345", IssuedAt: now.Unix(), ID: passport.NewID(),
		Name: "Alex Morgan", Organisation: "Riverside", Device: "kiosk-07", Session: "am", Framework: "cstf-eng/1.1",
		Items: []passport.Item{{Code: "fire.1", Version: 65, Valid: 365, How: passport.Knowledge}},
	}, u)
	if err != nil {
		t.Fatal(err)
	}
	list := trust.List{
		Organisations: []trust.Organisation{{
			Issuer: "ods:RXX", Name: "Riverside", Key: organisation.Public(), ValidTo: trust.Forever,
		}},
		NextUpdate: now.Unix() + 86_400,
	}
	if v := passport.Verify(text, list, now, time.Time{}); !v.OK() {
		t.Errorf("verdict %v: %s", v.Reasons, v.Detail)
	}
}

func TestWrongPassphraseIsNotADamagedFile(t *testing.T) {
	f := newDevice(t)
	if _, err := f.Open("not the passphrase"); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		changed := bytes.Clone(b)
		changed[i] ^= 1
		if _, err := Parse(changed); err == nil || errors.Is(err, ErrWrongPassphrase) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	if _, err := Parse(b[:len(b)-1]); !errors.Is(err, ErrDamaged) {
		t.Errorf("cut: %v", err)
	}
}

// An attacker can set the sum right again; what is sealed is then bound to what it stands under.
func TestExchangedPartsDoNotOpen(t *testing.T) {
	for name, change := range map[string]func(f, other *File){
		"device":      func(f, _ *File) { f.Device = "kiosk-08" },
		"issuer":      func(f, _ *File) { f.Issuer = "ods:RYY" },
		"public key":  func(f, o *File) { f.Public = o.Public },
		"sealed key":  func(f, o *File) { f.sealed = o.sealed },
		"slot":        func(f, o *File) { f.slots = o.slots },
		"slot's name": func(f, _ *File) { f.slots[0].Name = "C. Okafor" },
		"slot's cost": func(f, _ *File) { f.slots[0].Params.Time = 2 },
		"slot's salt": func(f, _ *File) { f.slots[0].Salt[0] ^= 1 },
	} {
		f, other := newDevice(t), newDevice(t)
		change(f, other)
		if _, err := reread(t, f).Open(patel.Passphrase); err == nil {
			t.Errorf("%s: exchanged, and it opens", name)
		}
	}
}

func TestWhatIsRefusedBeforeAnythingIsSpent(t *testing.T) {
	dear := func(p Params) func(*File) { return func(f *File) { f.slots[0].Params = p } }
	for name, x := range map[string]struct {
		change func(*File)
		want   error
	}{
		"memory":      {dear(Params{1, 1 << 30, 1}), ErrCost},
		"time":        {dear(Params{1 << 30, 8, 1}), ErrCost},
		"threads":     {dear(Params{1, 1 << 10, 255}), ErrCost},
		"no time":     {dear(Params{0, 8, 1}), ErrCost},
		"no threads":  {dear(Params{1, 8, 0}), ErrCost},
		"too little":  {dear(Params{1, 7, 1}), ErrCost},
		"many slots":  {func(f *File) { f.slots = make([]slot, maxSlots+1) }, ErrDamaged},
		"no slots":    {func(f *File) { f.slots = nil }, ErrDamaged},
		"dear in sum": {func(f *File) { f.slots = repeat(f.slots[0], Params{4, 128 << 10, 1}, maxSlots) }, ErrCost},
		"other kind":  {func(f *File) { f.Kind = "transport" }, ErrDamaged},
	} {
		f := newDevice(t)
		x.change(f)
		b, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(b); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

func repeat(s slot, p Params, n int) (all []slot) {
	s.Params = p
	for range n {
		all = append(all, s)
	}
	return all
}

func TestOtherFiles(t *testing.T) {
	for text, want := range map[string]error{
		"":                               ErrNotAKeyFile,
		"-----BEGIN PRIVATE KEY-----\n":  ErrNotAKeyFile,
		"muster-key":                     ErrNotAKeyFile,
		"muster-key 2 00\n{}":            ErrNewer,
		"muster-key 1\n{}":               ErrDamaged,
		"muster-key x 00\n{}":            ErrDamaged,
		"muster-key 1 00\n{}":            ErrDamaged,
		strings.Repeat("x", maxFile+1):   ErrNotAKeyFile,
		"muster-key 1 e3b0c44298fc\n{}x": ErrDamaged,
	} {
		if _, err := Parse([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", text, err, want)
		}
	}
}

func TestPassphraseRule(t *testing.T) {
	for s, want := range map[string]error{
		"elevenchars":                 ErrShort,
		"twelve chars":                nil,
		"ééééééééééé":                 ErrShort, // eleven characters, twenty-two bytes
		"éééééééééééé":                nil,
		strings.Repeat("e\u0301", 11): ErrShort, // eleven once composed
		strings.Repeat("x", 1025):     ErrLong,
	} {
		if err := CheckPassphrase(s); !errors.Is(err, want) {
			t.Errorf("%.30q: %v, want %v", s, err, want)
		}
	}
	if _, err := NewDevice("ods:RXX", "kiosk-07", Holder{"S. Patel", "short"}, created, cheap); !errors.Is(err, ErrShort) {
		t.Errorf("a key was made under a short passphrase: %v", err)
	}
}

// One keyboard composes é, another sends e and an accent.
func TestComposedAndDecomposedPassphraseAreOne(t *testing.T) {
	f, err := NewDevice("ods:RXX", "kiosk-07", Holder{"Zoë", "crème brûlée au café"}, created, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open("cre\u0300me bru\u0302le\u0301e au cafe\u0301"); err != nil {
		t.Error(err)
	}
}

func TestHolders(t *testing.T) {
	f := newDevice(t)
	another := "another long passphrase"
	for _, x := range []struct {
		name string
		do   func() error
		want error
	}{
		{"last one off", func() error { return f.RemoveHolder("S. Patel") }, ErrSlot},
		{"unknown off", func() error { return f.RemoveHolder("Nobody") }, ErrSlot},
		{"same name again", func() error {
			return f.AddHolder(patel.Passphrase, Holder{"S. Patel", okafor.Passphrase}, cheap)
		}, ErrSlot},
		{"without a name", func() error { return f.AddHolder(patel.Passphrase, Holder{"", okafor.Passphrase}, cheap) }, ErrSlot},
		{"wrong passphrase", func() error { return f.AddHolder("not the passphrase", okafor, cheap) }, ErrWrongPassphrase},
		{"short passphrase", func() error { return f.AddHolder(patel.Passphrase, Holder{"C. Okafor", "short"}, cheap) }, ErrShort},
		{"too dear", func() error { return f.AddHolder(patel.Passphrase, okafor, Params{99, 8, 1}) }, ErrCost},
		{"added", func() error { return f.AddHolder(patel.Passphrase, okafor, cheap) }, nil},
		{"first one off", func() error { return f.RemoveHolder("S. Patel") }, nil},
		{"is off", func() error { _, err := f.Open(patel.Passphrase); return err }, ErrWrongPassphrase},
		{"changed to a short one", func() error { return f.ChangePassphrase(okafor.Passphrase, "short", cheap) }, ErrShort},
		{"changed", func() error { return f.ChangePassphrase(okafor.Passphrase, another, cheap) }, nil},
		{"old one is off", func() error { _, err := f.Open(okafor.Passphrase); return err }, ErrWrongPassphrase},
		{"new one opens", func() error { _, err := f.Open(another); return err }, nil},
	} {
		if err := x.do(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", x.name, err, x.want)
		}
	}
	reread(t, f)
}

func TestDelegationMustBeForThisKey(t *testing.T) {
	organisation, f, other := newOrganisation(t), newDevice(t), newDevice(t)
	if err := f.SetDelegation(delegate(t, organisation, other)); !errors.Is(err, ErrDelegation) {
		t.Errorf("another key's: %v", err)
	}
	if err := f.SetDelegation([]byte("nonsense")); !errors.Is(err, ErrDelegation) {
		t.Errorf("nonsense: %v", err)
	}
	if _, err := organisation.Delegate(trust.Grant{Issuer: "ods:RYY"}); !errors.Is(err, ErrDelegation) {
		t.Errorf("for another organisation: %v", err)
	}
}

func TestKindsAreKeptApart(t *testing.T) {
	f := newDevice(t)
	if _, err := f.OpenOrganisation(patel.Passphrase); !errors.Is(err, ErrKind) {
		t.Errorf("a device's key as an organisation's: %v", err)
	}
	o, err := NewOrganisation("ods:RXX", patel, created, cheap)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Open(patel.Passphrase); !errors.Is(err, ErrKind) {
		t.Errorf("an organisation's key as a device's: %v", err)
	}
}

func TestClose(t *testing.T) {
	u, err := newDevice(t).Open(patel.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	words := u.key.D.Bits()
	u.Close()
	u.Close()
	for _, w := range words {
		if w != 0 {
			t.Fatal("the private number is still in memory")
		}
	}
	if _, err := u.Sign(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
}

func TestNamesOfNewKeys(t *testing.T) {
	for _, x := range []struct{ issuer, device string }{
		{"RXX", "kiosk-07"}, {"ods:rxx", "kiosk-07"}, {"ods:RXX", ""}, {"ods:RXX", strings.Repeat("x", 41)}, {"ods:RXX", "a\nb"},
	} {
		if _, err := NewDevice(x.issuer, x.device, patel, created, cheap); !errors.Is(err, ErrName) {
			t.Errorf("%q %q: %v", x.issuer, x.device, err)
		}
	}
}

func TestSaveAndLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "device.key")
	f := newDevice(t)
	if err := f.SaveNew(path); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveNew(path); !errors.Is(err, ErrExists) {
		t.Errorf("written over: %v", err)
	}
	if err := f.AddHolder(patel.Passphrase, okafor, cheap); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Open(okafor.Passphrase); err != nil {
		t.Error(err)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSaveLeavesTheOldFileWhenItCannotWrite(t *testing.T) {
	f := newDevice(t)
	if err := f.Save(filepath.Join(t.TempDir(), "no such folder", "device.key")); err == nil {
		t.Error("saved into a folder that is not there")
	}
	dir := t.TempDir()
	taken := filepath.Join(dir, "device.key")
	if err := os.MkdirAll(filepath.Join(taken, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(taken); err == nil {
		t.Error("saved over a folder")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestUsualCostIsWithinTheLimits(t *testing.T) {
	for _, p := range []Params{PassphraseParams(), PINParams()} {
		if err := p.check(); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
		if p.work()*maxSlots > maxWork {
			t.Errorf("%+v: a key for %d people could not be read", p, maxSlots)
		}
	}
}

func FuzzParse(f *testing.F) {
	b, err := newDevice(f).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("muster-key 1 00\n{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Parse(b)
		if err != nil {
			return
		}
		if again, err := file.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("read, and written otherwise (%v)", err)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	f, err := NewDevice("ods:RXX", "kiosk-07", patel, created, PassphraseParams())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		u, err := f.Open(patel.Passphrase)
		if err != nil {
			b.Fatal(err)
		}
		u.Close()
	}
}
