// Package photo reads QR codes out of pictures: a photograph of paper taken with a
// phone, a scanned page, a screenshot.
//
// A picture comes from outside and may have been made to do harm. Its size is read
// and held against the limits before any of it is decoded, the search ends after a
// fixed time, and a decoder of others that panics gives an error.
package photo

import (
	"errors"
	"image"
	"slices"
	"time"
)

// Limits of what Read opens.
const (
	FileLimit   = 25 << 20    // bytes of a file
	PixelLimit  = 50_000_000  // width times height of one picture
	MemoryLimit = 220_000_000 // bytes that the decoded picture may take
	PageLimit   = 16          // pictures read from one file, such as the pages of a scan
	CodeLimit   = 32          // codes read from one file
	TimeLimit   = 4 * time.Second
)

// The reasons why nothing could be looked for. A picture without a code is none of
// them: it gives no texts.
var (
	ErrTooLarge = errors.New("the picture is too large")                  // above FileLimit, PixelLimit or MemoryLimit
	ErrFormat   = errors.New("this is not a picture in a known format")   // not PNG, JPEG, GIF, BMP, TIFF or WebP
	ErrHEIF     = errors.New("the picture is in a phone's own format")    // HEIC, HEIF or AVIF
	ErrDamaged  = errors.New("the picture is damaged and cannot be read") // a known format that does not decode
)

// Read gives the texts of the QR codes in a PNG, JPEG, GIF, BMP, TIFF or WebP file:
// page by page, and on a page in reading order, top left first, as a viewer that
// respects the EXIF orientation shows it. A text that stands there twice is given
// once. A picture in which no code can be read gives no texts and no error. Errors
// wrap ErrTooLarge, ErrFormat, ErrHEIF or ErrDamaged; where a later page of a file
// is damaged, the texts before it are given without an error.
func Read(data []byte) ([]string, error) {
	pages, err := open(data)
	if err != nil {
		return nil, err
	}
	var texts []string
	until := time.Now().Add(TimeLimit)
	for i, page := range pages {
		img, err := page.decode()
		if err != nil && i == 0 {
			return nil, err
		}
		if err != nil || time.Now().After(until) {
			break
		}
		texts = merge(texts, codes(img, page.turned, until))
	}
	return texts, nil
}

// Codes gives the texts of the QR codes in a picture in reading order, top left
// first, each once; none where none can be read or the picture is above PixelLimit.
func Codes(img image.Image) []string {
	if b := img.Bounds(); b.Dx() <= 0 || b.Dy() <= 0 || b.Dx() > PixelLimit/b.Dy() {
		return nil
	}
	return codes(img, upright, time.Now().Add(TimeLimit))
}

// merge adds the texts that are new, up to CodeLimit.
func merge(texts, more []string) []string {
	for _, t := range more {
		if len(texts) == CodeLimit {
			break
		}
		if !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return texts
}
