package desk_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// rowsOf is every row of a table as it lies in the file, read beside the store by
// the driver that the store brings.
func rowsOf(t *testing.T, dir, table string) []string {
	t.Helper()
	db := must(sql.Open("sqlite3", "file:"+filepath.Join(dir, "muster.db")+"?mode=ro"))(t)
	defer db.Close()
	rows := must(db.Query("SELECT * FROM " + table))(t)
	defer rows.Close()
	cols := must(rows.Columns())(t)
	var out []string
	for rows.Next() {
		values := make([]any, len(cols))
		into := make([]any, len(cols))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s", values))
	}
	if len(out) == 0 {
		t.Fatalf("%s is empty", table)
	}
	return out
}
