package induction

import (
	"strings"
	"testing"
	"time"
)

func TestParseNumber(t *testing.T) {
	cases := []struct {
		register, typed string
		want            Number
		refused         Reason
	}{
		{GMC, "1234567", "gmc:1234567", ""},
		{GMC, " 123 4567 ", "gmc:1234567", ""},
		{GMC, "gmc1234567", "gmc:1234567", ""},
		{GMC, "GMC: 1234567", "gmc:1234567", ""},
		{GMC, "123456", "", CodeNumberGMC},
		{GMC, "12345678", "", CodeNumberGMC},
		{GMC, "123456a", "", CodeNumberGMC},
		{GMC, "", "", CodeNumberEmpty},
		{NMC, "18a2345e", "nmc:18A2345E", ""},
		{NMC, "1AA2345E", "", CodeNumberNMC},
		{NMC, "18A23456", "", CodeNumberNMC},
		{Staff, "20417", "staff:20417", ""},
		{Staff, "AB/12-3.4", "staff:AB/12-3.4", ""},
		{Staff, "12", "", CodeNumberStaff},
		{Staff, strings.Repeat("1", 33), "", CodeNumberStaff},
		{Staff, "12£45", "", CodeNumberStaff},
		{"ods", "12345", "", CodeNumberRegister},
	}
	for _, c := range cases {
		got, err := ParseNumber(c.register, c.typed)
		if got != c.want || ReasonOf(err) != c.refused {
			t.Errorf("%s %q: %q %v", c.register, c.typed, got, err)
		}
	}
}

func TestCleanName(t *testing.T) {
	for typed, want := range map[string]string{"  Zoë   Ngũgĩ ": "Zoë Ngũgĩ", "O’Brien-Smith": "O’Brien-Smith", "李": "李", strings.Repeat("é", 48): strings.Repeat("é", 48)} {
		if got, err := CleanName(typed); err != nil || got != want {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	for typed, want := range map[string]Reason{"": CodeNameEmpty, " \t\n": CodeNameEmpty, "12345": CodeNameLetters, "A\u202eB": CodeNameCharacters, "A\x00B": CodeNameCharacters, "A\xffB": CodeNameCharacters, strings.Repeat("é", 49): CodeNameLong} {
		if _, err := CleanName(typed); ReasonOf(err) != want {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
}

func TestCodesAndVersions(t *testing.T) {
	for c, want := range map[Code]bool{"fire.1": true, "resus.2-adult": true, "fire": false, ".1": false, "fire.": false, "a.b.c": false, "Fire.1": false, "": false, Code(strings.Repeat("a", 23) + ".1"): false} {
		if c.Valid() != want {
			t.Errorf("%q: %v", c, !want)
		}
	}
	for _, s := range []string{"1", "1.64", "1024.0", "01.0", "-1.0", "1.0.0", "a.b", ""} {
		if _, err := ParseVersion(s); err == nil {
			t.Errorf("version %q is taken", s)
		}
	}
	v, err := ParseVersion("1023.63")
	if err != nil || v.Packed() != 65535 {
		t.Errorf("%v %v", v, err)
	}
}

func TestDates(t *testing.T) {
	leap, _ := ParseDate("2024-02-29")
	if got := leap.AddMonths(12).String(); got != "2025-02-28" {
		t.Errorf("a year from a leap day: %s", got)
	}
	if got := DateOf(time.Unix(-1, 0)); got != -1 {
		t.Errorf("the second before 1970 falls on day %d", got)
	}
	aug, _ := ParseDate("2026-08-31")
	if got := aug.AddMonths(6).String(); got != "2027-02-28" {
		t.Errorf("six months from the end of August: %s", got)
	}
	if d := DateOf(monday); d.End().Sub(d.Start()) != 24*time.Hour-time.Second {
		t.Error("a day has 86,400 seconds")
	}
	if _, err := ParseDate("22/11/2026"); err == nil {
		t.Error("a date of another form is taken")
	}
}

func TestFeedback(t *testing.T) {
	for _, f := range []Feedback{{}, {Scores: [4]int{6}}, {Scores: [4]int{-1, 3}}, {Comment: strings.Repeat("x", FeedbackCommentLimit+1)}} {
		if f.Check() == nil {
			t.Errorf("%+v is taken", f)
		}
	}
	for _, f := range []Feedback{{Scores: [4]int{0, 0, 5}}, {Comment: "More coffee."}} {
		if err := f.Check(); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
}
