package document

import (
	"slices"
	"strings"
	"testing"

	qrcode "github.com/skip2/go-qrcode"

	"muster/internal/passport"
)

// TestEverySymbolIsTheLibrarys draws texts of every version, filled to the last
// character and less, and looks for the same squares under one of the masks.
func TestEverySymbolIsTheLibrarys(t *testing.T) {
	for v := 1; v <= passport.MaxQRVersion; v++ {
		if !agrees(v, drawMasked) {
			t.Errorf("version %d is drawn otherwise", v)
		}
	}
	for n := 5; n <= 1637; n += 31 { // with padding of every length
		words := otherText(n, n)
		want, err := byLibrary(words, qrcode.Medium)
		if err != nil {
			t.Fatal(err)
		}
		same := false
		for mask := range 8 {
			same = same || slices.EqualFunc(drawMasked(words, qrVersion(n), mask), want, slices.Equal[[]bool])
		}
		if !same {
			t.Errorf("%d characters are drawn otherwise", n)
		}
	}
}

// TestADrawingThatDisagreesIsSeen spoils one square of the drawing.
func TestADrawingThatDisagreesIsSeen(t *testing.T) {
	for _, v := range []int{1, 7, 27} {
		spoilt := func(text string, version, mask int) [][]bool {
			s := drawMasked(text, version, mask)
			s[quiet+10][quiet+10] = !s[quiet+10][quiet+10]
			return s
		}
		if agrees(v, spoilt) {
			t.Errorf("version %d: a spoilt square was not seen", v)
		}
	}
}

// TestMasks counts what the drawing chooses: texts alike differ in their mask, and
// the penalty is the lowest of the eight.
func TestMasks(t *testing.T) {
	chosen := map[int]bool{}
	for i := range 60 {
		words := otherText(300+10*i, i)
		v := qrVersion(len(words))
		got := drawQR(words, v)
		scores := map[int]int{}
		for mask := range 8 {
			squares := drawMasked(words, v, mask)
			scores[mask] = slowPenalty(squares)
			if slices.EqualFunc(got, squares, slices.Equal[[]bool]) {
				chosen[mask] = true
				defer func() {
					for m, s := range scores {
						if s < scores[mask] {
							t.Errorf("text %d: mask %d scores %d, mask %d was drawn with %d", i, m, s, mask, scores[mask])
						}
					}
				}()
			}
		}
	}
	if len(chosen) < 6 {
		t.Errorf("only the masks %v were chosen", chosen)
	}
}

// slowPenalty scores a symbol square by square, as the standard words it.
func slowPenalty(in [][]bool) int {
	n := len(in) - 2*quiet
	at := func(x, y int) bool { return in[quiet+y][quiet+x] }
	score, dark := 0, 0
	for i := range n {
		var row, column strings.Builder
		for j := range n {
			row.WriteByte("01"[btoi(at(j, i))])
			column.WriteByte("01"[btoi(at(i, j))])
			dark += btoi(at(i, j))
			if i > 0 && j > 0 && at(i, j) == at(i-1, j) && at(i, j) == at(i, j-1) && at(i, j) == at(i-1, j-1) {
				score += 3
			}
		}
		score += slowLine(row.String()) + slowLine(column.String())
	}
	return score + apart(20*dark, 10*n*n)/(n*n)*10
}

func slowLine(s string) int {
	score := 0
	for run := 0; run < len(s); {
		end := run
		for end < len(s) && s[end] == s[run] {
			end++
		}
		if end-run >= 5 {
			score += 3 + end - run - 5
		}
		run = end
	}
	const light, finder = "0000", "1011101"
	wide := light + s + light
	for i := range s {
		if strings.HasPrefix(wide[i:], light+finder) {
			score += 40
		}
		if strings.HasPrefix(wide[i:], finder+light) {
			score += 40
		}
	}
	return score
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
