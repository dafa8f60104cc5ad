package sqlite

import (
	"database/sql"
	"errors"

	"muster/internal/induction"
)

// person is somebody with a number here and the key that seals what is theirs.
type person struct {
	id     string
	key    sealer
	number induction.Number
}

// personOf finds the person with this number or makes them.
func (t *tx) personOf(n induction.Number) (person, error) {
	lookup := t.db.keys.find(string(n))
	p := person{number: n}
	var wrapped []byte
	err := t.QueryRowContext(t.ctx, `SELECT id, key FROM person WHERE lookup = ?`, lookup).Scan(&p.id, &wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return t.addPerson(n, lookup)
	}
	if err == nil {
		p.key, err = t.db.keys.personKey(p.id, wrapped)
	}
	return p, err
}

func (t *tx) addPerson(n induction.Number, lookup []byte) (person, error) {
	p := person{id: randomID(), number: n}
	key, wrapped := t.db.keys.newPersonKey(p.id)
	p.key = key
	number := key.seal(cell{"person", p.id, "number"}, []byte(n))
	return p, t.run(`INSERT INTO person (id, lookup, key, number) VALUES (?, ?, ?, ?)`, p.id, lookup, wrapped, number)
}

// owner is a learner as an act needs them: their row and their key.
type owner struct {
	person
	row int64
}

// learner finds the owner of what is about to be written.
func (t *tx) learner(id induction.LearnerID) (owner, error) {
	return t.owner(`SELECT l.event, p.id, p.key FROM learner l JOIN person p ON p.id = l.person WHERE l.id = ?`, string(id))
}

func (t *tx) trainer(id induction.TrainerID) (owner, error) {
	return t.owner(`SELECT r.event, p.id, p.key FROM trainer r JOIN person p ON p.id = r.person WHERE r.id = ?`, string(id))
}

func (t *tx) owner(query, id string) (owner, error) {
	var o owner
	var wrapped []byte
	err := t.QueryRowContext(t.ctx, query, id).Scan(&o.row, &o.id, &wrapped)
	if err == nil {
		o.key, err = t.db.keys.personKey(o.id, wrapped)
	}
	return o, err
}

// session finds a session's row; none for "", which is outside a session.
func (t *tx) session(id induction.SessionID) (row sql.NullInt64, err error) {
	if id == "" {
		return row, nil
	}
	err = t.QueryRowContext(t.ctx, `SELECT event FROM session WHERE id = ?`, string(id)).Scan(&row)
	return row, err
}

// sealedPerson is a person as a reading finds them.
type sealedPerson struct {
	id          string
	key, number []byte
}

func (p *sealedPerson) open(k keys) (person, error) {
	key, err := k.personKey(p.id, p.key)
	if err != nil {
		return person{}, err
	}
	number, err := key.openText(cell{"person", p.id, "number"}, p.number)
	return person{p.id, key, induction.Number(number)}, err
}
