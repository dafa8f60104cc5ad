package document

import "math/bits"

// line is one row or column of a symbol, the first square in the lowest bit.
type line struct{ low, high uint64 }

// lineOf has its first n bits set, n below 128.
func lineOf(n int) line {
	if n < 64 {
		return line{low: 1<<n - 1}
	}
	return line{^uint64(0), 1<<(n-64) - 1}
}

func (l line) with(i int) line {
	if i < 64 {
		return line{l.low | 1<<i, l.high}
	}
	return line{l.low, l.high | 1<<(i-64)}
}

func (l line) has(i int) bool {
	if i < 64 {
		return l.low>>i&1 != 0
	}
	return l.high>>(i-64)&1 != 0
}

// down moves each bit to the place n before it, up to the place n after it; n < 64.
func (l line) down(n int) line { return line{l.low>>n | l.high<<(64-n), l.high >> n} }
func (l line) up(n int) line   { return line{l.low << n, l.high<<n | l.low>>(64-n)} }

func (l line) and(o line) line { return line{l.low & o.low, l.high & o.high} }
func (l line) or(o line) line  { return line{l.low | o.low, l.high | o.high} }
func (l line) xor(o line) line { return line{l.low ^ o.low, l.high ^ o.high} }
func (l line) not() line       { return line{^l.low, ^l.high} }
func (l line) count() int      { return bits.OnesCount64(l.low) + bits.OnesCount64(l.high) }

// same marks each square that is like the next.
func (l line) same(within line) line { return l.xor(l.down(1)).not().and(within) }

// runs scores rule 1: three for five squares alike, one for each more.
func (l line) runs(within line) int {
	two := l.same(within)
	three := two.and(two.down(1))
	five := three.and(three.down(2))
	return five.count() + 2*five.and(five.up(1).not()).count()
}

// finders scores rule 3: forty for dark-light-dark³-light-dark with four light
// squares before or after it.
func (l line) finders() int {
	two := l.and(l.down(1))
	found := l.and(l.down(1).not()).and(two.down(2)).and(l.down(4)).and(l.down(5).not()).and(l.down(6))
	if found == (line{}) {
		return 0
	}
	pair := l.or(l.down(1))
	after := pair.down(7).or(pair.down(9))
	before := l.up(1).or(l.up(2)).or(l.up(3)).or(l.up(4))
	return 40 * (found.and(after.not()).count() + found.and(before.not()).count())
}
