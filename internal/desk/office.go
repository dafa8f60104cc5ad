package desk

import (
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// Cabinet opens an organisation's sealed keys in the folder where its administrator
// keeps them: on the administrator's machine, or on a stick that is taken out.
type Cabinet interface {
	// Make makes a new key there, sealed for one person, and never over another.
	Make(folder, issuer, holder, passphrase string, now time.Time) (trust.OrganisationKey, error)
	// Open opens one with its holder's passphrase: trust.ErrPassphrase where that is
	// wrong, fs.ErrNotExist where the folder or the key is not there.
	Open(folder string, kid trust.Kid, holder, passphrase string) (trust.OrganisationKey, error)
	// List looks up what is there, the oldest first.
	List(folder string) ([]trust.Sealed, error)
	// AddHolder lets another person open a key.
	AddHolder(folder string, kid trust.Kid, passphrase, next, nextPassphrase string) error
	// RemoveHolder takes a person off a key; the last one stays.
	RemoveHolder(folder string, kid trust.Kid, holder string) error
	// ChangePassphrase gives a holder another passphrase.
	ChangePassphrase(folder string, kid trust.Kid, holder, passphrase, next string) error
}

// NewOffice is what the first start of an administrator's machine decides.
type NewOffice struct {
	Organisation induction.Organisation
	Name         string // the administrator's
	Passphrase   string // seals the organisation's key
	KeyFolder    string // where the key is kept: a folder here, or on a stick
	// Bundle is what the organisation has signed so far, where it goes on from another
	// administrator's machine with the key it has; nil where it begins.
	Bundle []byte
}

// OfficeSeat is an administrator who has opened the organisation's key. It is void
// after fifteen minutes without an act, and when the office is closed.
type OfficeSeat struct {
	Holder string
	Kid    trust.Kid // the key that signs
}

// Answer is signed bytes to hand over as a file or as a QR.
type Answer struct {
	Bytes []byte
	Text  string // for a QR; "" where it is too long for one
}

// RequestOffer is what a machine asks its organisation for, to be looked at before
// it is granted.
type RequestOffer struct {
	Device      string
	Fingerprint string // of the machine's key, to be compared with its screen
	Made        time.Time
	Renewal     bool // this device is enrolled with the same key
	Replaces    bool // this device is enrolled with another key, which is then left behind
	data        []byte
}

// Card is another organisation's public key file as read, to be compared by phone.
type Card struct {
	Organisation induction.Organisation
	Kid          trust.Kid
	Fingerprint  string
	Made         time.Time
	Known        bool // this key is trusted already
	Follows      bool // a key of the organisation that is trusted has named it as its successor
	data         []byte
}
