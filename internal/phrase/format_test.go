package phrase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// format writes a file of words with its keys sorted and a blank line between
// groups, so that two authors' additions merge line by line.
func format(values raw) ([]byte, error) {
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b bytes.Buffer
	b.WriteString("{")
	for i, k := range keys {
		if i > 0 {
			b.WriteString(",")
			if group(k) != group(keys[i-1]) {
				b.WriteString("\n")
			}
		}
		v, err := formatValue(values[k])
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", k, err)
		}
		fmt.Fprintf(&b, "\n  %s: %s", quote(k), v)
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// formatValue writes a string or its plural forms on one line.
func formatValue(v json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return quote(text), nil
	}
	var named map[string]string
	if err := json.Unmarshal(v, &named); err != nil {
		return "", err
	}
	var parts []string
	for _, name := range formNames {
		if text, ok := named[name]; ok {
			parts = append(parts, quote(name)+": "+quote(text))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}", nil
}

// quote writes a JSON string and leaves <, > and & readable.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// group is the part of a key before its first dot.
func group(key string) string { g, _, _ := strings.Cut(key, "."); return g }
