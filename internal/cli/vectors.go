package cli

import (
	"bytes"
	"fmt"
	"io"

	"muster/internal/passport"
	"muster/internal/trust"
)

// vectors runs vector files of passports and of signed statements, each vector with
// its own clock and trust, and prints
// those that disagree. It ends with CheckNotDone where a file could not be used,
// and with ExitNotDone where one disagrees or none ran.
func (j *job) vectors(paths []string) int {
	r, err := trust.RunVectorFiles(vectorsOfAnyKind, paths...)
	if err != nil {
		fmt.Fprintln(j.Stderr, j.Words.T("cli.vectors.unread", err))
	}
	if j.json {
		j.show(struct {
			Format int `json:"format"`
			trust.VectorReport
		}{1, r})
	} else {
		for _, f := range r.Failures {
			fmt.Fprintln(j.Stdout, f)
		}
		fmt.Fprintln(j.Stdout, r)
	}
	switch {
	case err != nil:
		return CheckNotDone
	case r.Failed > 0 || r.Passed == 0:
		return ExitNotDone
	}
	return ExitDone
}

// vectorsOfAnyKind runs a file of either kind: a vector of statements has a bundle.
func vectorsOfAnyKind(r io.Reader) (trust.VectorReport, error) {
	data, err := io.ReadAll(r) // of a file that was opened by name, on purpose
	if err != nil {
		return trust.VectorReport{}, err
	}
	if bytes.Contains(data, []byte(`"bundle":`)) {
		return trust.CheckVectors(bytes.NewReader(data))
	}
	return passport.CheckVectors(bytes.NewReader(data))
}
