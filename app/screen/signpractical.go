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

// OpenSign shows an assessor the practical to sign for a learner.
func (k *Kiosk) OpenSign(v desk.OneLearner, code induction.Code) {
	m, err := k.Desk.Practical(code)
	if err != nil {
		k.Fail(err)
		return
	}
	k.Frame.Show(&signPage{page: page{k, "sign-practical", k.t("sign.title")}, who: v.Learner, m: m, seen: map[induction.StepID]bool{}})
}

// signPage ticks a practical's steps as they are seen, and signs it as passed or
// to be practised.
type signPage struct {
	page
	who  induction.Learner
	m    *induction.Module
	seen map[induction.StepID]bool
	sum  *widget.Text
	note *widget.Field
	text string // the note so far
	left bool   // it may go
}

// OnBack asks before ticks and a note are lost.
func (p *signPage) OnBack() bool {
	seen, _ := p.steps()
	return p.k.unsaved(!p.left && (len(seen) > 0 || strings.TrimSpace(p.text) != ""), func() {
		p.left = true
		p.k.Frame.Back()
	})
}

// Content is what is needed, each step, and the note.
func (p *signPage) Content(l *theme.Look) fyne.CanvasObject {
	k, pr := p.k, p.m.Practical
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, k.levelWords(p.m)), widget.Title(l, pr.Title), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
	}
	if !k.trainer.Trainer.Assessor {
		o = append(o, widget.Notice(l, widget.Stop, k.t("sign.not-assessor"), k.t("refusal."+string(induction.CodeNotAssessor))))
	}
	if pr.Guidance != "" {
		o = append(o, widget.Panel(l, 24, widget.VStack(l, 10, widget.H3(l, k.t("sign.guidance")), k.markdown(l, p.m.Pack, pr.Guidance))))
	}
	section := ""
	for _, s := range pr.Steps {
		if s.Section != section {
			section = s.Section
			o = append(o, widget.H3(l, section))
		}
		o = append(o, p.row(l, s))
	}
	p.sum = widget.Strong(l, p.count())
	p.note = widget.NewField(l, widget.FieldOptions{Label: k.t("sign.note"), Hint: k.t("sign.note.hint"), Value: p.text, Rows: 3, MaxLength: desk.NoteLimit, OnChanged: func(s string) { p.text = s }})
	return wide(l, 900, append(o, p.sum, p.note)...)
}

func (p *signPage) row(l *theme.Look, s induction.Step) fyne.CanvasObject {
	detail := plain(s.Detail)
	if s.Critical {
		detail = strings.TrimSpace(p.k.t("sign.critical") + " " + detail)
	}
	var row *widget.CheckRow
	row = widget.NewCheckRow(l, widget.CheckOptions{Text: plain(s.Text), Detail: detail, Checked: p.seen[s.ID], OnToggle: func(on bool) {
		p.seen[s.ID] = on
		row.SetChecked(on, "")
		p.sum.SetText(p.count())
	}})
	return row
}

// steps lists what was seen, in the practical's order.
func (p *signPage) steps() (seen []induction.StepID, critical int) {
	for _, s := range p.m.Practical.Steps {
		switch {
		case p.seen[s.ID]:
			seen = append(seen, s.ID)
		case s.Critical:
			critical++
		}
	}
	return seen, critical
}

func (p *signPage) count() string {
	seen, critical := p.steps()
	if critical > 0 {
		return p.k.t("sign.count-critical", len(seen), len(p.m.Practical.Steps), critical)
	}
	return p.k.t("sign.count", len(seen), len(p.m.Practical.Steps))
}

// Actions refer or pass.
func (p *signPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	refer := widget.NewButton(l, widget.Outline, k.t("sign.refer"), "arrows-clockwise", func() { p.sign(false) })
	pass := widget.NewButton(l, widget.Confirm, k.t("sign.pass"), "signature", func() { p.sign(true) })
	if !k.trainer.Trainer.Assessor {
		refer.Disable()
		pass.Disable()
	}
	return []fyne.CanvasObject{refer}, []fyne.CanvasObject{pass}
}

func (p *signPage) sign(passed bool) {
	k, note := p.k, strings.TrimSpace(p.note.Text())
	p.note.SetError("")
	k.Frame.Quiet()
	seen, critical := p.steps()
	switch {
	case passed && critical > 0:
		k.Fail(induction.Refuse(induction.NotReady, induction.CodeStepsMissing, critical))
		return
	case !passed && note == "":
		p.note.SetError(k.t("sign.note.needed"))
		k.Frame.Actions()
		k.Frame.Focus(p.note.Entry())
		return
	case len(note) > desk.NoteLimit:
		p.note.SetError(k.Explain(induction.Refuse(induction.Invalid, induction.CodeNoteLong, desk.NoteLimit)))
		k.Frame.Actions()
		k.Frame.Focus(p.note.Entry())
		return
	}
	s := secret{title: k.t("sign.pass.title"), text: k.t("sign.pass.text", p.who.Name, p.m.Practical.Title), yes: k.t("sign.do")}
	if !passed {
		s.title, s.text = k.t("sign.refer.title"), k.t("sign.refer.text", p.who.Name, p.m.Practical.Title)
	}
	signed(k, s, k.t("one.saving"), func(ctx context.Context, pin string) (struct{}, error) {
		return struct{}{}, k.Desk.SignPractical(ctx, k.trainer, p.who.ID, p.m.Ref.Code, seen, passed, note, pin)
	}, func(struct{}) { k.OpenLearner(p.who.ID) })
}
