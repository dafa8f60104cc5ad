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

// longestPIN is the most digits a PIN has.
const longestPIN = desk.LongestPIN

// sessionDesk is what opening and closing a session need, and a trainer's sign-in.
type sessionDesk interface {
	Machine(context.Context) (desk.Machine, error)
	Trainers(context.Context) ([]induction.Trainer, error)
	Programmes() []induction.Programme
	OpenSession(ctx context.Context, id induction.TrainerID, passphrase string, n desk.NewSession) (*desk.TrainerSeat, error)
	Reopen(ctx context.Context, id induction.TrainerID, passphrase string) (*desk.TrainerSeat, error)
	TrainerSignIn(ctx context.Context, id induction.TrainerID, pin string) (*desk.TrainerSeat, error)
	TrainerSignOut(*desk.TrainerSeat)
	ConfirmPIN(ctx context.Context, t *desk.TrainerSeat, pin string) error
	AddStarters(context.Context, *desk.TrainerSeat, []induction.Starter) error
	Report(context.Context, *desk.TrainerSeat) (desk.Report, error)
	CloseSession(context.Context, *desk.TrainerSeat) error
}

// door is what the trainer's door finds behind it.
type door struct {
	machine  desk.Machine
	trainers []induction.Trainer
}

// TrainerDoor leads to the trainer's desk: who it is, then their PIN where a session
// is open, or else the opening of one.
func (k *Kiosk) TrainerDoor() {
	run(k, k.t("trainer.looking"), func(ctx context.Context) (door, error) {
		m, err := k.Desk.Machine(ctx)
		if err != nil {
			return door{}, err
		}
		all, err := k.Desk.Trainers(ctx)
		return door{m, all}, err
	}, func(d door) {
		k.Machine = d.machine
		if len(d.trainers) == 1 {
			k.trainerEnter(d.trainers[0])
			return
		}
		k.Frame.Reset(&doorPage{page: page{k, "trainer-door", k.t("trainer.door.title")}, all: d.trainers})
	})
}

// trainerEnter asks a trainer for what opens their screens now.
func (k *Kiosk) trainerEnter(t induction.Trainer) {
	if !k.Machine.Open {
		k.openSession(t)
		return
	}
	k.Frame.Reset(&enterPage{page: page{k, "trainer-sign-in", k.t("trainer.door.title")}, who: t})
}

// doorPage asks which trainer it is.
type doorPage struct {
	page
	all []induction.Trainer
}

// OnBack leads to the welcome.
func (p *doorPage) OnBack() bool { p.k.Welcome(); return true }

// Content is one press for each trainer.
func (p *doorPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.Title(l, k.t("trainer.who")), widget.Muted(l, k.t("trainer.who.text"))}
	if len(p.all) == 0 {
		return wide(l, 900, widget.Empty(l, "user", k.t("trainer.none"), k.t("trainer.none.text")))
	}
	var tiles []fyne.CanvasObject
	for _, t := range p.all {
		under := k.t("trainer.role")
		if t.Assessor {
			under = k.t("trainer.role.assessor")
		}
		tiles = append(tiles, k.bigTile(l, "user", t.Name, under, func() { k.trainerEnter(t) }))
	}
	return wide(l, 900, append(o, widget.AutoGrid(l, 360, 14, tiles...))...)
}

// enterPage asks a trainer for their PIN, or for their passphrase where the PIN is
// not enough any more.
type enterPage struct {
	page
	who    induction.Trainer
	phrase bool
	why    string // why the passphrase is asked for
	fault  string // what was wrong with the one before
	field  *widget.Field
}

// OnBack leads to the welcome.
func (p *enterPage) OnBack() bool { p.k.Welcome(); return true }

// Focus is the PIN or passphrase.
func (p *enterPage) Focus() fyne.Focusable { return p.field.Entry() }

// Content is the PIN, and how to go on without it.
func (p *enterPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H1(l, p.who.Name), widget.Para(l, k.t("trainer.enter.text", k.Machine.Session.Room))}
	if p.why != "" {
		o = append(o, widget.Notice(l, widget.Warn, p.why, ""))
	}
	other := widget.NewButton(l, widget.Quiet, k.t("trainer.use-passphrase"), "key", p.swap)
	if p.phrase {
		p.field = widget.NewField(l, widget.FieldOptions{Label: k.t("trainer.passphrase"), Hint: k.t("trainer.passphrase.hint"), Secret: true, OnSubmit: func(string) { p.enter() }})
		other = widget.NewButton(l, widget.Quiet, k.t("trainer.use-pin"), "key", p.swap)
	} else {
		p.field = widget.NewField(l, widget.FieldOptions{Label: k.t("trainer.pin"), Hint: k.t("trainer.pin.hint"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240, OnSubmit: func(string) { p.enter() }})
	}
	if p.fault != "" {
		p.field.SetError(p.fault)
	}
	o = append(o, p.field, widget.Left(other))
	return wide(l, 640, append([]fyne.CanvasObject{widget.Panel(l, 32, widget.VStack(l, 16, o...))}, k.demoNotice(l)...)...)
}

func (p *enterPage) swap() {
	p.phrase, p.why, p.fault = !p.phrase, "", ""
	p.k.Frame.Replace(p)
}

// Actions are the way in.
func (p *enterPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("trainer.enter"), "arrow-right", p.enter)}
}

func (p *enterPage) enter() {
	k, given := p.k, p.field.Text()
	p.fault = ""
	window.Run(k.Frame, context.Background(), k.t("trainer.checking"), func(ctx context.Context, _ window.Progress) (*desk.TrainerSeat, error) {
		if p.phrase {
			return k.Desk.Reopen(ctx, p.who.ID, given)
		}
		return k.Desk.TrainerSignIn(ctx, p.who.ID, given)
	}, p.entered)
}

// entered goes on, or says what was wrong.
func (p *enterPage) entered(t *desk.TrainerSeat, err error) {
	k := p.k
	switch {
	case err == nil:
		k.trainerIn(t)
	case induction.ReasonOf(err) == induction.CodePINPassphrase:
		p.phrase, p.why = true, k.Explain(err)
		k.Frame.Replace(p)
	case wrongSecret(err):
		p.fault = k.secretWords(err)
		k.Frame.Replace(p)
	default:
		k.Fail(err)
	}
}

// trainerIn opens the desk of a trainer who has just given PIN or passphrase.
func (k *Kiosk) trainerIn(t *desk.TrainerSeat) {
	if k.trainer != nil && k.trainer != t {
		k.Desk.TrainerSignOut(k.trainer)
	}
	k.trainer = t
	k.Frame.SetPerson(t.Trainer.Name)
	k.OpenGrid()
}

// reopen asks for the trainer's passphrase inside their session and then goes on.
func (k *Kiosk) reopen(why string, then func()) {
	id := k.trainer.Trainer.ID
	s := &secret{title: k.t("trainer.reopen"), text: why, yes: k.t("trainer.reopen.do"), phrase: true}
	ask(k, s, k.t("trainer.checking"), func(ctx context.Context, given string) (*desk.TrainerSeat, error) {
		return k.Desk.Reopen(ctx, id, given)
	}, func(t *desk.TrainerSeat) {
		k.Desk.TrainerSignOut(k.trainer)
		k.trainer = t
		then()
	}, k.Fail)
}

// demoNotice tells the demonstration's passphrase and PIN; nothing elsewhere.
func (k *Kiosk) demoNotice(l *theme.Look) []fyne.CanvasObject {
	if !k.Machine.Organisation.Demo() {
		return nil
	}
	return []fyne.CanvasObject{widget.Notice(l, widget.Info, k.t("trainer.demo", desk.DemoTrainer), k.t("trainer.demo.text", desk.DemoPassphrase, desk.DemoPIN))}
}
