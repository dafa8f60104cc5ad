package document

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"

	"muster/internal/certificate"
	"muster/internal/trust"
)

// The object identifiers of RFC 5652, 5035, 5754 and 5758 that a signature names.
var (
	oidData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signing-certificate-v2
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// context0 is [0], constructed.
var context0 = tag.Tag(0).ContextSpecific().Constructed()

var errCMS = errors.New("the signature is not written as this program writes it")

// cmsForm is a detached SignedData (RFC 5652, 5) but for its signature: one signer,
// P-256 with SHA-256, and the attributes that CAdES asks for at level B-B (ETSI EN
// 319 122-1, 6.3). PAdES keeps the time of signing out of them.
type cmsForm struct {
	chain []*x509.Certificate // the signer's first
}

// newCMS prepares a signature with a key, under certificates that follow from each
// other: ErrSealKey, ErrSealChain.
func newCMS(key trust.Key, certificates [][]byte) (cmsForm, error) {
	if last := lastForm.Load(); last != nil && slices.EqualFunc(certificates, last.chain, func(der []byte, c *x509.Certificate) bool { return bytes.Equal(der, c.Raw) }) {
		return last.form(key)
	}
	if err := certificate.Chain(certificates); err != nil {
		return cmsForm{}, fmt.Errorf("%w: %w", ErrSealChain, err)
	}
	c, err := formOver(certificates)
	if err != nil {
		return cmsForm{}, fmt.Errorf("%w: %w", ErrSealChain, err)
	}
	lastForm.Store(&c)
	return c.form(key)
}

// lastForm is what was prepared last: in a batch the certificates stay the same.
var lastForm atomic.Pointer[cmsForm]

// form is c where it is for this key.
func (c cmsForm) form(key trust.Key) (cmsForm, error) {
	if k, err := certificate.KeyOf(c.chain[0]); err != nil || k != key {
		return cmsForm{}, ErrSealKey
	}
	return c, nil
}

func formOver(certificates [][]byte) (c cmsForm, err error) {
	c.chain = make([]*x509.Certificate, len(certificates))
	for i, der := range certificates {
		if c.chain[i], err = x509.ParseCertificate(der); err != nil {
			return cmsForm{}, err
		}
	}
	return c, nil
}

// size is the most bytes that the finished message can have.
func (c cmsForm) size() int {
	widest := bytes.Repeat([]byte{0xFF}, trust.SignatureSize)
	return len(c.message(c.attributes([sha256.Size]byte{}), derSignature(widest)))
}

// sign makes the message over a document's digest.
func (c cmsForm) sign(digest [sha256.Size]byte, key trust.Signer) ([]byte, error) {
	attributes := c.attributes(digest)
	raw, err := key.Sign(setOf(attributes))
	if err != nil {
		return nil, err
	}
	if !key.Public().Verify(setOf(attributes), raw) {
		return nil, trust.ErrSigner
	}
	return c.message(attributes, derSignature(raw)), nil
}

// setOf is what the signature is made over: the attributes as a SET (RFC 5652, 5.4).
func setOf(attributes []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	return b.BytesOrPanic()
}

// derSignature writes r and s, 32 bytes each, as Ecdsa-Sig-Value (RFC 3279, 2.2.3).
func derSignature(raw []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		for half := range slices.Chunk(raw, trust.SignatureSize/2) {
			b.AddASN1(tag.INTEGER, func(b *cryptobyte.Builder) {
				n := bytes.TrimLeft(half, "\x00")
				if len(n) == 0 || n[0] >= 0x80 {
					b.AddUint8(0)
				}
				b.AddBytes(n)
			})
		}
	})
	return b.BytesOrPanic()
}

// attributes are the signed attributes in the order of DER, without their SET:
// content type, digest, and every certificate (RFC 5035, 3), so that none can be
// exchanged.
func (c cmsForm) attributes(digest [sha256.Size]byte) []byte {
	all := [][]byte{
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest[:]) }),
		attribute(oidCertificate, c.certificateIDs),
	}
	slices.SortFunc(all, bytes.Compare)
	return bytes.Join(all, nil)
}

func attribute(oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tag.SET, value)
	})
	return b.BytesOrPanic()
}

// certificateIDs are SigningCertificateV2, the signer's own certificate first.
func (c cmsForm) certificateIDs(b *cryptobyte.Builder) {
	sequence(b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			for _, one := range c.chain {
				certificateID(b, one)
			}
		})
	})
}

// certificateID is ESSCertIDv2: a certificate's SHA-256, which is the default, its
// issuer and serial.
func certificateID(b *cryptobyte.Builder, c *x509.Certificate) {
	sum := sha256.Sum256(c.Raw)
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1OctetString(sum[:])
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1(tag.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(c.RawIssuer) })
			})
			b.AddASN1BigInt(c.SerialNumber)
		})
	})
}

func sequence(b *cryptobyte.Builder, f cryptobyte.BuilderContinuation) { b.AddASN1(tag.SEQUENCE, f) }

func algorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier) {
	sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oid) })
}

// message is the whole ContentInfo.
func (c cmsForm) message(attributes, signature []byte) []byte {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { algorithm(b, oidSHA256) })
				sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(context0, func(b *cryptobyte.Builder) {
					for _, one := range c.chain {
						b.AddBytes(one.Raw)
					}
				})
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { c.signer(b, attributes, signature) })
			})
		})
	})
	return b.BytesOrPanic()
}

// signer is the one SignerInfo (RFC 5652, 5.3).
func (c cmsForm) signer(b *cryptobyte.Builder, attributes, signature []byte) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddBytes(c.chain[0].RawIssuer)
			b.AddASN1BigInt(c.chain[0].SerialNumber)
		})
		algorithm(b, oidSHA256)
		b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
		algorithm(b, oidECDSASHA256)
		b.AddASN1OctetString(signature)
	})
}

// verifyCMS checks a message over a document's digest and gives the key that made
// it. Besides the zeros that fill the room for it, each byte must be as message
// would write it, so that nothing unsigned hides in it.
func verifyCMS(padded []byte, digest [sha256.Size]byte) (trust.Key, error) {
	der, certificates, signature, err := takeApart(padded)
	if err != nil {
		return trust.Key{}, err
	}
	if err := certificate.Chain(certificates); err != nil {
		return trust.Key{}, err
	}
	form, err := formOver(certificates)
	if err != nil {
		return trust.Key{}, err
	}
	key, err := certificate.KeyOf(form.chain[0])
	if err != nil {
		return trust.Key{}, err
	}
	raw, ok := rawSignature(signature)
	attributes := form.attributes(digest)
	switch {
	case !ok || !bytes.Equal(der, form.message(attributes, signature)):
		return trust.Key{}, errCMS
	case !key.Verify(setOf(attributes), raw):
		return trust.Key{}, errors.New("the signature does not fit the document")
	}
	return key, nil
}

// takeApart finds the certificates and the signature in a message, and where it
// ends; verifyCMS holds all else against what should stand there.
func takeApart(padded []byte) (der []byte, certificates [][]byte, signature []byte, err error) {
	s := cryptobyte.String(padded)
	var whole, info, content, data, list, signers, signer cryptobyte.String
	if !s.ReadASN1Element(&whole, tag.SEQUENCE) || len(bytes.Trim(s, "\x00")) != 0 {
		return nil, nil, nil, errCMS
	}
	der = whole
	ok := whole.ReadASN1(&info, tag.SEQUENCE) && info.SkipASN1(tag.OBJECT_IDENTIFIER) && info.ReadASN1(&content, context0) &&
		content.ReadASN1(&data, tag.SEQUENCE) && data.SkipASN1(tag.INTEGER) && data.SkipASN1(tag.SET) && data.SkipASN1(tag.SEQUENCE) &&
		data.ReadASN1(&list, context0) && data.ReadASN1(&signers, tag.SET) && signers.ReadASN1(&signer, tag.SEQUENCE) &&
		signer.SkipASN1(tag.INTEGER) && signer.SkipASN1(tag.SEQUENCE) && signer.SkipASN1(tag.SEQUENCE) && signer.SkipASN1(context0) &&
		signer.SkipASN1(tag.SEQUENCE) && signer.ReadASN1((*cryptobyte.String)(&signature), tag.OCTET_STRING)
	for ok && !list.Empty() {
		var c cryptobyte.String
		if ok = list.ReadASN1Element(&c, tag.SEQUENCE) && len(certificates) < certificate.ChainLimit; ok {
			certificates = append(certificates, c)
		}
	}
	if !ok {
		return nil, nil, nil, errCMS
	}
	return der, certificates, signature, nil
}

// rawSignature reads what derSignature wrote.
func rawSignature(der []byte) ([]byte, bool) {
	s := cryptobyte.String(der)
	var pair cryptobyte.String
	var r, t []byte
	if !s.ReadASN1(&pair, tag.SEQUENCE) || !s.Empty() || !pair.ReadASN1Integer(&r) || !pair.ReadASN1Integer(&t) || !pair.Empty() {
		return nil, false
	}
	half := trust.SignatureSize / 2
	if len(r) > half || len(t) > half {
		return nil, false
	}
	raw := make([]byte, 2*half)
	copy(raw[half-len(r):], r)
	copy(raw[2*half-len(t):], t)
	return raw, true
}
