package screen

import (
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// tones are the bands in the colours and shapes of the screen.
var tones = map[passport.Band]widget.Tone{passport.Accept: widget.Good, passport.Caution: widget.Warn, passport.Refuse: widget.Stop}

// verdict is the band and the name, then why, then every item.
func (p *checkPage) verdict(l *theme.Look) []fyne.CanvasObject {
	k, c := p.k, p.result.checked
	v := c.Verdict
	band := "band." + string(v.Band)
	var o []fyne.CanvasObject
	if now := k.t(band + ".now"); large(l) && v.Claims != nil {
		o = append(o, widget.Verdict(l, tones[v.Band], k.t(band), "", p.holder(l, v)...), widget.Strong(l, now))
	} else {
		o = append(o, widget.Verdict(l, tones[v.Band], k.t(band), now, p.holder(l, v)...))
	}
	if n := len(p.result.texts); n > 1 {
		o = append(o, p.several(l, n))
	}
	o = append(o, p.reasons(l, c)...)
	if v.Claims != nil {
		o = append(o, p.items(l, c), widget.Panel(l, 24, widget.VStack(l, 12, widget.H3(l, k.t("check.facts")), p.facts(l, v))))
	}
	return append(o, p.ground(l, c))
}

// several says which passport of a file is in view, with the way to the others.
func (p *checkPage) several(l *theme.Look, n int) fyne.CanvasObject {
	k, at := p.k, p.result.at
	back := widget.NewButton(l, widget.Outline, k.t("check.previous"), "arrow-left", func() { p.turn(at - 1) })
	on := widget.NewButton(l, widget.Outline, k.t("check.following"), "arrow-right", func() { p.turn(at + 1) })
	if at == 0 {
		back.Disable()
	}
	if at == n-1 {
		on.Disable()
	}
	return widget.Notice(l, widget.Info, k.t("check.several", at+1, n), k.t("check.several.text"), back, on)
}

// holder is the name, large, to be held against photo ID.
func (p *checkPage) holder(l *theme.Look, v passport.Verdict) []fyne.CanvasObject {
	if v.Claims == nil {
		return nil
	}
	return []fyne.CanvasObject{
		widget.Kicker(l, p.k.t("check.photo")), widget.Title(l, v.Claims.Name),
		widget.Strong(l, p.k.subjectWords(v.Claims.Subject)),
	}
}

// subjectWords names a passport's number for people, in whatever register it is.
func (k *Kiosk) subjectWords(s string) string {
	n := induction.Number(s)
	if k.P.Has("register.short." + n.Register()) {
		return k.numberWords(n)
	}
	return s
}

// reasons say why, one notice each: what it is, what it means, what to do now.
func (p *checkPage) reasons(l *theme.Look, c desk.Checked) []fyne.CanvasObject {
	k, v := p.k, c.Verdict
	var o []fyne.CanvasObject
	for _, s := range v.Reasons {
		key := "status." + string(s)
		text := k.t(key+".means") + " " + k.t(key+".now")
		if s == passport.IssuerUnknown && v.KidGroups != "" {
			text += " " + k.t("check.fingerprint", v.KidGroups)
		}
		o = append(o, widget.Notice(l, tones[v.Band], k.t(key+".heading"), text))
	}
	if v.Detail != "" {
		o = append(o, widget.Small(l, k.t("check.detail", v.Detail)))
	}
	if c.NoList {
		o = append(o, widget.Notice(l, widget.Warn, k.t("check.no-list"), k.t("check.no-list.text")))
	}
	return o
}

func (p *checkPage) items(l *theme.Look, c desk.Checked) fyne.CanvasObject {
	o := []fyne.CanvasObject{widget.H3(l, p.k.t("check.items", len(c.Items)))}
	for i, it := range c.Items {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, p.k.item(l, it))
	}
	return widget.Panel(l, 24, widget.VStack(l, 12, o...))
}

// item is one item of a passport: what, how and until when; what must be looked at
// is said in words.
func (k *Kiosk) item(l *theme.Look, it desk.CheckedItem) fyne.CanvasObject {
	title := it.Subject
	if it.Level != "" {
		title = k.t("paper.item", it.Subject, it.Level)
	}
	words := widget.VStack(l, 2, widget.Strong(l, title), widget.Small(l, k.howWords(it)+". "+k.t("check.completed", k.day(it.CompletedOn))))
	right := []fyne.CanvasObject{}
	if it.Partial {
		right = append(right, widget.Pill(l, widget.Warn, k.t("check.partial")))
	}
	if it.Awaiting {
		right = append(right, widget.Pill(l, widget.Warn, k.t("check.awaiting")))
	}
	switch {
	case it.Expired:
		right = append(right, widget.Pill(l, widget.Stop, k.t("check.expired", k.day(it.ValidUntil))))
	case it.ValidUntil == "":
		right = append(right, widget.Pill(l, widget.Good, k.t("paper.until.none")))
	default:
		right = append(right, widget.Pill(l, widget.Good, k.t("day.until", k.day(it.ValidUntil))))
	}
	// The pills stay together: beside the words, or all under them.
	return widget.Row(l, 10, widget.Grow(l, 300, words), widget.Row(l, 8, right...))
}

// howWords says what an item rests on, as the paper does.
func (k *Kiosk) howWords(it desk.CheckedItem) string {
	has := map[string]bool{}
	for _, h := range it.How {
		has[h] = true
	}
	var out []string
	switch {
	case has["tested-only"] && has["taught"]:
		out = append(out, k.t("paper.how.both"))
	case has["tested-only"]:
		out = append(out, k.t("paper.how.tested"))
	case has["taught"]:
		out = append(out, k.t("paper.how.taught"))
	case has["knowledge"]:
		out = append(out, k.t("paper.how.knowledge"))
	}
	if has["practical"] {
		out = append(out, k.t("paper.how.practical"))
	}
	return k.P.List(out)
}

// day writes "2026-11-22" for people.
func (k *Kiosk) day(s string) string {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return k.P.ShortDate(d)
}

// facts are what the passport says besides its items.
func (p *checkPage) facts(l *theme.Look, v passport.Verdict) fyne.CanvasObject {
	k, c := p.k, v.Claims
	organisation := v.Organisation
	if organisation == "" {
		organisation = c.Organisation
	}
	return facts(l,
		fact{k.t("fact.organisation"), organisation},
		fact{k.t("fact.ods"), k.ods(c.Issuer)},
		fact{k.t("fact.issued"), k.moment(time.Unix(c.IssuedAt, 0))},
		fact{k.t("fact.session"), c.Session},
		fact{k.t("fact.trainer"), c.Trainer},
		fact{k.t("fact.device"), v.SignedOn},
		fact{k.t("fact.framework"), c.Framework},
		fact{k.t("fact.number"), c.ID.String()})
}

// ods is an issuer's ODS code alone.
func (k *Kiosk) ods(issuer string) string { return induction.Number(issuer).Plain() }

// ground says how old the lists are that the verdict stands on, and what the clock said.
func (p *checkPage) ground(l *theme.Look, c desk.Checked) fyne.CanvasObject {
	k, f := p.k, c.Verdict.Freshness
	o := []fyne.CanvasObject{widget.H3(l, k.t("check.ground"))}
	if !c.NoList {
		o = append(o, widget.Para(l, k.t("check.list", k.P.Date(time.Unix(f.ListIssued, 0).UTC()), int(f.ListAgeDays), k.P.Date(time.Unix(f.NextUpdate, 0).UTC()))))
	}
	clock := k.t("check.clock", k.moment(time.Unix(f.Clock, 0)))
	if f.ClockDoubtful {
		clock = k.t("check.clock-doubtful", k.moment(time.Unix(f.Clock, 0)), k.moment(time.Unix(f.CheckedAt, 0)))
	}
	o = append(o, widget.Para(l, clock), widget.Muted(l, k.t("check.private.text")))
	return widget.Panel(l, 24, widget.VStack(l, 8, o...))
}
