package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenLearner shows one person's record to the trainer as it stands now.
func (k *Kiosk) OpenLearner(id induction.LearnerID) {
	run(k, k.t("one.opening"), func(ctx context.Context) (desk.OneLearner, error) { return k.Desk.OneLearner(ctx, k.trainer, id) }, func(v desk.OneLearner) {
		k.Frame.Reset(&onePage{page: page{k, "one-learner", v.Learner.Name}, v: v})
	})
}

// onePage is one learner as the trainer sees them, with all that the trainer can do.
type onePage struct {
	page
	v     desk.OneLearner
	body  fyne.CanvasObject
	issue *widget.Button
}

// Focus is the passport once everything is done and none is issued yet, else the
// first thing that can be done.
func (p *onePage) Focus() fyne.Focusable {
	if p.v.Day.Done == len(p.v.Day.Lines) && len(p.v.Passports) == 0 && !p.issue.Disabled() {
		return p.issue
	}
	return widget.FirstFocusable(p.body)
}

// OnBack leads to the trainer's desk.
func (p *onePage) OnBack() bool { p.k.OpenGrid(); return true }

// again shows the person once more after something was recorded.
func (p *onePage) again() { p.k.OpenLearner(p.v.Learner.ID) }

// Content is who it is, the identity, and line by line what is held and what is to do.
func (p *onePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{p.head(l)}
	if p.v.Myself {
		o = append(o, widget.Notice(l, widget.Stop, k.t("one.myself"), k.t("one.myself.text")))
	}
	lines := widget.VStack(l, 12, widget.H2(l, k.t("one.lines")))
	for i, n := range p.v.Day.Lines {
		if i > 0 {
			lines.Add(widget.Rule(l))
		}
		lines.Add(p.line(l, n))
	}
	p.body = wide(l, 1180, append(o, widget.Columns(l, 24, 380, []float32{42, 58}, widget.Top(widget.VStack(l, 18, p.identity(l), p.brought(l))), widget.Top(widget.Panel(l, 26, lines))))...)
	return p.body
}

func (p *onePage) head(l *theme.Look) fyne.CanvasObject {
	k, v := p.k, p.v
	fraction := float32(0)
	if n := len(v.Day.Lines); n > 0 {
		fraction = float32(v.Day.Done) / float32(n)
	}
	tone := widget.Info
	if v.Day.Done == len(v.Day.Lines) {
		tone = widget.Good
	}
	pills := []fyne.CanvasObject{widget.Pill(l, widget.Info, k.t("day.left", k.minutes(v.Day.Left)))}
	if v.Day.Left == 0 {
		pills[0] = widget.Pill(l, widget.Good, k.t("day.nothing-left"))
	}
	if len(v.Passports) > 0 {
		pills = append(pills, widget.Pill(l, widget.Good, k.t("one.issued", len(v.Passports))))
	}
	words := widget.VStack(l, 4, widget.H1(l, v.Learner.Name),
		widget.Muted(l, k.t("one.sum", k.numberWords(v.Learner.Number), v.Day.Done, len(v.Day.Lines))), widget.Row(l, 10, pills...))
	return widget.Panel(l, 20, widget.Beside(l, 24, widget.Ring(l, tone, fraction, 92, widget.Percent(fraction), ""), widget.Grow(l, 220, words)))
}

// identity confirms who it is against photo ID, or says who did.
func (p *onePage) identity(l *theme.Look) fyne.CanvasObject {
	k, id := p.k, p.v.Learner.Identity
	o := []fyne.CanvasObject{widget.H2(l, k.t("one.identity"))}
	if id.Confirmed() {
		o = append(o, widget.Notice(l, widget.Good, k.t("one.identity.done"), k.t("one.identity.done.text", k.t("seen."+id.Seen), k.moment(id.At))))
	} else {
		o = append(o, widget.Para(l, k.t("one.identity.text", p.v.Learner.Name)), p.documents(l))
	}
	rename := widget.NewButton(l, widget.Quiet, k.t("one.rename"), "pencil-simple", p.rename)
	pin := widget.NewButton(l, widget.Quiet, k.t("one.pin"), "key", p.resetPIN)
	p.guard(rename, pin)
	return widget.Panel(l, 26, widget.VStack(l, 14, append(o, widget.Rule(l), widget.Row(l, 8, rename, pin))...))
}

// documents is one press for each kind of photo ID.
func (p *onePage) documents(l *theme.Look) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for _, seen := range desk.SeenDocuments {
		b := widget.NewButton(l, widget.Outline, p.k.t("one.seen."+seen), "", func() { p.confirm(seen) })
		p.guard(b)
		o = append(o, b)
	}
	return widget.AutoGrid(l, 200, 10, o...)
}

// guard takes away what nobody may do for themselves.
func (p *onePage) guard(buttons ...*widget.Button) {
	for _, b := range buttons {
		if p.v.Myself {
			b.Disable()
		}
	}
}

func (p *onePage) confirm(seen string) {
	k, who := p.k, p.v.Learner
	k.Frame.Confirm(k.t("one.confirm", who.Name), k.t("one.confirm.text", k.numberWords(who.Number), k.t("seen."+seen)), k.t("one.confirm.yes"), k.t("word.cancel"), false, func() {
		k.act(k.t("one.saving"), func(ctx context.Context) error { return k.Desk.ConfirmIdentity(ctx, k.trainer, who.ID, seen) }, p.again)
	})
}

// line is one line of the day, with what the trainer can do about it.
func (p *onePage) line(l *theme.Look, n induction.Line) fyne.CanvasObject {
	k := p.k
	tone, state := k.state(n)
	icon := n.Icon
	if icon == "" {
		icon = "book-open"
	}
	o := []fyne.CanvasObject{
		widget.Badge(l, icon, 42, l.Brand, l.BrandSoft),
		widget.Grow(l, 200, widget.VStack(l, 2, widget.H3(l, n.Title), widget.Small(l, p.under(n)))),
		widget.Pill(l, tone, state),
	}
	if b := p.deed(l, n); b != nil {
		p.guard(b)
		o = append(o, b)
	}
	return widget.Row(l, 14, o...)
}

// under says where the learner stands with a line.
func (p *onePage) under(n induction.Line) string {
	k := p.k
	s, known := p.v.Standings[n.Code]
	switch {
	case n.Missing && n.Decision.Ground == induction.OnNothing:
		return k.t("day.missing")
	case elsewhere(n.Decision):
		return k.basis(n.Decision)
	case n.Done && !n.Until.IsZero():
		return k.t("day.until", k.P.Date(n.Until))
	case n.Kind == induction.LocalLine:
		return k.t("day.ticked", n.Ticked, n.Steps)
	case n.Kind == induction.PracticalLine && n.Referred:
		return k.t("one.referred")
	case n.Kind == induction.PracticalLine:
		return k.t("one.practical")
	case n.Done:
		return k.t("day.for-good")
	case known && s.Phase == induction.Locked && !s.CanUnlock:
		return k.t("one.locked-out")
	case known && s.Last != nil:
		return k.t("one.standing", len(s.Met), len(s.Met)+len(s.Unmet), s.Left)
	}
	return k.minutes(n.Minutes)
}

// deed is what the trainer can do about a line; nil for nothing.
func (p *onePage) deed(l *theme.Look, n induction.Line) *widget.Button {
	k := p.k
	s := p.v.Standings[n.Code]
	switch {
	case n.Decision.Ruling == induction.LocalLook:
		return widget.NewButton(l, widget.Outline, k.t("one.look.do"), "eye", func() { k.OpenLook(p.v, n.Decision) })
	case n.Kind == induction.PracticalLine && !n.Done:
		return widget.NewButton(l, widget.Outline, k.t("one.sign"), "signature", func() { k.OpenSign(p.v, n.Code) })
	case n.Kind == induction.LocalLine && !n.Done:
		return widget.NewButton(l, widget.Outline, k.t("one.witness"), "list-checks", func() { k.OpenWitness(p.v.Learner, n.Checklist) })
	case n.Kind == induction.ModuleLine && s.Phase == induction.Locked && s.CanUnlock:
		return widget.NewButton(l, widget.Outline, k.t("one.unlock"), "lock-key-open", func() { p.unlock(n) })
	}
	return nil
}

func (p *onePage) unlock(n induction.Line) {
	k := p.k
	k.Frame.Confirm(k.t("one.unlock.ask", n.Title), k.t("one.unlock.text"), k.t("one.unlock"), k.t("word.cancel"), false, func() {
		k.act(k.t("one.saving"), func(ctx context.Context) error { return k.Desk.UnlockAttempt(ctx, k.trainer, p.v.Learner.ID, n.Code) }, p.again)
	})
}

func (p *onePage) rename() {
	p.k.Frame.Show(&renamePage{page: page{p.k, "correct-name", p.k.t("rename.title")}, who: p.v.Learner})
}

func (p *onePage) resetPIN() {
	p.k.Frame.Show(&newPINPage{page: page{p.k, "new-pin", p.k.t("newpin.title")}, who: p.v.Learner})
}

// Actions show what was issued and issue what is ready.
func (p *onePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if len(p.v.Passports) > 0 {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("one.show"), "qr-code", func() { k.showPassport(latest(p.v.Passports), 0, p.again) }))
	}
	p.issue = widget.NewButton(l, widget.Confirm, k.t("one.issue"), "certificate", p.sign)
	p.guard(p.issue)
	if !p.v.Day.CanIssue {
		p.issue.Disable()
		right = append(right, widget.Muted(l, p.why()))
	}
	return left, append(right, p.issue)
}

// why says what a passport still waits for.
func (p *onePage) why() string {
	if !p.v.Day.Confirmed {
		return p.k.t("one.why.identity")
	}
	if p.v.Day.Left == 0 && p.v.Day.Done == len(p.v.Day.Lines) {
		return p.k.t("one.why.elsewhere")
	}
	return p.k.t("one.why.nothing")
}

// sign signs this learner's passport after the PIN; what is still to do is said first.
func (p *onePage) sign() {
	k, who := p.k, p.v.Learner
	text := k.t("one.issue.text", who.Name)
	if left := len(p.v.Day.Lines) - p.v.Day.Done; left > 0 {
		text = k.t("one.issue.gaps", who.Name, left)
	}
	signed(k, secret{title: k.t("one.issue.title"), text: text, yes: k.t("one.issue.do")}, k.t("one.issuing"),
		func(ctx context.Context, pin string) ([]induction.Issued, error) {
			return k.Desk.Issue(ctx, k.trainer, who.ID, pin)
		}, func(issued []induction.Issued) { k.showPassport(issued, 0, p.again) })
}
