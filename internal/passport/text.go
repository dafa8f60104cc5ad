package passport

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	prefix    = "MP1:"
	maxText   = 4_296  // what one QR symbol can hold at all
	maxLink   = 16_384 // characters
	linkStart = "https://"
)

var newerPrefix = regexp.MustCompile(`^MP([2-9]|[1-9][0-9]{1,2}):`)

// body takes what a scanner handed over down to the base45 of a passport, or says why it is none.
func body(text string) (string, *refusal) {
	text = strings.TrimRight(text, "\r\n\t")
	if len(text) >= len(linkStart) && strings.EqualFold(text[:len(linkStart)], linkStart) {
		var ok bool
		if text, ok = outOfLink(text); !ok {
			return "", refuse(NotAPassport, "a link that carries no passport")
		}
	}
	switch {
	case newerPrefix.MatchString(text):
		return "", refuse(NewerFormat, "a format newer than this program")
	case !strings.HasPrefix(text, prefix):
		return "", refuse(NotAPassport, "it does not begin with MP1:")
	case len(text) > maxText:
		return "", refuse(Damaged, "longer than 4,296 characters")
	}
	return text[len(prefix):], nil
}

// outOfLink returns what follows the first # of a link, percent-decoded; + stays +.
func outOfLink(link string) (string, bool) {
	if utf8.RuneCountInString(link) > maxLink {
		return "", false
	}
	_, fragment, found := strings.Cut(link, "#")
	if !found {
		return "", false
	}
	text, err := url.PathUnescape(fragment)
	return text, err == nil
}
