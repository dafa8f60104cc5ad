package trust

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"
)

func TestEveryKindComesBack(t *testing.T) {
	for _, kind := range Kinds() {
		st := one(t, kind)
		again, err := ParseStatement(st.Bytes())
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if again.Kind != kind || again.Head != st.Head || !bytes.Equal(again.Bytes(), st.Bytes()) {
			t.Errorf("%s comes back as %+v", kind, again.Head)
		}
		key := ownKey
		if kind == KindRequest {
			key = kioskKey
		}
		body, err := again.Verified(key.Public())
		if err != nil || body.Kind() != kind || !bytes.Equal(body.encode(), again.body) {
			t.Errorf("%s says %+v (%v)", kind, body, err)
		}
		if _, err := again.Verified(thiefKey.Public()); !errors.Is(err, ErrSignature) {
			t.Errorf("%s is another's too: %v", kind, err)
		}
	}
}

func TestWhatIsSaidComesBack(t *testing.T) {
	list := ownSignedList()
	list.Entries[1].Revoked = true
	st := sign(t, due(here, 1, 1), list, ownKey)
	if body, err := st.Verified(ownKey.Public()); err != nil || !reflect.DeepEqual(body, Body(list)) {
		t.Errorf("%+v (%v)", body, err)
	}
	for _, kind := range []Kind{KindRequirements, KindStaff, KindRevocations, KindSuccession} {
		st := one(t, kind)
		body, err := st.Verified(ownKey.Public())
		if err != nil {
			t.Fatal(err)
		}
		again := sign(t, st.Head, body, ownKey)
		if !bytes.Equal(again.Bytes(), st.Bytes()) {
			t.Errorf("%s is made again as another", kind)
		}
	}
}

// TestOthersVerifyIt: a general COSE library and a general CBOR library read a statement as this one does.
func TestOthersVerifyIt(t *testing.T) {
	verifier, err := cose.NewVerifier(cose.AlgorithmES256, ownKey.Public().Public())
	if err != nil {
		t.Fatal(err)
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds() {
		if kind == KindRequest {
			continue // signed by a device's key
		}
		var m cose.Sign1Message
		if err := m.UnmarshalCBOR(one(t, kind).Bytes()); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if err := m.Verify(nil, verifier); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if want := "application/muster-" + string(kind) + "+cose"; m.Headers.Protected[int64(16)] != want {
			t.Errorf("%s: type %v", kind, m.Headers.Protected[int64(16)])
		}
		for name, b := range map[string][]byte{"payload": m.Payload, "body": one(t, kind).body} {
			var value any
			if err := cbor.Unmarshal(b, &value); err != nil {
				t.Errorf("%s: %s: %v", kind, name, err)
			}
			if again, err := mode.Marshal(value); err != nil || !bytes.Equal(again, b) {
				t.Errorf("%s: its %s is not in the deterministic form: %x, %x (%v)", kind, name, b, again, err)
			}
		}
	}
}

// TestNoFlippedByteVerifies changes every byte of a statement of each kind.
func TestNoFlippedByteVerifies(t *testing.T) {
	keys := []Key{ownKey.Public(), kioskKey.Public()}
	for _, kind := range Kinds() {
		whole := one(t, kind).Bytes()
		for i := range whole {
			for _, bit := range []byte{1, 0x80} {
				b := bytes.Clone(whole)
				b[i] ^= bit
				st, err := ParseStatement(b)
				if err != nil {
					continue
				}
				for _, k := range keys {
					if _, err := st.Verified(k); err == nil {
						t.Fatalf("%s: byte %d changed, and it holds", kind, i)
					}
				}
				if _, _, err := st.OfItself(); err == nil {
					t.Fatalf("%s: byte %d changed, and it holds of itself", kind, i)
				}
			}
		}
	}
}

// TestNoKindPassesAsAnother puts each kind's payload under every other's type, signed by the right key, and
// holds statements, delegations and passports apart.
func TestNoKindPassesAsAnother(t *testing.T) {
	for _, kind := range Kinds() {
		st := one(t, kind)
		if _, err := ParseDelegation(st.Bytes()); err == nil {
			t.Errorf("a %s is a delegation", kind)
		}
		for _, other := range Kinds() {
			if other == kind {
				continue
			}
			wrong := st
			wrong.message.Protected = Statement{Kind: other, Kid: st.Kid}.protected()
			if _, err := ParseStatement(wrong.Bytes()); err != nil {
				continue
			}
			again, _ := ParseStatement(wrong.Bytes())
			if _, err := again.Verified(ownKey.Public()); err == nil {
				t.Errorf("a %s passes as a %s", kind, other)
			}
		}
	}
	d := delegation(t, "kiosk-07", kioskKey.Public(), 30, ownKey)
	if _, err := ParseStatement(d); err == nil {
		t.Error("a delegation is a statement")
	}
}

func TestEnvelopesThatAreRefused(t *testing.T) {
	good := one(t, KindStaff)
	resign := func(change func(*Statement)) []byte {
		st := good
		change(&st)
		return signAnyway(t, st, ownKey).Bytes()
	}
	message := func(protected, payload []byte) []byte {
		m := Sign1{Protected: protected, Payload: payload}
		if err := m.Sign(ownKey); err != nil {
			t.Fatal(err)
		}
		return m.Encode()
	}
	header := func(alg int64, typ string) []byte {
		b := AppendInt(AppendInt(AppendMap(nil, 3), 1), alg)
		b = AppendBytes(AppendInt(b, 4), good.Kid[:])
		return AppendText(AppendInt(b, 16), typ)
	}
	for name, x := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing":           {nil, ErrCBOR},
		"trailing":          {append(good.Bytes(), 0), ErrCBOR},
		"cut":               {good.Bytes()[:len(good.Bytes())-1], ErrCBOR},
		"unknown kind":      {message(header(-7, "application/muster-roster+cose"), good.message.Payload), ErrKind},
		"no kind":           {message(header(-7, "application/muster-+cose"), good.message.Payload), ErrKind},
		"other type":        {message(header(-7, "application/cwt"), good.message.Payload), ErrKind},
		"type without end":  {message(header(-7, "application/muster-staff"), good.message.Payload), ErrKind},
		"another algorithm": {message(header(-8, "application/muster-staff+cose"), good.message.Payload), ErrStatement},
		"passport's header": {message([]byte{0xa2, 1, 0x26, 13, 0}, good.message.Payload), ErrStatement},
		"delegation's":      {message(delegationHeader(good.Kid), good.message.Payload), ErrStatement},
		"longer header":     {message(append(header(-7, "application/muster-staff+cose"), 0), good.message.Payload), ErrStatement},
		"payload trailing":  {message(good.message.Protected, append(bytes.Clone(good.message.Payload), 0)), ErrStatement},
		"issuer":            {resign(func(s *Statement) { s.Issuer = "RXX" }), ErrStatement},
		"serial 0":          {resign(func(s *Statement) { s.Serial = 0 }), ErrStatement},
		"serial too high":   {resign(func(s *Statement) { s.Serial = MaxSerial + 1 }), ErrStatement},
		"time before 1970":  {resign(func(s *Statement) { s.Issued = -1 }), ErrStatement},
		"time after 9999":   {resign(func(s *Statement) { s.Issued = MaxTime + 1 }), ErrStatement},
		"head of another":   {message(good.message.Protected, one(t, KindList).message.Payload), ErrStatement},
	} {
		if _, err := ParseStatement(x.b); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := bytes.Replace(good.message.Payload, []byte{2, 2}, []byte{0x18, 2, 2}, 1)
	if bytes.Equal(long, good.message.Payload) {
		t.Fatal("no integer was made longer")
	}
	if _, err := ParseStatement(message(good.message.Protected, long)); !errors.Is(err, ErrStatement) {
		t.Errorf("a longer integer: %v", err)
	}
}

func TestHeadsThatCannotBeSigned(t *testing.T) {
	for name, x := range map[string]struct {
		h    Head
		body Body
	}{
		"no issuer":              {Head{Serial: 1}, SignedTime{}},
		"a subject too many":     {head(here, "x", 1, 0), SignedTime{}},
		"no subject":             {head(here, "", 1, 0), Catalogue{[]byte("x")}},
		"a subject too long":     {head(here, strings.Repeat("x", 41), 1, 0), Catalogue{[]byte("x")}},
		"no next update":         {head(here, "", 1, 0), SignedRevocations{}},
		"a next update too many": {due(here, 1, 0), Staff{}},
		"next update before":     {Head{Issuer: here, Serial: 1, Issued: 10, NextUpdate: 9}, SignedRevocations{}},
		"next update too late":   {Head{Issuer: here, Serial: 1, Issued: 10, NextUpdate: 11 + MaxUpdate}, SignedRevocations{}},
	} {
		if _, err := Sign(x.h, x.body, ownKey); !errors.Is(err, ErrStatement) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Sign(head(here, "", 1, 0), SignedTime{}, faulty{ownKey}); !errors.Is(err, ErrSigner) {
		t.Errorf("a signer that does not sign: %v", err)
	}
	if _, err := Sign(Head{Issuer: here, Serial: 1, Issued: 10, NextUpdate: 10 + MaxUpdate}, SignedRevocations{}, ownKey); err != nil {
		t.Errorf("400 days: %v", err)
	}
}

// faulty signs with nothing.
type faulty struct{ testSigner }

func (faulty) Sign([]byte) ([]byte, error) { return make([]byte, SignatureSize), nil }

// broken is a statement that breaks one rule of its kind.
type broken struct {
	h    Head
	body Body
}

func tooMany() [][]byte { return slices.Repeat([][]byte{{1}}, MaxCertificates+1) }

func brokenLists() map[string]broken {
	list := func(change func(*SignedList)) broken {
		l := ownSignedList()
		change(&l)
		return broken{due(here, 1, 0), l}
	}
	revoke := func(v SignedRevocations) broken { return broken{due(here, 1, 0), v} }
	return map[string]broken{
		"entry twice":            list(func(l *SignedList) { l.Entries[1] = l.Entries[0] }),
		"entry's issuer":         list(func(l *SignedList) { l.Entries[1].Issuer = "RYY" }),
		"entry's name":           list(func(l *SignedList) { l.Entries[1].Name = "Hill\u202eside" }),
		"entry's key":            list(func(l *SignedList) { l.Entries[1].Key = Key{} }),
		"entry's times":          list(func(l *SignedList) { l.Entries[1].ValidTo = 1 }),
		"entry's certificate":    list(func(l *SignedList) { l.Entries[1].Certificates = [][]byte{{}} }),
		"keeper twice":           list(func(l *SignedList) { l.Keepers = append(l.Keepers, l.Keepers[0]) }),
		"keeper's name":          list(func(l *SignedList) { l.Keepers[0].Name = "" }),
		"too many entries":       list(func(l *SignedList) { l.Entries = make([]Entry, MaxEntries+1) }),
		"too many keepers":       list(func(l *SignedList) { l.Keepers = make([]Organisation, MaxKeepers+1) }),
		"passports out of order": revoke(SignedRevocations{Passports: []PassportID{passportID(2), passportID(1)}}),
		"passport twice":         revoke(SignedRevocations{Passports: []PassportID{passportID(2), passportID(2)}}),
		"too many passports":     revoke(SignedRevocations{Passports: make([]PassportID, MaxRevokedPassports+1)}),
		"devices out of order":   revoke(SignedRevocations{Devices: []RevokedDevice{{ID: "b"}, {ID: "a"}}}),
		"device unnamed":         revoke(SignedRevocations{Devices: []RevokedDevice{{ID: ""}}}),
		"spared out of order":    revoke(SignedRevocations{Devices: []RevokedDevice{{"a", []PassportID{passportID(2), passportID(1)}}}}),
		"key twice":              revoke(SignedRevocations{Keys: []Kid{{1}, {1}}}),
		"too many devices":       revoke(SignedRevocations{Devices: make([]RevokedDevice, MaxRevokedDevices+1)}),
		"too many keys":          revoke(SignedRevocations{Keys: make([]Kid, MaxRevokedKeys+1)}),
		"too many spared":        revoke(SignedRevocations{Devices: []RevokedDevice{{"a", make([]PassportID, MaxRevokedPassports+1)}}}),
	}
}

func brokenRequirements() map[string]broken {
	require := func(change func(*Programme)) broken {
		p := Programme{ID: "p", Title: "P", Requirements: []Requirement{{Code: "fire.1"}}}
		change(&p)
		return broken{head(here, "", 1, 0), Requirements{Programmes: []Programme{p}}}
	}
	ask := func(q Requirement) broken {
		return require(func(p *Programme) { p.Requirements = []Requirement{q} })
	}
	return map[string]broken{
		"programme without id":     require(func(p *Programme) { p.ID = "" }),
		"programme without title":  require(func(p *Programme) { p.Title = "" }),
		"programme's version":      require(func(p *Programme) { p.Version = MaxVersion + 1 }),
		"programme's summary":      require(func(p *Programme) { p.Summary = strings.Repeat("x", 1001) }),
		"a code twice":             require(func(p *Programme) { p.Requirements = append(p.Requirements, p.Requirements[0]) }),
		"a checklist twice":        require(func(p *Programme) { p.Checklists = []string{"a", "a"} }),
		"too many requirements":    require(func(p *Programme) { p.Requirements = make([]Requirement, MaxRequirements+1) }),
		"programme twice":          {head(here, "", 1, 0), Requirements{Programmes: []Programme{{ID: "a", Title: "A"}, {ID: "a", Title: "B"}}}},
		"a code of one part":       ask(Requirement{Code: "fire"}),
		"a code too long":          ask(Requirement{Code: strings.Repeat("x", 23) + ".1"}),
		"months":                   ask(Requirement{Code: "fire.1", RefreshMonths: MaxMonths + 1}),
		"a reason too long":        ask(Requirement{Code: "fire.1", Reason: strings.Repeat("x", MaxReason+1)}),
		"since":                    ask(Requirement{Code: "fire.1", Since: -1}),
		"exclusion without reason": {head(here, "", 1, 0), Requirements{Exclusions: []Exclusion{{there, ""}}}},
		"exclusion twice":          {head(here, "", 1, 0), Requirements{Exclusions: []Exclusion{{there, "a"}, {there, "b"}}}},
		"too many programmes":      {head(here, "", 1, 0), Requirements{Programmes: make([]Programme, MaxProgrammes+1)}},
		"too many exclusions":      {head(here, "", 1, 0), Requirements{Exclusions: make([]Exclusion, MaxExclusions+1)}},
	}
}

func brokenPeople(t *testing.T) map[string]broken {
	key := ownKey.Public()
	staff := func(m ...Member) broken { return broken{head(here, "", 1, 0), Staff{m}} }
	enrol := func(change func(*Head, *Enrolment)) broken {
		h := head(here, "kiosk-07", 1, 0)
		e := Enrolment{Name: "R", Delegation: delegation(t, "kiosk-07", kioskKey.Public(), 30, ownKey), Anchors: []Key{key}}
		change(&h, &e)
		return broken{h, e}
	}
	return map[string]broken{
		"staff out of order":        staff(Member{"gmc:2", "B", false}, Member{"gmc:1", "A", false}),
		"staff twice":               staff(Member{"gmc:1", "B", false}, Member{"gmc:1", "A", false}),
		"staff's number":            staff(Member{"7012345", "A", false}),
		"staff's name":              staff(Member{"gmc:1", "", false}),
		"request without key":       {head(here, "k", 1, 0), Request{Name: "R"}},
		"request of another key":    {head(here, "k", 1, 0), Request{kioskKey.Public(), "R"}},
		"request without name":      {head(here, "k", 1, 0), Request{Key: key}},
		"request's serial":          {head(here, "k", 2, 0), Request{key, "R"}},
		"enrolment without name":    enrol(func(_ *Head, e *Enrolment) { e.Name = "" }),
		"enrolment's device":        enrol(func(h *Head, _ *Enrolment) { h.Subject = "kiosk-08" }),
		"enrolment's issuer":        enrol(func(h *Head, _ *Enrolment) { h.Issuer = there }),
		"enrolment without anchors": enrol(func(_ *Head, e *Enrolment) { e.Anchors = nil }),
		"enrolment by no anchor":    enrol(func(_ *Head, e *Enrolment) { e.Anchors = []Key{nextKey.Public()} }),
		"an anchor twice":           enrol(func(_ *Head, e *Enrolment) { e.Anchors = []Key{key, key} }),
		"the device as an anchor":   enrol(func(_ *Head, e *Enrolment) { e.Anchors = []Key{key, kioskKey.Public()} }),
		"no delegation":             enrol(func(_ *Head, e *Enrolment) { e.Delegation = nil }),
		"another's delegation":      enrol(func(_ *Head, e *Enrolment) { e.Delegation = delegation(t, "kiosk-07", kioskKey.Public(), 30, nextKey) }),
		"enrolment's certificates":  enrol(func(_ *Head, e *Enrolment) { e.Certificates = tooMany() }),
		"too many members of staff": staff(make([]Member, MaxStaff+1)...),
		"too many anchors":          enrol(func(_ *Head, e *Enrolment) { e.Anchors = make([]Key, MaxAnchors+1) }),
	}
}

func brokenKeys() map[string]broken {
	key := ownKey.Public()
	return map[string]broken{
		"card without name":         {head(here, ownKey.kid(), 1, 0), Card{Key: key}},
		"card without key":          {head(here, ownKey.kid(), 1, 0), Card{Name: "R"}},
		"card of another kid":       {head(here, thiefKey.kid(), 1, 0), Card{Name: "R", Key: key}},
		"card of another key":       {head(here, thiefKey.kid(), 1, 0), Card{Name: "R", Key: thiefKey.Public()}},
		"certificate empty":         {head(here, ownKey.kid(), 1, 0), Card{"R", key, [][]byte{{}}}},
		"certificate too long":      {head(here, ownKey.kid(), 1, 0), Card{"R", key, [][]byte{make([]byte, MaxCertificate+1)}}},
		"certificates too many":     {head(here, ownKey.kid(), 1, 0), Card{"R", key, tooMany()}},
		"succession without key":    {head(here, ownKey.kid(), 1, 0), Succession{Ends: Forever}},
		"succession to itself":      {head(here, ownKey.kid(), 1, 0), Succession{key, Forever, nil}},
		"succession of another":     {head(here, nextKey.kid(), 1, 0), Succession{thiefKey.Public(), Forever, nil}},
		"succession ends before":    {head(here, ownKey.kid(), 1, 0), Succession{nextKey.Public(), now - 1, nil}},
		"catalogue empty":           {head(here, "c", 1, 0), Catalogue{}},
		"catalogue too long":        {head(here, "c", 1, 0), Catalogue{make([]byte, MaxCatalogue+1)}},
		"succession's certificates": {head(here, ownKey.kid(), 1, 0), Succession{nextKey.Public(), Forever, tooMany()}},
	}
}

// TestBodiesThatAreRefused: what breaks a rule is neither signed nor, when somebody signs it anyway, read.
func TestBodiesThatAreRefused(t *testing.T) {
	all := brokenLists()
	maps.Copy(all, brokenRequirements())
	maps.Copy(all, brokenPeople(t))
	maps.Copy(all, brokenKeys())
	for name, x := range all {
		if _, err := Sign(x.h, x.body, ownKey); !errors.Is(err, ErrStatement) {
			t.Errorf("%s: signed (%v)", name, err)
		}
		raw := signAnyway(t, Statement{Kind: x.body.Kind(), Head: x.h, body: x.body.encode()}, ownKey)
		st, err := ParseStatement(raw.Bytes())
		if err == nil {
			_, err = st.Verified(ownKey.Public())
		}
		if err == nil || errors.Is(err, ErrSignature) {
			t.Errorf("%s: read (%v)", name, err)
		}
	}
}

func TestOfItself(t *testing.T) {
	for _, kind := range Kinds() {
		st := one(t, kind)
		_, key, err := st.OfItself()
		switch kind {
		case KindCard, KindEnrolment:
			if err != nil || key != ownKey.Public() {
				t.Errorf("%s: %v", kind, err)
			}
		case KindRequest:
			if err != nil || key != kioskKey.Public() {
				t.Errorf("%s: %v", kind, err)
			}
		default:
			if !errors.Is(err, ErrStatement) {
				t.Errorf("%s proves itself: %v", kind, err)
			}
		}
	}
	card := one(t, KindCard)
	card.message.Signature = bytes.Clone(card.message.Signature)
	card.message.Signature[0] ^= 1
	if _, _, err := card.OfItself(); !errors.Is(err, ErrSignature) {
		t.Errorf("a card that nobody signed: %v", err)
	}
}

func TestSorting(t *testing.T) {
	v := SignedRevocations{
		Passports: []PassportID{passportID(3), passportID(1), passportID(3)},
		Devices:   []RevokedDevice{{"b", nil}, {"a", []PassportID{passportID(2), passportID(1)}}, {"b", nil}},
		Keys:      []Kid{{2}, {1}},
	}.Sorted()
	if err := v.check(Head{}); err != nil || len(v.Passports) != 2 || len(v.Devices) != 2 {
		t.Errorf("%+v: %v", v, err)
	}
	s := Staff{[]Member{{"gmc:2", "B", false}, {"gmc:1", "A", true}, {"gmc:2", "C", false}}}.Sorted()
	if err := s.check(Head{}); err != nil || len(s.Members) != 2 || s.Members[1].Name != "B" {
		t.Errorf("%+v: %v", s, err)
	}
	if !slices.IsSortedFunc(s.Members, byNumber) {
		t.Error("the staff are not in order")
	}
}

// TestLargestStatements: what the format promises to hold, fits.
func TestLargestStatements(t *testing.T) {
	var l SignedList
	certificate := bytes.Repeat([]byte{0x30}, 900)
	for i := range 2_000 {
		e := entry("ods:R"+string(rune('A'+i/676%26))+string(rune('A'+i/26%26))+string(rune('A'+i%26)), strings.Repeat("N", 60), ownKey)
		e.Certificates = [][]byte{certificate}
		l.Entries = append(l.Entries, e)
	}
	var v SignedRevocations
	for i := range MaxRevokedPassports {
		v.Passports = append(v.Passports, PassportID{byte(i >> 16), byte(i >> 8), byte(i)})
	}
	for name, body := range map[string]Body{"2,000 organisations with certificates": l, "100,000 passports": v} {
		st, err := Sign(due(here, 1, 0), body, ownKey)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := ParseStatement(st.Bytes())
		if err == nil {
			_, err = again.Verified(ownKey.Public())
		}
		if err != nil {
			t.Errorf("%s, %d bytes: %v", name, len(st.Bytes()), err)
		}
	}
	for i := range l.Entries {
		l.Entries[i].Certificates = [][]byte{make([]byte, MaxCertificate)}
	}
	if _, err := Sign(due(here, 1, 0), l, ownKey); !errors.Is(err, ErrLimit) {
		t.Errorf("above 4 MiB: %v", err)
	}
}
