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
	k, s, ask := p.k, p.m.Standing, func() { p.k.Begin(p.m.Module.Ref.Code) }
	due := func() { k.Read(p.m, true) }
	switch s.Phase {
	case induction.Passed:
		return []fyne.CanvasObject{widget.Notice(l, widget.Good, k.t("module.passed"), k.t("module.passed.text")), p.again(l)}
	case induction.Locked:
		return []fyne.CanvasObject{widget.Notice(l, widget.Warn, k.t("module.locked"), k.t("module.locked.text")), p.again(l)}
	case induction.Answering:
		return []fyne.CanvasObject{k.bigTile(l, "play", k.t("module.resume"), k.t("module.resume.text", len(s.Open.Draw)-len(s.Open.Responses)), ask)}
	case induction.Learning:
		return []fyne.CanvasObject{k.bigTile(l, "book-open", k.t("module.learn-gaps"), k.t("module.learn-gaps.text", len(s.ToRead)), due)}
	case induction.Retest:
		return []fyne.CanvasObject{k.bigTile(l, "list-checks", k.t("module.retest"), k.t("module.retest.text", len(s.Unmet), s.Left), ask), p.again(l)}
	}
	return p.firstWays(l, ask, due)
}

// again reads the pages with nothing asked afterwards.
func (p *modulePage) again(l *theme.Look) fyne.CanvasObject {
	return p.k.bigTile(l, "book-open", p.k.t("module.read-again"), p.k.t("module.read-again.text"), func() { p.k.Read(p.m, false) })
}

// firstWays are the two ways into a module not yet asked: show it, or learn first.
func (p *modulePage) firstWays(l *theme.Look, ask, due func()) []fyne.CanvasObject {
	k, m, s := p.k, p.m.Module, p.m.Standing
	if s.Phase == induction.Reading && len(s.ToRead) == 0 {
		return []fyne.CanvasObject{k.bigTile(l, "list-checks", k.t("module.ask"), k.t("module.ask.text", k.minutes(m.TestMinutes)), ask), p.again(l)}
	}
	show := k.bigTile(l, "list-checks", k.t("module.show"), k.t("module.show.text", k.minutes(m.TestMinutes), m.Rule.ItemsPerOutcome*len(m.Outcomes)), ask)
	learn := k.bigTile(l, "book-open", k.t("module.learn"), k.t("module.learn.text", k.minutes(m.LearnMinutes), len(m.Pages)), due)
	if s.Phase == induction.Reading {
		learn = k.bigTile(l, "book-open", k.t("module.learn-on"), k.t("module.learn-on.text", len(s.ToRead)), due)
	}
	return []fyne.CanvasObject{show, learn}
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
