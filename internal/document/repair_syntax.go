package document

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// The kinds of object of ISO 32000-1, 7.3, as the reader gives them; an integer is
// an int, another number a float64, null is nil.
type (
	pdfName  string
	pdfText  string // a string, literal or hexadecimal, decoded
	pdfRef   int    // an indirect reference; the generation is always 0
	pdfArray []any
	pdfWord  string // an operator, or a keyword that stands for nothing else
	pdfDict  []pdfEntry
	pdfEntry struct {
		key   pdfName
		value any
		raw   []byte // the value as it is written
	}
)

// entry is what a dictionary has under a key; the zero entry where it has nothing.
func (d pdfDict) entry(key pdfName) pdfEntry {
	for _, e := range d {
		if e.key == key {
			return e
		}
	}
	return pdfEntry{}
}

func (d pdfDict) at(key pdfName) any { return d.entry(key).value }

func (d pdfDict) raw(key pdfName) string { return string(d.entry(key).raw) }

var (
	errSyntax = errors.New("it breaks the rules of the format")
	errDeep   = errors.New("it is nested too deeply")
	errEnd    = errors.New("it ends too early")
)

// syntaxDepth bounds arrays and dictionaries inside each other, entryLimit the
// entries of a dictionary.
const (
	syntaxDepth = 24
	entryLimit  = 400
)

// scanner reads objects one after the other.
type scanner struct {
	b  []byte
	at int
	// plain is what a content stream has: comments, and no references.
	plain bool
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip passes white space, and comments where they are allowed.
func (s *scanner) skip() {
	for s.at < len(s.b) {
		switch c := s.b[s.at]; {
		case space(c):
			s.at++
		case c == '%' && s.plain:
			for s.at < len(s.b) && s.b[s.at] != '\n' && s.b[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

// token takes the regular characters that follow.
func (s *scanner) token() []byte {
	from := s.at
	for s.at < len(s.b) && !space(s.b[s.at]) && !delimiter(s.b[s.at]) {
		s.at++
	}
	return s.b[from:s.at]
}

func (s *scanner) has(mark string) bool { return bytes.HasPrefix(s.b[s.at:], []byte(mark)) }

// take passes mark, or says that it is not there.
func (s *scanner) take(mark string) error {
	if !s.has(mark) {
		return fmt.Errorf("%w: no %q at %d", errSyntax, mark, s.at)
	}
	s.at += len(mark)
	return nil
}

// value reads one object, an operator included.
func (s *scanner) value(depth int) (any, error) {
	s.skip()
	switch {
	case depth == 0:
		return nil, errDeep
	case s.at >= len(s.b):
		return nil, errEnd
	case s.has("<<"):
		return s.dict(depth)
	case s.has("["):
		return s.array(depth)
	case s.has("<"):
		return s.hexText()
	case s.has("("):
		return s.literal()
	case s.has("/"):
		return s.name()
	}
	return s.wordOrNumber()
}

func (s *scanner) dict(depth int) (any, error) {
	s.at += 2
	d := make(pdfDict, 0, 8)
	for {
		if s.skip(); s.has(">>") {
			s.at += 2
			return d, nil
		}
		key, err := s.name()
		if err != nil {
			return nil, err
		}
		if d.entry(key).key != "" {
			return nil, fmt.Errorf("%w: %s stands twice", errSyntax, key)
		}
		s.skip()
		from := s.at
		v, err := s.value(depth - 1)
		if err != nil {
			return nil, err
		}
		if word, is := v.(pdfWord); is {
			return nil, fmt.Errorf("%w: %s is no value", errSyntax, word)
		}
		if d = append(d, pdfEntry{key, v, s.b[from:s.at]}); len(d) > entryLimit {
			return nil, fmt.Errorf("%w: a dictionary of more than %d entries", errSyntax, entryLimit)
		}
	}
}

func (s *scanner) array(depth int) (any, error) {
	s.at++
	a := pdfArray{}
	for {
		if s.skip(); s.has("]") {
			s.at++
			return a, nil
		}
		v, err := s.value(depth - 1)
		if err != nil {
			return nil, err
		}
		if word, is := v.(pdfWord); is {
			return nil, fmt.Errorf("%w: %s is no value", errSyntax, word)
		}
		a = append(a, v)
	}
}

// name reads a name and undoes its #xx.
func (s *scanner) name() (pdfName, error) {
	if err := s.take("/"); err != nil {
		return "", err
	}
	name := s.token()
	if bytes.IndexByte(name, '#') >= 0 {
		name = plainNames(name)
	}
	return pdfName(name), nil
}

func (s *scanner) hexText() (any, error) {
	end := bytes.IndexByte(s.b[s.at:], '>')
	if end < 0 {
		return nil, errEnd
	}
	digits := bytes.Map(func(r rune) rune {
		if r < 0x80 && space(byte(r)) {
			return -1
		}
		return r
	}, s.b[s.at+1:s.at+end])
	if len(digits)%2 != 0 {
		digits = append(digits, '0')
	}
	s.at += end + 1
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return nil, fmt.Errorf("%w: %w", errSyntax, err)
	}
	return pdfText(out), nil
}

// literal reads a string in round brackets (ISO 32000-1, 7.3.4.2).
func (s *scanner) literal() (any, error) {
	var out []byte
	open := 0
	for ; s.at < len(s.b); s.at++ {
		switch c := s.b[s.at]; c {
		case '(':
			if open++; open > 1 {
				out = append(out, c)
			}
		case ')':
			if open--; open == 0 {
				s.at++
				return pdfText(out), nil
			}
			out = append(out, c)
		case '\\':
			s.at++
			out = s.escaped(out)
		default:
			out = append(out, c)
		}
	}
	return nil, errEnd
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// escaped adds what stands after a backslash and stops on its last byte.
func (s *scanner) escaped(out []byte) []byte {
	if s.at >= len(s.b) {
		return out
	}
	c := s.b[s.at]
	if e, ok := escapes[c]; ok {
		return append(out, e)
	}
	if c == '\n' || c == '\r' {
		if c == '\r' && s.at+1 < len(s.b) && s.b[s.at+1] == '\n' {
			s.at++
		}
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	n := 0
	for i := range 3 {
		if s.at+i >= len(s.b) || s.b[s.at+i] < '0' || s.b[s.at+i] > '7' {
			s.at += i - 1
			return append(out, byte(n))
		}
		n = n*8 + int(s.b[s.at+i]-'0')
	}
	s.at += 2
	return append(out, byte(n))
}

// wordOrNumber reads a number, a reference, a keyword or an operator.
func (s *scanner) wordOrNumber() (any, error) {
	t := s.token()
	if len(t) == 0 {
		return nil, fmt.Errorf("%w: %q at %d", errSyntax, s.b[s.at], s.at)
	}
	switch string(t) {
	case "true", "false":
		return string(t) == "true", nil
	case "null":
		return nil, nil
	}
	if c := t[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return pdfWord(t), nil
	}
	if n, err := strconv.Atoi(string(t)); err == nil {
		if !s.plain && n > 0 && s.has(" 0 R") {
			s.at += 4
			return pdfRef(n), nil
		}
		return n, nil
	}
	f, err := strconv.ParseFloat(string(t), 64)
	if err != nil || len(bytes.Trim(t, "+-.0123456789")) != 0 {
		return nil, fmt.Errorf("%w: the number %q", errSyntax, t)
	}
	return f, nil
}
