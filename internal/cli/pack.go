package cli

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"muster/internal/induction"
	"muster/internal/pack"
)

// How pack check ends.
const (
	PackClean    = 0
	PackWarnings = 1 // with --strict alone
	PackErrors   = 2 // a pack has errors, or cannot be read
)

// packCheck names every problem of the packs in some folders, as an editor jumps
// to it: file:line: severity rule: sentence.
func (j *job) packCheck() int {
	f := j.flags()
	j.jsonFlag(f)
	strict := f.Bool("strict", false, j.Words.T("cli.flag.strict"))
	args, code, ok := j.parse(f, 1, -1)
	if !ok {
		return code
	}
	problems, packs, err := j.problems(args)
	if err != nil {
		return j.fail(err, PackErrors)
	}
	warnings := 0
	for _, p := range problems {
		if p.Severity == pack.Warning {
			warnings++
		}
	}
	j.showProblems(problems, packs, warnings)
	switch {
	case warnings < len(problems):
		return PackErrors
	case warnings > 0 && *strict:
		return PackWarnings
	}
	return PackClean
}

// problems reads the packs in some folders and holds them against all that they
// must be.
func (j *job) problems(paths []string) (all []pack.Problem, packs int, err error) {
	known, err := j.Frameworks()
	if err != nil {
		return nil, 0, err
	}
	against := pack.Against{Frameworks: known, Today: induction.DateOf(j.Clock.Now()), Drawings: true}
	for _, path := range paths {
		layers, err := pack.LocalLayers(path)
		if err != nil {
			return nil, 0, &trouble{code: "unreadable", args: []any{path}, cause: err}
		}
		if len(layers) == 0 {
			return nil, 0, &trouble{code: "no-pack", args: []any{path}}
		}
		for _, l := range layers {
			p, found := pack.Read(l.FS, l.Name)
			all = append(all, found...)
			if !pack.HasError(found) {
				all = append(all, p.Check(against)...)
			}
			packs++
		}
	}
	return all, packs, nil
}

func (j *job) showProblems(all []pack.Problem, packs, warnings int) {
	if j.json {
		j.show(struct {
			Format   int            `json:"format"`
			Packs    int            `json:"packs"`
			Errors   int            `json:"errors"`
			Warnings int            `json:"warnings"`
			Problems []pack.Problem `json:"problems"`
		}{1, packs, len(all) - warnings, warnings, append([]pack.Problem{}, all...)})
		return
	}
	for _, p := range all {
		fmt.Fprintf(j.Stdout, "%s:%d: %s %s: %s\n", p.File, p.Line, p.Severity, p.Rule, p.Text)
	}
	j.say("cli.pack.checked", packs, len(all)-warnings, warnings)
}

// packList sums up every module that learners here would be shown. Packs that are
// broken are named on standard error and hide nothing.
func (j *job) packList() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	c, err := j.Catalog(j.ods())
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	for _, s := range c.Packs() {
		if !s.Loaded {
			j.complain("cli.pack.broken", s.Layer, firstError(s.Problems))
		}
	}
	list := c.List()
	if j.json {
		return j.show(list)
	}
	j.modules(list)
	return ExitDone
}

// ods is the code of the organisation that this machine belongs to, "" where it
// cannot be told: then only what is everywhere is listed.
func (j *job) ods() string {
	r, err := j.Look(j.ctx)
	if err != nil {
		return ""
	}
	defer r.Close()
	m, err := r.Desk.Machine(j.ctx)
	if err != nil {
		return ""
	}
	return m.Organisation.ODS
}

func firstError(all []pack.Problem) string {
	i := slices.IndexFunc(all, func(p pack.Problem) bool { return p.Severity == pack.Error })
	if i < 0 {
		return ""
	}
	return all[i].String()
}

// modules is one block a module: its figures, its sources, who signed it off.
func (j *job) modules(list []pack.Summary) {
	t := tabwriter.NewWriter(j.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, j.Words.T("cli.pack.head"))
	for _, s := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\t%d\n", s.ID, s.Version, s.Code, s.Outcomes, s.Items, s.Pages, s.Minutes)
	}
	t.Flush()
	for _, s := range list {
		j.blank()
		j.say("cli.pack.module", s.Code, s.Title)
		for _, src := range s.Sources {
			j.say("cli.pack.source", src.Title, src.Body, src.Date)
		}
		if s.SignOff.By == "" {
			j.say("cli.pack.awaiting", s.ReviewDue)
		} else {
			j.say("cli.pack.signed", s.SignOff.By, s.SignOff.Role, s.SignOff.Date, s.ReviewDue)
		}
	}
}
