package document

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
)

// A4 and its margins, in mm.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 15.0
	right      = pageWidth - margin
	inner      = pageWidth - 2*margin
	bottom     = 279.0 // the footer begins below it
)

type colour struct{ r, g, b int }

// The palette is the screens' own; all of it stays readable in grey.
var (
	ink      = colour{0x21, 0x2B, 0x32}
	grey     = colour{0x42, 0x55, 0x63}
	hairline = colour{0xC8, 0xD1, 0xD5}
	pale     = colour{0xF0, 0xF4, 0xF5}
	blue     = colour{0x00, 0x5E, 0xB8}
	darkBlue = colour{0x00, 0x30, 0x87}
	green    = colour{0x00, 0x7F, 0x3B}
	amber    = colour{0xFF, 0xB8, 0x1C}
	red      = colour{0xB0, 0x1E, 0x14}
	white    = colour{0xFF, 0xFF, 0xFF}
	black    = colour{}
	ghost    = colour{0xEC, 0xEF, 0xF1} // the watermark
)

// style is how a run of text looks; size in points.
type style struct {
	size   float64
	bold   bool
	colour colour
}

func (s style) leading() float64 { return s.size * mmPerPoint * 1.36 }

// sheet is one document while it is drawn: measuring is the press's, drawing gofpdf's.
type sheet struct {
	press *Press
	pdf   *gofpdf.Fpdf
	page  int
	now   style  // what the page's text state is set to
	rare  []rune // the characters outside commonRunes that came up
	lacks []rune
}

// info is what a document says of itself.
type info struct {
	title, author, subject string
	at                     time.Time // the fixed date that keeps the bytes the same
}

// print draws a document.
func (p *Press) print(in info, draw func(*sheet)) *sheet {
	s := p.newSheet(in)
	draw(s)
	return s
}

// newSheet begins a document.
func (p *Press) newSheet(in info) *sheet {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // bind does it
	at := in.at.UTC()
	if at.IsZero() {
		at = time.Unix(0, 0).UTC() // gofpdf takes no date for the present
	}
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetTitle(p.clean(in.title), true)
	pdf.SetAuthor(p.clean(in.author), true)
	pdf.SetSubject(p.clean(in.subject), true)
	pdf.SetCreator("Muster", true)
	pdf.SetProducer("Muster", true)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	for _, f := range []*face{p.regular, p.bold} {
		pdf.AddFontFromBytes(f.name, "", placeholder(f.name), nil)
	}
	return &sheet{press: p, pdf: pdf}
}

// clean puts U+FFFD where the fonts lack a character: gofpdf panics on malformed
// text and on anything above U+FFFF.
func (p *Press) clean(text string) string {
	if p.CanShow(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if p.shows(r) {
			return r
		}
		return utf8.RuneError
	}, text)
}

func (s *sheet) addPage() {
	s.pdf.AddPage()
	s.page++
	s.now = style{}
}

// turnTo goes back to a page, to add what is known only at the end.
func (s *sheet) turnTo(page int) {
	s.pdf.SetPage(page)
	s.now = style{}
}

// bytes is the whole document.
func (s *sheet) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("the PDF could not be made: %w", err)
	}
	return bind(b.Bytes(), s.press.regular.showing(s.rare), s.press.bold.showing(s.rare))
}

func (s *sheet) face(st style) *face {
	if st.bold {
		return s.press.bold
	}
	return s.press.regular
}

func (s *sheet) width(st style, text string) float64 { return s.face(st).width(text, st.size) }

// text draws one line with its baseline at y.
func (s *sheet) text(st style, x, y float64, text string) {
	text = s.note(text)
	if st.colour != s.now.colour || s.now.size == 0 {
		s.pdf.SetTextColor(st.colour.r, st.colour.g, st.colour.b)
	}
	if st.bold != s.now.bold || st.size != s.now.size {
		s.pdf.SetFont(s.face(st).name, "", st.size)
	}
	s.now = st
	s.pdf.Text(x, y, coded(text))
}

// note cleans a text and remembers what it asked of the fonts.
func (s *sheet) note(text string) string {
	lacking := false
	for _, r := range text {
		switch {
		case !s.press.shows(r):
			s.lacks, lacking = append(s.lacks, r), true
		case !isCommon[r] && !slices.Contains(s.rare, r):
			s.rare = append(s.rare, r)
		}
	}
	if !lacking {
		return text
	}
	text = s.press.clean(text)
	if !slices.Contains(s.rare, utf8.RuneError) {
		s.rare = append(s.rare, utf8.RuneError)
	}
	return text
}

// textRight draws one line that ends at x.
func (s *sheet) textRight(st style, x, y float64, text string) {
	s.text(st, x-s.width(st, text), y, text)
}

// block draws lines from top downwards and returns the y below them.
func (s *sheet) block(st style, x, top float64, lines []string) float64 {
	for _, l := range lines {
		s.text(st, x, top+st.size*mmPerPoint*1.02, l)
		top += st.leading()
	}
	return top
}

// para wraps text into a width, draws it and returns the y below it.
func (s *sheet) para(st style, x, top, width float64, text string) float64 {
	return s.block(st, x, top, s.wrap(st, text, width))
}

// wrap breaks text into lines no wider than width; a word too long for a line is
// broken inside, never cut off.
func (s *sheet) wrap(st style, text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s.note(text)) {
		switch {
		case line == "":
			line = word
		case s.width(st, line+" "+word) <= width:
			line += " " + word
		default:
			whole, rest := parted(line, word)
			lines, line = append(lines, whole), rest
		}
		for s.width(st, line) > width {
			head := s.head(st, line, width)
			lines = append(lines, line[:head])
			line = line[head:]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// parted is a line that has no room for word, and what begins the next: a number is
// not left alone, "level" goes with its "2".
func parted(line, word string) (whole, rest string) {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 || strings.Trim(word, "0123456789") != "" {
		return line, word
	}
	return line[:at], line[at+1:] + " " + word
}

// head is how many bytes of word fit into width, one character at least; it ends
// after a hyphen where there is one.
func (s *sheet) head(st style, word string, width float64) int {
	n := 0
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if n > 0 && s.width(st, word[:end]) > width {
			break
		}
		n = end
	}
	if i := strings.LastIndexByte(word[:n], '-'); i > 0 {
		return i + 1
	}
	return n
}

// fit is the largest style from st down to least points in which text takes at
// most rows lines with no word broken; at least it wraps as it must.
func (s *sheet) fit(st style, text string, width, least float64, rows int) (style, []string) {
	for ; st.size > least; st.size -= 0.5 {
		if lines := s.wrap(st, text, width); len(lines) <= rows && !s.broken(lines, text) {
			return st, lines
		}
	}
	st.size = least
	return st, s.wrap(st, text, width)
}

// broken reports whether lines break a word of text inside.
func (s *sheet) broken(lines []string, text string) bool {
	return strings.Join(lines, " ") != strings.Join(strings.Fields(s.press.clean(text)), " ")
}

func (s *sheet) fill(c colour, x, y, w, h float64) {
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.Rect(x, y, w, h, "F")
}

func (s *sheet) frame(c colour, line, x, y, w, h float64) {
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(line)
	s.pdf.Rect(x, y, w, h, "D")
}

func (s *sheet) rule(c colour, line, x1, x2, y float64) {
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(line)
	s.pdf.Line(x1, y, x2, y)
}

// polygon fills points given in mm.
func (s *sheet) polygon(c colour, points ...gofpdf.PointType) {
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.Polygon(points, "F")
}

// tick is a green disc with a check in it, d mm across.
func (s *sheet) tick(x, y, d float64) {
	s.pdf.SetFillColor(green.r, green.g, green.b)
	s.pdf.Circle(x+d/2, y+d/2, d/2, "F")
	s.pdf.SetDrawColor(white.r, white.g, white.b)
	s.pdf.SetLineWidth(d * 0.14)
	s.pdf.SetLineCapStyle("round")
	s.pdf.Line(x+d*0.28, y+d*0.53, x+d*0.44, y+d*0.69)
	s.pdf.Line(x+d*0.44, y+d*0.69, x+d*0.73, y+d*0.34)
	s.pdf.SetLineCapStyle("butt")
}

// warning is an amber triangle with a bar and a dot, d mm across.
func (s *sheet) warning(x, y, d float64) {
	s.polygon(amber, gofpdf.PointType{X: x + d/2, Y: y}, gofpdf.PointType{X: x + d, Y: y + d*0.92}, gofpdf.PointType{X: x, Y: y + d*0.92})
	s.fill(ink, x+d*0.45, y+d*0.34, d*0.1, d*0.28)
	s.fill(ink, x+d*0.45, y+d*0.69, d*0.1, d*0.1)
}

// square is an empty box to be ticked by hand, d mm across.
func (s *sheet) square(x, y, d float64) { s.frame(grey, 0.3, x, y, d, d) }

// symbol draws a QR symbol as one path: a rectangle for each run of dark squares,
// in units of a square. Pictures are slower and read worse.
func (s *sheet) symbol(squares [][]bool, x, y, mm float64) {
	unit := mm / mmPerPoint / float64(len(squares))
	b := make([]byte, 0, 64*len(squares))
	b = append(b, "q 0 g "...)
	b = strconv.AppendFloat(b, unit, 'f', 5, 64)
	b = append(b, " 0 0 "...)
	b = strconv.AppendFloat(b, -unit, 'f', 5, 64)
	b = append(b, ' ')
	b = strconv.AppendFloat(b, x/mmPerPoint, 'f', 4, 64)
	b = append(b, ' ')
	b = strconv.AppendFloat(b, (pageHeight-y)/mmPerPoint, 'f', 4, 64)
	b = append(b, " cm\n"...)
	for j, row := range squares {
		for i := 0; i < len(row); i++ {
			if !row[i] {
				continue
			}
			from := i
			for i < len(row) && row[i] {
				i++
			}
			for _, n := range []int{from, j, i - from} {
				b = strconv.AppendInt(b, int64(n), 10)
				b = append(b, ' ')
			}
			b = append(b, "1 re\n"...)
		}
	}
	s.pdf.RawWriteStr(string(append(b, "f Q"...)))
}

// watermark writes word large and pale across the page, beneath all else.
func (s *sheet) watermark(word string) {
	st := style{size: 66, bold: true, colour: ghost}
	for st.size > 20 && s.width(st, word) > 250 {
		st.size--
	}
	for _, y := range []float64{115, 225} {
		s.pdf.TransformBegin()
		s.pdf.TransformRotate(35, pageWidth/2, y)
		s.text(st, (pageWidth-s.width(st, word))/2, y, word)
		s.pdf.TransformEnd()
		s.now = style{} // the end of the turn took the font with it
	}
}

// attachedFile is a file inside a document.
type attachedFile struct{ name, text string }

// attach puts files inside the document, all with one description.
func (s *sheet) attach(description string, files []attachedFile) {
	var list []gofpdf.Attachment
	for _, f := range files {
		list = append(list, gofpdf.Attachment{Content: []byte(f.text), Filename: f.name, Description: description})
	}
	s.pdf.SetAttachments(list)
}
