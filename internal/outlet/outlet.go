// Package outlet is how a finished file leaves the machine: into a folder, onto a
// stick, or to the system's printer.
package outlet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// Place is somewhere a file can be saved.
type Place struct {
	Name      string // for people: "KINGSTON", "Documents"
	Path      string
	Removable bool
}

// ErrNoPlace is a folder that is not there or cannot be written.
var ErrNoPlace = errors.New("that folder is not there, or cannot be written to")

// maxName is the longest file name made, in bytes: short enough for any stick.
const maxName = 120

// FileName makes a file name of words: letters, digits, dots and hyphens.
func FileName(words ...string) string {
	clean := func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
			return r
		}
		return '-'
	}
	var parts []string
	for _, w := range words {
		if w = strings.Trim(strings.Map(clean, w), "-."); w != "" {
			parts = append(parts, w)
		}
	}
	name := strings.Join(parts, "-")
	for len(name) > maxName {
		r := []rune(name)
		name = string(r[:len(r)-1])
	}
	return name
}

// Save writes data under a folder, never over another file: "name.pdf", then
// "name-2.pdf" and on. The file is whole and on the disk when it returns; a stick
// pulled out in the middle leaves no file of that name.
func Save(folder, name, ext string, data []byte) (string, error) {
	if st, err := os.Stat(folder); err != nil || !st.IsDir() {
		return "", fmt.Errorf("%w: %s", ErrNoPlace, folder)
	}
	tmp, err := os.CreateTemp(folder, ".muster-*")
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoPlace, err)
	}
	defer os.Remove(tmp.Name())
	if err := fill(tmp, data); err != nil {
		return "", err
	}
	for n := 1; n < 1000; n++ {
		path := filepath.Join(folder, numbered(name, n)+ext)
		err := place(tmp.Name(), path)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, os.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%w: too many files of one name", ErrNoPlace)
}

func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, n)
}

func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	err = errors.Join(err, f.Sync(), f.Chmod(0o644))
	return errors.Join(err, f.Close())
}

// place gives a finished file its name. A link fails where the name is taken, so
// nothing is written over; a stick's file system knows no links, so there the name
// is claimed first.
func place(tmp, path string) error {
	if err := os.Link(tmp, path); err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	claim.Close()
	return os.Rename(tmp, path)
}

// Places lists sticks, and then the folders where people keep documents.
func Places() []Place {
	out := sticks()
	home, err := os.UserHomeDir()
	if err != nil {
		return out
	}
	for _, name := range []string{"Documents", "Downloads", "Desktop"} {
		if st, err := os.Stat(filepath.Join(home, name)); err == nil && st.IsDir() {
			out = append(out, Place{Name: name, Path: filepath.Join(home, name)})
		}
	}
	return append(out, Place{Name: filepath.Base(home), Path: home})
}
