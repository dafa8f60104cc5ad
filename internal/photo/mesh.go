package photo

import "math"

// mesh says where places of a symbol are in the picture, by knots a few modules
// apart with straight lines between them.
type mesh struct {
	n     int     // knots along a side
	step  float64 // modules from knot to knot
	knots []point // row by row, in pixels
}

// apart is about how many modules are between two knots.
const apart = 5

// newMesh lays a mesh on the flat, bent through the alignment patterns that were seen.
func newMesh(flat *perspective, size float64, centres []float64, found []seen) mesh {
	n := int(math.Round(size/apart)) + 1
	m := mesh{n, size / float64(n-1), make([]point, n*n)}
	bends := bendsOf(flat, centres, found)
	for i := range m.knots {
		p := m.module(i)
		m.knots[i] = flat.at(p).plus(bends.at(p))
	}
	return m
}

// module is where in the symbol a knot is.
func (m *mesh) module(i int) point {
	return point{float64(i%m.n) * m.step, float64(i/m.n) * m.step}
}

func (m *mesh) at(p point) point {
	col, fx := m.cell(p.x)
	row, fy := m.cell(p.y)
	i := row*m.n + col
	a, b, c, d := m.knots[i], m.knots[i+1], m.knots[i+m.n], m.knots[i+m.n+1]
	wa, wb, wc, wd := (1-fx)*(1-fy), fx*(1-fy), (1-fx)*fy, fx*fy
	return point{wa*a.x + wb*b.x + wc*c.x + wd*d.x, wa*a.y + wb*b.y + wc*c.y + wd*d.y}
}

func (m *mesh) cell(v float64) (int, float64) {
	v /= m.step
	i := min(max(int(v), 0), m.n-2)
	return i, v - float64(i)
}

// bends is how far from the flat each alignment pattern is.
type bends struct {
	centres []float64
	shift   [][]point // by row and column of centres, in pixels
}

func bendsOf(flat *perspective, centres []float64, found []seen) bends {
	b := bends{centres, make([][]point, len(centres))}
	for i, y := range centres {
		b.shift[i] = make([]point, len(centres))
		for j, x := range centres {
			b.shift[i][j] = bend(found, flat, point{x, y})
		}
	}
	return b
}

// at goes smoothly from pattern to pattern, first along rows, then down.
func (b bends) at(p point) point {
	if len(b.centres) < 2 {
		return point{}
	}
	row, fy := between(b.centres, p.y)
	col, fx := between(b.centres, p.x)
	var down [4]point
	for k := range down {
		var along [4]point
		for l := range along {
			along[l] = b.near(row+k-1, col+l-1)
		}
		down[k] = smooth(along, fx)
	}
	return smooth(down, fy)
}

// near is a pattern's shift; outside the symbol, what goes on in a straight line.
func (b bends) near(row, col int) point {
	last := len(b.centres) - 1
	switch {
	case row < 0:
		return b.near(0, col).times(2).minus(b.near(1, col))
	case row > last:
		return b.near(last, col).times(2).minus(b.near(last-1, col))
	case col < 0:
		return b.shift[row][0].times(2).minus(b.shift[row][1])
	case col > last:
		return b.shift[row][last].times(2).minus(b.shift[row][last-1])
	}
	return b.shift[row][col]
}

// smooth is the Catmull-Rom spline between the second and the third of four, and the
// straight line on where f is outside 0 to 1.
func smooth(p [4]point, f float64) point {
	if f < 0 {
		return p[1].plus(p[2].minus(p[0]).times(f / 2))
	}
	if f > 1 {
		return p[2].plus(p[3].minus(p[1]).times((f - 1) / 2))
	}
	a := p[1].times(2)
	b := p[2].minus(p[0]).times(f)
	c := p[0].times(2).minus(p[1].times(5)).plus(p[2].times(4)).minus(p[3]).times(f * f)
	d := p[1].times(3).minus(p[2].times(3)).plus(p[3]).minus(p[0]).times(f * f * f)
	return a.plus(b).plus(c).plus(d).times(0.5)
}

// between gives the interval of centres that v is in, and how far along it is: below
// 0 or above 1 outside them all.
func between(centres []float64, v float64) (int, float64) {
	k := 0
	for k+2 < len(centres) && v > centres[k+1] {
		k++
	}
	return k, (v - centres[k]) / (centres[k+1] - centres[k])
}
