package screen

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// enrolDesk is what asking to be enrolled, and taking the answer, need.
type enrolDesk interface {
	EnrolmentRequest(context.Context) (desk.Request, error)
	RenewRequest(ctx context.Context, id induction.TrainerID, passphrase string) (desk.Request, error)
	ReadEnrolment(ctx context.Context, data []byte) (desk.EnrolmentOffer, error)
	TakeEnrolment(ctx context.Context, id induction.TrainerID, passphrase string, o desk.EnrolmentOffer, compared bool) error
}

// OpenEnrolment shows this machine's newest request to be enrolled.
func (k *Kiosk) OpenEnrolment() {
	run(k, k.t("enrol.looking"), k.Desk.EnrolmentRequest, func(r desk.Request) { k.showRequest(r, false) })
}

// renew asks anew with the same key, after a trainer's passphrase.
func (k *Kiosk) renew() {
	v := vouch{title: k.t("enrol.renew"), text: k.t("enrol.renew.text"), yes: k.t("enrol.renew.do")}
	vouched(k, v, k.t("enrol.asking"), func(ctx context.Context, by voucher) (desk.Request, error) {
		return k.Desk.RenewRequest(ctx, by.id, by.passphrase)
	}, func(r desk.Request) { k.showRequest(r, false) })
}

func (k *Kiosk) showRequest(r desk.Request, first bool) {
	run(k, k.t("enrol.looking"), func(context.Context) ([][]bool, error) { return k.code(r.Answer), nil }, func(code [][]bool) {
		k.Frame.Reset(&requestPage{page: page{k, "enrol-request", k.t("enrol.title")}, r: r, code: code, first: first})
	})
}

// code draws what is handed over as a QR, or nothing where it goes as a file alone.
func (k *Kiosk) code(a desk.Answer) [][]bool {
	if a.Text == "" {
		return nil
	}
	squares, err := k.Paper.QR(a.Text)
	if err != nil {
		k.note(err) // the file holds all of it
		return nil
	}
	return squares
}

// requestPage hands this machine's request over.
type requestPage struct {
	page
	r     desk.Request
	code  [][]bool
	first bool // the machine was set up a moment ago
}

// OnBack leads to this machine's page, or to the start.
func (p *requestPage) OnBack() bool { p.leave(); return true }

func (p *requestPage) leave() {
	if p.first {
		p.k.Start()
		return
	}
	p.k.OpenSection("organisation")
}

// KeepsAwake holds the lock off: somebody is scanning the code.
func (p *requestPage) KeepsAwake() bool { return true }

// Facts tells a rehearsal what is asked.
func (p *requestPage) Facts() map[string]any {
	return map[string]any{"device": p.r.Device, "text": p.r.Text}
}

// Content is the code at the left and what to do with it at the right.
func (p *requestPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	if p.first {
		o = append(o, k.stepHead(l, 3, kioskSteps, k.t("enrol.request"), k.t("enrol.request.text")))
	} else {
		o = append(o, widget.VStack(l, 4, widget.Title(l, k.t("enrol.request")), widget.Muted(l, k.t("enrol.request.text"))))
	}
	return wide(l, 1180, append(o, widget.Columns(l, 24, 400, []float32{1, 1}, widget.Top(p.sheet(l)), widget.Top(p.steps(l))))...)
}

// sheet is the code, or says that there is none.
func (p *requestPage) sheet(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{k.handedOver(l, p.code)}
	return widget.Panel(l, 26, widget.VStack(l, 14, append(o,
		widget.NewButton(l, widget.Outline, k.t("enrol.save"), "usb", p.save))...))
}

// handedOver is a code on white, big enough to be scanned from a screen.
func (k *Kiosk) handedOver(l *theme.Look, code [][]bool) fyne.CanvasObject {
	if code == nil {
		return widget.Notice(l, widget.Info, k.t("code.none"), k.t("code.none.text"))
	}
	return widget.Center(widget.QRView(l, code, true, 420))
}

// steps is what happens with the request, in order.
func (p *requestPage) steps(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	if p.first {
		o = append(o, widget.Notice(l, widget.Good, k.t("enrol.works"), k.t("enrol.works.text")))
	}
	o = append(o, widget.H2(l, k.t("enrol.then")))
	for i, key := range []string{"enrol.then.give", "enrol.then.read", "enrol.then.back"} {
		o = append(o, widget.BesideTop(l, 14, numeral(l, i+1), widget.Grow(l, 160, widget.Para(l, k.t(key)))))
	}
	return widget.Panel(l, 28, widget.VStack(l, 14, append(o, widget.Rule(l),
		facts(l,
			fact{k.t("fact.organisation"), k.Machine.Organisation.Name},
			fact{k.t("fact.device"), p.r.Device},
			fact{k.t("enrol.made"), k.moment(p.r.Made)}),
		widget.Strong(l, k.t("enrol.fingerprint")),
		widget.Small(l, k.t("enrol.fingerprint.text")),
		groups(l, p.r.Fingerprint))...))
}

// Actions go on with the answer, or leave it for later.
func (p *requestPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("enrol.later"), "", p.leave)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("enrol.have"), "arrow-right", func() { k.takeAnswer(p.first) })}
}

func (p *requestPage) save() {
	k := p.k
	k.save(k.t("enrol.saving"), func(context.Context) ([]document, error) {
		return []document{{k.t("enrol.file", p.r.Device), "muster", p.r.Bytes}}, nil
	})
}

// takeAnswer asks for the organisation's answer.
func (k *Kiosk) takeAnswer(first bool) {
	p := &answerPage{first: first}
	p.intake = intake{page: page{k, "enrol-answer", k.t("enrol.title")}, use: p.read}
	k.Frame.Show(p)
}

// answerPage takes the organisation's answer in, by scan, file or paste.
type answerPage struct {
	intake
	first bool
}

// Content is the scan field and the other ways.
func (p *answerPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	head := fyne.CanvasObject(widget.VStack(l, 4, widget.Title(l, k.t("enrol.answer")), widget.Muted(l, k.t("enrol.answer.text"))))
	if p.first {
		head = k.stepHead(l, 4, kioskSteps, k.t("enrol.answer"), k.t("enrol.answer.text"))
	}
	return wide(l, 860, head, p.field(l, k.t("enrol.answer")), p.ways(l))
}

// Actions are the other ways to give it.
func (p *answerPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{p.pasting(l)}, []fyne.CanvasObject{p.choosing(l, widget.Primary)}
}

func (p *answerPage) read(data []byte) {
	k := p.k
	run(k, k.t("enrol.reading"), func(ctx context.Context) (desk.EnrolmentOffer, error) { return k.Desk.ReadEnrolment(ctx, data) }, func(o desk.EnrolmentOffer) {
		k.Frame.Show(&comparePage{page: page{k, "enrol-compare", k.t("enrol.title")}, o: o, first: p.first})
	})
}

// comparePage shows who answers, so that a person can make sure by telephone.
type comparePage struct {
	page
	o     desk.EnrolmentOffer
	first bool
}

// Content is the organisation, its fingerprint to be read aloud, and until when.
func (p *comparePage) Content(l *theme.Look) fyne.CanvasObject {
	k, e := p.k, p.o
	title, text := k.t("enrol.compare"), k.t("enrol.compare.text")
	if e.Known {
		title, text = k.t("enrol.known"), k.t("enrol.known.text")
	}
	head := fyne.CanvasObject(widget.VStack(l, 4, widget.Title(l, title), widget.Muted(l, text)))
	if p.first {
		head = k.stepHead(l, 4, kioskSteps, title, text)
	}
	until := widget.BesideTop(l, 12, widget.Icon(l, "calendar-check", 26, l.Good), widget.Grow(l, 160, widget.Strong(l, k.t("enrol.until", e.Device, k.P.Date(e.Until)))))
	o := []fyne.CanvasObject{head, widget.Panel(l, 28, widget.VStack(l, 14,
		widget.H2(l, k.t("settings.trust.who", e.Organisation.Name, e.Organisation.ODS)), until, widget.Rule(l),
		widget.Strong(l, k.t("enrol.organisation-fingerprint")), groups(l, e.Fingerprint)))}
	if !e.Known {
		o = append(o, widget.Notice(l, widget.Info, k.t("enrol.why"), k.t("enrol.why.text")))
	}
	return wide(l, 760, o...)
}

// Actions say whether it is the same.
func (p *comparePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.o.Known {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("enrol.take"), "check", p.take)}
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("enrol.differs"), "x", p.differs)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("enrol.same"), "check", p.take)}
}

// differs puts the answer away: somebody else may have made it.
func (p *comparePage) differs() {
	p.k.Frame.Back()
	p.k.Frame.Say(widget.Stop, p.k.t("enrol.differs.title"), p.k.t("enrol.differs.text"))
}

func (p *comparePage) take() {
	k := p.k
	v := vouch{title: k.t("enrol.take"), text: k.t("enrol.take.text", p.o.Organisation.Name), yes: k.t("enrol.take")}
	vouched(k, v, k.t("enrol.taking"), func(ctx context.Context, by voucher) (struct{}, error) {
		return struct{}{}, k.Desk.TakeEnrolment(ctx, by.id, by.passphrase, p.o, true)
	}, func(struct{}) {
		k.settled(func() {
			k.Frame.Reset(&enrolledPage{page: page{k, "enrolled", k.t("enrol.title")}, o: p.o})
		})
	})
}

// enrolledPage says that it is done, and until when.
type enrolledPage struct {
	page
	o desk.EnrolmentOffer
}

// NoBack says that there is nothing to go back to.
func (*enrolledPage) NoBack() {}

// Content is what holds from now on; where something is still wanting it says what.
func (p *enrolledPage) Content(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.k.Machine
	o := []fyne.CanvasObject{
		widget.Left(widget.Badge(l, "check-fat-fill", 64, l.Good, l.GoodSoft)),
		widget.Title(l, k.t("enrol.done")),
		widget.Para(l, k.t("enrol.done.text", m.Organisation.Name, k.P.Date(p.o.Until))),
	}
	if m.NotIssuing != "" {
		o = append(o, widget.Notice(l, widget.Warn, k.t("standing.not-issuing"), k.t("refusal."+string(m.NotIssuing))))
	}
	return wide(l, 760, widget.Panel(l, 36, widget.VStack(l, 16, append(o, widget.Muted(l, k.t("enrol.done.next")))...)))
}

// Actions lead to where whoever is here belongs.
func (p *enrolledPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("enrol.finish"), "arrow-right", p.k.home)}
}

// numeral is the number of one step of several.
func numeral(l *theme.Look, n int) fyne.CanvasObject {
	return widget.Fixed(l, 36, 36, widget.Tinted(l, l.BrandSoft, l.Brand, 0,
		widget.Center(widget.Styled(l, strconv.Itoa(n), widget.Style{Bold: true, Color: l.Brand}))))
}
