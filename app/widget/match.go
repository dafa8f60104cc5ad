package widget

import (
	"slices"

	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// MatchOptions says what is matched: each prompt gets one of the answers, and an
// answer may serve more than once. Choose is what an empty chooser says.
type MatchOptions struct {
	Prompts, Answers []string
	Choose           string
	// OnChange is called with the answer of each prompt, -1 for none yet.
	OnChange func(picked []int)
	// OnConfirm is called for Enter once every prompt has its answer.
	OnConfirm func()
}

// Match puts an answer to each prompt. A chooser opens with Space, Enter or a
// press; 1–9 and A–I pick straight away, left and right step through.
type Match struct {
	box
	look     *theme.Look
	opts     MatchOptions
	picked   []int
	open     int // the prompt whose answers are shown, or -1
	marks    []Mark
	choosers []*Tile
	list     *fyne.Container
}

// NewMatch starts with nothing picked.
func NewMatch(l *theme.Look, o MatchOptions) *Match {
	m := &Match{look: l, opts: o, open: -1, list: VStack(l, 14)}
	for i := range o.Prompts {
		m.picked = append(m.picked, -1)
		m.choosers = append(m.choosers, m.chooser(i))
	}
	m.fill()
	m.root = m.list
	m.ExtendBaseWidget(m)
	return m
}

// Picked is the answer of each prompt, -1 for none yet.
func (m *Match) Picked() []int { return slices.Clone(m.picked) }

// Pick gives the prompts these answers.
func (m *Match) Pick(picked []int) {
	if len(picked) != len(m.picked) {
		return
	}
	m.picked = slices.Clone(picked)
	m.changed()
}

// Complete reports whether every prompt has its answer.
func (m *Match) Complete() bool { return !slices.Contains(m.picked, -1) }

// Judge ends the matching and says of each prompt how it was.
func (m *Match) Judge(marks []Mark) {
	m.marks, m.open = marks, -1
	m.fill()
	m.Refresh()
}

// Focus is the first chooser.
func (m *Match) Focus() fyne.Focusable {
	if len(m.choosers) == 0 {
		return nil
	}
	return m.choosers[0]
}

func (m *Match) state() any { return m.Picked() }
func (m *Match) restore(v any) {
	if p, ok := v.([]int); ok && m.marks == nil && !slices.Equal(p, m.picked) {
		m.picked = slices.Clone(p)
		m.fill()
		m.Refresh()
	}
}

func (m *Match) changed() {
	m.fill()
	m.Refresh()
	if m.opts.OnChange != nil {
		m.opts.OnChange(m.Picked())
	}
}

func (m *Match) chooser(i int) *Tile {
	t := NewTile(m.look, "", Gap(m.look, 1, 1), func() { m.toggle(i) })
	t.radius, t.raised = 10, false
	t.OnKey = func(e *fyne.KeyEvent) bool { return m.key(i, e) }
	t.OnRune = func(r rune) bool { return m.rune(i, r) }
	return t
}

func (m *Match) toggle(i int) {
	if m.marks != nil {
		return
	}
	if m.open == i {
		m.open = -1
	} else {
		m.open = i
	}
	m.fill()
	m.Refresh()
}

func (m *Match) key(i int, e *fyne.KeyEvent) bool {
	n := len(m.opts.Answers)
	if m.marks != nil || n == 0 {
		return false
	}
	switch {
	case e.Name == fyne.KeyRight:
		m.choose(i, (m.picked[i]+1)%n)
	case e.Name == fyne.KeyLeft:
		m.choose(i, (max(m.picked[i], 0)+n-1)%n)
	case e.Name == fyne.KeyDown && i+1 < len(m.choosers):
		m.focus(i + 1)
	case e.Name == fyne.KeyUp && i > 0:
		m.focus(i - 1)
	case isEnter(e) && m.Complete() && m.open < 0 && m.opts.OnConfirm != nil:
		m.opts.OnConfirm()
	default:
		return false
	}
	return true
}

func (m *Match) rune(i int, r rune) bool {
	k := keyIndex(r)
	if k < 0 || k >= len(m.opts.Answers) || m.marks != nil {
		return false
	}
	m.choose(i, k)
	return true
}

func (m *Match) choose(i, answer int) {
	m.picked[i], m.open = answer, -1
	m.changed()
	m.focus(i)
}

func (m *Match) focus(i int) {
	if cv := fyne.CurrentApp().Driver().CanvasForObject(m); cv != nil {
		cv.Focus(m.choosers[i])
	}
}

func (m *Match) fill() {
	m.list.Objects = nil
	for i := range m.opts.Prompts {
		m.list.Objects = append(m.list.Objects, m.row(i))
	}
}

func (m *Match) row(i int) fyne.CanvasObject {
	l := m.look
	c := m.choosers[i]
	m.dress(i, c)
	right := []fyne.CanvasObject{c}
	if m.open == i {
		for k, a := range m.opts.Answers {
			b := NewTile(l, a, m.answer(k), func() { m.choose(i, k) })
			b.Flat(l.Card, l.Line, 8)
			b.OnRune = func(r rune) bool { return m.rune(i, r) }
			right = append(right, b)
		}
	}
	mark := markAt(m.marks, i)
	if mark.Label != "" {
		right = append(right, Styled(l, mark.Label, Style{Bold: true, Color: mark.Tone.ink(l)}))
	}
	if mark.Rationale != "" {
		right = append(right, Para(l, mark.Rationale))
	}
	prompt := Styled(l, m.opts.Prompts[i], Style{Size: theme.Body + 1, Lead: 1.4, Bold: true})
	return Panel(l, 16, Columns(l, 18, 220, []float32{45, 55}, Pad(l, 12, 0, 12, 0, prompt), Top(VStack(l, 8, right...))))
}

// dress shows what a chooser holds.
func (m *Match) dress(i int, c *Tile) {
	l := m.look
	text, ink := m.opts.Choose, l.Brand
	c.fill, c.line, c.lineWidth = l.Card, l.Brand, 2
	if p := m.picked[i]; p >= 0 {
		text, ink = m.opts.Answers[p], l.Ink
		c.fill = l.BrandSoft
	}
	end := Icon(l, "caret-down", 22, l.Brand)
	if t := markAt(m.marks, i).Tone; t != Plain {
		c.fill, c.line = t.ground(l), t.ink(l)
		end = Icon(l, map[Tone]string{Good: "check", Stop: "x"}[t], 24, t.ink(l))
	}
	c.Label = m.opts.Prompts[i] + ": " + text
	c.content = MinHeight(l, theme.HitArea, Pad(l, 8, 14, 8, 16, Beside(l, 10, Grow(l, 60, Styled(l, text, Style{Color: ink, Lead: 1.35})), end)))
	c.content.Resize(c.Size())
	c.Refresh()
}

func (m *Match) answer(k int) fyne.CanvasObject {
	l := m.look
	key := Styled(l, keyName(k), Style{Bold: true, Color: l.Brand, Lead: 1.35})
	return MinHeight(l, theme.HitArea, Pad(l, 8, 14, 8, 16, Beside(l, 14, key, Grow(l, 60, Styled(l, m.opts.Answers[k], Style{Lead: 1.35})))))
}
