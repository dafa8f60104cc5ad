package document

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// gofpdf parses, cuts and packs each font anew for every document, which took nine
// tenths of its time. It is given two names instead, and a document is bound here:
// where a name stands, the font that was made ready once a process is put.

// placeholder is a font of which gofpdf knows nothing but its name.
func placeholder(name string) []byte {
	return fmt.Appendf(nil, `{"Tp":"Core","Name":%q}`, name)
}

// errBind says that gofpdf wrote something else than it does.
var errBind = errors.New("the parts of the PDF are not where they should be")

// binder puts a document together again with its fonts.
type binder struct {
	in   []byte
	at   []int // of each object in the input, by number; 0 is none
	out  []byte
	refs []int // of each object in the output
}

// bind replaces the placeholders by fonts, packs the pages, and writes the table of
// references anew.
func bind(pdf []byte, fonts ...*embeddedFont) ([]byte, error) {
	b := binder{in: pdf}
	table, err := b.offsets()
	if err != nil {
		return nil, err
	}
	order := make([]int, 0, len(b.at))
	for n := 1; n < len(b.at); n++ {
		order = append(order, n)
	}
	slices.SortFunc(order, func(x, y int) int { return b.at[x] - b.at[y] })
	b.out = append(make([]byte, 0, len(pdf)+120_000), pdf[:b.at[order[0]]]...)
	b.refs = make([]int, len(b.at))
	for i, n := range order {
		end := table
		if i+1 < len(order) {
			end = b.at[order[i+1]]
		}
		if err := b.object(n, pdf[b.at[n]:end], fonts); err != nil {
			return nil, err
		}
	}
	return b.close(table)
}

// offsets reads the table of references and returns where it stands.
func (b *binder) offsets() (int, error) {
	_, tail, ok := bytes.Cut(b.in[max(0, len(b.in)-40):], []byte("startxref\n"))
	number, whole := bytes.CutSuffix(tail, []byte("\n%%EOF\n"))
	table, err := strconv.Atoi(string(number))
	if !ok || !whole || err != nil || table < 0 || table > len(b.in) {
		return 0, errBind
	}
	var count int
	if _, err := fmt.Sscanf(string(b.in[table:min(len(b.in), table+24)]), "xref\n0 %d\n", &count); err != nil || count < 2 {
		return 0, errBind
	}
	rows := b.in[table+len("xref\n0 \n")+len(strconv.Itoa(count)):]
	if len(rows) < 20*count {
		return 0, errBind
	}
	b.at = make([]int, count)
	for n := range b.at {
		if b.at[n], err = strconv.Atoi(string(rows[20*n : 20*n+10])); err != nil || b.at[n] > table {
			return 0, errBind
		}
	}
	return table, nil
}

// object copies one object, a font or a page's drawing in its own way.
func (b *binder) object(n int, body []byte, fonts []*embeddedFont) error {
	b.refs[n] = len(b.out)
	head := fmt.Appendf(nil, "%d 0 obj\n", n)
	inner, ok := bytes.CutPrefix(body, head)
	if !ok {
		return errBind
	}
	b.out = append(b.out, head...)
	if bytes.HasPrefix(inner, []byte("<</Length ")) {
		return b.packed(inner)
	}
	for _, f := range fonts {
		if bytes.HasPrefix(inner, []byte("<</Type /Font\n/BaseFont /"+f.name+"\n")) {
			b.font(f)
			return nil
		}
	}
	b.out = append(b.out, inner...)
	return nil
}

// packers compress pages; one is a megabyte to make.
var packers = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // the level is one there is
	return w
}}

// packed copies a stream compressed.
func (b *binder) packed(inner []byte) error {
	_, data, ok := bytes.Cut(inner, []byte("stream\n"))
	data, found := bytes.CutSuffix(data, []byte("\nendstream\nendobj\n"))
	if !ok || !found {
		return errBind
	}
	var packed bytes.Buffer
	w := packers.Get().(*zlib.Writer)
	defer packers.Put(w)
	w.Reset(&packed)
	w.Write(data) // a buffer takes everything
	w.Close()
	b.out = fmt.Appendf(b.out, "<</Filter /FlateDecode /Length %d>>\nstream\n", packed.Len())
	b.out = append(b.out, packed.Bytes()...)
	b.out = append(b.out, "\nendstream\nendobj\n"...)
	return nil
}

// font writes a font where its placeholder stood, its parts behind it.
func (b *binder) font(f *embeddedFont) {
	n := len(b.refs)
	b.out = fmt.Appendf(b.out, "<</Type /Font\n/Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>\nendobj\n", f.name, n, n+1)
	b.add(fmt.Appendf(nil, "<</Type /Font\n/Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /DW 0 /W [%s] /CIDToGIDMap %d 0 R>>",
		f.name, n+2, f.widths, n+3))
	b.add(f.unicode)
	b.add(fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s %s /FontFile2 %d 0 R>>", f.name, f.descriptor, n+4))
	b.add(f.glyphs)
	b.add(f.program)
}

// add writes one more object.
func (b *binder) add(body []byte) {
	n := len(b.refs)
	b.refs = append(b.refs, len(b.out))
	b.out = fmt.Appendf(b.out, "%d 0 obj\n", n)
	b.out = append(b.out, body...)
	b.out = append(b.out, "\nendobj\n"...)
}

// close writes the table of references and the trailer, which names more objects now.
func (b *binder) close(table int) ([]byte, error) {
	_, trailer, ok := bytes.Cut(b.in[table:], []byte("trailer\n<<\n/Size "))
	_, rest, found := bytes.Cut(trailer, []byte("\n"))
	rest, _, ended := bytes.Cut(rest, []byte("startxref\n"))
	if !ok || !found || !ended {
		return nil, errBind
	}
	at := len(b.out)
	b.out = fmt.Appendf(b.out, "xref\n0 %d\n0000000000 65535 f \n", len(b.refs))
	for _, ref := range b.refs[1:] {
		b.out = fmt.Appendf(b.out, "%010d 00000 n \n", ref)
	}
	return fmt.Appendf(b.out, "trailer\n<<\n/Size %d\n%sstartxref\n%d\n%%%%EOF\n", len(b.refs), rest, at), nil
}
