package doc

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/assets"
	"muster/internal/cli"
	"muster/internal/config"
	"muster/internal/phrase"
)

// root is the top of the tree, as tests of this package see it.
const root = "../.."

var (
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	code     = regexp.MustCompile("`([^`\n]+)`")
	testName = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*`)
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	bold     = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	fence    = regexp.MustCompile("(?s)\n```.*?\n```")
	row      = regexp.MustCompile(`(?m)^\| *([^|]+?) *\|`)
	slot     = regexp.MustCompile(`\\\{\d\\\}`)
	letters  = regexp.MustCompile(`\pL`)

	unslotted = regexp.MustCompile(`\{\d\}`)
)

// pages are the documents that people read, by their paths from the top.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"*.md", "internal/doc/*.md", "internal/doc/adr/*.md", "packaging/*.md", "modules/*.md", "internal/passport/*.md"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			all[f] = readText(t, f)
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d pages found: this is not the whole tree", len(all))
	}
	return all
}

func readText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// section is what stands under a heading, up to the next one.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, after, found := strings.Cut(page, "\n"+heading+"\n")
	if !found {
		t.Fatalf("there is no heading %q", heading)
	}
	here, _, _ := strings.Cut(after, "\n#")
	return here
}

// firstCells are the first cells of a table's rows, without its head.
func firstCells(section string) []string {
	var out []string
	for _, m := range row.FindAllStringSubmatch(section, -1) {
		out = append(out, strings.Trim(m[1], "`"))
	}
	if len(out) > 2 {
		return out[2:]
	}
	return nil
}

// testsInTree are the names of every test, fuzz target and benchmark there is.
func testsInTree(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, m := range declared.FindAllStringSubmatch(readText(t, path), -1) {
			names[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestEveryTestThatIsNamedExists(t *testing.T) {
	there, named := testsInTree(t), 0
	for page, text := range pages(t) {
		for _, quoted := range code.FindAllStringSubmatch(text, -1) {
			for _, name := range testName.FindAllString(quoted[1], -1) {
				named++
				if !there[name] {
					t.Errorf("%s names %s, which is not in the tree", page, name)
				}
			}
		}
	}
	if named < 80 {
		t.Errorf("only %d tests are named: the pages no longer say what holds a threat", named)
	}
}

// TestEachThreatIsHeldByATest: a row of a table of threats names at least one.
func TestEachThreatIsHeldByATest(t *testing.T) {
	text := readText(t, "threats.md")
	held, _, found := strings.Cut(text, "\n## Not held yet\n")
	if !found {
		t.Fatal("the page no longer says what is not held")
	}
	for line := range strings.Lines(held) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat") {
			continue
		}
		if !testName.MatchString(line) {
			t.Errorf("no test is named for: %s", line)
		}
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	for page, text := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			if to := target(page, m[1]); to != "" {
				t.Errorf("%s: the link %s leads nowhere", page, to)
			}
		}
	}
}

// target is a link that leads nowhere; "" where it leads to a file, or out of the tree.
func target(page, to string) string {
	if strings.Contains(to, "://") {
		return ""
	}
	path, _, _ := strings.Cut(to, "#")
	if _, err := os.Stat(filepath.Join(filepath.Dir(page), path)); err != nil {
		return to
	}
	return ""
}

// TestPathsAndTargetsThatAreNamedExist: files of the tree, and targets of make.
func TestPathsAndTargetsThatAreNamedExist(t *testing.T) {
	path := regexp.MustCompile(`^(?:app|internal|assets|modules|packaging)/[\w./-]+$`)
	target := regexp.MustCompile(`^make ([a-z]+)`)
	makefile := readText(t, filepath.Join(root, "Makefile"))
	for page, text := range pages(t) {
		if strings.HasSuffix(page, "FORMAT.md") {
			continue // its paths are those inside a pack
		}
		for _, m := range code.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			if path.MatchString(m[1]) {
				if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
					t.Errorf("%s: there is no %s", page, m[1])
				}
			}
			if g := target.FindStringSubmatch(m[1]); g != nil && !strings.Contains(makefile, "\n"+g[1]+":") {
				t.Errorf("%s: there is no “make %s”", page, g[1])
			}
		}
	}
}

func TestEverySettingIsOnTheITPage(t *testing.T) {
	settings := section(t, readText(t, "for-it.md"), "## Settings")
	keys := config.Keys()
	if got := firstCells(settings); !slices.Equal(got, keys) {
		t.Errorf("the page lists %v, the program has %v", got, keys)
	}
	for _, key := range keys {
		variable := "MUSTER_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
		if !strings.Contains(settings, "| `"+key+"` | `--"+key+"` | `"+variable+"` |") {
			t.Errorf("the row of %s does not name its flag and variable", key)
		}
	}
}

// verbs are those that "muster help" lists.
func verbs(t *testing.T) []string {
	t.Helper()
	book, err := phrase.Load(assets.FS())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cli.Main(cli.Env{Words: book.Printer("en-GB"), Stdout: &out})
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z ]+?)   `).FindAllStringSubmatch(out.String(), -1) {
		names = append(names, m[1])
	}
	if len(names) < 5 {
		t.Fatalf("the help names only %v", names)
	}
	return names
}

func TestEveryVerbIsOnTheITPage(t *testing.T) {
	want := verbs(t)
	var got []string
	for _, cell := range firstCells(section(t, readText(t, "for-it.md"), "## The verbs")) {
		got = append(got, strings.TrimPrefix(cell, "muster "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the page lists %v, the program has %v", got, want)
	}
	used := regexp.MustCompile(`^muster ([a-z]+)`)
	for page, text := range pages(t) {
		for _, m := range code.FindAllStringSubmatch(text, -1) {
			g := used.FindStringSubmatch(m[1])
			if g != nil && g[1] != "help" && !slices.ContainsFunc(want, func(v string) bool { return strings.Fields(v)[0] == g[1] }) {
				t.Errorf("%s: there is no verb in “%s”", page, m[1])
			}
		}
	}
}

func TestEveryExitCodeIsOnTheITPage(t *testing.T) {
	const interrupted = 130 // as a shell has it
	var got []int
	for _, cell := range firstCells(section(t, readText(t, "for-it.md"), "### Exit codes")) {
		n, err := strconv.Atoi(cell)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	got = slices.Compact(got)
	want := []int{cli.ExitDone, cli.ExitNotDone, cli.ExitUsage, cli.CheckAccept, cli.CheckCaution, cli.CheckRefuse, cli.CheckNotDone, interrupted}
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("the page lists %v, the program has %v", got, want)
	}
}

// words are all that people read on the screens, by their keys.
func words(t *testing.T) map[string][]string {
	t.Helper()
	b, err := fs.ReadFile(assets.Words(), "en-GB.json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			all[key] = []string{v}
		case map[string]any:
			for _, form := range v {
				all[key] = append(all[key], form.(string))
			}
		}
	}
	return all
}

func TestEveryStoreRefusalIsOnTheITPage(t *testing.T) {
	var want []string
	for key := range words(t) {
		if code, is := strings.CutPrefix(key, "refusal."); is && strings.HasPrefix(code, "store-") {
			want = append(want, code)
		}
	}
	got := firstCells(section(t, readText(t, "for-it.md"), "## When Muster cannot open its records"))
	slices.Sort(want)
	slices.Sort(got)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("the page lists %v, the program has %v", got, want)
	}
}

// TestPagesSpeakAsTheScreen: words in bold, and those quoted as a message, stand on a
// screen just so.
func TestPagesSpeakAsTheScreen(t *testing.T) {
	onScreen := screenWords(t)
	said := []string{"passphrase", "PIN", "as you see it"} // set off, and no words of a screen
	for page, least := range map[string]int{"for-trainers.md": 60, "for-checkers.md": 25, "for-administrators.md": 60} {
		text := readText(t, page)
		quotes := append(bold.FindAllStringSubmatch(text, -1), regexp.MustCompile(`“([^”]+)”`).FindAllStringSubmatch(text, -1)...)
		if len(quotes) < least {
			t.Errorf("%s: only %d words of the screen are named", page, len(quotes))
		}
		for _, m := range quotes {
			if !slices.Contains(said, m[1]) && !onScreen(m[1]) {
				t.Errorf("%s: no screen says %q", page, m[1])
			}
		}
	}
}

// screenWords tells whether words stand on a screen: as a whole, up to a full stop,
// or as the part of a line before its first argument.
func screenWords(t *testing.T) func(string) bool {
	t.Helper()
	var forms []*regexp.Regexp
	for _, texts := range words(t) {
		for _, s := range texts {
			if len(letters.FindAllString(unslotted.ReplaceAllString(s, ""), -1)) < 2 {
				continue // it is an argument and little else, and would match anything
			}
			whole := slot.ReplaceAllString(regexp.QuoteMeta(s), `.+`)
			first, _, _ := strings.Cut(regexp.QuoteMeta(s), `\. `)
			before, _, _ := strings.Cut(regexp.QuoteMeta(s), ` · `)
			start, _, _ := strings.Cut(regexp.QuoteMeta(s), `: \{`)
			forms = append(forms, regexp.MustCompile(`^(?:`+strings.Join([]string{whole, first, before, start}, "|")+`)\.?$`))
		}
	}
	return func(said string) bool {
		return slices.ContainsFunc(forms, func(f *regexp.Regexp) bool { return f.MatchString(said) })
	}
}

func TestTheChecksFindWhatTheyAreFor(t *testing.T) {
	if target("../../README.md", "internal/doc/for-it.md") != "" || target("../../README.md", "internal/doc/gone.md") == "" {
		t.Error("links are not looked at")
	}
	if on := screenWords(t); !on("Open the session") || on("Open the season") || on("In") {
		t.Error("words of the screen are not told from others")
	}
	if got := firstCells("\n| a | b |\n|---|---|\n| `x` | 1 |\n| y | 2 |\n"); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("rows are read as %v", got)
	}
}
