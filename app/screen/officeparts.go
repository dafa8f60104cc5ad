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
	"muster/internal/induction"
)

// officeView is what the organisation has said, as a page shows it.
type officeView struct {
	desk.Office
	machine desk.Machine
}

// now is the time that dates are held against.
func (v officeView) now() time.Time { return v.machine.Floor }

// own is the organisation's own issuer.
func (v officeView) own() string { return v.Organisation.Issuer() }

// current is the key that signs.
func (v officeView) current() desk.KeyState {
	for _, key := range v.Keys {
		if key.Current {
			return key
		}
	}
	return desk.KeyState{}
}

// act is the newest act of a kind on something, where the record still has it.
func (v officeView) act(what, of string) (desk.Act, bool) {
	i := slices.IndexFunc(v.Acts, func(a desk.Act) bool { return a.What == what && a.Of == of })
	if i < 0 {
		return desk.Act{}, false
	}
	return v.Acts[i], true
}

// officePage is a page of the office. Its way back leads up, whatever came between.
type officePage struct {
	page
	up func()
}

// OnBack leads up.
func (p *officePage) OnBack() bool { p.up(); return true }

// resumes says that the page can be shown again once the key is open again.
func (*officePage) resumes() bool { return true }

// lookIn looks up what the organisation has said.
func (k *Kiosk) lookIn(ctx context.Context) (officeView, error) {
	o, err := k.Desk.Office(ctx, k.office)
	if err != nil {
		return officeView{}, err
	}
	m, err := k.Desk.Machine(ctx)
	return officeView{o, m}, err
}

// officeMaker makes a page of the office from what the organisation has said.
type officeMaker func(officeView) window.Page

// inOffice shows a page of the office, made anew, and then tells what was done; no
// title tells nothing.
func (k *Kiosk) inOffice(of officeMaker, title, text string) {
	run(k, k.t("office.looking"), k.lookIn, func(v officeView) {
		k.Machine = v.machine
		k.Frame.Reset(of(v))
		if title != "" {
			k.Frame.Say(widget.Good, title, text)
		}
	})
}

// to leads to a page of the office.
func (k *Kiosk) to(of officeMaker) func() { return func() { k.inOffice(of, "", "") } }

// officeHead is a page's heading and what it is for.
func officeHead(l *theme.Look, title, text string) fyne.CanvasObject {
	return widget.VStack(l, 4, widget.Title(l, title), widget.Muted(l, text))
}

// cause is a card that asks whether and why, before an act on the organisation's behalf.
type cause struct {
	title, text, yes string
	hint             string // what such a reason may be
	danger           bool   // it takes something away
	why, fault       string
	field            *widget.Field
	shut             func()
}

// because shows the card and does work with the reason; a reason that is none is said
// at its field, any other refusal over the page.
func (k *Kiosk) because(c cause, words string, work func(ctx context.Context, why string) error, done func()) {
	try := func() {
		why := c.why
		window.Run(k.Frame, context.Background(), words,
			func(ctx context.Context, _ window.Progress) (struct{}, error) { return struct{}{}, work(ctx, why) },
			func(_ struct{}, err error) {
				c.shut()
				switch {
				case err == nil:
					done()
				case induction.ReasonOf(err) == induction.CodeWhy:
					c.fault = k.Explain(err)
					k.because(c, words, work, done)
				default:
					k.Fail(err)
				}
			})
	}
	c.shut = k.Frame.Overlay(600, func(l *theme.Look) fyne.CanvasObject { return c.card(k, l, try) }, func() { c.shut() })
	k.Frame.Focus(c.field.Entry())
}

func (c *cause) card(k *Kiosk, l *theme.Look, try func()) fyne.CanvasObject {
	kind := widget.Primary
	if c.danger {
		kind = widget.Danger
	}
	c.field = bound(l, &c.why, widget.FieldOptions{Label: k.t("vouch.why"), Hint: c.hint, MaxLength: desk.NoteLimit, OnSubmit: func(string) { try() }})
	c.field.SetError(c.fault)
	return widget.Question(l, c.title, c.text, c.field,
		widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", func() { c.shut() }),
		widget.NewButton(l, kind, c.yes, "", try))
}

// handPage hands signed bytes over: as a code to be scanned and as a file.
type handPage struct {
	officePage
	heading, text string
	steps         []string // what is done with it, in order
	file          string
	answer        desk.Answer
	code          [][]bool
	done          string // what the way on says
}

// hand shows what is handed over.
func (k *Kiosk) hand(p *handPage) {
	run(k, k.t("enrol.looking"), func(context.Context) ([][]bool, error) { return k.code(p.answer), nil }, func(code [][]bool) {
		p.code = code
		k.Frame.Reset(p)
	})
}

// KeepsAwake holds the lock off: somebody is scanning the code.
func (*handPage) KeepsAwake() bool { return true }

// Facts tells a rehearsal the code's text.
func (p *handPage) Facts() map[string]any { return map[string]any{"text": p.answer.Text} }

// Content is the code at the left and what to do with it at the right.
func (p *handPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	sheet := widget.Panel(l, 26, widget.VStack(l, 14, k.handedOver(l, p.code), widget.NewButton(l, widget.Outline, k.t("office.hand.save"), "usb", p.save)))
	o := []fyne.CanvasObject{widget.H2(l, k.t("office.hand.then"))}
	for i, step := range p.steps {
		o = append(o, widget.BesideTop(l, 14, numeral(l, i+1), widget.Grow(l, 160, widget.Para(l, step))))
	}
	return wide(l, 1180, officeHead(l, p.heading, p.text),
		widget.Columns(l, 24, 400, []float32{1, 1}, widget.Top(sheet), widget.Top(widget.Panel(l, 28, widget.VStack(l, 14, o...)))))
}

// Actions lead on.
func (p *handPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.done, "check", p.up)}
}

func (p *handPage) save() {
	p.k.save(p.k.t("office.saving"), func(context.Context) ([]document, error) {
		return []document{{p.file, "muster", p.answer.Bytes}}, nil
	})
}

// takePage takes one signed file or code in, and goes up on the way back.
type takePage struct {
	intake
	up            func()
	heading, text string
}

// OnBack leads up.
func (p *takePage) OnBack() bool { p.up(); return true }

func (*takePage) resumes() bool { return true }

// Content is the scan field and the other ways.
func (p *takePage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 900, officeHead(l, p.heading, p.text), p.field(l, p.heading), p.ways(l))
}

// Actions are the other ways to give it.
func (p *takePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{p.pasting(l)}, []fyne.CanvasObject{p.choosing(l, widget.Primary)}
}

// takeIn shows a page that takes a file or code in.
func (k *Kiosk) takeIn(pg page, heading, text string, up func(), use func([]byte)) {
	k.Frame.Reset(&takePage{intake: intake{page: pg, use: use}, up: up, heading: heading, text: text})
}

// typedDay reads a field that may hold a day; nothing in it is the zero time. What is no
// day is told at the field.
func (k *Kiosk) typedDay(f *widget.Field) (time.Time, bool) {
	f.SetError("")
	if strings.TrimSpace(f.Text()) == "" {
		return time.Time{}, true
	}
	d, ok := parseDay(f.Text())
	if !ok {
		k.wrong(f, k.t("office.day.bad"))
		return time.Time{}, false
	}
	return d.Start(), true
}

// tabs are a few lists of which one is shown.
func (k *Kiosk) tabs(l *theme.Look, labels []string, on int, show func(int)) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for i, label := range labels {
		o = append(o, choice(l, label, i == on, func() { show(i) }))
	}
	return widget.Row(l, 8, o...)
}

// actWords says when, by whom and why something was done, where the record has it.
func (k *Kiosk) actWords(a desk.Act, known bool) string {
	if !known {
		return k.t("office.no-act")
	}
	return k.t("office.act", k.P.Date(a.At.Local()), a.By, a.Why)
}
