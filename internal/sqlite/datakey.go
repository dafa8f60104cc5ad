package sqlite

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"muster/internal/induction"
)

// dataKeyFile holds the data key: 32 random bytes that this account alone may
// read (mode 0600). On Windows the folder's own access list protects it: in a
// person's AppData that is the person, the administrators and the system. Either
// way only disk encryption protects it from somebody who takes the disk.
const dataKeyFile = "datakey"

// unlockKeys finds the data key, makes it at the very first open, and refuses one
// that is not the records' own. The database is there before its key is made, so
// that a key without a database always means that records were lost.
func (db *DB) unlockKeys(ctx context.Context) error {
	var want []byte
	if err := db.writer.QueryRowContext(ctx, `SELECT keycheck FROM state`).Scan(&want); err != nil {
		return err
	}
	if len(want) > 0 {
		return db.useKey(want)
	}
	data, err := readDataKey(db.dir)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = makeDataKey(db.dir)
	} else if err != nil {
		err = induction.Because(err, induction.Unavailable, induction.CodeStoreKey)
	}
	if err != nil {
		return err
	}
	db.keys = deriveKeys(data)
	return db.firstState(ctx)
}

// useKey reads the data key, which has to be the one that the records need.
func (db *DB) useKey(want []byte) error {
	data, err := readDataKey(db.dir)
	if err != nil {
		return induction.Because(err, induction.Unavailable, induction.CodeStoreKey)
	}
	db.keys = deriveKeys(data)
	if !hmac.Equal(want, db.keys.check) {
		return induction.Because(errors.New("the data key is another database's"), induction.Unavailable, induction.CodeStoreKey)
	}
	return nil
}

// firstState notes which key the records need, before there are any.
func (db *DB) firstState(ctx context.Context) error {
	_, err := db.writer.ExecContext(ctx, `UPDATE state SET keycheck = ?, mac = ?`, db.keys.check, db.keys.stateMAC(state{}))
	return err
}

func readDataKey(dir string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, dataKeyFile))
	if err == nil && len(data) != keySize {
		return nil, fmt.Errorf("%s is %d bytes long and should be %d", dataKeyFile, len(data), keySize)
	}
	return data, err
}

func makeDataKey(dir string) ([]byte, error) {
	data := random(keySize)
	return data, writeAtomic(filepath.Join(dir, dataKeyFile), data)
}

// writeAtomic leaves either no file or the whole file, on the disk, for this
// account alone.
func writeAtomic(path string, data []byte) error {
	tmp := path + ".new"
	if err := writeSynced(tmp, data); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	if err := os.Rename(tmp, path); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return syncDir(filepath.Dir(path))
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
