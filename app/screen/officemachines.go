package screen

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// officeMachineDesk is what enrolling machines, and taking them back, need.
type officeMachineDesk interface {
	ReadRequest(ctx context.Context, s *desk.OfficeSeat, data []byte) (desk.RequestOffer, error)
	Enrol(ctx context.Context, s *desk.OfficeSeat, o desk.RequestOffer, days int) (desk.Answer, error)
	RevokeDevice(ctx context.Context, s *desk.OfficeSeat, device string, spared []induction.PassportID, why string) error
}

// machines lists the machines that the organisation has enrolled.
func (k *Kiosk) machines(v officeView) window.Page {
	p := &machinesPage{officePage: officePage{page{k, "office-machines", k.t("office.machines")}, k.OpenOffice}, v: v}
	p.list = listing{k: k, icon: "identification-badge", none: k.t("office.machines.none"), noneText: k.t("office.machines.none.text"), find: k.t("office.machines.find")}
	for _, d := range v.sortedDevices() {
		p.list.all = append(p.list.all, p.line(d))
	}
	return p
}

// sortedDevices are the machines, those that want somebody first.
func (v officeView) sortedDevices() []desk.EnrolledDevice {
	out := slices.Clone(v.Devices)
	rank := func(d desk.EnrolledDevice) int {
		switch {
		case d.Revoked:
			return 2
		case d.Until.Sub(v.now()) < soon:
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b desk.EnrolledDevice) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

// machinesPage is the list of machines.
type machinesPage struct {
	officePage
	v    officeView
	list listing
}

// Facts tells a rehearsal how many there are.
func (p *machinesPage) Facts() map[string]any { return map[string]any{"devices": len(p.v.Devices)} }

// Content is the list.
func (p *machinesPage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 1000, officeHead(l, p.title, p.k.t("office.machines.text")), p.list.content(l))
}

// Actions enrol another.
func (p *machinesPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("office.enrol"), "plus", p.k.takeRequest)}
}

func (p *machinesPage) line(d desk.EnrolledDevice) listed {
	k := p.k
	state, tone := k.deviceState(d, p.v.now())
	return listed{
		icon: "identification-badge", title: d.ID, under: k.t("office.machine.until", k.P.Date(d.Until)), state: state, tone: tone, more: d.Fingerprint,
		open: func() { k.Frame.Reset(k.machine(p.v, d)) },
	}
}

// deviceState is how a machine stands: its word and its tone.
func (k *Kiosk) deviceState(d desk.EnrolledDevice, now time.Time) (string, widget.Tone) {
	switch {
	case d.Revoked:
		return k.t("office.machine.withdrawn"), widget.Stop
	case d.Over:
		return k.t("office.machine.over"), widget.Stop
	case d.Until.Sub(now) < soon:
		return k.t("office.machine.ending"), widget.Warn
	}
	return k.t("office.machine.enrolled"), widget.Good
}

func (k *Kiosk) machine(v officeView, d desk.EnrolledDevice) window.Page {
	return &machinePage{officePage: officePage{page{k, "office-machine", d.ID}, k.to(k.machines)}, v: v, d: d}
}

// machinePage is one machine.
type machinePage struct {
	officePage
	v officeView
	d desk.EnrolledDevice
}

// Content is how it stands, its key, and how it is renewed.
func (p *machinePage) Content(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.d
	state, tone := k.deviceState(d, p.v.now())
	about := []fyne.CanvasObject{
		widget.Tag(l, tone, toneIcon(tone), state),
		facts(l, fact{k.t("office.machine.from"), k.P.Date(d.From)}, fact{k.t("office.machine.to"), k.P.Date(d.Until)}),
		widget.Strong(l, k.t("office.machine.key")), groups(l, d.Fingerprint),
	}
	o := []fyne.CanvasObject{widget.Title(l, d.ID), widget.Panel(l, 28, widget.VStack(l, 14, about...))}
	if d.Revoked {
		return wide(l, 860, append(o, p.gone(l))...)
	}
	return wide(l, 860, append(o, widget.Notice(l, widget.Info, k.t("office.machine.renew"), k.t("office.machine.renew.text")))...)
}

// gone says why a machine was taken back, and what of it still counts.
func (p *machinePage) gone(l *theme.Look) fyne.CanvasObject {
	k := p.k
	a, known := p.v.act("device-revoked", p.d.ID)
	o := []fyne.CanvasObject{
		widget.H3(l, k.t("office.machine.withdrawn")), widget.Para(l, k.actWords(a, known)), widget.Rule(l),
		widget.Strong(l, k.t("office.spared", len(p.d.Spared))),
	}
	for _, id := range p.d.Spared {
		o = append(o, widget.Small(l, numberGroups(id)))
	}
	return widget.Panel(l, 28, widget.VStack(l, 10, o...))
}

// Actions withdraw it, or ask for its request to renew it.
func (p *machinePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.d.Revoked {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.spare"), "pencil-simple", p.withdraw)}
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("office.machine.withdraw"), "prohibit", p.withdraw)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.machine.renew.do"), "arrows-clockwise", k.takeRequest)}
}

func (p *machinePage) withdraw() { p.k.withdrawMachine(p.v, p.d) }

// numberGroups sets a passport's number in groups of four.
func numberGroups(id induction.PassportID) string {
	var out []string
	for s := string(id); s != ""; {
		n := min(4, len(s))
		out, s = append(out, s[:n]), s[n:]
	}
	return strings.Join(out, " ")
}
