package widget

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// Verdict is the answer of a check in one glance: a shape, a big word, the
// sentence that says what it means, and whatever belongs with it (the name to hold
// against photo ID, say). The tone is Good, Warn or Stop: a tick in a circle, a
// triangle, a cross in an octagon.
func Verdict(l *theme.Look, tone Tone, word, sentence string, more ...fyne.CanvasObject) fyne.CanvasObject {
	words := []fyne.CanvasObject{Styled(l, word, Style{Size: 40, Display: true, Bold: true, Color: tone.ink(l), Lead: 1.15})}
	if sentence != "" {
		words = append(words, Styled(l, sentence, Style{Size: theme.Reading, Lead: 1.4}))
	}
	words = append(words, more...)
	body := BesideTop(l, 24, Shape(l, tone, 92), Grow(l, 200, VStack(l, 8, words...)))
	return Stack(outlined(l, tone.ground(l), tone.ink(l), 14, l.Px(3)), PadAll(l, 26, body))
}

// Shape is the tone's own shape, size pixels at zoom 1.
func Shape(l *theme.Look, tone Tone, size float32) fyne.CanvasObject {
	switch tone {
	case Warn:
		return Icon(l, "warning-fill", size, tone.ink(l))
	case Stop:
		return Fixed(l, size, size, Stack(Icon(l, "octagon-fill", size, tone.ink(l)), Center(Icon(l, "x", size*0.52, tone.on(l)))))
	case Good:
		return Icon(l, "check-circle-fill", size, tone.ink(l))
	}
	return Icon(l, "info-fill", size, tone.ink(l))
}
