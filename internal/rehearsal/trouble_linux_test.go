package rehearsal

import (
	"encoding/binary"
	"errors"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// trouble is something that keeps the records from opening.
type trouble struct {
	name   string
	reason induction.Reason
	make   func(t *testing.T, data string)
	mend   func(t *testing.T, data string)
	as     func(t *testing.T, o *Options) // starts the program in another way
}

// TestTroubles meets each of them through the window: it says what is wrong and what
// to do, and once that is done “Try again” opens the very same records.
func TestTroubles(t *testing.T) {
	long(t)
	for _, c := range []trouble{
		{name: "damaged", reason: induction.CodeStoreDamaged, make: spoil, mend: restore},
		{name: "newer", reason: induction.CodeStoreNewer, make: outdate, mend: restore},
		{name: "no data key", reason: induction.CodeStoreKey, make: hideKey, mend: restore},
		{name: "database gone", reason: induction.CodeStoreDamaged, make: hideRecords, mend: restore},
		{name: "read-only", reason: induction.CodeStoreReadOnly, make: lock, mend: unlock, as: withoutRights},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			h.join(1)
			data := h.leave()
			must(t, os.CopyFS(data+"-copy", os.DirFS(data)))
			c.make(t, data)
			o := options(t, data)
			if c.as != nil {
				c.as(t, &o)
			}
			p := onStage(t, o)
			p.refused(t, c.reason)
			must(t, do(p.press("boot.again"), p.on("trouble"))) // as long as it is so, it says so
			c.mend(t, data)
			must(t, do(p.press("boot.again"), p.in(1)))
		})
	}
}

// refused waits for the page of a refusal and reads it: what happened, the short
// code for the helpdesk, that nothing is lost, and two ways on.
func (p *play) refused(t *testing.T, r induction.Reason) {
	t.Helper()
	sc := value(p.Stage.On("trouble"))(t)
	read := strings.Join(sc.Words, "\n")
	contains(t, read, p.Words.T("boot.trouble"), p.Words.T("refusal."+string(r)), p.Words.T("problem.code", string(r)), p.Words.T("boot.text"))
	for _, key := range []string{"boot.again", "boot.quit"} {
		if !slices.ContainsFunc(sc.Targets, func(x Target) bool { return x.Label == p.Words.T(key) && !x.Disabled }) {
			t.Errorf("no way on %q", p.Words.T(key))
		}
	}
	p.isDrawn(t)
}

// isDrawn takes a screenshot and looks whether there is anything on it.
func (p *play) isDrawn(t *testing.T) {
	t.Helper()
	path := filepath.Join(p.Stage.o.Folder, "shot.png")
	must(t, p.Stage.Shot(path))
	f := value(os.Open(path))(t)
	defer f.Close()
	if n := colours(value(png.Decode(f))(t)); n < 8 {
		t.Errorf("the screen has %d colours", n)
	}
}

// The records' files, as hospital IT knows them.
const (
	database = "muster.db"
	dataKey  = "datakey"
)

// restore puts the copy of the records back, as a person would.
func restore(t *testing.T, data string) {
	t.Helper()
	for _, name := range []string{database, dataKey} {
		must(t, os.WriteFile(filepath.Join(data, name), value(os.ReadFile(filepath.Join(data+"-copy", name)))(t), 0o600))
	}
}

func change(t *testing.T, path string, edit func([]byte)) {
	t.Helper()
	b := value(os.ReadFile(path))(t)
	edit(b)
	must(t, os.WriteFile(path, b, 0o600))
}

// spoil overwrites half of the database.
func spoil(t *testing.T, data string) {
	change(t, filepath.Join(data, database), func(b []byte) {
		for i := len(b) / 4; i < len(b)*3/4; i++ {
			b[i] = 0x5a
		}
	})
}

// outdate makes the database one version newer than the program (SQLite's file
// format, section 1.3: the user version is at offset 60).
func outdate(t *testing.T, data string) {
	change(t, filepath.Join(data, database), func(b []byte) { binary.BigEndian.PutUint32(b[60:], binary.BigEndian.Uint32(b[60:])+1) })
}

func hideKey(t *testing.T, data string) { must(t, os.Remove(filepath.Join(data, dataKey))) }

func hideRecords(t *testing.T, data string) { must(t, os.Remove(filepath.Join(data, database))) }

// lock leaves everybody the right to read, and nobody the right to write.
func lock(t *testing.T, data string) { modes(t, data, 0o555, 0o444) }

func unlock(t *testing.T, data string) { modes(t, data, 0o777, 0o666) }

func modes(t *testing.T, data string, folder, file os.FileMode) {
	t.Helper()
	must(t, os.Chmod(filepath.Dir(data), 0o755))
	must(t, filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, folder)
		}
		return os.Chmod(path, file)
	}))
}

// withoutRights starts the program as nobody where the test is root, whom no mode
// of a folder stops.
func withoutRights(t *testing.T, o *Options) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	must(t, errors.Join(os.Chmod(filepath.Dir(o.Program), 0o755), os.Chmod(o.Folder, 0o777)))
	const id = "65534" // an account that owns nothing
	o.Args = append([]string{"--reuid", id, "--regid", id, "--clear-groups", "env", "HOME=" + o.Folder, o.Program}, o.Args...)
	o.Program = "setpriv"
}

// TestTwoWindows opens a second window on the same records: it says so, and goes on
// once the first is closed.
func TestTwoWindows(t *testing.T) {
	long(t)
	h := newHouse(t)
	h.join(1)
	data := h.leave()
	first := onStage(t, options(t, data))
	must(t, first.on("welcome")())
	second := onStage(t, options(t, data))
	second.refused(t, induction.CodeStoreBusy)
	must(t, do(second.press("boot.again"), second.on("trouble"), first.in(1))) // the first one works on
	must(t, first.Quit())
	must(t, do(second.press("boot.again"), second.in(1)))
}

// TestClockSetBack starts the program where the records have already seen a later
// time: the first page says so, a check says that the clock is doubtful, and no
// passport is issued, in words.
func TestClockSetBack(t *testing.T) {
	long(t)
	h := newHouse(t)
	ready, holder := h.join(1), h.join(2)
	for _, s := range []*desk.Seat{ready, holder} {
		h.pass(s, fire)
		must(t, h.ConfirmIdentity(h.ctx, h.trainer, s.Learner, "passport"))
	}
	issued := value(h.Issue(h.ctx, h.trainer, holder.Learner, desk.DemoPIN))(t)
	h.ahead = 2 * time.Hour
	h.join(3)
	p := onStage(t, options(t, h.leave()))
	p.Show.Trainer, p.PIN = desk.DemoTrainer, desk.DemoPIN

	welcome := value(p.Stage.On("welcome"))(t)
	contains(t, strings.Join(welcome.Words, "\n"), p.Words.T("welcome.clock"), "You can go on")
	must(t, do(p.press("welcome.check"), p.on("check"), p.scan(issued[0].Text, "clock-doubtful")))
	if sc := value(p.Stage.On("check"))(t); sc.Facts["band"] != "caution" {
		t.Errorf("%v", sc.Facts)
	}
	p.isDrawn(t)
	must(t, do(p.keys("Escape", "Escape"), p.on("welcome"), p.press("welcome.trainer"), p.door, p.types(p.PIN), p.keys("Return"), p.on("trainer")))
	must(t, do(p.keys("Return"), p.on("one-learner"), p.press("one.issue"), p.cardAsks("trainer.pin"), p.types(p.PIN), p.keys("Return")))
	value(p.Await("the refusal", func(s Scene) bool {
		return strings.Contains(s.Notice, p.Words.T("refusal.clock-behind"))
	}))(t)
	p.isDrawn(t)
	must(t, p.Quit())
	after := value(look(t, h.dir).Passports(h.ctx, h.trainer.Session))(t)
	if len(after) != 1 {
		t.Errorf("%d passports are on record, not the one from before", len(after))
	}
}
