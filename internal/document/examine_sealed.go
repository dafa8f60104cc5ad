package document

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"muster/internal/passport"
	"muster/internal/trust"
)

// sealedFile is a PDF that is built as Seal.Sealed builds it: one revision and the
// update with the signature, no byte of it unaccounted for.
type sealedFile struct {
	data         []byte
	base, update revision
	view         outline
}

// readSealed reads a file that is built so; whole is false for any other.
func readSealed(data []byte) (f sealedFile, whole bool) {
	if !bytes.HasPrefix(data, []byte(headerMended)) {
		return f, false
	}
	base, err := readRevision(data, headerSize)
	if err != nil || base.end == len(data) {
		return f, false
	}
	update, err := readRevision(data, base.end)
	if err != nil || update.end != len(data) || update.trailer.at("Prev") != base.table {
		return f, false
	}
	return sealedFile{data, base, update, join(base, update)}, true
}

// examine judges such a file, each step only once those before it held.
func (f sealedFile) examine() (Examined, error) {
	key, broken := f.signer()
	if broken != "" {
		return Examined{Broken: broken}, nil
	}
	if err := f.rules(); err != nil {
		return Examined{Broken: BrokenStructure}, nil
	}
	texts, err := f.texts()
	if err != nil {
		return Examined{Broken: BrokenAttachments}, nil
	}
	device, err := passport.SignerOf(texts[0])
	switch {
	case err != nil:
		return Examined{Broken: BrokenAttachments}, nil
	case device != key:
		return Examined{Broken: BrokenKey}, nil
	}
	return f.compare(texts)
}

// compare holds the codes that a person sees against what is attached.
func (f sealedFile) compare(texts []string) (Examined, error) {
	doc, until, err := openPDF(f.data)
	if err != nil {
		return Examined{}, err
	}
	printed, err := printedIn(doc, until)
	switch {
	case err != nil:
		return Examined{}, err
	case !slices.Equal(printed, texts):
		return Examined{Broken: BrokenDiffers}, nil
	}
	return Examined{Texts: texts, From: FromAttachment}, nil
}

// signatures are the signature dictionaries of a file, by number.
func (o outline) signatures() []int {
	var all []int
	for n, object := range o.objects {
		if d := object.dict(); d.at("ByteRange") != nil || d.at("Type") == pdfName("Sig") {
			all = append(all, n)
		}
	}
	return all
}

// signer is the key that signed the whole file, or why there is none.
func (f sealedFile) signer() (trust.Key, string) {
	all := f.view.signatures()
	switch {
	case len(all) == 0:
		return trust.Key{}, BrokenNotSigned
	case len(all) > 1:
		return trust.Key{}, BrokenTwo
	}
	object := f.view.objects[all[0]]
	open, shut, ok := f.covered(object)
	if !ok {
		return trust.Key{}, BrokenNotCovered
	}
	der, _ := object.dict().at("Contents").(pdfText)
	key, err := verifyCMS([]byte(der), digestAround(f.data, open, shut))
	if err != nil {
		return trust.Key{}, BrokenSignature
	}
	return key, ""
}

// covered are the brackets of the signature's contents, where its range is all of
// the file but what stands between them.
func (f sealedFile) covered(object pdfObject) (open, shut int, ok bool) {
	d := object.dict()
	contents := d.raw("Contents")
	at := strings.Index(object.raw, "/Contents "+contents)
	if at < 0 || !pureHex.MatchString(contents) {
		return 0, 0, false
	}
	open = object.at + bytes.Index(f.data[object.at:], []byte(object.raw)) + at + len("/Contents ")
	shut = open + len(contents)
	want := pdfArray{0, open, shut, len(f.data) - shut}
	got, _ := d.at("ByteRange").(pdfArray)
	return open, shut, slices.Equal(got, want)
}

var pureHex = regexp.MustCompile(`^<[0-9a-f]+>$`)

// texts are the attached passports: passport.muster and then carried-1.muster and
// on, no other file among them.
func (f sealedFile) texts() ([]string, error) {
	files, err := f.view.files()
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, file := range files {
		name, err := nameOf(file.spec)
		if err != nil || name != file.key {
			return nil, fmt.Errorf("%w: an attachment's name", errSyntax)
		}
		if found[name], err = f.stored(file.file); err != nil {
			return nil, err
		}
	}
	texts := []string{found[AttachmentName]}
	for i := 1; i < len(found); i++ {
		texts = append(texts, found[CarriedName(i)])
	}
	if len(found) != len(files) || slices.Contains(texts, "") {
		return nil, fmt.Errorf("%w: its list of attachments", errSyntax)
	}
	return texts, nil
}

// stored is the text of one attachment.
func (f sealedFile) stored(n int) (string, error) {
	o := f.view.objects[n]
	if o.dict().at("Filter") != pdfName("FlateDecode") || o.dict().at("DecodeParms") != nil {
		return "", fmt.Errorf("%w: an attachment's filter", errSyntax)
	}
	b, err := unpackFlate(o.body, nil, TextLimit+1)
	if err != nil || len(b) > TextLimit {
		return "", fmt.Errorf("%w: an attachment's size (%w)", errSyntax, err)
	}
	return string(b), nil
}

// marks are the signs that a PDF claims to be more than a picture of paper.
type marks struct {
	signatures int
	attached   bool
}

// rangeMark is where a signature says what it covers.
var rangeMark = regexp.MustCompile(`/ByteRange\s*\[`)

// marksOf looks for them in every object that a reader can find, and in the raw
// bytes, where a reader that repairs might.
func marksOf(doc *model.Context, data []byte) marks {
	var m marks
	for n := range doc.Table {
		if o, err := doc.Dereference(*types.NewIndirectRef(n, 0)); err == nil {
			m.look(doc, o, syntaxDepth)
		}
	}
	m.signatures = max(m.signatures, len(rangeMark.FindAll(data, -1)))
	m.attached = m.attached || bytes.Contains(data, []byte(AttachmentName))
	return m
}

func (m *marks) look(doc *model.Context, o types.Object, depth int) {
	if depth == 0 {
		return
	}
	switch v := o.(type) {
	case types.StreamDict:
		m.look(doc, v.Dict, depth)
	case *types.StreamDict:
		m.look(doc, v.Dict, depth)
	case types.Array:
		for _, e := range v {
			m.look(doc, e, depth-1)
		}
	case types.Dict:
		m.dict(doc, v)
		for _, e := range v {
			m.look(doc, e, depth-1)
		}
	}
}

// dict looks at one dictionary: a signature, or the specification of a file.
func (m *marks) dict(doc *model.Context, d types.Dict) {
	kind := d.NameEntry("Type")
	_, ranged := d.Find("ByteRange")
	if ranged || kind != nil && (*kind == "Sig" || *kind == "DocTimeStamp") {
		m.signatures++
	}
	if _, embeds := d.Find("EF"); !embeds {
		return
	}
	for _, key := range []string{"UF", "F"} {
		if v, ok := d.Find(key); ok {
			name, err := doc.DereferenceStringOrHexLiteral(v, model.V10, nil)
			m.attached = m.attached || err == nil && strings.HasSuffix(strings.ToLower(name), attached)
		}
	}
}

var wholeRange = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]`)

// whyNotWhole says what became of a file that has one signature and is not built as
// a signed passport is.
func whyNotWhole(data []byte) string {
	m := wholeRange.FindSubmatch(data)
	if m == nil {
		return BrokenNotCovered
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(m[i+1]))
	}
	open, shut, end := n[0], n[1], n[1]+n[2]
	if open >= shut || end > len(data) || data[open] != '<' || data[shut-1] != '>' {
		return BrokenNotCovered
	}
	der := make([]byte, hex.DecodedLen(shut-open-2))
	_, err := hex.Decode(der, data[open+1:shut-1])
	if err == nil {
		_, err = verifyCMS(der, digestAround(data[:end], open, shut))
	}
	switch {
	case end < len(data) && err == nil:
		return BrokenAppended
	case end < len(data):
		return BrokenNotCovered
	case err != nil:
		return BrokenSignature
	}
	return BrokenStructure
}
