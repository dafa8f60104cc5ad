package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// renamePage puts a learner's name right as the photo ID has it.
type renamePage struct {
	page
	who  induction.Learner
	name *widget.Field
}

// Focus is the name.
func (p *renamePage) Focus() fyne.Focusable { return p.name.Entry() }

// Content is the name, and what correcting it undoes.
func (p *renamePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.name = widget.NewField(l, widget.FieldOptions{Label: k.t("rename.name"), Hint: k.t("join.name.hint"), Value: p.who.Name, MaxLength: induction.NameLimit, OnSubmit: func(string) { p.save() }})
	o := []fyne.CanvasObject{widget.H1(l, k.t("rename.heading")), widget.Para(l, k.t("rename.text", k.numberWords(p.who.Number))), p.name}
	if p.who.Identity.Confirmed() {
		o = append(o, widget.Notice(l, widget.Warn, k.t("rename.undoes"), k.t("rename.undoes.text")))
	}
	return wide(l, 700, widget.Panel(l, 32, widget.VStack(l, 16, o...)))
}

// Actions save it.
func (p *renamePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("word.cancel"), "", p.k.Frame.Back)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("rename.save"), "check", p.save)}
}

func (p *renamePage) save() {
	k, name := p.k, p.name.Text()
	at := map[induction.Reason]*widget.Field{}
	for _, r := range []induction.Reason{induction.CodeNameEmpty, induction.CodeNameLong, induction.CodeNameCharacters, induction.CodeNameLetters, induction.CodeNameFont} {
		at[r] = p.name
	}
	tryFields(k, k.t("one.saving"), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.Desk.CorrectName(ctx, k.trainer, p.who.ID, name)
	}, func(struct{}) { k.OpenLearner(p.who.ID) }, at)
}

// newPINPage lets a learner choose a new PIN once the trainer has seen photo ID.
type newPINPage struct {
	page
	who        induction.Learner
	pin, again *widget.Field
}

// Focus is the PIN.
func (p *newPINPage) Focus() fyne.Focusable { return p.pin.Entry() }

// Content asks the trainer to hand the keyboard over.
func (p *newPINPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.pin = widget.NewField(l, widget.FieldOptions{Label: k.t("newpin.pin"), Hint: k.t("join.pin.hint"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240})
	p.again = widget.NewField(l, widget.FieldOptions{Label: k.t("join.again"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240, OnSubmit: func(string) { p.save() }})
	return wide(l, 700, widget.Panel(l, 32, widget.VStack(l, 16,
		widget.H1(l, k.t("newpin.heading", p.who.Name)),
		widget.Notice(l, widget.Warn, k.t("newpin.check"), k.t("newpin.check.text")),
		p.pin, p.again)))
}

// Actions save it.
func (p *newPINPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("word.cancel"), "", p.k.Frame.Back)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("newpin.save"), "check", p.save)}
}

func (p *newPINPage) save() {
	k, pin, again := p.k, p.pin.Text(), p.again.Text()
	tryFields(k, k.t("one.saving"), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.Desk.ResetPIN(ctx, k.trainer, p.who.ID, pin, again)
	}, func(struct{}) { k.OpenLearner(p.who.ID) },
		map[induction.Reason]*widget.Field{induction.CodePINForm: p.pin, induction.CodePINEasy: p.pin, induction.CodePINDiffers: p.again})
}
