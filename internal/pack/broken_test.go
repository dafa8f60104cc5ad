package pack_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/pack"
)

const (
	moduleAt    = "modules/fire.1/module.toml"
	itemsAt     = "modules/fire.1/items/spread.md"
	pageAt      = "modules/fire.1/pages/01-what-a-fire-needs.md"
	caseAt      = "modules/fire.1/pages/02-case-bay.md"
	practicalAt = "modules/fire.1/practical.md"
	programmeAt = "programmes/resident.toml"
	checklistAt = "checklists/ward-7.md"
	esrAt       = "esr-names.toml"
)

// broken are packs with one thing wrong each: what was changed in which file, and
// the problem that must be told.
var broken = []struct{ pack, file, old, with, want string }{
	{"small", "pack.toml", "format = 1", "format = 2", "pack.toml:1 format"},
	{"small", "pack.toml", "format = 1", "format = 0", "pack.toml:1 format"},
	{"small", "pack.toml", `id = "small"`, `id = "Small"`, "pack.toml:2 value"},
	{"small", "pack.toml", `title = "A small pack"`, `title = ""`, "pack.toml:3 value"},
	{"small", "pack.toml", `"1.2"`, `"1"`, "pack.toml:4 value"},
	{"small", "pack.toml", `"1.2"`, `1.2`, "pack.toml:4 toml"},
	{"small", "pack.toml", `"national"`, `"regional"`, "pack.toml:5 value"},
	{"small", "pack.toml", "cstf-eng/1.1", "CSTF", "pack.toml:6 value"},
	{"small", "pack.toml", "licence =", "license =", "pack.toml:8 unknown-key"},
	{"small", "pack.toml", "licence =", "replaces = [\"fire.1\"]\nlicence =", "pack.toml:5 portable"},
	{"small", "pack.toml", "licence =", "x = [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]\nlicence =", "pack.toml:8 toml"},
	{"ward", "pack.toml", `"RXX"`, `"rxx"`, "pack.toml:6 portable"},

	{"small", moduleAt, `code = "fire.1"`, `code = "fire.2"`, moduleAt + ":1 value"},
	{"small", moduleAt, `subject = "Fire Safety"`, `subject = "Fire"`, moduleAt + ":3 catalogue"},
	{"small", moduleAt, `level = "1"`, `level = "2"`, moduleAt + ":4 catalogue"},
	{"small", moduleAt, `"3.1"`, `"3.64"`, moduleAt + ":5 value"},
	{"small", moduleAt, `"3.1"`, `"600.0"`, moduleAt + ":5 version"},
	{"small", moduleAt, `A module for tests.`, strings.Repeat("long ", 60), moduleAt + ":6 value"},
	{"small", moduleAt, `icon = "fire"`, `icon = "../fire.svg"`, moduleAt + ":7 value"},
	{"small", moduleAt, "refresh_months = 24\n", "", moduleAt + ":1 value"},
	{"small", moduleAt, "refresh_months = 24", "refresh_months = 36", moduleAt + ":8 catalogue"},
	{"small", moduleAt, "refresh_months = 24", "refresh_months = -1", moduleAt + ":8 value"},
	{"small", moduleAt, "portable = true\n", "", moduleAt + ":1 value"},
	{"small", moduleAt, "learn_minutes = 5", "learn_minutes = 0", moduleAt + ":10 value"},
	{"small", moduleAt, "2026-01-02", "tomorrow", moduleAt + ":13 toml"},
	{"small", moduleAt, "2026-01-02", `"2026-13-02"`, moduleAt + ":13 toml"},
	{"small", moduleAt, "review_due = 2027-01-02", "review_due = 2025-01-02", moduleAt + ":14 value"},
	{"small", moduleAt, "review_due = 2027-01-02", "review_due = 2026-05-31", moduleAt + ":14 review-due"},
	{"small", moduleAt, "review_due = 2027-01-02\n", "review_due = 2027-01-02\ncovers = [\"hsw.1\"]\n", moduleAt + ":15 catalogue"},
	{"small", moduleAt, "pass_percent = 75", "pass_percent = 101", moduleAt + ":17 value"},
	{"small", moduleAt, "pass_percent = 75", "pass_mark = 75", moduleAt + ":17 unknown-key"},
	{"small", moduleAt, "[rule]\n", "[rule]\nattempts = 4\n", moduleAt + ":20 outcome-items"},
	{"small", moduleAt, `text = "Explain how a fire spreads"`, `text = ""`, moduleAt + ":21 value"},
	{"small", moduleAt, `date = "2005"`, `date = ""`, moduleAt + ":27 value"},
	{"small", moduleAt, `date = "2005"`, `date = "last year"`, moduleAt + ":27 value"},
	{"small", moduleAt, `sure = "stated"`, `sure = "yes"`, moduleAt + ":29 value"},
	{"small", moduleAt, `status = "signed"`, `status = "awaiting"`, moduleAt + ":32 value"},
	{"small", moduleAt, "by = \"Dr A Name\"\n", "", moduleAt + ":31 value"},

	{"small", pageAt, "+++\ntitle", "title", pageAt + ":1 front-matter"},
	{"small", pageAt, "title = ", "titel = ", pageAt + ":2 unknown-key"},
	{"small", pageAt, `"spread"`, `"spred"`, pageAt + ":3 unknown"},
	{"small", pageAt, "![A triangle of heat, fuel and oxygen]", "![]", pageAt + ":8 alt"},
	{"small", pageAt, "triangle.png", "square.png", pageAt + ":8 picture"},
	{"small", pageAt, "../pictures/triangle.png", "../../../../secret.png", pageAt + ":8 picture"},
	{"small", pageAt, "triangle.png", "triangle.svg", pageAt + ":8 picture"},
	{"small", pageAt, "![A", "See ![A", pageAt + ":8 picture"},
	{"small", pageAt, "## In a room", "# In a room", pageAt + ":10 markdown"},
	{"small", pageAt, "## In a room", "<b>In a room</b>", pageAt + ":10 html"},
	{"small", pageAt, "## In a room", "See [this](other.md)", pageAt + ":10 link"},
	{"small", pageAt, "## In a room", "See https://example.org", pageAt + ":10 link"},
	{"small", pageAt, "## In a room", "    indented", pageAt + ":10 markdown"},
	{"small", pageAt, "## In a room", "```\ncode\n```", pageAt + ":10 markdown"},
	{"small", pageAt, "## In a room", "- a\n  - b\n    - c", pageAt + ":12 markdown"},
	{"small", pageAt, "## In a room", ">>>>>>> deep", pageAt + ":10 file"},
	{"small", pageAt, "## In a room", "hidden\u202eword", pageAt + ":10 file"},
	{"small", pageAt, "## In a room", "bad\xffbyte", pageAt + ":10 file"},
	{"small", pageAt, "## In a room", strings.Repeat("x", 2100), pageAt + ":10 file"},
	{"small", pageAt, "## In a room", strings.Repeat("word ", 300), pageAt + ":1 page-words"},
	{"small", caseAt, "+++\n\nSmoke", "+++\nSmoke", ""},
	{"small", caseAt, "title = \"A case\"", "title = \"A case\"\noutcome = \"other\"", caseAt + ":3 unknown"},

	{"small", itemsAt, "## mask-left", "## Mask left", itemsAt + ":3 item"},
	{"small", itemsAt, "## feeds", "## mask-left", itemsAt + ":27 duplicate"},
	{"small", itemsAt, "kind: several", "kind: severe", itemsAt + ":28 item"},
	{"small", itemsAt, "kind: several\n", "", itemsAt + ":31 options"},
	{"small", itemsAt, "What do you do *first*?\n", "", itemsAt + ":3 item"},
	{"small", itemsAt, "- [x] Turn", "- [ ] Turn", itemsAt + ":14 options"},
	{"small", itemsAt, "- [x] Turn", "- Turn", itemsAt + ":14 options"},
	{"small", itemsAt, "- [ ] Open the nearest window\n  It takes minutes.\n", "", itemsAt + ":14 options"},
	{"small", itemsAt, "  It takes minutes.\n", "", itemsAt + ":20 why"},
	{"small", itemsAt, "**Why:** Fabric", "Fabric", itemsAt + ":3 why"},
	{"small", itemsAt, "Open the nearest window", "Turn the oxygen  off", itemsAt + ":20 duplicate"},
	{"small", itemsAt, "Open the nearest window", "All of the above", itemsAt + ":20 all-of-the-above"},
	{"small", itemsAt, "Open the nearest window", "Always open windows", itemsAt + ":20 absolute-word"},
	{"small", itemsAt, "What do you do *first*?", "Which of these is not right?", itemsAt + ":3 negative-stem"},
	{"small", itemsAt, "- [ ] A closed fire door", "- [x] A closed fire door", ""},
	{"small", itemsAt, "- [x] A stack", "- [ ] A stack", itemsAt + ":32 options"},
	{"small", itemsAt, "3. Close the door\n", "", itemsAt + ":47 options"},
	{"small", itemsAt, "kind: several\n\nWhich of these feed", "kind: order\n\nWhich of these feed", itemsAt + ":32 item"},
	{"small", itemsAt, "| A computer | Carbon dioxide | |", "| A computer | Water | |", itemsAt + ":58 duplicate"},
	{"small", itemsAt, "| A computer | Carbon dioxide | |", "| A computer | |", itemsAt + ":61 options"},
	{"small", itemsAt, "|---|---|---|\n", "", itemsAt + ":58 options"},
	{"small", itemsAt, "## where-smoke", "## where-smoke\n\n- a list", itemsAt + ":83 options"},
	{"small", itemsAt, "> - It hisses.", "> ![x](../pictures/triangle.png)", itemsAt + ":8 picture"},
	{"small", itemsAt, "Stop the supply first.", "![x](../pictures/triangle.png)", itemsAt + ":23 picture"},
	{"small", itemsAt, "  It takes a second.", "  ![x](../pictures/triangle.png)", itemsAt + ":14 options"},
	{"small", itemsAt, "Up to the ceiling", "![up](../pictures/triangle.png)", itemsAt + ":87 picture"},

	{"small", practicalAt, "minutes = 10", "minutes = 0", practicalAt + ":3 value"},
	{"small", practicalAt, `["fso"]`, `["fos"]`, practicalAt + ":5 unknown"},
	{"small", practicalAt, "- [ ] `route`", "- [x] `route`", practicalAt + ":18 step"},
	{"small", practicalAt, "- [ ] `route`", "- [ ] `alarm`", practicalAt + ":18 duplicate"},
	{"small", practicalAt, "- [ ] `route`", "- [ ] `Route 1`", practicalAt + ":18 step"},
	{"small", practicalAt, "## Find", "## Find\n\nA stray sentence.", practicalAt + ":16 step"},

	{"small", programmeAt, `code = "fire.1"`, `code = "fire"`, programmeAt + ":8 value"},
	{"small", programmeAt, `code = "fire.1"`, `code = "hover.9"`, programmeAt + ":8 unknown"},
	{"small", programmeAt, `code = "fire.1"`, `code = "resus.2-adult"`, programmeAt + ":12 duplicate"},
	{"small", programmeAt, "reason = \"Our insurer asks for it\"\n", "", programmeAt + ":14 value"},
	{"small", programmeAt, `code = "resus.2-adult"`, `code = "hsw.1"`, programmeAt + ":12 unknown"},

	{"small", programmeAt, `since = "1.4"`, `since = "2"`, programmeAt + ":16 value"},
	{"small", programmeAt, `since = "1.4"`, `since = 2.0`, programmeAt + ":16 toml"},

	{"ward", esrAt, "format = 1", "format = 2", esrAt + ":1 format"},
	{"ward", esrAt, "format = 1", "format = 1\nframework = \"cstf-eng/1.1\"", esrAt + ":2 unknown-key"},
	{"ward", esrAt, `"fire.1"`, `"fire"`, esrAt + ":4 value"},
	{"ward", esrAt, "Fire Safety on our wards|", strings.Repeat("x", 200), esrAt + ":5 value"},
	{"ward", esrAt, "|Fire Safety on our wards|\"", "|Fire Safety\\non our wards|\"", esrAt + ":5 value"},
	{"ward", esrAt, "wards|\"", "wards| \"", esrAt + ":5 value"},
	{"ward", esrAt, `"457|LOCAL|Fire Safety on our wards|"`, `""`, esrAt + ":5 value"},
	{"ward", esrAt, `sure = "local"`, `sure = "stated"`, esrAt + ":6 value"},
	{"ward", esrAt, "practical = true\nname", "name", ""},
	{"ward", esrAt, "code = \"resus.2-adult\"\npractical = true", "code = \"fire.1\"", esrAt + ":9 duplicate"},
	{"ward", esrAt, "practical = true\nname", "practical = true\nnames", esrAt + ":11 unknown-key"},

	{"ward", checklistAt, `version = "1.0"`, `version = "one"`, checklistAt + ":3 value"},
	{"ward", checklistAt, "`call` Emergency", "`call` **Critical.** Emergency", checklistAt + ":17 step"},
	{"ward", checklistAt, "## Emergencies", "Read this.\n\n## Emergencies", checklistAt + ":9 step"},
	{"ward", checklistAt, "## Work", "## Work\n\n<script>", checklistAt + ":21 html"},
}

func TestBroken(t *testing.T) {
	for _, b := range broken {
		t.Run(b.file+" "+b.with, func(t *testing.T) {
			p := load(t, b.pack)
			change(t, p, b.file, b.old, b.with)
			problems := whole(t, p)
			if b.want == "" {
				for _, found := range problems {
					t.Error(found)
				}
				return
			}
			if found, others := find(problems, b.want); !found {
				t.Errorf("want %s; told:\n%s", b.want, strings.Join(others, "\n"))
			}
			for _, found := range problems {
				if found.Line < 1 || found.Text == "" || strings.Contains(found.Text, "%!") {
					t.Errorf("not a usable problem: %v", found)
				}
			}
		})
	}
}

// TestMissingFiles takes a file away, or puts one too many there.
func TestMissingFiles(t *testing.T) {
	for _, c := range []struct{ take, put, want string }{
		{"pack.toml", "", "pack.toml:1 file"},
		{moduleAt, "", moduleAt + ":1 file"},
		{itemsAt, "", itemsAt + ":1 file"},
		{pageAt, "", moduleAt + ":19 outcome-pages"},
		{"modules/fire.1/pictures/triangle.png", "", pageAt + ":8 picture"},
		{"modules/fire.1/pictures/triangle.svg", "", "modules/fire.1/pictures/triangle.png:1 picture-source"},
		{"", "modules/fire.1/items/other.md", "modules/fire.1/items/other.md:1 unknown"},
		{"", "modules/fire.1/pages/intro.md", "modules/fire.1/pages/intro.md:1 file"},
		{"", "modules/fire.1/pages/03-case-bay.md", "modules/fire.1/pages/03-case-bay.md:1 front-matter"},
		{"", "notes.txt", "notes.txt:1 file"},
		{"", "checklists/ward.md", "checklists/ward.md:1 portable"},
		{"", "esr-names.toml", "esr-names.toml:1 portable"},
	} {
		p := load(t, "small")
		delete(p, c.take)
		if c.put != "" {
			p[c.put] = p["pack.toml"]
		}
		if found, others := find(whole(t, p), c.want); !found {
			t.Errorf("-%s +%s: want %s; told:\n%s", c.take, c.put, c.want, strings.Join(others, "\n"))
		}
	}
}

// TestEveryRuleIsTried holds the corpus to the table: a rule without a broken pack is
// a rule that may never fire.
func TestEveryRuleIsTried(t *testing.T) {
	tried := map[string]bool{"outcome-pages": true, "outcome-kinds": true, "module-kinds": true, "longest-option": true, "shortest-option": true}
	for _, b := range broken {
		_, rule, _ := strings.Cut(b.want, " ")
		tried[rule] = true
	}
	for _, r := range pack.Rules {
		if !tried[r.ID] || r.Says == "" {
			t.Errorf("the rule %s has no words or no broken pack", r.ID)
		}
	}
}

// TestBanks makes items of one kind only, in which the right option is told by its length.
func TestBanks(t *testing.T) {
	for _, c := range []struct{ right, wrong, rule string }{
		{"It is the longest of all", "Not so", "longest-option"},
		{"Short", "It is quite a bit longer", "shortest-option"},
		{"Same", "Same", "outcome-kinds"},
		{"Same", "Same", "module-kinds"},
	} {
		var b strings.Builder
		for i := range 12 {
			fmt.Fprintf(&b, "## item-%d\n\nWhat is it?\n\n", i)
			for j, text := range []string{c.right, c.wrong, c.wrong} {
				fmt.Fprintf(&b, "- [%s] %s %d\n  Because.\n", map[bool]string{true: "x", false: " "}[j == 0], text, j)
			}
			b.WriteString("\n**Why:** So it is.\n\n")
		}
		p := load(t, "small")
		p[itemsAt] = &fstest.MapFile{Data: []byte(b.String())}
		got := ""
		for _, found := range whole(t, p) {
			got += found.Rule + " "
		}
		if !strings.Contains(got, c.rule) || c.right == c.wrong && strings.Contains(got, "option") {
			t.Errorf("want %s, told %s", c.rule, got)
		}
	}
}
