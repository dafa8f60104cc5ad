package pack_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"muster/internal/pack"
)

const alone = `title = "Resident doctor, nights"
role = "Resident doctor"
version = "1.2"
summary = "What is asked before a first night."
checklists = ["ward-7"]

[[requirement]]
code = "fire.1"
refresh_months = 6
reason = "New oxygen store, “west”\\wing"
since = "1.1"

[[requirement]]
code = "resus.2-adult"
practical = true
`

func TestAProgrammeAlone(t *testing.T) {
	p, problems := pack.ReadProgramme("/some/where/nights.toml", []byte(strings.ReplaceAll(alone, "\n", "\r\n")))
	if len(problems) > 0 || p.ID != "nights" || len(p.Requirements) != 2 || p.Requirements[0].Since.String() != "1.1" || !p.Requirements[1].Practical {
		t.Fatalf("%+v %v", p, problems)
	}
	written, err := pack.WriteProgramme(p)
	if err != nil {
		t.Fatal(err)
	}
	again, problems := pack.ReadProgramme("nights.toml", written)
	if len(problems) > 0 || !reflect.DeepEqual(p, again) {
		t.Errorf("written and read again:\n%s\n%+v %v", written, again, problems)
	}
}

func TestShippedProgrammesCanBeWritten(t *testing.T) {
	files, err := filepath.Glob("../../modules/*/programmes/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, problems := pack.ReadProgramme(file, src)
		written, err := pack.WriteProgramme(p)
		again, more := pack.ReadProgramme(file, written)
		if err != nil || len(problems)+len(more) > 0 || !reflect.DeepEqual(p, again) {
			t.Errorf("%s: %v %v %v\n%s", file, err, problems, more, written)
		}
	}
}

func TestAProgrammeAloneThatIsNone(t *testing.T) {
	for _, c := range []struct{ name, src, says string }{
		{"not TOML", "title =", "bad.toml:1"},
		{"a key that is none", alone + "\nurgent = true\n", "urgent"},
		{"twice", alone + "\n[[requirement]]\ncode = \"fire.1\"\n", "asked for twice"},
		{"no requirement", alone[:strings.Index(alone, "[[")], "1 to "},
		{"not text", alone + "\x00", "bad.toml"},
		{"too large", alone + strings.Repeat("#\n", 1<<20), "larger than"},
		{"empty", "", "title"},
	} {
		_, problems := pack.ReadProgramme("in/bad.toml", []byte(c.src))
		said := ""
		for _, p := range problems {
			said += p.String() + "\n"
		}
		if !pack.HasError(problems) || !strings.Contains(said, c.says) || !strings.Contains(said, "in/bad.toml") {
			t.Errorf("%s: %q", c.name, said)
		}
	}
	if _, problems := pack.ReadProgramme("Bad Name.toml", []byte(alone)); !pack.HasError(problems) {
		t.Error("a name that is no id was taken")
	}
}
