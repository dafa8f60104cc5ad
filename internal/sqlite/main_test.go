package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/testkit"
)

var update = flag.Bool("update", false, "make the database of this release anew in testdata")

// helpers are what this test binary does instead when it is started as another
// process: the tests kill it, starve it, or take its rights away.
var helpers = map[string]func(dir string) error{
	"answer": helpAnswer, "hold": helpHold, "rights": helpRights, "full": helpFull,
}

const helperEnv = "MUSTER_STORE_HELPER"

func TestMain(m *testing.M) {
	flag.Parse()
	if help, ok := helpers[os.Getenv(helperEnv)]; ok {
		if err := help(flag.Arg(0)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// helper prepares another process that runs one of the helpers on dir.
func helper(t *testing.T, name, dir string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, dir)
	cmd.Env = append(os.Environ(), append(env, helperEnv+"="+name)...)
	cmd.Stderr = os.Stderr
	return cmd
}

// helpHold opens the store and holds it until its input ends.
func helpHold(dir string) error {
	db, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return db.Close()
}

// helpAnswer answers items until it is killed (or limit is reached) and writes
// each answer down only once the store has acknowledged it.
func helpAnswer(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, dir, Options{synchronous: os.Getenv("MUSTER_STORE_SYNCHRONOUS")})
	if err != nil {
		return err
	}
	acknowledge, err := acknowledger()
	if err != nil {
		return err
	}
	r, err := db.Record(ctx, testkit.Learner(1).ID, "")
	if err != nil {
		return err
	}
	limit := -1
	_, _ = fmt.Sscan(os.Getenv("MUSTER_STORE_ANSWERS"), &limit)
	for n := len(r.Attempts) + 1; limit != 0; n++ {
		a := testkit.Attempt(n, testkit.Learner(1).ID, "")
		if err := db.AddAttempt(ctx, a); err != nil {
			return err
		}
		if n%8 == 1 {
			if err := otherActs(ctx, db, n, acknowledge); err != nil {
				return err
			}
		}
		for i := 0; i < len(a.Draw) && limit != 0; i, limit = i+1, limit-1 {
			if err := db.AddResponse(ctx, a.ID, testkit.Response(i)); err != nil {
				return err
			}
			if err := acknowledge(string(a.ID) + " " + string(testkit.Item(i))); err != nil {
				return err
			}
		}
	}
	// No Close: what follows a limit is a cut as well.
	return nil
}

// otherActs does what else is written: a passport is brought, and taken back, a list
// is taken in, a passport is issued with its file.
func otherActs(ctx context.Context, db *DB, n int, acknowledge func(string) error) error {
	l := testkit.Learner(1).ID
	brought, issued := testkit.Recognition(n, l, ""), testkit.Passport(n, l, "")
	steps := []struct {
		ack string
		act func() error
	}{
		{"brought " + string(brought.ID), func() error { return db.AddRecognition(ctx, brought) }},
		{"evidence " + testkit.ID(8, n), func() error { return db.AddEvidence(ctx, testkit.Evidence(n, l, "")) }},
		{"withdrawn " + string(brought.ID), func() error { return db.Withdraw(ctx, l, string(brought.ID), testkit.Withdrawal()) }},
		{fmt.Sprint("list ", n), func() error {
			return db.SetStatements(ctx, []desk.Statement{testkit.Statement("revocations", int64(n)), testkit.Statement("trust-list", int64(n))}, testkit.Act(n))
		}},
		{"paper " + string(issued.ID), func() error {
			return db.AddPassports(ctx, []induction.Issued{issued}, map[induction.PassportID][]byte{issued.ID: testkit.Paper(n)})
		}},
	}
	for _, s := range steps {
		if err := s.act(); err != nil {
			return err
		}
		if err := acknowledge(s.ack); err != nil {
			return err
		}
	}
	return nil
}

// othersIn lists what otherActs did as the acknowledgements have it.
func othersIn(ctx context.Context, db *DB, r induction.Record, all map[string]bool) error {
	for _, b := range r.Recognitions {
		all["brought "+string(b.ID)] = true
		all["withdrawn "+string(b.ID)] = b.Withdrawn.Made()
	}
	for _, e := range r.Evidence {
		all["evidence "+string(e.ID)] = true
	}
	for _, p := range r.Passports {
		pdf, err := db.PaperOf(ctx, p.ID)
		if err != nil {
			return err
		}
		var number int
		if _, err := fmt.Sscanf(string(p.ID), "%x", &number); err != nil {
			return err
		}
		all["paper "+string(p.ID)] = bytes.Equal(pdf, testkit.Paper(number))
	}
	lists, err := db.Statements(ctx)
	if len(lists) == 2 { // both or none were taken in
		for n := range min(lists[0].Serial, lists[1].Serial) + 1 {
			all[fmt.Sprint("list ", n)] = true
		}
	}
	return err
}

// acknowledger writes to the log of a power cut where there is one, and to the
// standard output otherwise; neither is buffered here.
func acknowledger() (func(string) error, error) {
	path := os.Getenv("MUSTER_POWERCUT_LOG")
	if path == "" {
		return func(s string) error {
			_, err := fmt.Println(s)
			return err
		}, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	return func(s string) error {
		_, err := f.Write(encodeRecord(record{op: opAck, data: []byte(s)}))
		return err
	}, err
}

// prepared makes a store with one learner, closed and ready for a helper.
func prepared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db := openAt(t, dir)
	must(t, db.AddLearner(t.Context(), testkit.Learner(1), "hash"))
	must(t, db.Close())
	return dir
}

func openAt(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir, Options{})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refusal fails unless err is the store's refusal for this reason, with a cause.
func refusal(t *testing.T, err error, reason induction.Reason) {
	t.Helper()
	if induction.ReasonOf(err) != reason || induction.KindOf(err) != induction.Unavailable {
		t.Fatalf("error = %v, want %s", err, reason)
	}
}

// answersIn lists every answer of the first learner, and what else was done, as an
// acknowledgement has it.
func answersIn(ctx context.Context, db *DB) (map[string]bool, error) {
	r, err := db.Record(ctx, testkit.Learner(1).ID, "")
	all := map[string]bool{}
	if err != nil {
		return nil, err
	}
	for _, a := range r.Attempts {
		for _, resp := range a.Responses {
			all[string(a.ID)+" "+string(resp.Item)] = true
		}
	}
	return all, othersIn(ctx, db, r, all)
}

func lines(r io.Reader) []string {
	var all []string
	for s := bufio.NewScanner(r); s.Scan(); {
		all = append(all, s.Text())
	}
	return all
}

func copyFiles(t *testing.T, from, to string, names ...string) {
	t.Helper()
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(from, name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(to, name), b, 0o600))
	}
}
