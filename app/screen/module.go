package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenModule shows a module's overview as the learner stands with it now.
func (k *Kiosk) OpenModule(code induction.Code) {
	run(k, k.t("module.opening"), func(ctx context.Context) (desk.MyModule, error) { return k.Desk.Module(ctx, k.seat, code) }, func(m desk.MyModule) {
		k.Frame.Reset(&modulePage{page: page{k, "module", m.Module.Title}, m: m})
	})
}

// modulePage offers the ways into a module.
type modulePage struct {
	page
	m desk.MyModule
}

// OnBack leads to the day, worked out anew.
func (p *modulePage) OnBack() bool { p.k.Day(); return true }

// Content says what the module is, what it asks, and who vouches for it.
func (p *modulePage) Content(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.m.Module
	ways := widget.VStack(l, 16, p.ways(l)...)
	about := widget.VStack(l, 10, widget.H3(l, k.t("module.outcomes")))
	for _, o := range m.Outcomes {
		about.Add(p.outcome(l, o))
	}
	return wide(l, 1140,
		widget.VStack(l, 6, widget.Kicker(l, k.levelWords(m)), widget.Title(l, m.Title), widget.Muted(l, m.Summary)),
		p.signOff(l),
		widget.Columns(l, 28, 400, []float32{46, 54}, widget.Top(ways), widget.Top(widget.Panel(l, 26, about))),
		p.sources(l))
}

// levelWords names a module as the framework does.
func (k *Kiosk) levelWords(m *induction.Module) string {
	return k.t("module.level", m.Subject, m.Level, m.Ref.Version.String())
}

// ways are the next steps that the module's standing allows.
func (p *modulePage) ways(l *theme.Look) []fyne.CanvasObject {
	k, s, code := p.k, p.m.Standing, p.m.Module.Ref.Code
	switch s.Phase {
	case induction.Passed:
		return []fyne.CanvasObject{
			widget.Notice(l, widget.Good, k.t("module.passed"), k.t("module.passed.text")),
			p.way(l, "book-open", "module.read-again", func() { k.Read(p.m, false) }),
		}
	case induction.Locked:
		return []fyne.CanvasObject{
			widget.Notice(l, widget.Warn, k.t("module.locked"), k.t("module.locked.text")),
			p.way(l, "book-open", "module.read-again", func() { k.Read(p.m, false) }),
		}
	case induction.Answering:
		return []fyne.CanvasObject{p.way(l, "play", "module.resume", func() { k.Begin(code) }, len(s.Open.Draw)-len(s.Open.Responses))}
	case induction.Learning:
		return []fyne.CanvasObject{p.way(l, "book-open", "module.learn-gaps", func() { k.Read(p.m, true) }, len(s.ToRead), len(s.Unmet))}
	case induction.Retest:
		return []fyne.CanvasObject{
			p.way(l, "list-checks", "module.retest", func() { k.Begin(code) }, len(s.Unmet), s.Left),
			p.way(l, "book-open", "module.read-again", func() { k.Read(p.m, false) }),
		}
	}
	return p.firstWays(l)
}

// firstWays are the two ways into a module not yet asked: show it, or learn first.
func (p *modulePage) firstWays(l *theme.Look) []fyne.CanvasObject {
	k, m, s := p.k, p.m.Module, p.m.Standing
	show := p.way(l, "list-checks", "module.show", func() { k.Begin(m.Ref.Code) }, k.minutes(m.TestMinutes), m.Rule.ItemsPerOutcome*len(m.Outcomes))
	learn := p.way(l, "book-open", "module.learn", func() { k.Read(p.m, true) }, k.minutes(m.LearnMinutes), len(m.Pages))
	if s.Phase == induction.Reading {
		learn = p.way(l, "book-open", "module.learn-on", func() { k.Read(p.m, true) }, len(s.ToRead))
		if len(s.ToRead) == 0 {
			return []fyne.CanvasObject{p.way(l, "list-checks", "module.ask", func() { k.Begin(m.Ref.Code) }, k.minutes(m.TestMinutes)), p.way(l, "book-open", "module.read-again", func() { k.Read(p.m, false) })}
		}
	}
	return []fyne.CanvasObject{show, learn}
}

// way is one big press: what it does and what it means.
func (p *modulePage) way(l *theme.Look, icon, key string, do func(), args ...any) fyne.CanvasObject {
	k := p.k
	body := widget.Pad(l, 20, 22, 20, 22, widget.Beside(l, 18, widget.Badge(l, icon, 54, l.Brand, l.BrandSoft),
		widget.Grow(l, 160, widget.VStack(l, 4, widget.H3(l, k.t(key, args...)), widget.Muted(l, k.t(key+".text", args...)))),
		widget.Icon(l, "arrow-right", 24, l.Brand)))
	return widget.NewTile(l, k.t(key, args...), body, do)
}

func (p *modulePage) outcome(l *theme.Look, o induction.Outcome) fyne.CanvasObject {
	icon, ink := "circle-half", l.Muted
	switch _, met := p.m.Standing.Met[o.ID]; {
	case met || p.m.Standing.Phase == induction.Passed:
		icon, ink = "check-circle-fill", l.Good
	case p.m.Standing.Last != nil:
		icon, ink = "arrows-clockwise", l.Warn
	default:
		icon, ink = "caret-right", l.Muted
	}
	return widget.BesideTop(l, 12, widget.Icon(l, icon, 24, ink), widget.Grow(l, 160, widget.Para(l, o.Text)))
}

// signOff says honestly whether a named clinician has signed the content off.
func (p *modulePage) signOff(l *theme.Look) fyne.CanvasObject {
	k, s := p.k, p.m.Module.SignOff
	if s.Awaiting() {
		return widget.Notice(l, widget.Warn, k.t("module.awaiting"), k.t("module.awaiting.text", p.m.Module.Author, k.P.Date(p.m.Module.ReviewDue.Start())))
	}
	return widget.Notice(l, widget.Good, k.t("module.signed", s.By, s.Role), k.t("module.signed.text", k.P.Date(s.Date.Start())))
}

func (p *modulePage) sources(l *theme.Look) fyne.CanvasObject {
	o := []fyne.CanvasObject{widget.H3(l, p.k.t("module.sources"))}
	for _, s := range p.m.Module.Sources {
		o = append(o, widget.Small(l, p.k.t("module.source", s.Title, s.Body, s.Date)))
	}
	return widget.VStack(l, 6, o...)
}
