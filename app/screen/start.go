package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
)

// startDesk is what the first page needs.
type startDesk interface {
	Machine(context.Context) (desk.Machine, error)
	TryIt(context.Context) error
}

// Start shows the first page: the welcome, the office's door on an administrator's
// machine, or on one that is not set up yet the choice of what it is to be.
func (k *Kiosk) Start() {
	run(k, k.t("start.looking"), k.Desk.Machine, func(m desk.Machine) {
		k.Machine = m
		if !m.SetUp {
			k.Frame.Reset(&firstPage{page{k, "first-start", k.t("start.title")}})
			return
		}
		k.Frame.SetDemonstration(m.Organisation.Demo())
		k.Welcome()
	})
}

// firstPage is the first start of all.
type firstPage struct{ page }

// NoBack says that nothing comes before it.
func (*firstPage) NoBack() {}

// Content offers what this machine can be, with what each means.
func (p *firstPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	way := func(icon, title, text, more, do string, tap func()) fyne.CanvasObject {
		return widget.Panel(l, 26, widget.VStack(l, 14,
			widget.Left(widget.Badge(l, icon, 52, l.Brand, l.BrandSoft)),
			widget.H2(l, title), widget.Para(l, text), widget.Muted(l, more),
			widget.Spacer(), widget.NewButton(l, widget.Outline, do, "arrow-right", tap)))
	}
	return wide(l, 1180,
		widget.Title(l, k.t("start.heading")),
		widget.Muted(l, k.t("start.text")),
		widget.Columns(l, 20, 290, []float32{1, 1, 1},
			way("play", k.t("start.try.title"), k.t("start.try.text"), k.t("start.try.marked"), k.t("start.try.do"), p.try),
			way("identification-badge", k.t("start.kiosk.title"), k.t("start.kiosk.text"), k.t("start.kiosk.more"), k.t("start.kiosk.do"), k.SetUpKiosk),
			way("key", k.t("start.office.title"), k.t("start.office.text"), k.t("start.office.more"), k.t("start.office.do"), k.SetUpOffice)),
		widget.Small(l, k.t("start.once")))
}

func (p *firstPage) try() {
	p.k.act(p.k.t("start.try.making"), p.k.Desk.TryIt, p.k.Start)
}
