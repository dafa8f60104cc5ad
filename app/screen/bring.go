package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenBring lets the signed-in learner scan earlier passports.
func (k *Kiosk) OpenBring() {
	k.Frame.Show(&bringPage{
		scanPage: scanPage{page: page{k, "bring", k.t("bring.title")}}, name: k.seat.Name, back: k.Day,
		bring: func(ctx context.Context, texts []string) (desk.Arrival, error) {
			return k.Desk.Bring(ctx, k.seat, texts...)
		},
	})
}

// OpenBringFor lets the trainer scan a learner's earlier passports for them.
func (k *Kiosk) OpenBringFor(who induction.Learner) {
	k.Frame.Show(&bringPage{
		scanPage: scanPage{page: page{k, "bring", k.t("bring.title")}}, name: who.Name, other: true, back: func() { k.OpenLearner(who.ID) },
		bring: func(ctx context.Context, texts []string) (desk.Arrival, error) {
			return k.Desk.BringFor(ctx, k.trainer, who.ID, texts...)
		},
	})
}

// bringPage takes earlier passports, several after each other, and says what each
// of them spares.
type bringPage struct {
	scanPage
	name  string
	other bool // a trainer does it for them
	bring func(context.Context, []string) (desk.Arrival, error)
	back  func()
	got   []brought // the newest first
	day   *induction.Day
	saved int // minutes, since the page was opened
}

// brought is what one scan or file came to: the passports that count, those that do
// not, and the file that cannot be believed.
type brought struct {
	taken, before []induction.Brought
	refused       []desk.NotTaken
	broken        string
}

// OnBack leads to where it was opened from.
func (p *bringPage) OnBack() bool { p.back(); return true }

// Facts tells a rehearsal what was taken so far.
func (p *bringPage) Facts() map[string]any {
	taken, refused := 0, 0
	for _, b := range p.got {
		taken += len(b.taken)
		refused += len(b.refused)
	}
	return map[string]any{"taken": taken, "refused": refused, "saved": p.saved}
}

// Content is the scan field over what each passport came to.
func (p *bringPage) Content(l *theme.Look) fyne.CanvasObject {
	p.begins, p.came = func() {}, p.take
	return p.frame(l, p.heading(), p.body(l))
}

// heading says whose passports are meant.
func (p *bringPage) heading() string {
	if p.other {
		return p.k.t("bring.heading.other")
	}
	return p.k.t("bring.heading")
}

func (p *bringPage) body(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.VStack(l, 4, widget.Title(l, p.heading()), widget.Muted(l, p.intro()))}
	if len(p.got) == 0 {
		return append(o, p.ways(l), widget.Notice(l, widget.Plain, k.t("bring.where"), k.t("bring.where.text")))
	}
	if p.day != nil {
		o = append(o, widget.Row(l, 10, widget.Pill(l, widget.Good, k.t("day.saved", k.minutes(p.saved))), widget.Pill(l, widget.Info, k.t("day.left", k.minutes(p.day.Left)))))
	}
	for _, b := range p.got {
		o = append(o, p.outcome(l, b)...)
	}
	return append(o, widget.Notice(l, widget.Plain, k.t("bring.more"), k.t("bring.more.text")))
}

func (p *bringPage) intro() string {
	if p.other {
		return p.k.t("bring.text.other", p.name)
	}
	return p.k.t("bring.text")
}

// outcome is what one scan or file came to.
func (p *bringPage) outcome(l *theme.Look, b brought) []fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	if b.broken != "" {
		o = append(o, widget.Notice(l, widget.Stop, k.t("check.broken"), k.t("paper.broken."+b.broken)))
	}
	for _, t := range b.taken {
		o = append(o, k.arrivedPassport(l, t, *p.day, k.t("bring.taken")))
	}
	for _, t := range b.before {
		o = append(o, k.arrivedPassport(l, t, *p.day, k.t("bring.before")))
	}
	for _, n := range b.refused {
		o = append(o, k.notTaken(l, n))
	}
	return o
}

// arrivedPassport is one passport that counts, with what each line that it speaks of
// comes to.
func (k *Kiosk) arrivedPassport(l *theme.Look, b induction.Brought, d induction.Day, state string) fyne.CanvasObject {
	saved := 0
	var rows []fyne.CanvasObject
	for _, n := range d.Lines {
		if n.Decision.Ground != induction.OnPassport || n.Decision.Passport != b.ID {
			continue
		}
		saved += n.Saved
		rows = append(rows, widget.Rule(l), k.decided(l, n))
	}
	tone := widget.Good
	if saved == 0 {
		tone = widget.Info
	}
	head := widget.Row(l, 12, widget.Badge(l, "identification-card", 42, l.Brand, l.BrandSoft),
		widget.Grow(l, 240, widget.VStack(l, 2, widget.H3(l, b.Organisation), widget.Small(l, k.t("passport.issued", k.P.Date(b.Issued.Local()))))),
		widget.Tag(l, tone, "check-circle", state), widget.Pill(l, tone, k.t("day.saved", k.minutes(saved))))
	if len(rows) == 0 {
		rows = append(rows, widget.Para(l, k.t("bring.nothing")))
	}
	return widget.Panel(l, 24, widget.VStack(l, 12, append([]fyne.CanvasObject{head}, rows...)...))
}

// notTaken says why a passport does not count and what to do now.
func (k *Kiosk) notTaken(l *theme.Look, n desk.NotTaken) fyne.CanvasObject {
	title, text := k.t("bring.refused"), k.Explain(n.Err)
	if n.Brought.Organisation != "" {
		title = k.t("bring.refused.from", n.Brought.Organisation)
	}
	if n.Reason != "" {
		text += " " + k.t("bring.refused.reason", n.Reason)
	}
	return widget.Notice(l, widget.Warn, title, text)
}

// take puts what came on record, as far as it can be recognised.
func (p *bringPage) take(o offered) {
	k := p.k
	if len(o.texts) == 0 {
		p.put(brought{broken: o.broken})
		return
	}
	window.Run(k.Frame, context.Background(), k.t("bring.working"), func(ctx context.Context, _ window.Progress) (desk.Arrival, error) {
		return p.bring(ctx, o.texts)
	}, func(a desk.Arrival, err error) {
		if err != nil && len(a.Refused) == 0 {
			k.Fail(err)
		} else {
			p.arrived(a, o.broken)
		}
		p.pump()
	})
}

func (p *bringPage) arrived(a desk.Arrival, broken string) {
	p.day, p.saved = &a.Day.Day, p.saved+max(0, a.Saved)
	p.put(brought{a.Taken, a.Before, a.Refused, broken})
}

func (p *bringPage) put(b brought) {
	p.got = append([]brought{b}, p.got...)
	p.show(p.body(p.k.Frame.Look()))
}

// Actions are the other ways to give a passport, and the way on.
func (p *bringPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	label, icon := p.k.t("bring.done"), "house"
	if p.other {
		label, icon = p.k.t("bring.back"), "arrow-right"
	}
	return p.otherWays(l), []fyne.CanvasObject{widget.NewButton(l, widget.Primary, label, icon, p.back)}
}
