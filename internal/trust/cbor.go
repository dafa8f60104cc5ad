package trust

import (
	"fmt"
	"unicode/utf8"
)

// Why a reader of its own, and no general library: the format has one byte sequence for each value
// (RFC 8949 section 4.2.1) and a closed set of maps, so a decoder that asks for exactly the next thing
// refuses longer forms, repeated or unsorted keys, unknown keys, indefinite lengths, floats, nil and
// other tags without having a rule for each, and never builds a value it did not ask for. Depth
// and array limits hold because nothing recurses. The tests hold it against two general libraries.

const (
	majorUnsigned = 0
	majorNegative = 1
	majorBytes    = 2
	majorText     = 3
	majorArray    = 4
	majorMap      = 5
	majorTag      = 6
	simpleTrue    = 0xf5
	tagSign1      = 18
)

// Reader reads deterministic CBOR, asking for one exact thing after another. The first thing that
// differs stops it: every later call returns a zero value, and End tells what was wrong.
type Reader struct {
	data []byte
	pos  int
	err  error
}

// NewReader returns a Reader of data, which it neither copies nor changes.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// Failf stops the reader with a reason of the caller's, unless it has stopped already.
func (r *Reader) Failf(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrCBOR, fmt.Sprintf(format, args...))
	}
}

// Failed says whether something already differed.
func (r *Reader) Failed() bool { return r.err != nil }

// End says what was wrong, also when bytes are left over.
func (r *Reader) End() error {
	if r.err == nil && r.pos != len(r.data) {
		r.Failf("%d bytes too many", len(r.data)-r.pos)
	}
	return r.err
}

// head reads an initial byte of the given major type with its argument in the shortest form.
func (r *Reader) head(major byte) uint64 {
	if r.err != nil {
		return 0
	}
	if r.pos >= len(r.data) || r.data[r.pos]>>5 != major {
		r.Failf("byte %d is not of major type %d", r.pos, major)
		return 0
	}
	info := r.data[r.pos] & 31
	r.pos++
	if info < 24 {
		return uint64(info)
	}
	return r.argument(info)
}

// argument reads the 1, 2, 4 or 8 bytes that follow and refuses a value that fits in fewer.
func (r *Reader) argument(info byte) uint64 {
	if info > 27 {
		r.Failf("indefinite length at byte %d", r.pos-1)
		return 0
	}
	size := 1 << (info - 24)
	if len(r.data)-r.pos < size {
		r.Failf("it stops after byte %d", r.pos)
		return 0
	}
	var v uint64
	for _, b := range r.data[r.pos : r.pos+size] {
		v = v<<8 | uint64(b)
	}
	r.pos += size
	if least := [...]uint64{24, 1 << 8, 1 << 16, 1 << 32}[info-24]; v < least {
		r.Failf("a longer form than needed before byte %d", r.pos)
		return 0
	}
	return v
}

// Int reads an integer between least and most, both counting.
func (r *Reader) Int(least, most int64) int64 {
	major := byte(majorUnsigned)
	if r.err == nil && r.pos < len(r.data) && r.data[r.pos]>>5 == majorNegative {
		major = majorNegative
	}
	arg := r.head(major)
	if arg > 1<<63-1 {
		r.Failf("an integer before byte %d is out of range", r.pos)
		return 0
	}
	v := int64(arg)
	if major == majorNegative {
		v = -1 - v
	}
	if r.err == nil && (v < least || v > most) {
		r.Failf("%d is not between %d and %d", v, least, most)
	}
	if r.err != nil {
		return 0
	}
	return v
}

// Exactly reads an integer that must be v: a map's next key, an algorithm, a version.
func (r *Reader) Exactly(v int64) { r.Int(v, v) }

func (r *Reader) str(major byte, least, most int) []byte {
	n := r.head(major)
	if r.err != nil {
		return nil
	}
	if n < uint64(least) || n > uint64(most) {
		r.Failf("a string of %d bytes, not %d to %d", n, least, most)
		return nil
	}
	if uint64(len(r.data)-r.pos) < n {
		r.Failf("it stops inside a string at byte %d", r.pos)
		return nil
	}
	s := r.data[r.pos : r.pos+int(n)]
	r.pos += int(n)
	return s
}

// Bytes reads a byte string of least to most bytes. It shares the reader's memory.
func (r *Reader) Bytes(least, most int) []byte { return r.str(majorBytes, least, most) }

// Text reads a text string of least to most bytes: valid UTF-8 without control or direction characters.
func (r *Reader) Text(least, most int) string {
	s := r.str(majorText, least, most)
	if r.err != nil {
		return ""
	}
	if !utf8.Valid(s) || !showable(string(s)) {
		r.Failf("a text before byte %d cannot be shown", r.pos)
		return ""
	}
	return string(s)
}

func (r *Reader) count(major byte, least, most int) int {
	n := r.head(major)
	if r.err == nil && (n < uint64(least) || n > uint64(most)) {
		r.Failf("%d entries, not %d to %d", n, least, most)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

// Array reads the head of an array of least to most elements and returns how many follow.
func (r *Reader) Array(least, most int) int { return r.count(majorArray, least, most) }

// Map reads the head of a map of least to most pairs and returns how many follow. The keys are then
// asked for by Exactly in the one order they can have.
func (r *Reader) Map(least, most int) int { return r.count(majorMap, least, most) }

// True reads the simple value true.
func (r *Reader) True() {
	if r.err == nil && (r.pos >= len(r.data) || r.data[r.pos] != simpleTrue) {
		r.Failf("byte %d is not true", r.pos)
	}
	if r.err == nil {
		r.pos++
	}
}

// appendHead writes an initial byte and its argument in the shortest form.
func appendHead(b []byte, major byte, v uint64) []byte {
	major <<= 5
	switch {
	case v < 24:
		return append(b, major|byte(v))
	case v < 1<<8:
		return append(b, major|24, byte(v))
	case v < 1<<16:
		return append(b, major|25, byte(v>>8), byte(v))
	case v < 1<<32:
		return append(b, major|26, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	return append(b, major|27, byte(v>>56), byte(v>>48), byte(v>>40), byte(v>>32),
		byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendInt writes an integer.
func AppendInt(b []byte, v int64) []byte {
	if v < 0 {
		return appendHead(b, majorNegative, uint64(-1-v))
	}
	return appendHead(b, majorUnsigned, uint64(v))
}

// AppendBytes writes a byte string.
func AppendBytes(b, s []byte) []byte { return append(appendHead(b, majorBytes, uint64(len(s))), s...) }

// AppendText writes a text string.
func AppendText(b []byte, s string) []byte {
	return append(appendHead(b, majorText, uint64(len(s))), s...)
}

// AppendArray writes the head of an array of n elements.
func AppendArray(b []byte, n int) []byte { return appendHead(b, majorArray, uint64(n)) }

// AppendMap writes the head of a map of n pairs, which the caller writes in key order.
func AppendMap(b []byte, n int) []byte { return appendHead(b, majorMap, uint64(n)) }

// AppendTrue writes the simple value true.
func AppendTrue(b []byte) []byte { return append(b, simpleTrue) }
