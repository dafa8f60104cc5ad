package induction

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is what a checker holds against a register: "gmc:1234567",
// "nmc:18A2345E" or "staff:20417". A staff number means something only within
// one organisation.
type Number string

// Registers that a learner can sign in with.
const (
	GMC   = "gmc"
	NMC   = "nmc"
	Staff = "staff"
)

// ParseNumber reads what a person typed for a register: spaces and case are
// forgiven, anything else that the register does not use is refused.
func ParseNumber(register, typed string) (Number, error) {
	s := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	if register == GMC {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "GMC"), ":")
	}
	switch {
	case s == "":
		return "", Refuse(Invalid, CodeNumberEmpty)
	case register == GMC && (len(s) != 7 || strings.Trim(s, "0123456789") != ""):
		return "", Refuse(Invalid, CodeNumberGMC)
	case register == NMC && !nmcForm(s):
		return "", Refuse(Invalid, CodeNumberNMC)
	case register == Staff && (len(s) < 3 || len(s) > 32 || strings.Trim(s, alnum+"./-") != ""):
		return "", Refuse(Invalid, CodeNumberStaff)
	case register != GMC && register != NMC && register != Staff:
		return "", Refuse(Invalid, CodeNumberRegister)
	}
	return Number(register + ":" + s), nil
}

const alnum = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// nmcForm reports two digits, a letter, four digits and a letter.
func nmcForm(s string) bool {
	if len(s) != 8 {
		return false
	}
	for i, r := range s {
		letter := i == 2 || i == 7
		if letter != (r >= 'A' && r <= 'Z') || !letter && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// Check refuses a number that ParseNumber could not have made.
func (n Number) Check() error {
	got, err := ParseNumber(n.Register(), n.Plain())
	if err == nil && got != n {
		return Refuse(Invalid, CodeNumberRegister)
	}
	return err
}

// Register is the part before the colon.
func (n Number) Register() string { r, _, _ := strings.Cut(string(n), ":"); return r }

// Plain is the number without its register.
func (n Number) Plain() string { _, p, _ := strings.Cut(string(n), ":"); return p }

// NameLimit is the longest name in bytes of UTF-8 that a passport carries.
const NameLimit = 96

// CleanName folds runs of spaces and refuses what a passport could not carry:
// nothing at all, more than NameLimit bytes, control characters, direction
// overrides, or a name without a letter.
func CleanName(typed string) (string, error) {
	s := strings.Join(strings.Fields(typed), " ")
	switch {
	case s == "":
		return "", Refuse(Invalid, CodeNameEmpty)
	case len(s) > NameLimit:
		return "", Refuse(Invalid, CodeNameLong)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, forbiddenRune):
		return "", Refuse(Invalid, CodeNameCharacters)
	case !strings.ContainsFunc(s, unicode.IsLetter):
		return "", Refuse(Invalid, CodeNameLetters)
	}
	return s, nil
}

// CleanText folds runs of spaces in a short text that others will read, such as a
// room, and reports false where nothing is left, where it has more than most
// bytes, or where it holds characters that a passport could not carry.
func CleanText(typed string, most int) (string, bool) {
	s := strings.Join(strings.Fields(typed), " ")
	return s, s != "" && len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, forbiddenRune)
}

func forbiddenRune(r rune) bool {
	return r < 0x20 || r >= 0x7F && r <= 0x9F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == utf8.RuneError
}
