package sqlite

import (
	"database/sql"
	"errors"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"muster/internal/desk"
	"muster/internal/induction"
)

// errSealed is the cause where a sealed value does not open: it was changed, or
// moved, or its key was.
var errSealed = errors.New("a sealed value does not open")

// errQuick is the cause where SQLite's own check of the file found something.
var errQuick = errors.New("the file's own check failed")

// explain turns whatever went wrong below into what the desk expects: its own
// refusals and ErrNone as they are, all else a store-… refusal with its cause.
func explain(err error) error {
	var refusal *induction.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return err
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, desk.ErrNone), isConstraint(err, sqlite3.ErrConstraintForeignKey):
		return desk.ErrNone
	}
	return induction.Because(err, induction.Unavailable, reasonFor(err))
}

func reasonFor(err error) induction.Reason {
	switch {
	case errors.Is(err, errSealed), errors.Is(err, errQuick):
		return induction.CodeStoreDamaged
	case isFull(err):
		return induction.CodeStoreFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return induction.CodeStoreReadOnly
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return induction.CodeStoreFailed
	}
	switch e.Code {
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return induction.CodeStoreReadOnly
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return induction.CodeStoreDamaged
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return induction.CodeStoreBusy
	case sqlite3.ErrCantOpen, sqlite3.ErrIoErr:
		return reasonForErrno(e.SystemErrno)
	}
	return induction.CodeStoreFailed
}

func reasonForErrno(errno syscall.Errno) induction.Reason {
	if errors.Is(errno, fs.ErrPermission) || errno == syscall.EROFS {
		return induction.CodeStoreReadOnly
	}
	return induction.CodeStoreFailed
}

// isFull reports whether err came of a disk without room.
func isFull(err error) bool {
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrFull || noRoom(e.SystemErrno)) {
		return true
	}
	var errno syscall.Errno
	return errors.As(err, &errno) && noRoom(errno)
}

func isConstraint(err error, code sqlite3.ErrNoExtended) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == code
}

// isTaken reports whether a row with the same key is there already.
func isTaken(err error) bool {
	return isConstraint(err, sqlite3.ErrConstraintUnique) || isConstraint(err, sqlite3.ErrConstraintPrimaryKey)
}

// damaged is a refusal to go on with a file that cannot be trusted.
func damaged(cause error) error {
	return induction.Because(cause, induction.Unavailable, induction.CodeStoreDamaged)
}
