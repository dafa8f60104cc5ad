package photo

import (
	"cmp"
	"math"
	"slices"
)

// triple is three finders that may belong to one symbol.
type triple struct {
	corner, right, below finder
	oddness              float64 // 0 for a symbol seen straight on
}

// tripleLimit bounds how many are tried on one picture.
const tripleLimit = 24

// triples gives the likely symbols among the finders, the likeliest first.
func triples(found []finder) []triple {
	var all []triple
	for i := range found {
		for j := i + 1; j < len(found); j++ {
			for k := j + 1; k < len(found); k++ {
				if t, ok := join(found[i], found[j], found[k]); ok {
					all = append(all, t)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b triple) int { return cmp.Compare(a.oddness, b.oddness) })
	return all[:min(len(all), tripleLimit)]
}

// join makes a triple of three finders: the corner is opposite the longest side, and
// from it right, then below, go clockwise as on paper. A mirrored symbol comes out
// with right and below exchanged, which its decoder mends.
func join(a, b, c finder) (triple, bool) {
	if ab, bc, ca := a.at.to(b.at), b.at.to(c.at), c.at.to(a.at); ab >= bc && ab >= ca {
		a, c = c, a
	} else if ca >= bc {
		a, b = b, a
	}
	x, y := b.at.minus(a.at), c.at.minus(a.at)
	if x.cross(y) < 0 {
		b, c, x, y = c, b, y, x
	}
	t := triple{corner: a, right: b, below: c}
	lx, ly := x.length(), y.length()
	module := (a.module + b.module + c.module) / 3
	sizes := math.Max(a.module, math.Max(b.module, c.module)) / math.Min(a.module, math.Min(b.module, c.module))
	arms := math.Max(lx, ly) / math.Min(lx, ly)
	lean := math.Abs(x.dot(y)) / (lx * ly)
	// From version 1, seen large, to 40, seen small; finders stand wider when turned.
	if sizes > 3 || arms > 2.5 || lean > 0.75 || !within((lx+ly)/2/module, 8, 190) {
		return t, false
	}
	seen := float64(min(a.rows, b.rows, c.rows)) / module // three where all went well
	t.oddness = math.Log(sizes) + math.Log(arms) + lean + 0.3*math.Max(0, 2-seen)
	return t, true
}
