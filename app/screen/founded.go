package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
)

// foundedDesk is what the last step of the administrator's set-up shows.
type foundedDesk interface {
	Office(context.Context, *desk.OfficeSeat) (desk.Office, error)
	Card(context.Context) (desk.Answer, error)
	CloseOffice(*desk.OfficeSeat)
}

// founded is the organisation's public half, to be handed to others.
type founded struct {
	office desk.Office
	card   desk.Answer
	code   [][]bool
}

// fingerprint is that of the key that signs.
func (f founded) fingerprint() string {
	for _, key := range f.office.Keys {
		if key.Current {
			return key.Fingerprint
		}
	}
	return ""
}

// OpenFounded shows an administrator what their organisation has now: its key's
// fingerprint, and the file for other organisations.
func (k *Kiosk) OpenFounded() {
	run(k, k.t("founded.looking"), func(ctx context.Context) (founded, error) {
		var f founded
		var err error
		if f.office, err = k.Desk.Office(ctx, k.office); err != nil {
			return f, err
		}
		if f.card, err = k.Desk.Card(ctx); err != nil {
			return f, err
		}
		f.code = k.code(f.card)
		return f, nil
	}, func(f founded) {
		k.Frame.Reset(&foundedPage{page: page{k, "office-founded", k.t("setup.office.title")}, f: f})
	})
}

// foundedPage is the end of the administrator's set-up.
type foundedPage struct {
	page
	f founded
}

// NoBack says that there is nothing to go back to.
func (*foundedPage) NoBack() {}

// KeepsAwake holds the lock off: somebody is scanning the code.
func (*foundedPage) KeepsAwake() bool { return true }

// Facts tells a rehearsal the fingerprint.
func (p *foundedPage) Facts() map[string]any {
	return map[string]any{"fingerprint": p.f.fingerprint()}
}

// Content is the fingerprint, the key file and its code.
func (p *foundedPage) Content(l *theme.Look) fyne.CanvasObject {
	k, f := p.k, p.f
	print := widget.Panel(l, 28, widget.VStack(l, 14,
		widget.H2(l, k.t("founded.fingerprint")), widget.Para(l, k.t("founded.fingerprint.text")), groups(l, f.fingerprint()),
		widget.Rule(l), facts(l,
			fact{k.t("fact.organisation"), f.office.Organisation.Name},
			fact{k.t("fact.ods"), f.office.Organisation.ODS},
			fact{k.t("founded.folder"), f.office.KeyFolder},
			fact{k.t("founded.holder"), f.office.Holder})))
	card := widget.Panel(l, 28, widget.VStack(l, 14,
		widget.H2(l, k.t("founded.card")), widget.Para(l, k.t("founded.card.text")),
		k.handedOver(l, f.code),
		widget.NewButton(l, widget.Outline, k.t("founded.save"), "usb", p.save)))
	return wide(l, 1180, k.stepHead(l, officeSteps, officeSteps, k.t("founded.title", f.office.Organisation.Name), k.t("founded.text")),
		widget.Columns(l, 24, 400, []float32{1, 1}, widget.Top(print), widget.Top(card)))
}

// Actions lead on to the office.
func (p *foundedPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("founded.next"), "arrow-right", p.k.OpenOfficeDoor)}
}

func (p *foundedPage) save() {
	k := p.k
	k.save(k.t("founded.saving"), func(context.Context) ([]document, error) {
		return []document{{k.t("founded.file", p.f.office.Organisation.ODS), "muster", p.f.card.Bytes}}, nil
	})
}
