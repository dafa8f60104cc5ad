package screen

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// superviseDesk is what a trainer's screens need inside a session.
type superviseDesk interface {
	Grid(context.Context, *desk.TrainerSeat) (desk.Grid, error)
	OneLearner(context.Context, *desk.TrainerSeat, induction.LearnerID) (desk.OneLearner, error)
	LearnerChecklist(context.Context, *desk.TrainerSeat, induction.LearnerID, induction.ChecklistID) (desk.MyChecklist, error)
	ConfirmIdentity(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, seen string) error
	CorrectName(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, name string) error
	UnlockAttempt(context.Context, *desk.TrainerSeat, induction.LearnerID, induction.Code) error
	ResetPIN(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, pin, again string) error
	Practical(induction.Code) (*induction.Module, error)
	SignPractical(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, code induction.Code, steps []induction.StepID, passed bool, note, pin string) error
	Witness(context.Context, *desk.TrainerSeat, induction.LearnerID, induction.ChecklistID, induction.StepID) error
	Issue(ctx context.Context, t *desk.TrainerSeat, id induction.LearnerID, pin string) ([]induction.Issued, error)
	IssueReady(ctx context.Context, t *desk.TrainerSeat, pin string, tell desk.Progress) (desk.Batch, error)
}

// OpenGrid shows the trainer's desk as the session stands now.
func (k *Kiosk) OpenGrid() {
	run(k, k.t("grid.opening"), func(ctx context.Context) (desk.Grid, error) { return k.Desk.Grid(ctx, k.trainer) }, func(g desk.Grid) {
		k.Frame.Reset(&gridPage{page: page{k, "trainer", k.t("grid.title", g.Session.Room)}, g: g})
	})
}

// gridPage is the session at a glance: who is where, who is stuck, who is ready.
type gridPage struct {
	page
	g     desk.Grid
	find  string
	rows  []int // of g.Rows, those shown
	grid  *widget.Grid
	field *widget.Field
}

// NoBack makes it a trainer's start page: the way out is to sign out.
func (*gridPage) NoBack() {}

// Focus is the grid.
func (p *gridPage) Focus() fyne.Focusable {
	if len(p.rows) == 0 {
		return p.field.Entry()
	}
	return p.grid.Focus()
}

// Content is the figures, what to find, and the grid in all the room that is left.
func (p *gridPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.field = widget.NewField(l, widget.FieldOptions{Placeholder: k.t("grid.find"), Value: p.find, OnChanged: p.search})
	o := append(k.standing(l, k.Machine), p.stats(l), widget.Row(l, 12, widget.Sized(l, 300, p.field), p.legend(l)))
	if p.g.Unsent > 0 {
		o = append(o, widget.Small(l, k.t("grid.unsent", p.g.Unsent)))
	}
	p.grid = widget.NewGrid(l, widget.GridOptions{NameHead: k.t("grid.name"), Heads: p.heads(), Rows: p.shown(), OnOpen: p.open})
	var body fyne.CanvasObject = widget.MinHeight(l, 330, p.grid)
	if len(p.g.Rows) == 0 {
		body = widget.Panel(l, 20, widget.Empty(l, "users-three", k.t("grid.empty"), k.t("grid.empty.text")))
	}
	return widget.Pad(l, 20, theme.Gutter, 20, theme.Gutter, widget.Filling(l, 16, append(o, body)...))
}

// stats are the numbers a trainer counts on.
func (p *gridPage) stats(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var here, ready, unseen, help, issued int
	for _, r := range p.g.Rows {
		here += one(r.Arrived)
		ready += one(r.Ready)
		unseen += one(r.Arrived && !r.Learner.Identity.Confirmed())
		help += one(r.Help || needsLook(r))
		issued += one(r.Issued > 0)
	}
	stat := func(tone widget.Tone, n int, key string, args ...any) fyne.CanvasObject {
		if n == 0 {
			tone = widget.Plain
		}
		return widget.Stat(l, tone, fmt.Sprint(n), k.t(key, args...))
	}
	return widget.AutoGrid(l, 170, 14,
		stat(widget.Plain, here, "grid.stat.here", len(p.g.Rows)),
		stat(widget.Good, ready, "grid.stat.ready"),
		stat(widget.Info, issued, "grid.stat.issued"),
		stat(widget.Warn, unseen, "grid.stat.unseen"),
		stat(widget.Stop, help, "grid.stat.help"))
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// legend says what the cells mean.
func (p *gridPage) legend(l *theme.Look) fyne.CanvasObject {
	k := p.k
	return widget.Row(l, 8,
		widget.Pill(l, widget.Good, letterDone+" "+k.t("grid.legend.done")),
		widget.Pill(l, widget.Info, letterNow+" "+k.t("grid.legend.now")),
		widget.Pill(l, widget.Warn, letterLook+" "+k.t("grid.legend.look")),
		widget.Pill(l, widget.Stop, letterStop+" "+k.t("grid.legend.stop")))
}

// The letters that say a cell's state without its colour.
const (
	letterDone = "✓"
	letterNow  = "…"
	letterLook = "!"
	letterStop = "×"
)

// heads are the columns: identity, each line of the programme, the passport.
func (p *gridPage) heads() []string {
	k := p.k
	out := []string{k.t("grid.head.identity")}
	for _, n := range p.g.Columns {
		switch name := strings.ToUpper(n.Code.Subject()); n.Kind {
		case induction.PracticalLine:
			out = append(out, k.t("grid.head.practical", name))
		case induction.LocalLine:
			out = append(out, k.t("grid.head.local"))
		default:
			out = append(out, name)
		}
	}
	return append(out, k.t("grid.head.passport"))
}

// shown makes the rows that the search leaves.
func (p *gridPage) shown() []widget.GridRow {
	var out []widget.GridRow
	p.rows = nil
	find := strings.ToLower(strings.Join(strings.Fields(p.find), " "))
	for i, r := range p.g.Rows {
		if !strings.Contains(strings.ToLower(r.Learner.Name+" "+p.k.numberWords(r.Learner.Number)), find) {
			continue
		}
		p.rows = append(p.rows, i)
		out = append(out, widget.GridRow{Name: r.Learner.Name, Note: p.note(r), Cells: p.cells(r)})
	}
	return out
}

func (p *gridPage) search(s string) {
	p.find = s
	p.grid.SetRows(p.shown())
}

// note is what most needs saying of a person, then their number.
func (p *gridPage) note(r desk.Row) string {
	key := "grid.note.working"
	switch {
	case !r.Arrived:
		key = "grid.note.absent"
	case r.Help:
		key = "grid.note.help"
	case !r.Learner.Identity.Confirmed():
		key = "grid.note.unseen"
	case needsLook(r):
		key = "grid.note.look"
	case r.Issued > 0:
		key = "grid.note.issued"
	case r.Ready:
		key = "grid.note.ready"
	}
	return p.k.t(key, p.k.numberWords(r.Learner.Number))
}

func (p *gridPage) cells(r desk.Row) []widget.Cell {
	if !r.Arrived {
		return make([]widget.Cell, len(p.g.Columns)+2)
	}
	id := widget.Cell{State: widget.CellLook, Letter: letterLook}
	if r.Learner.Identity.Confirmed() {
		id = widget.Cell{State: widget.CellDone, Letter: letterDone}
	}
	out := []widget.Cell{id}
	for _, n := range r.Day.Lines {
		out = append(out, cellOf(n))
	}
	issued := widget.Cell{}
	switch {
	case r.Issued > 0:
		issued = widget.Cell{State: widget.CellDone, Letter: letterDone}
	case r.Ready:
		issued = widget.Cell{State: widget.CellNow, Letter: letterNow}
	}
	return append(out, issued)
}

// needsLook reports somebody who brought something that a trainer must look at.
func needsLook(r desk.Row) bool {
	return slices.ContainsFunc(r.Day.Lines, func(n induction.Line) bool { return n.Decision.Ruling == induction.LocalLook })
}

func cellOf(n induction.Line) widget.Cell {
	switch {
	case n.Decision.Ruling == induction.LocalLook:
		return widget.Cell{State: widget.CellLook, Letter: letterLook}
	case n.Missing:
		return widget.Cell{State: widget.CellExempt, Letter: "–"}
	case n.Done:
		return widget.Cell{State: widget.CellDone, Letter: letterDone}
	case n.Phase == induction.Locked:
		return widget.Cell{State: widget.CellStop, Letter: letterStop}
	case n.Referred:
		return widget.Cell{State: widget.CellLook, Letter: letterLook}
	case n.Phase == induction.NotStarted:
		return widget.Cell{}
	}
	return widget.Cell{State: widget.CellNow, Letter: letterNow}
}

func (p *gridPage) open(i int) {
	r := p.g.Rows[p.rows[i]]
	if !r.Arrived {
		p.k.Frame.Say(widget.Info, p.k.t("grid.absent", r.Learner.Name), p.k.t("grid.absent.text"))
		return
	}
	p.k.OpenLearner(r.Learner.ID)
}

func (p *gridPage) ready() int {
	n := 0
	for _, r := range p.g.Rows {
		n += one(r.Ready && r.Learner.Number != p.k.trainer.Trainer.Number)
	}
	return n
}

// Actions add starters, close the session, and issue for all who are ready.
func (p *gridPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k, n := p.k, p.ready()
	issue := widget.NewButton(l, widget.Confirm, k.t("grid.issue", n), "certificate", p.issue)
	if n == 0 {
		issue.Disable()
	}
	return []fyne.CanvasObject{
		widget.NewButton(l, widget.Outline, k.t("grid.add"), "users", p.add),
		widget.NewButton(l, widget.Outline, k.t("grid.close"), "clipboard-text", k.OpenClose),
		widget.NewButton(l, widget.Outline, k.t("grid.machine"), "gear", k.OpenSettings),
	}, []fyne.CanvasObject{issue}
}

func (p *gridPage) add() {
	k := p.k
	k.Frame.Show(&rosterPage{page: page{k, "starters", k.t("roster.title")}, have: p.expected(), take: func(all []induction.Starter) {
		k.act(k.t("roster.saving"), func(ctx context.Context) error { return k.Desk.AddStarters(ctx, k.trainer, all) }, k.OpenGrid)
	}})
}

// expected are those on the roster and those who came without being on it.
func (p *gridPage) expected() []induction.Starter {
	var out []induction.Starter
	for _, r := range p.g.Rows {
		out = append(out, induction.Starter{Number: r.Learner.Number, Name: r.Learner.Name})
	}
	return out
}

// issue signs for everybody who is ready, after the PIN; it can be stopped, and
// what was issued by then stands.
func (p *gridPage) issue() {
	k, n := p.k, p.ready()
	begin := func() {
		s := secret{title: k.t("grid.issue.title", n), text: k.t("grid.issue.text"), yes: k.t("grid.issue.do")}
		var pin string
		signed(k, s, k.t("trainer.checking"), func(ctx context.Context, given string) (struct{}, error) {
			pin = given
			return struct{}{}, k.Desk.ConfirmPIN(ctx, k.trainer, given)
		}, func(struct{}) { p.issueAll(pin) })
	}
	if !p.g.KeyOpen {
		k.reopen(k.t("refusal."+string(induction.CodeKeyLocked)), begin)
		return
	}
	begin()
}

func (p *gridPage) issueAll(pin string) {
	k := p.k
	step := newStep()
	window.RunStop(k.Frame, context.Background(), k.t("grid.issuing"), k.t("grid.issuing.stop"),
		func(ctx context.Context, tell window.Progress) (desk.Batch, error) {
			return k.Desk.IssueReady(ctx, k.trainer, pin, func(done, of int) {
				if step.due(done, of) {
					tell(float32(done)/float32(max(1, of)), k.t("grid.issuing.at", done, of))
				}
			})
		},
		func(b desk.Batch, err error) { k.batchDone(b, err, p.g) })
}

// batchDone shows what issuing for all came to, and how many are left: after a stop
// the same press goes on with them.
func (k *Kiosk) batchDone(b desk.Batch, err error, was desk.Grid) {
	run(k, k.t("grid.opening"), func(ctx context.Context) (desk.Grid, error) { return k.Desk.Grid(ctx, k.trainer) }, func(now desk.Grid) {
		left := (&gridPage{page: page{k: k}, g: now}).ready()
		k.Frame.Reset(&batchPage{page: page{k, "issued", k.t("batch.title")}, b: b, err: err, g: was, left: left})
	})
}
