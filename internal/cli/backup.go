package cli

import (
	"errors"
	"os"
	"path/filepath"
)

// dbBackup copies the records to a new file, while the window uses them too.
func (j *job) dbBackup() int {
	f := j.flags()
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	to, err := filepath.Abs(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.ended(j.backup(to), "cli.backup.done", to, filepath.Join(j.Config.Data, "datakey"))
}

func (j *job) backup(to string) error {
	switch _, err := os.Lstat(to); {
	case err == nil:
		return &trouble{code: "taken", args: []any{to}}
	case !errors.Is(err, os.ErrNotExist):
		return &trouble{code: "unreadable", args: []any{to}, cause: err}
	}
	r, err := j.Look(j.ctx)
	if err != nil {
		return err
	}
	return errors.Join(r.Backup(j.ctx, to), r.Close())
}
