package document

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/internal/phrase"
)

// The limits of a return file.
const (
	ESRReturnLimit = 10 << 20 // bytes
	ESRReturnRows  = 100_000
	esrColumns     = 200   // in one row
	esrCell        = 1_000 // characters that are kept of a cell
)

// ESRReturn is what came back after a file was loaded: how many rows were taken, and
// each one that was not.
type ESRReturn struct {
	Loaded   int
	Rejected []ESRRejected
	Unknown  []ESRRejected // neither taken nor refused in words that are known: Why holds them
}

// ESRRejected is one row that was not loaded.
type ESRRejected struct {
	Line       int    // of the return file, its head being 1
	Number     string // the person, as the file has it
	Competence string
	Why        string // what the other system said; "" where it said nothing
}

// ESRReturnError is why a return file cannot be read.
type ESRReturnError struct {
	Reason ESRReason
	Line   int // 0 for the whole file
}

// ESRReason says what is wrong with a return file; its words are "paper.esr.return.<reason>".
type ESRReason string

// The reasons, an append-only list.
const (
	ESRTooLarge     ESRReason = "too-large"        // above ESRReturnLimit
	ESREmpty        ESRReason = "empty"            // nothing in it
	ESRNotText      ESRReason = "not-text"         // a spreadsheet or something else that is not text
	ESRColumns      ESRReason = "too-many-columns" // above esrColumns in a row
	ESRRows         ESRReason = "too-many-rows"    // above ESRReturnRows
	ESRNoStatus     ESRReason = "no-status"        // no column says what became of a row
	ESRNoCompetence ESRReason = "no-competence"    // no column names the competence
	ESRQuotes       ESRReason = "quotes"           // a quotation mark stands where none may
)

func (e *ESRReturnError) Error() string {
	return fmt.Sprintf("the return file cannot be read: %s, line %d", e.Reason, e.Line)
}

// Words is what happened and what to do now.
func (e *ESRReturnError) Words(p *phrase.Printer) string {
	return p.T("paper.esr.return."+string(e.Reason), max(e.Line, 1))
}

// The names that a column may have, letters and digits only, the best first.
var (
	esrStatusNames     = []string{"status", "loadstatus", "rowstatus", "recordstatus", "result", "outcome"}
	esrWhyNames        = []string{"reason", "rejectionreason", "errormessage", "message", "error", "errordescription", "comments"}
	esrNumberNames     = []string{"registrationnumber", "employeenumber", "assignmentnumber", "personnumber", "employeeidentifier"}
	esrCompetenceNames = []string{"competencename", "competencyname", "competence", "competency"}
)

// The words that a status may be in.
var (
	esrLoaded   = []string{"loaded", "success", "successful", "accepted", "processed", "complete", "completed", "ok", "s", "y"}
	esrRejected = []string{"rejected", "failed", "failure", "error", "refused", "invalid", "duplicate", "e", "n"}
)

// ReadESRReturn reads the file that comes back after one was loaded: a CSV of at most
// ESRReturnLimit bytes and ESRReturnRows rows with a head in any order, UTF-8 or
// Windows-1252, commas, semicolons or tabs. What is not understood is never counted
// as loaded. Any error is an *ESRReturnError.
func ReadESRReturn(data []byte) (ESRReturn, error) {
	text, err := esrText(data)
	if err != nil {
		return ESRReturn{}, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.ReuseRecord, r.Comma = -1, true, esrComma(text)
	// Held against the average before the reader makes a cell of each.
	if strings.Count(text, string(r.Comma)) > esrColumns*(strings.Count(text, "\n")+1) {
		return ESRReturn{}, &ESRReturnError{Reason: ESRColumns}
	}
	head, err := r.Read()
	if err != nil {
		return ESRReturn{}, esrFault(err)
	}
	columns, err := esrFind(head)
	if err != nil {
		return ESRReturn{}, err
	}
	return columns.read(r)
}

// esrText is the file as text without its mark.
func esrText(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	switch {
	case len(data) > ESRReturnLimit:
		return "", &ESRReturnError{Reason: ESRTooLarge}
	case len(bytes.TrimSpace(data)) == 0:
		return "", &ESRReturnError{Reason: ESREmpty}
	case bytes.IndexByte(data, 0) >= 0:
		return "", &ESRReturnError{Reason: ESRNotText}
	case utf8.Valid(data):
		return string(data), nil
	}
	return fromWindows(data), nil
}

// windows is what Windows-1252 has from 0x80 to 0x9F; the rest is as in Latin-1.
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

var windowsRunes = []rune(windows)

// fromWindows reads the encoding that spreadsheets in Britain save by default.
func fromWindows(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		if c >= 0x80 && c < 0xA0 {
			b.WriteRune(windowsRunes[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// esrComma is the separator that the head has most of.
func esrComma(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	comma := ','
	for _, other := range []rune{';', '\t'} {
		if strings.Count(head, string(other)) > strings.Count(head, string(comma)) {
			comma = other
		}
	}
	return comma
}

// esrTable says where the columns are; -1 for none.
type esrTable struct{ status, why, number, competence int }

// esrFind finds the columns by their names.
func esrFind(head []string) (esrTable, error) {
	if len(head) > esrColumns {
		return esrTable{}, &ESRReturnError{Reason: ESRColumns, Line: 1}
	}
	at := map[string]int{}
	for i, name := range head {
		if _, twice := at[plain(name)]; !twice {
			at[plain(name)] = i
		}
	}
	find := func(names []string) int {
		for _, n := range names {
			if i, ok := at[n]; ok {
				return i
			}
		}
		return -1
	}
	t := esrTable{find(esrStatusNames), find(esrWhyNames), find(esrNumberNames), find(esrCompetenceNames)}
	switch {
	case t.status < 0:
		return t, &ESRReturnError{Reason: ESRNoStatus, Line: 1}
	case t.competence < 0:
		return t, &ESRReturnError{Reason: ESRNoCompetence, Line: 1}
	}
	return t, nil
}

// plain keeps the letters and digits of a name, in small letters.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

// read sorts the rows by what their status says.
func (t esrTable) read(r *csv.Reader) (ESRReturn, error) {
	var out ESRReturn
	for rows := 0; ; {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return ESRReturn{}, esrFault(err)
		}
		line, _ := r.FieldPos(0)
		if blank(record) {
			continue
		}
		if rows++; rows > ESRReturnRows {
			return ESRReturn{}, &ESRReturnError{Reason: ESRRows, Line: line}
		}
		if len(record) > esrColumns {
			return ESRReturn{}, &ESRReturnError{Reason: ESRColumns, Line: line}
		}
		t.sort(&out, line, record)
	}
}

func (t esrTable) sort(out *ESRReturn, line int, record []string) {
	row := ESRRejected{Line: line, Number: cellAt(record, t.number), Competence: cellAt(record, t.competence), Why: cellAt(record, t.why)}
	status := cellAt(record, t.status)
	switch s := plain(status); {
	case oneOf(esrLoaded, s):
		out.Loaded++
	case oneOf(esrRejected, s):
		out.Rejected = append(out.Rejected, row)
	default:
		row.Why = strings.TrimSpace(status + " " + row.Why)
		out.Unknown = append(out.Unknown, row)
	}
}

func oneOf(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}

func blank(record []string) bool {
	for _, c := range record {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// cellAt is a cell as a person may see it: one line, cut where it is very long.
func cellAt(record []string, i int) string {
	if i < 0 || i >= len(record) {
		return ""
	}
	text := strings.Join(strings.Fields(strings.Map(shown, record[i])), " ")
	if runes := []rune(text); len(runes) > esrCell {
		return string(runes[:esrCell]) + "…"
	}
	return text
}

// esrFault is what the CSV reader found wrong, and where.
func esrFault(err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return &ESRReturnError{Reason: ESRQuotes, Line: at.StartLine}
	}
	return &ESRReturnError{Reason: ESREmpty}
}

// shown makes a space of what would move the eye or the cursor elsewhere: control
// characters and direction overrides.
func shown(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}
