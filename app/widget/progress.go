package widget

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// StepState is where one step of a row of steps stands.
type StepState int

// The states of a step. A right step is a full bar, a wrong one a short bar, the
// present one is taller, so that shape says it as well as colour.
const (
	StepTodo StepState = iota
	StepNow
	StepDone
	StepWrong
)

// Steps is a row of segments, one a step.
func Steps(l *theme.Look, states []StepState) fyne.CanvasObject {
	var segs []fyne.CanvasObject
	var rs []*canvas.Rectangle
	for _, s := range states {
		r := rect(l, stepColour(l, s), 4)
		if s == StepTodo {
			r.StrokeColor, r.StrokeWidth = l.Edge, 1
		}
		rs = append(rs, r)
		segs = append(segs, r)
	}
	return container.New(steps{l, states, rs}, segs...)
}

func stepColour(l *theme.Look, s StepState) color.Color {
	switch s {
	case StepNow:
		return l.Brand
	case StepDone:
		return l.Good
	case StepWrong:
		return l.Stop
	}
	return l.Track
}

type steps struct {
	l      *theme.Look
	states []StepState
	rects  []*canvas.Rectangle
}

func (s steps) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(s.l.Px(16)*float32(len(o)), s.l.Px(14))
}

func (s steps) Layout(o []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(o))
	gap := min(s.l.Px(6), size.Width/(n*4))
	w := (size.Width - gap*(n-1)) / n
	for i, c := range o {
		h := s.l.Px(8)
		switch s.states[i] {
		case StepNow:
			h = s.l.Px(14)
		case StepWrong:
			h = s.l.Px(4)
		}
		place(c, float32(i)*(w+gap), (size.Height-h)/2, w, h)
	}
}

// NewBar is a progress bar, fraction from 0 to 1.
func NewBar(l *theme.Look, tone Tone, fraction float32) fyne.CanvasObject {
	track, done := rect(l, l.Track, 4), rect(l, tone.ink(l), 4)
	if l.HighContrast {
		track.StrokeColor, track.StrokeWidth = l.Edge, 1
	}
	return container.New(bar{l, min(1, max(0, fraction))}, track, done)
}

type bar struct {
	l *theme.Look
	f float32
}

func (b bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(b.l.Px(60), b.l.Px(8)) }
func (b bar) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := b.l.Px(8)
	y := (s.Height - h) / 2
	place(o[0], 0, y, s.Width, h)
	w := s.Width * b.f
	if w > 0 {
		w = max(w, h)
	}
	place(o[1], 0, y, w, h)
}

// Ring is a progress ring, size pixels across at zoom 1, with words in it.
func Ring(l *theme.Look, tone Tone, fraction, size float32, words, under string) fyne.CanvasObject {
	fraction = min(1, max(0, fraction))
	thick := size * 0.1
	cut := 1 - 2*thick/size
	o := []fyne.CanvasObject{arc(l, 360, cut, l.Track, 0)}
	if fraction > 0 {
		corner := l.Px(thick / 2)
		if fraction >= 1 {
			corner = 0
		}
		o = append(o, arc(l, 360*fraction, cut, tone.ink(l), corner))
	}
	label := []fyne.CanvasObject{Styled(l, words, Style{Size: size * 0.22, Display: true, Bold: true, Lead: 1.1, Align: fyne.TextAlignCenter})}
	if under != "" {
		label = append(label, Styled(l, under, Style{Size: max(12, size*0.075), Color: l.Muted, Align: fyne.TextAlignCenter, Lead: 1.2}))
	}
	o = append(o, Center(VStack(l, 0, label...)))
	return Fixed(l, size, size, Stack(o...))
}

func arc(l *theme.Look, end, cut float32, c color.Color, corner float32) *canvas.Arc {
	a := canvas.NewArc(0, end, cut, c)
	a.CornerRadius = corner
	return a
}

// Stat is a number people count on, with its words.
func Stat(l *theme.Look, tone Tone, number, words string) fyne.CanvasObject {
	ink := tone.ink(l)
	if tone == Plain {
		ink = l.Ink
	}
	return Panel(l, 16, VStack(l, 2, Styled(l, number, Style{Size: theme.H1, Display: true, Bold: true, Color: ink, Lead: 1.2}), Small(l, words)))
}

// Percent writes a fraction as "42%".
func Percent(fraction float32) string { return fmt.Sprintf("%d%%", int(fraction*100+0.5)) }
