package config

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

// linux is a machine with a home folder, these variables and this settings file.
func linux(env map[string]string, file string) System {
	return System{
		OS: "linux", Home: "/home/ana",
		Env: func(name string) string { return env[name] },
		Read: func(path string) ([]byte, error) {
			if file == "" || (path != "/home/ana/.config/muster/muster.toml" && path != "/etc/own.toml") {
				return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
			}
			return []byte(file), nil
		},
	}
}

func TestDefaults(t *testing.T) {
	c, err := Load(linux(nil, ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"data": "/home/ana/.local/share/muster", "language": "", "idle-lock": "10", "window": "windowed",
		"packs": "", "printer": "", "save": "/home/ana/Documents", "log": "info", "update": "", "update-ca": "",
	}
	for _, key := range Keys() {
		if c.Value(key) != want[key] || c.Origin(key) != (Origin{}) {
			t.Errorf("%s = %q from %s, want %q", key, c.Value(key), c.Origin(key), want[key])
		}
	}
	if len(Keys()) != len(want) || c.Value("absent") != "" {
		t.Errorf("Keys() = %v", Keys())
	}
	if c.IdleLock != 10*time.Minute || c.File != "/home/ana/.config/muster/muster.toml" {
		t.Errorf("%+v", c)
	}
}

func TestEachPlaceCountsOverTheOneBefore(t *testing.T) {
	file := "# ours\nlog = \"warn\"\nidle-lock = 5\nwindow = \"kiosk\"\n"
	env := map[string]string{"MUSTER_LOG": "error", "MUSTER_IDLE_LOCK": "6"}
	c, err := Load(linux(env, file), []string{"--log", "debug", "check", "-", "--json"})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][2]string{
		"log":       {"debug", "--log"},
		"idle-lock": {"6", "MUSTER_IDLE_LOCK"},
		"window":    {"kiosk", "/home/ana/.config/muster/muster.toml:4"},
		"language":  {"", "default"},
	} {
		if got := [2]string{c.Value(key), c.Origin(key).String()}; got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
	if !reflect.DeepEqual(c.Arguments, []string{"check", "-", "--json"}) {
		t.Errorf("Arguments = %q", c.Arguments)
	}
}

func TestEveryKeyCanBeToldInEveryPlace(t *testing.T) {
	told := map[string][2]string{ // as text, and in the file
		"data": {"/d", `"/d"`}, "language": {"cy-GB", `"cy-GB"`}, "idle-lock": {"7", "7"}, "window": {"kiosk", `"kiosk"`},
		"packs": {"/a:/b", `["/a", "/b"]`}, "printer": {"Ward 7", `"Ward 7"`}, "save": {"/s", `"/s"`}, "log": {"debug", `"debug"`},
		"update": {"https://updates.example/raa.muster", `"https://updates.example/raa.muster"`}, "update-ca": {"/ca.pem", `"/ca.pem"`},
	}
	for _, key := range Keys() {
		text, inFile := told[key][0], told[key][1]
		variable := "MUSTER_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
		for place, load := range map[string]func() (*Config, error){
			"--" + key: func() (*Config, error) { return Load(linux(nil, ""), []string{"--" + key + "=" + text}) },
			variable:   func() (*Config, error) { return Load(linux(map[string]string{variable: text}, ""), nil) },
			"/etc/own.toml:1": func() (*Config, error) {
				return Load(linux(map[string]string{"MUSTER_CONFIG": "/etc/own.toml"}, key+" = "+inFile), nil)
			},
		} {
			c, err := load()
			if err != nil {
				t.Errorf("%s: %v", place, err)
				continue
			}
			if c.Value(key) != text || c.Origin(key).String() != place {
				t.Errorf("%s = %q from %s, want %q from %s", key, c.Value(key), c.Origin(key), text, place)
			}
		}
		if !strings.Contains(Help(), "--"+key) || !strings.Contains(Help(), variable) {
			t.Errorf("the help does not name %s", key)
		}
	}
}

func TestProblemsSayWhereAndWhatNow(t *testing.T) {
	for _, c := range []struct {
		name, file string
		env        map[string]string
		args       []string
		want       []string
	}{
		{"mistyped key", "log = \"warn\"\n\nlnaguage = \"cy\"", nil, nil, []string{"muster.toml:3", "lnaguage", "write one of"}},
		{"a table", "log = \"warn\"\n[sync]\nurl = \"x\"", nil, nil, []string{"muster.toml:2", "sync", "no such setting"}},
		{"a dotted key", "\ndata.x = \"y\"", nil, nil, []string{"muster.toml:2", "data"}},
		{"not TOML", "log = \"warn\"\nwindow = kiosk", nil, nil, []string{"muster.toml:2", "not TOML"}},
		{"wrong type", "idle-lock = \"5\"", nil, nil, []string{"muster.toml:1", "idle-lock = 10"}},
		{"wrong type in a list", "packs = [1]", nil, nil, []string{"muster.toml:1", "packs = ["}},
		{"packs as text", "packs = \"/a\"", nil, nil, []string{"muster.toml:1", "packs = ["}},
		{"number for text", "log = 3", nil, nil, []string{"muster.toml:1", "log = "}},
		{"too long", strings.Repeat("#\n", maxFile), nil, nil, []string{"64 KiB"}},
		{"out of range", "idle-lock = 121", nil, nil, []string{"muster.toml:1", `"121"`, "1 to 120"}},
		{"updates without TLS", "update = \"http://updates.example/\"", nil, nil, []string{"muster.toml:1", "begins with https://"}},
		{"in the environment", "", map[string]string{"MUSTER_WINDOW": "full"}, nil, []string{"MUSTER_WINDOW", `"full"`, "windowed or kiosk"}},
		{"as a flag", "", nil, []string{"--log=all"}, []string{"--log", `"all"`, "error, warn, info or debug"}},
		{"language", "", nil, []string{"--language=../x"}, []string{"--language", "en-GB"}},
		{"an option as a printer", "", nil, []string{"--printer=-o x"}, []string{"--printer", "lists it"}},
		{"no folder", "", nil, []string{"--data="}, []string{"--data", "name a folder"}},
		{"no value", "", nil, []string{"--data"}, []string{"--data", "needs a value"}},
		{"unknown flag", "", nil, []string{"--dtaa", "x"}, []string{"--dtaa", "--help"}},
		{"absent file that was asked for", "", nil, []string{"--config", "/no.toml"}, []string{"/no.toml", "cannot be read"}},
	} {
		_, err := Load(linux(c.env, c.file), c.args)
		var p *Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: error %v, want a *Problem", c.name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q has no %q", c.name, err, want)
			}
		}
	}
}

func TestUnreadableFileIsToldThoughNobodyAskedForIt(t *testing.T) {
	sys := linux(nil, "")
	sys.Read = func(string) ([]byte, error) { return nil, fs.ErrPermission }
	if _, err := Load(sys, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}

func TestFlagsStandBeforeOrAfterTheVerb(t *testing.T) {
	for _, c := range []struct {
		args []string
		data string
		rest []string
	}{
		{[]string{"--data", "/d", "doctor"}, "/d", []string{"doctor"}},
		{[]string{"doctor", "-data=/d", "--json"}, "/d", []string{"doctor", "--json"}},
		{[]string{"check", "-", "--data", "/d"}, "/d", []string{"check", "-"}},
		{[]string{"check", "--", "--data", "/d"}, "/home/ana/.local/share/muster", []string{"check", "--data", "/d"}},
		{[]string{"check", "--help"}, "/home/ana/.local/share/muster", []string{"check", "--help"}},
	} {
		got, err := Load(linux(nil, ""), c.args)
		if err != nil || got.Data != c.data || !reflect.DeepEqual(got.Arguments, c.rest) {
			t.Errorf("%q: %+v, %v", c.args, got, err)
		}
	}
	for _, arg := range []string{"-h", "--help"} {
		if _, err := Load(linux(nil, ""), []string{arg}); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%s: error %v", arg, err)
		}
	}
}

func TestFolders(t *testing.T) {
	for _, c := range []struct {
		os, home   string
		env        map[string]string
		data, file string
	}{
		{"linux", "/home/ana", nil, "/home/ana/.local/share/muster", "/home/ana/.config/muster/muster.toml"},
		{
			"linux", "/home/ana",
			map[string]string{"XDG_DATA_HOME": "/x", "XDG_CONFIG_HOME": "/y"},
			"/x/muster", "/y/muster/muster.toml",
		},
		{"linux", "/home/ana", map[string]string{"XDG_DATA_HOME": "x"}, "/home/ana/.local/share/muster", "/home/ana/.config/muster/muster.toml"},
		{"linux", "", nil, "/var/lib/muster", "/etc/muster/muster.toml"},
		{
			"windows", `C:\Users\ana`,
			map[string]string{"LOCALAPPDATA": `C:\L`, "APPDATA": `C:\R`},
			`C:\L\Muster`, `C:\R\Muster\muster.toml`,
		},
		{"windows", "", map[string]string{"PROGRAMDATA": `D:\P`}, `D:\P\Muster`, `D:\P\Muster\muster.toml`},
		{"windows", "", nil, `C:\ProgramData\Muster`, `C:\ProgramData\Muster\muster.toml`},
		{"darwin", "/Users/ana", nil, "/Users/ana/Library/Application Support/Muster", "/Users/ana/Library/Application Support/Muster/muster.toml"},
	} {
		got := defaults(System{OS: c.os, Home: c.home, Env: func(n string) string { return c.env[n] }})
		if got.Data != c.data || got.File != c.file {
			t.Errorf("%s %q: %q and %q, want %q and %q", c.os, c.home, got.Data, got.File, c.data, c.file)
		}
	}
}

func TestRelativeFoldersFollowWhereTheyWereTold(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(linux(nil, "update = \"share\"\nupdate-ca = \"ca.pem\"\nsave = \"out\"\npacks = [\"local\", \"/p\"]\nprinter = \"a/b\""), []string{"--data", "d"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != here+"/d" || c.Save != "/home/ana/.config/muster/out" || c.Update != "/home/ana/.config/muster/share" || c.UpdateCA != "/home/ana/.config/muster/ca.pem" || c.Printer != "a/b" {
		t.Errorf("%+v", c)
	}
	if want := []string{"/home/ana/.config/muster/local", "/p"}; !reflect.DeepEqual(c.Packs, want) {
		t.Errorf("Packs = %q", c.Packs)
	}
}

func TestHereIsThisMachine(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("MUSTER_LOG", "debug")
	c, err := Load(Here(), nil)
	if err != nil || c.Log != "debug" {
		t.Errorf("%+v, %v", c, err)
	}
}
