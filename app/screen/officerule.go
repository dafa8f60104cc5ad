package screen

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// rulePage is one requirement of a programme: with its practical or without, how old
// a pass may be, and from which version of the content it counts.
type rulePage struct {
	officePage
	of                     *programmePage
	at                     int               // in the programme; -1 for one that is new
	m                      *induction.Module // nil where this machine's content lacks it
	r                      induction.Requirement
	months, since          string
	monthsF, reasonF, verF *widget.Field
}

// Content is what is asked, how old it may be, and since which version it counts.
func (p *rulePage) Content(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.m
	if m == nil {
		return wide(l, 860, widget.Title(l, string(p.r.Code)), widget.Notice(l, widget.Stop, k.t("office.rule.unknown.short"), k.t("office.rule.unknown")))
	}
	return wide(l, 860, officeHead(l, k.moduleName(m), m.Summary), p.parts(l), p.age(l), p.version(l))
}

// parts says whether the practical part is asked for too.
func (p *rulePage) parts(l *theme.Look) fyne.CanvasObject {
	k := p.k
	if p.m.Practical == nil {
		return widget.Panel(l, 26, widget.VStack(l, 8, widget.H3(l, k.t("office.rule.parts")), widget.Para(l, k.t("office.rule.parts.none"))))
	}
	var row *widget.CheckRow
	row = widget.NewCheckRow(l, widget.CheckOptions{Text: k.t("office.rule.parts.tick"), Detail: k.t("office.rule.parts.text"), Checked: p.r.Practical, OnToggle: func(on bool) {
		p.r.Practical = on
		row.SetChecked(on, "")
	}})
	return widget.Panel(l, 26, widget.VStack(l, 10, widget.H3(l, k.t("office.rule.parts")), row))
}

func (p *rulePage) age(l *theme.Look) fyne.CanvasObject {
	k := p.k
	period := k.t("office.rule.age.none")
	if p.m.RefreshMonths > 0 {
		period = k.t("office.rule.age.framework", p.m.RefreshMonths)
	}
	p.monthsF = bound(l, &p.months, widget.FieldOptions{Label: k.t("office.rule.age.months"), Hint: k.t("office.rule.age.hint"), Digits: true, MaxLength: 3, Width: 160})
	p.reasonF = bound(l, &p.r.Reason, widget.FieldOptions{Label: k.t("office.rule.age.why"), Hint: k.t("office.rule.age.why.hint"), MaxLength: desk.NoteLimit})
	return widget.Panel(l, 26, widget.VStack(l, 14, widget.H3(l, k.t("office.rule.age")), widget.Para(l, period), p.monthsF, p.reasonF))
}

func (p *rulePage) version(l *theme.Look) fyne.CanvasObject {
	k, here := p.k, p.m.Ref.Version.String()
	p.verF = bound(l, &p.since, widget.FieldOptions{Label: k.t("office.rule.version"), Hint: k.t("office.rule.version.hint"), MaxLength: 8, Width: 160, OnSubmit: func(string) { p.keep() }})
	return widget.Panel(l, 26, widget.VStack(l, 14, widget.H3(l, k.t("office.rule.content")), widget.Para(l, k.t("office.rule.content.text", here)), p.verF))
}

// Actions keep it in the programme, or take it out.
func (p *rulePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.at >= 0 {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("office.rule.remove"), "trash", p.remove))
	}
	if p.m == nil {
		return left, nil
	}
	return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.rule.keep"), "check", p.keep)}
}

func (p *rulePage) remove() {
	p.of.g.Requirements = slices.Delete(p.of.g.Requirements, p.at, p.at+1)
	p.k.Frame.Reset(p.of)
}

// keep puts the requirement into the programme; nothing is signed yet.
func (p *rulePage) keep() {
	k := p.k
	for _, f := range []*widget.Field{p.monthsF, p.reasonF, p.verF} {
		f.SetError("")
	}
	r := p.r
	r.Reason, r.RefreshMonths, r.Since = strings.TrimSpace(r.Reason), 0, induction.Version{}
	if p.months != "" {
		n, err := strconv.Atoi(p.months)
		if err != nil || n < 1 || n > trust.MaxMonths {
			k.wrong(p.monthsF, k.t("office.rule.age.bad", trust.MaxMonths))
			return
		}
		r.RefreshMonths = n
	}
	if shorter(r, p.m) && r.Reason == "" {
		k.wrong(p.reasonF, k.t("office.rule.age.why.missing"))
		return
	}
	if s := strings.TrimSpace(p.since); s != "" {
		v, err := induction.ParseVersion(s)
		if err != nil {
			k.wrong(p.verF, k.t("office.rule.version.bad"))
			return
		}
		r.Since = v
	}
	if p.at < 0 {
		p.of.g.Requirements = append(p.of.g.Requirements, r)
	} else {
		p.of.g.Requirements[p.at] = r
	}
	k.Frame.Reset(p.of)
}

// shorter reports a period that is shorter than the content's own, which is to be
// explained to the learner.
func shorter(r induction.Requirement, m *induction.Module) bool {
	return r.RefreshMonths > 0 && (m.RefreshMonths == 0 || r.RefreshMonths < m.RefreshMonths)
}
