package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// staffDesk is what the trainers of this machine need.
type staffDesk interface {
	AddTrainer(ctx context.Context, by induction.TrainerID, passphrase string, n desk.NewTrainer) (induction.TrainerID, error)
	RemoveTrainer(ctx context.Context, by induction.TrainerID, passphrase string, id induction.TrainerID, why string) error
	ChangePassphrase(ctx context.Context, id induction.TrainerID, old, next string) error
	ChangePIN(ctx context.Context, id induction.TrainerID, passphrase, pin, again string) error
}

// trainers lists who can open this machine.
func (p *sectionPage) trainers(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	if len(p.s.trainers) == 0 {
		return []fyne.CanvasObject{widget.Panel(l, 20, widget.Empty(l, "user", k.t("trainer.none"), k.t("trainer.none.text")))}
	}
	var tiles []fyne.CanvasObject
	for _, t := range p.s.trainers {
		tiles = append(tiles, k.bigTile(l, "user", t.Name, k.numberWords(t.Number)+" · "+k.trainerRole(t), func() {
			k.Frame.Show(&onePersonPage{page: page{k, "one-trainer", t.Name}, who: t, alone: len(p.s.trainers) == 1})
		}))
	}
	return []fyne.CanvasObject{widget.Muted(l, k.t("staff.text")), widget.VStack(l, 12, tiles...)}
}

func (k *Kiosk) trainerRole(t induction.Trainer) string {
	if t.Assessor {
		return k.t("trainer.role.assessor")
	}
	return k.t("trainer.role")
}

// onePersonPage is one trainer of this machine: what they can change of their own, and
// how others shut them out.
type onePersonPage struct {
	page
	who   induction.Trainer
	alone bool // nobody else could open this machine
}

// Content is who they are and what can be done.
func (p *onePersonPage) Content(l *theme.Look) fyne.CanvasObject {
	k, t := p.k, p.who
	o := []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, t.Name), widget.Muted(l, k.numberWords(t.Number)+" · "+k.trainerRole(t))),
		k.bigTile(l, "key", k.t("staff.passphrase"), k.t("staff.passphrase.text"), func() { p.secret(false) }),
		k.bigTile(l, "lock-key", k.t("staff.pin"), k.t("staff.pin.text"), func() { p.secret(true) }),
	}
	if p.alone {
		return wide(l, 760, append(o, widget.Notice(l, widget.Info, k.t("staff.alone"), k.t("staff.alone.text")))...)
	}
	return wide(l, 760, append(o, k.bigTile(l, "x-circle", k.t("staff.remove"), k.t("staff.remove.text"), p.remove))...)
}

// remove shuts a trainer out, by another one's word.
func (p *onePersonPage) remove() {
	k, t := p.k, p.who
	v := vouch{title: k.t("staff.remove.title", t.Name), text: k.t("staff.remove.sure"), yes: k.t("staff.remove"), why: true, not: t.ID}
	vouched(k, v, k.t("staff.removing"), func(ctx context.Context, by voucher) (struct{}, error) {
		return struct{}{}, k.Desk.RemoveTrainer(ctx, by.id, by.passphrase, t.ID, by.why)
	}, func(struct{}) {
		k.openSection("trainers", func() { k.Frame.Say(widget.Good, k.t("staff.removed", t.Name), k.t("staff.removed.text")) })
	})
}

// secret lets a trainer choose another passphrase or PIN.
func (p *onePersonPage) secret(pin bool) {
	k, name, title := p.k, "new-passphrase", p.k.t("staff.passphrase")
	if pin {
		name, title = "new-trainer-pin", k.t("staff.pin")
	}
	k.Frame.Show(&secretPage{page: page{k, name, title}, who: p.who, next: newSecret{k: k, pin: pin, other: true}})
}

// secretPage asks for the passphrase that is, and for what is to be.
type secretPage struct {
	page
	who  induction.Trainer
	old  *widget.Field
	next newSecret
}

// Focus is the passphrase that is.
func (p *secretPage) Focus() fyne.Focusable { return p.old.Entry() }

// Content is the old passphrase, then what is new twice.
func (p *secretPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.old = widget.NewField(l, widget.FieldOptions{Label: k.t("staff.now"), Hint: k.t("staff.now.hint", p.who.Name), Secret: true, OnSubmit: func(string) { p.change() }})
	o := append([]fyne.CanvasObject{p.old, widget.Rule(l)}, p.next.fields(l, func(string) { p.change() })...)
	return wide(l, 700, widget.Title(l, p.title), widget.Panel(l, 30, widget.VStack(l, 16, o...)))
}

// Actions change it.
func (p *secretPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Confirm, p.k.t("staff.change"), "check", p.change)}
}

func (p *secretPage) change() {
	k, id, old, next := p.k, p.who.ID, p.old.Text(), p.next.text
	if !p.next.same() {
		return
	}
	at := map[induction.Reason]*widget.Field{
		induction.CodePassphrase: p.old, induction.CodePINWait: p.old, induction.CodePassphraseForm: p.next.first,
		induction.CodePINForm: p.next.first, induction.CodePINEasy: p.next.first,
	}
	tryFieldsIn(k, k.secretWords, k.t("staff.changing"), func(ctx context.Context) (struct{}, error) {
		if p.next.pin {
			return struct{}{}, k.Desk.ChangePIN(ctx, id, old, next, next)
		}
		return struct{}{}, k.Desk.ChangePassphrase(ctx, id, old, next)
	}, func(struct{}) {
		p.next.forget()
		k.openSection("trainers", func() { k.Frame.Say(widget.Good, k.t("staff.changed"), k.t("staff.changed.text", p.who.Name)) })
	}, at)
}

// addTrainer begins the adding of a trainer.
func (k *Kiosk) addTrainer() {
	p := &addTrainerPage{page: page{k, "add-trainer", k.t("staff.add")}, who: person{register: induction.GMC}, phrase: newSecret{k: k}, pin: newSecret{k: k, pin: true}}
	k.Frame.Show(p)
}

// addTrainerPage asks a new trainer for who they are and for secrets of their own.
type addTrainerPage struct {
	page
	who         person
	phrase, pin newSecret
	left        bool
}

// OnBack asks before what was typed is lost.
func (p *addTrainerPage) OnBack() bool {
	typed := p.who.number + p.who.name + p.phrase.text + p.pin.text
	return p.k.unsaved(!p.left && typed != "", func() {
		p.left = true
		p.k.Frame.Back()
	})
}

// Focus is the number.
func (p *addTrainerPage) Focus() fyne.Focusable { return p.who.numberField.Entry() }

// Content is who they are at the left and their secrets at the right.
func (p *addTrainerPage) Content(l *theme.Look) fyne.CanvasObject {
	k, submit := p.k, func(string) { p.add() }
	who := append([]fyne.CanvasObject{widget.H3(l, k.t("kiosk.trainer.who"))}, p.who.fields(k, l, k.Frame.Refresh, submit)...)
	own := append([]fyne.CanvasObject{widget.H3(l, k.t("staff.secrets")), widget.Small(l, k.t("kiosk.trainer.secrets.text"))}, p.phrase.fields(l, submit)...)
	own = append(append(own, widget.Rule(l)), p.pin.fields(l, submit)...)
	return wide(l, 1180, widget.VStack(l, 4, widget.Title(l, k.t("staff.add")), widget.Muted(l, k.t("staff.add.text"))),
		widget.Columns(l, 24, 400, []float32{1, 1},
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 16, who...))),
			widget.Top(widget.Panel(l, 28, widget.VStack(l, 16, own...)))))
}

// Actions go on to the one who vouches.
func (p *addTrainerPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, p.k.next(l, p.add)
}

func (p *addTrainerPage) faults() map[induction.Reason]*widget.Field {
	return p.who.faults(&p.phrase, &p.pin)
}

func (p *addTrainerPage) add() {
	k := p.k
	m, ok := p.who.member(k)
	if !ok || !p.phrase.same() || !p.pin.same() {
		return
	}
	n := desk.NewTrainer{StaffMember: m, Passphrase: p.phrase.text, PIN: p.pin.text}
	v := vouch{title: k.t("staff.add.title", m.Name), text: k.t("staff.add.vouch"), yes: k.t("staff.add.do"), at: p.faults}
	vouched(k, v, k.t("staff.adding"), func(ctx context.Context, by voucher) (induction.TrainerID, error) {
		return k.Desk.AddTrainer(ctx, by.id, by.passphrase, n)
	}, func(induction.TrainerID) {
		p.phrase.forget()
		p.pin.forget()
		k.openSection("trainers", func() { k.Frame.Say(widget.Good, k.t("staff.added", m.Name), k.t("staff.added.text")) })
	})
}
