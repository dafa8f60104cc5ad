package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// signInDesk is what signing in needs.
type signInDesk interface {
	Known(context.Context, induction.Number) (bool, error)
	Expected(context.Context, induction.Number) (string, error)
	Join(ctx context.Context, n induction.Number, name, pin, again string) (*desk.Seat, error)
	SignIn(ctx context.Context, n induction.Number, pin string) (*desk.Seat, error)
	SignOut(*desk.Seat)
	Unlock(ctx context.Context, s *desk.Seat, pin string) error
}

// Welcome shows the start page of a machine that is set up; what the machine is
// now is looked up again first.
func (k *Kiosk) Welcome() {
	run(k, k.t("start.looking"), k.Desk.Machine, func(m desk.Machine) {
		k.Machine = m
		if m.Administrator {
			k.OpenOfficeDoor()
			return
		}
		p := &welcomePage{page: page{k, "welcome", k.t("welcome.title")}, register: induction.GMC}
		if a, ok := k.Desk.Awaited(); ok {
			p.awaited, p.register = &a, a.Number.Register()
		}
		k.Frame.Reset(p)
	})
}

// welcomePage asks for a number, and leads to the trainer's and the check desk.
type welcomePage struct {
	page
	register string
	number   *widget.Field
	awaited  *desk.Awaited // whose passports were checked, and who starts here now
}

// NoBack and BareTop make it a start page.
func (*welcomePage) NoBack()  {}
func (*welcomePage) BareTop() {}

// Focus is the number.
func (p *welcomePage) Focus() fyne.Focusable { return p.number.Entry() }

// Content is the organisation at the left and the way in at the right.
func (p *welcomePage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	doors := widget.Row(l, 12,
		widget.NewButton(l, widget.Outline, k.t("welcome.trainer"), "grid-four", k.TrainerDoor),
		widget.NewButton(l, widget.Outline, k.t("welcome.check"), "scan", k.CheckDesk))
	right := widget.Pad(l, 22, theme.Gutter, 22, theme.Gutter, widget.MaxWidth(l, 580, widget.VStack(l, 14, widget.Spacer(), p.session(l), p.card(l), doors, widget.Spacer())))
	return widget.ColumnsMainLast(l, 0, 420, []float32{44, 56}, p.front(l), right)
}

// front is the organisation's own side of the page.
func (p *welcomePage) front(l *theme.Look) fyne.CanvasObject {
	k := p.k
	on := func(s string, size float32, display bool) fyne.CanvasObject {
		return widget.Styled(l, s, widget.Style{Size: size, Color: l.OnBar, Display: display, Bold: display})
	}
	return widget.Ground(l.Bar, widget.Pad(l, 40, 48, 40, 48, widget.VStack(l, 18,
		widget.Styled(l, k.Machine.Organisation.Name, widget.Style{Size: theme.H3, Color: l.OnBar, Bold: true}),
		widget.Spacer(),
		widget.Center(widget.Picture(l, "welcome.png", 340, 340)),
		widget.Spacer(),
		on(k.t("welcome.heading"), theme.Huge, true),
		on(k.t("welcome.text"), theme.Reading, false))))
}

// session says what is on today.
func (p *welcomePage) session(l *theme.Look) fyne.CanvasObject {
	k, m := p.k, p.k.Machine
	switch {
	case p.awaited != nil:
		a := p.awaited
		return widget.Notice(l, widget.Good, k.t("welcome.awaited", a.Name), k.t("welcome.awaited.text", k.numberWords(a.Number)),
			widget.NewButton(l, widget.Outline, k.t("welcome.awaited.other"), "x", p.notAwaited))
	case m.ClockBehind:
		return widget.Notice(l, widget.Warn, k.t("welcome.clock"), k.t("welcome.clock.text", k.moment(m.Clock), k.moment(m.Floor)))
	case m.NotIssuing != "":
		return widget.Notice(l, widget.Warn, k.t("standing.not-issuing"), k.t("refusal."+string(m.NotIssuing)),
			widget.NewButton(l, widget.Quiet, k.t("settings.part.organisation"), "key", func() { k.OpenSection("organisation") }))
	case m.Open:
		return widget.Notice(l, widget.Info, k.t("welcome.session", m.Session.Room), m.Programme)
	}
	return widget.Notice(l, widget.Plain, k.t("welcome.no-session"), k.t("welcome.no-session.text"))
}

// notAwaited makes room for somebody else.
func (p *welcomePage) notAwaited() {
	p.k.Desk.NotAwaited()
	p.k.Welcome()
}

func (p *welcomePage) card(l *theme.Look) fyne.CanvasObject {
	k, number := p.k, ""
	if p.awaited != nil && p.awaited.Number.Register() == p.register {
		number = p.awaited.Number.Plain()
	}
	p.number = widget.NewField(l, widget.FieldOptions{
		Label: k.t("register.label." + p.register), Hint: k.t("register.hint." + p.register), Digits: p.register == induction.GMC,
		MaxLength: 40, Value: number, OnSubmit: func(string) { p.next() },
	})
	return widget.Panel(l, 24, widget.VStack(l, 13,
		widget.H1(l, k.t("welcome.sign-in")),
		widget.Muted(l, k.t("welcome.sign-in.text")),
		p.registers(l),
		p.number,
		widget.NewButton(l, widget.Primary, k.t("welcome.start"), "arrow-right", p.next)))
}

// registers is the choice of what number it is.
func (p *welcomePage) registers(l *theme.Look) fyne.CanvasObject {
	return p.k.registers(l, p.register, func(r string) {
		p.register = r
		p.k.Frame.Refresh()
		p.k.Frame.Focus(p.number.Entry())
	})
}

func (p *welcomePage) next() {
	k := p.k
	n, err := induction.ParseNumber(p.register, p.number.Text())
	if err != nil {
		p.number.SetError(k.Explain(err))
		k.Frame.Focus(p.number.Entry())
		return
	}
	type who struct {
		known bool
		name  string
	}
	run(k, k.t("welcome.looking"), func(ctx context.Context) (who, error) {
		known, err := k.Desk.Known(ctx, n)
		if err != nil || known {
			return who{known: known}, err
		}
		name, err := k.Desk.Expected(ctx, n)
		if p.awaited != nil && p.awaited.Number == n {
			name = p.awaited.Name
		}
		return who{name: name}, err
	}, func(w who) {
		if w.known {
			k.Frame.Show(&returnPage{page: page{k, "sign-in", k.t("return.title")}, number: n})
			return
		}
		k.Frame.Show(&joinPage{page: page{k, "join", k.t("join.title")}, number: n, expected: w.name})
	})
}

// signedIn opens the day of whoever has just signed in.
func (k *Kiosk) signedIn(s *desk.Seat) {
	k.seat = s
	k.Frame.SetPerson(s.Name)
	if a, awaited, err := k.Desk.Arrival(s); awaited {
		k.arrival = &arrival{a, err}
	}
	k.Day()
}

// numberWords names a number for people: "GMC 1234567".
func (k *Kiosk) numberWords(n induction.Number) string {
	return k.t("register.short."+n.Register(), n.Plain())
}

// returnPage asks a returning learner for their PIN.
type returnPage struct {
	page
	number induction.Number
	pin    *widget.Field
}

// Focus is the PIN.
func (p *returnPage) Focus() fyne.Focusable { return p.pin.Entry() }

// Content is the PIN, and what to do when it is forgotten.
func (p *returnPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.pin = widget.NewField(l, widget.FieldOptions{Label: k.t("word.pin"), Hint: k.t("return.pin.hint"), Secret: true, Digits: true, MaxLength: desk.LongestPIN, Width: 240, OnSubmit: func(string) { p.enter() }})
	return wide(l, 600, widget.Panel(l, 32, widget.VStack(l, 16,
		widget.H1(l, k.t("return.heading")),
		widget.Para(l, k.t("return.text", k.numberWords(p.number))),
		p.pin,
		widget.Small(l, k.t("return.forgotten")))))
}

// Actions are the way in.
func (p *returnPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("return.do"), "arrow-right", p.enter)}
}

func (p *returnPage) enter() {
	k := p.k
	pin := p.pin.Text()
	tryPIN(k, p.pin, k.t("return.checking"), func(ctx context.Context) (*desk.Seat, error) { return k.Desk.SignIn(ctx, p.number, pin) }, k.signedIn)
}

// joinPage makes a new learner's record.
type joinPage struct {
	page
	number           induction.Number
	expected         string
	name, pin, again *widget.Field
}

// Focus is the first field that is still empty.
func (p *joinPage) Focus() fyne.Focusable {
	if p.name.Text() == "" {
		return p.name.Entry()
	}
	return p.pin.Entry()
}

// Content is the name and a PIN, typed twice.
func (p *joinPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	submit := func(string) { p.join() }
	p.name = widget.NewField(l, widget.FieldOptions{Label: k.t("join.name"), Hint: k.t("join.name.hint"), Value: p.expected, MaxLength: induction.NameLimit, OnSubmit: submit})
	p.pin = widget.NewField(l, widget.FieldOptions{Label: k.t("join.pin"), Hint: k.t("join.pin.hint"), Secret: true, Digits: true, MaxLength: desk.LongestPIN, Width: 240, OnSubmit: submit})
	p.again = widget.NewField(l, widget.FieldOptions{Label: k.t("join.again"), Secret: true, Digits: true, MaxLength: desk.LongestPIN, Width: 240, OnSubmit: submit})
	return wide(l, 640, widget.Panel(l, 32, widget.VStack(l, 18,
		widget.H1(l, k.t("join.heading")),
		widget.Para(l, k.t("join.text", k.numberWords(p.number))),
		p.name, p.pin, p.again,
		widget.Small(l, k.t("join.kept")))))
}

// Actions are the way in.
func (p *joinPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("join.do"), "arrow-right", p.join)}
}

func (p *joinPage) join() {
	k := p.k
	name, pin, again := p.name.Text(), p.pin.Text(), p.again.Text()
	tryFields(k, k.t("join.making"), func(ctx context.Context) (*desk.Seat, error) { return k.Desk.Join(ctx, p.number, name, pin, again) }, k.signedIn,
		map[induction.Reason]*widget.Field{
			induction.CodeNameEmpty: p.name, induction.CodeNameLong: p.name, induction.CodeNameCharacters: p.name, induction.CodeNameLetters: p.name, induction.CodeNameFont: p.name,
			induction.CodePINForm: p.pin, induction.CodePINEasy: p.pin, induction.CodePINDiffers: p.again,
		})
}
