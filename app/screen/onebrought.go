package screen

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// brought is what a learner has from elsewhere: passports, evidence and waivers, and
// what the trainer can do about them.
func (p *onePage) brought(l *theme.Look) fyne.CanvasObject {
	k, v := p.k, p.v
	o := []fyne.CanvasObject{widget.H2(l, k.t("one.brought"))}
	var rows []fyne.CanvasObject
	for i, r := range v.Record.Recognitions {
		if i < len(v.Record.Brought) {
			rows = append(rows, p.recognition(l, r, v.Record.Brought[i]))
		}
	}
	for _, e := range v.Record.Evidence {
		rows = append(rows, p.evidence(l, e))
	}
	for _, w := range v.Record.Waivers {
		rows = append(rows, p.waiver(l, w))
	}
	for i, r := range rows {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, r)
	}
	if len(rows) == 0 {
		o = append(o, widget.Para(l, k.t("one.brought.none")))
	}
	return widget.Panel(l, 26, widget.VStack(l, 14, append(o, widget.Rule(l), p.bringing(l))...))
}

// bringing is the ways to record something from elsewhere, and the receipt of it.
func (p *onePage) bringing(l *theme.Look) fyne.CanvasObject {
	k, who := p.k, p.v.Learner
	scan := widget.NewButton(l, widget.Outline, k.t("one.scan"), "scan", func() { k.OpenBringFor(who) })
	seen := widget.NewButton(l, widget.Outline, k.t("one.evidence"), "eye", func() { k.OpenEvidence(p.v) })
	waive := widget.NewButton(l, widget.Quiet, k.t("one.waiver"), "prohibit", func() { k.OpenWaiver(p.v) })
	receipt := widget.NewButton(l, widget.Quiet, k.t("receipt.make"), "file-pdf", func() { k.OpenReceipt(who.ID) })
	p.guard(scan, seen, waive, receipt)
	if !who.Identity.Confirmed() {
		receipt.Disable()
	}
	return widget.Row(l, 8, scan, seen, waive, receipt)
}

// entry is one thing from elsewhere: what it is, how it stands, and the way to take
// it back.
func (p *onePage) entry(l *theme.Look, title string, under []string, tag fyne.CanvasObject, back func()) fyne.CanvasObject {
	words := []fyne.CanvasObject{widget.Strong(l, title)}
	for _, u := range under {
		words = append(words, widget.Small(l, u))
	}
	o := []fyne.CanvasObject{widget.Grow(l, 200, widget.VStack(l, 2, words...)), tag}
	if back != nil {
		b := widget.NewButton(l, widget.Quiet, p.k.t("one.take-back"), "x", back)
		p.guard(b)
		o = append(o, b)
	}
	return widget.Row(l, 10, o...)
}

func (p *onePage) takenBack(l *theme.Look) fyne.CanvasObject {
	return widget.Tag(l, widget.Plain, "prohibit", p.k.t("one.taken-back"))
}

// recognition is a passport that was brought, as it is worth now.
func (p *onePage) recognition(l *theme.Look, r induction.Recognition, b induction.Brought) fyne.CanvasObject {
	k := p.k
	name := b.Organisation
	if name == "" {
		name = k.t("check.no-issuer")
	}
	title := k.t("one.passport", name)
	under := []string{k.t("one.passport.at", k.moment(r.At))}
	if !b.Issued.IsZero() {
		under = []string{k.t("one.passport.issued", k.P.Date(b.Issued.Local()), k.moment(r.At))}
	}
	if r.Withdrawn.Made() {
		return p.entry(l, title, append(under, k.t("one.taken-back.why", r.Withdrawn.Reason)), p.takenBack(l), nil)
	}
	back := func() {
		k.takeBack(p.v.Learner, title, func(ctx context.Context, reason, pin string) error {
			return k.Desk.WithdrawBrought(ctx, k.trainer, p.v.Learner.ID, r.ID, reason, pin)
		})
	}
	if b.Refused != "" {
		return p.entry(l, title, append(under, k.t("here.refused."+string(b.Refused))), widget.Tag(l, widget.Stop, "x-circle", k.t("one.counts-not")), back)
	}
	accepted, look := p.counts(b.ID)
	switch {
	case look > 0:
		return p.entry(l, title, under, widget.Tag(l, widget.Warn, "eye", k.t("one.look", look)), back)
	case accepted > 0:
		return p.entry(l, title, under, widget.Tag(l, widget.Good, "check-circle-fill", k.t("one.accepted", accepted)), back)
	}
	return p.entry(l, title, append(under, k.t("bring.nothing")), widget.Tag(l, widget.Plain, "circle-half", k.t("one.unused")), back)
}

// counts is how many lines a passport finishes, and how many somebody must look at.
func (p *onePage) counts(id induction.PassportID) (accepted, look int) {
	for _, n := range p.v.Day.Lines {
		if n.Decision.Ground == induction.OnPassport && n.Decision.Passport == id {
			accepted += one(n.Decision.Ruling == induction.Accepted)
			look += one(n.Decision.Ruling == induction.LocalLook)
		}
	}
	return accepted, look
}

func (p *onePage) evidence(l *theme.Look, e induction.Evidence) fyne.CanvasObject {
	k := p.k
	title := k.t("one.evidence.title", p.titleOf(e.Code), e.Body)
	under := []string{k.t("evidence.kind."+string(e.Kind)) + ". " + k.t("check.completed", k.P.Date(e.Completed.Start())), k.t("one.seen-at", k.moment(e.At))}
	if e.Reference != "" {
		under = append(under, k.t("one.reference", e.Reference))
	}
	if e.Withdrawn.Made() {
		return p.entry(l, title, append(under, k.t("one.taken-back.why", e.Withdrawn.Reason)), p.takenBack(l), nil)
	}
	return p.entry(l, title, under, widget.Tag(l, widget.Info, "eye", k.t("one.evidence.tag")), func() {
		k.takeBack(p.v.Learner, title, func(ctx context.Context, reason, pin string) error {
			return k.Desk.WithdrawEvidence(ctx, k.trainer, p.v.Learner.ID, e.ID, reason, pin)
		})
	})
}

func (p *onePage) waiver(l *theme.Look, w induction.Waiver) fyne.CanvasObject {
	k := p.k
	title := p.titleOf(w.Code)
	under := []string{strings.Join([]string{k.t("one.waived-at", k.moment(w.At)), w.Reason}, " ")}
	if w.Withdrawn.Made() {
		return p.entry(l, title, append(under, k.t("one.taken-back.why", w.Withdrawn.Reason)), p.takenBack(l), nil)
	}
	return p.entry(l, title, under, widget.Tag(l, widget.Info, "prohibit", k.t("one.waiver.tag")), func() {
		k.takeBack(p.v.Learner, title, func(ctx context.Context, reason, pin string) error {
			return k.Desk.WithdrawWaiver(ctx, k.trainer, p.v.Learner.ID, w.ID, reason, pin)
		})
	})
}

// titleOf is what a code is called on this learner's day.
func (p *onePage) titleOf(code induction.Code) string {
	for _, n := range p.v.Day.Lines {
		if n.Code == code && n.Kind == induction.ModuleLine {
			return n.Title
		}
	}
	return string(code)
}
