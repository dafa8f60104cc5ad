package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"muster/internal/induction"
	"muster/internal/testkit"
)

var flips = flag.Int("flips", 150, "how many single flipped bits to look for")

// TestFlippedBits flips one bit of the file at a time. The store refuses, or its
// check finds it, wherever the bit changes anything that was recorded and the file
// is in use there; never does it crash.
func TestFlippedBits(t *testing.T) {
	whole := t.TempDir()
	db := openAt(t, whole)
	fillDay(t, db, 4)
	fillOffice(t, db)
	must(t, db.Close())
	content := read(t, whole, dataFile)
	want := dump(t, whole)
	rnd := rand.New(rand.NewPCG(7, 7))
	found, harmless := 0, 0
	for range *flips {
		bad := bytes.Clone(content)
		bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
		switch got, problem := opened(t, whole, bad); {
		case problem:
			found++
		case got == want:
			harmless++
		default:
			t.Log(difference(got, want))
		}
	}
	t.Logf("%d flipped bits in a file of %d KiB: %d found, %d changed no record, %d changed one and were not found",
		*flips, len(content)>>10, found, harmless, *flips-found-harmless)
	if found == 0 || (found+harmless)*100 < 97**flips {
		t.Error("too many flipped bits were not found")
	}
}

func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return a[i] + "\n" + b[min(i, len(b)-1)]
		}
	}
	return "shorter"
}

// opened opens a changed file with the real store; problem is true where that or
// the check says that something is wrong.
func opened(t *testing.T, whole string, bad []byte) (content string, problem bool) {
	t.Helper()
	dir := cutDir(t)
	defer os.RemoveAll(dir)
	copyFiles(t, whole, dir, dataKeyFile, ballastFile)
	must(t, os.WriteFile(filepath.Join(dir, dataFile), bad, 0o600))
	db, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return "", true
	}
	h, err := db.Check(context.Background())
	must(t, db.Close())
	if err != nil || len(h.Problems) > 0 {
		return "", true
	}
	return dump(t, dir), false
}

// dump writes every row of every table down.
func dump(t *testing.T, dir string) string {
	t.Helper()
	raw, err := sql.Open("sqlite3", filepath.Join(dir, dataFile))
	must(t, err)
	defer raw.Close()
	tables := strings.Fields(`state place trust event person learner trainer session starter present attempt response
		completion page_read tick sign_off unlock passport replied reply statement act recognition local_check evidence waiver
		paper tries`)
	var out strings.Builder
	for _, table := range tables {
		rows, err := raw.Query(`SELECT * FROM ` + table)
		must(t, err)
		columns, err := rows.Columns()
		must(t, err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			must(t, rows.Scan(values...))
			fmt.Fprint(&out, table)
			for i, v := range values {
				fmt.Fprintf(&out, " %s=%v", columns[i], *v.(*any))
			}
			fmt.Fprintln(&out)
		}
		must(t, rows.Close())
	}
	return out.String()
}

// TestTampered changes records behind the store's back, as somebody without the
// data key could.
func TestTampered(t *testing.T) {
	whole := t.TempDir()
	db := openAt(t, whole)
	fillDay(t, db, 2)
	must(t, db.Close())
	for name, c := range map[string]struct{ change, found string }{
		"a later time":      {`UPDATE event SET at = at + 1 WHERE seq = 9`, "record 9 was changed"},
		"another kind":      {`UPDATE event SET kind = 'unlock' WHERE seq = 9`, "record 9 was changed"},
		"another device":    {`UPDATE event SET device = 'kiosk-2' WHERE seq = 9`, "record 9 was changed"},
		"another person":    {`UPDATE event SET person = '' WHERE seq = 9`, "record 9 was changed"},
		"another body":      {`UPDATE event SET body = (SELECT body FROM event WHERE seq = 10) WHERE seq = 9`, "what record 9 says was changed"},
		"a row taken out":   {`DELETE FROM event WHERE seq = 9`, "records 9 to 9 are missing"},
		"the end cut off":   {`DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)`, "should end at"},
		"names changed":     {`UPDATE learner SET name = (SELECT name FROM learner ORDER BY event DESC LIMIT 1)`, "cannot all be read"},
		"a PIN moved":       {`UPDATE learner SET pin = name`, "cannot all be read"},
		"answers moved":     {`UPDATE response SET body = (SELECT body FROM response LIMIT 1)`, "cannot all be read"},
		"a reply moved":     {`UPDATE reply SET body = (SELECT body FROM reply ORDER BY id LIMIT 1)`, "cannot all be read"},
		"a starter's name":  {`UPDATE starter SET name = (SELECT name FROM learner LIMIT 1)`, "cannot all be read"},
		"an answer's time":  {`UPDATE response SET at = at - 1 WHERE event = 40`, "response: 1 do not agree"},
		"an answer removed": {`DELETE FROM response WHERE event = 40`, "1 are missing"},
		"another session":   {`UPDATE attempt SET session = 999 WHERE event = (SELECT min(event) FROM attempt)`, "1 records belong to something that is not there"},
		"a page removed":    {`DELETE FROM page_read WHERE event = 11`, "page_read: 0 do not agree with what was recorded when they were made, 1 are missing"},
		"a key moved":       {`UPDATE person SET key = (SELECT key FROM person LIMIT 1)`, "a person's key or number was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, whole, dir, dataFile, dataKeyFile)
			must(t, alter(dir, c.change))
			h, err := openAt(t, dir).Check(t.Context())
			must(t, err)
			if !strings.Contains(strings.Join(h.Problems, "\n"), c.found) {
				t.Errorf("problems %q, want %q among them", h.Problems, c.found)
			}
		})
	}
}

// TestFloorLowered: only the store itself may change the floor.
func TestFloorLowered(t *testing.T) {
	for _, change := range []string{`UPDATE state SET floor = floor - 1`, `UPDATE state SET seq = seq - 1`, `DELETE FROM state`} {
		dir := prepared(t)
		must(t, alter(dir, change))
		_, err := Open(t.Context(), dir, Options{})
		if err == nil {
			t.Errorf("%s: the store opened", change)
		}
	}
}

// TestClockSetBack: after a start in 2099 the floor stays there, records go on in
// the order in which they were made, and nothing is lost.
func TestClockSetBack(t *testing.T) {
	dir := prepared(t)
	db := openAt(t, dir)
	far := time.Date(2099, 1, 1, 0, 0, 0, 1, time.UTC)
	_, err := db.Started(t.Context(), far)
	must(t, err)
	a := testkit.Attempt(1, testkit.Learner(1).ID, "")
	must(t, db.AddAttempt(t.Context(), a))
	late, early := testkit.Response(0), testkit.Response(1)
	late.At = far
	must(t, db.AddResponse(t.Context(), a.ID, late))
	must(t, db.AddResponse(t.Context(), a.ID, early))
	must(t, db.Close())
	db = openAt(t, dir)
	floor, err := db.Floor(t.Context())
	must(t, err)
	if !floor.Equal(far) {
		t.Errorf("floor = %v, want %v", floor, far)
	}
	got, err := db.Attempt(t.Context(), a.ID)
	must(t, err)
	if len(got.Responses) != 2 || got.Responses[0].Item != late.Item || got.Responses[1].Item != early.Item {
		t.Errorf("responses %+v, want the later clock's first", got.Responses)
	}
	healthy(t, db)
}

// TestTimes: a time that cannot be kept is kept as the nearest that can.
func TestTimes(t *testing.T) {
	for _, at := range []time.Time{{}, testkit.After(3), time.Unix(0, 1).UTC(), time.Unix(-5, 3).UTC()} {
		if got := moment(nanos(at)); !got.Equal(at) {
			t.Errorf("%v came back as %v", at, got)
		}
	}
	if got := moment(nanos(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))); got.Year() != 2262 {
		t.Errorf("a clock in 9999 is kept as %v", got)
	}
	if got := moment(nanos(time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC))); got.Year() != 1677 {
		t.Errorf("a clock in the year 2 is kept as %v", got)
	}
}

// TestNothingPlain looks for what is personal in every file of the folder.
func TestNothingPlain(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	s := testkit.Session(1)
	must(t, db.AddTrainer(t.Context(), testkit.Trainer(1), "argon2-trainer", testkit.After(0)))
	must(t, db.OpenSession(t.Context(), s))
	must(t, db.AddLearner(t.Context(), testkit.Learner(1), "argon2-learner"))
	fillLearner(t, db, 1, testkit.Learner(1).ID, s.ID)
	plain := []string{
		testkit.Learner(1).Name, testkit.Learner(1).Number.Plain(), testkit.Starter(2).Number.Plain(), testkit.Trainer(1).Name,
		testkit.Trainer(1).Number.Plain(), "argon2", "Amal", "manikin", "MP1:", "room was cold", `"right"`,
	}
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		content := read(t, dir, f.Name())
		for _, p := range plain {
			if bytes.Contains(content, []byte(p)) {
				t.Errorf("%s holds %q in plain", f.Name(), p)
			}
		}
	}
	if !bytes.Contains(read(t, dir, dataFile+"-wal"), []byte("Seminar room 2")) {
		t.Error("the search finds nothing at all")
	}
}

// TestForgotten destroys a person's key, as an erasure will: the chain holds, and
// what was sealed is gone.
func TestForgotten(t *testing.T) {
	dir := prepared(t)
	db := openAt(t, dir)
	must(t, db.AddRead(t.Context(), testkit.Learner(1).ID, testkit.Read(1)))
	must(t, db.Close())
	must(t, alter(dir, `DELETE FROM page_read; DELETE FROM learner; DELETE FROM person`))
	db = openAt(t, dir)
	healthy(t, db)
	if n, err := db.Unsent(t.Context()); n != 2 || err != nil {
		t.Errorf("%d records, %v; want both still counted", n, err)
	}
}

func TestBackup(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	db := openAt(t, dir)
	fillDay(t, db, 2)
	want, err := db.Record(t.Context(), testkit.Learner(1).ID, "")
	must(t, err)
	path := filepath.Join(to, dataFile)
	must(t, db.Backup(t.Context(), path))
	before := read(t, to, dataFile)
	if err := db.Backup(t.Context(), path); induction.KindOf(err) != induction.Conflict || !bytes.Equal(before, read(t, to, dataFile)) {
		t.Errorf("a second backup over the first: %v", err)
	}
	if err := db.Backup(t.Context(), filepath.Join(to, "missing", "copy.db")); err == nil {
		t.Error("a backup into a folder that is not there succeeded")
	}
	if left, _ := filepath.Glob(filepath.Join(to, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	copyFiles(t, dir, to, dataKeyFile)
	restored := openAt(t, to)
	got, err := restored.Record(t.Context(), testkit.Learner(1).ID, "")
	must(t, err)
	if len(got.Attempts) != len(want.Attempts) || got.Learner != want.Learner {
		t.Errorf("restored %+v, want %+v", got.Learner, want.Learner)
	}
	healthy(t, restored)
}

// TestManyAtOnce reads and writes from several sides at the same time.
func TestManyAtOnce(t *testing.T) {
	db := openAt(t, t.TempDir())
	const people, each = 8, 10
	var wg sync.WaitGroup
	for i := range people {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l := testkit.Learner(i)
			if err := db.AddLearner(t.Context(), l, "hash"); err != nil {
				t.Error(err)
			}
			for k := range each {
				if err := db.AddRead(t.Context(), l.ID, testkit.Read(k)); err != nil {
					t.Error(err)
				}
				if r, err := db.Record(t.Context(), l.ID, ""); err != nil || len(r.Reads) != k+1 {
					t.Errorf("%d readings, %v; want %d", len(r.Reads), err, k+1)
				}
			}
		}()
	}
	wg.Wait()
	healthy(t, db)
	if n, err := db.Unsent(t.Context()); n != people*(each+1) || err != nil {
		t.Errorf("%d rows, %v, want %d", n, err, people*(each+1))
	}
}
