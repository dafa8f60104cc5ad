package document

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
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"

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

// TestSealUnderATrustsOwnPKI has the organisation certified by the issuing authority
// of its hospital, whose root alone readers know.
func TestSealUnderATrustsOwnPKI(t *testing.T) {
	o := newOffice(t, "a")
	own, err := x509.ParseCertificate(o.authority)
	if err != nil {
		t.Fatal(err)
	}
	certify := func(name string, serial int64, of, by testKey, parent *x509.Certificate) *x509.Certificate {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: officeFrom, NotAfter: officeTo,
			BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
		}
		if parent == nil {
			parent = c
		}
		if of.private == o.organisation.private {
			c.Subject = own.Subject
		}
		out, err := x509.ParseCertificate(must(t)(x509.CreateCertificate(rand.Reader, c, parent, &of.private.PublicKey, by.private)))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	rootKey, middleKey := keyFrom(t, "root"), keyFrom(t, "middle")
	root := certify("Root of a trust", 1, rootKey, rootKey, nil)
	middle := certify("Issuing authority of a trust", 2, middleKey, rootKey, root)
	answer := certify("", 3, o.organisation, middleKey, middle)
	leaf := must(t)(certificate.Device(answer.Raw, o.organisation, "kiosk-03", o.device.Public(), officeFrom, officeTo))
	o.seal.Certificates, o.authority = [][]byte{leaf, answer.Raw, middle.Raw}, root.Raw
	pdf := o.sealed(t)
	out := string(tool(t, nil, "pdfsig", "-nssdir", o.nss(t), saved(t, pdf)))
	if !strings.Contains(out, "Signature is Valid.") || !strings.Contains(out, "Certificate is Trusted.") {
		t.Errorf("pdfsig says\n%s", out)
	}
	if out, err := openSSL(t, o, pdf); err != nil {
		t.Errorf("openssl says %s (%v)", out, err)
	}
	if got, err := Examine(pdf); err != nil || got.Broken != "" {
		t.Errorf("examined: %q, %v", got.Broken, err)
	}
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

// TestSealMendsTheFile holds what the maker of the file leaves undone against other
// readers: header, identifier, language, title, and the attachments' names and order.
func TestSealMendsTheFile(t *testing.T) {
	o := newOffice(t, "a")
	in := o.passport(t, "Dr Zoë Ngũgĩ-Okafor")
	for i := range 11 {
		in.Carried = append(in.Carried, Carried{Text: newOffice(t, fmt.Sprint("carried", i)).passport(t, in.Name).Text, Number: in.Number, Name: in.Name, Holder: in.Holder, Organisation: "Elsewhere NHS Trust", ODS: "RYY", Issued: in.Issued, Items: in.Items[:1]})
	}
	pdf := must(t)(o.seal.Sealed(must(t)(press(t).Passport(in, english(t))), "en-GB"))
	name := saved(t, pdf)
	if err := api.ValidateFile(name, quietly()); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
	tool(t, nil, "qpdf", "--check", name)
	list := string(tool(t, nil, "pdfdetach", "-list", name))
	for i := range in.Carried {
		if !strings.Contains(list, ": "+CarriedName(i+1)+"\n") {
			t.Errorf("pdfdetach does not list %s:\n%s", CarriedName(i+1), list)
		}
	}
	if info := string(tool(t, nil, "pdfinfo", name)); !strings.Contains(info, "PDF version:     1.7") || !strings.Contains(info, in.Name) {
		t.Errorf("pdfinfo says %s", info)
	}
	shown := string(tool(t, nil, "qpdf", "--json=2", "--json-key=qpdf", name, "-"))
	for _, want := range []string{`"/Lang": "u:en-GB"`, `"/DisplayDocTitle": true`, `"/AFRelationship": "/Data"`, `"/F": "u:passport.muster"`, `"/UF": "u:carried-11.muster"`, `"/ID": [`, `"/P": 1`} {
		if !strings.Contains(shown, want) {
			t.Errorf("qpdf does not show %s", want)
		}
	}
	if got, err := Examine(pdf); err != nil || got.Broken != "" || len(got.Texts) != 12 || got.Texts[11] != in.Carried[10].Text {
		t.Errorf("examined: %d texts, %q, %v", len(got.Texts), got.Broken, err)
	}
}

// TestOnlyTheSignatureDiffers: two calls give the same bytes around it, and it fills
// the room that was kept for it but for the few bytes by which signatures vary.
func TestOnlyTheSignatureDiffers(t *testing.T) {
	o := newOffice(t, "a")
	blank := o.unsigned(t)
	a, b := must(t)(o.seal.Sealed(blank, "en-GB")), must(t)(o.seal.Sealed(blank, "en-GB"))
	m := ranged.FindSubmatchIndex(a)
	if bytes.Equal(a, b) || !bytes.Equal(a[:m[8]], b[:m[8]]) || !bytes.Equal(a[m[9]:], b[m[9]:]) {
		t.Error("something besides the signature differs")
	}
	if spare := len(a[m[8]:m[9]]) - len(bytes.TrimRight(a[m[8]:m[9]], "0")); spare > 24 {
		t.Errorf("%d digits of its room are empty", spare)
	}
	if !bytes.Equal(a[headerSize:len(blank)], blank[headerSize:]) {
		t.Error("the update is not incremental")
	}
}

// faultyKey gives a signature of something else.
type faultyKey struct{ testKey }

func (k faultyKey) Sign([]byte) ([]byte, error) { return k.testKey.Sign([]byte("something else")) }

func TestFaultyKeySignsNothing(t *testing.T) {
	o := newOffice(t, "a")
	seal := o.seal
	seal.Key = faultyKey{o.device}
	if got, err := seal.Sealed(o.unsigned(t), "en-GB"); !errors.Is(err, trust.ErrSigner) || got != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func BenchmarkSeal(b *testing.B) {
	o := newOffice(b, "a")
	blank := o.unsigned(b)
	for b.Loop() {
		must(b)(o.seal.Sealed(blank, "en-GB"))
	}
}

func BenchmarkExamine(b *testing.B) {
	pdf := newOffice(b, "a").sealed(b)
	for b.Loop() {
		if got, err := Examine(pdf); err != nil || got.Broken != "" {
			b.Fatal(got, err)
		}
	}
}
