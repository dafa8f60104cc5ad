package desk

import (
	"context"
	"slices"
	"strings"

	"muster/internal/induction"
)

// MyChecklist is a local checklist and what has been shown of it.
type MyChecklist struct {
	List   *induction.Checklist
	Ticked map[induction.StepID]induction.Tick
	// ShownBy is the name given last, offered again for the next item.
	ShownBy string
}

// Checklist opens a local checklist for a learner.
func (d *Desk) Checklist(ctx context.Context, s *Seat, id induction.ChecklistID) (MyChecklist, error) {
	if err := d.seated(s); err != nil {
		return MyChecklist{}, err
	}
	return d.checklistOf(ctx, s.Learner, id)
}

func (d *Desk) checklistOf(ctx context.Context, l induction.LearnerID, id induction.ChecklistID) (MyChecklist, error) {
	list, ok := d.Catalog.Checklist(id)
	if !ok {
		return MyChecklist{}, induction.Refuse(induction.NotFound, induction.CodeNoChecklist, string(id))
	}
	r, err := d.Store.Record(ctx, l, "")
	if err != nil {
		return MyChecklist{}, foundIn(err, induction.CodeNobody)
	}
	v := MyChecklist{List: list, Ticked: induction.Ticked(list, r.Ticks)}
	for _, t := range r.Ticks {
		if t.Checklist == id && !t.Undone {
			v.ShownBy = t.ShownBy
		}
	}
	return v, nil
}

// Tick records that somebody showed the learner an item. Nobody is shown an item
// by themselves.
func (d *Desk) Tick(ctx context.Context, s *Seat, id induction.ChecklistID, step induction.StepID, shownBy string) error {
	if err := d.seated(s); err != nil {
		return err
	}
	l, err := d.Store.Learner(ctx, s.Learner) // a trainer may have put the seat's name right
	if err != nil {
		return err
	}
	by, err := shownByOther(shownBy, l.Name, l.Number)
	if err != nil {
		return err
	}
	return d.tick(ctx, induction.Tick{Learner: s.Learner, Checklist: id, Step: step, ShownBy: by})
}

// Untick takes a tick back.
func (d *Desk) Untick(ctx context.Context, s *Seat, id induction.ChecklistID, step induction.StepID) error {
	if err := d.seated(s); err != nil {
		return err
	}
	return d.tick(ctx, induction.Tick{Learner: s.Learner, Checklist: id, Step: step, Undone: true})
}

// Witness ticks an item for a learner whom the trainer has shown it.
func (d *Desk) Witness(ctx context.Context, t *TrainerSeat, l induction.LearnerID, id induction.ChecklistID, step induction.StepID) error {
	learner, err := d.actFor(ctx, t, l)
	if err != nil {
		return err
	}
	return d.tick(ctx, induction.Tick{Learner: learner.ID, Checklist: id, Step: step, ShownBy: t.Trainer.Name, Witness: t.Trainer.ID})
}

func (d *Desk) tick(ctx context.Context, t induction.Tick) error {
	list, ok := d.Catalog.Checklist(t.Checklist)
	if !ok {
		return induction.Refuse(induction.NotFound, induction.CodeNoChecklist, string(t.Checklist))
	}
	if !slices.ContainsFunc(list.Steps, func(st induction.Step) bool { return st.ID == t.Step }) {
		return induction.Refuse(induction.NotFound, induction.CodeNoStep)
	}
	sess, _, err := d.currentSession(ctx)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	t.At, t.Version, t.Session = at, list.Version, sess.ID
	return d.Store.AddTick(ctx, t)
}

func shownByOther(typed, name string, n induction.Number) (string, error) {
	by, ok := induction.CleanText(typed, induction.ShownByLimit)
	if !ok {
		return "", induction.Refuse(induction.Invalid, induction.CodeShownBy, induction.ShownByLimit)
	}
	if strings.EqualFold(by, name) || strings.EqualFold(by, n.Plain()) {
		return "", induction.Refuse(induction.NotAllowed, induction.CodeOneself)
	}
	return by, nil
}

// GiveFeedback records an anonymous reply, once a session.
func (d *Desk) GiveFeedback(ctx context.Context, s *Seat, scores [4]int, comment string) error {
	if err := d.seated(s); err != nil {
		return err
	}
	sess, open, err := d.currentSession(ctx)
	if err != nil {
		return err
	}
	if !open {
		return induction.Refuse(induction.NotReady, induction.CodeNoSession)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	f := induction.Feedback{ID: randomID(), Day: induction.DateOf(at), Programme: sess.Programme, Scores: scores, Comment: strings.TrimSpace(comment)}
	if err := f.Check(); err != nil {
		return err
	}
	return d.Store.AddFeedback(ctx, s.Learner, sess.ID, f)
}
