package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenLook shows a trainer what is in doubt of one item that was brought.
func (k *Kiosk) OpenLook(v desk.OneLearner, d induction.Decision) {
	p := &lookPage{page: page{k, "look-closer", k.t("look.title")}, who: v.Learner, d: d}
	for _, b := range v.Record.Brought {
		if b.ID == d.Passport {
			p.from = b
		}
	}
	k.Frame.Show(p)
}

// lookPage asks a trainer to look at what is in doubt, and to say what they looked at.
type lookPage struct {
	page
	who  induction.Learner
	d    induction.Decision
	from induction.Brought
	note *widget.Field
	text string
	left bool // it may go
}

// OnBack asks before a note is lost.
func (p *lookPage) OnBack() bool {
	return p.k.unsaved(!p.left && p.text != "", func() { p.left = true; p.k.Frame.Back() })
}

// Focus is the note.
func (p *lookPage) Focus() fyne.Focusable { return p.note.Entry() }

// Content is the item, what is in doubt of it, and the note.
func (p *lookPage) Content(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.d
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, k.t("look.kicker")), widget.Title(l, k.part(d.Title, d.Part)), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
		widget.Panel(l, 24, facts(l,
			fact{k.t("fact.organisation"), d.Organisation},
			fact{k.t("fact.issued"), k.P.Date(p.from.Issued.Local())},
			fact{k.t("look.completed"), k.P.Date(d.Completed.Start())},
			fact{k.t("look.until"), p.until()},
			fact{k.t("look.name"), p.from.Name}, fact{k.t("look.name.here"), p.who.Name})),
	}
	for _, w := range d.Doubts {
		o = append(o, widget.Notice(l, widget.Warn, k.t("doubt."+string(w)), k.t("doubt."+string(w)+".do")))
	}
	p.note = widget.NewField(l, widget.FieldOptions{Label: k.t("look.note"), Hint: k.t("look.note.hint"), Value: p.text, Rows: 3, MaxLength: induction.ReasonMost, OnChanged: func(s string) { p.text = s }})
	return wide(l, 900, append(o, p.note)...)
}

func (p *lookPage) until() string {
	if p.d.Until.IsZero() {
		return p.k.t("paper.until.none")
	}
	return p.k.P.Date(p.d.Until)
}

// Actions accept it, or leave it as it is.
func (p *lookPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("look.leave"), "", func() { p.left = true; p.k.Frame.Back() })},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Confirm, p.k.t("look.accept"), "check", p.accept)}
}

func (p *lookPage) accept() {
	k, note := p.k, p.text
	if !k.reasoned(p.note) {
		return
	}
	s := secret{title: k.t("look.accept.title"), text: k.t("look.accept.text", p.who.Name), yes: k.t("look.accept")}
	signedAt(k, s, k.t("one.saving"), func(ctx context.Context, pin string) error {
		return k.Desk.LookedAt(ctx, k.trainer, p.who.ID, p.d.Passport, p.d.Held, note, pin)
	}, func() { k.OpenLearner(p.who.ID) }, map[induction.Reason]*widget.Field{induction.CodeReasonForm: p.note})
}

// reasoned reports a reason that can be kept; what is wrong is said at its field.
func (k *Kiosk) reasoned(f *widget.Field) bool {
	_, err := induction.CleanReason(f.Text())
	if err == nil {
		f.SetError("")
		return true
	}
	k.fault(f, k.Explain(err))
	return false
}

// fault says at a field what is wrong, and gives it the focus.
func (k *Kiosk) fault(f *widget.Field, words string) {
	f.SetError(words)
	k.Frame.Actions() // the page makes room for the words
	k.Frame.Focus(f.Entry())
}

// signedAt is signed for work whose refusals belong to fields.
func signedAt(k *Kiosk, s secret, words string, work func(context.Context, string) error, done func(), at map[induction.Reason]*widget.Field) {
	again := s
	ask(k, &s, words, func(ctx context.Context, pin string) (struct{}, error) { return struct{}{}, work(ctx, pin) }, func(struct{}) { done() }, func(err error) {
		field, mine := at[induction.ReasonOf(err)]
		switch reason := induction.ReasonOf(err); {
		case mine:
			k.fault(field, k.Explain(err))
		case reason == induction.CodeKeyLocked || reason == induction.CodePINPassphrase:
			k.reopen(k.Explain(err), func() { signedAt(k, again, words, work, done, at) })
		default:
			k.Fail(err)
		}
	})
}

// takeBack asks why something is taken back, and takes it back.
func (k *Kiosk) takeBack(who induction.Learner, what string, do func(ctx context.Context, reason, pin string) error) {
	k.Frame.Show(&takeBackPage{page: page{k, "take-back", k.t("back.title")}, who: who, what: what, do: do})
}

// takeBackPage takes a passport, evidence or a waiver back.
type takeBackPage struct {
	page
	who  induction.Learner
	what string
	do   func(ctx context.Context, reason, pin string) error
	why  *widget.Field
	text string
}

// Focus is the reason.
func (p *takeBackPage) Focus() fyne.Focusable { return p.why.Entry() }

// Content is what is taken back, what follows, and why.
func (p *takeBackPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.why = widget.NewField(l, widget.FieldOptions{Label: k.t("back.why"), Hint: k.t("back.why.hint"), Value: p.text, Rows: 2, MaxLength: induction.ReasonMost, OnChanged: func(s string) { p.text = s }})
	return wide(l, 760, widget.Panel(l, 30, widget.VStack(l, 16,
		widget.VStack(l, 4, widget.H1(l, k.t("back.heading")), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
		widget.Strong(l, p.what), widget.Notice(l, widget.Warn, k.t("back.then"), k.t("back.then.text")), p.why)))
}

// Actions take it back, or not.
func (p *takeBackPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("word.cancel"), "", p.k.Frame.Back)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Danger, p.k.t("back.do"), "x", p.take)}
}

func (p *takeBackPage) take() {
	k, why := p.k, p.text
	if !k.reasoned(p.why) {
		return
	}
	s := secret{title: k.t("back.ask"), text: k.t("back.ask.text"), yes: k.t("back.do")}
	signedAt(k, s, k.t("one.saving"), func(ctx context.Context, pin string) error { return p.do(ctx, why, pin) },
		func() { k.OpenLearner(p.who.ID) }, map[induction.Reason]*widget.Field{induction.CodeReasonForm: p.why})
}
