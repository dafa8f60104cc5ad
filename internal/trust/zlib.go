package trust

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"sync"
)

// presetDictionary is the bit of a zlib header that asks for one (RFC 1950 section 2.2). The library
// would take an empty dictionary as given, so the bit is looked at here.
const presetDictionary = 0x20

// An inflater has 40 kB of tables, a deflater 800: worth keeping from one passport to the next.
var inflaters, deflaters sync.Pool

// Deflate returns one zlib stream (RFC 1950) of b.
func Deflate(b []byte) []byte {
	var out bytes.Buffer
	w, ok := deflaters.Get().(*zlib.Writer)
	if ok {
		w.Reset(&out)
	} else {
		w, _ = zlib.NewWriterLevel(&out, zlib.BestCompression) // fails for an unknown level alone
	}
	w.Write(b) // a buffer takes everything
	w.Close()  // as above
	deflaters.Put(w)
	return out.Bytes()
}

// Inflate returns what one zlib stream holds: at most limit bytes, so that a bomb costs no more than an
// honest message, its checksum right, nothing after it. Anything else is ErrInflate.
func Inflate(b []byte, limit int) ([]byte, error) {
	if len(b) < 2 || b[1]&presetDictionary != 0 {
		return nil, fmt.Errorf("%w: no header without a dictionary", ErrInflate)
	}
	src := bytes.NewReader(b)
	z, err := inflater(src)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInflate, err)
	}
	defer inflaters.Put(z)
	out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrInflate, err)
	case len(out) > limit:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrInflate, limit)
	case src.Len() != 0:
		return nil, fmt.Errorf("%w: %d bytes after its end", ErrInflate, src.Len())
	}
	return out, nil
}

// inflater returns a reader from the pool, or a new one, at the start of src.
func inflater(src io.Reader) (io.ReadCloser, error) {
	z, ok := inflaters.Get().(io.ReadCloser)
	if !ok {
		return zlib.NewReader(src)
	}
	if err := z.(zlib.Resetter).Reset(src, nil); err != nil {
		inflaters.Put(z)
		return nil, err
	}
	return z, nil
}
