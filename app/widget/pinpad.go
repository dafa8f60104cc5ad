package widget

import (
	"strconv"

	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// PINPad is a number pad for a screen without a keyboard. It types into the field
// given; rub is the words for taking the last digit back. The keyboard has its own
// digits, so the pad stays out of the Tab order.
func PINPad(l *theme.Look, f *Field, rub string) fyne.CanvasObject {
	var keys []fyne.CanvasObject
	for _, d := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9} {
		keys = append(keys, digit(l, f, d))
	}
	keys = append(keys, Gap(l, theme.HitArea, theme.HitArea), digit(l, f, 0),
		padKey(l, rub, Icon(l, "backspace", 26, l.Brand), f.backspace))
	return Left(Sized(l, 3*76+2*8, AutoGrid(l, 70, 8, keys...)))
}

func digit(l *theme.Look, f *Field, d int) *press {
	name := strconv.Itoa(d)
	face := Styled(l, name, Style{Size: theme.H3, Bold: true, Color: l.Brand, Lead: 1.3})
	return padKey(l, name, face, func() { f.typeDigit(d) })
}

func padKey(l *theme.Look, label string, face fyne.CanvasObject, tap func()) *press {
	p := &press{label: label, tap: tap}
	p.root = MinHeight(l, theme.HitArea, Stack(outlined(l, l.Card, l.Brand, 10, 1), Center(face)))
	p.ExtendBaseWidget(p)
	return p
}

func (f *Field) typeDigit(d int) {
	f.focusEntry()
	f.entry.TypedRune(rune('0' + d))
}

func (f *Field) backspace() {
	f.focusEntry()
	f.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
}

func (f *Field) focusEntry() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
		c.Focus(f.entry)
	}
}
