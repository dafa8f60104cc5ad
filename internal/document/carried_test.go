package document

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// otherText is another passport's text: same look, other characters.
func otherText(n, seed int) string {
	body := text(n)[4:]
	seed %= len(body)
	return "MP1:" + body[seed:] + body[:seed]
}

// carried makes a passport of n items that another organisation issued.
func carried(i, n, length int) Carried {
	all := crowded().Items
	name := []string{
		"Royal Vale Hospitals NHS Foundation Trust", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and Aberystwyth Teaching Hospitals 1",
		"Norrland Children’s Hospital NHS Foundation Trust", "East Fen Community Health NHS Trust", "Ty’n-y-coed Ŵyn Health Board",
	}[i%5]
	return Carried{
		Text: otherText(length, 37*i+11), Number: fmt.Sprintf("0198a7c45f3b7e21b0d4c6aa19f2e%03x", i), Name: "Dr Zoe Ngugi", Holder: "gmc:7654321",
		Organisation: name, ODS: fmt.Sprintf("RY%d", i), Issued: date(2025, 2+i, 3), Device: "kiosk-01", Session: "2025 spring", Trainer: "Una Okoro",
		Framework: "cstf-eng/1.1", Items: all[:n],
	}
}

// carrying is an ordinary passport with another's travelling along.
func carrying() Passport {
	p := ordinary()
	p.Carried = []Carried{carried(0, 4, 620)}
	return p
}

// laden carries five, one of them the most that a passport can hold, and one whose
// text is longer than is issued here.
func laden() Passport {
	p := ordinary()
	for i := range 5 {
		c := carried(i, 3+i, 560+60*i)
		switch i {
		case 1:
			c.Items, c.Text, c.Name = crowded().Items, otherText(1637, 5), crowded().Name
		case 3:
			c.Text = otherText(3000, 9)
		}
		p.Carried = append(p.Carried, c)
	}
	return p
}

// codes are the texts that a scanner reads from the upper half of each page that has
// one there.
func codes(t *testing.T, pdf []byte, dpi int) []string {
	t.Helper()
	dir := t.TempDir()
	tool(t, pdf, "pdftoppm", "-r", fmt.Sprint(dpi), "-H", fmt.Sprint(6*dpi), "-W", fmt.Sprint(9*dpi), "-gray", "-png", "-", filepath.Join(dir, "page"))
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, page := range pages { // zbarimg fails on a page without a code
		out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", page).Output()
		if err == nil {
			found = append(found, strings.TrimSuffix(string(out), "\n"))
		}
	}
	return found
}

func TestCarriedCodesScan(t *testing.T) {
	p, words := press(t), english(t)
	for name, in := range map[string]Passport{"one": carrying(), "five": laden()} {
		pdf := must(t)(p.Passport(in, words))
		want := in.Text
		for _, c := range in.Carried {
			want += "\n" + c.Text
		}
		for _, dpi := range []int{150, 180} { // 180 is 60 % of 300
			if got := strings.Join(codes(t, pdf, dpi), "\n"); got != want {
				t.Errorf("%s at %d dpi: scanned %q, want %q", name, dpi, got, want)
			}
		}
	}
}

// TestCarriedTextsAreAttached finds each text as it was received, under its name.
func TestCarriedTextsAreAttached(t *testing.T) {
	in := laden()
	name := saved(t, must(t)(press(t).Passport(in, english(t))))
	dir := t.TempDir()
	tool(t, nil, "pdfdetach", "-saveall", "-o", dir, name)
	for i, c := range in.Carried {
		if got := string(read(t, filepath.Join(dir, CarriedName(i+1)))); got != c.Text {
			t.Errorf("%s holds %q, want %q", CarriedName(i+1), got, c.Text)
		}
	}
	if got := string(read(t, filepath.Join(dir, AttachmentName))); got != in.Text {
		t.Errorf("%s holds %q, want %q", AttachmentName, got, in.Text)
	}
}

// TestCarriedPagesSayWhoVouches keeps what others vouch for apart from the passport's
// own pages.
func TestCarriedPagesSayWhoVouches(t *testing.T) {
	in := laden()
	pages := strings.Split(string(tool(t, must(t)(press(t).Passport(in, english(t))), "pdftotext", "-", "-")), "\f")
	for _, c := range in.Carried {
		if !strings.Contains(squeezed(pages[0]), squeezed(c.Organisation)) {
			t.Errorf("the first page does not name %s", c.Organisation)
		}
		own := 0
		for _, page := range pages[1:] {
			if !strings.Contains(page, grouped(c.Number)) {
				continue
			}
			own++
			if !strings.Contains(squeezed(page), "arriedalong,unchanged") || !strings.Contains(squeezed(page), squeezed(c.Organisation)) {
				t.Errorf("a page of %s does not say whose it is:\n%s", c.ODS, page)
			}
		}
		if own == 0 {
			t.Errorf("no page of %s", c.ODS)
		}
	}
	if strings.Contains(pages[0], "carried along, unchanged") {
		t.Error("the passport's own page is headed as a carried one")
	}
}

// TestCarriedThatCannotBePrinted refuses the whole paper and says which.
func TestCarriedThatCannotBePrinted(t *testing.T) {
	for _, bad := range []string{"", "mp1:x", text(4297)} {
		in := carrying()
		in.Carried[0].Text = bad
		if _, err := press(t).Passport(in, english(t)); err == nil || !strings.Contains(err.Error(), "carried passport 1") {
			t.Errorf("%.10q: error %v", bad, err)
		}
	}
	in := carrying()
	in.Carried[0].Text = text(4296) // the longest that a reader takes
	if _, err := press(t).Passport(in, english(t)); err != nil {
		t.Errorf("4,296 characters: %v", err)
	}
}
