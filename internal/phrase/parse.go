package phrase

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/feature/plural"
)

// formNames are the plural forms in the order a file lists them.
var formNames = []string{"zero", "one", "two", "few", "many", "other"}

var formOf = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// keyForm is what a key looks like: a group, then at least one more part.
var keyForm = regexp.MustCompile(`^[a-z0-9-]+(\.[a-zA-Z0-9-]+)+$`)

// raw is a file as written: the values by key.
type raw map[string]json.RawMessage

// scan reads the outer object token by token, because encoding/json would keep
// the last of two equal keys and say nothing.
func scan(data []byte) (raw, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("a file of words is one JSON object")
	}
	out := raw{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, _ := t.(string)
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("key %q is there twice", key)
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		out[key] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	return out, nil
}

// parse reads a file of words.
func parse(data []byte) (map[string]entry, error) {
	values, err := scan(data)
	if err != nil {
		return nil, err
	}
	words := make(map[string]entry, len(values))
	for key, v := range values {
		if !keyForm.MatchString(key) {
			return nil, fmt.Errorf("key %q: write it as group.name in small letters, digits, hyphens and dots", key)
		}
		e, err := parseEntry(v)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		words[key] = e
	}
	return words, nil
}

// parseEntry reads one value: a string, or an object of plural forms.
func parseEntry(v json.RawMessage) (entry, error) {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return entry{text: text}, wellFormed(text)
	}
	var named map[string]string
	if err := json.Unmarshal(v, &named); err != nil {
		return entry{}, errors.New("a value is a string or an object of plural forms")
	}
	forms := make(map[plural.Form]string, len(named))
	for name, text := range named {
		f, ok := formOf[name]
		if !ok {
			return entry{}, fmt.Errorf("plural form %q: use %s", name, strings.Join(formNames, ", "))
		}
		if err := wellFormed(text); err != nil {
			return entry{}, err
		}
		forms[f] = text
	}
	if _, ok := forms[plural.Other]; !ok {
		return entry{}, errors.New(`the plural form "other" is missing`)
	}
	return entry{forms: forms}, nil
}
