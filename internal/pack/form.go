package pack

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/induction"
)

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func validID(s string) bool { return len(s) <= maxIDLength && idForm.MatchString(s) }

// day is a TOML date, with or without quotation marks.
type day struct {
	date induction.Date
	set  bool
}

// UnmarshalTOML reads 2026-11-22 or "2026-11-22".
func (d *day) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case time.Time:
		d.date = induction.DateOf(time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC))
	case string:
		date, err := induction.ParseDate(v)
		if err != nil {
			return err
		}
		d.date = date
	default:
		return fmt.Errorf("a date is written as year-month-day, such as 2026-11-22")
	}
	d.set = true
	return nil
}

// version reads "1.0", and says where it could not.
func (f *tomlFile) version(s string) induction.Version {
	v, err := induction.ParseVersion(s)
	if err != nil {
		f.wrong("version", ruleValue, "Write version as major.minor in quotation marks, such as \"1.0\".")
	}
	return v
}

// text checks that a value is there and not overlong.
func (f *tomlFile) text(key, value string, longest int) {
	switch {
	case strings.TrimSpace(value) == "":
		f.wrong(key, ruleValue, "%s is missing. Add it.", lastKey(key))
	case utf8.RuneCountInString(value) > longest:
		f.wrong(key, ruleValue, "%s is longer than %d characters. Shorten it.", lastKey(key), longest)
	}
}

// number checks that a value lies between two bounds.
func (f *tomlFile) number(key string, value, low, high int) {
	if value < low || value > high {
		f.wrong(key, ruleValue, "%s must be a whole number from %d to %d.", lastKey(key), low, high)
	}
}

// date checks that a date was given.
func (f *tomlFile) date(key string, d day) induction.Date {
	if !d.set {
		f.wrong(key, ruleValue, "%s is missing. Write a date, such as 2026-11-22.", lastKey(key))
	}
	return d.date
}

// oneOf checks that a value is one of a few words.
func (f *tomlFile) oneOf(key, value string, words ...string) {
	for _, w := range words {
		if value == w {
			return
		}
	}
	f.wrong(key, ruleValue, "%s must be %s.", lastKey(key), quoted(words))
}

func quoted(words []string) string { return `"` + strings.Join(words, `" or "`) + `"` }

func lastKey(key string) string { return key[strings.LastIndex(key, ".")+1:] }
