package screen

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/passport"
)

// parts are what o is made of, as it is drawn.
func parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch c := o.(type) {
	case *fyne.Container:
		return c.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{c.Content}
	case fyne.Widget:
		return test.WidgetRenderer(c).Objects()
	}
	return nil
}

// walk visits o and everything in it that can be seen.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	for _, x := range parts(o) {
		walk(x, visit)
	}
}

// typed is a field's entry, which scrolls what is in it by itself.
type typed interface{ SelectedText() string }

// reaching lists what reaches out of its parent by more than a focus ring, and what
// reaches out of the window at its sides.
func reaching(root fyne.CanvasObject, width, ring float32) []string {
	var out []string
	var visit func(o fyne.CanvasObject, x float32)
	visit = func(o fyne.CanvasObject, x float32) {
		if _, field := o.(typed); field || !o.Visible() {
			return
		}
		_, scrolls := o.(*container.Scroll)
		for _, c := range parts(o) {
			if c == nil || !c.Visible() {
				continue
			}
			p, s := c.Position(), c.Size()
			far := p.X < -ring || p.X+s.Width > o.Size().Width+ring
			deep := !scrolls && (p.Y < -ring || p.Y+s.Height > o.Size().Height+ring)
			beside := x+p.X < -ring || x+p.X+s.Width > width+ring
			if (far || deep || beside) && s.Width > 0 && s.Height > 0 {
				out = append(out, fmt.Sprintf("%T at %v of %v in %T of %v%s", c, p, s, o, o.Size(), words(c)))
			}
			visit(c, x+p.X)
		}
	}
	visit(root, 0)
	return out
}

func words(o fyne.CanvasObject) string {
	if t, ok := o.(*canvas.Text); ok {
		return ": " + t.Text
	}
	return ""
}

// longName is as long as a name can be, with a word that fits no line.
const longName = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Ngũgĩ wa Thiong’o Ó Conchobhair Łuk"

func TestNothingReachesOutside(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	pages := s.gallery()
	for _, look := range []look{
		{fyne.NewSize(1024, 768), 1, false},
		{fyne.NewSize(1024, 768), 2, true},
		{fyne.NewSize(1366, 768), 1, true},
		{fyne.NewSize(1366, 768), 2, false},
		{fyne.NewSize(1920, 1080), 1.4, true},
		{fyne.NewSize(1920, 1080), 2, false},
	} {
		s.w.Resize(look.size)
		s.do(func() { s.k.Frame.SetLook(theme.New(look.zoom, look.contrast, false)) })
		for _, p := range pages {
			s.do(func() { s.k.Frame.Reset(p.page) })
			if p.card != nil {
				s.do(p.card)
			}
			s.fits(p.name, look)
		}
	}
}

// look is a window's size, and the size and colours of what is in it.
type look struct {
	size     fyne.Size
	zoom     float32
	contrast bool
}

// looks is every one of these sizes, plain and at twice the size, in both palettes.
func looks(sizes ...fyne.Size) []look {
	var out []look
	for _, size := range sizes {
		for _, zoom := range []float32{1, theme.MaxZoom} {
			out = append(out, look{size, zoom, false}, look{size, zoom, true})
		}
	}
	return out
}

// fits fails where something of the page in front reaches outside.
func (s *stage) fits(page string, l look) {
	s.Helper()
	name := fmt.Sprintf("%s-%.0f-%.1f", page, l.size.Width, l.zoom)
	if l.contrast {
		name += "-hc"
	}
	s.shoot(name)
	for _, fault := range reaching(s.root(), l.size.Width, 7*l.zoom) {
		s.Errorf("%s: %s", name, fault)
	}
}

// exhibit is a page of the gallery, with a card over it or without.
type exhibit struct {
	name string
	page window.Page
	card func()
}

// TestTheBandAndTheNameAreInViewTogether: at every size a checker sees what the
// verdict is and whose passport it is without scrolling.
func TestTheBandAndTheNameAreInViewTogether(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	v := passport.Verdict{Band: passport.Caution, Reasons: []passport.Status{passport.ListsStale}, Claims: claims("Zoë Ngũgĩ")}
	result := made(v)
	result.c.Unread = append(result.c.Unread, desk.ComparedPassport{Text: "another"})
	result.c.People[0].Recognised = true
	for _, look := range looks(fyne.NewSize(1280, 1024), fyne.NewSize(1366, 768), fyne.NewSize(1920, 1080)) {
		s.w.Resize(look.size)
		s.do(func() { s.k.Frame.SetLook(theme.New(look.zoom, look.contrast, false)) })
		p := &checkPage{scanPage: scanPage{page: page{s.k, "check", "check"}}, got: result}
		s.do(func() { s.k.Frame.Reset(p) })
		s.shoot(fmt.Sprintf("band-%.0f-%.1f-%v", look.size.Width, look.zoom, look.contrast))
		for _, want := range []string{s.k.t("band.caution"), "Zoë Ngũgĩ"} {
			if low, room := bottomOf(p.scroll, want), p.scroll.Size().Height; low <= 0 || low > room {
				t.Errorf("%+v: %q ends at %v of %v", look, want, low, room)
			}
		}
	}
}

// bottomOf is how far below root's top the words end, 0 where they are not in it.
func bottomOf(root fyne.CanvasObject, words string) float32 {
	d := fyne.CurrentApp().Driver()
	low := float32(0)
	walk(root, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text == words {
			low = d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(root).Y + o.Size().Height
		}
	})
	return low
}
