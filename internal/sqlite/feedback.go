package sqlite

import (
	"context"
	"database/sql"
	"math/rand/v2"

	"muster/internal/induction"
)

func replyCell(id string) cell { return cell{"reply", id, "body"} }

// reply is a row as it is kept.
type reply struct {
	id   string
	body []byte
}

// addReply adds a reply and writes the pending ones anew in the order of their
// random keys, so that where a row lies in the file says nothing of when it came.
func (t *tx) addReply(f induction.Feedback) error {
	body := feedbackBody{Day: f.Day.String(), Programme: f.Programme, Scores: f.Scores, Comment: f.Comment}
	sealed, err := t.db.keys.machine.sealJSON(replyCell(f.ID), body)
	if err != nil {
		return err
	}
	if err := t.run(`INSERT INTO reply (id, told, body) VALUES (?, 0, ?)`, f.ID, sealed); err != nil {
		return err
	}
	pending, err := t.pendingReplies()
	if err != nil {
		return err
	}
	return t.rewriteReplies(pending, 0)
}

// pendingReplies lists, by key, the replies with no outbox row yet.
func (t *tx) pendingReplies() (pending []reply, err error) {
	rows, err := t.QueryContext(t.ctx, `SELECT id, body FROM reply WHERE told = 0 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r reply
		if err := rows.Scan(&r.id, &r.body); err != nil {
			return nil, err
		}
		pending = append(pending, r)
	}
	return pending, rows.Err()
}

func (t *tx) rewriteReplies(pending []reply, told int) error {
	if _, err := t.ExecContext(t.ctx, `DELETE FROM reply WHERE told = 0`); err != nil {
		return err
	}
	for _, r := range pending {
		if err := t.run(`INSERT INTO reply (id, told, body) VALUES (?, ?, ?)`, r.id, told, r.body); err != nil {
			return err
		}
	}
	return nil
}

// tellReplies writes the pending replies' outbox rows, in an order of chance and
// with no time finer than their day.
func (t *tx) tellReplies() error {
	pending, err := t.pendingReplies()
	if err != nil || len(pending) == 0 {
		return err
	}
	for _, i := range rand.Perm(len(pending)) {
		if err := t.tellReply(pending[i]); err != nil {
			return err
		}
	}
	return t.rewriteReplies(pending, 1)
}

func (t *tx) tellReply(r reply) error {
	var body feedbackBody
	if err := t.db.keys.machine.openJSON(replyCell(r.id), r.body, &body); err != nil {
		return err
	}
	day, err := induction.ParseDate(body.Day)
	if err != nil {
		return err
	}
	_, err = t.append(event{at: nanos(day.Start()), kind: feedbackGiven}, nil, "", body)
	return err
}

// Feedback lists every reply, in an order of chance.
func (db *DB) Feedback(ctx context.Context) (all []induction.Feedback, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(r *sql.Rows) error {
			f, err := v.openReply(r)
			all = append(all, f)
			return err
		}, `SELECT id, body FROM reply`)
	})
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, err
}

func (v *view) openReply(row scanner) (f induction.Feedback, err error) {
	var sealed []byte
	var body feedbackBody
	if err := row.Scan(&f.ID, &sealed); err != nil {
		return f, err
	}
	if err := v.keys.machine.openJSON(replyCell(f.ID), sealed, &body); err != nil {
		return f, err
	}
	f.Programme, f.Scores, f.Comment = body.Programme, body.Scores, body.Comment
	f.Day, err = induction.ParseDate(body.Day)
	return f, err
}
