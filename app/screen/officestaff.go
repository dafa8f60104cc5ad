package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// officeStaffDesk is what naming trainers needs.
type officeStaffDesk interface {
	AddStaff(ctx context.Context, s *desk.OfficeSeat, m desk.StaffMember, why string) error
	RemoveStaff(ctx context.Context, s *desk.OfficeSeat, n induction.Number, why string) error
}

// staff lists the trainers and assessors whom the organisation names.
func (k *Kiosk) staff(v officeView) window.Page {
	p := &staffPage{officePage: officePage{page{k, "office-staff", k.t("office.staff")}, k.OpenOffice}, v: v}
	p.list = listing{k: k, icon: "users", none: k.t("office.staff.none"), noneText: k.t("office.staff.none.text"), find: k.t("grid.find")}
	for _, m := range v.Staff {
		p.list.all = append(p.list.all, listed{
			icon: "user", title: m.Name, under: k.numberWords(m.Number), state: k.trainerRole(induction.Trainer{Assessor: m.Assessor}), tone: widget.Plain,
			open: func() { k.Frame.Reset(k.member(&m)) },
		})
	}
	return p
}

// staffPage is the list of trainers.
type staffPage struct {
	officePage
	v    officeView
	list listing
}

// Facts tells a rehearsal how many there are.
func (p *staffPage) Facts() map[string]any { return map[string]any{"staff": len(p.v.Staff)} }

// Content is the list; before there is one, what its first name does.
func (p *staffPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{officeHead(l, p.title, k.t("office.staff.text"))}
	if !p.v.StaffSigned {
		o = append(o, widget.Notice(l, widget.Info, k.t("office.staff.first"), k.t("office.staff.first.text")))
	}
	return wide(l, 1000, append(o, p.list.content(l))...)
}

// Actions name another.
func (p *staffPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("office.staff.add"), "plus", func() { p.k.Frame.Reset(p.k.member(nil)) })}
}

// member is the page of one trainer, or of one who is named now.
func (k *Kiosk) member(m *desk.StaffMember) window.Page {
	p := &memberPage{officePage: officePage{page{k, "office-member", k.t("office.staff")}, k.to(k.staff)}, m: m, who: person{register: induction.GMC}}
	if m != nil {
		p.who = person{register: m.Number.Register(), number: m.Number.Plain(), name: m.Name, assessor: m.Assessor}
	}
	return p
}

// memberPage names a trainer or assessor, changes them, or takes them off the list.
type memberPage struct {
	officePage
	m   *desk.StaffMember // nil for one who is new
	who person
}

// Content is their number, their name, and whether they sign practicals.
func (p *memberPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	head := officeHead(l, k.t("office.staff.add"), k.t("office.staff.add.text"))
	fields := p.who.fields(k, l, k.Frame.Refresh, func(string) { p.save() })
	if p.m != nil { // the number stays: it is what tells them from others
		head, fields = officeHead(l, p.m.Name, k.numberWords(p.m.Number)), fields[2:]
	}
	return wide(l, 760, head, widget.Panel(l, 30, widget.VStack(l, 18, fields...)))
}

// Actions save, or take them off the list.
func (p *memberPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.m != nil {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("office.staff.remove"), "x-circle", p.remove))
	}
	return left, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.save"), "check", p.save)}
}

func (p *memberPage) save() {
	k := p.k
	p.who.nameField.SetError("")
	m, ok := p.who.member(k)
	if !ok {
		return
	}
	if _, err := induction.CleanName(m.Name); err != nil {
		k.wrong(p.who.nameField, k.Explain(err))
		return
	}
	c := cause{title: k.t("office.staff.ask", m.Name), text: k.t("office.staff.ask.text"), hint: k.t("office.staff.hint"), yes: k.t("office.save")}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.AddStaff(ctx, k.office, m, why)
	}, func() { k.inOffice(k.staff, k.t("office.staff.added", m.Name), k.t("office.tell")) })
}

func (p *memberPage) remove() {
	k, m := p.k, p.m
	c := cause{title: k.t("office.staff.remove.ask", m.Name), text: k.t("office.staff.remove.text"), hint: k.t("office.staff.hint"), yes: k.t("office.staff.remove"), danger: true}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RemoveStaff(ctx, k.office, m.Number, why)
	}, func() { k.inOffice(k.staff, k.t("office.staff.removed", m.Name), k.t("office.tell")) })
}
