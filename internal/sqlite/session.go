package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// AddTrainer records a trainer and the hash of their PIN; a number that another
// trainer has is refused (number-taken). One who was removed comes back under the
// id they had.
func (db *DB) AddTrainer(ctx context.Context, r induction.Trainer, pin string, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		p, err := t.personOf(r.Number)
		if err != nil {
			return err
		}
		if back, err := t.wasRemoved(r.ID, p); err != nil || back {
			return errors.Join(err, t.bringBack(r, p, pin, at))
		}
		seq, err := t.log(trainerAdded, &p, at, "", trainerBody{r.ID, r.Number, r.Name, r.Assessor})
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO trainer (event, id, person, name, assessor, pin) VALUES (?, ?, ?, ?, ?, ?)`,
			seq, string(r.ID), p.id, p.key.seal(nameCell("trainer", string(r.ID)), []byte(r.Name)), r.Assessor,
			p.key.seal(pinCell("trainer", string(r.ID)), []byte(pin)))
		return refuse(err, induction.CodeNumberTaken)
	})
}

// wasRemoved reports whether this person was a trainer under this id and was shut out.
func (t *tx) wasRemoved(id induction.TrainerID, p person) (back bool, err error) {
	err = t.QueryRowContext(t.ctx, `SELECT EXISTS (SELECT 1 FROM trainer WHERE id = ? AND person = ? AND removed <> 0)`, string(id), p.id).Scan(&back)
	return back, err
}

func (t *tx) bringBack(r induction.Trainer, p person, pin string, at time.Time) error {
	if _, err := t.log(trainerReturned, &p, at, "", trainerBody{r.ID, r.Number, r.Name, r.Assessor}); err != nil {
		return err
	}
	return t.run(`UPDATE trainer SET name = ?, assessor = ?, pin = ?, tries = 0, wrong_at = 0, removed = 0 WHERE id = ?`,
		p.key.seal(nameCell("trainer", string(r.ID)), []byte(r.Name)), r.Assessor,
		p.key.seal(pinCell("trainer", string(r.ID)), []byte(pin)), string(r.ID))
}

// Trainers lists the trainers in the order in which they were added, those who were
// removed too.
func (db *DB) Trainers(ctx context.Context) (all []induction.Trainer, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(row *sql.Rows) error {
			r, err := v.openTrainer(row)
			all = append(all, r)
			return err
		}, `SELECT r.id, p.id, p.key, p.number, r.name, r.assessor, r.removed <> 0 FROM trainer r JOIN person p ON p.id = r.person ORDER BY r.event`)
	})
	return all, err
}

func (v *view) openTrainer(row scanner) (r induction.Trainer, err error) {
	var sealed sealedPerson
	var name []byte
	if err := row.Scan(&r.ID, &sealed.id, &sealed.key, &sealed.number, &name, &r.Assessor, &r.Removed); err != nil {
		return r, err
	}
	p, err := sealed.open(v.keys)
	if err != nil {
		return r, err
	}
	r.Number = p.number
	r.Name, err = p.key.openText(nameCell("trainer", string(r.ID)), name)
	return r, err
}

// SetTrainerPIN replaces a trainer's PIN and forgets wrong tries.
func (db *DB) SetTrainerPIN(ctx context.Context, id induction.TrainerID, pin string, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		o, err := t.trainer(id)
		if err != nil {
			return err
		}
		return t.resetPIN("trainer", string(id), o, pin, string(id), at)
	})
}

// OpenSession records a new session and its roster. One session is open at a
// time: a second one is refused (session-open).
func (db *DB) OpenSession(ctx context.Context, s induction.Session) error {
	return db.act(ctx, s.Opened, func(t *tx) error {
		var open int
		if err := t.QueryRowContext(t.ctx, `SELECT count(*) FROM session WHERE closed = 0`).Scan(&open); err != nil {
			return err
		}
		if open > 0 {
			return induction.Refuse(induction.Conflict, induction.CodeSessionOpen)
		}
		seq, err := t.log(sessionOpened, nil, s.Opened, string(s.OpenedBy), sessionBody{s.ID, s.Programme, s.Room})
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO session (event, id, programme, room, opened_by, opened) VALUES (?, ?, ?, ?, ?, ?)`,
			seq, string(s.ID), string(s.Programme), s.Room, string(s.OpenedBy), nanos(s.Opened))
		if err != nil {
			return err
		}
		return t.addStarters(seq, s.ID, s.Roster, s.OpenedBy, s.Opened)
	})
}

// AddStarters adds to the open session's roster; numbers already on it are left
// as they are. A closed session is refused (session-over).
func (db *DB) AddStarters(ctx context.Context, id induction.SessionID, s []induction.Starter, by induction.TrainerID, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		row, err := t.openSession(id)
		if err != nil {
			return err
		}
		return t.addStarters(row, id, s, by, at)
	})
}

// addStarters writes a row in the outbox for each starter, sealed with their own
// key: a list sealed as one could not be forgotten person by person.
func (t *tx) addStarters(session int64, id induction.SessionID, all []induction.Starter, by induction.TrainerID, at time.Time) error {
	for _, s := range all {
		if err := t.addStarter(session, id, s, by, at); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) addStarter(session int64, id induction.SessionID, s induction.Starter, by induction.TrainerID, at time.Time) error {
	p, err := t.personOf(s.Number)
	if err != nil {
		return err
	}
	var there int
	if err := t.QueryRowContext(t.ctx, `SELECT count(*) FROM starter WHERE session = ? AND person = ?`, session, p.id).Scan(&there); err != nil || there > 0 {
		return err
	}
	seq, err := t.log(starterAdded, &p, at, string(by), starterBody{id, s.Number, s.Name})
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO starter (session, person, event, name) VALUES (?, ?, ?, ?)`,
		session, p.id, seq, p.key.seal(starterCell(id, p.id), []byte(s.Name)))
}

func starterCell(s induction.SessionID, person string) cell {
	return cell{"starter", string(s) + "/" + person, "name"}
}

// openSession finds the row of a session that is not over.
func (t *tx) openSession(id induction.SessionID) (row int64, err error) {
	var closed int64
	err = t.QueryRowContext(t.ctx, `SELECT event, closed FROM session WHERE id = ?`, string(id)).Scan(&row, &closed)
	if err == nil && closed != 0 {
		err = induction.Refuse(induction.Conflict, induction.CodeSessionOver)
	}
	return row, err
}

// CloseSession ends a session, once, and writes the outbox rows of its replies.
func (db *DB) CloseSession(ctx context.Context, id induction.SessionID, by induction.TrainerID, at time.Time) error {
	err := db.act(ctx, at, func(t *tx) error {
		row, err := t.openSession(id)
		if err != nil {
			return err
		}
		if err := t.tellReplies(); err != nil {
			return err
		}
		if _, err := t.log(sessionClosed, nil, at, string(by), sessionBody{ID: id}); err != nil {
			return err
		}
		return t.run(`UPDATE session SET closed = ?, closed_by = ? WHERE event = ?`, nanos(at), string(by), row)
	})
	if err == nil {
		db.emptyLog(ctx) // it still tells in which order replies came
	}
	return err
}

const selectSession = `SELECT event, id, programme, room, opened_by, opened, closed, closed_by FROM session `

// CurrentSession is the one now open, or ErrNone.
func (db *DB) CurrentSession(ctx context.Context) (induction.Session, error) {
	return db.oneSession(ctx, `WHERE closed = 0`)
}

// Session finds a session by id.
func (db *DB) Session(ctx context.Context, id induction.SessionID) (induction.Session, error) {
	return db.oneSession(ctx, `WHERE id = ?`, string(id))
}

func (db *DB) oneSession(ctx context.Context, where string, args ...any) (induction.Session, error) {
	all, err := db.manySessions(ctx, where, args...)
	if err != nil || len(all) == 0 {
		return induction.Session{}, errors.Join(err, none(len(all)))
	}
	return all[0], nil
}

func none(found int) error {
	if found > 0 {
		return nil
	}
	return desk.ErrNone
}

// Sessions lists every session in the order of their opening.
func (db *DB) Sessions(ctx context.Context) ([]induction.Session, error) {
	return db.manySessions(ctx, ``)
}

func (db *DB) manySessions(ctx context.Context, where string, args ...any) (all []induction.Session, err error) {
	err = db.read(ctx, func(v *view) error {
		var rows []int64
		err := v.each(func(r *sql.Rows) error {
			var s induction.Session
			var row, opened, closed int64
			err := r.Scan(&row, &s.ID, &s.Programme, &s.Room, &s.OpenedBy, &opened, &closed, &s.ClosedBy)
			s.Opened, s.Closed = moment(opened), moment(closed)
			all, rows = append(all, s), append(rows, row)
			return err
		}, selectSession+where+` ORDER BY event`, args...)
		for i := range all {
			if err == nil {
				all[i].Roster, err = v.roster(rows[i], all[i].ID)
			}
		}
		return err
	})
	return all, err
}

func (v *view) roster(session int64, id induction.SessionID) (all []induction.Starter, err error) {
	err = v.each(func(r *sql.Rows) error {
		var sealed sealedPerson
		var name []byte
		if err := r.Scan(&sealed.id, &sealed.key, &sealed.number, &name); err != nil {
			return err
		}
		p, err := sealed.open(v.keys)
		if err != nil {
			return err
		}
		s := induction.Starter{Number: p.number}
		s.Name, err = p.key.openText(starterCell(id, p.id), name)
		all = append(all, s)
		return err
	}, `SELECT p.id, p.key, p.number, s.name FROM starter s JOIN person p ON p.id = s.person WHERE s.session = ? ORDER BY s.event`, session)
	return all, err
}

// Present marks that a learner signed in during a session; a second time does
// nothing, and a session that is over is refused (session-over).
func (db *DB) Present(ctx context.Context, s induction.SessionID, l induction.LearnerID, at time.Time) error {
	return db.act(ctx, at, func(t *tx) error {
		row, err := t.openSession(s)
		if err != nil {
			return err
		}
		o, err := t.learner(l)
		if err != nil {
			return err
		}
		var there int
		if err := t.QueryRowContext(t.ctx, `SELECT count(*) FROM present WHERE session = ? AND learner = ?`, row, o.row).Scan(&there); err != nil || there > 0 {
			return err
		}
		seq, err := t.log(learnerPresent, &o.person, at, string(l), presentBody{s, l})
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO present (session, learner, event) VALUES (?, ?, ?)`, row, o.row, seq)
	})
}

// Attending lists the learners who have signed in during a session, by name.
func (db *DB) Attending(ctx context.Context, s induction.SessionID) ([]induction.Learner, error) {
	return db.manyLearners(ctx, `JOIN present a ON a.learner = l.event WHERE a.session = (SELECT event FROM session WHERE id = ?)`, string(s))
}
