package widget

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// Style is how a text is set. The zero Size is theme.Body, the zero Lead 1.5
// (1.25 for display), the zero Color the palette's ink.
type Style struct {
	Size, Lead   float32
	Color        color.NRGBA
	Bold, Italic bool
	// Display sets large headings in the display face.
	Display bool
	Align   fyne.TextAlign
}

// Run is a piece of text in one style.
type Run struct {
	Text               string
	Bold, Italic, Mono bool
	Color              color.NRGBA // the zero colour is the style's
}

// Text is wrapped text with a real line height. Words too long for the line are
// broken, never cut.
type Text struct {
	widget.BaseWidget
	look  *theme.Look
	style Style
	runs  []Run
	memo  [2]textLayout // the last two widths asked for
	next  int
	shown float32
	words []*canvas.Text
	// natural is the width on one line, measured once.
	natural float32
}

type textLayout struct {
	width float32
	lines []textLine
}

type textLine struct {
	segs  []segment
	width float32
}

type segment struct {
	run  int
	text string
	w    float32
}

// NewText sets runs in one style.
func NewText(l *theme.Look, style Style, runs ...Run) *Text {
	t := &Text{look: l, style: fill(l, style), runs: runs, natural: -1}
	t.ExtendBaseWidget(t)
	return t
}

func fill(l *theme.Look, s Style) Style {
	if s.Size == 0 {
		s.Size = theme.Body
	}
	if s.Lead == 0 {
		s.Lead = 1.5
		if s.Display {
			s.Lead = 1.25
		}
	}
	if s.Color.A == 0 {
		s.Color = l.Ink
	}
	return s
}

// Styled is one plain string in a style.
func Styled(l *theme.Look, s string, style Style) *Text { return NewText(l, style, Run{Text: s}) }

// Para is body text.
func Para(l *theme.Look, s string) *Text { return Styled(l, s, Style{}) }

// Strong is body text in bold.
func Strong(l *theme.Look, s string) *Text { return Styled(l, s, Style{Bold: true}) }

// Muted is body text that stands back.
func Muted(l *theme.Look, s string) *Text { return Styled(l, s, Style{Color: l.Muted}) }

// Small is a small text that stands back.
func Small(l *theme.Look, s string) *Text {
	return Styled(l, s, Style{Size: theme.Small, Color: l.Muted})
}

// Kicker is the small bold line over a heading.
func Kicker(l *theme.Look, s string) *Text {
	return Styled(l, strings.ToUpper(s), Style{Size: theme.Tiny, Bold: true, Color: l.Muted})
}

// Title, H1, H2 and H3 are headings, largest first.
func Title(l *theme.Look, s string) *Text {
	return Styled(l, s, Style{Size: theme.Title, Display: true, Bold: true})
}

// H1 is a page's heading.
func H1(l *theme.Look, s string) *Text {
	return Styled(l, s, Style{Size: theme.H1, Display: true, Bold: true})
}

// H2 is a section's heading.
func H2(l *theme.Look, s string) *Text {
	return Styled(l, s, Style{Size: theme.H2, Display: true, Bold: true})
}

// H3 is a card's heading.
func H3(l *theme.Look, s string) *Text {
	return Styled(l, s, Style{Size: theme.H3, Bold: true, Lead: 1.35})
}

// SetText replaces the text by one plain run.
func (t *Text) SetText(s string) {
	if len(t.runs) == 1 && t.runs[0].Text == s {
		return
	}
	t.runs = []Run{{Text: s}}
	t.reset()
}

// SetColor changes the colour of every run without one of its own.
func (t *Text) SetColor(c color.NRGBA) {
	t.style.Color = c
	t.reset()
}

func (t *Text) reset() {
	t.memo, t.natural, t.shown = [2]textLayout{}, -1, 0
	t.arrange(t.Size().Width)
	t.Refresh()
}

// String is the text without its styles.
func (t *Text) String() string {
	var b strings.Builder
	for _, r := range t.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// AccessibilityLabel is the text, for a screen reader.
func (t *Text) AccessibilityLabel() string { return t.String() }

// AccessibilityRole says that this is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Text) px() float32         { return t.look.Px(t.style.Size) }
func (t *Text) lineHeight() float32 { return t.px() * t.style.Lead }

// MinSize is the size on one line (on several, where the text itself has breaks).
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	if t.natural < 0 {
		t.natural = 0
		lines := t.breakLines(1e9)
		for _, ln := range lines {
			t.natural = max(t.natural, ln.width)
		}
		t.natural++ // a rounding error must not break the line
	}
	return fyne.NewSize(t.natural, t.HeightFor(t.natural))
}

// HeightFor is the height when wrapped at this width.
func (t *Text) HeightFor(w float32) float32 { return float32(len(t.at(w).lines)) * t.lineHeight() }

// Lines is how many lines the text takes at this width.
func (t *Text) Lines(w float32) int { return len(t.at(w).lines) }

func (t *Text) at(w float32) textLayout {
	for _, m := range t.memo {
		if m.width == w && m.lines != nil {
			return m
		}
	}
	m := textLayout{w, t.breakLines(w)}
	t.memo[t.next] = m
	t.next = 1 - t.next
	return m
}

// Resize wraps the text to the new width.
func (t *Text) Resize(s fyne.Size) {
	if s.Width != t.shown {
		t.arrange(s.Width)
	}
	t.BaseWidget.Resize(s)
}

func (t *Text) arrange(w float32) {
	if w <= 0 {
		return
	}
	t.shown = w
	n := 0
	for i, ln := range t.at(w).lines {
		x := t.indent(ln.width, w)
		for _, sg := range ln.segs {
			t.put(n, sg, x, float32(i)*t.lineHeight())
			x += sg.w
			n++
		}
	}
	t.words = t.words[:n]
	t.Refresh()
}

func (t *Text) indent(line, w float32) float32 {
	switch t.style.Align {
	case fyne.TextAlignCenter:
		return max(0, (w-line)/2)
	case fyne.TextAlignTrailing:
		return max(0, w-line)
	}
	return 0
}

func (t *Text) put(n int, sg segment, x, y float32) {
	if n >= len(t.words) {
		t.words = append(t.words, &canvas.Text{})
	}
	c := t.words[n]
	*c = *t.canvasText(sg.run, sg.text)
	m := c.MinSize()
	c.Move(fyne.NewPos(x, y+(t.lineHeight()-m.Height)/2))
	c.Resize(m)
}

func (t *Text) canvasText(run int, s string) *canvas.Text {
	r := t.runs[run]
	c := canvas.NewText(s, t.style.Color)
	if r.Color.A != 0 {
		c.Color = r.Color
	}
	c.TextSize = t.px()
	c.TextStyle = fyne.TextStyle{Bold: r.Bold || t.style.Bold, Italic: r.Italic || t.style.Italic, Monospace: r.Mono}
	if t.style.Display {
		c.FontSource = t.look.DisplayFont(t.String())
	}
	return c
}

// CreateRenderer is Fyne's hook.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return textRenderer{t} }

type textRenderer struct{ t *Text }

func (r textRenderer) Destroy()           {}
func (r textRenderer) Layout(fyne.Size)   {}
func (r textRenderer) MinSize() fyne.Size { return r.t.MinSize() }
func (r textRenderer) Refresh() {
	for _, w := range r.t.words {
		canvas.Refresh(w)
	}
}

func (r textRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.t.words))
	for i, w := range r.t.words {
		out[i] = w
	}
	return out
}
