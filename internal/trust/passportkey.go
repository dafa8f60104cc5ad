package trust

import "errors"

// PassportKey is a device's key that a trainer has opened: it signs passports
// under its delegation until it is closed.
type PassportKey interface {
	Signer
	// Delegation returns the organisation's word on this key, or nothing.
	Delegation() []byte
	// Close forgets the key.
	Close()
}

// ErrPassphrase is a sound key that the passphrase given does not open.
var ErrPassphrase = errors.New("wrong passphrase")
