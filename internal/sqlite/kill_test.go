package sqlite

import (
	"bufio"
	"math/rand/v2"
	"testing"
	"time"
)

// TestKilled kills the process that answers, twenty times, without warning:
// nothing that it was told is saved may be missing, and each next start works.
func TestKilled(t *testing.T) {
	dir := prepared(t)
	rnd := rand.New(rand.NewPCG(1, 9))
	acked := map[string]bool{}
	for range 20 {
		for _, a := range answersUntilKilled(t, dir, time.Duration(1+rnd.IntN(120))*time.Millisecond) {
			acked[a] = true
		}
	}
	db := openAt(t, dir)
	there, err := answersIn(t.Context(), db)
	must(t, err)
	for a := range acked {
		if !there[a] {
			t.Errorf("%s was acknowledged and is missing", a)
		}
	}
	healthy(t, db)
	t.Logf("20 kills, %d answers acknowledged, %d on record", len(acked), len(there))
	if len(acked) < 20 {
		t.Errorf("only %d answers were acknowledged: the kills prove nothing", len(acked))
	}
}

// answersUntilKilled lets the helper answer for a while after its first answer.
func answersUntilKilled(t *testing.T, dir string, while time.Duration) []string {
	t.Helper()
	cmd := helper(t, "answer", dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	in := bufio.NewReader(out)
	_, err = in.Peek(1)
	must(t, err)
	time.AfterFunc(while, func() { _ = cmd.Process.Kill() })
	all := lines(in)
	if err := cmd.Wait(); err == nil {
		t.Error("the process ended by itself")
	}
	return all
}
