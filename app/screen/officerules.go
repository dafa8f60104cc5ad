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
)

// officeRulesDesk is what saying what a programme asks for needs.
type officeRulesDesk interface {
	Modules() []*induction.Module
	Checklists() []*induction.Checklist
	SetProgramme(ctx context.Context, s *desk.OfficeSeat, p induction.Programme, why string) error
	RemoveProgramme(ctx context.Context, s *desk.OfficeSeat, id induction.ProgrammeID, why string) error
	Exclude(ctx context.Context, s *desk.OfficeSeat, issuer, why string) error
	Include(ctx context.Context, s *desk.OfficeSeat, issuer, why string) error
}

// rules lists the programmes.
func (k *Kiosk) rules(v officeView) window.Page { return k.rulesPage(v, false) }

// exclusions lists the organisations that are excluded.
func (k *Kiosk) exclusions(v officeView) window.Page { return k.rulesPage(v, true) }

func (k *Kiosk) rulesPage(v officeView, excluded bool) window.Page {
	p := &rulesPage{officePage: officePage{page{k, "office-rules", k.t("office.rules")}, k.OpenOffice}, v: v, excluded: excluded}
	p.fill()
	return p
}

// rulesPage is what the organisation asks for, and whom it accepts nothing from.
type rulesPage struct {
	officePage
	v        officeView
	excluded bool
	list     listing
}

// Facts tells a rehearsal how many there are.
func (p *rulesPage) Facts() map[string]any {
	return map[string]any{"programmes": len(p.v.Programmes), "excluded": len(p.v.Excluded), "serial": p.v.Requirements}
}

func (p *rulesPage) fill() {
	k := p.k
	if p.excluded {
		p.list = listing{k: k, icon: "prohibit", none: k.t("office.excluded.none"), noneText: k.t("office.excluded.none.text"), find: k.t("office.trust.find")}
		for _, x := range p.v.Excluded {
			p.list.all = append(p.list.all, listed{icon: "prohibit", title: k.issuerName(p.v, x.Issuer), under: x.Reason, more: x.Issuer, open: func() { p.include(x) }})
		}
		return
	}
	p.list = listing{k: k, icon: "list-checks", none: k.t("office.rules.none"), noneText: k.t("office.rules.none.text"), find: k.t("office.rules.find")}
	for _, g := range p.v.Programmes {
		p.list.all = append(p.list.all, listed{
			icon: "list-checks", title: g.Title, under: k.t("office.rules.line", len(g.Requirements), len(g.Checklists)), state: g.Role, more: string(g.ID),
			open: func() { k.Frame.Reset(k.programme(g, false)) },
		})
	}
}

// issuerName is an organisation by its name where the list has it, with its code.
func (k *Kiosk) issuerName(v officeView, issuer string) string {
	for _, o := range v.Organisations {
		if o.Issuer == issuer {
			return k.t("settings.trust.who", o.Name, k.ods(issuer))
		}
	}
	return k.ods(issuer)
}

// Content is one of two lists, and which version of them is in force.
func (p *rulesPage) Content(l *theme.Look) fyne.CanvasObject {
	k, on, text := p.k, 0, p.k.t("office.rules.text")
	if p.excluded {
		on, text = 1, k.t("office.excluded.text")
	}
	version := k.t("office.rules.version", p.v.Requirements)
	if p.v.Requirements == 0 {
		version = k.t("office.rules.unsigned")
	}
	labels := []string{k.t("office.rules.tab", len(p.v.Programmes)), k.t("office.excluded.tab", len(p.v.Excluded))}
	for _, a := range p.v.Acts {
		if begins(a.What, []string{"programme-", "issuer-"}) {
			version += " " + k.t("office.rules.last", k.actWords(a, true))
			break
		}
	}
	return wide(l, 1000, officeHead(l, p.title, text), widget.Small(l, version),
		k.tabs(l, labels, on, func(i int) { p.excluded = i == 1; p.fill(); k.Frame.Refresh() }), p.list.content(l))
}

// Actions add another.
func (p *rulesPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.excluded {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.excluded.add"), "plus", func() { k.excluding("") })}
	}
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.rules.add"), "plus", func() {
		k.Frame.Reset(k.programme(induction.Programme{Version: induction.Version{Major: 1}}, true))
	})}
}

// include accepts passports of an organisation that was excluded again.
func (p *rulesPage) include(x induction.Exclusion) {
	k := p.k
	c := cause{title: k.t("office.include", k.issuerName(p.v, x.Issuer)), text: k.t("office.include.text"), hint: k.t("office.include.hint"), yes: k.t("office.include.do")}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.Include(ctx, k.office, x.Issuer, why)
	}, func() { k.inOffice(k.exclusions, k.t("office.included", k.ods(x.Issuer)), k.t("office.tell")) })
}

// excluding asks which organisation is excluded, and why.
func (k *Kiosk) excluding(issuer string) {
	p := &excludePage{officePage: officePage{page{k, "office-exclude", k.t("office.exclude")}, k.to(k.exclusions)}}
	if issuer != "" {
		p.ods = k.ods(issuer)
	}
	k.Frame.Reset(p)
}

// excludePage accepts nothing from an organisation any more.
type excludePage struct {
	officePage
	ods, why       string
	odsField, whyF *widget.Field
}

// Content is the organisation's code, the reason, and what it means.
func (p *excludePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.odsField = bound(l, &p.ods, widget.FieldOptions{Label: k.t("fact.ods"), Hint: k.t("office.exclude.ods.hint"), MaxLength: 12, Width: 240})
	p.whyF = bound(l, &p.why, widget.FieldOptions{Label: k.t("vouch.why"), Hint: k.t("office.exclude.hint"), MaxLength: desk.NoteLimit, OnSubmit: func(string) { p.save() }})
	return wide(l, 760, officeHead(l, k.t("office.exclude"), k.t("office.exclude.text")),
		widget.Panel(l, 30, widget.VStack(l, 18, p.odsField, p.whyF)))
}

// Actions save it.
func (p *excludePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Danger, p.k.t("office.exclude.do"), "prohibit", p.save)}
}

func (p *excludePage) save() {
	k, issuer, why := p.k, typedODS(p.ods), p.why
	tryFields(k, k.t("office.signing"), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, k.Desk.Exclude(ctx, k.office, issuer, why)
	}, func(struct{}) { k.inOffice(k.exclusions, k.t("office.excluded", k.ods(issuer)), k.t("office.tell")) }, map[induction.Reason]*widget.Field{
		induction.CodeODSForm: p.odsField, induction.CodeExcludeOwn: p.odsField, induction.CodeWhy: p.whyF,
	})
}

// moduleOf finds a module of the content that is here.
func (k *Kiosk) moduleOf(code induction.Code) (*induction.Module, bool) {
	all := k.Desk.Modules()
	i := slices.IndexFunc(all, func(m *induction.Module) bool { return m.Ref.Code == code })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// moduleName is a subject with its level.
func (k *Kiosk) moduleName(m *induction.Module) string {
	if m.Level == "" {
		return m.Title
	}
	return k.t("office.module", m.Subject, m.Level)
}
