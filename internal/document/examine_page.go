package document

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Limits on drawing one page.
const (
	sharpness    = 300.0 / 72 // pixels for a point
	sideLimit    = 3800       // pixels of the longer side
	operatorMost = 500_000    // operators on one page
	stateDepth   = 64         // saved graphics states, forms among them
	pictureMost  = 64         // pictures on one page
	operandMost  = 64         // operands before one operator
)

// graphics is the part of the graphics state that matters for a code: where, and how
// dark. Clipping, lines and letters are left out: no code is made of them.
type graphics struct {
	m     matrix
	shade uint8
}

// painter draws the filled areas and the pictures of a page.
type painter struct {
	doc      *model.Context
	raster   *raster
	now      graphics
	saved    []graphics
	floor    int       // the states of saved that are not this stream's own
	outlines [][]point // the path so far, in pixels
	pictures []*image.Gray
	fills    int // areas that were filled
	left     int // operators that may still come
	room     int // bytes that forms may still unpack to
	until    time.Time
}

// newPainter is a white page of the size given, in points.
func newPainter(doc *model.Context, box *types.Rectangle, until time.Time) *painter {
	w, h := math.Abs(box.Width()), math.Abs(box.Height())
	scale := min(sharpness, sideLimit/max(w, h, 1))
	page := image.NewGray(image.Rect(0, 0, max(int(w*scale), 1), max(int(h*scale), 1)))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	m := matrix{a: scale, d: -scale, e: -box.LL.X * scale, f: box.UR.Y * scale}
	return &painter{doc: doc, raster: newRaster(page), now: graphics{m: m}, left: operatorMost, room: contentLimit, until: until}
}

// run draws a content stream (ISO 32000-1, 7.8.2). What it cannot read ends it; what
// was drawn so far stands.
func (p *painter) run(content []byte, resources types.Dict) {
	s := &scanner{b: content, plain: true}
	var operands []any
	for p.left > 0 {
		v, err := s.value(syntaxDepth)
		if err != nil || len(operands) > operandMost {
			return
		}
		word, is := v.(pdfWord)
		switch {
		case !is:
			operands = append(operands, v)
			continue
		case word == "ID":
			s.at += max(bytes.Index(s.b[s.at:], []byte("EI")), 0)
		default:
			p.do(string(word), operands, resources)
		}
		p.left--
		operands = operands[:0]
	}
}

// do is one operator.
func (p *painter) do(word string, operands []any, resources types.Dict) {
	n := numbers(operands)
	switch word {
	case "q":
		if len(p.saved) < stateDepth {
			p.saved = append(p.saved, p.now)
		}
	case "Q":
		if last := len(p.saved) - 1; last >= p.floor {
			p.now, p.saved = p.saved[last], p.saved[:last]
		}
	case "cm":
		if len(n) == 6 {
			p.now.m = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.then(p.now.m)
		}
	case "g", "rg", "k", "sc", "scn":
		p.colour(n)
	case "m", "l", "c", "v", "y", "re":
		p.extend(word, n)
	case "f", "F", "f*", "B", "B*", "b", "b*":
		p.fill(word[len(word)-1] == '*')
	case "S", "s", "n":
		p.outlines = nil
	case "Do":
		p.object(operands, resources)
	}
}

func (p *painter) fill(evenOdd bool) {
	if time.Now().After(p.until) {
		p.left = 0
		return
	}
	p.raster.fill(p.outlines, evenOdd, p.now.shade)
	p.fills += len(p.outlines)
	p.outlines = nil
}

// numbers are the operands where all of them are numbers.
func numbers(operands []any) []float64 {
	var out []float64
	for _, o := range operands {
		switch v := o.(type) {
		case int:
			out = append(out, float64(v))
		case float64:
			out = append(out, v)
		default:
			return nil
		}
	}
	return out
}

// colour sets the shade of what is filled; a pattern leaves it as it is.
func (p *painter) colour(n []float64) {
	c := make([]byte, len(n))
	for i, v := range n {
		c[i] = byte(math.Round(255 * min(max(v, 0), 1)))
	}
	switch len(c) {
	case 1, 3:
		p.now.shade = shadeOf(c)
	case 4:
		p.now.shade = color.GrayModel.Convert(color.CMYK{C: c[0], M: c[1], Y: c[2], K: c[3]}).(color.Gray).Y
	}
}

// extend adds to the path. A curve counts by its end: the squares of a code have none.
func (p *painter) extend(word string, n []float64) {
	if word == "re" && len(n) == 4 {
		x, y, w, h := n[0], n[1], n[2], n[3]
		p.outlines = append(p.outlines, p.placed(point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h}))
		return
	}
	if len(n) < 2 {
		return
	}
	to := p.placed(point{n[len(n)-2], n[len(n)-1]})
	if last := len(p.outlines) - 1; word != "m" && last >= 0 {
		p.outlines[last] = append(p.outlines[last], to...)
		return
	}
	p.outlines = append(p.outlines, to)
}

// placed takes points to pixels.
func (p *painter) placed(points ...point) []point {
	for i := range points {
		points[i] = p.now.m.apply(points[i])
	}
	return points
}

// object paints a picture, or what a form holds (ISO 32000-1, 8.8 and 8.10).
func (p *painter) object(operands []any, resources types.Dict) {
	if len(operands) != 1 || time.Now().After(p.until) {
		return
	}
	name, _ := operands[0].(pdfName)
	all, err := p.doc.DereferenceDict(resources["XObject"])
	if err != nil || all == nil {
		return
	}
	s, _, err := p.doc.DereferenceStreamDict(all[string(name)])
	if err != nil || s == nil {
		return
	}
	kind := s.Dict.NameEntry("Subtype")
	switch {
	case kind == nil:
	case *kind == "Image" && len(p.pictures) < pictureMost:
		if img, err := picture(p.doc, s); err == nil {
			p.pictures = append(p.pictures, img)
			placeImage(p.raster.page, img, p.now.m)
		}
	case *kind == "Form" && len(p.saved) < stateDepth:
		p.form(s, resources)
	}
}

func (p *painter) form(s *types.StreamDict, resources types.Dict) {
	content, err := unpack(p.doc, s, p.room, 1)
	if err != nil {
		return
	}
	p.room -= len(content)
	if own, err := p.doc.DereferenceDict(s.Dict["Resources"]); err == nil && own != nil {
		resources = own
	}
	before, depth, floor := p.now, len(p.saved), p.floor
	p.saved = append(p.saved, before)
	p.floor = len(p.saved)
	if a, err := p.doc.DereferenceArray(s.Dict["Matrix"]); err == nil && len(a) == 6 {
		var n [6]float64
		for i := range n {
			n[i], _ = p.doc.DereferenceNumber(a[i])
		}
		p.now.m = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.then(p.now.m)
	}
	p.run(content, resources)
	p.now, p.saved, p.floor = before, p.saved[:depth], floor
}
