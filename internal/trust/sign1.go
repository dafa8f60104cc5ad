package trust

import "fmt"

// MaxMessage is the most bytes that a string inside a signed message can have: the whole of a passport
// when inflated.
const MaxMessage = 8192

// Signer is a private key that signs. A key in a file and a key in a hardware token both serve.
type Signer interface {
	// Public returns the signer's public key.
	Public() Key
	// Sign returns ES256 of message: r and s, 32 bytes each.
	Sign(message []byte) ([]byte, error)
}

// Sign1 is a COSE_Sign1 message (RFC 9052 section 4.2) as the format has it: tag 18, an empty
// unprotected header, the payload inside.
type Sign1 struct {
	Protected []byte // the encoded protected header
	Payload   []byte
	Signature []byte // 64 bytes
}

// ParseSign1 reads one message and nothing after it.
func ParseSign1(b []byte) (Sign1, error) { return parseSign1(b, MaxMessage) }

// parseSign1 is ParseSign1 with a payload of at most so many bytes.
func parseSign1(b []byte, payload int) (Sign1, error) {
	r := NewReader(b)
	m := r.sign1(payload)
	return m, r.End()
}

// Sign1 reads a message where it stands.
func (r *Reader) Sign1() Sign1 { return r.sign1(MaxMessage) }

func (r *Reader) sign1(payload int) Sign1 {
	if tag := r.head(majorTag); tag != tagSign1 {
		r.Failf("tag %d, not 18", tag)
	}
	r.Array(4, 4)
	var m Sign1
	m.Protected = r.Bytes(0, MaxMessage)
	r.Map(0, 0)
	m.Payload = r.Bytes(0, payload)
	m.Signature = r.Bytes(SignatureSize, SignatureSize)
	return m
}

// Encode writes the message.
func (m Sign1) Encode() []byte {
	b := appendHead(nil, majorTag, tagSign1)
	b = AppendBytes(AppendArray(b, 4), m.Protected)
	b = AppendBytes(AppendMap(b, 0), m.Payload)
	return AppendBytes(b, m.Signature)
}

// ToBeSigned returns the Sig_structure (RFC 9052 section 4.4): what the signature is made over.
func (m Sign1) ToBeSigned() []byte {
	b := make([]byte, 0, len(m.Protected)+len(m.Payload)+24)
	b = AppendText(AppendArray(b, 4), "Signature1")
	b = AppendBytes(b, m.Protected)
	b = AppendBytes(b, nil)
	return AppendBytes(b, m.Payload)
}

// VerifiedBy says whether the message was signed by this key.
func (m Sign1) VerifiedBy(k Key) bool { return k.Verify(m.ToBeSigned(), m.Signature) }

// Sign fills in the signature and checks it at once, so that a faulty key or token cannot put an
// unsound message into the world.
func (m *Sign1) Sign(s Signer) error {
	signature, err := s.Sign(m.ToBeSigned())
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	m.Signature = signature
	if !m.VerifiedBy(s.Public()) {
		return ErrSigner
	}
	return nil
}
