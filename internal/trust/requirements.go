package trust

import "regexp"

const (
	// MaxProgrammes is the most programmes that one statement holds.
	MaxProgrammes = 500
	// MaxRequirements is the most requirements, and the most checklists, of one programme.
	MaxRequirements = 128
	// MaxExclusions is the most issuers that are excluded.
	MaxExclusions = 1_000
	// MaxReason is the most bytes of a reason.
	MaxReason = 600
	// MaxMonths is the longest refresh period, in months.
	MaxMonths = 240
	// MaxVersion is the highest version, major*64 + minor.
	MaxVersion = 65_535

	maxID      = 64
	maxTitle   = 160
	maxSummary = 1_000
)

var codePattern = regexp.MustCompile(`^[a-z0-9-]+\.[a-z0-9-]+$`)

// Requirements is what each role must hold at an organisation, under its signature. The serial of its
// head is the version that a receipt names.
type Requirements struct {
	Programmes []Programme
	Exclusions []Exclusion
}

// Programme is what a role must hold.
type Programme struct {
	ID           string // 1–64 bytes, each once
	Title        string // 1–160 bytes
	Role         string // 0–160 bytes
	Summary      string // 0–1,000 bytes
	Version      int    // major*64 + minor
	Requirements []Requirement
	Checklists   []string // ids, 1–64 bytes each
}

// Requirement is one thing that a programme asks for.
type Requirement struct {
	Code          string // "<subject>.<level>", at most 24 bytes
	Practical     bool   // the practical part too
	RefreshMonths int    // 0 keeps the module's own period
	Reason        string // why the period is another; 0–600 bytes
	Since         int    // the first version of the content that counts, major*64 + minor; 0 for any
}

// Exclusion is an issuer whose passports count for nothing here, and why.
type Exclusion struct {
	Issuer string // "ods:" and the ODS code
	Reason string // 1–600 bytes
}

// Kind is KindRequirements.
func (Requirements) Kind() Kind { return KindRequirements }

func (q Requirements) check(Head) error {
	if len(q.Programmes) > MaxProgrammes || len(q.Exclusions) > MaxExclusions {
		return rule("at most %d programmes and %d exclusions", MaxProgrammes, MaxExclusions)
	}
	ids := map[string]bool{}
	for _, p := range q.Programmes {
		if ids[p.ID] {
			return rule("the programme %q stands there twice", p.ID)
		}
		ids[p.ID] = true
		if err := p.check(); err != nil {
			return err
		}
	}
	issuers := map[string]bool{}
	for _, e := range q.Exclusions {
		if !IsIssuer(e.Issuer) || !IsText(e.Reason, 1, MaxReason) || issuers[e.Issuer] {
			return rule("an exclusion is an issuer, once, and a reason of 1 to %d bytes", MaxReason)
		}
		issuers[e.Issuer] = true
	}
	return nil
}

func (p Programme) check() error {
	switch {
	case !IsText(p.ID, 1, maxID), !IsText(p.Title, 1, maxTitle), !IsText(p.Role, 0, maxTitle), !IsText(p.Summary, 0, maxSummary):
		return rule("a programme's id, title, role or summary is missing or too long")
	case p.Version < 0 || p.Version > MaxVersion:
		return rule("a programme's version is out of range")
	case len(p.Requirements) > MaxRequirements || len(p.Checklists) > MaxRequirements:
		return rule("a programme has at most %d requirements and checklists", MaxRequirements)
	}
	codes := map[string]bool{}
	for _, q := range p.Requirements {
		if err := q.check(); err != nil {
			return err
		}
		if codes[q.Code] {
			return rule("the code %q stands twice in a programme", q.Code)
		}
		codes[q.Code] = true
	}
	return checkOnce(p.Checklists)
}

func checkOnce(ids []string) error {
	seen := map[string]bool{}
	for _, id := range ids {
		if !IsText(id, 1, maxID) || seen[id] {
			return rule("a checklist's id has 1 to %d bytes and stands once", maxID)
		}
		seen[id] = true
	}
	return nil
}

func (q Requirement) check() error {
	switch {
	case len(q.Code) > 24 || !codePattern.MatchString(q.Code):
		return rule("the code %q is not <subject>.<level>", q.Code)
	case q.RefreshMonths < 0 || q.RefreshMonths > MaxMonths:
		return rule("a refresh period is at most %d months", MaxMonths)
	case !IsText(q.Reason, 0, MaxReason):
		return rule("a reason has at most %d bytes", MaxReason)
	case q.Since < 0 || q.Since > MaxVersion:
		return rule("a version is out of range")
	}
	return nil
}

func (q Requirements) encode() []byte {
	b := AppendArray(AppendInt(AppendMap(nil, 2), 1), len(q.Programmes))
	for _, p := range q.Programmes {
		b = p.append(b)
	}
	b = AppendArray(AppendInt(b, 2), len(q.Exclusions))
	for _, e := range q.Exclusions {
		b = AppendText(AppendText(AppendArray(b, 2), e.Issuer), e.Reason)
	}
	return b
}

func (p Programme) append(b []byte) []byte {
	b = AppendArray(b, 7)
	for _, s := range []string{p.ID, p.Title, p.Role, p.Summary} {
		b = AppendText(b, s)
	}
	b = AppendArray(AppendInt(b, int64(p.Version)), len(p.Requirements))
	for _, q := range p.Requirements {
		b = appendFlag(AppendText(AppendArray(b, 5), q.Code), q.Practical)
		b = AppendText(AppendInt(b, int64(q.RefreshMonths)), q.Reason)
		b = AppendInt(b, int64(q.Since))
	}
	b = AppendArray(b, len(p.Checklists))
	for _, c := range p.Checklists {
		b = AppendText(b, c)
	}
	return b
}

func readRequirements(r *Reader) Body {
	var q Requirements
	r.Map(2, 2)
	r.Exactly(1)
	for n := r.Array(0, MaxProgrammes); n > 0 && !r.Failed(); n-- {
		q.Programmes = append(q.Programmes, readProgramme(r))
	}
	r.Exactly(2)
	for n := r.Array(0, MaxExclusions); n > 0 && !r.Failed(); n-- {
		r.Array(2, 2)
		q.Exclusions = append(q.Exclusions, Exclusion{Issuer: r.Text(1, 16), Reason: r.Text(1, MaxReason)})
	}
	return q
}

func readProgramme(r *Reader) Programme {
	r.Array(7, 7)
	p := Programme{
		ID: r.Text(1, maxID), Title: r.Text(1, maxTitle), Role: r.Text(0, maxTitle), Summary: r.Text(0, maxSummary),
		Version: int(r.Int(0, MaxVersion)),
	}
	for n := r.Array(0, MaxRequirements); n > 0 && !r.Failed(); n-- {
		r.Array(5, 5)
		p.Requirements = append(p.Requirements, Requirement{
			Code: r.Text(1, 24), Practical: readFlag(r), RefreshMonths: int(r.Int(0, MaxMonths)),
			Reason: r.Text(0, MaxReason), Since: int(r.Int(0, MaxVersion)),
		})
	}
	for n := r.Array(0, MaxRequirements); n > 0 && !r.Failed(); n-- {
		p.Checklists = append(p.Checklists, r.Text(1, maxID))
	}
	return p
}
