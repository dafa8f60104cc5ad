package screen

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/trust"
)

// officeTrustDesk is what naming whose passports count needs.
type officeTrustDesk interface {
	ReadCard(ctx context.Context, data []byte) (desk.Card, error)
	AddOrganisation(ctx context.Context, s *desk.OfficeSeat, c desk.Card, compared bool, from time.Time, why string) error
	EndOrganisation(ctx context.Context, s *desk.OfficeSeat, issuer string, kid trust.Kid, at time.Time, why string) error
	AddKeeper(ctx context.Context, s *desk.OfficeSeat, c desk.Card, compared bool, why string) error
	RemoveKeeper(ctx context.Context, s *desk.OfficeSeat, issuer, why string) error
	RevokeKey(ctx context.Context, s *desk.OfficeSeat, kid trust.Kid, why string) error
}

// trusting lists whose passports count here.
func (k *Kiosk) trusting(v officeView) window.Page { return k.trustedPage(v, false) }

// keeping lists whose own lists count here.
func (k *Kiosk) keeping(v officeView) window.Page { return k.trustedPage(v, true) }

func (k *Kiosk) trustedPage(v officeView, keepers bool) window.Page {
	p := &trustedPage{officePage: officePage{page{k, "office-trust", k.t("office.trust")}, k.OpenOffice}, v: v, keepers: keepers}
	p.fill()
	return p
}

// trustedPage is the organisations, or the list keepers.
type trustedPage struct {
	officePage
	v       officeView
	keepers bool
	list    listing
}

// Facts tells a rehearsal how many there are.
func (p *trustedPage) Facts() map[string]any {
	return map[string]any{"organisations": len(p.v.Organisations), "keepers": len(p.v.Keepers)}
}

// Content is one of two lists.
func (p *trustedPage) Content(l *theme.Look) fyne.CanvasObject {
	k, on, text := p.k, 0, p.k.t("office.trust.text")
	if p.keepers {
		on, text = 1, k.t("office.keepers.text")
	}
	labels := []string{k.t("office.trust.tab", len(p.v.Organisations)), k.t("office.keepers.tab", len(p.v.Keepers))}
	return wide(l, 1000, officeHead(l, p.title, text),
		k.tabs(l, labels, on, func(i int) { p.keepers = i == 1; p.fill(); k.Frame.Refresh() }), p.list.content(l))
}

func (p *trustedPage) fill() {
	k := p.k
	if p.keepers {
		p.list = listing{k: k, icon: "list-checks", none: k.t("office.keepers.none"), noneText: k.t("office.keepers.none.text"), find: k.t("office.trust.find")}
		for _, o := range p.v.Keepers {
			state, tone := k.listState(o.List, p.v.now())
			p.list.all = append(p.list.all, listed{
				icon: "list-checks", title: o.Name, under: k.t("office.keeper.adds", o.Organisations), state: state, tone: tone, more: o.Issuer,
				open: func() { k.Frame.Reset(k.keeper(p.v, o)) },
			})
		}
		return
	}
	p.list = listing{k: k, icon: "shield-check", none: k.t("office.trust.none"), noneText: k.t("office.trust.none.text"), find: k.t("office.trust.find")}
	for _, o := range p.v.Organisations {
		state, tone := k.keyStatus(o.Status)
		p.list.all = append(p.list.all, listed{
			icon: "hospital", title: o.Name, under: k.ods(o.Issuer) + " · " + k.t("settings.fingerprint", short(o.Fingerprint)), state: state, tone: tone, more: o.Fingerprint,
			open: func() { k.Frame.Reset(k.trustedOne(p.v, o)) },
		})
	}
}

// short is the beginning of a fingerprint.
func short(fingerprint string) string {
	groups := strings.Fields(fingerprint)
	return strings.Join(groups[:min(3, len(groups))], " ") + " …"
}

// keyStatus is how a key stands: its word and its tone.
func (k *Kiosk) keyStatus(s trust.Status) (string, widget.Tone) {
	tone := widget.Warn
	switch s {
	case trust.InUse:
		tone = widget.Good
	case trust.Revoked:
		tone = widget.Stop
	}
	return k.t("trust.status." + string(s)), tone
}

// Actions add another.
func (p *trustedPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	add := widget.NewButton(l, widget.Primary, k.t("office.trust.add"), "plus", func() { k.takeCard(false) })
	if p.keepers {
		add = widget.NewButton(l, widget.Primary, k.t("office.keepers.add"), "plus", func() { k.takeCard(true) })
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("office.card"), "identification-card", k.handCard)}, []fyne.CanvasObject{add}
}

// handCard hands the organisation's own key file over.
func (k *Kiosk) handCard() {
	run(k, k.t("founded.looking"), k.Desk.Card, func(a desk.Answer) {
		k.hand(&handPage{
			officePage: officePage{page{k, "office-card", k.t("office.card")}, k.to(k.trusting)}, answer: a, file: k.t("founded.file", k.Machine.Organisation.ODS),
			heading: k.t("office.card"), text: k.t("founded.card.text"), done: k.t("office.done"),
			steps: []string{k.t("office.card.give"), k.t("office.card.read"), k.t("office.card.add")},
		})
	})
}

// takeCard asks for another organisation's key file.
func (k *Kiosk) takeCard(keeper bool) {
	heading, text, up := k.t("office.trust.add"), k.t("office.trust.take.text"), k.to(k.trusting)
	if keeper {
		heading, text, up = k.t("office.keepers.add"), k.t("office.keepers.means"), k.to(k.keeping)
	}
	k.takeIn(page{k, "office-take-card", k.t("office.trust")}, heading, text, up, func(data []byte) {
		run(k, k.t("enrol.reading"), func(ctx context.Context) (desk.Card, error) { return k.Desk.ReadCard(ctx, data) }, func(c desk.Card) {
			k.Frame.Reset(&cardPage{officePage: officePage{page{k, "office-card-compare", k.t("office.trust")}, func() { k.takeCard(keeper) }}, c: c, keeper: keeper})
		})
	})
}

// cardPage shows another organisation's key, to be compared by telephone.
type cardPage struct {
	officePage
	c        desk.Card
	keeper   bool
	compared bool
	from     string
	field    *widget.Field
}

// Facts tells a rehearsal whose key it is.
func (p *cardPage) Facts() map[string]any {
	return map[string]any{"organisation": p.c.Organisation.Name, "fingerprint": p.c.Fingerprint}
}

// Content is the organisation, its fingerprint, and that somebody compared it.
func (p *cardPage) Content(l *theme.Look) fyne.CanvasObject {
	k, c := p.k, p.c
	head := officeHead(l, k.t("office.trust.add"), k.t("office.compare.text"))
	if p.keeper {
		head = officeHead(l, k.t("office.keepers.add"), k.t("office.keepers.means"))
	}
	var tick *widget.CheckRow
	tick = widget.NewCheckRow(l, widget.CheckOptions{Text: k.t("office.compare.tick"), Detail: k.t("office.compare.tick.text"), Checked: p.compared, OnToggle: func(on bool) {
		p.compared = on
		tick.SetChecked(on, "")
		k.Frame.Quiet()
	}})
	o := []fyne.CanvasObject{
		widget.H1(l, c.Organisation.Name), widget.Muted(l, k.t("office.card.made", c.Organisation.ODS, k.P.Date(c.Made))), widget.Rule(l),
		widget.Strong(l, k.t("enrol.organisation-fingerprint")), groups(l, c.Fingerprint), tick,
	}
	if c.Known && !p.keeper {
		o = append(o, widget.Notice(l, widget.Info, k.t("office.card.known"), k.t("office.card.known.text")))
	}
	if !p.keeper {
		p.field = bound(l, &p.from, widget.FieldOptions{Label: k.t("office.trust.from"), Hint: k.t("office.trust.from.hint"), MaxLength: 20, Width: 240, OnSubmit: func(string) { p.add() }})
		o = append(o, p.field)
	}
	return wide(l, 860, head, widget.Panel(l, 30, widget.VStack(l, 14, o...)))
}

// Actions say whether it is the same.
func (p *cardPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("enrol.differs"), "x", p.differs)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.trust.do", p.c.Organisation.ODS), "check", p.add)}
}

// differs puts the key file away: somebody else may have made it.
func (p *cardPage) differs() {
	p.up()
	p.k.Frame.Say(widget.Stop, p.k.t("enrol.differs.title"), p.k.t("office.compare.differs", p.c.Organisation.Name))
}

func (p *cardPage) add() {
	k, c := p.k, p.c
	k.Frame.Quiet()
	if !p.compared {
		k.Frame.Say(widget.Warn, k.t("office.compare.first"), k.t("refusal.compare-first"))
		return
	}
	if p.keeper {
		ask := cause{title: k.t("office.keepers.ask", c.Organisation.Name), text: k.t("office.keepers.means"), hint: k.t("office.trust.hint"), yes: k.t("office.keepers.add")}
		k.because(ask, k.t("office.signing"), func(ctx context.Context, why string) error {
			return k.Desk.AddKeeper(ctx, k.office, c, true, why)
		}, func() { k.inOffice(k.keeping, k.t("office.keepers.added", c.Organisation.Name), k.t("office.tell")) })
		return
	}
	from, ok := k.typedDay(p.field)
	if !ok {
		return
	}
	ask := cause{title: k.t("office.trust.ask", c.Organisation.Name), text: k.t("office.trust.ask.text"), hint: k.t("office.trust.hint"), yes: k.t("office.trust.yes")}
	k.because(ask, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.AddOrganisation(ctx, k.office, c, true, from, why)
	}, func() { k.inOffice(k.trusting, k.t("office.trust.added", c.Organisation.Name), k.t("office.tell")) })
}
