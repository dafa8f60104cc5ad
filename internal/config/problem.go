package config

import (
	"fmt"
	"strings"
)

// Problem is a setting that cannot be used: which, where it was told, and what
// to write instead.
type Problem struct {
	Key    string
	Value  string
	Origin Origin
	Hint   string
	Cause  error
}

// Error is one line: the place, the setting, and what to do.
func (p *Problem) Error() string {
	var parts []string
	if p.Origin.Source != Default {
		parts = append(parts, p.Origin.String())
	}
	switch {
	case p.Key != "" && p.Value != "":
		parts = append(parts, fmt.Sprintf("%s is %q", p.Key, p.Value))
	case p.Key != "":
		parts = append(parts, p.Key)
	}
	parts = append(parts, p.Hint)
	if p.Cause != nil {
		parts = append(parts, p.Cause.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// String names the place: "default", "--data", "MUSTER_DATA" or "muster.toml:3".
func (o Origin) String() string {
	switch {
	case o.Source == Default:
		return "default"
	case o.Line > 0:
		return fmt.Sprintf("%s:%d", o.Name, o.Line)
	}
	return o.Name
}
