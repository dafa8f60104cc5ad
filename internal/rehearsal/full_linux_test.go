package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// onSmallDisk starts the program with its data on a disk of 16 MB, which no other
// process sees.
const onSmallDisk = `mount -t tmpfs -o size=16m none "$1" && cp -a "$1-copy/." "$1" && shift && exec "$@"`

// TestDiskFull fills the disk while a learner answers: the answer that could not be
// saved is not shown as saved, the window says so and what to do, and once there is
// room the same answer goes through.
func TestDiskFull(t *testing.T) {
	long(t)
	if err := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", t.TempDir()).Run(); err != nil {
		t.Skip("this account may not mount a disk; the store's own test covers its part")
	}
	h := newHouse(t)
	h.join(1)
	data := h.leave()
	must(t, os.CopyFS(data+"-copy", os.DirFS(data)))
	o := options(t, data)
	o.Args = append([]string{"-rm", "sh", "-c", onSmallDisk, "sh", data, o.Program}, o.Args...)
	o.Program = "unshare"
	p := onStage(t, o)
	must(t, do(p.in(1), p.open(fire), p.press("module.show"), p.on("quiz")))
	filler := filepath.Join(fmt.Sprintf("/proc/%d/root", p.program.Process.Pid), data, "filler")

	saved := 0
	for ; p.saves(t, filler); saved++ {
		must(t, p.Key("Return"))
	}
	t.Logf("%d answers were saved before the disk was full", saved)
	must(t, os.Remove(filler))
	must(t, p.Key("Return"))
	value(p.Await("the answer to be marked", func(s Scene) bool { return s.Facts["answered"] == true }))(t)
}

// saves fills what is left of the disk, answers, and reports whether the answer was
// saved; else the disk is full, and the window has said so.
func (p *play) saves(t *testing.T, filler string) bool {
	t.Helper()
	sc := value(p.Await("a question", func(s Scene) bool { return s.Page == "quiz" && s.Facts["answered"] == false }))(t)
	it, _ := p.item(sc)
	must(t, p.give(it, numbers(sc.Facts["shown"]), numbers(sc.Facts["partners"]), true))
	fill(t, filler)
	must(t, p.Key("Return"))
	full := p.Words.T("refusal.store-full")
	sc = value(p.Await("the answer's fate", func(s Scene) bool { return s.Facts["answered"] == true || strings.Contains(s.Notice, full) }))(t)
	if sc.Facts["answered"] == false {
		contains(t, sc.Notice, full, p.Words.T("problem.code", "store-full"))
		p.isDrawn(t)
		return false
	}
	return true
}

// fill writes to a file until the disk has no room for another block.
func fill(t *testing.T, path string) {
	t.Helper()
	f := value(os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600))(t)
	defer f.Close()
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
