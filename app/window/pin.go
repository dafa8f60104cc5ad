package window

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// PINOptions is a question for a PIN over the page, as before a trainer's act.
type PINOptions struct {
	Heading, Text string
	// Confirm is what the button says.
	Confirm string
	// Check is run away from the UI thread; nil is the right PIN. What Explain makes
	// of its error is shown over the field.
	Check func(ctx context.Context, pin string) error
	// Done is called on the UI thread after the right PIN.
	Done func()
}

// AskPIN shows the question, with a number pad for screens without a keyboard.
// Escape takes it away.
func (f *Frame) AskPIN(o PINOptions) {
	a := &pinAsker{f: f, opts: o}
	a.shut = f.Overlay(640, a.card, func() { a.shut() })
}

type pinAsker struct {
	f     *Frame
	opts  PINOptions
	field *widget.Field
	shut  func()
}

func (a *pinAsker) card(l *theme.Look) fyne.CanvasObject {
	f := a.f
	a.field = f.pinField(l, a.try)
	return widget.Question(l, a.opts.Heading, a.opts.Text, f.withPad(l, a.field, a.field),
		widget.NewButton(l, widget.Outline, f.say("word.cancel"), "", func() { a.shut() }),
		widget.NewButton(l, widget.Primary, a.opts.Confirm, "", a.try))
}

// withPad puts the number pad beside what is asked, or under it where there is no
// room.
func (f *Frame) withPad(l *theme.Look, asked fyne.CanvasObject, field *widget.Field) fyne.CanvasObject {
	return widget.Columns(l, 28, 244, []float32{55, 45}, widget.Top(asked), widget.Top(widget.PINPad(l, field, f.say("frame.rub"))))
}

// pinField is the field for a PIN, the same wherever the frame asks for one.
func (f *Frame) pinField(l *theme.Look, submit func()) *widget.Field {
	return widget.NewField(l, widget.FieldOptions{
		Label: f.say("frame.pin"), Secret: true, Digits: true, MaxLength: 12, Width: 240,
		OnSubmit: func(string) { submit() },
	})
}

func (a *pinAsker) try() {
	a.f.checkPIN(a.field, a.opts.Check, func() {
		a.shut()
		a.opts.Done()
	})
}

// checkPIN tries what the field holds and shows what is wrong with it.
func (f *Frame) checkPIN(field *widget.Field, check func(context.Context, string) error, right func()) {
	pin := field.Text()
	if pin == "" {
		field.SetError(f.say("frame.pin-missing"))
		f.Focus(field.Entry())
		return
	}
	Call(f, context.Background(), f.say("frame.checking-pin"),
		func(ctx context.Context) error { return check(ctx, pin) },
		func(err error) {
			if err == nil {
				right()
				return
			}
			field.SetText("")
			field.SetError(f.opts.Explain(err))
			f.Focus(field.Entry())
		})
}
