package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// Place is who issues here and with what; ErrNone before the first start is done.
func (db *DB) Place(ctx context.Context) (p desk.Place, err error) {
	err = db.read(ctx, func(v *view) error {
		p, err = v.place()
		return err
	})
	return p, err
}

// place reads it out of the outbox row that set it last: a column could be changed
// by somebody without the key.
func (v *view) place() (p desk.Place, err error) {
	var made int64
	var e event
	var b placeBody
	if err := v.row(`SELECT p.made, p.event, coalesce(e.body, x'') FROM place p LEFT JOIN event e ON e.seq = p.event`).
		Scan(&made, &e.seq, &e.body); err != nil {
		return p, err
	}
	if err := e.tell(v.keys.machine, &b); err != nil {
		return p, err
	}
	return desk.Place{
		Organisation: induction.Organisation{ODS: b.ODS, Name: b.Name}, Device: b.Device, Delegation: b.Delegation, MadeAt: moment(made),
		Administrator: b.Administrator, KeyFolder: b.KeyFolder, Certificates: b.Certificates, Anchors: b.Anchors,
	}, nil
}

// SetPlace records it once; a second time is refused (set-up-already).
func (db *DB) SetPlace(ctx context.Context, p desk.Place, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		t.device = p.Device
		seq, err := t.log(placeSet, nil, at, "", placeToBody(p))
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO place (one, ods, name, device, delegation, made, event) VALUES (1, ?, ?, ?, ?, ?, ?)`,
			p.Organisation.ODS, p.Organisation.Name, p.Device, bytesOf(p.Delegation), nanos(p.MadeAt), seq)
		return refuse(err, induction.CodeSetUpAlready)
	})
}

func placeToBody(p desk.Place) placeBody {
	return placeBody{
		p.Organisation.ODS, p.Organisation.Name, p.Device, p.Delegation, p.Administrator, p.KeyFolder, p.Certificates, p.Anchors,
	}
}

// bytesOf makes sure that no bytes are kept as none, and not as NULL.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Trust is the trust list's bytes as last imported, nil where there is none.
func (db *DB) Trust(ctx context.Context) (list []byte, err error) {
	err = db.read(ctx, func(v *view) error {
		err := v.row(`SELECT list FROM trust`).Scan(&list)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return list, err
}

// SetTrust keeps a trust list in place of the one before; the outbox has its
// digest and length, since the list itself is public.
func (db *DB) SetTrust(ctx context.Context, list []byte, by string, at time.Time) error {
	sum := sha256.Sum256(list)
	return db.act(ctx, at, func(t *tx) error {
		if _, err := t.log(trustImported, nil, at, by, trustBody{sum[:], len(list)}); err != nil {
			return err
		}
		return t.run(`INSERT INTO trust (one, list, actor, imported) VALUES (1, ?, ?, ?)
			ON CONFLICT (one) DO UPDATE SET list = excluded.list, actor = excluded.actor, imported = excluded.imported`,
			bytesOf(list), by, nanos(at))
	})
}

// Floor is the highest time ever recorded here; zero before there is any.
func (db *DB) Floor(ctx context.Context) (time.Time, error) {
	var floor int64
	err := db.read(ctx, func(v *view) error { return v.row(`SELECT floor FROM state`).Scan(&floor) })
	return moment(floor), err
}

// Started notes a start of the program and reports whether the last run ended
// abnormally; if so, the outbox says it too.
func (db *DB) Started(ctx context.Context, at time.Time) (abnormal bool, err error) {
	err = db.act(ctx, at, func(t *tx) error {
		if err := t.QueryRowContext(t.ctx, `SELECT running FROM state`).Scan(&abnormal); err != nil {
			return err
		}
		if abnormal {
			if _, err := t.log(abnormalEnd, nil, at, "", struct{}{}); err != nil {
				return err
			}
		}
		return t.run(`UPDATE state SET running = 1`)
	})
	return abnormal, err
}

// Ended notes a clean end.
func (db *DB) Ended(ctx context.Context, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error { return t.run(`UPDATE state SET running = 0`) })
}

// Unsent counts outbox rows that no record store has acknowledged. Nothing leaves
// this machine yet, and the numbers have no gap: it is the last row's number.
func (db *DB) Unsent(ctx context.Context) (n int, err error) {
	err = db.read(ctx, func(v *view) error { return v.row(`SELECT seq FROM state`).Scan(&n) })
	return n, err
}
