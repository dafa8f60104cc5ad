package screen

import (
	"context"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// updateDesk is what update files need.
type updateDesk interface {
	ReadBundle(ctx context.Context, data []byte) (desk.BundleOffer, error)
	TakeBundle(ctx context.Context, id induction.TrainerID, passphrase string, o desk.BundleOffer) error
	ExportBundle(ctx context.Context, to desk.Audience) ([]byte, error)
}

// OpenUpdate shows the ways to take an update file in, and to save one; in the office
// they are the administrator's.
func (k *Kiosk) OpenUpdate() {
	if k.office != nil {
		k.inOffice(k.updateOut, "", "")
		return
	}
	p := &updatePage{address: k.Files.Installed().Update}
	p.intake = intake{page: page{k, "update-file", k.t("settings.part.update")}, use: p.read}
	k.Frame.Reset(p)
}

// updatePage takes in what the organisation has signed since, and hands on what is
// held here.
type updatePage struct {
	intake
	address string
	from    *widget.Field
}

// OnBack leads to this machine's page.
func (p *updatePage) OnBack() bool { p.k.OpenSettings(); return true }

// Content is the scan field, the other ways in, and the way out.
func (p *updatePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, k.t("update.heading")), widget.Muted(l, k.t("update.text"))),
		p.field(l, k.t("update.heading")), p.ways(l),
	}
	if k.Machine.NotIssuing == induction.CodeNotEnrolled {
		o = slices.Insert(o, 1, widget.Notice(l, widget.Warn, k.t("settings.not-enrolled"), k.t("update.enrol-first"),
			widget.NewButton(l, widget.Quiet, k.t("settings.part.organisation"), "key", func() { k.OpenSection("organisation") })))
	}
	if _, can := k.Files.(Fetcher); can {
		p.from = bound(l, &p.address, widget.FieldOptions{Label: k.t("update.address"), Hint: k.t("update.address.hint"), MaxLength: 400, OnSubmit: func(string) { p.fetch() }})
		o = append(o, widget.Panel(l, 26, widget.VStack(l, 14, widget.H3(l, k.t("update.fetch")), p.from,
			widget.Left(widget.NewButton(l, widget.Outline, k.t("update.fetch.do"), "download-simple", p.fetch)))))
	}
	return wide(l, 900, append(o, widget.Panel(l, 26, widget.VStack(l, 12, widget.H3(l, k.t("update.out")), widget.Para(l, k.t("update.out.text")),
		widget.Left(widget.NewButton(l, widget.Outline, k.t("update.out.do"), "usb", p.export)))))...)
}

// Actions are the other ways to give it.
func (p *updatePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{p.pasting(l)}, []fyne.CanvasObject{p.choosing(l, widget.Primary)}
}

// fetch gets the file from an address or a shared folder.
func (p *updatePage) fetch() {
	k, address := p.k, strings.TrimSpace(p.address)
	f, can := k.Files.(Fetcher)
	p.from.SetError("")
	if address == "" || !can {
		k.wrong(p.from, k.t("update.address.missing"))
		return
	}
	k.Frame.Quiet()
	window.Run(k.Frame, context.Background(), k.t("update.fetching"),
		func(ctx context.Context, _ window.Progress) ([]byte, error) { return f.Fetch(ctx, address) },
		func(data []byte, err error) {
			if err != nil {
				k.note(err)
				k.wrong(p.from, k.fileWords(err))
				return
			}
			p.read(data)
		})
}

func (p *updatePage) read(data []byte) { p.k.previewUpdate(data) }

// previewUpdate shows what taking a file in would change here, before it is.
func (k *Kiosk) previewUpdate(data []byte) {
	run(k, k.t("settings.reading"), func(ctx context.Context) (desk.BundleOffer, error) { return k.Desk.ReadBundle(ctx, data) }, func(o desk.BundleOffer) {
		k.Frame.Show(&previewPage{page: page{k, "update-preview", k.t("settings.part.update")}, o: o, nothing: o.Empty(), take: k.takeUpdate})
	})
}

// takeUpdate takes an update in, by a trainer's word.
func (k *Kiosk) takeUpdate(o desk.BundleOffer) {
	v := vouch{title: k.t("trust.take"), text: k.t("trust.take.text"), yes: k.t("trust.take")}
	vouched(k, v, k.t("trust.taking"), func(ctx context.Context, by voucher) (struct{}, error) {
		return struct{}{}, k.Desk.TakeBundle(ctx, by.id, by.passphrase, o)
	}, func(struct{}) {
		k.openSection("trust", func() { k.Frame.Say(widget.Good, k.t("update.taken"), k.t("update.taken.text", len(o.Changes))) })
	})
}

// export saves what is held here, for another machine of the organisation.
func (p *updatePage) export() {
	k := p.k
	k.save(k.t("update.saving"), func(ctx context.Context) ([]document, error) {
		data, err := k.Desk.ExportBundle(ctx, desk.ForDevices)
		if err != nil {
			return nil, err
		}
		return []document{{k.t("update.file", k.Machine.Organisation.ODS, k.P.Date(k.Machine.Clock)), "muster", data}}, nil
	})
}

// previewPage shows what an update file would change before it is taken.
type previewPage struct {
	page
	o       desk.BundleOffer
	nothing bool // new in it
	take    func(desk.BundleOffer)
}

// Facts tells a rehearsal how much it would change.
func (p *previewPage) Facts() map[string]any {
	return map[string]any{"changes": len(p.o.Changes), "refused": len(p.o.Refused), "empty": p.nothing}
}

// Content is what would change, what is refused and why, and what stays as it is.
func (p *previewPage) Content(l *theme.Look) fyne.CanvasObject {
	k, f := p.k, p.o
	o := []fyne.CanvasObject{widget.VStack(l, 4, widget.Title(l, k.t("trust.heading")), widget.Muted(l, k.t("update.preview.text")))}
	if p.nothing {
		o = append(o, widget.Notice(l, widget.Info, k.t("trust.same"), k.t("trust.same.text")))
	}
	if len(f.ShutsOut) > 0 {
		var names []string
		for _, t := range f.ShutsOut {
			names = append(names, t.Name)
		}
		o = append(o, widget.Notice(l, widget.Stop, k.t("update.shuts-out", len(names)), k.t("update.shuts-out.text", names)))
	}
	if len(f.Refused) > 0 {
		o = append(o, p.group(l, k.t("trust.refused", len(f.Refused)), p.refused(l)))
	}
	if len(f.Changes) > 0 {
		o = append(o, p.group(l, k.t("trust.changes", len(f.Changes)), p.changes(l)))
	}
	if len(f.Older) > 0 {
		o = append(o, widget.Notice(l, widget.Plain, k.t("trust.older"), k.t("trust.older.text")))
	}
	if len(f.Cards) > 0 {
		o = append(o, widget.Notice(l, widget.Info, k.t("update.cards", len(f.Cards)), k.t("update.cards.text")))
	}
	return wide(l, 900, o...)
}

// group is a heading over lines, cut short where they are too many to be read.
func (p *previewPage) group(l *theme.Look, heading string, lines []fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{widget.H3(l, heading)}
	for i, line := range lines {
		rows = append(rows, widget.Rule(l))
		if i == shown {
			rows = append(rows, widget.Muted(l, p.k.t("open.more", len(lines)-i)))
			break
		}
		rows = append(rows, line)
	}
	return widget.Panel(l, 26, widget.VStack(l, 12, rows...))
}

// changes are what would change; each bears the sign of what it does.
func (p *previewPage) changes(l *theme.Look) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range p.o.Changes {
		icon, ink := changeSign(l, string(c.What))
		out = append(out, widget.BesideTop(l, 12, widget.Icon(l, icon, 24, ink), widget.Grow(l, 160, widget.Para(l, p.change(c)))))
	}
	return out
}

// changeSign is the sign of a change that makes more count, or less, or renews.
func changeSign(l *theme.Look, what string) (icon string, ink color.NRGBA) {
	switch {
	case strings.HasSuffix(what, "-added"), strings.HasSuffix(what, "-restored"):
		return "plus", l.Good
	case strings.HasSuffix(what, "-removed"), strings.HasSuffix(what, "-revoked"):
		return "prohibit", l.Stop
	}
	return "arrows-clockwise", l.InkSoft
}

// change puts one change into words.
func (p *previewPage) change(c trust.Change) string {
	k, subject := p.k, c.Subject
	switch c.What {
	case trust.TrainerAdded, trust.TrainerChanged, trust.TrainerRemoved:
		subject = k.numberWords(induction.Number(c.Subject))
	case trust.KeyTimes:
		if c.At >= trust.Forever {
			return k.t("bundle.change.key-open", p.named(c.Name, c.Issuer), c.Kid.Groups())
		}
	}
	return k.t("bundle.change."+string(c.What), p.named(c.Name, c.Issuer), subject, c.N, k.P.Date(time.Unix(c.At, 0).UTC()), c.Kid.Groups())
}

// named is an organisation by its name or, where none is known, its code.
func (p *previewPage) named(name, issuer string) string {
	if name != "" {
		return name
	}
	return p.k.ods(issuer)
}

func (p *previewPage) refused(l *theme.Look) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, r := range p.o.Refused {
		words := p.k.t("bundle.refused."+string(r.Reason), p.k.ods(r.Issuer), r.Subject)
		out = append(out, widget.BesideTop(l, 12, widget.Icon(l, "warning-octagon-fill", 24, l.Stop), widget.Grow(l, 160, widget.Para(l, words))))
	}
	return out
}

// Actions take it in, or leave things as they are.
func (p *previewPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.nothing {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("trust.leave"), "arrow-left", k.Frame.Back)}
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("trust.leave"), "", k.Frame.Back)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("trust.take"), "check", func() { p.take(p.o) })}
}
