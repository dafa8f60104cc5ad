package screen

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// checkDesk is what checking passports needs.
type checkDesk interface {
	Compare(ctx context.Context, texts []string, id induction.ProgrammeID) (desk.Comparison, error)
	CheckFile(ctx context.Context, texts []string, broken string) ([]desk.Checked, error)
	ReceiptOf(ctx context.Context, c desk.Comparison, who desk.Compared, by string) (desk.Receipt, error)
	StartHere(context.Context, desk.Compared) (desk.Awaited, error)
	Awaited() (desk.Awaited, bool)
	NotAwaited()
	Programmes() []induction.Programme
}

// CheckDesk opens the check desk. It needs no sign-in and records nothing.
func (k *Kiosk) CheckDesk() {
	k.Frame.Reset(&checkPage{scanPage: scanPage{page: page{k, "check", k.t("check.title")}}})
}

// picture is what has been scanned for one person, or for several by mistake, as it
// was checked, and which of it is in view.
type picture struct {
	c       desk.Comparison
	refused *desk.Checked // the file that came last cannot be believed
	at      int
}

// sight is one verdict of a picture, with the person whom the passport names; nobody
// where that may not be shown.
type sight struct {
	desk.ComparedPassport
	who *desk.Compared
}

// all lists the verdicts, person by person, then those of nobody.
func (g *picture) all() []sight {
	var out []sight
	for i := range g.c.People {
		for _, p := range g.c.People[i].Passports {
			out = append(out, sight{p, &g.c.People[i]})
		}
	}
	for _, p := range g.c.Unread {
		out = append(out, sight{p, nil})
	}
	if g.refused != nil {
		out = append(out, sight{desk.ComparedPassport{Checked: *g.refused}, nil})
	}
	return out
}

// find brings the verdict of a text into view, and that of a refused file before all.
func (g *picture) find(text string) {
	all := g.all()
	if plain, ok := passport.Plain(text); ok {
		text = plain
	}
	g.at = max(0, slices.IndexFunc(all, func(s sight) bool { return s.Text == text }))
	if g.refused != nil {
		g.at = len(all) - 1
	}
}

// lasting are the texts that stay beside another scan: what could not be read at all
// does not.
func (g *picture) lasting() []string {
	var out []string
	for _, s := range g.all() {
		switch st := s.Checked.Verdict.Status; {
		case s.Text == "" || st == passport.NotAPassport || st == passport.Damaged:
		default:
			out = append(out, s.Text)
		}
	}
	return out
}

// checkPage is the scan field and, under it, what has been scanned so far: one
// verdict in view, and what all of that person's passports come to here. It keeps
// nothing beyond the page.
type checkPage struct {
	scanPage
	got       *picture
	hidden    bool // another scan is coming in
	programme induction.ProgrammeID
}

// OnBack leads to where whoever is here belongs.
func (p *checkPage) OnBack() bool { p.k.home(); return true }

// OnEsc puts everything away before it leads back.
func (p *checkPage) OnEsc() bool {
	if p.got == nil {
		return false
	}
	p.clear()
	return true
}

// Facts tells a rehearsal what the verdict in view is, and what it all comes to.
func (p *checkPage) Facts() map[string]any {
	if p.got == nil || p.hidden {
		return map[string]any{"band": ""}
	}
	all := p.got.all()
	s := all[p.got.at]
	v := s.Checked.Verdict
	f := map[string]any{"band": v.Band, "status": v.Status, "reasons": v.Reasons, "of": len(all), "people": len(p.got.c.People)}
	if s.who != nil {
		f["left"], f["saved"], f["recognised"] = s.who.Day.Left, s.who.Day.Saved, s.who.Recognised
	}
	return f
}

// Content is the scan field over the verdict or, before the first, over what to do.
func (p *checkPage) Content(l *theme.Look) fyne.CanvasObject {
	p.begins, p.came = p.put, p.take
	return p.frame(l, p.k.t("check.heading"), p.body(l))
}

func (p *checkPage) body(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	switch {
	case p.got == nil:
		return []fyne.CanvasObject{
			widget.VStack(l, 4, widget.Title(l, k.t("check.heading")), widget.Muted(l, k.t("check.text"))),
			p.ways(l),
			widget.Notice(l, widget.Plain, k.t("check.private"), k.t("check.private.text")),
		}
	case p.hidden:
		again := widget.NewButton(l, widget.Outline, k.t("check.coming.show"), "eye", func() { p.hidden = false; p.fill() })
		return []fyne.CanvasObject{widget.Notice(l, widget.Info, k.t("check.coming"), k.t("check.coming.text"), again)}
	}
	return p.verdict(l)
}

// fill shows what the page has now.
func (p *checkPage) fill() { p.show(p.body(p.k.Frame.Look())) }

// put takes the verdict out of view: another passport is coming.
func (p *checkPage) put() {
	if p.got != nil && !p.hidden {
		p.hidden = true
		p.fill()
	}
}

// clear makes room for the next person.
func (p *checkPage) clear() {
	p.k.Frame.Quiet()
	p.got, p.hidden, p.queue = nil, false, nil
	p.fill()
}

// take checks what came, together with what was there.
func (p *checkPage) take(o offered) {
	var before []string
	if p.got != nil {
		before = p.got.lasting()
	}
	p.check(append(before, o.texts...), o.broken, func(g *picture) { g.find(o.first) })
}

// check looks at texts anew and shows them.
func (p *checkPage) check(texts []string, broken string, turn func(*picture)) {
	k, programme := p.k, p.programme
	window.Run(k.Frame, context.Background(), k.t("check.working"), func(ctx context.Context, _ window.Progress) (*picture, error) {
		c, err := k.Desk.Compare(ctx, unique(texts), programme)
		if err != nil || broken == "" {
			return &picture{c: c}, err
		}
		refused, err := k.Desk.CheckFile(ctx, nil, broken)
		if err != nil {
			return nil, err
		}
		return &picture{c: c, refused: &refused[0]}, nil
	}, func(g *picture, err error) {
		if err != nil {
			k.Fail(err)
		} else {
			turn(g)
			p.got, p.programme = g, g.c.Programme.ID
		}
		p.hidden = p.scan.Gathered() > 0 || len(p.queue) > 0
		p.fill()
		p.pump()
	})
}

// unique leaves out what came twice.
func unique(texts []string) []string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// turn shows another of the verdicts.
func (p *checkPage) turn(to int) {
	p.got.at = to
	p.fill()
}

// only keeps the passports of one person, where another's were scanned with them.
func (p *checkPage) only(who desk.Compared) {
	p.check(who.Texts(), "", func(*picture) {})
}

// Actions are the other ways to give a passport, and the way on. Where the text is
// large they leave the room to the verdict: the other ways stand under it.
func (p *checkPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.got == nil || p.hidden {
		return p.otherWays(l), nil
	}
	if !large(l) {
		left = p.otherWays(l)
	}
	who := p.got.all()[p.got.at].who
	if who == nil || !who.Recognised || k.Machine.Administrator {
		return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("check.next"), "arrow-right", p.clear)}
	}
	return left, []fyne.CanvasObject{
		widget.NewButton(l, widget.Outline, k.t("check.next"), "x", p.clear),
		widget.NewButton(l, widget.Primary, k.t("here.start"), "arrow-right", func() { p.startHere(*who) }),
	}
}
