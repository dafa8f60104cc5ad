package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"muster/internal/induction"
	"muster/internal/testkit"
)

// nobody is an account that owns nothing.
const nobody = 65534

// helpRights opens the store as an account that may not write to its folder and
// prints the refusal. Where the test is not run by root, the folder's mode does
// it alone.
func helpRights(dir string) error {
	if os.Geteuid() == 0 {
		if err := errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	db, err := Open(context.Background(), dir, Options{})
	if err == nil {
		return errors.Join(errors.New("the store opened"), db.Close())
	}
	fmt.Println(induction.ReasonOf(err), induction.KindOf(err) == induction.Unavailable)
	return nil
}

// fullReport is what happened on a small disk.
type fullReport struct {
	Before  int    // answers until the ballast went
	After   int    // answers after that, until the refusal
	Reason  string // of the refusal
	Missing int    // acknowledged answers that were not there in the end
	Low     bool   // whether Health said so
	Again   bool   // whether an answer went through once there was room
	Ballast bool   // whether the ballast was taken again
}

// helpFull fills a small disk with answers.
func helpFull(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.AddLearner(ctx, testkit.Learner(1), "hash"); err != nil {
		return err
	}
	filler := filepath.Join(dir, "filler")
	if err := fillBut(filler, 1<<20); err != nil {
		return err
	}
	r, acked, err := answerUntilFull(ctx, db)
	if err != nil {
		return err
	}
	if err := os.Remove(filler); err != nil {
		return err
	}
	r.Again = db.AddRead(ctx, testkit.Learner(1).ID, testkit.Read(1)) == nil
	h, err := db.Check(ctx)
	if err != nil || len(h.Problems) > 0 {
		return fmt.Errorf("%v %v", h.Problems, err)
	}
	r.Ballast = !h.LowDisk
	there, err := answersIn(ctx, db)
	for _, a := range acked {
		if !there[a] {
			r.Missing++
		}
	}
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(r))
}

// fillBut leaves so many bytes free on the disk.
func fillBut(path string, leave int64) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &fs); err != nil {
		return err
	}
	return os.WriteFile(path, make([]byte, int64(fs.Bavail)*fs.Bsize-leave), 0o600)
}

func answerUntilFull(ctx context.Context, db *DB) (r fullReport, acked []string, err error) {
	for n := 1; ; n++ {
		a := testkit.Attempt(n, testkit.Learner(1).ID, "")
		err := db.AddAttempt(ctx, a)
		for i := 0; err == nil && i < len(a.Draw); i++ {
			if err = db.AddResponse(ctx, a.ID, testkit.Response(i)); err != nil {
				break
			}
			acked = append(acked, string(a.ID)+" "+string(testkit.Item(i)))
			if db.ballast.held() {
				r.Before++
			} else {
				r.After++
			}
		}
		if err != nil {
			r.Reason = string(induction.ReasonOf(err))
			r.Low = !db.ballast.held()
			return r, acked, nil
		}
	}
}
