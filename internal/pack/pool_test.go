package pack_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/pack"
)

// manyModules is a pack of n modules, each a copy of one that ships.
func manyModules(t testing.TB, n int) fstest.MapFS {
	t.Helper()
	ship := os.DirFS(filepath.Join(root, "national"))
	out := fstest.MapFS{}
	take := func(name, as string, edit func(string) string) {
		b, err := fs.ReadFile(ship, name)
		if err != nil {
			t.Fatal(err)
		}
		out[as] = &fstest.MapFile{Data: []byte(edit(string(b)))}
	}
	same := func(s string) string { return s }
	take("pack.toml", "pack.toml", same)
	for i := range n {
		from := []string{"fire.1", "resus.2-adult"}[i%2]
		code := fmt.Sprintf("topic%02d.1", i)
		err := fs.WalkDir(ship, "modules/"+from, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.HasSuffix(name, ".svg") {
				take(name, strings.Replace(name, from, code, 1), func(s string) string {
					return strings.Replace(s, `code = "`+from+`"`, `code = "`+code+`"`, 1)
				})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestTheSameHoweverManyReadIt reads a pack with a fault in every module by one
// processor and by several.
func TestTheSameHoweverManyReadIt(t *testing.T) {
	p := manyModules(t, 12)
	for name := range p {
		if strings.HasSuffix(name, "/module.toml") {
			change(t, p, name, "learn_minutes = ", "learn_minutes = -")
		}
	}
	read := func(procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		got, problems := pack.Read(p, "x")
		b, err := json.Marshal([]any{got, problems})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := read(1)
	if n := strings.Count(want, "learn_minutes must be"); n != 12 {
		t.Fatalf("%d faults told of 12", n)
	}
	for range 5 {
		if got := read(4); got != want {
			t.Fatal("four read another pack than one does")
		}
	}
}

// TestOneBadPictureIsToldOnce shows a broken picture from two modules.
func TestOneBadPictureIsToldOnce(t *testing.T) {
	p := load(t, "small")
	for name, f := range load(t, "small") {
		if rest, ok := strings.CutPrefix(name, "modules/fire.1/"); ok && !strings.HasPrefix(rest, "pictures/") {
			text := strings.ReplaceAll(string(f.Data), `"fire.1"`, `"fire.2"`)
			text = strings.ReplaceAll(text, "../pictures/", "../../fire.1/pictures/")
			p["modules/fire.2/"+rest] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "](pictures/", "](../fire.1/pictures/"))}
		}
	}
	p["modules/fire.1/pictures/triangle.png"] = &fstest.MapFile{Data: []byte("not a picture")}
	_, problems := pack.Read(p, "")
	if rules(problems) != "picture" {
		t.Errorf("told %v", problems)
	}
}

// TestTheMostProblems stops telling at the limit, in the same place each time.
func TestTheMostProblems(t *testing.T) {
	p := manyModules(t, 12)
	for name, f := range p {
		if strings.Contains(name, "/pages/") {
			p[name] = &fstest.MapFile{Data: append(append([]byte{}, f.Data...), []byte(strings.Repeat("\n<b>raw</b>\n", 20))...)}
		}
	}
	_, first := pack.Read(p, "")
	_, again := pack.Read(p, "")
	if len(first) != 500 || fmt.Sprint(first) != fmt.Sprint(again) {
		t.Errorf("%d problems told, the same again: %v", len(first), fmt.Sprint(first) == fmt.Sprint(again))
	}
}

// BenchmarkModules reads as many modules as the whole national set will have.
func BenchmarkModules(b *testing.B) {
	p := manyModules(b, 35)
	for b.Loop() {
		if _, problems := pack.Read(p, ""); pack.HasError(problems) {
			b.Fatal(problems)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
}
