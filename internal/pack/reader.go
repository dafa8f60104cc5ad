package pack

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"muster/internal/induction"
)

// Kind says whether what a pack holds is the same everywhere.
type Kind string

// The kinds of pack.
const (
	National Kind = "national"
	Local    Kind = "local" // of one organisation; never portable
)

// Pack is what one folder holds.
type Pack struct {
	ID           string
	Title        string
	Version      induction.Version
	Kind         Kind
	Organisation string // ODS code; local packs only
	Framework    string
	Author       string
	Licence      string
	Replaces     []string // codes, "checklist/<id>" and "programme/<id>"
	Modules      []*induction.Module
	Checklists   []*induction.Checklist
	Programmes   []induction.Programme
	ESRNames     []ESRName

	name     string
	fsys     fs.FS
	pictures map[string]bool
	marks    map[string]place // where things stand: see mark
	undrawn  []string         // pictures that lack their SVG
}

// reader is one reading of one pack.
type reader struct {
	*report
	fsys  fs.FS
	files map[string]int64
	shown map[string]bool // pictures that something shows
	pack  *Pack
}

// Read reads a pack whole and judges its form and its items by every rule that
// needs neither a catalogue nor a date; Check has the rest. Name is put before
// each file in the problems. The pack is never nil; with an error among the
// problems it holds what could be read, to be listed and not to be used.
func Read(fsys fs.FS, name string) (*Pack, []Problem) {
	r := newReader(fsys, name)
	r.files = listFiles(fsys, r.report)
	if HasError(r.problems) || !r.manifest() {
		return r.pack, r.sorted()
	}
	r.modules(r.folders())
	r.checklists()
	r.programmes()
	r.esrNames()
	r.strays()
	r.usedPictures()
	return r.pack, r.sorted()
}

func newReader(fsys fs.FS, name string) *reader {
	return &reader{
		report: &report{name: name}, fsys: fsys, files: map[string]int64{}, shown: map[string]bool{},
		pack: &Pack{name: name, fsys: fsys, pictures: map[string]bool{}, marks: map[string]place{}},
	}
}

func (r *reader) mark(key string, at place) { r.pack.marks[key] = at }

type manifestFile struct {
	Format       int      `toml:"format"`
	ID           string   `toml:"id"`
	Title        string   `toml:"title"`
	Version      string   `toml:"version"`
	Kind         string   `toml:"kind"`
	Organisation string   `toml:"organisation"`
	Framework    string   `toml:"framework"`
	Author       string   `toml:"author"`
	Licence      string   `toml:"licence"`
	Replaces     []string `toml:"replaces"`
}

// manifest reads pack.toml; false when nothing after it can be judged.
func (r *reader) manifest() bool {
	const file = "pack.toml"
	src, ok := readText(r.fsys, file, maxFile, r.report)
	if !ok {
		return false
	}
	var m manifestFile
	f, ok := readTOML(r.report, file, 1, src, ruleTOML, &m)
	r.pack.ID, r.pack.Title = m.ID, m.Title
	switch {
	case m.Format > newestFormat:
		f.wrong("format", ruleFormat, "The pack is written in format %d; this program reads up to %d. Install a newer Muster, or ask for an older pack.", m.Format, newestFormat)
		return false
	case ok && m.Format != newestFormat:
		f.wrong("format", ruleFormat, "Write format = %d.", newestFormat)
		return false
	case !ok:
		return false
	}
	r.describe(f, m)
	return true
}

func (r *reader) describe(f *tomlFile, m manifestFile) {
	p := r.pack
	p.Kind, p.Organisation, p.Framework, p.Author, p.Licence, p.Replaces = Kind(m.Kind), m.Organisation, m.Framework, m.Author, m.Licence, m.Replaces
	p.Version = f.version(m.Version)
	f.text("title", m.Title, maxTitle)
	f.text("author", m.Author, maxTitle)
	f.oneOf("kind", m.Kind, string(National), string(Local))
	if !validID(m.ID) {
		f.wrong("id", ruleValue, "id must be small letters, digits and hyphens, at most %d.", maxIDLength)
	}
	if !validFramework(m.Framework) {
		f.wrong("framework", ruleValue, "Write framework as name/version, such as \"cstf-eng/1.1\", at most 24 characters.")
	}
	switch {
	case p.Kind == Local && !validODS(m.Organisation):
		f.wrong("organisation", rulePortable, "A local pack names its organisation's ODS code, such as organisation = \"RXX\".")
	case p.Kind == National && (m.Organisation != "" || len(m.Replaces) > 0):
		f.wrong("kind", rulePortable, "A national pack has no organisation and replaces nothing. Take the line away, or make the pack local.")
	}
	r.mark("replaces", f.at("replaces"))
	r.mark("kind", f.at("kind"))
	r.mark("organisation", f.at("organisation"))
}

func validFramework(s string) bool {
	name, version, ok := strings.Cut(s, "/")
	return ok && len(s) <= 24 && validID(name) && version != "" && strings.Trim(version, "0123456789.") == ""
}

func validODS(s string) bool {
	return len(s) >= 3 && len(s) <= 12 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// folders lists the modules' folders.
func (r *reader) folders() []string {
	var dirs []string
	for _, f := range r.under("modules/", "") {
		rest, _ := strings.CutPrefix(f, "modules/")
		if dir, _, ok := strings.Cut(rest, "/"); ok {
			dirs = append(dirs, "modules/"+dir)
		}
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	if len(dirs) > maxModules {
		r.wrong(place{"pack.toml", 1}, ruleLimit, "A pack holds at most %d modules. Split it in two.", maxModules)
		dirs = dirs[:maxModules]
	}
	return dirs
}

// under lists the files below a folder that end in ext, sorted.
func (r *reader) under(dir, ext string) []string {
	var out []string
	for f := range r.files {
		if strings.HasPrefix(f, dir) && strings.HasSuffix(f, ext) {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// in lists the files directly in a folder that end in ext, sorted.
func (r *reader) in(dir, ext string) []string {
	return slices.DeleteFunc(r.under(dir+"/", ext), func(f string) bool { return path.Dir(f) != dir })
}

// strays warns of files that nothing reads.
func (r *reader) strays() {
	for f := range r.files {
		if base := path.Base(f); !expected(f) && base != "README.md" && base != "LICENSE" {
			r.warn(place{f, 1}, ruleFile, "Nothing reads this file. Check its name and place, or take it out.")
		}
	}
}

var expectedForms = []string{
	"pack.toml", "modules/*/module.toml", "modules/*/pages/*.md", "modules/*/items/*.md", "modules/*/practical.md",
	"modules/*/pictures/*.png", "modules/*/pictures/*.svg", "checklists/*.md", "checklists/pictures/*.png",
	"checklists/pictures/*.svg", "programmes/*.toml", esrFile,
}

func expected(file string) bool {
	return slices.ContainsFunc(expectedForms, func(form string) bool { ok, _ := path.Match(form, file); return ok })
}

// usedPictures looks at each picture that is shown, once, and notes which lack
// their drawing.
func (r *reader) usedPictures() {
	for _, f := range r.under("", ".png") {
		if !r.shown[f] {
			r.warn(place{f, 1}, rulePicture, "Nothing shows this picture. Show it, or take it out.")
			continue
		}
		r.checkPNG(f, r.files[f])
		r.pack.pictures[f] = true
		if _, ok := r.files[strings.TrimSuffix(f, ".png")+".svg"]; !ok {
			r.pack.undrawn = append(r.pack.undrawn, f)
		}
	}
}
