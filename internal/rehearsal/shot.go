package rehearsal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"time"
)

// errDump is a picture of another form than Xvfb writes.
var errDump = errors.New("the virtual display's picture has a form that is not known")

// still is how long the picture must stay as it is before it counts as painted.
const still = 120 * time.Millisecond

// painted waits until the window has painted what it last told: it answers between
// two paints, however long those take.
func (s *Stage) painted() {
	for range 3 {
		Look(s.socket()) // where the program has ended the picture is all there is
		time.Sleep(still / 6)
	}
}

// Shot writes what is on the display as a PNG, once it has come to rest.
func (s *Stage) Shot(path string) error {
	b, err := s.grab()
	if err != nil {
		return err
	}
	return writePNG(path, b)
}

// grab is the display's picture, once it has come to rest.
func (s *Stage) grab() ([]byte, error) {
	s.painted()
	var b []byte
	for end := time.Now().Add(3 * time.Second); ; {
		before := b
		var err error
		if b, err = os.ReadFile(filepath.Join(s.o.Folder, "Xvfb_screen0")); err != nil {
			return nil, err
		}
		if bytes.Equal(b, before) || time.Now().After(end) {
			return b, nil
		}
		time.Sleep(still)
	}
}

func writePNG(path string, dump []byte) error {
	im, err := decodeDump(dump)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	return errors.Join(enc.Encode(f, im), f.Close())
}

// album is the numbered screenshots of a rehearsal, of all its windows. They are
// written behind its back.
type album struct {
	folder string
	n      int
	dumps  chan page
	ended  chan error
}

type page struct {
	path string
	dump []byte
}

// newAlbum begins an album in a folder.
func newAlbum(folder string) *album {
	a := &album{folder: folder, dumps: make(chan page, 4), ended: make(chan error, 1)}
	go func() {
		var err error
		for p := range a.dumps {
			err = errors.Join(err, writePNG(p.path, p.dump))
		}
		a.ended <- err
	}()
	return a
}

// add takes the next screenshot; without an album it takes none.
func (a *album) add(s *Stage, name string) error {
	if a == nil {
		return nil
	}
	dump, err := s.grab()
	if err == nil {
		a.n++
		a.dumps <- page{filepath.Join(a.folder, fmt.Sprintf("%02d-%s.png", a.n, name)), dump}
	}
	return err
}

// close waits until all are written.
func (a *album) close() error {
	close(a.dumps)
	return <-a.ended
}

// The fields of an X window dump's head (XWDFile.h), by their place in it; all are
// big-endian 32-bit numbers.
const (
	dumpHead      = 0
	dumpVersion   = 1
	dumpWidth     = 4
	dumpHeight    = 5
	dumpBits      = 11
	dumpLine      = 12
	dumpColours   = 19
	dumpFields    = 25
	colourBytes   = 12
	version7      = 7
	maxDimensions = 16_384
)

// decodeDump reads a dump of 32 bits a pixel, as Xvfb writes it on a machine whose
// bytes go from low to high.
func decodeDump(b []byte) (image.Image, error) {
	if len(b) < dumpFields*4 {
		return nil, errDump
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(b[i*4:])) }
	w, h, line := field(dumpWidth), field(dumpHeight), field(dumpLine)
	start := field(dumpHead) + field(dumpColours)*colourBytes
	if field(dumpVersion) != version7 || field(dumpBits) != 32 || w < 1 || h < 1 || w > maxDimensions || h > maxDimensions || line < w*4 || start < 0 || len(b) < start+line*h {
		return nil, errDump
	}
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := b[start+y*line:]
		for x := range w {
			p, to := row[x*4:], im.Pix[im.PixOffset(x, y):]
			to[0], to[1], to[2], to[3] = p[2], p[1], p[0], 255
		}
	}
	return im, nil
}
