package pack_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/induction"
	"muster/internal/pack"
	"muster/modules"
)

func catalog(t testing.TB, organisation string, layers ...pack.Layer) *pack.Catalog {
	t.Helper()
	return pack.NewCatalog(pack.Options{Frameworks: frameworks(t), Organisation: organisation, Today: date(t, "2026-06-01")}, layers...)
}

func shipped(t testing.TB, name string) pack.Layer {
	return pack.Layer{Name: name, FS: load(t, name), Shipped: true}
}

// localFire is a local pack of RXX that holds its own fire.1.
func localFire(t testing.TB, id, version string) fstest.MapFS {
	t.Helper()
	p := load(t, "small")
	delete(p, "programmes/resident.toml")
	change(t, p, "pack.toml", `id = "small"`, `id = "`+id+`"`)
	change(t, p, "pack.toml", `kind = "national"`, "kind = \"local\"\norganisation = \"RXX\"\nreplaces = [\"fire.1\"]")
	change(t, p, moduleAt, "portable = true", "portable = false")
	change(t, p, moduleAt, `version = "3.1"`, `version = "`+version+`"`)
	return p
}

func rules(ps []pack.Problem) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Rule)
	}
	return strings.Join(out, " ")
}

// TestLayers lays a local pack over the national one in every way it can go wrong
// or right, and says which fire.1 is shown then.
func TestLayers(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(fstest.MapFS)
		machine string
		shows   string // version of fire.1
		loaded  bool
		told    string
	}{
		{"replaces", func(fstest.MapFS) {}, "RXX", "512.0", true, ""},
		{"before the machine has an organisation", func(fstest.MapFS) {}, "", "512.0", true, ""},
		{"another organisation's", func(fstest.MapFS) {}, "RYY", "3.1", false, "portable"},
		{"does not say so", func(p fstest.MapFS) { change(t, p, "pack.toml", "replaces = [\"fire.1\"]\n", "") }, "RXX", "3.1", true, "replaces"},
		{"says it is portable", func(p fstest.MapFS) { change(t, p, moduleAt, "portable = false", "portable = true") }, "RXX", "3.1", false, "portable"},
		{"has a national version", func(p fstest.MapFS) { change(t, p, moduleAt, "512.0", "4.0") }, "RXX", "3.1", false, "version"},
		{"calls itself national", func(p fstest.MapFS) {
			change(t, p, "pack.toml", "kind = \"local\"\norganisation = \"RXX\"\nreplaces = [\"fire.1\"]", `kind = "national"`)
			change(t, p, moduleAt, "512.0", "4.0")
		}, "RXX", "3.1", false, "portable"},
		{"is broken", func(p fstest.MapFS) { change(t, p, itemsAt, "- [x] Turn", "- [ ] Turn") }, "RXX", "3.1", false, "options"},
		{"has the id of what ships", func(p fstest.MapFS) { change(t, p, "pack.toml", `id = "ours"`, `id = "small"`) }, "RXX", "3.1", false, "duplicate"},
		{"replaces what it has not", func(p fstest.MapFS) {
			change(t, p, "pack.toml", `["fire.1"]`, `["fire.1", "hsw.1", "checklist/x", "programme/y"]`)
		}, "RXX", "512.0", true, "replaces replaces replaces"},
		{"lacks the practical part", func(p fstest.MapFS) {
			change(t, p, "pack.toml", `["fire.1"]`, `["resus.2-adult"]`)
			change(t, p, moduleAt, `"fire.1"`, `"resus.2-adult"`)
			change(t, p, moduleAt, `"Fire Safety"`, `"Resuscitation"`)
			change(t, p, moduleAt, `level = "1"`, `level = "2 adult"`)
			change(t, p, moduleAt, `24`, `12`)
			delete(p, practicalAt)
			for name, f := range p {
				if rest, ok := strings.CutPrefix(name, "modules/fire.1/"); ok {
					p["modules/resus.2-adult/"+rest] = f
					delete(p, name)
				}
			}
		}, "RXX", "3.1", false, "practical"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := localFire(t, "ours", "512.0")
			c.change(p)
			cat := catalog(t, c.machine, shipped(t, "small"), pack.Layer{Name: "ours", FS: p})
			m, ok := cat.Module("fire.1")
			if !ok || m.Ref.Version.String() != c.shows {
				t.Fatalf("shows %v, want %s", m.Ref, c.shows)
			}
			if local := c.shows == "512.0"; m.Portable == local {
				t.Errorf("portable is %v", m.Portable)
			}
			if _, ok := cat.Exact(induction.ModuleRef{Code: "fire.1", Version: induction.Version{Major: 3, Minor: 1}}); !ok {
				t.Error("the version that shipped cannot be reached any more")
			}
			s := cat.Packs()[1]
			if s.Loaded != c.loaded || rules(s.Problems) != c.told {
				t.Errorf("loaded %v, told %v", s.Loaded, s.Problems)
			}
		})
	}
}

// TestLocalOverLocal wants a higher major version of the second.
func TestLocalOverLocal(t *testing.T) {
	for version, shows := range map[string]string{"513.0": "513.0", "512.5": "512.0", "512.0": "512.0"} {
		cat := catalog(t, "RXX", shipped(t, "small"), pack.Layer{Name: "a", FS: localFire(t, "a", "512.0")}, pack.Layer{Name: "b", FS: localFire(t, "b", version)})
		if m, _ := cat.Module("fire.1"); m.Ref.Version.String() != shows {
			t.Errorf("%s over 512.0 shows %s, want %s", version, m.Ref.Version, shows)
		}
	}
}

func TestLists(t *testing.T) {
	ward := load(t, "ward")
	own := load(t, "ward")
	change(t, own, "pack.toml", `id = "ward"`, `id = "own"`)
	change(t, own, "pack.toml", "organisation", "replaces = [\"checklist/ward-7\"]\norganisation")
	change(t, own, checklistAt, `"1.0"`, `"2.0"`)
	cat := catalog(t, "RXX", shipped(t, "small"), pack.Layer{Name: "ward", FS: ward}, pack.Layer{Name: "own", FS: own})
	if l, ok := cat.Checklist("ward-7"); !ok || l.Pack != "own" || len(cat.Checklists()) != 1 {
		t.Errorf("the list is %v; told %v", l, cat.Packs()[2].Problems)
	}
	if p, ok := cat.Programme("resident"); !ok || len(p.Requirements) != 2 || len(cat.Programmes()) != 1 {
		t.Errorf("the programme is %v", p)
	}
	if _, ok := cat.Checklist("ward-8"); ok {
		t.Error("a list that is nowhere was found")
	}
}

func TestTitles(t *testing.T) {
	cat := catalog(t, "", shipped(t, "small"))
	for code, want := range map[induction.Code]string{
		"fire.1": "Fire Safety|1|true", "resus.3-adult": "Resuscitation|3 adult|true", "leadership.1": "Leadership|Leading oneself|true", "hoverboards.9-x": "||false",
	} {
		subject, level, ok := cat.Titles("cstf-eng/1.1", code)
		if got := subject + "|" + level + "|" + map[bool]string{true: "true", false: "false"}[ok]; got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
		if got := cat.NeedsPractical("cstf-eng/1.1", code); got != (code == "resus.3-adult") {
			t.Errorf("%s needs a practical: %v", code, got)
		}
	}
}

func TestPicture(t *testing.T) {
	cat := catalog(t, "", shipped(t, "small"))
	if b, err := cat.Picture("small", "modules/fire.1/pictures/triangle.png"); err != nil || !strings.HasPrefix(string(b), "\x89PNG") {
		t.Errorf("the picture: %v", err)
	}
	for _, c := range [][2]string{{"small", "pack.toml"}, {"small", "../small/modules/fire.1/pictures/triangle.png"}, {"other", "x.png"}, {"small", ""}} {
		if _, err := cat.Picture(c[0], c[1]); !errors.Is(err, pack.ErrNoPicture) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// TestBadPictures gives files that are not, or hardly, pictures.
func TestBadPictures(t *testing.T) {
	const file = "modules/fire.1/pictures/triangle.png"
	good := load(t, "small")[file].Data
	huge := append([]byte{}, good...)
	copy(huge[16:20], []byte{0, 0, 0x7f, 0xff})
	for name, data := range map[string][]byte{"empty": nil, "cut": good[:20], "text": []byte("not a picture"), "huge": huge, "heavy": append(good, make([]byte, 500<<10)...)} {
		p := load(t, "small")
		p[file] = &fstest.MapFile{Data: data}
		if found, others := find(whole(t, p), file+":1 picture"); !found {
			t.Errorf("%s: told %v", name, others)
		}
	}
}

// TestFolders finds packs on the disk; a link that leads out of a pack leads nowhere.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"small", "ward"} {
		if err := os.CopyFS(filepath.Join(dir, name), load(t, name)); err != nil {
			t.Fatal(err)
		}
	}
	layers, err := pack.LocalLayers(dir)
	if err != nil || len(layers) != 2 || !strings.HasSuffix(layers[1].Name, "/ward") {
		t.Fatalf("found %v, %v", layers, err)
	}
	one, err := pack.LocalLayers(filepath.Join(dir, "ward"))
	if err != nil || len(one) != 1 {
		t.Fatalf("found %v, %v", one, err)
	}
	if err := os.Symlink(filepath.Join(dir, "small", "pack.toml"), filepath.Join(dir, "ward", "checklists", "out.md")); err != nil {
		t.Fatal(err)
	}
	if _, problems := pack.Read(one[0].FS, ""); rules(problems) != "file" {
		t.Errorf("told %v", problems)
	}
	if _, err := pack.LocalLayers(filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestBrokenCatalogue refuses a framework catalogue that promises too much.
func TestBrokenCatalogue(t *testing.T) {
	const head = "format = 1\nid = \"x/1\"\ntitle = \"X\"\n[[code]]\nsubject = \"S\"\nlevel = \"2\"\nsure = \"stated\"\n"
	for _, tail := range []string{"code = \"resus.3-adult\"\ncovers = [\"resus.2-adult\"]", "code = \"a.2\"\ncovers = [\"b.1\"]", "code = \"a\"", "kode = \"a.1\"", "code = \"a.1\"\n[[code]]\ncode = \"a.1\"\nsubject = \"S\"\nlevel = \"2\"\nsure = \"stated\""} {
		if _, err := pack.ReadFrameworks(fstest.MapFS{"x.toml": {Data: []byte(head + tail)}}); err == nil {
			t.Errorf("accepted %q", tail)
		}
	}
}

// TestCarried builds the catalogue that the program starts with.
func TestCarried(t *testing.T) {
	cat := carried(t)
	for _, s := range cat.Packs() {
		if !s.Loaded || len(s.Problems) > 0 {
			t.Errorf("%s: loaded %v, %v", s.ID, s.Loaded, s.Problems)
		}
	}
	for _, s := range cat.List() {
		if s.Items < s.Outcomes*6 || s.Pages < s.Outcomes || s.Minutes == 0 || len(s.Sources) == 0 || s.SignOff.Status == "" || s.Words == 0 {
			t.Errorf("sums up as %+v", s)
		}
	}
	for _, p := range cat.Programmes() {
		for _, q := range p.Requirements {
			if m, ok := cat.Module(q.Code); !ok || q.Practical && m.Practical == nil {
				t.Errorf("%s asks for %s, which does not ship", p.ID, q.Code)
			}
		}
		for _, id := range p.Checklists {
			if _, ok := cat.Checklist(id); !ok {
				t.Errorf("%s asks for the list %s, which does not ship", p.ID, id)
			}
		}
	}
}

func carried(t testing.TB) *pack.Catalog {
	t.Helper()
	fw, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		t.Fatal(err)
	}
	return pack.NewCatalog(pack.Options{Frameworks: fw, Today: date(t, "2026-11-22")},
		pack.Layer{Name: "national", FS: modules.National(), Shipped: true}, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
}

// BenchmarkCatalog loads all that ships, as the program does at its start.
func BenchmarkCatalog(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		carried(b)
	}
}
