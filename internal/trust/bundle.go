package trust

import (
	"bytes"
	"fmt"
	"strings"
)

const (
	// MaxBundle is the most bytes of a bundle.
	MaxBundle = 8 << 20
	// MaxStatements is the most statements in a bundle.
	MaxStatements = 4_096
	// MaxCodeText is the longest text of a statement, in characters: what one QR symbol can hold.
	MaxCodeText = 4_296
	// MaxCodeBytes is the most bytes of a statement that goes as a text.
	MaxCodeBytes = 16_384
	// TextPrefix begins the text of a statement.
	TextPrefix = "MS1:"

	bundleName = "muster-bundle"
	bundleForm = 1
)

// EncodeBundle writes statements as one file, a ".muster". The bundle itself is not signed: each
// statement in it is. It returns ErrLimit for more than a bundle holds.
func EncodeBundle(statements [][]byte) ([]byte, error) {
	b := AppendInt(AppendText(AppendArray(nil, 3), bundleName), bundleForm)
	b = AppendArray(b, len(statements))
	for _, s := range statements {
		b = AppendBytes(b, s)
	}
	if len(b) > MaxBundle || len(statements) > MaxStatements {
		return nil, fmt.Errorf("%w: a bundle of at most %d statements and %d bytes", ErrLimit, MaxStatements, MaxBundle)
	}
	return b, nil
}

// ReadBundle returns the bytes of each statement in what was handed over: a bundle, one statement as it
// is, or one statement as the text of a code. Whether each is a statement at all is not looked at. It
// returns ErrBundle, ErrUnsigned for a list in JSON, which nobody signs, and ErrLimit.
func ReadBundle(data []byte) ([][]byte, error) {
	if len(data) > MaxBundle {
		return nil, fmt.Errorf("%w: a bundle of at most %d bytes", ErrLimit, MaxBundle)
	}
	switch {
	case bytes.HasPrefix(data, []byte(TextPrefix)):
		one, err := BytesOfText(string(data))
		return [][]byte{one}, err
	case bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")):
		return nil, ErrUnsigned
	case len(data) > 0 && data[0] == majorTag<<5|tagSign1:
		return [][]byte{data}, nil
	}
	return readBundle(data)
}

func readBundle(data []byte) ([][]byte, error) {
	r := NewReader(data)
	r.Array(3, 3)
	if name := r.Text(0, len(bundleName)); name != bundleName {
		r.Failf("it is named %q", name)
	}
	r.Exactly(bundleForm)
	var all [][]byte
	for n := r.Array(0, MaxStatements); n > 0 && !r.Failed(); n-- {
		all = append(all, r.Bytes(0, MaxBundle))
	}
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	return all, nil
}

// TextOf returns a statement as the text of a code, or ErrTextTooLong when it must go as a file.
func TextOf(statement []byte) (string, error) {
	if len(statement) > MaxCodeBytes {
		return "", ErrTextTooLong
	}
	text := TextPrefix + EncodeBase45(Deflate(statement))
	if len(text) > MaxCodeText {
		return "", ErrTextTooLong
	}
	return text, nil
}

// IsStatementText says whether a text that was scanned is a statement's, and not a passport's or another's.
func IsStatementText(text string) bool { return strings.HasPrefix(text, TextPrefix) }

// BytesOfText returns the statement in the text of a code, as a scanner hands it over: a CR, LF or Tab
// at its end is taken off. It returns ErrBundle when it is none.
func BytesOfText(text string) ([]byte, error) {
	text = strings.TrimRight(text, "\r\n\t")
	if !IsStatementText(text) || len(text) > MaxCodeText {
		return nil, fmt.Errorf("%w: a code of a statement begins with %s and has at most %d characters", ErrBundle, TextPrefix, MaxCodeText)
	}
	packed, err := DecodeBase45(text[len(TextPrefix):])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	b, err := Inflate(packed, MaxCodeBytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBundle, err)
	}
	return b, nil
}
