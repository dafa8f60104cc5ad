package pack

import (
	"slices"

	"muster/internal/induction"
)

// Against is what a pack is held against beyond its own form.
type Against struct {
	Frameworks Frameworks
	Today      induction.Date // 0 leaves overdue reviews unsaid
	Drawings   bool           // also ask for each picture's SVG; not in what ships, which leaves them out
}

// Check holds a pack that was read against the framework's catalogue and the date.
func (p *Pack) Check(a Against) []Problem {
	r := &report{name: p.name}
	for _, m := range p.Modules {
		p.checkModule(r, m, a)
	}
	for _, prog := range p.Programmes {
		p.checkProgramme(r, prog, a)
	}
	for _, f := range p.undrawn {
		if a.Drawings {
			r.warn(place{f, 1}, ruleSource, "The SVG that this picture was drawn from is not beside it. Add it under the same name.")
		}
	}
	return r.sorted()
}

func (p *Pack) checkModule(r *report, m *induction.Module, a Against) {
	at := func(part string) place { return p.marks[key(m, part)] }
	if a.Today != 0 && m.ReviewDue < a.Today {
		r.warn(at("review_due"), "review-due", "The review was due on %s. Have the content reviewed and set a new date.", m.ReviewDue)
	}
	if p.Kind == Local && !a.Frameworks.Reserved(m.Ref.Code) {
		return
	}
	e, ok := a.Frameworks.Entry(m.Framework, m.Ref.Code)
	switch {
	case !ok:
		r.wrong(at("code"), "catalogue", "The catalogue of %s does not know %s. Mend code or framework, or add the code to modules/frameworks.", m.Framework, m.Ref.Code)
		return
	case e.Subject != m.Subject:
		r.wrong(at("subject"), "catalogue", "The catalogue calls the subject %q.", e.Subject)
	case e.Level != m.Level:
		r.wrong(at("level"), "catalogue", "The catalogue calls the level %q.", e.Level)
	}
	if e.Practical && m.Practical == nil {
		r.wrong(at("code"), "practical", "%s has a practical part, without which it would pass as whole. Write practical.md.", m.Ref.Code)
	}
	if e.RefreshMonths != 0 && (m.RefreshMonths == 0 || m.RefreshMonths > e.RefreshMonths) {
		r.wrong(at("refresh_months"), "catalogue", "The period is longer than the catalogue's %d months. Shorten it.", e.RefreshMonths)
	}
	for _, low := range m.Covers {
		if !slices.Contains(e.Covers, low) {
			r.wrong(at("covers"), "catalogue", "The catalogue does not say that %s covers %s. Take it away.", m.Ref.Code, low)
		}
	}
}

func (p *Pack) checkProgramme(r *report, prog induction.Programme, a Against) {
	for _, id := range prog.Checklists {
		if p.Kind == Local && !p.holds("checklist/"+string(id)) {
			r.warn(p.marks["programme/"+string(prog.ID)+" checklists"], ruleUnknown, "This pack holds no checklist %q. It must come from another local pack, or nobody is shown it.", id)
		}
	}
	for _, q := range prog.Requirements {
		at := p.marks["programme/"+string(prog.ID)+" "+string(q.Code)]
		i := slices.IndexFunc(p.Modules, func(m *induction.Module) bool { return m.Ref.Code == q.Code })
		e, known := a.Frameworks.Entry(p.Framework, q.Code)
		switch {
		case i < 0 && !known && p.Kind == Local:
			r.warn(at, ruleUnknown, "Neither this pack nor a framework's catalogue knows %s. It must come from another local pack, or learners see it as missing.", q.Code)
		case i < 0 && !known:
			r.wrong(at, ruleUnknown, "Neither this pack nor a framework's catalogue knows %s. Mend the code.", q.Code)
		case q.Practical && i >= 0 && p.Modules[i].Practical == nil || q.Practical && i < 0 && !e.Practical:
			r.wrong(at, ruleUnknown, "%s has no practical part. Take practical = true away.", q.Code)
		}
	}
}
