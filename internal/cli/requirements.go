package cli

import (
	"fmt"
	"slices"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/pack"
)

// programmeJSON is a programme as a program reads it.
type programmeJSON struct {
	ID           induction.ProgrammeID `json:"id"`
	Title        string                `json:"title"`
	Role         string                `json:"role"`
	Version      string                `json:"version"`
	Serial       int64                 `json:"serial"` // of the signed requirements; 0 where a pack's count
	Requirements []requirementJSON     `json:"requirements"`
}

type requirementJSON struct {
	Code      induction.Code `json:"code"`
	Practical bool           `json:"practical"`
	Months    int            `json:"refresh_months"` // 0 keeps the framework's
	Reason    string         `json:"reason,omitempty"`
	Since     string         `json:"since,omitempty"`
}

// requirementsShow lists the programmes and whom they exclude, or writes one programme
// as a file that can be changed and set.
func (j *job) requirementsShow() int {
	f := j.flags()
	j.jsonFlag(f)
	args, code, ok := j.parse(f, 0, 1)
	if !ok {
		return code
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		all := d.Programmes()
		switch {
		case len(args) > 0:
			return j.programme(all, induction.ProgrammeID(args[0]))
		case j.json:
			return j.programmesJSON(all)
		}
		j.programmes(all)
		return nil
	}), "")
}

func (j *job) programme(all []induction.Programme, id induction.ProgrammeID) error {
	i := slices.IndexFunc(all, func(p induction.Programme) bool { return p.ID == id })
	if i < 0 {
		return induction.Refuse(induction.NotFound, induction.CodeNoProgramme, string(id))
	}
	if j.json {
		return j.programmesJSON(all[i : i+1])
	}
	src, err := pack.WriteProgramme(all[i])
	if err != nil {
		return err
	}
	return j.write(src)
}

func (j *job) programmesJSON(all []induction.Programme) error {
	out := struct {
		Format     int             `json:"format"`
		Programmes []programmeJSON `json:"programmes"`
		Excluded   []exclusionJSON `json:"excluded"`
	}{1, []programmeJSON{}, []exclusionJSON{}}
	for _, p := range all {
		one := programmeJSON{p.ID, p.Title, p.Role, p.Version.String(), p.Serial, []requirementJSON{}}
		for _, r := range p.Requirements {
			q := requirementJSON{Code: r.Code, Practical: r.Practical, Months: r.RefreshMonths, Reason: r.Reason}
			if r.Since != (induction.Version{}) {
				q.Since = r.Since.String()
			}
			one.Requirements = append(one.Requirements, q)
		}
		out.Programmes = append(out.Programmes, one)
	}
	for _, x := range excluded(all) {
		out.Excluded = append(out.Excluded, exclusionJSON(x))
	}
	j.show(out)
	return nil
}

type exclusionJSON struct {
	Issuer string `json:"issuer"`
	Reason string `json:"reason"`
}

// excluded is the same in every programme of an organisation.
func excluded(all []induction.Programme) []induction.Exclusion {
	if len(all) == 0 {
		return nil
	}
	return all[0].Excluded
}

func (j *job) programmes(all []induction.Programme) {
	if len(all) == 0 {
		j.say("cli.requirements.none")
	}
	for i, p := range all {
		if i > 0 {
			j.blank()
		}
		if p.Serial > 0 {
			j.say("cli.requirements.signed", p.Title, string(p.ID), p.Serial)
		} else {
			j.say("cli.requirements.pack", p.Title, string(p.ID))
		}
		for _, r := range p.Requirements {
			fmt.Fprintln(j.Stdout, "  "+j.requirement(r))
		}
	}
	for i, x := range excluded(all) {
		if i == 0 {
			j.blank()
		}
		j.say("cli.requirements.excluded", x.Issuer, x.Reason)
	}
}

func (j *job) requirement(r induction.Requirement) string {
	line := string(r.Code)
	if r.Practical {
		line = j.Words.T("cli.requirements.practical", line)
	}
	if r.RefreshMonths > 0 {
		line = j.Words.T("cli.requirements.months", line, r.RefreshMonths, r.Reason)
	}
	if r.Since != (induction.Version{}) {
		line = j.Words.T("cli.requirements.since", line, r.Since.String())
	}
	return line
}

// maxProgramme is how many bytes a programme's file has at most.
const maxProgramme = 1 << 20

// requirementsSet signs what a programme asks for, from a file.
func (j *job) requirementsSet() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	src, err := j.whole(args[0], maxProgramme)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	p, problems := pack.ReadProgramme(args[0], src)
	for _, b := range problems {
		fmt.Fprintf(j.Stderr, "%s:%d: %s\n", b.File, b.Line, b.Text)
	}
	if pack.HasError(problems) {
		return j.fail(&trouble{code: "programme", args: []any{args[0]}}, ExitNotDone)
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return a.desk.SetProgramme(a.ctx, a.seat, p, h.why) }), "cli.requirements.set", p.Title)
}

// ruleChange is an act on the requirements that names one thing and a reason.
func (j *job) ruleChange(do func(*administrator, string, string) error, done string) int {
	f := j.flags()
	var h hand
	h.office(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 1, 1)
	if !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return do(a, args[0], h.why) }), done, args[0])
}

// requirementsRemove takes the organisation's own form of a programme back.
func (j *job) requirementsRemove() int {
	return j.ruleChange(func(a *administrator, id, why string) error {
		return a.desk.RemoveProgramme(a.ctx, a.seat, induction.ProgrammeID(id), why)
	}, "cli.requirements.removed")
}

// requirementsExclude accepts nothing from an issuer any more.
func (j *job) requirementsExclude() int {
	return j.ruleChange(func(a *administrator, ods, why string) error {
		return a.desk.Exclude(a.ctx, a.seat, issuerOf(ods), why)
	}, "cli.requirements.now-excluded")
}

// requirementsInclude takes an exclusion back.
func (j *job) requirementsInclude() int {
	return j.ruleChange(func(a *administrator, ods, why string) error {
		return a.desk.Include(a.ctx, a.seat, issuerOf(ods), why)
	}, "cli.requirements.included")
}
