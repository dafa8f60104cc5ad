package screen

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// settingsDesk is what the pages of this machine need.
type settingsDesk interface {
	Machine(context.Context) (desk.Machine, error)
	Health(context.Context) (desk.Health, error)
	TrustState(context.Context) (desk.TrustState, error)
	Trainers(context.Context) ([]induction.Trainer, error)
}

// station is all that the pages of this machine show.
type station struct {
	machine   desk.Machine
	health    desk.Health
	trust     desk.TrustState
	trainers  []induction.Trainer
	installed Installed
}

// look looks this machine over, and goes on with what is found.
func (k *Kiosk) lookOver(on func(station)) {
	run(k, k.t("settings.looking"), func(ctx context.Context) (station, error) {
		var s station
		var err error
		if s.machine, err = k.Desk.Machine(ctx); err != nil {
			return s, err
		}
		if s.health, err = k.Desk.Health(ctx); err != nil {
			return s, err
		}
		if s.trust, err = k.Desk.TrustState(ctx); err != nil {
			return s, err
		}
		if s.trainers, err = k.Desk.Trainers(ctx); err != nil {
			return s, err
		}
		s.installed = k.Files.Installed()
		return s, nil
	}, func(s station) {
		k.Machine = s.machine
		on(s)
	})
}

// OpenSettings shows what this machine is and how it is.
func (k *Kiosk) OpenSettings() {
	k.lookOver(func(s station) {
		k.Frame.Reset(&settingsPage{page: page{k, "settings", k.t("settings.title")}, s: s})
	})
}

// OpenSection shows one part of it: "organisation", "trust", "trainers", "clock",
// "records" or "content".
func (k *Kiosk) OpenSection(part string) { k.openSection(part, func() {}) }

// openSection shows a part and then tells what was done there.
func (k *Kiosk) openSection(part string, then func()) {
	k.lookOver(func(s station) {
		k.Frame.Reset(&sectionPage{page: page{k, "settings-" + part, k.t("settings.part." + part)}, part: part, s: s})
		then()
	})
}

// settingsPage is this machine at a glance: each part says in a line how it stands,
// and leads to a page of its own.
type settingsPage struct {
	page
	s station
}

// OnBack leads to where whoever is here belongs.
func (p *settingsPage) OnBack() bool { p.k.home(); return true }

// part is how one part of this machine stands.
type part struct {
	name, icon, says string
	tone             widget.Tone // Good, or how much it wants a look
}

// Content is what wants a look, then every part.
func (p *settingsPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	text := k.t("settings.text", p.s.machine.Device, p.s.machine.Organisation.Name)
	standing := k.standing(l, p.s.machine)
	if p.s.machine.Administrator { // it issues nothing, and the office says what it needs
		text, standing = k.t("settings.text.office", p.s.machine.Organisation.Name), nil
	}
	o := append([]fyne.CanvasObject{officeHead(l, k.t("settings.heading"), text)}, standing...)
	var tiles []fyne.CanvasObject
	for _, b := range p.parts() {
		tiles = append(tiles, p.tile(l, b))
	}
	return wide(l, 1180, append(o, widget.AutoGrid(l, 400, 16, tiles...))...)
}

func (p *settingsPage) parts() []part {
	k, s := p.k, p.s
	all := []part{
		{"organisation", "hospital", p.enrolment(), toneIf(s.machine.NotIssuing == "" && !s.machine.RenewSoon)},
		{"trust", "shield-check", p.trust(), toneIf(s.trust.Found && !s.trust.Stale)},
		{"update", "tray-arrow-down", k.t("settings.update.text"), widget.Good},
		{"trainers", "users", k.t("settings.trainers.count", len(s.trainers)), widget.Good},
		{"clock", "clock", k.clockWords(s.machine), toneIf(!s.machine.ClockBehind)},
		{"records", "floppy-disk", p.records(), toneIf(len(s.health.Problems) == 0 && !s.health.LowDisk)},
		{"content", "book-open", p.content(), toneIf(sound(s.installed.Packs))},
	}
	if !s.machine.Administrator {
		return all
	}
	return slices.DeleteFunc(all, func(b part) bool { return !slices.Contains(officeParts, b.name) })
}

// officeParts are what an administrator's machine has of them: the rest is the office's.
var officeParts = []string{"trust", "records", "content"}

func toneIf(well bool) widget.Tone {
	if well {
		return widget.Good
	}
	return widget.Warn
}

// sound reports whether every pack is in use.
func sound(all []Pack) bool {
	for _, c := range all {
		if !c.Loaded {
			return false
		}
	}
	return len(all) > 0
}

func (p *settingsPage) enrolment() string {
	k, m := p.k, p.s.machine
	switch {
	case m.Organisation.Demo():
		return k.t("settings.demo")
	case !m.Enrolled:
		return k.t("settings.not-enrolled")
	case m.NotIssuing != "":
		return k.t("standing.not-issuing")
	}
	return k.t("settings.enrolled", k.P.Date(m.EnrolledUntil))
}

func (p *settingsPage) trust() string {
	k, t := p.k, p.s.trust
	switch {
	case !t.Found:
		return k.t("check.no-list")
	case t.Stale:
		return k.t("standing.stale")
	}
	return k.t("settings.trust.count", len(t.Organisations))
}

func (p *settingsPage) records() string {
	k, h := p.k, p.s.health
	switch {
	case len(h.Problems) > 0:
		return k.t("settings.unsound")
	case h.LowDisk:
		return k.t("settings.low-disk")
	}
	return k.t("settings.sound")
}

func (p *settingsPage) content() string {
	k, all := p.k, p.s.installed.Packs
	bad := 0
	for _, c := range all {
		bad += one(!c.Loaded)
	}
	switch {
	case len(all) == 0:
		return k.t("settings.no-packs")
	case bad > 0:
		return k.t("settings.content.refused", bad)
	}
	return k.t("settings.content.count", len(all))
}

func (k *Kiosk) clockWords(m desk.Machine) string {
	if m.ClockBehind {
		return k.t("welcome.clock")
	}
	return k.t("settings.clock.right", k.moment(m.Clock))
}

func (p *settingsPage) tile(l *theme.Look, b part) fyne.CanvasObject {
	k := p.k
	title, open := k.t("settings.part."+b.name), func() { k.OpenSection(b.name) }
	if b.name == "update" {
		open = k.OpenUpdate
	}
	ink, ground, mark := l.Brand, l.BrandSoft, fyne.CanvasObject(widget.Icon(l, "caret-right", 22, l.InkSoft))
	if b.tone == widget.Warn {
		ink, ground, mark = l.Warn, l.WarnSoft, widget.Pill(l, widget.Warn, k.t("settings.look"))
	}
	return widget.NewTile(l, title, widget.Pad(l, 16, 18, 16, 18, widget.Beside(l, 16,
		widget.Badge(l, b.icon, 46, ink, ground), widget.Grow(l, 140, widget.VStack(l, 2, widget.H3(l, title), widget.Small(l, b.says))), mark)), open)
}

// Actions lead back.
func (p *settingsPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	words := p.k.t("settings.back.start")
	switch {
	case p.k.trainer != nil:
		words = p.k.t("settings.back")
	case p.k.office != nil:
		words = p.k.t("settings.back.office")
	}
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, words, "arrow-left", p.k.home)}
}

// standing says what trainers should know of this machine before they are stuck: it
// issues nothing, its permission ends soon, or a list is past its date.
func (k *Kiosk) standing(l *theme.Look, m desk.Machine) []fyne.CanvasObject {
	var o []fyne.CanvasObject
	switch {
	case m.NotIssuing == induction.CodeClockBehind:
		o = append(o, widget.Notice(l, widget.Warn, k.t("welcome.clock"), k.t("welcome.clock.text", k.moment(m.Clock), k.moment(m.Floor))))
	case m.NotIssuing != "":
		o = append(o, widget.Notice(l, widget.Warn, k.t("standing.not-issuing"), k.t("refusal."+string(m.NotIssuing))))
	case m.RenewSoon:
		o = append(o, widget.Notice(l, widget.Warn, k.t("standing.renew", k.P.Date(m.EnrolledUntil)), k.t("standing.renew.text")))
	}
	if m.ListsStale && m.Enrolled {
		o = append(o, widget.Notice(l, widget.Warn, k.t("standing.stale"), k.t("standing.stale.text")))
	}
	return o
}
