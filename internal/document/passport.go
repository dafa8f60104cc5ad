package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/internal/phrase"
)

// AttachmentName is what the passport's own text is called inside its PDF.
const AttachmentName = "passport.muster"

// Passport is everything that stands on a passport's paper. Times are shown in
// their own zone.
type Passport struct {
	Text         string // "MP1:…", the code itself
	Number       string // the passport's number (cti): hexadecimal digits
	Name         string // the holder's
	Holder       string // the holder's register and number: "gmc:1234567"
	Organisation string // its name for people
	ODS          string // its ODS code
	Issued       time.Time
	Device       string
	Session      string // as the code names it
	Trainer      string // "" where the code names none
	Framework    string // "cstf-eng/1.1"
	Items        []Item
	Outstanding  []Outstanding // what the holder had still to do when it was issued
	Demo         bool
	// Carried are the passports of other organisations that were recognised here, in
	// the order they follow.
	Carried []Carried
}

// Carried is another organisation's passport that was recognised and travels along,
// its text as it was received. The rest is for people and is read from that text.
type Carried struct {
	Text         string // "MP1:…"
	Number       string // the passport's number (cti): hexadecimal digits
	Name         string // the holder's, as that passport has it
	Holder       string
	Organisation string // as the trust list names it, else as the passport does
	ODS          string
	Issued       time.Time
	Device       string
	Session      string
	Trainer      string // "" where the code names none
	Framework    string
	Items        []Item
}

// CarriedName is what the text of the nth carried passport is called inside the PDF,
// counted from 1.
func CarriedName(n int) string { return fmt.Sprintf("carried-%d.muster", n) }

// Item is one line of a passport or of a report: a subject and level that is held.
type Item struct {
	Code      string    // "resus.2-adult", shown where there is no subject
	Subject   string    // as the framework names it
	Level     string    // as the framework names it: "1", "2 adult"; "" for none
	Version   string    // the module's
	Completed time.Time // a day
	Until     time.Time // the last day it is valid; zero for good
	Knowledge bool
	Tested    bool // shown by test without teaching, in whole or in part
	Taught    bool // taught first, in whole or in part
	Practical bool // witnessed by an assessor
	// PracticalMissing says that the subject needs a practical and it has not been
	// witnessed: the knowledge alone is not the full level.
	PracticalMissing bool
	Awaiting         bool // the content awaits clinical sign-off
}

// Outstanding is something still to do.
type Outstanding struct {
	Text  string
	Local bool // counts in this organisation only and is never part of a passport
}

// UnshowableError says that a document would need characters the fonts lack.
type UnshowableError struct{ Runes []rune }

func (e *UnshowableError) Error() string {
	return fmt.Sprintf("there are characters that paper cannot show: %q", e.Runes)
}

// Passport is the PDF of a passport: A4, the code as vectors, every item, and the
// text attached as AttachmentName; what is carried follows on pages of its own, its
// texts attached as CarriedName says. A text with characters the fonts lack gives an
// *UnshowableError, one too long for a symbol ErrQRSize.
func (p *Press) Passport(in Passport, words *phrase.Printer) ([]byte, error) {
	code, err := QR(in.Text)
	if err != nil {
		return nil, err
	}
	attached := []attachedFile{{AttachmentName, in.Text}}
	var carried [][][]bool
	for i, c := range in.Carried {
		symbol, err := carriedQR(c.Text)
		if err != nil {
			return nil, fmt.Errorf("carried passport %d: %w", i+1, err)
		}
		carried = append(carried, symbol)
		attached = append(attached, attachedFile{CarriedName(i + 1), c.Text})
	}
	s := p.print(info{
		title: words.T("paper.title") + ": " + in.Name, author: in.Organisation,
		subject: words.T("paper.passport-number") + " " + grouped(in.Number), at: in.Issued,
	}, func(s *sheet) { newPassportLayout(s, in, words, code).draw(carried) })
	if len(s.lacks) > 0 {
		slices.Sort(s.lacks)
		return nil, &UnshowableError{Runes: slices.Compact(s.lacks)}
	}
	s.attach(words.T("paper.attachment"), attached)
	return s.bytes()
}

// grouped writes a passport's number in capitals and groups of four.
func grouped(number string) string {
	var groups []string
	for g := range slices.Chunk([]byte(strings.ToUpper(number)), 4) {
		groups = append(groups, string(g))
	}
	return strings.Join(groups, " ")
}

// heldAs names what a number is held against: "GMC number 1234567".
func heldAs(words *phrase.Printer, holder string) string {
	register, number, ok := strings.Cut(holder, ":")
	if !ok {
		return holder
	}
	if key := "paper.number." + register; words.Has(key) {
		return words.T(key, number)
	}
	return words.T("paper.number.other", strings.ToUpper(register), number)
}

// title is the subject and level of an item.
func (it Item) title(words *phrase.Printer) string {
	switch {
	case it.Subject == "":
		return it.Code
	case it.Level == "":
		return it.Subject
	}
	return words.T("paper.item", it.Subject, it.Level)
}

// how says what an item rests on, a line each.
func (it Item) how(words *phrase.Printer) []string {
	if it.PracticalMissing {
		return []string{words.T("paper.how.knowledge-only")}
	}
	var lines []string
	switch {
	case it.Tested && it.Taught:
		lines = append(lines, words.T("paper.how.both"))
	case it.Tested:
		lines = append(lines, words.T("paper.how.tested"))
	case it.Taught:
		lines = append(lines, words.T("paper.how.taught"))
	case it.Knowledge:
		lines = append(lines, words.T("paper.how.knowledge"))
	}
	if it.Practical {
		lines = append(lines, words.T("paper.how.practical"))
	}
	return lines
}

// rests is how on one line.
func (it Item) rests(words *phrase.Printer) string { return strings.Join(it.how(words), "; ") }

func (it Item) until(words *phrase.Printer) string {
	if it.Until.IsZero() {
		return words.T("paper.until.none")
	}
	return words.ShortDate(it.Until)
}
