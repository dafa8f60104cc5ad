package desk

import (
	"context"
	"slices"
	"time"

	"muster/internal/induction"
)

// MyDay is a learner's day as the screen shows it.
type MyDay struct {
	Learner   induction.Learner
	Programme induction.Programme
	Session   induction.Session // zero outside a session
	Open      bool              // a session is open
	Day       induction.Day
	Feedback  bool // a reply was given
	Passports []induction.Issued
}

// Day works a learner's day out.
func (d *Desk) Day(ctx context.Context, s *Seat) (MyDay, error) {
	if err := d.seated(s); err != nil {
		return MyDay{}, err
	}
	return d.dayOf(ctx, s.Learner)
}

func (d *Desk) dayOf(ctx context.Context, id induction.LearnerID) (MyDay, error) {
	day, _, _, err := d.day(ctx, id)
	return day, err
}

// day works a learner's day out, and gives the record and the ground that it stands on.
func (d *Desk) day(ctx context.Context, id induction.LearnerID) (MyDay, induction.Record, ground, error) {
	var r induction.Record
	var g ground
	sess, open, err := d.currentSession(ctx)
	if err != nil {
		return MyDay{}, r, g, err
	}
	p, ok := d.programme(sess)
	if !ok {
		return MyDay{}, r, g, induction.Refuse(induction.NotFound, induction.CodeNoProgramme, string(sess.Programme))
	}
	if g, err = d.ground(ctx); err != nil {
		return MyDay{}, r, g, err
	}
	if r, err = d.record(ctx, g, id, p, sess.ID); err != nil {
		return MyDay{}, r, g, foundIn(err, induction.CodeNobody)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return MyDay{}, r, g, err
	}
	return MyDay{
		Learner: r.Learner, Programme: p, Session: sess, Open: open, Feedback: r.Feedback, Passports: r.Passports,
		Day: induction.PlanDay(p, d.Catalog, r, sess.ID, at),
	}, r, g, nil
}

// programme is the session's, or outside one the first on this machine: a learner
// can work where no trainer is.
func (d *Desk) programme(s induction.Session) (induction.Programme, bool) {
	if s.Programme == "" {
		all := d.Programmes()
		if len(all) == 0 {
			return induction.Programme{}, false
		}
		return all[0], true
	}
	return d.programmeOf(s.Programme)
}

// MyModule is a module and where the learner stands with it.
type MyModule struct {
	Module   *induction.Module
	Standing induction.Standing
	Entry    induction.Entry // held, where Held
	Held     bool
}

// Module opens a module for a learner.
func (d *Desk) Module(ctx context.Context, s *Seat, code induction.Code) (MyModule, error) {
	v, _, err := d.module(ctx, s, code)
	return v, err
}

func (d *Desk) module(ctx context.Context, s *Seat, code induction.Code) (MyModule, induction.History, error) {
	var none induction.History
	if err := d.seated(s); err != nil {
		return MyModule{}, none, err
	}
	m, ok := d.Catalog.Module(code)
	if !ok {
		return MyModule{}, none, induction.Refuse(induction.NotFound, induction.CodeNoModule, string(code))
	}
	sess, _, err := d.currentSession(ctx)
	if err != nil {
		return MyModule{}, none, err
	}
	r, err := d.Store.Record(ctx, s.Learner, sess.ID)
	if err != nil {
		return MyModule{}, none, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return MyModule{}, none, err
	}
	r, h := d.history(sess, m, r, at)
	v := MyModule{Module: m, Standing: induction.Stand(m, h)}
	v.Entry, v.Held = induction.Combine(m, r.Completions, r.SignOffs, at)
	return v, h, nil
}

// history is what counts for a module now under the session's programme, and the
// record as that programme sees it.
func (d *Desk) history(sess induction.Session, m *induction.Module, r induction.Record, at time.Time) (induction.Record, induction.History) {
	p, _ := d.programme(sess)
	r = p.Capped(m, r)
	return r, induction.HistoryOf(m.Ref.Code, r, sess.ID, at)
}

// ReadPage records that a learner has finished a page; took is how long it was shown.
func (d *Desk) ReadPage(ctx context.Context, s *Seat, code induction.Code, page induction.PageID, took time.Duration) error {
	if err := d.seated(s); err != nil {
		return err
	}
	m, ok := d.Catalog.Module(code)
	if !ok || !slices.ContainsFunc(m.Pages, func(p induction.Page) bool { return p.ID == page }) {
		return induction.Refuse(induction.NotFound, induction.CodeNoModule, string(code))
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.AddRead(ctx, s.Learner, induction.PageRead{Module: m.Ref, Page: page, At: at, Took: max(0, took)})
}

// Question is what a learner is asked next.
type Question struct {
	Module  *induction.Module
	Attempt induction.AttemptID
	Ordinal int // which attempt it is
	Item    induction.Item
	Drawn   induction.Drawn
	Number  int // 1 for the first
	Of      int
	Marks   []Mark // one for each item of the draw, in order
	Done    bool   // every item is answered: hand it in
}

// Mark is how one item of a draw stands.
type Mark int

// The marks.
const (
	Unanswered Mark = iota
	WasRight
	WasWrong
)

// Begin starts a learner's next attempt at a module, or goes on with the open one.
func (d *Desk) Begin(ctx context.Context, s *Seat, code induction.Code) (Question, error) {
	d.work.Lock()
	defer d.work.Unlock()
	v, h, err := d.module(ctx, s, code)
	if err != nil {
		return Question{}, err
	}
	if v.Standing.Open != nil {
		return d.question(*v.Standing.Open)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Question{}, err
	}
	draw := func(o []induction.OutcomeID, seen map[induction.ItemID]int) []induction.Drawn {
		return induction.DrawItems(v.Module, o, seen, chance())
	}
	a, err := induction.Begin(v.Module, h, induction.AttemptID(d.NewID()), s.Learner, draw, at)
	if err != nil {
		return Question{}, err
	}
	if err := d.Store.AddAttempt(ctx, a); err != nil {
		return Question{}, err
	}
	return d.question(a)
}

// Next gives the open attempt's next question.
func (d *Desk) Next(ctx context.Context, s *Seat, id induction.AttemptID) (Question, error) {
	a, err := d.attempt(ctx, s, id)
	if err != nil {
		return Question{}, err
	}
	return d.question(a)
}

func (d *Desk) attempt(ctx context.Context, s *Seat, id induction.AttemptID) (induction.Attempt, error) {
	if err := d.seated(s); err != nil {
		return induction.Attempt{}, err
	}
	a, err := d.Store.Attempt(ctx, id)
	if err != nil {
		return a, foundIn(err, induction.CodeNoAttempt)
	}
	if a.Learner != s.Learner {
		return induction.Attempt{}, induction.Refuse(induction.NotFound, induction.CodeNoAttempt)
	}
	return a, nil
}

func (d *Desk) question(a induction.Attempt) (Question, error) {
	m, ok := d.Catalog.Exact(a.Module)
	if !ok {
		return Question{}, induction.Refuse(induction.NotFound, induction.CodeModuleChanged, string(a.Module.Code), a.Module.Version.String())
	}
	q := Question{Module: m, Attempt: a.ID, Ordinal: a.Ordinal, Of: len(a.Draw), Number: len(a.Responses) + 1}
	for _, dr := range a.Draw {
		q.Marks = append(q.Marks, markOf(a, dr.Item))
	}
	next, more := a.Next()
	if !more {
		q.Done = true
		return q, nil
	}
	q.Drawn = next
	if q.Item, ok = m.Item(next.Item); !ok {
		return Question{}, induction.Refuse(induction.NotFound, induction.CodeModuleChanged, string(a.Module.Code), a.Module.Version.String())
	}
	return q, nil
}

func markOf(a induction.Attempt, id induction.ItemID) Mark {
	r, done := a.Response(id)
	switch {
	case !done:
		return Unanswered
	case r.Right:
		return WasRight
	}
	return WasWrong
}

// Marked is what a learner is told after an answer: it is on disk by then.
type Marked struct {
	Right  bool
	Answer induction.Answer // the right one
	Item   induction.Item
	Last   bool // nothing is left to answer
}

// Respond records an answer and marks it. The answer is on disk before it returns.
func (d *Desk) Respond(ctx context.Context, s *Seat, id induction.AttemptID, item induction.ItemID, ans induction.Answer, took time.Duration) (Marked, error) {
	a, err := d.attempt(ctx, s, id)
	if err != nil {
		return Marked{}, err
	}
	m, ok := d.Catalog.Exact(a.Module)
	if !ok {
		return Marked{}, induction.Refuse(induction.NotFound, induction.CodeModuleChanged, string(a.Module.Code), a.Module.Version.String())
	}
	it, ok := m.Item(item)
	if !ok {
		return Marked{}, induction.Refuse(induction.Invalid, induction.CodeNotDrawn)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Marked{}, err
	}
	r, err := a.Respond(it, ans, at, took)
	if err != nil {
		return Marked{}, err
	}
	if err := d.Store.AddResponse(ctx, id, r); err != nil {
		return Marked{}, err
	}
	return Marked{Right: r.Right, Answer: it.Right(), Item: it, Last: len(a.Responses)+1 == len(a.Draw)}, nil
}

// MyResult is how an attempt ended.
type MyResult struct {
	Module     *induction.Module
	Attempt    induction.Attempt
	Result     induction.Result
	Standing   induction.Standing
	Completion *induction.Completion // nil where it was not passed
	Saved      int                   // minutes of reading that a pass spared
}

// Submit hands an attempt in and says how it went.
func (d *Desk) Submit(ctx context.Context, s *Seat, id induction.AttemptID) (MyResult, error) {
	d.work.Lock()
	defer d.work.Unlock()
	a, err := d.attempt(ctx, s, id)
	if err != nil {
		return MyResult{}, err
	}
	if _, more := a.Next(); more {
		return MyResult{}, induction.Refuse(induction.NotReady, induction.CodeUnanswered, len(a.Draw)-len(a.Responses))
	}
	m, ok := d.Catalog.Exact(a.Module)
	if !ok {
		return MyResult{}, induction.Refuse(induction.NotFound, induction.CodeModuleChanged, string(a.Module.Code), a.Module.Version.String())
	}
	if !a.Open() {
		return d.resultOf(ctx, s, m, a)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return MyResult{}, err
	}
	return d.handIn(ctx, s, m, a, at)
}

func (d *Desk) handIn(ctx context.Context, s *Seat, m *induction.Module, a induction.Attempt, at time.Time) (MyResult, error) {
	sess, _, err := d.currentSession(ctx)
	if err != nil {
		return MyResult{}, err
	}
	r, err := d.Store.Record(ctx, s.Learner, sess.ID)
	if err != nil {
		return MyResult{}, err
	}
	a.Submitted = at
	_, h := d.history(sess, m, r, at)
	// An attempt left open when another passed adds nothing to hold.
	before := induction.Stand(m, h).Phase
	for i := range h.Attempts {
		if h.Attempts[i].ID == a.ID {
			h.Attempts[i].Submitted = at
		}
	}
	res := MyResult{Module: m, Attempt: a, Result: a.Result(), Standing: induction.Stand(m, h)}
	if res.Standing.Phase == induction.Passed && before != induction.Passed {
		c := induction.Complete(m, res.Standing, induction.CompletionID(d.NewID()), sess.ID, at)
		c.Attempt, c.Learner = a.ID, a.Learner
		res.Completion, res.Saved = &c, induction.SavedBy(m, c)
	}
	return res, d.Store.Submit(ctx, a.ID, at, res.Completion)
}

// resultOf shows again how an attempt ended that was handed in before.
func (d *Desk) resultOf(ctx context.Context, s *Seat, m *induction.Module, a induction.Attempt) (MyResult, error) {
	sess, _, err := d.currentSession(ctx)
	if err != nil {
		return MyResult{}, err
	}
	r, err := d.Store.Record(ctx, s.Learner, sess.ID)
	if err != nil {
		return MyResult{}, err
	}
	_, h := d.history(sess, m, r, a.Submitted)
	res := MyResult{Module: m, Attempt: a, Result: a.Result(), Standing: induction.Stand(m, h)}
	for i, c := range r.Completions {
		if c.Attempt == a.ID {
			res.Completion, res.Saved = &r.Completions[i], induction.SavedBy(m, c)
		}
	}
	return res, nil
}
