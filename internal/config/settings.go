package config

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// setting is one thing that can be told: how it is named and written as text.
type setting struct {
	key  string                              // in the file, and after "--"
	help string                              // for the list of flags
	get  func(c *Config) string              // its value as text
	put  func(c *Config, text string) string // sets it, or gives a hint on what is right
}

// variable is the setting's name in the environment.
func (s setting) variable() string {
	return "MUSTER_" + strings.ToUpper(strings.ReplaceAll(s.key, "-", "_"))
}

// The settings file's own name cannot stand in the file.
const (
	configFlag     = "config"
	configVariable = "MUSTER_CONFIG"
	configHelp     = "the settings file (TOML)"
)

var (
	tagForm   = regexp.MustCompile(`^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$`)
	logLevels = []string{"error", "warn", "info", "debug"}
)

// settings are all there are, in the order to list them.
var settings = []setting{
	{
		"data", "the folder of the database and the keys",
		func(c *Config) string { return c.Data },
		func(c *Config, v string) string { c.Data = v; return needed(v) },
	},
	{
		"language", "the language to start in, such as en-GB",
		func(c *Config) string { return c.Language },
		func(c *Config, v string) string { c.Language = v; return matches(v, tagForm) },
	},
	{
		"idle-lock", "minutes without input until the screen locks (1 to 120)",
		func(c *Config) string { return strconv.Itoa(int(c.IdleLock / time.Minute)) },
		putIdleLock,
	},
	{
		"window", "windowed, or kiosk for the whole screen",
		func(c *Config) string { return c.Window },
		func(c *Config, v string) string { c.Window = v; return oneOf(v, []string{Windowed, Kiosk}) },
	},
	{
		"packs", "folders of local content packs, separated as in PATH",
		func(c *Config) string { return strings.Join(c.Packs, string(os.PathListSeparator)) },
		func(c *Config, v string) string { c.Packs = filepath.SplitList(v); return "" },
	},
	{
		"printer", "the printer's name in the system",
		func(c *Config) string { return c.Printer },
		func(c *Config, v string) string { c.Printer = v; return printerName(v) },
	},
	{
		"save", "the folder that passports and reports are saved in",
		func(c *Config) string { return c.Save },
		func(c *Config, v string) string { c.Save = v; return "" },
	},
	{
		"update", "where updates are fetched from: an https:// address or a folder",
		func(c *Config) string { return c.Update },
		func(c *Config, v string) string { c.Update = v; return updateFrom(v) },
	},
	{
		"update-ca", "a file of certificates (PEM) to trust when fetching updates",
		func(c *Config) string { return c.UpdateCA },
		func(c *Config, v string) string { c.UpdateCA = v; return "" },
	},
	{
		"log", "how much to log: error, warn, info or debug",
		func(c *Config) string { return c.Log },
		func(c *Config, v string) string { c.Log = v; return oneOf(v, logLevels) },
	},
}

func putIdleLock(c *Config, v string) string {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 120 {
		return "write whole minutes from 1 to 120"
	}
	c.IdleLock = time.Duration(n) * time.Minute
	return ""
}

// updateFrom keeps out what would be asked without TLS: anybody on the way could read
// it, or hold it back.
func updateFrom(v string) string {
	if isURL(v) && !strings.HasPrefix(strings.ToLower(v), "https://") {
		return "write an address that begins with https://, or a folder"
	}
	return ""
}

func needed(v string) string {
	if v == "" {
		return "name a folder"
	}
	return ""
}

func matches(v string, form *regexp.Regexp) string {
	if v != "" && !form.MatchString(v) {
		return "write a language tag, such as en-GB"
	}
	return ""
}

func oneOf(v string, words []string) string {
	if slices.Contains(words, v) {
		return ""
	}
	return "write " + strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// printerName keeps out what the print command would take for an option.
func printerName(v string) string {
	if strings.HasPrefix(v, "-") || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "write the printer's name as the system lists it"
	}
	return ""
}
