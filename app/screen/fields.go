package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/induction"
)

// tryFields does work whose refusals belong to fields: each is shown at its field,
// which gets the focus; any other over the page.
func tryFields[T any](k *Kiosk, words string, work func(context.Context) (T, error), done func(T), at map[induction.Reason]*widget.Field) {
	tryFieldsIn(k, k.Explain, words, work, done, at)
}

// tryFieldsIn is tryFields in other words for a refusal.
func tryFieldsIn[T any](k *Kiosk, explain func(error) string, words string, work func(context.Context) (T, error), done func(T), at map[induction.Reason]*widget.Field) {
	for _, f := range at {
		f.SetError("")
	}
	k.Frame.Quiet()
	window.Run(k.Frame, context.Background(), words,
		func(ctx context.Context, _ window.Progress) (T, error) { return work(ctx) },
		func(v T, err error) {
			field, mine := at[induction.ReasonOf(err)]
			switch {
			case err == nil:
				done(v)
			case mine:
				field.SetError(explain(err))
				k.Frame.Actions() // the page makes room for the words
				k.Frame.Focus(field.Entry())
			default:
				k.Fail(err)
			}
		})
}

// tryPIN is tryFields for a PIN or passphrase alone; a wrong one is cleared, and nothing
// typed is not a try.
func tryPIN[T any](k *Kiosk, f *widget.Field, words string, work func(context.Context) (T, error), done func(T)) {
	if f.Text() == "" { // pressing Enter once too often is no wrong PIN
		f.SetError(k.t("frame.pin-missing"))
		k.Frame.Actions()
		k.Frame.Focus(f.Entry())
		return
	}
	at := map[induction.Reason]*widget.Field{}
	for _, r := range []induction.Reason{induction.CodePINWrong, induction.CodePINWait, induction.CodePINForm, induction.CodePINPassphrase, induction.CodePassphrase, induction.CodePassphraseForm} {
		at[r] = f
	}
	tryFields(k, words, func(ctx context.Context) (T, error) {
		v, err := work(ctx)
		if err != nil {
			k.Frame.Do(func() { f.SetText("") })
		}
		return v, err
	}, done, at)
}

// choice is one of a few presses that stand side by side, of which one is on: a
// tick and an edge say so besides the colour.
func choice(l *theme.Look, label string, on bool, tap func()) fyne.CanvasObject {
	words := widget.Styled(l, label, widget.Style{Bold: true, Color: l.InkSoft})
	fill, line, body := l.Card, l.Edge, fyne.CanvasObject(words)
	if on {
		words.SetColor(l.Brand)
		fill, line, body = l.BrandSoft, l.Brand, widget.Beside(l, 8, widget.Icon(l, "check", 20, l.Brand), words)
	}
	return widget.NewTile(l, label, widget.MinHeight(l, theme.HitArea, widget.Pad(l, 12, 18, 12, 18, body)), tap).Flat(fill, line, 10)
}
