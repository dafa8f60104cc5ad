package photo

import (
	"math"
	"slices"
)

// finder is one finder pattern as seen: ISO/IEC 18004, 6.3.3.
type finder struct {
	at     point
	module float64 // pixels a module is wide, along rows and columns
	rows   int     // how many rows saw it
}

// window is the half width, in pixels, of the square whose mean parts dark from
// light. It serves modules up to six pixels wide; larger ones are seen at half size.
const window = 22

// mask is a picture in dark (1) and light (0).
type mask struct {
	w, h int
	pix  []uint8
}

// dark parts dark from light by the mean around each pixel, so that a shadow or a
// lamp does no harm. A pixel must be clearly below the mean: paper is not all grain.
func (g plane) dark() mask {
	out := mask{g.w, g.h, make([]uint8, g.w*g.h)}
	columns := make([]int32, g.w) // sums of the rows in the window
	sums := make([]int32, g.w+1)  // running sums of columns
	rows := 0
	for y := -window; y < g.h; y++ {
		if in := y + window; in < g.h {
			add(columns, g.row(in))
			rows++
		}
		if gone := y - window - 1; gone >= 0 {
			subtract(columns, g.row(gone))
			rows--
		}
		if y >= 0 {
			threshold(out.pix[y*g.w:][:g.w], g.row(y), columns, sums, int32(rows))
		}
	}
	return out
}

func add(columns []int32, row []uint8) {
	for x, v := range row {
		columns[x] += int32(v)
	}
}

func subtract(columns []int32, row []uint8) {
	for x, v := range row {
		columns[x] -= int32(v)
	}
}

// threshold marks the pixels of one row that are below 15/16 of the mean around them.
func threshold(out, row []uint8, columns, sums []int32, rows int32) {
	for x, c := range columns {
		sums[x+1] = sums[x] + c
	}
	n := len(row)
	for x, v := range row {
		from, to := max(0, x-window), min(n, x+window+1)
		area := int32(to-from) * rows
		if (int32(v)+1)*area < (sums[to]-sums[from])/16*15 {
			out[x] = 1
		}
	}
}

// finders gives the finder patterns, those that most rows saw first.
func (b mask) finders() []finder {
	var found []finder
	step := 1
	if b.w*b.h > 1_000_000 {
		step = 2
	}
	for y := step / 2; y < b.h; y += step {
		found = b.scanRow(y, found)
	}
	for i := range found {
		found[i].rows *= step
	}
	found = slices.DeleteFunc(found, func(f finder) bool { return f.rows < 2 })
	slices.SortStableFunc(found, func(a, b finder) int { return b.rows - a.rows })
	return found[:min(len(found), finderLimit)]
}

// These bound the work that a picture full of squares can ask for.
const (
	candidateLimit = 1000
	finderLimit    = 60
)

// scanRow looks for dark and light runs of 1:1:3:1:1 in a row.
func (b mask) scanRow(y int, found []finder) []finder {
	row := b.pix[y*b.w:][:b.w]
	var runs [5]int // the last five, the newest last
	start, before := 0, uint8(0)
	for x := 0; x <= b.w; x++ {
		now := uint8(2)
		if x < b.w {
			now = row[x]
		}
		if now == before {
			continue
		}
		copy(runs[:], runs[1:])
		runs[4] = x - start
		if before == 1 && isFinder(runs) {
			found = b.confirm(x, y, runs, found)
		}
		start, before = x, now
	}
	return found
}

// isFinder allows each run half a module more or less than its share, and the middle
// one and a half.
func isFinder(runs [5]int) bool {
	total := 0
	for _, r := range runs {
		if r == 0 {
			return false
		}
		total += r
	}
	if total < 7 {
		return false
	}
	m := float64(total) / 7
	for i, r := range runs {
		share, leeway := m, 0.6*m
		if i == 2 {
			share, leeway = 3*m, 1.5*m
		}
		if math.Abs(float64(r)-share) > leeway {
			return false
		}
	}
	return true
}

// confirm looks at the column through the middle and the row through the middle of
// that, and adds what it finds.
func (b mask) confirm(end, y int, runs [5]int, found []finder) []finder {
	total := runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
	x := end - runs[4] - runs[3] - (runs[2]+1)/2
	cy, high, ok := b.cross(x, y, 0, 1, total)
	if !ok {
		return found
	}
	cx, wide, ok := b.cross(x, int(cy), 1, 0, total)
	if !ok {
		return found
	}
	if _, _, ok := b.cross(int(cx), int(cy), 1, 1, total); !ok {
		if _, _, ok = b.cross(int(cx), int(cy), 1, -1, total); !ok {
			return found
		}
	}
	f := finder{point{cx, cy}, (high + wide) / 14, 1}
	for i, old := range found {
		if old.at.to(f.at) < 2*old.module && within(f.module/old.module, 0.6, 1.7) {
			found[i] = old.with(f)
			return found
		}
	}
	if len(found) == candidateLimit {
		return found
	}
	return append(found, f)
}

// with is the mean of what was seen before and once more.
func (f finder) with(g finder) finder {
	n := float64(f.rows)
	return finder{
		f.at.times(n).plus(g.at).times(1 / (n + 1)),
		(f.module*n + g.module) / (n + 1),
		f.rows + 1,
	}
}

// cross measures the five runs along a line through a dark pixel: where their middle
// is along it (in x, or y for a column) and how long they are together.
func (b mask) cross(x, y, dx, dy, limit int) (mid, length float64, ok bool) {
	if x < 0 || y < 0 || x >= b.w || y >= b.h || b.pix[y*b.w+x] != 1 {
		return 0, 0, false
	}
	var runs [5]int
	back := b.walk(x, y, -dx, -dy, limit, []*int{&runs[2], &runs[1], &runs[0]})
	ahead := b.walk(x+dx, y+dy, dx, dy, limit, []*int{&runs[2], &runs[3], &runs[4]})
	total := runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
	if !back || !ahead || total > 2*limit || 3*total < limit || !isFinder(runs) {
		return 0, 0, false
	}
	at := x
	if dx == 0 {
		at = y
	}
	end := at + 1 // where the middle run ends
	for ax, ay := x+dx, y+dy; ax >= 0 && ay >= 0 && ax < b.w && ay < b.h && b.pix[ay*b.w+ax] == 1; ax, ay = ax+dx, ay+dy {
		end++
	}
	return float64(end) - float64(runs[2])/2, float64(total), true
}

// walk counts a dark, a light and a dark run from a pixel on; false where the
// picture ends or a run is too long.
func (b mask) walk(x, y, dx, dy, limit int, runs []*int) bool {
	want := uint8(1)
	for _, run := range runs {
		for x >= 0 && y >= 0 && x < b.w && y < b.h && b.pix[y*b.w+x] == want {
			if *run++; *run > limit {
				return false
			}
			x, y = x+dx, y+dy
		}
		want = 1 - want
	}
	return *runs[1] > 0 && *runs[2] > 0
}
