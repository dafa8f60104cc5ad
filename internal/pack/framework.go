package pack

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"muster/internal/induction"
)

// OwnFramework is the catalogue of Muster's own codes, which belong to no
// published framework.
const OwnFramework = "muster/1"

// Entry is one line of a framework's catalogue. Titles are names only; the texts
// of a framework are its publisher's.
type Entry struct {
	Code          induction.Code   `toml:"code"`
	Subject       string           `toml:"subject"`
	Level         string           `toml:"level"`
	RefreshMonths int              `toml:"refresh_months"`
	Covers        []induction.Code `toml:"covers"`
	Practical     bool             `toml:"practical"` // a pass on paper alone is never the whole of it
	Sure          string           `toml:"sure"`      // "stated" or "confirm"
}

// Framework is one edition of a framework's catalogue.
type Framework struct {
	Format  int     `toml:"format"`
	ID      string  `toml:"id"` // such as "cstf-eng/1.1"
	Title   string  `toml:"title"`
	Checked string  `toml:"checked"` // when the names were last looked at
	Note    string  `toml:"note"`
	Entries []Entry `toml:"code"`

	names []ESRName
	at    map[induction.Code]int // where each code stands in Entries
}

// Frameworks are the catalogues that a machine knows, by id.
type Frameworks map[string]*Framework

// ReadFrameworks reads every catalogue in a folder, and the names that ESR has for
// their codes where the folder holds such a file. They ship with the program, so a
// fault in one is the program's.
func ReadFrameworks(fsys fs.FS) (Frameworks, error) {
	files, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("framework catalogues: %w", err)
	}
	out := Frameworks{}
	for _, file := range files {
		if file == esrFile {
			continue
		}
		r := &report{}
		src, ok := readText(fsys, file, maxFile, r)
		if !ok {
			return nil, fmt.Errorf("framework catalogue: %v", r.problems[0])
		}
		fw := readFramework(r, file, src)
		if HasError(r.problems) {
			return nil, fmt.Errorf("framework catalogue: %v", r.sorted()[0])
		}
		out[fw.ID] = fw
	}
	if slices.Contains(files, esrFile) {
		if err := out.names(fsys); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readFramework(r *report, file string, src []byte) *Framework {
	var fw Framework
	f, ok := readTOML(r, file, 1, src, ruleTOML, &fw)
	if !ok {
		return &fw
	}
	if fw.Format != newestFormat || !validFramework(fw.ID) {
		f.wrong("id", ruleValue, "A catalogue has format = 1 and an id such as \"cstf-eng/1.1\".")
	}
	f.text("title", fw.Title, maxTitle)
	fw.at = map[induction.Code]int{}
	for i, e := range fw.Entries {
		at := element("code", i)
		_, twice := fw.at[e.Code]
		fw.at[e.Code] = i
		if !e.Code.Valid() || twice {
			f.wrong(at+".code", ruleValue, "A code has the form subject.level and stands once.")
		}
		f.text(at+".subject", e.Subject, maxTitle)
		f.text(at+".level", e.Level, maxTitle)
		f.oneOf(at+".sure", e.Sure, "stated", "confirm")
		for _, low := range e.Covers {
			if low.Subject() != e.Code.Subject() || strings.HasPrefix(string(low), "resus.") {
				f.wrong(at+".covers", ruleValue, "%s cannot cover %s: only within a subject, and never among kinds of resuscitation.", e.Code, low)
			}
		}
	}
	return &fw
}

// Entry finds a code in a framework's catalogue or among Muster's own.
func (fs Frameworks) Entry(framework string, code induction.Code) (Entry, bool) {
	_, e, ok := fs.find(framework, code)
	return e, ok
}

// Known is Entry as the rules want it, with the catalogue that knows the code.
// Framework "" asks every catalogue, the last by id first.
func (fs Frameworks) Known(framework string, code induction.Code) (induction.Known, bool) {
	id, e, ok := fs.find(framework, code)
	if framework == "" {
		ids := slices.Sorted(maps.Keys(fs))
		for i := len(ids) - 1; i >= 0 && !ok; i-- {
			id, e, ok = fs.find(ids[i], code)
		}
	}
	return induction.Known{
		Framework: id, Subject: e.Subject, Level: e.Level, RefreshMonths: e.RefreshMonths, Covers: e.Covers, Practical: e.Practical,
	}, ok
}

// find also says which catalogue knows the code.
func (fs Frameworks) find(framework string, code induction.Code) (string, Entry, bool) {
	for _, id := range []string{framework, OwnFramework} {
		if fw, ok := fs[id]; ok {
			if i, ok := fw.at[code]; ok {
				return id, fw.Entries[i], true
			}
		}
	}
	return "", Entry{}, false
}

// Reserved reports whether any catalogue knows the code.
func (fs Frameworks) Reserved(code induction.Code) bool {
	_, ok := fs.Known("", code)
	return ok
}
