package screen

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// localDesk is what a local checklist, a practical's page and feedback need.
type localDesk interface {
	Checklist(context.Context, *desk.Seat, induction.ChecklistID) (desk.MyChecklist, error)
	Tick(ctx context.Context, s *desk.Seat, id induction.ChecklistID, step induction.StepID, shownBy string) error
	Untick(context.Context, *desk.Seat, induction.ChecklistID, induction.StepID) error
	Practical(induction.Code) (*induction.Module, error)
	GiveFeedback(ctx context.Context, s *desk.Seat, scores [4]int, comment string) error
}

// OpenChecklist shows a local checklist.
func (k *Kiosk) OpenChecklist(id induction.ChecklistID) {
	run(k, k.t("local.opening"), func(ctx context.Context) (desk.MyChecklist, error) { return k.Desk.Checklist(ctx, k.seat, id) }, func(c desk.MyChecklist) {
		k.Frame.Reset(&checklistPage{page: page{k, "checklist", c.List.Title}, c: c, shownBy: c.ShownBy})
	})
}

// checklistPage ticks local items one by one, each with who showed it.
type checklistPage struct {
	page
	c       desk.MyChecklist
	shownBy string
	by      *widget.Field
	done    *widget.Text
}

// OnBack leads to the day.
func (p *checklistPage) OnBack() bool { p.k.Day(); return true }

// Content is who is showing, then the items under their headings.
func (p *checklistPage) Content(l *theme.Look) fyne.CanvasObject {
	k, list := p.k, p.c.List
	p.by = widget.NewField(l, widget.FieldOptions{Label: k.t("local.by"), Hint: k.t("local.by.hint"), Value: p.shownBy, MaxLength: induction.ShownByLimit, Width: 360, OnChanged: func(s string) { p.shownBy = s }})
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, k.t("local.kicker", list.Site)), widget.Title(l, list.Title), widget.Muted(l, list.Summary)),
		widget.Panel(l, 24, widget.VStack(l, 10, p.by, widget.Small(l, k.t("local.stays.text")))),
	}
	section := ""
	for _, s := range list.Steps {
		if s.Section != section {
			section = s.Section
			o = append(o, widget.H3(l, section))
		}
		o = append(o, p.row(l, s))
		if s.Picture != "" {
			o = append(o, k.markdown(l, list.Pack, "!["+strings.NewReplacer("[", "(", "]", ")").Replace(s.Alt)+"]("+s.Picture+")"))
		}
	}
	return wide(l, theme.LineMax, o...)
}

func (p *checklistPage) progress() string {
	return p.k.t("day.ticked", len(p.c.Ticked), len(p.c.List.Steps))
}

func (p *checklistPage) row(l *theme.Look, s induction.Step) fyne.CanvasObject {
	t, ticked := p.c.Ticked[s.ID]
	var row *widget.CheckRow
	row = widget.NewCheckRow(l, widget.CheckOptions{Text: plain(s.Text), Detail: plain(s.Detail), Checked: ticked, ShownBy: p.shown(t), OnToggle: func(on bool) { p.toggle(row, s.ID, on) }})
	return row
}

func (p *checklistPage) shown(t induction.Tick) string {
	if t.ShownBy == "" {
		return ""
	}
	return p.k.t("local.shown", t.ShownBy, p.k.moment(t.At))
}

// toggle records a tick or takes it back; the box changes when it is on the disk.
func (p *checklistPage) toggle(row *widget.CheckRow, step induction.StepID, on bool) {
	k, id, by := p.k, p.c.List.ID, p.by.Text()
	at := map[induction.Reason]*widget.Field{induction.CodeShownBy: p.by, induction.CodeOneself: p.by}
	tryFields(k, k.t("local.saving"), func(ctx context.Context) (desk.MyChecklist, error) {
		var err error
		if on {
			err = k.Desk.Tick(ctx, k.seat, id, step, by)
		} else {
			err = k.Desk.Untick(ctx, k.seat, id, step)
		}
		if err != nil {
			return desk.MyChecklist{}, err
		}
		return k.Desk.Checklist(ctx, k.seat, id)
	}, func(c desk.MyChecklist) {
		p.c = c
		t, ticked := c.Ticked[step]
		row.SetChecked(ticked, p.shown(t))
		p.done.SetText(p.progress())
	}, at)
}

// Actions lead back to the day, and say how far it is wherever the list is scrolled to.
func (p *checklistPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	p.done = widget.Strong(l, p.progress())
	return []fyne.CanvasObject{p.done}, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("local.finish"), "arrow-right", p.k.Day)}
}

// OpenPractical shows a learner what an assessor will look for.
func (k *Kiosk) OpenPractical(code induction.Code) {
	m, err := k.Desk.Practical(code)
	if err != nil {
		k.Fail(err)
		return
	}
	k.Frame.Show(&practicalPage{page: page{k, "practical-preview", m.Practical.Title}, m: m})
}

// practicalPage is the practical as the learner may read it beforehand.
type practicalPage struct {
	page
	m *induction.Module
}

// Content is what is needed and each step; an assessor signs it at their own desk.
func (p *practicalPage) Content(l *theme.Look) fyne.CanvasObject {
	k, pr := p.k, p.m.Practical
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, k.levelWords(p.m)), widget.Title(l, pr.Title)),
		k.markdown(l, p.m.Pack, pr.Intro),
		widget.Notice(l, widget.Info, k.t("practical.how"), k.t("practical.how.text", pr.Needs, k.minutes(pr.Minutes))),
	}
	return wide(l, theme.LineMax, append(o, p.k.practicalSteps(l, pr)...)...)
}

// Actions lead back to the day.
func (p *practicalPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("local.finish"), "arrow-right", p.k.Day)}
}

// practicalSteps lists a practical's steps to read, the critical ones marked.
func (k *Kiosk) practicalSteps(l *theme.Look, pr *induction.Practical) []fyne.CanvasObject {
	var o []fyne.CanvasObject
	section := ""
	for _, s := range pr.Steps {
		if s.Section != section {
			section = s.Section
			o = append(o, widget.H3(l, section))
		}
		words := []fyne.CanvasObject{widget.Para(l, plain(s.Text))}
		if s.Detail != "" {
			words = append(words, widget.Small(l, plain(s.Detail)))
		}
		row := []fyne.CanvasObject{dot(l), widget.Grow(l, 160, widget.VStack(l, 2, words...))}
		if s.Critical {
			row = append(row, widget.Pill(l, widget.Warn, k.t("practical.critical")))
		}
		o = append(o, widget.BesideTop(l, 12, row...))
	}
	return o
}
