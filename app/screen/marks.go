package screen

import (
	"slices"

	"muster/app/widget"
	"muster/internal/induction"
)

// marks says of each choice, as shown, how it was.
func (p *quizPage) marks() []widget.Mark {
	it := p.marked.Item
	out := make([]widget.Mark, len(p.q.Drawn.Shown))
	for i, n := range p.q.Drawn.Shown {
		switch it.Kind {
		case induction.Order:
			out[i] = p.orderMark(i, p.given[i])
		case induction.Match:
			out[i] = p.matchMark(it, n)
		default:
			out[i] = p.choiceMark(it.Options[n], slices.Contains(p.given, n))
		}
	}
	return out
}

func (p *quizPage) choiceMark(o induction.Option, picked bool) widget.Mark {
	m := widget.Mark{Rationale: plain(o.Rationale)}
	switch {
	case o.Right && picked:
		m.Tone, m.Label = widget.Good, p.k.t("mark.right")
	case o.Right:
		m.Tone, m.Label = widget.Good, p.k.t("mark.missed")
	case picked:
		m.Tone, m.Label = widget.Stop, p.k.t("mark.wrong")
	}
	return m
}

// orderMark says of the item n, put at a place, where it belongs.
func (p *quizPage) orderMark(place, n int) widget.Mark {
	m := widget.Mark{Tone: widget.Good, Label: p.k.t("mark.place-right"), Rationale: plain(p.marked.Item.Options[n].Rationale)}
	if place != n {
		m.Tone, m.Label = widget.Stop, p.k.t("mark.place-wrong", n+1)
	}
	return m
}

func (p *quizPage) matchMark(it induction.Item, n int) widget.Mark {
	m := widget.Mark{Tone: widget.Good, Label: p.k.t("mark.right"), Rationale: plain(it.Options[n].Rationale)}
	if p.given[n] != n {
		m.Tone, m.Label = widget.Stop, p.k.t("mark.pair-wrong", plain(it.Partners[n].Text))
	}
	return m
}
