package desk

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/induction"

	"golang.org/x/text/unicode/norm"
)

// rosterBytes is the largest roster file that is read.
const rosterBytes = 1 << 20

// RosterProblem is a line of a roster that cannot be used, and why.
type RosterProblem struct {
	Line int // 1 for the first line of the file
	Err  error
}

// ParseRoster reads starters from CSV: a name and a GMC, NMC or staff number a
// line, in any order of columns, with or without a heading, separated by commas,
// semicolons or tabs. Lines that cannot be used are told, the others taken; a
// number that comes twice is taken once, and told where its names differ.
func ParseRoster(r io.Reader) ([]induction.Starter, []RosterProblem, error) {
	b, err := io.ReadAll(io.LimitReader(r, rosterBytes+1))
	if err != nil {
		return nil, nil, err
	}
	if len(b) > rosterBytes {
		return nil, nil, induction.Refuse(induction.Invalid, induction.CodeRosterLong, induction.RosterLimit)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(b) || bytes.ContainsRune(b, 0) {
		return nil, nil, induction.Refuse(induction.Invalid, induction.CodeRosterForm)
	}
	rows := csv.NewReader(bytes.NewReader(b))
	rows.Comma, rows.FieldsPerRecord, rows.TrimLeadingSpace, rows.LazyQuotes = separator(b), -1, true, true
	return readRoster(rows)
}

// separator guesses what parts the fields from the first line that has one.
func separator(b []byte) rune {
	line, _ := bufio.NewReader(bytes.NewReader(b)).ReadString('\n')
	best, most := ',', 0
	// A comma also stands inside names, so it yields where others come as often.
	for _, c := range ";\t," {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

func readRoster(rows *csv.Reader) ([]induction.Starter, []RosterProblem, error) {
	var out []induction.Starter
	var bad []RosterProblem
	cols := columns{name: -1, number: -1}
	for first := true; ; first = false {
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, bad, nil
		}
		if err != nil {
			return out, bad, induction.Because(err, induction.Invalid, induction.CodeRosterForm)
		}
		line, _ := rows.FieldPos(0)
		if first && cols.heading(fields) || blank(fields) {
			continue
		}
		st, err := cols.starter(fields)
		if err == nil {
			err = otherName(out, st)
		}
		switch {
		case err != nil:
			bad = append(bad, RosterProblem{line, err})
		case len(out) == induction.RosterLimit:
			return out, bad, induction.Refuse(induction.Invalid, induction.CodeRosterLong, induction.RosterLimit)
		case !slices.ContainsFunc(out, func(o induction.Starter) bool { return o.Number == st.Number }):
			out = append(out, st)
		}
	}
}

// otherName refuses a number that is on the list already under another name: one
// of the two is a slip, and only a person can say which.
func otherName(list []induction.Starter, st induction.Starter) error {
	for _, o := range list {
		if o.Number == st.Number && !strings.EqualFold(o.Name, st.Name) {
			return induction.Refuse(induction.Conflict, induction.CodeRosterTwice, o.Name)
		}
	}
	return nil
}

// blank reports a row of separators alone, which spreadsheets leave at the end.
func blank(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) != "" })
}

// columns says where a roster's heading puts the name and the number.
type columns struct {
	name, surname, number int
	register              string
}

// heading reads a first line that names its columns.
func (c *columns) heading(fields []string) bool {
	found := columns{name: -1, surname: -1, number: -1}
	for i, f := range fields {
		switch h := strings.ToLower(strings.TrimSpace(f)); {
		case strings.Contains(h, "surname") || strings.Contains(h, "last name") || strings.Contains(h, "family name"):
			found.surname = i
		case strings.Contains(h, "name") && found.name < 0:
			found.name = i
		case strings.Contains(h, "gmc"):
			found.number, found.register = i, induction.GMC
		case strings.Contains(h, "nmc"):
			found.number, found.register = i, induction.NMC
		case (strings.Contains(h, "number") || strings.Contains(h, "staff")) && found.number < 0:
			found.number = i
			if strings.Contains(h, "staff") || strings.Contains(h, "employee") || strings.Contains(h, "assignment") {
				found.register = induction.Staff
			}
		}
	}
	// A number where the number's heading should be is somebody's.
	if found.name < 0 && found.surname < 0 || found.number < 0 || strings.ContainsAny(fields[found.number], "0123456789") {
		*c = columns{name: -1, surname: -1, number: -1}
		return false
	}
	*c = found
	return true
}

// starter reads one line; with no heading the field with a digit is the number.
func (c *columns) starter(fields []string) (induction.Starter, error) {
	name, number := c.named(fields)
	if c.number < 0 {
		name, number = guess(fields)
	}
	n, err := anyNumber(c.register, number)
	if err != nil {
		return induction.Starter{}, err
	}
	clean, err := induction.CleanName(norm.NFC.String(name))
	return induction.Starter{Number: n, Name: clean}, err
}

func (c *columns) named(fields []string) (name, number string) {
	at := func(i int) string {
		if i < 0 || i >= len(fields) {
			return ""
		}
		return strings.TrimSpace(fields[i])
	}
	return strings.TrimSpace(at(c.name) + " " + at(c.surname)), at(c.number)
}

func guess(fields []string) (name, number string) {
	for _, f := range fields {
		switch {
		case number == "" && strings.ContainsAny(f, "0123456789"):
			number = strings.TrimSpace(f)
		case strings.TrimSpace(f) != "":
			name = strings.TrimSpace(name + " " + strings.TrimSpace(f))
		}
	}
	return name, number
}

// anyNumber reads a number of the heading's register, or of the first that it fits.
func anyNumber(register, typed string) (induction.Number, error) {
	if register != "" {
		return induction.ParseNumber(register, typed)
	}
	if r, rest, ok := strings.Cut(typed, ":"); ok {
		return induction.ParseNumber(strings.ToLower(strings.TrimSpace(r)), rest)
	}
	for _, r := range []string{induction.GMC, induction.NMC} {
		if n, err := induction.ParseNumber(r, typed); err == nil {
			return n, nil
		}
	}
	return induction.ParseNumber(induction.Staff, typed)
}
