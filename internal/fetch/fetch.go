// Package fetch gets an update file from where an organisation puts it: an HTTPS
// address, or a shared folder. What it brings is bytes that nobody has judged yet:
// what counts in them is what is signed.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Limit is the most that is read of a file, in bytes.
const Limit = 8 << 20

// The times that a server is given.
const (
	whole      = 60 * time.Second // for everything together
	patience   = 10 * time.Second // to answer at all
	hopsAtMost = 5
	caLimit    = 1 << 20 // bytes of the file of certificates
)

// Options say how an address is asked.
type Options struct {
	// CA is a file of certificates (PEM) that count besides the system's own: those of
	// a hospital's own proxy or server. "" for none.
	CA string
}

// File gets the file at an address: "https://…", or the path of a file or a folder. Of
// a folder it is the newest file that ends in .muster. Every error is an *Error.
func File(ctx context.Context, address string, o Options) ([]byte, error) {
	address = strings.TrimSpace(address)
	scheme, _, isURL := strings.Cut(address, "://")
	switch {
	case address == "":
		return nil, &Error{Reason: NoAddress}
	case !isURL:
		return local(address)
	case !strings.EqualFold(scheme, "https"):
		return nil, &Error{Reason: NotHTTPS, Of: scheme}
	}
	return remote(ctx, address, o)
}

func local(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err == nil && st.IsDir() {
		path, err = newest(path)
	}
	if err != nil {
		return nil, unopened(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unopened(path, err)
	}
	defer f.Close() // read only
	return limited(f, path)
}

func unopened(path string, err error) error {
	var own *Error
	switch {
	case errors.As(err, &own):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Reason: NotThere, Of: path, Cause: err}
	}
	return &Error{Reason: Unreadable, Of: path, Cause: err}
}

// newest is the newest update file in a folder: an administrator puts one beside the
// other, for nothing is ever written over.
func newest(folder string) (string, error) {
	all, err := os.ReadDir(folder)
	if err != nil {
		return folder, err
	}
	found, at := "", time.Time{}
	for _, e := range all {
		st, err := e.Info()
		if err != nil || !st.Mode().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), ".muster") {
			continue
		}
		if found == "" || !st.ModTime().Before(at) {
			found, at = filepath.Join(folder, e.Name()), st.ModTime()
		}
	}
	if found == "" {
		return folder, &Error{Reason: NoneThere, Of: folder}
	}
	return found, nil
}

func limited(r io.Reader, from string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, Limit+1))
	switch {
	case err != nil:
		return nil, &Error{Reason: reasonOf(err), Of: from, Cause: err}
	case len(data) > Limit:
		return nil, &Error{Reason: TooLarge, Of: from}
	case len(data) == 0:
		return nil, &Error{Reason: Empty, Of: from}
	}
	return data, nil
}

// remote asks a server, and follows it nowhere that is not HTTPS.
func remote(ctx context.Context, address string, o Options) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, &Error{Reason: BadAddress, Of: address, Cause: err}
	}
	roots, err := roots(o.CA)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Error{Reason: BadAddress, Of: address, Cause: err}
	}
	client := client(roots)
	defer client.CloseIdleConnections()
	answer, err := client.Do(req)
	if err != nil {
		return nil, &Error{Reason: reasonOf(err), Of: u.Host, Cause: err}
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode != http.StatusOK:
		return nil, &Error{Reason: Refused, Of: u.Host, Status: answer.StatusCode}
	case answer.ContentLength > Limit:
		return nil, &Error{Reason: TooLarge, Of: u.Host}
	}
	return limited(answer.Body, u.Host)
}

func client(roots *x509.CertPool) *http.Client {
	return &http.Client{
		CheckRedirect: func(to *http.Request, before []*http.Request) error {
			if to.URL.Scheme != "https" || to.URL.User != nil || len(before) > hopsAtMost {
				return errRedirect
			}
			return nil
		},
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: patience}).DialContext,
			TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			TLSHandshakeTimeout: patience, ResponseHeaderTimeout: patience,
			DisableKeepAlives: true, DisableCompression: true, ForceAttemptHTTP2: true,
		},
	}
}

// roots are the system's certificates and those of a file.
func roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil // the system's alone
	}
	all, err := x509.SystemCertPool()
	if err != nil {
		all = x509.NewCertPool()
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, &Error{Reason: BadCA, Of: file, Cause: err}
	}
	defer f.Close() // read only
	pem, err := io.ReadAll(io.LimitReader(f, caLimit))
	if err != nil || !all.AppendCertsFromPEM(pem) {
		return nil, &Error{Reason: BadCA, Of: file, Cause: err}
	}
	return all, nil
}
