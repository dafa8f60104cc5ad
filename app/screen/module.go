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
	m      desk.MyModule
	listed bool // the sources are shown
}

// OnBack leads to the day, worked out anew.
func (p *modulePage) OnBack() bool { p.k.Day(); return true }

// Content says what the module is, what it asks, and who vouches for it.
func (p *modulePage) Content(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.m.Module
	ways := widget.VStack(l, 16, p.stop(l)...)
	for _, w := range p.ways() {
		ways.Add(k.bigTile(l, w.icon, w.title, w.under, w.do))
	}
	about := widget.VStack(l, 10, widget.H3(l, k.t("module.outcomes")))
	for _, o := range m.Outcomes {
		about.Add(p.outcome(l, o))
	}
	return wide(l, 1140,
		widget.VStack(l, 6, widget.Kicker(l, k.levelWords(m)), widget.Title(l, m.Title), widget.AtMost(l, theme.LineMax, widget.Muted(l, m.Summary))),
		p.signOff(l),
		widget.Columns(l, 28, 400, []float32{46, 54}, widget.Top(ways), widget.Top(widget.Panel(l, 26, about))),
		p.sources(l))
}

// levelWords names a module as the framework does.
func (k *Kiosk) levelWords(m *induction.Module) string {
	return k.t("module.level", m.Subject, m.Level, m.Ref.Version.String())
}

// way is one way on from a module's overview; the first of them is the next step.
type way struct {
	icon, title, under string
	do                 func()
}

// stop says why there is nothing to answer: it is passed, or the attempts are used up.
func (p *modulePage) stop(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	switch p.m.Standing.Phase {
	case induction.Passed:
		return []fyne.CanvasObject{widget.Notice(l, widget.Good, k.t("module.passed"), k.t("module.passed.text"))}
	case induction.Locked:
		return []fyne.CanvasObject{widget.Notice(l, widget.Warn, k.t("module.locked"), k.t("module.locked.text"))}
	}
	return nil
}

// ways are the next steps that the module's standing allows.
func (p *modulePage) ways() []way {
	k, s, ask := p.k, p.m.Standing, func() { p.k.Begin(p.m.Module.Ref.Code) }
	due := func() { k.Read(p.m, true) }
	switch s.Phase {
	case induction.Passed, induction.Locked:
		return []way{p.again()}
	case induction.Answering:
		return []way{{"play", k.t("module.resume"), k.t("module.resume.text", len(s.Open.Draw)-len(s.Open.Responses)), ask}}
	case induction.Learning:
		return []way{{"book-open", k.t("module.learn-gaps"), k.t("module.learn-gaps.text", len(s.ToRead)), due}}
	case induction.Retest:
		return []way{{"list-checks", k.t("module.retest"), k.t("module.retest.text", len(s.Unmet), s.Left), ask}, p.again()}
	}
	return p.firstWays(ask, due)
}

// again reads the pages with nothing asked afterwards.
func (p *modulePage) again() way {
	return way{"book-open", p.k.t("module.read-again"), p.k.t("module.read-again.text"), func() { p.k.Read(p.m, false) }}
}

// firstWays are the two ways into a module not yet asked: show it, or learn first.
func (p *modulePage) firstWays(ask, due func()) []way {
	k, m, s := p.k, p.m.Module, p.m.Standing
	if s.Phase == induction.Reading && len(s.ToRead) == 0 {
		return []way{{"list-checks", k.t("module.ask"), k.t("module.ask.text", k.minutes(m.TestMinutes)), ask}, p.again()}
	}
	show := way{"list-checks", k.t("module.show"), k.t("module.show.text", k.minutes(m.TestMinutes), m.Rule.ItemsPerOutcome*len(m.Outcomes)), ask}
	if s.Phase == induction.Reading {
		return []way{{"book-open", k.t("module.learn-on"), k.t("module.learn-on.text", len(s.ToRead)), due}, show}
	}
	return []way{show, {"book-open", k.t("module.learn"), k.t("module.learn.text", k.minutes(m.LearnMinutes), len(m.Pages)), due}}
}

// Actions are the next step; where there is none, the way back to the day.
func (p *modulePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if len(p.stop(l)) > 0 {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("result.day"), "arrow-right", k.Day)}
	}
	next := p.ways()[0]
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, next.title, "arrow-right", next.do)}
}

func (p *modulePage) outcome(l *theme.Look, o induction.Outcome) fyne.CanvasObject {
	mark := dot(l)
	switch _, met := p.m.Standing.Met[o.ID]; {
	case met || p.m.Standing.Phase == induction.Passed:
		mark = widget.Icon(l, "check-circle-fill", 24, l.Good)
	case p.m.Standing.Last != nil:
		mark = widget.Icon(l, "arrows-clockwise", 24, l.Warn)
	}
	return widget.BesideTop(l, 12, mark, widget.Grow(l, 160, widget.Para(l, o.Text)))
}

// signOff says honestly whether a named clinician has signed the content off.
func (p *modulePage) signOff(l *theme.Look) fyne.CanvasObject {
	k, s := p.k, p.m.Module.SignOff
	if s.Awaiting() {
		return widget.Notice(l, widget.Warn, k.t("module.awaiting"), k.t("module.awaiting.text", p.m.Module.Author, k.P.Date(p.m.Module.ReviewDue.Start())))
	}
	return widget.Notice(l, widget.Good, k.t("module.signed", s.By, s.Role), k.t("module.signed.text", k.P.Date(s.Date.Start())))
}

// sources are what the module rests on: their number, and the list on a press.
func (p *modulePage) sources(l *theme.Look) fyne.CanvasObject {
	k, all := p.k, p.m.Module.Sources
	label, icon := k.t("module.sources.show", len(all)), "caret-down"
	if p.listed {
		label, icon = k.t("module.sources.hide"), "x"
	}
	press := widget.NewButton(l, widget.Quiet, label, icon, func() {
		p.listed = !p.listed
		k.Frame.Refresh()
	})
	o := []fyne.CanvasObject{widget.Left(press)}
	if p.listed {
		for _, s := range all {
			o = append(o, widget.Small(l, k.t("module.source", s.Title, s.Body, s.Date)))
		}
	}
	return widget.VStack(l, 8, o...)
}
