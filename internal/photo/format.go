package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// format is one kind of picture file.
type format struct {
	magics []string // what a file begins with; ? stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var formats = []format{
	{[]string{"\x89PNG\r\n\x1a\n"}, png.DecodeConfig, png.Decode},
	{[]string{"\xff\xd8\xff"}, jpeg.DecodeConfig, jpeg.Decode},
	{[]string{"GIF87a", "GIF89a"}, gif.DecodeConfig, gif.Decode},
	{[]string{"BM????\x00\x00\x00\x00"}, bmp.DecodeConfig, bmp.Decode},
	{[]string{"II*\x00", "MM\x00*"}, tiff.DecodeConfig, tiff.Decode},
	{[]string{"RIFF????WEBPVP8"}, webp.DecodeConfig, webp.Decode},
}

// heif are the brands of the container that phones use: ISO/IEC 14496-12, 4.3.
var heif = []string{"????ftyphe", "????ftypmif", "????ftypmsf", "????ftypavi"}

// page is one picture of a file, not decoded yet.
type page struct {
	format format
	data   []byte
	turned orientation
	first  uint32 // where a TIFF's directory of this page is; 0: as the file says
}

// open says what the file holds, without decoding any of it.
func open(data []byte) ([]page, error) {
	if len(data) > FileLimit {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(data))
	}
	for _, f := range formats {
		if !begins(data, f.magics) {
			continue
		}
		pages := []page{{format: f, data: data, turned: orientationOf(data)}}
		for _, at := range laterPages(data) {
			pages = append(pages, page{f, data, upright, at})
		}
		return pages, nil
	}
	if begins(data, heif) {
		return nil, ErrHEIF
	}
	return nil, ErrFormat
}

func begins(data []byte, magics []string) bool {
	for _, m := range magics {
		if len(data) >= len(m) && matches(data[:len(m)], m) {
			return true
		}
	}
	return false
}

func matches(data []byte, magic string) bool {
	for i, c := range data {
		if magic[i] != '?' && magic[i] != c {
			return false
		}
	}
	return true
}

// decode holds the picture's size against the limits and decodes it.
func (p page) decode() (img image.Image, err error) {
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, fmt.Errorf("%w: panic: %v", ErrDamaged, r)
		}
	}()
	if p.first != 0 {
		p.data = startingAt(p.data, p.first)
	}
	c, err := p.format.config(bytes.NewReader(p.data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return nil, fmt.Errorf("%w: %d by %d pixels", ErrDamaged, c.Width, c.Height)
	}
	if c.Width > PixelLimit/c.Height || c.Width*c.Height > MemoryLimit/p.weight(c) {
		return nil, fmt.Errorf("%w: %d by %d pixels", ErrTooLarge, c.Width, c.Height)
	}
	img, err = p.format.decode(bytes.NewReader(p.data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return img, nil
}

// weight is how many bytes a pixel takes while the picture is decoded, at most.
func (p page) weight(c image.Config) int {
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.GrayModel:
		return 1
	}
	if begins(p.data, formats[1].magics) && progressive(p.data) {
		return 9 // the decoder keeps every coefficient, four bytes each
	}
	return 4
}

// progressive reports whether a JPEG's first frame header is SOF2: ITU-T T.81, B.2.2.
func progressive(data []byte) bool {
	kind, _ := segment(data, func(kind byte, _ []byte) bool { return kind >= 0xc0 && kind <= 0xc2 })
	return kind == 0xc2
}

// segment gives the first marker segment of a JPEG's head that is wanted, without
// its length; 0 where there is none before the scan begins.
func segment(data []byte, wanted func(kind byte, body []byte) bool) (byte, []byte) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		kind := data[at+1]
		if kind == 0xff { // a fill byte
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) || kind == 0xda {
			break
		}
		if body := data[at+4 : at+2+size]; wanted(kind, body) {
			return kind, body
		}
		at += 2 + size
	}
	return 0, nil
}
