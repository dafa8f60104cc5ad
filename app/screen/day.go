package screen

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// learnDesk is what a learner's day and modules need.
type learnDesk interface {
	Day(context.Context, *desk.Seat) (desk.MyDay, error)
	Module(context.Context, *desk.Seat, induction.Code) (desk.MyModule, error)
	ReadPage(ctx context.Context, s *desk.Seat, code induction.Code, page induction.PageID, took time.Duration) error
}

// Day shows the learner's day as it is now.
func (k *Kiosk) Day() {
	run(k, k.t("day.working"), func(ctx context.Context) (desk.MyDay, error) { return k.Desk.Day(ctx, k.seat) }, func(d desk.MyDay) {
		p := &dayPage{page: page{k, "day", k.t("day.title")}, day: d, told: k.arrival}
		k.arrival = nil // it is told once
		k.Frame.Reset(p)
	})
}

// arrival is what came of the passports that were checked before somebody signed in.
type arrival struct {
	a   desk.Arrival
	err error
}

// dayPage says what is held, what is to do, and how long it takes.
type dayPage struct {
	page
	day  desk.MyDay
	told *arrival
	next *widget.Button
}

// NoBack makes it a learner's start page.
func (*dayPage) NoBack() {}

// Focus is the next step.
func (p *dayPage) Focus() fyne.Focusable { return p.next }

// Content is the sum of the day, then what is to do, then what is held.
func (p *dayPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := append([]fyne.CanvasObject{p.head(l)}, p.arrived(l)...)
	if !p.day.Open {
		o = append(o, widget.Notice(l, widget.Info, k.t("day.no-session"), k.t("day.no-session.text")))
	}
	ahead := func(kind induction.LineKind) func(induction.Line) bool {
		return func(n induction.Line) bool { return n.Kind == kind && !n.Done }
	}
	groups := []struct {
		key  string
		take func(induction.Line) bool
	}{
		{"day.held", func(n induction.Line) bool { return n.Held }},
		{"day.todo", ahead(induction.ModuleLine)},
		{"day.practical", ahead(induction.PracticalLine)},
		{"day.local", ahead(induction.LocalLine)},
		{"day.done-today", func(n induction.Line) bool { return n.Done && !n.Held }},
	}
	var lone []fyne.CanvasObject
	for _, g := range groups {
		tiles := p.tiles(l, g.take)
		switch head := widget.H3(l, k.t(g.key)); len(tiles) {
		case 0:
		case 1:
			lone = append(lone, widget.Filling(l, 10, head, tiles[0]))
		default:
			o = append(o, widget.VStack(l, 10, head, cards(l, tiles)))
		}
	}
	if len(lone) > 0 {
		o = append(o, cards(l, lone))
	}
	return wide(l, 1240, append(o, p.foot(l))...)
}

// cards stand side by side; groups of one card share a line.
func cards(l *theme.Look, o []fyne.CanvasObject) fyne.CanvasObject {
	return widget.AutoGrid(l, 360, 18, o...)
}

// head is the ring, the greeting, the minutes, and the next step.
func (p *dayPage) head(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.day.Day
	fraction := float32(0)
	if n := len(d.Lines); n > 0 {
		fraction = float32(d.Done) / float32(n)
	}
	tone := widget.Info
	if d.Left == 0 {
		tone = widget.Good
	}
	words := widget.VStack(l, 4,
		widget.H1(l, k.t("day.hello", p.day.Learner.Name)),
		widget.Strong(l, p.free()),
		widget.Muted(l, k.t("day.done", d.Done, len(d.Lines), p.day.Programme.Title)),
		p.minutes(l))
	p.next = p.step(l)
	scan := widget.NewButton(l, widget.Outline, k.t("day.scan"), "scan", k.OpenBring)
	return widget.Panel(l, 22, widget.Columns(l, 24, 300, []float32{66, 34},
		widget.Beside(l, 26, widget.Ring(l, tone, fraction, 104, widget.Percent(fraction), ""), widget.Grow(l, 240, words)),
		widget.VStack(l, 12, widget.Spacer(), p.next, scan, widget.Spacer())))
}

// free says what does not have to be done.
func (p *dayPage) free() string {
	k, held := p.k, 0
	for _, n := range p.day.Day.Lines {
		held += one(n.Held)
	}
	if held == 0 {
		return k.t("day.free.none")
	}
	return k.t("day.free", held)
}

// arrived tells what came of the passports that were checked before the sign-in.
func (p *dayPage) arrived(l *theme.Look) []fyne.CanvasObject {
	if p.told == nil {
		return nil
	}
	k, a := p.k, p.told.a
	var o []fyne.CanvasObject
	for _, b := range append(slices.Clone(a.Taken), a.Before...) {
		o = append(o, k.arrivedPassport(l, b, p.day.Day, k.t("bring.taken")))
	}
	for _, n := range a.Refused {
		o = append(o, k.notTaken(l, n))
	}
	if len(o) == 0 && p.told.err != nil {
		o = append(o, widget.Notice(l, widget.Warn, k.t("bring.refused"), k.Explain(p.told.err)))
	}
	return o
}

func (p *dayPage) minutes(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.day.Day
	left := widget.Pill(l, widget.Info, k.t("day.left", k.minutes(d.Left)))
	if d.Left == 0 {
		left = widget.Pill(l, widget.Good, k.t("day.nothing-left"))
	}
	o := []fyne.CanvasObject{left}
	if d.Saved > 0 {
		o = append(o, widget.Pill(l, widget.Good, k.t("day.saved", k.minutes(d.Saved))))
	}
	return widget.Row(l, 10, o...)
}

// minutes writes a number of minutes for people.
func (k *Kiosk) minutes(n int) string { return k.P.Duration(time.Duration(n) * time.Minute) }

// step is the one thing to do next.
func (p *dayPage) step(l *theme.Look) *widget.Button {
	k := p.k
	for _, look := range []bool{false, true} { // what a trainer may spare comes last
		for _, n := range p.day.Day.Lines {
			if (n.Decision.Ruling == induction.LocalLook) != look || n.Done || n.Kind != induction.ModuleLine || n.Missing || n.Phase == induction.Locked {
				continue
			}
			key := "day.start"
			if n.Phase != induction.NotStarted {
				key = "day.carry-on"
			}
			return widget.NewButton(l, widget.Primary, k.t(key, n.Title), "arrow-right", func() { k.OpenModule(n.Code) })
		}
	}
	for _, n := range p.day.Day.Lines {
		if !n.Done && n.Kind == induction.LocalLine {
			return widget.NewButton(l, widget.Primary, k.t("day.start", n.Title), "arrow-right", func() { k.OpenChecklist(n.Checklist) })
		}
	}
	if p.day.Open && !p.day.Feedback {
		return widget.NewButton(l, widget.Primary, k.t("day.feedback"), "arrow-right", k.OpenFeedback)
	}
	return widget.NewButton(l, widget.Confirm, k.t("day.passport"), "certificate", k.OpenPassport)
}

func (p *dayPage) tiles(l *theme.Look, take func(induction.Line) bool) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, n := range p.day.Day.Lines {
		if take(n) {
			out = append(out, p.tile(l, n))
		}
	}
	return out
}

// tile is one line of the day as a card.
func (p *dayPage) tile(l *theme.Look, n induction.Line) fyne.CanvasObject {
	k := p.k
	tone, state := k.state(n)
	ink, soft := l.Brand, l.BrandSoft
	if tone == widget.Good {
		ink, soft = l.Good, l.GoodSoft
	}
	icon := n.Icon
	if icon == "" {
		icon = "book-open"
	}
	head := widget.BesideTop(l, 16, widget.Badge(l, icon, 46, ink, soft), widget.Grow(l, 120, widget.VStack(l, 2, widget.H3(l, n.Title), widget.Small(l, p.under(n)))))
	foot := widget.Row(l, 10, widget.Pill(l, tone, state), widget.Spacer(), widget.Small(l, k.lineMinutes(n)))
	body := widget.Pad(l, 18, 20, 18, 20, widget.VStack(l, 12, head, widget.Spacer(), foot, widget.NewBar(l, tone, float32(n.Fraction))))
	t := widget.NewTile(l, n.Title+", "+state, body, func() { p.open(n) })
	if n.Missing {
		t.Disable()
	}
	return t
}

// under is the small line under a card's title.
func (p *dayPage) under(n induction.Line) string {
	k := p.k
	switch {
	case elsewhere(n.Decision):
		return k.elsewhere(n.Decision)
	case n.Missing:
		return k.t("day.missing")
	case n.Done && !n.Until.IsZero():
		return k.t("day.until", k.P.Date(n.Until))
	case n.Done && n.Kind != induction.LocalLine:
		return k.t("day.for-good")
	case n.Reason != "":
		return k.t("day.shorter", n.Reason)
	case n.Kind == induction.LocalLine:
		return k.t("day.ticked", n.Ticked, n.Steps)
	case n.Kind == induction.PracticalLine:
		return k.t("day.assessor")
	}
	return n.Summary
}

// state is how a line stands, in a tone and in words.
func (k *Kiosk) state(n induction.Line) (widget.Tone, string) {
	switch {
	case n.Decision.Ruling == induction.LocalLook:
		return widget.Warn, k.t("state.look")
	case n.Decision.Ground == induction.OnWaiver:
		return widget.Good, k.t("state.waived")
	case n.Missing:
		return widget.Plain, k.t("state.missing")
	case n.Held:
		return widget.Good, k.t("state.held")
	case n.Done:
		return widget.Good, k.t("state.done")
	case n.Referred:
		return widget.Warn, k.t("state.referred")
	}
	switch n.Phase {
	case induction.Locked:
		return widget.Warn, k.t("state.locked")
	case induction.NotStarted:
		if r := n.Decision.Ruling; r == induction.HasExpired || r == induction.HasChanged {
			return widget.Warn, k.t("ruling." + string(r))
		}
		return widget.Plain, k.t("state.not-started")
	}
	return widget.Info, k.t("state.in-progress")
}

func (p *dayPage) open(n induction.Line) {
	switch n.Kind {
	case induction.ModuleLine:
		p.k.OpenModule(n.Code)
	case induction.LocalLine:
		p.k.OpenChecklist(n.Checklist)
	default:
		p.k.OpenPractical(n.Code)
	}
}

// foot says how the passport comes, and offers feedback.
func (p *dayPage) foot(l *theme.Look) fyne.CanvasObject {
	k := p.k
	tone, title, text := widget.Info, k.t("day.identity"), k.t("day.identity.text")
	switch {
	case len(p.day.Passports) > 0:
		tone, title, text = widget.Good, k.t("day.issued"), k.t("day.issued.text")
	case p.day.Day.Confirmed:
		tone, title, text = widget.Good, k.t("day.confirmed"), k.t("day.confirmed.text")
	}
	o := []fyne.CanvasObject{}
	if len(p.day.Passports) > 0 {
		o = append(o, widget.NewButton(l, widget.Outline, k.t("day.passport"), "certificate", k.OpenPassport))
	}
	if p.day.Open && !p.day.Feedback {
		o = append(o, widget.NewButton(l, widget.Outline, k.t("day.feedback"), "chat-text", k.OpenFeedback))
	}
	return widget.Notice(l, tone, title, text, o...)
}
