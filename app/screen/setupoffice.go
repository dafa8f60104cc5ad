package screen

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// officeDraft is what the set-up of an administrator's machine has been told so far.
type officeDraft struct {
	ods, name    string
	organisation induction.Organisation // as the desk took it
	places       []keyPlace
	where        int // of places; -1 where none is chosen yet
	holder       string
	phrase       newSecret
	bundle       []byte // what the organisation has signed on another machine
	bundleName   string
}

// keyPlace is somewhere the organisation's key can be kept.
type keyPlace struct{ icon, title, text, folder string }

// What the folders for the organisation's key are called.
const (
	keyFolderHere  = "organisation"
	keyFolderStick = "muster-key"
)

// SetUpOffice begins the set-up of the administrator's machine.
func (k *Kiosk) SetUpOffice() {
	d := &officeDraft{where: -1, phrase: newSecret{k: k}}
	k.Frame.Show(&officePlacePage{page: page{k, "office-organisation", k.t("setup.office.title")}, d: d})
}

// officePlacePage asks which organisation it is.
type officePlacePage struct {
	page
	d         *officeDraft
	ods, name *widget.Field
}

// Focus is the organisation's code.
func (p *officePlacePage) Focus() fyne.Focusable { return p.ods.Entry() }

// Content is the code and the name, as every passport will show them.
func (p *officePlacePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.ods, p.name = k.organisationFields(l, &p.d.ods, &p.d.name, func(string) { p.next() })
	return wide(l, 760, k.stepHead(l, 1, officeSteps, k.t("setup.office.place"), k.t("setup.office.place.text")),
		widget.Panel(l, 30, widget.VStack(l, 18, p.ods, p.name)),
		widget.Notice(l, widget.Info, k.t("setup.office.what"), k.t("setup.office.what.text")))
}

// Actions lead on.
func (p *officePlacePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, p.k.next(l, p.next)
}

func (p *officePlacePage) next() {
	k, d := p.k, p.d
	tryFields(k, k.t("setup.checking"), func(ctx context.Context) (induction.Organisation, error) {
		o, err := k.Desk.CheckOrganisation(ctx, induction.Organisation{ODS: d.ods, Name: d.name})
		if err != nil {
			return o, err
		}
		chosen := ""
		if d.where >= 0 {
			chosen = d.places[d.where].folder
		}
		d.places = k.keyPlaces()
		d.where = slices.IndexFunc(d.places, func(p keyPlace) bool { return p.folder == chosen })
		return o, nil
	}, func(o induction.Organisation) {
		d.organisation = o
		k.Frame.Show(&officeKeyPage{page: page{k, "office-key", k.t("setup.office.title")}, d: d})
	}, organisationFaults(p.ods, p.name))
}

// keyPlaces are the sticks that are in, then a folder of this machine's.
func (k *Kiosk) keyPlaces() []keyPlace {
	var out []keyPlace
	for _, p := range k.Files.Places() {
		if p.Removable {
			out = append(out, keyPlace{"usb", p.Name, k.t("setup.key.stick"), filepath.Join(p.Path, keyFolderStick)})
		}
	}
	return append(out, keyPlace{"hospital", k.t("setup.key.here"), k.t("setup.key.here.text"), filepath.Join(k.Files.Installed().Folder, keyFolderHere)})
}

// officeKeyPage asks where the organisation's key is kept, and who opens it.
type officeKeyPage struct {
	page
	d      *officeDraft
	holder *widget.Field
}

// Content is where at the left, and who at the right.
func (p *officeKeyPage) Content(l *theme.Look) fyne.CanvasObject {
	k, d, submit := p.k, p.d, func(string) { p.make() }
	p.holder = bound(l, &d.holder, widget.FieldOptions{Label: k.t("setup.administrator"), Hint: k.t("setup.administrator.hint"), MaxLength: 60, OnSubmit: submit})
	who := append([]fyne.CanvasObject{widget.H3(l, k.t("setup.key.who")), p.holder}, d.phrase.fields(l, submit)...)
	return wide(l, 1180, k.stepHead(l, 2, officeSteps, k.t("setup.key"), k.t("setup.key.text")),
		widget.Columns(l, 24, 400, []float32{1, 1},
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 12, p.places(l)...))),
			widget.Top(widget.VStack(l, 18,
				widget.Panel(l, 28, widget.VStack(l, 16, who...)), p.carryOn(l)))))
}

// places are the choices of where, and what speaks for each.
func (p *officeKeyPage) places(l *theme.Look) []fyne.CanvasObject {
	k, d := p.k, p.d
	o := []fyne.CanvasObject{widget.H3(l, k.t("setup.key.where")), widget.Small(l, k.t("setup.key.where.text"))}
	for i, w := range d.places {
		o = append(o, k.option(l, w.icon, w.title, w.text, i == d.where, func() { d.where = i; k.Frame.Refresh() }))
	}
	return append(o, widget.Left(widget.NewButton(l, widget.Quiet, k.t("place.other"), "folder-open", p.other)),
		widget.Notice(l, widget.Info, k.t("setup.key.copy"), k.t("setup.key.copy.text")))
}

// option is a big press of which one in a list is on: a tick and an edge say so.
func (k *Kiosk) option(l *theme.Look, icon, title, under string, on bool, tap func()) fyne.CanvasObject {
	fill, line, mark := l.Card, l.Edge, widget.Icon(l, icon, 30, l.InkSoft)
	if on {
		fill, line, mark = l.BrandSoft, l.Brand, widget.Icon(l, "check-circle-fill", 30, l.Brand)
	}
	words := []fyne.CanvasObject{widget.Strong(l, title)}
	if under != "" {
		words = append(words, widget.Small(l, under))
	}
	return widget.NewTile(l, title, widget.Pad(l, 14, 18, 14, 18, widget.Beside(l, 16, mark,
		widget.Grow(l, 140, widget.VStack(l, 2, words...)))), tap).Flat(fill, line, 12)
}

// other lets the person choose any folder.
func (p *officeKeyPage) other() {
	k, d := p.k, p.d
	k.Files.ChooseFolder(func(path string, err error) {
		if err != nil {
			k.Frame.Say(widget.Warn, k.t("file.bad"), k.t("file.unread", err.Error()))
			return
		}
		if path == "" {
			return
		}
		if d.where = slices.IndexFunc(d.places, func(w keyPlace) bool { return w.folder == path }); d.where < 0 {
			d.places = append(d.places, keyPlace{"folder-open", filepath.Base(path), path, path})
			d.where = len(d.places) - 1
		}
		k.Frame.Refresh()
	})
}

// carryOn takes in what the organisation has signed on an administrator's machine
// before this one.
func (p *officeKeyPage) carryOn(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.d
	load := widget.NewButton(l, widget.Quiet, k.t("setup.key.bundle"), "tray-arrow-down", func() {
		k.open(signedFiles, func(name string, data []byte) {
			d.bundle, d.bundleName = data, name
			k.Frame.Refresh()
		})
	})
	if d.bundle != nil {
		return widget.Notice(l, widget.Good, k.t("setup.key.carried"), k.t("setup.key.carried.text", d.bundleName), load)
	}
	return widget.Notice(l, widget.Plain, k.t("setup.key.carry"), k.t("setup.key.carry.text"), load)
}

// Actions make the key.
func (p *officeKeyPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Confirm, p.k.t("setup.key.make"), "key", p.make)}
}

func (p *officeKeyPage) make() {
	k, d := p.k, p.d
	k.Frame.Quiet()
	if d.where < 0 {
		k.Frame.Say(widget.Warn, k.t("setup.key.nowhere"), k.t("setup.key.nowhere.text"))
		return
	}
	if !d.phrase.same() {
		return
	}
	n := desk.NewOffice{Organisation: d.organisation, Name: strings.TrimSpace(d.holder), Passphrase: d.phrase.text, KeyFolder: d.places[d.where].folder, Bundle: d.bundle}
	tryFields(k, k.t("setup.key.making"), func(ctx context.Context) (*desk.OfficeSeat, error) { return k.Desk.SetUpAdministrator(ctx, n) }, func(s *desk.OfficeSeat) {
		d.phrase.forget()
		k.seatOffice(s)
		k.settled(k.OpenFounded)
	}, map[induction.Reason]*widget.Field{
		induction.CodeOfficeName: p.holder, induction.CodePassphraseForm: d.phrase.first, induction.CodePassphrase: d.phrase.first,
		induction.CodeKeyOther: d.phrase.first, induction.CodePINWait: d.phrase.first,
	})
}
