package sqlite

import (
	"bytes"
	"compress/flate"
	"context"
	"io"
	"time"

	"muster/internal/induction"
)

// openPassport is a passport on record that a file is about to be added to, with its
// learner's key.
type openPassport struct {
	owner
	id       induction.PassportID
	passport int64
	learner  induction.LearnerID
	by       string // who issued it
}

// SetPaper keeps the finished, signed file of a passport, once: a second time is
// refused (paper-kept).
func (db *DB) SetPaper(ctx context.Context, id induction.PassportID, pdf []byte) error {
	return db.act(ctx, time.Time{}, func(t *tx) error {
		o := openPassport{id: id}
		var issued int64
		var wrapped []byte
		err := t.QueryRowContext(t.ctx, `SELECT i.event, i.at, i.actor, l.event, l.id, p.id, p.key FROM passport i
			JOIN learner l ON l.event = i.learner JOIN person p ON p.id = l.person WHERE i.id = ?`, string(id)).
			Scan(&o.passport, &issued, &o.by, &o.row, &o.learner, &o.owner.id, &wrapped)
		if err != nil {
			return err
		}
		if o.key, err = t.db.keys.personKey(o.owner.id, wrapped); err != nil {
			return err
		}
		return refuse(t.addPaper(o, moment(max(issued, t.state.floor)), pdf), induction.CodePaperKept)
	})
}

func (t *tx) addPaper(o openPassport, at time.Time, pdf []byte) error {
	seq, err := t.log(paperKept, &o.person, at, o.by, about{ID: string(o.id), Learner: o.learner, What: digestOf(pdf)})
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO paper (passport, event, body) VALUES (?, ?, ?)`, o.passport, seq, o.key.seal(bodyCell("paper", o.passport), pack(pdf)))
}

// PaperOf is the file of a passport as it was kept, or ErrNone.
func (db *DB) PaperOf(ctx context.Context, id induction.PassportID) (pdf []byte, err error) {
	err = db.read(ctx, func(v *view) error {
		var passport int64
		var person string
		var wrapped, sealed []byte
		if err := v.row(`SELECT i.event, p.id, p.key, f.body FROM paper f JOIN passport i ON i.event = f.passport
			JOIN learner l ON l.event = i.learner JOIN person p ON p.id = l.person WHERE i.id = ?`, string(id)).
			Scan(&passport, &person, &wrapped, &sealed); err != nil {
			return err
		}
		key, err := v.keys.personKey(person, wrapped)
		if err != nil {
			return err
		}
		packed, err := key.open(bodyCell("paper", passport), sealed)
		if err != nil {
			return err
		}
		pdf, err = unpack(packed)
		return err
	})
	return pdf, err
}

// How a paper's bytes are kept: the first one says.
const (
	asIs       = 0
	compressed = 1
)

// pack compresses b where that makes it smaller.
func pack(b []byte) []byte {
	out := bytes.NewBuffer(append(make([]byte, 0, len(b)+1), compressed))
	w, err := flate.NewWriter(out, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(b)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || out.Len() > len(b) {
		return append([]byte{asIs}, b...)
	}
	return out.Bytes()
}

func unpack(b []byte) ([]byte, error) {
	switch {
	case len(b) > 0 && b[0] == asIs:
		return b[1:], nil
	case len(b) > 0 && b[0] == compressed:
		return io.ReadAll(flate.NewReader(bytes.NewReader(b[1:])))
	}
	return nil, errSealed
}
