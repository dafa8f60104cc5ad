package doc

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fyne is the window's toolkit; its app part opens real windows, needs a C
// compiler, and stays in package main so that every screen tests without it.
const (
	fyne     = "fyne.io/fyne/v2"
	fyneApp  = "fyne.io/fyne/v2/app"
	goldmark = "github.com/yuin/goldmark"
	text     = "golang.org/x/text"
	sys      = "golang.org/x/sys"
)

// rule is what one package may import beside the standard library.
type rule struct {
	ours   []string // packages of this module, without its name
	others []string // modules, or parts of them
}

// everything is package main's leave to join all there is.
var everything = []string{"*"}

// imports is who may import whom. A package that is not here fails the test: it
// gets its line, and the reason for it, before its first import.
var imports = map[string]rule{
	"app": {everything, []string{fyne, fyneApp, "github.com/google/uuid"}},
	// A screen takes the Look that it draws with from theme and hands it on.
	"app/screen": {[]string{"app/window", "app/widget", "app/theme", "internal/phrase", "internal/induction", "internal/passport", "internal/trust", "internal/desk"}, []string{fyne}},
	"app/window": {[]string{"app/theme", "app/widget", "internal/phrase"}, []string{fyne}},
	"app/widget": {[]string{"app/theme"}, []string{fyne, goldmark}},
	"app/theme":  {[]string{"assets"}, []string{fyne}},

	// A verb asks a terminal to hide a passphrase and the disk how full it is: x/sys.
	"internal/cli": {[]string{
		"internal/induction", "internal/desk", "internal/passport", "internal/pack", "internal/trust", "internal/phrase", "internal/config",
	}, []string{sys}},
	// An administrator dresses the organisation’s keys in certificates, which are bytes.
	"internal/desk": {[]string{"internal/induction", "internal/passport", "internal/trust", "internal/certificate"}, []string{"github.com/google/uuid", text}},
	// The store gives and takes the small types of the interface that desk declares.
	"internal/sqlite": {[]string{"internal/induction", "internal/desk"}, []string{"github.com/mattn/go-sqlite3", sys}},
	"internal/pack":   {[]string{"internal/induction"}, []string{goldmark, "github.com/BurntSushi/toml"}},
	// X.509 for the keys of trust, so that any PDF reader can trust a passport too.
	"internal/certificate": {[]string{"internal/trust"}, nil},
	// A passport's PDF is signed with the device's key, and read by its pictures too.
	"internal/document":  {[]string{"internal/passport", "internal/phrase", "internal/trust", "internal/certificate", "internal/photo"}, []string{"github.com/jung-kurt/gofpdf", "github.com/pdfcpu/pdfcpu", "github.com/skip2/go-qrcode", "golang.org/x/crypto", text}},
	"internal/fetch":     {[]string{"internal/phrase"}, nil}, // an update file over HTTPS or from a share
	"internal/outlet":    {nil, []string{sys}},               // folders, sticks and the system's printer
	"internal/rehearsal": {[]string{"internal/induction", "internal/phrase"}, []string{"github.com/google/uuid"}},
	"internal/passport":  {[]string{"internal/trust"}, []string{"github.com/fxamacker/cbor/v2", "github.com/veraison/go-cose", text}},
	"internal/keystore":  {[]string{"internal/trust"}, []string{"golang.org/x/crypto", text}},
	"internal/trust":     {nil, []string{"github.com/fxamacker/cbor/v2", "github.com/veraison/go-cose"}},

	"internal/photo": {nil, []string{"github.com/makiuchi-d/gozxing", "golang.org/x/image"}},

	"internal/induction": {},
	"internal/phrase":    {nil, []string{text}},
	"internal/config":    {nil, []string{"github.com/BurntSushi/toml"}},
	"internal/testkit":   {[]string{"internal/induction", "internal/desk", "internal/passport", "internal/trust", "internal/keystore", "internal/pack", "internal/sqlite"}, nil},
	"internal/doc":       {},
	"assets":             {},
	"modules":            {},
}

// inTests may be imported by any package's tests: a test joins what it needs, the
// real store among it, and drives it with these.
var inTests = []string{fyne, "github.com/rogpeppe/go-internal", "github.com/google/go-cmp", "github.com/google/uuid"}

// aloneInTests are tests that stay as narrow as their package, because the package
// is cut out of Muster whole.
var aloneInTests = []string{"internal/induction", "internal/passport", "internal/trust", "internal/phrase"}

// found is one import of one file.
type found struct {
	from string // the importing package, without the module's name
	to   string // the import path
	test bool   // in a _test.go file
	at   string
}

// wrong says why an import is not allowed; "" where it is.
func wrong(f found) string {
	r, known := imports[f.from]
	if !known {
		return "package " + f.from + " has no line in the import map"
	}
	ours, isOurs := strings.CutPrefix(f.to, "muster/")
	switch {
	case f.to == "C":
		return f.from + " must not hold C of its own"
	case isOurs:
		return wrongOurs(f, r, ours)
	case !strings.Contains(strings.Split(f.to, "/")[0], "."):
		return "" // the standard library
	case covers([]string{fyneApp}, f.to) && f.from != "app":
		return "only package main opens real windows with " + fyneApp
	case covers(r.others, f.to) || f.test && covers(inTests, f.to):
		return ""
	}
	return f.from + " must not import " + f.to
}

func wrongOurs(f found, r rule, ours string) string {
	switch {
	case ours == "internal/testkit" && !f.test:
		return "internal/testkit is for tests alone"
	case ours == f.from && f.test, slices.Contains(r.ours, ours):
		return ""
	case slices.Equal(r.ours, everything):
		return ""
	case f.test && (ours == "internal/testkit" || !slices.Contains(aloneInTests, f.from)):
		return ""
	}
	return f.from + " must not import " + ours
}

// covers reports whether path is one of prefixes or inside it.
func covers(prefixes []string, path string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return path == p || strings.HasPrefix(path, p+"/")
	})
}

// scan reads the imports of every Go file under root, whatever system it is for.
func scan(t *testing.T, root string) []found {
	t.Helper()
	var all []found
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		here, err := read(root, path)
		all = append(all, here...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// read gives the imports of one file; a file without any still names its package.
func read(root, path string) ([]found, error) {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	f := found{from: filepath.ToSlash(filepath.Dir(rel)), test: strings.HasSuffix(path, "_test.go"), at: rel, to: "unsafe"}
	all := []found{f}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range file.Imports {
		if f.to, err = strconv.Unquote(spec.Path.Value); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func TestImportsFollowTheMap(t *testing.T) {
	all := scan(t, "../..")
	if len(all) < 100 {
		t.Fatalf("only %d imports found: this is not the whole tree", len(all))
	}
	told := map[string]bool{}
	for _, f := range all {
		if why := wrong(f); why != "" && !told[why] {
			told[why] = true
			t.Errorf("%s: %s", f.at, why)
		}
	}
}

func TestTheMapCatchesWhatItIsFor(t *testing.T) {
	for _, c := range []struct {
		from, to string
		test     bool
		ok       bool
	}{
		{"internal/induction", "time", false, true},
		{"internal/induction", "muster/internal/phrase", false, false},
		{"internal/induction", "muster/internal/sqlite", true, false},
		{"internal/induction", "muster/internal/testkit", true, true},
		{"internal/induction", "muster/internal/induction", true, true},
		{"internal/induction", "golang.org/x/text/unicode/norm", false, false},
		{"internal/desk", "muster/internal/induction", false, true},
		{"internal/desk", "muster/internal/sqlite", false, false},
		{"internal/desk", "muster/internal/sqlite", true, true},
		{"internal/desk", "muster/internal/testkit", false, false},
		{"internal/desk", "github.com/mattn/go-sqlite3", false, false},
		{"internal/sqlite", "github.com/mattn/go-sqlite3", false, true},
		{"internal/sqlite", "muster/internal/pack", false, false},
		{"internal/passport", "muster/internal/trust", false, true},
		{"internal/passport", "muster/internal/induction", false, false},
		{"internal/trust", "muster/internal/passport", false, false},
		{"app/screen", "muster/internal/desk", false, true},
		{"app/screen", "muster/internal/sqlite", false, false},
		{"app/screen", "fyne.io/fyne/v2/test", true, true},
		{"app/screen", "fyne.io/fyne/v2/app", true, false},
		{"app/widget", "fyne.io/fyne/v2/app", false, false},
		{"app/theme", "fyne.io/fyne/v2extra", false, false},
		{"app", "fyne.io/fyne/v2/app", false, true},
		{"app", "muster/internal/sqlite", false, true},
		{"app", "muster/internal/testkit", false, false},
		{"app", "github.com/mattn/go-sqlite3", false, false},
		{"app/window", "C", false, false},
		{"internal/newcomer", "fmt", false, false},
	} {
		why := wrong(found{from: c.from, to: c.to, test: c.test})
		if (why == "") != c.ok {
			t.Errorf("%s → %s (test: %t): %q", c.from, c.to, c.test, why)
		}
	}
}
