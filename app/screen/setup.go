package screen

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// setUpDesk is what the first start of a real organisation's machine needs.
type setUpDesk interface {
	CheckOrganisation(context.Context, induction.Organisation) (induction.Organisation, error)
	CheckDevice(name string) (string, error)
	SetUpKiosk(context.Context, desk.NewKiosk) (desk.Request, error)
	SetUpAdministrator(context.Context, desk.NewOffice) (*desk.OfficeSeat, error)
}

// The steps of each way to set a machine up.
const (
	kioskSteps  = 4 // organisation, first trainer, request, answer
	officeSteps = 3 // organisation, key, done
)

// stepHead says where in a set-up a page is, what it asks and why.
func (k *Kiosk) stepHead(l *theme.Look, at, of int, title, text string) fyne.CanvasObject {
	states := make([]widget.StepState, of)
	for i := range states {
		switch {
		case i < at-1:
			states[i] = widget.StepDone
		case i == at-1:
			states[i] = widget.StepNow
		}
	}
	return widget.VStack(l, 10,
		widget.Kicker(l, k.t("setup.step", at, of)), widget.Steps(l, states),
		widget.Title(l, title), widget.Muted(l, text))
}

// bound makes a field that holds what a draft holds, so that the way back keeps it.
func bound(l *theme.Look, to *string, o widget.FieldOptions) *widget.Field {
	then := o.OnChanged
	o.Value = *to
	o.OnChanged = func(s string) {
		*to = s
		if then != nil {
			then(s)
		}
	}
	return widget.NewField(l, o)
}

// next is the one filled button of a step.
func (k *Kiosk) next(l *theme.Look, do func()) []fyne.CanvasObject {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("setup.next"), "arrow-right", do)}
}

// wrong shows at a field what is wrong with it, and puts the person there.
func (k *Kiosk) wrong(f *widget.Field, words string) {
	f.SetError(words)
	k.Frame.Actions() // the page makes room for the words
	k.Frame.Focus(f.Entry())
}

// newSecret is a passphrase or a PIN that is chosen here, typed twice.
type newSecret struct {
	k           *Kiosk
	pin         bool
	other       bool // there is one already, which this is to follow
	text, again string
	first, more *widget.Field
	advice      *widget.Text
	sign        *fyne.Container
}

// fields are the two fields and, for a passphrase, advice on what is typed.
func (s *newSecret) fields(l *theme.Look, submit func(string)) []fyne.CanvasObject {
	k := s.k
	if s.pin {
		s.first = bound(l, &s.text, widget.FieldOptions{Label: s.label(k.t("setup.pin"), k.t("setup.pin.new")), Hint: k.t("setup.pin.hint"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240, OnSubmit: submit})
		s.more = bound(l, &s.again, widget.FieldOptions{Label: k.t("setup.pin.again"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240, OnSubmit: submit})
		return []fyne.CanvasObject{widget.Columns(l, 18, 230, []float32{1, 1}, widget.Bottom(s.first), widget.Bottom(s.more))}
	}
	s.first = bound(l, &s.text, widget.FieldOptions{Label: s.label(k.t("setup.passphrase"), k.t("setup.passphrase.new")), Hint: k.t("setup.passphrase.hint"), Secret: true, OnSubmit: submit, OnChanged: func(string) { s.advise() }})
	s.more = bound(l, &s.again, widget.FieldOptions{Label: k.t("setup.passphrase.again"), Secret: true, OnSubmit: submit})
	s.advice = widget.Styled(l, "", widget.Style{Size: theme.Small, Bold: true, Color: l.InkSoft})
	s.sign = widget.Stack()
	s.advise()
	return []fyne.CanvasObject{s.first, widget.Beside(l, 10, widget.Fixed(l, 24, 24, s.sign), widget.Grow(l, 80, s.advice)), s.more}
}

func (s *newSecret) label(first, other string) string {
	if s.other {
		return other
	}
	return first
}

// generous is a passphrase that needs no more advice, in characters.
const generous = 20

// advise says in words how far the passphrase has come.
func (s *newSecret) advise() {
	l, n := s.k.Frame.Look(), utf8.RuneCountInString(s.text)
	icon, ink := "warning", l.Warn
	switch {
	case n == 0:
		icon, ink = "info", l.InkSoft
		s.advice.SetText(s.k.t("setup.passphrase.none", desk.PassphraseLeast))
	case n < desk.PassphraseLeast:
		s.advice.SetText(s.k.t("setup.passphrase.short", desk.PassphraseLeast-n))
	case n < generous:
		icon, ink = "check", l.Good
		s.advice.SetText(s.k.t("setup.passphrase.enough"))
	default:
		icon, ink = "check-circle-fill", l.Good
		s.advice.SetText(s.k.t("setup.passphrase.good"))
	}
	s.sign.Objects = []fyne.CanvasObject{widget.Icon(l, icon, 22, ink)}
	s.sign.Refresh()
}

// same refuses what was typed otherwise the second time.
func (s *newSecret) same() bool {
	s.first.SetError("")
	s.more.SetError("")
	switch {
	case s.text == s.again:
		return true
	case s.pin:
		s.k.wrong(s.more, s.k.t("refusal."+string(induction.CodePINDiffers)))
	default:
		s.k.wrong(s.more, s.k.t("setup.passphrase.differ"))
	}
	return false
}

// forget puts what was typed out of reach, in the fields too: drawn again they would
// bring it back.
func (s *newSecret) forget() {
	s.first.SetText("")
	s.more.SetText("")
	s.text, s.again = "", ""
}

// registers is the choice of what kind of number a person has.
func (k *Kiosk) registers(l *theme.Look, on string, choose func(string)) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for _, r := range []string{induction.GMC, induction.NMC, induction.Staff} {
		o = append(o, choice(l, k.t("register.name."+r), r == on, func() { choose(r) }))
	}
	return widget.Row(l, 8, o...)
}

// person is a trainer or assessor who is named here: number, name, and whether they
// sign practicals.
type person struct {
	register, number, name string
	assessor               bool
	numberField, nameField *widget.Field
}

// fields are a person's; again builds the page anew.
func (p *person) fields(k *Kiosk, l *theme.Look, again func(), submit func(string)) []fyne.CanvasObject {
	p.numberField = bound(l, &p.number, widget.FieldOptions{
		Label: k.t("register.label." + p.register), Hint: k.t("register.hint." + p.register),
		Digits: p.register == induction.GMC, MaxLength: 40, OnSubmit: submit,
	})
	p.nameField = bound(l, &p.name, widget.FieldOptions{Label: k.t("setup.trainer.name"), Hint: k.t("setup.trainer.name.hint"), MaxLength: induction.NameLimit, OnSubmit: submit})
	var tick *widget.CheckRow
	tick = widget.NewCheckRow(l, widget.CheckOptions{Text: k.t("setup.assessor"), Detail: k.t("setup.assessor.text"), Checked: p.assessor, OnToggle: func(on bool) {
		p.assessor = on
		tick.SetChecked(on, "")
	}})
	kinds := k.registers(l, p.register, func(r string) {
		p.register = r
		again()
		k.Frame.Focus(p.numberField.Entry())
	})
	return []fyne.CanvasObject{kinds, p.numberField, p.nameField, tick}
}

// member is the person as the desk has them; the number is told at its field.
func (p *person) member(k *Kiosk) (desk.StaffMember, bool) {
	p.numberField.SetError("")
	n, err := induction.ParseNumber(p.register, p.number)
	if err != nil {
		k.wrong(p.numberField, k.Explain(err))
		return desk.StaffMember{}, false
	}
	return desk.StaffMember{Number: n, Name: strings.TrimSpace(p.name), Assessor: p.assessor}, true
}

// faults are the refusals that belong to the fields of a new person.
func (p *person) faults(phrase, pin *newSecret) map[induction.Reason]*widget.Field {
	at := map[induction.Reason]*widget.Field{
		induction.CodeNumberTaken: p.numberField, induction.CodeNotOnStaff: p.numberField,
		induction.CodePINForm: pin.first, induction.CodePINEasy: pin.first, induction.CodePINDiffers: pin.more,
		induction.CodePassphraseForm: phrase.first,
	}
	for _, r := range []induction.Reason{induction.CodeNameEmpty, induction.CodeNameLong, induction.CodeNameCharacters, induction.CodeNameLetters, induction.CodeNameFont} {
		at[r] = p.nameField
	}
	return at
}

// groups sets a fingerprint large, in its eight groups of four, to be read aloud:
// four or two in a row.
func groups(l *theme.Look, fingerprint string) fyne.CanvasObject {
	all := strings.Fields(fingerprint)
	cell := func(g string) fyne.CanvasObject {
		return widget.Tinted(l, l.Soft, l.Line, 10, widget.NewText(l,
			widget.Style{Size: 27, Bold: true, Align: fyne.TextAlignCenter}, widget.Run{Text: g, Bold: true, Mono: true}))
	}
	var pairs []fyne.CanvasObject
	for i := 1; i < len(all); i += 2 {
		pairs = append(pairs, widget.Columns(l, 10, 88, []float32{1, 1}, cell(all[i-1]), cell(all[i])))
	}
	return widget.AutoGrid(l, 186, 10, pairs...)
}
