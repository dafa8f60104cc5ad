package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"muster/internal/induction"
)

// AddRecognition keeps a passport that was brought; one that the learner brought
// already is refused (brought-already) unless it was withdrawn since.
func (db *DB) AddRecognition(ctx context.Context, r induction.Recognition) error {
	body := recognitionBody{r.Passport, r.Text, r.By}
	return db.act(ctx, r.At, func(t *tx) error {
		w, err := t.record(passportBrought, r.At, cmp.Or(string(r.By), string(r.Learner)),
			about{ID: string(r.ID), Learner: r.Learner, Session: r.Session, What: body})
		if err != nil {
			return err
		}
		sealed, err := w.key.sealJSON(bodyCell("recognition", w.seq), body)
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO recognition (event, id, learner, session, passport, at, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			w.seq, string(r.ID), w.row, w.session, string(r.Passport), nanos(r.At), sealed)
		return refuse(err, induction.CodeBroughtAlready)
	})
}

// AddLocalCheck records that a trainer looked closer at one item of a brought passport.
func (db *DB) AddLocalCheck(ctx context.Context, c induction.LocalCheck) error {
	body := localCheckBody{c.Passport, c.Code, c.Note, c.By}
	return db.act(ctx, c.At, func(t *tx) error {
		w, err := t.record(checkedLocally, c.At, string(c.By), about{Learner: c.Learner, Session: c.Session, What: body})
		if err != nil {
			return err
		}
		sealed, err := w.key.sealJSON(bodyCell("local_check", w.seq), body)
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO local_check (event, learner, session, at, body) VALUES (?, ?, ?, ?, ?)`, w.seq, w.row, w.session, nanos(c.At), sealed)
	})
}

// AddEvidence records proof of training elsewhere that a trainer saw.
func (db *DB) AddEvidence(ctx context.Context, e induction.Evidence) error {
	body := evidenceBody{e.Code, e.Parts, e.Kind, e.Completed, e.Body, e.Reference, e.By}
	return db.addGround(ctx, "evidence", evidenceSeen, e.At, e.By, about{ID: string(e.ID), Learner: e.Learner, Session: e.Session, What: body})
}

// AddWaiver records that a requirement does not apply to a learner, and why.
func (db *DB) AddWaiver(ctx context.Context, w induction.Waiver) error {
	body := waiverBody{w.Code, w.Parts, w.Reason, w.By}
	return db.addGround(ctx, "waiver", waived, w.At, w.By, about{ID: string(w.ID), Learner: w.Learner, Session: w.Session, What: body})
}

// addGround records evidence or a waiver, whose tables are alike.
func (db *DB) addGround(ctx context.Context, table string, k kind, at time.Time, by induction.TrainerID, a about) error {
	return db.act(ctx, at, func(t *tx) error {
		w, err := t.record(k, at, string(by), a)
		if err != nil {
			return err
		}
		sealed, err := w.key.sealJSON(bodyCell(table, w.seq), a.What)
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO `+table+` (event, id, learner, session, at, body) VALUES (?, ?, ?, ?, ?, ?)`, w.seq, a.ID, w.row, w.session, nanos(at), sealed)
	})
}

// withdrawable are the tables whose rows can be taken back.
var withdrawable = []string{"recognition", "evidence", "waiver"}

// Withdraw takes back what has this id: a recognition, evidence or a waiver. It
// stays on record. ErrNone where the learner has none with this id that still counts.
func (db *DB) Withdraw(ctx context.Context, learner induction.LearnerID, id string, w induction.Withdrawal) error {
	body := withdrawalBody{w.Reason, w.By, nanos(w.At)}
	return db.act(ctx, w.At, func(t *tx) error {
		o, err := t.learner(learner)
		if err != nil {
			return err
		}
		table, row, err := t.withdrawable(o, id)
		if err != nil {
			return err
		}
		seq, err := t.log(withdrawn, &o.person, w.At, string(w.By), about{ID: id, Learner: learner, What: body})
		if err != nil {
			return err
		}
		sealed, err := o.key.sealJSON(withdrawalCell(table, row), body)
		if err != nil {
			return err
		}
		return t.run(`UPDATE `+table+` SET withdrawn = ?, withdrawal = ? WHERE event = ?`, seq, sealed, row)
	})
}

func withdrawalCell(table string, row int64) cell {
	return cell{table, strconv.FormatInt(row, 10), "withdrawal"}
}

// withdrawable finds what of the learner's has this id and still counts.
func (t *tx) withdrawable(o owner, id string) (table string, row int64, err error) {
	for _, table := range withdrawable {
		err := t.QueryRowContext(t.ctx, `SELECT event FROM `+table+` WHERE id = ? AND learner = ? AND withdrawn = 0`, id, o.row).Scan(&row)
		if !errors.Is(err, sql.ErrNoRows) {
			return table, row, err
		}
	}
	return "", 0, sql.ErrNoRows
}

// ground is what the rows of what is brought have in common.
type ground struct {
	id      string
	session induction.SessionID
	at      time.Time
	taken   induction.Withdrawal
}

// grounds reads one table's rows of the learner: into body, and then each is given
// to take.
func (g *reader) grounds(table string, body any, take func(ground) error) error {
	return g.each(func(row *sql.Rows) error {
		var r ground
		var seq, at int64
		var sealed, withdrawal []byte
		if err := row.Scan(&seq, &r.id, &r.session, &at, &sealed, &withdrawal); err != nil {
			return err
		}
		if err := g.key.openJSON(bodyCell(table, seq), sealed, body); err != nil {
			return err
		}
		r.at = moment(at)
		if err := g.withdrawal(table, seq, withdrawal, &r.taken); err != nil {
			return err
		}
		return take(r)
	}, `SELECT b.event, b.id, coalesce(s.id, ''), b.at, b.body, CASE b.withdrawn WHEN 0 THEN NULL ELSE b.withdrawal END
		FROM `+table+` b LEFT JOIN session s ON s.event = b.session WHERE b.learner = ? ORDER BY b.event`, g.row)
}

// withdrawal opens how a row was taken back; nil is not at all.
func (g *reader) withdrawal(table string, row int64, sealed []byte, into *induction.Withdrawal) error {
	if sealed == nil {
		return nil
	}
	var body withdrawalBody
	err := g.key.openJSON(withdrawalCell(table, row), sealed, &body)
	*into = induction.Withdrawal{Reason: body.Reason, By: body.By, At: moment(body.At)}
	return err
}

func (g *reader) recognitions(r *induction.Record) error {
	var b recognitionBody
	return g.grounds("recognition", &b, func(w ground) error {
		r.Recognitions = append(r.Recognitions, induction.Recognition{
			ID: induction.RecognitionID(w.id), Learner: g.learner, Passport: b.Passport, Text: b.Text,
			Session: w.session, By: b.By, At: w.at, Withdrawn: w.taken,
		})
		b = recognitionBody{}
		return nil
	})
}

func (g *reader) evidence(r *induction.Record) error {
	var b evidenceBody
	return g.grounds("evidence", &b, func(w ground) error {
		r.Evidence = append(r.Evidence, induction.Evidence{
			ID: induction.EvidenceID(w.id), Learner: g.learner, Code: b.Code, Parts: b.Parts, Kind: b.Kind, Completed: b.Completed,
			Body: b.Body, Reference: b.Reference, Session: w.session, By: b.By, At: w.at, Withdrawn: w.taken,
		})
		b = evidenceBody{}
		return nil
	})
}

func (g *reader) waivers(r *induction.Record) error {
	var b waiverBody
	return g.grounds("waiver", &b, func(w ground) error {
		r.Waivers = append(r.Waivers, induction.Waiver{
			ID: induction.WaiverID(w.id), Learner: g.learner, Code: b.Code, Parts: b.Parts, Reason: b.Reason,
			Session: w.session, By: b.By, At: w.at, Withdrawn: w.taken,
		})
		b = waiverBody{}
		return nil
	})
}

func (g *reader) localChecks(r *induction.Record) error {
	return g.each(func(row *sql.Rows) error {
		c := induction.LocalCheck{Learner: g.learner}
		var seq, at int64
		var sealed []byte
		var body localCheckBody
		if err := row.Scan(&seq, &c.Session, &at, &sealed); err != nil {
			return err
		}
		if err := g.key.openJSON(bodyCell("local_check", seq), sealed, &body); err != nil {
			return err
		}
		c.Passport, c.Code, c.Note, c.By, c.At = body.Passport, body.Code, body.Note, body.By, moment(at)
		r.LocalChecks = append(r.LocalChecks, c)
		return nil
	}, `SELECT c.event, coalesce(s.id, ''), c.at, c.body
		FROM local_check c LEFT JOIN session s ON s.event = c.session WHERE c.learner = ? ORDER BY c.event`, g.row)
}
