package theme

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme is the Look as Fyne wants it, for the few stock widgets in use (entries,
// scrolls, lists).
func (l *Look) Theme() fyne.Theme { return fyneTheme{l: l, colours: l.colours(), sizes: sizes()} }

type fyneTheme struct {
	l       *Look
	colours map[fyne.ThemeColorName]color.Color
	sizes   map[fyne.ThemeSizeName]float32
}

var _ fyne.Theme = fyneTheme{}

// Font gives Inter; monospaced and symbol text stay Fyne's own.
func (t fyneTheme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace, s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Bold && s.Italic:
		return t.l.kit.boldItalic
	case s.Bold:
		return t.l.kit.bold
	case s.Italic:
		return t.l.kit.italic
	}
	return t.l.kit.regular
}

// Icon keeps Fyne's own icons, which only its stock widgets use.
func (t fyneTheme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size gives each size times the zoom.
func (t fyneTheme) Size(n fyne.ThemeSizeName) float32 {
	if v, ok := t.sizes[n]; ok {
		return exactly(t.l.Px(v))
	}
	if n == theme.SizeNameInputBorder {
		return 2
	}
	return theme.DefaultTheme().Size(n)
}

// exactly rounds a size as fonts round the height of a line: in 64ths. The toolkit adds
// room round a line and takes it off again; where an error of rounding left less than
// the line, it panicked.
func exactly(px float32) float32 { return float32(math.Round(float64(px)*64) / 64) }

func sizes() map[fyne.ThemeSizeName]float32 {
	return map[fyne.ThemeSizeName]float32{
		theme.SizeNameText: Body, theme.SizeNameCaptionText: Tiny,
		theme.SizeNameSubHeadingText: 22, theme.SizeNameHeadingText: H1,
		theme.SizeNamePadding: 6, theme.SizeNameInnerPadding: 14,
		theme.SizeNameLineSpacing: 7, theme.SizeNameInlineIcon: 24,
		theme.SizeNameInputRadius: 8, theme.SizeNameButtonRadius: 8, theme.SizeNameSelectionRadius: 8,
		theme.SizeNameScrollBar: 14, theme.SizeNameScrollBarSmall: 8, theme.SizeNameScrollBarRadius: 7,
	}
}

// Color gives the palette's colour for each of Fyne's names in use.
func (t fyneTheme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.colours[n]; ok {
		return c
	}
	if t.l.HighContrast {
		return theme.DefaultTheme().Color(n, theme.VariantDark)
	}
	return theme.DefaultTheme().Color(n, theme.VariantLight)
}

func (l *Look) colours() map[fyne.ThemeColorName]color.Color {
	return map[fyne.ThemeColorName]color.Color{
		theme.ColorNameBackground: l.Page, theme.ColorNameForeground: l.Ink,
		theme.ColorNamePrimary: l.Brand, theme.ColorNameHyperlink: l.Brand,
		theme.ColorNameForegroundOnPrimary: l.OnBrand, theme.ColorNameButton: l.BrandSoft,
		theme.ColorNameFocus: alpha(l.Brand, 0), theme.ColorNameHover: alpha(l.Brand, 20), theme.ColorNamePressed: alpha(l.Brand, 60),
		theme.ColorNameInputBackground: l.Card, theme.ColorNameMenuBackground: l.Card, theme.ColorNameOverlayBackground: l.Card,
		theme.ColorNameInputBorder: l.Edge, theme.ColorNamePlaceHolder: l.Muted, theme.ColorNameDisabled: l.Muted,
		theme.ColorNameSeparator: l.Line, theme.ColorNameShadow: color.NRGBA{A: 14},
		theme.ColorNameSelection: alpha(l.Brand, 70), theme.ColorNameScrollBar: alpha(l.InkSoft, 170),
		theme.ColorNameScrollBarBackground: color.NRGBA{},
		theme.ColorNameError:               l.Stop, theme.ColorNameSuccess: l.Good, theme.ColorNameWarning: l.Warn,
		theme.ColorNameHeaderBackground: l.Soft,
	}
}
