package trust

import "slices"

// MaxAnchors is the most keys of its own that an organisation tells a device.
const MaxAnchors = 16

// maxDelegationBytes is the most bytes that a delegation can have: its strings are short.
const maxDelegationBytes = 512

// Request is a machine's wish to be one of an organisation's. The head's issuer is who is asked, its
// subject the device's id, its serial 1. The device's own key signs it, which shows that the machine
// holds that key.
type Request struct {
	Key  Key    // the device's, that a delegation is asked for
	Name string // the organisation's, as it was typed at the machine; 1–96 bytes
}

// Kind is KindRequest.
func (Request) Kind() Kind { return KindRequest }

func (q Request) check(h Head) error {
	switch {
	case q.Key.IsZero():
		return rule("it has no key")
	case !IsText(q.Name, 1, maxName):
		return rule("the organisation's name has 1 to %d bytes", maxName)
	case h.Serial != 1:
		return rule("a request's serial is 1: the newest key and time speak")
	}
	return nil
}

func (q Request) keys() []Key { return []Key{q.Key} }

func (q Request) signed(_ Head, signer Key) error {
	if signer != q.Key {
		return rule("a request is signed by the key in it")
	}
	return nil
}

func (q Request) encode() []byte {
	b := append(AppendInt(AppendMap(nil, 2), 1), q.Key.COSE()...)
	return AppendText(AppendInt(b, 2), q.Name)
}

func readRequest(r *Reader) Body {
	var q Request
	r.Map(2, 2)
	r.Exactly(1)
	q.Key = r.Key()
	r.Exactly(2)
	q.Name = r.Text(1, maxName)
	return q
}

// Enrolment is an organisation's answer to a machine, signed by the key that delegates. The head's
// subject is the device's id.
type Enrolment struct {
	Name         string   // the organisation's, as it wants to be called; 1–96 bytes
	Delegation   []byte   // its word on the device's key, by the same key as signs this
	Certificates [][]byte // X.509 in DER: the device's, then the organisation's; may be empty
	Anchors      []Key    // the organisation's own keys, the newest last: 1–16, that one among them
}

// Kind is KindEnrolment.
func (Enrolment) Kind() Kind { return KindEnrolment }

// Grant returns what the delegation gives.
func (e Enrolment) Grant() Grant {
	d, _ := ParseDelegation(e.Delegation) // it was held against its rules when it was made or read
	return d.Grant
}

func (e Enrolment) check(h Head) error {
	if !IsText(e.Name, 1, maxName) {
		return rule("the organisation's name has 1 to %d bytes", maxName)
	}
	d, err := ParseDelegation(e.Delegation)
	switch {
	case err != nil:
		return rule("%v", err)
	case d.Issuer != h.Issuer || d.Device != h.Subject:
		return rule("its delegation is another organisation's or another device's")
	case len(e.Anchors) < 1 || len(e.Anchors) > MaxAnchors:
		return rule("it names 1 to %d keys of the organisation", MaxAnchors)
	case slices.Contains(e.Anchors, d.Key):
		return rule("a device's key cannot be the organisation's")
	}
	for i, k := range e.Anchors {
		if k.IsZero() || slices.Contains(e.Anchors[:i], k) {
			return rule("a key of the organisation stands there twice")
		}
	}
	return checkCertificates(e.Certificates)
}

func (e Enrolment) keys() []Key { return e.Anchors }

func (e Enrolment) signed(_ Head, signer Key) error {
	if d, err := ParseDelegation(e.Delegation); err != nil || !slices.Contains(e.Anchors, signer) || !d.SignedBy(signer) {
		return rule("one key of the organisation signs the delegation and the answer, and is named in it")
	}
	return nil
}

func (e Enrolment) encode() []byte {
	b := AppendText(AppendInt(AppendMap(nil, 4), 1), e.Name)
	b = AppendBytes(AppendInt(b, 2), e.Delegation)
	b = appendCertificates(AppendInt(b, 3), e.Certificates)
	b = AppendArray(AppendInt(b, 4), len(e.Anchors))
	for _, k := range e.Anchors {
		b = append(b, k.COSE()...)
	}
	return b
}

func readEnrolment(r *Reader) Body {
	var e Enrolment
	r.Map(4, 4)
	r.Exactly(1)
	e.Name = r.Text(1, maxName)
	r.Exactly(2)
	e.Delegation = r.Bytes(1, maxDelegationBytes)
	r.Exactly(3)
	e.Certificates = readCertificates(r)
	r.Exactly(4)
	for n := r.Array(1, MaxAnchors); n > 0 && !r.Failed(); n-- {
		e.Anchors = append(e.Anchors, r.Key())
	}
	return e
}
