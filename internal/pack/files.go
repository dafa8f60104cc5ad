package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// listFiles names every regular file of a pack with its size; the reading stops
// at the limits.
func listFiles(fsys fs.FS, r *report) map[string]int64 {
	files := map[string]int64{}
	var total int64
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			r.wrong(place{name, 1}, ruleFile, "This cannot be read (%v). Check that the folder is all there and may be read.", err)
			return skip(d)
		case name != "." && strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case d.IsDir():
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() {
			r.wrong(place{name, 1}, ruleFile, "This is not an ordinary file. Put the file itself here.")
			return nil
		}
		files[name] = info.Size()
		total += info.Size()
		return tooMuch(len(files), total)
	})
	if err != nil {
		r.wrong(place{"pack.toml", 1}, ruleLimit, "This is too much: %v. Split it in two.", err)
	}
	return files
}

func skip(d fs.DirEntry) error {
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func tooMuch(files int, total int64) error {
	switch {
	case files > maxFiles:
		return fmt.Errorf("the pack holds more than %d files", maxFiles)
	case total > maxPackBytes:
		return fmt.Errorf("the pack is larger than %d MiB", maxPackBytes>>20)
	}
	return nil
}

// readText reads one text file whole, with its line ends as LF; false when the
// file is not fit to be parsed.
func readText(fsys fs.FS, name string, limit int, r *report) ([]byte, bool) {
	src, err := readLimited(fsys, name, limit)
	if err != nil {
		r.wrong(place{name, 1}, ruleFile, "%s", fileWords(err, limit))
		return nil, false
	}
	return fit(name, src, r)
}

// fit puts line ends right; false where a text is not fit to be parsed.
func fit(name string, src []byte, r *report) ([]byte, bool) {
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	line, words := unfit(src)
	if words != "" {
		r.wrong(place{name, line}, ruleFile, "%s", words)
	}
	return src, words == ""
}

var errTooLarge = errors.New("too large")

// readLimited reads an ordinary file of at most limit bytes.
func readLimited(fsys fs.FS, name string, limit int) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err == nil && len(b) > limit {
		err = errTooLarge
	}
	return b, err
}

func fileWords(err error, limit int) string {
	switch {
	case errors.Is(err, errTooLarge):
		return fmt.Sprintf("The file is larger than %d KiB. Split it, or shorten it.", limit>>10)
	case errors.Is(err, fs.ErrNotExist):
		return "The file is missing. Write it, as modules/FORMAT.md says."
	}
	return fmt.Sprintf("The file cannot be read (%v). Check that it may be read.", err)
}

// unfit finds the first line that no parser should be given, and says why.
func unfit(src []byte) (int, string) {
	n := 0
	for line := range bytes.Lines(src) {
		n++
		switch {
		case n == 1 && bytes.HasPrefix(line, []byte("\xef\xbb\xbf")):
			return n, "The file begins with a byte-order mark. Save it as UTF-8 without one."
		case !utf8.Valid(line):
			return n, "This line is not UTF-8. Save the file as UTF-8."
		case len(line) > maxLineBytes:
			return n, fmt.Sprintf("The line is longer than %d bytes. Break it into several lines.", maxLineBytes)
		case bytes.ContainsFunc(bytes.TrimSuffix(line, []byte("\n")), hidden):
			return n, "The line holds a character that cannot be seen (a control character or a change of direction). Take it out."
		case depth(line) > maxDepth:
			return n, fmt.Sprintf("Lists and quotes are more than %d deep here. Make it flatter.", maxDepth)
		}
	}
	return 0, ""
}

func hidden(c rune) bool {
	return c < 0x20 && c != '\t' || c >= 0x7F && c <= 0x9F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0xFEFF
}

// depth counts the quotes and bullets that a line begins with.
func depth(line []byte) int {
	n := 0
	for i, c := range line {
		switch c {
		case ' ', '\t':
		case '>':
			n++
		case '-', '*', '+':
			if i+1 >= len(line) || line[i+1] != ' ' && line[i+1] != '\t' {
				return n
			}
			n++
		default:
			return n
		}
	}
	return n
}

// within makes the path that a reference in a file means, from the pack's root.
func within(file, ref string) string { return path.Join(path.Dir(file), ref) }
