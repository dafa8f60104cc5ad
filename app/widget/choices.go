package widget

import (
	"image/color"
	"slices"
	"unicode"

	"fyne.io/fyne/v2"

	"muster/app/theme"
)

// Mark is what is said of one option after the answer.
type Mark struct {
	// Tone is Good for a right option, Stop for a wrong one that was picked, Plain
	// for one to say nothing of.
	Tone Tone
	// Label says it in words, such as "Your answer: right".
	Label string
	// Rationale says why.
	Rationale string
}

// ChoicesOptions says what is chosen from.
type ChoicesOptions struct {
	Texts []string
	// Several allows more than one.
	Several bool
	// OnChange is called with the picked options, in order, after each change.
	OnChange func(picked []int)
	// OnConfirm is called for Enter when something is picked.
	OnConfirm func()
}

// Choices is a list of options to pick from. The keys 1–9 and A–I pick, the arrows
// move (and pick, where one alone can be picked), Space picks, Enter confirms.
type Choices struct {
	box
	look   *theme.Look
	opts   ChoicesOptions
	picked []bool
	marks  []Mark
	tiles  []*Tile
	list   *fyne.Container
}

// NewChoices makes a list with nothing picked.
func NewChoices(l *theme.Look, o ChoicesOptions) *Choices {
	c := &Choices{look: l, opts: o, picked: make([]bool, len(o.Texts)), list: VStack(l, 12)}
	for i := range o.Texts {
		c.tiles = append(c.tiles, c.tile(i))
	}
	c.dress()
	c.root = c.list
	c.ExtendBaseWidget(c)
	return c
}

func (c *Choices) tile(i int) *Tile {
	t := NewTile(c.look, c.opts.Texts[i], Gap(c.look, 1, 1), func() { c.pick(i) })
	t.radius = 12
	t.OnKey = func(e *fyne.KeyEvent) bool { return c.key(i, e) }
	t.OnRune = c.Rune
	return t
}

// Picked lists the picked options, in order.
func (c *Choices) Picked() []int {
	var out []int
	for i, p := range c.picked {
		if p {
			out = append(out, i)
		}
	}
	return out
}

// Pick picks exactly these options.
func (c *Choices) Pick(options ...int) {
	c.set(options)
	c.changed()
}

// Judge ends the choosing and says of each option how it was.
func (c *Choices) Judge(marks []Mark) {
	c.marks = marks
	for _, t := range c.tiles {
		t.OnTap = nil
	}
	c.dress()
	c.Refresh()
}

// Focus is the part to give the focus: the picked option or the first.
func (c *Choices) Focus() fyne.Focusable {
	for i, p := range c.picked {
		if p {
			return c.tiles[i]
		}
	}
	if len(c.tiles) == 0 {
		return nil
	}
	return c.tiles[0]
}

// Rune picks by number or letter and says whether it did. A page passes on what
// nobody had a use for.
func (c *Choices) Rune(r rune) bool {
	i := keyIndex(r)
	if i < 0 || i >= len(c.tiles) || c.marks != nil {
		return false
	}
	c.pick(i)
	c.focus(i)
	return true
}

func (c *Choices) pick(i int) {
	if c.marks != nil {
		return
	}
	if c.opts.Several {
		c.picked[i] = !c.picked[i]
	} else {
		clear(c.picked)
		c.picked[i] = true
	}
	c.changed()
}

func (c *Choices) changed() {
	c.dress()
	c.Refresh()
	if c.opts.OnChange != nil {
		c.opts.OnChange(c.Picked())
	}
}

func (c *Choices) key(i int, e *fyne.KeyEvent) bool {
	n := len(c.tiles)
	switch {
	case e.Name == fyne.KeyDown:
		c.move((i + 1) % n)
	case e.Name == fyne.KeyUp:
		c.move((i + n - 1) % n)
	case isEnter(e):
		if len(c.Picked()) == 0 {
			c.pick(i)
		} else if c.opts.OnConfirm != nil {
			c.opts.OnConfirm()
		}
	default:
		return false
	}
	return true
}

func (c *Choices) move(to int) {
	if !c.opts.Several {
		c.pick(to)
	}
	c.focus(to)
}

func (c *Choices) focus(i int) {
	if cv := fyne.CurrentApp().Driver().CanvasForObject(c.tiles[i]); cv != nil {
		cv.Focus(c.tiles[i])
	}
}

func (c *Choices) state() any { return c.Picked() }
func (c *Choices) restore(v any) {
	if p, ok := v.([]int); ok && c.marks == nil && !slices.Equal(p, c.Picked()) {
		c.set(p)
		c.dress()
		c.Refresh()
	}
}

func (c *Choices) set(options []int) {
	for i := range c.picked {
		c.picked[i] = slices.Contains(options, i)
	}
}

// dress draws every option in its present state.
func (c *Choices) dress() {
	objects := make([]fyne.CanvasObject, 0, len(c.tiles))
	for i, t := range c.tiles {
		fill, line, width := c.look.Card, c.look.Line, float32(1)
		if c.look.HighContrast {
			line = c.look.Edge
		}
		if c.picked[i] {
			fill, line, width = c.look.BrandSoft, c.look.Brand, 3
		}
		if m := c.mark(i); m.Tone != Plain {
			fill, line, width = m.Tone.ground(c.look), m.Tone.ink(c.look), 3
		}
		t.fill, t.hover = fill, c.look.BrandSoft
		t.edge(line, width)
		t.content = c.content(i)
		t.content.Resize(t.Size())
		t.Refresh()
		objects = append(objects, t)
	}
	c.list.Objects = objects
}

func (c *Choices) mark(i int) Mark {
	if i < len(c.marks) {
		return c.marks[i]
	}
	return Mark{}
}

func (c *Choices) content(i int) fyne.CanvasObject {
	l := c.look
	words := []fyne.CanvasObject{Styled(l, c.opts.Texts[i], Style{Size: theme.Body + 1, Lead: 1.4, Bold: c.picked[i] && c.marks == nil})}
	m := c.mark(i)
	if m.Label != "" {
		words = append(words, Styled(l, m.Label, Style{Bold: true, Color: m.Tone.ink(l)}))
	}
	if m.Rationale != "" {
		words = append(words, Para(l, m.Rationale))
	}
	return MinHeight(l, 60, Pad(l, 10, 20, 10, 18, Beside(l, 18, c.letter(i), Grow(l, 80, VStack(l, 4, words...)))))
}

// letter is the key that picks the option: in a circle for one, a square for
// several; a tick or cross takes its place after the answer.
func (c *Choices) letter(i int) fyne.CanvasObject {
	l := c.look
	radius, ink, ground := float32(21), l.Brand, l.Card
	if c.opts.Several {
		radius = 8
	}
	m := c.mark(i)
	var inside fyne.CanvasObject
	switch {
	case m.Tone == Good:
		ink, ground = l.Good, l.Good
		inside = Icon(l, "check", 26, l.OnGood)
	case m.Tone == Stop:
		ink, ground = l.Stop, l.Stop
		inside = Icon(l, "x", 26, l.OnStop)
	case c.picked[i]:
		ground = l.Brand
		inside = c.letterText(i, l.OnBrand)
	default:
		inside = c.letterText(i, l.Brand)
	}
	return Fixed(l, 42, 42, Stack(outlined(l, ground, ink, radius, l.Px(2)), Center(inside)))
}

func (c *Choices) letterText(i int, ink color.NRGBA) fyne.CanvasObject {
	return Styled(c.look, keyName(i), Style{Size: 18, Bold: true, Color: ink, Lead: 1.3})
}

// keyIndex is the option that a key picks: 0 for 1 and A; -1 for none.
func keyIndex(r rune) int {
	switch r = unicode.ToUpper(r); {
	case r >= '1' && r <= '9':
		return int(r - '1')
	case r >= 'A' && r <= 'I':
		return int(r - 'A')
	}
	return -1
}

// keyName is the letter shown beside an option.
func keyName(i int) string { return string(rune('A' + i)) }
