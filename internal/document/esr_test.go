package document

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// esrRows has one row for every reason to leave one out, and two to load.
func esrRows() []ESRRow {
	fire := ESRRow{
		Holder: "gmc:7654321", Name: "Dr Zoë Ngũgĩ-Okafor", Code: "fire.1", Competence: "NHS|CSTF|Fire Safety - 2 Years|", Confirmed: true, Level: "1",
		From: date(2026, 1, 1), To: date(2028, 1, 1), AwardedBy: "Royal Vale Hospitals NHS Foundation Trust", Source: "Passport 0198a7c45f3b7e21b0d4c6aa19f2e001",
	}
	changed := func(f func(*ESRRow)) ESRRow {
		r := fire
		f(&r)
		return r
	}
	return []ESRRow{
		fire,
		changed(func(r *ESRRow) { r.Competence, r.Confirmed = "", false }),
		changed(func(r *ESRRow) {
			r.Competence, r.Confirmed = "NHS|CSTF|NHS Conflict Resolution (England) - 3 Years|", false
		}),
		changed(func(r *ESRRow) { r.Competence = "457|LOCAL|=Ward|" }),
		changed(func(r *ESRRow) { r.Competence = strings.Repeat("x", esrNameLimit+1) }),
		changed(func(r *ESRRow) { r.Competence += "\n" }),
		changed(func(r *ESRRow) { r.Holder = "" }),
		changed(func(r *ESRRow) { r.From = time.Time{} }),
		changed(func(r *ESRRow) {
			r.Holder, r.Employee, r.To, r.Name, r.Competence = "", "20417", time.Time{}, `=cmd|"x"`, "457|LOCAL|Ward induction|"
		}),
	}
}

func TestESRFile(t *testing.T) {
	data, left, err := ESRFile(esrRows())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "esr.csv", data)
	var why []ESRWhy
	for _, l := range left {
		why = append(why, l.Why)
		if words := l.Words(english(t)); strings.Contains(words, "⟦") || !strings.Contains(words, "fire.1") {
			t.Errorf("%s: words %q", l.Why, words)
		}
	}
	if want := []ESRWhy{ESRNoName, ESRUnconfirmed, ESRUnsafe, ESRUnsafe, ESRUnsafe, ESRNobody, ESRNoDate}; !slices.Equal(why, want) {
		t.Errorf("left out for %q, want %q", why, want)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][4] != "NHS|CSTF|Fire Safety - 2 Years|" {
		t.Errorf("reads back as %q, %v", rows, err)
	}
}

// TestESRDates holds the form against every month.
func TestESRDates(t *testing.T) {
	for m, want := range []string{"01-Jan-2026", "01-Feb-2026", "01-Mar-2026", "01-Apr-2026", "01-May-2026", "01-Jun-2026", "01-Jul-2026", "01-Aug-2026", "01-Sep-2026", "01-Oct-2026", "01-Nov-2026", "01-Dec-2026"} {
		if got := esrDate(date(2026, m+1, 1)); got != want {
			t.Errorf("month %d: %q, want %q", m+1, got, want)
		}
	}
}

// returned is a return file of n rows, every tenth rejected.
func returned(n int) []byte {
	var b bytes.Buffer
	b.WriteString("Registration Number,Competence Name,Status,Message\r\n")
	for i := range n {
		if i%10 == 9 {
			fmt.Fprintf(&b, "%07d,NHS|CSTF|Fire Safety - 2 Years|,Rejected,\"No person, or left\"\r\n", i)
		} else {
			fmt.Fprintf(&b, "%07d,NHS|CSTF|Fire Safety - 2 Years|,Loaded,\r\n", i)
		}
	}
	return b.Bytes()
}

func TestESRReturn(t *testing.T) {
	rejected := ESRRejected{Line: 3, Number: "7654321", Competence: "NHS|CSTF|Fire Safety - 2 Years|", Why: "No person, or left"}
	for name, c := range map[string]struct {
		in   string
		want ESRReturn
	}{
		"plain":               {"Registration Number,Competence Name,Status,Message\n1,a,Loaded,\n7654321,NHS|CSTF|Fire Safety - 2 Years|,Rejected,\"No person, or left\"\n", ESRReturn{Loaded: 1, Rejected: []ESRRejected{rejected}}},
		"mark, CRLF, order":   {"\uFEFFstatus,REASON,Competency_Name,employee number\r\nSUCCESS,,a,1\r\nfailed,\"No person, or left\",NHS|CSTF|Fire Safety - 2 Years|,7654321\r\n", ESRReturn{Loaded: 1, Rejected: []ESRRejected{rejected}}},
		"semicolons":          {"Status;Competence Name;Number\nOK;a;1\n", ESRReturn{Loaded: 1}},
		"tabs and blank rows": {"Status\tCompetence\n\t\n \t \nok\ta\n", ESRReturn{Loaded: 1}},
		"Windows-1252":        {"Status,Competence,Message\nE,a,caf\xe9 \x93x\x94\n", ESRReturn{Rejected: []ESRRejected{{Line: 2, Competence: "a", Why: "café “x”"}}}},
		"short row":           {"Competence,Status,Message\na,E\nb\n", ESRReturn{Rejected: []ESRRejected{{Line: 2, Competence: "a"}}, Unknown: []ESRRejected{{Line: 3, Competence: "b"}}}},
		"unknown status":      {"Competence,Status,Message\na,Pending,later\n", ESRReturn{Unknown: []ESRRejected{{Line: 2, Competence: "a", Why: "Pending later"}}}},
		"several lines":       {"Competence,Status,Message\na,Error,\"one\ntwo\u202e\"\nb,Loaded,\n", ESRReturn{Loaded: 1, Rejected: []ESRRejected{{Line: 2, Competence: "a", Why: "one two"}}}},
		"head alone":          {"Competence,Status\n", ESRReturn{}},
		"better column":       {"Employee Number,Registration Number,Competence,Status\n1,2,a,E\n", ESRReturn{Rejected: []ESRRejected{{Line: 2, Number: "2", Competence: "a"}}}},
	} {
		got, err := ReadESRReturn([]byte(c.in))
		if err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestESRReturnThatCannotBeRead(t *testing.T) {
	wide := strings.Repeat(",", esrColumns)
	for name, c := range map[string]struct {
		in   string
		want ESRReturnError
	}{
		"nothing":        {"", ESRReturnError{ESREmpty, 0}},
		"spaces":         {" \r\n ", ESRReturnError{ESREmpty, 0}},
		"a spreadsheet":  {"PK\x03\x04\x00\x00", ESRReturnError{ESRNotText, 0}},
		"large":          {strings.Repeat("a", ESRReturnLimit+1), ESRReturnError{ESRTooLarge, 0}},
		"no status":      {"Competence,Name\na,b\n", ESRReturnError{ESRNoStatus, 1}},
		"no competence":  {"Status,Name\na,b\n", ESRReturnError{ESRNoCompetence, 1}},
		"a stray quote":  {"Competence,Status\na\"b,Loaded\n", ESRReturnError{ESRQuotes, 2}},
		"an open quote":  {"Competence,Status\na,Loaded\n\"b,Loaded\nc,Loaded\n", ESRReturnError{ESRQuotes, 3}},
		"a wide head":    {"Competence,Status" + wide + "\n\n\n", ESRReturnError{ESRColumns, 1}},
		"a wide row":     {"Competence,Status\na,b" + wide + "\n\n", ESRReturnError{ESRColumns, 2}},
		"commas alone":   {"Competence,Status\n" + strings.Repeat(",", 1_000_000), ESRReturnError{ESRColumns, 0}},
		"too many rows":  {string(returned(ESRReturnRows + 1)), ESRReturnError{ESRRows, ESRReturnRows + 2}},
		"a head in vain": {"\n\n", ESRReturnError{ESREmpty, 0}},
	} {
		_, err := ReadESRReturn([]byte(c.in))
		var got *ESRReturnError
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%s: %v, want %v", name, err, &c.want)
			continue
		}
		if words := got.Words(english(t)); strings.Contains(words, "⟦") || strings.Contains(words, "{") {
			t.Errorf("%s: words %q", name, words)
		}
	}
	if got, err := ReadESRReturn(returned(ESRReturnRows)); err != nil || got.Loaded != ESRReturnRows*9/10 || len(got.Rejected) != ESRReturnRows/10 {
		t.Errorf("the most rows: %d loaded, %d rejected, %v", got.Loaded, len(got.Rejected), err)
	}
}

// FuzzESRReturn: whatever the bytes, each row that is not blank is loaded, rejected or
// unknown, and nothing that is shown moves the eye or the cursor.
func FuzzESRReturn(f *testing.F) {
	f.Add(returned(3))
	f.Add([]byte("\uFEFFStatus;Competence\r\nok;\"a\r\nb\"\r\n"))
	f.Add([]byte("Status\tCompetence\tError\nE\t\x93\t\xff\n"))
	f.Add([]byte("Status,Competence\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadESRReturn(data)
		var refused *ESRReturnError
		if err != nil {
			if !errors.As(err, &refused) || got.Loaded != 0 || got.Rejected != nil || got.Unknown != nil {
				t.Fatalf("%v with %+v", err, got)
			}
			return
		}
		if got.Loaded > bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r"))+1 {
			t.Fatalf("%d rows loaded of %q", got.Loaded, data)
		}
		line := 1
		for _, r := range append(slices.Clone(got.Rejected), got.Unknown...) {
			for _, cell := range []string{r.Number, r.Competence, r.Why} {
				if strings.ContainsFunc(cell, func(c rune) bool { return shown(c) != c }) {
					t.Fatalf("%q would be shown", cell)
				}
			}
			line = max(line, r.Line)
		}
		if line > bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r"))+1 {
			t.Fatalf("line %d of %q", line, data)
		}
	})
}
