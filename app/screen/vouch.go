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

// voucher is the trainer who answers for an act on this machine: their passphrase
// and, where it is asked, their reason.
type voucher struct {
	id              induction.TrainerID
	passphrase, why string
}

// vouch is a card that asks which trainer it is and for their passphrase, before an
// act on the machine itself. No session need be open.
type vouch struct {
	title, text, yes string
	why              bool                // asks for a reason besides
	not              induction.TrainerID // everybody but this one
	// at is where on the page a refusal belongs that is not about the voucher; nil for
	// none.
	at func() map[induction.Reason]*widget.Field

	all           []induction.Trainer
	by            voucher
	fault         induction.Reason
	faulty        string
	phrase, cause *widget.Field
	shut          func()
}

// vouched shows the card and does work with what it is given; a wrong answer is said
// at its field, any other refusal over the page.
func vouched[T any](k *Kiosk, v vouch, words string, work func(context.Context, voucher) (T, error), done func(T)) {
	run(k, k.t("trainer.looking"), k.Desk.Trainers, func(all []induction.Trainer) {
		for _, t := range all {
			if t.ID != v.not {
				v.all = append(v.all, t)
			}
		}
		if len(v.all) == 0 {
			k.Frame.Say(widget.Warn, k.t("vouch.nobody"), k.t("vouch.nobody.text"))
			return
		}
		v.by.id = v.all[0].ID
		for _, t := range v.all {
			if k.trainer != nil && k.trainer.Trainer.ID == t.ID {
				v.by.id = t.ID
			}
		}
		askVouch(k, &v, words, work, done)
	})
}

func askVouch[T any](k *Kiosk, v *vouch, words string, work func(context.Context, voucher) (T, error), done func(T)) {
	try := func() {
		by := v.by
		window.Run(k.Frame, context.Background(), words,
			func(ctx context.Context, _ window.Progress) (T, error) { return work(ctx, by) },
			func(got T, err error) {
				v.shut()
				v.by.passphrase = ""
				reason := induction.ReasonOf(err)
				switch field := v.field(reason); {
				case err == nil:
					done(got)
				case field != nil:
					k.wrong(field, k.Explain(err))
				case wrongSecret(err):
					v.fault, v.faulty = reason, k.secretWords(err)
					askVouch(k, v, words, work, done)
				case reason == induction.CodeWhy:
					v.fault, v.faulty = reason, k.Explain(err)
					askVouch(k, v, words, work, done)
				default:
					k.Fail(err)
				}
			})
	}
	v.shut = k.Frame.Overlay(600, func(l *theme.Look) fyne.CanvasObject { return v.card(k, l, try) }, func() { v.shut() })
	if v.why && (v.by.why == "" || v.fault == induction.CodeWhy) {
		k.Frame.Focus(v.cause.Entry())
		return
	}
	k.Frame.Focus(v.phrase.Entry())
}

// field is where on the page a refusal belongs, or nil.
func (v *vouch) field(r induction.Reason) *widget.Field {
	if v.at == nil {
		return nil
	}
	return v.at()[r]
}

func (v *vouch) card(k *Kiosk, l *theme.Look, try func()) fyne.CanvasObject {
	submit := func(string) { try() }
	var o []fyne.CanvasObject
	if len(v.all) > 1 {
		o = append(o, widget.VStack(l, 8, widget.Strong(l, k.t("vouch.who")), v.choices(k, l)))
	} else {
		o = append(o, widget.BesideTop(l, 12, widget.Icon(l, "user", 26, l.Brand), widget.Grow(l, 140, widget.Strong(l, v.all[0].Name))))
	}
	if v.why {
		v.cause = bound(l, &v.by.why, widget.FieldOptions{Label: k.t("vouch.why"), Hint: k.t("vouch.why.hint"), MaxLength: desk.NoteLimit, OnSubmit: func(string) { k.Frame.Focus(v.phrase.Entry()) }})
		o = append(o, v.cause)
	}
	v.phrase = bound(l, &v.by.passphrase, widget.FieldOptions{Label: k.t("trainer.passphrase"), Secret: true, OnSubmit: submit})
	switch {
	case v.fault == "":
	case v.fault == induction.CodeWhy:
		v.cause.SetError(v.faulty)
	default:
		v.phrase.SetError(v.faulty)
	}
	return widget.Question(l, v.title, v.text, widget.VStack(l, 16, append(o, v.phrase)...),
		widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", func() { v.shut() }),
		widget.NewButton(l, widget.Primary, v.yes, "", try))
}

// choices are the trainers of this machine, of whom one is on.
func (v *vouch) choices(k *Kiosk, l *theme.Look) fyne.CanvasObject {
	rows := widget.VStack(l, 8)
	var fill func()
	fill = func() {
		rows.Objects = nil
		for _, t := range v.all {
			rows.Objects = append(rows.Objects, choice(l, t.Name, t.ID == v.by.id, func() {
				v.by.id = t.ID
				fill()
				rows.Refresh()
				k.Frame.Focus(v.phrase.Entry())
			}))
		}
	}
	fill()
	return rows
}
