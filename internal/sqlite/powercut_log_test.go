package sqlite

import (
	"bufio"
	"encoding/binary"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The operations that testdata/powercut.c writes down, and the acknowledgements
// that the child writes among them.
const (
	opWrite    = 'w'
	opTruncate = 't'
	opUnlink   = 'u'
	opRename   = 'r' // data is the new name
	opSync     = 's'
	opSyncDir  = 'd'
	opAck      = 'a'
)

// record is one entry of the log: its operation, the file's name in the data
// folder, an offset or a length, and the bytes.
type record struct {
	op   byte
	name string
	off  int64
	data []byte
}

// A record is written as op (1 byte), length of name (2), offset (8), length of
// data (4), little-endian, then name and data.
const recordHead = 15

func encodeRecord(r record) []byte {
	b := []byte{r.op}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(r.name)))
	b = binary.LittleEndian.AppendUint64(b, uint64(r.off))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(r.data)))
	return append(append(b, r.name...), r.data...)
}

func readLog(t *testing.T, path string) []record {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	var all []record
	for {
		head := make([]byte, recordHead)
		if _, err := io.ReadFull(in, head); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		r := record{op: head[0], off: int64(binary.LittleEndian.Uint64(head[3:]))}
		rest := make([]byte, int(binary.LittleEndian.Uint16(head[1:]))+int(binary.LittleEndian.Uint32(head[11:])))
		_, err := io.ReadFull(in, rest)
		must(t, err)
		n := binary.LittleEndian.Uint16(head[1:])
		r.name, r.data = string(rest[:n]), rest[n:]
		all = append(all, r)
	}
}

// disk is the data folder as a power cut would leave it: what is surely on it,
// and what was written since but not synced.
type disk struct {
	files   map[string]*file
	pending []record // unlinks and renames since the folder was last synced
	acked   []string
}

// file is one file: its synced content, the writes since, and whether its name is
// surely in the folder.
type file struct {
	content []byte
	pending []record
	named   bool
}

func loadDisk(t *testing.T, dir string) *disk {
	t.Helper()
	d := &disk{files: map[string]*file{}}
	b, err := os.ReadFile(filepath.Join(dir, dataFile))
	must(t, err)
	d.files[dataFile] = &file{content: b, named: true}
	return d
}

// apply plays one record.
func (d *disk) apply(r record) {
	f := d.files[r.name]
	if f == nil && (r.op == opWrite || r.op == opTruncate) {
		f = &file{}
		d.files[r.name] = f
	}
	switch r.op {
	case opWrite, opTruncate:
		f.pending = append(f.pending, r)
	case opSync:
		if f != nil {
			f.content, f.pending = play(f.content, f.pending), nil
		}
	case opUnlink, opRename:
		d.pending = append(d.pending, r)
	case opSyncDir:
		for _, p := range d.pending {
			d.settle(p)
		}
		d.pending = nil
		for _, f := range d.files {
			f.named = true
		}
	case opAck:
		d.acked = append(d.acked, string(r.data))
	}
}

func (d *disk) settle(r record) {
	if r.op == opRename {
		d.files[string(r.data)] = d.files[r.name]
	}
	delete(d.files, r.name)
}

// play applies writes and truncations to a copy of content.
func play(content []byte, ops []record) []byte {
	out := slices.Clone(content)
	for _, r := range ops {
		if r.op == opTruncate {
			out = sized(out, int(r.off))
			continue
		}
		end := int(r.off) + len(r.data)
		if end > len(out) {
			out = sized(out, end)
		}
		copy(out[r.off:], r.data)
	}
	return out
}

func sized(b []byte, n int) []byte {
	if n <= len(b) {
		return b[:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

const sector = 512

// survive picks what of the unsynced operations reached the disk: each with the
// chance keep, and a write that did perhaps in some of its sectors only.
func survive(ops []record, keep float64, rnd *rand.Rand) []record {
	var out []record
	for _, r := range ops {
		if rnd.Float64() >= keep {
			continue
		}
		if r.op == opWrite && rnd.IntN(3) == 0 {
			out = append(out, torn(r, rnd)...)
			continue
		}
		out = append(out, r)
	}
	return out
}

func torn(r record, rnd *rand.Rand) []record {
	var out []record
	for at := 0; at < len(r.data); {
		end := min(len(r.data), at+sector-int((r.off+int64(at))%sector))
		if rnd.IntN(2) == 0 {
			out = append(out, record{op: opWrite, name: r.name, off: r.off + int64(at), data: r.data[at:end]})
		}
		at = end
	}
	return out
}

// cut writes what a power cut now would leave into dir.
func (d *disk) cut(t *testing.T, dir string, rnd *rand.Rand) {
	t.Helper()
	keep := []float64{0, 0.3, 0.7, 1}[rnd.IntN(4)]
	left := &disk{files: map[string]*file{}}
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		f := d.files[name]
		if f.named || rnd.Float64() < keep {
			left.files[name] = &file{content: play(f.content, survive(f.pending, keep, rnd))}
		}
	}
	for _, p := range d.pending {
		if left.files[p.name] != nil && rnd.Float64() < keep {
			left.settle(p)
		}
	}
	for name, f := range left.files {
		must(t, os.WriteFile(filepath.Join(dir, name), f.content, 0o600))
	}
}
