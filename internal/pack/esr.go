package pack

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"muster/internal/induction"
)

// esrFile is the file of ESR names, in a local pack and beside the catalogues.
const esrFile = "esr-names.toml"

// How surely an ESR name is known.
const (
	Stated  = "stated"  // read in a published source
	Confirm = "confirm" // from memory: to be held against an export first
	Own     = "local"   // the organisation's own word
)

// ESRName is what the Electronic Staff Record calls a level as a competence.
type ESRName struct {
	Code      induction.Code `toml:"code"`
	Practical bool           `toml:"practical"` // the level with its practical part
	Name      string         `toml:"name"`
	Sure      string         `toml:"sure"` // Stated, Confirm or Own
}

type esrNamesFile struct {
	Format    int       `toml:"format"`
	Framework string    `toml:"framework"` // of the names that ship
	Checked   string    `toml:"checked"`
	Note      string    `toml:"note"`
	Names     []ESRName `toml:"name"`
}

// readESRNames reads a file of names, each as sure as one of the words given.
func readESRNames(r *report, src []byte, sure ...string) (*tomlFile, esrNamesFile, bool) {
	var in esrNamesFile
	f, ok := readTOML(r, esrFile, 1, src, ruleTOML, &in)
	if !ok {
		return f, in, false
	}
	if in.Format != newestFormat {
		f.wrong("format", ruleFormat, "Write format = %d.", newestFormat)
	}
	if len(in.Names) > maxESRNames {
		f.wrong("name", ruleLimit, "A file holds at most %d names. Take out what is not used.", maxESRNames)
		return f, in, false
	}
	for i, n := range in.Names {
		f.esrName(element("name", i), n, in.Names[:i], sure)
	}
	return f, in, true
}

func (f *tomlFile) esrName(at string, n ESRName, before []ESRName, sure []string) {
	same := func(o ESRName) bool { return o.Code == n.Code && o.Practical == n.Practical }
	switch {
	case !n.Code.Valid():
		f.wrong(at+".code", ruleValue, "Write code as subject.level, such as \"fire.1\".")
	case slices.ContainsFunc(before, same):
		f.wrong(at+".code", ruleDuplicate, "%s is named twice. Take one away.", n.Code)
	}
	f.text(at+".name", n.Name, maxESRName)
	if strings.TrimSpace(n.Name) != n.Name || strings.ContainsFunc(n.Name, unicode.IsControl) {
		f.wrong(at+".name", ruleValue, "Write the name as ESR shows it, on one line and without spaces around it.")
	}
	f.oneOf(at+".sure", n.Sure, sure...)
}

// names adds the names that ship to the framework whose codes they are of.
func (fs Frameworks) names(fsys fs.FS) error {
	r := &report{}
	src, ok := readText(fsys, esrFile, maxFile, r)
	if ok {
		f, in, read := readESRNames(r, src, Stated, Confirm)
		fw := fs[in.Framework]
		if read && fw == nil {
			f.wrong("framework", ruleUnknown, "There is no catalogue %q.", in.Framework)
		}
		for i, n := range in.Names {
			if e, known := fs.Entry(in.Framework, n.Code); read && (!known || e.Practical != n.Practical) {
				f.wrong(element("name", i)+".code", ruleUnknown, "The catalogue does not know %s so: with its practical part, or without one.", n.Code)
			}
		}
		if fw != nil {
			fw.names = in.Names
		}
	}
	if HasError(r.problems) {
		return fmt.Errorf("names for ESR: %v", r.sorted()[0])
	}
	return nil
}

// esrNames reads a local pack's own names.
func (r *reader) esrNames() {
	if _, there := r.files[esrFile]; !there {
		return
	}
	src, ok := readText(r.fsys, esrFile, maxFile, r.report)
	if !ok {
		return
	}
	if r.pack.Kind == National {
		r.wrong(place{esrFile, 1}, rulePortable, "Names for ESR are an organisation's own. Move the file into a local pack.")
	}
	f, in, ok := readESRNames(r.report, src, Own)
	if !ok {
		return
	}
	if in.Framework != "" {
		f.wrong("framework", ruleKey, "A local pack's names need no framework. Take the line away.")
	}
	r.pack.ESRNames = in.Names
}

// ESRName is what ESR calls a level, and how surely: Own where a local pack says it,
// else as the names that ship do, those of the newest catalogue first. Practical says that the practical part is held
// too; a name for the level with its practical is never given without it.
func (c *Catalog) ESRName(code induction.Code, practical bool) (name, sure string, ok bool) {
	for _, p := range []bool{practical, false} {
		if n, ok := c.esrName(code, p); ok {
			return n.Name, n.Sure, true
		}
	}
	return "", "", false
}

func (c *Catalog) esrName(code induction.Code, practical bool) (ESRName, bool) {
	if n, ok := c.esr[esrKey{code, practical}]; ok {
		return n, true
	}
	for _, fw := range slices.Backward(sortedValues(c.options.Frameworks)) {
		if i := slices.IndexFunc(fw.names, func(n ESRName) bool { return n.Code == code && n.Practical == practical }); i >= 0 {
			return fw.names[i], true
		}
	}
	return ESRName{}, false
}

type esrKey struct {
	code      induction.Code
	practical bool
}
