package screen

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/trust"
)

// trust is how old the lists are, then whose word counts here.
func (p *sectionPage) trust(l *theme.Look) []fyne.CanvasObject {
	k, t := p.k, p.s.trust
	if !t.Found {
		return []fyne.CanvasObject{widget.Notice(l, widget.Warn, k.t("check.no-list"), k.t("check.no-list.text"))}
	}
	o := []fyne.CanvasObject{widget.Muted(l, k.t("settings.trust.text"))}
	if t.Stale {
		o = append(o, widget.Notice(l, widget.Warn, k.t("standing.stale"), k.t("status.lists-stale.means")))
	}
	if len(t.Lists) > 0 {
		o = append(o, widget.Panel(l, 26, widget.VStack(l, 12, p.lists(l)...)))
	} else {
		o = append(o, widget.Para(l, k.t("settings.trust.dates", k.P.Date(t.Issued), k.P.Date(t.NextUpdate), t.Revoked)))
	}
	return append(o, p.organisations(l))
}

// lists is each signed list with its age; those that want a look come first.
func (p *sectionPage) lists(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H3(l, k.t("list.heading"))}
	late, fine := []fyne.CanvasObject{}, []fyne.CanvasObject{}
	for _, a := range p.s.trust.Lists {
		row := p.age(l, a)
		if a.Stale || a.Missing {
			late = append(late, row)
		} else {
			fine = append(fine, row)
		}
	}
	all := append(late, fine...)
	for i, row := range all {
		if i == shown {
			o = append(o, widget.Muted(l, k.t("open.more", len(all)-i)))
			break
		}
		o = append(o, widget.Rule(l), row)
	}
	return o
}

// age is one list: what it is, how old, and whether that is too old.
func (p *sectionPage) age(l *theme.Look, a desk.ListAge) fyne.CanvasObject {
	k := p.k
	name := a.Name
	if name == "" {
		name = k.ods(a.Issuer)
	}
	title := k.t("list.trust", name)
	if a.Kind == trust.KindRevocations {
		title = k.t("list.withdrawn", name)
	}
	tone, word := widget.Good, k.t("list.current")
	under := k.t("list.age.today", k.P.Date(a.NextUpdate))
	if n := days(a.Issued, p.s.machine.Clock); n > 0 {
		under = k.t("list.age", n, k.P.Date(a.NextUpdate))
	}
	switch {
	case a.Missing:
		tone, word, under = widget.Warn, k.t("list.missing"), k.t("list.missing.text")
	case a.Stale:
		tone, word = widget.Warn, k.t("list.late")
		under = k.t("list.late.text", days(a.Issued, p.s.machine.Clock), k.P.Date(a.NextUpdate))
	}
	return widget.Row(l, 10, widget.Grow(l, 220, widget.VStack(l, 2, widget.Strong(l, title), widget.Small(l, under))), widget.Pill(l, tone, word))
}

// days is how many whole days lie between two times, none where they are turned.
func days(from, to time.Time) int { return max(0, int(to.Sub(from)/(24*time.Hour))) }

// organisations are those whose passports count here, with a search where they are many.
func (p *sectionPage) organisations(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H3(l, k.t("settings.trust.count", len(p.s.trust.Organisations)))}
	if len(p.s.trust.Organisations) > 8 {
		o = append(o, widget.NewField(l, widget.FieldOptions{Placeholder: k.t("settings.trust.find"), Value: p.find, OnChanged: p.search}))
	}
	p.list = widget.VStack(l, 12)
	p.fill(l)
	return widget.Panel(l, 26, widget.VStack(l, 12, append(o, p.list)...))
}

func (p *sectionPage) search(s string) {
	p.find = s
	p.fill(p.k.Frame.Look())
	p.k.Frame.Actions()
}

// fill shows the organisations that the search leaves.
func (p *sectionPage) fill(l *theme.Look) {
	k, n := p.k, 0
	find := strings.ToLower(strings.TrimSpace(p.find))
	p.list.Objects = nil
	for _, g := range p.s.trust.Organisations {
		if !strings.Contains(strings.ToLower(g.Name+" "+k.ods(g.Issuer)), find) {
			continue
		}
		if n++; n <= shown {
			p.list.Objects = append(p.list.Objects, widget.Rule(l), k.organisation(l, g))
		}
	}
	switch {
	case n > shown:
		p.list.Objects = append(p.list.Objects, widget.Rule(l), widget.Muted(l, k.t("open.more", n-shown)))
	case n == 0:
		p.list.Objects = append(p.list.Objects, widget.Muted(l, k.t("settings.trust.none")))
	}
	p.list.Refresh()
}

// organisation is one key that counts here, with the fingerprint to compare by phone.
func (k *Kiosk) organisation(l *theme.Look, g desk.Trusted) fyne.CanvasObject {
	tone := widget.Good
	if g.Status != "in-use" {
		tone = widget.Warn
	}
	o := []fyne.CanvasObject{
		widget.Row(l, 10, widget.Grow(l, 200, widget.Strong(l, k.t("settings.trust.who", g.Name, k.ods(g.Issuer)))), widget.Pill(l, tone, k.t("trust.status."+string(g.Status)))),
		widget.Small(l, k.t("settings.fingerprint", g.Fingerprint)),
	}
	if g.Keeper != "" {
		o = append(o, widget.Small(l, k.t("settings.trust.keeper", k.ods(g.Keeper))))
	}
	if !g.Until.IsZero() {
		o = append(o, widget.Small(l, k.t("settings.trust.until", k.P.Date(g.Until))))
	}
	return widget.VStack(l, 4, o...)
}
