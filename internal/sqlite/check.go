package sqlite

import (
	"bytes"
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"muster/internal/desk"
	"muster/internal/induction"
)

// problemLimit is how many problems a check lists before it stops counting.
const problemLimit = 50

// Check walks the outbox's chain, holds the records against it, opens every
// sealed one, and runs the file's own integrity check. What it finds is in Problems; an error means that it could
// not look. It also takes the ballast again where there is room for it.
func (db *DB) Check(ctx context.Context) (h desk.Health, err error) {
	h.LowDisk = !db.takeBallast(ctx)
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(db.dir, dataFile+suffix)); err == nil {
			h.Bytes += info.Size()
		}
	}
	c := checker{h: &h}
	err = db.read(ctx, func(v *view) error {
		c.view = v
		for _, look := range []func() error{c.integrity, c.count, c.chain, c.agree, c.newest} {
			if err := c.note(look()); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = db.openAll(ctx, &c)
	}
	return h, err
}

// checker gathers problems.
type checker struct {
	*view
	h     *desk.Health
	state state
}

func (c *checker) problem(format string, args ...any) {
	if len(c.h.Problems) < problemLimit {
		c.h.Problems = append(c.h.Problems, fmt.Sprintf(format, args...))
	}
}

// note makes a problem of an error that comes from damage, and passes on one that
// does not.
func (c *checker) note(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	c.problem("the records cannot all be read: %v", err)
	return nil
}

func (c *checker) integrity() error {
	err := c.each(func(r *sql.Rows) error {
		var found string
		if err := r.Scan(&found); err != nil {
			return err
		}
		if found != "ok" {
			c.problem("the data file is damaged: %s", found)
		}
		return nil
	}, `PRAGMA integrity_check(10)`)
	if err != nil {
		return err
	}
	var stray int
	err = c.row(`SELECT count(*) FROM pragma_foreign_key_check`).Scan(&stray)
	if stray > 0 {
		c.problem("%d records belong to something that is not there", stray)
	}
	return err
}

func (c *checker) count() error {
	var kept []byte
	err := c.row(`SELECT floor, seq, head, mac, (SELECT count(*) FROM learner), (SELECT count(*) FROM event) FROM state`).
		Scan(&c.state.floor, &c.state.seq, &c.state.head, &kept, &c.h.Learners, &c.h.Events)
	if err == nil && !hmac.Equal(kept, c.keys.stateMAC(c.state)) {
		c.problem("the note of the last record, or of the latest time, was changed")
	}
	c.h.Unsent = c.h.Events
	return err
}

// chain walks the outbox from its first row.
func (c *checker) chain() error {
	people, err := c.people()
	if err != nil {
		return err
	}
	var last event
	err = c.each(func(r *sql.Rows) error {
		var e event
		if err := r.Scan(&e.device, &e.seq, &e.id, &e.at, &e.monotonic, &e.boot, &e.kind, &e.person, &e.digest, &e.body, &e.prev, &e.hash); err != nil {
			return err
		}
		c.link(&last, &e, people)
		last = e
		return nil
	}, `SELECT device, seq, id, at, monotonic, boot, kind, person, digest, body, prev, hash FROM event ORDER BY seq`)
	if err == nil && (last.seq != c.state.seq || !bytes.Equal(last.hash, c.state.head)) {
		c.problem("the record ends at %d and should end at %d", last.seq, c.state.seq)
	}
	return err
}

// link checks one row against the one before it. A body whose person is gone
// cannot be opened any more, and its digest stands for it.
func (c *checker) link(last, e *event, people map[string]sealer) {
	switch {
	case e.seq != last.seq+1:
		c.problem("records %d to %d are missing", last.seq+1, e.seq-1)
	case !bytes.Equal(e.prev, last.hash):
		c.problem("record %d does not follow from the one before it", e.seq)
	}
	if !hmac.Equal(e.hash, e.mac(c.keys.chain)) {
		c.problem("record %d was changed", e.seq)
	}
	seal, known := people[e.person]
	if known && !e.opens(seal) {
		c.problem("what record %d says was changed", e.seq)
	}
}

// people gives everybody's key, and the machine's under "".
func (c *checker) people() (map[string]sealer, error) {
	all := map[string]sealer{"": c.keys.machine}
	err := c.each(func(r *sql.Rows) error {
		var sealed sealedPerson
		var lookup []byte
		if err := r.Scan(&sealed.id, &sealed.key, &sealed.number, &lookup); err != nil {
			return err
		}
		p, err := sealed.open(c.keys)
		if err != nil || !hmac.Equal(lookup, c.keys.find(string(p.number))) {
			c.problem("a person's key or number was changed (%s)", sealed.id)
			return nil
		}
		all[p.id] = p.key
		return nil
	}, `SELECT id, key, number, lookup FROM person`)
	return all, err
}

// openAll reads all that is sealed outside the outbox.
func (db *DB) openAll(ctx context.Context, c *checker) error {
	learners, err := db.Learners(ctx)
	if err := c.note(err); err != nil {
		return err
	}
	for _, l := range learners {
		r, err := db.Record(ctx, l.ID, "")
		if c.note(err) != nil {
			return err
		}
		if err := c.note(db.openPapers(ctx, r.Passports)); err != nil {
			return err
		}
		if _, err := db.Secret(ctx, string(l.ID)); c.note(err) != nil {
			return err
		}
	}
	trainers, err := db.Trainers(ctx)
	if err := c.note(err); err != nil {
		return err
	}
	for _, r := range trainers {
		if _, err := db.Secret(ctx, string(r.ID)); c.note(err) != nil {
			return err
		}
	}
	_, err = db.Sessions(ctx)
	_, err2 := db.Feedback(ctx)
	_, err3 := db.Acts(ctx, math.MaxInt)
	return c.note(errors.Join(err, err2, err3))
}

// openPapers reads the files of passports, one at a time.
func (db *DB) openPapers(ctx context.Context, ps []induction.Issued) error {
	for _, p := range ps {
		if _, err := db.PaperOf(ctx, p.ID); err != nil && !errors.Is(err, desk.ErrNone) {
			return err
		}
	}
	return nil
}

// Backup writes a copy of the records to path in one piece: either the whole copy
// is there or no file. The copy holds sealed values only; the data key is not in
// it and has to be kept apart. A path that is taken is refused (the cause is
// fs.ErrExist).
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return induction.Because(fmt.Errorf("%s: %w", path, os.ErrExist), induction.Conflict, induction.CodeStoreFailed)
	}
	tmp := path + "." + randomID()[:8] + ".part"
	_, err := db.readers.ExecContext(ctx, `VACUUM INTO ?`, tmp)
	if err == nil {
		err = finishBackup(tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp)
	}
	return explain(err)
}

func finishBackup(tmp, path string) error {
	f, err := os.OpenFile(tmp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_ = f.Chmod(0o600) // a stick may have no modes
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
