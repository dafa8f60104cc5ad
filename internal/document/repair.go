package document

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// headerSize is the length of "%PDF-1.3\n", which every file of a Press begins with;
// headerMended is what stands there afterwards: signatures of this kind need 1.7.
const (
	headerSize   = len(headerMended)
	headerMended = "%PDF-1.7\n"
)

var headerMade = regexp.MustCompile(`^%PDF-1\.[3-7]\n$`)

// ErrNotOurs says that a PDF is not as a Press makes them, so it is left alone.
var ErrNotOurs = errors.New("this PDF was not made here, so it is neither mended nor signed")

// mending is a file that is about to get an incremental update (ISO 32000-1, 7.5.6).
type mending struct {
	out     []byte
	base    revision
	view    outline
	written map[int]int // where each object of the update stands
	next    int         // the first object number that is free
}

// mend begins the update of a file that a Press made. Room is how many bytes the
// update will need at most.
func mend(pdf []byte, room int) (*mending, error) {
	if len(pdf) < headerSize || !headerMade.Match(pdf[:headerSize]) {
		return nil, ErrNotOurs
	}
	base, err := readRevision(pdf, headerSize)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOurs, err)
	}
	size, ok := base.trailer.at("Size").(int)
	if !ok || base.end != len(pdf) || len(base.objects) != size-1 || base.trailer.at("Info") == nil {
		return nil, ErrNotOurs
	}
	m := &mending{out: make([]byte, 0, len(pdf)+room), base: base, view: join(base), written: map[int]int{}, next: size}
	m.out = append(m.out, pdf...)
	copy(m.out, headerMended)
	return m, nil
}

// put writes an object; number 0 is a new one.
func (m *mending) put(n int, body string) int {
	if n == 0 {
		n = m.next
		m.next++
	}
	m.written[n] = len(m.out)
	m.out = append(m.out, strconv.Itoa(n)+" 0 obj\n"...)
	m.out = append(m.out, body...)
	m.out = append(m.out, "\nendobj\n"...)
	return n
}

// with writes a dictionary anew: its entries as they were, without those named, and
// more behind them.
func with(d pdfDict, without []pdfName, more string) string {
	var b strings.Builder
	b.WriteString("<<")
	for _, e := range d {
		if !slices.Contains(without, e.key) {
			b.WriteString("/" + string(e.key) + " ")
			b.Write(e.raw)
			b.WriteByte('\n')
		}
	}
	return b.String() + more + ">>"
}

// fileName is what an attachment of a Press may be called.
var fileName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,39}$`)

// mendFiles gives each attachment a name that every reader shows (ISO 32000-1,
// 7.11.3), its relationship to the document (ISO 32000-2, 7.11.3), and the list of
// them their order. It returns the entries for the catalogue.
func (m *mending) mendFiles() (string, error) {
	files, err := m.view.files()
	if err != nil || len(files) == 0 {
		return "", err
	}
	var names, related []string
	for _, f := range files {
		name, err := nameOf(f.spec)
		if err != nil {
			return "", err
		}
		m.put(f.number, with(f.spec, []pdfName{"F", "UF", "EF"}, fmt.Sprintf(
			"/F (%[1]s)\n/UF (%[1]s)\n/EF <</F %[2]d 0 R /UF %[2]d 0 R>>\n/AFRelationship /Data\n", name, f.file)))
		names = append(names, fmt.Sprintf("(%s) %d 0 R", name, f.number))
		related = append(related, fmt.Sprintf("%d 0 R", f.number))
	}
	slices.Sort(names) // a name tree is sorted (ISO 32000-1, 7.9.6)
	return fmt.Sprintf("/Names <</EmbeddedFiles <</Names [%s]>>>>\n/AF [%s]\n", strings.Join(names, " "), strings.Join(related, " ")), nil
}

// nameOf is the name of an attachment, which a Press writes in UTF-16.
func nameOf(spec pdfDict) (string, error) {
	text, _ := spec.at("UF").(pdfText)
	name := string(text)
	if rest, is := strings.CutPrefix(name, "\xFE\xFF"); is {
		units := make([]uint16, len(rest)/2)
		for i := range units {
			units[i] = uint16(rest[2*i])<<8 | uint16(rest[2*i+1])
		}
		name = string(utf16.Decode(units))
	}
	if !fileName.MatchString(name) {
		return "", fmt.Errorf("%w: an attachment called %q", ErrNotOurs, name)
	}
	return name, nil
}

// language is the tag of a language (RFC 5646), as /Lang has it.
var language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// catalogue writes the catalogue anew: the document's language, its title in the
// window's bar, its attachments, and what the caller adds.
func (m *mending) catalogue(lang, files, more string) error {
	root := m.view.dictAt(pdfRef(m.view.root))
	if root.at("Type") != pdfName("Catalog") || !language.MatchString(lang) {
		return fmt.Errorf("%w: its catalogue, or the language %q", ErrNotOurs, lang)
	}
	without := []pdfName{"Lang", "ViewerPreferences", "AF", "AcroForm", "Perms"}
	if files != "" {
		without = append(without, "Names")
	}
	m.put(m.view.root, with(root, without, files+"/Lang ("+lang+")\n/ViewerPreferences <</DisplayDocTitle true>>\n"+more))
	return nil
}

// finish writes the table of references and the trailer. The identifier (ISO
// 32000-1, 14.4) is of what was mended, so that the same input gives the same bytes.
func (m *mending) finish(base []byte) {
	table := len(m.out)
	m.out = append(m.out, "xref\n"...)
	numbers := make([]int, 0, len(m.written))
	for n := range m.written {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for len(numbers) > 0 {
		run := 1
		for run < len(numbers) && numbers[run] == numbers[0]+run {
			run++
		}
		m.out = fmt.Appendf(m.out, "%d %d\n", numbers[0], run)
		for _, n := range numbers[:run] {
			m.out = fmt.Appendf(m.out, "%010d 00000 n \n", m.written[n])
		}
		numbers = numbers[run:]
	}
	id := sha256.Sum256(base)
	m.out = fmt.Appendf(m.out, "trailer\n<</Size %d\n/Root %d 0 R\n/Info %s\n/Prev %d\n/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		m.next, m.view.root, m.base.trailer.raw("Info"), m.base.table, id[:16], id[16:], table)
}
