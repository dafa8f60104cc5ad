package theme

import (
	"image/color"
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"muster/assets"
)

// pair is one colour seen on another; part is a shape or an edge, else text.
type pair struct {
	name   string
	fg, bg color.NRGBA
	part   bool
}

// pairs lists every pair of colours that the widgets and the frame put together.
func pairs(p Palette) []pair {
	grounds := map[string]color.NRGBA{"page": p.Page, "card": p.Card, "soft": p.Soft, "brand-soft": p.BrandSoft, "good-soft": p.GoodSoft, "warn-soft": p.WarnSoft, "stop-soft": p.StopSoft}
	var out []pair
	for name, g := range grounds {
		out = append(out, pair{"ink on " + name, p.Ink, g, false}, pair{"ink-soft on " + name, p.InkSoft, g, false}, pair{"muted on " + name, p.Muted, g, false})
		out = append(out, pair{"focus ink on " + name, p.FocusInk, g, true})
	}
	for _, g := range []string{"page", "card", "soft", "brand-soft"} {
		out = append(out, pair{"brand on " + g, p.Brand, grounds[g], false}, pair{"stop on " + g, p.Stop, grounds[g], false}, pair{"good on " + g, p.Good, grounds[g], false})
	}
	return append(out, []pair{
		{"good on good-soft", p.Good, p.GoodSoft, false},
		{"warn on warn-soft", p.Warn, p.WarnSoft, false},
		{"stop on stop-soft", p.Stop, p.StopSoft, false},
		{"warn on card", p.Warn, p.Card, false},
		{"primary button", p.OnBrand, p.Brand, false},
		{"primary button, hover", p.OnBrand, p.BrandHover, false},
		{"confirm button", p.OnGood, p.Good, false},
		{"confirm button, hover", p.OnGood, p.GoodHover, false},
		{"danger button", p.OnStop, p.Stop, false},
		{"danger button, hover", p.OnStop, p.StopHover, false},
		{"mark on warn", p.OnWarn, p.Warn, false},
		{"bar", p.OnBar, p.Bar, false},
		{"bar, quiet", p.OnBarSoft, p.Bar, false},
		{"bar button", p.OnBar, p.BarButton, false},
		{"bar button, hover", p.OnBar, p.BarButtonHover, false},
		{"ribbon", p.OnRibbon, p.Ribbon, false},
		{"edge on card", p.Edge, p.Card, true},
		{"edge on page", p.Edge, p.Page, true},
		{"edge on soft", p.Edge, p.Soft, true},
		{"progress on its track", p.Brand, p.Track, true},
		{"good progress on its track", p.Good, p.Track, true},
		{"stop progress on its track", p.Stop, p.Track, true},
		{"warn progress on its track", p.Warn, p.Track, true},
		{"plain progress on its track", p.InkSoft, p.Track, true},
	}...)
}

func TestContrast(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light(), "high contrast": HighContrast()} {
		for _, x := range pairs(p) {
			least := 4.5
			if x.part {
				least = 3
			}
			if got := Contrast(x.fg, x.bg); got < least {
				t.Errorf("%s: %s has %.2f:1, needs %.1f:1", name, x.name, got, least)
			}
		}
	}
}

// TestFocusIsSeen: the ring or the line inside it stands out from every ground that
// a widget stands on.
func TestFocusIsSeen(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light(), "high contrast": HighContrast()} {
		for _, g := range []color.NRGBA{p.Page, p.Card, p.Soft, p.Bar, p.BrandSoft} {
			if best := max(Contrast(p.Focus, g), Contrast(p.FocusInk, g)); best < 3 {
				t.Errorf("%s: focus on %v has %.2f:1", name, g, best)
			}
		}
	}
}

func TestContrastOfKnownPairs(t *testing.T) {
	white, black := color.NRGBA{255, 255, 255, 255}, color.NRGBA{0, 0, 0, 255}
	if got := Contrast(white, black); got < 20.99 || got > 21.01 {
		t.Errorf("white on black is %.2f, not 21", got)
	}
	if got := Contrast(white, color.NRGBA{0x76, 0x76, 0x76, 255}); got < 4.5 || got > 4.6 {
		t.Errorf("white on #767676 is %.2f, not 4.54", got)
	}
}

func TestZoom(t *testing.T) {
	for _, c := range []struct{ w, h, want float32 }{
		{1366, 768, 1}, {1920, 1080, 1.4}, {1280, 720, 0.9}, {800, 600, 0.9}, {3840, 2160, 2}, {1920, 900, 1.2}, {0, 0, 0.9},
	} {
		if got := DefaultZoom(fyne.NewSize(c.w, c.h)); got != c.want {
			t.Errorf("%v×%v: zoom %v, want %v", c.w, c.h, got, c.want)
		}
	}
	z, steps := MinZoom, 0
	for z < MaxZoom {
		n := Larger(z)
		if n <= z || Smaller(n) != z {
			t.Fatalf("from %v up to %v and back to %v", z, n, Smaller(n))
		}
		z, steps = n, steps+1
	}
	if Larger(MaxZoom) != MaxZoom || Smaller(MinZoom) != MinZoom || steps < 5 {
		t.Errorf("the ends do not hold, or there are only %d steps", steps)
	}
	if got := New(7, false, false).Zoom; got != MaxZoom {
		t.Errorf("a zoom of 7 became %v", got)
	}
}

func TestLookIsAValue(t *testing.T) {
	a := New(1, false, false)
	b := a.WithZoom(2).WithContrast(true)
	if a.Zoom != 1 || a.HighContrast || a.Page == b.Page {
		t.Error("changing a copy changed the first look")
	}
	small, large := a.Theme().Size(theme.SizeNameText), b.Theme().Size(theme.SizeNameText)
	if small != Body || large != 2*Body {
		t.Errorf("text sizes are %v and %v", small, large)
	}
	if a.Theme().Color(theme.ColorNameForeground, 0) == b.Theme().Color(theme.ColorNameForeground, 0) {
		t.Error("both themes have the same ink")
	}
}

func TestFontsByStyle(t *testing.T) {
	th := New(1, false, false).Theme()
	for want, s := range map[string]fyne.TextStyle{
		"Inter-Regular.otf": {}, "Inter-SemiBold.otf": {Bold: true}, "Inter-Italic.otf": {Italic: true}, "Inter-BoldItalic.otf": {Bold: true, Italic: true},
	} {
		if got := th.Font(s).Name(); got != want {
			t.Errorf("%+v is set in %s, want %s", s, got, want)
		}
	}
	l := New(1, false, false)
	if l.DisplayFont("Zoë Łukasz – “you” passed") == nil {
		t.Error("a name in Latin letters does not get the display face")
	}
	for _, s := range []string{"Ἀλέξανδρος", "Жуков", "العربية"} {
		if l.DisplayFont(s) != nil {
			t.Errorf("%s would be set in a face without fallback", s)
		}
	}
}

func TestEveryIconPaints(t *testing.T) {
	l := New(1, false, false)
	names, err := fs.Glob(assets.FS(), "icons/*.png")
	if err != nil || len(names) < 80 {
		t.Fatalf("%d icons: %v", len(names), err)
	}
	for _, n := range names {
		n = strings.TrimSuffix(strings.TrimPrefix(n, "icons/"), ".png")
		im := l.Icon(n, l.Brand, 24)
		clear, full := 0, 0
		for y := range im.Bounds().Dy() {
			for x := range im.Bounds().Dx() {
				switch im.At(x, y).(color.NRGBA).A {
				case 0:
					clear++
				case 255:
					full++
				}
			}
		}
		if clear == 0 || full == 0 {
			t.Errorf("%s paints %d clear and %d full pixels", n, clear, full)
		}
	}
	if !Known("check") || Known("no-such-icon") {
		t.Error("Known does not know")
	}
	if l.Icon("no-such-icon", l.Ink, 24) == nil || l.Picture("no-such.png") != nil || l.Picture("welcome.png") == nil {
		t.Error("a missing icon or picture is not handled, or the welcome picture is missing")
	}
}
