package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// maxFile is the most of a settings file that is read, in bytes.
const maxFile = 64 << 10

// decode takes the settings of a file. Every key must be one of ours: a mistyped
// one would otherwise be left out without a word.
func (c *Config) decode(file Origin, data []byte) error {
	if len(data) > maxFile {
		return &Problem{Origin: file, Hint: "the file is longer than 64 KiB: it is not a settings file"}
	}
	var values map[string]any
	meta, err := toml.Decode(string(data), &values)
	if err != nil {
		return broken(file, err)
	}
	lines := linesOf(string(data))
	for _, key := range meta.Keys() {
		o := file
		o.Line = lines[key[0]]
		if err := c.setFromFile(key, values, o); err != nil {
			return err
		}
	}
	return nil
}

// setFromFile gives the setting that one key of the file names its value.
func (c *Config) setFromFile(key toml.Key, values map[string]any, o Origin) error {
	for _, s := range settings {
		if len(key) != 1 || s.key != key[0] {
			continue
		}
		text, ok := asText(s.key, values[s.key], filepath.Dir(o.Name))
		if !ok {
			return &Problem{Key: s.key, Origin: o, Hint: "write " + shape(s.key)}
		}
		return c.set(s, text, o)
	}
	return &Problem{Key: key.String(), Origin: o, Hint: "there is no such setting: write one of " + strings.Join(Keys(), ", ")}
}

// asText turns a value of the file into what the command line would have; a
// folder is taken from the file's own place.
func asText(key string, v any, base string) (string, bool) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), key == "idle-lock"
	case string:
		if key == "data" || key == "save" || key == "update-ca" || key == "update" && !isURL(v) {
			v = under(base, v)
		}
		return v, key != "idle-lock" && key != "packs"
	case []any:
		folders := make([]string, len(v))
		for i, item := range v {
			s, ok := item.(string)
			if !ok {
				return "", false
			}
			folders[i] = under(base, s)
		}
		return strings.Join(folders, string(os.PathListSeparator)), key == "packs"
	}
	return "", false
}

func under(base, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}

// shape is what a key's value looks like in the file.
func shape(key string) string {
	switch key {
	case "idle-lock":
		return "idle-lock = 10"
	case "packs":
		return `packs = ["/folder", "/another"]`
	}
	return key + ` = "…"`
}

// broken says where a file stops being TOML.
func broken(file Origin, err error) error {
	var at toml.ParseError
	if errors.As(err, &at) {
		file.Line = at.Position.Line
		return &Problem{Origin: file, Hint: fmt.Sprintf("this line is not TOML (%s): mend it, or move the file away", at.Message)}
	}
	return &Problem{Origin: file, Hint: "the file is not TOML: mend it, or move it away", Cause: err}
}

// keyLine finds the key or the table that a line begins; the decoder keeps no
// lines of its own.
var keyLine = regexp.MustCompile(`^\s*\[{0,2}\s*["']?([A-Za-z0-9_-]+)["']?\s*[=.\]]`)

// linesOf are the lines on which each key first stands, counted from 1.
func linesOf(text string) map[string]int {
	lines := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		if m := keyLine.FindStringSubmatch(line); m != nil && lines[m[1]] == 0 {
			lines[m[1]] = i + 1
		}
	}
	return lines
}
