package passport

import (
	"errors"

	"muster/internal/trust"
)

// Why a passport cannot be issued or a vector file cannot be used. A passport that is checked has a
// Verdict and never an error. Each is wrapped with the detail; compare with errors.Is.
var (
	// ErrClaims is claims that break a rule of the format.
	ErrClaims = errors.New("the passport would break a rule of its format")
	// ErrDelegation is a delegation that does not allow this passport to be signed.
	ErrDelegation = errors.New("this machine's delegation does not allow it to sign this passport")
	// ErrTooLong is a passport whose code would be too dense to scan: split it.
	ErrTooLong = errors.New("the passport holds too much for one code that can be scanned; issue it as two")
	// ErrBase45 is text that is not strict base45.
	ErrBase45 = trust.ErrBase45
	// ErrInflate is bytes that are not one whole zlib stream of a size that is read.
	ErrInflate = trust.ErrInflate
	// ErrVectors is a vector file that is not of the published shape, so that it proves nothing.
	ErrVectors = trust.ErrVectors
	// ErrText is a text that does not come apart as a passport does.
	ErrText = errors.New("the text is not a passport that can be read")
)
