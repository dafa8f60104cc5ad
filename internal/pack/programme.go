package pack

import (
	"bytes"
	"path/filepath"

	"github.com/BurntSushi/toml"

	"muster/internal/induction"
)

// ReadProgramme reads a programme that stands alone in a file, in the form that those
// of a pack have. The file's name gives its id. With an error among the problems it is
// not to be used.
func ReadProgramme(file string, src []byte) (induction.Programme, []Problem) {
	r := newReader(nil, filepath.ToSlash(filepath.Dir(file)))
	name := filepath.Base(file)
	if len(src) > maxFile {
		r.wrong(place{name, 1}, ruleFile, "%s", fileWords(errTooLarge, maxFile))
		return induction.Programme{}, r.sorted()
	}
	src, ok := fit(name, src, r.report)
	if !ok {
		return induction.Programme{}, r.sorted()
	}
	p, _ := r.programme(name, src)
	return p, r.sorted()
}

// WriteProgramme writes a programme in the form that ReadProgramme reads.
func WriteProgramme(p induction.Programme) ([]byte, error) {
	out := programmeFile{Title: p.Title, Role: p.Role, Version: p.Version.String(), Summary: p.Summary}
	for _, id := range p.Checklists {
		out.Checklists = append(out.Checklists, string(id))
	}
	for _, q := range p.Requirements {
		one := requirementFile{Code: string(q.Code), Practical: q.Practical, RefreshMonths: q.RefreshMonths, Reason: q.Reason}
		if q.Since != (induction.Version{}) {
			one.Since = q.Since.String()
		}
		out.Requirements = append(out.Requirements, one)
	}
	var b bytes.Buffer
	e := toml.NewEncoder(&b)
	e.Indent = ""
	err := e.Encode(out)
	return b.Bytes(), err
}
