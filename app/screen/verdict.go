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

// verdict is the band and the name, then why, then what counts here, then every item.
func (p *checkPage) verdict(l *theme.Look) []fyne.CanvasObject {
	k, all := p.k, p.got.all()
	s := all[p.got.at]
	c := s.Checked
	v := c.Verdict
	band := "band." + string(v.Band)
	var o []fyne.CanvasObject
	if len(p.got.c.People) > 1 {
		o = append(o, p.people(l))
	}
	more := append(append(p.holder(l, v), p.comes(l, s)...), k.fresh(l, c))
	switch now := k.t(band + ".now"); {
	case v.Band == passport.Accept && v.Claims != nil: // the line over the name says it
		o = append(o, widget.Verdict(l, tones[v.Band], k.t(band), "", more...))
	case large(l) && v.Claims != nil:
		o = append(o, widget.Verdict(l, tones[v.Band], k.t(band), "", more...), widget.Strong(l, now))
	default:
		o = append(o, widget.Verdict(l, tones[v.Band], k.t(band), now, more...))
	}
	if len(all) > 1 {
		o = append(o, p.several(l, all))
	}
	switch why := p.reasons(l, c); {
	case s.who == nil:
		o = append(o, why...)
	case v.Status == passport.Valid: // nothing is against it: what it counts for comes first
		o = append(append(o, p.here(l, s)), why...)
	default:
		o = append(append(o, why...), p.here(l, s))
	}
	if v.Claims != nil {
		o = append(o, p.items(l, c), widget.Panel(l, 24, widget.VStack(l, 12, widget.H3(l, k.t("check.facts")), p.facts(l, v))))
	}
	o = append(o, p.ground(l, c))
	if large(l) {
		o = append(o, widget.Row(l, 12, p.otherWays(l)...))
	}
	return o
}

// people says plainly that the passports are not one person's.
func (p *checkPage) people(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var names []string
	var keep []fyne.CanvasObject
	for _, g := range p.got.c.People {
		names = append(names, k.t("check.who", g.Name, k.subjectWords(string(g.Number))))
		keep = append(keep, widget.NewButton(l, widget.Outline, k.t("check.people.only", g.Name), "user", func() { p.only(g) }))
	}
	return widget.Notice(l, widget.Stop, k.t("check.people", len(names)), k.t("check.people.text", names), keep...)
}

// several lists the passports that were given; each has its own verdict.
func (p *checkPage) several(l *theme.Look, all []sight) fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	for i, s := range all {
		o = append(o, choice(l, p.label(i, s), i == p.got.at, func() { p.turn(i) }))
	}
	return widget.Panel(l, 20, widget.VStack(l, 10, widget.H3(l, k.t("check.several", len(all))), widget.Muted(l, k.t("check.several.text")), widget.Row(l, 8, o...)))
}

// label names a passport among several: its place, its issuer, its band, and whose
// it is where that is not clear.
func (p *checkPage) label(i int, s sight) string {
	k, v := p.k, s.Checked.Verdict
	issuer := k.t("check.no-issuer")
	switch {
	case s.Checked.Broken != "":
		issuer = k.t("check.broken.file")
	case v.Organisation != "":
		issuer = v.Organisation
	case v.Claims != nil:
		issuer = v.Claims.Organisation
	}
	if s.who != nil && len(p.got.c.People) > 1 {
		issuer = k.t("check.who", s.who.Name, issuer)
	}
	return k.t("check.label", i+1, issuer, k.t("band."+string(v.Band)))
}

// fresh says how old the lists are that a verdict stands on.
func (k *Kiosk) fresh(l *theme.Look, c desk.Checked) fyne.CanvasObject {
	f := c.Verdict.Freshness
	if c.NoList {
		return widget.Small(l, k.t("check.no-list"))
	}
	words := k.aged("fresh.list.", f.ListAgeDays)
	switch {
	case f.RevocationsIssued > 0:
		words += " " + k.aged("fresh.withdrawn.", f.RevocationsAgeDays)
	case f.ListFrom != "":
		words += " " + k.t("fresh.withdrawn.none")
	}
	return widget.Small(l, words)
}

func (k *Kiosk) aged(list string, days int64) string {
	if days <= 0 {
		return k.t(list + "today")
	}
	return k.t(list+"days", days)
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
	if c.Broken != "" {
		return append(o, widget.Notice(l, widget.Stop, k.t("check.broken"), k.t("paper.broken."+c.Broken)))
	}
	for _, s := range v.Reasons {
		key := "status." + string(s)
		text := k.t(key+".means") + " " + k.t(key+".now")
		if s == passport.IssuerUnknown && v.KidGroups != "" {
			text += " " + k.t("check.fingerprint", v.KidGroups)
		}
		if s == passport.ListsStale {
			text = k.stale(v) + text
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

// stale says which list is missing or overdue.
func (k *Kiosk) stale(v passport.Verdict) string {
	words := ""
	for _, w := range v.Freshness.Why {
		words += k.t("stale."+string(w)) + " "
	}
	return words
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
		o = append(o, widget.Para(l, k.t("check.list", k.P.Date(time.Unix(f.ListIssued, 0).UTC()), k.P.Date(time.Unix(f.NextUpdate, 0).UTC()))))
	}
	clock := k.t("check.clock", k.moment(time.Unix(f.Clock, 0)))
	if f.ClockDoubtful {
		clock = k.t("check.clock-doubtful", k.moment(time.Unix(f.Clock, 0)), k.moment(time.Unix(f.CheckedAt, 0)))
	}
	o = append(o, widget.Para(l, clock), widget.Muted(l, k.t("check.private.text")))
	return widget.Panel(l, 24, widget.VStack(l, 8, o...))
}
