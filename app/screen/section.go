package screen

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// sectionPage is one part of this machine.
type sectionPage struct {
	page
	part string
	s    station
	find string // in the list of organisations
	list *fyne.Container
}

// OnBack leads to this machine's page.
func (p *sectionPage) OnBack() bool { p.k.OpenSettings(); return true }

// Facts tells a rehearsal how long this machine may issue.
func (p *sectionPage) Facts() map[string]any {
	return map[string]any{"enrolled": p.s.machine.Enrolled, "not-issuing": string(p.s.machine.NotIssuing), "stale": p.s.machine.ListsStale}
}

// Content is what there is to say of the part.
func (p *sectionPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	switch p.part {
	case "organisation":
		o = p.organisation(l)
	case "trust":
		o = p.trust(l)
	case "trainers":
		o = p.trainers(l)
	case "clock":
		o = p.clock(l)
	case "records":
		o = p.records(l)
	default:
		o = p.content(l)
	}
	return wide(l, 900, append([]fyne.CanvasObject{widget.Title(l, k.t("settings.part."+p.part))}, o...)...)
}

// Actions are what can be done about it.
func (p *sectionPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	button := func(key, icon string, do func()) []fyne.CanvasObject {
		return []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t(key), icon, do)}
	}
	switch {
	case p.part == "organisation" && !p.s.machine.Organisation.Demo():
		return p.enrolling(l)
	case p.part == "trust":
		return nil, button("settings.part.update", "tray-arrow-down", k.OpenUpdate)
	case p.part == "trainers":
		return nil, button("staff.add", "plus", k.addTrainer)
	case p.part == "clock" && p.s.machine.ClockBehind:
		return nil, button("clock.mend", "clock", p.mend)
	}
	return nil, button("settings.back.machine", "arrow-left", k.OpenSettings)
}

// organisation says whose machine this is and what it may do.
func (p *sectionPage) organisation(l *theme.Look) []fyne.CanvasObject {
	k, m := p.k, p.s.machine
	until := ""
	if m.Enrolled {
		until = k.P.Date(m.EnrolledUntil)
	}
	o := k.standing(l, m)
	if m.NotIssuing == "" && !m.RenewSoon && !m.Organisation.Demo() {
		o = append(o, widget.Notice(l, widget.Good, k.t("settings.enrolled", until), k.t("settings.enrolled.text")))
	}
	if m.Organisation.Demo() {
		o = append(o, widget.Notice(l, widget.Info, k.t("settings.demo"), k.t("settings.demo.text")))
	}
	return append(o, widget.Panel(l, 26, facts(l,
		fact{k.t("fact.organisation"), m.Organisation.Name},
		fact{k.t("fact.ods"), m.Organisation.ODS},
		fact{k.t("fact.device"), m.Device},
		fact{k.t("settings.until"), until},
		fact{k.t("settings.version"), p.s.installed.Version})))
}

// enrolling asks to be enrolled, takes the answer, or asks for a renewal.
func (p *sectionPage) enrolling(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	take := func() { k.takeAnswer(false) }
	if p.s.machine.Enrolled {
		return []fyne.CanvasObject{
				widget.NewButton(l, widget.Outline, k.t("enrol.show"), "qr-code", k.OpenEnrolment),
				widget.NewButton(l, widget.Outline, k.t("enrol.have"), "tray-arrow-down", take),
			},
			[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("enrol.renew"), "arrows-clockwise", k.renew)}
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("enrol.show"), "qr-code", k.OpenEnrolment)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("enrol.have"), "arrow-right", take)}
}

// records says how the records are.
func (p *sectionPage) records(l *theme.Look) []fyne.CanvasObject {
	k, h := p.k, p.s.health
	state := widget.Notice(l, widget.Good, k.t("settings.sound"), k.t("settings.sound.text", h.Events))
	if len(h.Problems) > 0 {
		state = widget.Notice(l, widget.Stop, k.t("settings.unsound"), k.t("settings.unsound.text", h.Problems))
	}
	o := []fyne.CanvasObject{state}
	if h.LowDisk {
		o = append(o, widget.Notice(l, widget.Warn, k.t("settings.low-disk"), k.t("settings.low-disk.text")))
	}
	return append(o, widget.Panel(l, 26, facts(l,
		fact{k.t("settings.folder"), p.s.installed.Folder},
		fact{k.t("settings.learners"), k.P.Number(int64(h.Learners))},
		fact{k.t("settings.size"), k.t("settings.kilobytes", (h.Bytes+1023)/1024)},
		fact{k.t("settings.unsent"), k.P.Number(int64(h.Unsent))})))
}

// content lists the packs that are here, and what is wrong with any of them.
func (p *sectionPage) content(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	for i, c := range p.s.installed.Packs {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, p.pack(l, c))
	}
	if len(o) == 0 {
		o = append(o, widget.Notice(l, widget.Stop, k.t("settings.no-packs"), k.t("settings.no-packs.text")))
	}
	return []fyne.CanvasObject{widget.Panel(l, 26, widget.VStack(l, 14, o...))}
}

func (p *sectionPage) pack(l *theme.Look, c Pack) fyne.CanvasObject {
	k := p.k
	tone, state := widget.Good, k.t("pack.loaded")
	if !c.Loaded {
		tone, state = widget.Stop, k.t("pack.refused")
	}
	from := k.t("pack.local", c.Folder)
	if c.Shipped {
		from = k.t("pack.shipped")
	}
	o := []fyne.CanvasObject{widget.Row(l, 10, widget.Grow(l, 200, widget.VStack(l, 2, widget.Strong(l, c.Title), widget.Small(l, k.t("pack.version", c.Version, from)))), widget.Pill(l, tone, state))}
	for _, b := range c.Problems {
		ink := widget.Stop
		if b.Warning {
			ink = widget.Warn
		}
		o = append(o, widget.Notice(l, ink, k.where(b), b.Text))
	}
	return widget.VStack(l, 8, o...)
}

// where says in which file and line a problem is; a whole folder has no line.
func (k *Kiosk) where(b PackProblem) string {
	if b.Line == 0 {
		return b.File
	}
	return k.t("pack.problem", b.File, b.Line)
}
