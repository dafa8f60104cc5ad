package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// clockDesk is what mending the clock's floor needs.
type clockDesk interface {
	LowerFloor(ctx context.Context, id induction.TrainerID, passphrase, why string) (time.Time, error)
}

// clock says what the clock is held against, and what to do when that is wrong.
func (p *sectionPage) clock(l *theme.Look) []fyne.CanvasObject {
	k, m := p.k, p.s.machine
	if !m.ClockBehind {
		return []fyne.CanvasObject{
			widget.Notice(l, widget.Good, k.t("clock.right"), k.t("clock.right.text", k.moment(m.Clock))),
			widget.Panel(l, 26, widget.VStack(l, 12, widget.H3(l, k.t("clock.how")), widget.Para(l, k.t("clock.how.text")))),
		}
	}
	way := func(n int, title, text string) fyne.CanvasObject {
		return widget.BesideTop(l, 14, numeral(l, n), widget.Grow(l, 180, widget.VStack(l, 4, widget.Strong(l, title), widget.Para(l, text))))
	}
	return []fyne.CanvasObject{
		widget.Notice(l, widget.Warn, k.t("welcome.clock"), k.t("welcome.clock.text", k.moment(m.Clock), k.moment(m.Floor))),
		widget.Panel(l, 26, widget.VStack(l, 16,
			way(1, k.t("clock.wrong"), k.t("clock.wrong.text", k.moment(m.Clock))),
			widget.Rule(l),
			way(2, k.t("clock.ahead"), k.t("clock.ahead.text", k.moment(m.Floor))))),
	}
}

// mend lowers the floor, with a trainer's passphrase and the reason.
func (p *sectionPage) mend() {
	k, m := p.k, p.s.machine
	v := vouch{title: k.t("clock.mend.title"), text: k.t("clock.mend.text", k.moment(m.Clock)), yes: k.t("clock.mend.do"), why: true}
	vouched(k, v, k.t("clock.mending"), func(ctx context.Context, by voucher) (time.Time, error) {
		return k.Desk.LowerFloor(ctx, by.id, by.passphrase, by.why)
	}, func(time.Time) {
		k.openSection("clock", func() { k.Frame.Say(widget.Good, k.t("clock.mended"), k.t("clock.mended.text")) })
	})
}
