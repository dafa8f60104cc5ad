package keystore

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"muster/internal/trust"
)

// Holder is a person and the passphrase that opens a key for them.
type Holder struct {
	Name       string // 1–96 bytes, unique on the key
	Passphrase string // at least MinPassphrase characters when it is new
}

// NewOrganisation makes an organisation's key, sealed for one person.
func NewOrganisation(issuer string, first Holder, created time.Time, p Params) (*File, error) {
	return create(&File{Kind: OrganisationKind, Issuer: issuer, Created: created.Unix()}, first, p)
}

// NewDevice makes a device's key, sealed for one person. It signs once it has a delegation.
func NewDevice(issuer, device string, first Holder, created time.Time, p Params) (*File, error) {
	return create(&File{Kind: DeviceKind, Issuer: issuer, Device: device, Created: created.Unix()}, first, p)
}

func create(f *File, first Holder, p Params) (*File, error) {
	if err := f.checkNames(); err != nil {
		return nil, err
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	defer zeroKey(private)
	if f.Public, err = trust.KeyOf(&private.PublicKey); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	fileKey := random(keySize)
	defer clear(fileKey)
	defer clear(der)
	f.sealed = seal(fileKey, der, f.about())
	if err := f.addSlot(first, fileKey, p); err != nil {
		return nil, err
	}
	return f, nil
}

// AddHolder lets another person open the key, with a passphrase of their own. One who can open it already
// must give theirs.
func (f *File) AddHolder(passphrase string, next Holder, p Params) error {
	fileKey, _, err := f.unlock(passphrase)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	return f.addSlot(next, fileKey, p)
}

// addBy is AddHolder by one person, with none but their own passphrase tried.
func (f *File) addBy(by, next Holder, p Params) error {
	fileKey, _, err := f.only(by.Name).unlock(by.Passphrase)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	return f.addSlot(next, fileKey, p)
}

// RemoveHolder takes a person's passphrase off the key. The last one stays, or nobody could open it. A copy
// of the file from before still opens with it: who must be shut out for good is shut out by a new key.
func (f *File) RemoveHolder(name string) error {
	i := f.slotOf(name)
	switch {
	case i < 0:
		return fmt.Errorf("%w: %q has none on this key", ErrSlot, name)
	case len(f.slots) == 1:
		return fmt.Errorf("%w: it is the only one, and nobody could open the key", ErrSlot)
	}
	f.slots = slices.Delete(f.slots, i, i+1)
	return nil
}

// ChangePassphrase gives the person whose passphrase is given another one, at the cost given.
func (f *File) ChangePassphrase(old, next string, p Params) error {
	fileKey, i, err := f.unlock(old)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	return f.resealSlot(i, next, fileKey, p)
}

// changeOf is ChangePassphrase of one person, with none but their own passphrase tried.
func (f *File) changeOf(who Holder, next string, p Params) error {
	fileKey, _, err := f.only(who.Name).unlock(who.Passphrase)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	return f.resealSlot(f.slotOf(who.Name), next, fileKey, p)
}

func (f *File) resealSlot(i int, next string, fileKey []byte, p Params) error {
	s, err := f.newSlot(Holder{f.slots[i].Name, next}, fileKey, p)
	if err != nil {
		return err
	}
	return f.setSlots(slices.Concat(f.slots[:i], []slot{s}, f.slots[i+1:]))
}

func (f *File) addSlot(h Holder, fileKey []byte, p Params) error {
	if f.slotOf(h.Name) >= 0 {
		return fmt.Errorf("%w: %q has one already", ErrSlot, h.Name)
	}
	s, err := f.newSlot(h, fileKey, p)
	if err != nil {
		return err
	}
	return f.setSlots(append(slices.Clone(f.slots), s))
}

func (f *File) newSlot(h Holder, fileKey []byte, p Params) (slot, error) {
	if err := CheckPassphrase(h.Passphrase); err != nil {
		return slot{}, err
	}
	if !trust.IsText(h.Name, 1, maxSlotLen) {
		return slot{}, fmt.Errorf("%w: a name must have 1 to %d bytes", ErrSlot, maxSlotLen)
	}
	if err := p.check(); err != nil {
		return slot{}, err
	}
	words, err := secret(h.Passphrase)
	if err != nil {
		return slot{}, err
	}
	defer clear(words)
	s := slot{Name: h.Name, Params: p, Salt: random(saltSize)}
	key := p.key(words, s.Salt)
	defer clear(key)
	s.Sealed = seal(key, fileKey, s.about(f))
	return s, nil
}

// setSlots takes the slots when the file could be read again with them.
func (f *File) setSlots(all []slot) error {
	if len(all) > maxSlots {
		return fmt.Errorf("%w: a key has at most %d", ErrSlot, maxSlots)
	}
	if err := checkSlots(all); err != nil {
		return err
	}
	f.slots = all
	return nil
}

func (f *File) slotOf(name string) int {
	return slices.IndexFunc(f.slots, func(s slot) bool { return s.Name == name })
}
