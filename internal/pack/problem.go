package pack

import (
	"cmp"
	"fmt"
	"path"
	"slices"
)

// Severity says whether a problem keeps a pack out.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the pack is not used
	Warning Severity = "warning" // the pack is used, and should be mended
)

// Problem is one thing that is wrong with a pack: where, which rule, and in plain
// words what is wrong and how to mend it.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"` // from 1; 1 where the whole file is meant
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
}

// String writes the problem as an editor's jump list wants it.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s: %s [%s]", p.File, p.Line, p.Severity, p.Text, p.Rule)
}

// HasError reports whether one of the problems keeps its pack out.
func HasError(ps []Problem) bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return p.Severity == Error })
}

// place is a file inside a pack and a line of it.
type place struct {
	file string
	line int
}

// report gathers the problems of one pack.
type report struct {
	name     string // shown before each file
	problems []Problem
}

func (r *report) add(at place, rule string, s Severity, format string, args ...any) {
	if len(r.problems) >= maxProblems {
		return
	}
	r.problems = append(r.problems, Problem{
		File: path.Join(r.name, at.file), Line: max(1, at.line), Rule: rule, Severity: s, Text: fmt.Sprintf(format, args...),
	})
}

func (r *report) wrong(at place, rule, format string, args ...any) {
	r.add(at, rule, Error, format, args...)
}

func (r *report) warn(at place, rule, format string, args ...any) {
	r.add(at, rule, Warning, format, args...)
}

// sorted gives the problems by file and line.
func (r *report) sorted() []Problem {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return r.problems
}
