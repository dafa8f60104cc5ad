package pack

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"muster/internal/induction"
)

type moduleFile struct {
	Code          string        `toml:"code"`
	Title         string        `toml:"title"`
	Subject       string        `toml:"subject"`
	Level         string        `toml:"level"`
	Version       string        `toml:"version"`
	Framework     string        `toml:"framework"`
	Summary       string        `toml:"summary"`
	Icon          string        `toml:"icon"`
	RefreshMonths *int          `toml:"refresh_months"`
	Portable      *bool         `toml:"portable"`
	Covers        []string      `toml:"covers"`
	LearnMinutes  int           `toml:"learn_minutes"`
	TestMinutes   int           `toml:"test_minutes"`
	Author        string        `toml:"author"`
	Written       day           `toml:"written"`
	ReviewDue     day           `toml:"review_due"`
	Rule          ruleTable     `toml:"rule"`
	Outcomes      []outcomeFile `toml:"outcome"`
	Sources       []sourceFile  `toml:"source"`
	SignOff       signOffFile   `toml:"sign_off"`
}

type ruleTable struct {
	ItemsPerOutcome *int `toml:"items_per_outcome"`
	PassPercent     *int `toml:"pass_percent"`
	Attempts        *int `toml:"attempts"`
	Unlocks         *int `toml:"unlocks"`
}

type outcomeFile struct {
	ID   string `toml:"id"`
	Text string `toml:"text"`
}

type sourceFile struct {
	ID    string `toml:"id"`
	Title string `toml:"title"`
	Body  string `toml:"body"`
	Date  string `toml:"date"`
	Used  string `toml:"used"`
	Sure  string `toml:"sure"`
}

type signOffFile struct {
	Status string `toml:"status"`
	By     string `toml:"by"`
	Role   string `toml:"role"`
	Date   day    `toml:"date"`
}

// module reads one module's folder.
func (r *reader) module(dir string) {
	file := dir + "/module.toml"
	src, ok := readText(r.fsys, file, maxFile, r.report)
	if !ok {
		return
	}
	m, ok := r.moduleTOML(file, src)
	if !ok {
		return
	}
	if string(m.Ref.Code) != path.Base(dir) {
		r.wrong(r.pack.marks[key(m, "code")], ruleValue, "The folder is called %s, the module %s. Give both the same name.", path.Base(dir), m.Ref.Code)
	}
	r.pages(m, dir)
	r.banks(m, dir)
	r.practical(m, dir)
	r.judge(m)
	r.pack.Modules = append(r.pack.Modules, m)
}

// key names a part of a module in the pack's marks.
func key(m *induction.Module, parts ...string) string {
	return string(m.Ref.Code) + " " + strings.Join(parts, " ")
}

// moduleTOML reads what module.toml says of a module.
func (r *reader) moduleTOML(file string, src []byte) (*induction.Module, bool) {
	var in moduleFile
	f, ok := readTOML(r.report, file, 1, src, ruleTOML, &in)
	if !ok {
		return nil, false
	}
	m := &induction.Module{
		Ref:   induction.ModuleRef{Code: induction.Code(in.Code), Version: f.version(in.Version)},
		Title: in.Title, Subject: in.Subject, Level: in.Level, Framework: in.Framework, Summary: in.Summary, Icon: in.Icon,
		LearnMinutes: in.LearnMinutes, TestMinutes: in.TestMinutes, Author: in.Author, Pack: r.pack.ID,
		Written: f.date("written", in.Written), ReviewDue: f.date("review_due", in.ReviewDue),
	}
	if m.Framework == "" {
		m.Framework = r.pack.Framework
	}
	for _, c := range in.Covers {
		m.Covers = append(m.Covers, induction.Code(c))
	}
	r.facts(f, m, in)
	r.portable(f, m, in)
	m.Rule = f.passRule(in.Rule)
	r.outcomes(f, m, in)
	r.sources(f, m, in)
	m.SignOff = f.signOff(in.SignOff)
	for _, k := range []string{"code", "version", "subject", "level", "covers", "refresh_months", "review_due", "framework"} {
		r.mark(key(m, k), f.at(k))
	}
	return m, true
}

func (r *reader) facts(f *tomlFile, m *induction.Module, in moduleFile) {
	if !m.Ref.Code.Valid() {
		f.wrong("code", ruleValue, "Write code as subject.level, such as \"fire.1\": 3 to 24 of a–z, 0–9, - and one dot.")
	}
	f.text("title", m.Title, maxTitle)
	f.text("subject", m.Subject, maxTitle)
	f.text("level", m.Level, maxTitle)
	f.text("summary", m.Summary, maxSummary)
	f.text("author", m.Author, maxTitle)
	if !validID(m.Icon) {
		f.wrong("icon", ruleValue, "icon must be the name of a picture in assets/icons, without .svg.")
	}
	if !validFramework(m.Framework) {
		f.wrong("framework", ruleValue, "Write framework as name/version, such as \"cstf-eng/1.1\", at most 24 characters.")
	}
	if in.RefreshMonths == nil {
		f.wrong("refresh_months", ruleValue, "refresh_months is missing. Write 0 where a pass is good for ever.")
	} else {
		m.RefreshMonths = *in.RefreshMonths
		f.number("refresh_months", m.RefreshMonths, 0, 120)
	}
	f.number("learn_minutes", m.LearnMinutes, 1, 240)
	f.number("test_minutes", m.TestMinutes, 1, 120)
	if m.ReviewDue <= m.Written && in.ReviewDue.set {
		f.wrong("review_due", ruleValue, "The review is due before the module was written. Set a later date.")
	}
}

// portable keeps national and local apart: what is local never stands in a
// passport, and its versions never meet a national one's.
func (r *reader) portable(f *tomlFile, m *induction.Module, in moduleFile) {
	local, major := r.pack.Kind == Local, m.Ref.Version.Major
	m.Portable = in.Portable != nil && *in.Portable && !local
	switch {
	case in.Portable == nil:
		f.wrong("portable", ruleValue, "portable is missing. Write true for what is the same everywhere, false for what is local.")
	case local && *in.Portable:
		f.wrong("portable", rulePortable, "What is local is never portable. Write portable = false.")
	case local && major < localMajor:
		f.wrong("version", ruleVersion, "A local module's versions begin at %d.0, so that they never meet a national one's. Write version = \"%d.0\".", localMajor, localMajor+max(0, major-1))
	case !local && major >= localMajor:
		f.wrong("version", ruleVersion, "Versions from %d.0 on are for local packs. Use a lower one.", localMajor)
	}
}

func (f *tomlFile) passRule(t ruleTable) induction.Rule {
	rule := induction.StandardRule
	for _, v := range []struct {
		key       string
		from      *int
		to        *int
		low, high int
	}{
		{"rule.items_per_outcome", t.ItemsPerOutcome, &rule.ItemsPerOutcome, 1, 6},
		{"rule.pass_percent", t.PassPercent, &rule.PassPercent, 1, 100},
		{"rule.attempts", t.Attempts, &rule.Attempts, 1, 10},
		{"rule.unlocks", t.Unlocks, &rule.Unlocks, 0, 10},
	} {
		if v.from != nil {
			*v.to = *v.from
			f.number(v.key, *v.to, v.low, v.high)
		}
	}
	return rule
}

func (r *reader) outcomes(f *tomlFile, m *induction.Module, in moduleFile) {
	if n := len(in.Outcomes); n == 0 || n > maxOutcomes {
		f.wrong("outcome", ruleLimit, "A module has 1 to %d outcomes; this one has %d.", maxOutcomes, n)
	}
	seen := map[string]bool{}
	for i, o := range in.Outcomes {
		at := element("outcome", i)
		if !validID(o.ID) || seen[o.ID] {
			f.wrong(at+".id", ruleDuplicate, "An outcome's id is its own, of small letters, digits and hyphens, at most %d.", maxIDLength)
		}
		seen[o.ID] = true
		f.text(at+".text", o.Text, maxSummary)
		m.Outcomes = append(m.Outcomes, induction.Outcome{ID: induction.OutcomeID(o.ID), Text: o.Text})
		r.mark(key(m, "outcome", o.ID), f.at(at))
	}
}

func (r *reader) sources(f *tomlFile, m *induction.Module, in moduleFile) {
	if len(in.Sources) == 0 {
		f.wrong("source", ruleValue, "The module names no source. Add a [[source]] for each, with its date.")
	}
	seen := map[string]bool{}
	for i, s := range in.Sources {
		at := element("source", i)
		if !validID(s.ID) || seen[s.ID] {
			f.wrong(at+".id", ruleDuplicate, "A source's id is its own, of small letters, digits and hyphens, at most %d.", maxIDLength)
		}
		seen[s.ID] = true
		f.text(at+".title", s.Title, maxSummary)
		f.text(at+".body", s.Body, maxSummary)
		f.text(at+".used", s.Used, maxSummary)
		f.text(at+".date", s.Date, 40)
		if s.Date != "" && !yearForm.MatchString(s.Date) {
			f.wrong(at+".date", ruleValue, "The date names no year. Write it as published, such as \"October 2025\".")
		}
		f.oneOf(at+".sure", s.Sure, "stated", "confirm")
		m.Sources = append(m.Sources, induction.Source(s))
	}
}

var yearForm = regexp.MustCompile(`\b(1[89]|20)\d\d\b`)

func (f *tomlFile) signOff(in signOffFile) induction.ContentSignOff {
	f.oneOf("sign_off.status", in.Status, "awaiting", "signed")
	if in.Status == "signed" {
		f.text("sign_off.by", in.By, maxTitle)
		f.text("sign_off.role", in.Role, maxTitle)
		f.date("sign_off.date", in.Date)
	}
	if in.Status == "awaiting" && (in.By != "" || in.Date.set) {
		f.wrong("sign_off.status", ruleValue, "Somebody is named, but the status is awaiting. Write status = \"signed\", or take the name away.")
	}
	return induction.ContentSignOff{Status: in.Status, By: in.By, Role: in.Role, Date: in.Date.date}
}

// banks reads the items of every outcome.
func (r *reader) banks(m *induction.Module, dir string) {
	known := map[string]bool{}
	ids := map[induction.ItemID]bool{}
	for _, o := range m.Outcomes {
		file := dir + "/items/" + string(o.ID) + ".md"
		known[file] = true
		src, ok := readText(r.fsys, file, maxFile, r.report)
		if !ok {
			continue
		}
		for _, d := range r.items(file, o.ID, src) {
			if ids[d.ID] {
				d.wrong(d.line, ruleDuplicate, "The id %q is used twice in this module. Give this item its own.", d.ID)
			}
			ids[d.ID] = true
			m.Items = append(m.Items, d.Item)
			r.markItem(m, file, d)
		}
	}
	for _, f := range r.in(dir+"/items", ".md") {
		if !known[f] {
			r.wrong(place{f, 1}, ruleUnknown, "No outcome of this module is called %s. Name the file after an outcome's id.", strings.TrimSuffix(path.Base(f), ".md"))
		}
	}
	if len(m.Items) > maxItems {
		r.wrong(place{dir + "/module.toml", 1}, ruleLimit, "A module holds at most %d items.", maxItems)
	}
}

func (r *reader) markItem(m *induction.Module, file string, d *draft) {
	r.mark(key(m, "item", string(d.ID)), place{file, d.line})
	for i, line := range d.lines {
		r.mark(key(m, element("item "+string(d.ID), i)), place{file, line})
	}
}

// practical reads what an assessor witnesses, where there is such a part.
func (r *reader) practical(m *induction.Module, dir string) {
	file := dir + "/practical.md"
	if _, ok := r.files[file]; !ok {
		return
	}
	if src, ok := readText(r.fsys, file, maxFile, r.report); ok {
		m.Practical = r.practicalFile(file, src, m.Sources)
	}
}

type practicalFront struct {
	Title   string   `toml:"title"`
	Minutes int      `toml:"minutes"`
	Needs   string   `toml:"needs"`
	Sources []string `toml:"sources"`
}

func (r *reader) practicalFile(file string, src []byte, sources []induction.Source) *induction.Practical {
	front, body, first, ok := r.frontMatter(file, src)
	if !ok {
		return nil
	}
	var in practicalFront
	f, ok := readTOML(r.report, file, 2, front, ruleFront, &in)
	if !ok {
		return nil
	}
	f.text("title", in.Title, maxTitle)
	f.number("minutes", in.Minutes, 1, 240)
	p := &induction.Practical{Title: in.Title, Minutes: in.Minutes, Needs: in.Needs}
	for _, id := range in.Sources {
		i := slices.IndexFunc(sources, func(s induction.Source) bool { return s.ID == id })
		if i < 0 {
			f.wrong("sources", ruleUnknown, "module.toml has no source %q. Add it there, or mend the name.", id)
			continue
		}
		p.Sources = append(p.Sources, sources[i])
	}
	l := &stepList{prose: r.prose(file, first, body), critical: true}
	p.Intro, p.Guidance = l.read()
	p.Steps = l.steps
	return p
}
