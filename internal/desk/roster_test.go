package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestParseRoster(t *testing.T) {
	zoe := induction.Starter{Number: "gmc:7000001", Name: "Zoë Vale"}
	sam := induction.Starter{Number: "staff:20417", Name: "Sam Oak"}
	both := []induction.Starter{zoe, sam}
	nurse := induction.Starter{Number: "nmc:18A2345E", Name: "Sam Oak"}
	for _, c := range []struct {
		name, file string
		want       []induction.Starter
		bad        string // "line:reason" of each problem
	}{
		{"plain", "Zoë Vale,7000001\nSam Oak,20417\n", both, ""},
		{"number first", "7000001,Zoë Vale\n20417,Sam Oak", both, ""},
		{"semicolons", "Zoë Vale;7000001\nSam Oak;20417\n", both, ""},
		{"tabs", "Zoë Vale\t7000001\r\nSam Oak\t20417\r\n", both, ""},
		{"a mark of order and CRLF", "\ufeffName,GMC number\r\nZoë Vale,7000001\r\n", []induction.Starter{zoe}, ""},
		{"quotes", "\"Vale, Zoë\",7000001\n", []induction.Starter{{Number: zoe.Number, Name: "Vale, Zoë"}}, ""},
		{"a comma inside a name", "Vale, Zoë;7000001\nOak, Sam;20417\n", []induction.Starter{{Number: zoe.Number, Name: "Vale, Zoë"}, {Number: sam.Number, Name: "Oak, Sam"}}, ""},
		{"a quote inside a name", "Zoë \"Zo\" Vale,7000001\n", []induction.Starter{{Number: zoe.Number, Name: "Zoë \"Zo\" Vale"}}, ""},
		{"two names", "First name,Last name,GMC\nZoë,Vale,7000001\n", []induction.Starter{zoe}, ""},
		{"surname first", "Surname,Forename,GMC no.\nVale,Zoë,7000001\n", []induction.Starter{zoe}, ""},
		{"no heading, two names", "Zoë,Vale,7000001\n", []induction.Starter{zoe}, ""},
		{"staff number", "Employee number,Full name\n20417,Sam Oak\n", []induction.Starter{sam}, ""},
		{"any number", "Name,Number\nZoë Vale,7000001\nSam Oak,20417\n", both, ""},
		{"nurses", "NMC PIN,Name\n18a2345e,Sam Oak\n", []induction.Starter{nurse}, ""},
		{"nurses with no heading", "18A 2345 E,Sam Oak\n", []induction.Starter{nurse}, ""},
		{"registers in words", "Zoë Vale,GMC:7000001\nSam Oak,staff: 20417\n", both, ""},
		{"more columns", "Grade,Name,Rotation,GMC\nST3,Zoë Vale,A&E,7000001\n", []induction.Starter{zoe}, ""},
		{"spaces", "  Zoë   Vale , 700 0001 \n", []induction.Starter{zoe}, ""},
		{"decomposed", "Zoe\u0308 Vale,7000001\n", []induction.Starter{zoe}, ""},
		{"blank lines and rows", "Zoë Vale,7000001\n\n,,\n \n;;\nSam Oak,20417\n,,,\n", both, "5:number-empty"},
		{"twice", "Zoë Vale,7000001\nzoë vale,7000001\nSam Oak,20417\n", both, ""},
		{"twice by two names", "Zoë Vale,7000001\nZoë Again,7000001\nSam Oak,20417\n", both, "2:roster-twice"},
		{"bad lines between good ones", "Name,GMC\nZoë Vale,7000001\nShort,700\n,7000002\nBell\x07,7000003\nNo number\n", []induction.Starter{zoe}, "3:number-gmc 4:name-empty 5:name-characters 6:number-empty"},
		{"a name that looks like a heading", "Vername Lu,GMC 7000001\n", []induction.Starter{{Number: "gmc:7000001", Name: "Vername Lu"}}, ""},
		{"a quoted line break", "\"Zoë\nVale\",7000001\nShort,1\n", []induction.Starter{zoe}, "3:number-staff"},
		{"formulas", "=1+1,7000001\n", nil, "1:number-staff"},
		{"a quote never closed", "\"Zoë Vale,7000001\nSam Oak,20417\n", nil, "1:number-staff"},
		{"a heading alone", "Name,GMC\n", nil, ""},
		{"nothing", "", nil, ""},
		{"a mark of order alone", "\ufeff", nil, ""},
	} {
		got, bad, err := desk.ParseRoster(strings.NewReader(c.file))
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) || told(bad) != c.bad {
			t.Errorf("%s:\ngot  %v, problems %q, %v\nwant %v, problems %q", c.name, got, told(bad), err, c.want, c.bad)
		}
	}
}

func told(bad []desk.RosterProblem) string {
	var out []string
	for _, p := range bad {
		out = append(out, fmt.Sprintf("%d:%s", p.Line, induction.ReasonOf(p.Err)))
	}
	return strings.Join(out, " ")
}

var errStick = errors.New("the stick was pulled out")

type brokenStick struct{}

func (brokenStick) Read([]byte) (int, error) { return 0, errStick }

func TestParseRosterRefusesWhole(t *testing.T) {
	var many bytes.Buffer
	for i := range induction.RosterLimit + 1 {
		fmt.Fprintf(&many, "Zoë Vale,%07d\n", i)
	}
	for name, c := range map[string]struct {
		file string
		want induction.Reason
	}{
		"too many":      {many.String(), induction.CodeRosterLong},
		"too large":     {strings.Repeat(" ", 1<<20+1), induction.CodeRosterLong},
		"a picture":     {"\x89PNG\r\n\x1a\n\x00\x00", induction.CodeRosterForm},
		"UTF-16":        {"\xff\xfeZ\x00o\x00", induction.CodeRosterForm},
		"Latin-1":       {"Zo\xeb Vale,7000001\n", induction.CodeRosterForm},
		"zeros in text": {"Zoë Vale\x00,7000001", induction.CodeRosterForm},
	} {
		_, _, err := desk.ParseRoster(strings.NewReader(c.file))
		if induction.ReasonOf(err) != c.want || induction.KindOf(err) != induction.Invalid {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, _, err := desk.ParseRoster(brokenStick{}); !errors.Is(err, errStick) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	var fits bytes.Buffer
	for i := range induction.RosterLimit {
		fmt.Fprintf(&fits, "Zoë Vale,%07d\n", i)
	}
	if got, _, err := desk.ParseRoster(&fits); err != nil || len(got) != induction.RosterLimit {
		t.Errorf("%d starters: %d, %v", induction.RosterLimit, len(got), err)
	}
}

// Whatever the file, there is an answer; every starter could sign in, none comes
// twice, and every problem has a line of the file.
func FuzzParseRoster(f *testing.F) {
	for _, s := range []string{"", "Name,GMC\nZoë Vale,7000001\n", "\ufeff\"a\"\"b\";7000001\r\n;;\n", "\"", "a\tb\t1\n\"x\ny\",2", "staff:,x", "gmc,name\n1,2\n", ",\n\r,\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, bad, err := desk.ParseRoster(bytes.NewReader(b))
		if err != nil && induction.KindOf(err) != induction.Invalid {
			t.Fatalf("an error of no kind: %v", err)
		}
		seen := map[induction.Number]bool{}
		for _, s := range got {
			if err := s.Check(); err != nil || seen[s.Number] {
				t.Fatalf("starter %+v: %v, seen before %v", s, err, seen[s.Number])
			}
			seen[s.Number] = true
		}
		lines := bytes.Count(b, []byte("\n")) + 1
		for _, p := range bad {
			if p.Line < 1 || p.Line > lines || induction.ReasonOf(p.Err) == "" {
				t.Fatalf("problem %+v in a file of %d lines", p, lines)
			}
		}
	})
}
