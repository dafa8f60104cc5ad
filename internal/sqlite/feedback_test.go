package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"muster/internal/induction"
	"muster/internal/testkit"
)

// repliesOf gives n replies by n learners, learner by learner, and returns their ids.
func repliesOf(t *testing.T, db *DB, n int) []string {
	t.Helper()
	s := testkit.Session(1)
	must(t, db.AddTrainer(t.Context(), testkit.Trainer(1), "hash", testkit.After(0)))
	must(t, db.OpenSession(t.Context(), s))
	var ids []string
	for i := range n {
		must(t, db.AddLearner(t.Context(), testkit.Learner(i), "hash"))
		must(t, db.AddFeedback(t.Context(), testkit.Learner(i).ID, s.ID, testkit.Feedback(i)))
		ids = append(ids, testkit.Feedback(i).ID)
	}
	return ids
}

// TestRepliesLieInNoOrder looks at where the rows lie in the file itself: neither
// before nor after the close do they lie in the order of their arrival.
func TestRepliesLieInNoOrder(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	came := repliesOf(t, db, 12)
	db.emptyLog(t.Context())
	byKey := slices.Sorted(slices.Values(came))
	if slices.Equal(came, byKey) {
		t.Fatal("the replies' ids came in order: this test could not fail")
	}
	lie := liesIn(read(t, dir, dataFile), came)
	slices.Reverse(lie) // a page fills from its end
	if !slices.Equal(lie, byKey) {
		t.Errorf("the rows lie as %v, want the order of their keys", lie)
	}
	must(t, db.CloseSession(t.Context(), testkit.Session(1).ID, testkit.Trainer(1).ID, testkit.After(90)))
	wal := read(t, dir, dataFile+"-wal")
	if len(wal) > 0 {
		t.Errorf("the log still holds %d bytes after the close", len(wal))
	}
}

// liesIn sorts ids by where they stand in the file; none may stand there twice.
func liesIn(content []byte, ids []string) []string {
	lie := slices.Clone(ids)
	slices.SortFunc(lie, func(a, b string) int {
		return bytes.LastIndex(content, []byte(a)) - bytes.LastIndex(content, []byte(b))
	})
	return lie
}

// TestRepliesTold looks at the outbox: no row before the close; then one a reply,
// shuffled, without a time finer than the day.
func TestRepliesTold(t *testing.T) {
	db := openAt(t, t.TempDir())
	repliesOf(t, db, 12)
	if rows := toldRows(t, db); len(rows) > 0 {
		t.Fatalf("%d rows were told before the close", len(rows))
	}
	must(t, db.CloseSession(t.Context(), testkit.Session(1).ID, testkit.Trainer(1).ID, testkit.After(90)))
	rows := toldRows(t, db)
	var came, told []string
	for i, e := range rows {
		came = append(came, testkit.Feedback(i).Comment)
		told = append(told, toldComment(t, db, e))
		day := induction.DateOf(testkit.Start).Start()
		if e.at != day.UnixNano() || e.monotonic != 0 || e.boot != "" || e.person != "" || e.id[:13] != uuid7(e.at)[:13] {
			t.Errorf("row %d tells more than the day: %+v", i, e)
		}
	}
	if slices.Equal(came, told) { // by chance once in 12! = 479 million
		t.Error("the rows were told in the order of their arrival")
	}
	slices.Sort(came)
	slices.Sort(told)
	if !slices.Equal(came, told) {
		t.Errorf("told %q, want %q", told, came)
	}
	must(t, db.OpenSession(t.Context(), testkit.Session(2)))
	must(t, db.CloseSession(t.Context(), testkit.Session(2).ID, testkit.Trainer(1).ID, testkit.After(95)))
	if n := len(toldRows(t, db)); n != 12 {
		t.Errorf("%d rows after a second close, want 12", n)
	}
}

func toldRows(t *testing.T, db *DB) (all []event) {
	t.Helper()
	must(t, db.read(t.Context(), func(v *view) error {
		return v.each(func(r *sql.Rows) error {
			var e event
			err := r.Scan(&e.seq, &e.id, &e.at, &e.monotonic, &e.boot, &e.person, &e.body)
			all = append(all, e)
			return err
		}, `SELECT seq, id, at, monotonic, boot, person, body FROM event WHERE kind = 'feedback' ORDER BY seq`)
	}))
	return all
}

func toldComment(t *testing.T, db *DB, e event) string {
	t.Helper()
	plain, err := db.keys.machine.open(e.cell(), e.body)
	must(t, err)
	var body struct {
		V      int          `json:"v"`
		By     string       `json:"by"`
		Record feedbackBody `json:"record"`
	}
	must(t, json.Unmarshal(plain[saltSize:], &body))
	if body.V != 1 || body.By != "" || body.Record.Day != "2026-08-05" {
		t.Errorf("%+v", body)
	}
	return body.Record.Comment
}

// TestEventID: an id tells its row's time and is of version 7 (RFC 9562).
func TestEventID(t *testing.T) {
	at := time.Date(2026, 8, 5, 0, 0, 0, 0, time.UTC)
	id := uuid7(at.UnixNano())
	if len(id) != 36 || id[14] != '7' || id[:13] != "019fcf38-4800" {
		t.Errorf("id %s", id)
	}
	if a, b := uuid7(at.UnixNano()), uuid7(at.Add(time.Millisecond).UnixNano()); a >= b {
		t.Errorf("%s is not before %s", a, b)
	}
	if a, b := uuid7(0), uuid7(0); a == b {
		t.Error("two ids are the same")
	}
}
