package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// kioskDraft is what the set-up of a kiosk has been told so far. It lives while its
// pages do, so that the way back keeps what was typed.
type kioskDraft struct {
	ods, name, device string
	organisation      induction.Organisation // as the desk took it
	trainer           person
	phrase, pin       newSecret
}

// SetUpKiosk begins the set-up of a kiosk or a trainer's machine.
func (k *Kiosk) SetUpKiosk() {
	d := &kioskDraft{trainer: person{register: induction.GMC, assessor: true}, phrase: newSecret{k: k}, pin: newSecret{k: k, pin: true}}
	k.Frame.Show(&kioskPlacePage{page: page{k, "kiosk-organisation", k.t("kiosk.title")}, d: d})
}

// kioskPlacePage asks whose machine this is, and what it is called.
type kioskPlacePage struct {
	page
	d                 *kioskDraft
	ods, name, device *widget.Field
}

// Focus is the organisation's code.
func (p *kioskPlacePage) Focus() fyne.Focusable { return p.ods.Entry() }

// Content is the code, the name, and the machine's own name.
func (p *kioskPlacePage) Content(l *theme.Look) fyne.CanvasObject {
	k, submit := p.k, func(string) { p.next() }
	p.ods, p.name = k.organisationFields(l, &p.d.ods, &p.d.name, submit)
	p.device = bound(l, &p.d.device, widget.FieldOptions{Label: k.t("kiosk.device"), Hint: k.t("kiosk.device.hint"), MaxLength: 40, Width: 360, OnSubmit: submit})
	return wide(l, 760, k.stepHead(l, 1, kioskSteps, k.t("kiosk.place"), k.t("kiosk.place.text")),
		widget.Panel(l, 30, widget.VStack(l, 18, p.ods, p.name, p.device)))
}

// organisationFields ask for an organisation's code and name.
func (k *Kiosk) organisationFields(l *theme.Look, ods, name *string, submit func(string)) (code, called *widget.Field) {
	return bound(l, ods, widget.FieldOptions{Label: k.t("setup.ods"), Hint: k.t("setup.ods.hint"), MaxLength: 12, Width: 200, OnSubmit: submit}),
		bound(l, name, widget.FieldOptions{Label: k.t("setup.organisation"), Hint: k.t("setup.organisation.hint"), MaxLength: 96, OnSubmit: submit})
}

// organisationFaults are the refusals that belong to those fields.
func organisationFaults(code, called *widget.Field) map[induction.Reason]*widget.Field {
	return map[induction.Reason]*widget.Field{
		induction.CodeODSForm: code, induction.CodeODSDemo: code,
		induction.CodeOrganisation: called, induction.CodeNameFont: called,
	}
}

// Actions lead on.
func (p *kioskPlacePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, p.k.next(l, p.next)
}

func (p *kioskPlacePage) next() {
	k, d := p.k, p.d
	at := organisationFaults(p.ods, p.name)
	at[induction.CodeDeviceName] = p.device
	tryFields(k, k.t("setup.checking"), func(ctx context.Context) (induction.Organisation, error) {
		o, err := k.Desk.CheckOrganisation(ctx, induction.Organisation{ODS: d.ods, Name: d.name})
		if err == nil {
			_, err = k.Desk.CheckDevice(d.device)
		}
		return o, err
	}, func(o induction.Organisation) {
		d.organisation = o
		k.Frame.Show(&kioskTrainerPage{page: page{k, "kiosk-trainer", k.t("kiosk.title")}, d: d})
	}, at)
}

// kioskTrainerPage asks for the first trainer of this machine.
type kioskTrainerPage struct {
	page
	d *kioskDraft
}

// Focus is the trainer's number.
func (p *kioskTrainerPage) Focus() fyne.Focusable { return p.d.trainer.numberField.Entry() }

// Content is who they are at the left and their secrets at the right.
func (p *kioskTrainerPage) Content(l *theme.Look) fyne.CanvasObject {
	k, d, submit := p.k, p.d, func(string) { p.make() }
	who := append([]fyne.CanvasObject{widget.H3(l, k.t("kiosk.trainer.who"))}, d.trainer.fields(k, l, k.Frame.Refresh, submit)...)
	own := append([]fyne.CanvasObject{widget.H3(l, k.t("kiosk.trainer.secrets")), widget.Small(l, k.t("kiosk.trainer.secrets.text"))}, d.phrase.fields(l, submit)...)
	own = append(own, widget.Rule(l))
	own = append(own, d.pin.fields(l, submit)...)
	return wide(l, 1180, k.stepHead(l, 2, kioskSteps, k.t("kiosk.trainer"), k.t("kiosk.trainer.text")),
		widget.Columns(l, 24, 400, []float32{1, 1},
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 16, who...))),
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 16, own...)))))
}

// Actions lead on.
func (p *kioskTrainerPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, p.k.next(l, p.make)
}

// make sets the machine up. From then on it works, and only the organisation's
// answer is wanting.
func (p *kioskTrainerPage) make() {
	k, d := p.k, p.d
	m, ok := d.trainer.member(k)
	if !ok || !d.phrase.same() || !d.pin.same() {
		return
	}
	n := desk.NewKiosk{Organisation: d.organisation, Device: d.device, Trainer: m, Passphrase: d.phrase.text, PIN: d.pin.text}
	tryFields(k, k.t("kiosk.making"), func(ctx context.Context) (desk.Request, error) { return k.Desk.SetUpKiosk(ctx, n) }, func(r desk.Request) {
		d.phrase.forget()
		d.pin.forget()
		k.settled(func() { k.showRequest(r, true) })
	}, d.trainer.faults(&d.phrase, &d.pin))
}

// settled looks the machine up after it was set up, and goes on.
func (k *Kiosk) settled(on func()) {
	run(k, k.t("start.looking"), k.Desk.Machine, func(m desk.Machine) {
		k.Machine = m
		k.Frame.SetDemonstration(m.Organisation.Demo())
		on()
	})
}
