package screen

import (
	"context"

	"muster/app/widget"
	"muster/app/window"
	"muster/internal/induction"
)

// tryFields does work whose refusals belong to fields: each is shown at its field,
// which gets the focus; any other over the page.
func tryFields[T any](k *Kiosk, words string, work func(context.Context) (T, error), done func(T), at map[induction.Reason]*widget.Field) {
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
				field.SetError(k.Explain(err))
				k.Frame.Focus(field.Entry())
			default:
				k.Fail(err)
			}
		})
}

// tryPIN is tryFields for a PIN or passphrase alone; a wrong one is cleared.
func tryPIN[T any](k *Kiosk, f *widget.Field, words string, work func(context.Context) (T, error), done func(T)) {
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
