package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"muster/internal/desk"
	"muster/internal/induction"
)

const (
	dataFile = "muster.db"
	lockName = "muster.lock"
)

// Options is how a store is opened; its zero value is what the program uses.
type Options struct {
	// Readers is the size of the pool of read-only connections; 0 stands for 4.
	Readers int

	synchronous string // "" is FULL; a test shows what anything less would lose
	migrations  fs.FS  // nil is the program's own
}

// DB is a store in one folder. It is safe for use by several goroutines.
type DB struct {
	dir     string
	lock    *os.File
	file    fs.FileInfo // of the database, as it was opened
	writer  *sql.DB     // one connection
	readers *sql.DB
	keys    keys
	boot    string
	ballast ballast
	freed   func() // a test is told that the ballast was given up
	closing sync.Once
	ended   error
}

var _ desk.Store = (*DB)(nil)

// Open opens the store in dir and makes what is missing there: the folder, the
// database, the data key, the ballast. It refuses, with nothing changed, a folder
// that another copy of the program has open (store-busy), a folder it may not
// write to (store-read-only), a database from a newer program (store-newer), one
// that is damaged or gone (store-damaged; a copy is put aside and named in the
// error), and one whose data key is missing or not its own (store-key). On a full
// disk it gives up the ballast first (store-full where that does not help).
func Open(ctx context.Context, dir string, opt Options) (*DB, error) {
	db, err := open(ctx, dir, opt)
	if induction.ReasonOf(err) == induction.CodeStoreFull && newBallast(dir).release() {
		return open(ctx, dir, opt)
	}
	return db, err
}

func open(ctx context.Context, dir string, opt Options) (*DB, error) {
	db := &DB{dir: dir, ballast: newBallast(dir), boot: bootID()}
	if err := db.takeLock(); err != nil {
		return nil, explain(err)
	}
	if err := db.start(ctx, opt); err != nil {
		return nil, errors.Join(explain(err), db.Close())
	}
	db.takeBallast(ctx)
	return db, nil
}

// takeLock makes the folder and holds its lock until Close.
func (db *DB) takeLock() error {
	if err := os.MkdirAll(db.dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(db.dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	held, err := lockFile(f)
	if err != nil {
		err = errors.Join(err, f.Close())
	}
	if held {
		return induction.Because(err, induction.Unavailable, induction.CodeStoreBusy)
	}
	db.lock = f
	return err
}

// start brings the database up: found or made, whole, of this version, with its key.
func (db *DB) start(ctx context.Context, opt Options) error {
	path := filepath.Join(db.dir, dataFile)
	made, err := db.findFile(path)
	if err != nil {
		return err
	}
	if db.writer, err = connect(path, writerQuery(opt.synchronous), 1); err != nil {
		return err
	}
	if err := db.prove(ctx, opt, made); err != nil {
		if reasonFor(err) == induction.CodeStoreDamaged {
			err = db.putAside(err)
		}
		return err
	}
	if db.file, err = os.Stat(path); err != nil {
		return err
	}
	db.readers, err = connect(path, url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}}, cmp.Or(opt.Readers, 4))
	return err
}

// prove brings the file to where an act can begin, or says why not.
func (db *DB) prove(ctx context.Context, opt Options, made bool) error {
	if err := db.examine(ctx, opt); err != nil {
		return err
	}
	if made {
		if err := db.settle(ctx); err != nil {
			return err
		}
	}
	if err := db.unlockKeys(ctx); err != nil {
		return err
	}
	return db.tryAct(ctx)
}

// findFile makes an empty database file for this account alone where there is
// none, and refuses to where the data key shows that there was one.
func (db *DB) findFile(path string) (made bool, err error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > 0 {
		return false, nil
	}
	if _, keyErr := os.Stat(filepath.Join(db.dir, dataKeyFile)); keyErr == nil {
		return false, lost(path)
	}
	return true, writeSynced(path, nil)
}

func lost(path string) error {
	return damaged(fmt.Errorf("%s is gone or empty, though its data key is here: restore it from a copy", path))
}

func newer(version, known int) error {
	return induction.Because(fmt.Errorf("schema %d, this program knows %d", version, known), induction.Unavailable, induction.CodeStoreNewer)
}

func writerQuery(synchronous string) url.Values {
	if synchronous == "" {
		synchronous = "FULL"
	}
	return url.Values{
		"_journal_mode": {"WAL"}, "_synchronous": {synchronous}, "_busy_timeout": {"5000"},
		"_txlock": {"immediate"}, "_foreign_keys": {"on"}, "_secure_delete": {"true"},
	}
}

// connect opens a pool. Every pragma is in the address: one that is run on a pool
// holds on one of its connections only.
func connect(path string, query url.Values, size int) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slashed := filepath.ToSlash(abs)
	if slashed[0] != '/' { // a Windows drive
		slashed = "/" + slashed
	}
	address := url.URL{Scheme: "file", OmitHost: true, Path: slashed, RawQuery: query.Encode()}
	pool, err := sql.Open("sqlite3", address.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

// examine refuses what this program cannot use, before it changes anything, and
// then brings the schema up to date.
func (db *DB) examine(ctx context.Context, opt Options) error {
	files := opt.migrations
	if files == nil {
		files = shipped
	}
	steps, err := migrations(files)
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, db.writer)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return newer(version, len(steps))
	}
	if err := quickCheck(ctx, db.writer); err != nil {
		return err
	}
	return migrate(ctx, db.writer, steps, version)
}

func quickCheck(ctx context.Context, pool *sql.DB) error {
	var found string
	if err := pool.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", errQuick, found)
	}
	return nil
}

// settle puts a new database into its file before the data key is made.
func (db *DB) settle(ctx context.Context) error {
	if _, err := db.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return err
	}
	return syncDir(db.dir)
}

// tryAct begins an act and takes it back: it finds a read-only file, or a state
// that does not hold, at the start and not at the first answer.
func (db *DB) tryAct(ctx context.Context) error {
	raw, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{Tx: raw, ctx: ctx, db: db}
	return errors.Join(t.begin(), raw.Rollback())
}

// Close ends the store; a second time does nothing.
func (db *DB) Close() error {
	db.closing.Do(func() {
		var errs []error
		for _, pool := range []*sql.DB{db.readers, db.writer} {
			if pool != nil {
				errs = append(errs, pool.Close())
			}
		}
		if db.lock != nil {
			errs = append(errs, db.lock.Close())
		}
		db.ended = explain(errors.Join(errs...))
	})
	return db.ended
}
