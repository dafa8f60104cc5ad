package keystore

import "errors"

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
	// ErrPIN is a PIN that does not follow the rule.
	ErrPIN = errors.New("a PIN is 4 to 12 digits")
	// ErrPINRecord is a stored PIN that cannot be read.
	ErrPINRecord = errors.New("the stored PIN cannot be read; a trainer must set a new one")
)
