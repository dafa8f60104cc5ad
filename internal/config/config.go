// Package config settles what Muster was told: a flag counts over an environment
// variable, that over the settings file, and that over the default. Where each
// value came from is kept, so that "muster doctor" can say.
package config

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// Config is every setting with its value in force.
type Config struct {
	Data      string        // folder of the database and the keys
	Language  string        // BCP 47 tag; "" leaves it to each sign-in
	IdleLock  time.Duration // without input for this long the screen locks; 1–120 min
	Window    string        // Windowed or Kiosk
	Packs     []string      // folders of local content packs, the later over the earlier
	Printer   string        // the system's name of a printer; "" is its default one
	Save      string        // folder that saved passports and reports are offered in
	Update    string        // where update files are fetched from: an https:// address or a folder; "" for nowhere
	UpdateCA  string        // a file of certificates (PEM) that count besides the system's when fetching
	Log       string        // "error", "warn", "info" or "debug"
	File      string        // the settings file, whether or not it is there
	Arguments []string      // what was left of the command line after the flags
	origins   map[string]Origin
}

// The two values of Window.
const (
	Windowed = "windowed" // a window among others
	Kiosk    = "kiosk"    // the whole screen, with no way out to the system
)

// Source is the kind of place that a value came from.
type Source int

// The sources, the later over the earlier.
const (
	Default Source = iota
	File
	Environment
	Flag
)

// Origin says where a value came from.
type Origin struct {
	Source Source
	Name   string // the variable or the flag; the file's path; "" for a default
	Line   int    // the line of the file, counted from 1; 0 elsewhere
}

// System is what a configuration is made from: this machine, or a test's.
type System struct {
	OS   string                            // as runtime.GOOS
	Home string                            // the account's own folder; "" where there is none
	Env  func(name string) string          // the environment
	Read func(path string) ([]byte, error) // reads the settings file
}

// Load settles the configuration from the command line's arguments, without the
// program's name. Muster's flags may stand before or after a verb; what is not
// one of them is left in Arguments. Errors are of type *Problem, or flag.ErrHelp
// where help was asked for before any verb.
func Load(sys System, args []string) (*Config, error) {
	c := defaults(sys)
	given, rest, err := parseFlags(args)
	if err != nil {
		return nil, err
	}
	c.Arguments = rest
	if err := c.fromFile(sys, given); err != nil {
		return nil, err
	}
	for _, s := range settings {
		if v := sys.Env(s.variable()); v != "" {
			if err := c.set(s, v, Origin{Source: Environment, Name: s.variable()}); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range settings {
		if v, ok := given[s.key]; ok {
			if err := c.set(s, v, Origin{Source: Flag, Name: "--" + s.key}); err != nil {
				return nil, err
			}
		}
	}
	return c, c.absolute()
}

// Origin says where the value of key came from; keys are those of Keys.
func (c *Config) Origin(key string) Origin { return c.origins[key] }

// Value is the value of key as it would be written on the command line.
func (c *Config) Value(key string) string {
	for _, s := range settings {
		if s.key == key {
			return s.get(c)
		}
	}
	return ""
}

// Keys are the names of the settings, in the order to list them.
func Keys() []string {
	keys := make([]string, len(settings))
	for i, s := range settings {
		keys[i] = s.key
	}
	return keys
}

// set gives one setting its value as text and remembers where it came from.
func (c *Config) set(s setting, value string, o Origin) error {
	if hint := s.put(c, value); hint != "" {
		return &Problem{Key: s.key, Value: value, Origin: o, Hint: hint}
	}
	c.origins[s.key] = o
	return nil
}

// absolute makes folders independent of where the program was started; those of
// the file are already so.
func (c *Config) absolute() error {
	paths := []*string{&c.Data, &c.Save, &c.UpdateCA}
	if !isURL(c.Update) {
		paths = append(paths, &c.Update)
	}
	for i := range c.Packs {
		paths = append(paths, &c.Packs[i])
	}
	for _, p := range paths {
		if *p == "" {
			continue
		}
		a, err := filepath.Abs(*p)
		if err != nil {
			return &Problem{Hint: "the folder that Muster was started in is gone: start it from another", Cause: err}
		}
		*p = a
	}
	return nil
}

// isURL tells an address from a path.
func isURL(s string) bool { return strings.Contains(s, "://") }

// fromFile reads the settings file; only one that was asked for by name must be
// there.
func (c *Config) fromFile(sys System, given map[string]string) error {
	asked := true
	switch {
	case given[configFlag] != "":
		c.File = given[configFlag]
	case sys.Env(configVariable) != "":
		c.File = sys.Env(configVariable)
	default:
		asked = false
	}
	if c.File == "" {
		return nil
	}
	file := Origin{Source: File, Name: c.File}
	data, err := sys.Read(c.File)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return nil
	}
	if err != nil {
		return &Problem{Origin: file, Hint: "the file cannot be read: check its name and who may read it", Cause: err}
	}
	return c.decode(file, data)
}
