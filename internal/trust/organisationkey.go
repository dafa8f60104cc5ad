package trust

import "time"

// OrganisationKey is an organisation's key that an administrator has opened: it
// signs statements and delegations until it is closed.
type OrganisationKey interface {
	Signer
	// SignDigest returns ES256 over a SHA-256 sum: r and s, 32 bytes each.
	SignDigest(sum [32]byte) ([]byte, error)
	// Issuer returns the organisation, "ods:" and its ODS code.
	Issuer() string
	// Close forgets the key.
	Close()
}

// Sealed is one sealed key of an organisation as it lies in its folder, unopened.
type Sealed struct {
	Key     Key
	Issuer  string   // "ods:" and the ODS code
	Holders []string // who can open it, by name
	Made    time.Time
}
