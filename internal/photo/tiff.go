package photo

import (
	"bytes"
	"encoding/binary"
)

// directory is a TIFF structure read from a byte slice: TIFF 6.0, section 2. EXIF
// in a JPEG has the same.
type directory struct {
	data  []byte
	order binary.ByteOrder
}

func tiffOf(data []byte) (directory, bool) {
	switch {
	case len(data) < 8:
	case string(data[:4]) == "II*\x00":
		return directory{data, binary.LittleEndian}, true
	case string(data[:4]) == "MM\x00*":
		return directory{data, binary.BigEndian}, true
	}
	return directory{}, false
}

// entries gives the entries of the directory at an offset, twelve bytes each, and
// the offset of the next; nothing where they are not inside the data.
func (d directory) entries(at uint32) (entries []byte, next uint32) {
	size := uint64(len(d.data))
	if at < 8 || uint64(at)+2 > size {
		return nil, 0
	}
	from := uint64(at) + 2
	to := from + 12*uint64(d.order.Uint16(d.data[at:]))
	if to+4 > size {
		return nil, 0
	}
	return d.data[from:to], d.order.Uint32(d.data[to:])
}

func (d directory) first() uint32 { return d.order.Uint32(d.data[4:]) }

// laterPages gives where the directories of a TIFF's pages after the first are. A
// scanner puts a whole stack of paper in one file.
func laterPages(data []byte) []uint32 {
	d, ok := tiffOf(data)
	if !ok {
		return nil
	}
	seen := map[uint32]bool{d.first(): true}
	var pages []uint32
	for _, next := d.entries(d.first()); next != 0 && !seen[next] && len(pages) < PageLimit-1; _, next = d.entries(next) {
		seen[next] = true
		pages = append(pages, next)
	}
	return pages
}

// startingAt is the same TIFF with another first page.
func startingAt(data []byte, first uint32) []byte {
	d, _ := tiffOf(bytes.Clone(data))
	d.order.PutUint32(d.data[4:], first)
	return d.data
}
