package screen

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// wanted is one level that a programme asks for and that the learner does not hold
// yet, with the parts of it that are missing.
type wanted struct {
	code  induction.Code
	title string
	parts []induction.Part
}

// lacking lists what a learner's day still lacks.
func lacking(d induction.Day) []wanted {
	var out []wanted
	for _, n := range d.Lines {
		if n.Done || n.Kind == induction.LocalLine {
			continue
		}
		part := induction.KnowledgePart
		if n.Kind == induction.PracticalLine {
			part = induction.PracticalPart
		}
		if i := slices.IndexFunc(out, func(w wanted) bool { return w.code == n.Code }); i >= 0 {
			out[i].parts = append(out[i].parts, part)
			continue
		}
		out = append(out, wanted{n.Code, titled(d, n), []induction.Part{part}})
	}
	return out
}

// titled is a level's own title: its practical has another.
func titled(d induction.Day, n induction.Line) string {
	for _, o := range d.Lines {
		if o.Code == n.Code && o.Kind == induction.ModuleLine {
			return o.Title
		}
	}
	return n.Title
}

// about is the choice of what evidence or a waiver is for.
type about struct {
	all   []wanted
	at    int // -1 before the choice
	parts map[induction.Part]bool
	fault string
}

func aboutDay(d induction.Day) about {
	a := about{all: lacking(d), at: -1}
	if len(a.all) == 1 {
		a.choose(0)
	}
	return a
}

// choose ticks what there is to tick, but no practical beside the knowledge: nobody is
// to record one that they did not mean.
func (a *about) choose(i int) {
	a.at, a.fault, a.parts = i, "", map[induction.Part]bool{}
	for _, p := range a.all[i].parts {
		a.parts[p] = p == induction.KnowledgePart || len(a.all[i].parts) == 1
	}
}

// chosen lists the parts that are ticked.
func (a *about) chosen() []induction.Part {
	var out []induction.Part
	for _, p := range []induction.Part{induction.KnowledgePart, induction.PracticalPart} {
		if a.parts[p] {
			out = append(out, p)
		}
	}
	return out
}

// content is a press for each level, then its parts where it has several.
func (a *about) content(k *Kiosk, l *theme.Look) fyne.CanvasObject {
	o := []fyne.CanvasObject{widget.Strong(l, k.t("about.what"))}
	if a.fault != "" {
		o = append(o, widget.Notice(l, widget.Stop, a.fault, ""))
	}
	var levels []fyne.CanvasObject
	for i, w := range a.all {
		levels = append(levels, choice(l, w.title, i == a.at, func() { a.choose(i); k.Frame.Refresh() }))
	}
	o = append(o, widget.Row(l, 8, levels...))
	if a.at >= 0 && len(a.all[a.at].parts) > 1 {
		o = append(o, widget.Gap(l, 1, 4), widget.Strong(l, k.t("about.parts")))
		for _, part := range a.all[a.at].parts {
			o = append(o, a.part(k, l, part))
		}
	}
	return widget.VStack(l, 10, o...)
}

func (a *about) part(k *Kiosk, l *theme.Look, part induction.Part) fyne.CanvasObject {
	var row *widget.CheckRow
	row = widget.NewCheckRow(l, widget.CheckOptions{Text: k.t("about.part." + string(part)), Checked: a.parts[part], OnToggle: func(on bool) {
		a.parts[part] = on
		row.SetChecked(on, "")
	}})
	return row
}

// ready reports a choice that can be kept; what is missing is said over it.
func (a *about) ready(k *Kiosk) bool {
	a.fault = ""
	if a.at < 0 || len(a.chosen()) == 0 {
		a.fault = k.t("refusal." + string(induction.CodePartsForm))
		k.Frame.Refresh()
	}
	return a.fault == ""
}

// OpenEvidence lets a trainer record proof that they have seen.
func (k *Kiosk) OpenEvidence(v desk.OneLearner) {
	k.Frame.Show(&evidencePage{page: page{k, "evidence", k.t("evidence.title")}, who: v.Learner, about: aboutDay(v.Day)})
}

// evidencePage records training elsewhere that a trainer has seen proof of.
type evidencePage struct {
	page
	who             induction.Learner
	about           about
	kind            induction.EvidenceKind
	kindFault       string
	day, body, ref  *widget.Field
	dayT, bodyT, rT string
	left            bool // it may go
}

// OnBack asks before what was typed is lost.
func (p *evidencePage) OnBack() bool {
	return p.k.unsaved(!p.left && p.dayT+p.bodyT+p.rT != "", func() { p.left = true; p.k.Frame.Back() })
}

// evidenceKinds are what can be seen.
var evidenceKinds = []induction.EvidenceKind{induction.ESRTransfer, induction.Certificate, induction.OtherProof}

// Content is what was seen, of what, when it was completed and who issued it.
func (p *evidencePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, k.t("evidence.heading")), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
		widget.Notice(l, widget.Info, k.t("evidence.counts"), k.t("evidence.counts.text")),
	}
	if len(p.about.all) == 0 {
		return wide(l, 900, append(o, widget.Notice(l, widget.Good, k.t("about.none"), k.t("about.none.text")))...)
	}
	kinds := []fyne.CanvasObject{}
	for _, kind := range evidenceKinds {
		kinds = append(kinds, choice(l, k.t("evidence.kind."+string(kind)), kind == p.kind, func() { p.kind, p.kindFault = kind, ""; k.Frame.Refresh() }))
	}
	seen := widget.VStack(l, 10, widget.Strong(l, k.t("evidence.kind")))
	if p.kindFault != "" {
		seen.Add(widget.Notice(l, widget.Stop, p.kindFault, ""))
	}
	seen.Add(widget.Row(l, 8, kinds...))
	p.day = widget.NewField(l, widget.FieldOptions{Label: k.t("evidence.day"), Hint: k.t("evidence.day.hint"), Value: p.dayT, MaxLength: 20, Width: 240, OnChanged: func(s string) { p.dayT = s }})
	p.body = widget.NewField(l, widget.FieldOptions{Label: k.t("evidence.body"), Hint: k.t("evidence.body.hint"), Value: p.bodyT, MaxLength: induction.BodyMost, OnChanged: func(s string) { p.bodyT = s }})
	p.ref = widget.NewField(l, widget.FieldOptions{Label: k.t("evidence.reference"), Hint: k.t("evidence.reference.hint"), Value: p.rT, MaxLength: induction.ReferenceMost, OnChanged: func(s string) { p.rT = s }, OnSubmit: func(string) { p.save() }})
	return wide(l, 900, append(o, widget.Panel(l, 28, widget.VStack(l, 20, p.about.content(k, l), seen, p.day, p.body, p.ref)))...)
}

// Actions record it.
func (p *evidencePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	b := widget.NewButton(l, widget.Primary, p.k.t("evidence.save"), "signature", p.save)
	if len(p.about.all) == 0 {
		b.Disable()
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("word.cancel"), "", func() { p.left = true; p.k.Frame.Back() })}, []fyne.CanvasObject{b}
}

func (p *evidencePage) save() {
	k := p.k
	k.Frame.Quiet()
	day, dated := parseDay(p.dayT)
	switch {
	case !p.about.ready(k):
		return
	case p.kind == "":
		p.kindFault = k.t("refusal." + string(induction.CodeEvidenceKind))
		k.Frame.Refresh()
		return
	case !dated:
		k.fault(p.day, k.t("evidence.day.bad"))
		return
	case len(strings.TrimSpace(p.bodyT)) < 2:
		k.fault(p.body, k.Explain(induction.Refuse(induction.Invalid, induction.CodeBodyForm, induction.BodyMost)))
		return
	}
	w := p.about.all[p.about.at]
	n := desk.NewEvidence{Code: w.code, Parts: p.about.chosen(), Kind: p.kind, Completed: day, Body: p.bodyT, Reference: p.rT}
	s := secret{title: k.t("evidence.ask"), text: k.t("evidence.ask.text", p.who.Name, w.title, k.P.Date(day.Start())), yes: k.t("evidence.save")}
	signedAt(k, s, k.t("one.saving"), func(ctx context.Context, pin string) error {
		return k.Desk.AddEvidence(ctx, k.trainer, p.who.ID, n, pin)
	}, func() { k.OpenLearner(p.who.ID) }, map[induction.Reason]*widget.Field{
		induction.CodeDateFuture: p.day, induction.CodeDateEarly: p.day, induction.CodeBodyForm: p.body, induction.CodeReferenceForm: p.ref,
	})
}

// dayForms are the ways to write a day; spaces, dots and strokes tell its parts apart.
var dayForms = []string{"2 1 2006", "2 Jan 2006", "2 January 2006", "2006-01-02"}

// parseDay reads a day as people write it here: day, month, year.
func parseDay(s string) (induction.Date, bool) {
	s = strings.Join(strings.Fields(strings.NewReplacer("/", " ", ".", " ", ",", " ").Replace(s)), " ")
	for _, form := range dayForms {
		if t, err := time.Parse(form, s); err == nil {
			return induction.DateOf(t), true
		}
	}
	return 0, false
}

// OpenWaiver lets a trainer decide that something is not asked of a learner.
func (k *Kiosk) OpenWaiver(v desk.OneLearner) {
	k.Frame.Show(&waiverPage{page: page{k, "waiver", k.t("waiver.title")}, who: v.Learner, about: aboutDay(v.Day)})
}

// waiverPage records that a requirement does not apply to a learner, and why.
type waiverPage struct {
	page
	who   induction.Learner
	about about
	why   *widget.Field
	text  string
	left  bool // it may go
}

// OnBack asks before a reason is lost.
func (p *waiverPage) OnBack() bool {
	return p.k.unsaved(!p.left && p.text != "", func() { p.left = true; p.k.Frame.Back() })
}

// Content is what is waived, and why.
func (p *waiverPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, k.t("waiver.heading")), widget.Muted(l, k.t("sign.for", p.who.Name, k.numberWords(p.who.Number)))),
		widget.Notice(l, widget.Warn, k.t("waiver.means"), k.t("waiver.means.text")),
	}
	if len(p.about.all) == 0 {
		return wide(l, 900, append(o, widget.Notice(l, widget.Good, k.t("about.none"), k.t("about.none.text")))...)
	}
	p.why = widget.NewField(l, widget.FieldOptions{Label: k.t("waiver.why"), Hint: k.t("waiver.why.hint"), Value: p.text, Rows: 3, MaxLength: induction.ReasonMost, OnChanged: func(s string) { p.text = s }})
	return wide(l, 900, append(o, widget.Panel(l, 28, widget.VStack(l, 20, p.about.content(k, l), p.why)))...)
}

// Actions record it.
func (p *waiverPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	b := widget.NewButton(l, widget.Primary, p.k.t("waiver.save"), "signature", p.save)
	if len(p.about.all) == 0 {
		b.Disable()
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("word.cancel"), "", func() { p.left = true; p.k.Frame.Back() })}, []fyne.CanvasObject{b}
}

func (p *waiverPage) save() {
	k := p.k
	if !p.about.ready(k) || !k.reasoned(p.why) {
		return
	}
	w := p.about.all[p.about.at]
	n := desk.NewWaiver{Code: w.code, Parts: p.about.chosen(), Reason: p.text}
	s := secret{title: k.t("waiver.ask"), text: k.t("waiver.ask.text", p.who.Name, w.title), yes: k.t("waiver.save")}
	signedAt(k, s, k.t("one.saving"), func(ctx context.Context, pin string) error {
		return k.Desk.AddWaiver(ctx, k.trainer, p.who.ID, n, pin)
	}, func() { k.OpenLearner(p.who.ID) }, map[induction.Reason]*widget.Field{induction.CodeReasonForm: p.why})
}
