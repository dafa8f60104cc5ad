package photo

import "github.com/makiuchi-d/gozxing"

// values are the greys of a symbol's modules, row by row.
type values struct {
	n    int
	grey []float64
}

// taps are where a module is looked at, from its middle.
var taps = [4]point{{-0.18, -0.18}, {0.18, -0.18}, {-0.18, 0.18}, {0.18, 0.18}}

func (s *symbol) sample(g *grid) values {
	n := int(g.size)
	v := values{n, make([]float64, n*n)}
	for y := range n {
		for x := range n {
			p := point{float64(x) + 0.5, float64(y) + 0.5}
			q := g.at(p)
			along, down := g.at(point{p.x + 0.5, p.y}).minus(q), g.at(point{p.x, p.y + 0.5}).minus(q)
			sum := 2 * s.grey.at(q)
			for _, t := range taps {
				sum += s.grey.at(q.plus(along.times(2 * t.x)).plus(down.times(2 * t.y)))
			}
			v.grey[y*n+x] = sum / 6
		}
	}
	return v
}

// sharpened takes from each module a part of what its neighbours spilled into it.
func (v values) sharpened(amount float64) values {
	if amount == 0 {
		return v
	}
	out := values{v.n, make([]float64, len(v.grey))}
	for y := range v.n {
		for x := range v.n {
			mean := (v.near(x-1, y) + v.near(x+1, y) + v.near(x, y-1) + v.near(x, y+1)) / 4
			here := v.grey[y*v.n+x]
			out.grey[y*v.n+x] = here + amount*(here-mean)
		}
	}
	return out
}

// near is a module's grey; white outside, where the quiet zone is.
func (v values) near(x, y int) float64 {
	if x < 0 || y < 0 || x >= v.n || y >= v.n {
		return 255
	}
	return v.grey[y*v.n+x]
}

// modules parts dark from light by the mean of the modules around each: a mask makes
// sure that half of them are dark.
func (v values) modules() *gozxing.BitMatrix {
	const around = 6
	out, err := gozxing.NewSquareBitMatrix(v.n)
	if err != nil {
		panic(err) // a version's size is never below one
	}
	sums := v.sums()
	for y := range v.n {
		for x := range v.n {
			left, right := max(0, x-around), min(v.n, x+around+1)
			top, low := max(0, y-around), min(v.n, y+around+1)
			w := v.n + 1
			sum := sums[low*w+right] - sums[top*w+right] - sums[low*w+left] + sums[top*w+left]
			if v.grey[y*v.n+x]*float64((right-left)*(low-top)) < sum {
				out.Set(x, y)
			}
		}
	}
	return out
}

// sums holds, for each module, the sum of all that are above and left of it.
func (v values) sums() []float64 {
	w := v.n + 1
	sums := make([]float64, w*w)
	for y := range v.n {
		row := 0.0
		for x := range v.n {
			row += v.grey[y*v.n+x]
			sums[(y+1)*w+x+1] = sums[y*w+x+1] + row
		}
	}
	return sums
}
