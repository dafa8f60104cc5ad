package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"slices"
	"time"

	"muster/internal/trust"
)

// Limits of what Read opens.
const (
	FileLimit  = 256 << 10 // bytes
	ChainLimit = 8         // certificates
)

// Facts is what a certificate says of itself, for people.
type Facts struct {
	Subject, Issuer string // as RFC 4514 writes them
	From, To        time.Time
	SelfSigned      bool
	Authority       bool   // it may certify devices
	Serial          string // hexadecimal
	Key             trust.Key
}

// Describe reads one certificate, DER, of a P-256 key: ErrDamaged or ErrKey.
func Describe(der []byte) (Facts, error) {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return Facts{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	key, err := KeyOf(c)
	if err != nil {
		return Facts{}, err
	}
	return Facts{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), From: c.NotBefore, To: c.NotAfter,
		SelfSigned: bytes.Equal(c.RawSubject, c.RawIssuer),
		Authority:  c.BasicConstraintsValid && c.IsCA && c.KeyUsage&x509.KeyUsageCertSign != 0,
		Serial:     c.SerialNumber.Text(16), Key: key,
	}, nil
}

// Read takes in what a PKI hands back: one certificate or a chain in any order, as
// DER, PEM or PKCS #7 (.cer, .crt, .pem, .p7b). It gives DER, the certificate of key
// first and each one followed by the one that signed it; what is not part of that
// chain is left out. Errors wrap ErrDamaged or ErrKey.
func Read(data []byte, key trust.Key) ([][]byte, error) {
	if len(data) > FileLimit {
		return nil, fmt.Errorf("%w: it is larger than a certificate ever is", ErrDamaged)
	}
	all, err := certificates(data)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c *x509.Certificate) bool {
		k, err := KeyOf(c)
		return err == nil && k == key
	})
	if at < 0 {
		return nil, ErrKey
	}
	var chain [][]byte
	for c := all[at]; c != nil && len(chain) < ChainLimit; c = signerOf(c, all) {
		chain = append(chain, c.Raw)
	}
	return chain, nil
}

// signerOf finds who signed a certificate; nil where it is not there or c itself.
func signerOf(c *x509.Certificate, all []*x509.Certificate) *x509.Certificate {
	for _, parent := range all {
		if !parent.Equal(c) && bytes.Equal(parent.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(parent) == nil {
			return parent
		}
	}
	return nil
}

// Chain says whether certificates, DER, follow from each other, the first of them
// certified by the second and so on: ErrDamaged or ErrChain. One that is signed by
// itself must be the last, and sound.
func Chain(ders [][]byte) error {
	if len(ders) == 0 || len(ders) > ChainLimit {
		return fmt.Errorf("%w: %d of them", ErrChain, len(ders))
	}
	list := make([]*x509.Certificate, len(ders))
	for i, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		list[i] = c
	}
	for i, c := range list {
		parent := c
		if i+1 < len(list) {
			parent = list[i+1]
		}
		if err := follows(c, parent); err != nil {
			return fmt.Errorf("%w: %w", ErrChain, err)
		}
	}
	return nil
}

// follows says whether parent signed c; the last of a chain, its own parent here,
// may come from an authority that is not in it.
func follows(c, parent *x509.Certificate) error {
	root := bytes.Equal(c.RawSubject, c.RawIssuer)
	switch {
	case c == parent && !root:
		return nil
	case c != parent && root:
		return fmt.Errorf("%s is certified by itself", c.Subject)
	case !bytes.Equal(c.RawIssuer, parent.RawSubject):
		return fmt.Errorf("%s does not name who certified it", c.Subject)
	}
	return c.CheckSignatureFrom(parent)
}

// certificates are all there are in a file, up to ChainLimit.
func certificates(data []byte) ([]*x509.Certificate, error) {
	ders, err := unpack(data)
	if err != nil {
		return nil, err
	}
	if len(ders) == 0 || len(ders) > ChainLimit {
		return nil, fmt.Errorf("%w: it holds %d certificates", ErrDamaged, len(ders))
	}
	var all []*x509.Certificate
	for _, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// unpack takes the certificates out of PEM, PKCS #7 or plain DER.
func unpack(data []byte) ([][]byte, error) {
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		return unpackDER(data)
	}
	var ders [][]byte
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" && block.Type != "PKCS7" {
			continue
		}
		more, err := unpackDER(block.Bytes)
		if err != nil {
			return nil, err
		}
		if ders = append(ders, more...); len(ders) > ChainLimit {
			break
		}
	}
	return ders, nil
}

// signedData is RFC 2315, 9.1, as far as the certificates in it.
var signedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}

// unpackDER gives a certificate itself, or those in a PKCS #7.
func unpackDER(der []byte) ([][]byte, error) {
	var outer struct {
		Kind    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"tag:0"`
	}
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) != 0 || !outer.Kind.Equal(signedData) {
		return [][]byte{der}, nil
	}
	var inner struct {
		Version      int
		Algorithms   asn1.RawValue
		Content      asn1.RawValue
		Certificates asn1.RawValue `asn1:"optional,tag:0"`
		Revocations  asn1.RawValue `asn1:"optional,tag:1"`
		Signers      asn1.RawValue
	}
	if _, err := asn1.Unmarshal(outer.Content.Bytes, &inner); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var ders [][]byte
	for rest := inner.Certificates.Bytes; len(rest) > 0 && len(ders) <= ChainLimit; {
		var c asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &c); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		ders = append(ders, c.FullBytes)
	}
	return ders, nil
}
