package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"muster/internal/induction"
	"muster/internal/testkit"
)

// names lists a folder's files.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func peekFor(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Peek(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestPeekWhileOpen reads beside the copy that has the lock, sees what it has just
// acknowledged, and cannot write.
func TestPeekWhileOpen(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	writer, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if err := writer.AddLearner(ctx, testkit.Learner(1), "hash"); err != nil {
		t.Fatal(err)
	}
	db := peekFor(t, dir)
	if floor, err := db.Floor(ctx); err != nil || !floor.Equal(testkit.Learner(1).Joined) {
		t.Errorf("floor = %v, %v", floor, err)
	}
	if h, err := db.Check(ctx); err != nil || len(h.Problems) > 0 || h.Learners != 1 {
		t.Errorf("check = %+v, %v", h, err)
	}
	err = db.AddLearner(ctx, testkit.Learner(2), "hash")
	if got := induction.ReasonOf(err); got != induction.CodeStoreReadOnly {
		t.Errorf("writing through a peek gave %v", err)
	}
	if err := writer.AddLearner(ctx, testkit.Learner(2), "hash"); err != nil {
		t.Errorf("the writer was disturbed: %v", err)
	}
}

// TestPeekChangesNothing looks at closed records: no ballast, no key, no lock is
// made where there was none.
func TestPeekChangesNothing(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	writer, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{ballastFile, lockName} {
		if err := os.Remove(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	db := peekFor(t, dir)
	h, err := db.Check(ctx)
	if err != nil || !h.LowDisk {
		t.Errorf("check = %+v, %v; the ballast is gone and that should be told", h, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range names(t, dir) {
		switch name {
		case dataFile, dataFile + "-wal", dataFile + "-shm", dataKeyFile:
		default:
			t.Errorf("%s was made", name)
		}
	}
}

func TestPeekRefuses(t *testing.T) {
	ctx := context.Background()
	made := func(t *testing.T, spoil func(dir string) error) string {
		dir := t.TempDir()
		db, err := Open(ctx, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.writer.Exec(`PRAGMA user_version`); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  induction.Reason
	}{
		"nothing there": {func(dir string) error {
			os.Remove(filepath.Join(dir, dataKeyFile))
			return os.Remove(filepath.Join(dir, dataFile))
		}, induction.CodeNotSetUp},
		"records lost": {func(dir string) error { return os.Remove(filepath.Join(dir, dataFile)) }, induction.CodeStoreDamaged},
		"key lost":     {func(dir string) error { return os.Remove(filepath.Join(dir, dataKeyFile)) }, induction.CodeStoreKey},
		"another key": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, dataKeyFile), make([]byte, keySize), 0o600)
		}, induction.CodeStoreKey},
		"no database": {func(dir string) error { return os.WriteFile(filepath.Join(dir, dataFile), make([]byte, 8192), 0o600) }, induction.CodeStoreDamaged},
		"newer":       {setVersion(99), induction.CodeStoreNewer},
		"cut short":   {setVersion(0), induction.CodeNotSetUp},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := Peek(ctx, made(t, c.spoil))
			if got := induction.ReasonOf(err); got != c.want {
				t.Errorf("reason = %q (%v), want %q", got, err, c.want)
			}
			if db != nil {
				t.Error("a store came with the refusal")
			}
		})
	}
}

// setVersion gives closed records another version.
func setVersion(n byte) func(dir string) error {
	return func(dir string) error {
		// "user version", at offset 60 (SQLite's database file format, section 1.3).
		f, err := os.OpenFile(filepath.Join(dir, dataFile), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.WriteAt([]byte{0, 0, 0, n}, 60)
		return err
	}
}
