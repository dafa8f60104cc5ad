package config

import (
	"os"
	"path"
	"runtime"
	"time"
)

// Here is this machine.
func Here() System {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // a service account: the variables or --data must say
	}
	return System{OS: runtime.GOOS, Home: home, Env: os.Getenv, Read: os.ReadFile}
}

// defaults are the values where nobody said anything.
func defaults(sys System) *Config {
	c := &Config{
		IdleLock: 10 * time.Minute,
		Window:   Windowed,
		Log:      "info",
		Data:     dataFolder(sys),
		Save:     documents(sys),
		origins:  map[string]Origin{},
	}
	if dir := settingsFolder(sys); dir != "" {
		c.File = join(sys, dir, "muster.toml")
	}
	return c
}

// dataFolder is where the system keeps programs' data: $XDG_DATA_HOME/muster
// (XDG Base Directory), %LOCALAPPDATA%\Muster, ~/Library/Application Support.
// Without an account's own folder it is the machine's.
func dataFolder(sys System) string {
	switch sys.OS {
	case "windows":
		return join(sys, first(sys.Env("LOCALAPPDATA"), sys.Env("PROGRAMDATA"), `C:\ProgramData`), "Muster")
	case "darwin":
		return join(sys, first(sys.Home, "/"), "Library", "Application Support", "Muster")
	}
	return xdg(sys, "XDG_DATA_HOME", "/var/lib/muster", ".local", "share")
}

// settingsFolder is where the settings file is looked for.
func settingsFolder(sys System) string {
	switch sys.OS {
	case "windows":
		return join(sys, first(sys.Env("APPDATA"), sys.Env("PROGRAMDATA"), `C:\ProgramData`), "Muster")
	case "darwin":
		return dataFolder(sys)
	}
	return xdg(sys, "XDG_CONFIG_HOME", "/etc/muster", ".config")
}

// xdg is muster's folder under an XDG variable, or under its place in the home
// folder. A path that is not absolute must be ignored (XDG Base Directory 0.8).
func xdg(sys System, variable, without string, under ...string) string {
	if dir := sys.Env(variable); path.IsAbs(dir) {
		return path.Join(dir, "muster")
	}
	if sys.Home == "" {
		return without
	}
	return path.Join(append(append([]string{sys.Home}, under...), "muster")...)
}

// documents is the folder that saving is offered in at first; "" where the
// account has none.
func documents(sys System) string {
	if sys.Home == "" {
		return ""
	}
	return join(sys, sys.Home, "Documents")
}

// join writes a path as the system has it, whichever system this runs on.
func join(sys System, parts ...string) string {
	if sys.OS != "windows" {
		return path.Join(parts...)
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out += `\` + p
	}
	return out
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
