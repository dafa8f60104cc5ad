package trust

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// MaxDelegation is the longest a delegation lasts, in seconds: 400 days.
const MaxDelegation = 34_560_000

// The protected header and claim keys of a delegation: a CWT (RFC 8392) with a key bound to it
// (RFC 8747), and one claim of the format's own.
const (
	headerAlg     = 1
	headerKid     = 4
	algES256      = -7
	claimIss      = 1
	claimSub      = 2
	claimExp      = 4
	claimNbf      = 5
	claimCnf      = 8
	cnfKey        = 1
	claimPassport = -65537
)

// Grant is what an organisation's key gives to a device: the right to sign passports for a while.
type Grant struct {
	Issuer    string // "ods:" and the ODS code
	Device    string // the device's id, 1–40 bytes
	NotBefore int64  // Unix seconds
	Expires   int64  // Unix seconds; at most MaxDelegation after NotBefore
	Key       Key    // the device's public key
}

// Covers says whether a passport of that time may be signed under the grant; both bounds count.
func (g Grant) Covers(t int64) bool { return t >= g.NotBefore && t <= g.Expires }

func (g Grant) check() error {
	switch {
	case !IsIssuer(g.Issuer):
		return fmt.Errorf("%w: %w", ErrDelegation, ErrIssuer)
	case !IsText(g.Device, 1, 40):
		return fmt.Errorf("%w: the device's id must have 1 to 40 bytes", ErrDelegation)
	case g.Key.IsZero():
		return fmt.Errorf("%w: it has no device key", ErrDelegation)
	case g.NotBefore < 0 || g.Expires > MaxTime || g.NotBefore >= g.Expires:
		return fmt.Errorf("%w: it must begin before it ends", ErrDelegation)
	case g.Expires-g.NotBefore > MaxDelegation:
		return fmt.Errorf("%w: it may last 400 days at most", ErrDelegation)
	}
	return nil
}

// Delegation is a grant as it stands, signed, in a passport. Its signature has been looked at only
// when SignedBy said so.
type Delegation struct {
	Grant
	Kid     Kid // of the organisation's key that should have signed it
	message Sign1
}

// Delegate signs a grant with the organisation's key and returns the delegation's bytes. It returns
// ErrDelegation when the grant breaks a rule: a device can never hold the organisation's own key.
func Delegate(g Grant, organisation Signer) ([]byte, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	kid := organisation.Public().Kid()
	if kid == g.Key.Kid() {
		return nil, fmt.Errorf("%w: an organisation's key cannot be a device's", ErrDelegation)
	}
	m := Sign1{Protected: delegationHeader(kid), Payload: g.encode()}
	if err := m.Sign(organisation); err != nil {
		return nil, err
	}
	return m.Encode(), nil
}

func delegationHeader(kid Kid) []byte {
	b := AppendInt(AppendInt(AppendMap(nil, 2), headerAlg), algES256)
	return AppendBytes(AppendInt(b, headerKid), kid[:])
}

func (g Grant) encode() []byte {
	b := AppendMap(nil, 6)
	b = AppendText(AppendInt(b, claimIss), g.Issuer)
	b = AppendText(AppendInt(b, claimSub), g.Device)
	b = AppendInt(AppendInt(b, claimExp), g.Expires)
	b = AppendInt(AppendInt(b, claimNbf), g.NotBefore)
	b = append(AppendInt(AppendMap(AppendInt(b, claimCnf), 1), cnfKey), g.Key.COSE()...)
	return AppendInt(AppendInt(AppendMap(AppendInt(b, claimPassport), 1), 1), 1)
}

// ParseDelegation reads a delegation, every rule of its shape and claims included; only the signature is
// left to SignedBy.
func ParseDelegation(b []byte) (Delegation, error) {
	r := NewReader(b)
	m := r.Sign1()
	if err := r.End(); err != nil {
		return Delegation{}, fmt.Errorf("%w: %w", ErrDelegation, err)
	}
	return m.delegation()
}

// delegation reads the parts of a message that should be a delegation.
func (m Sign1) delegation() (Delegation, error) {
	d := Delegation{message: m}
	header := NewReader(m.Protected)
	header.Map(2, 2)
	header.Exactly(headerAlg)
	header.Exactly(algES256)
	header.Exactly(headerKid)
	copy(d.Kid[:], header.Bytes(len(d.Kid), len(d.Kid)))
	if err := header.End(); err != nil {
		return Delegation{}, fmt.Errorf("%w: header: %w", ErrDelegation, err)
	}
	var err error
	if d.Grant, err = parseGrant(m.Payload); err != nil {
		return Delegation{}, err
	}
	return d, nil
}

func parseGrant(b []byte) (Grant, error) {
	var g Grant
	r := NewReader(b)
	r.Map(6, 6)
	r.Exactly(claimIss)
	g.Issuer = r.Text(1, 16)
	r.Exactly(claimSub)
	g.Device = r.Text(1, 40)
	r.Exactly(claimExp)
	g.Expires = r.Int(0, MaxTime)
	r.Exactly(claimNbf)
	g.NotBefore = r.Int(0, MaxTime)
	r.Exactly(claimCnf)
	r.Map(1, 1)
	r.Exactly(cnfKey)
	g.Key = r.Key()
	r.Exactly(claimPassport)
	r.Map(1, 1)
	r.Exactly(1)
	r.Exactly(1)
	if err := r.End(); err != nil {
		return Grant{}, fmt.Errorf("%w: %w", ErrDelegation, err)
	}
	return g, g.check()
}

// SignedBy says whether the organisation's key signed the delegation.
func (d Delegation) SignedBy(k Key) bool {
	is := sha256.Sum256(append(k.COSE(), d.Bytes()...))
	if vouched.has(is) {
		return true
	}
	held := d.message.VerifiedBy(k)
	if held {
		vouched.add(is)
	}
	return held
}

// vouched remembers delegations whose signature held, by the hash of key and
// delegation: a day's passports come from few devices, and each signature that is
// checked costs as much as the rest of a passport's check.
var vouched = memory{most: 512}

// memory is a set of hashes that begins anew when it is full.
type memory struct {
	most  int
	mu    sync.Mutex
	known map[[sha256.Size]byte]struct{}
}

func (m *memory) has(is [sha256.Size]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.known[is]
	return ok
}

func (m *memory) add(is [sha256.Size]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= m.most {
		m.known = make(map[[sha256.Size]byte]struct{}, m.most)
	}
	m.known[is] = struct{}{}
}

// Bytes returns the delegation as it stands in a passport.
func (d Delegation) Bytes() []byte { return d.message.Encode() }
