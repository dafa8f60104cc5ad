package sqlite

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"muster/internal/induction"
)

// state is the machine's one row: what each act reads first and writes last.
type state struct {
	floor int64
	seq   int64
	head  []byte
}

// stateMAC shows a floor that was lowered, or a chain that was cut short, by
// somebody without the key.
func (k keys) stateMAC(s state) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(s.floor))
	b = binary.BigEndian.AppendUint64(b, uint64(s.seq))
	return mac(k.chain, []byte("state"), b, s.head)
}

// tx is one act under way.
type tx struct {
	*sql.Tx
	ctx    context.Context
	db     *DB
	state  state
	device string
}

// act runs one act in one transaction. Where the disk is full it makes what room
// it can and runs the act again, once. Where the file was deleted or moved away
// the act is refused: the system would let it write on to what nobody can open again.
func (db *DB) act(ctx context.Context, at time.Time, do func(*tx) error) error {
	return db.actTo(ctx, do, func(floor int64) int64 { return max(floor, nanos(at)) })
}

// actTo is act with the clock's new floor worked out from the one before.
func (db *DB) actTo(ctx context.Context, do func(*tx) error, floor func(int64) int64) error {
	if err := db.gone(); err != nil {
		return err
	}
	err := db.once(ctx, do, floor)
	if isFull(err) {
		db.makeRoom(ctx)
		err = db.once(ctx, do, floor)
	}
	return explain(err)
}

// gone refuses where the file that was opened is no longer the one in the folder.
func (db *DB) gone() error {
	if db.file == nil {
		return nil // a peek, which writes nothing
	}
	info, err := os.Stat(filepath.Join(db.dir, dataFile))
	if err == nil && os.SameFile(info, db.file) {
		return nil
	}
	return induction.Because(err, induction.Unavailable, induction.CodeStoreGone)
}

// makeRoom gives the ballast up and empties the log, whose room an act can use.
func (db *DB) makeRoom(ctx context.Context) {
	if db.ballast.release() && db.freed != nil {
		db.freed()
	}
	db.checkpointEvery(ctx, logPagesLow)
	db.emptyLog(ctx)
}

// How long the log may grow, in pages, before it is moved into the file. Where
// the disk is full the log would take what room there is, so it is kept short.
const (
	logPages    = 1000
	logPagesLow = 16
)

func (db *DB) checkpointEvery(ctx context.Context, pages int) {
	_, _ = db.writer.ExecContext(ctx, fmt.Sprintf(`PRAGMA wal_autocheckpoint = %d`, pages))
}

// takeBallast takes the ballast again where there is room for it.
func (db *DB) takeBallast(ctx context.Context) (held bool) {
	db.ballast.make()
	if !db.ballast.held() {
		db.checkpointEvery(ctx, logPagesLow)
		return false
	}
	db.checkpointEvery(ctx, logPages)
	return true
}

// emptyLog moves the log into the file. Where a reader still needs the log it
// stays, and a later time or Close empties it.
func (db *DB) emptyLog(ctx context.Context) {
	_, _ = db.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
}

func (db *DB) once(ctx context.Context, do func(*tx) error, floor func(int64) int64) error {
	raw, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{Tx: raw, ctx: ctx, db: db}
	err = t.begin()
	if err == nil {
		err = do(t)
	}
	if err == nil {
		err = t.end(floor(t.state.floor))
	}
	if err != nil {
		return rolledBack(err, raw.Rollback())
	}
	return raw.Commit()
}

// rolledBack keeps the first error: SQLite rolls some failures back itself, and
// that a second time is then refused says nothing.
func rolledBack(first, second error) error {
	if errors.Is(second, sql.ErrTxDone) || isFull(first) {
		return first
	}
	return errors.Join(first, second)
}

// begin reads the chain's head inside the transaction, so that no two rows can
// follow the same one.
func (t *tx) begin() error {
	var kept []byte
	row := t.QueryRowContext(t.ctx, `SELECT floor, seq, head, mac, coalesce((SELECT device FROM place), '') FROM state`)
	err := row.Scan(&t.state.floor, &t.state.seq, &t.state.head, &kept, &t.device)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err != nil || !hmac.Equal(kept, t.db.keys.stateMAC(t.state)) {
		return errSealed
	}
	return nil
}

// end writes the state back with its new floor.
func (t *tx) end(floor int64) error {
	t.state.floor = floor
	_, err := t.ExecContext(t.ctx, `UPDATE state SET floor = ?, seq = ?, head = ?, mac = ?`,
		t.state.floor, t.state.seq, t.state.head, t.db.keys.stateMAC(t.state))
	return err
}

// run executes a statement that must change something; otherwise there is no
// such record.
func (t *tx) run(query string, args ...any) error {
	res, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, sql.ErrNoRows)
	}
	return nil
}

// read runs queries that see one moment of the records.
func (db *DB) read(ctx context.Context, do func(*view) error) error {
	raw, err := db.readers.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	err = do(&view{Tx: raw, ctx: ctx, keys: db.keys})
	return explain(errors.Join(err, raw.Rollback()))
}

// view is one reading under way.
type view struct {
	*sql.Tx
	ctx  context.Context
	keys keys
}

// each calls scan for every row.
func (v *view) each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := v.QueryContext(v.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (v *view) row(query string, args ...any) *sql.Row {
	return v.QueryRowContext(v.ctx, query, args...)
}

// latest and earliest are the times that nanoseconds in 64 bits can hold.
var (
	latest   = time.Unix(0, 1<<63-1)
	earliest = time.Unix(0, -1<<63)
)

// nanos is how a time is kept: 0 for none. A clock beyond the year 2262 is kept
// as the last moment that can be.
func nanos(t time.Time) int64 {
	switch {
	case t.IsZero():
		return 0
	case t.After(latest):
		return latest.UnixNano()
	case t.Before(earliest):
		return earliest.UnixNano()
	}
	return t.UnixNano()
}

func moment(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

// refuse turns a key that is there already into a refusal.
func refuse(err error, reason induction.Reason) error {
	if isTaken(err) {
		return induction.Because(err, induction.Conflict, reason)
	}
	return err
}
