package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// settingsDesk is what the page of this machine needs.
type settingsDesk interface {
	Machine(context.Context) (desk.Machine, error)
	Health(context.Context) (desk.Health, error)
	TrustState(context.Context) (desk.TrustState, error)
	ReadBundle(ctx context.Context, data []byte) (desk.BundleOffer, error)
	TakeBundle(ctx context.Context, id induction.TrainerID, passphrase string, o desk.BundleOffer) error
}

// station is all that the page of this machine shows.
type station struct {
	machine   desk.Machine
	health    desk.Health
	trust     desk.TrustState
	installed Installed
}

// OpenSettings shows what this machine is and how it is.
func (k *Kiosk) OpenSettings() {
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
		s.installed = k.Files.Installed()
		return s, nil
	}, func(s station) {
		k.Machine = s.machine
		k.Frame.Reset(&settingsPage{page: page{k, "settings", k.t("settings.title")}, s: s})
	})
}

// settingsPage is this machine: whose it is, its records, its content, its trust.
type settingsPage struct {
	page
	s station
}

// OnBack leads to the trainer's desk.
func (p *settingsPage) OnBack() bool { p.k.home(); return true }

// Content is one panel for each.
func (p *settingsPage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 1180, widget.Title(l, p.k.t("settings.heading")),
		widget.Columns(l, 24, 400, []float32{1, 1},
			widget.Top(widget.VStack(l, 18, p.machine(l), p.store(l))),
			widget.Top(widget.VStack(l, 18, p.trust(l), p.packs(l)))))
}

func (p *settingsPage) panel(l *theme.Look, key string, o ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Panel(l, 26, widget.VStack(l, 14, append([]fyne.CanvasObject{widget.H2(l, p.k.t(key))}, o...)...))
}

func (p *settingsPage) machine(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.s.machine
	clock := k.t("settings.clock.right", k.moment(m.Clock))
	if m.ClockBehind {
		clock = k.t("welcome.clock.text", k.moment(m.Clock), k.moment(m.Floor))
	}
	return p.panel(l, "settings.machine", facts(l,
		fact{k.t("fact.organisation"), m.Organisation.Name},
		fact{k.t("fact.ods"), m.Organisation.ODS},
		fact{k.t("fact.device"), m.Device},
		fact{k.t("settings.version"), p.s.installed.Version},
		fact{k.t("settings.clock"), clock}))
}

// store says how the records are.
func (p *settingsPage) store(l *theme.Look) fyne.CanvasObject {
	k, h := p.k, p.s.health
	state := widget.Notice(l, widget.Good, k.t("settings.sound"), k.t("settings.sound.text", h.Events))
	if len(h.Problems) > 0 {
		state = widget.Notice(l, widget.Stop, k.t("settings.unsound"), k.t("settings.unsound.text", h.Problems))
	}
	o := []fyne.CanvasObject{state}
	if h.LowDisk {
		o = append(o, widget.Notice(l, widget.Warn, k.t("settings.low-disk"), k.t("settings.low-disk.text")))
	}
	return p.panel(l, "settings.records", append(o, facts(l,
		fact{k.t("settings.folder"), p.s.installed.Folder},
		fact{k.t("settings.learners"), k.P.Number(int64(h.Learners))},
		fact{k.t("settings.size"), k.t("settings.kilobytes", (h.Bytes+1023)/1024)},
		fact{k.t("settings.unsent"), k.P.Number(int64(h.Unsent))}))...)
}

// trust lists whose word counts here.
func (p *settingsPage) trust(l *theme.Look) fyne.CanvasObject {
	k, t := p.k, p.s.trust
	load := widget.Left(widget.NewButton(l, widget.Outline, k.t("settings.trust.import"), "tray-arrow-down", p.choose))
	if !t.Found {
		return p.panel(l, "settings.trust", widget.Notice(l, widget.Warn, k.t("check.no-list"), k.t("check.no-list.text")), load)
	}
	o := []fyne.CanvasObject{widget.Para(l, k.t("settings.trust.dates", k.P.Date(t.Issued), k.P.Date(t.NextUpdate), t.Revoked))}
	if t.Stale {
		o = append(o, widget.Notice(l, widget.Warn, k.t("status.lists-stale.heading"), k.t("status.lists-stale.now")))
	}
	for _, g := range t.Organisations {
		o = append(o, widget.Rule(l), k.organisation(l, g))
	}
	return p.panel(l, "settings.trust", append(o, load)...)
}

// organisation is one key on the trust list, with the fingerprint to compare by phone.
func (k *Kiosk) organisation(l *theme.Look, g desk.Trusted) fyne.CanvasObject {
	tone := widget.Good
	if g.Status != "in-use" {
		tone = widget.Warn
	}
	return widget.VStack(l, 4,
		widget.Row(l, 10, widget.Grow(l, 200, widget.Strong(l, k.t("settings.trust.who", g.Name, k.ods(g.Issuer)))), widget.Pill(l, tone, k.t("trust.status."+string(g.Status)))),
		widget.Small(l, k.t("settings.fingerprint", g.Fingerprint)))
}

// packs lists the content that is here, and what is wrong with any of it.
func (p *settingsPage) packs(l *theme.Look) fyne.CanvasObject {
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
	return p.panel(l, "settings.packs", o...)
}

func (p *settingsPage) pack(l *theme.Look, c Pack) fyne.CanvasObject {
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

// choose reads a bundle from a file and shows what it would change.
func (p *settingsPage) choose() {
	k := p.k
	k.open([]string{".muster"}, func(_ string, data []byte) {
		k.Frame.Quiet()
		run(k, k.t("settings.reading"), func(ctx context.Context) (desk.BundleOffer, error) {
			return k.Desk.ReadBundle(ctx, data)
		}, func(o desk.BundleOffer) {
			k.Frame.Show(&trustPage{page: page{k, "trust-import", k.t("settings.trust.import")}, o: o})
		})
	})
}

// Actions lead back.
func (p *settingsPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("settings.back"), "arrow-left", p.k.home)}
}

// trustPage shows what a bundle would change before it is taken.
type trustPage struct {
	page
	o desk.BundleOffer
}

// Content is what would change, and what is refused.
func (p *trustPage) Content(l *theme.Look) fyne.CanvasObject {
	k, f := p.k, p.o
	o := []fyne.CanvasObject{widget.Title(l, k.t("trust.heading"))}
	if f.Empty() {
		o = append(o, widget.Notice(l, widget.Info, k.t("trust.same"), k.t("trust.same.text")))
	}
	if len(f.Older) > 0 {
		o = append(o, widget.Notice(l, widget.Info, k.t("trust.older"), k.t("trust.older.text")))
	}
	if len(f.Changes) > 0 {
		o = append(o, p.group(l, k.t("trust.changes", len(f.Changes)), p.changes()))
	}
	if len(f.Refused) > 0 {
		o = append(o, p.group(l, k.t("trust.refused", len(f.Refused)), p.refused()))
	}
	return wide(l, 900, o...)
}

func (p *trustPage) group(l *theme.Look, heading string, lines []string) fyne.CanvasObject {
	rows := []fyne.CanvasObject{widget.H3(l, heading)}
	for _, line := range lines {
		rows = append(rows, widget.Rule(l), widget.Para(l, line))
	}
	return widget.Panel(l, 26, widget.VStack(l, 12, rows...))
}

func (p *trustPage) changes() []string {
	k := p.k
	var out []string
	for _, c := range p.o.Changes {
		out = append(out, k.t("bundle.change."+string(c.What), c.Name, c.Subject, c.N, k.P.Date(time.Unix(c.At, 0).UTC()), c.Kid.Groups()))
	}
	return out
}

func (p *trustPage) refused() []string {
	var out []string
	for _, r := range p.o.Refused {
		out = append(out, p.k.t("bundle.refused."+string(r.Reason), p.k.ods(r.Issuer), r.Subject))
	}
	return out
}

// Actions take it, after the passphrase.
func (p *trustPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("trust.leave"), "", p.k.Frame.Back)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("trust.take"), "check", p.take)}
}

func (p *trustPage) take() {
	k := p.k
	s := &secret{title: k.t("trust.take"), text: k.t("trust.take.text"), yes: k.t("trust.take"), phrase: true}
	ask(k, s, k.t("trust.taking"), func(ctx context.Context, given string) (struct{}, error) {
		return struct{}{}, k.Desk.TakeBundle(ctx, k.trainer.Trainer.ID, given, p.o)
	}, func(struct{}) { k.OpenSettings() }, k.Fail)
}
