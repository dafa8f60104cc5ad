package document

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/certificate"
	"muster/internal/passport"
	"muster/internal/trust"
)

// testKey is a private key that a word gives, the same in every run.
type testKey struct {
	private    *ecdsa.PrivateKey
	delegation []byte
}

func keyFrom(t testing.TB, word string) testKey {
	t.Helper()
	d := sha256.Sum256([]byte(word))
	k, err := ecdh.P256().NewPrivateKey(d[:])
	if err != nil {
		t.Fatal(err)
	}
	point := k.PublicKey().Bytes()
	return testKey{private: &ecdsa.PrivateKey{
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

func (k testKey) Sign(message []byte) ([]byte, error) { return k.SignDigest(sha256.Sum256(message)) }

func (k testKey) Delegation() []byte { return k.delegation }

// office is an organisation with one device, and what the device signs with.
type office struct {
	organisation, device testKey
	authority            []byte
	seal                 Seal
}

var (
	issuedAt   = time.Date(2026, 8, 5, 15, 42, 0, 0, london)
	officeFrom = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	officeTo   = officeFrom.AddDate(1, 0, 0)
)

// newOffice makes an organisation; name tells two of them apart, and two of one
// name have other keys.
func newOffice(t testing.TB, word string) *office {
	t.Helper()
	o := &office{organisation: keyFrom(t, word+" organisation"), device: keyFrom(t, word+" device")}
	var err error
	if o.authority, err = certificate.Organisation("ods:RXX", "St Brannoc’s University Hospitals NHS Trust", o.organisation, officeFrom, officeFrom.AddDate(10, 0, 0)); err != nil {
		t.Fatal(err)
	}
	leaf, err := certificate.Device(o.authority, o.organisation, "kiosk-03", o.device.Public(), officeFrom, officeTo)
	if err != nil {
		t.Fatal(err)
	}
	grant := trust.Grant{Issuer: "ods:RXX", Device: "kiosk-03", NotBefore: officeFrom.Unix(), Expires: officeTo.Unix(), Key: o.device.Public()}
	if o.device.delegation, err = trust.Delegate(grant, o.organisation); err != nil {
		t.Fatal(err)
	}
	o.seal = Seal{Key: o.device, Certificates: [][]byte{leaf, o.authority}, At: issuedAt}
	return o
}

// passport is a real passport of this office on paper, its words as in the code.
func (o *office) passport(t testing.TB, name string) Passport {
	t.Helper()
	in := ordinary()
	in.Name = name
	id, err := hex.DecodeString(in.Number)
	if err != nil {
		t.Fatal(err)
	}
	c := passport.Claims{
		Issuer: "ods:RXX", Subject: in.Holder, IssuedAt: in.Issued.Unix(), ID: passport.ID(id), Name: name, Organisation: "St Brannoc’s University Hospitals NHS Trust",
		Device: in.Device, Session: in.Session, Trainer: in.Trainer, Framework: in.Framework,
	}
	for i, it := range in.Items {
		c.Items = append(c.Items, passport.Item{Code: it.Code, Version: 64 + i, Completed: 0, Valid: 365, How: 1})
	}
	if in.Text, err = passport.Sign(c, o.device); err != nil {
		t.Fatal(err)
	}
	return in
}

// unsigned is the passport's PDF as a Press draws it, before it is signed.
func (o *office) unsigned(t testing.TB) []byte {
	t.Helper()
	return must(t)(press(t).Passport(o.passport(t, "Dr Zoë Ngũgĩ-Okafor"), english(t)))
}

func (o *office) sealed(t testing.TB) []byte {
	t.Helper()
	return must(t)(o.seal.Sealed(o.unsigned(t), "en-GB"))
}

// nss is a certificate store with the office's organisation trusted in it.
func (o *office) nss(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "organisation.pem")
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.authority})
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, nil, "certutil", "-N", "-d", "sql:"+dir, "--empty-password")
	tool(t, nil, "certutil", "-A", "-d", "sql:"+dir, "-n", "organisation", "-t", "CT,CT,CT", "-i", file)
	return dir
}

func TestOthersCallTheSignatureValidAndTrusted(t *testing.T) {
	o := newOffice(t, "a")
	name := saved(t, o.sealed(t))
	out := string(tool(t, nil, "pdfsig", "-nssdir", o.nss(t), name))
	for _, want := range []string{"Signature is Valid.", "Total document signed", "Certificate is Trusted.", "ETSI.CAdES.detached", "SHA-256", "Signing Time: "} {
		if !strings.Contains(out, want) {
			t.Errorf("pdfsig does not say %q:\n%s", want, out)
		}
	}
	stranger := string(tool(t, nil, "pdfsig", "-nssdir", newOffice(t, "b").nss(t), name))
	if !strings.Contains(stranger, "Signature is Valid.") || strings.Contains(stranger, "Certificate is Trusted.") {
		t.Errorf("with another organisation's certificate pdfsig says:\n%s", stranger)
	}
	tool(t, nil, "qpdf", "--check", name)
}

// openSSL holds the signature of a file against what it covers.
func openSSL(t *testing.T, o *office, pdf []byte) ([]byte, error) {
	t.Helper()
	dir := t.TempDir()
	m := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]\n/Contents <([0-9a-f]*)>`).FindSubmatch(pdf)
	n := func(i int) int { v, _ := new(big.Int).SetString(string(m[i]), 10); return int(v.Int64()) }
	der, err := hex.DecodeString(string(m[4]))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"signature.der": bytes.TrimRight(der, "\x00"), "content": append(bytes.Clone(pdf[:n(1)]), pdf[n(2):n(2)+n(3)]...),
		"organisation.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.authority}),
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature.der", "-content", "content",
		"-CAfile", "organisation.pem", "-purpose", "any", "-attime", "1785950000", "-out", os.DevNull)
	cmd.Dir = dir
	return cmd.CombinedOutput()
}

func TestOpenSSLVerifiesTheSignature(t *testing.T) {
	o := newOffice(t, "a")
	pdf := o.sealed(t)
	if out, err := openSSL(t, o, pdf); err != nil || !strings.Contains(string(out), "successful") {
		t.Errorf("openssl says %s (%v)", out, err)
	}
	i := bytes.Index(pdf, []byte("/Title"))
	pdf[i+10] ^= 1
	if out, err := openSSL(t, o, pdf); err == nil {
		t.Errorf("openssl takes a changed file: %s", out)
	}
}

func TestSealRefusesWhatItCannotSign(t *testing.T) {
	o, other := newOffice(t, "a"), newOffice(t, "b")
	pdf := o.unsigned(t)
	for name, c := range map[string]struct {
		seal Seal
		pdf  []byte
		lang string
		want error
	}{
		"another key":         {Seal{Key: other.device, Certificates: o.seal.Certificates}, pdf, "en-GB", ErrSealKey},
		"no certificate":      {Seal{Key: o.device}, pdf, "en-GB", ErrSealChain},
		"another authority":   {Seal{Key: o.device, Certificates: [][]byte{o.seal.Certificates[0], other.authority}}, pdf, "en-GB", ErrSealChain},
		"signed already":      {o.seal, o.sealed(t), "en-GB", ErrNotOurs},
		"somebody else's PDF": {o.seal, bare("<</Type/Catalog/Pages 2 0 R>>", pages), "en-GB", ErrNotOurs},
		"no PDF":              {o.seal, []byte("MP1:ABC"), "en-GB", ErrNotOurs},
		"an odd language":     {o.seal, pdf, "en) /OpenAction (", ErrNotOurs},
	} {
		if got, err := c.seal.Sealed(c.pdf, c.lang); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %d bytes, %v, want %v", name, len(got), err, c.want)
		}
	}
}
