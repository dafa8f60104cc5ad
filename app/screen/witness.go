package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenWitness shows a trainer a learner's local checklist.
func (k *Kiosk) OpenWitness(who induction.Learner, id induction.ChecklistID) {
	run(k, k.t("local.opening"), func(ctx context.Context) (desk.MyChecklist, error) {
		return k.Desk.LearnerChecklist(ctx, k.trainer, who.ID, id)
	}, func(c desk.MyChecklist) {
		k.Frame.Show(&witnessPage{page: page{k, "witness", c.List.Title}, who: who, c: c})
	})
}

// witnessPage ticks local items for a learner whom the trainer has shown them.
type witnessPage struct {
	page
	who induction.Learner
	c   desk.MyChecklist
}

// OnBack leads to the learner, as they stand now.
func (p *witnessPage) OnBack() bool { p.k.OpenLearner(p.who.ID); return true }

// Content is the items under their headings.
func (p *witnessPage) Content(l *theme.Look) fyne.CanvasObject {
	k, list := p.k, p.c.List
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, k.t("local.kicker", list.Site)), widget.Title(l, list.Title), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
		widget.Notice(l, widget.Info, k.t("witness.how", k.trainer.Trainer.Name), k.t("witness.how.text")),
		widget.Strong(l, k.t("day.ticked", len(p.c.Ticked), len(list.Steps))),
	}
	section := ""
	for _, s := range list.Steps {
		if s.Section != section {
			section = s.Section
			o = append(o, widget.H3(l, section))
		}
		o = append(o, p.row(l, s))
	}
	return wide(l, 900, o...)
}

// row is one item; one that is ticked is only read.
func (p *witnessPage) row(l *theme.Look, s induction.Step) fyne.CanvasObject {
	t, ticked := p.c.Ticked[s.ID]
	o := widget.CheckOptions{Text: plain(s.Text), Detail: plain(s.Detail), Checked: ticked, ShownBy: p.shown(t)}
	o.OnToggle = func(on bool) {
		if on {
			p.tick(s.ID)
		}
	}
	return widget.NewCheckRow(l, o)
}

func (p *witnessPage) shown(t induction.Tick) string {
	if t.ShownBy == "" {
		return ""
	}
	return p.k.t("local.shown", t.ShownBy, p.k.moment(t.At))
}

// tick records an item; the box changes when it is on the disk.
func (p *witnessPage) tick(step induction.StepID) {
	k, list := p.k, p.c.List.ID
	run(k, k.t("local.saving"), func(ctx context.Context) (desk.MyChecklist, error) {
		if err := k.Desk.Witness(ctx, k.trainer, p.who.ID, list, step); err != nil {
			return desk.MyChecklist{}, err
		}
		return k.Desk.LearnerChecklist(ctx, k.trainer, p.who.ID, list)
	}, func(c desk.MyChecklist) {
		p.c = c
		k.Frame.Refresh()
	})
}

// Actions lead back to the learner.
func (p *witnessPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("witness.back", p.who.Name), "arrow-right", func() { p.k.OpenLearner(p.who.ID) })}
}
