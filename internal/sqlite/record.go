package sqlite

import (
	"context"
	"database/sql"
	"time"

	"muster/internal/induction"
)

// reader gathers one learner's work, with the key that opens it.
type reader struct {
	*view
	row     int64
	learner induction.LearnerID
	key     sealer
}

// Record gathers all of one learner's work; Feedback is set for the session given.
func (db *DB) Record(ctx context.Context, id induction.LearnerID, session induction.SessionID) (r induction.Record, err error) {
	err = db.read(ctx, func(v *view) error {
		l, p, err := v.openLearner(v.row(selectLearner+`WHERE l.id = ?`, string(id)))
		if err != nil {
			return err
		}
		r.Learner = l
		g := reader{view: v, learner: id, key: p.key}
		if err := v.row(`SELECT event, EXISTS (SELECT 1 FROM replied JOIN session s ON s.event = session WHERE learner = l.event AND s.id = ?)
			FROM learner l WHERE id = ?`, string(session), string(id)).Scan(&g.row, &r.Feedback); err != nil {
			return err
		}
		for _, gather := range []func(*induction.Record) error{
			g.attempts, g.reads, g.unlocks, g.completions, g.signOffs, g.ticks, g.passports,
			g.recognitions, g.localChecks, g.evidence, g.waivers,
		} {
			if err := gather(&r); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// Attempt finds one attempt with its answers.
func (db *DB) Attempt(ctx context.Context, id induction.AttemptID) (a induction.Attempt, err error) {
	err = db.read(ctx, func(v *view) error {
		var p sealedPerson
		var attempt int64
		g := reader{view: v}
		if err := v.row(`SELECT a.event, l.id, p.id, p.key, p.number FROM attempt a
			JOIN learner l ON l.event = a.learner JOIN person p ON p.id = l.person WHERE a.id = ?`, string(id)).
			Scan(&attempt, &g.learner, &p.id, &p.key, &p.number); err != nil {
			return err
		}
		opened, err := p.open(v.keys)
		if err != nil {
			return err
		}
		g.key = opened.key
		all, err := g.attemptsWhere(`a.event = ?`, attempt)
		if err == nil {
			a = all[0]
		}
		return err
	})
	return a, err
}

func (g *reader) attempts(r *induction.Record) (err error) {
	r.Attempts, err = g.attemptsWhere(`a.learner = ?`, g.row)
	return err
}

// attemptsWhere reads attempts in their order, and then their answers in theirs.
func (g *reader) attemptsWhere(where string, arg int64) (all []induction.Attempt, err error) {
	place := map[int64]int{}
	err = g.each(func(row *sql.Rows) error {
		a, seq, err := g.attempt(row)
		place[seq] = len(all)
		all = append(all, a)
		return err
	}, `SELECT a.event, a.id, coalesce(s.id, ''), a.began, a.submitted, a.body
		FROM attempt a LEFT JOIN session s ON s.event = a.session WHERE `+where+` ORDER BY a.event`, arg)
	if err != nil {
		return nil, err
	}
	err = g.each(func(row *sql.Rows) error {
		seq, resp, err := g.response(row)
		a := &all[place[seq]]
		a.Responses = append(a.Responses, resp)
		return err
	}, `SELECT r.attempt, r.item, r.at, r.body FROM attempt a JOIN response r ON r.attempt = a.event WHERE `+where+` ORDER BY r.event`, arg)
	return all, err
}

func (g *reader) attempt(row scanner) (a induction.Attempt, seq int64, err error) {
	var began, submitted int64
	var sealed []byte
	var body attemptBody
	if err := row.Scan(&seq, &a.ID, &a.Session, &began, &submitted, &sealed); err != nil {
		return a, seq, err
	}
	if err := g.key.openJSON(bodyCell("attempt", seq), sealed, &body); err != nil {
		return a, seq, err
	}
	a.Learner, a.Began, a.Submitted = g.learner, moment(began), moment(submitted)
	return a, seq, body.fill(&a)
}

func (g *reader) response(row scanner) (attempt int64, r induction.Response, err error) {
	var at int64
	var sealed []byte
	var body answerBody
	if err := row.Scan(&attempt, &r.Item, &at, &sealed); err != nil {
		return attempt, r, err
	}
	err = g.key.openJSON(responseCell(attempt, r.Item), sealed, &body)
	r.Answer, r.Right, r.Took, r.At = body.Answer, body.Right, body.Took, moment(at)
	return attempt, r, err
}

func (g *reader) reads(r *induction.Record) error {
	return g.each(func(row *sql.Rows) (err error) {
		var p induction.PageRead
		var version string
		var at, took int64
		if err := row.Scan(&p.Module.Code, &version, &p.Page, &at, &took); err != nil {
			return err
		}
		p.Module, err = moduleRef(p.Module.Code, version)
		p.At, p.Took = moment(at), time.Duration(took)
		r.Reads = append(r.Reads, p)
		return err
	}, `SELECT code, version, page, at, took FROM page_read WHERE learner = ? ORDER BY event`, g.row)
}

func (g *reader) unlocks(r *induction.Record) error {
	return g.each(func(row *sql.Rows) error {
		u := induction.Unlock{Learner: g.learner}
		var at int64
		err := row.Scan(&u.Module, &u.Session, &u.By, &at)
		u.At = moment(at)
		r.Unlocks = append(r.Unlocks, u)
		return err
	}, `SELECT u.code, coalesce(s.id, ''), u.actor, u.at
		FROM unlock u LEFT JOIN session s ON s.event = u.session WHERE u.learner = ? ORDER BY u.event`, g.row)
}

func (g *reader) completions(r *induction.Record) error {
	return g.each(func(row *sql.Rows) error {
		c := induction.Completion{Learner: g.learner}
		var seq, at int64
		var sealed []byte
		var body completionBody
		if err := row.Scan(&seq, &c.ID, &c.Session, &at, &sealed); err != nil {
			return err
		}
		if err := g.key.openJSON(bodyCell("completion", seq), sealed, &body); err != nil {
			return err
		}
		c.At = moment(at)
		err := body.fill(&c)
		r.Completions = append(r.Completions, c)
		return err
	}, `SELECT c.event, c.id, coalesce(s.id, ''), c.at, c.body
		FROM completion c LEFT JOIN session s ON s.event = c.session WHERE c.learner = ? ORDER BY c.event`, g.row)
}

func (g *reader) signOffs(r *induction.Record) error {
	return g.each(func(row *sql.Rows) error {
		s := induction.SignOff{Learner: g.learner}
		var seq, at int64
		var sealed []byte
		var body signOffBody
		if err := row.Scan(&seq, &s.ID, &s.Session, &at, &sealed); err != nil {
			return err
		}
		if err := g.key.openJSON(bodyCell("sign_off", seq), sealed, &body); err != nil {
			return err
		}
		s.At = moment(at)
		err := body.fill(&s)
		r.SignOffs = append(r.SignOffs, s)
		return err
	}, `SELECT o.event, o.id, coalesce(s.id, ''), o.at, o.body
		FROM sign_off o LEFT JOIN session s ON s.event = o.session WHERE o.learner = ? ORDER BY o.event`, g.row)
}

func (g *reader) ticks(r *induction.Record) error {
	return g.each(func(row *sql.Rows) (err error) {
		k := induction.Tick{Learner: g.learner}
		var seq, at int64
		var version string
		var sealed []byte
		if err := row.Scan(&seq, &k.Session, &k.Checklist, &version, &k.Step, &sealed, &k.Witness, &at, &k.Undone); err != nil {
			return err
		}
		k.At = moment(at)
		if k.Version, err = induction.ParseVersion(version); err != nil {
			return err
		}
		k.ShownBy, err = g.key.openText(shownByCell(seq), sealed)
		r.Ticks = append(r.Ticks, k)
		return err
	}, `SELECT t.event, coalesce(s.id, ''), t.checklist, t.version, t.step, t.shown_by, t.witness, t.at, t.undone
		FROM tick t LEFT JOIN session s ON s.event = t.session WHERE t.learner = ? ORDER BY t.event`, g.row)
}

const selectPassport = `SELECT i.event, i.id, coalesce(s.id, ''), i.actor, i.at, i.body
	FROM passport i LEFT JOIN session s ON s.event = i.session `

func (g *reader) passports(r *induction.Record) error {
	return g.each(func(row *sql.Rows) error {
		i, err := g.passport(row)
		r.Passports = append(r.Passports, i)
		return err
	}, selectPassport+`WHERE i.learner = ? ORDER BY i.event`, g.row)
}

func (g *reader) passport(row scanner) (i induction.Issued, err error) {
	var seq, at int64
	var sealed []byte
	var body passportBody
	if err := row.Scan(&seq, &i.ID, &i.Session, &i.By, &at, &sealed); err != nil {
		return i, err
	}
	err = g.key.openJSON(bodyCell("passport", seq), sealed, &body)
	i.Learner, i.At, i.Text, i.Codes = g.learner, moment(at), body.Text, body.Codes
	return i, err
}

// Passports lists those issued in a session, in the order of their issue; "" lists
// those issued outside one.
func (db *DB) Passports(ctx context.Context, session induction.SessionID) (all []induction.Issued, err error) {
	err = db.read(ctx, func(v *view) error {
		return v.each(func(row *sql.Rows) error {
			i, err := v.passportOf(row)
			all = append(all, i)
			return err
		}, `SELECT i.event, i.id, coalesce(s.id, ''), i.actor, i.at, i.body, l.id, p.id, p.key, p.number
			FROM passport i LEFT JOIN session s ON s.event = i.session
			JOIN learner l ON l.event = i.learner JOIN person p ON p.id = l.person
			WHERE i.session IS (SELECT event FROM session WHERE id = ?) ORDER BY i.event`, string(session))
	})
	return all, err
}

// passportOf reads a passport's row with the learner's behind it.
func (v *view) passportOf(rows *sql.Rows) (induction.Issued, error) {
	var p sealedPerson
	g := reader{view: v}
	tail := tailed{rows, []any{&g.learner, &p.id, &p.key, &p.number}, func() error {
		opened, err := p.open(v.keys)
		g.key = opened.key
		return err
	}}
	return g.passport(tail)
}

// tailed scans further columns behind those asked for.
type tailed struct {
	row  scanner
	rest []any
	then func() error
}

func (t tailed) Scan(dest ...any) error {
	if err := t.row.Scan(append(dest, t.rest...)...); err != nil {
		return err
	}
	return t.then()
}
