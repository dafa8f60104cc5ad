package induction

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Ids are made on the device (UUIDv7, lower-case text); each has its own type so
// that one can never be handed over for another.
type (
	LearnerID    string
	TrainerID    string
	SessionID    string
	AttemptID    string
	CompletionID string
	SignOffID    string
	PassportID   string // the passport's number (cti), 32 hexadecimal digits
	ProgrammeID  string
	ChecklistID  string
	OutcomeID    string
	ItemID       string
	PageID       string
	StepID       string
)

// Code names what is held: "<subject>.<level>" as in "fire.1" or
// "resus.2-adult"; 3 to 24 characters of a–z, 0–9, "." and "-" with one dot and
// neither side of it empty.
type Code string

// Valid reports whether the code has the form that a passport can carry.
func (c Code) Valid() bool {
	if len(c) > 24 || strings.Count(string(c), ".") != 1 {
		return false
	}
	subject, level, _ := strings.Cut(string(c), ".")
	return subject != "" && level != "" && strings.Trim(string(c), "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// Subject is the part of the code before its dot.
func (c Code) Subject() string { s, _, _ := strings.Cut(string(c), "."); return s }

// Version of a module. The major part changes when what is taught changes.
type Version struct{ Major, Minor int }

// ParseVersion reads "3.1"; major is 0–1023 and minor 0–63, so that Packed fits
// in sixteen bits.
func ParseVersion(s string) (Version, error) {
	a, b, ok := strings.Cut(s, ".")
	major, err1 := strconv.Atoi(a)
	minor, err2 := strconv.Atoi(b)
	v := Version{major, minor}
	if !ok || err1 != nil || err2 != nil || v.String() != s || major < 0 || major > 1023 || minor < 0 || minor > 63 {
		return Version{}, fmt.Errorf("version %q: write it as major.minor, such as 1.0 (major to 1023, minor to 63)", s)
	}
	return v, nil
}

// String writes the version as "major.minor".
func (v Version) String() string { return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor) }

// Packed is the version as a passport carries it: major·64 + minor.
func (v Version) Packed() int { return v.Major*64 + v.Minor }

// Compare orders versions.
func (v Version) Compare(o Version) int { return cmp.Compare(v.Packed(), o.Packed()) }

// ModuleRef names one version of one module.
type ModuleRef struct {
	Code    Code
	Version Version
}

// Date is a calendar day (UTC), counted from 1 January 1970.
type Date int

// DateOf is the day on which t falls.
func DateOf(t time.Time) Date {
	s := t.Unix()
	d := s / 86400
	if s%86400 < 0 {
		d--
	}
	return Date(d)
}

// Start is the first second of the day.
func (d Date) Start() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// End is the last second of the day.
func (d Date) End() time.Time { return time.Unix(int64(d)*86400+86399, 0).UTC() }

// AddMonths is the same date that many months on; a date the month lacks becomes
// the month's last day.
func (d Date) AddMonths(n int) Date {
	t := d.Start()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// ParseDate reads "2026-11-22".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: write it as year-month-day, such as 2026-11-22", s)
	}
	return DateOf(t), nil
}

// String writes the date as "2026-11-22".
func (d Date) String() string { return d.Start().Format(time.DateOnly) }
