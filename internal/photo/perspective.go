package photo

import "math"

// perspective maps the modules of a flat symbol to the picture.
type perspective [9]float64

func (h *perspective) at(p point) point {
	w := h[6]*p.x + h[7]*p.y + h[8]
	return point{(h[0]*p.x + h[1]*p.y + h[2]) / w, (h[3]*p.x + h[4]*p.y + h[5]) / w}
}

// steps are one module along x and along y at a place, in pixels.
func (h *perspective) steps(p point) (along, down point) {
	along = h.at(point{p.x + 0.5, p.y}).minus(h.at(point{p.x - 0.5, p.y}))
	down = h.at(point{p.x, p.y + 0.5}).minus(h.at(point{p.x, p.y - 0.5}))
	return along, down
}

// pair is a place in the symbol that was seen at a place in the picture; weight says
// how surely.
type pair struct {
	module, pixel point
	weight        float64
}

// through is the perspective with the three finder middles of a symbol of size
// modules, where the areas of the finders tell how much nearer one is than another:
// an area goes with the cube of the nearness.
func through(corner, right, below point, areas [3]float64, size float64) perspective {
	nearRight, nearBelow := math.Cbrt(areas[0]/areas[1]), math.Cbrt(areas[0]/areas[2])
	linear := func(a, b, c float64) (x, y, one float64) {
		x, y = (b-a)/(size-7), (c-a)/(size-7)
		return x, y, a - 3.5*(x+y)
	}
	var h perspective
	h[0], h[1], h[2] = linear(corner.x, right.x*nearRight, below.x*nearBelow)
	h[3], h[4], h[5] = linear(corner.y, right.y*nearRight, below.y*nearBelow)
	h[6], h[7], h[8] = linear(1, nearRight, nearBelow)
	return h
}

// fit is the perspective that comes nearest to the pairs, by least squares; false
// where they do not settle one. Both sides are brought to a size of about one first,
// or the sums would lose their digits.
func fit(pairs []pair, size float64) (perspective, bool) {
	mean, spread := spreadOf(pairs)
	var sums [8][9]float64
	for _, p := range pairs {
		x, y := p.module.x/size-0.5, p.module.y/size-0.5
		q := p.pixel.minus(mean).times(1 / spread)
		gather(&sums, [8]float64{x, y, 1, 0, 0, 0, -x * q.x, -y * q.x}, q.x, p.weight)
		gather(&sums, [8]float64{0, 0, 0, x, y, 1, -x * q.y, -y * q.y}, q.y, p.weight)
	}
	s, ok := solve(&sums)
	if !ok {
		return perspective{}, false
	}
	// Undo what was brought to size: first the modules, then the pixels.
	a, b, c := s[0]/size, s[1]/size, s[2]-(s[0]+s[1])/2
	d, e, f := s[3]/size, s[4]/size, s[5]-(s[3]+s[4])/2
	g, h, k := s[6]/size, s[7]/size, 1-(s[6]+s[7])/2
	return perspective{
		a*spread + mean.x*g, b*spread + mean.x*h, c*spread + mean.x*k,
		d*spread + mean.y*g, e*spread + mean.y*h, f*spread + mean.y*k,
		g, h, k,
	}, true
}

// spreadOf is the middle of the pixels and how far they are from it on average.
func spreadOf(pairs []pair) (mean point, spread float64) {
	n := float64(len(pairs))
	for _, p := range pairs {
		mean = mean.plus(p.pixel.times(1 / n))
	}
	for _, p := range pairs {
		spread += p.pixel.to(mean) / n
	}
	return mean, math.Max(spread, 1e-9)
}

// gather adds one equation to the normal equations.
func gather(sums *[8][9]float64, row [8]float64, value, weight float64) {
	for i, a := range row {
		if a == 0 {
			continue
		}
		for j, b := range row {
			sums[i][j] += weight * a * b
		}
		sums[i][8] += weight * a * value
	}
}

// solve is Gauss's elimination with the largest pivot.
func solve(m *[8][9]float64) (s [8]float64, ok bool) {
	for i := range m {
		pivot := i
		for k := i + 1; k < 8; k++ {
			if math.Abs(m[k][i]) > math.Abs(m[pivot][i]) {
				pivot = k
			}
		}
		m[i], m[pivot] = m[pivot], m[i]
		if math.Abs(m[i][i]) < 1e-12 {
			return s, false
		}
		for k := range m {
			if k != i {
				eliminate(&m[k], &m[i], i)
			}
		}
	}
	for i := range s {
		s[i] = m[i][8] / m[i][i]
	}
	return s, true
}

func eliminate(row, by *[9]float64, at int) {
	factor := row[at] / by[at]
	for j := at; j < len(row); j++ {
		row[j] -= factor * by[j]
	}
}
