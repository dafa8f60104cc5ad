package trust

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// Why not one call of json.Unmarshal: it lets a name be repeated, differ in case or be missing, and each
// of these has let two programs read one file in two ways.

// ReadAll reads everything, or returns ErrLimit when there is more than limit bytes.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%w: at most %d bytes", ErrLimit, limit)
	}
	return b, nil
}

// Object reads a JSON object that has exactly these members, each once.
func Object(b []byte, members ...string) (map[string]json.RawMessage, error) {
	if !utf8.Valid(b) {
		return nil, fmt.Errorf("%w: it is not UTF-8", ErrJSON)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if err := delimiter(d, '{'); err != nil {
		return nil, err
	}
	m := make(map[string]json.RawMessage, len(members))
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrJSON, err)
		}
		key, _ := name.(string)
		if _, twice := m[key]; twice || !slices.Contains(members, key) {
			return nil, fmt.Errorf("%w: %q is unknown or there twice", ErrJSON, key)
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("%w: %q: %w", ErrJSON, key, err)
		}
		m[key] = v
	}
	if err := finish(d, '}'); err != nil {
		return nil, err
	}
	for _, name := range members {
		if _, ok := m[name]; !ok {
			return nil, fmt.Errorf("%w: %q is missing", ErrJSON, name)
		}
	}
	return m, nil
}

// Array reads a JSON array of at most limit elements.
func Array(b []byte, limit int) ([]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if err := delimiter(d, '['); err != nil {
		return nil, err
	}
	var all []json.RawMessage
	for d.More() {
		if len(all) == limit {
			return nil, fmt.Errorf("%w: more than %d entries", ErrLimit, limit)
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("%w: entry %d: %w", ErrJSON, len(all)+1, err)
		}
		all = append(all, v)
	}
	return all, finish(d, ']')
}

// array reads every element of a JSON array by parse.
func array[T any](b []byte, limit int, parse func(json.RawMessage) (T, error)) ([]T, error) {
	raw, err := Array(b, limit)
	if err != nil {
		return nil, err
	}
	out := make([]T, 0, len(raw))
	for i, r := range raw {
		v, err := parse(r)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// String reads a JSON string, never null.
func String(b json.RawMessage) (string, error) { return scalar[string](b) }

// Integer reads a JSON number that is a whole one, never null.
func Integer(b json.RawMessage) (int64, error) { return scalar[int64](b) }

// Bool reads true or false, never null.
func Bool(b json.RawMessage) (bool, error) { return scalar[bool](b) }

func scalar[T any](b json.RawMessage) (T, error) {
	var v *T
	if err := json.Unmarshal(b, &v); err != nil || v == nil {
		var zero T
		return zero, fmt.Errorf("%w: %.40q is not a %T", ErrJSON, b, zero)
	}
	return *v, nil
}

func delimiter(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrJSON, err)
	}
	if t != want {
		return fmt.Errorf("%w: %v where %v belongs", ErrJSON, t, want)
	}
	return nil
}

// finish reads the closing delimiter and finds nothing after it.
func finish(d *json.Decoder, want json.Delim) error {
	if err := delimiter(d, want); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("%w: something follows its end", ErrJSON)
	}
	return nil
}
