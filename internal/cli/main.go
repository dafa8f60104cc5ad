package cli

import (
	"context"
	"errors"
	"flag"
	"io"
	"strings"
)

// How a verb ends. check and pack check have codes of their own.
const (
	ExitDone    = 0
	ExitNotDone = 1  // it was refused, or failed
	ExitUsage   = 64 // it was asked for in a way that cannot be understood
)

// verb is one word of the command line.
type verb struct {
	name string // "trust import" is two words
	run  func(*job) int
}

// verbs are all there are, in the order to list them; their words are
// "cli.<name>.use" and "cli.<name>.does", with a hyphen for a space.
var verbs = []verb{
	{"check", (*job).check},
	{"issue", (*job).issue},
	{"keys show", (*job).keysShow},
	{"trust show", (*job).trustShow},
	{"trust import", (*job).trustImport},
	{"pack check", (*job).packCheck},
	{"pack list", (*job).packList},
	{"export csv", (*job).exportCSV},
	{"doctor", (*job).doctor},
	{"demo", (*job).demo},
	{"version", (*job).version},
}

// Main runs the verb that Env.Args names and returns the program's exit code.
func Main(env Env) int {
	j := &job{Env: env, ctx: context.Background()}
	if len(env.Args) == 0 || isHelp(env.Args[0]) {
		j.list(j.Stdout, verbs)
		return ExitDone
	}
	v, rest, found := choose(env.Args)
	if !found {
		return j.unknown()
	}
	j.verb, j.rest = v.name, rest
	return v.run(j)
}

// unknown answers what names no verb: the first word of some lists those alone.
func (j *job) unknown() int {
	mine := family(j.Args[0])
	switch {
	case len(mine) > 0 && len(j.Args) > 1 && isHelp(j.Args[1]):
		j.list(j.Stdout, mine)
		return ExitDone
	case len(mine) > 0 && len(j.Args) == 1:
		j.complain("cli.half", j.Args[0])
		j.list(j.Stderr, mine)
	default:
		j.complain("cli.unknown", strings.Join(named(j.Args), " "))
		j.list(j.Stderr, verbs)
	}
	return ExitUsage
}

// family is the verbs whose first word of two this is.
func family(word string) []verb {
	var out []verb
	for _, v := range verbs {
		if strings.HasPrefix(v.name, word+" ") {
			out = append(out, v)
		}
	}
	return out
}

func isHelp(arg string) bool {
	return arg == "help" || arg == "-h" || arg == "-help" || arg == "--help"
}

// choose finds the verb that the arguments begin with.
func choose(args []string) (verb, []string, bool) {
	for _, v := range verbs {
		words := strings.Fields(v.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == v.name {
			return v, args[len(words):], true
		}
	}
	return verb{}, nil, false
}

// named is what was meant as a verb: the words before the first flag, two at most.
func named(args []string) []string {
	for i, a := range args {
		if i == 2 || i > 0 && strings.HasPrefix(a, "-") {
			return args[:i]
		}
	}
	return args
}

// job is one run of one verb.
type job struct {
	Env
	ctx   context.Context
	verb  string
	rest  []string // what followed the verb
	json  bool
	lines *lineReader // of Stdin, once something was asked
}

// flags begins a verb's set of flags.
func (j *job) flags() *flag.FlagSet {
	f := flag.NewFlagSet(j.verb, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// jsonFlag adds --json to a verb whose answer a program would read.
func (j *job) jsonFlag(f *flag.FlagSet) {
	f.BoolVar(&j.json, "json", false, j.Words.T("cli.flag.json"))
}

// parse reads flags wherever they stand and takes between least and most other
// arguments (most below 0: any number). Where it cannot go on, ok is false and
// code is how to end.
func (j *job) parse(f *flag.FlagSet, least, most int) (args []string, code int, ok bool) {
	rest := j.rest
	for {
		if err := f.Parse(rest); err != nil {
			return nil, j.misused(f, err), false
		}
		if f.NArg() == 0 {
			break
		}
		args, rest = append(args, f.Arg(0)), f.Args()[1:]
	}
	switch {
	case len(args) < least:
		j.complain("cli.too-few", j.use())
	case most >= 0 && len(args) > most:
		j.complain("cli.too-many", args[most], j.use())
	default:
		return args, 0, true
	}
	return nil, ExitUsage, false
}

// misused answers --help, or says which flag was not understood.
func (j *job) misused(f *flag.FlagSet, err error) int {
	if errors.Is(err, flag.ErrHelp) {
		j.help(f)
		return ExitDone
	}
	j.complain("cli.flag.wrong", err, j.use())
	return ExitUsage
}
