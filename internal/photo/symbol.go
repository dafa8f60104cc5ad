package photo

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// symbol is one QR code as it lies in a plane.
type symbol struct {
	grey                 *plane
	corner, right, below point      // the middles of its finders
	areas                [3]float64 // of the finders' cores, in square pixels
	module               float64    // pixels that a module is wide at the finders, by their outer edges
}

// newSymbol measures the three finders of a triple in a plane whose pixels are scale
// pixels of the triple's.
func newSymbol(grey *plane, t triple, scale float64) symbol {
	s := symbol{grey: grey}
	for i, f := range []finder{t.corner, t.right, t.below} {
		at, area := grey.measure(f.at.times(1/scale), f.module/scale)
		s.areas[i] = area
		*[]*point{&s.corner, &s.right, &s.below}[i] = at
		s.module += f.module / scale / 3
	}
	// A row or column through a square that is turned is longer than its side.
	along := s.right.minus(s.corner)
	s.module *= math.Max(math.Abs(along.x), math.Abs(along.y)) / math.Max(along.length(), 1e-9)
	return s
}

// rays are the directions in which a finder is measured.
const rays = 32

// measure finds a finder's middle and its area by the edge between its core and the
// light ring in every direction. Where an edge cannot be seen, the first estimate stands.
func (g *plane) measure(at point, module float64) (point, float64) {
	area := 9 * module * module
	for range 2 {
		level, ok := g.level(at, module)
		if !ok {
			break
		}
		edges := make([]point, 0, rays)
		for i := range rays {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / rays)
			if d, ok := g.edge(at, point{cos, sin}, 4*module, level); ok {
				edges = append(edges, at.plus(point{cos, sin}.times(d)))
			}
		}
		if len(edges) < rays {
			break
		}
		middle, size := centroid(edges)
		if middle.to(at) > 1.5*module {
			break
		}
		at, area = middle, size
	}
	return at, area
}

// level is the grey halfway between a finder's dark core and its light ring.
func (g *plane) level(at point, module float64) (float64, bool) {
	core := g.at(at)
	var light []float64
	for i := range rays {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / rays)
		lightest := core
		for d := module; d < 3.5*module; d += module / 4 {
			lightest = math.Max(lightest, g.at(at.plus(point{cos, sin}.times(d))))
		}
		light = append(light, lightest)
	}
	slices.Sort(light)
	ring := light[rays/3]
	return (core + ring) / 2, ring-core > 8
}

// edge is how far from a place, in a direction, the grey first passes a level.
func (g *plane) edge(from, direction point, limit, level float64) (float64, bool) {
	const step = 0.5
	before := g.at(from)
	for d := step; d < limit; d += step {
		now := g.at(from.plus(direction.times(d)))
		if now >= level {
			return d - step*(now-level)/math.Max(now-before, 1e-9), true
		}
		before = now
	}
	return 0, false
}

// centroid is the middle and the area of a polygon.
func centroid(corners []point) (point, float64) {
	var sum point
	twice := 0.0
	origin := corners[0]
	for i, a := range corners {
		a, b := a.minus(origin), corners[(i+1)%len(corners)].minus(origin)
		c := a.cross(b)
		twice += c
		sum = sum.plus(a.plus(b).times(c))
	}
	if math.Abs(twice) < 1e-9 {
		return origin, 1e-9
	}
	return origin.plus(sum.times(1 / (3 * twice))), math.Abs(twice / 2)
}

// versions gives the versions that the symbol may have, the likeliest first.
func (s *symbol) versions() []int {
	var all []int
	add := func(v int) {
		if v >= 1 && v <= 40 && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	guess := s.guess(s.module)
	for _, v := range s.written(min(max(guess, 7), 40)) {
		if 3*v >= 2*guess && 2*v <= 3*guess {
			add(v)
		}
	}
	for _, off := range []int{0, 1, -1, 2, -2} {
		add(guess + off)
	}
	add(s.guess(math.Sqrt((s.areas[0] + s.areas[1] + s.areas[2]) / 27)))
	add(guess + 3)
	add(guess - 3)
	return all
}

// guess is the version for a module of so many pixels.
func (s *symbol) guess(module float64) int {
	across := (s.corner.to(s.right)+s.corner.to(s.below))/2/module + 7
	return int(math.Round((across - 17) / 4))
}

// written gives the version as it is written beside the right and the lower finder:
// ISO/IEC 18004, 7.10. It stands at a fixed distance from each, so that a guess of
// the size is good enough to read it.
func (s *symbol) written(guess int) []int {
	size := float64(17 + 4*guess)
	h := through(s.corner, s.right, s.below, s.areas, size)
	var all []int
	for _, turned := range []bool{false, true} {
		var grey [18]float64
		mean := 0.0
		for i := range grey {
			p := point{size - 11 + float64(i%3) + 0.5, float64(i/3) + 0.5}
			if turned {
				p = point{p.y, p.x}
			}
			grey[i] = s.grey.at(h.at(p))
			mean += grey[i] / 18
		}
		code := 0
		for i, v := range grey {
			if v < mean {
				code |= 1 << i
			}
		}
		for i, word := range decoder.VERSION_DECODE_INFO {
			if bits.OnesCount(uint(code^word)) <= 3 {
				all = append(all, i+7)
			}
		}
	}
	return all
}

// fourth is where the corner without a finder is.
func (g *grid) fourth() point { return g.at(point{g.size - 3.5, g.size - 3.5}) }

// These part grids by their quality.
const (
	poor = 0.35 // not worth decoding
	good = 0.8  // worth decoding before other versions are tried
)

// read decodes the symbol; "" where it cannot be.
func (s *symbol) read() (string, grid) {
	var fits []grid
	for _, v := range s.versions() {
		g := s.fitGrid(v)
		if g.quality >= good {
			if text := s.decode(&g); text != "" {
				return text, g
			}
		}
		if g.quality >= poor {
			fits = append(fits, g)
		}
	}
	slices.SortStableFunc(fits, func(a, b grid) int { return cmp.Compare(b.quality, a.quality) })
	for _, g := range fits[:min(2, len(fits))] {
		if g.quality < good {
			if text := s.decode(&g); text != "" {
				return text, g
			}
		}
		s.snap(&g)
		if text := s.decode(&g); text != "" {
			return text, g
		}
	}
	return "", grid{}
}

// decode tries the modules as they are, then sharpened against blur.
func (s *symbol) decode(g *grid) string {
	values := s.sample(g)
	for _, amount := range []float64{0, 0.5, 1} {
		if text := correct(values.sharpened(amount).modules()); text != "" {
			return text
		}
	}
	return ""
}

// correct is the text of the modules after error correction; "" where there are too
// many errors.
func correct(m *gozxing.BitMatrix) (text string) {
	defer func() {
		if recover() != nil { // what it makes of a symbol built to break it
			text = ""
		}
	}()
	result, err := decoder.NewDecoder().Decode(m, nil)
	if err != nil {
		return ""
	}
	return result.GetText()
}
