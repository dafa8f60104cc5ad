package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/testkit"
)

// TestBrokenMigration: a further file is broken; the next start works.
func TestBrokenMigration(t *testing.T) {
	steps, err := migrations(shipped)
	must(t, err)
	more := fmt.Sprintf("%04d_more.sql", len(steps)+1)
	files := func(text string) fs.FS {
		all := fstest.MapFS{"migrations/" + more: {Data: []byte(text)}}
		for _, s := range steps {
			all["migrations/"+s.name] = &fstest.MapFile{Data: []byte(s.text)}
		}
		return all
	}
	dir := prepared(t)
	_, err = Open(t.Context(), dir, Options{migrations: files("CREATE TABLE more (a TEXT) STRICT; CREATE TABLE broken (")})
	refusal(t, err, induction.CodeStoreFailed)
	if !strings.Contains(err.Error(), more) {
		t.Errorf("the error does not name the file: %v", err)
	}
	must(t, openAt(t, dir).Close())
	db, err := Open(t.Context(), dir, Options{migrations: files("CREATE TABLE more (a TEXT) STRICT;")})
	must(t, err)
	if n, err := schemaVersion(t.Context(), db.writer); n != len(steps)+1 || err != nil {
		t.Errorf("schema = %d, %v, want %d", n, err, len(steps)+1)
	}
	must(t, db.Close())
	before := read(t, dir, dataFile)
	_, err = Open(t.Context(), dir, Options{})
	refusal(t, err, induction.CodeStoreNewer)
	if !bytes.Equal(before, read(t, dir, dataFile)) {
		t.Error("an older program changed a newer database")
	}
}

func TestMigrationNames(t *testing.T) {
	gap := fstest.MapFS{"migrations/0002_more.sql": {Data: []byte("SELECT 1")}}
	if _, err := migrations(gap); err == nil {
		t.Error("a gap in the migrations' numbers was taken")
	}
}

// fillings are what each release's database was filled with.
var fillings = map[string]func(testing.TB, *DB){
	"release-1": func(t testing.TB, db *DB) { fillDay(t, db, 3) },
	"release-2": func(t testing.TB, db *DB) { fillDay(t, db, 3); fillOffice(t, db) },
}

// TestRelease opens the databases that every release made. With -update the newest is
// made anew, which is right only before that release is out.
func TestRelease(t *testing.T) {
	if *update {
		makeRelease(t, "release-2")
	}
	for name, fill := range fillings {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, filepath.Join("testdata", name), dir, dataFile, dataKeyFile)
			old, now := openAt(t, dir), openAt(t, t.TempDir())
			fill(t, now)
			want := told(t, now)
			if got := told(t, old); got != want {
				t.Errorf("%s", difference(got, want))
			}
			healthy(t, old)
			must(t, old.AddRead(t.Context(), testkit.Learner(1).ID, testkit.Read(40)))
			fillMoreOffice(t, old)
			healthy(t, old)
		})
	}
}

func makeRelease(t *testing.T, name string) {
	t.Helper()
	kept, from := filepath.Join("testdata", name), t.TempDir()
	must(t, os.RemoveAll(kept))
	must(t, os.MkdirAll(kept, 0o755))
	db := openAt(t, from)
	fillings[name](t, db)
	must(t, db.Close())
	copyFiles(t, from, kept, dataFile, dataKeyFile)
}

// fillMoreOffice acts on an older database once it is open.
func fillMoreOffice(t *testing.T, db *DB) {
	t.Helper()
	bring(t, db, 30, testkit.Learner(3).ID, testkit.Session(1).ID)
	must(t, db.SetStatements(t.Context(), []desk.Statement{testkit.Statement("trust-list", 9)}, testkit.Act(9)))
	must(t, db.SetEnrolment(t.Context(), testkit.Enrolment(), testkit.Act(9)))
	must(t, db.SetPaper(t.Context(), testkit.Passport(3, "", "").ID, testkit.Paper(3)))
}

// told writes down what a store answers, a line each.
func told(t *testing.T, db *DB) string {
	t.Helper()
	var out strings.Builder
	write := func(v any, err error) {
		must(t, err)
		fmt.Fprintf(&out, "%+v\n", v)
	}
	for i := 1; i <= 3; i++ {
		r, err := db.Record(t.Context(), testkit.Learner(i).ID, testkit.Session(1).ID)
		write(r, err)
		for _, p := range r.Passports {
			pdf, err := db.PaperOf(t.Context(), p.ID)
			if !errors.Is(err, desk.ErrNone) {
				write(digestOf(pdf), err)
			}
		}
	}
	place, err := db.Place(t.Context())
	write(place, err)
	trainers, err := db.Trainers(t.Context())
	write(trainers, err)
	sessions, err := db.Sessions(t.Context())
	write(sessions, err)
	lists, err := db.Statements(t.Context())
	write(lists, err)
	acts, err := db.Acts(t.Context(), 99)
	write(acts, err)
	floor, err := db.Floor(t.Context())
	write(floor, err)
	return out.String()
}

func TestTwoInstances(t *testing.T) {
	dir := prepared(t)
	cmd := helper(t, "hold", dir)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = out.Read(make([]byte, 4))
	must(t, err)
	_, err = Open(t.Context(), dir, Options{})
	refusal(t, err, induction.CodeStoreBusy)
	must(t, in.Close())
	must(t, cmd.Wait())
	openAt(t, dir)
	_, err = Open(t.Context(), dir, Options{})
	refusal(t, err, induction.CodeStoreBusy)
}

// TestReadOnly tries a folder, a new folder in it, and a file that may not be
// written to, from an account without the right.
func TestReadOnly(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the account is changed on Linux")
	}
	dir := prepared(t)
	for _, name := range []string{dataFile, dataKeyFile, lockName, ballastFile} {
		must(t, os.Chmod(filepath.Join(dir, name), 0o644))
	}
	locked := filepath.Join(t.TempDir(), "locked")
	must(t, os.Mkdir(locked, 0o555))
	must(t, os.Chmod(dir, 0o555))
	file := prepared(t)
	for _, name := range []string{dataKeyFile, lockName, ballastFile} {
		must(t, os.Chmod(filepath.Join(file, name), 0o666))
	}
	must(t, os.Chmod(file, 0o777))
	must(t, os.Chmod(filepath.Join(file, dataFile), 0o444))
	for _, d := range []string{dir, locked, filepath.Join(locked, "new"), file} {
		out, err := helper(t, "rights", d).Output()
		must(t, err)
		if got := strings.TrimSpace(string(out)); got != "store-read-only true" {
			t.Errorf("%s: %s, want store-read-only", d, got)
		}
	}
	must(t, os.Chmod(dir, 0o700))
	openAt(t, dir)
}

func TestDataKey(t *testing.T) {
	dir, other := prepared(t), prepared(t)
	path := filepath.Join(dir, dataKeyFile)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 || info.Size() != keySize {
		t.Errorf("%v, %v", info, err)
	}
	own := read(t, dir, dataKeyFile)
	before := read(t, dir, dataFile)
	for name, wrong := range map[string][]byte{"another": read(t, other, dataKeyFile), "short": own[:31], "missing": nil} {
		must(t, os.WriteFile(path, wrong, 0o600))
		if wrong == nil {
			must(t, os.Remove(path))
		}
		_, err := Open(t.Context(), dir, Options{})
		refusal(t, err, induction.CodeStoreKey)
		if _, err := os.Stat(path); wrong == nil && err == nil {
			t.Errorf("%s: a key was made for records that have one", name)
		}
	}
	if !bytes.Equal(before, read(t, dir, dataFile)) {
		t.Error("a wrong key changed the records")
	}
	must(t, os.WriteFile(path, own, 0o600))
	healthy(t, openAt(t, dir))
}

// TestDamaged: what is damaged is refused, kept as it is, and copied aside once.
func TestDamaged(t *testing.T) {
	whole := prepared(t)
	content := read(t, whole, dataFile)
	garbage := append([]byte("not a database at all"), content[21:]...)
	for name, bad := range map[string][]byte{
		"header": garbage, "half": content[:len(content)/2], "page": zeroed(content, 3*4096, 4096),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, whole, dir, dataKeyFile)
			must(t, os.WriteFile(filepath.Join(dir, dataFile), bad, 0o600))
			for range 2 {
				_, err := Open(t.Context(), dir, Options{})
				refusal(t, err, induction.CodeStoreDamaged)
				copies, _ := filepath.Glob(filepath.Join(dir, "damaged-*.db"))
				if len(copies) != 1 || !strings.Contains(err.Error(), copies[0]) {
					t.Fatalf("copies %v, error %v", copies, err)
				}
				if !bytes.Equal(read(t, "", copies[0]), bad) || !bytes.Equal(read(t, dir, dataFile), bad) {
					t.Error("the damaged file was not kept as it was")
				}
			}
		})
	}
	for name, bad := range map[string]func(string) error{
		"gone": os.Remove, "empty": func(p string) error { return os.Truncate(p, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, whole, dir, dataKeyFile, dataFile)
			must(t, bad(filepath.Join(dir, dataFile)))
			_, err := Open(t.Context(), dir, Options{})
			refusal(t, err, induction.CodeStoreDamaged)
			if info, err := os.Stat(filepath.Join(dir, dataFile)); err == nil && info.Size() > 0 {
				t.Error("lost records were silently begun anew")
			}
		})
	}
}

// TestFirstOpenInterrupted: each moment of the first open can be the last, and
// the next one goes on from there.
func TestFirstOpenInterrupted(t *testing.T) {
	whole := t.TempDir()
	must(t, openAt(t, whole).Close())
	for name, undo := range map[string]func(dir string) error{
		"an empty file": func(dir string) error {
			return errors.Join(os.Truncate(filepath.Join(dir, dataFile), 0), os.Remove(filepath.Join(dir, dataKeyFile)))
		},
		"no key yet":    func(dir string) error { return errors.Join(forgetKey(dir), os.Remove(filepath.Join(dir, dataKeyFile))) },
		"key not noted": forgetKey,
		"no ballast yet": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, ballastFile+".new"), make([]byte, 9), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			copyFiles(t, whole, dir, dataFile, dataKeyFile)
			must(t, undo(dir))
			db := openAt(t, dir)
			must(t, db.AddLearner(t.Context(), testkit.Learner(1), "hash"))
			healthy(t, db)
		})
	}
}

func forgetKey(dir string) error {
	return alter(dir, `UPDATE state SET keycheck = x'', mac = x''`)
}

// alter changes a closed store's file behind its back.
func alter(dir, statement string) error {
	raw, err := sql.Open("sqlite3", filepath.Join(dir, dataFile))
	if err != nil {
		return err
	}
	_, err = raw.Exec(statement)
	return errors.Join(err, raw.Close())
}

// TestFull: SQLite refuses for want of room; the ballast buys some; then a clear
// refusal, with all that was acknowledged still there.
func TestFull(t *testing.T) {
	db := openAt(t, t.TempDir())
	must(t, db.AddLearner(t.Context(), testkit.Learner(1), "hash"))
	limit(t, db, 10)
	freed := 0
	db.freed = func() { freed++; limit(t, db, 30) }
	r, acked, err := answerUntilFull(t.Context(), db)
	must(t, err)
	if r.Reason != string(induction.CodeStoreFull) || freed != 1 || r.Before == 0 || r.After == 0 {
		t.Errorf("%+v, freed %d times", r, freed)
	}
	h, err := db.Check(t.Context())
	must(t, err)
	if h.LowDisk || len(h.Problems) > 0 {
		t.Errorf("%+v: with room on the disk the ballast should be back and all be well", h)
	}
	limit(t, db, 1000)
	must(t, db.AddRead(t.Context(), testkit.Learner(1).ID, testkit.Read(1)))
	there, err := answersIn(t.Context(), db)
	must(t, err)
	for _, a := range acked {
		if !there[a] {
			t.Errorf("%s was acknowledged and is missing", a)
		}
	}
	t.Logf("%d answers, and %d more after the ballast", r.Before, r.After)
}

// limit lets the database grow by so many pages.
func limit(t *testing.T, db *DB, more int) {
	t.Helper()
	var pages int
	must(t, db.writer.QueryRow(`PRAGMA page_count`).Scan(&pages))
	_, err := db.writer.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+more))
	must(t, err)
}

// TestFullDisk does the same on a small real disk in memory, where the system
// lets this account have one.
func TestFullDisk(t *testing.T) {
	if exec.Command("unshare", "-rm", "true").Run() != nil {
		t.Skip("this account may not mount a disk; TestFull covers the store's own part")
	}
	dir := t.TempDir()
	cmd := helper(t, "full", dir)
	cmd.Args = append([]string{"unshare", "-rm", "sh", "-c", `mount -t tmpfs -o size=16m none "$2" && exec "$1" "$2"`, "sh", cmd.Path}, dir)
	cmd.Path = program(t, "unshare")
	out, err := cmd.Output()
	must(t, err)
	var r fullReport
	must(t, json.Unmarshal(out, &r))
	t.Logf("%+v", r)
	if r.Before == 0 || r.After < 100 || r.Reason != "store-full" || r.Missing > 0 || !r.Low || !r.Again || !r.Ballast {
		t.Errorf("%+v", r)
	}
}

func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	must(t, err)
	return path
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	must(t, err)
	return b
}

func zeroed(b []byte, at, n int) []byte {
	out := bytes.Clone(b)
	clear(out[at : at+n])
	return out
}

func healthy(t *testing.T, db *DB) {
	t.Helper()
	h, err := db.Check(context.Background())
	must(t, err)
	if len(h.Problems) > 0 {
		t.Errorf("problems: %q", h.Problems)
	}
}
