package sqlite_test

import (
	"testing"

	"muster/internal/desk"
	"muster/internal/sqlite"
	"muster/internal/testkit"
)

func open(t *testing.T, dir string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestContract(t *testing.T) {
	testkit.StoreContract(t, func(t *testing.T) desk.Store { return open(t, t.TempDir()) })
}
