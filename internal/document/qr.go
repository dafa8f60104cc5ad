package document

import (
	"errors"
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"

	"muster/internal/passport"
)

// quiet is the light margin around a symbol, in squares (ISO/IEC 18004, 6.3.8).
const quiet = 4

// alphanumeric is the set of ISO/IEC 18004, 7.3.4; base45 stays inside it.
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
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil || q.VersionNumber > passport.MaxQRVersion {
		return nil, ErrQRSize
	}
	return q.Bitmap(), nil
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
		if q, err := qrcode.New(text, level); err == nil {
			return q.Bitmap(), nil
		}
	}
	return nil, ErrQRSize
}
