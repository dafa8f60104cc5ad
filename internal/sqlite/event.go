package sqlite

import (
	"crypto/hmac"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"time"
)

// kind says what an outbox row tells. The list is append-only: other systems read it.
type kind string

const (
	placeSet          kind = "place-set"
	trustImported     kind = "trust-imported"
	abnormalEnd       kind = "abnormal-end"
	trainerAdded      kind = "trainer-added"
	sessionOpened     kind = "session-opened"
	starterAdded      kind = "starter-added"
	sessionClosed     kind = "session-closed"
	learnerAdded      kind = "learner-added"
	learnerPresent    kind = "present"
	identityConfirmed kind = "identity-confirmed"
	renamed           kind = "renamed"
	pinReset          kind = "pin-reset"
	attemptBegun      kind = "attempt-begun"
	responded         kind = "response"
	attemptSubmitted  kind = "attempt-submitted"
	pageRead          kind = "page-read"
	ticked            kind = "tick"
	signedOff         kind = "sign-off"
	unlocked          kind = "unlock"
	passportIssued    kind = "passport-issued"
	feedbackGiven     kind = "feedback"
	acted             kind = "act"            // for the organisation: who, what, of what, why
	statementKept     kind = "statement-kept" // its serial and digest: the bytes are public
	enrolled          kind = "enrolled"       // the organisation's word on this device
	floorLowered      kind = "floor-lowered"  // from when to when
	trainerRemoved    kind = "trainer-removed"
	trainerReturned   kind = "trainer-returned"
	passportBrought   kind = "passport-brought" // another organisation's, whole
	checkedLocally    kind = "local-check"
	evidenceSeen      kind = "evidence-seen"
	waived            kind = "waiver"
	withdrawn         kind = "withdrawn"  // a recognition, evidence or a waiver
	paperKept         kind = "paper-kept" // a passport's finished file: its digest
)

// saltSize is the length of the salt that stands before a body inside its seal.
const saltSize = 16

// event is one row of the outbox.
type event struct {
	device    string
	seq       int64
	id        string
	at        int64
	monotonic int64
	boot      string
	kind      kind
	person    string
	digest    []byte
	body      []byte
	prev      []byte
	hash      []byte
}

// mac is the event's place in the chain: over every column but the sealed body,
// for which its salted digest stands.
func (e *event) mac(key []byte) []byte {
	number := func(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
	var b []byte
	for _, part := range [][]byte{
		[]byte(e.device), number(e.seq), []byte(e.id), number(e.at), number(e.monotonic),
		[]byte(e.boot), []byte(e.kind), []byte(e.person), e.digest, e.prev,
	} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return mac(key, []byte("event"), b)
}

func (e *event) cell() cell { return cell{"event", strconv.FormatInt(e.seq, 10), "body"} }

// envelope is an outbox body: versioned, with who did it.
type envelope struct {
	V      int    `json:"v"`
	By     string `json:"by,omitempty"`
	Record any    `json:"record"`
}

// log writes an act's row and returns its number. Who is the person whose key
// seals it, nil for the machine's.
func (t *tx) log(k kind, who *person, at time.Time, by string, record any) (int64, error) {
	e := event{at: nanos(at), monotonic: monotonic(), boot: t.db.boot, kind: k}
	return t.append(e, who, by, record)
}

func (t *tx) append(e event, who *person, by string, record any) (int64, error) {
	plain, err := json.Marshal(envelope{V: 1, By: by, Record: record})
	if err != nil {
		return 0, err
	}
	e.device, e.seq, e.prev, e.id = t.device, t.state.seq+1, t.state.head, uuid7(e.at)
	seal := t.db.keys.machine
	if who != nil {
		e.person, seal = who.id, who.key
	}
	salt := random(saltSize)
	e.digest = mac(salt, plain)
	e.body = seal.seal(e.cell(), append(salt, plain...))
	e.hash = e.mac(t.db.keys.chain)
	t.state.seq, t.state.head = e.seq, e.hash
	_, err = t.ExecContext(t.ctx, `INSERT INTO event (device, seq, id, at, monotonic, boot, kind, person, digest, body, prev, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.device, e.seq, e.id, e.at, e.monotonic, e.boot, string(e.kind), e.person, e.digest, e.body, e.prev, e.hash)
	return e.seq, err
}

// opens reports whether the sealed body opens and is what the digest was made of.
func (e *event) opens(s sealer) bool {
	plain, err := s.open(e.cell(), e.body)
	return err == nil && len(plain) >= saltSize && hmac.Equal(e.digest, mac(plain[:saltSize], plain[saltSize:]))
}

// tell opens a row's body and reads what it records.
func (e *event) tell(s sealer, record any) error {
	plain, err := s.open(e.cell(), e.body)
	if err != nil || len(plain) < saltSize {
		return errSealed
	}
	return json.Unmarshal(plain[saltSize:], &envelope{Record: record})
}

// uuid7 makes an id from the event's own time, so that an id never tells a finer
// time than its row does (RFC 9562, section 5.7).
func uuid7(ns int64) string {
	b := random(16)
	ms := uint64(max(0, ns)) / uint64(time.Millisecond)
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], ms<<16)
	copy(b[:6], stamp[:6])
	b[6] = b[6]&0x0F | 0x70
	b[8] = b[8]&0x3F | 0x80
	return formatUUID(b)
}

func formatUUID(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 36)
	for i, c := range b {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
