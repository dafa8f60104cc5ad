package trust

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

// Ahead is how far ahead of the clock a statement may have been signed, in seconds.
const Ahead = 300

// Reason is why a statement is not taken in.
type Reason string

// The reasons, an append-only list.
const (
	Malformed        Reason = "malformed"         // damaged, or it breaks a rule of its kind
	UnknownKind      Reason = "unknown-kind"      // a newer program may know it
	UnknownSigner    Reason = "unknown-signer"    // nobody whom this machine trusts has this key
	Forged           Reason = "forged"            // the key it names did not sign it
	SignerRevoked    Reason = "signer-revoked"    // the key that signed it is revoked
	SignerEnded      Reason = "signer-ended"      // the key that signed it was not in its time
	NotYetSigned     Reason = "not-yet"           // signed later than this machine's clock
	Backwards        Reason = "backwards"         // a higher serial than the one held, and signed before it
	SameSerial       Reason = "same-serial"       // the serial of the one held, and it says otherwise
	AlreadySucceeded Reason = "already-succeeded" // the old key has named another successor before
	Conflicting      Reason = "conflicting"       // the old key names two successors at once
	OtherKey         Reason = "other-key"         // an enrolment of this device's name for another key
	EnrolmentExpired Reason = "expired"           // an enrolment that has ended

	// These set a statement aside, with nothing wrong with it.

	OtherDevice Reason = "other-device" // an enrolment for another device
	NotOurs     Reason = "not-ours"     // what another organisation tells its own machines
)

// Refused is a statement that is not taken in, as far as it could be read, and why.
type Refused struct {
	Reason  Reason
	Kind    Kind   // "" where it could not be read
	Issuer  string // as it says, which nobody may have signed
	Subject string
	Serial  int64
	Kid     Kid
}

func refusedBy(st Statement, why Reason) Refused {
	return Refused{Reason: why, Kind: st.Kind, Issuer: st.Issuer, Subject: st.Subject, Serial: st.Serial, Kid: st.Kid}
}

// CardOffer is an organisation's key file. It is never taken in with a bundle: a person compares the
// fingerprint, and then the own organisation's list names the key.
type CardOffer struct {
	Head
	Card
	Known   bool // the key is in force here already
	Follows bool // a key of this organisation that is in force has named it as its successor
}

// RequestOffer is a machine that asks to be enrolled, for an administrator to answer.
type RequestOffer struct {
	Head
	Request
}

// Offer is what taking a bundle in would do. It changes nothing until Take.
type Offer struct {
	Changes  []Change
	Taken    []Statement // what would be kept, in order of kind, issuer and subject
	Refused  []Refused
	Older    []Refused // sound, and what is held is newer
	Aside    []Refused // sound or not asked, and of no concern to this machine
	Held     int       // how many are held already
	Cards    []CardOffer
	Requests []RequestOffer
	Ignored  []Ignored // what keepers' lists would say that would not count

	from, next *Book
}

// NothingNew says whether taking it in would change nothing.
func (o Offer) NothingNew() bool { return len(o.Taken) == 0 }

// Offer says what taking a bundle in would change, what is refused and why. Data is what ReadBundle reads;
// now is the clock in Unix seconds. It returns ReadBundle's errors.
func (b *Book) Offer(data []byte, now int64) (Offer, error) {
	raw, err := ReadBundle(data)
	if err != nil {
		return Offer{}, err
	}
	next := &Book{own: b.own, held: maps.Clone(b.held), state: b.state}
	t := taking{book: next, now: now, offer: &Offer{from: b, next: next}}
	for _, st := range b.parked {
		t.pending = append(t.pending, waiting{st, true})
	}
	t.read(raw)
	t.settle()
	t.finish()
	return *t.offer, nil
}

// Take returns the book with an offer taken in, and the statements to keep. It returns ErrOffer when the
// offer was made to another book.
func (b *Book) Take(o Offer) (*Book, []Statement, error) {
	if o.from != b || o.next == nil {
		return b, nil, ErrOffer
	}
	return o.next, o.Taken, nil
}

// waiting is a statement that is not settled yet.
type waiting struct {
	Statement
	kept bool // it was kept before, and the clock and what is held are not asked
}

// taking is a bundle on its way into a book.
type taking struct {
	book    *Book
	now     int64
	pending []waiting
	offer   *Offer

	cards, successions []Statement // as they came in
	// named is whom a key names as its successor, so that however many cards come, each succession is
	// verified once.
	named map[signer][]Key
}

// read sorts what comes in: what a person deals with, and the rest.
func (t *taking) read(raw [][]byte) {
	for _, one := range raw {
		st, err := ParseStatement(one)
		switch {
		case err != nil:
			t.offer.Refused = append(t.offer.Refused, refusedBy(st, whyNot(err)))
			continue
		case st.Kind == KindRequest:
			t.request(st)
			continue
		case st.Kind == KindCard && !t.book.isOwn(st):
			t.cards = append(t.cards, st)
			continue
		case st.Kind == KindSuccession:
			t.successions = append(t.successions, st)
		}
		t.pending = append(t.pending, waiting{st, false})
	}
	slices.SortStableFunc(t.pending, func(a, b waiting) int { return newestFirst(a.Statement, b.Statement) })
}

// newestFirst orders by what was signed last, so that one order of taking in comes out of any.
func newestFirst(a, b Statement) int {
	if c := cmp.Or(cmp.Compare(b.Issued, a.Issued), cmp.Compare(b.Serial, a.Serial)); c != 0 {
		return c
	}
	return cmp.Or(bytes.Compare(a.message.Payload, b.message.Payload), bytes.Compare(a.message.Signature, b.message.Signature))
}

func (t *taking) request(st Statement) {
	body, _, err := st.OfItself()
	if err != nil {
		t.offer.Refused = append(t.offer.Refused, refusedBy(st, whyUnsigned(err)))
		return
	}
	t.offer.Requests = append(t.offer.Requests, RequestOffer{st.Head, body.(Request)})
}

// card offers an organisation's key file, and says what is known of the key.
func (t *taking) card(st Statement) {
	body, key, err := st.OfItself()
	if err != nil {
		t.offer.Refused = append(t.offer.Refused, refusedBy(st, whyUnsigned(err)))
		return
	}
	in := t.book.keys[st.Issuer]
	t.offer.Cards = append(t.offer.Cards, CardOffer{
		Head: st.Head, Card: body.(Card),
		Known:   slices.ContainsFunc(in, func(s signer) bool { return s.Key == key }),
		Follows: slices.ContainsFunc(in, func(s signer) bool { return t.followed(st.Issuer, s, key) }),
	})
}

// followed says whether a key in force here has named another as its successor.
func (t *taking) followed(issuer string, old signer, next Key) bool {
	all, known := t.named[old]
	if !known {
		for _, st := range t.successions {
			if st.Issuer != issuer || old.revoked || !old.Covers(st.Issued) {
				continue
			}
			if body, err := st.Verified(old.Key); err == nil {
				all = append(all, body.(Succession).Next)
			}
		}
		if t.named == nil {
			t.named = map[signer][]Key{}
		}
		t.named[old] = all
	}
	return slices.Contains(all, next)
}

func whyUnsigned(err error) Reason {
	if errors.Is(err, ErrSignature) {
		return Forged
	}
	return Malformed
}

// phases is the order in which statements are looked at: each can rest on those before it and on none
// after. The last takes what could not be verified in its own phase.
var phases = []func(*Book, Statement) bool{
	func(b *Book, st Statement) bool { return st.Kind == KindSuccession && b.isOwn(st) },
	func(b *Book, st Statement) bool { return st.Kind == KindTime && b.isOwn(st) },
	func(b *Book, st Statement) bool { return st.Kind == KindRevocations && b.isOwn(st) },
	func(b *Book, st Statement) bool { return st.Kind == KindList && b.isOwn(st) },
	func(b *Book, st Statement) bool { return st.Kind != KindSuccession && b.isOwn(st) },
	func(b *Book, st Statement) bool { return st.Kind == KindRevocations && b.isKeeper(st.Issuer) },
	func(b *Book, st Statement) bool { return st.Kind == KindList && b.isKeeper(st.Issuer) },
	func(b *Book, st Statement) bool { return st.Kind == KindRevocations || st.Kind == KindCatalogue },
}

func (b *Book) isOwn(st Statement) bool { return st.Issuer == b.own.Issuer }

func (b *Book) isKeeper(issuer string) bool {
	return slices.ContainsFunc(b.keepers, func(o Organisation) bool { return o.Issuer == issuer })
}

// settle takes in, phase by phase, what can be verified.
func (t *taking) settle() {
	for i, phase := range phases {
		for progress := true; progress; progress = progress && i == 0 {
			before := len(t.pending)
			t.pending = slices.DeleteFunc(t.pending, func(w waiting) bool {
				return phase(t.book, w.Statement) && t.try(w)
			})
			if progress = len(t.pending) < before; progress {
				t.book.state = derive(t.book.own, t.book.held)
			}
		}
	}
}

// try settles one statement, when somebody is known who signed it.
func (t *taking) try(w waiting) bool {
	rec, by, why := t.book.verify(w.Statement)
	if why != "" {
		return false
	}
	if w.kept {
		if have, ok := t.book.held[rec.slot()]; !ok || have.Serial < rec.Serial {
			t.book.held[rec.slot()] = rec
		}
		return true
	}
	have, ok := t.book.held[rec.slot()]
	switch {
	case ok && have.sameAs(rec):
		t.offer.Held++
		return true
	case ok && t.isOlder(rec, have):
		t.offer.Older = append(t.offer.Older, refusedBy(rec.Statement, ""))
		return true
	}
	why = t.admit(rec, by)
	switch {
	case why == OtherDevice:
		t.offer.Aside = append(t.offer.Aside, refusedBy(rec.Statement, why))
	case why != "":
		t.offer.Refused = append(t.offer.Refused, refusedBy(rec.Statement, why))
	default:
		t.book.held[rec.slot()] = rec
	}
	return true
}

// sameAs says whether two statements say the same under the same key; their signatures may differ.
func (r record) sameAs(o record) bool {
	return bytes.Equal(r.message.Protected, o.message.Protected) && bytes.Equal(r.message.Payload, o.message.Payload)
}

// isOlder says whether what is held stands over what comes, and nothing is wrong with that.
func (t *taking) isOlder(rec, have record) bool {
	return rec.Kind != KindSuccession && rec.Serial < have.Serial && !t.book.outranks(rec, have)
}

// admit holds a statement that was verified against the rules of taking in.
func (t *taking) admit(rec record, by signer) Reason {
	have, held := t.book.held[rec.slot()]
	switch {
	case rec.Kind == KindSuccession && held:
		return AlreadySucceeded
	case rec.Kind == KindSuccession && t.conflicts(rec):
		return Conflicting
	case held && !t.book.outranks(rec, have) && rec.Serial == have.Serial:
		return SameSerial
	case held && !t.book.outranks(rec, have) && rec.Issued < have.Issued && !t.mended(rec, have):
		return Backwards
	case rec.Issued > t.now+Ahead:
		return NotYetSigned
	case by.revoked:
		return SignerRevoked
	case !by.Covers(rec.Issued):
		return SignerEnded
	case rec.Kind == KindEnrolment:
		return t.forUs(rec)
	}
	return ""
}

// outranks says whether a statement stands over the one held whatever their serials: the one held was
// signed no later, by an own key older than this one's or by a key that no longer counts. A stolen key that
// signs the highest serial there is cannot bar the way for good.
func (b *Book) outranks(rec, have record) bool {
	switch {
	case rec.Issued < have.Issued:
		return false
	case rec.Issuer == b.own.Issuer && b.rank(rec.signer) > b.rank(have.signer):
		return true
	}
	return !b.stands(have)
}

// mended says whether a statement may be from before the one held: that one is from the future of this
// clock, and the organisation has said since what time it is.
func (t *taking) mended(rec, have record) bool {
	if have.Issued <= t.now+Ahead {
		return false
	}
	said, ok := t.book.SignedTime()
	return rec.Kind == KindTime || ok && said.Issued < have.Issued
}

// conflicts says whether the same key names another successor in the same bundle.
func (t *taking) conflicts(rec record) bool {
	return slices.ContainsFunc(t.successions, func(st Statement) bool {
		if st.slot() != rec.slot() || bytes.Equal(st.message.Payload, rec.message.Payload) {
			return false
		}
		_, err := st.Verified(rec.signer)
		return err == nil
	})
}

// forUs holds an enrolment against the machine it is for.
func (t *taking) forUs(rec record) Reason {
	own, grant := t.book.own, rec.says.(Enrolment).Grant()
	switch {
	case own.Device == "":
		return ""
	case rec.Subject != own.Device:
		return OtherDevice
	case len(own.Keys) > 0 && !slices.Contains(own.Keys, grant.Key):
		return OtherKey
	case grant.Expires < t.now:
		return EnrolmentExpired
	}
	return ""
}

// signers returns the keys that may sign a statement of its kind and issuer here.
func (b *Book) signers(st Statement) []signer {
	switch {
	case st.Issuer == b.own.Issuer:
		return b.ours
	case st.Kind == KindRevocations:
		return b.marked(b.revokers(st.Issuer), st.Issuer)
	case b.isKeeper(st.Issuer) && (st.Kind == KindList || st.Kind == KindCatalogue):
		return b.marked(b.bareKeys(st.Issuer), st.Issuer)
	}
	return nil
}

// marked marks the keys that their issuer has revoked itself.
func (b *Book) marked(keys []signer, issuer string) []signer {
	if rec, ok := b.held[slot{KindRevocations, issuer, ""}]; ok && mayHaveSigned(keys, rec) {
		mark(keys, rec)
	}
	return keys
}

// verify finds the key that signed a statement among those that may have.
func (b *Book) verify(st Statement) (rec record, by signer, why Reason) {
	why = UnknownSigner
	for _, s := range b.signers(st) {
		if s.Key.kid != st.Kid {
			continue
		}
		says, err := st.Verified(s.Key)
		switch {
		case err == nil:
			return record{st, says, s.Key}, s, ""
		case errors.Is(err, ErrSignature):
			why = Forged
		default:
			return rec, by, Malformed
		}
	}
	return rec, by, why
}

// finish tells what was not settled, and what changes.
func (t *taking) finish() {
	for _, st := range t.cards {
		t.card(st)
	}
	for _, w := range t.pending {
		_, _, why := t.book.verify(w.Statement)
		switch {
		case w.Kind == KindCard && !w.kept:
			t.card(w.Statement)
		case w.kept:
			t.book.parked = append(t.book.parked, w.Statement)
		case why == UnknownSigner && !t.book.concerns(w.Statement):
			t.offer.Aside = append(t.offer.Aside, refusedBy(w.Statement, NotOurs))
		default:
			t.offer.Refused = append(t.offer.Refused, refusedBy(w.Statement, why))
		}
	}
	for at, rec := range t.book.held {
		if have, ok := t.offer.from.held[at]; (!ok || !have.sameAs(rec)) && !t.wasParked(rec) {
			t.offer.Taken = append(t.offer.Taken, rec.Statement)
		}
	}
	sortSlots(t.offer.Taken)
	t.offer.Ignored = t.book.Ignored()
	t.offer.Changes = changes(t.offer.from, t.book, t.offer.Taken)
}

// wasParked says whether a statement was kept before, and has only come back into force.
func (t *taking) wasParked(rec record) bool {
	return slices.ContainsFunc(t.offer.from.parked, func(st Statement) bool {
		return st.slot() == rec.slot() && bytes.Equal(st.message.Payload, rec.message.Payload)
	})
}

// concerns says whether a statement of that kind and issuer could ever count here.
func (b *Book) concerns(st Statement) bool {
	return st.Issuer == b.own.Issuer || st.Kind == KindRevocations || b.isKeeper(st.Issuer) && len(b.signers(st)) > 0
}

func sortSlots(all []Statement) {
	slices.SortFunc(all, func(a, b Statement) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Issuer, b.Issuer), strings.Compare(a.Subject, b.Subject))
	})
}
