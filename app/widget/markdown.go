package widget

import (
	"image"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"muster/app/theme"
)

// PictureLoader finds a picture that a text names; an error shows the picture's
// description in its place.
type PictureLoader func(ref string) (image.Image, error)

// MarkdownOptions says how a text is set.
type MarkdownOptions struct {
	// Picture loads pictures; nil shows descriptions alone.
	Picture PictureLoader
	// Size is the body's size; 0 is theme.Reading.
	Size float32
}

// Markdown sets a text written in Markdown: headings, paragraphs, bold, italic,
// code, lists, tables, pictures on a line of their own, and quotes, which become
// callouts. A quote that begins [!good], [!warning] or [!stop] has that tone.
// Links show their words alone: there is no network to follow them on. Lines are
// at most theme.LineMax wide.
func Markdown(l *theme.Look, src string, o MarkdownOptions) fyne.CanvasObject {
	if o.Size == 0 {
		o.Size = theme.Reading
	}
	b := []byte(src)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(b))
	m := &setter{l: l, src: b, opts: o}
	return AtMost(l, theme.LineMax, VStack(l, o.Size, m.blocks(doc)...))
}

// setter turns the parsed text into objects.
type setter struct {
	l    *theme.Look
	src  []byte
	opts MarkdownOptions
}

func (m *setter) blocks(n ast.Node) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if o := m.block(c); o != nil {
			out = append(out, o)
		}
	}
	return out
}

func (m *setter) block(n ast.Node) fyne.CanvasObject {
	switch t := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		if im, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 {
			return m.picture(im)
		}
		return m.text(n, Style{Size: m.opts.Size, Lead: 1.5})
	case *ast.Heading:
		return m.heading(t)
	case *ast.List:
		return m.list(t)
	case *ast.Blockquote:
		return m.callout(t)
	case *east.Table:
		return m.table(t)
	case *ast.ThematicBreak:
		return Rule(m.l)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return Tinted(m.l, m.l.Soft, m.l.Line, 14, NewText(m.l, Style{Size: m.opts.Size - 2}, Run{Text: strings.TrimRight(m.lines(n), "\n"), Mono: true}))
	}
	return nil
}

func (m *setter) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		b.Write(s.Value(m.src))
	}
	return b.String()
}

func (m *setter) text(n ast.Node, s Style) *Text {
	return NewText(m.l, s, m.inline(n, Run{})...)
}

func (m *setter) heading(t *ast.Heading) fyne.CanvasObject {
	size := [...]float32{0, theme.H1, theme.H2, theme.H3}[min(t.Level, 3)]
	h := m.text(t, Style{Size: size, Display: true, Bold: true})
	if t.PreviousSibling() == nil {
		return h
	}
	return Pad(m.l, 10, 0, 0, 0, h)
}

// inline gathers the runs of a block.
func (m *setter) inline(n ast.Node, base Run) []Run {
	var out []Run
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r := base
		switch t := c.(type) {
		case *ast.Text:
			r.Text = string(t.Value(m.src))
			if t.SoftLineBreak() {
				r.Text += " "
			}
			if t.HardLineBreak() {
				r.Text += "\n"
			}
			out = append(out, r)
		case *ast.String:
			r.Text = string(t.Value)
			out = append(out, r)
		case *ast.Emphasis:
			r.Bold, r.Italic = r.Bold || t.Level == 2, r.Italic || t.Level == 1
			out = append(out, m.inline(c, r)...)
		case *ast.CodeSpan:
			r.Mono = true
			out = append(out, m.inline(c, r)...)
		case *ast.AutoLink:
			r.Text = string(t.Label(m.src))
			out = append(out, r)
		default:
			out = append(out, m.inline(c, base)...)
		}
	}
	return out
}

func (m *setter) list(t *ast.List) fyne.CanvasObject {
	l := m.l
	var rows []fyne.CanvasObject
	n := max(t.Start, 1)
	for li := t.FirstChild(); li != nil; li = li.NextSibling() {
		mark := m.bullet()
		if t.IsOrdered() {
			mark = m.number(n)
		}
		rows = append(rows, BesideTop(l, 14, mark, Grow(l, 60, VStack(l, 8, m.blocks(li)...))))
		n++
	}
	return Pad(l, 0, 0, 0, 4, VStack(l, 10, rows...))
}

func (m *setter) lineHeight() float32 { return m.opts.Size * 1.5 }

func (m *setter) bullet() fyne.CanvasObject {
	dot := Fixed(m.l, 8, 8, canvas.NewCircle(m.l.Brand))
	return Fixed(m.l, 26, m.lineHeight(), Center(dot))
}

func (m *setter) number(n int) fyne.CanvasObject {
	l := m.l
	c := canvas.NewCircle(l.BrandSoft)
	if l.HighContrast {
		c.StrokeColor, c.StrokeWidth = l.Brand, 2
	}
	d := m.lineHeight() + 2
	return Fixed(l, d, d, Stack(c, Center(Styled(l, strconv.Itoa(n), Style{Size: 16, Bold: true, Color: l.Brand, Lead: 1.3}))))
}

func (m *setter) callout(t *ast.Blockquote) fyne.CanvasObject {
	l := m.l
	tone := m.tone(t)
	bg := rect(l, tone.ground(l), 10)
	if l.HighContrast {
		bg.StrokeColor, bg.StrokeWidth = tone.ink(l), l.Px(2)
	}
	edge := rect(l, tone.ink(l), 0)
	edge.TopLeftCornerRadius, edge.BottomLeftCornerRadius = l.Px(10), l.Px(10)
	body := BesideTop(l, 16, Icon(l, tone.icon(), 28, tone.ink(l)), Grow(l, 80, VStack(l, 10, m.blocks(t)...)))
	return Stack(bg, leftEdge(l, 7, edge), Pad(l, 16, 20, 16, 24, body))
}

// tone reads a callout's [!name] and takes it out of the text.
func (m *setter) tone(t *ast.Blockquote) Tone {
	p := t.FirstChild()
	if p == nil || p.Lines() == nil || p.Lines().Len() == 0 {
		return Info
	}
	first := p.Lines().At(0)
	head := strings.TrimSpace(string(first.Value(m.src)))
	tone, ok := map[string]Tone{"[!info]": Info, "[!good]": Good, "[!warning]": Warn, "[!stop]": Stop}[strings.ToLower(head)]
	if !ok {
		return Info
	}
	for c := p.FirstChild(); c != nil; {
		next := c.NextSibling()
		if x, is := c.(*ast.Text); is && x.Segment.Start < first.Stop {
			p.RemoveChild(p, c)
		}
		c = next
	}
	if p.ChildCount() == 0 {
		t.RemoveChild(t, p)
	}
	return tone
}

func (m *setter) picture(im *ast.Image) fyne.CanvasObject {
	l := m.l
	alt := ""
	for _, r := range m.inline(im, Run{}) {
		alt += r.Text
	}
	if m.opts.Picture != nil {
		if pic, err := m.opts.Picture(string(im.Destination)); err == nil {
			return newFigure(l, pic, alt)
		}
	}
	return Tinted(l, l.Soft, l.Edge, 16, BesideTop(l, 14, Icon(l, "images", 28, l.InkSoft), Grow(l, 80, Para(l, alt))))
}

// frameWidth is the white round a picture, which is drawn for white in every palette.
const frameWidth float32 = 12

var white = color.NRGBA{R: 255, G: 255, B: 255, A: 255}

// figure is a picture in its frame at the width it is given, never larger than it is.
type figure struct {
	box
	alt   string
	size  fyne.Size // of the picture
	frame float32
}

func newFigure(l *theme.Look, im image.Image, alt string) *figure {
	b := im.Bounds()
	f := &figure{alt: alt, size: fyne.NewSize(float32(b.Dx()), float32(b.Dy()))}
	if w := l.Px(theme.LineMax - 2*frameWidth); f.size.Width > w {
		f.size = fyne.NewSize(w, f.size.Height*w/f.size.Width)
	}
	c := canvas.NewImageFromImage(im)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
	f.frame = l.Px(frameWidth)
	f.root = Stack(outlined(l, white, l.Line, frameWidth, 1), PadAll(l, frameWidth, c))
	f.ExtendBaseWidget(f)
	return f
}

// MinSize is the picture's own size with its frame, or the line's width.
func (f *figure) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	return f.size.AddWidthHeight(2*f.frame, 2*f.frame)
}

// HeightFor keeps the picture's shape.
func (f *figure) HeightFor(w float32) float32 {
	return f.size.Height*min(1, (w-2*f.frame)/max(1, f.size.Width)) + 2*f.frame
}

// AccessibilityLabel is the picture's description.
func (f *figure) AccessibilityLabel() string { return f.alt }

// AccessibilityRole says that this is a picture, read as text.
func (f *figure) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func leftEdge(l *theme.Look, w float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(edgeLayout{l.Px(w)}, o)
}

type edgeLayout struct{ w float32 }

func (e edgeLayout) MinSize([]fyne.CanvasObject) fyne.Size          { return fyne.NewSize(e.w, 1) }
func (e edgeLayout) heightFor([]fyne.CanvasObject, float32) float32 { return 1 }
func (e edgeLayout) Layout(o []fyne.CanvasObject, s fyne.Size)      { place(o[0], 0, 0, e.w, s.Height) }
