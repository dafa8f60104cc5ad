package photo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// point is a place in a picture, in pixels, or in a symbol, in modules: a pixel or
// module i reaches from i to i+1, so that its middle is at i+0.5.
type point struct{ x, y float64 }

func (a point) plus(b point) point       { return point{a.x + b.x, a.y + b.y} }
func (a point) minus(b point) point      { return point{a.x - b.x, a.y - b.y} }
func (a point) times(k float64) point    { return point{a.x * k, a.y * k} }
func (a point) length() float64          { return math.Hypot(a.x, a.y) }
func (a point) cross(b point) float64    { return a.x*b.y - a.y*b.x }
func (a point) dot(b point) float64      { return a.x*b.x + a.y*b.y }
func (a point) to(b point) float64       { return b.minus(a).length() }
func middle(a, b point) point            { return a.plus(b).times(0.5) }
func within(v, low, high float64) bool   { return v >= low && v <= high }
func clamp(v, low, high float64) float64 { return math.Max(low, math.Min(high, v)) }

// plane is a picture in greys, 0 dark to 255 light.
type plane struct {
	w, h, stride int
	pix          []uint8
}

func newPlane(w, h int) plane { return plane{w, h, w, make([]uint8, w*h)} }

func (g plane) row(y int) []uint8 { return g.pix[y*g.stride:][:g.w] }

// greyOf takes a picture's brightness, as on white paper where it is transparent.
func greyOf(img image.Image) plane {
	b := img.Bounds()
	switch p := img.(type) {
	case *image.Gray:
		return plane{b.Dx(), b.Dy(), p.Stride, p.Pix[p.PixOffset(b.Min.X, b.Min.Y):]}
	case *image.YCbCr:
		return plane{b.Dx(), b.Dy(), p.YStride, p.Y[p.YOffset(b.Min.X, b.Min.Y):]}
	case *image.Paletted:
		return greyOfPaletted(p)
	}
	return greyOfAny(img)
}

func greyOfPaletted(p *image.Paletted) plane {
	var grey [256]uint8
	for i, c := range p.Palette[:min(len(p.Palette), 256)] {
		r, g, b, a := c.RGBA()
		white := 0xffff - a
		grey[i] = brightness(uint8((r+white)>>8), uint8((g+white)>>8), uint8((b+white)>>8))
	}
	out := newPlane(p.Rect.Dx(), p.Rect.Dy())
	for y := range out.h {
		to := out.row(y)
		for x, v := range p.Pix[y*p.Stride:][:out.w] {
			to[x] = grey[v]
		}
	}
	return out
}

// greyOfAny goes by bands, so that no second copy of the colours is held.
func greyOfAny(img image.Image) plane {
	const band = 64
	b := img.Bounds()
	out := newPlane(b.Dx(), b.Dy())
	colours := image.NewRGBA(image.Rect(0, 0, out.w, min(band, out.h)))
	for top := 0; top < out.h; top += band {
		draw.Draw(colours, colours.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(colours, colours.Rect, img, b.Min.Add(image.Pt(0, top)), draw.Over)
		for y := top; y < min(top+band, out.h); y++ {
			from, to := colours.Pix[(y-top)*colours.Stride:], out.row(y)
			for x := range to {
				to[x] = brightness(from[4*x], from[4*x+1], from[4*x+2])
			}
		}
	}
	return out
}

// brightness is the luma of JFIF.
func brightness(r, g, b uint8) uint8 {
	return uint8((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(b) + 1<<15) >> 16)
}

// half is the picture at half the size; an odd last row or column is left out.
func (g plane) half() plane {
	out := newPlane(g.w/2, g.h/2)
	for y := range out.h {
		a, b, to := g.row(2*y), g.row(2*y+1), out.row(y)
		for x := range to {
			to[x] = uint8((uint32(a[2*x]) + uint32(a[2*x+1]) + uint32(b[2*x]) + uint32(b[2*x+1]) + 2) / 4)
		}
	}
	return out
}

// double is the picture at twice the size, smoothly.
func (g plane) double() plane {
	out := newPlane(2*g.w, 2*g.h)
	for y := range out.h {
		to := out.row(y)
		for x := range to {
			to[x] = uint8(g.at(point{(float64(x) + 0.5) / 2, (float64(y) + 0.5) / 2}) + 0.5)
		}
	}
	return out
}

// inverted is the picture with light and dark exchanged.
func (g plane) inverted() plane {
	out := newPlane(g.w, g.h)
	for y := range g.h {
		from, to := g.row(y), out.row(y)
		for x, v := range from {
			to[x] = 255 - v
		}
	}
	return out
}

// at is the brightness at a point, smoothly between the pixels; the edge goes on
// outside.
func (g *plane) at(p point) float64 {
	x, y := p.x-0.5, p.y-0.5
	if !(x >= 0 && y >= 0 && x < float64(g.w-1) && y < float64(g.h-1)) {
		return g.atEdge(x, y)
	}
	col, row := int(x), int(y)
	fx, fy := x-float64(col), y-float64(row)
	i := row*g.stride + col
	top := float64(g.pix[i])*(1-fx) + float64(g.pix[i+1])*fx
	i += g.stride
	return top*(1-fy) + (float64(g.pix[i])*(1-fx)+float64(g.pix[i+1])*fx)*fy
}

func (g *plane) atEdge(x, y float64) float64 {
	if x != x || y != y {
		return 255
	}
	col := int(clamp(x+0.5, 0, float64(g.w-1)))
	row := int(clamp(y+0.5, 0, float64(g.h-1)))
	return float64(g.pix[row*g.stride+col])
}
