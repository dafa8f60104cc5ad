package document

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"time"
	"unicode"

	"muster/internal/phrase"
)

// csvHead are the columns of a session's report, in every language the same.
var csvHead = []string{
	"opened", "programme", "room", "organisation", "name", "register", "number",
	"record", "code", "what", "how", "date", "until", "by", "note",
}

// ReportCSV is a session's report with a row for each fact, for a spreadsheet or
// another system: RFC 4180 with CRLF, UTF-8 with the mark that spreadsheets look
// for, dates as year-month-day. No cell can run as a formula: see Cell.
func ReportCSV(in Report, words *phrase.Printer) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	t := table{in: in, words: words, rows: [][]string{csvHead}}
	t.fill()
	for _, row := range t.rows {
		for i := range row {
			row[i] = Cell(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// runs matches what a spreadsheet takes for the beginning of a formula, at the
// start of a cell or after a separator that a spreadsheet of another country may
// go by; quotes and spaces before it do not help (OWASP, CSV injection).
var runs = regexp.MustCompile(`(^|[;|])([\s"\x{200B}-\x{200F}\x{2060}\x{FEFF}]*)([=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}\x{2212}])`)

// Cell makes a text safe to stand in a spreadsheet: control characters become
// spaces, and what would run as a formula gets an apostrophe before it. Applying
// it twice changes nothing more.
func Cell(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return runs.ReplaceAllString(s, "$1$2'$3")
}

// table gathers the rows of a report.
type table struct {
	in    Report
	words *phrase.Printer
	rows  [][]string
}

// fact is one row's own part.
type fact struct {
	record, code, what, how string
	date, until             time.Time
	by, note                string
}

func (t *table) add(p Person, f fact) {
	register, number, _ := strings.Cut(p.Number, ":")
	t.rows = append(t.rows, []string{
		stamp(t.in.Opened), t.in.Programme, t.in.Room, t.in.ODS, p.Name, register, number,
		f.record, f.code, f.what, f.how, day(f.date), day(f.until), f.by, f.note,
	})
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04") }

func (t *table) fill() {
	for _, a := range t.in.Learners {
		t.attended(a)
	}
	for _, p := range t.in.Absent {
		t.add(p, fact{record: "absent"})
	}
	for _, n := range t.in.Notes {
		t.add(Person{}, fact{record: "note", note: n})
	}
	t.feedback()
}

func (t *table) attended(a Attendance) {
	t.add(a.Person, fact{record: "attended", date: t.in.Opened})
	if a.ConfirmedBy != "" {
		t.add(a.Person, fact{record: "identity", what: a.Seen, date: a.ConfirmedAt, by: a.ConfirmedBy})
	}
	for _, it := range a.Completed {
		t.add(a.Person, fact{record: "completed", code: it.Code, what: it.title(t.words), how: it.rests(t.words), date: it.Completed, until: it.Until, note: t.awaiting(it)})
	}
	for _, o := range a.Outstanding {
		record := "outstanding"
		if o.Local {
			record = "outstanding-local"
		}
		t.add(a.Person, fact{record: record, what: o.Text})
	}
	for _, w := range a.Practicals {
		record := "practical"
		if !w.Passed {
			record = "practical-referred"
		}
		t.add(a.Person, fact{record: record, what: w.Title, date: w.At, by: w.By, note: w.Note})
	}
	for _, m := range a.Passports {
		t.add(a.Person, fact{record: "passport", code: m.Number, date: m.At, by: m.By})
	}
	for _, n := range a.Notes {
		t.add(a.Person, fact{record: "note", note: n})
	}
}

func (t *table) awaiting(it Item) string {
	if it.Awaiting {
		return t.words.T("paper.awaiting")
	}
	return ""
}

// feedback adds nothing below FeedbackMinimum replies, and never says whose.
func (t *table) feedback() {
	f := t.in.Feedback
	if !f.enough() {
		return
	}
	for _, q := range f.Questions {
		t.add(Person{}, fact{record: "feedback", what: q.Question, how: q.mean()})
	}
	for _, c := range f.Comments {
		t.add(Person{}, fact{record: "feedback-comment", note: c})
	}
}
