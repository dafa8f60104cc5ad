package pack_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/induction"
	"muster/internal/pack"
)

var update = flag.Bool("update", false, "write the golden files")

// load copies a pack of testdata into memory, for a test to change.
func load(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	dir := os.DirFS(filepath.Join("testdata", name))
	err := fs.WalkDir(dir, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, file)
		out[file] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// change replaces text in one file of a pack.
func change(t testing.TB, p fstest.MapFS, file, old, with string) {
	t.Helper()
	f, ok := p[file]
	if !ok || !strings.Contains(string(f.Data), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	p[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), old, with, 1))}
}

func whole(t testing.TB, p fs.FS) []pack.Problem {
	t.Helper()
	read, problems := pack.Read(p, "")
	return append(problems, read.Check(pack.Against{Frameworks: frameworks(t), Today: date(t, "2026-06-01"), Drawings: true})...)
}

func date(t testing.TB, s string) induction.Date {
	t.Helper()
	d, err := induction.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestGolden reads two small packs that use all of the format.
func TestGolden(t *testing.T) {
	for _, name := range []string{"small", "ward"} {
		p, problems := pack.Read(load(t, name), "")
		for _, found := range problems {
			t.Error(found)
		}
		got, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("testdata", name+".golden.json"), append(got, '\n'))
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		beside := file + ".got"
		_ = os.WriteFile(beside, got, 0o644)
		t.Errorf("differs from %s; what came is in %s", file, beside)
	}
}

func TestSmallPacksHaveNoProblem(t *testing.T) {
	for _, name := range []string{"small", "ward"} {
		for _, found := range whole(t, load(t, name)) {
			t.Error(found)
		}
	}
}

// TestLineEnds reads the same from a file saved with CR LF.
func TestLineEnds(t *testing.T) {
	p := load(t, "small")
	want, _ := pack.Read(p, "")
	for name, f := range p {
		if !strings.HasSuffix(name, ".png") {
			f.Data = []byte(strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
		}
	}
	got, problems := pack.Read(p, "")
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if len(problems) > 0 || string(a) != string(b) {
		t.Errorf("differs with CR LF: %v", problems)
	}
}

// find reports whether a problem of that file, line and rule is there, and that no
// other error is.
func find(problems []pack.Problem, want string) (found bool, others []string) {
	for _, p := range problems {
		if fmt.Sprintf("%s:%d %s", p.File, p.Line, p.Rule) == want {
			found = true
		} else {
			others = append(others, p.String())
		}
	}
	return found, others
}
