package photo

import (
	"cmp"
	"image"
	"math"
	"slices"
	"time"
)

// layer is the picture at one size.
type layer struct {
	plane
	scale float64 // pixels of the picture that one of the layer's is wide
}

// code is what was read, and where: the finders' middles and the fourth corner, in
// pixels of the picture, around.
type code struct {
	text    string
	corners [4]point
}

// hunt looks for the codes of one picture.
type hunt struct {
	layers []layer // the finest first
	until  time.Time
	codes  []code
}

// comfortable is the size of picture, in pixels, at which the search begins: a
// scan of A4 as it is, a phone's photograph at half its size. A code of which a
// module is under one and a half pixels there is seen at a finer size alone.
const comfortable = 6_200_000

// codes gives a picture's texts in the order in which a person reads.
func codes(img image.Image, turned orientation, until time.Time) []string {
	grey := greyOf(img)
	found := search(grey, until)
	if len(found) == 0 && time.Now().Before(until) {
		found = search(grey.inverted(), until) // light on dark
	}
	return inOrder(found, turned, float64(grey.w), float64(grey.h))
}

// search goes through the layers, the comfortable size first, until a layer leaves
// nothing that looks like another code.
func search(grey plane, until time.Time) []code {
	h := &hunt{layers: layersOf(grey), until: until}
	for _, i := range h.order() {
		left := h.layer(i)
		if len(h.codes) > 0 && !left || h.late() {
			break
		}
	}
	return h.codes
}

func (h *hunt) late() bool { return time.Now().After(h.until) }

// layersOf halves the picture until little is left of it, and doubles a small one.
func layersOf(grey plane) []layer {
	var all []layer
	if grey.w*grey.h <= 1_500_000 {
		all = append(all, layer{grey.double(), 0.5})
	}
	for scale := 1.0; ; scale *= 2 {
		all = append(all, layer{grey, scale})
		if min(grey.w, grey.h) < 160 {
			return all
		}
		grey = grey.half()
	}
}

// order gives the comfortable layer, then the others by how far they are from it,
// the finer first.
func (h *hunt) order() []int {
	from := slices.IndexFunc(h.layers, func(l layer) bool { return l.scale >= 1 && l.w*l.h <= comfortable })
	from = max(from, 0)
	order := []int{from}
	for off := 1; off < len(h.layers); off++ {
		for _, i := range []int{from - off, from + off} {
			if i >= 0 && i < len(h.layers) {
				order = append(order, i)
			}
		}
	}
	return order
}

// layer reads the codes whose finders are seen in a layer, and reports whether
// finders are left that may be another code's.
func (h *hunt) layer(i int) (left bool) {
	l := h.layers[i]
	found := h.outside(l.dark().finders(), l.scale)
	for _, t := range triples(found) {
		if h.late() || len(h.codes) == CodeLimit {
			return false
		}
		if h.inside(t.corner.at.times(l.scale)) || h.inside(t.right.at.times(l.scale)) || h.inside(t.below.at.times(l.scale)) {
			continue
		}
		h.try(t, l.scale)
	}
	strong := func(f finder) bool { return float64(f.rows) >= 1.5*f.module }
	return slices.ContainsFunc(h.outside(found, l.scale), strong)
}

// try reads one triple of a layer, at the size where a module is about four pixels
// wide: the pixels of a larger one are better taken together, against grain.
func (h *hunt) try(t triple, scale float64) {
	module := (t.corner.module + t.right.module + t.below.module) / 3 * scale
	best := slices.MinFunc(h.layers, func(a, b layer) int {
		return cmp.Compare(math.Abs(math.Log(module/a.scale/4)), math.Abs(math.Log(module/b.scale/4)))
	})
	s := newSymbol(&best.plane, t, best.scale/scale)
	text, g := s.read()
	if text == "" {
		return
	}
	c := code{text, [4]point{s.corner, s.right, g.fourth(), s.below}}
	for i := range c.corners {
		c.corners[i] = c.corners[i].times(best.scale)
	}
	h.codes = append(h.codes, c)
}

// outside leaves out the finders of a layer that are within a code already read.
func (h *hunt) outside(found []finder, scale float64) []finder {
	var out []finder
	for _, f := range found {
		if !h.inside(f.at.times(scale)) {
			out = append(out, f)
		}
	}
	return out
}

// inside reports whether a place is within a code already read, or on its edge.
func (h *hunt) inside(p point) bool {
	return slices.ContainsFunc(h.codes, func(c code) bool {
		centre := middle(c.corners[0], c.corners[2])
		q := centre.plus(p.minus(centre).times(0.9)) // its finders are on the line
		return surrounds(c.corners, q)
	})
}

// surrounds reports whether a point is within four corners, which go round either way.
func surrounds(corners [4]point, p point) bool {
	left, right := 0, 0
	for i, a := range corners {
		if corners[(i+1)%4].minus(a).cross(p.minus(a)) < 0 {
			left++
		} else {
			right++
		}
	}
	return left == 0 || right == 0
}

// inOrder gives the texts as a person reads them: rows from the top, each from the
// left. Codes are in one row where their middles are less than half a code apart.
func inOrder(found []code, turned orientation, w, h float64) []string {
	type placed struct {
		text string
		at   point
		high float64
	}
	var all []placed
	for _, c := range found {
		at := turned.place(middle(c.corners[0], c.corners[2]), w, h)
		all = append(all, placed{c.text, at, c.corners[0].to(c.corners[2]) / math.Sqrt2})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at.y, b.at.y) })
	var texts []string
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].at.y-all[0].at.y < all[0].high/2 {
			n++
		}
		row := all[:n]
		all = all[n:]
		slices.SortStableFunc(row, func(a, b placed) int { return cmp.Compare(a.at.x, b.at.x) })
		for _, p := range row {
			texts = merge(texts, []string{p.text})
		}
	}
	return texts
}
