package document

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Limits on what a page may hold.
const (
	pictureLimit = 40_000_000 // pixels of one picture
	contentLimit = 16 << 20   // bytes of one page's content, unpacked
)

var (
	errPicture = errors.New("a picture of a kind that is not read here")
	errLarge   = errors.New("it unpacks to more than a page ever needs")
)

// picture reads an image of a page (ISO 32000-1, 8.9.5) as shades of grey.
func picture(doc *model.Context, s *types.StreamDict) (*image.Gray, error) {
	w, h := number(doc, s.Dict["Width"]), number(doc, s.Dict["Height"])
	if w <= 0 || h <= 0 || w > pictureLimit/h {
		return nil, errLarge
	}
	if n := len(s.FilterPipeline); n > 0 && s.FilterPipeline[n-1].Name == "DCTDecode" {
		if n > 1 {
			return nil, errPicture
		}
		return photograph(s.Raw)
	}
	f, err := formOf(doc, s, w)
	if err != nil {
		return nil, err
	}
	data, err := unpack(doc, s, h*f.row, h)
	if err != nil {
		return nil, err
	}
	return f.grey(data, w, h)
}

// photograph reads a JPEG.
func photograph(data []byte) (*image.Gray, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > pictureLimit/c.Height {
		return nil, errPicture
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if g, is := img.(*image.Gray); is {
		return g, nil
	}
	g := image.NewGray(image.Rect(0, 0, c.Width, c.Height))
	if y, is := img.(*image.YCbCr); is {
		for row := range c.Height {
			copy(g.Pix[row*g.Stride:row*g.Stride+c.Width], y.Y[row*y.YStride:])
		}
		return g, nil
	}
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g, nil
}

// form is how a picture's samples are stored.
type form struct {
	bits, components int
	row              int // bytes of a row
	palette          []uint8
	inverted         bool
}

// formOf reads a picture's bits, colours and /Decode.
func formOf(doc *model.Context, s *types.StreamDict, w int) (form, error) {
	f := form{bits: number(doc, s.Dict["BitsPerComponent"]), components: 1}
	mask, _ := doc.DereferenceBoolean(s.Dict["ImageMask"], model.V10)
	isMask := mask != nil && bool(*mask)
	if isMask {
		f.bits = 1
	} else if err := f.colours(doc, s.Dict["ColorSpace"], 4); err != nil {
		return f, err
	}
	if f.bits != 1 && f.bits != 2 && f.bits != 4 && f.bits != 8 {
		return f, errPicture
	}
	if d, err := doc.DereferenceArray(s.Dict["Decode"]); err == nil && len(d) >= 2 {
		first, err := doc.DereferenceNumber(d[0])
		f.inverted = err == nil && first >= 1 && f.palette == nil
	}
	f.row = (w*f.bits*f.components + 7) / 8
	return f, nil
}

// colours reads a colour space (ISO 32000-1, 8.6): grey, RGB, CMYK, or a palette of
// one of them.
func (f *form) colours(doc *model.Context, o types.Object, depth int) error {
	o, err := doc.Dereference(o)
	if err != nil || depth == 0 {
		return errPicture
	}
	switch v := o.(type) {
	case types.Name:
		n, ok := map[string]int{"DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "DeviceCMYK": 4}[v.Value()]
		if f.components = n; !ok {
			return errPicture
		}
		return nil
	case types.Array:
		return f.colourArray(doc, v, depth)
	}
	return errPicture
}

func (f *form) colourArray(doc *model.Context, a types.Array, depth int) error {
	kind, err := doc.DereferenceName(at(a, 0), model.V10, nil)
	if err != nil {
		return errPicture
	}
	switch kind {
	case "CalGray", "CalRGB", "DeviceGray", "DeviceRGB", "DeviceCMYK":
		return f.colours(doc, kind, depth-1)
	case "ICCBased":
		s, _, err := doc.DereferenceStreamDict(at(a, 1))
		if err != nil || s == nil {
			return errPicture
		}
		if f.components = number(doc, s.Dict["N"]); f.components != 1 && f.components != 3 && f.components != 4 {
			return errPicture
		}
		return nil
	case "Indexed":
		return f.indexed(doc, a, depth)
	}
	return errPicture
}

// indexed makes a palette of greys.
func (f *form) indexed(doc *model.Context, a types.Array, depth int) error {
	var base form
	if err := base.colours(doc, at(a, 1), depth-1); err != nil {
		return err
	}
	table, err := lookup(doc, at(a, 3))
	if err != nil {
		return err
	}
	for c := range len(table) / base.components {
		f.palette = append(f.palette, shadeOf(table[c*base.components:(c+1)*base.components]))
	}
	f.components = 1
	if len(f.palette) == 0 {
		return errPicture
	}
	return nil
}

// lookup is the bytes of a palette, which stand in a string or a stream.
func lookup(doc *model.Context, o types.Object) ([]byte, error) {
	if s, _, err := doc.DereferenceStreamDict(o); err == nil && s != nil {
		return unpack(doc, s, 1024, 1)
	}
	o, err := doc.Dereference(o)
	if err != nil {
		return nil, err
	}
	switch v := o.(type) {
	case types.HexLiteral:
		return v.Bytes()
	case types.StringLiteral:
		return types.Unescape(v.Value())
	}
	return nil, errPicture
}

// shadeOf is the grey of one colour of 1, 3 or 4 components.
func shadeOf(c []byte) uint8 {
	switch len(c) {
	case 1:
		return c[0]
	case 3:
		return color.GrayModel.Convert(color.RGBA{c[0], c[1], c[2], 255}).(color.Gray).Y
	}
	return color.GrayModel.Convert(color.CMYK{c[0], c[1], c[2], c[3]}).(color.Gray).Y
}

// grey takes the samples apart.
func (f form) grey(data []byte, w, h int) (*image.Gray, error) {
	if len(data) < h*f.row {
		return nil, fmt.Errorf("%w: it ends too early", errPicture)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	most := 1<<f.bits - 1
	var c [4]byte
	for y := range h {
		row := data[y*f.row:]
		for x := range w {
			for i := range f.components {
				bit := (x*f.components + i) * f.bits
				v := int(row[bit/8]) >> (8 - f.bits - bit%8) & most
				if f.palette == nil {
					v = v * 255 / most
				}
				c[i] = byte(v)
			}
			g.Pix[y*g.Stride+x] = f.shade(c[:f.components])
		}
	}
	return g, nil
}

func (f form) shade(c []byte) uint8 {
	switch {
	case f.palette != nil:
		return f.palette[min(int(c[0]), len(f.palette)-1)]
	case f.inverted:
		return 255 - shadeOf(c)
	}
	return shadeOf(c)
}

// unpack undoes a stream's filter, no further than limit bytes; rows are a picture's.
func unpack(doc *model.Context, s *types.StreamDict, limit, rows int) ([]byte, error) {
	if len(s.FilterPipeline) == 0 {
		return s.Raw[:min(len(s.Raw), limit)], nil
	}
	if len(s.FilterPipeline) > 1 {
		return nil, errPicture
	}
	p := parametersOf(doc, s.FilterPipeline[0].DecodeParms)
	switch s.FilterPipeline[0].Name {
	case "FlateDecode":
		return unpackFlate(s.Raw, p, limit)
	case "CCITTFaxDecode":
		p["Rows"] = rows
		f, err := filter.NewFilter("CCITTFaxDecode", p)
		if err != nil || p["Columns"] > pictureLimit/rows {
			return nil, errPicture
		}
		r, err := f.Decode(bytes.NewReader(s.Raw))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(r, int64(limit)))
	}
	return nil, errPicture
}

// parametersOf are a filter's parameters as numbers.
func parametersOf(doc *model.Context, d types.Dict) map[string]int {
	out := map[string]int{}
	for key, o := range d {
		if b, err := doc.DereferenceBoolean(o, model.V10); err == nil && b != nil {
			if bool(*b) {
				out[key] = 1
			}
			continue
		}
		out[key] = number(doc, o)
	}
	return out
}

// unpackFlate inflates, and undoes the predictor (ISO 32000-1, 7.4.4.4).
func unpackFlate(raw []byte, p map[string]int, limit int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if p["Predictor"] >= 10 {
		columns, colours, bits := max(p["Columns"], 1), max(p["Colors"], 1), p["BitsPerComponent"]
		if bits == 0 {
			bits = 8
		}
		if columns > 1<<16 || colours > 4 || bits > 8 {
			return nil, errPicture
		}
		return unpredicted(r, (columns*colours*bits+7)/8, max(colours*bits/8, 1), limit)
	}
	if p["Predictor"] > 1 {
		return nil, errPicture
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)))
	if len(data) == 0 {
		return nil, err
	}
	return data, nil
}

// unpredicted undoes PNG's predictors (PNG, third edition, 9.2) row by row.
func unpredicted(r io.Reader, row, step, limit int) ([]byte, error) {
	var out []byte
	above, now := make([]byte, row), make([]byte, row+1)
	for len(out) < limit {
		if _, err := io.ReadFull(r, now); err != nil {
			break
		}
		line := now[1:]
		for i := range line {
			var left, corner byte
			if i >= step {
				left, corner = line[i-step], above[i-step]
			}
			line[i] += predict(now[0], left, above[i], corner)
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out, nil
}

// predict is what one of PNG's filters foretells.
func predict(kind, left, above, corner byte) byte {
	switch kind {
	case 1:
		return left
	case 2:
		return above
	case 3:
		return byte((int(left) + int(above)) / 2)
	case 4:
		p := int(left) + int(above) - int(corner)
		a, b, c := abs(p-int(left)), abs(p-int(above)), abs(p-int(corner))
		switch {
		case a <= b && a <= c:
			return left
		case b <= c:
			return above
		}
		return corner
	}
	return 0
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// at is an element of an array, nil past its end.
func at(a types.Array, i int) types.Object {
	if i < len(a) {
		return a[i]
	}
	return nil
}

// number is an integer of a dictionary, 0 where there is none.
func number(doc *model.Context, o types.Object) int {
	n, err := doc.DereferenceInteger(o)
	if err != nil || n == nil {
		return 0
	}
	return n.Value()
}
