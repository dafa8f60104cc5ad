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
	name string // "trust import" is two words, "trust keeper add" three
	run  func(*job) int
}

// verbs are all there are, in the order to list them; their words are
// "cli.<name>.use" and "cli.<name>.does", with a hyphen for a space.
var verbs = []verb{
	{"check", (*job).check},
	{"receipt", (*job).receipt},
	{"recognise", (*job).recognise},
	{"look", (*job).look},
	{"evidence add", (*job).evidenceAdd},
	{"evidence list", (*job).evidenceList},
	{"evidence withdraw", (*job).evidenceWithdraw},
	{"waive", (*job).waive},
	{"issue", (*job).issue},
	{"export csv", (*job).exportCSV},
	{"esr read", (*job).esrRead},
	{"setup administrator", (*job).setupAdministrator},
	{"setup kiosk", (*job).setupKiosk},
	{"org show", (*job).orgShow},
	{"org card", (*job).orgCard},
	{"org roll", (*job).orgRoll},
	{"org retire", (*job).orgRetire},
	{"org certificate request", (*job).certificateRequest},
	{"org certificate set", (*job).certificateSet},
	{"admin add", (*job).adminAdd},
	{"admin remove", (*job).adminRemove},
	{"admin passphrase", (*job).adminPassphrase},
	{"device request", (*job).deviceRequest},
	{"device enrol", (*job).deviceEnrol},
	{"device take", (*job).deviceTake},
	{"device list", (*job).deviceList},
	{"device revoke", (*job).deviceRevoke},
	{"trust show", (*job).trustShow},
	{"trust add", (*job).trustAdd},
	{"trust end", (*job).trustEnd},
	{"trust keeper add", (*job).keeperAdd},
	{"trust keeper remove", (*job).keeperRemove},
	{"trust import", (*job).trustImport},
	{"trust fetch", (*job).trustFetch},
	{"trust export", (*job).trustExport},
	{"trust renew", (*job).trustRenew},
	{"revoke passport", (*job).revokePassport},
	{"revoke key", (*job).revokeKey},
	{"staff list", (*job).staffList},
	{"staff add", (*job).staffAdd},
	{"staff remove", (*job).staffRemove},
	{"trainer list", (*job).trainerList},
	{"trainer add", (*job).trainerAdd},
	{"trainer remove", (*job).trainerRemove},
	{"trainer passphrase", (*job).trainerPassphrase},
	{"trainer pin", (*job).trainerPIN},
	{"requirements show", (*job).requirementsShow},
	{"requirements set", (*job).requirementsSet},
	{"requirements remove", (*job).requirementsRemove},
	{"requirements exclude", (*job).requirementsExclude},
	{"requirements include", (*job).requirementsInclude},
	{"clock show", (*job).clockShow},
	{"clock mend", (*job).clockMend},
	{"clock sign", (*job).clockSign},
	{"keys show", (*job).keysShow},
	{"pack check", (*job).packCheck},
	{"pack list", (*job).packList},
	{"db backup", (*job).dbBackup},
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

// unknown answers what names no verb. Where its first words begin some, those alone are
// listed.
func (j *job) unknown() int {
	for n := min(len(j.Args), 2); n > 0; n-- {
		begin := strings.Join(j.Args[:n], " ")
		mine := family(begin)
		switch {
		case len(mine) == 0:
			continue
		case len(j.Args) > n && isHelp(j.Args[n]):
			j.list(j.Stdout, mine)
			return ExitDone
		case len(j.Args) == n:
			j.complain("cli.half", begin)
		default:
			j.complain("cli.unknown", strings.Join(named(j.Args), " "))
		}
		j.list(j.Stderr, mine)
		return ExitUsage
	}
	j.complain("cli.unknown", strings.Join(named(j.Args), " "))
	j.list(j.Stderr, verbs)
	return ExitUsage
}

// family is the verbs that begin with these words and go on.
func family(words string) []verb {
	var out []verb
	for _, v := range verbs {
		if strings.HasPrefix(v.name, words+" ") {
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

// named is what was meant as a verb: the words before the first flag, three at most.
func named(args []string) []string {
	for i, a := range args {
		if i == 3 || i > 0 && strings.HasPrefix(a, "-") {
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
