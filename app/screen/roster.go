package screen

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// rosterPage takes starters, typed line by line or from a file, and shows at once
// what it made of them.
type rosterPage struct {
	page
	have     []induction.Starter // already expected
	take     func([]induction.Starter)
	typed    string
	fresh    []induction.Starter // read, and not expected yet
	known    int                 // read, and expected already
	problems []desk.RosterProblem
	whole    error // the whole list cannot be used
	field    *widget.Field
	preview  *fyne.Container
	left     bool // it may go: the list was taken, or is not wanted
}

// OnBack asks before a list is lost.
func (p *rosterPage) OnBack() bool {
	return p.k.unsaved(!p.left && strings.TrimSpace(p.typed) != "", func() {
		p.left = true
		p.k.Frame.Back()
	})
}

// Focus is the list.
func (p *rosterPage) Focus() fyne.Focusable { return p.field.Entry() }

// Content is the list at the left and what was read of it at the right.
func (p *rosterPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	p.field = widget.NewField(l, widget.FieldOptions{Label: k.t("roster.list"), Hint: k.t("roster.list.hint"), Placeholder: k.t("roster.list.example"), Value: p.typed, Rows: 9, OnChanged: p.changed})
	p.preview = widget.VStack(l, 12)
	p.read()
	p.show(l)
	left := widget.Panel(l, 28, widget.VStack(l, 16, p.field, widget.Left(widget.NewButton(l, widget.Outline, k.t("roster.file"), "file-csv", p.file))))
	return wide(l, 1180, widget.Title(l, k.t("roster.heading")),
		widget.Columns(l, 24, 400, []float32{1, 1}, widget.Top(left), widget.Top(widget.Panel(l, 28, p.preview))))
}

func (p *rosterPage) changed(s string) {
	p.typed, p.left = s, false
	p.read()
	p.show(p.k.Frame.Look())
	p.k.Frame.Actions()
}

// read makes starters of what stands in the list.
func (p *rosterPage) read() {
	all, bad, err := desk.ParseRoster(strings.NewReader(p.typed))
	p.fresh, p.known, p.problems, p.whole = nil, 0, bad, err
	for _, s := range all {
		if slices.ContainsFunc(p.have, func(h induction.Starter) bool { return h.Number == s.Number }) {
			p.known++
			continue
		}
		p.fresh = append(p.fresh, s)
	}
}

// lineWords is what is wrong with a line: what is said to a learner who leaves a field
// empty would tell a trainer to give their own.
func (k *Kiosk) lineWords(err error) string {
	switch induction.ReasonOf(err) {
	case induction.CodeNameEmpty:
		return k.t("roster.bad.name")
	case induction.CodeNumberEmpty:
		return k.t("roster.bad.number")
	}
	return k.fileWords(err)
}

// shown is how many starters the preview lists before it says how many more.
const shown = 40

// show fills the preview.
func (p *rosterPage) show(l *theme.Look) {
	k := p.k
	o := []fyne.CanvasObject{widget.H3(l, k.t("roster.read", len(p.fresh)))}
	if strings.TrimSpace(p.typed) == "" {
		o = []fyne.CanvasObject{widget.Empty(l, "users", k.t("roster.empty"), k.t("roster.empty.text"))}
	}
	if p.whole != nil {
		o = append(o, widget.Notice(l, widget.Stop, k.t("roster.unusable"), k.fileWords(p.whole)))
	}
	if p.known > 0 {
		o = append(o, widget.Muted(l, k.t("roster.known", p.known)))
	}
	if len(p.problems) > 0 {
		o = append(o, widget.Notice(l, widget.Warn, k.t("roster.problems", len(p.problems)), k.t("roster.problems.text")))
	}
	for i, bad := range p.problems {
		if i == shown {
			o = append(o, widget.Muted(l, k.t("open.more", len(p.problems)-i)))
			break
		}
		o = append(o, widget.BesideTop(l, 10, widget.Pill(l, widget.Warn, k.t("roster.line", bad.Line)), widget.Grow(l, 140, widget.Para(l, k.lineWords(bad.Err)))))
	}
	for i, s := range p.fresh {
		if i == shown {
			o = append(o, widget.Muted(l, k.t("open.more", len(p.fresh)-i)))
			break
		}
		o = append(o, widget.BesideTop(l, 10, widget.Icon(l, "check", 22, l.Good), widget.Grow(l, 140, widget.VStack(l, 0, widget.Strong(l, s.Name), widget.Small(l, k.numberWords(s.Number))))))
	}
	p.preview.Objects = o
	p.preview.Refresh()
}

// file adds what a file holds to the list. Where something stands there already,
// both are written in one form, since only one of them can have the heading.
func (p *rosterPage) file() {
	k := p.k
	k.open([]string{".csv", ".txt"}, func(_ string, data []byte) {
		text := strings.TrimPrefix(string(data), "\ufeff")
		one, err := oneForm(text)
		if err != nil {
			k.Frame.Say(widget.Warn, k.t("file.bad"), k.fileWords(err))
			return
		}
		if strings.TrimSpace(p.typed) != "" {
			if mine, err := oneForm(p.typed); err == nil {
				text = mine + one
			}
		}
		p.field.SetText(text)
	})
}

// oneForm writes a roster as a number and a name a line, and the lines that cannot
// be read as they are.
func oneForm(text string) (string, error) {
	all, bad, err := desk.ParseRoster(strings.NewReader(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, s := range all {
		b.WriteString(string(s.Number) + `, "` + strings.ReplaceAll(s.Name, `"`, `""`) + "\"\n")
	}
	lines := strings.Split(text, "\n")
	for _, p := range bad {
		if p.Line >= 1 && p.Line <= len(lines) {
			b.WriteString(strings.TrimSpace(lines[p.Line-1]) + "\n")
		}
	}
	return b.String(), nil
}

// Actions take the starters.
func (p *rosterPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	b := widget.NewButton(l, widget.Primary, k.t("roster.take", len(p.fresh)), "check", func() {
		p.left = true
		p.take(p.fresh)
	})
	if len(p.fresh) == 0 || p.whole != nil {
		b.Disable()
	}
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", k.Frame.Back)}, []fyne.CanvasObject{b}
}
