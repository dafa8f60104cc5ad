package photo

import (
	"cmp"
	"math"
	"slices"
)

// snap lays the mesh anew, knot by knot, from the patterns that were seen outwards:
// each knot goes where the modules around it are most clearly dark or light, near
// where its neighbours lead. A grid that is off by a part of a module looks at
// edges, which are grey.
func (s *symbol) snap(g *grid) {
	placed := slices.Clone(g.seen)
	for _, i := range g.outwards() {
		at := g.mesh.module(i)
		g.mesh.knots[i] = s.clearest(g, trendOf(placed, &g.flat, at), at)
		placed = append(placed, seen{at, g.mesh.knots[i]})
	}
}

// outwards gives the knots in the order of how far they are from a seen pattern.
func (g *grid) outwards() []int {
	far := make([]float64, len(g.mesh.knots))
	order := make([]int, len(far))
	for i := range far {
		order[i], far[i] = i, math.Inf(1)
		for _, f := range g.seen {
			far[i] = math.Min(far[i], f.module.to(g.mesh.module(i)))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(far[a], far[b]) })
	return order
}

// trend is how the paper around a place is bent away from the flat, in pixels: at
// the place, and more with each module to the right and down.
type trend struct {
	at                point // in modules
	here, along, down point
}

func (t *trend) place(flat *perspective, p point) point {
	d := p.minus(t.at)
	return flat.at(p).plus(t.here).plus(t.along.times(d.x)).plus(t.down.times(d.y))
}

// trendOf is the plane through what is placed near a module, by least squares in
// which the nearest count most and a slope must be seen to be believed.
func trendOf(placed []seen, flat *perspective, at point) trend {
	const near, far, caution = 6, 40, 0.5
	sums := [3][3]float64{{1e-4, 0, 0}, {0, caution, 0}, {0, 0, caution}}
	var right [3]point
	for _, p := range placed {
		d := p.module.minus(at)
		if square := d.dot(d); square < far*far {
			w := 1 / (1 + square/near/near)
			w *= w
			bent := p.pixel.minus(flat.at(p.module))
			row := [3]float64{1, d.x, d.y}
			for i, a := range row {
				for j, b := range row {
					sums[i][j] += w * a * b
				}
				right[i] = right[i].plus(bent.times(w * a))
			}
		}
	}
	c := cramer(sums, right)
	return trend{at, c[0], c[1], c[2]}
}

// cramer solves three equations for points.
func cramer(m [3][3]float64, right [3]point) (c [3]point) {
	cofactor := func(i, j int) float64 {
		a, b, k, l := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][k]*m[b][l] - m[a][l]*m[b][k]
	}
	whole := m[0][0]*cofactor(0, 0) + m[0][1]*cofactor(0, 1) + m[0][2]*cofactor(0, 2)
	for j := range c {
		for i := range right {
			c[j] = c[j].plus(right[i].times(cofactor(i, j) / whole))
		}
	}
	return c
}

// around is how many modules, each way, are looked at to place a knot.
const around = 4

// clearest is where the modules around a knot are clearest, up to half a module from
// where it is led.
func (s *symbol) clearest(g *grid, lead trend, at point) point {
	const reach, step = 0.5, 0.125
	var spots [4 * around * around]point
	count := 0
	for y := math.Max(0, math.Round(at.y)-around); y < math.Min(g.size, math.Round(at.y)+around); y++ {
		for x := math.Max(0, math.Round(at.x)-around); x < math.Min(g.size, math.Round(at.x)+around); x++ {
			spots[count] = lead.place(&g.flat, point{x + 0.5, y + 0.5})
			count++
		}
	}
	along, down := g.flat.steps(at)
	from := lead.place(&g.flat, at)
	best, most := from, -1.0
	for a := -reach; a <= reach+1e-9; a += step {
		for b := -reach; b <= reach+1e-9; b += step {
			off := along.times(a).plus(down.times(b))
			clear := s.clearness(spots[:count], off) * (1 - 0.2*math.Hypot(a, b))
			if clear > most {
				best, most = from.plus(off), clear
			}
		}
	}
	return best
}

// clearness is how far the greys are from their mean, on average.
func (s *symbol) clearness(spots []point, off point) float64 {
	var grey [4 * around * around]float64
	sum := 0.0
	for i, p := range spots {
		grey[i] = s.grey.at(p.plus(off))
		sum += grey[i]
	}
	n := float64(len(spots))
	far := 0.0
	for _, v := range grey[:len(spots)] {
		far += math.Abs(v - sum/n)
	}
	return far / n
}
