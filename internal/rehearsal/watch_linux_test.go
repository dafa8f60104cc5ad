package rehearsal

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// picture is the display's picture while it changes: it lies in shared memory.
type picture struct {
	now, seen []byte
	changed   time.Time // when it was last seen to change
}

// watch looks at the display of a stage.
func watch(t testing.TB, s *Stage) *picture {
	t.Helper()
	f := value(os.Open(filepath.Join(s.o.Folder, "Xvfb_screen0")))(t)
	defer f.Close()
	size := value(f.Stat())(t).Size()
	now := value(syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED))(t)
	t.Cleanup(func() { syscall.Munmap(now) })
	return &picture{now: now, seen: bytes.Clone(now)}
}

// look notes a change.
func (p *picture) look() {
	if !bytes.Equal(p.now, p.seen) {
		copy(p.seen, p.now)
		p.changed = time.Now()
	}
}

// settled waits for a change after a moment and then until the picture is at rest,
// and gives the time of the last change; false where there was none.
func (p *picture) settled(after time.Time) (time.Time, bool) {
	for end := after.Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		p.look()
		if p.changed.After(after) && time.Since(p.changed) > still {
			return p.changed, true
		}
	}
	return p.changed, false
}
