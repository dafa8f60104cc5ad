package screen

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// takeRequest asks for a machine's request to be enrolled.
func (k *Kiosk) takeRequest() {
	k.takeIn(page{k, "office-request", k.t("office.enrol")}, k.t("office.request"), k.t("office.request.text"), k.to(k.machines), k.readRequest)
}

func (k *Kiosk) readRequest(data []byte) {
	run(k, k.t("enrol.reading"), func(ctx context.Context) (desk.RequestOffer, error) {
		return k.Desk.ReadRequest(ctx, k.office, data)
	}, func(o desk.RequestOffer) {
		k.Frame.Reset(&grantPage{officePage: officePage{page{k, "office-grant", k.t("office.enrol")}, k.takeRequest}, o: o, days: strconv.Itoa(grants[len(grants)-1])})
	})
}

// grants are for how many days a machine is usually enrolled.
var grants = []int{90, 180, 365}

// grantPage shows who asks, so that a person can make sure, and for how long.
type grantPage struct {
	officePage
	o     desk.RequestOffer
	days  string
	field *widget.Field
}

// Facts tells a rehearsal which machine asks.
func (p *grantPage) Facts() map[string]any {
	return map[string]any{"device": p.o.Device, "fingerprint": p.o.Fingerprint}
}

// Content is the machine at the left, and for how long at the right.
func (p *grantPage) Content(l *theme.Look) fyne.CanvasObject {
	k, o := p.k, p.o
	who := []fyne.CanvasObject{
		widget.H2(l, o.Device), widget.Small(l, k.t("office.grant.made", k.moment(o.Made))), widget.Rule(l),
		widget.Strong(l, k.t("office.grant.fingerprint")), widget.Para(l, k.t("office.grant.fingerprint.text")), groups(l, o.Fingerprint),
	}
	switch {
	case o.Renewal:
		who = append(who, widget.Notice(l, widget.Info, k.t("office.grant.renewal"), k.t("office.grant.renewal.text")))
	case o.Replaces:
		who = append(who, widget.Notice(l, widget.Warn, k.t("office.grant.replaces"), k.t("office.grant.replaces.text")))
	}
	return wide(l, 1180, officeHead(l, k.t("office.grant"), k.t("office.grant.text")),
		widget.Columns(l, 24, 400, []float32{1, 1}, widget.Top(widget.Panel(l, 28, widget.VStack(l, 14, who...))), widget.Top(p.howLong(l))))
}

func (p *grantPage) howLong(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	for _, n := range grants {
		o = append(o, choice(l, k.t("office.grant.days", n), p.days == strconv.Itoa(n), func() { p.field.SetText(strconv.Itoa(n)); k.Frame.Refresh() }))
	}
	p.field = bound(l, &p.days, widget.FieldOptions{
		Label: k.t("office.grant.other"), Hint: k.t("office.grant.other.hint", desk.LongestEnrolment), Digits: true, MaxLength: 3, Width: 160, OnSubmit: func(string) { p.enrol() },
	})
	return widget.Panel(l, 28, widget.VStack(l, 14, widget.H2(l, k.t("office.grant.long")), widget.Para(l, k.t("office.grant.long.text")), widget.Row(l, 8, o...), p.field))
}

// Actions say whether it is the same.
func (p *grantPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("enrol.differs"), "x", p.differs)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.grant.do"), "check", p.enrol)}
}

// differs puts the request away: somebody else may have made it.
func (p *grantPage) differs() {
	p.k.takeRequest()
	p.k.Frame.Say(widget.Stop, p.k.t("enrol.differs.title"), p.k.t("office.grant.differs"))
}

func (p *grantPage) enrol() {
	k, o := p.k, p.o
	n, _ := strconv.Atoi(strings.TrimSpace(p.days)) // nought is refused like any number of days that is none
	tryFields(k, k.t("office.grant.signing"), func(ctx context.Context) (desk.Answer, error) {
		return k.Desk.Enrol(ctx, k.office, o, n)
	}, func(a desk.Answer) {
		k.hand(&handPage{
			officePage: officePage{page{k, "office-answer", k.t("office.enrol")}, k.to(k.machines)}, answer: a, file: k.t("office.grant.file", o.Device),
			heading: k.t("office.granted", o.Device), text: k.t("office.granted.text"), done: k.t("office.granted.done"),
			steps: []string{k.t("office.granted.take"), k.t("office.granted.phone"), k.t("office.granted.lists")},
		})
	}, map[induction.Reason]*widget.Field{induction.CodeDays: p.field})
}
