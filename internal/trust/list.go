package trust

import (
	"encoding/hex"
	"fmt"
	"slices"
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
}

// ByKid returns every entry whose key has that kid; there may be several, and all are tried.
func (l List) ByKid(kid Kid) []Organisation {
	var found []Organisation
	for _, o := range l.Organisations {
		if o.Key.kid == kid {
			found = append(found, o)
		}
	}
	return found
}

// HasKid says whether any organisation on the list has a key of that kid.
func (l List) HasKid(kid Kid) bool {
	return slices.ContainsFunc(l.Organisations, func(o Organisation) bool { return o.Key.kid == kid })
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
	case l.RevokesKey(o.Key.kid):
		return Revoked
	case at < o.ValidFrom:
		return NotYet
	case at > o.ValidTo:
		return Retired
	}
	return InUse
}

// Changes is what Merge did, for a person to read.
type Changes struct {
	Added   []Organisation // keys that were not on the list
	Changed []Organisation // entries that a newer list says otherwise, as they are now
	Revoked Revocations    // what was not revoked before
}

// IsEmpty says whether nothing changed.
func (c Changes) IsEmpty() bool {
	r := c.Revoked
	return len(c.Added)+len(c.Changed)+len(r.Passports)+len(r.Devices)+len(r.Keys) == 0
}

// Merge returns the list with another's entries taken in. Nothing goes backwards: what is revoked stays
// so, and an entry is replaced only by a list issued no earlier.
func (l List) Merge(other List) (List, Changes) {
	var done Changes
	merged := List{Organisations: slices.Clone(l.Organisations), Issued: max(l.Issued, other.Issued), NextUpdate: l.NextUpdate}
	newer := other.Issued >= l.Issued
	if newer {
		merged.NextUpdate = other.NextUpdate
	}
	for _, o := range other.Organisations {
		i := slices.IndexFunc(merged.Organisations, func(have Organisation) bool {
			return have.Key == o.Key && have.Issuer == o.Issuer
		})
		switch {
		case i < 0:
			merged.Organisations = append(merged.Organisations, o)
			done.Added = append(done.Added, o)
		case newer && merged.Organisations[i] != o:
			merged.Organisations[i] = o
			done.Changed = append(done.Changed, o)
		}
	}
	merged.Revoked.Passports, done.Revoked.Passports = union(l.Revoked.Passports, other.Revoked.Passports)
	merged.Revoked.Devices, done.Revoked.Devices = union(l.Revoked.Devices, other.Revoked.Devices)
	merged.Revoked.Keys, done.Revoked.Keys = union(l.Revoked.Keys, other.Revoked.Keys)
	return merged, done
}

// union returns have with what is new, and what was new.
func union[T comparable](have, more []T) (all, added []T) {
	all = slices.Clone(have)
	for _, v := range more {
		if !slices.Contains(all, v) {
			all, added = append(all, v), append(added, v)
		}
	}
	return all, added
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
