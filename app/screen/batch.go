package screen

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// batchPage says what issuing for all came to, person by person.
type batchPage struct {
	page
	b   desk.Batch
	err error
	g   desk.Grid
}

// OnBack leads to the trainer's desk.
func (p *batchPage) OnBack() bool { p.k.OpenGrid(); return true }

// Content is who has a passport now, and who has none and why.
func (p *batchPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.Title(l, k.t("batch.heading", len(p.b.Issued)))}
	switch {
	case errors.Is(p.err, context.Canceled):
		o = append(o, widget.Notice(l, widget.Warn, k.t("batch.stopped"), k.t("batch.stopped.text")))
	case p.err != nil:
		o = append(o, widget.Notice(l, widget.Stop, k.t("problem.title"), k.Explain(p.err)))
	}
	var rows []fyne.CanvasObject
	for _, r := range p.g.Rows {
		mine := p.of(r.Learner.ID)
		err, refused := p.b.Refused[r.Learner.ID]
		switch {
		case len(mine) > 0:
			rows = append(rows, p.row(l, r.Learner, mine))
		case refused:
			rows = append(rows, widget.Notice(l, widget.Warn, r.Learner.Name, k.Explain(err)))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, widget.Empty(l, "certificate", k.t("batch.none"), k.t("batch.none.text")))
	}
	return wide(l, 900, append(o, rows...)...)
}

func (p *batchPage) of(id induction.LearnerID) []induction.Issued {
	var out []induction.Issued
	for _, i := range p.b.Issued {
		if i.Learner == id {
			out = append(out, i)
		}
	}
	return out
}

func (p *batchPage) row(l *theme.Look, who induction.Learner, mine []induction.Issued) fyne.CanvasObject {
	k := p.k
	body := widget.Pad(l, 14, 18, 14, 18, widget.Beside(l, 16, widget.Badge(l, "certificate", 46, l.Good, l.GoodSoft),
		widget.Grow(l, 140, widget.VStack(l, 2, widget.H3(l, who.Name), widget.Small(l, k.numberWords(who.Number)))),
		widget.Pill(l, widget.Good, k.t("batch.issued")), widget.Icon(l, "caret-right", 24, l.Brand)))
	return widget.NewTile(l, who.Name, body, func() { k.showPassport(mine, 0, p.again) })
}

// again comes back from one passport to the list.
func (p *batchPage) again() { p.k.Frame.Reset(p) }

// Actions print and save them all, and lead back.
func (p *batchPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if len(p.b.Issued) > 0 {
		left = []fyne.CanvasObject{
			widget.NewButton(l, widget.Outline, k.t("batch.print"), "printer", p.print),
			widget.NewButton(l, widget.Outline, k.t("batch.save"), "download-simple", func() { k.savePassports(p.b.Issued) }),
		}
	}
	return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("batch.back"), "arrow-right", k.OpenGrid)}
}

// print sends each to the printer, one document a person.
func (p *batchPage) print() {
	k := p.k
	runOutside(k, k.t("print.working"), func(ctx context.Context) (int, error) {
		for n, i := range p.b.Issued {
			if err := k.printOne(ctx, i); err != nil {
				return n, err
			}
		}
		return len(p.b.Issued), nil
	}, func(n int) { k.Frame.Say(widget.Good, k.t("print.sent"), k.t("print.sent-all.text", n)) })
}
