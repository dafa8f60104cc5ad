package pack

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// tomlFile is TOML that was read, with the line of each key, so that what a value
// has wrong is told where it stands.
type tomlFile struct {
	*report
	file  string
	first int            // line number of the first line of the TOML
	lines map[string]int // "title", "outcome[1].id"
	meta  toml.MetaData
}

var (
	headerForm = regexp.MustCompile(`^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]`)
	keyForm    = regexp.MustCompile(`^\s*"?([A-Za-z0-9_-]+)"?\s*[=.]`)
	indexForm  = regexp.MustCompile(`\[\d+\]`)
)

// readTOML decodes strictly: a key that into lacks is a problem. False when the
// values cannot be used.
func readTOML(r *report, file string, first int, src []byte, rule string, into any) (*tomlFile, bool) {
	f := &tomlFile{report: r, file: file, first: first, lines: keyLines(string(src))}
	if n := bracketLine(string(src)); n > 0 {
		r.wrong(place{file, first + n - 1}, rule, "Brackets are more than %d deep here. Make it flatter.", maxBrackets)
		return f, false
	}
	meta, err := toml.Decode(string(src), into)
	if err != nil {
		line, words := tomlWords(err)
		r.wrong(place{file, first + line - 1}, rule, "This cannot be read: %s. Mend the line; modules/FORMAT.md shows the form.", words)
		return f, false
	}
	f.meta = meta
	return f, f.known()
}

// known tells of every key that the format does not have.
func (f *tomlFile) known() bool {
	told := map[string]bool{}
	for _, key := range f.meta.Undecoded() {
		name := key.String()
		if told[name] {
			continue
		}
		told[name] = true
		f.report.wrong(place{f.file, f.lineOfAny(name)}, ruleKey, "The format has no key %q here. Check its spelling and that it stands above the first [table] if it belongs to none.", name)
	}
	return len(told) == 0
}

// lineOfAny finds a key whatever element of a list it stands in.
func (f *tomlFile) lineOfAny(name string) int {
	best := 0
	for key, n := range f.lines {
		if plain := indexForm.ReplaceAllString(key, ""); plain == name && (best == 0 || n < best) {
			best = n
		}
	}
	return f.first + max(best, 1) - 1
}

// at is where a key stands; its table or the file's first line where it is missing.
func (f *tomlFile) at(key string) place {
	for key != "" {
		if n, ok := f.lines[key]; ok {
			return place{f.file, f.first + n - 1}
		}
		i := strings.LastIndex(key, ".")
		if i < 0 {
			break
		}
		key = key[:i]
	}
	return place{f.file, f.first}
}

func (f *tomlFile) wrong(key, rule, format string, args ...any) {
	f.report.wrong(f.at(key), rule, format, args...)
}

// keyLines finds the line of each key as people write them, one a line.
func keyLines(src string) map[string]int {
	lines := map[string]int{}
	count := map[string]int{}
	table, n := "", 0
	for line := range strings.Lines(src) {
		n++
		if m := headerForm.FindStringSubmatch(line); m != nil {
			table = m[2]
			if m[1] == "[[" {
				table = fmt.Sprintf("%s[%d]", m[2], count[m[2]])
				count[m[2]]++
			}
			lines[table] = n
			table += "."
			continue
		}
		if m := keyForm.FindStringSubmatch(line); m != nil {
			if _, seen := lines[table+m[1]]; !seen {
				lines[table+m[1]] = n
			}
		}
	}
	return lines
}

// bracketLine finds a line where brackets are opened too deep; 0 for none.
func bracketLine(src string) int {
	n, open := 0, 0
	for line := range strings.Lines(src) {
		n++
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(0, open-1)
			}
			if open > maxBrackets {
				return n
			}
		}
	}
	return 0
}

// tomlWords takes the line and the plain part out of the decoder's error.
func tomlWords(err error) (int, string) {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		words := pe.Message
		if words == "" {
			words = strings.TrimPrefix(pe.Error(), "toml: ")
		}
		return max(1, pe.Position.Line), strings.TrimSuffix(words, ".")
	}
	words := strings.TrimPrefix(err.Error(), "toml: ")
	if m := lastKeyForm.FindStringSubmatch(words); m != nil {
		n, _ := strconv.Atoi(m[1])
		return max(1, n), strings.TrimSuffix(m[2]+": "+m[3], ".")
	}
	return 1, strings.TrimSuffix(words, ".")
}

// lastKeyForm is how the decoder says that a value has not the type of its key.
var lastKeyForm = regexp.MustCompile(`^line (\d{1,9}) \(last key "([^"]*)"\): (.*)$`)
