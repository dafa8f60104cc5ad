package photo

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// grid is where each module of a symbol is in a picture: a perspective, and how far
// from it each alignment pattern was seen, because paper bends.
type grid struct {
	version int
	size    float64 // modules along a side
	flat    perspective
	centres []float64 // of alignment patterns along a side, in modules
	shift   [][]point // by row and column of centres, in pixels
	quality float64   // 0 to 1: how well the alignment patterns were seen
}

// node is one alignment pattern.
type node struct {
	row, col int
	module   point // its middle
	reach    float64
}

// seen is a node with where it was seen.
type seen struct {
	node
	pixel point
	match float64
}

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
			n := node{i, j, point{x, y}, math.Inf(1)}
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
// alignment pattern that is seen makes the place of the next more certain.
func (s *symbol) fitGrid(version int) grid {
	g := grid{version: version, size: float64(17 + 4*version)}
	g.flat = through(s.corner, s.right, s.below, s.areas, g.size)
	var nodes []node
	g.centres, nodes = layout(version)
	pairs := []pair{
		{point{3.5, 3.5}, s.corner, 3},
		{point{g.size - 3.5, 3.5}, s.right, 3},
		{point{3.5, g.size - 3.5}, s.below, 3},
	}
	fourth := point{g.size - 3.5, g.size - 3.5}
	guess := pair{fourth, g.flat.at(fourth), 0.02} // settles the fit while little is seen
	var found []seen
	for _, n := range nodes {
		around := bend(found, &g.flat, n.module)
		at, match := s.look(&g.flat, n.module, around, 2.4)
		if match < alike {
			continue
		}
		found = append(found, seen{n, at, match})
		pairs = append(pairs, pair{n.module, at, 1})
		if len(found) > 3 {
			guess.weight = 0.001
		}
		if h, ok := fit(append(pairs[:len(pairs):len(pairs)], guess), g.size); ok {
			g.flat = h
		}
	}
	s.settle(&g, nodes, found)
	return g
}

// settle looks for every alignment pattern again, near where the whole says that it
// is, and keeps how far each is from the flat.
func (s *symbol) settle(g *grid, nodes []node, first []seen) {
	var found []seen
	for _, n := range nodes {
		at, match := s.look(&g.flat, n.module, bend(first, &g.flat, n.module), 0.9)
		if match >= alike {
			found = append(found, seen{n, at, match})
			g.quality += match / float64(len(nodes))
		}
	}
	g.shift = make([][]point, len(g.centres))
	for i, y := range g.centres {
		g.shift[i] = make([]point, len(g.centres))
		for j, x := range g.centres {
			g.shift[i][j] = bend(found, &g.flat, point{x, y})
		}
	}
	if len(nodes) == 0 {
		g.quality = 0.5 // version 1 has none
	}
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
func (g *grid) at(p point) point {
	q := g.flat.at(p)
	if len(g.centres) < 2 {
		return q
	}
	col, fx := between(g.centres, p.x)
	row, fy := between(g.centres, p.y)
	top := g.shift[row][col].times(1 - fx).plus(g.shift[row][col+1].times(fx))
	low := g.shift[row+1][col].times(1 - fx).plus(g.shift[row+1][col+1].times(fx))
	return q.plus(top.times(1 - fy)).plus(low.times(fy))
}

// between gives the interval of centres that v is in, and how far along it is. What
// is outside bends on as the outermost interval does, half as much.
func between(centres []float64, v float64) (int, float64) {
	k := 0
	for k+2 < len(centres) && v > centres[k+1] {
		k++
	}
	f := (v - centres[k]) / (centres[k+1] - centres[k])
	if f < 0 {
		f /= 2
	} else if f > 1 {
		f = 1 + (f-1)/2
	}
	return k, f
}

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
