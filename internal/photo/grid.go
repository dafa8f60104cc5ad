package photo

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// grid is where each module of a symbol is in a picture: a perspective, and, because
// paper bends, a mesh that follows the alignment patterns.
type grid struct {
	size    float64 // modules along a side
	flat    perspective
	mesh    mesh
	seen    []seen  // finders and alignment patterns
	quality float64 // 0 to 1: how well the patterns were seen where they should be
}

// node is one alignment pattern.
type node struct {
	module point   // its middle
	reach  float64 // modules to the nearest finder
}

// seen is a place of the symbol with where it was seen in the picture.
type seen struct{ module, pixel point }

// alike is how alike a place must be to the alignment pattern to pass for one.
const alike = 0.6

// layout gives the alignment patterns of a version, those nearest to a finder first.
func layout(version int) (centres []float64, nodes []node) {
	v, err := decoder.Version_GetVersionForNumber(version)
	if err != nil {
		return nil, nil
	}
	for _, c := range v.GetAlignmentPatternCenters() {
		centres = append(centres, float64(c)+0.5)
	}
	size, last := float64(17+4*version), len(centres)-1
	corners := [3]point{{3.5, 3.5}, {size - 3.5, 3.5}, {3.5, size - 3.5}}
	for i, y := range centres {
		for j, x := range centres {
			if i == 0 && (j == 0 || j == last) || i == last && j == 0 {
				continue // a finder stands there
			}
			n := node{point{x, y}, math.Inf(1)}
			for _, c := range corners {
				n.reach = math.Min(n.reach, n.module.to(c))
			}
			nodes = append(nodes, n)
		}
	}
	slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(a.reach, b.reach) })
	return centres, nodes
}

// fitGrid lays the grid of a version over a symbol: from the finders outwards, each
// alignment pattern that is seen makes the place of the next more certain. Then each
// is looked for again, near where the whole says that it is.
func (s *symbol) fitGrid(version int) grid {
	g := grid{size: float64(17 + 4*version)}
	g.flat = through(s.corner, s.right, s.below, s.areas, g.size)
	centres, nodes := layout(version)
	fixed := []seen{
		{point{3.5, 3.5}, s.corner},
		{point{g.size - 3.5, 3.5}, s.right},
		{point{3.5, g.size - 3.5}, s.below},
	}
	first := s.explore(&g, nodes, fixed)
	matched := 0.0
	for _, n := range nodes {
		at, match := s.look(&g.flat, n.module, bend(first, &g.flat, n.module), 0.9)
		if match >= alike {
			g.seen = append(g.seen, seen{n.module, at})
			matched += match
		}
	}
	g.seen = append(g.seen, fixed...)
	g.mesh = newMesh(&g.flat, g.size, centres, g.seen)
	g.quality = math.Max(0, s.timing(&g))
	if len(nodes) > 0 {
		g.quality = (g.quality + matched/float64(len(nodes))) / 2
	}
	return g
}

// explore finds alignment patterns one after the other, fits the flat to them, and
// gives them with what is fixed.
func (s *symbol) explore(g *grid, nodes []node, fixed []seen) []seen {
	var pairs []pair
	for _, f := range fixed {
		pairs = append(pairs, pair{f.module, f.pixel, 3})
	}
	fourth := point{g.size - 3.5, g.size - 3.5}
	guess := pair{fourth, g.flat.at(fourth), 0.02} // settles the fit while little is seen
	var found []seen
	for _, n := range nodes {
		at, match := s.look(&g.flat, n.module, bend(found, &g.flat, n.module), 2.4)
		if match < alike {
			continue
		}
		found = append(found, seen{n.module, at})
		pairs = append(pairs, pair{n.module, at, 1})
		if len(found) > 3 {
			guess.weight = 0.001
		}
		if h, ok := fit(append(pairs[:len(pairs):len(pairs)], guess), g.size); ok {
			g.flat = h
		}
	}
	return append(found, fixed...)
}

// timing is how well the modules between the finders alternate as they must, from -1
// to 1: ISO/IEC 18004, 6.3.5. Of neighbouring versions, one alone does well.
func (s *symbol) timing(g *grid) float64 {
	right, all := 0.0, 1e-9
	for _, turned := range []bool{false, true} {
		grey := func(i float64) float64 {
			if turned {
				return s.grey.at(g.at(point{6.5, i + 0.5}))
			}
			return s.grey.at(g.at(point{i + 0.5, 6.5}))
		}
		for i := 8.0; i < g.size-8; i++ {
			over := grey(i) - (grey(i-1)+grey(i+1))/2
			if int(i)%2 == 0 {
				over = -over // dark
			}
			right += over
			all += math.Abs(over)
		}
	}
	return right / all
}

// bend is how far from the flat a place is expected, by the places seen near it. The
// finders are on the flat, nearly, and pull towards it.
func bend(found []seen, flat *perspective, at point) point {
	const near = 0.01 // a place seen here decides alone
	var sum point
	total := 1.0 / (40 * 40)
	for _, f := range found {
		d := f.module.minus(at)
		w := 1 / (d.dot(d) + near)
		sum = sum.plus(f.pixel.minus(flat.at(f.module)).times(w))
		total += w
	}
	return sum.times(1 / total)
}

// at is where a place of the symbol is in the picture.
func (g *grid) at(p point) point { return g.mesh.at(p) }

// alignment is the pattern of ISO/IEC 18004, 6.3.6: 1 light, -1 dark.
var alignment = [25]float64{
	-1, -1, -1, -1, -1,
	-1, 1, 1, 1, -1,
	-1, 1, -1, 1, -1,
	-1, 1, 1, 1, -1,
	-1, -1, -1, -1, -1,
}

// look searches for an alignment pattern up to reach modules from where it is
// expected, first roughly, then finely. A nearer one is preferred.
func (s *symbol) look(flat *perspective, module, around point, reach float64) (point, float64) {
	var spots [25]point
	for i := range spots {
		spots[i] = flat.at(point{module.x + float64(i%5-2), module.y + float64(i/5-2)}).plus(around)
	}
	along, down := flat.steps(module)
	var best point
	most := -1.0
	for _, by := range [3]struct{ reach, step float64 }{{reach, 0.34}, {0.3, 0.15}, {0.1, 0.05}} {
		from := best
		for a := -by.reach; a <= by.reach+1e-9; a += by.step {
			for b := -by.reach; b <= by.reach+1e-9; b += by.step {
				off := from.plus(along.times(a)).plus(down.times(b))
				match := s.match(&spots, off) - 0.012*math.Hypot(a, b)
				if match > most {
					most, best = match, off
				}
			}
		}
	}
	return spots[12].plus(best), most
}

// match is the correlation of the alignment pattern with the spots moved by off.
func (s *symbol) match(spots *[25]point, off point) float64 {
	const mean = -9.0 / 25
	const variance = 1 - mean*mean
	var sum, squares, product float64
	for i, p := range spots {
		v := s.grey.at(p.plus(off))
		sum += v
		squares += v * v
		product += v * alignment[i]
	}
	sum /= 25
	spread := squares/25 - sum*sum
	if spread < 30 { // nothing but paper
		return 0
	}
	return (product/25 - sum*mean) / math.Sqrt(spread*variance)
}
