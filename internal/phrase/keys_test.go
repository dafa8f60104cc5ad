package phrase

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "sort and format the files of words")

const wordsDir = "../../assets/words"

// speakers are the calls whose first argument is a key: Printer.T, and the
// functions of that shape which packages that must not know phrase are handed.
var speakers = map[string]bool{"T": true, "Has": true, "say": true, "words": true, "Words": true}

// prefixForm is the beginning of a key, up to a dot.
var prefixForm = regexp.MustCompile(`^[a-z0-9-]+\.([a-zA-Z0-9-]+\.)*$`)

// use is one place in the source that names a key, or a family of them.
type use struct {
	key   string // "" where the key is put together from parts
	form  *regexp.Regexp
	at    token.Position
	given int // arguments by position; -1 where they cannot be counted
}

// sources are the Go files of the program, tests left out.
func sources(t *testing.T, visit func(fset *token.FileSet, path string, file *ast.File)) {
	t.Helper()
	fset := token.NewFileSet()
	for _, root := range []string{"../../app", "../../internal"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
			if err == nil {
				visit(fset, path, file)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// asked finds every use of a key in the program.
func asked(t *testing.T) (uses []use, literals map[string]bool) {
	literals = map[string]bool{}
	sources(t, func(fset *token.FileSet, _ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				s, err := strconv.Unquote(n.Value)
				literals[s] = err == nil
				if prefixForm.MatchString(s) { // handed to what adds the rest
					uses = append(uses, use{form: regexp.MustCompile("^" + regexp.QuoteMeta(s) + ".+$"), given: -1})
				}
			case *ast.BinaryExpr:
				if u, ok := family(n); ok {
					u.at = fset.Position(n.Pos())
					uses = append(uses, u)
					return false
				}
			case *ast.CallExpr:
				if u, ok := call(n); ok {
					u.at = fset.Position(n.Pos())
					uses = append(uses, u)
				}
			}
			return true
		})
	})
	return uses, literals
}

// call is a speaker's call with the key written out.
func call(c *ast.CallExpr) (use, bool) {
	var name string
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if !speakers[name] || len(c.Args) == 0 {
		return use{}, false
	}
	lit, ok := c.Args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return use{}, false
	}
	key, err := strconv.Unquote(lit.Value)
	if err != nil || !keyForm.MatchString(key) {
		return use{}, false
	}
	u := use{key: key, given: len(c.Args) - 1}
	if c.Ellipsis.IsValid() || name == "Has" {
		u.given = -1
	}
	return u, true
}

// family is a key put together around a literal that begins with a group, such
// as "status." + s + ".heading".
func family(b *ast.BinaryExpr) (use, bool) {
	if b.Op != token.ADD {
		return use{}, false
	}
	var form strings.Builder
	parts := flatten(b)
	head, ok := parts[0].(*ast.BasicLit)
	if !ok || head.Kind != token.STRING {
		return use{}, false
	}
	start, err := strconv.Unquote(head.Value)
	if err != nil || !regexp.MustCompile(`^[a-z0-9-]+\.[a-zA-Z0-9.-]*$`).MatchString(start) {
		return use{}, false
	}
	for _, p := range parts {
		lit, ok := p.(*ast.BasicLit)
		if !ok {
			form.WriteString(`.+`)
			continue
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			return use{}, false
		}
		form.WriteString(regexp.QuoteMeta(s))
	}
	return use{form: regexp.MustCompile("^" + form.String() + "$"), given: -1}, true
}

func flatten(e ast.Expr) []ast.Expr {
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return append(flatten(b.X), flatten(b.Y)...)
	}
	return []ast.Expr{e}
}

// constants are the values of a package's string constants of one type.
func constants(t *testing.T, dir, typeName string) map[string]string {
	t.Helper()
	out := map[string]string{}
	sources(t, func(_ *token.FileSet, path string, file *ast.File) {
		if filepath.Base(filepath.Dir(path)) != dir {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != len(v.Names) {
				return true
			}
			if id, ok := v.Type.(*ast.Ident); !ok || id.Name != typeName {
				return true
			}
			for i, name := range v.Names {
				if lit, ok := v.Values[i].(*ast.BasicLit); ok {
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					out[name.Name] = s
				}
			}
			return true
		})
	})
	if len(out) == 0 {
		t.Fatalf("internal/%s has no constants of type %s", dir, typeName)
	}
	return out
}

// needed are the keys that the program puts together from lists of its own.
func needed(t *testing.T) []string {
	var keys []string
	for _, code := range constants(t, "induction", "Reason") {
		keys = append(keys, "refusal."+code)
	}
	for _, status := range constants(t, "passport", "Status") {
		for _, part := range []string{".heading", ".means", ".now"} {
			keys = append(keys, "status."+status+part)
		}
	}
	for _, band := range constants(t, "passport", "Band") {
		keys = append(keys, "band."+band, "band."+band+".now")
	}
	return keys
}

func TestEveryKeyHasItsWords(t *testing.T) {
	words := book(t, nil).words[Source]
	uses, _ := asked(t)
	for _, u := range uses {
		if u.key == "" {
			continue
		}
		e, ok := words[u.key]
		if !ok {
			t.Errorf("%s: %q has no words in %s.json", u.at, u.key, Source)
			continue
		}
		if n := places(e); u.given >= 0 && n > u.given {
			t.Errorf("%s: the words of %q take %d arguments, and %d are given", u.at, u.key, n, u.given)
		}
	}
	for _, key := range needed(t) {
		if _, ok := words[key]; !ok {
			t.Errorf("%q has no words in %s.json", key, Source)
		}
	}
}

func TestEveryRefusalHasItsArguments(t *testing.T) {
	words := book(t, nil).words[Source]
	codes := constants(t, "induction", "Reason")
	first := map[string]int{"Refuse": 1, "Because": 2} // where the reason stands
	sources(t, func(fset *token.FileSet, _ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || c.Ellipsis.IsValid() {
				return true
			}
			at, ok := first[lastName(c.Fun)]
			if !ok || len(c.Args) <= at {
				return true
			}
			code, ok := codes[lastName(c.Args[at])]
			if given := len(c.Args) - at - 1; ok && places(words["refusal."+code]) > given {
				t.Errorf("%s: the words of refusal.%s take more than the %d arguments given", fset.Position(c.Pos()), code, given)
			}
			return true
		})
	})
}

func TestNoWordsAreLeftOver(t *testing.T) {
	uses, literals := asked(t)
	var left []string
	for key := range book(t, nil).words[Source] {
		used := literals[key] || slices.ContainsFunc(uses, func(u use) bool {
			return u.form != nil && u.form.MatchString(key)
		})
		if !used {
			left = append(left, key)
		}
	}
	if slices.Sort(left); len(left) > 0 {
		t.Errorf("nothing in app or internal uses these %d keys:\n%s", len(left), strings.Join(left, "\n"))
	}
}

func TestFilesAreSortedAndFormatted(t *testing.T) {
	for _, path := range files(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		values, err := scan(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		want, err := format(values)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if string(want) == string(data) {
			continue
		}
		if !*update {
			t.Errorf("%s is not sorted; run go test ./internal/phrase -update", filepath.Base(path))
		} else if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Error(err)
		}
	}
}

func TestTranslationsFitTheSource(t *testing.T) {
	b, err := Load(os.DirFS("../../assets"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range b.Languages() {
		for _, complaint := range unfit(b.words[Source], b.words[tag]) {
			t.Errorf("%s: %s", tag, complaint)
		}
	}
}

// unfit are a translation's keys that the source lacks, and its texts that take
// other parameters than the source's.
func unfit(source, translation map[string]entry) (complaints []string) {
	for key, e := range translation {
		s, ok := source[key]
		if !ok {
			complaints = append(complaints, fmt.Sprintf("%q is not in %s", key, Source))
			continue
		}
		if got, want := parameters(e), parameters(s); !slices.Equal(got, want) {
			complaints = append(complaints, fmt.Sprintf("%q takes %v, and in %s %v", key, got, Source, want))
		}
	}
	return complaints
}

func TestUnfitTranslationsAreFound(t *testing.T) {
	source := map[string]entry{"a.a": {text: "{0} {n}"}, "a.b": {text: "x"}}
	for _, c := range []struct {
		translation map[string]entry
		want        int
	}{
		{map[string]entry{"a.a": {text: "{n}: {0}"}}, 0},
		{map[string]entry{"a.a": {text: "{0}"}}, 1},
		{map[string]entry{"a.c": {text: "x"}, "a.b": {text: "{0}"}}, 2},
	} {
		if got := unfit(source, c.translation); len(got) != c.want {
			t.Errorf("%v: %v, want %d", c.translation, got, c.want)
		}
	}
}

func files(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(wordsDir + "/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files of words: %v", err)
	}
	return paths
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// places is how many arguments by position an entry takes.
func places(e entry) int {
	n := 0
	for _, name := range parameters(e) {
		if i, err := strconv.Atoi(name); err == nil {
			n = max(n, i+1)
		}
	}
	return n
}

// parameters are the names in braces of every form of an entry, sorted.
func parameters(e entry) []string {
	texts := []string{e.text}
	for _, t := range e.forms {
		texts = append(texts, t)
	}
	var names []string
	for _, t := range texts {
		expand(&strings.Builder{}, t, func(name string) string {
			names = append(names, name)
			return ""
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}
