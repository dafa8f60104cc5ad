package trust

import (
	"bytes"
	"encoding/hex"
	"math"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// TestHeadsAreTheShortest holds the writer against a general library at every border of a length.
func TestHeadsAreTheShortest(t *testing.T) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []int64{
		0, 1, 23, 24, 255, 256, 65_535, 65_536, math.MaxUint32, math.MaxUint32 + 1, MaxTime, math.MaxInt64,
		-1, -7, -24, -25, -256, -257, -65_536, -65_537, -65_538, math.MinInt64,
	} {
		want, err := mode.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		got := AppendInt(nil, v)
		if !bytes.Equal(got, want) {
			t.Errorf("%d: %x, want %x", v, got, want)
		}
		r := NewReader(got)
		if back := r.Int(math.MinInt64, math.MaxInt64); back != v || r.End() != nil {
			t.Errorf("%d is read as %d (%v)", v, back, r.End())
		}
	}
	for _, n := range []int{0, 23, 24, 255, 256, 70_000} {
		s := bytes.Repeat([]byte("x"), n)
		want, _ := mode.Marshal(s)
		if got := AppendBytes(nil, s); !bytes.Equal(got, want) {
			t.Errorf("%d bytes: differ", n)
		}
		want, _ = mode.Marshal(string(s))
		if got := AppendText(nil, string(s)); !bytes.Equal(got, want) {
			t.Errorf("text of %d bytes: differs", n)
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	anyInt := func(r *Reader) { r.Int(math.MinInt64, math.MaxInt64) }
	text := func(r *Reader) { r.Text(0, 100) }
	raw := func(r *Reader) { r.Bytes(0, 100) }
	array := func(r *Reader) { r.Array(0, 64) }
	object := func(r *Reader) { r.Map(0, 64) }
	message := func(r *Reader) { r.Sign1() }
	for name, x := range map[string]struct {
		hex  string
		read func(*Reader)
	}{
		"nothing":                {"", anyInt},
		"23 in two bytes":        {"1817", anyInt},
		"255 in three bytes":     {"1900ff", anyInt},
		"65535 in five bytes":    {"1a0000ffff", anyInt},
		"2^32-1 in nine bytes":   {"1b00000000ffffffff", anyInt},
		"-1 in two bytes":        {"3800", anyInt},
		"over 63 bits":           {"1b8000000000000000", anyInt},
		"under 63 bits":          {"3b8000000000000000", anyInt},
		"cut":                    {"1a0000", anyInt},
		"reserved":               {"1c", anyInt},
		"indefinite integer":     {"1f", anyInt},
		"float":                  {"f93c00", anyInt},
		"nil":                    {"f6", anyInt},
		"false":                  {"f4", (*Reader).True},
		"tagged":                 {"c101", anyInt},
		"trailing":               {"0101", anyInt},
		"text for bytes":         {"6161", raw},
		"bytes for text":         {"4161", text},
		"indefinite text":        {"7f6161ff", text},
		"indefinite bytes":       {"5f4161ff", raw},
		"indefinite array":       {"9fff", array},
		"indefinite map":         {"bfff", object},
		"length beyond the end":  {"5a7fffffff", raw},
		"length beyond memory":   {"5bffffffffffffffff", raw},
		"array beyond its limit": {"9841", array},
		"array beyond memory":    {"9bffffffffffffffff", array},
		"text of bad UTF-8":      {"61ff", text},
		"text of a surrogate":    {"63eda080", text},
		"text overlong":          {"62c080", text},
		"text with NUL":          {"6100", text},
		"text with DEL":          {"617f", text},
		"text with U+0085":       {"62c285", text},
		"text with U+202E":       {"63e280ae", text},
		"text with U+2069":       {"63e281a9", text},
		"tag 17":                 {"d1", message},
		"tag 18 in two bytes":    {"d81284", message},
		"tag 61 around":          {"d83dd284", message},
	} {
		b, err := hex.DecodeString(x.hex)
		if err != nil {
			t.Fatal(err)
		}
		r := NewReader(b)
		x.read(r)
		if r.End() == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// After the first difference nothing more is read, so that no later call can make sense of the rest.
func TestReaderStaysStopped(t *testing.T) {
	r := NewReader([]byte{0xf6, 0x01})
	r.True()
	if got := r.Int(0, 10); got != 0 || !r.Failed() {
		t.Errorf("read %d after it had stopped", got)
	}
}

// FuzzReaderAgainstLibrary: what our reader takes, a general library takes as the same value.
func FuzzReaderAgainstLibrary(f *testing.F) {
	for _, s := range []string{"00", "1903e8", "20", "3a00010000", "6161", "4161", "a10102", "8101", "d284", "f5"} {
		b, _ := hex.DecodeString(s)
		f.Add(b)
	}
	strict, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden}.DecMode()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		number := NewReader(b)
		v := number.Int(math.MinInt64, math.MaxInt64)
		var wantNumber int64
		if number.End() == nil && (strict.Unmarshal(b, &wantNumber) != nil || wantNumber != v) {
			t.Errorf("%x is %d, and %d to the library", b, v, wantNumber)
		}
		text := NewReader(b)
		s := text.Text(0, MaxMessage)
		var wantText string
		if text.End() == nil && (strict.Unmarshal(b, &wantText) != nil || wantText != s) {
			t.Errorf("%x is %q, and %q to the library", b, s, wantText)
		}
	})
}
