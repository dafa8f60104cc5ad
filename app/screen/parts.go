package screen

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/induction"
)

// home leads back to where whoever is here belongs.
func (k *Kiosk) home() {
	switch {
	case k.office != nil:
		k.OpenOffice()
	case k.trainer != nil:
		k.OpenGrid()
	case k.seat != nil:
		k.Day()
	default:
		k.Welcome()
	}
}

// bigTile is one big press: an icon, what it does, and what that means.
func (k *Kiosk) bigTile(l *theme.Look, icon, title, under string, do func()) *widget.Tile {
	words := []fyne.CanvasObject{widget.H3(l, title)}
	if under != "" {
		words = append(words, widget.Small(l, under))
	}
	return widget.NewTile(l, title, widget.Pad(l, 14, 18, 14, 18, widget.Beside(l, 16,
		widget.Badge(l, icon, 46, l.Brand, l.BrandSoft), widget.Grow(l, 140, widget.VStack(l, 2, words...)))), do)
}

// dot begins a line of a list.
func dot(l *theme.Look) fyne.CanvasObject {
	return widget.Fixed(l, 24, 24, widget.Center(widget.Icon(l, "circle-fill", 9, l.Brand)))
}

// fact is a label and what it says.
type fact struct{ label, value string }

// facts lists labels with what they say; those that say nothing are left out.
func facts(l *theme.Look, all ...fact) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for _, f := range all {
		if f.value == "" {
			continue
		}
		if len(o) > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, widget.Columns(l, 14, 120, []float32{34, 66}, widget.Muted(l, f.label), widget.Para(l, f.value)))
	}
	return widget.VStack(l, 8, o...)
}

// secret is a card that asks for a PIN or a passphrase before an act that is signed.
type secret struct {
	title, text, yes string
	phrase           bool   // a passphrase, not a PIN
	fault            string // what was wrong with the one before
	field            *widget.Field
	shut             func()
}

// ask shows the card; a wrong answer is said at its field, any other refusal shuts
// the card and goes to failed.
func ask[T any](k *Kiosk, s *secret, words string, work func(context.Context, string) (T, error), done func(T), failed func(error)) {
	try := func() {
		given := s.field.Text()
		window.Run(k.Frame, context.Background(), words,
			func(ctx context.Context, _ window.Progress) (T, error) { return work(ctx, given) },
			func(v T, err error) {
				switch {
				case err == nil:
					s.shut()
					done(v)
				case wrongSecret(err):
					s.shut()
					s.fault = k.secretWords(err)
					ask(k, s, words, work, done, failed)
				default:
					s.shut()
					failed(err)
				}
			})
	}
	s.shut = k.Frame.Overlay(540, func(l *theme.Look) fyne.CanvasObject { return s.card(k, l, try) }, func() { s.shut() })
}

func (s *secret) card(k *Kiosk, l *theme.Look, try func()) fyne.CanvasObject {
	o := widget.FieldOptions{Label: k.t("trainer.pin"), Secret: true, Digits: true, MaxLength: longestPIN, Width: 240, OnSubmit: func(string) { try() }}
	if s.phrase {
		o = widget.FieldOptions{Label: k.t("trainer.passphrase"), Secret: true, OnSubmit: func(string) { try() }}
	}
	s.field = widget.NewField(l, o)
	if s.fault != "" {
		s.field.SetError(s.fault)
	}
	return widget.Question(l, s.title, s.text, s.field,
		widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", func() { s.shut() }),
		widget.NewButton(l, widget.Primary, s.yes, "", try))
}

// wrongSecret reports a refusal that typing again can mend.
func wrongSecret(err error) bool {
	switch induction.ReasonOf(err) {
	case induction.CodePINWrong, induction.CodePINWait, induction.CodePINForm, induction.CodePassphrase, induction.CodePassphraseForm:
		return true
	}
	return false
}

// secretWords says to a trainer what is wrong with a PIN or passphrase: nobody
// resets theirs, the passphrase is the way on.
func (k *Kiosk) secretWords(err error) string {
	var e *induction.Error
	switch induction.ReasonOf(err) {
	case induction.CodePINWrong:
		return k.t("trainer.pin.wrong")
	case induction.CodePINWait:
		if errors.As(err, &e) {
			return k.t("trainer.wait", e.Args...)
		}
	}
	return k.Explain(err)
}

// signed asks for the trainer's PIN and does work with it. A locked key, or too
// many wrong PINs, leads through the passphrase and then asks again.
func signed[T any](k *Kiosk, s secret, words string, work func(context.Context, string) (T, error), done func(T)) {
	again := s
	ask(k, &s, words, work, done, func(err error) {
		switch induction.ReasonOf(err) {
		case induction.CodeKeyLocked, induction.CodePINPassphrase:
			k.reopen(k.Explain(err), func() { signed(k, again, words, work, done) })
		default:
			k.Fail(err)
		}
	})
}

// moment writes a time in this machine's own zone, as the clock on its wall has it.
func (k *Kiosk) moment(t time.Time) string { return k.P.Moment(t.Local()) }
