package rehearsal

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"muster/assets"
	"muster/internal/phrase"
)

// program is the program itself, built once for all that is played here.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := withProgram(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// withProgram builds the program with the tags that it is released with, and runs the tests.
func withProgram(m *testing.M) (code int, err error) {
	if testing.Short() {
		return m.Run(), nil
	}
	dir, err := os.MkdirTemp("", "muster-program-")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program = filepath.Join(dir, "muster")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-tags=migrated_fynedo,no_animations,no_emoji", "-o", program, "muster/app").CombinedOutput()
	if err != nil {
		return 1, fmt.Errorf("%w: %s", err, out)
	}
	return m.Run(), nil
}

// long leaves a test out where only the quick ones are wanted: there the program
// is not built.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it plays the real window")
	}
}

var words = sync.OnceValue(func() *phrase.Printer {
	book, err := phrase.Load(assets.FS())
	if err != nil {
		panic(err)
	}
	return book.Printer("en-GB")
})

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func value[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

// scratch is a folder whose name is short enough for a socket's path.
func scratch(t testing.TB) string {
	t.Helper()
	dir := value(os.MkdirTemp("", "muster-"))(t)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// options is the program on a data folder.
func options(t testing.TB, data string) Options {
	t.Helper()
	return Options{Program: program, Args: []string{"--data", data, "--language", "en-GB"}, Width: 1366, Height: 768, Folder: scratch(t), Data: data}
}

// onStage opens the program on a stage of its own.
func onStage(t testing.TB, o Options) *play {
	t.Helper()
	s := value(Open(context.Background(), o))(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.words())
		}
		s.Close()
	})
	return newPlay(s)
}

// newPlay gives a stage the words and the answers of a rehearsal.
func newPlay(s *Stage) *play {
	return &play{Stage: s, Show: Show{Options: s.o, Words: words(), Item: item}}
}

// words is what the program wrote and what is on its screen, for a test that failed.
func (s *Stage) words() string {
	log, _ := os.ReadFile(s.log.Name()) // it may have written nothing
	sc, err := Look(s.socket())
	return fmt.Sprintf("on the screen: %+v %v\nthe program wrote: %s", sc, err, log)
}
