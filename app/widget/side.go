package widget

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
)

// Sidebar keeps side at the left of main, width pixels wide at zoom 1, both at full
// height. Where main would have less than the width of a line to read, side goes.
func Sidebar(l *theme.Look, width float32, side, main fyne.CanvasObject) *fyne.Container {
	edge := canvas.NewRectangle(l.Line)
	return container.New(sidebar{l.Px(width), l.Px(520)}, side, edge, main)
}

type sidebar struct{ width, least float32 }

func (b sidebar) MinSize(o []fyne.CanvasObject) fyne.Size { return o[2].MinSize() }

func (b sidebar) Layout(o []fyne.CanvasObject, s fyne.Size) {
	at := float32(0)
	if s.Width < b.width+b.least {
		o[0].Hide()
		o[1].Hide()
	} else {
		o[0].Show()
		o[1].Show()
		place(o[0], 0, 0, b.width, s.Height)
		place(o[1], b.width, 0, 1, s.Height)
		at = b.width + 1
	}
	place(o[2], at, 0, s.Width-at, s.Height)
}

// SideEntry is one line of a SideList.
type SideEntry struct {
	Text  string
	State StepState
	OnTap func()
}

// SideList names the parts of something long and says which are done and where you
// are. It scrolls by itself, and begins where you are.
func SideList(l *theme.Look, heading string, entries []SideEntry) fyne.CanvasObject {
	rows := []fyne.CanvasObject{Pad(l, 0, 0, 8, 12, Kicker(l, heading))}
	var now fyne.CanvasObject
	for i, e := range entries {
		rows = append(rows, sideRow(l, i+1, e))
		if e.State == StepNow {
			now = rows[i+1]
		}
	}
	list := NewScroll(l, Pad(l, 24, 16, 24, 16, VStack(l, 4, rows...)))
	list.BeginAt(now)
	return Ground(l.Card, list)
}

func sideRow(l *theme.Look, n int, e SideEntry) fyne.CanvasObject {
	style := Style{Size: theme.Small, Color: l.InkSoft, Lead: 1.3}
	fill := l.Card
	if e.State == StepNow {
		style.Color, style.Bold, fill = l.Brand, true, l.BrandSoft
	}
	body := Pad(l, 10, 12, 10, 12, Beside(l, 12, sideMark(l, n, e.State), Grow(l, 60, Styled(l, e.Text, style))))
	line := fill
	if l.HighContrast && e.State == StepNow {
		line = l.Brand
	}
	return NewTile(l, e.Text, body, e.OnTap).Flat(fill, line, 10)
}

// sideMark is the entry's number, or a tick where it is done.
func sideMark(l *theme.Look, n int, s StepState) fyne.CanvasObject {
	c := canvas.NewCircle(l.Soft)
	c.StrokeColor, c.StrokeWidth = l.Edge, 1
	var mark fyne.CanvasObject = Styled(l, strconv.Itoa(n), Style{Size: theme.Small, Bold: true, Color: l.Muted, Align: fyne.TextAlignCenter})
	switch s {
	case StepDone:
		c.FillColor, c.StrokeWidth = l.Good, 0
		mark = Icon(l, "check", 18, l.OnGood)
	case StepNow:
		c.FillColor, c.StrokeWidth = l.Brand, 0
		mark = Styled(l, strconv.Itoa(n), Style{Size: theme.Small, Bold: true, Color: l.OnBrand, Align: fyne.TextAlignCenter})
	}
	return Fixed(l, 30, 30, Stack(c, container.NewCenter(mark)))
}
