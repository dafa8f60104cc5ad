package fetch

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/assets"
	"muster/internal/phrase"
)

// server answers over TLS on loopback; its certificate is in the file.
func server(t *testing.T, h http.HandlerFunc) (address string, o Options) {
	t.Helper()
	s := httptest.NewTLSServer(h)
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return s.URL, Options{CA: file}
}

func refused(t *testing.T, address string, o Options, want Reason) *Error {
	t.Helper()
	data, err := File(t.Context(), address, o)
	var own *Error
	if !errors.As(err, &own) || own.Reason != want || data != nil {
		t.Fatalf("%s: %d bytes, %v; want %s", address, len(data), err, want)
	}
	return own
}

func TestAFileOverHTTPS(t *testing.T) {
	at, o := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/update.muster", http.StatusFound)
			return
		}
		w.Write([]byte("an update"))
	})
	for _, path := range []string{"/update.muster", "/moved"} {
		if data, err := File(t.Context(), " "+at+path+" ", o); err != nil || string(data) != "an update" {
			t.Errorf("%s: %q, %v", path, data, err)
		}
	}
}

func TestAServerThatIsNotTrusted(t *testing.T) {
	at, o := server(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("an update")) })
	refused(t, at, Options{}, NotTrusted)
	refused(t, strings.Replace(at, "127.0.0.1", "localhost", 1), o, NotTrusted) // another name than its certificate has
	refused(t, at, Options{CA: filepath.Join(t.TempDir(), "none")}, BadCA)
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, at, Options{CA: empty}, BadCA)
}

func TestOnlyHTTPSIsAsked(t *testing.T) {
	asked := false
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer plain.Close()
	refused(t, plain.URL, Options{}, NotHTTPS)
	refused(t, "HTTP://127.0.0.1/x", Options{}, NotHTTPS)
	refused(t, "file:///etc/hostname", Options{}, NotHTTPS)
	refused(t, "https://", Options{}, BadAddress)
	refused(t, "https://name:secret@example.org/x", Options{}, BadAddress)
	refused(t, "https://exa mple/x", Options{}, BadAddress)
	refused(t, " ", Options{}, NoAddress)
	at, o := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, plain.URL, http.StatusFound) })
	refused(t, at, o, Redirected)
	round, o := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) })
	refused(t, round, o, Redirected)
	if asked {
		t.Error("a server without TLS was asked")
	}
}

func TestWhatAServerAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   Reason
	}{
		{"not found", http.NotFound, Refused},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, Empty},
		{"large and says so", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, Limit+1)) }, TooLarge},
		{"large in pieces", func(w http.ResponseWriter, _ *http.Request) {
			for range Limit>>20 + 1 {
				w.Write(make([]byte, 1<<20))
				w.(http.Flusher).Flush()
			}
		}, TooLarge},
		{"cut short", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("a"))
		}, Unreachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, o := server(t, c.answer)
			refused(t, at, o, c.want)
		})
	}
	at, o := server(t, http.NotFound)
	if e := refused(t, at, o, Refused); e.Status != http.StatusNotFound || e.Of == "" {
		t.Errorf("%+v", e)
	}
}

func TestAServerThatIsAwayOrSlow(t *testing.T) {
	gone := httptest.NewTLSServer(http.NotFoundHandler())
	gone.Close()
	refused(t, gone.URL, Options{}, Unreachable)
	release := make(chan struct{})
	at, o := server(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := File(ctx, at, o)
	var own *Error
	if !errors.As(err, &own) || own.Reason != TooSlow {
		t.Errorf("%v", err)
	}
}

func TestASharedFolder(t *testing.T) {
	dir := t.TempDir()
	refused(t, dir, Options{}, NoneThere)
	for i, name := range []string{"old.muster", "new.MUSTER", "newer.txt"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(int64(1_700_000_000+i), 0)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := File(t.Context(), dir, Options{}); string(data) != "new.MUSTER" {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := File(t.Context(), filepath.Join(dir, "old.muster"), Options{}); string(data) != "old.muster" {
		t.Errorf("%q, %v", data, err)
	}
	refused(t, filepath.Join(dir, "missing.muster"), Options{}, NotThere)
	refused(t, filepath.Join(dir, "old.muster", "x"), Options{}, Unreadable)
	large := filepath.Join(dir, "large.muster")
	if err := os.WriteFile(large, make([]byte, Limit+1), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, large, Options{}, TooLarge)
}

func TestEveryReasonHasItsWords(t *testing.T) {
	book, err := phrase.Load(assets.FS())
	if err != nil {
		t.Fatal(err)
	}
	p := book.Printer("en-GB")
	for _, r := range []Reason{
		NoAddress, NotHTTPS, BadAddress, NotThere, NoneThere, Unreadable, TooLarge, Empty, Refused, Redirected, NotTrusted, TooSlow, Unreachable, BadCA,
	} {
		e := &Error{Reason: r, Of: "updates.example", Status: 404, Cause: os.ErrPermission}
		if !p.Has("fetch."+string(r)) || bytes.ContainsAny([]byte(e.Words(p)), "{}") || !strings.Contains(e.Error(), string(r)) {
			t.Errorf("%s: %q, %v", r, e.Words(p), e)
		}
	}
}
