package document

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// pdfObject is one indirect object where it stands.
type pdfObject struct {
	at    int // of its number
	value any
	raw   string // the value as it is written, without a stream
	body  []byte // the stream's bytes as they are stored; nil without one
}

func (o pdfObject) dict() pdfDict {
	d, _ := o.value.(pdfDict)
	return d
}

// revision is one part of a file, from its first object to its %%EOF (ISO 32000-1,
// 7.5.6). Every byte of it is accounted for: objects one after the other, a table
// that names each of them and nothing else, a trailer.
type revision struct {
	objects map[int]pdfObject
	trailer pdfDict
	table   int // where the table of references stands
	end     int // after its last byte
}

// objectLimit bounds the objects of a revision; a full passport has about 60.
const objectLimit = 2000

// readRevision reads a revision that begins at a place in the file.
func readRevision(file []byte, at int) (revision, error) {
	s := &scanner{b: file, at: at}
	r := revision{objects: map[int]pdfObject{}}
	for !s.has("xref\n") {
		n, o, err := s.object()
		if err != nil {
			return r, err
		}
		if _, twice := r.objects[n]; twice || len(r.objects) == objectLimit {
			return r, fmt.Errorf("%w: object %d", errSyntax, n)
		}
		r.objects[n] = o
	}
	r.table = s.at
	if err := s.table(r.objects, at); err != nil {
		return r, err
	}
	v, err := s.value(syntaxDepth)
	if err != nil {
		return r, err
	}
	r.trailer, _ = v.(pdfDict)
	err = s.take("\nstartxref\n" + strconv.Itoa(r.table) + "\n%%EOF\n")
	r.end = s.at
	return r, err
}

// object reads one indirect object and the white space after it.
func (s *scanner) object() (int, pdfObject, error) {
	o := pdfObject{at: s.at}
	n, err := strconv.Atoi(string(s.token()))
	if err != nil || n <= 0 {
		return 0, o, fmt.Errorf("%w: no object at %d", errSyntax, o.at)
	}
	if err := s.take(" 0 obj\n"); err != nil {
		return 0, o, err
	}
	from := s.at
	if o.value, err = s.value(syntaxDepth); err != nil {
		return 0, o, err
	}
	o.raw = string(s.b[from:s.at])
	if s.skip(); s.has("stream\n") {
		if o.body, err = s.stream(o.dict()); err != nil {
			return 0, o, err
		}
	}
	return n, o, s.take("endobj\n")
}

// stream takes as many bytes as the dictionary says and what must follow them.
func (s *scanner) stream(d pdfDict) ([]byte, error) {
	n, ok := d.at("Length").(int)
	s.at += len("stream\n")
	if !ok || n < 0 || n > len(s.b)-s.at {
		return nil, fmt.Errorf("%w: a stream of no length", errSyntax)
	}
	body := s.b[s.at : s.at+n : s.at+n]
	s.at += n
	return body, s.take("\nendstream\n")
}

// table reads a table of references (ISO 32000-1, 7.5.4) that must name exactly
// the objects given; the first revision begins with the free entry.
func (s *scanner) table(objects map[int]pdfObject, start int) error {
	named := 0
	if err := s.take("xref\n"); err != nil {
		return err
	}
	for !s.has("trailer\n") {
		var first, count int
		for _, n := range []*int{&first, &count} {
			s.skip()
			var err error
			if *n, err = strconv.Atoi(string(s.token())); err != nil || *n < 0 || *n > objectLimit {
				return fmt.Errorf("%w: its table of references", errSyntax)
			}
		}
		if err := s.take("\n"); err != nil {
			return err
		}
		for n := first; n < first+count; n++ {
			want := "0000000000 65535 f \n"
			if n > 0 {
				o, ok := objects[n]
				if named++; !ok || o.at < start {
					return fmt.Errorf("%w: its table names object %d", errSyntax, n)
				}
				want = fmt.Sprintf("%010d 00000 n \n", o.at)
			}
			if err := s.take(want); err != nil {
				return err
			}
		}
	}
	if named != len(objects) {
		return fmt.Errorf("%w: its table names %d of %d objects", errSyntax, named, len(objects))
	}
	return s.take("trailer\n")
}

// outline is a whole file as its revisions together show it.
type outline struct {
	objects map[int]pdfObject
	root    int
	trailer pdfDict
}

// join lays later revisions over earlier ones.
func join(revisions ...revision) outline {
	o := outline{objects: map[int]pdfObject{}}
	for _, r := range revisions {
		maps.Copy(o.objects, r.objects)
		o.trailer = r.trailer
	}
	root, _ := o.trailer.at("Root").(pdfRef)
	o.root = int(root)
	return o
}

// resolve follows a reference, once.
func (o outline) resolve(v any) any {
	if r, is := v.(pdfRef); is {
		return o.objects[int(r)].value
	}
	return v
}

func (o outline) dictAt(v any) pdfDict {
	d, _ := o.resolve(v).(pdfDict)
	return d
}

func (o outline) arrayAt(v any) pdfArray {
	a, _ := o.resolve(v).(pdfArray)
	return a
}

// pages are the numbers of the page objects in order; ok is false where the tree is
// not the flat one that a Press makes.
func (o outline) pages() (numbers []int, ok bool) {
	tree := o.dictAt(o.dictAt(pdfRef(o.root)).at("Pages"))
	for _, k := range o.arrayAt(tree.at("Kids")) {
		n, is := k.(pdfRef)
		if !is || o.dictAt(n).at("Type") != pdfName("Page") || slices.Contains(numbers, int(n)) {
			return nil, false
		}
		numbers = append(numbers, int(n))
	}
	return numbers, len(numbers) > 0 && tree.at("Count") == len(numbers)
}

// fileSpec is one attachment: its object, the name a person sees, the stored file.
type fileSpec struct {
	number int
	spec   pdfDict
	key    string // its name in the catalogue's tree
	file   int    // the object of its stream
}

// files are the attachments in the order of the catalogue's tree, which must be one
// flat list.
func (o outline) files() ([]fileSpec, error) {
	names := o.dictAt(o.dictAt(pdfRef(o.root)).at("Names"))
	pairs := o.arrayAt(o.dictAt(names.at("EmbeddedFiles")).at("Names"))
	if len(pairs)%2 != 0 || len(pairs) > 2*AttachmentLimit {
		return nil, fmt.Errorf("%w: its list of attachments", errSyntax)
	}
	var all []fileSpec
	for i := 0; i < len(pairs); i += 2 {
		key, isText := pairs[i].(pdfText)
		ref, isRef := pairs[i+1].(pdfRef)
		spec := o.dictAt(ref)
		file, isFile := o.dictAt(spec.at("EF")).at("F").(pdfRef)
		if !isText || !isRef || !isFile || o.objects[int(file)].body == nil {
			return nil, fmt.Errorf("%w: an attachment", errSyntax)
		}
		all = append(all, fileSpec{number: int(ref), spec: spec, key: string(key), file: int(file)})
	}
	return all, nil
}
