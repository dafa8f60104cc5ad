package document

// This file draws QR symbols (ISO/IEC 18004:2015) of one kind: alphanumeric mode,
// level M, up to version 27. Lines of squares are 128 bits wide, so that the eight
// masks are scored by a few operations a line.

// drawQR draws the symbol with the mask of the lowest penalty (7.8.3), quiet zone
// included. The text is within the set and fits the version.
func drawQR(text string, version int) [][]bool {
	s := shapeOf(version)
	plain := s.place(s.codewords(text))
	best, least := symbol{}, -1
	for mask := range 8 {
		m := s.masked(plain, mask)
		if p := m.penalty(s.size); least < 0 || p < least {
			best, least = m, p
		}
	}
	return best.squares(s.size)
}

// drawMasked draws the symbol with one mask.
func drawMasked(text string, version, mask int) [][]bool {
	s := shapeOf(version)
	return s.masked(s.place(s.codewords(text)), mask).squares(s.size)
}

// countBits is how long the count of characters is (table 3).
func countBits(version int) int {
	switch {
	case version <= 9:
		return 9
	case version <= 26:
		return 11
	}
	return 13
}

// bitWriter gathers bits, the highest first.
type bitWriter struct {
	bytes []byte
	bits  uint32
	n     int
}

func (w *bitWriter) put(value, width int) {
	w.bits = w.bits<<width | uint32(value)
	for w.n += width; w.n >= 8; w.n -= 8 {
		w.bytes = append(w.bytes, byte(w.bits>>(w.n-8)))
	}
}

// codewords are the data with its padding and correction, interleaved (7.4, 7.5, 7.6).
func (s *shape) codewords(text string) []byte {
	w := bitWriter{bytes: make([]byte, 0, s.data+4)}
	w.put(0b0010, 4)
	w.put(len(text), countBits(s.version))
	for i := 0; i+1 < len(text); i += 2 {
		w.put(45*int(values[text[i]])+int(values[text[i+1]]), 11)
	}
	if len(text)%2 == 1 {
		w.put(int(values[text[len(text)-1]]), 6)
	}
	w.put(0, min(4, 8*s.data-8*len(w.bytes)-w.n))
	w.put(0, (8-w.n)%8)
	for pad := byte(0xEC); len(w.bytes) < s.data; pad ^= 0xEC ^ 0x11 {
		w.bytes = append(w.bytes, pad)
	}
	return s.interleave(w.bytes)
}

// values is the value of each character of the alphanumeric set.
var values = func() (v [256]byte) {
	for i := range len(alphanumeric) {
		v[alphanumeric[i]] = byte(i)
	}
	return v
}()

// interleave cuts the data into blocks, corrects each, and writes the first byte of
// each, the second of each, and so on.
func (s *shape) interleave(data []byte) []byte {
	out := make([]byte, s.data+s.blocks*s.correction)
	short := s.data / s.blocks
	longFrom := s.blocks - s.data%s.blocks // the blocks from here on have one byte more
	for b, at := 0, 0; b < s.blocks; b++ {
		n := short
		if b >= longFrom {
			n++
		}
		for i, c := range data[at : at+n] {
			place := i*s.blocks + b
			if i == short {
				place = short*s.blocks + b - longFrom
			}
			out[place] = c
		}
		for i, c := range s.remainder(data[at : at+n]) {
			out[s.data+i*s.blocks+b] = c
		}
		at += n
	}
	return out
}

// remainder is a block's correction: its data shifted, modulo the generator (7.5.2).
func (s *shape) remainder(data []byte) []byte {
	n := s.correction
	rem := make([]byte, len(data)+n)
	copy(rem, data)
	for i := range data {
		row := s.steps[rem[i]]
		tail := rem[i+1 : i+1+n]
		for j := range row {
			tail[j] ^= row[j]
		}
	}
	return rem[len(data):]
}

// symbol is the dark squares, by row and by column.
type symbol struct{ rows, columns []line }

// place puts the codewords into the free squares (7.7.3).
func (s *shape) place(codewords []byte) symbol {
	m := newSymbol(s.size)
	for i, c := range codewords {
		for bit, p := range s.places[8*i : 8*i+8] {
			if c<<bit&0x80 != 0 {
				m.set(int(p.x), int(p.y))
			}
		}
	}
	return m
}

func newSymbol(size int) symbol {
	lines := make([]line, 2*size)
	return symbol{lines[:size], lines[size:]}
}

func (m symbol) set(x, y int) {
	m.rows[y] = m.rows[y].with(x)
	m.columns[x] = m.columns[x].with(y)
}

// masked is the data under a mask, with the patterns and the format around it.
func (s *shape) masked(plain symbol, mask int) symbol {
	m := newSymbol(s.size)
	frame := s.frames[mask]
	for i := range m.rows {
		m.rows[i] = plain.rows[i].xor(frame.rows[i])
		m.columns[i] = plain.columns[i].xor(frame.columns[i])
	}
	return m
}

// penalty scores a symbol by the four rules of 7.8.3; beyond its edge all is light.
func (m symbol) penalty(size int) int {
	within := lineOf(size - 1) // pairs of neighbours begin before the last square
	score, dark := 0, 0
	for _, lines := range [][]line{m.rows, m.columns} {
		for _, l := range lines {
			score += l.runs(within) + l.finders()
		}
	}
	for i, l := range m.rows {
		dark += l.count()
		if i > 0 {
			above := m.rows[i-1]
			same := l.same(within).and(above.same(within)).and(l.xor(above).not())
			score += 3 * same.count()
		}
	}
	total := size * size
	return score + 10*(apart(20*dark, 10*total)/total)
}

// apart is how far two numbers are from each other.
func apart(a, b int) int { return max(a-b, b-a) }

// squares are the rows of a symbol in its quiet zone.
func (m symbol) squares(size int) [][]bool {
	wide := size + 2*quiet
	all := make([]bool, wide*wide)
	out := make([][]bool, wide)
	for y := range out {
		out[y], all = all[:wide:wide], all[wide:]
		if y < quiet || y >= quiet+size {
			continue
		}
		for x := range size {
			out[y][quiet+x] = m.rows[y-quiet].has(x)
		}
	}
	return out
}
