package document

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// specimen is one PDF of testdata/pdf: who made it and how, and what must be said of
// it. Its file is made by -update and kept, so that a later release meets what this
// one refused.
type specimen struct {
	why    string
	make   func(t testing.TB, w *world) []byte
	broken string // the code; "" where the texts count
	reason Reason // of the *FindError; "" where there is none
	texts  int
	from   Source
}

// world is who takes part: a real organisation, and a forger with keys and
// certificates of the same names.
type world struct {
	office, forger *office
	pdf, other     []byte // two passports of the office, signed
	blank          []byte // the first one, unsigned
}

func newWorld(t testing.TB) *world {
	w := &world{office: newOffice(t, "a"), forger: newOffice(t, "forger")}
	w.blank = w.office.unsigned(t)
	w.pdf = must(t)(w.office.seal.Sealed(w.blank, "en-GB"))
	w.other = must(t)(w.office.seal.Sealed(must(t)(press(t).Passport(w.office.passport(t, "Dr Ian Other"), english(t))), "en-GB"))
	return w
}

// specimens are the whole corpus by file name.
var specimens = map[string]specimen{
	"good": {"as a device signs it", func(t testing.TB, w *world) []byte { return w.pdf }, "", "", 1, FromAttachment},
	"good-carried": {"with two of other organisations", func(t testing.TB, w *world) []byte {
		in := w.office.passport(t, "Dr Zoë Ngũgĩ-Okafor")
		for i := range 2 {
			o := newOffice(t, fmt.Sprint("carried", i))
			of := o.passport(t, in.Name)
			in.Carried = append(in.Carried, Carried{Text: of.Text, Number: of.Number, Name: of.Name, Holder: of.Holder, Organisation: "Elsewhere NHS Trust", ODS: "RYY", Issued: of.Issued, Items: of.Items})
		}
		return must(t)(w.office.seal.Sealed(must(t)(press(t).Passport(in, english(t))), "en-GB"))
	}, "", "", 3, FromAttachment},
	"good-full": {"of 32 items over several pages", func(t testing.TB, w *world) []byte {
		in := crowded()
		in.Text = w.office.passport(t, in.Name[:40]).Text
		return must(t)(w.office.seal.Sealed(must(t)(press(t).Passport(in, english(t))), "en-GB"))
	}, "", "", 1, FromAttachment},
	"printed-to-pdf": {"printed to another PDF by a viewer: drawn, and neither attached nor signed", func(t testing.TB, w *world) []byte {
		out := filepath.Join(t.TempDir(), "out.pdf")
		tool(t, nil, "pdftocairo", "-pdf", saved(t, w.pdf), out)
		return read(t, out)
	}, "", "", 1, FromPicture},
	"scan-grey": {"scanned at 120 dpi in grey", func(t testing.TB, w *world) []byte { return scanned(t, w.pdf, "-r", "120", "-gray", "-png") }, "", "", 1, FromPicture},
	"scan-black": {"scanned in black and white", func(t testing.TB, w *world) []byte {
		return scanned(t, w.pdf, "-r", "200", "-mono", "-aa", "no", "-aaVector", "no", "-png")
	}, "", "", 1, FromPicture},
	"scan-jpeg": {"scanned in colour as JPEG", func(t testing.TB, w *world) []byte {
		return scanned(t, w.pdf, "-r", "120", "-jpeg", "-jpegopt", "quality=60")
	}, "", "", 1, FromPicture},
	"scan-fax": {"scanned in black and white by a machine that packs as a fax does; made once by libtiff's tiff2pdf", func(t testing.TB, w *world) []byte {
		return read(t, filepath.Join("testdata", "pdf", "scan-fax.pdf"))
	}, "", "", 1, FromPicture},
	"scan-none": {"a page without a code", func(t testing.TB, w *world) []byte { return pdfWith(t) }, "", NoPassport, 0, ""},

	"page-appended": {"a page added after signing by an incremental update", func(t testing.TB, w *world) []byte { return appendPage(t, w.pdf, "") }, BrokenAppended, "", 0, ""},
	"page-replaced": {"the page's content replaced by an incremental update", func(t testing.TB, w *world) []byte { return replacePage(t, w.pdf, "") }, BrokenAppended, "", 0, ""},
	"unsigned-later": {"a third revision that takes the form and the attachments out of the catalogue", func(t testing.TB, w *world) []byte {
		return appendUpdate(t, w.pdf, func(u *mending) {
			root := u.view.dictAt(pdfRef(u.view.root))
			u.put(u.view.root, with(root, []pdfName{"AcroForm", "Perms", "Names", "AF"}, ""))
		})
	}, BrokenAppended, "", 0, ""},
	"trailing-line":  {"one line break after the end", func(t testing.TB, w *world) []byte { return append(bytes.Clone(w.pdf), '\n') }, BrokenAppended, "", 0, ""},
	"trailing-words": {"words after the end", func(t testing.TB, w *world) []byte { return append(bytes.Clone(w.pdf), "% sent by a gateway\n"...) }, BrokenAppended, "", 0, ""},
	"leading-words":  {"words before the start", func(t testing.TB, w *world) []byte { return append([]byte("sent by a gateway\n"), w.pdf...) }, BrokenNotCovered, "", 0, ""},
	"rewritten":      {"saved again by another program", func(t testing.TB, w *world) []byte { return throughQPDF(t, w.pdf, "--object-streams=generate") }, BrokenNotCovered, "", 0, ""},
	"page-changed": {"one byte of the page's content changed in place", func(t testing.TB, w *world) []byte {
		b := bytes.Clone(w.pdf)
		b[bytes.Index(b, []byte("/Type /Page\n"))+600] ^= 1
		return b
	}, BrokenSignature, "", 0, ""},
	"title-changed": {"the document's title changed in place", func(t testing.TB, w *world) []byte {
		b := bytes.Clone(w.pdf)
		b[bytes.Index(b, []byte("/Title"))+12] ^= 1
		return b
	}, BrokenSignature, "", 0, ""},
	"range-shrunk": {"the signature's range made shorter", func(t testing.TB, w *world) []byte { return withRange(w.pdf, 0, 0, -40) }, BrokenNotCovered, "", 0, ""},
	"range-shrunk-signed": {"a range that leaves out the trailer, signed by the device", func(t testing.TB, w *world) []byte {
		return signedShort(t, w)
	}, BrokenNotCovered, "", 0, ""},
	"range-later": {"the signature's range made to begin later", func(t testing.TB, w *world) []byte { return withRange(w.pdf, 9, 0, 0) }, BrokenNotCovered, "", 0, ""},
	"contents-swapped": {"the signature of another passport of the same device", func(t testing.TB, w *world) []byte {
		return withContents(t, w.pdf, contentsOfSignature(t, w.other))
	}, BrokenSignature, "", 0, ""},
	"contents-zero": {"no signature where one should be", func(t testing.TB, w *world) []byte {
		return withContents(t, w.pdf, strings.Repeat("0", len(contentsOfSignature(t, w.pdf))))
	}, BrokenSignature, "", 0, ""},
	"contents-padded":  {"something hidden behind the signature", func(t testing.TB, w *world) []byte { return paddedSignature(t, w) }, BrokenSignature, "", 0, ""},
	"second-signature": {"signed once more by somebody else", func(t testing.TB, w *world) []byte { return signedAgain(t, w) }, BrokenTwo, "", 0, ""},
	"forged-name": {"drawn and signed by a forger whose certificates have the same names", func(t testing.TB, w *world) []byte {
		return must(t)(w.forger.seal.Sealed(w.blank, "en-GB"))
	}, BrokenKey, "", 0, ""},
	"attachment-swapped": {"another's passport attached, and signed by a forger", func(t testing.TB, w *world) []byte {
		in := w.office.passport(t, "Dr Zoë Ngũgĩ-Okafor")
		in.Name = "Dr Ima Forger"
		return must(t)(w.forger.seal.Sealed(must(t)(press(t).Passport(in, english(t))), "en-GB"))
	}, BrokenKey, "", 0, ""},
	"differs": {"the printed code is another passport's than the one attached, signed by the device", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(attaching(t, w, AttachmentName, w.office.passport(t, "Dr Ian Other").Text), "en-GB"))
	}, BrokenDiffers, "", 0, ""},
	"no-code": {"signed by the device with no code on paper", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(pdfWith(t, file(AttachmentName, w.office.passport(t, "Dr A").Text)), "en-GB"))
	}, BrokenDiffers, "", 0, ""},
	"not-signed": {"as the first release made it", func(t testing.TB, w *world) []byte { return w.blank }, BrokenNotSigned, "", 0, ""},
	"not-signed-capitals": {"an attachment in capitals, without a signature", func(t testing.TB, w *world) []byte {
		return pdfWith(t, file("OTHER.MUSTER", "MP1:A"))
	}, BrokenNotSigned, "", 0, ""},
	"not-signed-pinned": {"pinned to the page instead of attached", func(t testing.TB, w *world) []byte { return pinned(t) }, BrokenNotSigned, "", 0, ""},
	"no-attachment": {"signed by the device, with a code and nothing attached", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(attaching(t, w), "en-GB"))
	}, BrokenAttachments, "", 0, ""},
	"attachment-more": {"one attachment that is no passport", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(attaching(t, w, AttachmentName, w.office.passport(t, "Dr A").Text, "invoice.pdf", "%PDF"), "en-GB"))
	}, BrokenAttachments, "", 0, ""},
	"attachment-gap": {"carried-2 without carried-1", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(attaching(t, w, AttachmentName, w.office.passport(t, "Dr A").Text, "carried-2.muster", "MP1:B"), "en-GB"))
	}, BrokenAttachments, "", 0, ""},
	"attachment-nonsense": {"attached words that are no passport", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(attaching(t, w, AttachmentName, "MP1:NONSENSE"), "en-GB"))
	}, BrokenAttachments, "", 0, ""},

	"shadow-hidden": {"a second content of the page lies unused, signed by the device", func(t testing.TB, w *world) []byte {
		return signedWith(t, w, w.blank, func(m *mending) { m.put(0, stream("", "0 g 0 0 600 800 re f")) })
	}, BrokenStructure, "", 0, ""},
	"shadow-replaced": {"the update replaces the page's content, signed by the device", func(t testing.TB, w *world) []byte {
		return signedWith(t, w, w.blank, func(m *mending) { m.put(contentNumber(m), stream("", "0 g 0 0 600 800 re f")) })
	}, BrokenStructure, "", 0, ""},
	"shadow-layers": {"layers that can be switched off", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(rebased(t, w.blank, "/Type /Catalog\n", "/Type /Catalog /OCProperties <</OCGs [] /D <<>>>>\n"), "en-GB"))
	}, BrokenStructure, "", 0, ""},
	"javascript": {"a script that runs when it is opened", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(rebased(t, w.blank, "/Type /Catalog\n", "/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>\n"), "en-GB"))
	}, BrokenStructure, "", 0, ""},
	"page-action": {"a page that acts when it is shown", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(rebased(t, w.blank, "/Type /Page\n", "/Type /Page /AA <</O <</S /URI /URI (https://example.org)>>>>\n"), "en-GB"))
	}, BrokenStructure, "", 0, ""},
	"font-active": {"an action hidden in a font", func(t testing.TB, w *world) []byte {
		return must(t)(w.office.seal.Sealed(rebased(t, w.blank, "/Type /Font", "/X [<</JS (1)>>] /Type /Font"), "en-GB"))
	}, BrokenStructure, "", 0, ""},
	"xfa": {"a form of another kind over the page", func(t testing.TB, w *world) []byte {
		return signedAs(t, w, "/AcroForm <</Fields [%d 0 R] /SigFlags 3 /XFA (x)>>", "[0 0 0 0]")
	}, BrokenStructure, "", 0, ""},
	"field-seen": {"a signature's field over the whole page", func(t testing.TB, w *world) []byte {
		return signedAs(t, w, "/AcroForm <</Fields [%d 0 R] /SigFlags 3>>", "[0 0 595 842]")
	}, BrokenStructure, "", 0, ""},

	"truncated": {"cut off in the middle of the signature", func(t testing.TB, w *world) []byte {
		return w.pdf[:bytes.Index(w.pdf, []byte("/ETSI"))+400]
	}, BrokenNotCovered, "", 0, ""},
	"truncated-early": {"cut off in the middle of a font", func(t testing.TB, w *world) []byte { return w.pdf[:len(w.pdf)/3] }, "", FileDamaged, 0, ""},
	"encrypted": {"locked with a password", func(t testing.TB, w *world) []byte {
		return throughQPDF(t, w.pdf, "--encrypt", "secret", "owner", "256", "--")
	}, "", FileLocked, 0, ""},
	"encrypted-open": {"locked against change alone", func(t testing.TB, w *world) []byte {
		return throughQPDF(t, w.pdf, "--encrypt", "", "owner", "256", "--")
	}, BrokenNotCovered, "", 0, ""},
}

// throughQPDF has another program write the file anew.
func throughQPDF(t testing.TB, pdf []byte, args ...string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.pdf")
	tool(t, nil, "qpdf", append(args, saved(t, pdf), out)...)
	return read(t, out)
}

// scanned is what a scanner makes of the first page: one picture.
func scanned(t testing.TB, pdf []byte, how ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	tool(t, nil, "pdftoppm", append(how, "-l", "1", "-singlefile", saved(t, pdf), filepath.Join(dir, "page"))...)
	names, err := filepath.Glob(filepath.Join(dir, "page.*"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	out := gofpdf.New("P", "mm", "A4", "")
	out.AddPage()
	out.Image(names[0], 0, 0, 210, 297, false, "", 0, "")
	var b bytes.Buffer
	if err := out.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pinned is a PDF with a passport pinned to its page.
func pinned(t testing.TB) []byte {
	t.Helper()
	out := gofpdf.New("P", "mm", "A4", "")
	out.AddPage()
	a := file("x.muster", "MP1:A")
	out.AddAttachmentAnnotation(&a, 10, 10, 20, 20)
	var b bytes.Buffer
	if err := out.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// attaching is the passport of Dr A on paper with these files, name and content in
// turns, in place of its own.
func attaching(t testing.TB, w *world, files ...string) []byte {
	t.Helper()
	in, p, words := w.office.passport(t, "Dr A"), press(t), english(t)
	code, err := QR(in.Text)
	if err != nil {
		t.Fatal(err)
	}
	s := p.print(info{title: "A passport"}, func(s *sheet) { newPassportLayout(s, in, words, code).draw(nil) })
	var list []gofpdf.Attachment
	for i := 0; i < len(files); i += 2 {
		list = append(list, file(files[i], files[i+1]))
	}
	s.pdf.SetAttachments(list)
	return must(t)(s.bytes())
}

// contentNumber is the object of the first page's content.
func contentNumber(m *mending) int {
	pages, _ := m.view.pages()
	n, _ := m.view.dictAt(pdfRef(pages[0])).at("Contents").(pdfRef)
	return int(n)
}

// rebased is a file of a Press with other words in the first object that has them.
func rebased(t testing.TB, pdf []byte, before, after string) []byte {
	t.Helper()
	r, err := readRevision(pdf, headerSize)
	if err != nil {
		t.Fatal(err)
	}
	var o pdfObject
	for _, other := range r.objects {
		if strings.Contains(other.raw, before) && (o.raw == "" || other.at < o.at) {
			o = other
		}
	}
	changed := strings.Replace(o.raw, before, after, 1)
	if changed == o.raw {
		t.Fatalf("no object has %q", before)
	}
	at := bytes.Index(pdf[o.at:], []byte(o.raw)) + o.at
	out := append(append(bytes.Clone(pdf[:at]), changed...), pdf[at+len(o.raw):r.table]...)
	table := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(r.objects)+1)
	for n := 1; n <= len(r.objects); n++ {
		place := r.objects[n].at
		if place > o.at {
			place += len(changed) - len(o.raw)
		}
		out = fmt.Appendf(out, "%010d 00000 n \n", place)
	}
	rest := pdf[bytes.Index(pdf[r.table:], []byte("trailer"))+r.table:]
	rest = bytes.Replace(rest, fmt.Appendf(nil, "startxref\n%d\n", r.table), fmt.Appendf(nil, "startxref\n%d\n", table), 1)
	return append(out, rest...)
}

// signedWith is signed by the device, with more in the update.
func signedWith(t testing.TB, w *world, pdf []byte, more func(m *mending)) []byte {
	t.Helper()
	form, err := newCMS(w.office.device.Public(), w.office.seal.Certificates)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mend(pdf, 1<<16)
	if err != nil {
		t.Fatal(err)
	}
	more(m)
	spot, err := m.signable(issuedAt, "en-GB", 2*form.size())
	if err != nil {
		t.Fatal(err)
	}
	m.finish(pdf)
	return must(t)(fill(m.out, spot, form, w.office.device))
}

// signedAs is signed by the device, with another form and another place for the field.
func signedAs(t testing.TB, w *world, acroForm, rect string) []byte {
	t.Helper()
	form, err := newCMS(w.office.device.Public(), w.office.seal.Certificates)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mend(w.blank, 1<<16)
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := m.view.pages()
	files, err := m.mendFiles()
	if err != nil {
		t.Fatal(err)
	}
	field, signature := m.next, m.next+1
	m.next += 2
	m.put(pages[0], with(m.view.dictAt(pdfRef(pages[0])), nil, fmt.Sprintf("/Annots [%d 0 R]\n", field)))
	if err := m.catalogue("en-GB", files, fmt.Sprintf(acroForm+"\n/Perms <</DocMDP %d 0 R>>\n", field, signature)); err != nil {
		t.Fatal(err)
	}
	m.put(field, fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect %s /F 132 /P %d 0 R /V %d 0 R>>", rect, pages[0], signature))
	spot := m.signature(signature, issuedAt, 2*form.size())
	m.finish(w.blank)
	return must(t)(fill(m.out, spot, form, w.office.device))
}

// signedShort is signed by the device over all but the last 60 bytes.
func signedShort(t testing.TB, w *world) []byte {
	t.Helper()
	m := ranged.FindSubmatchIndex(w.pdf)
	pdf := withRange(w.pdf, 0, 0, -60)
	n := numbersOf(t, pdf)
	form, err := newCMS(w.office.device.Public(), w.office.seal.Certificates)
	if err != nil {
		t.Fatal(err)
	}
	der := must(t)(form.sign(digestAround(pdf[:len(pdf)-60], n[0], n[1]), w.office.device))
	return withContents(t, pdf, padded(der, m[5*2-1]-m[4*2]))
}

// paddedSignature has words after the signature, in the room that zeros fill.
func paddedSignature(t testing.TB, w *world) []byte {
	t.Helper()
	form, err := newCMS(w.office.device.Public(), w.office.seal.Certificates)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mend(w.blank, 1<<16)
	if err != nil {
		t.Fatal(err)
	}
	spot, err := m.signable(issuedAt, "en-GB", 2*form.size()+200)
	if err != nil {
		t.Fatal(err)
	}
	m.finish(w.blank)
	pdf := must(t)(fill(m.out, spot, form, w.office.device))
	copy(pdf[spot.shut-41:], hex.EncodeToString([]byte("hidden words here")))
	return pdf
}

func padded(der []byte, width int) string {
	s := hex.EncodeToString(der)
	return s + strings.Repeat("0", width-len(s))
}

// ranged finds a signature's range and contents.
var ranged = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]\n/Contents <([0-9a-f]*)>`)

func numbersOf(t testing.TB, pdf []byte) (n [3]int) {
	t.Helper()
	m := ranged.FindSubmatch(pdf)
	for i := range n {
		if _, err := fmt.Sscan(string(m[i+1]), &n[i]); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// withRange moves the start, the gap's end and the length of a signature's range.
func withRange(pdf []byte, start, gap, length int) []byte {
	m := ranged.FindSubmatchIndex(pdf)
	var n [3]int
	for i := range n {
		fmt.Sscan(string(pdf[m[2*i+2]:m[2*i+3]]), &n[i])
	}
	text := fmt.Sprintf("%d %d %d %d", start, n[0], n[1]+gap, n[2]+length)
	out := bytes.Clone(pdf)
	room := out[m[2]-2:]
	copy(room, text+strings.Repeat(" ", bytes.IndexByte(room, ']')-len(text)))
	return out
}

func contentsOfSignature(t testing.TB, pdf []byte) string {
	t.Helper()
	return string(ranged.FindSubmatch(pdf)[4])
}

// withContents puts another signature, or part of one, into a file.
func withContents(t testing.TB, pdf []byte, digits string) []byte {
	t.Helper()
	m := ranged.FindSubmatchIndex(pdf)
	out := bytes.Clone(pdf)
	copy(out[m[8]:m[9]], digits+strings.Repeat("0", max(m[9]-m[8]-len(digits), 0)))
	return out
}

// appendUpdate adds one more revision to a signed file, as an editor does.
func appendUpdate(t testing.TB, pdf []byte, edit func(u *mending)) []byte {
	t.Helper()
	f, whole := readSealed(pdf)
	if !whole {
		t.Fatal("not a signed file")
	}
	size, _ := f.update.trailer.at("Size").(int)
	u := &mending{out: bytes.Clone(pdf), base: f.update, view: f.view, written: map[int]int{}, next: size}
	edit(u)
	u.finish(pdf)
	return u.out
}

// appendPage adds a page that says what the forger likes.
func appendPage(t testing.TB, pdf []byte, more string) []byte {
	return appendUpdate(t, pdf, func(u *mending) {
		content := u.put(0, stream("", "BT /F1 24 Tf 72 700 Td (Holds everything, for ever) Tj ET"+more))
		page := u.put(0, fmt.Sprintf("<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>> /Contents %d 0 R>>", content))
		tree := u.view.dictAt(pdfRef(1))
		first, _ := u.view.pages()
		u.put(1, with(tree, []pdfName{"Kids", "Count"}, fmt.Sprintf("/Kids [%d 0 R %d 0 R] /Count 2", first[0], page)))
	})
}

// replacePage puts another content under the page.
func replacePage(t testing.TB, pdf []byte, more string) []byte {
	return appendUpdate(t, pdf, func(u *mending) { u.put(contentNumber(u), stream("", "0 g 100 100 200 200 re f"+more)) })
}

// signedAgain adds a second signature, by the forger.
func signedAgain(t testing.TB, w *world) []byte {
	t.Helper()
	form, err := newCMS(w.forger.device.Public(), w.forger.seal.Certificates)
	if err != nil {
		t.Fatal(err)
	}
	var p spot
	pdf := appendUpdate(t, w.pdf, func(u *mending) {
		n := u.next
		u.next++
		p = u.signature(n, issuedAt, 2*form.size())
	})
	return must(t)(fill(pdf, p, form, w.forger.device))
}

// TestCorpus examines every specimen twice: as it was kept, and as it is made now.
func TestCorpus(t *testing.T) {
	w := newWorld(t)
	if spoilt := len(specimens) - 9; spoilt < 30 {
		t.Errorf("only %d spoilt ones", spoilt)
	}
	for name, s := range specimens {
		t.Run(name, func(t *testing.T) {
			fresh, kept := s.make(t, w), filepath.Join("testdata", "pdf", name+".pdf")
			if *update {
				if err := os.WriteFile(kept, fresh, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for what, data := range map[string][]byte{"kept": read(t, kept), "fresh": fresh} {
				s.check(t, what, data)
			}
		})
	}
}

func (s specimen) check(t *testing.T, what string, data []byte) {
	t.Helper()
	got, err := Examine(data)
	var f *FindError
	if errors.As(err, &f) != (s.reason != "") || f != nil && f.Reason != s.reason {
		t.Errorf("%s, %s: error %v, want %q", what, s.why, err, s.reason)
	}
	if got.Broken != s.broken || len(got.Texts) != s.texts || got.From != s.from {
		t.Errorf("%s, %s: broken %q with %d texts from %q, want %q, %d, %q", what, s.why, got.Broken, len(got.Texts), got.From, s.broken, s.texts, s.from)
	}
	if got.Broken == "" {
		return
	}
	if words := english(t).T("paper.broken." + got.Broken); strings.Contains(words, "⟦") || !strings.Contains(words, "refused") {
		t.Errorf("words %q", words)
	}
}

// TestReadersCallAnAppendedPageValid is why a check does not stop at the signature.
func TestReadersCallAnAppendedPageValid(t *testing.T) {
	o := newOffice(t, "a")
	nss := o.nss(t)
	for _, name := range []string{"page-appended", "page-replaced", "unsigned-later"} {
		out := string(tool(t, nil, "pdfsig", "-nssdir", nss, filepath.Join("testdata", "pdf", name+".pdf")))
		if !strings.Contains(out, "Signature is Valid.") {
			t.Errorf("%s: pdfsig says\n%s", name, out)
		}
		if strings.Contains(out, "Total document signed") {
			t.Errorf("%s: pdfsig calls it whole:\n%s", name, out)
		}
	}
}

// TestNoChangedByteIsTaken spoils one byte after the other.
func TestNoChangedByteIsTaken(t *testing.T) {
	pdf := newOffice(t, "a").sealed(t)
	step := 11
	if testing.Short() {
		step = 101
	}
	var told []string
	for at := 0; at < len(pdf); at += step {
		spoilt := bytes.Clone(pdf)
		spoilt[at] ^= 1 << (at % 8)
		got, err := Examine(spoilt)
		if err == nil && got.Broken == "" {
			t.Errorf("byte %d changed, and %d texts from %q are taken", at, len(got.Texts), got.From)
		}
		told = append(told, got.Broken)
	}
	slices.Sort(told)
	if told = slices.Compact(told); !slices.Contains(told, BrokenSignature) {
		t.Errorf("only these are told: %q", told)
	}
}

// FuzzExamine: whatever the bytes, there is an answer, a refusal without texts, or a
// *FindError; and nothing counts as signed but what the device signed.
func FuzzExamine(f *testing.F) {
	signed := map[string]bool{}
	for name, s := range specimens {
		data := read(f, filepath.Join("testdata", "pdf", name+".pdf"))
		signed[string(data)] = s.from == FromAttachment
	}
	// Few and small ones: a whole passport takes the fuzzer a tenth of a second.
	for _, name := range []string{"good", "page-appended", "second-signature", "not-signed-pinned", "scan-none"} {
		f.Add(read(f, filepath.Join("testdata", "pdf", name+".pdf")))
	}
	f.Add(page("0.5 g q 2 0 0 2 0 0 cm 10 10 20 20 re f* Q /X Do", stream("/Subtype/Form/Matrix[1 0 0 1 2 2]", "0 g 1 1 m 5 5 l 9 1 l h f")))
	f.Add(page("/X Do", stream("/Subtype/Image/Width 8/Height 2/BitsPerComponent 1/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/Filter/FlateDecode/DecodeParms<</Predictor 15/BitsPerComponent 1/Columns 8>>", predicted([]byte{0x55, 0xAA}, 1))))
	f.Add([]byte("MP1:ABC"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Examine(data)
		var why *FindError
		switch {
		case err != nil && !errors.As(err, &why):
			t.Fatalf("an error of another kind: %v", err)
		case (err != nil || got.Broken != "") && len(got.Texts) > 0, err == nil && got.Broken == "" && len(got.Texts) == 0:
			t.Fatalf("%d texts, broken %q, %v", len(got.Texts), got.Broken, err)
		case got.From == FromAttachment && !signed[string(data)]:
			t.Fatal("a file that no device signed counts as signed")
		}
	})
}
