package sqlite

import (
	"fmt"
	"testing"

	"muster/internal/induction"
	"muster/internal/testkit"
)

// fillDay puts a closed session on record in which n learners did all there is
// to do: two modules of three attempts each, a checklist, a practical, a passport.
func fillDay(t testing.TB, db *DB, n int) {
	t.Helper()
	ctx := t.Context()
	s := testkit.Session(1)
	must(t, db.SetPlace(ctx, testkit.Place(), testkit.After(-60)))
	must(t, db.AddTrainer(ctx, testkit.Trainer(1), "hash", testkit.After(0)))
	must(t, db.SetTrust(ctx, []byte("a trust list"), "administrator", testkit.After(0)))
	must(t, db.OpenSession(ctx, s))
	for i := 1; i <= n; i++ {
		l := testkit.Learner(i)
		must(t, db.AddLearner(ctx, l, "hash"))
		must(t, db.Present(ctx, s.ID, l.ID, testkit.After(2)))
		fillLearner(t, db, i, l.ID, s.ID)
	}
	must(t, db.CloseSession(ctx, s.ID, testkit.Trainer(1).ID, testkit.After(300)))
}

func fillLearner(t testing.TB, db *DB, i int, l induction.LearnerID, s induction.SessionID) {
	t.Helper()
	ctx := t.Context()
	for k := range 10 {
		must(t, db.AddRead(ctx, l, testkit.Read(k)))
		must(t, db.AddTick(ctx, testkit.Tick(k, l, s)))
	}
	for k := range 6 {
		fillAttempt(t, db, 10*i+k, k, l, s)
	}
	must(t, db.AddUnlock(ctx, induction.Unlock{Learner: l, Module: "fire.1", Session: s, By: testkit.Trainer(1).ID, At: testkit.After(45)}))
	must(t, db.SetIdentity(ctx, l, induction.Identity{By: testkit.Trainer(1).ID, At: testkit.After(46), Seen: "passport"}))
	must(t, db.AddSignOff(ctx, testkit.SignOff(i, l, s)))
	must(t, db.AddFeedback(ctx, l, s, testkit.Feedback(i)))
	must(t, db.AddPassports(ctx, []induction.Issued{testkit.Passport(i, l, s)}, nil))
}

func fillAttempt(t testing.TB, db *DB, n, k int, l induction.LearnerID, s induction.SessionID) {
	t.Helper()
	a := testkit.Attempt(n, l, s)
	a.Module.Code = induction.Code(fmt.Sprintf("module-%d.1", k/3))
	a.Ordinal = k%3 + 1
	must(t, db.AddAttempt(t.Context(), a))
	for i := range a.Draw {
		must(t, db.AddResponse(t.Context(), a.ID, testkit.Response(i)))
	}
	var c *induction.Completion
	if k%3 == 2 {
		done := testkit.Completion(n, a)
		c = &done
	}
	must(t, db.Submit(t.Context(), a.ID, testkit.After(31+k), c))
}
