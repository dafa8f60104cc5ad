package screen

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// quizDesk is what an attempt needs.
type quizDesk interface {
	Begin(context.Context, *desk.Seat, induction.Code) (desk.Question, error)
	Next(context.Context, *desk.Seat, induction.AttemptID) (desk.Question, error)
	Respond(ctx context.Context, s *desk.Seat, id induction.AttemptID, item induction.ItemID, ans induction.Answer, took time.Duration) (desk.Marked, error)
	Submit(context.Context, *desk.Seat, induction.AttemptID) (desk.MyResult, error)
}

// Begin starts an attempt at a module, or goes on with the one that is open.
func (k *Kiosk) Begin(code induction.Code) {
	run(k, k.t("quiz.opening"), func(ctx context.Context) (desk.Question, error) { return k.Desk.Begin(ctx, k.seat, code) }, k.ask)
}

// ask shows a question, or hands the attempt in when none is left.
func (k *Kiosk) ask(q desk.Question) {
	if q.Done {
		k.finish(q.Attempt)
		return
	}
	k.Frame.Reset(&quizPage{page: page{k, "quiz", q.Module.Title}, q: q, since: time.Now()})
}

// finish hands an attempt in and shows how it went.
func (k *Kiosk) finish(id induction.AttemptID) {
	run(k, k.t("quiz.marking"), func(ctx context.Context) (desk.MyResult, error) { return k.Desk.Submit(ctx, k.seat, id) }, k.showResult)
}

// quizPage asks one item; once it is answered, the same page says why.
type quizPage struct {
	page
	q      desk.Question
	since  time.Time
	answer answerer
	picked []int // as shown
	given  induction.Answer
	marked *desk.Marked
	next   *widget.Button
}

// answerer is the part in which the answer is given: choices, an order or pairs.
type answerer interface {
	fyne.CanvasObject
	Focus() fyne.Focusable
	Judge([]widget.Mark)
}

// OnBack leads to the module: an answer given is kept, and the attempt goes on from here.
func (p *quizPage) OnBack() bool { p.k.OpenModule(p.q.Module.Ref.Code); return true }

// Focus is the answer, or the next step once it is given.
func (p *quizPage) Focus() fyne.Focusable {
	if p.marked != nil {
		return p.next
	}
	return p.answer.Focus()
}

// OnRune picks by letter or number wherever the focus is.
func (p *quizPage) OnRune(r rune) bool {
	c, ok := p.answer.(*widget.Choices)
	return ok && p.marked == nil && c.Rune(r)
}

// Facts tells a rehearsal which item is asked and in which order its choices stand.
func (p *quizPage) Facts() map[string]any {
	return map[string]any{
		"module": p.q.Module.Ref.Code, "item": p.q.Item.ID, "kind": p.q.Item.Kind, "shown": p.q.Drawn.Shown, "partners": p.q.Drawn.Partners,
		"answered": p.marked != nil, "right": p.marked != nil && p.marked.Right,
	}
}

// Content is how far it is, the question, and its choices; once it is answered, what
// the answer was worth and why stands over them, where the page begins.
func (p *quizPage) Content(l *theme.Look) fyne.CanvasObject {
	k, it := p.k, p.q.Item
	o := []fyne.CanvasObject{widget.Steps(l, p.steps())}
	if p.marked != nil {
		o = append(o, p.verdict(l))
	}
	o = append(o, widget.Kicker(l, k.t("quiz.number", p.q.Number, p.q.Of)))
	if it.Scenario != "" {
		o = append(o, widget.Tinted(l, l.BrandSoft, l.Brand, 18, p.text(l, it.Scenario)))
	}
	o = append(o, p.stem(l))
	if it.Picture != "" {
		o = append(o, k.markdown(l, p.q.Module.Pack, "!["+strings.NewReplacer("[", "(", "]", ")").Replace(it.Alt)+"]("+it.Picture+")"))
	}
	o = append(o, widget.Muted(l, k.t("quiz.how."+string(it.Kind), len(it.Options))))
	p.answer = p.build(l)
	if p.marked != nil {
		p.answer.Judge(p.marks())
	}
	return wide(l, theme.LineMax, append(o, p.answer)...)
}

func (p *quizPage) text(l *theme.Look, s string) fyne.CanvasObject {
	return p.k.markdown(l, p.q.Module.Pack, s)
}

// stem is the question itself: large where it is one plain sentence.
func (p *quizPage) stem(l *theme.Look) fyne.CanvasObject {
	s := p.q.Item.Stem
	if len(s) <= 180 && !strings.ContainsAny(s, "*_`\n|[") {
		return widget.H1(l, s)
	}
	return p.text(l, s)
}

// steps shows how each item of the attempt went so far.
func (p *quizPage) steps() []widget.StepState {
	out := make([]widget.StepState, len(p.q.Marks))
	now := false
	for i, m := range p.q.Marks {
		switch {
		case m == desk.WasRight:
			out[i] = widget.StepDone
		case m == desk.WasWrong:
			out[i] = widget.StepWrong
		case !now:
			now = true
			out[i] = widget.StepNow
			if p.marked != nil && p.marked.Right {
				out[i] = widget.StepDone
			} else if p.marked != nil {
				out[i] = widget.StepWrong
			}
		}
	}
	return out
}

// build makes the part that this kind of item is answered in.
func (p *quizPage) build(l *theme.Look) answerer {
	k, it, shown := p.k, p.q.Item, p.q.Drawn.Shown
	texts := make([]string, len(shown))
	for i, n := range shown {
		texts[i] = plain(it.Options[n].Text)
	}
	switch it.Kind {
	case induction.Order:
		w := widget.NewOrderList(l, widget.OrderOptions{Texts: texts, Up: k.t("quiz.up"), Down: k.t("quiz.down"), OnConfirm: p.confirm})
		w.SetOrder(p.picked)
		return w
	case induction.Match:
		var partners []string
		for _, n := range p.q.Drawn.Partners {
			partners = append(partners, plain(it.Partners[n].Text))
		}
		w := widget.NewMatch(l, widget.MatchOptions{Prompts: texts, Answers: partners, Choose: k.t("quiz.choose"), OnConfirm: p.confirm})
		w.Pick(p.picked)
		return w
	}
	w := widget.NewChoices(l, widget.ChoicesOptions{Texts: texts, Several: it.Kind == induction.Several, OnConfirm: p.confirm})
	w.Pick(p.picked...)
	return w
}

// plain takes the marks of emphasis out of a short text.
func plain(s string) string { return strings.NewReplacer("**", "", "*", "", "`", "").Replace(s) }

// read takes what was picked, as shown and as an answer in the pack's own order;
// false while it is not complete.
func (p *quizPage) read() (picked []int, a induction.Answer, ok bool) {
	shown := p.q.Drawn.Shown
	switch w := p.answer.(type) {
	case *widget.Choices:
		picked = w.Picked()
		for _, i := range picked {
			a = append(a, shown[i])
		}
		slices.Sort(a)
	case *widget.OrderList:
		picked = w.Order()
		for _, i := range picked {
			a = append(a, shown[i])
		}
	case *widget.Match:
		picked = w.Picked()
		a = make(induction.Answer, len(shown))
		for i, partner := range picked {
			if partner < 0 {
				return nil, nil, false
			}
			a[shown[i]] = p.q.Drawn.Partners[partner]
		}
	}
	return picked, a, len(a) > 0
}

// Actions are leaving, and the next step.
func (p *quizPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	left = []fyne.CanvasObject{widget.Small(l, k.t("quiz.keys."+string(p.q.Item.Kind)))}
	p.next = widget.NewButton(l, widget.Primary, k.t("quiz.check"), "check", p.confirm)
	if p.marked != nil {
		left = []fyne.CanvasObject{widget.Small(l, k.t("quiz.saved"))}
		key := "quiz.next"
		if p.marked.Last {
			key = "quiz.result"
		}
		p.next = widget.NewButton(l, widget.Primary, k.t(key), "arrow-right", p.goOn)
	}
	return left, []fyne.CanvasObject{p.next}
}

// confirm records the answer; the page changes only when it is on the disk.
func (p *quizPage) confirm() {
	k := p.k
	if p.marked != nil {
		p.goOn()
		return
	}
	picked, a, ok := p.read()
	if !ok {
		k.Frame.Say(widget.Warn, k.t("quiz.incomplete"), k.t("quiz.incomplete."+string(p.q.Item.Kind)))
		return
	}
	took := time.Since(p.since)
	run(k, k.t("quiz.saving"), func(ctx context.Context) (desk.Marked, error) {
		return k.Desk.Respond(ctx, k.seat, p.q.Attempt, p.q.Item.ID, a, took)
	}, func(m desk.Marked) {
		p.marked, p.picked, p.given = &m, picked, a
		k.Frame.Replace(p)
	})
}

func (p *quizPage) goOn() {
	k := p.k
	if p.marked.Last {
		k.finish(p.q.Attempt)
		return
	}
	run(k, k.t("quiz.opening"), func(ctx context.Context) (desk.Question, error) { return k.Desk.Next(ctx, k.seat, p.q.Attempt) }, k.ask)
}

// verdict says in words whether the answer was right, and why.
func (p *quizPage) verdict(l *theme.Look) fyne.CanvasObject {
	tone, title := widget.Stop, "quiz.wrong"
	if p.marked.Right {
		tone, title = widget.Good, "quiz.right"
	}
	why := widget.Markdown(l, p.marked.Item.Rationale, widget.MarkdownOptions{Size: theme.Body})
	return widget.NoticeOf(l, tone, p.k.t(title), why)
}
