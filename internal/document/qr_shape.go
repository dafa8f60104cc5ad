package document

import (
	"sync"

	"muster/internal/passport"
)

// levelM is the correction of level M from version 1 on (ISO/IEC 18004, table 9):
// bytes of correction a block, and blocks.
var levelM = [passport.MaxQRVersion]struct{ correction, blocks int }{
	{10, 1},
	{16, 1},
	{26, 1},
	{18, 2},
	{24, 2},
	{16, 4},
	{18, 4},
	{22, 4},
	{22, 5},
	{26, 5},
	{30, 5},
	{22, 8},
	{22, 9},
	{24, 9},
	{24, 10},
	{28, 10},
	{28, 11},
	{26, 13},
	{26, 14},
	{26, 16},
	{26, 17},
	{28, 17},
	{28, 18},
	{28, 20},
	{28, 21},
	{28, 23},
	{28, 25},
}

// shape is what all symbols of one version have in common.
type shape struct {
	version    int
	size       int // squares across, without the quiet zone
	data       int // bytes of data
	blocks     int
	correction int         // bytes a block
	steps      [256][]byte // the generator times each value
	places     []square    // of the codewords' bits, in their order
	frames     [8]symbol   // each mask over the free squares, with all patterns
}

type square struct{ x, y uint8 }

var shapes [passport.MaxQRVersion]struct {
	once sync.Once
	shape
}

// shapeOf is the shape of a version from 1 to passport.MaxQRVersion, worked out once.
func shapeOf(version int) *shape {
	s := &shapes[version-1]
	s.once.Do(func() { s.shape = newShape(version) })
	return &s.shape
}

func newShape(version int) shape {
	s := shape{version: version, size: 17 + 4*version, blocks: levelM[version-1].blocks, correction: levelM[version-1].correction}
	base, taken := newSymbol(s.size), newSymbol(s.size)
	p := easel{s.size, base, taken}
	p.patterns(version)
	s.places = s.zigzag(taken)
	s.data = len(s.places)/8 - s.blocks*s.correction
	for mask := range s.frames {
		s.frames[mask] = p.frame(mask, s.places)
	}
	s.steps = steps(s.correction)
	return s
}

// zigzag lists the free squares in the order of 7.7.3: columns of two from the right,
// upwards and downwards in turn, the timing column left out.
func (s *shape) zigzag(taken symbol) []square {
	var out []square
	up := true
	for right := s.size - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range s.size {
			y := i
			if up {
				y = s.size - 1 - i
			}
			for x := right; x > right-2; x-- {
				if !taken.rows[y].has(x) {
					out = append(out, square{uint8(x), uint8(y)})
				}
			}
		}
		up = !up
	}
	return out
}

// easel is where the patterns are drawn, with a note of which squares they take.
type easel struct {
	size        int
	dark, taken symbol
}

func (p easel) paint(x, y int, dark bool) {
	if x < 0 || y < 0 || x >= p.size || y >= p.size {
		return
	}
	p.taken.set(x, y)
	if dark {
		p.dark.set(x, y)
	}
}

// patterns draws what does not depend on the text or the mask (6.3), and keeps the
// format's squares free of data.
func (p easel) patterns(version int) {
	for _, c := range [][2]int{{3, 3}, {p.size - 4, 3}, {3, p.size - 4}} {
		p.rings(c[0], c[1], 4, 1<<0|1<<1|1<<3)
	}
	centres := alignment(version)
	for i, x := range centres {
		for j, y := range centres {
			corner := i == 0 && j == 0 || i == 0 && j == len(centres)-1 || i == len(centres)-1 && j == 0
			if !corner {
				p.rings(x, y, 2, 1<<0|1<<2)
			}
		}
	}
	for i := 8; i < p.size-8; i++ {
		p.paint(i, 6, i%2 == 0)
		p.paint(6, i, i%2 == 0)
	}
	p.version(version)
	p.format(0)
}

// rings draws squares around a centre, dark where their bit is set.
func (p easel) rings(x, y, radius, dark int) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			p.paint(x+dx, y+dy, dark>>max(apart(dx, 0), apart(dy, 0))&1 != 0)
		}
	}
}

// alignment is where the alignment patterns stand along each axis (annex E).
func alignment(version int) []int {
	if version == 1 {
		return nil
	}
	n := version/7 + 2
	last := 10 + 4*version
	step := (last - 6 + 2*(n-1) - 1) / (2 * (n - 1)) * 2
	out := make([]int, n)
	for i := range out {
		out[i] = last - (n-1-i)*step
	}
	out[0] = 6
	return out
}

// version draws the version's number from 7 on (7.10).
func (p easel) version(version int) {
	if version < 7 {
		return
	}
	code := version<<12 | checkBits(version<<12, 0x1F25)
	for i := range 18 {
		far, near := p.size-11+i%3, i/3
		p.paint(far, near, code>>i&1 != 0)
		p.paint(near, far, code>>i&1 != 0)
	}
}

// format draws level M and the mask, twice, and the one square that is always dark
// (7.9).
func (p easel) format(mask int) {
	code := (mask<<10 | checkBits(mask<<10, 0x537)) ^ 0x5412
	for i := range 15 {
		dark := code>>i&1 != 0
		switch {
		case i < 6:
			p.paint(8, i, dark)
		case i < 8:
			p.paint(8, i+1, dark)
		case i == 8:
			p.paint(7, 8, dark)
		default:
			p.paint(14-i, 8, dark)
		}
		if i < 8 {
			p.paint(p.size-1-i, 8, dark)
		} else {
			p.paint(8, p.size-15+i, dark)
		}
	}
	p.paint(8, p.size-8, true)
}

// checkBits is the remainder of a value by a generator, over bits.
func checkBits(value, generator int) int {
	top := 1
	for top <= generator {
		top <<= 1
	}
	top >>= 1
	for shift := 1 << 18; shift >= top; shift >>= 1 {
		if value&shift != 0 {
			value ^= generator * (shift / top)
		}
	}
	return value
}

// frame is one mask over the free squares, with the patterns and its own format.
func (p easel) frame(mask int, free []square) symbol {
	f := easel{p.size, newSymbol(p.size), newSymbol(p.size)}
	copy(f.dark.rows, p.dark.rows)
	copy(f.dark.columns, p.dark.columns)
	f.clearFormat()
	f.format(mask)
	for _, q := range free {
		if masks[mask](int(q.y), int(q.x)) {
			f.dark.set(int(q.x), int(q.y))
		}
	}
	return f.dark
}

// clearFormat takes the format of another mask away.
func (p easel) clearFormat() {
	for i := range 9 {
		if i != 6 {
			p.clear(8, i)
			p.clear(i, 8)
		}
	}
	for i := range 8 {
		p.clear(p.size-1-i, 8)
		p.clear(8, p.size-1-i)
	}
}

func (p easel) clear(x, y int) {
	p.dark.rows[y] = p.dark.rows[y].and(line{}.with(x).not())
	p.dark.columns[x] = p.dark.columns[x].and(line{}.with(y).not())
}

// masks say which squares are turned over, by row and column (table 10).
var masks = [8]func(i, j int) bool{
	func(i, j int) bool { return (i+j)%2 == 0 },
	func(i, _ int) bool { return i%2 == 0 },
	func(_, j int) bool { return j%3 == 0 },
	func(i, j int) bool { return (i+j)%3 == 0 },
	func(i, j int) bool { return (i/2+j/3)%2 == 0 },
	func(i, j int) bool { return i*j%2+i*j%3 == 0 },
	func(i, j int) bool { return (i*j%2+i*j%3)%2 == 0 },
	func(i, j int) bool { return ((i+j)%2+i*j%3)%2 == 0 },
}

// steps is the generator polynomial of a degree times each value, over GF(256) with
// 0x11D (7.5.2).
func steps(degree int) (out [256][]byte) {
	generator := make([]byte, degree) // without its first coefficient, which is 1
	generator[degree-1] = 1
	root := byte(1)
	for range degree {
		for j := range generator {
			generator[j] = times(generator[j], root)
			if j+1 < degree {
				generator[j] ^= generator[j+1]
			}
		}
		root = times(root, 2)
	}
	for v := range out {
		out[v] = make([]byte, degree)
		for j, g := range generator {
			out[v][j] = times(g, byte(v))
		}
	}
	return out
}

// times multiplies in GF(256).
func times(a, b byte) byte {
	product := 0
	for i := 7; i >= 0; i-- {
		product = product<<1 ^ product>>7*0x11D
		product ^= int(b>>i&1) * int(a)
	}
	return byte(product)
}
