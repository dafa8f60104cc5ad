package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
)

// officeUpdateDesk is what update files need in the office.
type officeUpdateDesk interface {
	TakeBundleInOffice(ctx context.Context, s *desk.OfficeSeat, o desk.BundleOffer) error
	SignTime(ctx context.Context, s *desk.OfficeSeat, why string) (desk.Answer, error)
}

// updateOut shows what the organisation's update file holds, and hands it out.
func (k *Kiosk) updateOut(v officeView) window.Page {
	return &updateOutPage{officePage: officePage{page{k, "office-update", k.t("office.update")}, k.OpenOffice}, v: v}
}

// updateOutPage is the lists with their ages at the left, and the ways out at the right.
type updateOutPage struct {
	officePage
	v officeView
}

// Facts tells a rehearsal how many lists are past their date.
func (p *updateOutPage) Facts() map[string]any {
	stale := 0
	for _, a := range p.v.Lists {
		if a.Stale || a.Missing {
			stale++
		}
	}
	return map[string]any{"lists": len(p.v.Lists), "stale": stale}
}

// Content is what is in it, and for whom it can be saved.
func (p *updateOutPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	out := func(icon, title, text string, to desk.Audience) fyne.CanvasObject {
		return k.bigTile(l, icon, title, text, func() { p.export(to) })
	}
	return wide(l, 1180, officeHead(l, p.title, k.t("office.update.text")), widget.Columns(l, 24, 400, []float32{1, 1},
		widget.Top(widget.VStack(l, 14, p.lists(l), widget.Left(widget.NewButton(l, widget.Outline, k.t("office.lists.renew"), "arrows-clockwise", k.renewLists)))),
		widget.Top(widget.VStack(l, 12, widget.H3(l, k.t("office.update.save")),
			out("identification-badge", k.t("office.update.machines"), k.t("office.update.machines.text"), desk.ForDevices),
			out("hospital", k.t("office.update.others"), k.t("office.update.others.text"), desk.ForOthers),
			out("list-checks", k.t("office.update.keeping"), k.t("office.update.keeping.text"), desk.ForKeeping),
			widget.H3(l, k.t("office.time")),
			k.bigTile(l, "clock", k.t("office.time.do"), k.t("office.time.text"), k.signTime)))))
}

// lists are what is in it: the organisation's own first, the others' after them.
func (p *updateOutPage) lists(l *theme.Look) fyne.CanvasObject {
	k := p.k
	rows := []fyne.CanvasObject{widget.H3(l, k.t("office.update.in"))}
	for i, a := range p.v.Lists {
		if i == shown {
			rows = append(rows, widget.Muted(l, k.t("open.more", len(p.v.Lists)-i)))
			break
		}
		state, tone := k.listState(a, p.v.now())
		under := k.t("office.list.never")
		if !a.Missing {
			under = k.t("office.list.dates", k.P.ShortDate(a.Issued), k.P.ShortDate(a.NextUpdate))
		}
		rows = append(rows, widget.Rule(l), widget.Row(l, 10,
			widget.Grow(l, 220, widget.VStack(l, 2, widget.Strong(l, k.listName(a)), widget.Small(l, under))), widget.Tag(l, tone, toneIcon(tone), state)))
	}
	return widget.Panel(l, 26, widget.VStack(l, 12, rows...))
}

// export saves the update file for those who are meant.
func (p *updateOutPage) export(to desk.Audience) {
	k := p.k
	k.save(k.t("update.saving"), func(ctx context.Context) ([]document, error) {
		data, err := k.Desk.ExportBundle(ctx, to)
		if err != nil {
			return nil, err
		}
		name := map[desk.Audience]string{desk.ForDevices: "update.file", desk.ForOthers: "update.file.others", desk.ForKeeping: "update.file.keeping"}[to]
		return []document{{k.t(name, k.Machine.Organisation.ODS, k.P.Date(k.Machine.Clock)), "muster", data}}, nil
	})
}

// Actions save it for those who wait for it most, or take one in.
func (p *updateOutPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("office.update.take"), "tray-arrow-down", k.takeUpdateIn)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.update.machines.do"), "usb", func() { p.export(desk.ForDevices) })}
}

// takeUpdateIn asks for an update file from another organisation or a list keeper.
func (k *Kiosk) takeUpdateIn() {
	k.takeIn(page{k, "office-take-update", k.t("office.update")}, k.t("office.update.take"), k.t("office.update.take.text"), k.to(k.updateOut), k.previewInOffice)
}

// previewInOffice shows what an update file would change before it is taken.
func (k *Kiosk) previewInOffice(data []byte) {
	run(k, k.t("settings.reading"), func(ctx context.Context) (desk.BundleOffer, error) { return k.Desk.ReadBundle(ctx, data) }, func(o desk.BundleOffer) {
		k.Frame.Show(&previewPage{page: page{k, "update-preview", k.t("office.update")}, o: o, take: k.takeInOffice})
	})
}

func (k *Kiosk) takeInOffice(o desk.BundleOffer) {
	k.act(k.t("trust.taking"), func(ctx context.Context) error { return k.Desk.TakeBundleInOffice(ctx, k.office, o) }, func() {
		k.inOffice(k.updateOut, k.t("update.taken"), k.t("office.update.taken", len(o.Changes)))
	})
}

// signTime signs what time it is, for a machine whose clock once ran ahead.
func (k *Kiosk) signTime() {
	var a desk.Answer
	c := cause{title: k.t("office.time.do"), text: k.t("office.time.ask", k.moment(k.Machine.Clock)), hint: k.t("office.time.hint"), yes: k.t("office.time.do")}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) (err error) {
		a, err = k.Desk.SignTime(ctx, k.office, why)
		return err
	}, func() {
		k.hand(&handPage{
			officePage: officePage{page{k, "office-time", k.t("office.update")}, k.to(k.updateOut)}, answer: a, file: k.t("office.time.file", k.Machine.Organisation.ODS),
			heading: k.t("office.time.signed"), text: k.t("office.time.signed.text"), done: k.t("office.done"),
			steps: []string{k.t("office.time.clock"), k.t("office.time.take"), k.t("office.time.then")},
		})
	})
}
