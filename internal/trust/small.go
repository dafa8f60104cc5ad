package trust

// MaxCatalogue is the most bytes of a framework's catalogue.
const MaxCatalogue = 1 << 20

// SignedTime says that it is the time at which it was issued, and nothing else: an organisation's word
// that mends a clock's floor.
type SignedTime struct{}

// Kind is KindTime.
func (SignedTime) Kind() Kind { return KindTime }

func (SignedTime) check(Head) error { return nil }

func (SignedTime) encode() []byte { return AppendMap(nil, 0) }

func readSignedTime(r *Reader) Body {
	r.Map(0, 0)
	return SignedTime{}
}

// Succession is an organisation's old key naming the one that follows it. The old key signs, and its
// kid in hex is the subject, so that a key has one successor.
type Succession struct {
	Next         Key
	Ends         int64    // the last second the old key signs anything, Unix seconds
	Certificates [][]byte // X.509 in DER for the new key, the nearest first; may be empty
}

// Kind is KindSuccession.
func (Succession) Kind() Kind { return KindSuccession }

func (s Succession) check(h Head) error {
	switch {
	case s.Next.IsZero():
		return rule("it names no key")
	case s.Ends < h.Issued || s.Ends > MaxTime:
		return rule("the old key must last until it has named the new one")
	}
	return checkCertificates(s.Certificates)
}

func (s Succession) signed(h Head, signer Key) error {
	if h.Subject != signer.kid.String() || signer == s.Next {
		return rule("the old key signs, its kid is the subject, and it names another")
	}
	return nil
}

func (s Succession) encode() []byte {
	b := append(AppendInt(AppendMap(nil, 3), 1), s.Next.COSE()...)
	b = AppendInt(AppendInt(b, 2), s.Ends)
	return appendCertificates(AppendInt(b, 3), s.Certificates)
}

func readSuccession(r *Reader) Body {
	var s Succession
	r.Map(3, 3)
	r.Exactly(1)
	s.Next = r.Key()
	r.Exactly(2)
	s.Ends = r.Int(0, MaxTime)
	r.Exactly(3)
	s.Certificates = readCertificates(r)
	return s
}

// Catalogue is a framework's catalogue, a file as its own format has it. The subject is its id.
type Catalogue struct{ File []byte }

// Kind is KindCatalogue.
func (Catalogue) Kind() Kind { return KindCatalogue }

func (c Catalogue) check(Head) error {
	if len(c.File) < 1 || len(c.File) > MaxCatalogue {
		return rule("a catalogue has 1 to %d bytes", MaxCatalogue)
	}
	return nil
}

func (c Catalogue) encode() []byte { return AppendBytes(AppendInt(AppendMap(nil, 1), 1), c.File) }

func readCatalogue(r *Reader) Body {
	r.Map(1, 1)
	r.Exactly(1)
	return Catalogue{File: r.Bytes(1, MaxCatalogue)}
}
