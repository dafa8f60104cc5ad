package screen

import (
	"fmt"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

func (k *Kiosk) showResult(r desk.MyResult) {
	k.Frame.Reset(&resultPage{page: page{k, "result", k.t("result.title", r.Module.Title)}, r: r})
}

// resultPage says by outcome how an attempt went and what comes next.
type resultPage struct {
	page
	r    desk.MyResult
	next *widget.Button
}

// OnBack leads to the day.
func (p *resultPage) OnBack() bool { p.k.Day(); return true }

// Focus is the next step.
func (p *resultPage) Focus() fyne.Focusable { return p.next }

func (p *resultPage) passed() bool { return p.r.Standing.Phase == induction.Passed }

// Content is the sum at the left and the outcomes at the right.
func (p *resultPage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 1180, widget.Columns(l, 24, 400, []float32{40, 60}, p.sum(l), p.outcomes(l)))
}

func (p *resultPage) sum(l *theme.Look) fyne.CanvasObject {
	k, r := p.k, p.r.Result
	tone, ink, key := widget.Warn, l.Warn, "result.not-yet"
	switch {
	case p.passed():
		tone, ink, key = widget.Good, l.Good, "result.passed"
	case p.r.Standing.Phase == induction.Locked:
		key = "result.locked"
	}
	fraction := float32(0)
	if r.Asked > 0 {
		fraction = float32(r.Right) / float32(r.Asked)
	}
	middle := func(o *widget.Text) fyne.CanvasObject { return widget.Center(o) }
	o := []fyne.CanvasObject{
		widget.Center(widget.Ring(l, tone, fraction, 190, fmt.Sprintf("%d/%d", r.Right, r.Asked), k.t("result.right"))),
		middle(widget.Styled(l, k.t(key), widget.Style{Size: theme.H1, Display: true, Bold: true, Color: ink, Align: fyne.TextAlignCenter})),
		widget.Styled(l, p.sentence(key), widget.Style{Color: l.Muted, Align: fyne.TextAlignCenter}),
	}
	if p.passed() && p.r.Saved > 0 {
		o = append(o, widget.Center(widget.Pill(l, widget.Good, k.t("result.saved", k.minutes(p.r.Saved)))))
	}
	o = append([]fyne.CanvasObject{widget.Spacer()}, append(o, widget.Spacer())...)
	return widget.Panel(l, 32, widget.VStack(l, 16, o...))
}

// sentence says what the result means and what to do now.
func (p *resultPage) sentence(key string) string {
	k, s := p.k, p.r.Standing
	switch key {
	case "result.passed":
		if p.r.Module.Practical != nil {
			return k.t("result.passed.practical", p.r.Module.Title)
		}
		return k.t("result.passed.text", p.r.Module.Title)
	case "result.locked":
		return k.t("result.locked.text")
	}
	return k.t("result.not-yet.text", len(s.Unmet), s.Left)
}

// outcomes are all of the module's: those asked just now, and those shown before.
func (p *resultPage) outcomes(l *theme.Look) fyne.CanvasObject {
	o := []fyne.CanvasObject{widget.H2(l, p.k.t("result.outcomes"))}
	asked := map[induction.OutcomeID]induction.OutcomeResult{}
	for _, r := range p.r.Result.Outcomes {
		asked[r.Outcome] = r
	}
	for i, out := range p.r.Module.Outcomes {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		r, now := asked[out.ID]
		o = append(o, p.outcome(l, out.Text, r, now))
	}
	return widget.Panel(l, 26, widget.VStack(l, 12, o...))
}

func (p *resultPage) outcome(l *theme.Look, text string, r induction.OutcomeResult, now bool) fyne.CanvasObject {
	k := p.k
	tone, word, icon, ink, soft := widget.Good, k.t("result.met"), "check", l.Good, l.GoodSoft
	switch {
	case !now:
		word = k.t("result.met-before")
	case !r.Met:
		tone, word, icon, ink, soft = widget.Warn, k.t("result.unmet", r.Right, r.Asked), "arrows-clockwise", l.Warn, l.WarnSoft
	}
	return widget.Beside(l, 14, widget.Badge(l, icon, 36, ink, soft), widget.Grow(l, 140, widget.Para(l, text)), widget.Pill(l, tone, word))
}

// Actions lead on: to the gaps, to the retest, or back to the day.
func (p *resultPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k, code := p.k, p.r.Module.Ref.Code
	label, do := k.t("result.day"), k.Day
	if s := p.r.Standing; !p.passed() && s.Phase != induction.Locked {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("result.day"), "house", k.Day))
		label, do = k.t("result.learn"), func() { k.OpenModule(code) }
	}
	p.next = widget.NewButton(l, widget.Primary, label, "arrow-right", do)
	return left, []fyne.CanvasObject{p.next}
}
