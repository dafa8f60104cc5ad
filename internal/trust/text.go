package trust

import (
	"regexp"
	"unicode/utf8"
)

// MaxTime is the last second a time in the format can name: 31 December 9999, 23:59:59 UTC.
const MaxTime = 253_402_300_799

var issuerPattern = regexp.MustCompile(`^ods:[A-Z0-9]{3,12}$`)

// IsIssuer says whether s names an organisation as the format does: ods: and 3 to 12 of A–Z and 0–9.
func IsIssuer(s string) bool { return issuerPattern.MatchString(s) }

// IsText says whether s may stand in a passport or on a list: least to most bytes of valid UTF-8
// without control characters (U+0000–1F, 7F–9F) or direction overrides (U+202A–2E, 2066–69).
func IsText(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && utf8.ValidString(s) && showable(s)
}

func showable(s string) bool {
	for _, c := range s {
		switch {
		case c < 0x20, c >= 0x7f && c <= 0x9f, c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
			return false
		}
	}
	return true
}
