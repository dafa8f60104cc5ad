package document

import (
	"image"
	"math"
	"slices"
)

// point and matrix are as ISO 32000-1, 8.3.3, has them: x' = ax + cy + e.
type point struct{ x, y float64 }

type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) apply(p point) point {
	return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f}
}

// then is first m, and then n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) inverse() (matrix, bool) {
	det := m.a*m.d - m.b*m.c
	if math.Abs(det) < 1e-9 || math.IsNaN(det) || math.IsInf(det, 0) {
		return matrix{}, false
	}
	n := matrix{a: m.d / det, b: -m.b / det, c: -m.c / det, d: m.a / det}
	n.e, n.f = -(m.e*n.a + m.f*n.c), -(m.e*n.b + m.f*n.d)
	return n, true
}

// crossing is where an outline crosses the middle of a row of pixels, and which way.
type crossing struct {
	x  float64
	up bool
}

// crossingLimit bounds the work of one fill; a symbol has about 80,000.
const crossingLimit = 5_000_000

// raster fills outlines on a page, keeping its rows from one fill to the next.
type raster struct {
	page *image.Gray
	rows [][]crossing
}

func newRaster(page *image.Gray) *raster {
	return &raster{page: page, rows: make([][]crossing, page.Rect.Dy())}
}

// fill paints closed outlines, given in pixels, by the non-zero rule or the even-odd
// one (ISO 32000-1, 8.5.3.3). A pixel counts by its middle.
func (r *raster) fill(outlines [][]point, evenOdd bool, shade uint8) {
	low, high, left := len(r.rows), 0, crossingLimit
	for _, o := range outlines {
		for i, p := range o {
			q := o[(i+1)%len(o)]
			up := p.y > q.y
			if up {
				p, q = q, p
			}
			from, to := clamp(p.y, len(r.rows)), clamp(q.y, len(r.rows))
			if left -= to - from; left < 0 {
				to = from
			}
			for y := from; y < to; y++ {
				x := p.x + (q.x-p.x)*(float64(y)+0.5-p.y)/(q.y-p.y)
				r.rows[y] = append(r.rows[y], crossing{x, up})
			}
			low, high = min(low, from), max(high, to)
		}
	}
	for y := low; y < high; y++ {
		fillRow(r.page.Pix[y*r.page.Stride:y*r.page.Stride+r.page.Rect.Dx()], r.rows[y], evenOdd, shade)
		r.rows[y] = r.rows[y][:0]
	}
}

// clamp is the first of n pixels whose middle is not before v; 0 where v is no number.
func clamp(v float64, n int) int {
	switch {
	case !(v > 0.5):
		return 0
	case v >= float64(n):
		return n
	}
	return int(math.Ceil(v - 0.5))
}

func fillRow(pixels []uint8, row []crossing, evenOdd bool, shade uint8) {
	slices.SortFunc(row, func(p, q crossing) int {
		switch {
		case p.x < q.x:
			return -1
		case p.x > q.x:
			return 1
		}
		return 0
	})
	winding := 0
	for i := 0; i+1 < len(row); i++ {
		if row[i].up {
			winding++
		} else {
			winding--
		}
		if winding == 0 || evenOdd && i%2 == 1 {
			continue
		}
		from, to := clamp(row[i].x, len(pixels)), clamp(row[i+1].x, len(pixels))
		for x := from; x < to; x++ {
			pixels[x] = shade
		}
	}
}

// placeImage paints a picture into the unit square that m takes to pixels, its first
// row at the top of the square.
func placeImage(dst *image.Gray, src *image.Gray, m matrix) {
	back, ok := m.inverse()
	if !ok || src.Rect.Empty() {
		return
	}
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, corner := range []point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		p := m.apply(corner)
		low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
	}
	w, h := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	for y := clamp(low.y, dst.Rect.Dy()); y < clamp(high.y, dst.Rect.Dy()); y++ {
		for x := clamp(low.x, dst.Rect.Dx()); x < clamp(high.x, dst.Rect.Dx()); x++ {
			p := back.apply(point{float64(x) + 0.5, float64(y) + 0.5})
			if p.x >= 0 && p.x < 1 && p.y > 0 && p.y <= 1 {
				dst.Pix[y*dst.Stride+x] = src.Pix[min(int((1-p.y)*h), src.Rect.Dy()-1)*src.Stride+int(p.x*w)]
			}
		}
	}
}
