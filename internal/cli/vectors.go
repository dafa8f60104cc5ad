package cli

import (
	"fmt"

	"muster/internal/passport"
)

// vectors runs vector files, each vector with its own clock and trust, and prints
// those that disagree. It ends with CheckNotDone where a file could not be used,
// and with ExitNotDone where one disagrees or none ran.
func (j *job) vectors(paths []string) int {
	r, err := passport.RunVectors(paths...)
	if err != nil {
		fmt.Fprintln(j.Stderr, j.Words.T("cli.vectors.unread", err))
	}
	if j.json {
		j.show(struct {
			Format int `json:"format"`
			passport.VectorReport
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
