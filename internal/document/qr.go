package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	qrcode "github.com/skip2/go-qrcode"

	"muster/internal/passport"
)

// quiet is the light margin around a symbol, in squares (ISO/IEC 18004, 6.3.8).
const quiet = 4

// alphanumeric is the set of ISO/IEC 18004, 7.3.4, each character at its value;
// base45 stays inside it.
const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// ErrQRSize says that a text needs a symbol above passport.MaxQRVersion,
// whose squares would be too small for a handheld scanner at 75 mm.
var ErrQRSize = errors.New("the text is too long for one code on paper")

// QR draws text as a QR symbol at error correction level M, its quiet zone of
// four squares included: rows of squares, true where dark. A text with a
// character outside the alphanumeric set is refused, and one that needs a symbol
// above passport.MaxQRVersion gives ErrQRSize.
func QR(text string) ([][]bool, error) {
	if text == "" {
		return nil, errors.New("there is no text to put in the code")
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune(alphanumeric, r) }); i >= 0 {
		return nil, fmt.Errorf("the text has a character at %d that the code cannot carry", i)
	}
	version := qrVersion(len(text))
	if version == 0 {
		return nil, ErrQRSize
	}
	if !agreed(version) {
		return byLibrary(text, qrcode.Medium)
	}
	return drawQR(text, version), nil
}

// carriedQR draws another organisation's text, which may be longer than is issued
// here: any text that a passport's reader takes fits a symbol, at a lower level of
// correction where it must.
func carriedQR(text string) ([][]bool, error) {
	squares, err := QR(text)
	if !errors.Is(err, ErrQRSize) {
		return squares, err
	}
	for _, level := range []qrcode.RecoveryLevel{qrcode.Medium, qrcode.Low} {
		if squares, err = byLibrary(text, level); err == nil {
			return squares, nil
		}
	}
	return nil, ErrQRSize
}

// byLibrary draws any text, at some thirty times what drawQR takes.
func byLibrary(text string, level qrcode.RecoveryLevel) ([][]bool, error) {
	q, err := qrcode.New(text, level)
	if err != nil {
		return nil, ErrQRSize
	}
	return q.Bitmap(), nil
}

// agreed reports whether drawQR and the library, which share no code, draw one and
// the same symbol of a version. It is asked once a version and process: whatever is
// wrong with a drawing would be wrong on every paper.
func agreed(version int) bool {
	agreements.Lock()
	defer agreements.Unlock()
	ok, known := agreements.of[version]
	if !known {
		ok = agrees(version, drawMasked)
		agreements.of[version] = ok
	}
	return ok
}

var agreements = struct {
	sync.Mutex
	of map[int]bool
}{of: map[int]bool{}}

// agrees holds a drawing of the longest text of a version against the library's,
// under whichever mask that chose.
func agrees(version int, draw func(text string, version, mask int) [][]bool) bool {
	n := qrCapacity(version)
	text := strings.Repeat("MP1:KESTREL/HAWK.", n/17+1)[:n]
	want, err := byLibrary(text, qrcode.Medium)
	if err != nil {
		return false
	}
	for mask := range 8 {
		if slices.EqualFunc(draw(text, version, mask), want, slices.Equal[[]bool]) {
			return true
		}
	}
	return false
}

// qrVersion is the smallest version that holds n characters; 0 where none does that
// is issued.
func qrVersion(n int) int {
	for v := 1; v <= passport.MaxQRVersion; v++ {
		if n <= qrCapacity(v) {
			return v
		}
	}
	return 0
}

// qrCapacity is how many alphanumeric characters a version holds at level M
// (ISO/IEC 18004, 7.4.4): eleven bits a pair, after the mode and the count.
func qrCapacity(version int) int {
	bits := 8*shapeOf(version).data - 4 - countBits(version)
	n := bits / 11 * 2
	if bits%11 >= 6 {
		n++
	}
	return n
}
