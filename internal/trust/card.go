package trust

import "fmt"

const (
	// MaxCertificate is the most bytes of one X.509 certificate.
	MaxCertificate = 4096
	// MaxCertificates is the most certificates that go with one key.
	MaxCertificates = 5
	maxName         = 96
)

// Card is an organisation's public key file, signed with that key: what another organisation imports,
// and believes after the fingerprint has been compared. Its subject is the key's kid in hex.
type Card struct {
	Name         string   // the organisation's, for people
	Key          Key      //
	Certificates [][]byte // X.509 in DER for this key, the nearest first; may be empty
}

// Kind is KindCard.
func (Card) Kind() Kind { return KindCard }

func (c Card) check(h Head) error {
	switch {
	case !IsText(c.Name, 1, maxName):
		return fmt.Errorf("%w: %w: the organisation's name", ErrStatement, ErrText)
	case c.Key.IsZero():
		return rule("it has no key")
	case h.Subject != c.Key.kid.String():
		return rule("its subject is not its key's kid")
	}
	return checkCertificates(c.Certificates)
}

func (c Card) keys() []Key { return []Key{c.Key} }

func (c Card) signed(_ Head, signer Key) error {
	if signer != c.Key {
		return rule("a card is signed by the key in it")
	}
	return nil
}

func (c Card) encode() []byte {
	b := AppendText(AppendInt(AppendMap(nil, 3), 1), c.Name)
	b = append(AppendInt(b, 2), c.Key.COSE()...)
	return appendCertificates(AppendInt(b, 3), c.Certificates)
}

func readCard(r *Reader) Body {
	var c Card
	r.Map(3, 3)
	r.Exactly(1)
	c.Name = r.Text(1, maxName)
	r.Exactly(2)
	c.Key = r.Key()
	r.Exactly(3)
	c.Certificates = readCertificates(r)
	return c
}

func checkCertificates(all [][]byte) error {
	if len(all) > MaxCertificates {
		return rule("at most %d certificates go with a key", MaxCertificates)
	}
	for _, c := range all {
		if len(c) < 1 || len(c) > MaxCertificate {
			return rule("a certificate has 1 to %d bytes", MaxCertificate)
		}
	}
	return nil
}

func appendCertificates(b []byte, all [][]byte) []byte {
	b = AppendArray(b, len(all))
	for _, c := range all {
		b = AppendBytes(b, c)
	}
	return b
}

func readCertificates(r *Reader) [][]byte {
	var all [][]byte
	for range r.Array(0, MaxCertificates) {
		all = append(all, r.Bytes(1, MaxCertificate))
	}
	return all
}
