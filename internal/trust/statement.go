package trust

import (
	"bytes"
	"fmt"
	"strings"
)

// Kind says what a statement states. It stands in the protected header as a type (RFC 9596), so that
// no statement can be shown as another, as a delegation or as a passport.
type Kind string

// The kinds of statement, an append-only list.
const (
	KindCard         Kind = "card"              // an organisation's public key file
	KindList         Kind = "trust-list"        // whose keys count, and whose lists
	KindRevocations  Kind = "revocations"       // what no longer counts
	KindRequirements Kind = "requirements"      // what each role must hold
	KindStaff        Kind = "staff"             // who may be a trainer or an assessor
	KindRequest      Kind = "enrolment-request" // a machine asks to be one of an organisation's
	KindEnrolment    Kind = "enrolment"         // the organisation's answer to it
	KindTime         Kind = "time"              // what time it is
	KindSuccession   Kind = "succession"        // an old key names its new one
	KindCatalogue    Kind = "catalogue"         // a framework's catalogue
)

const (
	// MaxStatement is the most bytes that a statement's payload has.
	MaxStatement = 4 << 20
	// MaxSerial is the highest serial.
	MaxSerial = 1<<53 - 1
	// MaxUpdate is the longest time from one list to the next, in seconds: 400 days.
	MaxUpdate = 34_560_000

	typeBefore = "application/muster-"
	typeAfter  = "+cose"
	headerType = 16

	maxProtected    = 96
	maxSubject      = 40
	claimUpdate     = 4
	claimIssued     = 6
	claimStatement  = -65537
	statementSerial = 1
	statementBody   = 2
)

// Body is what a statement of one kind says: Card, SignedList, SignedRevocations, Requirements, Staff,
// Request, Enrolment, SignedTime, Succession or Catalogue.
type Body interface {
	// Kind says which it is.
	Kind() Kind
	// check holds it against every rule of its kind, with the head that it goes under.
	check(h Head) error
	// encode writes it as the one byte string it has.
	encode() []byte
}

// Head is what every statement says of itself. Times are Unix seconds.
type Head struct {
	Issuer     string // "ods:" and the ODS code of who signs; of a request, who is asked
	Subject    string // what it is about, 1–40 bytes; "" for the kinds that have one for each issuer
	Serial     int64  // from 1; a higher one takes the place of a lower one
	Issued     int64
	NextUpdate int64 // of lists and revocations, when the next is due; 0 for the others
}

// form is what differs between the heads of the kinds.
type form struct {
	subject bool // it is about something
	updates bool // a next one is due
	itself  bool // the key that signs it is in it
	read    func(*Reader) Body
}

var forms = map[Kind]form{
	KindCard:         {subject: true, itself: true, read: readCard},
	KindList:         {updates: true, read: readSignedList},
	KindRevocations:  {updates: true, read: readSignedRevocations},
	KindRequirements: {read: readRequirements},
	KindStaff:        {read: readStaff},
	KindRequest:      {subject: true, itself: true, read: readRequest},
	KindEnrolment:    {subject: true, itself: true, read: readEnrolment},
	KindTime:         {read: readSignedTime},
	KindSuccession:   {subject: true, read: readSuccession},
	KindCatalogue:    {subject: true, read: readCatalogue},
}

// Kinds lists every kind there is, in the order of the format page.
func Kinds() []Kind {
	return []Kind{
		KindCard, KindList, KindRevocations, KindRequirements, KindStaff,
		KindRequest, KindEnrolment, KindTime, KindSuccession, KindCatalogue,
	}
}

// Statement is a signed statement, taken apart as far as its envelope. What it says comes out of
// Verified or OfItself alone, and only when the signature held.
type Statement struct {
	Kind Kind
	Head
	Kid     Kid // of the key that should have signed it
	body    []byte
	message Sign1
}

// Sign makes a statement. It returns ErrStatement when a rule is broken and ErrSigner when the signer
// does not sign with the key that it shows.
func Sign(h Head, body Body, s Signer) (Statement, error) {
	st := Statement{Kind: body.Kind(), Head: h, Kid: s.Public().Kid(), body: body.encode()}
	if err := st.check(); err != nil {
		return Statement{}, err
	}
	if err := body.check(h); err != nil {
		return Statement{}, err
	}
	st.message = Sign1{Protected: st.protected(), Payload: st.payload()}
	if len(st.message.Payload) > MaxStatement {
		return Statement{}, fmt.Errorf("%w: a statement of at most %d bytes", ErrLimit, MaxStatement)
	}
	if err := st.message.Sign(s); err != nil {
		return Statement{}, err
	}
	// What this program would not read, it does not write: a key that must be in it, above all.
	if _, err := st.decode(s.Public()); err != nil {
		return Statement{}, err
	}
	return st, nil
}

// ParseStatement reads a statement's envelope and nothing after it. It returns ErrKind for a kind that
// is not known, and ErrCBOR or ErrStatement for bytes that are none. It keeps a copy of the bytes, so that
// nobody can change them between two looks and a bundle is not held for one statement.
func ParseStatement(b []byte) (Statement, error) {
	var st Statement
	m, err := parseSign1(bytes.Clone(b), MaxStatement)
	if err != nil {
		return st, err
	}
	st.message = m
	if err := st.readProtected(); err != nil {
		return Statement{}, err
	}
	if err := st.readPayload(); err != nil {
		return Statement{}, err
	}
	return st, nil
}

// Bytes returns the statement as it is kept and handed on.
func (st Statement) Bytes() []byte { return st.message.Encode() }

// Verified returns what the statement says when that key signed it: ErrSignature otherwise, and
// ErrStatement or ErrCBOR when what was signed breaks a rule.
func (st Statement) Verified(k Key) (Body, error) {
	if k.kid != st.Kid || !st.message.VerifiedBy(k) {
		return nil, ErrSignature
	}
	return st.decode(k)
}

// OfItself returns what a card, a request or an enrolment says when the key in it signed it. It proves
// that whoever made it holds that key, and nothing about who that is: a person compares the fingerprint.
func (st Statement) OfItself() (Body, Key, error) {
	if !forms[st.Kind].itself {
		return nil, Key{}, fmt.Errorf("%w: a %s does not hold the key that signs it", ErrStatement, st.Kind)
	}
	body, err := st.read()
	if err != nil {
		return nil, Key{}, err
	}
	for _, k := range body.(inside).keys() {
		if k.kid == st.Kid && st.message.VerifiedBy(k) {
			body, err := st.decode(k)
			return body, k, err
		}
	}
	return nil, Key{}, ErrSignature
}

// inside is a body that holds the keys it may be signed by.
type inside interface{ keys() []Key }

// decode reads the body and holds it against its rules and the key that signed.
func (st Statement) decode(signer Key) (Body, error) {
	body, err := st.read()
	if err != nil {
		return nil, err
	}
	if s, ok := body.(interface{ signed(Head, Key) error }); ok {
		if err := s.signed(st.Head, signer); err != nil {
			return nil, err
		}
	}
	return body, nil
}

func (st Statement) read() (Body, error) {
	r := NewReader(st.body)
	body := forms[st.Kind].read(r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrStatement, st.Kind, err)
	}
	return body, body.check(st.Head)
}

func (st Statement) protected() []byte {
	b := AppendInt(AppendInt(AppendMap(nil, 3), headerAlg), algES256)
	b = AppendBytes(AppendInt(b, headerKid), st.Kid[:])
	return AppendText(AppendInt(b, headerType), typeBefore+string(st.Kind)+typeAfter)
}

func (st *Statement) readProtected() error {
	r := NewReader(st.message.Protected)
	r.Map(3, 3)
	r.Exactly(headerAlg)
	r.Exactly(algES256)
	r.Exactly(headerKid)
	copy(st.Kid[:], r.Bytes(len(st.Kid), len(st.Kid)))
	r.Exactly(headerType)
	name := r.Text(1, maxProtected)
	if err := r.End(); err != nil {
		return fmt.Errorf("%w: header: %w", ErrStatement, err)
	}
	name, before := strings.CutPrefix(name, typeBefore)
	name, after := strings.CutSuffix(name, typeAfter)
	if st.Kind = Kind(name); forms[st.Kind].read == nil || !before || !after {
		return ErrKind
	}
	return nil
}

func (st Statement) payload() []byte {
	f := forms[st.Kind]
	n := 3
	for _, more := range []bool{f.subject, f.updates} {
		if more {
			n++
		}
	}
	b := AppendText(AppendInt(AppendMap(nil, n), claimIss), st.Issuer)
	if f.subject {
		b = AppendText(AppendInt(b, claimSub), st.Subject)
	}
	if f.updates {
		b = AppendInt(AppendInt(b, claimUpdate), st.NextUpdate)
	}
	b = AppendInt(AppendInt(b, claimIssued), st.Issued)
	b = AppendMap(AppendInt(b, claimStatement), 2)
	b = AppendInt(AppendInt(b, statementSerial), st.Serial)
	return AppendBytes(AppendInt(b, statementBody), st.body)
}

func (st *Statement) readPayload() error {
	f := forms[st.Kind]
	r := NewReader(st.message.Payload)
	n := r.Map(3, 5)
	r.Exactly(claimIss)
	st.Issuer = r.Text(1, 16)
	if f.subject {
		n--
		r.Exactly(claimSub)
		st.Subject = r.Text(1, maxSubject)
	}
	if f.updates {
		n--
		r.Exactly(claimUpdate)
		st.NextUpdate = r.Int(0, MaxTime)
	}
	if n != 3 {
		r.Failf("a head of another kind")
	}
	r.Exactly(claimIssued)
	st.Issued = r.Int(0, MaxTime)
	r.Exactly(claimStatement)
	r.Map(2, 2)
	r.Exactly(statementSerial)
	st.Serial = r.Int(1, MaxSerial)
	r.Exactly(statementBody)
	st.body = r.Bytes(1, MaxStatement)
	if err := r.End(); err != nil {
		return fmt.Errorf("%w: %w", ErrStatement, err)
	}
	return st.check()
}

// check holds the head against the rules that every statement has.
func (st Statement) check() error {
	f := forms[st.Kind]
	switch {
	case !IsIssuer(st.Issuer):
		return fmt.Errorf("%w: %w", ErrStatement, ErrIssuer)
	case f.subject && !IsText(st.Subject, 1, maxSubject) || !f.subject && st.Subject != "":
		return rule("what a %s is about has 1 to %d bytes", st.Kind, maxSubject)
	case st.Serial < 1 || st.Serial > MaxSerial:
		return rule("its serial is out of range")
	case st.Issued < 0 || st.Issued > MaxTime:
		return rule("its time is out of range")
	case !f.updates && st.NextUpdate != 0:
		return rule("no next %s is due", st.Kind)
	case f.updates && (st.NextUpdate < st.Issued || st.NextUpdate > MaxTime || st.NextUpdate-st.Issued > MaxUpdate):
		return rule("its next update must come after it, within 400 days")
	}
	return nil
}

func rule(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrStatement, fmt.Sprintf(format, args...))
}
