package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"muster/internal/induction"
)

// Row is one person on the trainer's grid.
type Row struct {
	Learner induction.Learner // only Number and Name where they have not arrived
	Arrived bool
	Day     induction.Day
	Ready   bool // confirmed, nothing left to do, and no passport yet that says so
	Help    bool // stuck: attempts used up
	Issued  int  // passports issued in this session
}

// Grid is the trainer's view of the session.
type Grid struct {
	Session   induction.Session
	Programme induction.Programme
	Columns   []induction.Line // the programme's lines, with nobody's progress
	Rows      []Row
	Unsent    int
	KeyOpen   bool // passports can be signed without asking for the passphrase again
}

// Grid shows who has done what, those expected but not here last.
func (d *Desk) Grid(ctx context.Context, t *TrainerSeat) (Grid, error) {
	if err := d.supervised(t); err != nil {
		return Grid{}, err
	}
	return d.grid(ctx, t.Session)
}

func (d *Desk) grid(ctx context.Context, id induction.SessionID) (Grid, error) {
	s, err := d.Store.Session(ctx, id)
	if err != nil {
		return Grid{}, err
	}
	p, ok := d.programme(s)
	if !ok {
		return Grid{}, induction.Refuse(induction.NotFound, induction.CodeNoProgramme, string(s.Programme))
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Grid{}, err
	}
	g := Grid{Session: s, Programme: p, Columns: induction.PlanDay(p, d.Catalog, induction.Record{}, id, at).Lines}
	here, err := d.Store.Attending(ctx, id)
	if err != nil {
		return Grid{}, err
	}
	ground, err := d.ground(ctx)
	if err != nil {
		return Grid{}, err
	}
	for _, l := range here {
		r, err := d.record(ctx, ground, l.ID, p, s.ID)
		if err != nil {
			return Grid{}, err
		}
		g.Rows = append(g.Rows, d.row(p, r, s, at))
	}
	for _, st := range s.Roster {
		if !slices.ContainsFunc(here, func(l induction.Learner) bool { return l.Number == st.Number }) {
			g.Rows = append(g.Rows, Row{Learner: induction.Learner{Number: st.Number, Name: st.Name}})
		}
	}
	g.KeyOpen = d.keyOpen()
	g.Unsent, err = d.Store.Unsent(ctx)
	return g, err
}

func (d *Desk) row(p induction.Programme, r induction.Record, s induction.Session, at time.Time) Row {
	row := Row{Learner: r.Learner, Arrived: true, Day: induction.PlanDay(p, d.Catalog, r, s.ID, at)}
	told := false // a passport says all there is
	for _, i := range r.Passports {
		if i.Session == s.ID {
			row.Issued++
			told = told || !i.At.Before(lastChange(r))
		}
	}
	for _, line := range row.Day.Lines {
		row.Help = row.Help || line.Phase == induction.Locked
	}
	row.Ready = row.Day.CanIssue && row.Day.Done == len(row.Day.Lines) && !told
	return row
}

// lastChange is when anything that a passport says of a learner, or that travels
// along with it, was last recorded.
func lastChange(r induction.Record) time.Time {
	last := r.Learner.Identity.At
	for _, b := range r.Recognitions {
		last = later(later(last, b.At), b.Withdrawn.At)
	}
	for _, c := range r.LocalChecks {
		last = later(last, c.At)
	}
	for _, c := range r.Completions {
		last = later(last, c.At)
	}
	for _, s := range r.SignOffs {
		last = later(last, s.At)
	}
	return last
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OneLearner is what a trainer sees of one person.
type OneLearner struct {
	MyDay
	Record    induction.Record
	Standings map[induction.Code]induction.Standing
	Myself    bool // the trainer's own record: look, but do not act
}

// OneLearner opens one person's record for the trainer.
func (d *Desk) OneLearner(ctx context.Context, t *TrainerSeat, id induction.LearnerID) (OneLearner, error) {
	if err := d.supervised(t); err != nil {
		return OneLearner{}, err
	}
	day, r, _, err := d.day(ctx, id)
	if err != nil {
		return OneLearner{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return OneLearner{}, err
	}
	v := OneLearner{MyDay: day, Record: r, Standings: map[induction.Code]induction.Standing{}, Myself: t.Trainer.Number == day.Learner.Number}
	for _, req := range day.Programme.Requirements {
		if m, ok := d.Catalog.Module(req.Code); ok {
			_, h := d.history(day.Session, m, r, at)
			v.Standings[req.Code] = induction.Stand(m, h)
		}
	}
	return v, nil
}

// LearnerChecklist opens a learner's local checklist for the trainer.
func (d *Desk) LearnerChecklist(ctx context.Context, t *TrainerSeat, l induction.LearnerID, id induction.ChecklistID) (MyChecklist, error) {
	if err := d.supervised(t); err != nil {
		return MyChecklist{}, err
	}
	return d.checklistOf(ctx, l, id)
}

// SeenDocuments are what an identity can be confirmed against.
var SeenDocuments = []string{"passport", "driving-licence", "staff-card", "other"}

// ConfirmIdentity records that the trainer held the learner's name against photo ID.
func (d *Desk) ConfirmIdentity(ctx context.Context, t *TrainerSeat, id induction.LearnerID, seen string) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	if !slices.Contains(SeenDocuments, seen) {
		return induction.Refuse(induction.Invalid, induction.CodeIdentityFirst)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.SetIdentity(ctx, id, induction.Identity{By: t.Trainer.ID, At: at, Seen: seen})
}

// CorrectName puts a learner's name right as the photo ID has it. It undoes an
// earlier confirmation, which was of another name.
func (d *Desk) CorrectName(ctx context.Context, t *TrainerSeat, id induction.LearnerID, name string) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	name, err := d.cleanName(name)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.Rename(ctx, id, name, t.Trainer.ID, at)
}

// UnlockAttempt gives a learner one more attempt at a module whose attempts are used up.
func (d *Desk) UnlockAttempt(ctx context.Context, t *TrainerSeat, id induction.LearnerID, code induction.Code) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	d.work.Lock()
	defer d.work.Unlock()
	m, ok := d.Catalog.Module(code)
	if !ok {
		return induction.Refuse(induction.NotFound, induction.CodeNoModule, string(code))
	}
	sess, err := d.Store.Session(ctx, t.Session)
	if err != nil {
		return err
	}
	r, err := d.Store.Record(ctx, id, t.Session)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	_, h := d.history(sess, m, r, at)
	st := induction.Stand(m, h)
	if st.Phase != induction.Locked || !st.CanUnlock {
		return induction.Refuse(induction.NotReady, induction.CodeNotLocked)
	}
	return d.Store.AddUnlock(ctx, induction.Unlock{Learner: id, Module: code, Session: t.Session, By: t.Trainer.ID, At: at})
}

// ResetPIN gives a learner a new PIN, which they type, after photo ID was seen.
func (d *Desk) ResetPIN(ctx context.Context, t *TrainerSeat, id induction.LearnerID, pin, again string) error {
	if _, err := d.actFor(ctx, t, id); err != nil {
		return err
	}
	if err := newPIN(pin, again, LearnerPIN); err != nil {
		return err
	}
	hash, err := d.PINs.HashPIN(pin)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.SetPIN(ctx, id, hash, t.Trainer.ID, at)
}

// Practical is what an assessor signs against.
func (d *Desk) Practical(code induction.Code) (*induction.Module, error) {
	m, ok := d.Catalog.Module(code)
	if !ok {
		return nil, induction.Refuse(induction.NotFound, induction.CodeNoModule, string(code))
	}
	if m.Practical == nil {
		return nil, induction.Refuse(induction.NotFound, induction.CodeNoPractical, string(code))
	}
	return m, nil
}

// NoteLimit is the longest note on a practical in bytes.
const NoteLimit = 300

// SignPractical records an assessor's word on a practical, signed with their PIN.
func (d *Desk) SignPractical(ctx context.Context, t *TrainerSeat, id induction.LearnerID, code induction.Code, steps []induction.StepID, passed bool, note, pin string) error {
	l, err := d.actFor(ctx, t, id)
	if err != nil {
		return err
	}
	m, err := d.Practical(code)
	if err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if len(note) > NoteLimit {
		return induction.Refuse(induction.Invalid, induction.CodeNoteLong, NoteLimit)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	s := induction.SignOff{ID: induction.SignOffID(d.NewID()), Module: m.Ref, Session: t.Session, Steps: steps, Passed: passed, Note: note, At: at}
	s, err = m.Practical.Sign(t.Trainer, l, s)
	if err != nil {
		return err
	}
	if err := d.ConfirmPIN(ctx, t, pin); err != nil {
		return err
	}
	return d.Store.AddSignOff(ctx, s)
}
