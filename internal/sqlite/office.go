package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// office runs one act of the organisation's and records who did it and why.
func (db *DB) office(ctx context.Context, a desk.Act, do func(*tx) error) error {
	return db.act(ctx, a.At, func(t *tx) error {
		if err := do(t); err != nil {
			return err
		}
		return t.addAct(a, nil)
	})
}

// addAct records an act; who is the person it is about, whose key then seals it, or
// nil.
func (t *tx) addAct(a desk.Act, who *person) error {
	body := actBody{a.What, a.Of, a.By, a.Why}
	seq, err := t.log(acted, who, a.At, a.By, body)
	if err != nil {
		return err
	}
	seal, owner := t.db.keys.machine, ""
	if who != nil {
		seal, owner = who.key, who.id
	}
	sealed, err := seal.sealJSON(bodyCell("act", seq), body)
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO act (event, person, at, body) VALUES (?, ?, ?, ?)`, seq, owner, nanos(a.At), sealed)
}

// Note records an act that changes no other record.
func (db *DB) Note(ctx context.Context, a desk.Act) error {
	return db.office(ctx, a, func(*tx) error { return nil })
}

// Acts lists the acts on record, the newest first, at most n. Those about a person
// who was forgotten are gone with them.
func (db *DB) Acts(ctx context.Context, n int) (all []desk.Act, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(r *sql.Rows) error {
			a, err := v.openAct(r)
			all = append(all, a)
			return err
		}, `SELECT a.event, a.at, a.body, a.person, coalesce(p.key, x'') FROM act a LEFT JOIN person p ON p.id = a.person
			WHERE a.person = '' OR p.id IS NOT NULL ORDER BY a.event DESC LIMIT ?`, max(n, 0))
	})
	return all, err
}

func (v *view) openAct(row scanner) (a desk.Act, err error) {
	var seq, at int64
	var sealed, wrapped []byte
	var owner string
	var body actBody
	if err := row.Scan(&seq, &at, &sealed, &owner, &wrapped); err != nil {
		return a, err
	}
	seal := v.keys.machine
	if owner != "" {
		if seal, err = v.keys.personKey(owner, wrapped); err != nil {
			return a, err
		}
	}
	err = seal.openJSON(bodyCell("act", seq), sealed, &body)
	return desk.Act{What: body.What, Of: body.Of, By: body.By, Why: body.Why, At: moment(at)}, err
}

// Statements lists what was taken in or signed here, by kind, issuer and subject.
func (db *DB) Statements(ctx context.Context) (all []desk.Statement, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(r *sql.Rows) error {
			s, _, err := v.openStatement(r)
			all = append(all, s)
			return err
		}, selectStatement)
	})
	return all, err
}

const selectStatement = `SELECT event, kind, issuer, subject, serial, issued, body FROM statement ORDER BY kind, issuer, subject`

func (v *view) openStatement(row scanner) (s desk.Statement, seq int64, err error) {
	var issued int64
	var sealed []byte
	if err := row.Scan(&seq, &s.Kind, &s.Issuer, &s.Subject, &s.Serial, &issued, &sealed); err != nil {
		return s, seq, err
	}
	s.Issued = moment(issued)
	s.Bytes, err = v.keys.machine.open(statementCell(s, seq), sealed)
	return s, seq, err
}

// statementCell binds every column in, so that none can be changed alone.
func statementCell(s desk.Statement, seq int64) cell {
	return cell{"statement", fmt.Sprintf("%d %d %d %q %q %q", seq, s.Serial, nanos(s.Issued), s.Kind, s.Issuer, s.Subject), "body"}
}

// SetStatements keeps statements, all of them or none, with the act they came by.
// One with a lower serial and an earlier date than the one kept is refused
// (trust-backwards): a newer key may begin its serials anew, but not in the past.
func (db *DB) SetStatements(ctx context.Context, all []desk.Statement, a desk.Act) error {
	return db.office(ctx, a, func(t *tx) error {
		for _, s := range all {
			if err := t.setStatement(s, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) setStatement(s desk.Statement, a desk.Act) error {
	var kept, issued int64
	err := t.QueryRowContext(t.ctx, `SELECT serial, issued FROM statement WHERE kind = ? AND issuer = ? AND subject = ?`, s.Kind, s.Issuer, s.Subject).Scan(&kept, &issued)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil && s.Serial < kept && nanos(s.Issued) < issued {
		return induction.Refuse(induction.Conflict, induction.CodeTrustBackwards)
	}
	seq, err := t.log(statementKept, nil, a.At, a.By, statementBody{s.Kind, s.Issuer, s.Subject, s.Serial, nanos(s.Issued), digestOf(s.Bytes)})
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO statement (kind, issuer, subject, event, serial, issued, body) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, issuer, subject) DO UPDATE SET event = excluded.event, serial = excluded.serial, issued = excluded.issued, body = excluded.body`,
		s.Kind, s.Issuer, s.Subject, seq, s.Serial, nanos(s.Issued), t.db.keys.machine.seal(statementCell(s, seq), s.Bytes))
}

func digestOf(b []byte) fileBody {
	sum := sha256.Sum256(b)
	return fileBody{sum[:], len(b)}
}

// SetEnrolment records the organisation's word on this device; ErrNone before the
// first start is done.
func (db *DB) SetEnrolment(ctx context.Context, e desk.Enrolment, a desk.Act) error {
	return db.office(ctx, a, func(t *tx) error {
		p, err := (&view{Tx: t.Tx, ctx: t.ctx, keys: t.db.keys}).place()
		if err != nil {
			return err
		}
		p.Organisation, p.Delegation, p.Certificates, p.Anchors = e.Organisation, e.Delegation, e.Certificates, e.Anchors
		seq, err := t.log(enrolled, nil, a.At, a.By, placeToBody(p))
		if err != nil {
			return err
		}
		return t.run(`UPDATE place SET ods = ?, name = ?, delegation = ?, event = ?`, p.Organisation.ODS, p.Organisation.Name, bytesOf(p.Delegation), seq)
	})
}

// LowerFloor brings the clock's floor down to a time; the act says why. It raises
// it to nothing, not even to the act's own time, which the wrong clock may have
// given: that follows with the next act. The times on record stay as they are.
func (db *DB) LowerFloor(ctx context.Context, to time.Time, a desk.Act) error {
	lowered := nanos(to)
	return db.actTo(ctx, func(t *tx) error {
		from := t.state.floor
		lowered = min(lowered, from)
		if _, err := t.log(floorLowered, nil, a.At, a.By, floorBody{from, lowered}); err != nil {
			return err
		}
		return t.addAct(a, nil)
	}, func(int64) int64 { return lowered })
}

// RemoveTrainer shuts a trainer out; what they did keeps their name. ErrNone for one
// who is not there, or not any more.
func (db *DB) RemoveTrainer(ctx context.Context, id induction.TrainerID, a desk.Act) error {
	return db.act(ctx, a.At, func(t *tx) error {
		o, err := t.trainer(id)
		if err != nil {
			return err
		}
		seq, err := t.log(trainerRemoved, &o.person, a.At, a.By, whoBody{string(id)})
		if err != nil {
			return err
		}
		if err := t.run(`UPDATE trainer SET removed = ? WHERE event = ? AND removed = 0`, seq, o.row); err != nil {
			return err
		}
		return t.addAct(a, &o.person)
	})
}
