package trust_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"muster/internal/trust"
)

// signer is a key in memory.
type signer struct{ key *ecdsa.PrivateKey }

func newSigner(t testing.TB) signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{k}
}

func (s signer) Public() trust.Key {
	k, err := trust.KeyOf(&s.key.PublicKey)
	if err != nil {
		panic(err)
	}
	return k
}

func (s signer) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	r, v, err := ecdsa.Sign(rand.Reader, s.key, digest[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	v.FillBytes(out[32:])
	return out, nil
}

// liar signs with another key than it shows.
type liar struct{ signer }

func (liar) Sign([]byte) ([]byte, error) { return make([]byte, 64), nil }

func TestKey(t *testing.T) {
	k := newSigner(t).Public()
	b := k.COSE()
	if len(b) != trust.KeySize {
		t.Errorf("%d bytes", len(b))
	}
	again, err := trust.ParseKey(b)
	if err != nil || again != k {
		t.Errorf("read again: %v", err)
	}
	sum := sha256.Sum256(b)
	plain := strings.ReplaceAll(k.Fingerprint(), " ", "")
	if want := base32.StdEncoding.EncodeToString(sum[:20]); plain != want {
		t.Errorf("fingerprint %s, want %s", plain, want)
	}
	groups := strings.Split(k.Fingerprint(), " ")
	if len(groups) != 8 || len(groups[7]) != 4 {
		t.Errorf("groups %q", groups)
	}
	if got := k.Kid().Groups(); got != strings.Join(groups[:3], " ") {
		t.Errorf("the kid gives %s of %s", got, k.Fingerprint())
	}
}

func TestKeysThatAreNone(t *testing.T) {
	good := newSigner(t).Public().COSE()
	change := func(at int, to byte) []byte {
		b := append([]byte(nil), good...)
		b[at] = to
		return b
	}
	for name, b := range map[string][]byte{
		"empty":            nil,
		"cut":              good[:74],
		"longer":           append(append([]byte(nil), good...), 0),
		"off the curve":    change(74, good[74]^1),
		"another type":     change(2, 1),
		"another curve":    change(4, 2),
		"the zero point":   append(append(append([]byte(nil), good[:10]...), make([]byte, 32)...), append([]byte{0x22, 0x58, 0x20}, make([]byte, 32)...)...),
		"keys in disorder": change(3, 0x21),
	} {
		if _, err := trust.ParseKey(b); !errors.Is(err, trust.ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if (trust.Key{}).Verify(nil, make([]byte, 64)) {
		t.Error("no key verified something")
	}
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trust.KeyOf(&other.PublicKey); !errors.Is(err, trust.ErrKey) {
		t.Errorf("P-384: %v", err)
	}
}

func TestDelegation(t *testing.T) {
	organisation, device := newSigner(t), newSigner(t)
	g := trust.Grant{Issuer: "ods:RXX", Device: "kiosk-07", NotBefore: 1000, Expires: 1000 + trust.MaxDelegation, Key: device.Public()}
	b, err := trust.Delegate(g, organisation)
	if err != nil {
		t.Fatal(err)
	}
	d, err := trust.ParseDelegation(b)
	if err != nil {
		t.Fatal(err)
	}
	if d.Grant != g || d.Kid != organisation.Public().Kid() {
		t.Errorf("read as %+v", d.Grant)
	}
	if !d.SignedBy(organisation.Public()) || d.SignedBy(device.Public()) {
		t.Error("its signature is the organisation's and nobody else's")
	}
	if string(d.Bytes()) != string(b) {
		t.Error("it is not written back as it stood")
	}
	for i := range b {
		changed := append([]byte(nil), b...)
		changed[i] ^= 1
		if d, err := trust.ParseDelegation(changed); err == nil && d.SignedBy(organisation.Public()) && d.Kid == organisation.Public().Kid() {
			t.Fatalf("byte %d changed, and it holds", i)
		}
	}
}

func TestGrantsThatAreRefused(t *testing.T) {
	organisation, device := newSigner(t), newSigner(t)
	good := trust.Grant{Issuer: "ods:RXX", Device: "kiosk-07", NotBefore: 1000, Expires: 2000, Key: device.Public()}
	for name, change := range map[string]func(*trust.Grant){
		"issuer":             func(g *trust.Grant) { g.Issuer = "RXX" },
		"no device":          func(g *trust.Grant) { g.Device = "" },
		"device too long":    func(g *trust.Grant) { g.Device = strings.Repeat("x", 41) },
		"no key":             func(g *trust.Grant) { g.Key = trust.Key{} },
		"organisation's key": func(g *trust.Grant) { g.Key = organisation.Public() },
		"no time":            func(g *trust.Grant) { g.Expires = g.NotBefore },
		"before 1970":        func(g *trust.Grant) { g.NotBefore = -1 },
		"401 days":           func(g *trust.Grant) { g.Expires = g.NotBefore + trust.MaxDelegation + 1 },
		"after 9999":         func(g *trust.Grant) { g.NotBefore, g.Expires = trust.MaxTime, trust.MaxTime+1 },
	} {
		g := good
		change(&g)
		if _, err := trust.Delegate(g, organisation); !errors.Is(err, trust.ErrDelegation) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := trust.Delegate(good, liar{organisation}); !errors.Is(err, trust.ErrSigner) {
		t.Errorf("a signer that does not sign: %v", err)
	}
}

const listJSON = `{"organisations":[{"iss":"ods:RXX","name":"Riverside","x":"7b9e7849176881eaf110080ff160773ddaee092e81188a04e9e1168de00f52a4","y":"2b4257cfecc54ea9344f0c7a5067418f17e3ba51145ef8c27d00b0122b637c92","valid_from":5,"valid_to":null}],"revoked":{"cti":["9c99e1d122f8c29eb22c97134dfed2f7"],"devices":[["ods:RXX","kiosk-07"]],"keys":["e7bae0c1d71bcf4a"]},"list_issued":10,"list_next_update":20}`

func TestListJSON(t *testing.T) {
	l, err := trust.ParseList([]byte(listJSON))
	if err != nil {
		t.Fatal(err)
	}
	o := l.Organisations[0]
	if o.Issuer != "ods:RXX" || o.Name != "Riverside" || o.ValidFrom != 5 || o.ValidTo != trust.Forever || l.Issued != 10 || l.NextUpdate != 20 {
		t.Errorf("read as %+v", l)
	}
	if o.Key.Kid().String() != "e7bae0c1d71bcf4a" || !l.RevokesKey(o.Key.Kid()) || len(l.ByKid(o.Key.Kid())) != 1 {
		t.Error("the key is not found by its kid")
	}
	if !l.RevokesDevice(trust.Device{Issuer: "ods:RXX", ID: "kiosk-07"}) || l.RevokesDevice(trust.Device{Issuer: "ods:RYY", ID: "kiosk-07"}) {
		t.Error("devices are told apart by organisation and id")
	}
	b, err := l.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if json.Unmarshal([]byte(listJSON), &want) != nil || json.Unmarshal(b, &got) != nil {
		t.Fatal("not JSON")
	}
	w, _ := json.Marshal(want)
	if g, _ := json.Marshal(got); string(g) != string(w) {
		t.Errorf("written as %s", g)
	}
}

func TestListJSONRefuses(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown member":      {`"list_issued":10`, `"list_issued":10,"more":1`},
		"missing member":      {`"list_issued":10,`, ``},
		"twice":               {`"list_issued":10`, `"list_issued":10,"list_issued":11`},
		"other case":          {`"list_issued"`, `"List_issued"`},
		"null":                {`"list_issued":10`, `"list_issued":null`},
		"fraction":            {`"list_issued":10`, `"list_issued":10.5`},
		"text for number":     {`"list_issued":10`, `"list_issued":"10"`},
		"negative":            {`"list_issued":10`, `"list_issued":-1`},
		"after 9999":          {`"list_issued":10`, `"list_issued":253402300800`},
		"issuer":              {`ods:RXX","name`, `RXX","name`},
		"name empty":          {`"Riverside"`, `""`},
		"name turned":         {`Riverside`, `\u202eRiverside`},
		"point":               {`637c92"`, `637c93"`},
		"short coordinate":    {`637c92"`, `637c"`},
		"no hex":              {`637c92"`, `637c9g"`},
		"ends before":         {`"valid_to":null`, `"valid_to":4`},
		"device of one":       {`["ods:RXX","kiosk-07"]`, `["ods:RXX"]`},
		"device of three":     {`["ods:RXX","kiosk-07"]`, `["ods:RXX","kiosk-07","x"]`},
		"device unnamed":      {`"kiosk-07"`, `""`},
		"device's issuer":     {`["ods:RXX"`, `["RXX"`},
		"cti too short":       {`9c99e1`, `9c99`},
		"kid too long":        {`e7bae0c1`, `e7bae0c1aa`},
		"trailing":            {`"list_next_update":20}`, `"list_next_update":20}{}`},
		"not UTF-8":           {`Riverside`, "River\xffside"},
		"array":               {listJSON, `[]`},
		"nothing":             {listJSON, ``},
		"organisations null":  {`"organisations":[{`, `"organisations":null,"x":[{`},
		"cut":                 {`"list_next_update":20}`, `"list_next_update":20`},
		"number not shortest": {`"list_issued":10`, `"list_issued":010`},
	} {
		text := strings.Replace(listJSON, change[0], change[1], 1)
		if text == listJSON {
			t.Fatalf("%s: nothing was changed", name)
		}
		_, err := trust.ParseList([]byte(text))
		known := errors.Is(err, trust.ErrJSON) || errors.Is(err, trust.ErrIssuer) || errors.Is(err, trust.ErrText) || errors.Is(err, trust.ErrKey)
		if !known {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadListStopsAtItsLimit(t *testing.T) {
	if _, err := trust.ReadList(endless{}); !errors.Is(err, trust.ErrLimit) {
		t.Errorf("%v", err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestStatusOf(t *testing.T) {
	o := trust.Organisation{Issuer: "ods:RXX", Name: "R", Key: newSigner(t).Public(), ValidFrom: 10, ValidTo: 20}
	l := trust.List{Organisations: []trust.Organisation{o}}
	for at, want := range map[int64]trust.Status{9: trust.NotYet, 10: trust.InUse, 20: trust.InUse, 21: trust.Retired} {
		if got := l.StatusOf(o, at); got != want {
			t.Errorf("at %d: %s", at, got)
		}
	}
	l.Revoked.Keys = []trust.Kid{o.Key.Kid()}
	if got := l.StatusOf(o, 15); got != trust.Revoked {
		t.Errorf("revoked: %s", got)
	}
}

func FuzzList(f *testing.F) {
	f.Add([]byte(listJSON))
	f.Add([]byte(`{"organisations":[],"revoked":{"cti":[],"devices":[],"keys":[]},"list_issued":0,"list_next_update":0}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := trust.ParseList(b)
		if err != nil {
			return
		}
		first, err := l.JSON()
		if err != nil {
			t.Fatalf("read, and not written: %v", err)
		}
		again, err := trust.ParseList(first)
		if err != nil {
			t.Fatalf("written, and not read: %v", err)
		}
		if second, err := again.JSON(); err != nil || string(second) != string(first) {
			t.Fatalf("written in two ways (%v)", err)
		}
	})
}

func FuzzDelegation(f *testing.F) {
	stages, err := os.ReadFile("testdata/delegation.bin")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stages)
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := trust.ParseDelegation(b); err == nil && string(d.Bytes()) != string(b) {
			t.Error("read, and written otherwise")
		}
	})
}
