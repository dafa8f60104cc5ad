package pack_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/induction"
	"muster/internal/pack"
)

// fuzzFile puts any bytes in the place of one file of a small pack. Whatever they
// are: no panic, every problem has a file, a line of that file and words, and what
// loads is sound by rules that share no code with the reader.
func fuzzFile(f *testing.F, name, file string, more ...string) {
	base := load(f, name)
	f.Add(base[file].Data)
	for _, glob := range more {
		files, err := filepath.Glob(filepath.Join(root, glob))
		if err != nil {
			f.Fatal(err)
		}
		for _, g := range files {
			if b, err := os.ReadFile(g); err == nil {
				f.Add(b)
			}
		}
	}
	for _, b := range broken {
		if b.pack == name && b.file == file {
			p := load(f, name)
			change(f, p, b.file, b.old, b.with)
			f.Add(p[file].Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := fstest.MapFS{}
		for n, v := range base {
			p[n] = v
		}
		p[file] = &fstest.MapFile{Data: data}
		read, problems := pack.Read(p, "")
		for _, q := range problems {
			if q.File == "" || q.Line < 1 || q.Text == "" || q.Rule == "" || q.File == file && q.Line > lines(data) {
				t.Errorf("not a usable problem: %+v in %d lines", q, lines(data))
			}
		}
		if !pack.HasError(problems) {
			sound(t, read)
		}
	})
}

func lines(b []byte) int {
	n := 1
	for _, c := range b {
		if c == '\n' {
			n++
		}
	}
	return n
}

func sound(t *testing.T, p *pack.Pack) {
	for _, m := range p.Modules {
		if !m.Ref.Code.Valid() || m.Title == "" || len(m.Outcomes) == 0 || m.LearnMinutes < 1 || p.Kind == pack.Local && m.Portable {
			t.Errorf("unsound module %+v", m.Ref)
		}
		seen := map[induction.ItemID]bool{}
		for _, it := range m.Items {
			if seen[it.ID] || !slices.Contains(m.OutcomeIDs(), it.Outcome) || it.Stem == "" || it.Rationale == "" || it.Check(it.Right()) != nil || !it.Mark(it.Right()) {
				t.Errorf("unsound item %+v", it)
			}
			seen[it.ID] = true
			for _, o := range slices.Concat(it.Options, it.Partners) {
				if o.Text == "" {
					t.Errorf("an option without words in %+v", it)
				}
			}
		}
		if m.Practical != nil {
			soundSteps(t, m.Practical.Steps)
		}
	}
	for _, l := range p.Checklists {
		soundSteps(t, l.Steps)
	}
	for _, n := range p.ESRNames {
		if !n.Code.Valid() || n.Name == "" || len(n.Name) > 800 || n.Sure != pack.Own || strings.ContainsAny(n.Name, "\r\n\x00") {
			t.Errorf("unsound name %+v", n)
		}
	}
}

func soundSteps(t *testing.T, steps []induction.Step) {
	seen := map[induction.StepID]bool{}
	for _, s := range steps {
		if s.ID == "" || s.Text == "" || s.Section == "" || seen[s.ID] || s.Picture != "" && s.Alt == "" {
			t.Errorf("unsound step %+v", s)
		}
		seen[s.ID] = true
	}
	if len(steps) == 0 {
		t.Error("no steps")
	}
}

func FuzzModule(f *testing.F) { fuzzFile(f, "small", moduleAt) }
func FuzzPage(f *testing.F)   { fuzzFile(f, "small", pageAt, "national/modules/*/pages/0*.md") }
func FuzzItems(f *testing.F)  { fuzzFile(f, "small", itemsAt, "national/modules/*/items/*.md") }
func FuzzPractical(f *testing.F) {
	fuzzFile(f, "small", practicalAt, "national/modules/*/practical.md")
}
func FuzzChecklist(f *testing.F) { fuzzFile(f, "ward", checklistAt, "demo/checklists/*.md") }
func FuzzProgramme(f *testing.F) { fuzzFile(f, "small", programmeAt) }
func FuzzManifest(f *testing.F)  { fuzzFile(f, "small", "pack.toml") }
func FuzzESRNames(f *testing.F)  { fuzzFile(f, "ward", esrAt, "frameworks/esr-names.toml") }
