package widget

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// Notice says something in a tone: an icon, a title, what it means and what to do
// now. Text and actions may be missing.
func Notice(l *theme.Look, tone Tone, title, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	words := []fyne.CanvasObject{}
	if title != "" {
		words = append(words, Styled(l, title, Style{Bold: true, Color: tone.ink(l)}))
	}
	if text != "" {
		words = append(words, Para(l, text))
	}
	if len(actions) > 0 {
		words = append(words, Gap(l, 1, 4), Row(l, 12, actions...))
	}
	return noticeOf(l, tone, words)
}

// NoticeOf is a Notice with anything under its title: a text with emphasis, say.
func NoticeOf(l *theme.Look, tone Tone, title string, under fyne.CanvasObject) fyne.CanvasObject {
	return noticeOf(l, tone, []fyne.CanvasObject{Styled(l, title, Style{Bold: true, Color: tone.ink(l)}), under})
}

func noticeOf(l *theme.Look, tone Tone, words []fyne.CanvasObject) fyne.CanvasObject {
	body := BesideTop(l, 14, Icon(l, tone.icon(), 28, tone.ink(l)), Grow(l, 120, VStack(l, 4, words...)))
	return Tinted(l, tone.ground(l), tone.ink(l), 16, body)
}

// NoticeBar is a Notice on one line where it fits, with something at its end, such
// as the button that takes it away.
func NoticeBar(l *theme.Look, tone Tone, title, text string, end fyne.CanvasObject) fyne.CanvasObject {
	words := VStack(l, 2)
	if title != "" {
		words.Add(Styled(l, title, Style{Bold: true, Color: tone.ink(l)}))
	}
	if text != "" {
		words.Add(Para(l, text))
	}
	body := Beside(l, 14, Icon(l, tone.icon(), 28, tone.ink(l)), Grow(l, 120, words), end)
	return Stack(outlined(l, tone.ground(l), tone.ink(l), 10, l.Px(1.5)), Pad(l, 8, 12, 8, 16, body))
}

// Busy says that work is going on and a reassuring detail, with a bar when how much is known (0 to 1); a
// negative fraction is unknown.
func Busy(l *theme.Look, words, detail string, fraction float32) fyne.CanvasObject {
	o := []fyne.CanvasObject{BesideTop(l, 14, Icon(l, "hourglass", 28, l.Brand), Grow(l, 120, VStack(l, 4, Strong(l, words), Muted(l, detail))))}
	if fraction >= 0 {
		o = append(o, NewBar(l, Info, fraction))
	}
	return VStack(l, 16, o...)
}

// Empty says why a list is empty and what would fill it.
func Empty(l *theme.Look, icon, title, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	o := []fyne.CanvasObject{
		Center(Badge(l, icon, 64, l.Brand, l.BrandSoft)),
		Styled(l, title, Style{Size: theme.H3, Bold: true, Align: fyne.TextAlignCenter}),
		Styled(l, text, Style{Color: l.Muted, Align: fyne.TextAlignCenter}),
	}
	for _, a := range actions {
		o = append(o, Center(a))
	}
	return Pad(l, 36, 24, 36, 24, MaxWidth(l, 520, VStack(l, 12, o...)))
}
