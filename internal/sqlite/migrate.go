package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

//go:embed migrations/*.sql
var shipped embed.FS

// step is one migration: what it is called, and its statements.
type step struct{ name, text string }

// migrations reads the steps in their order. The number of a step is its place,
// and each file's name begins with it, so that two developers cannot take the same.
func migrations(files fs.FS) ([]step, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var steps []step
	for i, name := range names {
		if want := fmt.Sprintf("%04d_", i+1); path.Base(name)[:len(want)] != want {
			return nil, fmt.Errorf("migration %s: its name should begin with %s", name, want)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step{path.Base(name), string(text)})
	}
	return steps, nil
}

func schemaVersion(ctx context.Context, pool *sql.DB) (n int, err error) {
	err = pool.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&n)
	return n, err
}

// migrate runs the steps that a database lacks, each with its record
// (user_version) in one transaction.
func migrate(ctx context.Context, pool *sql.DB, steps []step, version int) error {
	for n := version; n < len(steps); n++ {
		if err := runStep(ctx, pool, steps[n], n+1); err != nil {
			return fmt.Errorf("migration %s: %w", steps[n].name, err)
		}
	}
	return nil
}

func runStep(ctx context.Context, pool *sql.DB, s step, version int) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, s.text+fmt.Sprintf(";\nPRAGMA user_version = %d", version))
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
