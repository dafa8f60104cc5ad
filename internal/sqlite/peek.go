package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"muster/internal/induction"
)

// Peek opens the store in dir to read only, while another copy of the program
// works on it too. It takes no lock and makes, mends and moves nothing; every act
// on what it returns is refused (store-read-only). A folder without records is
// refused with not-set-up, and what cannot be used as Open would.
func Peek(ctx context.Context, dir string) (*DB, error) {
	path := filepath.Join(dir, dataFile)
	if err := peekFile(dir, path); err != nil {
		return nil, explain(err)
	}
	db := &DB{dir: dir, ballast: ballast{path: newBallast(dir).path, onlyLook: true}, boot: bootID()}
	if err := db.peek(ctx, path); err != nil {
		return nil, errors.Join(explain(err), db.Close())
	}
	return db, nil
}

// peekFile refuses where there are no records, or none any more.
func peekFile(dir, path string) error {
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() > 0 {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, dataKeyFile)); err == nil {
		return lost(path)
	}
	return induction.Because(fmt.Errorf("%s: %w", path, fs.ErrNotExist), induction.NotReady, induction.CodeNotSetUp)
}

// peek joins one pool, whose connections cannot write, as reader and writer.
func (db *DB) peek(ctx context.Context, path string) error {
	version, err := db.peekVersion(ctx, path, url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}})
	if _, logErr := os.Stat(path + "-wal"); err != nil && errors.Is(logErr, fs.ErrNotExist) {
		// Without a log SQLite makes one, which this account may not be allowed to. The
		// file is then all there is, and nobody is at work on it.
		version, err = db.peekVersion(ctx, path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	if err != nil {
		return err
	}
	steps, err := migrations(shipped)
	switch {
	case err != nil:
		return err
	case version == 0: // the first start was cut short
		return induction.Refuse(induction.NotReady, induction.CodeNotSetUp)
	case version > len(steps):
		return newer(version, len(steps))
	case version < len(steps): // to bring them up to date would be to write
		return induction.Because(fmt.Errorf("schema %d, this program needs %d", version, len(steps)), induction.NotReady, induction.CodeStoreOlder)
	}
	return db.peekKeys(ctx)
}

func (db *DB) peekVersion(ctx context.Context, path string, query url.Values) (version int, err error) {
	if db.readers != nil {
		if err := db.readers.Close(); err != nil {
			return 0, err
		}
	}
	if db.readers, err = connect(path, query, 4); err != nil {
		return 0, err
	}
	db.writer = db.readers
	return schemaVersion(ctx, db.readers)
}

// peekKeys finds the data key that the records need; it never makes one.
func (db *DB) peekKeys(ctx context.Context) error {
	var want []byte
	if err := db.readers.QueryRowContext(ctx, `SELECT keycheck FROM state`).Scan(&want); err != nil {
		return err
	}
	if len(want) == 0 { // the first start was cut short
		return induction.Refuse(induction.NotReady, induction.CodeNotSetUp)
	}
	return db.useKey(want)
}
