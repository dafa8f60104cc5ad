package document

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"
)

// embeddedFont is a font cut down and written as a document holds it (ISO 32000-1,
// 9.7): a composite font whose codes are UTF-16. References to its own parts are left
// open, since their numbers are the document's.
type embeddedFont struct {
	name                     string
	descriptor, widths       string
	program, glyphs, unicode []byte // whole streams, compressed
}

// fontMetrics is what a document says of a font (9.8), in thousandths of the size.
type fontMetrics struct {
	box                        [4]int
	ascent, descent, capHeight int
}

func readMetrics(t map[string][]byte, em int) fontMetrics {
	at := func(table string, i int) int { return int(int16(binary.BigEndian.Uint16(t[table][i:]))) * 1000 / em }
	m := fontMetrics{ascent: at("hhea", 4), descent: at("hhea", 6), capHeight: at("hhea", 4)}
	for i := range m.box {
		m.box[i] = at("head", 36+2*i)
	}
	if os2 := t["OS/2"]; len(os2) >= 90 && binary.BigEndian.Uint16(os2) >= 2 {
		m.capHeight = at("OS/2", 88)
	}
	return m
}

// cuts are fonts that were cut before, by the characters they show. Cutting takes a
// hundred times what the rest of a document does.
type cuts struct {
	sync.Mutex
	of map[string]*embeddedFont
}

// cutsKept is how many cuts are kept; one is some forty thousand bytes.
const cutsKept = 32

// block is how many characters come along with one that is not common: the next name
// in the same letters finds its font cut.
const block = 128

// showing is the font for a document that shows these characters besides the common.
// It depends on nothing else.
func (f *face) showing(rare []rune) *embeddedFont {
	var blocks []rune
	for _, r := range rare {
		blocks = append(blocks, r/block)
	}
	slices.Sort(blocks)
	blocks = slices.Compact(blocks)
	f.cuts.Lock()
	defer f.cuts.Unlock()
	cut, ok := f.cuts.of[string(blocks)]
	if !ok {
		show := commonRunes
		for _, b := range blocks {
			show += runeRange(b*block, b*block+block-1)
		}
		if len(f.cuts.of) >= cutsKept {
			clear(f.cuts.of)
		}
		cut = f.embedded(show)
		f.cuts.of[string(blocks)] = cut
	}
	return cut
}

// embedded cuts the font down to what shows these characters.
func (f *face) embedded(show string) *embeddedFont {
	cut := gofpdf.UTF8CutFont(bytes.Clone(f.whole), show) // it writes into what it is given
	glyphOf := readCmap(tables(cut)["cmap"])
	runes := []rune(show)
	slices.Sort(runes)
	runes = slices.DeleteFunc(slices.Compact(runes), func(r rune) bool { return glyphOf[r] == 0 })
	glyphs := make([]byte, 2*int(runes[len(runes)-1])+2)
	for _, r := range runes {
		binary.BigEndian.PutUint16(glyphs[2*r:], glyphOf[r])
	}
	m := f.metrics
	return &embeddedFont{
		name: f.name, widths: f.widths(runes),
		descriptor: fmt.Sprintf("/Ascent %d /Descent %d /CapHeight %d /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /StemV 80",
			m.ascent, m.descent, m.capHeight, m.box[0], m.box[1], m.box[2], m.box[3]),
		program: packedStream(fmt.Sprintf("/Length1 %d ", len(cut)), cut),
		glyphs:  packedStream("", glyphs),
		unicode: packedStream("", []byte(toUnicode(runes))),
	}
}

// packedStream is a compressed stream with its dictionary.
func packedStream(entries string, data []byte) []byte {
	var packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression) // the level is one there is
	w.Write(data)                                              // a buffer takes everything
	w.Close()
	return fmt.Appendf(nil, "<<%s/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", entries, packed.Len(), packed.Bytes())
}

// widths lists the advance of each character, those in a row together (9.7.4.3).
func (f *face) widths(runes []rune) string {
	var b strings.Builder
	for i, r := range runes {
		switch {
		case i > 0 && runes[i-1] == r-1:
			b.WriteByte(' ')
		case i > 0:
			fmt.Fprintf(&b, "] %d [", r)
		default:
			fmt.Fprintf(&b, "%d [", r)
		}
		b.WriteString(strconv.Itoa(f.advance[r]))
	}
	return b.String() + "]"
}

// toUnicode says that each code is its character, for copying and for reading aloud
// (9.10.3); a range stays within one first byte.
func toUnicode(runes []rune) string {
	var pages []rune
	for _, r := range runes {
		if p := r >> 8; len(pages) == 0 || pages[len(pages)-1] != p {
			pages = append(pages, p)
		}
	}
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(pages, 100) { // as many as one list may hold
		fmt.Fprintf(&b, "%d beginbfrange\n", len(part))
		for _, p := range part {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", p, p, p)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}

// coded is text in the codes of an embedded font. It is within the fonts, and so
// within the characters that one code holds.
func coded(text string) string {
	b := make([]byte, 0, 2*len(text))
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}
