package sqlite

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"muster/internal/induction"
	"muster/internal/testkit"
)

// TestFileGone: a database deleted under the running program takes no act more.
func TestFileGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // an open file cannot be deleted or moved there
	}
	dir := prepared(t)
	db := openAt(t, dir)
	defer db.Close()
	write := func() error { return db.act(t.Context(), testkit.Start, func(*tx) error { return nil }) }
	must(t, write())
	path := filepath.Join(dir, dataFile)
	must(t, os.Rename(path, path+".away"))
	refusal(t, write(), induction.CodeStoreGone)
	must(t, os.WriteFile(path, nil, 0o600)) // another file of that name is not it
	refusal(t, write(), induction.CodeStoreGone)
	must(t, os.Rename(path+".away", path))
	must(t, write())
}
