package sqlite

import (
	"context"
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

// addPaper keeps the file as it is: its parts are compressed already, and a second
// time gained a tenth at most.
func (t *tx) addPaper(o openPassport, at time.Time, pdf []byte) error {
	seq, err := t.log(paperKept, &o.person, at, o.by, about{ID: string(o.id), Learner: o.learner, What: digestOf(pdf)})
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO paper (passport, event, body) VALUES (?, ?, ?)`, o.passport, seq, o.key.seal(bodyCell("paper", o.passport), pdf))
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
		pdf, err = key.open(bodyCell("paper", passport), sealed)
		return err
	})
	return pdf, err
}
