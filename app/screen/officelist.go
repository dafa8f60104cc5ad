package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// listed is one line of a long list.
type listed struct {
	icon, title, under string
	tone               widget.Tone
	state              string // in words; "" for none
	more               string // found by a search though not shown
	open               func() // nil where the line is only read
}

// The lines on one page of a list, and from how many on there is a search.
const (
	listPage   = 20
	listSearch = 8
)

// listing is a long list, one page at a time, with a search over all of it.
type listing struct {
	k              *Kiosk
	icon           string
	none, noneText string // why it is empty, and what fills it
	find           string // the search field's label
	all            []listed
	query          string
	at             int // the first line shown
	search         *widget.Field
	body           *fyne.Container
}

// content is the search and the lines.
func (x *listing) content(l *theme.Look) fyne.CanvasObject {
	if len(x.all) == 0 {
		return widget.Panel(l, 20, widget.Empty(l, x.icon, x.none, x.noneText))
	}
	x.body = widget.VStack(l, 8)
	x.fill(l)
	if len(x.all) < listSearch {
		return x.body
	}
	x.search = bound(l, &x.query, widget.FieldOptions{Label: x.find, OnChanged: func(string) {
		x.at = 0
		x.refill(l)
	}})
	return widget.VStack(l, 14, x.search, x.body)
}

// found are the lines that hold every word that is searched for.
func (x *listing) found() []listed {
	words := strings.Fields(strings.ToLower(x.query))
	var out []listed
	for _, e := range x.all {
		hay := strings.ToLower(e.title + " " + e.under + " " + e.state + " " + e.more)
		in := true
		for _, w := range words {
			in = in && strings.Contains(hay, w)
		}
		if in {
			out = append(out, e)
		}
	}
	return out
}

func (x *listing) refill(l *theme.Look) {
	x.fill(l)
	x.body.Refresh()
	x.k.Frame.Actions()
}

func (x *listing) fill(l *theme.Look) {
	all := x.found()
	x.at = max(0, min(x.at, (len(all)-1)/listPage*listPage))
	x.body.Objects = nil
	if len(all) == 0 {
		x.body.Add(widget.Panel(l, 20, widget.Empty(l, "magnifying-glass", x.k.t("office.list.none"), x.k.t("office.list.none.text", x.query))))
	}
	for _, e := range all[x.at:min(len(all), x.at+listPage)] {
		x.body.Add(e.line(l))
	}
	if len(all) > listPage {
		x.body.Add(x.turning(l, len(all)))
	}
}

// turning says which lines are shown and turns to others.
func (x *listing) turning(l *theme.Look, of int) fyne.CanvasObject {
	k := x.k
	turn := func(by int) func() {
		return func() {
			x.at += by
			k.Frame.Replace(k.Frame.Page()) // from its top
		}
	}
	before := widget.NewButton(l, widget.Quiet, k.t("office.list.before"), "arrow-left", turn(-listPage))
	after := widget.NewButton(l, widget.Quiet, k.t("office.list.after"), "arrow-right", turn(listPage))
	if x.at == 0 {
		before.Disable()
	}
	if x.at+listPage >= of {
		after.Disable()
	}
	return widget.Row(l, 12, before, widget.Grow(l, 160, widget.Muted(l, k.t("office.list.shown", x.at+1, min(of, x.at+listPage), of))), after)
}

// line is a line of the list; one that can be opened is a press.
func (e listed) line(l *theme.Look) fyne.CanvasObject {
	words := []fyne.CanvasObject{widget.Strong(l, e.title)}
	if e.under != "" {
		words = append(words, widget.Small(l, e.under))
	}
	o := []fyne.CanvasObject{widget.Grow(l, 240, widget.VStack(l, 2, words...))}
	if e.state != "" {
		o = append(o, e.tag(l))
	}
	row := []fyne.CanvasObject{widget.Icon(l, e.icon, 28, l.Brand), widget.Grow(l, 200, widget.Row(l, 8, o...))}
	if e.open == nil {
		return widget.Panel(l, 0, widget.Pad(l, 12, 18, 12, 18, widget.Beside(l, 16, row...)))
	}
	row = append(row, widget.Icon(l, "caret-right", 20, l.Muted))
	return widget.NewTile(l, e.title, widget.MinHeight(l, theme.HitArea, widget.Pad(l, 12, 16, 12, 18, widget.Beside(l, 16, row...))), e.open).Flat(l.Card, l.Line, 12)
}

// tag is the line's state in words; one that says more than that has a shape too.
func (e listed) tag(l *theme.Look) fyne.CanvasObject {
	if e.tone == widget.Plain {
		return widget.Pill(l, e.tone, e.state)
	}
	return widget.Tag(l, e.tone, toneIcon(e.tone), e.state)
}

// toneIcon is the shape that says a tone besides its colour.
func toneIcon(t widget.Tone) string {
	switch t {
	case widget.Good:
		return "check-circle"
	case widget.Warn:
		return "warning"
	case widget.Stop:
		return "prohibit"
	}
	return "info"
}
