package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"github.com/mattn/go-sqlite3"

	"muster/internal/desk"
	"muster/internal/induction"
)

func bodyCell(table string, row int64) cell { return cell{table, strconv.FormatInt(row, 10), "body"} }

func responseCell(attempt int64, item induction.ItemID) cell {
	return cell{"response", strconv.FormatInt(attempt, 10) + "/" + string(item), "body"}
}

func (s sealer) sealJSON(at cell, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	return s.seal(at, plain), err
}

func (s sealer) openJSON(at cell, sealed []byte, v any) error {
	plain, err := s.open(at, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, v)
}

// work is one act of a learner's: its outbox row, and what its own row needs.
type work struct {
	owner
	seq     int64
	session sql.NullInt64 // the session's row; none outside one
}

// record finds the learner and the session and writes the outbox row.
func (t *tx) record(k kind, at time.Time, by string, a about) (w work, err error) {
	if w.owner, err = t.learner(a.Learner); err != nil {
		return w, err
	}
	if w.session, err = t.session(a.Session); err != nil {
		return w, err
	}
	w.seq, err = t.log(k, &w.person, at, by, a)
	return w, err
}

// AddAttempt records a new attempt with the rule and the draw it begins with.
func (db *DB) AddAttempt(ctx context.Context, a induction.Attempt) error {
	body := attemptToBody(a)
	return db.act(ctx, a.Began, func(t *tx) error {
		w, err := t.record(attemptBegun, a.Began, string(a.Learner), about{ID: string(a.ID), Learner: a.Learner, Session: a.Session, What: body})
		if err != nil {
			return err
		}
		sealed, err := w.key.sealJSON(bodyCell("attempt", w.seq), body)
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO attempt (event, id, learner, session, began, body) VALUES (?, ?, ?, ?, ?, ?)`,
			w.seq, string(a.ID), w.row, w.session, nanos(a.Began), sealed)
	})
}

// openAttempt is an attempt that work is about to be added to.
type openAttempt struct {
	owner
	attempt   int64
	learnerID induction.LearnerID
	submitted int64
}

func (t *tx) openAttempt(id induction.AttemptID) (o openAttempt, err error) {
	var wrapped []byte
	row := t.QueryRowContext(t.ctx, `SELECT a.event, a.submitted, l.event, l.id, p.id, p.key
		FROM attempt a JOIN learner l ON l.event = a.learner JOIN person p ON p.id = l.person WHERE a.id = ?`, string(id))
	if err := row.Scan(&o.attempt, &o.submitted, &o.row, &o.learnerID, &o.id, &wrapped); err != nil {
		return o, err
	}
	if o.submitted != 0 {
		return o, induction.Refuse(induction.Conflict, induction.CodeAttemptOver)
	}
	o.key, err = t.db.keys.personKey(o.id, wrapped)
	return o, err
}

// AddResponse records one answer; a second one to the same item is refused
// (answered), and so is one to an attempt that was handed in (attempt-over).
func (db *DB) AddResponse(ctx context.Context, a induction.AttemptID, r induction.Response) error {
	body := answerBody{r.Answer, r.Right, r.Took}
	return db.act(ctx, r.At, func(t *tx) error {
		o, err := t.openAttempt(a)
		if err != nil {
			return err
		}
		seq, err := t.log(responded, &o.person, r.At, string(o.learnerID), about{Learner: o.learnerID, Attempt: a, Item: r.Item, What: body})
		if err != nil {
			return err
		}
		sealed, err := o.key.sealJSON(responseCell(o.attempt, r.Item), body)
		if err != nil {
			return err
		}
		err = t.run(`INSERT INTO response (attempt, item, event, at, body) VALUES (?, ?, ?, ?, ?)`, o.attempt, string(r.Item), seq, nanos(r.At), sealed)
		return refuse(err, induction.CodeAnswered)
	})
}

// Submit hands an attempt in, with the completion that follows from it or nil. A
// second time is refused (attempt-over).
func (db *DB) Submit(ctx context.Context, a induction.AttemptID, at time.Time, c *induction.Completion) error {
	return db.act(ctx, at, func(t *tx) error {
		o, err := t.openAttempt(a)
		if err != nil {
			return err
		}
		handed := about{ID: string(a), Learner: o.learnerID}
		if c != nil {
			body := completionToBody(*c)
			handed.CompletionID, handed.Completion, handed.Session = c.ID, &body, c.Session
		}
		seq, err := t.log(attemptSubmitted, &o.person, at, string(o.learnerID), handed)
		if err != nil {
			return err
		}
		if c != nil {
			if err := t.addCompletion(seq, o.owner, c); err != nil {
				return err
			}
		}
		return t.run(`UPDATE attempt SET submitted = ? WHERE event = ?`, nanos(at), o.attempt)
	})
}

func (t *tx) addCompletion(seq int64, o owner, c *induction.Completion) error {
	session, err := t.session(c.Session)
	if err != nil {
		return err
	}
	sealed, err := o.key.sealJSON(bodyCell("completion", seq), completionToBody(*c))
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO completion (event, id, learner, session, at, body) VALUES (?, ?, ?, ?, ?, ?)`,
		seq, string(c.ID), o.row, session, nanos(c.At), sealed)
}

// AddRead records that a learner finished a page.
func (db *DB) AddRead(ctx context.Context, l induction.LearnerID, r induction.PageRead) error {
	body := pageBody{r.Module.Code, r.Module.Version.String(), r.Page, r.Took}
	return db.act(ctx, r.At, func(t *tx) error {
		w, err := t.record(pageRead, r.At, string(l), about{Learner: l, What: body})
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO page_read (learner, event, code, version, page, at, took) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			w.row, w.seq, string(body.Code), body.Version, string(r.Page), nanos(r.At), int64(r.Took))
	})
}

// AddTick records that a checklist's step was shown to a learner, or taken back.
func (db *DB) AddTick(ctx context.Context, k induction.Tick) error {
	body := tickBody{k.Checklist, k.Version.String(), k.Step, k.ShownBy, k.Witness, k.Undone}
	by := string(k.Witness)
	if by == "" {
		by = string(k.Learner)
	}
	return db.act(ctx, k.At, func(t *tx) error {
		w, err := t.record(ticked, k.At, by, about{Learner: k.Learner, Session: k.Session, What: body})
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO tick (learner, event, session, checklist, version, step, shown_by, witness, at, undone)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			w.row, w.seq, w.session, string(k.Checklist), body.Version, string(k.Step),
			w.key.seal(shownByCell(w.seq), []byte(k.ShownBy)), string(k.Witness), nanos(k.At), k.Undone)
	})
}

func shownByCell(seq int64) cell { return cell{"tick", strconv.FormatInt(seq, 10), "shown_by"} }

// AddSignOff records an assessor's word on a practical.
func (db *DB) AddSignOff(ctx context.Context, s induction.SignOff) error {
	body := signOffToBody(s)
	return db.act(ctx, s.At, func(t *tx) error {
		w, err := t.record(signedOff, s.At, string(s.Assessor), about{ID: string(s.ID), Learner: s.Learner, Session: s.Session, What: body})
		if err != nil {
			return err
		}
		sealed, err := w.key.sealJSON(bodyCell("sign_off", w.seq), body)
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO sign_off (event, id, learner, session, at, body) VALUES (?, ?, ?, ?, ?, ?)`,
			w.seq, string(s.ID), w.row, w.session, nanos(s.At), sealed)
	})
}

// AddUnlock records a further attempt that a trainer gave.
func (db *DB) AddUnlock(ctx context.Context, u induction.Unlock) error {
	return db.act(ctx, u.At, func(t *tx) error {
		w, err := t.record(unlocked, u.At, string(u.By), about{Learner: u.Learner, Session: u.Session, What: unlockBody{u.Module}})
		if err != nil {
			return err
		}
		return t.run(`INSERT INTO unlock (learner, event, session, code, actor, at) VALUES (?, ?, ?, ?, ?, ?)`,
			w.row, w.seq, w.session, string(u.Module), string(u.By), nanos(u.At))
	})
}

// AddPassports records what one issue signed, with the finished file of each where
// there is one, all of it or nothing. A file of a passport that is not among them
// answers ErrNone.
func (db *DB) AddPassports(ctx context.Context, ps []induction.Issued, papers map[induction.PassportID][]byte) error {
	if len(ps) == 0 {
		return nil
	}
	return db.act(ctx, ps[len(ps)-1].At, func(t *tx) error {
		left := len(papers)
		for _, p := range ps {
			o, err := t.addPassport(p)
			if err != nil {
				return err
			}
			if pdf, ok := papers[p.ID]; ok {
				left--
				if err := t.addPaper(o, p.At, pdf); err != nil {
					return err
				}
			}
		}
		if left > 0 {
			return desk.ErrNone
		}
		return nil
	})
}

func (t *tx) addPassport(p induction.Issued) (o openPassport, err error) {
	body := passportBody{p.Text, p.Codes}
	w, err := t.record(passportIssued, p.At, string(p.By), about{ID: string(p.ID), Learner: p.Learner, Session: p.Session, What: body})
	if err != nil {
		return o, err
	}
	sealed, err := w.key.sealJSON(bodyCell("passport", w.seq), body)
	if err != nil {
		return o, err
	}
	o = openPassport{owner: w.owner, id: p.ID, passport: w.seq, learner: p.Learner, by: string(p.By)}
	return o, t.run(`INSERT INTO passport (event, id, learner, session, actor, at, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		w.seq, string(p.ID), w.row, w.session, string(p.By), nanos(p.At), sealed)
}

// AddFeedback records that the learner replied in this session and, apart from
// it, the reply; a second reply is refused (feedback-given). The package's page
// says why the pending replies are written anew.
func (db *DB) AddFeedback(ctx context.Context, l induction.LearnerID, s induction.SessionID, f induction.Feedback) error {
	return db.act(ctx, f.Day.Start(), func(t *tx) error {
		err := t.run(`INSERT INTO replied (session, learner) VALUES ((SELECT event FROM session WHERE id = ?), (SELECT event FROM learner WHERE id = ?))`,
			string(s), string(l))
		if isConstraint(err, sqlite3.ErrConstraintNotNull) {
			return desk.ErrNone
		}
		if err != nil {
			return refuse(err, induction.CodeFeedbackGiven)
		}
		return t.addReply(f)
	})
}
