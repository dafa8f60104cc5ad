package sqlite

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var (
	powerCuts    = flag.Int("powercuts", 200, "how many power cuts to try")
	powerAnswers = flag.Int("powercut-answers", 1200, "how many answers are being given meanwhile")
)

// TestPowerCut drops every write that was not synced, at many moments of a run
// of answers: the store opens, its chain holds, and no answer that was
// acknowledged before the cut is missing.
func TestPowerCut(t *testing.T) {
	linuxOnly(t)
	dir, log := runWatched(t, "FULL", *powerAnswers)
	lost, acked := tryCuts(t, dir, log, *powerCuts)
	t.Logf("%d power cuts in a run of %d acknowledged answers (%d operations): %d lost something", *powerCuts, acked, len(log), lost)
	if acked < *powerAnswers {
		t.Errorf("only %d answers were acknowledged", acked)
	}
	if lost > 0 {
		t.Errorf("%d power cuts lost an acknowledged answer", lost)
	}
}

// TestPowerCutFinds shows that the test above can fail: with less than
// synchronous=FULL the same cuts lose answers.
func TestPowerCutFinds(t *testing.T) {
	linuxOnly(t)
	for _, synchronous := range []string{"NORMAL", "OFF"} {
		dir, log := runWatched(t, synchronous, 300)
		lost, _ := tryCuts(t, dir, log, 20)
		t.Logf("synchronous=%s: %d of 20 power cuts lost something", synchronous, lost)
		if lost == 0 {
			t.Errorf("synchronous=%s lost nothing: the cuts are not cuts", synchronous)
		}
	}
}

// linuxOnly leaves other systems out: the watcher is a Linux preload.
func linuxOnly(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the power cut is simulated on Linux")
	}
}

// runWatched answers in another process whose writes are written down. It gives
// the folder as it was before and the log.
func runWatched(t *testing.T, synchronous string, answers int) (string, []record) {
	t.Helper()
	work := t.TempDir()
	lib := filepath.Join(work, "powercut.so")
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	out, err := exec.Command(cc, "-shared", "-fPIC", "-O1", "-Wall", "-o", lib, filepath.Join("testdata", "powercut.c"), "-ldl").CombinedOutput()
	if err != nil {
		t.Fatalf("the watcher does not compile: %v\n%s", err, out)
	}
	before, dir, log := prepared(t), t.TempDir(), filepath.Join(work, "log")
	copyFiles(t, before, dir, dataFile, dataKeyFile, ballastFile)
	must(t, os.WriteFile(log, nil, 0o600))
	cmd := helper(t, "answer", dir, "LD_PRELOAD="+lib, "MUSTER_POWERCUT_DIR="+dir, "MUSTER_POWERCUT_LOG="+log,
		"MUSTER_STORE_SYNCHRONOUS="+synchronous, fmt.Sprintf("MUSTER_STORE_ANSWERS=%d", answers))
	must(t, cmd.Run())
	return before, readLog(t, log)
}

// tryCuts cuts the power at n moments of the log and counts the cuts that lost an
// acknowledged answer; a store that does not open, or whose check finds anything,
// counts too.
func tryCuts(t *testing.T, before string, log []record, n int) (lost, acked int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(2026, 8))
	moments := make([]int, n)
	for i := range moments {
		moments[i] = 1 + rnd.IntN(len(log))
	}
	moments[0] = len(log) // the very end is always one
	slices.Sort(moments)
	d := loadDisk(t, before)
	for i, r := range log {
		d.apply(r)
		for len(moments) > 0 && moments[0] == i+1 {
			moments = moments[1:]
			if why := d.lossAfterCut(t, before, rnd); why != "" {
				lost++
				t.Logf("cut after operation %d: %s", i+1, why)
			}
		}
	}
	return lost, len(d.acked)
}

// lossAfterCut opens what a cut leaves with the real store and says what is wrong.
func (d *disk) lossAfterCut(t *testing.T, before string, rnd *rand.Rand) string {
	t.Helper()
	dir := cutDir(t)
	defer os.RemoveAll(dir)
	copyFiles(t, before, dir, dataKeyFile, ballastFile)
	d.cut(t, dir, rnd)
	db, err := Open(t.Context(), dir, Options{})
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	h, err := db.Check(t.Context())
	must(t, err)
	if len(h.Problems) > 0 {
		return strings.Join(h.Problems, "; ")
	}
	there, err := answersIn(t.Context(), db)
	must(t, err)
	missing := 0
	for _, a := range d.acked {
		if !there[a] {
			missing++
		}
	}
	if missing > 0 {
		return fmt.Sprintf("%d of %d acknowledged answers are missing", missing, len(d.acked))
	}
	return ""
}

// cutDir is a folder in memory where there is one: the opening after a cut need
// not wait for a disk.
func cutDir(t *testing.T) string {
	t.Helper()
	parent := "/dev/shm"
	if _, err := os.Stat(parent); err != nil {
		parent = t.TempDir()
	}
	dir, err := os.MkdirTemp(parent, "powercut")
	must(t, err)
	return dir
}
