package phrase

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Printer speaks one language. It is safe for use by many goroutines.
type Printer struct {
	tag    string
	lang   language.Tag
	words  map[string]entry
	source map[string]entry
}

// Named holds arguments by name; give it to T beside those by position or alone.
type Named map[string]any

// Language is the printer's BCP 47 tag, such as "en-GB".
func (p *Printer) Language() string { return p.tag }

// T is the words of key with its arguments filled in. Whole numbers are grouped
// (1,200), a time.Time or a value with Start() time.Time is a date, a
// time.Duration is hours and minutes, a []string is a list, an error is its
// message; the rest is as fmt.Sprint has it. In an entry of plural forms the
// whole number called n chooses, or else the first one by position. A key that
// has no words, and a parameter that was not given, show between ⟦ and ⟧.
func (p *Printer) T(key string, args ...any) string {
	e, ok := p.find(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	a := gather(args)
	return p.fill(p.choose(e, a), a)
}

// Has reports whether there are words for key, for texts that only some subjects
// have.
func (p *Printer) Has(key string) bool { _, ok := p.find(key); return ok }

func (p *Printer) find(key string) (entry, bool) {
	if e, ok := p.words[key]; ok {
		return e, true
	}
	e, ok := p.source[key]
	return e, ok
}

// arguments are those of one call.
type arguments struct {
	placed []any
	named  Named
}

func gather(args []any) arguments {
	a := arguments{named: Named{}}
	for _, arg := range args {
		if n, ok := arg.(Named); ok {
			for k, v := range n {
				a.named[k] = v
			}
			continue
		}
		a.placed = append(a.placed, arg)
	}
	return a
}

func (a arguments) get(name string) (any, bool) {
	if i, err := strconv.Atoi(name); err == nil {
		if i < 0 || i >= len(a.placed) {
			return nil, false
		}
		return a.placed[i], true
	}
	v, ok := a.named[name]
	return v, ok
}

// count is the number that chooses the plural form.
func (a arguments) count() (int64, bool) {
	if n, ok := whole(a.named["n"]); ok {
		return n, true
	}
	for _, arg := range a.placed {
		if n, ok := whole(arg); ok {
			return n, true
		}
	}
	return 0, false
}

// choose is the text of the entry's plural form, by the language's own rule.
func (p *Printer) choose(e entry, a arguments) string {
	if e.forms == nil {
		return e.text
	}
	form := plural.Other
	if n, ok := a.count(); ok {
		form = plural.Cardinal.MatchPlural(p.lang, int(max(n, -n)), 0, 0, 0, 0)
	}
	if text, ok := e.forms[form]; ok {
		return text
	}
	return e.forms[plural.Other]
}

// fill puts the arguments in the text.
func (p *Printer) fill(text string, a arguments) string {
	var b strings.Builder
	expand(&b, text, func(name string) string {
		v, ok := a.get(name)
		if !ok {
			return "⟦" + name + "⟧"
		}
		return p.show(v)
	})
	return b.String()
}

// show is one argument as people read it.
func (p *Printer) show(v any) string {
	if n, ok := whole(v); ok {
		return p.Number(n)
	}
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return p.Date(v)
	case interface{ Start() time.Time }:
		return p.Date(v.Start())
	case []string:
		return p.List(v)
	case error:
		return v.Error()
	case time.Duration:
		return p.Duration(v)
	}
	return fmt.Sprint(v)
}

// whole is a value of Go's own integer types; named types show by their String.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
	case uint8:
		return int64(v), true
	case uint16:
		return int64(v), true
	case uint32:
		return int64(v), true
	}
	return 0, false
}

// errBrace is what a text with an odd brace gets.
var errBrace = errors.New("a brace is not closed; write {{ or }} for a brace itself")

// wellFormed checks the braces of a text.
func wellFormed(text string) error {
	if text == "" {
		return errors.New("the words are empty")
	}
	if !expand(&strings.Builder{}, text, func(string) string { return "" }) {
		return errBrace
	}
	return nil
}

// expand writes text with each {name} replaced, and reports whether its braces
// are in order.
func expand(b *strings.Builder, text string, value func(name string) string) bool {
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			b.WriteString(text)
			return true
		}
		b.WriteString(text[:i])
		if strings.HasPrefix(text[i+1:], text[i:i+1]) {
			b.WriteByte(text[i])
			text = text[i+2:]
			continue
		}
		end := strings.IndexAny(text[i+1:], "{}")
		if text[i] == '}' || end < 1 || text[i+1+end] == '{' {
			return false
		}
		b.WriteString(value(text[i+1 : i+1+end]))
		text = text[i+end+2:]
	}
	return true
}
