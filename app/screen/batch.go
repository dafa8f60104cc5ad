package screen

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// batchPage says what issuing for all came to, person by person.
type batchPage struct {
	page
	b    desk.Batch
	err  error
	g    desk.Grid
	left int // who are ready still: it was stopped
}

// Facts tells a rehearsal what it came to.
func (p *batchPage) Facts() map[string]any {
	return map[string]any{"issued": len(p.b.Issued), "refused": len(p.b.Refused), "left": p.left}
}

// OnBack leads to the trainer's desk.
func (p *batchPage) OnBack() bool { p.k.OpenGrid(); return true }

// Content is who has a passport now, and who has none and why.
func (p *batchPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.Title(l, k.t("batch.heading", len(p.b.Issued))), widget.AutoGrid(l, 190, 14,
		widget.Stat(l, tone(len(p.b.Issued), widget.Good), strconv.Itoa(len(p.b.Issued)), k.t("batch.stat.issued")),
		widget.Stat(l, tone(len(p.b.Refused), widget.Warn), strconv.Itoa(len(p.b.Refused)), k.t("batch.stat.refused")),
		widget.Stat(l, tone(p.left, widget.Info), strconv.Itoa(p.left), k.t("batch.stat.left")))}
	switch {
	case errors.Is(p.err, context.Canceled):
		o = append(o, widget.Notice(l, widget.Warn, k.t("batch.stopped"), k.t("batch.stopped.text")))
	case p.err != nil:
		o = append(o, widget.Notice(l, widget.Stop, k.t("problem.title"), k.Explain(p.err)))
	}
	rows := p.rows(l)
	if len(rows) == 0 {
		rows = append(rows, widget.Empty(l, "certificate", k.t("batch.none"), k.t("batch.none.text")))
	}
	return wide(l, 900, append(o, rows...)...)
}

// rows are those who were refused, then those who have a passport now; of very many
// the first.
func (p *batchPage) rows(l *theme.Look) []fyne.CanvasObject {
	var bad, good []fyne.CanvasObject
	mine := map[induction.LearnerID][]induction.Issued{}
	for _, i := range p.b.Issued {
		mine[i.Learner] = append(mine[i.Learner], i)
	}
	more := 0
	for _, r := range p.g.Rows {
		err, refused := p.b.Refused[r.Learner.ID]
		switch got := mine[r.Learner.ID]; {
		case refused:
			bad = append(bad, widget.Notice(l, widget.Warn, r.Learner.Name, p.k.Explain(err)))
		case len(got) == 0:
		case len(good) == shown:
			more++
		default:
			good = append(good, p.row(l, r.Learner, got))
		}
	}
	if more > 0 {
		good = append(good, widget.Muted(l, p.k.t("batch.more", more)))
	}
	return append(bad, good...)
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
	if p.left > 0 {
		return left, []fyne.CanvasObject{
			widget.NewButton(l, widget.Outline, k.t("batch.back"), "arrow-left", k.OpenGrid),
			widget.NewButton(l, widget.Confirm, k.t("batch.resume", p.left), "certificate", p.resume),
		}
	}
	return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("batch.back"), "arrow-right", k.OpenGrid)}
}

// resume goes on with those who are left.
func (p *batchPage) resume() {
	k := p.k
	run(k, k.t("grid.opening"), func(ctx context.Context) (desk.Grid, error) { return k.Desk.Grid(ctx, k.trainer) }, func(g desk.Grid) {
		(&gridPage{page: p.page, g: g}).issue()
	})
}

// step thins progress out to what an eye can follow.
type step struct{ next time.Time }

func newStep() *step { return &step{} }

// due reports progress that is worth showing: the first, the last, and a few a second
// between them.
func (s *step) due(done, of int) bool {
	now := time.Now()
	if done < of && now.Before(s.next) {
		return false
	}
	s.next = now.Add(150 * time.Millisecond)
	return true
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
