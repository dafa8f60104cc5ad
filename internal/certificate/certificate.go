// Package certificate makes the X.509 certificates (RFC 5280) that let a PDF reader
// which knows nothing of Muster trust a passport's PDF: the organisation's own, or a
// request for one to its PKI, and one for each device.
//
// They dress the same P-256 keys that package trust knows. A check by Muster rests
// on the delegation inside the passport and never on a certificate.
package certificate

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/trust"
)

// Signer is an organisation's opened key, in a file or in a hardware token.
type Signer interface {
	// Public returns the signer's public key.
	Public() trust.Key
	// SignDigest returns ES256 over a SHA-256 sum: r and s, 32 bytes each.
	SignDigest(sum [32]byte) ([]byte, error)
}

// The reasons why a certificate was not made or not taken.
var (
	ErrDamaged   = errors.New("this is not a certificate that can be read")
	ErrKey       = errors.New("the certificate is for another key")
	ErrAuthority = errors.New("the organisation's certificate does not allow it to certify devices")
	ErrPeriod    = errors.New("the certificate would begin after it ends")
	ErrName      = errors.New("a certificate needs an organisation's code and name")
	ErrChain     = errors.New("the certificates do not follow from each other")
)

// country is in every subject: the format's issuers are bodies of the NHS.
const country = "GB"

// nameLimit is the most characters of a name in a subject (RFC 5280, appendix A.1).
const nameLimit = 64

// organizationIdentifier (ITU-T X.520, 6.4.4) holds the ODS code, written as ETSI EN
// 319 412-1, 5.1.4, has it for a national scheme.
var organizationIdentifier = asn1.ObjectIdentifier{2, 5, 4, 97}

const odsScheme = "OD:GB-"

// Organisation makes the organisation's self-signed certificate, DER: an authority
// that may certify devices and no further authority. issuer is "ods:" and the code.
func Organisation(issuer, name string, key Signer, from, to time.Time) ([]byte, error) {
	subject, err := subjectOf(issuer, name)
	if err != nil {
		return nil, err
	}
	if !from.Before(to) {
		return nil, ErrPeriod
	}
	t := &x509.Certificate{
		Subject: subject, NotBefore: from.UTC(), NotAfter: to.UTC(),
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		KeyUsage:     x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		SubjectKeyId: keyID(key.Public()),
	}
	return x509.CreateCertificate(rand.Reader, t, t, key.Public().Public(), adapter{key})
}

// Request makes a certificate signing request (PKCS #10, RFC 2986), DER, for the
// organisation's own PKI: it asks for what Organisation would have made.
func Request(issuer, name string, key Signer) ([]byte, error) {
	subject, err := subjectOf(issuer, name)
	if err != nil {
		return nil, err
	}
	return x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: subject, ExtraExtensions: []pkix.Extension{authorityConstraint, authorityUsage},
	}, adapter{key})
}

// The extensions that a request asks for: an authority with path length 0, and its
// key usage keyCertSign and cRLSign (RFC 5280, 4.2.1.9 and 4.2.1.3).
var (
	authorityConstraint = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 19}, Critical: true, Value: []byte{0x30, 6, 1, 1, 0xFF, 2, 1, 0}}
	authorityUsage      = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Critical: true, Value: []byte{3, 2, 1, 6}}
)

// Device makes a device's certificate, DER: for signing, by the organisation's key
// under its certificate. The period ends with the organisation's where that is
// earlier. There is no extended key usage: document signing alone fails in readers
// that build on NSS.
func Device(organisation []byte, key Signer, device string, public trust.Key, from, to time.Time) ([]byte, error) {
	authority, err := Authority(organisation, key.Public())
	if err != nil {
		return nil, err
	}
	if device == "" {
		return nil, ErrName
	}
	from, to = later(from, authority.NotBefore), earlier(to, authority.NotAfter)
	if !from.Before(to) {
		return nil, ErrPeriod
	}
	t := &x509.Certificate{
		Subject: deviceSubject(authority.Subject, device), NotBefore: from.UTC(), NotAfter: to.UTC(),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		SubjectKeyId:          keyID(public),
	}
	return x509.CreateCertificate(rand.Reader, t, authority, public.Public(), adapter{key})
}

// Check says whether a certificate, DER, is for this key: ErrDamaged or ErrKey.
func Check(der []byte, key trust.Key) error {
	_, err := parse(der, key)
	return err
}

// Authority reads an organisation's certificate, its own or its PKI's, and makes
// sure that it is for this key and may certify devices: ErrDamaged, ErrKey,
// ErrAuthority.
func Authority(der []byte, key trust.Key) (*x509.Certificate, error) {
	c, err := parse(der, key)
	switch {
	case err != nil:
		return nil, err
	case !c.BasicConstraintsValid || !c.IsCA || c.KeyUsage&x509.KeyUsageCertSign == 0:
		return nil, ErrAuthority
	}
	return c, nil
}

func parse(der []byte, key trust.Key) (*x509.Certificate, error) {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if k, err := KeyOf(c); err != nil || k != key {
		return nil, ErrKey
	}
	return c, nil
}

// subjectOf names an organisation.
func subjectOf(issuer, name string) (pkix.Name, error) {
	code, ok := strings.CutPrefix(issuer, "ods:")
	if !ok || code == "" || strings.TrimSpace(name) == "" || !utf8.ValidString(name) {
		return pkix.Name{}, ErrName
	}
	return pkix.Name{
		Country: []string{country}, Organization: []string{short(name)}, CommonName: short(code + " passports"),
		ExtraNames: []pkix.AttributeTypeAndValue{{Type: organizationIdentifier, Value: odsScheme + code}},
	}, nil
}

// deviceSubject is the organisation's subject with the device in place of its own
// common name; what a PKI has added there stays out.
func deviceSubject(organisation pkix.Name, device string) pkix.Name {
	n := pkix.Name{Country: organisation.Country, Organization: organisation.Organization, CommonName: short(device)}
	for _, a := range organisation.Names {
		if a.Type.Equal(organizationIdentifier) {
			n.ExtraNames = append(n.ExtraNames, a)
		}
	}
	return n
}

// short cuts a name to nameLimit characters.
func short(name string) string {
	r := []rune(name)
	return string(r[:min(len(r), nameLimit)])
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

var _ crypto.Signer = adapter{}
