package certificate

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/trust"
)

// testKey is a private key that a word gives, the same in every run.
type testKey struct{ private *ecdsa.PrivateKey }

func keyFrom(t testing.TB, word string) testKey {
	t.Helper()
	d := sha256.Sum256([]byte(word))
	k, err := ecdh.P256().NewPrivateKey(d[:])
	if err != nil {
		t.Fatal(err)
	}
	point := k.PublicKey().Bytes()
	return testKey{&ecdsa.PrivateKey{
		PublicKey: ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(point[1:33]), Y: new(big.Int).SetBytes(point[33:])},
		D:         new(big.Int).SetBytes(d[:]),
	}}
}

func (k testKey) Public() trust.Key {
	key, err := trust.KeyOf(&k.private.PublicKey)
	if err != nil {
		panic(err)
	}
	return key
}

func (k testKey) SignDigest(sum [32]byte) ([]byte, error) {
	r, s, err := ecdsa.Sign(rand.Reader, k.private, sum[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out, nil
}

var (
	from = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	to   = from.AddDate(10, 0, 0)
)

const name = "St Brannoc’s University Hospitals NHS Trust"

func must(t testing.TB) func([]byte, error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// chain is an organisation's certificate and one of its device's.
func chain(t testing.TB) (organisation, device []byte) {
	t.Helper()
	key := keyFrom(t, "organisation")
	organisation = must(t)(Organisation("ods:RXX", name, key, from, to))
	return organisation, must(t)(Device(organisation, key, "kiosk-03", keyFrom(t, "device").Public(), from, from.AddDate(1, 0, 0)))
}

func asPEM(kind string, der ...[]byte) []byte {
	var out []byte
	for _, b := range der {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b})...)
	}
	return out
}

// openssl runs it in a folder of the files given.
func openssl(t *testing.T, files map[string][]byte, args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestOpenSSLVerifiesTheChain(t *testing.T) {
	organisation, device := chain(t)
	files := map[string][]byte{"organisation.pem": asPEM("CERTIFICATE", organisation), "device.pem": asPEM("CERTIFICATE", device)}
	at := "1788300000" // in September 2026
	if out, err := openssl(t, files, "verify", "-x509_strict", "-attime", at, "-CAfile", "organisation.pem", "device.pem"); err != nil {
		t.Errorf("openssl verify: %s", out)
	}
	if out, err := openssl(t, files, "verify", "-attime", at, "-purpose", "smimesign", "-CAfile", "organisation.pem", "device.pem"); err != nil {
		t.Errorf("openssl verify for signing: %s", out)
	}
	out, err := openssl(t, files, "x509", "-in", "device.pem", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus")
	for _, want := range []string{"CN=kiosk-03", "OD:GB-RXX", "O=" + name, "Digital Signature, Non Repudiation", "CA:FALSE", "ecdsa-with-SHA256"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("openssl does not show %q:\n%s", want, out)
		}
	}
}

func TestDeviceMayCertifyNobody(t *testing.T) {
	organisation, device := chain(t)
	if _, err := Device(device, keyFrom(t, "device"), "kiosk-04", keyFrom(t, "another").Public(), from, to); !errors.Is(err, ErrAuthority) {
		t.Errorf("a device certified a device: %v", err)
	}
	c, err := x509.ParseCertificate(organisation)
	if err != nil || !c.IsCA || c.MaxPathLen != 0 || !c.MaxPathLenZero || c.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign {
		t.Errorf("the organisation's certificate: %+v, %v", c, err)
	}
	if want := sha256.Sum256(keyFrom(t, "organisation").Public().COSE()); !bytes.Equal(c.SubjectKeyId, want[:20]) {
		t.Error("the certificate does not name its key by the fingerprint")
	}
}

func TestDeviceStaysInsideTheOrganisation(t *testing.T) {
	key, device := keyFrom(t, "organisation"), keyFrom(t, "device").Public()
	organisation := must(t)(Organisation("ods:RXX", name, key, from, from.AddDate(0, 6, 0)))
	f, err := Describe(must(t)(Device(organisation, key, "kiosk-03", device, from.AddDate(0, -1, 0), from.AddDate(1, 0, 0))))
	if err != nil || !f.From.Equal(from) || !f.To.Equal(from.AddDate(0, 6, 0)) {
		t.Errorf("valid from %v to %v, %v", f.From, f.To, err)
	}
	if f.SelfSigned || f.Authority || f.Key != device || len(f.Serial) < 10 {
		t.Errorf("described as %+v", f)
	}
	if _, err := Device(organisation, key, "kiosk-03", device, from.AddDate(0, 7, 0), from.AddDate(1, 0, 0)); !errors.Is(err, ErrPeriod) {
		t.Errorf("a certificate after the organisation's ends: %v", err)
	}
}

func TestRefusesToMake(t *testing.T) {
	key, other := keyFrom(t, "organisation"), keyFrom(t, "another")
	organisation, _ := chain(t)
	made := func(b []byte, err error) error { return err }
	for what, c := range map[string]struct{ got, want error }{
		"no code":          {made(Organisation("RXX", name, key, from, to)), ErrName},
		"no name":          {made(Organisation("ods:RXX", " ", key, from, to)), ErrName},
		"an end before":    {made(Organisation("ods:RXX", name, key, to, from)), ErrPeriod},
		"a request unsaid": {made(Request("ods:", name, key)), ErrName},
		"another's key":    {made(Device(organisation, other, "kiosk-03", other.Public(), from, to)), ErrKey},
		"no device":        {made(Device(organisation, key, "", other.Public(), from, to)), ErrName},
		"damage":           {made(Device(organisation[:99], key, "kiosk-03", other.Public(), from, to)), ErrDamaged},
		"check, damage":    {Check([]byte("no"), key.Public()), ErrDamaged},
		"check, another":   {Check(organisation, other.Public()), ErrKey},
		"check, its own":   {Check(organisation, key.Public()), nil},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
}

// TestThroughATrustsOwnPKI has another authority answer the request, as a hospital's
// own does, with an intermediate between.
func TestThroughATrustsOwnPKI(t *testing.T) {
	key := keyFrom(t, "organisation")
	request := must(t)(Request("ods:RXX", name, key))
	out, err := openssl(t, map[string][]byte{"r.pem": asPEM("CERTIFICATE REQUEST", request)}, "req", "-in", "r.pem", "-noout", "-verify", "-text")
	for _, want := range []string{"verify OK", "CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("openssl does not show %q of the request:\n%s", want, out)
		}
	}
	root, middle, answer := pki(t, request)
	device := must(t)(Device(answer, key, "kiosk-03", keyFrom(t, "device").Public(), from, from.AddDate(1, 0, 0)))
	files := map[string][]byte{"root.pem": asPEM("CERTIFICATE", root), "between.pem": asPEM("CERTIFICATE", answer, middle), "device.pem": asPEM("CERTIFICATE", device)}
	if out, err := openssl(t, files, "verify", "-attime", "1788300000", "-CAfile", "root.pem", "-untrusted", "between.pem", "device.pem"); err != nil {
		t.Errorf("openssl verify: %s", out)
	}
	if err := Chain([][]byte{device, answer, middle}); err != nil {
		t.Errorf("a chain without its root: %v", err)
	}
	if err := Chain([][]byte{device, answer, middle, root}); err != nil {
		t.Errorf("a chain with its root: %v", err)
	}
}

// pki answers a request by an authority under a root.
func pki(t testing.TB, request []byte) (root, middle, answer []byte) {
	t.Helper()
	r, err := x509.ParseCertificateRequest(request)
	if err != nil || r.CheckSignature() != nil {
		t.Fatal(err, r.CheckSignature())
	}
	make := func(name string, serial int64, key testKey, parent *x509.Certificate, by testKey, subject pkix.Name) *x509.Certificate {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: subject, NotBefore: from, NotAfter: to,
			BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
		}
		if parent == nil {
			parent = c
		}
		out, err := x509.ParseCertificate(must(t)(x509.CreateCertificate(rand.Reader, c, parent, key.Public().Public(), by.private)))
		if err != nil {
			t.Fatal(name, err)
		}
		return out
	}
	a, b, c := keyFrom(t, "root"), keyFrom(t, "middle"), keyFrom(t, "organisation")
	top := make("root", 1, a, nil, a, pkix.Name{CommonName: "Root of a trust"})
	between := make("middle", 2, b, top, a, pkix.Name{CommonName: "Issuing authority of a trust"})
	return top.Raw, between.Raw, make("answer", 3, c, between, b, r.Subject).Raw
}

func TestReadTakesWhatAPKIHandsBack(t *testing.T) {
	key := keyFrom(t, "organisation")
	root, middle, answer := pki(t, must(t)(Request("ods:RXX", name, key)))
	want := [][]byte{answer, middle, root}
	mixed := asPEM("CERTIFICATE", root, answer, middle)
	files := map[string][]byte{"all.pem": mixed}
	for _, form := range []string{"DER", "PEM"} {
		out, err := openssl(t, files, "crl2pkcs7", "-nocrl", "-certfile", "all.pem", "-outform", form)
		if err != nil {
			t.Fatal(out)
		}
		files["p7b "+form] = []byte(out)
	}
	files["with words before"] = append([]byte("Your certificate, with kind regards\n"), mixed...)
	for name, data := range files {
		got, err := Read(data, key.Public())
		if err != nil || len(got) != 3 || !bytes.Equal(bytes.Join(got, nil), bytes.Join(want, nil)) {
			t.Errorf("%s: %d certificates, %v", name, len(got), err)
		}
	}
	if got, err := Read(answer, key.Public()); err != nil || len(got) != 1 || !bytes.Equal(got[0], answer) {
		t.Errorf("alone: %d, %v", len(got), err)
	}
	for what, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":           {nil, ErrDamaged},
		"words":             {[]byte("Dear colleague"), ErrDamaged},
		"another's":         {middle, ErrKey},
		"a request instead": {asPEM("CERTIFICATE REQUEST", must(t)(Request("ods:RXX", name, key))), ErrDamaged},
		"cut short":         {answer[:len(answer)-1], ErrDamaged},
		"far too many":      {asPEM("CERTIFICATE", slicesOf(root, ChainLimit+1)...), ErrDamaged},
		"far too large":     {make([]byte, FileLimit+1), ErrDamaged},
	} {
		if got, err := Read(c.data, key.Public()); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %d, %v, want %v", what, len(got), err, c.want)
		}
	}
}

func slicesOf(b []byte, n int) (out [][]byte) {
	for range n {
		out = append(out, b)
	}
	return out
}

func TestChainRefusesWhatDoesNotFollow(t *testing.T) {
	organisation, device := chain(t)
	stranger := must(t)(Organisation("ods:RXX", name, keyFrom(t, "stranger"), from, to))
	spoilt := bytes.Clone(organisation)
	spoilt[len(spoilt)-3] ^= 1
	for what, c := range map[string]struct {
		list [][]byte
		want error
	}{
		"nothing":               {nil, ErrChain},
		"of the same name":      {[][]byte{device, stranger}, ErrChain},
		"the wrong way round":   {[][]byte{organisation, device}, ErrChain},
		"a spoilt signature":    {[][]byte{device, spoilt}, ErrChain},
		"no certificate":        {[][]byte{device, []byte("x")}, ErrDamaged},
		"one without its maker": {[][]byte{device}, nil},
		"both":                  {[][]byte{device, organisation}, nil},
	} {
		if err := Chain(c.list); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}

// faulty is a token that gives something else than a signature.
type faulty struct{ testKey }

func (faulty) SignDigest([32]byte) ([]byte, error) { return []byte("short"), nil }

func TestFaultyTokenMakesNothing(t *testing.T) {
	if der, err := Organisation("ods:RXX", name, faulty{keyFrom(t, "organisation")}, from, to); err == nil || der != nil {
		t.Errorf("made %s", hex.EncodeToString(der))
	}
}

func TestLongNamesAreCutNotRefused(t *testing.T) {
	long := strings.Repeat("Llanfairpwllgwyngyll ", 5)
	f, err := Describe(must(t)(Organisation("ods:RXX", long, keyFrom(t, "organisation"), from, to)))
	if err != nil || !f.SelfSigned || !f.Authority || !strings.Contains(f.Subject, long[:nameLimit]) || strings.Contains(f.Subject, long[:nameLimit+1]) {
		t.Errorf("%+v, %v", f, err)
	}
}

// FuzzRead: whatever the bytes, there is a chain that begins with the key's own, or
// one of the two errors.
func FuzzRead(f *testing.F) {
	organisation, device := chain(f)
	f.Add(organisation)
	f.Add(asPEM("CERTIFICATE", device, organisation))
	f.Add(asPEM("PKCS7", organisation))
	f.Add([]byte{0x30, 0x0F, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 7, 2, 0xA0, 2, 0x30, 0})
	key := keyFrom(f, "organisation").Public()
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data, key)
		if (err == nil) != (len(got) > 0) || err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrKey) {
			t.Fatalf("%d certificates and %v", len(got), err)
		}
		if err == nil && (Check(got[0], key) != nil || Chain(got) != nil && len(got) > 1) {
			t.Fatalf("a chain that does not hold: %v", Chain(got))
		}
	})
}
