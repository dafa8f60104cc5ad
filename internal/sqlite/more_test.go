package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/testkit"
)

// fillOffice puts on record what makes a machine an organisation's, and what two
// learners brought to a day that fillDay made.
func fillOffice(t testing.TB, db *DB) {
	t.Helper()
	ctx := t.Context()
	must(t, db.SetStatements(ctx, []desk.Statement{testkit.Statement("trust-list", 1), testkit.Statement("revocations", 1)}, testkit.Act(1)))
	must(t, db.SetStatements(ctx, []desk.Statement{testkit.Statement("trust-list", 2)}, testkit.Act(2)))
	must(t, db.SetEnrolment(ctx, testkit.Enrolment(), testkit.Act(3)))
	must(t, db.AddTrainer(ctx, testkit.Trainer(2), "hash", testkit.After(0)))
	must(t, db.RemoveTrainer(ctx, testkit.Trainer(2).ID, testkit.Act(4)))
	for i := 1; i <= 2; i++ {
		l := testkit.Learner(i).ID
		bring(t, db, i, l, testkit.Session(1).ID)
		must(t, db.Withdraw(ctx, l, string(testkit.Waiver(i, l, "").ID), testkit.Withdrawal()))
		must(t, db.SetPaper(ctx, testkit.Passport(i, l, "").ID, testkit.Paper(i)))
	}
	must(t, db.LowerFloor(ctx, testkit.After(100), testkit.Act(5)))
}

func bring(t testing.TB, db *DB, n int, l induction.LearnerID, s induction.SessionID) {
	t.Helper()
	must(t, db.AddRecognition(t.Context(), testkit.Recognition(n, l, s)))
	must(t, db.AddLocalCheck(t.Context(), testkit.LocalCheck(n, l, s)))
	must(t, db.AddEvidence(t.Context(), testkit.Evidence(n, l, s)))
	must(t, db.AddWaiver(t.Context(), testkit.Waiver(n, l, s)))
}

// filledOffice is a closed store with both.
func filledOffice(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db := openAt(t, dir)
	fillDay(t, db, 2)
	fillOffice(t, db)
	healthy(t, db)
	must(t, db.Close())
	return dir
}

// TestTamperedOffice changes what makes a machine an organisation's, and what was
// brought, as somebody without the data key could: above all, puts it back to what it
// was once.
func TestTamperedOffice(t *testing.T) {
	whole := filledOffice(t)
	for name, c := range map[string]struct{ change, found string }{
		"another organisation's machine": {`UPDATE place SET event = (SELECT max(seq) FROM event)`, "put back to an earlier state"},
		"before its enrolment":           {`UPDATE place SET event = (SELECT seq FROM event WHERE kind = 'place-set')`, "put back to an earlier state"},
		"no place any more":              {`DELETE FROM place`, "put back to an earlier state"},
		"a higher serial":                {`UPDATE statement SET serial = serial + 1 WHERE kind = 'trust-list'`, "cannot all be read"},
		"lists exchanged": {
			`UPDATE statement SET body = (SELECT body FROM statement WHERE kind = 'trust-list')`, "cannot all be read",
		},
		"a list taken out":         {`DELETE FROM statement WHERE kind = 'revocations'`, "statement: 1 are missing or were put back"},
		"a trainer let in again":   {`UPDATE trainer SET removed = 0`, "trainer: 1 were removed or brought back behind the record"},
		"a trainer shut out":       {`UPDATE trainer SET removed = 3 WHERE removed = 0`, "trainer: 1 were removed or brought back behind the record"},
		"a waiver counts again":    {`UPDATE waiver SET withdrawn = 0`, "withdrawn: 0 do not agree with what was recorded when they were made, 2 are missing"},
		"evidence taken back":      {`UPDATE evidence SET withdrawn = 9 WHERE id = (SELECT max(id) FROM evidence)`, "cannot all be read"},
		"a recognition moved":      {`UPDATE recognition SET learner = (SELECT max(event) FROM learner)`, "cannot all be read"},
		"a recognition taken out":  {`DELETE FROM recognition`, "recognition: 0 do not agree with what was recorded when they were made, 2 are missing"},
		"a local check's time":     {`UPDATE local_check SET at = at + 1`, "local_check: 2 do not agree"},
		"papers exchanged":         {`UPDATE paper SET body = (SELECT body FROM paper LIMIT 1)`, "cannot all be read"},
		"a paper taken out":        {`DELETE FROM paper WHERE passport = (SELECT max(passport) FROM paper)`, "paper: 0 do not agree with what was recorded when they were made, 1 are missing"},
		"an act taken out":         {`DELETE FROM act WHERE event = (SELECT min(event) FROM act)`, "act: 0 do not agree with what was recorded when they were made, 1 are missing"},
		"an act's words exchanged": {`UPDATE act SET body = (SELECT body FROM act LIMIT 1)`, "cannot all be read"},
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

// TestOlderListPutBack lays a list's own earlier row in its place: it opens, and the
// check finds it.
func TestOlderListPutBack(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	must(t, db.SetStatements(t.Context(), []desk.Statement{testkit.Statement("revocations", 1)}, testkit.Act(1)))
	must(t, db.Close())
	must(t, alter(dir, `CREATE TABLE copied AS SELECT * FROM statement`))
	db = openAt(t, dir)
	must(t, db.SetStatements(t.Context(), []desk.Statement{testkit.Statement("revocations", 2)}, testkit.Act(2)))
	healthy(t, db)
	must(t, db.Close())
	must(t, alter(dir, `DELETE FROM statement; INSERT INTO statement SELECT * FROM copied`))
	h, err := openAt(t, dir).Check(t.Context())
	must(t, err)
	if !strings.Contains(strings.Join(h.Problems, "\n"), "1 are missing or were put back to an earlier state") {
		t.Errorf("problems %q", h.Problems)
	}
}

// TestOfficeNothingPlain looks for names, and for what somebody without the key could
// exchange, in every file of the folder.
func TestOfficeNothingPlain(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	fillDay(t, db, 2)
	fillOffice(t, db)
	must(t, db.SetTries(t.Context(), "office:Robin Okoro", 2, testkit.After(1)))
	plain := []string{
		"Robin Okoro", "kiosk-4", "it was stolen", "MP1:", "telephoned", "Northern Deanery", "ND/0417", "works from home",
		"entered for the wrong person", "%PDF", "a signed trust-list", testkit.Trainer(2).Name,
	}
	for _, name := range names(t, dir) {
		content := read(t, dir, name)
		for _, p := range plain {
			if bytes.Contains(content, []byte(p)) {
				t.Errorf("%s holds %q in plain", name, p)
			}
		}
	}
	if !bytes.Contains(read(t, dir, dataFile+"-wal"), []byte("trust-list")) {
		t.Error("the search finds nothing at all")
	}
}

// TestForgottenOffice destroys everybody's keys, as an erasure will: the organisation's
// acts stay but for those about a person.
func TestForgottenOffice(t *testing.T) {
	dir := filledOffice(t)
	must(t, alter(dir, `DELETE FROM replied; DELETE FROM paper; DELETE FROM passport; DELETE FROM recognition; DELETE FROM local_check;
		DELETE FROM evidence; DELETE FROM waiver; DELETE FROM unlock; DELETE FROM sign_off; DELETE FROM tick; DELETE FROM page_read;
		DELETE FROM completion; DELETE FROM response; DELETE FROM attempt; DELETE FROM present; DELETE FROM starter;
		DELETE FROM trainer; DELETE FROM learner; DELETE FROM person`))
	db := openAt(t, dir)
	healthy(t, db)
	all, err := db.Acts(t.Context(), 9)
	must(t, err)
	if len(all) != 4 || all[1] != testkit.Act(3) {
		t.Errorf("acts %+v", all)
	}
}

// firstMigrations are those that a program of an earlier release has.
func firstMigrations(t *testing.T) fstest.MapFS {
	t.Helper()
	first, err := shipped.ReadFile("migrations/0001_first.sql")
	must(t, err)
	return fstest.MapFS{"migrations/0001_first.sql": {Data: first}}
}

// TestSecondMigrationBroken: where the second file is broken a database of the first
// release stays as it was, and the next start with a whole one works.
func TestSecondMigrationBroken(t *testing.T) {
	dir := t.TempDir()
	copyFiles(t, filepath.Join("testdata", "release-1"), dir, dataFile, dataKeyFile)
	before := schema(t, dir)
	second, err := shipped.ReadFile("migrations/0002_organisations.sql")
	must(t, err)
	files := firstMigrations(t)
	files["migrations/0002_organisations.sql"] = &fstest.MapFile{Data: append(second, "\nCREATE TABLE broken ("...)}
	_, err = Open(t.Context(), dir, Options{migrations: files})
	refusal(t, err, induction.CodeStoreFailed)
	if after := schema(t, dir); after != before {
		t.Errorf("a migration that failed left its traces:\n%s", after)
	}
	healthy(t, openAt(t, dir))
	if schema(t, dir) == before {
		t.Error("the whole migration changed nothing: this test could not fail")
	}
}

// schema is a closed store's tables and version.
func schema(t *testing.T, dir string) string {
	t.Helper()
	raw, err := sql.Open("sqlite3", filepath.Join(dir, dataFile))
	must(t, err)
	defer raw.Close()
	var out string
	must(t, raw.QueryRow(`SELECT group_concat(sql, char(10)) || (SELECT user_version FROM pragma_user_version) FROM sqlite_schema`).Scan(&out))
	return out
}

// TestEarlierProgram: a program of the first release refuses this one's database and
// changes nothing.
func TestEarlierProgram(t *testing.T) {
	dir := prepared(t)
	before := read(t, dir, dataFile)
	_, err := Open(t.Context(), dir, Options{migrations: firstMigrations(t)})
	refusal(t, err, induction.CodeStoreNewer)
	if !bytes.Equal(before, read(t, dir, dataFile)) {
		t.Error("an earlier program changed a newer database")
	}
}

// TestPeekEarlier: a look at records of the first release says that they must be
// brought up to date first, and brings nothing.
func TestPeekEarlier(t *testing.T) {
	dir := t.TempDir()
	copyFiles(t, filepath.Join("testdata", "release-1"), dir, dataFile, dataKeyFile)
	before := read(t, dir, dataFile)
	_, err := Peek(t.Context(), dir)
	if induction.ReasonOf(err) != induction.CodeStoreOlder || induction.KindOf(err) != induction.NotReady {
		t.Errorf("error = %v, want %s", err, induction.CodeStoreOlder)
	}
	if !bytes.Equal(before, read(t, dir, dataFile)) {
		t.Error("a look changed the records")
	}
}

// TestActsCutShort: an act that fails in its middle leaves nothing of itself.
func TestActsCutShort(t *testing.T) {
	db := openAt(t, t.TempDir())
	fillDay(t, db, 1)
	_, err := db.writer.Exec(`CREATE TRIGGER no_acts BEFORE INSERT ON act BEGIN SELECT RAISE(ABORT, 'no'); END`)
	must(t, err)
	before, err := db.Unsent(t.Context())
	must(t, err)
	floor, err := db.Floor(t.Context())
	must(t, err)
	for name, err := range map[string]error{
		"SetStatements": db.SetStatements(t.Context(), []desk.Statement{testkit.Statement("trust-list", 1)}, testkit.Act(1)),
		"SetEnrolment":  db.SetEnrolment(t.Context(), testkit.Enrolment(), testkit.Act(1)),
		"LowerFloor":    db.LowerFloor(t.Context(), testkit.After(-90), testkit.Act(1)),
		"RemoveTrainer": db.RemoveTrainer(t.Context(), testkit.Trainer(1).ID, testkit.Act(1)),
	} {
		if err == nil || errors.Is(err, desk.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	after, err := db.Unsent(t.Context())
	must(t, err)
	now, err := db.Floor(t.Context())
	must(t, err)
	place, err := db.Place(t.Context())
	must(t, err)
	lists, err := db.Statements(t.Context())
	must(t, err)
	if after != before || !now.Equal(floor) || place.Anchors != nil || len(lists) > 0 {
		t.Errorf("%d rows and were %d, floor %v and was %v, %+v, %d statements", after, before, now, floor, place, len(lists))
	}
	healthy(t, db)
}
