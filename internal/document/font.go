package document

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Fonts are the two TrueType fonts of everything on paper, whole files.
type Fonts struct{ Regular, Bold []byte }

// Press makes documents with one pair of fonts. It is safe for use by many
// goroutines.
type Press struct {
	regular, bold *face
}

// NewPress reads the fonts; an error says which one is not usable.
func NewPress(f Fonts) (*Press, error) {
	regular, err := newFace("MUSTER+Regular", f.Regular)
	if err != nil {
		return nil, fmt.Errorf("the regular font: %w", err)
	}
	bold, err := newFace("MUSTER+Bold", f.Bold)
	if err != nil {
		return nil, fmt.Errorf("the bold font: %w", err)
	}
	return &Press{regular, bold}, nil
}

// Unshowable lists the characters of s that paper cannot show, each once and in
// their order. A name with any is refused at sign-in, never printed as boxes.
func (p *Press) Unshowable(s string) []rune {
	var out []rune
	for _, r := range s {
		if !p.shows(r) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// CanShow reports whether paper can show every character of s.
func (p *Press) CanShow(s string) bool { return len(p.Unshowable(s)) == 0 }

func (p *Press) shows(r rune) bool {
	return r != utf8.RuneError && !unicode.IsControl(r) && p.regular.has(r) && p.bold.has(r)
}

// face is one font: what it can show and how wide each character is, known
// without asking gofpdf, which would parse the file for each document.
type face struct {
	whole   []byte
	name    string // its name inside a document
	cuts    *cuts
	advance map[rune]int // thousandths of the size
	metrics fontMetrics
}

// commonRunes is what nearly every document stays within: Latin for European
// names, and punctuation.
var commonRunes = runeRange(0x20, 0x7E) + runeRange(0xA0, 0x17F) + runeRange(0x2010, 0x2027) + "−"

var isCommon = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range commonRunes {
		m[r] = true
	}
	return m
}()

func runeRange(from, to rune) string {
	var b []rune
	for r := from; r <= to; r++ {
		b = append(b, r)
	}
	return string(b)
}

var errFont = errors.New("it is not a TrueType font that can be printed with")

func newFace(name string, ttf []byte) (*face, error) {
	advance, metrics, err := readAdvances(ttf)
	if err != nil {
		return nil, err
	}
	return &face{whole: ttf, name: name, advance: advance, metrics: metrics, cuts: &cuts{of: map[string]*embeddedFont{}}}, nil
}

func (f *face) has(r rune) bool { _, ok := f.advance[r]; return ok }

// width of s in mm at a size in points.
func (f *face) width(s string, size float64) float64 {
	n := 0
	for _, r := range s {
		n += f.advance[r]
	}
	return float64(n) / 1000 * size * mmPerPoint
}

const mmPerPoint = 25.4 / 72

// readAdvances maps each character of a TrueType font to its advance width in
// thousandths of the size (OpenType: cmap format 4, hhea, hmtx).
func readAdvances(ttf []byte) (adv map[rune]int, m fontMetrics, err error) {
	defer func() {
		if recover() != nil { // an offset that points outside the file
			adv, err = nil, errFont
		}
	}()
	if len(ttf) < 12 || binary.BigEndian.Uint32(ttf) != 0x00010000 {
		return nil, m, errFont
	}
	t := tables(ttf)
	u16 := binary.BigEndian.Uint16
	em, metrics := int(u16(t["head"][18:])), int(u16(t["hhea"][34:]))
	adv = map[rune]int{}
	for r, glyph := range readCmap(t["cmap"]) {
		at := 4 * min(int(glyph), metrics-1)
		adv[r] = int(u16(t["hmtx"][at:])) * 1000 / em
	}
	if len(adv) == 0 {
		return nil, m, errFont
	}
	return adv, readMetrics(t, em), nil
}

func tables(ttf []byte) map[string][]byte {
	t := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		rec := ttf[12+16*i:]
		at, n := binary.BigEndian.Uint32(rec[8:]), binary.BigEndian.Uint32(rec[12:])
		t[string(rec[:4])] = ttf[at:][:n:n]
	}
	return t
}

// readCmap finds the glyph of each character in the first table of format 4.
func readCmap(cmap []byte) map[rune]uint16 {
	u16 := binary.BigEndian.Uint16
	out := map[rune]uint16{}
	for i := range int(u16(cmap[2:])) {
		sub := cmap[binary.BigEndian.Uint32(cmap[8+8*i:]):]
		if u16(sub) != 4 {
			continue
		}
		n := int(u16(sub[6:])) // twice the number of segments
		for s := 0; s < n; s += 2 {
			last, first := rune(u16(sub[14+s:])), rune(u16(sub[16+n+s:]))
			delta, offset := u16(sub[16+2*n+s:]), int(u16(sub[16+3*n+s:]))
			for r := first; r <= last && r < 0xFFFF; r++ {
				g := uint16(r)
				if offset != 0 {
					g = u16(sub[16+3*n+s+offset+2*int(r-first):])
				}
				if g != 0 || offset == 0 {
					g += delta
				}
				if g != 0 {
					out[r] = g
				}
			}
		}
		break
	}
	return out
}
