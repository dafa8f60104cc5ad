package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/induction"
	"muster/internal/pack"
)

func TestESRNames(t *testing.T) {
	plain := catalog(t, "RXX", shipped(t, "small"))
	own := catalog(t, "RXX", shipped(t, "small"), pack.Layer{Name: "ward", FS: load(t, "ward")})
	for _, c := range []struct {
		cat       *pack.Catalog
		code      induction.Code
		practical bool
		name      string
		sure      string
	}{
		{plain, "fire.1", false, "NHS|CSTF|Fire Safety - 2 Years|", pack.Stated},
		{plain, "fire.1", true, "NHS|CSTF|Fire Safety - 2 Years|", pack.Stated},
		{plain, "ipc.2", false, "NHS|CSTF|Infection Prevention and Control - Level 2 - 1 Year|", pack.Confirm},
		{plain, "resus.2-adult", true, "NHS|CSTF|Resuscitation - Level 2 - Adult Basic Life Support - 1 Year|", pack.Confirm},
		{plain, "resus.2-adult", false, "", ""},
		{plain, "moving.2", false, "", ""},
		{plain, "leadership.1", false, "", ""},
		{own, "fire.1", false, "457|LOCAL|Fire Safety on our wards|", pack.Own},
		{own, "resus.2-adult", true, "457|LOCAL|Adult basic life support|", pack.Own},
		{own, "resus.2-adult", false, "", ""},
		{own, "hsw.1", false, "NHS|CSTF|Health, Safety and Welfare - 3 Years|", pack.Confirm},
	} {
		name, sure, ok := c.cat.ESRName(c.code, c.practical)
		if name != c.name || sure != c.sure || ok != (c.name != "") {
			t.Errorf("%s, practical %v: %q, %q, %v", c.code, c.practical, name, sure, ok)
		}
	}
}

// TestOnlyWhatWasReadIsStated holds the names that ship to their source: one was found published.
func TestOnlyWhatWasReadIsStated(t *testing.T) {
	cat := catalog(t, "")
	stated := ""
	for _, fw := range frameworks(t) {
		for _, e := range fw.Entries {
			if _, sure, ok := cat.ESRName(e.Code, e.Practical); ok && sure != pack.Confirm {
				stated += string(e.Code) + " " + sure
			}
		}
	}
	if stated != "fire.1 stated" {
		t.Errorf("called sure: %q", stated)
	}
}

// TestBrokenESRNames refuses names that promise too much, or of codes that nobody knows.
func TestBrokenESRNames(t *testing.T) {
	const catalogue = "format = 1\nid = \"x/1\"\ntitle = \"X\"\n[[code]]\ncode = \"a.1\"\nsubject = \"S\"\nlevel = \"1\"\nsure = \"stated\"\n" +
		"[[code]]\ncode = \"a.2\"\nsubject = \"S\"\nlevel = \"2\"\npractical = true\nsure = \"stated\"\n"
	const good = "format = 1\nframework = \"x/1\"\n[[name]]\ncode = \"a.1\"\nname = \"A\"\nsure = \"confirm\"\n"
	read := func(names string) error {
		_, err := pack.ReadFrameworks(fstest.MapFS{"x.toml": {Data: []byte(catalogue)}, "esr-names.toml": {Data: []byte(names)}})
		return err
	}
	if err := read(good); err != nil {
		t.Fatal(err)
	}
	for old, with := range map[string]string{
		"x/1": "y/1", "a.1": "a.3", "\"a.1\"": "\"a.2\"", "confirm": "local", "format = 1": "format = 9",
		"[[name]]": strings.Repeat("[[name]]\ncode = \"a.1\"\nname = \"A\"\nsure = \"confirm\"\n", 201) + "[[name]]",
	} {
		if err := read(strings.Replace(good, old, with, 1)); err == nil {
			t.Errorf("accepted with %q for %q", with, old)
		}
	}
}

func TestKnown(t *testing.T) {
	cat := catalog(t, "", shipped(t, "small"))
	for _, c := range []struct {
		framework string
		code      induction.Code
		in        string
		covers    string
	}{
		{"cstf-eng/1.1", "ipc.2", "cstf-eng/1.1", "[ipc.1]"},
		{"", "ipc.2", "cstf-eng/1.1", "[ipc.1]"},
		{"cstf-eng/0.9", "ipc.2", "", "[]"},
		{"cstf-eng/1.1", "leadership.1", pack.OwnFramework, "[]"},
		{"", "leadership.1", pack.OwnFramework, "[]"},
		{"", "hoverboards.9", "", "[]"},
	} {
		k, ok := cat.Known(c.framework, c.code)
		var covers []string
		for _, low := range k.Covers {
			covers = append(covers, string(low))
		}
		if k.Framework != c.in || ok != (c.in != "") || "["+strings.Join(covers, " ")+"]" != c.covers {
			t.Errorf("%s of %q: %+v, %v", c.code, c.framework, k, ok)
		}
	}
}
