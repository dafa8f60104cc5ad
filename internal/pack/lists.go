package pack

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"muster/internal/induction"
)

func element(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

type checklistFront struct {
	Title    string `toml:"title"`
	Version  string `toml:"version"`
	Site     string `toml:"site"`
	Minutes  int    `toml:"minutes"`
	Reviewed day    `toml:"reviewed"`
	Summary  string `toml:"summary"`
}

// checklists reads every local list of the pack.
func (r *reader) checklists() {
	for _, file := range r.in("checklists", ".md") {
		if path.Base(file) == "README.md" {
			continue
		}
		src, ok := readText(r.fsys, file, maxFile, r.report)
		if !ok {
			continue
		}
		if r.pack.Kind == National {
			r.wrong(place{file, 1}, rulePortable, "A checklist is local. Move it into a local pack.")
		}
		if c, ok := r.checklist(file, src); ok {
			r.pack.Checklists = append(r.pack.Checklists, c)
		}
	}
}

func (r *reader) checklist(file string, src []byte) (*induction.Checklist, bool) {
	id, ok := r.fileID(file)
	if !ok {
		return nil, false
	}
	front, body, first, ok := r.frontMatter(file, src)
	if !ok {
		return nil, false
	}
	var in checklistFront
	f, ok := readTOML(r.report, file, 2, front, ruleFront, &in)
	if !ok {
		return nil, false
	}
	f.text("title", in.Title, maxTitle)
	f.text("summary", in.Summary, maxSummary)
	f.text("site", in.Site, maxTitle)
	f.number("minutes", in.Minutes, 1, 240)
	c := &induction.Checklist{
		ID: induction.ChecklistID(id), Version: f.version(in.Version), Title: in.Title, Summary: in.Summary, Site: in.Site,
		Minutes: in.Minutes, Reviewed: f.date("reviewed", in.Reviewed), Pack: r.pack.ID,
	}
	r.mark("checklist/"+id, f.at("version"))
	l := &stepList{prose: r.prose(file, first, body)}
	if intro, _ := l.read(); intro != "" {
		r.wrong(place{file, first}, ruleStep, "A checklist's introduction is its summary. Move these words there, or under a step.")
	}
	c.Steps = l.steps
	return c, true
}

// fileID takes the id that a file's name gives.
func (r *reader) fileID(file string) (string, bool) {
	id := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if !validID(id) {
		r.wrong(place{file, 1}, ruleFile, "The file's name is the id: small letters, digits and hyphens, at most %d.", maxIDLength)
	}
	return id, validID(id)
}

type programmeFile struct {
	Title        string            `toml:"title"`
	Role         string            `toml:"role"`
	Version      string            `toml:"version"`
	Summary      string            `toml:"summary"`
	Checklists   []string          `toml:"checklists,omitempty"`
	Requirements []requirementFile `toml:"requirement"`
}

type requirementFile struct {
	Code          string `toml:"code"`
	Practical     bool   `toml:"practical,omitempty"`
	RefreshMonths int    `toml:"refresh_months,omitzero"`
	Reason        string `toml:"reason,omitempty"`
	Since         string `toml:"since,omitempty"`
}

// programmes reads every programme of the pack.
func (r *reader) programmes() {
	for _, file := range r.in("programmes", ".toml") {
		src, ok := readText(r.fsys, file, maxFile, r.report)
		if !ok {
			continue
		}
		if p, ok := r.programme(file, src); ok {
			r.pack.Programmes = append(r.pack.Programmes, p)
		}
	}
}

func (r *reader) programme(file string, src []byte) (induction.Programme, bool) {
	id, ok := r.fileID(file)
	if !ok {
		return induction.Programme{}, false
	}
	var in programmeFile
	f, ok := readTOML(r.report, file, 1, src, ruleTOML, &in)
	if !ok {
		return induction.Programme{}, false
	}
	f.text("title", in.Title, maxTitle)
	f.text("role", in.Role, maxTitle)
	f.text("summary", in.Summary, maxSummary)
	p := induction.Programme{ID: induction.ProgrammeID(id), Title: in.Title, Role: in.Role, Summary: in.Summary, Version: f.version(in.Version), Pack: r.pack.ID}
	for i, c := range in.Checklists {
		if !validID(c) || slices.Index(in.Checklists, c) != i {
			f.wrong("checklists", ruleValue, "Name each checklist once, by its id.")
		}
		p.Checklists = append(p.Checklists, induction.ChecklistID(c))
	}
	p.Requirements = r.requirements(f, id, in.Requirements)
	r.mark("programme/"+id, f.at("title"))
	r.mark("programme/"+id+" checklists", f.at("checklists"))
	return p, true
}

func (r *reader) requirements(f *tomlFile, id string, in []requirementFile) []induction.Requirement {
	if len(in) == 0 || len(in) > maxRequired {
		f.wrong("requirement", ruleLimit, "A programme has 1 to %d requirements.", maxRequired)
	}
	seen := map[string]bool{}
	var out []induction.Requirement
	for i, q := range in {
		at := element("requirement", i)
		switch {
		case !induction.Code(q.Code).Valid():
			f.wrong(at+".code", ruleValue, "Write code as subject.level, such as \"fire.1\".")
		case seen[q.Code]:
			f.wrong(at+".code", ruleDuplicate, "%s is asked for twice. Take one away.", q.Code)
		case q.RefreshMonths != 0 && strings.TrimSpace(q.Reason) == "":
			f.wrong(at+".refresh_months", ruleValue, "A period of one's own needs a reason, which learners see. Add reason = \"…\".")
		}
		f.number(at+".refresh_months", q.RefreshMonths, 0, 120)
		seen[q.Code] = true
		r.mark("programme/"+id+" "+q.Code, f.at(at+".code"))
		out = append(out, induction.Requirement{
			Code: induction.Code(q.Code), Practical: q.Practical, RefreshMonths: q.RefreshMonths, Reason: q.Reason, Since: f.since(at+".since", q.Since),
		})
	}
	return out
}

// since reads the first version that counts; none where any does.
func (f *tomlFile) since(key, s string) induction.Version {
	if s == "" {
		return induction.Version{}
	}
	v, err := induction.ParseVersion(s)
	if err != nil {
		f.wrong(key, ruleValue, "Write since as major.minor in quotation marks, such as \"2.0\": the first version of the content that still counts.")
	}
	return v
}
