package theme

import "image/color"

// Palette names each colour by what it is for. Text on its ground has a contrast
// of at least 4.5:1 and a part (an edge, a bar, a shape) at least 3:1; the test of
// this package walks every pair in use.
type Palette struct {
	// Words, strongest first.
	Ink, InkSoft, Muted color.NRGBA
	// Grounds: the page, a card on it, a quiet area on a card.
	Page, Card, Soft color.NRGBA
	// Line is a hairline that only decorates; Edge bounds a control; Track is the
	// empty part of a bar or ring.
	Line, Edge, Track color.NRGBA
	// Brand says "where you are" and marks what can be pressed.
	Brand, BrandHover, BrandSoft, OnBrand color.NRGBA
	// Bar is the top bar, with its words, quieter words and buttons.
	Bar, OnBar, OnBarSoft, BarButton, BarButtonHover, BarEdge color.NRGBA
	Good, GoodHover, GoodSoft, OnGood                         color.NRGBA
	Warn, WarnSoft, OnWarn                                    color.NRGBA
	Stop, StopHover, StopSoft, OnStop                         color.NRGBA
	// Focus is the thick ring; FocusInk the thin line inside it.
	Focus, FocusInk color.NRGBA
	// Ribbon marks a demonstration on every screen.
	Ribbon, OnRibbon color.NRGBA
	Shadow           color.NRGBA
}

// Light is the usual palette, from the NHS identity's colours.
func Light() Palette {
	return Palette{
		Ink: hex(0x1B2733), InkSoft: hex(0x425563), Muted: hex(0x566673),
		Page: hex(0xF0F4F5), Card: hex(0xFFFFFF), Soft: hex(0xF6F9FA),
		Line: hex(0xD3DAE0), Edge: hex(0x6B7A87), Track: hex(0xD9E0E5),
		Brand: hex(0x005EB8), BrandHover: hex(0x003087), BrandSoft: hex(0xEAF2FB), OnBrand: hex(0xFFFFFF),
		Bar: hex(0x005EB8), OnBar: hex(0xFFFFFF), OnBarSoft: hex(0xD6E6F6),
		BarButton: hex(0x1A6EBF), BarButtonHover: hex(0x003087), BarEdge: hex(0x7FB0DC),
		Good: hex(0x007F3B), GoodHover: hex(0x00602D), GoodSoft: hex(0xE6F5EC), OnGood: hex(0xFFFFFF),
		Warn: hex(0x8F5400), WarnSoft: hex(0xFFF1D6), OnWarn: hex(0xFFFFFF),
		Stop: hex(0xB8141F), StopHover: hex(0x8A0F17), StopSoft: hex(0xFCE6E7), OnStop: hex(0xFFFFFF),
		Focus: hex(0xFFB81C), FocusInk: hex(0x1B2733),
		Ribbon: hex(0xFFB81C), OnRibbon: hex(0x1B2733),
		Shadow: color.NRGBA{R: 16, G: 42, B: 67, A: 34},
	}
}

// HighContrast is a palette of its own, black with white words and yellow marks.
func HighContrast() Palette {
	black, white, yellow := hex(0x000000), hex(0xFFFFFF), hex(0xFFE100)
	return Palette{
		Ink: white, InkSoft: white, Muted: hex(0xE8EDEE),
		Page: black, Card: black, Soft: hex(0x141414),
		Line: hex(0x9AA5AE), Edge: white, Track: hex(0x4A5258),
		Brand: yellow, BrandHover: white, BrandSoft: hex(0x242400), OnBrand: black,
		Bar: black, OnBar: white, OnBarSoft: white,
		BarButton: black, BarButtonHover: hex(0x3A3A00), BarEdge: yellow,
		Good: hex(0x7CFF9B), GoodHover: white, GoodSoft: hex(0x00200A), OnGood: black,
		Warn: hex(0xFFC44D), WarnSoft: hex(0x241900), OnWarn: black,
		Stop: hex(0xFF9C9C), StopHover: white, StopSoft: hex(0x2A0000), OnStop: black,
		Focus: hex(0xFFB81C), FocusInk: white,
		Ribbon: yellow, OnRibbon: black,
	}
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

func alpha(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }
