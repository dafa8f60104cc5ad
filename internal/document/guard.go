package document

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
)

// Limits on what a PDF's structure may unfold to before a library that has none
// of its own is let near it.
const (
	unfoldLimit = 32 << 20 // bytes of all object and reference streams together
	nestLimit   = 200_000  // opening brackets in one object; three times as deep is still safe
	workLimit   = 64 << 20 // bytes looked at; an honest file takes about twice its size
)

var (
	errUnfold = errors.New("its structure unfolds to more than a passport ever does")
	errNested = errors.New("its structure is nested too deeply")
	errPacked = errors.New("its structure is packed in a way that cannot be read safely")
)

// guard refuses a PDF whose structure would exhaust memory or the stack. It reads
// the raw bytes and not the tables, and never skips any, so that nothing the file
// says of itself hides a stream from it.
func guard(data []byte) error {
	if tooNested(data) {
		return errNested
	}
	left, work, object := unfoldLimit, workLimit, 0
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("stream"))
		if i < 0 {
			return nil
		}
		if o := bytes.LastIndex(data[at:at+i], []byte("obj")); o >= 0 {
			object = at + o
		}
		dict := data[object : at+i]
		at += i + len("stream")
		if work -= len(dict); work < 0 {
			return errPacked
		}
		n, err := structure(plainNames(dict), data[at:], left)
		if err != nil {
			return err
		}
		left -= n
	}
}

var (
	escaped = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	filters = regexp.MustCompile(`[A-Za-z0-9]*Decode\b`)
	// distant is a filter or its parameters kept in another object, or a row so
	// wide that undoing its predictor would take all memory.
	distant = regexp.MustCompile(`/(Filter|DecodeParms)\s*\d|/(Columns|Colors|BitsPerComponent)\s*(\d{5}|\d+\s+\d+\s+R)`)
)

// plainNames undoes the #xx of names (ISO 32000-1, 7.3.5).
func plainNames(dict []byte) []byte {
	return escaped.ReplaceAllFunc(dict, func(m []byte) []byte {
		b, err := hex.DecodeString(string(m[1:]))
		if err != nil {
			return m
		}
		return b
	})
}

// structure is how many bytes an object stream or a reference stream inflates to,
// and 0 for any other stream.
func structure(dict, body []byte, limit int) (int, error) {
	if !bytes.Contains(dict, []byte("ObjStm")) && !bytes.Contains(dict, []byte("XRef")) {
		return 0, nil
	}
	if distant.Match(dict) {
		return 0, errPacked
	}
	switch names := filters.FindAll(dict, -1); {
	case len(names) == 0 && !bytes.Contains(dict, []byte("/Filter")):
		return 0, nil
	case len(names) != 1 || string(names[0]) != "FlateDecode":
		return 0, errPacked
	}
	return inflated(body, limit)
}

// inflated is how many bytes follow from a deflated stream. Damage in it is left
// for the reader to report.
func inflated(body []byte, limit int) (int, error) {
	r, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(body, "\r\n")))
	if err != nil {
		return 0, nil
	}
	var out bytes.Buffer
	n, _ := io.Copy(&out, io.LimitReader(r, int64(limit)+1))
	if int(n) > limit {
		return 0, errUnfold
	}
	if tooNested(out.Bytes()) {
		return 0, errNested
	}
	return int(n), nil
}

// tooNested counts what opens and never what closes, so that no closing bracket
// in a comment can hide depth.
func tooNested(b []byte) bool {
	for len(b) > 0 {
		object := b
		if i := bytes.Index(b, []byte("endobj")); i >= 0 {
			object, b = b[:i], b[i+len("endobj"):]
		} else {
			b = nil
		}
		if bytes.Count(object, []byte("["))+bytes.Count(object, []byte("<<")) > nestLimit {
			return true
		}
	}
	return false
}
