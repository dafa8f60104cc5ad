package screen

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// OpenFeedback asks the four questions.
func (k *Kiosk) OpenFeedback() {
	k.Frame.Show(&feedbackPage{page: page{k, "feedback", k.t("feedback.title")}})
}

// feedbackPage asks four short questions and for a comment; all may be left out.
type feedbackPage struct {
	page
	scores  [4]int
	comment *widget.Field
}

// OnBack asks before an answer that is not sent is left behind.
func (p *feedbackPage) OnBack() bool {
	return p.k.unsaved(p.scores != [4]int{} || p.comment.Text() != "", p.k.Day)
}

// Content says that it is anonymous, then asks.
func (p *feedbackPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{
		widget.Title(l, k.t("feedback.heading")),
		widget.Notice(l, widget.Info, k.t("feedback.anonymous"), k.t("feedback.anonymous.text", induction.FeedbackMinimum)),
	}
	for q := range p.scores {
		o = append(o, widget.Panel(l, 20, widget.Columns(l, 20, 430, []float32{42, 58}, widget.VStack(l, 0, widget.Spacer(), widget.H3(l, k.t("feedback.q"+strconv.Itoa(q+1))), widget.Spacer()), p.scale(l, q))))
	}
	p.comment = widget.NewField(l, widget.FieldOptions{Label: k.t("feedback.comment"), Hint: k.t("feedback.comment.hint"), Rows: 3, MaxLength: induction.FeedbackCommentLimit})
	return wide(l, 1140, append(o, p.comment)...)
}

// scale is five presses from disagree to agree; pressing the chosen one again
// takes the answer back.
func (p *feedbackPage) scale(l *theme.Look, q int) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for n := 1; n <= 5; n++ {
		o = append(o, choice(l, p.k.t("feedback.score"+strconv.Itoa(n)), p.scores[q] == n, func() {
			if p.scores[q] == n {
				n = 0
			}
			p.scores[q] = n
			p.k.Frame.Refresh()
		}))
	}
	return widget.Row(l, 8, o...)
}

// Actions send it or leave it.
func (p *feedbackPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("feedback.skip"), "", k.Day)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("feedback.send"), "paper-plane-tilt", p.send)}
}

func (p *feedbackPage) send() {
	k, scores, comment := p.k, p.scores, p.comment.Text()
	tryFields(k, k.t("feedback.saving"), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.Desk.GiveFeedback(ctx, k.seat, scores, comment)
	}, func(struct{}) { k.Day() }, map[induction.Reason]*widget.Field{induction.CodeFeedbackForm: p.comment})
}
