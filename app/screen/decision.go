package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// ruled is how a decision looks: its colour, its shape and its word.
func (k *Kiosk) ruled(r induction.Ruling) (tone widget.Tone, icon, word string) {
	word = k.t("ruling." + string(r))
	switch r {
	case induction.Accepted:
		return widget.Good, "check-circle-fill", word
	case induction.LocalLook:
		return widget.Warn, "eye", word
	case induction.HasExpired:
		return widget.Stop, "hourglass", word
	case induction.HasChanged:
		return widget.Stop, "arrows-clockwise", word
	}
	return widget.Plain, "circle-half", word
}

// ruling is a decision's word in its colour and shape.
func (k *Kiosk) ruling(l *theme.Look, r induction.Ruling) fyne.CanvasObject {
	tone, icon, word := k.ruled(r)
	return widget.Tag(l, tone, icon, word)
}

// basis says on whose word a decision rests, and until when it holds.
func (k *Kiosk) basis(d induction.Decision) string {
	word := k.wordOf(d)
	switch {
	case d.Ruling == induction.HasExpired:
		return k.t("basis.expired", word, k.P.Date(d.Until))
	case d.Ruling == induction.HasChanged:
		return k.t("basis.changed", word)
	case d.Ruling != induction.Accepted || d.Ground == induction.OnWaiver:
		return word
	case d.Until.IsZero():
		return k.t("basis.for-good", word)
	}
	return k.t("basis.until", word, k.P.Date(d.Until))
}

// wordOf says on whose word a decision rests.
func (k *Kiosk) wordOf(d induction.Decision) string {
	switch {
	case d.Ground == induction.DoneHere:
		return k.t("ground.here")
	case d.Ground == induction.OnPassport && d.Ruling == induction.Accepted:
		return k.t("ground.passport.accepted", d.Organisation)
	case d.Ground == induction.OnPassport:
		return k.t("ground.passport", d.Organisation)
	case d.Ground == induction.OnEvidence:
		return k.t("ground.evidence", d.Organisation)
	case d.Ground == induction.OnWaiver:
		return k.t("ground.waiver", d.Note)
	}
	return k.t("ground.nothing")
}

// against says what stands against a decision or shortens it, a sentence each.
func (k *Kiosk) against(d induction.Decision) []string {
	var out []string
	if d.Held != "" && d.Held != d.Code {
		out = append(out, k.t("basis.covered"))
	}
	if d.Ruling != induction.HasExpired {
		out = append(out, k.doubts(d.Doubts)...)
	}
	if d.Period != "" {
		out = append(out, k.t("day.shorter", d.Period))
	}
	return out
}

// doubts says why somebody must look closer, a sentence each.
func (k *Kiosk) doubts(all []induction.Doubt) []string {
	var out []string
	for _, d := range all {
		out = append(out, k.t("doubt."+string(d)))
	}
	return out
}

// elsewhere reports a decision that rests on what was brought, seen or waived.
func elsewhere(d induction.Decision) bool {
	return d.Ground == induction.OnPassport || d.Ground == induction.OnEvidence || d.Ground == induction.OnWaiver
}

// elsewhere says to the learner what came of what they brought.
func (k *Kiosk) elsewhere(d induction.Decision) string {
	if d.Ruling == induction.LocalLook {
		return k.t("day.look", k.wordOf(d))
	}
	return k.basis(d)
}

// decided is one line of a programme with what is decided of it.
func (k *Kiosk) decided(l *theme.Look, n induction.Line) fyne.CanvasObject {
	d := n.Decision
	words := []fyne.CanvasObject{widget.Strong(l, n.Title)}
	tag := k.ruling(l, d.Ruling)
	if n.Kind == induction.LocalLine {
		words = append(words, widget.Small(l, k.t("here.local")))
		tag = widget.Tag(l, widget.Info, "map-trifold", k.t("ruling.local"))
	} else {
		words = append(words, widget.Small(l, k.basis(d)))
		if more := k.against(d); len(more) > 0 {
			words = append(words, widget.Small(l, strings.Join(more, " ")))
		}
	}
	return widget.Row(l, 12, widget.Grow(l, 300, widget.VStack(l, 2, words...)), widget.Row(l, 10, widget.Small(l, k.lineMinutes(n)), tag))
}

// lineMinutes is how long a line takes, or how much it spares.
func (k *Kiosk) lineMinutes(n induction.Line) string {
	switch {
	case n.Saved > 0:
		return k.t("day.line-saved", k.minutes(n.Saved))
	case n.Minutes > 0:
		return k.minutes(n.Minutes)
	}
	return ""
}
