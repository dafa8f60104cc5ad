package pack

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"muster/internal/induction"
)

// Layer is one pack to be laid over those before it.
type Layer struct {
	Name    string // shown before each file in problems: a folder
	FS      fs.FS
	Shipped bool // it came with the program; only then can it be national
}

// Status says how one pack fared.
type Status struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Version  induction.Version `json:"-"`
	Kind     Kind              `json:"kind"`
	Layer    string            `json:"layer"`
	Shipped  bool              `json:"shipped"`
	Loaded   bool              `json:"loaded"`
	Problems []Problem         `json:"problems"`
}

// Options is what a catalogue is built for.
type Options struct {
	Frameworks   Frameworks
	Organisation string         // ODS code of this machine; "" before it has one
	Today        induction.Date // for reviews that are overdue
}

// Catalog is every module, checklist and programme that this machine holds, the
// layers laid over one another. It does not change once built, and may be used by
// several goroutines.
type Catalog struct {
	options    Options
	modules    map[induction.Code]*induction.Module
	exact      map[induction.ModuleRef]*induction.Module
	checklists map[induction.ChecklistID]*induction.Checklist
	programmes map[induction.ProgrammeID]induction.Programme
	packs      map[string]*Pack
	esr        map[esrKey]ESRName
	status     []Status
}

var _ induction.Content = (*Catalog)(nil)

// ErrNoPicture is what Picture returns where no pack that is loaded shows it.
var ErrNoPicture = errors.New("no such picture in the pack")

// NewCatalog reads and lays the packs in their order. It never fails: what cannot
// be used is told in Packs.
func NewCatalog(o Options, layers ...Layer) *Catalog {
	c := &Catalog{
		options: o, modules: map[induction.Code]*induction.Module{}, exact: map[induction.ModuleRef]*induction.Module{},
		checklists: map[induction.ChecklistID]*induction.Checklist{}, programmes: map[induction.ProgrammeID]induction.Programme{},
		packs: map[string]*Pack{}, esr: map[esrKey]ESRName{},
	}
	for _, l := range layers {
		c.add(l)
	}
	return c
}

func (c *Catalog) add(l Layer) {
	p, problems := Read(l.FS, l.Name)
	if !HasError(problems) {
		problems = append(problems, p.Check(Against{Frameworks: c.options.Frameworks, Today: c.options.Today})...)
	}
	if !HasError(problems) {
		problems = append(problems, c.admit(p, l)...)
	}
	loaded := !HasError(problems)
	if loaded {
		problems = append(problems, c.lay(p)...)
	}
	c.status = append(c.status, Status{
		ID: p.ID, Title: p.Title, Version: p.Version, Kind: p.Kind, Layer: l.Name, Shipped: l.Shipped, Loaded: loaded, Problems: problems,
	})
}

// admit asks whether the pack may be used on this machine at all.
func (c *Catalog) admit(p *Pack, l Layer) []Problem {
	r := &report{name: p.name}
	if _, twice := c.packs[p.ID]; twice {
		r.wrong(place{"pack.toml", 1}, ruleDuplicate, "Another pack here has the id %q. Take one of the two away, or give this one its own id.", p.ID)
	}
	if p.Kind == National && !l.Shipped {
		r.wrong(p.marks["kind"], rulePortable, "Only a pack that ships with the program can be national. Make this one local, with its organisation.")
	}
	if o := c.options.Organisation; p.Kind == Local && o != "" && p.Organisation != o {
		r.wrong(p.marks["organisation"], rulePortable, "This pack is for %s; this machine belongs to %s. What is local is never on another organisation's list.", p.Organisation, o)
	}
	return r.problems
}

// lay puts what a pack holds over what is there; what may not replace is left out.
func (c *Catalog) lay(p *Pack) []Problem {
	r := &report{name: p.name}
	c.packs[p.ID] = p
	for _, m := range p.Modules {
		lower, there := c.modules[m.Ref.Code]
		claimed := there || p.Kind == Local && c.options.Frameworks.Reserved(m.Ref.Code)
		if c.mayReplace(r, p, claim{string(m.Ref.Code), p.marks[key(m, "version")], claimed, there && lower.Ref.Version.Major >= m.Ref.Version.Major}) {
			c.modules[m.Ref.Code], c.exact[m.Ref] = m, m
		}
	}
	for _, l := range p.Checklists {
		lower, there := c.checklists[l.ID]
		name := "checklist/" + string(l.ID)
		if c.mayReplace(r, p, claim{name, p.marks[name], there, there && lower.Version.Major >= l.Version.Major}) {
			c.checklists[l.ID] = l
		}
	}
	for _, g := range p.Programmes {
		_, there := c.programmes[g.ID]
		name := "programme/" + string(g.ID)
		if c.mayReplace(r, p, claim{name, p.marks[name], there, false}) {
			c.programmes[g.ID] = g
		}
	}
	for _, n := range p.ESRNames {
		c.esr[esrKey{n.Code, n.Practical}] = n
	}
	c.unclaimed(r, p)
	return r.sorted()
}

// claim is something of a pack that may stand where something else stood.
type claim struct {
	name   string
	at     place
	taken  bool // something has the name already, or the framework's catalogue knows it
	behind bool // its major version is not above what it would replace
}

func (c *Catalog) mayReplace(r *report, p *Pack, q claim) bool {
	switch {
	case q.taken && !slices.Contains(p.Replaces, q.name):
		r.wrong(q.at, "replaces", "%s is there already, or is a framework's, and this pack does not say that it replaces it. It is left out. Add %q to replaces in pack.toml, or give it another name.", q.name, q.name)
	case q.behind:
		r.wrong(q.at, "replaces", "%s is there in this major version or a later one, so it is left out. Raise the major part of its version.", q.name)
	default:
		return true
	}
	return false
}

// unclaimed warns where replaces names what the pack does not hold.
func (c *Catalog) unclaimed(r *report, p *Pack) {
	for _, name := range p.Replaces {
		if !p.holds(name) {
			r.warn(p.marks["replaces"], "replaces", "replaces names %q, which this pack does not hold. Take it away.", name)
		}
	}
}

func (p *Pack) holds(name string) bool {
	if id, ok := strings.CutPrefix(name, "checklist/"); ok {
		return slices.ContainsFunc(p.Checklists, func(l *induction.Checklist) bool { return string(l.ID) == id })
	}
	if id, ok := strings.CutPrefix(name, "programme/"); ok {
		return slices.ContainsFunc(p.Programmes, func(g induction.Programme) bool { return string(g.ID) == id })
	}
	return slices.ContainsFunc(p.Modules, func(m *induction.Module) bool { return string(m.Ref.Code) == name })
}

// Module finds a module by code, in the version that is shown now.
func (c *Catalog) Module(code induction.Code) (*induction.Module, bool) {
	m, ok := c.modules[code]
	return m, ok
}

// Exact finds one version of a module, whether it is shown now or was replaced.
func (c *Catalog) Exact(ref induction.ModuleRef) (*induction.Module, bool) {
	m, ok := c.exact[ref]
	return m, ok
}

// Checklist finds a local list by id.
func (c *Catalog) Checklist(id induction.ChecklistID) (*induction.Checklist, bool) {
	l, ok := c.checklists[id]
	return l, ok
}

// Programme finds a programme by id.
func (c *Catalog) Programme(id induction.ProgrammeID) (induction.Programme, bool) {
	p, ok := c.programmes[id]
	return p, ok
}

// Modules lists what is shown now, by code.
func (c *Catalog) Modules() []*induction.Module {
	return sortedValues(c.modules)
}

// Checklists lists the local lists, by id.
func (c *Catalog) Checklists() []*induction.Checklist {
	return sortedValues(c.checklists)
}

// Programmes lists the programmes, by id.
func (c *Catalog) Programmes() []induction.Programme {
	return sortedValues(c.programmes)
}

func sortedValues[K ~string, V any](m map[K]V) []V {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]V, len(keys))
	for i, k := range keys {
		out[i] = m[k]
	}
	return out
}

// Titles names a code of a framework, whether or not a module for it is here.
func (c *Catalog) Titles(framework string, code induction.Code) (subject, level string, ok bool) {
	if e, known := c.options.Frameworks.Entry(framework, code); known {
		return e.Subject, e.Level, true
	}
	if m, here := c.modules[code]; here {
		return m.Subject, m.Level, true
	}
	return "", "", false
}

// NeedsPractical says whether a framework's code is only whole once its practical
// has been witnessed.
func (c *Catalog) NeedsPractical(framework string, code induction.Code) bool {
	e, ok := c.options.Frameworks.Entry(framework, code)
	return ok && e.Practical
}

// Known is what a framework's catalogue says of a code, whether or not a module for
// it is here. Framework "" asks every catalogue, the newest first.
func (c *Catalog) Known(framework string, code induction.Code) (induction.Known, bool) {
	return c.options.Frameworks.Known(framework, code)
}

// Picture reads a picture that a module or checklist of a pack shows; file is the
// path inside the pack, as the module gives it. Only such pictures can be read.
func (c *Catalog) Picture(pack, file string) ([]byte, error) {
	p, ok := c.packs[pack]
	if !ok || !p.pictures[file] {
		return nil, ErrNoPicture
	}
	return readLimited(p.fsys, file, maxPNG)
}

// Packs says how each pack fared, in the order of the layers.
func (c *Catalog) Packs() []Status { return slices.Clone(c.status) }
