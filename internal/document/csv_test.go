package document

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode"
)

func TestReportCSV(t *testing.T) {
	golden(t, "report.csv", must(t)(ReportCSV(report(), english(t))))
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"Zoë Ngũgĩ":           "Zoë Ngũgĩ",
		"":                    "",
		"=1+1":                "'=1+1",
		"+44 20":              "'+44 20",
		"-2":                  "'-2",
		"@SUM(A1)":            "'@SUM(A1)",
		"＝cmd":                "'＝cmd",
		"\t=1":                " '=1",
		"a\r\n=1":             "a  =1",
		"x;=1":                "x;'=1",
		`x;"=1`:               `x;"'=1`,
		"'=1":                 "'=1",
		"  =1":                "  '=1",
		"Smith-Jones":         "Smith-Jones",
		"=HYPERLINK(\"x\";=2": "'=HYPERLINK(\"x\";'=2",
		"bad\xffbyte":         "bad\uFFFDbyte",
	} {
		if got := Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
}

// started reports whether a spreadsheet would take a cell for a formula.
func started(cell string) bool {
	cell = strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || r == '"' || r == '\uFEFF' || r == '\u200B' })
	return cell != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0])
}

// FuzzReportCSV: whatever people wrote, the file reads back with the same rows,
// and no cell runs, whichever separator the spreadsheet's country goes by.
func FuzzReportCSV(f *testing.F) {
	for _, s := range []string{"=1+1", "a;=2", "\"\n=3", "x\t@y", "|-1", ";\";+1", "\xff", "\u200b=1", "'=1;'=2", "\u2028=1"} {
		f.Add(s, "Ana")
	}
	words := english(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		in := report()
		in.Programme, in.Room = a, b
		in.Learners[0].Name, in.Learners[0].Practicals[1].Note, in.Notes[0], in.Feedback.Comments[0] = b, a, a+b, b+a
		out := must(t)(ReportCSV(in, words))
		body, ok := bytes.CutPrefix(out, []byte("\uFEFF"))
		if !ok {
			t.Fatal("the mark is missing")
		}
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil || len(rows) != len(strings.Split(strings.TrimSuffix(string(body), "\r\n"), "\r\n")) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if started(cell) {
					t.Fatalf("a cell runs: %q", cell)
				}
				if again := Cell(cell); again != cell {
					t.Fatalf("%q changes again to %q", cell, again)
				}
			}
		}
		for _, sep := range []string{";", "\t", "|"} {
			for _, line := range strings.Split(string(body), "\r\n") {
				for _, cell := range strings.Split(line, sep) {
					if started(cell) {
						t.Fatalf("with %q a cell runs: %q of %q", sep, cell, line)
					}
				}
			}
		}
	})
}
