package config

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// parseFlags takes Muster's own flags out of args, wherever they stand before a
// "--": the values by key, and all the rest. A flag that is not ours is left to
// the verb before it; where there is no verb it is an error.
func parseFlags(args []string) (given map[string]string, rest []string, err error) {
	given = map[string]string{}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		key, value, inline := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		switch {
		case arg == "--":
			return given, append(rest, args...), nil
		case len(arg) < 2 || arg[0] != '-' || (!ours(key) && len(rest) > 0):
			rest = append(rest, arg)
			continue
		case key == "h" || key == "help":
			return nil, nil, flag.ErrHelp
		case !ours(key):
			return nil, nil, &Problem{Hint: arg + " is not a flag of Muster: run muster --help for those there are"}
		case !inline && len(args) == 0:
			return nil, nil, &Problem{Hint: arg + " needs a value after it"}
		case !inline:
			value, args = args[0], args[1:]
		}
		given[key] = value
	}
	return given, rest, nil
}

func ours(key string) bool {
	return key == configFlag || slices.ContainsFunc(settings, func(s setting) bool { return s.key == key })
}

// Help lists the flags, one a line, each with its variable.
func Help() string {
	var b strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&b, "  --%-10s %s (%s)\n", s.key, s.help, s.variable())
	}
	fmt.Fprintf(&b, "  --%-10s %s (%s)\n", configFlag, configHelp, configVariable)
	return b.String()
}
