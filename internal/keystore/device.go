package keystore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"muster/internal/trust"
)

// nextFile holds a new passport key that waits for its delegation, while the one
// before still signs.
const nextFile = "passport-next.key"

// demonstration is the organisation whose keys are worth nothing anywhere.
const demonstration = "ods:DEMO0"

// MakeDevice makes this machine's passport key, sealed for one person, and returns
// its public half. It has no delegation yet. Where there is a key already, the new
// one waits beside it until its delegation comes (SetDelegation), and the person has
// to be one who can open the key that is there (trust.ErrPassphrase). Once the new key
// takes over, everybody else needs a place on it anew. A key that has no delegation
// and one holder is replaced at once, and so is a demonstration's for a real
// organisation; another organisation's or device's key never is (ErrExists).
func (v Vault) MakeDevice(issuer, device, holder, passphrase string, now time.Time) (trust.Key, error) {
	name := deviceFile
	old, err := v.find(deviceFile)
	switch {
	case err != nil:
		return trust.Key{}, err
	case old == nil || old.givesWay(issuer):
	case old.Issuer != issuer || old.Device != device:
		return trust.Key{}, fmt.Errorf("%s: %w", v.file(deviceFile), ErrExists)
	default:
		if err := old.opensFor(holder, passphrase); err != nil {
			return trust.Key{}, err
		}
		name = nextFile
	}
	f, err := NewDevice(issuer, device, Holder{holder, passphrase}, now, v.Params)
	if err != nil {
		return trust.Key{}, err
	}
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return trust.Key{}, onDisk(err)
	}
	return f.Public, onDisk(f.Save(v.file(name)))
}

// givesWay reports whether nothing is lost with a device's key for one of issuer's.
func (f *File) givesWay(issuer string) bool {
	return f.unused() || f.Issuer == demonstration && issuer != demonstration
}

// unused reports whether a device's key never signed anything that counts, and nobody
// but its maker has a place on it.
func (f *File) unused() bool {
	return f.Kind == DeviceKind && len(f.delegation) == 0 && len(f.slots) == 1
}

func (f *File) opensFor(holder, passphrase string) error {
	u, err := f.OpenAs(holder, passphrase)
	if err != nil {
		return wrong(err)
	}
	u.Close()
	return nil
}

// SetDelegation takes in the organisation's word on this machine's key. A word on
// the key that waits makes that one the passport key, in one step, and the one before
// is gone; a word on the key that is in use renews it. ErrDelegation where it is for
// neither. A key that is open signs under the word it had until it is opened again.
func (v Vault) SetDelegation(b []byte) error {
	d, err := trust.ParseDelegation(b)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDelegation, err)
	}
	for _, name := range []string{deviceFile, nextFile} {
		f, err := v.find(name)
		if err != nil {
			return err
		}
		if f == nil || f.Public != d.Key {
			continue
		}
		if err := f.SetDelegation(b); err != nil {
			return err
		}
		if err := f.Save(v.file(deviceFile)); err != nil || name == deviceFile {
			return onDisk(err)
		}
		return onDisk(os.Remove(v.file(nextFile)))
	}
	return ErrDelegation
}

// Waiting opens the key that is to be enrolled next with one holder's own passphrase:
// the one that waits for its delegation where there is one, else the passport key.
func (v Vault) Waiting(holder, passphrase string) (trust.PassportKey, error) {
	f, err := v.waiting()
	if err != nil {
		return nil, err
	}
	if f == nil {
		return v.Unlock(holder, passphrase)
	}
	return unlocked(f, holder, passphrase)
}

// waiting is the key that waits for its delegation, or nil. One that has taken over
// already, and whose file a power cut left behind, waits no more.
func (v Vault) waiting() (*File, error) {
	next, err := v.find(nextFile)
	if err != nil || next == nil {
		return nil, err
	}
	now, err := v.find(deviceFile)
	if err != nil || now != nil && now.Public == next.Public {
		return nil, err
	}
	return next, nil
}

// Holders lists who can open the passport key.
func (v Vault) Holders() ([]string, error) {
	f, err := v.device()
	if err != nil {
		return nil, err
	}
	return f.Holders(), nil
}

// AddHolder lets another person open the passport key, with a passphrase of their own;
// holder is one who can already. ErrSlot where the other can, too.
func (v Vault) AddHolder(holder, passphrase, next, nextPassphrase string) error {
	return v.change(holder, func(f *File) error {
		return f.addBy(Holder{holder, passphrase}, Holder{next, nextPassphrase}, v.Params)
	})
}

// ChangePassphrase gives a holder another passphrase, with the one they have.
func (v Vault) ChangePassphrase(holder, passphrase, next string) error {
	return v.change(holder, func(f *File) error { return f.changeOf(Holder{holder, passphrase}, next, v.Params) })
}

// RemoveHolder takes a person off the passport key; the last one stays (ErrSlot). A
// key that waits for its delegation and has no other holder goes with them.
func (v Vault) RemoveHolder(holder string) error {
	next, err := v.waiting()
	if err != nil {
		return err
	}
	if next != nil && slices.Equal(next.Holders(), []string{holder}) {
		if err := v.mayGo(holder); err != nil {
			return err
		}
		if err := os.Remove(v.file(nextFile)); err != nil {
			return onDisk(err)
		}
	}
	return v.change(holder, func(f *File) error { return f.RemoveHolder(holder) })
}

// mayGo refuses what would be refused of the passport key itself, and changes nothing.
func (v Vault) mayGo(holder string) error {
	f, err := v.device()
	if err != nil {
		return err
	}
	return f.RemoveHolder(holder)
}

// change changes the passport key, and the one that waits where the holder has a place
// on it. Both are changed in memory before either is written.
func (v Vault) change(holder string, do func(*File) error) error {
	f, err := v.device()
	if err != nil {
		return err
	}
	if err := do(f); err != nil {
		return wrong(err)
	}
	next, err := v.waiting()
	if err != nil {
		return err
	}
	if next != nil && next.slotOf(holder) >= 0 {
		if err := do(next); err != nil {
			return wrong(err)
		}
		if err := next.Save(v.file(nextFile)); err != nil {
			return onDisk(err)
		}
	}
	return onDisk(f.Save(v.file(deviceFile)))
}

// device is the passport key's file, or ErrNoKey.
func (v Vault) device() (*File, error) {
	f, err := v.find(deviceFile)
	if err == nil && f == nil {
		err = fmt.Errorf("%w: %s: %w", ErrNoKey, v.file(deviceFile), fs.ErrNotExist)
	}
	return f, err
}

// find reads one of the vault's files; nil where there is none.
func (v Vault) find(name string) (*File, error) {
	f, err := Load(v.file(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return f, onDisk(err)
}

func (v Vault) file(name string) string { return filepath.Join(v.Dir, name) }
