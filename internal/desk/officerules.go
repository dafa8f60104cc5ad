package desk

import (
	"context"
	"slices"
	"strings"

	"muster/internal/induction"
	"muster/internal/trust"
)

// AddStaff names a trainer or assessor, or names one anew. From the first on, only
// those on the list can be trainers on the organisation's machines.
func (d *Desk) AddStaff(ctx context.Context, s *OfficeSeat, m StaffMember, why string) error {
	if err := m.Number.Check(); err != nil {
		return err
	}
	name, err := induction.CleanName(m.Name)
	if err != nil {
		return err
	}
	return d.because(ctx, s, "staff-added", name, why, func(e *editing) error {
		l := e.staffList()
		l.Members = slices.DeleteFunc(slices.Clone(l.Members), func(o trust.Member) bool { return o.Number == string(m.Number) })
		l.Members = append(l.Members, trust.Member{Number: string(m.Number), Name: name, Assessor: m.Assessor})
		return e.put("", l.Sorted())
	})
}

// RemoveStaff takes a trainer or assessor off the list: the machines shut them out
// as soon as they have the new list.
func (d *Desk) RemoveStaff(ctx context.Context, s *OfficeSeat, n induction.Number, why string) error {
	return d.because(ctx, s, "staff-removed", string(n), why, func(e *editing) error {
		l := e.staffList()
		left := slices.DeleteFunc(slices.Clone(l.Members), func(o trust.Member) bool { return o.Number == string(n) })
		if len(left) == len(l.Members) {
			return induction.Refuse(induction.NotFound, induction.CodeNoStaff)
		}
		return e.put("", trust.Staff{Members: left})
	})
}

// because is an edit that needs a reason.
func (d *Desk) because(ctx context.Context, s *OfficeSeat, what, of, why string, do func(*editing) error) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return d.edit(ctx, s, Act{What: what, Of: of, Why: why}, do)
}

// SetProgramme signs what a programme asks for: a new one, or another form of one
// that is there or that a content pack brings.
func (d *Desk) SetProgramme(ctx context.Context, s *OfficeSeat, p induction.Programme, why string) error {
	if err := d.checkProgramme(p); err != nil {
		return err
	}
	return d.because(ctx, s, "programme-set", p.Title, why, func(e *editing) error {
		r := e.requirements(d.Catalog.Programmes())
		r.Programmes = slices.Clone(r.Programmes)
		signed := signedProgramme(p)
		if i := indexProgramme(r, p.ID); i >= 0 {
			r.Programmes[i] = signed
		} else {
			r.Programmes = append(r.Programmes, signed)
		}
		return e.put("", r)
	})
}

// RemoveProgramme takes the organisation's own form of a programme back; where a
// content pack brings one under the same id, that one counts again.
func (d *Desk) RemoveProgramme(ctx context.Context, s *OfficeSeat, id induction.ProgrammeID, why string) error {
	return d.because(ctx, s, "programme-removed", string(id), why, func(e *editing) error {
		r := e.requirements(d.Catalog.Programmes())
		i := indexProgramme(r, id)
		if i < 0 {
			return induction.Refuse(induction.NotFound, induction.CodeNoProgramme, string(id))
		}
		r.Programmes = slices.Delete(slices.Clone(r.Programmes), i, i+1)
		return e.put("", r)
	})
}

func indexProgramme(r trust.Requirements, id induction.ProgrammeID) int {
	return slices.IndexFunc(r.Programmes, func(p trust.Programme) bool { return p.ID == string(id) })
}

// checkProgramme refuses a programme that no machine could use, naming what is wrong
// in it.
func (d *Desk) checkProgramme(p induction.Programme) error {
	bad := func(what string) error {
		return induction.Refuse(induction.Invalid, induction.CodeProgrammeForm, what)
	}
	if p.ID == "" || strings.TrimSpace(p.Title) == "" || len(p.Requirements)+len(p.Checklists) == 0 {
		return bad(p.Title)
	}
	seen := map[induction.Code]bool{}
	for _, r := range p.Requirements {
		m, ok := d.Catalog.Module(r.Code)
		switch {
		case seen[r.Code], !ok, r.Practical && m.Practical == nil:
			return bad(string(r.Code))
		case r.RefreshMonths < 0 || r.RefreshMonths > trust.MaxMonths:
			return bad(string(r.Code))
		case r.RefreshMonths > 0 && (m.RefreshMonths == 0 || r.RefreshMonths < m.RefreshMonths) && strings.TrimSpace(r.Reason) == "":
			return bad(string(r.Code)) // a shorter period is explained to the learner
		}
		seen[r.Code] = true
	}
	for _, id := range p.Checklists {
		if _, ok := d.Catalog.Checklist(id); !ok {
			return bad(string(id))
		}
	}
	return nil
}

// Exclude accepts nothing from an issuer any more, and says why.
func (d *Desk) Exclude(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return d.because(ctx, s, "issuer-excluded", issuer, why, func(e *editing) error {
		switch {
		case !trust.IsIssuer(issuer):
			return induction.Refuse(induction.Invalid, induction.CodeODSForm)
		case issuer == e.place.Organisation.Issuer():
			return induction.Refuse(induction.Invalid, induction.CodeExcludeOwn)
		}
		r := e.requirements(d.Catalog.Programmes())
		r.Exclusions = slices.DeleteFunc(slices.Clone(r.Exclusions), func(x trust.Exclusion) bool { return x.Issuer == issuer })
		r.Exclusions = append(r.Exclusions, trust.Exclusion{Issuer: issuer, Reason: strings.TrimSpace(why)})
		return e.put("", r)
	})
}

// Include takes an exclusion back.
func (d *Desk) Include(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return d.because(ctx, s, "issuer-included", issuer, why, func(e *editing) error {
		r := e.requirements(d.Catalog.Programmes())
		left := slices.DeleteFunc(slices.Clone(r.Exclusions), func(x trust.Exclusion) bool { return x.Issuer == issuer })
		if len(left) == len(r.Exclusions) {
			return induction.Refuse(induction.NotFound, induction.CodeNotExcluded)
		}
		r.Exclusions = left
		return e.put("", r)
	})
}

// SignTime signs what time it is, so that a machine whose clock once ran ahead can
// be mended.
func (d *Desk) SignTime(ctx context.Context, s *OfficeSeat, why string) (Answer, error) {
	var out Statement
	err := d.because(ctx, s, "time-signed", "", why, func(e *editing) error {
		err := e.put("", trust.SignedTime{})
		if err == nil {
			out = e.out[0]
		}
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	return answer(out.Bytes, out.Bytes)
}

// answer is a file, and one statement of it for a code where it is short enough.
func answer(code []byte, file ...[]byte) (Answer, error) {
	b, err := trust.EncodeBundle(file)
	if err != nil {
		return Answer{}, induction.Because(err, induction.Invalid, induction.CodeNotSigned)
	}
	text, err := trust.TextOf(code)
	if err != nil {
		text = "" // it goes as a file alone
	}
	return Answer{Bytes: b, Text: text}, nil
}

// signedProgramme is a programme as it is signed.
func signedProgramme(p induction.Programme) trust.Programme {
	out := trust.Programme{ID: string(p.ID), Title: p.Title, Role: p.Role, Summary: p.Summary, Version: p.Version.Packed()}
	for _, r := range p.Requirements {
		out.Requirements = append(out.Requirements, trust.Requirement{
			Code: string(r.Code), Practical: r.Practical, RefreshMonths: r.RefreshMonths, Reason: r.Reason, Since: r.Since.Packed(),
		})
	}
	for _, id := range p.Checklists {
		out.Checklists = append(out.Checklists, string(id))
	}
	return out
}

// programmeSigned is a signed programme as the day is worked out from it.
func programmeSigned(p trust.Programme, serial int64, excluded []induction.Exclusion) induction.Programme {
	out := induction.Programme{
		ID: induction.ProgrammeID(p.ID), Title: p.Title, Role: p.Role, Summary: p.Summary,
		Version: unpacked(p.Version), Serial: serial, Excluded: excluded,
	}
	for _, r := range p.Requirements {
		out.Requirements = append(out.Requirements, induction.Requirement{
			Code: induction.Code(r.Code), Practical: r.Practical, RefreshMonths: r.RefreshMonths, Reason: r.Reason, Since: unpacked(r.Since),
		})
	}
	for _, id := range p.Checklists {
		out.Checklists = append(out.Checklists, induction.ChecklistID(id))
	}
	return out
}

func unpacked(v int) induction.Version { return induction.Version{Major: v / 64, Minor: v % 64} }
