package keystore

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"slices"
	"sync"

	"muster/internal/trust"
)

// private is an open key. It can be locked again from any goroutine.
type private struct {
	mu     sync.Mutex
	key    *ecdsa.PrivateKey
	public trust.Key
	holder string
}

// Unlocked is a device's key that a trainer has opened. It signs passports, and is a passport.Signer. Close
// it when the session ends.
type Unlocked struct {
	private
	delegation []byte
}

// UnlockedOrganisation is an organisation's key that an administrator has opened. It signs delegations.
type UnlockedOrganisation struct {
	private
	issuer string
}

// Open opens a device's key with any of its passphrases. It returns ErrWrongPassphrase when the file is
// sound and none fits, ErrDamaged when what is sealed is not the key, ErrKind for an organisation's key.
func (f *File) Open(passphrase string) (*Unlocked, error) {
	if f.Kind != DeviceKind {
		return nil, ErrKind
	}
	u := &Unlocked{delegation: slices.Clone(f.delegation)}
	if err := u.open(f, passphrase); err != nil {
		return nil, err
	}
	return u, nil
}

// OpenAs opens a device's key for one person, and spends nothing on the others' passphrases; errors are as
// those of Open, and ErrWrongPassphrase also where the person has none on the key.
func (f *File) OpenAs(holder, passphrase string) (*Unlocked, error) {
	return f.only(holder).Open(passphrase)
}

// openOrganisationAs is OpenAs of an organisation's key.
func (f *File) openOrganisationAs(holder, passphrase string) (*UnlockedOrganisation, error) {
	return f.only(holder).OpenOrganisation(passphrase)
}

// only is the file as if nobody else had a passphrase on it.
func (f *File) only(holder string) *File {
	own := *f
	own.slots = nil
	if i := f.slotOf(holder); i >= 0 {
		own.slots = f.slots[i : i+1]
	}
	return &own
}

// OpenOrganisation opens an organisation's key with any of its passphrases; errors are as those of Open.
func (f *File) OpenOrganisation(passphrase string) (*UnlockedOrganisation, error) {
	if f.Kind != OrganisationKind {
		return nil, ErrKind
	}
	u := &UnlockedOrganisation{issuer: f.Issuer}
	if err := u.open(f, passphrase); err != nil {
		return nil, err
	}
	return u, nil
}

// Delegation returns the device's delegation, or nothing when it has none.
func (u *Unlocked) Delegation() []byte { return slices.Clone(u.delegation) }

// Delegate lets a device of this organisation sign passports for a while. Issuer may be left empty.
func (u *UnlockedOrganisation) Delegate(g trust.Grant) ([]byte, error) {
	if g.Issuer == "" {
		g.Issuer = u.issuer
	}
	if g.Issuer != u.issuer {
		return nil, fmt.Errorf("%w: it is of another organisation", ErrDelegation)
	}
	return trust.Delegate(g, u)
}

// Issuer returns the organisation, "ods:" and its ODS code.
func (u *UnlockedOrganisation) Issuer() string { return u.issuer }

// Public returns the public key.
func (p *private) Public() trust.Key { return p.public }

// Holder returns the name of the person whose passphrase opened the key.
func (p *private) Holder() string { return p.holder }

// Sign returns ES256 of message, r and s of 32 bytes each, or ErrClosed.
func (p *private) Sign(message []byte) ([]byte, error) {
	return p.SignDigest(sha256.Sum256(message))
}

// SignDigest returns ES256 of the message with this SHA-256 sum, as Sign does.
func (p *private) SignDigest(sum [sha256.Size]byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.key == nil {
		return nil, ErrClosed
	}
	r, s, err := ecdsa.Sign(rand.Reader, p.key, sum[:])
	if err != nil {
		return nil, err
	}
	out := make([]byte, trust.SignatureSize)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out, nil
}

// Close locks the key again and overwrites the private number where Go lets us reach it. It may be called
// twice.
func (p *private) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.key != nil {
		zeroKey(p.key)
		p.key = nil
	}
}

func zeroKey(k *ecdsa.PrivateKey) { clear(k.D.Bits()) }

func (p *private) open(f *File, passphrase string) error {
	fileKey, i, err := f.unlock(passphrase)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	der, ok := unseal(fileKey, f.sealed, f.about())
	if !ok {
		return fmt.Errorf("%w (the sealed key differs)", ErrDamaged)
	}
	defer clear(der)
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	key, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok {
		return fmt.Errorf("%w (what is sealed is no P-256 key)", ErrDamaged)
	}
	if public, err := trust.KeyOf(&key.PublicKey); err != nil || public != f.Public {
		return fmt.Errorf("%w (the public key is another's)", ErrDamaged)
	}
	p.key, p.public, p.holder = key, f.Public, f.slots[i].Name
	return nil
}

// unlock tries the passphrase on each slot and returns the file key with the slot that gave it.
func (f *File) unlock(passphrase string) ([]byte, int, error) {
	words, err := secret(passphrase)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrWrongPassphrase, err)
	}
	defer clear(words)
	for i, s := range f.slots {
		key := s.Params.key(words, s.Salt)
		fileKey, ok := unseal(key, s.Sealed, s.about(f))
		clear(key)
		if ok && len(fileKey) == keySize {
			return fileKey, i, nil
		}
	}
	return nil, 0, ErrWrongPassphrase
}
