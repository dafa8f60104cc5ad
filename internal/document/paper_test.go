package document

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/phrase"
)

// papers are the documents that the tests look at as others will.
func papers(t testing.TB) map[string][]byte {
	t.Helper()
	p, words := press(t), english(t)
	demo := ordinary()
	demo.Demo, demo.ODS = true, "DEMO0"
	bare := ordinary()
	bare.Items, bare.Outstanding, bare.Trainer, bare.Framework = bare.Items[:1], nil, "", "other/2"
	out := map[string][]byte{}
	for name, in := range map[string]Passport{
		"passport": ordinary(), "crowded": crowded(), "demo": demo, "bare": bare, "carrying": carrying(), "laden": laden(),
	} {
		out[name] = must(t)(p.Passport(in, words))
	}
	few := report()
	few.Feedback.Replies, few.Demo = FeedbackMinimum-1, true
	long := report()
	long.Learners[1].Name, long.Learners[1].Number = crowded().Name, crowded().Holder
	for name, in := range map[string]Report{"report": report(), "report-long": long, "report-full": fullReport(), "report-few": few, "report-empty": {Programme: "Resident doctor, acute"}} {
		out[name] = must(t)(p.Report(in, words))
	}
	for name, in := range map[string]Receipt{"receipt": receipt(), "receipt-long": longReceipt(), "receipt-empty": {Name: "Ana", Holder: "gmc:1234567"}} {
		out[name] = must(t)(p.Receipt(in, words))
	}
	return out
}

func must(t testing.TB) func([]byte, error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

func TestPaperReads(t *testing.T) {
	for name, pdf := range papers(t) {
		got := tool(t, pdf, "pdftotext", "-layout", "-nodiag", "-", "-")
		golden(t, name+".txt", got)
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	for name, pdf := range papers(t) {
		lines := strings.Split(strings.TrimSpace(string(tool(t, nil, "pdffonts", saved(t, pdf)))), "\n")[2:]
		if len(lines) != 2 {
			t.Errorf("%s: %d fonts, want 2", name, len(lines))
		}
		for _, l := range lines {
			if !regexp.MustCompile(`^MUSTER\+\w+ .* yes yes yes `).MatchString(l) {
				t.Errorf("%s: not an embedded subset with Unicode: %s", name, l)
			}
		}
	}
}

func TestCodeScansFromPaper(t *testing.T) {
	p, words := press(t), english(t)
	for _, c := range []struct {
		name string
		in   Passport
		dpi  string
	}{
		{"at 150 dpi", ordinary(), "150"},
		{"the largest, at 150 dpi", crowded(), "150"},
		{"at 60 % size, 300 dpi", ordinary(), "180"},
		{"the largest at 60 % size, 300 dpi", crowded(), "180"},
	} {
		png := filepath.Join(t.TempDir(), "page")
		tool(t, must(t)(p.Passport(c.in, words)), "pdftoppm", "-r", c.dpi, "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", "-", png)
		got := tool(t, nil, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", png+".png")
		if string(got) != c.in.Text+"\n" {
			t.Errorf("%s: scanned %q, want %q", c.name, got, c.in.Text)
		}
	}
}

func TestAttachmentIsTheText(t *testing.T) {
	in := ordinary()
	name := saved(t, must(t)(press(t).Passport(in, english(t))))
	if got := string(tool(t, nil, "pdfdetach", "-list", name)); !strings.Contains(got, "1 embedded file") || !strings.Contains(got, AttachmentName) {
		t.Errorf("pdfdetach lists %q", got)
	}
	out := filepath.Join(t.TempDir(), "text")
	tool(t, nil, "pdfdetach", "-save", "1", "-o", out, name)
	if got := string(read(t, out)); got != in.Text {
		t.Errorf("attached %q", got)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first := papers(t)
	time.Sleep(1100 * time.Millisecond) // a date of the present would show
	for name, pdf := range papers(t) {
		if !bytes.Equal(pdf, first[name]) {
			t.Errorf("%s: the same input gave other bytes", name)
		}
	}
	p, words := press(t), english(t)
	want := must(t)(p.Passport(ordinary(), words))
	rare := ordinary()
	rare.Name = "Γιώργος Παπαδόπουλος"
	must(t)(p.Passport(rare, words))
	if !bytes.Equal(want, must(t)(p.Passport(ordinary(), words))) {
		t.Error("a document depends on the one before it")
	}
}

// TestNothingIsCut looks for ink at the paper's edges and for every word that
// went in.
func TestNothingIsCut(t *testing.T) {
	in := crowded()
	in.Carried = laden().Carried
	pdf := must(t)(press(t).Passport(in, english(t)))
	got := squeezed(string(tool(t, pdf, "pdftotext", "-", "-")))
	for _, word := range []string{in.Name, in.Organisation, in.Session, in.Device, in.Trainer, strings.TrimPrefix(in.Holder, "staff:"), grouped(in.Number)} {
		if !strings.Contains(got, squeezed(word)) {
			t.Errorf("%q is not whole on paper", word)
		}
	}
	for i, it := range in.Items {
		if !strings.Contains(got, squeezed(it.Subject)) {
			t.Errorf("item %d, %q, is not whole on paper", i, it.Subject)
		}
	}
	for _, c := range in.Carried {
		for _, word := range []string{c.Name, c.Organisation, grouped(c.Number), english(t).T("paper.carried.vouches", c.Organisation, in.Organisation)} {
			if !strings.Contains(got, squeezed(word)) {
				t.Errorf("%q is not whole on a carried passport's paper", word)
			}
		}
	}
	insideTheMargins(t, pdf)
	insideTheMargins(t, must(t)(press(t).Receipt(longReceipt(), english(t))))
}

func insideTheMargins(t *testing.T, pdf []byte) {
	t.Helper()
	boxes := tool(t, pdf, "pdftotext", "-bbox", "-", "-")
	for _, m := range regexp.MustCompile(`xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)"`).FindAllStringSubmatch(string(boxes), -1) {
		var left, right, low float64
		fmt.Sscan(m[1]+" "+m[2]+" "+m[3], &left, &right, &low)
		if left < 42 || right > 553.5 || low > 830 {
			t.Errorf("a word stands outside the margins: %s", m[0])
		}
	}
}

// squeezed drops spaces and line breaks, where wrapping puts its own.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestNamesPaperCanShow(t *testing.T) {
	p, words := press(t), english(t)
	for _, name := range []string{"Zoë Ngũgĩ", "Łukasz Żółć", "Nguyễn Thị Ánh", "Siân Ŵyn", "Γιώργος", "Олександр", "O’Neill-Þórðarson", "Ǹkechí Ọ̀ṣun"} {
		in := ordinary()
		in.Name = name
		if bad := p.Unshowable(name); len(bad) > 0 {
			t.Errorf("%s: refused for %q", name, bad)
			continue
		}
		got := string(tool(t, must(t)(p.Passport(in, words)), "pdftotext", "-", "-"))
		if !strings.Contains(squeezed(got), squeezed(name)) {
			t.Errorf("%s is not on its paper", name)
		}
	}
	for name, want := range map[string]string{"李小龙": "李小龙", "محمد": "محد", "Ana 😀😀": "😀", "bad\xffbyte": "\uFFFD", "tab\there": "\t", "नमस्ते": "नमस्ते", "\U0001F469": "\U0001F469"} {
		if got := string(p.Unshowable(name)); got != want || p.CanShow(name) {
			t.Errorf("Unshowable(%q) = %q, want %q", name, got, want)
		}
		in := ordinary()
		in.Name = name
		var bad *UnshowableError
		if _, err := p.Passport(in, words); !errors.As(err, &bad) {
			t.Errorf("%q was printed, error %v", name, err)
		}
	}
}

// TestReportPrintsAnyWords feeds notes and comments that the fonts cannot show.
func TestReportPrintsAnyWords(t *testing.T) {
	in := report()
	in.Notes = []string{"so 😀 good \xff\xfe", strings.Repeat("x", 3000)}
	in.Feedback.Comments = []string{"李小龙", "\U0010FFFF"}
	in.Programme = "\xff\U0001F600"
	got := string(tool(t, must(t)(press(t).Report(in, english(t))), "pdftotext", "-", "-"))
	if !strings.Contains(got, "so � good") || strings.Count(got, "x") < 3000 {
		t.Errorf("the notes are not on paper: %q", got)
	}
}

func TestDemonstrationOnEveryPage(t *testing.T) {
	in := crowded()
	in.Demo = true
	pdf := must(t)(press(t).Passport(in, english(t)))
	pages := strings.Split(strings.TrimSuffix(string(tool(t, pdf, "pdftotext", "-", "-")), "\f"), "\f")
	if len(pages) < 2 {
		t.Fatalf("%d pages, want several", len(pages))
	}
	for i, page := range pages {
		if !strings.Contains(page, "DEMONSTRATION: not a real passport") {
			t.Errorf("page %d does not say that it is a demonstration", i+1)
		}
	}
}

func TestFeedbackNeedsFive(t *testing.T) {
	p, words := press(t), english(t)
	for replies, shown := range map[int]bool{0: false, 4: false, 5: true} {
		in := report()
		in.Feedback.Replies = replies
		paper := string(tool(t, must(t)(p.Report(in, words)), "pdftotext", "-", "-"))
		table := string(must(t)(ReportCSV(in, words)))
		if got := strings.Contains(paper, "Quicker than last year"); got != shown {
			t.Errorf("%d replies: on paper %t, want %t", replies, got, shown)
		}
		if got := strings.Contains(table, "Quicker than last year"); got != shown {
			t.Errorf("%d replies: in the table %t, want %t", replies, got, shown)
		}
	}
}

func TestFontsThatCannotPrint(t *testing.T) {
	good := read(t, assetsDir+"/fonts/NotoSans-Regular.ttf")
	rnd := rand.New(rand.NewPCG(1, 2))
	for name, bad := range map[string][]byte{"nothing": nil, "outlines of another kind": read(t, assetsDir+"/fonts/Inter-Regular.otf"), "cut short": good[:900]} {
		if _, err := NewPress(Fonts{Regular: good, Bold: bad}); err == nil || !strings.Contains(err.Error(), "bold") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for range 200 { // damage anywhere in the tables never ends the program
		bad := bytes.Clone(good)
		for range 20 {
			bad[rnd.IntN(2000)] = byte(rnd.Uint32())
		}
		if p, err := NewPress(Fonts{Regular: bad, Bold: good}); err == nil {
			p.CanShow("Zoë")
		}
	}
}

func TestQR(t *testing.T) {
	for n, version := range map[int]int{20: 1, 720: 17, 1134: 22, 1637: 27} {
		squares, err := QR(text(n))
		if err != nil {
			t.Errorf("%d characters: %v", n, err)
			continue
		}
		if got := (len(squares) - 2*quiet - 17) / 4; got != version {
			t.Errorf("%d characters: version %d, want %d", n, got, version)
		}
		for i := range squares {
			if len(squares[i]) != len(squares) || squares[i][quiet-1] || squares[quiet-1][i] || squares[i][len(squares)-quiet] {
				t.Fatalf("%d characters: not a square in a quiet zone", n)
			}
		}
	}
	if _, err := QR(text(1638)); !errors.Is(err, ErrQRSize) {
		t.Errorf("1,638 characters: %v, want ErrQRSize", err)
	}
	if _, err := QR(strings.Repeat("A", 100_000)); !errors.Is(err, ErrQRSize) {
		t.Errorf("100,000 characters: %v, want ErrQRSize", err)
	}
	for _, bad := range []string{"", "mp1:abc", "MP1:É"} {
		if _, err := QR(bad); err == nil {
			t.Errorf("%q was drawn", bad)
		}
	}
	in := ordinary()
	in.Text = text(2000)
	if _, err := press(t).Passport(in, english(t)); !errors.Is(err, ErrQRSize) {
		t.Errorf("a passport of 2,000 characters: %v, want ErrQRSize", err)
	}
}

// TestWordsAreThere finds a key that no language has.
func TestWordsAreThere(t *testing.T) {
	for name, pdf := range papers(t) {
		if got := tool(t, pdf, "pdftotext", "-", "-"); bytes.ContainsAny(got, "⟦⟧") {
			t.Errorf("%s lacks words:\n%s", name, got)
		}
	}
}

// TestLongWordsOfALanguage prints with every text three times as long, as another
// language may have it.
func TestLongWordsOfALanguage(t *testing.T) {
	source := string(read(t, assetsDir+"/words/en-GB.json"))
	long := regexp.MustCompile(`(?m)^(\s*"paper\.[^"]*": ")([^"]*)(",?)$`).ReplaceAllString(source, "$1$2 $2 $2$3")
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "words"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "words", "en-GB.json"), []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := phrase.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	got := squeezed(string(tool(t, must(t)(press(t).Passport(ordinary(), book.Printer("en-GB"))), "pdftotext", "-", "-")))
	if strings.Count(got, "DrZoëNgũgĩ-Okafor") == 0 || !strings.Contains(got, squeezed("Bleep and switchboard")) {
		t.Errorf("long words lost something: %s", got)
	}
}
