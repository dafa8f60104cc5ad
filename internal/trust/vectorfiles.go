package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// What is read of vectors at most.
const (
	maxVectorFile = 64 << 20
	maxVectors    = 100_000
)

// VectorReport is the result of running vectors.
type VectorReport struct {
	Files    int             `json:"files"`
	Passed   int             `json:"passed"`
	Failed   int             `json:"failed"`
	Failures []VectorFailure `json:"failures,omitempty"`
}

// VectorFailure is one vector that disagrees, and in what.
type VectorFailure struct {
	File string   `json:"file,omitempty"`
	Name string   `json:"name"`
	Why  []string `json:"why"`
}

// String writes a failure on one line.
func (f VectorFailure) String() string {
	return strings.TrimPrefix(f.File+": ", ": ") + f.Name + ": " + strings.Join(f.Why, "; ")
}

// String writes the closing line: "N passed, N failed".
func (r VectorReport) String() string { return fmt.Sprintf("%d passed, %d failed", r.Passed, r.Failed) }

func (r *VectorReport) add(o VectorReport) {
	r.Files += o.Files
	r.Passed += o.Passed
	r.Failed += o.Failed
	r.Failures = append(r.Failures, o.Failures...)
}

// Count adds one vector that ran: in what it disagrees, or nothing.
func (r *VectorReport) Count(name string, why []string) {
	if len(why) == 0 {
		r.Passed++
		return
	}
	r.Failed++
	r.Failures = append(r.Failures, VectorFailure{Name: name, Why: why})
}

// RunVectorFiles runs vector files by check: each path is a file, or a folder whose files ending in .json
// are run, its own folders included. Every file is tried; a path that cannot be read, holds no vectors or
// is not of the published shape is an error, and the report then counts the others.
func RunVectorFiles(check func(io.Reader) (VectorReport, error), paths ...string) (VectorReport, error) {
	var total VectorReport
	var failed error
	if len(paths) == 0 {
		return total, fmt.Errorf("%w: no file was named", ErrVectors)
	}
	for _, p := range paths {
		files, err := VectorFiles(p)
		failed = errors.Join(failed, err)
		for _, f := range files {
			r, err := runVectorFile(check, f)
			failed = errors.Join(failed, err)
			total.add(r)
		}
	}
	return total, failed
}

// VectorFiles returns the file that a path is, or the files ending in .json of the folder that it is.
func VectorFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(p), ".json") {
			files = append(files, p)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: %w: no file ends in .json", path, ErrVectors)
	}
	return files, err
}

func runVectorFile(check func(io.Reader) (VectorReport, error), path string) (VectorReport, error) {
	f, err := os.Open(path)
	if err != nil {
		return VectorReport{}, err
	}
	defer f.Close() // read only
	r, err := check(f)
	if err != nil {
		return VectorReport{}, fmt.Errorf("%s: %w", path, err)
	}
	for i := range r.Failures {
		r.Failures[i].File = path
	}
	return r, nil
}

// EachVector reads one file of vectors by parse, all of it, before any is run. A file that is malformed
// anywhere is ErrVectors.
func EachVector[T any](r io.Reader, parse func(json.RawMessage) (T, error)) ([]T, error) {
	b, err := ReadAll(r, maxVectorFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVectors, err)
	}
	raw, err := Array(b, maxVectors)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVectors, err)
	}
	if len(raw) == 0 {
		return nil, fmt.Errorf("%w: it holds no vectors", ErrVectors)
	}
	all := make([]T, 0, len(raw))
	for i, b := range raw {
		v, err := parse(b)
		if err != nil {
			return nil, fmt.Errorf("%w: vector %d: %w", ErrVectors, i+1, err)
		}
		all = append(all, v)
	}
	return all, nil
}
