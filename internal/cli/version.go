package cli

import "fmt"

// version says what this program was built from.
func (j *job) version() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	if j.json {
		return j.show(struct {
			Format int `json:"format"`
			Version
		}{1, j.Version})
	}
	v := j.Version
	fmt.Fprintf(j.Stdout, "muster %s (%s)\n%s\nSQLite %s\n", v.Version, v.Commit, v.Go, v.SQLite)
	return ExitDone
}
