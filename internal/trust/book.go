package trust

import (
	"errors"
	"slices"
)

// Own is what a machine knows of itself and of the organisation that it belongs to.
type Own struct {
	Issuer  string // "ods:" and the ODS code; "" for a machine that belongs nowhere yet
	Name    string // the organisation's, for people
	Anchors []Key  // the organisation's own keys, the newest last: all else is judged by them
	// Device is this machine's id. An administrator's machine has none and keeps every device's enrolment.
	Device string
	// Keys are this machine's passport keys, the one in use and one that waits for its delegation; none
	// where nobody asks whether an enrolment is for the right one.
	Keys []Key
}

// Book is what a machine holds of signed statements, and what follows from them. It is never changed:
// taking something in makes another. Any number of goroutines may read it.
type Book struct {
	own    Own
	held   map[slot]record
	parked []Statement // kept, but signed by nobody whom the rest vouches for now
	state
}

// slot is where one statement stands: of all those of one kind, from one issuer, on one subject, the newest.
type slot struct {
	kind    Kind
	issuer  string
	subject string
}

// record is a statement whose signature held, what it says, and who signed it.
type record struct {
	Statement
	says   Body
	signer Key
}

func (st Statement) slot() slot { return slot{st.Kind, st.Issuer, st.Subject} }

// OpenBook makes a book of the statements that were kept. It returns besides those that do not count:
// damaged, or no longer signed by anybody known here. They may count again later and need not be thrown
// away. The clock is not asked: what was once taken stays.
func OpenBook(own Own, kept [][]byte) (*Book, []Refused) {
	b := &Book{own: own, held: map[slot]record{}}
	b.own.Anchors = slices.Clone(own.Anchors)
	b.state = derive(b.own, b.held)
	t := taking{book: b}
	var bad []Refused
	for _, raw := range kept {
		st, err := ParseStatement(raw)
		if err != nil {
			bad = append(bad, refusedBy(st, whyNot(err)))
			continue
		}
		t.pending = append(t.pending, waiting{st, true})
	}
	slices.SortStableFunc(t.pending, func(a, b waiting) int { return newestFirst(a.Statement, b.Statement) })
	t.settle()
	for _, w := range t.pending {
		b.parked = append(b.parked, w.Statement)
	}
	for _, st := range b.parked {
		bad = append(bad, refusedBy(st, UnknownSigner))
	}
	return b, bad
}

// Own returns what the book was opened with.
func (b *Book) Own() Own { return b.own }

// List returns whose word counts here, as passport.Verify takes it.
func (b *Book) List() List { return b.list }

// Statements returns every statement that is held, in order of kind, issuer and subject.
func (b *Book) Statements() []Statement {
	var all []Statement
	for _, rec := range b.held {
		all = append(all, rec.Statement)
	}
	sortSlots(all)
	return all
}

// Find returns the statement that is held of that kind, issuer and subject, with what it says; it does not
// ask whether it still counts.
func (b *Book) Find(kind Kind, issuer, subject string) (Statement, Body, bool) {
	rec, ok := b.held[slot{kind, issuer, subject}]
	return rec.Statement, rec.says, ok
}

// NextSerial returns the serial that the own organisation's next statement on a subject has.
func (b *Book) NextSerial(kind Kind, subject string) int64 {
	return b.held[slot{kind, b.own.Issuer, subject}].Serial + 1
}

// OwnList returns the own trust list in force; false where there is none. What is to be changed is changed
// from what Find returns: a list whose signer is revoked is no longer in force, and its names still matter.
func (b *Book) OwnList() (SignedList, Head, bool) { return said[SignedList](b, KindList, "") }

// OwnRevocations returns what the own organisation has revoked; false where it has said nothing.
func (b *Book) OwnRevocations() (SignedRevocations, Head, bool) {
	rec, ok := b.ownRevocations(b.own, b.held)
	if !ok {
		return SignedRevocations{}, Head{}, false
	}
	return rec.says.(SignedRevocations), rec.Head, true
}

// Requirements returns the own organisation's requirements; their serial is in the head.
func (b *Book) Requirements() (Requirements, Head, bool) {
	return said[Requirements](b, KindRequirements, "")
}

// Staff returns whom the own organisation lets be a trainer or an assessor; false where it has not said,
// and then this rule is not in force.
func (b *Book) Staff() (Staff, Head, bool) { return said[Staff](b, KindStaff, "") }

// SignedTime returns when the own organisation last said what time it was.
func (b *Book) SignedTime() (Head, bool) {
	_, h, ok := said[SignedTime](b, KindTime, "")
	return h, ok
}

// Enrolment returns the organisation's word on a device.
func (b *Book) Enrolment(device string) (Enrolment, Head, bool) {
	return said[Enrolment](b, KindEnrolment, device)
}

// Enrolments returns every device's enrolment that is held, by the device's id.
func (b *Book) Enrolments() map[string]Enrolment {
	all := map[string]Enrolment{}
	for at, rec := range b.held {
		if e, ok := rec.says.(Enrolment); ok && at.issuer == b.own.Issuer {
			all[at.subject] = e
		}
	}
	return all
}

// Catalogues returns the frameworks' catalogues in force, by id: the own organisation's before a keeper's.
func (b *Book) Catalogues() map[string]Catalogue {
	all := map[string]Catalogue{}
	for _, issuer := range append([]string{b.own.Issuer}, b.keeperIssuers()...) {
		for at, rec := range b.held {
			c, ok := rec.says.(Catalogue)
			if _, taken := all[at.subject]; ok && !taken && at.issuer == issuer && b.stands(rec) {
				all[at.subject] = c
			}
		}
	}
	return all
}

// stands says whether the signer of a statement is one who may sign it now.
func (b *Book) stands(rec record) bool {
	return slices.ContainsFunc(b.signers(rec.Statement), func(s signer) bool { return s.Key == rec.signer && !s.revoked })
}

// said returns the own organisation's statement of a kind where its signer still counts.
func said[T Body](b *Book, kind Kind, subject string) (says T, h Head, ok bool) {
	rec, ok := b.held[slot{kind, b.own.Issuer, subject}]
	if !ok || !b.counts(rec) {
		return says, h, false
	}
	says, ok = rec.says.(T)
	return says, rec.Head, ok
}

// Newest returns the highest time that anything held was signed at: no honest clock is below it.
func (b *Book) Newest() int64 { return b.list.Floor }

// OwnKey is one of the own organisation's keys, and what it is good for.
type OwnKey struct {
	Key     Key
	From    int64 // Unix seconds; 0 for always
	To      int64 // the last second it signs anything; Forever when open
	Revoked bool
}

// OwnKeys returns the own organisation's keys, the newest last: the anchors and those that followed them.
func (b *Book) OwnKeys() []OwnKey {
	var all []OwnKey
	for _, s := range b.ours {
		all = append(all, OwnKey{Key: s.Key, From: s.ValidFrom, To: s.ValidTo, Revoked: s.revoked})
	}
	return all
}

// Keepers returns the list keepers of the own list, in the order that decides between them.
func (b *Book) Keepers() []Organisation { return slices.Clone(b.keepers) }

// Named is an entry in force, and whose list it is from.
type Named struct {
	Entry
	From string // the issuer of the list; the own organisation's for keys that no list names
}

// Entries returns every entry in force: the own organisation's, those of its list, those of the keepers'.
func (b *Book) Entries() []Named { return slices.Clone(b.entries) }

// Ignored returns what keepers' lists say that does not count, and why.
func (b *Book) Ignored() []Ignored { return slices.Clone(b.ignored) }

// HeldAge is how old one signed list or revocation list is that is in force here.
type HeldAge struct {
	Kind   Kind // KindList or KindRevocations
	Issuer string
	Name   string // of the issuer, for people
	Serial int64
	Age
}

// Ages returns the age of each list and revocation list in force, the own organisation's first. Of an
// issuer without a revocation list the age is zero.
func (b *Book) Ages() []HeldAge {
	var all []HeldAge
	add := func(kind Kind, issuer, name string) {
		rec, ok := b.held[slot{kind, issuer, ""}]
		h := HeldAge{Kind: kind, Issuer: issuer, Name: name}
		age := b.inForce[issuer]
		if kind == KindRevocations {
			age = b.list.Known[issuer].Revocations
		}
		if ok && !age.IsZero() {
			h.Serial, h.Age = rec.Serial, age
		}
		all = append(all, h)
	}
	if b.own.Issuer != "" {
		add(KindList, b.own.Issuer, b.own.Name)
		add(KindRevocations, b.own.Issuer, b.own.Name)
	}
	named := map[string]bool{b.own.Issuer: true}
	for _, k := range b.keepers {
		if !named[k.Issuer] {
			add(KindList, k.Issuer, k.Name)
		}
		named[k.Issuer] = true
	}
	told := map[string]bool{b.own.Issuer: true}
	for _, e := range b.entries {
		if !told[e.Issuer] {
			add(KindRevocations, e.Issuer, e.Name)
		}
		told[e.Issuer] = true
	}
	return all
}

// Audience is for whom a bundle is.
type Audience int

const (
	// ForOthers is for anybody: the own card, and the revocation lists in force here.
	ForOthers Audience = iota
	// ForKeeping is for those who keep to the own list as a keeper's: that list besides.
	ForKeeping
	// ForDevices is for the own organisation's machines: everything but what other machines alone need.
	ForDevices
)

// Export returns what is held as a bundle, or ErrLimit.
func (b *Book) Export(to Audience) ([]byte, error) {
	var out [][]byte
	for _, st := range b.Statements() {
		if to.wants(st, b.own.Issuer) {
			out = append(out, st.Bytes())
		}
	}
	return EncodeBundle(out)
}

func (a Audience) wants(st Statement, own string) bool {
	switch {
	case a == ForDevices, st.Kind == KindRevocations, st.Kind == KindCard:
		return true
	case st.Kind == KindSuccession, st.Kind == KindCatalogue:
		return st.Issuer == own
	}
	return a == ForKeeping && st.Kind == KindList && st.Issuer == own
}

// whyNot says which refusal an error of parsing is.
func whyNot(err error) Reason {
	if errors.Is(err, ErrKind) {
		return UnknownKind
	}
	return Malformed
}
