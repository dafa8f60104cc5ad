package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
)

func (k *Kiosk) trustedOne(v officeView, o desk.Trusted) window.Page {
	return &trustedOnePage{officePage: officePage{page{k, "office-trusted", o.Name}, k.to(k.trusting)}, v: v, o: o}
}

// trustedOnePage is one key of another organisation.
type trustedOnePage struct {
	officePage
	v    officeView
	o    desk.Trusted
	end  string
	last *widget.Field
}

// Content is whose key it is, and what can be taken back.
func (p *trustedOnePage) Content(l *theme.Look) fyne.CanvasObject {
	k, o := p.k, p.o
	state, tone := k.keyStatus(o.Status)
	last := ""
	if o.Status != "revoked" { // nothing of a withdrawn key is accepted, whatever its date
		last = k.dateOrNone(o)
	}
	about := []fyne.CanvasObject{widget.Tag(l, tone, toneIcon(tone), state), facts(l, fact{k.t("fact.ods"), k.ods(o.Issuer)}, fact{k.t("office.trust.last"), last})}
	if a, known := p.v.act("organisation-added", o.Name); known {
		about = append(about, widget.Small(l, k.t("office.trust.since", k.actWords(a, true))))
	}
	about = append(about, widget.Strong(l, k.t("enrol.organisation-fingerprint")), groups(l, o.Fingerprint))
	ways := []fyne.CanvasObject{}
	if o.Status != "revoked" {
		p.last = bound(l, &p.end, widget.FieldOptions{Label: k.t("office.end.after"), Hint: k.t("office.end.after.hint"), MaxLength: 20, Width: 240, OnSubmit: func(string) { p.finish() }})
		ways = append(ways,
			way2(l, k.t("office.end"), k.t("office.end.text"), p.last, widget.NewButton(l, widget.Outline, k.t("office.end.do"), "calendar-check", p.finish)),
			way2(l, k.t("office.key.revoke"), k.t("office.key.revoke.text"), nil, widget.NewButton(l, widget.Outline, k.t("office.key.revoke"), "prohibit", p.revoke)))
	}
	ways = append(ways, way2(l, k.t("office.exclude.this"), k.t("office.exclude.text"), nil, widget.NewButton(l, widget.Outline, k.t("office.exclude.this"), "x-circle", func() { k.excluding(o.Issuer) })))
	return wide(l, 1180, widget.Title(l, o.Name), widget.Columns(l, 24, 400, []float32{1, 1},
		widget.Top(widget.Panel(l, 28, widget.VStack(l, 14, about...))), widget.Top(widget.VStack(l, 14, ways...))))
}

func (k *Kiosk) dateOrNone(o desk.Trusted) string {
	if o.Until.IsZero() {
		return k.t("office.trust.open")
	}
	return k.P.Date(o.Until)
}

// way2 is one thing that can be done, what it means, and the press that does it.
func way2(l *theme.Look, title, text string, field, do fyne.CanvasObject) fyne.CanvasObject {
	o := []fyne.CanvasObject{widget.H3(l, title), widget.Para(l, text)}
	if field != nil {
		o = append(o, field)
	}
	return widget.Panel(l, 24, widget.VStack(l, 10, append(o, widget.Left(do))...))
}

// finish ends the key: no new passports.
func (p *trustedOnePage) finish() {
	k, o := p.k, p.o
	at, ok := k.typedDay(p.last)
	if !ok {
		return
	}
	ask := cause{title: k.t("office.end.ask", o.Name), text: k.t("office.end.text"), hint: k.t("office.end.hint"), yes: k.t("office.end.do"), danger: true}
	k.because(ask, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.EndOrganisation(ctx, k.office, o.Issuer, o.Kid, at, why)
	}, func() { k.inOffice(k.trusting, k.t("office.end.done", o.Name), k.t("office.tell")) })
}

// revoke takes the key back: nothing that it signed counts.
func (p *trustedOnePage) revoke() {
	k, o := p.k, p.o
	ask := cause{title: k.t("office.key.revoke.ask", o.Name), text: k.t("office.key.revoke.text"), hint: k.t("office.key.revoke.hint"), yes: k.t("office.key.revoke"), danger: true}
	k.because(ask, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RevokeKey(ctx, k.office, o.Kid, why)
	}, func() { k.inOffice(k.trusting, k.t("office.key.revoked", o.Name), k.t("office.tell")) })
}

func (k *Kiosk) keeper(v officeView, o desk.Keeper) window.Page {
	return &keeperPage{officePage: officePage{page{k, "office-keeper", o.Name}, k.to(k.keeping)}, v: v, o: o}
}

// keeperPage is one organisation whose own lists count here.
type keeperPage struct {
	officePage
	v officeView
	o desk.Keeper
}

// Content is what its list adds here, what of it does not count, and its keys.
func (p *keeperPage) Content(l *theme.Look) fyne.CanvasObject {
	k, o := p.k, p.o
	state, tone := k.listState(o.List, p.v.now())
	about := []fyne.CanvasObject{widget.Tag(l, tone, toneIcon(tone), state), widget.Para(l, k.t("office.keeper.adds", o.Organisations))}
	if !o.List.Missing {
		about = append(about, facts(l, fact{k.t("office.list.issued"), k.P.Date(o.List.Issued)}, fact{k.t("office.list.next"), k.P.Date(o.List.NextUpdate)}))
	}
	for _, f := range o.Fingerprints {
		about = append(about, widget.Strong(l, k.t("enrol.organisation-fingerprint")), groups(l, f))
	}
	parts := []fyne.CanvasObject{widget.Title(l, o.Name), widget.Notice(l, widget.Info, k.t("office.keepers.what"), k.t("office.keepers.means")), widget.Panel(l, 28, widget.VStack(l, 14, about...))}
	if len(o.Ignored) > 0 {
		parts = append(parts, p.ignored(l))
	}
	return wide(l, 860, parts...)
}

// ignored says what of the keeper's list does not count here, and why.
func (p *keeperPage) ignored(l *theme.Look) fyne.CanvasObject {
	k := p.k
	rows := []fyne.CanvasObject{widget.H3(l, k.t("office.keeper.ignored", len(p.o.Ignored)))}
	for i, g := range p.o.Ignored {
		if i == shown {
			rows = append(rows, widget.Muted(l, k.t("open.more", len(p.o.Ignored)-i)))
			break
		}
		rows = append(rows, widget.Rule(l), widget.Para(l, k.t("office.ignored."+string(g.Why), k.ods(g.Issuer))))
	}
	return widget.Panel(l, 28, widget.VStack(l, 12, rows...))
}

// Actions take an update file of theirs in, or remove them.
func (p *keeperPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("office.keeper.remove"), "prohibit", p.remove)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.update.take"), "tray-arrow-down", k.takeUpdateIn)}
}

func (p *keeperPage) remove() {
	k, o := p.k, p.o
	ask := cause{title: k.t("office.keeper.remove.ask", o.Name), text: k.t("office.keeper.remove.text"), hint: k.t("office.end.hint"), yes: k.t("office.keeper.remove"), danger: true}
	k.because(ask, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RemoveKeeper(ctx, k.office, o.Issuer, why)
	}, func() { k.inOffice(k.keeping, k.t("office.keeper.removed", o.Name), k.t("office.tell")) })
}
