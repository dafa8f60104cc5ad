package keystore

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"muster/internal/trust"
)

// Why a key file or a PIN cannot be used, in the words a person is told. Compare with errors.Is.
var (
	// ErrWrongPassphrase is a sound key file that none of its passphrases opened.
	ErrWrongPassphrase = errors.New("that passphrase does not open this key; check Caps Lock and try again")
	// ErrDamaged is a key file that was changed or cut since it was written.
	ErrDamaged = errors.New("the key file is damaged; bring back a copy of it, or make a new key")
	// ErrNewer is a key file of a later format.
	ErrNewer = errors.New("the key file was written by a newer version of this program; update this machine")
	// ErrNotAKeyFile is a file of some other kind.
	ErrNotAKeyFile = errors.New("this is not a Muster key file")
	// ErrCost is a key file that asks for more memory or time than any key of ours.
	ErrCost = errors.New("the key file asks for more memory or time than is safe; do not use it")
	// ErrShort is a new passphrase that is too short.
	ErrShort = errors.New("a passphrase needs at least 12 characters; three or four unrelated words are easy to remember")
	// ErrLong is a passphrase or PIN past what is read.
	ErrLong = errors.New("that is longer than this program accepts")
	// ErrName is an organisation or device that no key can be made for.
	ErrName = errors.New("a key cannot be made under that name")
	// ErrKind is a device's key where an organisation's belongs, or the other way round.
	ErrKind = errors.New("this key is of the other kind: an organisation's key signs delegations, a device's key signs passports")
	// ErrSlot is a person who has no passphrase on this key, has one already, or is the last to have one.
	ErrSlot = errors.New("that person's passphrase cannot be changed")
	// ErrExists is a key file that would have been written over.
	ErrExists = errors.New("there is a key file already; move it away first")
	// ErrClosed is a key that was put away.
	ErrClosed = errors.New("the key has been locked again; enter the passphrase")
	// ErrDelegation is a delegation that is not for this key.
	ErrDelegation = errors.New("the delegation is not for this key")
	// ErrFolder is a folder for keys that is not there: its stick was taken out.
	ErrFolder = errors.New("the folder with the keys is not there; put its stick in, then try again")
	// ErrNoKey is a key that is not in its folder.
	ErrNoKey = errors.New("that key is not in this folder; put in the stick, or choose the folder, that holds it")
	// ErrReadOnly is a folder or stick that may not be written to.
	ErrReadOnly = errors.New("the folder with the keys may not be written to; take off the stick's write protection, or ask for the right")
	// ErrFull is a disk or stick without room.
	ErrFull = errors.New("the disk or stick with the keys is full; free some space, then try again")
	// ErrPIN is a PIN that does not follow the rule.
	ErrPIN = errors.New("a PIN is 4 to 12 digits")
	// ErrPINRecord is a stored PIN that cannot be read.
	ErrPINRecord = errors.New("the stored PIN cannot be read; a trainer must set a new one")
)

// onDisk says what an error of the file system means to a person. What it says of
// something missing is fs.ErrNotExist too.
func onDisk(err error) error {
	var number syscall.Errno
	errors.As(err, &number)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrFolder, err)
	case noRoom(number):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case errors.Is(err, fs.ErrPermission), writeProtected(number):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}

// wrong makes a passphrase that does not open a key the trust package's error.
func wrong(err error) error {
	if errors.Is(err, ErrWrongPassphrase) {
		return fmt.Errorf("%w: %w", trust.ErrPassphrase, err)
	}
	return err
}
