package document

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"strings"
	"time"

	"muster/internal/phrase"
)

// ESRRow is one competence for a person's electronic staff record.
type ESRRow struct {
	Employee   string // the employee or assignment number; "" where it is not known
	Holder     string // register and number: "gmc:1234567"
	Name       string
	Code       string // Muster's own: "fire.1"
	Title      string // what people call it: "Fire Safety, level 1"; "" for its code
	Competence string // the name in ESR: "NHS|CSTF|Fire Safety - 2 Years|"; "" where there is none
	Confirmed  bool   // the name is sourced, or this organisation has confirmed it
	Level      string
	From       time.Time
	To         time.Time // zero for no expiry
	AwardedBy  string    // the organisation whose word it is
	Source     string    // "passport" with its number, or what was seen
}

// ESRLeft is a row that was left out of the file.
type ESRLeft struct {
	Row ESRRow
	Why ESRWhy
}

// ESRWhy is why a row was left out; its words are "paper.esr.left.<reason>".
type ESRWhy string

// The reasons, an append-only list.
const (
	ESRNoName      ESRWhy = "no-name"     // no competence name is known for the code
	ESRUnconfirmed ESRWhy = "unconfirmed" // the name is from memory and nobody has confirmed it
	ESRUnsafe      ESRWhy = "unsafe-name" // a spreadsheet would run the name, or a record could not take it
	ESRNobody      ESRWhy = "nobody"      // there is no number to find the person by
	ESRNoDate      ESRWhy = "no-date"     // the date it was completed is not known
)

// Words says which row was left out and what to do about it.
func (l ESRLeft) Words(p *phrase.Printer) string {
	return p.T("paper.esr.left."+string(l.Why), cmp.Or(l.Row.Title, l.Row.Code), l.Row.Competence)
}

// esrHead are the columns of the file for ESR, in this order. A trust maps them to
// its own interface once.
var esrHead = []string{
	"Employee Number", "Registration Body", "Registration Number", "Full Name", "Competence Name", "Competence Level",
	"Date From", "Date To", "Awarded By", "Source",
}

// ESRFile is a file of competences in the manner of ESR's exports: RFC 4180 with
// CRLF, UTF-8 without a mark, a head, dates as 01-Jan-2026, Date To empty for no
// expiry. A row whose name nobody has confirmed is never guessed: it comes back in
// left with the reason, in the order given.
func ESRFile(rows []ESRRow) (data []byte, left []ESRLeft, err error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.Write(esrHead); err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if why := r.wrong(); why != "" {
			left = append(left, ESRLeft{r, why})
			continue
		}
		if err := w.Write(r.cells()); err != nil {
			return nil, nil, err
		}
	}
	w.Flush()
	return b.Bytes(), left, w.Error()
}

// esrNameLimit is the longest competence name that is written, in bytes.
const esrNameLimit = 240

// wrong is why a row must not go into the file; "" where it may.
func (r ESRRow) wrong() ESRWhy {
	switch {
	case r.Competence == "":
		return ESRNoName
	case !r.Confirmed:
		return ESRUnconfirmed
	case Cell(r.Competence) != r.Competence, len(r.Competence) > esrNameLimit, strings.TrimSpace(r.Competence) != r.Competence:
		return ESRUnsafe
	case r.Employee == "" && r.Holder == "":
		return ESRNobody
	case r.From.IsZero():
		return ESRNoDate
	}
	return ""
}

func (r ESRRow) cells() []string {
	register, number, _ := strings.Cut(r.Holder, ":")
	cells := []string{
		r.Employee, strings.ToUpper(register), number, r.Name, r.Competence, r.Level,
		esrDate(r.From), esrDate(r.To), r.AwardedBy, r.Source,
	}
	for i := range cells {
		cells[i] = Cell(cells[i])
	}
	return cells
}

// esrDate is a day as ESR writes it; "" for none.
func esrDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("02-Jan-2006")
}
