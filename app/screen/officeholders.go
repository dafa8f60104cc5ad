package screen

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// holders lists who can open the organisation's key.
func (k *Kiosk) holders(v officeView) window.Page {
	return &holdersPage{officePage: officePage{page{k, "office-holders", k.t("office.holders")}, k.to(k.keys)}, v: v}
}

// holdersPage is the administrators.
type holdersPage struct {
	officePage
	v officeView
}

// Content is one line for each; they change their own passphrase, and others can be
// taken off.
func (p *holdersPage) Content(l *theme.Look) fyne.CanvasObject {
	k, all := p.k, p.v.current().Holders
	var o []fyne.CanvasObject
	for _, name := range all {
		e := listed{icon: "user", title: name, under: k.t("office.holder.other"), open: func() { p.form(holderRemove, name) }}
		if name == p.v.Holder {
			e.under, e.state, e.open = k.t("office.holder.own"), k.t("office.holder.you"), func() { p.form(holderChange, name) }
		}
		o = append(o, e.line(l))
	}
	parts := []fyne.CanvasObject{officeHead(l, p.title, k.t("office.holders.text")), widget.VStack(l, 8, o...)}
	if len(all) == 1 {
		parts = append(parts, widget.Notice(l, widget.Warn, k.t("office.holders.one"), k.t("office.holders.one.text")))
	}
	return wide(l, 860, parts...)
}

// Actions add another.
func (p *holdersPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("office.holder.add"), "plus", func() { p.form(holderAdd, "") })}
}

// What is done to who can open the key.
const (
	holderAdd = iota
	holderRemove
	holderChange
)

func (p *holdersPage) form(what int, name string) {
	k := p.k
	k.Frame.Reset(&holderPage{officePage: officePage{page{k, "office-holder", k.t("office.holders")}, k.to(k.holders)}, what: what, name: name, next: newSecret{k: k}})
}

// holderPage adds an administrator, takes one off, or changes one's own passphrase.
type holderPage struct {
	officePage
	what             int
	name, why        string
	next             newSecret
	own, nameF, whyF *widget.Field
}

// resumes is no: passphrases that were typed are not kept behind the lock.
func (*holderPage) resumes() bool { return false }

// Content asks for the administrator's own passphrase, and for what is new.
func (p *holderPage) Content(l *theme.Look) fyne.CanvasObject {
	k, submit := p.k, func(string) { p.save() }
	p.own = widget.NewField(l, widget.FieldOptions{Label: k.t("office.holder.passphrase"), Hint: k.t("office.holder.passphrase.hint", k.office.Holder), Secret: true, OnSubmit: submit})
	var head fyne.CanvasObject
	o := []fyne.CanvasObject{p.own, widget.Rule(l)}
	switch p.what {
	case holderAdd:
		head = officeHead(l, k.t("office.holder.add"), k.t("office.holder.add.text"))
		p.nameF = bound(l, &p.name, widget.FieldOptions{Label: k.t("office.holder.name"), Hint: k.t("setup.administrator.hint"), MaxLength: 60, OnSubmit: submit})
		o = append(append(o, p.nameF, widget.Para(l, k.t("office.holder.theirs"))), p.next.fields(l, submit)...)
	case holderChange:
		head = officeHead(l, k.t("staff.passphrase"), k.t("office.holder.change.text"))
		o = append(o, p.next.fields(l, submit)...)
	default:
		head = officeHead(l, k.t("office.holder.remove", p.name), k.t("office.holder.remove.text"))
		p.whyF = bound(l, &p.why, widget.FieldOptions{Label: k.t("vouch.why"), Hint: k.t("office.staff.hint"), MaxLength: desk.NoteLimit, OnSubmit: submit})
		o = append(o, p.whyF)
	}
	return wide(l, 760, head, widget.Panel(l, 30, widget.VStack(l, 16, o...)))
}

// Actions save it.
func (p *holderPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	if p.what == holderRemove {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Danger, p.k.t("office.holder.remove.do"), "x-circle", p.save)}
	}
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Confirm, p.k.t("office.save"), "check", p.save)}
}

func (p *holderPage) save() {
	k, own := p.k, p.own.Text()
	if p.what != holderRemove && !p.next.same() {
		return
	}
	name, said := strings.TrimSpace(p.name), k.t("office.holder.changed")
	work := func(ctx context.Context) error { return k.Desk.ChangeOfficePassphrase(ctx, k.office, own, p.next.text) }
	switch p.what {
	case holderAdd:
		said = k.t("office.holder.added", name)
		work = func(ctx context.Context) error { return k.Desk.AddAdministrator(ctx, k.office, own, name, p.next.text) }
	case holderRemove:
		said = k.t("office.holder.removed", name)
		work = func(ctx context.Context) error { return k.Desk.RemoveAdministrator(ctx, k.office, own, name, p.why) }
	}
	tryFields(k, k.t("office.saving"), func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(struct{}) {
		if p.next.first != nil {
			p.next.forget()
		}
		k.inOffice(k.holders, said, "")
	}, p.faults())
}

// faults are the refusals that belong to the page's fields.
func (p *holderPage) faults() map[induction.Reason]*widget.Field {
	at := map[induction.Reason]*widget.Field{induction.CodePassphrase: p.own, induction.CodePINWait: p.own}
	for reason, f := range map[induction.Reason]*widget.Field{
		induction.CodeOfficeName: p.nameF, induction.CodeAdministratorKnown: p.nameF, induction.CodeWhy: p.whyF, induction.CodePassphraseForm: p.next.first,
	} {
		if f != nil {
			at[reason] = f
		}
	}
	return at
}

// certificate shows how the organisation's key is certified.
func (k *Kiosk) certificate(v officeView) window.Page {
	return &certificatePage{officePage: officePage{page{k, "office-certificate", k.t("office.certificate")}, k.to(k.keys)}, v: v}
}

// certificatePage is the certificate that a PDF reader checks a passport's file by.
type certificatePage struct {
	officePage
	v officeView
}

// Content is how it stands, and the two steps to one of one's own PKI.
func (p *certificatePage) Content(l *theme.Look) fyne.CanvasObject {
	k, key := p.k, p.v.current()
	step := func(n int, title, text string, do fyne.CanvasObject) fyne.CanvasObject {
		return widget.BesideTop(l, 14, numeral(l, n), widget.Grow(l, 180, widget.VStack(l, 8, widget.Strong(l, title), widget.Para(l, text), widget.Left(do))))
	}
	return wide(l, 860, officeHead(l, p.title, k.t("office.certificate.text")),
		widget.Notice(l, widget.Info, k.certificateWords(key), k.t("office.certificate.enough")),
		widget.Panel(l, 28, widget.VStack(l, 18, widget.H2(l, k.t("office.certificate.ask")),
			step(1, k.t("office.certificate.request"), k.t("office.certificate.request.text"), widget.NewButton(l, widget.Outline, k.t("office.certificate.request"), "usb", p.request)),
			widget.Rule(l),
			step(2, k.t("office.certificate.load"), k.t("office.certificate.load.text"), widget.NewButton(l, widget.Outline, k.t("office.certificate.load"), "folder-open", p.load)))))
}

func (p *certificatePage) request() {
	k := p.k
	k.save(k.t("office.saving"), func(ctx context.Context) ([]document, error) {
		der, err := k.Desk.CertificateRequest(ctx, k.office)
		return []document{{k.t("office.certificate.file", k.Machine.Organisation.ODS), "csr", der}}, err
	})
}

// certificateFiles are the endings of files that a PKI hands out.
var certificateFiles = []string{".cer", ".crt", ".pem", ".der", ".p7b", ".p7c"}

func (p *certificatePage) load() {
	k := p.k
	k.open(certificateFiles, func(_ string, data []byte) {
		c := cause{title: k.t("office.certificate.take"), text: k.t("office.certificate.take.text"), hint: k.t("office.certificate.hint"), yes: k.t("office.certificate.take.do")}
		k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
			return k.Desk.SetCertificate(ctx, k.office, data, why)
		}, func() {
			k.inOffice(k.certificate, k.t("office.certificate.taken"), k.t("office.certificate.taken.text"))
		})
	})
}
