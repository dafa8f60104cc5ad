package screen

import (
	"context"
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenClose shows what the session came to, before it is closed.
func (k *Kiosk) OpenClose() {
	run(k, k.t("close.working"), func(ctx context.Context) (desk.Report, error) { return k.Desk.Report(ctx, k.trainer) }, func(r desk.Report) {
		k.Frame.Reset(&closePage{page: page{k, "close-session", k.t("close.title")}, r: r})
	})
}

// closePage is the session's report: who leaves with a gap, what is not sent yet,
// and the end of the day.
type closePage struct {
	page
	r     desk.Report
	saved bool
}

// OnBack leads to the trainer's desk.
func (p *closePage) OnBack() bool { p.k.OpenGrid(); return true }

// Content is the figures, the gaps, and the feedback.
func (p *closePage) Content(l *theme.Look) fyne.CanvasObject {
	k, r := p.k, p.r
	return wide(l, 1180,
		widget.VStack(l, 4, widget.Title(l, k.t("close.heading")), widget.Muted(l, k.t("close.text", r.Programme.Title, r.Session.Room, k.moment(r.Session.Opened)))),
		p.figures(l),
		widget.Columns(l, 24, 400, []float32{58, 42}, widget.Top(p.gaps(l)),
			widget.VStack(l, 18, p.unsent(l), p.feedback(l))))
}

func (p *closePage) figures(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var here, issued, gaps int
	for _, r := range p.r.Rows {
		here += one(r.Arrived)
		issued += one(r.Issued > 0)
		gaps += one(p.gap(r))
	}
	tone := widget.Good
	if gaps > 0 {
		tone = widget.Warn
	}
	return widget.AutoGrid(l, 190, 14,
		widget.Stat(l, widget.Plain, strconv.Itoa(here), k.t("close.here")),
		widget.Stat(l, widget.Plain, strconv.Itoa(len(p.r.Rows)-here), k.t("close.absent")),
		widget.Stat(l, widget.Info, strconv.Itoa(issued), k.t("close.issued")),
		widget.Stat(l, tone, strconv.Itoa(gaps), k.t("close.gaps")))
}

// gap reports somebody who came and leaves without a passport or with work to do.
func (p *closePage) gap(r desk.Reported) bool {
	return r.Arrived && (r.Issued == 0 || r.Day.Done < len(r.Day.Lines))
}

func (p *closePage) gaps(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H2(l, k.t("close.who"))}
	for _, r := range p.r.Rows {
		if !p.gap(r) {
			continue
		}
		if len(o) > 1 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, widget.Row(l, 12, widget.Grow(l, 200, widget.VStack(l, 2, widget.Strong(l, r.Learner.Name), widget.Small(l, p.missing(r)))), p.pill(l, r)))
	}
	if len(o) == 1 {
		o = append(o, widget.Notice(l, widget.Good, k.t("close.no-gaps"), k.t("close.no-gaps.text")))
	}
	return widget.Panel(l, 26, widget.VStack(l, 12, o...))
}

// missing lists what somebody has not done.
func (p *closePage) missing(r desk.Reported) string {
	var left []string
	for _, n := range r.Day.Lines {
		if !n.Done {
			left = append(left, n.Title)
		}
	}
	if len(left) == 0 {
		return p.k.t("close.all-done")
	}
	return p.k.t("close.left", left)
}

func (p *closePage) pill(l *theme.Look, r desk.Reported) fyne.CanvasObject {
	switch {
	case r.Issued > 0:
		return widget.Pill(l, widget.Info, p.k.t("close.partly"))
	case !r.Learner.Identity.Confirmed():
		return widget.Pill(l, widget.Warn, p.k.t("grid.stat.unseen"))
	}
	return widget.Pill(l, widget.Warn, p.k.t("close.no-passport"))
}

func (p *closePage) unsent(l *theme.Look) fyne.CanvasObject {
	k := p.k
	if p.r.Unsent == 0 {
		return widget.Notice(l, widget.Good, k.t("close.sent"), "")
	}
	return widget.Notice(l, widget.Info, k.t("close.unsent", p.r.Unsent), k.t("close.unsent.text"))
}

// feedback sums the replies up, from the least number on that keeps them anonymous.
func (p *closePage) feedback(l *theme.Look) fyne.CanvasObject {
	k, f := p.k, p.r.Feedback
	o := []fyne.CanvasObject{widget.H3(l, k.t("close.feedback"))}
	switch {
	case f.TooFew:
		o = append(o, widget.Para(l, k.t("close.feedback.few", induction.FeedbackMinimum)))
	case f.Replies == 0:
		o = append(o, widget.Para(l, k.t("close.feedback.none")))
	default:
		o = append(o, widget.Muted(l, k.t("close.feedback.replies", f.Replies)))
		for q, counts := range f.Counts {
			o = append(o, widget.VStack(l, 2, widget.Strong(l, k.t("feedback.q"+strconv.Itoa(q+1))), widget.Para(l, k.t("close.feedback.mean", mean(counts)))))
		}
	}
	return widget.Panel(l, 26, widget.VStack(l, 10, o...))
}

// mean writes the middle of the answers from 1 to 5, with one decimal.
func mean(counts [5]int) string {
	n, sum := 0, 0
	for i, c := range counts {
		n, sum = n+c, sum+c*(i+1)
	}
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(sum)/float64(n))
}

// Actions save the report and close the session.
func (p *closePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{
			widget.NewButton(l, widget.Outline, k.t("close.save"), "download-simple", p.save),
			widget.NewButton(l, widget.Outline, k.t("close.print"), "printer", p.print),
			widget.NewButton(l, widget.Outline, k.t("close.esr"), "file-csv", p.esr),
			widget.NewButton(l, widget.Outline, k.t("close.esr-return"), "tray-arrow-down", k.OpenESRReturn),
		},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("close.do"), "check", p.close)}
}

func (p *closePage) save() {
	k, r := p.k, p.r
	name := k.t("close.file", r.Session.Room, r.Session.Opened.Format("2006-01-02"))
	k.save(k.t("close.making"), func(ctx context.Context) ([]document, error) {
		pdf, csv, err := k.Paper.Report(ctx, r)
		p.saved = err == nil
		return []document{{name, "pdf", pdf}, {name, "csv", csv}}, err
	})
}

// esr saves what this session accepts for the staff record.
func (p *closePage) esr() {
	k, r := p.k, p.r
	k.saveESR(k.t("close.file", r.Session.Room, r.Session.Opened.Format("2006-01-02"))+" ESR", func(ctx context.Context) (ESR, error) {
		return k.Paper.SessionESR(ctx, r)
	})
}

func (p *closePage) print() {
	k := p.k
	k.printed(func(ctx context.Context) ([]byte, error) {
		pdf, _, err := k.Paper.Report(ctx, p.r)
		return pdf, err
	})
}

func (p *closePage) close() {
	k := p.k
	text := k.t("close.ask.text")
	if !p.saved {
		text = k.t("close.ask.unsaved")
	}
	k.Frame.Confirm(k.t("close.ask"), text, k.t("close.do"), k.t("word.cancel"), false, func() {
		k.act(k.t("close.closing"), func(ctx context.Context) error { return k.Desk.CloseSession(ctx, k.trainer) }, k.SignOut)
	})
}
