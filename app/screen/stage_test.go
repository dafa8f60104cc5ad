package screen

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/window"
	"muster/assets"
	"muster/internal/desk"
	paperwork "muster/internal/document"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/phrase"
	"muster/internal/sqlite"
	"muster/modules"
)

// morning is when a test's day begins.
var morning = time.Date(2026, 8, 5, 8, 30, 0, 0, time.UTC)

// ticking is a clock that goes on a second each time it is asked.
type ticking struct {
	mu  sync.Mutex
	now time.Time
}

func (c *ticking) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

// stage is a kiosk in a window of the test driver, on a real desk with the real
// store and the packs that ship.
type stage struct {
	*testing.T
	k     *Kiosk
	desk  *desk.Desk
	store *sqlite.DB
	w     fyne.Window
	queue chan func()
	// inspect is what to do with a page of the gallery while it is in front.
	inspect func()
}

// theFonts are read once for all tests of the package.
var theFonts = sync.OnceValue(func() *paperwork.Press {
	regular, _ := assets.Font("NotoSans-Regular.ttf")
	bold, _ := assets.Font("NotoSans-Bold.ttf")
	p, err := paperwork.NewPress(paperwork.Fonts{Regular: regular, Bold: bold})
	if err != nil {
		panic(err)
	}
	return p
})

var theCatalog = sync.OnceValue(func() *pack.Catalog {
	known, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		panic(err)
	}
	return pack.NewCatalog(pack.Options{Frameworks: known, Organisation: induction.DemoODS, Today: induction.DateOf(morning)},
		pack.Layer{Name: "national", FS: modules.National(), Shipped: true}, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
})

// ids numbers what the tests' desks make.
var ids atomic.Int64

// quick is the cheapest sealing: what it costs is the keystore's to test.
var quick = keystore.Params{Time: 1, MemoryKiB: 64, Threads: 1}

// raise makes a stage in a window of this size; demo says whether the
// demonstration organisation is already set up.
func raise(t *testing.T, size fyne.Size, look *theme.Look, demo bool) *stage {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := &stage{T: t, store: db, queue: make(chan func(), 100)}
	s.desk = desk.New(desk.Parts{
		Store: db, Catalog: theCatalog(), Clock: &ticking{now: morning}, PINs: keystore.PINs{Params: quick},
		Vault: keystore.Vault{Dir: filepath.Join(dir, "keys"), Params: quick}, Cabinet: keystore.Cabinet{Params: quick}, DemoKeys: filepath.Join(dir, "keys"), Unshowable: theFonts().Unshowable,
		NewID: func() string { return fmt.Sprintf("0198a000-0000-7000-8000-%012d", ids.Add(1)) },
	})
	if demo {
		if err := s.desk.TryIt(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	book, err := phrase.Load(assets.FS())
	if err != nil {
		t.Fatal(err)
	}
	app := test.NewTempApp(t)
	s.w = app.NewWindow("Muster")
	s.w.SetPadded(false)
	s.w.Resize(size)
	s.k = &Kiosk{P: book.Printer("en-GB"), Desk: s.desk, Content: theCatalog(), Paper: testPaper{s.desk}, Files: testFiles{t.TempDir()}}
	s.k.Frame = window.New(window.Options{
		Window: s.w, Words: s.k.P.T, Look: look, Help: s.k.Help, SignOut: s.k.SignOut, Lock: s.k.Lock, Unlock: s.k.Unlock, Explain: s.k.Explain,
		Idle: time.Hour, Do: func(f func()) { s.queue <- f },
	})
	t.Cleanup(s.k.Frame.Close)
	s.k.Start()
	s.drain()
	return s
}

// drain does what waits for the UI thread until nothing is going on.
func (s *stage) drain() {
	s.Helper()
	limit := time.After(20 * time.Second)
	for {
		select {
		case f := <-s.queue:
			f()
		case <-limit:
			s.Fatal("something is still going on after 20 seconds")
		default:
			if !s.k.Frame.Running() && len(s.queue) == 0 {
				return
			}
			time.Sleep(200 * time.Microsecond)
		}
	}
}

// name is the page in front.
func (s *stage) name() string {
	n, ok := s.k.Frame.Page().(interface{ Name() string })
	if !ok {
		return ""
	}
	return n.Name()
}

// on fails unless the page in front is this one.
func (s *stage) on(name string) {
	s.Helper()
	if got := s.name(); got != name {
		s.Fatalf("on the page %q, want %q; %s", got, name, s.k.Frame.Notice())
	}
}

// do is one step of a person: it runs, and what follows from it happens.
func (s *stage) do(f func()) {
	s.Helper()
	f()
	s.drain()
}

// ctx is the test's.
func (s *stage) ctx() context.Context { return s.Context() }

// shoot leaves a picture of the window where MUSTER_SHOTS names a folder.
func (s *stage) shoot(name string) {
	s.Helper()
	dir := os.Getenv("MUSTER_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.w.Canvas().Capture()); err != nil {
		s.Fatal(err)
	}
}
