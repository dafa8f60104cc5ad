package trust

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Forever is the ValidTo of a key that has no end yet.
const Forever = MaxTime

// PassportID is a passport's number, its cti: 16 random bytes. Revocation names it.
type PassportID [16]byte

// String returns the number in lower-case hex.
func (p PassportID) String() string { return hex.EncodeToString(p[:]) }

// MarshalText writes the number in lower-case hex.
func (p PassportID) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads 32 hex digits.
func (p *PassportID) UnmarshalText(b []byte) error { return unhex(p[:], b) }

// Organisation is one key of one organisation on a trust list. An organisation with two keys has two
// entries under one issuer.
type Organisation struct {
	Issuer    string // "ods:" and the ODS code
	Name      string // as this list names it, for people
	Key       Key
	ValidFrom int64 // Unix seconds; a passport of before then does not count
	ValidTo   int64 // Unix seconds; no new passports after it; Forever when open
}

// Covers says whether a passport of that time counts under this key; both bounds count.
func (o Organisation) Covers(t int64) bool { return t >= o.ValidFrom && t <= o.ValidTo }

// Status is what an entry of a list is good for at a time.
type Status string

const (
	// InUse is a key that signs new passports.
	InUse Status = "in-use"
	// NotYet is a key whose time has not come.
	NotYet Status = "not-yet"
	// Retired is an old key: no new passports after its end, and those from before still count.
	Retired Status = "no-new-passports"
	// Revoked is a key that no longer counts for anything.
	Revoked Status = "revoked"
)

// Device names one kiosk of one organisation, as its delegation does.
type Device struct {
	Issuer string
	ID     string
}

// Revocations is what no longer counts.
type Revocations struct {
	Passports []PassportID
	Devices   []Device
	Keys      []Kid // of organisations
}

// List is what a check needs to know: whose word counts, what has been revoked, and how old that
// knowledge is. It is data, with no opinion on where it came from.
type List struct {
	Organisations []Organisation
	Revoked       Revocations
	Issued        int64 // Unix seconds; no honest clock is below it
	NextUpdate    int64 // Unix seconds; past it the list is stale

	// Floor is the highest time that anything behind the list was signed at; 0 where that is Issued.
	Floor int64
	// Known is what is known of each issuer on the list. It is nil for a list that was not put together
	// from signed ones, which is judged by Revoked and its own dates alone.
	Known map[string]Known

	byKid      map[Kid][]Organisation // an index, where a book made the list
	keeperKeys []Organisation         // no device can have one of these keys either
	byKeepers  map[string]bool        // the issuers that a keeper's list alone names
}

// Known is what is known of one issuer: whose list names it, what it has revoked, and how old that is.
type Known struct {
	From        string // the issuer of the list that names it: the own organisation or a keeper
	List        Age    // of that list; zero where no list in force does
	Revocations Age    // of the issuer's own revocation list; zero where none is held
	// Revoked is what the issuer has revoked of its own, and the keys of it that the list says are revoked.
	Revoked SignedRevocations
}

// Age is when something was signed and when the next is due, in Unix seconds. The zero Age is of nothing.
type Age struct{ Issued, NextUpdate int64 }

// IsZero says whether there is nothing that has an age.
func (a Age) IsZero() bool { return a == Age{} }

// StaleAt says whether the next is overdue at a time.
func (a Age) StaleAt(at int64) bool { return at > a.NextUpdate }

// Stale says why what is known of an issuer may be out of date.
type Stale string

// Why it may be, an append-only list.
const (
	ListMissing        Stale = "list-missing"        // no trust list in force names the issuer
	ListOverdue        Stale = "list-overdue"        // the next trust list is overdue
	RevocationsMissing Stale = "revocations-missing" // the issuer's revocation list has never come
	RevocationsOverdue Stale = "revocations-overdue" // the issuer's next revocation list is overdue
)

// StaleAt says what is missing or overdue at a time.
func (k Known) StaleAt(at int64) []Stale {
	var why []Stale
	switch {
	case k.List.IsZero():
		why = append(why, ListMissing)
	case k.List.StaleAt(at):
		why = append(why, ListOverdue)
	}
	switch {
	case k.Revocations.IsZero():
		why = append(why, RevocationsMissing)
	case k.Revocations.StaleAt(at):
		why = append(why, RevocationsOverdue)
	}
	return why
}

// Revocation is what of a passport is revoked.
type Revocation string

// What can be.
const (
	NotRevoked      Revocation = ""
	KeyRevoked      Revocation = "key"      // the organisation's key
	DeviceRevoked   Revocation = "device"   // the device that signed it, and the passport is not spared
	PassportRevoked Revocation = "passport" // the passport
)

// Revokes says what is revoked of a passport: the organisation's key by its kid, the device as the
// delegation names it, or the passport. What one issuer revokes counts for its own passports alone.
func (l List) Revokes(d Device, key Kid, id PassportID) Revocation {
	own := l.Known[d.Issuer].Revoked
	switch {
	case l.RevokesKey(key) || slices.Contains(own.Keys, key):
		return KeyRevoked
	case l.RevokesDevice(d) || own.revokesDevice(d.ID, id):
		return DeviceRevoked
	case l.RevokesPassport(id) || among(own.Passports, id):
		return PassportRevoked
	}
	return NotRevoked
}

func (v SignedRevocations) revokesDevice(device string, id PassportID) bool {
	i, found := slices.BinarySearchFunc(v.Devices, device, func(d RevokedDevice, id string) int { return strings.Compare(d.ID, id) })
	return found && !among(v.Devices[i].Spared, id)
}

// among finds a passport in an ascending list.
func among(all []PassportID, id PassportID) bool {
	_, found := slices.BinarySearchFunc(all, id, compare[PassportID])
	return found
}

// ByKid returns every entry whose key has that kid; there may be several, and all are tried.
func (l List) ByKid(kid Kid) []Organisation {
	if l.byKid != nil {
		return slices.Clone(l.byKid[kid])
	}
	var found []Organisation
	for _, o := range l.Organisations {
		if o.Key.kid == kid {
			found = append(found, o)
		}
	}
	return found
}

// HasKid says whether a device of an issuer has the kid of an organisation's key: of any that the list, or
// the own list behind it, names, of a keeper's, and of the issuer's own. Whom a keeper's list alone names is
// asked about its own devices and no others: nobody has shown that those keys are theirs, and a keeper would
// end another's devices by naming their keys.
func (l List) HasKid(kid Kid, issuer string) bool {
	has := func(o Organisation) bool {
		return o.Key.kid == kid && (o.Issuer == issuer || !l.byKeepers[o.Issuer])
	}
	if l.byKid == nil {
		return slices.ContainsFunc(l.Organisations, has)
	}
	return slices.ContainsFunc(l.byKid[kid], has) ||
		slices.ContainsFunc(l.keeperKeys, func(o Organisation) bool { return o.Key.kid == kid })
}

// RevokesKey says whether an organisation's key is revoked.
func (l List) RevokesKey(kid Kid) bool { return slices.Contains(l.Revoked.Keys, kid) }

// RevokesDevice says whether a device, as its delegation names it, is revoked.
func (l List) RevokesDevice(d Device) bool { return slices.Contains(l.Revoked.Devices, d) }

// RevokesPassport says whether a passport is revoked.
func (l List) RevokesPassport(id PassportID) bool { return slices.Contains(l.Revoked.Passports, id) }

// StatusOf says what an entry is good for at a time (Unix seconds).
func (l List) StatusOf(o Organisation, at int64) Status {
	switch {
	case l.RevokesKey(o.Key.kid) || slices.Contains(l.Known[o.Issuer].Revoked.Keys, o.Key.kid):
		return Revoked
	case at < o.ValidFrom:
		return NotYet
	case at > o.ValidTo:
		return Retired
	}
	return InUse
}

// check holds an entry against the rules of the list.
func (o Organisation) check() error {
	switch {
	case !IsIssuer(o.Issuer):
		return ErrIssuer
	case !IsText(o.Name, 1, 96):
		return fmt.Errorf("%w: the organisation's name", ErrText)
	case o.Key.IsZero():
		return ErrKey
	case o.ValidFrom < 0 || o.ValidTo > MaxTime || o.ValidFrom > o.ValidTo:
		return fmt.Errorf("%w: valid_from must not be after valid_to", ErrJSON)
	}
	return nil
}
