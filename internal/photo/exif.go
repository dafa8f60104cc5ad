package photo

import "bytes"

// orientation is how the stored picture must be turned to be seen as it was taken:
// Exif 2.32, tag 0x0112, 1 to 8.
type orientation int

const upright orientation = 1

const tagOrientation = 0x0112

// exifHead begins the APP1 segment that holds EXIF: Exif 2.32, 4.7.2.
var exifHead = []byte("Exif\x00\x00")

// orientationOf reads the orientation from a JPEG's EXIF or a TIFF's own directory;
// upright where there is none. PNG and WebP come from programs that have turned the
// picture already.
func orientationOf(data []byte) orientation {
	d, ok := tiffOf(data)
	if !ok {
		_, body := segment(data, func(kind byte, body []byte) bool {
			return kind == 0xe1 && bytes.HasPrefix(body, exifHead)
		})
		if d, ok = tiffOf(bytes.TrimPrefix(body, exifHead)); !ok {
			return upright
		}
	}
	entries, _ := d.entries(d.first())
	for ; len(entries) >= 12; entries = entries[12:] {
		if v := d.order.Uint16(entries[8:]); d.order.Uint16(entries) == tagOrientation && v >= 1 && v <= 8 {
			return orientation(v)
		}
	}
	return upright
}

// place gives where a point of the stored picture of w by h is seen.
func (o orientation) place(p point, w, h float64) point {
	if o >= 5 { // stored by columns
		p, w, h = point{p.y, p.x}, h, w
	}
	switch o {
	case 2, 6:
		p.x = w - p.x
	case 3, 7:
		p.x, p.y = w-p.x, h-p.y
	case 4, 8:
		p.y = h - p.y
	}
	return p
}
