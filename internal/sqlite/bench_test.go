package sqlite

import (
	"fmt"
	"testing"

	"muster/internal/induction"
	"muster/internal/testkit"
)

func openBench(b *testing.B) *DB {
	b.Helper()
	db, err := Open(b.Context(), b.TempDir(), Options{})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	return db
}

// BenchmarkAddResponse is an answer's way to the disk, synchronous=FULL.
func BenchmarkAddResponse(b *testing.B) {
	db := openBench(b)
	must(b, db.AddLearner(b.Context(), testkit.Learner(1), "hash"))
	a := testkit.Attempt(1, testkit.Learner(1).ID, "")
	must(b, db.AddAttempt(b.Context(), a))
	n := 0
	for b.Loop() {
		r := testkit.Response(0)
		r.Item = induction.ItemID(fmt.Sprintf("item-%06d", n))
		must(b, db.AddResponse(b.Context(), a.ID, r))
		n++
	}
}

// BenchmarkRecord reads a learner's work after a day: two modules of three
// attempts each, twenty readings and ticks.
func BenchmarkRecord(b *testing.B) {
	for _, learners := range []int{1, 500} {
		b.Run(fmt.Sprintf("learners=%d", learners), func(b *testing.B) {
			db := openBench(b)
			_, err := db.writer.Exec(`PRAGMA synchronous = OFF`) // to be filled sooner
			must(b, err)
			fillDay(b, db, learners)
			id := testkit.Learner(learners/2 + 1).ID
			for b.Loop() {
				_, err := db.Record(b.Context(), id, testkit.Session(1).ID)
				must(b, err)
			}
		})
	}
}

// BenchmarkGrid reads the work of all 500 of a session, each with two passports, a
// local check, a piece of evidence and a waiver beside what they did on the day.
func BenchmarkGrid(b *testing.B) {
	db := openBench(b)
	_, err := db.writer.Exec(`PRAGMA synchronous = OFF`)
	must(b, err)
	fillDay(b, db, 500)
	s := testkit.Session(1).ID
	for i := 1; i <= 500; i++ {
		bring(b, db, i, testkit.Learner(i).ID, s)
		must(b, db.AddRecognition(b.Context(), testkit.Recognition(1000+i, testkit.Learner(i).ID, s)))
	}
	for b.Loop() {
		all, err := db.Attending(b.Context(), s)
		must(b, err)
		for _, l := range all {
			r, err := db.Record(b.Context(), l.ID, s)
			must(b, err)
			if len(r.Recognitions) != 2 {
				b.Fatalf("%d passports brought", len(r.Recognitions))
			}
		}
	}
}

// BenchmarkAddPassports records a passport with its file of 28 KB, synchronous=FULL.
func BenchmarkAddPassports(b *testing.B) {
	db := openBench(b)
	must(b, db.AddLearner(b.Context(), testkit.Learner(1), "hash"))
	pdf := testkit.Paper(1)
	n := 0
	for b.Loop() {
		p := testkit.Passport(n, testkit.Learner(1).ID, "")
		must(b, db.AddPassports(b.Context(), []induction.Issued{p}, map[induction.PassportID][]byte{p.ID: pdf}))
		n++
	}
}

// BenchmarkOpen is a start on the records of 500 learners.
func BenchmarkOpen(b *testing.B) {
	dir := filled(b)
	for b.Loop() {
		db, err := Open(b.Context(), dir, Options{})
		must(b, err)
		must(b, db.Close())
	}
}

// BenchmarkCheck is the whole check of them, and BenchmarkLearners their list.
func BenchmarkCheck(b *testing.B) {
	db, err := Open(b.Context(), filled(b), Options{})
	must(b, err)
	for b.Loop() {
		h, err := db.Check(b.Context())
		if err != nil || len(h.Problems) > 0 {
			b.Fatal(h, err)
		}
	}
	must(b, db.Close())
}

func BenchmarkLearners(b *testing.B) {
	db, err := Open(b.Context(), filled(b), Options{})
	must(b, err)
	for b.Loop() {
		_, err := db.Learners(b.Context())
		must(b, err)
	}
	must(b, db.Close())
}

// filled is a folder with the records of 500 learners.
func filled(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	db, err := Open(b.Context(), dir, Options{})
	must(b, err)
	_, err = db.writer.Exec(`PRAGMA synchronous = OFF`)
	must(b, err)
	fillDay(b, db, 500)
	must(b, db.Close())
	return dir
}
