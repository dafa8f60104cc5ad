package screen

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/trust"
)

// officeDesk is what the administrator's pages need.
type officeDesk interface {
	Office(context.Context, *desk.OfficeSeat) (desk.Office, error)
	RenewLists(context.Context, *desk.OfficeSeat) error
	LowerFloorInOffice(ctx context.Context, s *desk.OfficeSeat, why string) (time.Time, error)
	officeMachineDesk
	officeTrustDesk
	officeWithdrawDesk
	officeStaffDesk
	officeRulesDesk
	officeKeyDesk
	officeUpdateDesk
	officeActsDesk
}

// soon is how long before the end of a list or an enrolment the office asks for its
// renewal.
const soon = 30 * 24 * time.Hour

// OpenOffice shows the office.
func (k *Kiosk) OpenOffice() { k.inOffice(k.officeHome, "", "") }

func (k *Kiosk) officeHome(v officeView) window.Page {
	return &officeHomePage{page: page{k, "office", k.t("office.title")}, v: v}
}

// officeHomePage is the office: what needs the administrator first, then everything.
type officeHomePage struct {
	page
	v officeView
}

// NoBack makes it a start page.
func (*officeHomePage) NoBack() {}

func (*officeHomePage) resumes() bool { return true }

// Facts tells a rehearsal how many things need somebody, and the fingerprint.
func (p *officeHomePage) Facts() map[string]any {
	return map[string]any{"needs": len(p.needs()), "fingerprint": p.v.current().Fingerprint, "devices": len(p.v.Devices)}
}

// Content is what needs somebody and the parts at the left, the key at the right.
func (p *officeHomePage) Content(l *theme.Look) fyne.CanvasObject {
	k, v := p.k, p.v
	o := []fyne.CanvasObject{}
	needs := p.needs()
	if len(needs) == 0 {
		o = append(o, widget.Notice(l, widget.Good, k.t("office.needs.none"), k.t("office.needs.none.text")))
	}
	for _, n := range needs {
		o = append(o, widget.NoticeBar(l, n.tone, n.title, n.text, widget.NewButton(l, widget.Outline, n.do, "", n.act)))
	}
	var tiles []fyne.CanvasObject
	for _, t := range p.parts() {
		tiles = append(tiles, k.bigTile(l, t.icon, t.name, t.says, t.open))
	}
	o = append(o, widget.AutoGrid(l, 300, 14, tiles...))
	return wide(l, 1240, officeHead(l, v.Organisation.Name, k.t("office.text")),
		widget.Columns(l, 24, 330, []float32{68, 32}, widget.Top(widget.VStack(l, 14, o...)), widget.Top(p.key(l))))
}

// key is the key that signs, with the fingerprint that others compare.
func (p *officeHomePage) key(l *theme.Look) fyne.CanvasObject {
	k, key := p.k, p.v.current()
	until := k.t("office.key.open")
	if !key.Until.IsZero() {
		until = k.P.Date(key.Until)
	}
	return widget.Panel(l, 24, widget.VStack(l, 14, widget.H3(l, k.t("office.key")),
		widget.Small(l, k.t("office.key.text")), groups(l, key.Fingerprint), widget.Rule(l),
		facts(l,
			fact{k.t("fact.ods"), p.v.Organisation.ODS},
			fact{k.t("office.key.since"), k.P.Date(key.From)},
			fact{k.t("office.key.until"), until},
			fact{k.t("office.key.folder"), p.v.KeyFolder})))
}

// need is something that wants the administrator, and what they can do.
type need struct {
	tone        widget.Tone
	title, text string
	do          string
	act         func()
}

// needs are what wants somebody, the most urgent first.
func (p *officeHomePage) needs() []need {
	return slices.Concat(p.clockNeeds(), p.keyNeeds(), p.listNeeds(), p.machineNeeds())
}

func (p *officeHomePage) clockNeeds() []need {
	k, m := p.k, p.v.machine
	if !m.ClockBehind {
		return nil
	}
	return []need{{widget.Stop, k.t("office.clock"), k.t("office.clock.text", k.moment(m.Clock), k.moment(m.Floor)), k.t("office.clock.do"), p.mendClock}}
}

func (p *officeHomePage) mendClock() {
	k := p.k
	c := cause{title: k.t("office.clock.ask"), text: k.t("office.clock.ask.text", k.moment(p.v.machine.Clock)), hint: k.t("office.clock.hint"), yes: k.t("office.clock.do")}
	k.because(c, k.t("clock.mending"), func(ctx context.Context, why string) error {
		_, err := k.Desk.LowerFloorInOffice(ctx, k.office, why)
		return err
	}, func() { k.inOffice(k.officeHome, k.t("clock.mended"), k.t("clock.mended.text")) })
}

func (p *officeHomePage) keyNeeds() []need {
	k, v := p.k, p.v
	if v.KeyThere && v.current().Sealed {
		return nil
	}
	return []need{{widget.Warn, k.t("office.key.away"), k.t("office.key.away.text", v.KeyFolder), k.t("office.again"), k.OpenOffice}}
}

// listNeeds are lists that are past their date, are missing, or run out soon.
func (p *officeHomePage) listNeeds() []need {
	k, v := p.k, p.v
	var own time.Time
	var others []string
	for _, a := range v.Lists {
		switch {
		case a.Issuer != v.own():
			if (a.Stale || a.Missing) && !slices.Contains(others, a.Name) {
				others = append(others, a.Name)
			}
		case own.IsZero() || a.NextUpdate.Before(own):
			own = a.NextUpdate
		}
	}
	var out []need
	switch {
	case own.IsZero():
	case v.now().After(own):
		out = append(out, need{widget.Stop, k.t("office.lists.over"), k.t("office.lists.over.text", own), k.t("office.lists.renew"), k.renewLists})
	case own.Sub(v.now()) < soon:
		out = append(out, need{widget.Warn, k.t("office.lists.soon", own), k.t("office.lists.soon.text"), k.t("office.lists.renew"), k.renewLists})
	}
	if len(others) > 0 {
		out = append(out, need{widget.Warn, k.t("office.lists.others", len(others)), k.t("office.lists.others.text", k.few(others)), k.t("office.update.take"), k.takeUpdateIn})
	}
	return out
}

// few are names, the first three of them where they are many.
func (k *Kiosk) few(all []string) []string {
	if len(all) > 4 {
		return append(slices.Clone(all[:3]), k.t("office.more", len(all)-3))
	}
	return all
}

// renewLists signs the organisation's lists anew.
func (k *Kiosk) renewLists() {
	k.act(k.t("office.lists.renewing"), func(ctx context.Context) error { return k.Desk.RenewLists(ctx, k.office) }, func() {
		k.inOffice(k.updateOut, k.t("office.lists.renewed"), k.t("office.lists.renewed.text"))
	})
}

func (p *officeHomePage) machineNeeds() []need {
	k, v := p.k, p.v
	var ending []string
	for _, d := range v.Devices {
		if !d.Revoked && d.Until.Sub(v.now()) < soon {
			ending = append(ending, d.ID)
		}
	}
	switch {
	case len(v.Devices) == 0:
		return []need{{widget.Info, k.t("office.machines.first"), k.t("office.machines.first.text"), k.t("office.enrol"), k.takeRequest}}
	case len(ending) > 0:
		return []need{{widget.Warn, k.t("office.machines.ending", len(ending)), k.t("office.machines.ending.text", k.few(ending)), k.t("office.machines"), k.to(k.machines)}}
	}
	return nil
}

// others counts the other organisations that are trusted.
func (v officeView) others() int {
	seen := map[string]bool{}
	for _, o := range v.Organisations {
		seen[o.Issuer] = true
	}
	return len(seen)
}

// officePart is one part of the office, with how it stands in a line.
type officePart struct {
	icon, name, says string
	open             func()
}

func (p *officeHomePage) parts() []officePart {
	k, v := p.k, p.v
	gone := len(v.Revoked.Passports) + len(v.Revoked.Devices) + len(v.Revoked.Keys)
	staff := k.t("office.tile.staff", len(v.Staff))
	if !v.StaffSigned {
		staff = k.t("office.tile.staff.none")
	}
	return []officePart{
		{"identification-badge", k.t("office.machines"), k.t("office.tile.machines", len(v.Devices)), k.to(k.machines)},
		{"shield-check", k.t("office.trust"), k.t("office.tile.trust", v.others()), k.to(k.trusting)},
		{"prohibit", k.t("office.withdrawn"), k.t("office.tile.withdrawn", gone), k.to(k.withdrawn)},
		{"users", k.t("office.staff"), staff, k.to(k.staff)},
		{"list-checks", k.t("office.rules"), k.t("office.tile.rules", len(v.Programmes)), k.to(k.rules)},
		{"key", k.t("office.keys"), k.t("office.tile.keys", len(v.Keys)), k.to(k.keys)},
		{"usb", k.t("office.update"), k.t("office.tile.update"), k.to(k.updateOut)},
		{"clock", k.t("office.history"), p.newest(), k.OpenHistory},
	}
}

// newest is the newest act in a line.
func (p *officeHomePage) newest() string {
	if len(p.v.Acts) == 0 {
		return ""
	}
	a := p.v.Acts[0]
	return p.k.t("office.tile.history", p.k.P.Date(a.At.Local()), a.By)
}

// Actions are this machine's own page, the lock, and what is done most often.
func (p *officeHomePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{
			widget.NewButton(l, widget.Outline, k.t("grid.machine"), "gear", k.OpenSettings),
		}, []fyne.CanvasObject{
			widget.NewButton(l, widget.Primary, k.t("office.enrol"), "plus", k.takeRequest),
		}
}

// listState is how a list stands: its word and its tone.
func (k *Kiosk) listState(a desk.ListAge, now time.Time) (string, widget.Tone) {
	switch {
	case a.Missing:
		return k.t("office.list.missing"), widget.Warn
	case a.Stale:
		return k.t("office.list.stale"), widget.Stop
	case a.NextUpdate.Sub(now) < soon:
		return k.t("office.list.ending"), widget.Warn
	}
	return k.t("office.list.good"), widget.Good
}

// listName is a list in words: whose it is, and which.
func (k *Kiosk) listName(a desk.ListAge) string {
	name := a.Name
	if name == "" {
		name = k.ods(a.Issuer)
	}
	if a.Kind == trust.KindRevocations {
		return k.t("office.list.revocations", name)
	}
	return k.t("office.list.trust", name)
}

// typedODS is an organisation's issuer as a person types its code.
func typedODS(s string) string { return "ods:" + strings.ToUpper(strings.TrimSpace(s)) }
