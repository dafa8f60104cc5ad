package screen

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/induction"
)

// programme is the page of one programme, or of one that is made now.
func (k *Kiosk) programme(g induction.Programme, fresh bool) window.Page {
	p := &programmePage{officePage: officePage{page: page{k, "office-programme", k.t("office.rules")}}, was: g, g: g, fresh: fresh}
	p.g.Requirements, p.g.Checklists = slices.Clone(g.Requirements), slices.Clone(g.Checklists)
	return p
}

// programmePage is one programme: what it is called, for whom, and what it asks for.
type programmePage struct {
	officePage
	was, g      induction.Programme
	fresh       bool
	title, role *widget.Field
}

// OnBack asks before what was changed is lost.
func (p *programmePage) OnBack() bool {
	back := p.k.to(p.k.rules)
	if !p.k.unsaved(p.changed(), back) {
		back()
	}
	return true
}

func (p *programmePage) changed() bool { return !reflect.DeepEqual(p.was, p.g) }

// Facts tells a rehearsal what it asks for.
func (p *programmePage) Facts() map[string]any {
	return map[string]any{"programme": string(p.g.ID), "requirements": len(p.g.Requirements), "changed": p.changed()}
}

// Content is the names, then the requirements, then the checklists.
func (p *programmePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	head := officeHead(l, k.t("office.programme.new"), k.t("office.programme.text"))
	if !p.fresh {
		head = officeHead(l, p.was.Title, k.t("office.programme.text"))
	}
	p.title = bound(l, &p.g.Title, widget.FieldOptions{Label: k.t("office.programme.title"), Hint: k.t("office.programme.title.hint"), MaxLength: 80})
	p.role = bound(l, &p.g.Role, widget.FieldOptions{Label: k.t("office.programme.role"), Hint: k.t("office.programme.role.hint"), MaxLength: 80})
	summary := bound(l, &p.g.Summary, widget.FieldOptions{Label: k.t("office.programme.summary"), Hint: k.t("office.programme.summary.hint"), MaxLength: 250, Rows: 2})
	return wide(l, 1000, head, widget.Panel(l, 28, widget.VStack(l, 16, widget.Columns(l, 18, 280, []float32{58, 42}, widget.Top(p.title), widget.Top(p.role)), summary)), p.requirements(l), p.checklists(l))
}

func (p *programmePage) requirements(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H2(l, k.t("office.programme.asks", len(p.g.Requirements)))}
	if len(p.g.Requirements) == 0 {
		o = append(o, widget.Muted(l, k.t("office.programme.asks.none")))
	}
	for i, r := range p.g.Requirements {
		o = append(o, p.row(r, func() { p.edit(i) }).line(l))
	}
	return widget.Panel(l, 28, widget.VStack(l, 10, append(o, widget.Left(widget.NewButton(l, widget.Outline, k.t("office.rule.add"), "plus", p.choose)))...))
}

// row is one requirement in a line.
func (p *programmePage) row(r induction.Requirement, open func()) listed {
	k := p.k
	m, known := k.moduleOf(r.Code)
	if !known {
		return listed{icon: "warning", title: string(r.Code), under: k.t("office.rule.unknown"), state: k.t("office.rule.unknown.short"), tone: widget.Stop, open: open}
	}
	says := []string{k.t("office.rule.knowledge")}
	if r.Practical {
		says[0] = k.t("office.rule.practical")
	}
	says = append(says, k.monthsWords(r, m))
	if r.Reason != "" {
		says = append(says, r.Reason)
	}
	if r.Since != (induction.Version{}) {
		says = append(says, k.t("office.rule.since", r.Since.String()))
	}
	return listed{icon: "check", title: k.moduleName(m), under: strings.Join(says, " · "), open: open}
}

// monthsWords is how old a pass may be at most.
func (k *Kiosk) monthsWords(r induction.Requirement, m *induction.Module) string {
	switch {
	case r.RefreshMonths > 0:
		return k.t("office.rule.months", r.RefreshMonths)
	case m.RefreshMonths > 0:
		return k.t("office.rule.months.framework", m.RefreshMonths)
	}
	return k.t("office.rule.months.none")
}

func (p *programmePage) checklists(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H2(l, k.t("office.programme.checklists")), widget.Muted(l, k.t("office.programme.checklists.text"))}
	all := k.Desk.Checklists()
	if len(all) == 0 {
		o = append(o, widget.Muted(l, k.t("office.programme.checklists.none")))
	}
	for _, c := range all {
		var row *widget.CheckRow
		row = widget.NewCheckRow(l, widget.CheckOptions{Text: c.Title, Detail: c.Summary, Checked: slices.Contains(p.g.Checklists, c.ID), OnToggle: func(on bool) {
			p.g.Checklists = slices.DeleteFunc(p.g.Checklists, func(id induction.ChecklistID) bool { return id == c.ID })
			if on {
				p.g.Checklists = append(p.g.Checklists, c.ID)
			}
			row.SetChecked(on, "")
		}})
		o = append(o, row)
	}
	return widget.Panel(l, 28, widget.VStack(l, 10, o...))
}

// choose adds a requirement.
func (p *programmePage) choose() {
	k := p.k
	c := &choosePage{officePage: officePage{page{k, "office-choose", k.t("office.rule.add")}, func() { k.Frame.Reset(p) }}}
	c.list = listing{k: k, icon: "book-open", none: k.t("office.rule.all"), noneText: k.t("office.rule.all.text"), find: k.t("office.rule.find")}
	for _, m := range k.Desk.Modules() {
		if slices.ContainsFunc(p.g.Requirements, func(r induction.Requirement) bool { return r.Code == m.Ref.Code }) {
			continue
		}
		c.list.all = append(c.list.all, listed{icon: "book-open", title: k.moduleName(m), under: m.Summary, more: m.Title + " " + string(m.Ref.Code), open: func() {
			k.Frame.Reset(&rulePage{officePage: officePage{page{k, "office-rule", k.t("office.rules")}, p.choose}, of: p, at: -1, m: m, r: induction.Requirement{Code: m.Ref.Code, Practical: m.Practical != nil}})
		}})
	}
	k.Frame.Reset(c)
}

// choosePage is every subject that can be asked for.
type choosePage struct {
	officePage
	list listing
}

// Content is the list with its search.
func (p *choosePage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 1000, officeHead(l, p.title, p.k.t("office.rule.add.text")), p.list.content(l))
}

// edit opens one requirement.
func (p *programmePage) edit(i int) {
	k, r := p.k, p.g.Requirements[i]
	e := &rulePage{officePage: officePage{page{k, "office-rule", k.t("office.rules")}, func() { k.Frame.Reset(p) }}, of: p, at: i, r: r}
	e.m, _ = k.moduleOf(r.Code)
	if r.RefreshMonths > 0 {
		e.months = strconv.Itoa(r.RefreshMonths)
	}
	if r.Since != (induction.Version{}) {
		e.since = r.Since.String()
	}
	k.Frame.Reset(e)
}

// Actions save it, or take the organisation's own form of it back.
func (p *programmePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if !p.fresh && p.was.Serial > 0 {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("office.programme.remove"), "trash", p.remove))
	}
	return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.save"), "check", p.save)}
}

func (p *programmePage) save() {
	k := p.k
	k.Frame.Quiet()
	p.title.SetError("")
	g := p.g
	g.Title = strings.TrimSpace(g.Title)
	switch {
	case g.Title == "":
		k.wrong(p.title, k.t("office.programme.title.missing"))
		return
	case len(g.Requirements)+len(g.Checklists) == 0:
		k.Frame.Say(widget.Warn, k.t("office.programme.empty"), k.t("office.programme.empty.text"))
		return
	}
	c := cause{title: k.t("office.programme.ask", g.Title), text: k.t("office.programme.ask.text"), hint: k.t("office.programme.hint"), yes: k.t("office.save")}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.SetProgramme(ctx, k.office, p.next(g), why)
	}, func() { k.inOffice(k.rules, k.t("office.programme.saved", g.Title), k.t("office.tell")) })
}

// next is the programme as it is signed: one that is new has an id of its own, one
// that was there is the next version of it.
func (p *programmePage) next(g induction.Programme) induction.Programme {
	if p.fresh {
		g.ID = freshID(g.Title, p.k.Desk.Programmes())
		return g
	}
	if g.Version.Minor++; g.Version.Minor > 63 {
		g.Version = induction.Version{Major: g.Version.Major + 1}
	}
	return g
}

// freshID makes an id out of a title that no programme has yet.
func freshID(title string, have []induction.Programme) induction.ProgrammeID {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	id := strings.Join(words, "-")
	id = strings.Trim(id[:min(len(id), 40)], "-")
	if id == "" {
		id = "programme"
	}
	taken := func(s string) bool {
		return slices.ContainsFunc(have, func(p induction.Programme) bool { return string(p.ID) == s })
	}
	out := id
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s-%d", id, n)
	}
	return induction.ProgrammeID(out)
}

// remove takes the organisation's own form of a programme back.
func (p *programmePage) remove() {
	k, g := p.k, p.was
	c := cause{title: k.t("office.programme.remove.ask", g.Title), text: k.t("office.programme.remove.text"), hint: k.t("office.programme.hint"), yes: k.t("office.programme.remove"), danger: true}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RemoveProgramme(ctx, k.office, g.ID, why)
	}, func() { k.inOffice(k.rules, k.t("office.programme.removed", g.Title), k.t("office.tell")) })
}
