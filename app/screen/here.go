package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/passport"
)

// here holds what one person's passports show against a programme of this
// organisation: what counts, what somebody must look at, and what is still to do.
func (p *checkPage) here(l *theme.Look, s sight) fyne.CanvasObject {
	k, who := p.k, s.who
	o := []fyne.CanvasObject{p.headed(l)}
	if !who.Recognised {
		o = append(o, widget.Notice(l, widget.Warn, k.t("here.none"), k.unrecognised(*who)))
	}
	if len(who.Names) > 0 {
		o = append(o, widget.Notice(l, widget.Warn, k.t("here.names"), k.t("here.names.text", who.Names)))
	}
	for _, n := range who.Day.Lines {
		o = append(o, widget.Rule(l), k.decided(l, n))
	}
	if who.Recognised {
		o = append(o, widget.Rule(l), widget.Left(widget.NewButton(l, widget.Outline, k.t("receipt.make"), "file-pdf", func() { p.receipt(*who) })))
	}
	return widget.Panel(l, 24, widget.VStack(l, 12, o...))
}

// headed is the heading with the programme, and the way to choose another.
func (p *checkPage) headed(l *theme.Look) fyne.CanvasObject {
	k, title := p.k, p.got.c.Programme.Title
	head := widget.Grow(l, 220, widget.VStack(l, 2, widget.H2(l, k.t("here.heading")), widget.Muted(l, k.t("here.programme", title))))
	if len(k.Desk.Programmes()) < 2 {
		return head
	}
	return widget.Row(l, 12, head, widget.NewButton(l, widget.Outline, k.t("here.other"), "caret-down", p.chooseProgramme))
}

// comes is what all of a person's passports come to here, in the verdict itself: how
// much is accepted, and the minutes that are spared and those that are left.
func (p *checkPage) comes(l *theme.Look, s sight) []fyne.CanvasObject {
	k := p.k
	switch {
	case s.who == nil || s.Checked.Verdict.Band == passport.Refuse:
		return nil
	case !s.who.Recognised:
		return []fyne.CanvasObject{widget.H3(l, k.t("here.none"))}
	}
	d, key := s.who.Day, "here.sum"
	if d.Left == 0 {
		key = "here.sum.all"
	}
	return []fyne.CanvasObject{widget.H3(l, k.t(key, d.Done, len(d.Lines), k.minutes(d.Saved), k.minutes(d.Left)))}
}

// unrecognised says why nothing of a person's passports counts here.
func (k *Kiosk) unrecognised(who desk.Compared) string {
	for _, p := range who.Passports {
		if r := p.Brought.Refused; r != "" {
			return k.t("here.refused." + string(r))
		}
	}
	return k.t("here.none.text")
}

// chooseProgramme asks what the passports are to be held against.
func (p *checkPage) chooseProgramme() {
	k := p.k
	var shut func()
	shut = k.Frame.Overlay(560, func(l *theme.Look) fyne.CanvasObject {
		var o []fyne.CanvasObject
		for _, g := range k.Desk.Programmes() {
			o = append(o, k.bigTile(l, "list-checks", g.Title, g.Role, func() {
				shut()
				p.programme = g.ID
				at := p.got.at
				p.check(p.got.lasting(), "", func(g *picture) { g.at = min(at, len(g.all())-1) })
			}))
		}
		return widget.Question(l, k.t("here.choose"), k.t("here.choose.text"), widget.VStack(l, 10, o...),
			widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", func() { shut() }))
	}, func() { shut() })
}

// startHere goes on with somebody whose passports were checked: their number and
// name are ready at sign-in.
func (p *checkPage) startHere(who desk.Compared) {
	k := p.k
	text := k.t("here.start.text", k.subjectWords(string(who.Number)), int(desk.AwaitFor.Minutes()))
	if k.trainer != nil {
		text += " " + k.t("here.start.out")
	}
	k.Frame.Confirm(k.t("here.start.ask", who.Name), text, k.t("here.start"), k.t("word.cancel"), false, func() {
		run(k, k.t("start.looking"), func(ctx context.Context) (desk.Awaited, error) { return k.Desk.StartHere(ctx, who) }, func(desk.Awaited) { k.SignOut() })
	})
}

// receipt makes the receipt of what was checked; nothing of it is kept here.
func (p *checkPage) receipt(who desk.Compared) {
	k, c, by := p.k, p.got.c, ""
	if k.trainer != nil {
		by = k.trainer.Trainer.Name
	}
	again := func(ctx context.Context, by string) (desk.Receipt, error) { return k.Desk.ReceiptOf(ctx, c, who, by) }
	run(k, k.t("receipt.making"), func(ctx context.Context) (desk.Receipt, error) { return again(ctx, by) }, func(r desk.Receipt) {
		k.Frame.Show(&receiptPage{page: page{k, "receipt", k.t("receipt.title")}, r: r, by: by, again: again})
	})
}
