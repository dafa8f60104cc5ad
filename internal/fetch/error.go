package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"muster/internal/phrase"
)

// Reason says why no file came; its words are "fetch.<reason>".
type Reason string

// The reasons, an append-only list.
const (
	NoAddress   Reason = "no-address"  // none was named
	NotHTTPS    Reason = "not-https"   // another scheme: on the way anybody could read or change it
	BadAddress  Reason = "bad-address" // it is no address, or has a name and password in it
	NotThere    Reason = "not-there"   // no file at that path
	NoneThere   Reason = "none-there"  // a folder without an update file
	Unreadable  Reason = "unreadable"
	TooLarge    Reason = "too-large" // above Limit
	Empty       Reason = "empty"
	Refused     Reason = "refused"  // the server answered, and not with the file
	Redirected  Reason = "redirect" // it led away from HTTPS, or round and round
	NotTrusted  Reason = "not-trusted"
	TooSlow     Reason = "too-slow"
	Unreachable Reason = "unreachable"
	BadCA       Reason = "bad-ca" // the file of certificates cannot be used
)

// Error says why no file came.
type Error struct {
	Reason Reason
	Of     string // the path, the server or the scheme
	Status int    // HTTP's, where the server refused
	Cause  error  // for the log; nil where the reason says all
}

// Error is for logs.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("fetch %s: %s: %v", e.Of, e.Reason, e.Cause)
	}
	return fmt.Sprintf("fetch %s: %s", e.Of, e.Reason)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Words is what happened and what to do now.
func (e *Error) Words(p *phrase.Printer) string {
	return p.T("fetch."+string(e.Reason), e.Of, e.Status, Limit>>20)
}

var errRedirect = errors.New("a redirect that is not followed")

// reasonOf tells what a network's error means to a person.
func reasonOf(err error) Reason {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.Is(err, errRedirect):
		return Redirected
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &invalid):
		return NotTrusted
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return TooSlow
	}
	return Unreachable
}
