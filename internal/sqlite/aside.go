package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// putAside copies a damaged database (and the log beside it, which may hold the
// newest answers) before anything can write to it again. The copy is named by its
// content, so that one damage makes one copy however often the program is started.
func (db *DB) putAside(cause error) error {
	path := filepath.Join(db.dir, dataFile)
	name, err := fingerprint(path)
	if err != nil {
		return damaged(errors.Join(cause, err))
	}
	aside := filepath.Join(db.dir, "damaged-"+name+".db")
	for _, suffix := range []string{"", "-wal"} {
		err := copyNew(path+suffix, aside+suffix)
		if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
			return damaged(errors.Join(cause, err))
		}
	}
	return damaged(fmt.Errorf("%w (a copy is kept at %s)", cause, aside))
}

func fingerprint(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:6]), nil
}

// copyNew copies a file to a name that is free. A copy that fails half-way goes.
func copyNew(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
