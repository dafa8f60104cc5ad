package screen

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// officeWithdrawDesk is what withdrawing a passport needs.
type officeWithdrawDesk interface {
	Check(ctx context.Context, text string) (desk.Checked, error)
	RevokePassport(ctx context.Context, s *desk.OfficeSeat, p induction.PassportID, why string) error
}

// The lists of what was withdrawn.
const (
	gonePassports = iota
	goneMachines
	goneKeys
)

// withdrawn lists what the organisation has withdrawn.
func (k *Kiosk) withdrawn(v officeView) window.Page {
	return &withdrawnPage{officePage: officePage{page{k, "office-withdrawn", k.t("office.withdrawn")}, k.OpenOffice}, v: v}
}

// withdrawnPage is what counts no longer, with when and why.
type withdrawnPage struct {
	officePage
	v    officeView
	tab  int
	list listing
}

// Facts tells a rehearsal how many passports are on the list.
func (p *withdrawnPage) Facts() map[string]any {
	return map[string]any{"passports": len(p.v.Revoked.Passports), "devices": len(p.v.Revoked.Devices)}
}

// Content is one of three lists.
func (p *withdrawnPage) Content(l *theme.Look) fyne.CanvasObject {
	k, r := p.k, p.v.Revoked
	labels := []string{k.t("office.gone.passports", len(r.Passports)), k.t("office.gone.machines", len(r.Devices)), k.t("office.gone.keys", len(r.Keys))}
	p.fill()
	return wide(l, 1000, officeHead(l, p.title, k.t("office.withdrawn.text")),
		k.tabs(l, labels, p.tab, func(i int) { p.tab = i; k.Frame.Refresh() }), p.list.content(l))
}

func (p *withdrawnPage) fill() {
	k, query, at := p.k, p.list.query, p.list.at
	p.list = listing{k: k, icon: "prohibit", find: k.t("office.gone.find"), query: query, at: at}
	switch p.tab {
	case gonePassports:
		p.list.none, p.list.noneText = k.t("office.gone.passports.none"), k.t("office.gone.passports.none.text")
		for _, id := range p.v.Revoked.Passports {
			p.add("passport-revoked", string(id), numberGroups(id))
		}
	case goneMachines:
		p.list.none, p.list.noneText = k.t("office.gone.machines.none"), k.t("office.gone.machines.none.text")
		for _, id := range p.v.Revoked.Devices {
			p.add("device-revoked", id, id)
		}
	case goneKeys:
		p.list.none, p.list.noneText = k.t("office.gone.keys.none"), k.t("office.gone.keys.none.text")
		for _, kid := range p.v.Revoked.Keys {
			p.add("key-revoked", kid.String(), kid.Groups())
		}
	}
}

func (p *withdrawnPage) add(what, of, title string) {
	a, known := p.v.act(what, of)
	p.list.all = append(p.list.all, listed{icon: "prohibit", title: title, under: p.k.actWords(a, known), more: of})
}

// Actions withdraw another.
func (p *withdrawnPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	switch p.tab {
	case goneMachines:
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.gone.machines.do"), "arrow-right", k.to(k.machines))}
	case goneKeys:
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.gone.keys.do"), "arrow-right", k.to(k.keys))}
	}
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.gone.passports.do"), "prohibit", k.withdrawPassport)}
}

// scannedPassport is a passport that was scanned or whose number was typed.
type scannedPassport struct {
	id     induction.PassportID
	claims *passport.Claims // nil where its number alone is known
}

// passportOf reads a passport's number, its text, or a file that holds it.
func (k *Kiosk) passportOf(ctx context.Context, given []byte) (scannedPassport, error) {
	if id, ok := typedNumber(string(given)); ok {
		return scannedPassport{id: id}, nil
	}
	texts := []string{string(given)}
	if found, _, err := k.Paper.Examine(given); err == nil {
		texts = append(texts, found...)
	}
	for _, text := range texts {
		c, err := k.Desk.Check(ctx, text)
		switch {
		case err != nil:
			return scannedPassport{}, err
		case c.Verdict.Claims != nil:
			return scannedPassport{induction.PassportID(c.Verdict.Claims.ID.String()), c.Verdict.Claims}, nil
		}
	}
	return scannedPassport{}, &outside{"office.withdraw.unread", "office.withdraw.unread.text", induction.Refuse(induction.Invalid, induction.CodeNumberPassport)}
}

// readPassport reads a passport of this organisation's and goes on with it.
func (k *Kiosk) readPassport(given []byte, on func(scannedPassport)) {
	runOutside(k, k.t("check.reading"), func(ctx context.Context) (scannedPassport, error) { return k.passportOf(ctx, given) }, func(s scannedPassport) {
		if s.claims != nil && s.claims.Issuer != k.Machine.Organisation.Issuer() {
			k.Frame.Say(widget.Warn, k.t("office.withdraw.other"), k.t("office.withdraw.other.text", s.claims.Organisation))
			return
		}
		on(s)
	})
}

// typedNumber is a passport's number as people type it: in groups or without.
func typedNumber(s string) (induction.PassportID, bool) {
	s = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(s))
	ok := len(s) == 32 && strings.Trim(s, "0123456789abcdef") == ""
	return induction.PassportID(s), ok
}

// withdrawPassport asks which passport is withdrawn.
func (k *Kiosk) withdrawPassport() {
	p := &withdrawPassportPage{up: k.to(k.withdrawn)}
	p.intake = intake{page: page{k, "office-withdraw-passport", k.t("office.withdraw.passport")}, says: k.t("check.ready"), use: func(b []byte) { k.readPassport(b, p.ask) }}
	k.Frame.Reset(p)
}

// withdrawPassportPage takes one passport back.
type withdrawPassportPage struct {
	intake
	up     func()
	typed  string
	number *widget.Field
}

// OnBack leads up.
func (p *withdrawPassportPage) OnBack() bool { p.up(); return true }

func (*withdrawPassportPage) resumes() bool { return true }

// Content is the scan field, and the number where the passport is not at hand.
func (p *withdrawPassportPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.number = bound(l, &p.typed, widget.FieldOptions{Label: k.t("office.withdraw.number"), Hint: k.t("office.withdraw.number.hint"), MaxLength: 48, OnSubmit: func(string) { p.next() }})
	return wide(l, 860, officeHead(l, p.title, k.t("office.withdraw.passport.text")),
		p.field(l, k.t("office.withdraw.scan")),
		widget.Panel(l, 26, widget.VStack(l, 14, widget.H3(l, k.t("office.withdraw.typed")), p.number)),
		widget.Notice(l, widget.Warn, k.t("office.withdraw.means"), k.t("office.withdraw.means.text")))
}

// Actions go on with the number.
func (p *withdrawPassportPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	file := widget.NewButton(l, widget.Outline, k.t("check.file"), "folder-open", func() {
		k.open(passportFiles, func(_ string, data []byte) { p.use(data) })
	})
	return []fyne.CanvasObject{file, p.pasting(l)}, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("setup.next"), "arrow-right", p.next)}
}

func (p *withdrawPassportPage) next() {
	p.number.SetError("")
	if _, ok := typedNumber(p.typed); !ok {
		p.k.wrong(p.number, p.k.t("refusal."+string(induction.CodeNumberPassport)))
		return
	}
	p.k.readPassport([]byte(p.typed), p.ask)
}

// ask says whose passport it is, then asks why it is withdrawn.
func (p *withdrawPassportPage) ask(s scannedPassport) {
	k := p.k
	text := k.t("office.withdraw.ask.number", numberGroups(s.id))
	if s.claims != nil {
		text = k.t("office.withdraw.ask.name", s.claims.Name, k.subjectWords(s.claims.Subject), numberGroups(s.id))
	}
	c := cause{title: k.t("office.withdraw.ask"), text: text + " " + k.t("office.withdraw.means.text"), hint: k.t("office.withdraw.hint"), yes: k.t("office.withdraw.do"), danger: true}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RevokePassport(ctx, k.office, s.id, why)
	}, func() { k.inOffice(k.withdrawn, k.t("office.withdraw.done"), k.t("office.tell")) })
}

// withdrawMachine asks why a machine is withdrawn, and which of its passports count.
func (k *Kiosk) withdrawMachine(v officeView, d desk.EnrolledDevice) {
	p := &withdrawMachinePage{d: d, up: func() { k.Frame.Reset(k.machine(v, d)) }, spared: slices.Clone(d.Spared)}
	p.intake = intake{page: page{k, "office-withdraw-machine", d.ID}, says: k.t("check.ready"), use: func(b []byte) { k.readPassport(b, p.spare) }}
	k.Frame.Reset(p)
}

// reasons are why a machine is usually withdrawn.
var machineReasons = []string{"stolen", "lost", "retired", "other"}

// withdrawMachinePage takes a machine's permission back.
type withdrawMachinePage struct {
	intake
	d      desk.EnrolledDevice
	up     func()
	kind   string
	more   string
	typed  string
	spared []induction.PassportID
	number *widget.Field
	why    *widget.Field
}

// OnBack leads to the machine.
func (p *withdrawMachinePage) OnBack() bool {
	return p.k.unsaved(p.kind+p.more+p.typed != "" || len(p.spared) != len(p.d.Spared), p.up) || p.leave()
}

func (p *withdrawMachinePage) leave() bool { p.up(); return true }

func (*withdrawMachinePage) resumes() bool { return true }

// Content is what it means, why, and which of its passports still count.
func (p *withdrawMachinePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var kinds []fyne.CanvasObject
	for _, kind := range machineReasons {
		kinds = append(kinds, choice(l, k.t("office.machine.why."+kind), kind == p.kind, func() { p.kind = kind; k.Frame.Refresh() }))
	}
	p.why = bound(l, &p.more, widget.FieldOptions{Label: k.t("office.machine.what"), Hint: k.t("office.machine.what.hint"), MaxLength: 240})
	return wide(l, 1180, officeHead(l, k.t("office.machine.withdraw.title", p.d.ID), k.t("office.machine.withdraw.text")),
		widget.Columns(l, 24, 400, []float32{1, 1},
			widget.Top(widget.VStack(l, 16, widget.Panel(l, 28, widget.VStack(l, 14, widget.H3(l, k.t("office.machine.why")), widget.Row(l, 8, kinds...), p.why)),
				widget.Notice(l, widget.Stop, k.t("office.machine.means"), k.t("office.machine.means.text")))),
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 14, p.sparing(l)...)))))
}

// sparing is the passports that still count, and how to add one.
func (p *withdrawMachinePage) sparing(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	p.number = bound(l, &p.typed, widget.FieldOptions{Label: k.t("office.withdraw.number"), Hint: k.t("office.withdraw.number.hint"), MaxLength: 48, OnSubmit: func(s string) { p.add() }})
	o := []fyne.CanvasObject{
		widget.H3(l, k.t("office.spare")), widget.Para(l, k.t("office.spare.text")), p.field(l, k.t("office.spare.scan")), p.number,
		widget.Left(widget.NewButton(l, widget.Outline, k.t("office.spare.add"), "plus", p.add)), widget.Rule(l), widget.Strong(l, k.t("office.spared", len(p.spared))),
	}
	for i, id := range p.spared {
		o = append(o, widget.Row(l, 8, widget.Grow(l, 200, widget.Small(l, numberGroups(id))),
			widget.NewButton(l, widget.Quiet, k.t("office.spare.remove"), "x", func() { p.spared = slices.Delete(p.spared, i, i+1); k.Frame.Refresh() })))
	}
	return o
}

func (p *withdrawMachinePage) add() {
	p.number.SetError("")
	if _, ok := typedNumber(p.typed); !ok {
		p.k.wrong(p.number, p.k.t("refusal."+string(induction.CodeNumberPassport)))
		return
	}
	p.k.readPassport([]byte(p.typed), p.spare)
}

// spare adds a passport to those that still count.
func (p *withdrawMachinePage) spare(s scannedPassport) {
	p.number.SetText("")
	if !slices.Contains(p.spared, s.id) {
		p.spared = append(p.spared, s.id)
	}
	p.k.Frame.Refresh()
}

// Actions withdraw it.
func (p *withdrawMachinePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", p.up)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Danger, k.t("office.machine.withdraw"), "prohibit", p.withdraw)}
}

func (p *withdrawMachinePage) withdraw() {
	k := p.k
	p.why.SetError("")
	switch {
	case p.kind == "":
		k.Frame.Say(widget.Warn, k.t("office.machine.why"), k.t("office.machine.why.missing"))
		return
	case p.kind == "other" && strings.TrimSpace(p.more) == "":
		k.wrong(p.why, k.t("office.machine.what.missing"))
		return
	}
	k.Frame.Confirm(k.t("office.machine.withdraw.title", p.d.ID), k.t("office.machine.withdraw.sure", len(p.spared)), k.t("office.machine.withdraw"), k.t("word.cancel"), true, p.sign)
}

func (p *withdrawMachinePage) sign() {
	k, why := p.k, p.k.t("office.machine.why."+p.kind)
	if more := strings.TrimSpace(p.more); more != "" {
		why += ": " + more
	}
	k.act(k.t("office.signing"), func(ctx context.Context) error {
		return k.Desk.RevokeDevice(ctx, k.office, p.d.ID, p.spared, why)
	}, func() { k.inOffice(k.machines, k.t("office.machine.withdrawn.done", p.d.ID), k.t("office.tell")) })
}
