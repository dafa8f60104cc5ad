package trust

import "errors"

// What can be wrong with something that says whose word counts. Each is wrapped with the detail;
// compare with errors.Is.
var (
	// ErrCBOR is bytes that are not the one CBOR profile of format 1.
	ErrCBOR = errors.New("the bytes are not in the exact form the format asks for")
	// ErrKey is a public key that is not a point of P-256 in the form the format asks for.
	ErrKey = errors.New("the public key is not a P-256 key in the exact form the format asks for")
	// ErrIssuer is an organisation that is not written as ods: and its ODS code.
	ErrIssuer = errors.New("the organisation must be written as ods: and its ODS code, for example ods:RXX")
	// ErrText is a string that is empty, too long, or holds control or direction characters.
	ErrText = errors.New("the text is empty, too long, or holds characters that cannot be shown")
	// ErrDelegation is a delegation whose shape or times break a rule.
	ErrDelegation = errors.New("the delegation is not valid")
	// ErrSigner is a signer whose signature does not match its own public key.
	ErrSigner = errors.New("the key that should sign does not match its public key")
	// ErrJSON is JSON with a member missing, unknown, repeated or of the wrong kind.
	ErrJSON = errors.New("the file is not in the expected form")
	// ErrLimit is a file past the size that is read.
	ErrLimit = errors.New("the file is larger than this program reads")
	// ErrStatement is a statement that breaks a rule of its kind.
	ErrStatement = errors.New("the statement breaks a rule of its kind")
	// ErrKind is a statement of a kind that this program does not know.
	ErrKind = errors.New("the statement is of a kind that this program does not know; a newer one may")
	// ErrSignature is a statement that the key in question did not sign.
	ErrSignature = errors.New("the statement was not signed by this key")
	// ErrBundle is a file that is neither a bundle nor a statement.
	ErrBundle = errors.New("the file is not a bundle of signed statements")
	// ErrUnsigned is a file of names and dates that nobody signed.
	ErrUnsigned = errors.New("nobody signed this file")
	// ErrTextTooLong is a statement that no code holds: it must go as a file.
	ErrTextTooLong = errors.New("the statement is too long for a code: hand it over as a file")
	// ErrBase45 is text that is not strict base45.
	ErrBase45 = errors.New("not base45")
	// ErrInflate is bytes that are not one whole zlib stream of a size that is read.
	ErrInflate = errors.New("not one zlib stream of a size that is read")
	// ErrOffer is an offer that was made to a book that has changed since.
	ErrOffer = errors.New("what is known here has changed since the bundle was read: read it again")
	// ErrVectors is a vector file that is not of the published shape, so that it proves nothing.
	ErrVectors = errors.New("the vector file is not in the published shape")
)
