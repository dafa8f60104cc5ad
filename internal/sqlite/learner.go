package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// AddLearner records a new learner and the hash of their PIN; a number that is
// already there is refused (number-taken).
func (db *DB) AddLearner(ctx context.Context, l induction.Learner, pin string) error {
	return db.act(ctx, l.Joined, func(t *tx) error {
		p, err := t.personOf(l.Number)
		if err != nil {
			return err
		}
		seq, err := t.log(learnerAdded, &p, l.Joined, string(l.ID), learnerBody{l.ID, l.Number, l.Name})
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO learner (event, id, person, name, joined, pin, identity_by, identity_at, identity_seen)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			seq, string(l.ID), p.id, p.key.seal(nameCell("learner", string(l.ID)), []byte(l.Name)), nanos(l.Joined),
			p.key.seal(pinCell("learner", string(l.ID)), []byte(pin)),
			string(l.Identity.By), nanos(l.Identity.At), l.Identity.Seen)
		return refuse(err, induction.CodeNumberTaken)
	})
}

func nameCell(table, id string) cell { return cell{table, id, "name"} }

func pinCell(table, id string) cell { return cell{table, id, "pin"} }

const selectLearner = `SELECT l.id, p.id, p.key, p.number, l.name, l.joined, l.identity_by, l.identity_at, l.identity_seen
	FROM learner l JOIN person p ON p.id = l.person `

type scanner interface{ Scan(...any) error }

// openLearner reads one row of selectLearner.
func (v *view) openLearner(row scanner) (l induction.Learner, p person, err error) {
	var sealed sealedPerson
	var name []byte
	var joined, confirmed int64
	err = row.Scan(&l.ID, &sealed.id, &sealed.key, &sealed.number, &name, &joined, &l.Identity.By, &confirmed, &l.Identity.Seen)
	if err != nil {
		return l, p, err
	}
	if p, err = sealed.open(v.keys); err != nil {
		return l, p, err
	}
	l.Number, l.Joined, l.Identity.At = p.number, moment(joined), moment(confirmed)
	l.Name, err = p.key.openText(nameCell("learner", string(l.ID)), name)
	return l, p, err
}

func (db *DB) oneLearner(ctx context.Context, where string, arg any) (l induction.Learner, err error) {
	err = db.read(ctx, func(v *view) error {
		l, _, err = v.openLearner(v.row(selectLearner+where, arg))
		return err
	})
	return l, err
}

func (db *DB) manyLearners(ctx context.Context, where string, args ...any) (all []induction.Learner, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(r *sql.Rows) error {
			l, _, err := v.openLearner(r)
			all = append(all, l)
			return err
		}, selectLearner+where, args...)
	})
	slices.SortFunc(all, func(a, b induction.Learner) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Number, b.Number))
	})
	return all, err
}

// Learner finds a learner by id.
func (db *DB) Learner(ctx context.Context, id induction.LearnerID) (induction.Learner, error) {
	return db.oneLearner(ctx, `WHERE l.id = ?`, string(id))
}

// LearnerByNumber finds a learner by number, through the number's keyed hash.
func (db *DB) LearnerByNumber(ctx context.Context, n induction.Number) (induction.Learner, error) {
	return db.oneLearner(ctx, `WHERE p.lookup = ?`, db.keys.find(string(n)))
}

// Learners lists everybody who is on record, by name and then by number.
func (db *DB) Learners(ctx context.Context) ([]induction.Learner, error) {
	return db.manyLearners(ctx, ``)
}

// SetIdentity records that a trainer held the name against photo ID.
func (db *DB) SetIdentity(ctx context.Context, id induction.LearnerID, i induction.Identity) error {
	return db.act(ctx, i.At, func(t *tx) error {
		o, err := t.learner(id)
		if err != nil {
			return err
		}
		if _, err := t.log(identityConfirmed, &o.person, i.At, string(i.By), identityBody{id, i.Seen}); err != nil {
			return err
		}
		return t.run(`UPDATE learner SET identity_by = ?, identity_at = ?, identity_seen = ? WHERE event = ?`,
			string(i.By), nanos(i.At), i.Seen, o.row)
	})
}

// Rename corrects a learner's name; the actor is recorded. Whoever confirmed the
// identity held another name against photo ID, so that no longer counts.
func (db *DB) Rename(ctx context.Context, id induction.LearnerID, name string, by induction.TrainerID, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		o, err := t.learner(id)
		if err != nil {
			return err
		}
		if _, err := t.log(renamed, &o.person, at, string(by), learnerBody{ID: id, Name: name}); err != nil {
			return err
		}
		return t.run(`UPDATE learner SET name = ?, identity_by = '', identity_at = 0, identity_seen = '' WHERE event = ?`, o.key.seal(nameCell("learner", string(id)), []byte(name)), o.row)
	})
}

// SetPIN replaces a learner's PIN and forgets wrong tries; by is "" where the
// learner chose it.
func (db *DB) SetPIN(ctx context.Context, id induction.LearnerID, pin string, by induction.TrainerID, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		o, err := t.learner(id)
		if err != nil {
			return err
		}
		return t.resetPIN("learner", string(id), o, pin, cmp.Or(string(by), string(id)), at)
	})
}

func (t *tx) resetPIN(table, id string, o owner, pin, by string, at time.Time) error {
	if _, err := t.log(pinReset, &o.person, at, by, whoBody{id}); err != nil {
		return err
	}
	return t.run(`UPDATE `+table+` SET pin = ?, tries = 0, wrong_at = 0 WHERE event = ?`, o.key.seal(pinCell(table, id), []byte(pin)), o.row)
}

// Secret gives a PIN's hash and its wrong tries; who is a learner's or trainer's
// id, or a name with a colon in it, which has no hash.
func (db *DB) Secret(ctx context.Context, who string) (s desk.Secret, err error) {
	err = db.read(ctx, func(v *view) error {
		if isOther(who) {
			s, err = v.triesOf(who)
			return err
		}
		s, err = v.secret("learner", who)
		if errors.Is(err, sql.ErrNoRows) {
			s, err = v.secret("trainer", who)
		}
		return err
	})
	return s, err
}

func (v *view) secret(table, id string) (s desk.Secret, err error) {
	var p sealedPerson
	var pin []byte
	var last int64
	row := v.row(`SELECT p.id, p.key, p.number, w.pin, w.tries, w.wrong_at FROM `+table+` w JOIN person p ON p.id = w.person WHERE w.id = ?`, id)
	if err := row.Scan(&p.id, &p.key, &p.number, &pin, &s.Tries, &last); err != nil {
		return s, err
	}
	s.Last = moment(last)
	opened, err := p.open(v.keys)
	if err != nil {
		return s, err
	}
	s.Hash, err = opened.key.openText(pinCell(table, id), pin)
	return s, err
}

// SetTries records wrong tries, and at as the last of them; 0 after a right one
// forgets both. It writes no outbox row.
func (db *DB) SetTries(ctx context.Context, who string, tries int, at time.Time) error {
	wrong := nanos(at)
	if tries == 0 {
		wrong = 0
	}
	return db.act(ctx, at, func(t *tx) error {
		if isOther(who) {
			return t.setTriesOf(who, tries, wrong)
		}
		err := t.run(`UPDATE learner SET tries = ?, wrong_at = ? WHERE id = ?`, tries, wrong, who)
		if errors.Is(err, sql.ErrNoRows) {
			err = t.run(`UPDATE trainer SET tries = ?, wrong_at = ? WHERE id = ?`, tries, wrong, who)
		}
		return err
	})
}

// isOther tells who is neither a learner nor a trainer: no id of theirs has a colon.
func isOther(who string) bool { return strings.Contains(who, ":") }

// otherKey is the keyed hash under which their tries are kept, since who is a name.
func (k keys) otherKey(who string) []byte { return mac(k.lookup, []byte("tries\x00"+who)) }

func (v *view) triesOf(who string) (s desk.Secret, err error) {
	var last int64
	err = v.row(`SELECT tries, wrong_at FROM tries WHERE who = ?`, v.keys.otherKey(who)).Scan(&s.Tries, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	s.Last = moment(last)
	return s, err
}

func (t *tx) setTriesOf(who string, tries int, wrong int64) error {
	return t.run(`INSERT INTO tries (who, tries, wrong_at) VALUES (?, ?, ?)
		ON CONFLICT (who) DO UPDATE SET tries = excluded.tries, wrong_at = excluded.wrong_at`, t.db.keys.otherKey(who), tries, wrong)
}
