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

// Start shows the first page: the welcome, or on a machine that is not set up yet
// the choice of what it is to be.
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

// Content offers the demonstration and says what setting up a real organisation needs.
func (p *firstPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	try := widget.Panel(l, 28, widget.VStack(l, 14,
		widget.Left(widget.Badge(l, "play", 52, l.Brand, l.BrandSoft)),
		widget.H2(l, k.t("start.try.title")),
		widget.Para(l, k.t("start.try.text")),
		widget.Para(l, k.t("start.try.marked")),
		widget.Gap(l, 1, 4),
		widget.NewButton(l, widget.Primary, k.t("start.try.do"), "arrow-right", p.try)))
	own := widget.Panel(l, 28, widget.VStack(l, 14,
		widget.Left(widget.Badge(l, "hospital", 52, l.InkSoft, l.Soft)),
		widget.H2(l, k.t("start.own.title")),
		widget.Para(l, k.t("start.own.text"))))
	return wide(l, 1040,
		widget.Title(l, k.t("start.heading")),
		widget.Muted(l, k.t("start.text")),
		widget.Columns(l, 24, 380, []float32{1, 1}, try, own))
}

func (p *firstPage) try() {
	p.k.act(p.k.t("start.try.making"), p.k.Desk.TryIt, p.k.Start)
}
