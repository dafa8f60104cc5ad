package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

func (k *Kiosk) openSession(t induction.Trainer) {
	p := &openPage{page: page{k, "open-session", k.t("open.title")}, who: t, programmes: k.Desk.Programmes()}
	if len(p.programmes) > 0 {
		p.programme = p.programmes[0].ID
	}
	k.Frame.Reset(p)
}

// openPage opens a session: its programme, its room, who is expected, and the
// passphrase that opens the key.
type openPage struct {
	page
	who          induction.Trainer
	programmes   []induction.Programme
	programme    induction.ProgrammeID
	starters     []induction.Starter
	room, phrase *widget.Field
	typed        string // the room, kept while starters are added
}

// OnBack leads to the welcome, but asks before a list of starters is lost.
func (p *openPage) OnBack() bool {
	if !p.k.unsaved(len(p.starters) > 0, p.k.Welcome) {
		p.k.Welcome()
	}
	return true
}

// Focus is the room.
func (p *openPage) Focus() fyne.Focusable { return p.room.Entry() }

// Content is the session's form.
func (p *openPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.room = widget.NewField(l, widget.FieldOptions{Label: k.t("open.room"), Hint: k.t("open.room.hint"), Value: p.typed, MaxLength: desk.RoomLimit, Width: 420, OnChanged: func(s string) { p.typed = s }})
	p.phrase = widget.NewField(l, widget.FieldOptions{Label: k.t("trainer.passphrase"), Hint: k.t("open.passphrase.hint"), Secret: true, Width: 420, OnSubmit: func(string) { p.open() }})
	left := widget.Panel(l, 28, widget.VStack(l, 18,
		widget.VStack(l, 10, widget.Strong(l, k.t("open.programme")), p.choice(l)), p.room, p.phrase))
	right := widget.VStack(l, 18, append([]fyne.CanvasObject{p.expected(l)}, k.demoNotice(l)...)...)
	return wide(l, 1140,
		widget.VStack(l, 4, widget.Title(l, k.t("open.heading")), widget.Muted(l, k.t("open.text", p.who.Name))),
		widget.Columns(l, 24, 400, []float32{56, 44}, widget.Top(left), widget.Top(right)))
}

// choice is the programmes there are; the chosen one has a tick.
func (p *openPage) choice(l *theme.Look) fyne.CanvasObject {
	if len(p.programmes) == 0 {
		return widget.Notice(l, widget.Stop, p.k.t("open.no-programme"), p.k.t("open.no-programme.text"))
	}
	var o []fyne.CanvasObject
	for _, g := range p.programmes {
		kind, icon := widget.Quiet, ""
		if g.ID == p.programme {
			kind, icon = widget.Outline, "check"
		}
		o = append(o, widget.NewButton(l, kind, g.Title, icon, func() {
			p.programme = g.ID
			p.k.Frame.Refresh()
		}))
	}
	return widget.Row(l, 8, o...)
}

// expected says who is on the roster so far.
func (p *openPage) expected(l *theme.Look) fyne.CanvasObject {
	k, n := p.k, len(p.starters)
	text := k.t("open.nobody")
	if n > 0 {
		text = k.t("open.starters", n)
	}
	o := []fyne.CanvasObject{widget.H3(l, k.t("open.expected")), widget.Para(l, text)}
	for i, s := range p.starters {
		if i == 5 {
			o = append(o, widget.Muted(l, k.t("open.more", n-i)))
			break
		}
		o = append(o, widget.Small(l, s.Name))
	}
	o = append(o, widget.Left(widget.NewButton(l, widget.Outline, k.t("grid.add"), "users", p.add)))
	return widget.Panel(l, 28, widget.VStack(l, 10, o...))
}

func (p *openPage) add() {
	k := p.k
	k.Frame.Show(&rosterPage{page: page{k, "starters", k.t("roster.title")}, have: p.starters, take: func(all []induction.Starter) {
		p.starters = append(p.starters, all...)
		k.Frame.Back()
	}})
}

// Actions open the session.
func (p *openPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	b := widget.NewButton(l, widget.Primary, p.k.t("open.do"), "arrow-right", p.open)
	if len(p.programmes) == 0 {
		b.Disable()
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("grid.machine"), "gear", p.machine)}, []fyne.CanvasObject{b}
}

// machine leads to this machine's page; a list that was typed is asked about first.
func (p *openPage) machine() {
	if !p.k.unsaved(len(p.starters) > 0, p.k.OpenSettings) {
		p.k.OpenSettings()
	}
}

func (p *openPage) open() {
	k, phrase := p.k, p.phrase.Text()
	n := desk.NewSession{Programme: p.programme, Room: p.room.Text(), Roster: p.starters}
	at := map[induction.Reason]*widget.Field{induction.CodeRoom: p.room}
	for _, r := range []induction.Reason{induction.CodePassphrase, induction.CodePassphraseForm, induction.CodePINWait} {
		at[r] = p.phrase
	}
	tryFieldsIn(k, k.secretWords, k.t("open.working"), func(ctx context.Context) (*desk.TrainerSeat, error) {
		t, err := k.Desk.OpenSession(ctx, p.who.ID, phrase, n)
		if wrongSecret(err) {
			k.Frame.Do(func() { p.phrase.SetText("") })
		}
		return t, err
	}, k.trainerIn, at)
}
