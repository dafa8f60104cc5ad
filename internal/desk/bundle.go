package desk

import (
	"time"

	"muster/internal/induction"
)

// Change is one thing that a bundle would change here.
type Change struct {
	What string // such as "organisation-added", "passports-revoked"; words are under bundle.change.<What>
	Of   string // whose or what: an organisation's name, a device, a person
	N    int    // how many, where it is counted
	At   time.Time
}

// Declined is one statement of a bundle that is not taken, and why.
type Declined struct {
	Kind   string           // of the statement; "" where it cannot be told
	Issuer string           // "ods:" and the ODS code, as it claims; "" where it cannot be told
	Reason induction.Reason // words are under refusal.<Reason>
}

// BundleOffer is what a bundle would change here, and what of it is refused.
type BundleOffer struct {
	Changes []Change
	Refused []Declined
	data    []byte
}

// Empty reports whether the bundle would change nothing.
func (o BundleOffer) Empty() bool { return len(o.Changes) == 0 }
