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
}

// OfficeSeat is an administrator who has opened the organisation's key. It is void
// after fifteen minutes without an act, and when the office is closed.
type OfficeSeat struct {
	Holder string
	Kid    trust.Kid // the key that signs
}

// KeyState is what one of the organisation's own keys is good for.
type KeyState struct {
	Kid         trust.Kid
	Fingerprint string
	Status      trust.Status
	From        time.Time
	Until       time.Time // no new passports after it; zero where open
	Current     bool      // signs what is signed now
	Sealed      bool      // its sealed file is in the key folder
	Holders     []string  // who can open it
	Certificate bool      // it has an X.509 certificate of the organisation's own authority
}

// EnrolledDevice is a machine that the organisation has enrolled.
type EnrolledDevice struct {
	ID          string
	Fingerprint string // of its passport key
	From, Until time.Time
	Revoked     bool
	Spared      int // its passports that still count although it is revoked
}

// Keeper is an organisation whose own lists are accepted here.
type Keeper struct {
	Issuer, Name       string
	Fingerprints       []string
	Held               bool // its list has been taken in
	Organisations      int
	Issued, NextUpdate time.Time // of its list
	Stale              bool
}

// StaffMember is a trainer or assessor whom the organisation names.
type StaffMember struct {
	Number   induction.Number
	Name     string
	Assessor bool
}

// ListAge is how old one signed list is.
type ListAge struct {
	Kind       string // "trust-list", "revocations", "requirements", "staff", "catalogue"
	Issuer     string // "ods:" and the ODS code
	Name       string // the issuer's
	Serial     int64
	Issued     time.Time
	NextUpdate time.Time // zero where the kind has none
	Stale      bool      // past it
	Missing    bool      // never taken in
}

// Revoked is what counts no longer, of one issuer.
type Revoked struct {
	Issuer    string
	Passports []induction.PassportID
	Devices   []string
	Keys      []trust.Kid
}

// Office is all that the administrator's page shows.
type Office struct {
	Organisation  induction.Organisation
	Holder        string
	KeyFolder     string
	KeyThere      bool // the folder, or the stick, can be read
	Keys          []KeyState
	Devices       []EnrolledDevice
	Organisations []Trusted // the others' keys that the organisation's own list names
	Keepers       []Keeper
	Revoked       []Revoked
	Staff         []StaffMember
	StaffSigned   bool // a list of staff has been signed
	Programmes    []induction.Programme
	Requirements  int64 // the serial of the signed requirements; 0 where the packs' own count
	Excluded      []induction.Exclusion
	Lists         []ListAge
	Acts          []Act // the newest first
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
	data         []byte
}
