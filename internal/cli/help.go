package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"muster/internal/config"
)

// key is where a verb's words stand.
func (v verb) key() string { return strings.ReplaceAll(v.name, " ", "-") }

// use is how this verb is written.
func (j *job) use() string { return j.Words.T("cli.use." + verb{name: j.verb}.key()) }

// list names verbs, with what each does.
func (j *job) list(w io.Writer, some []verb) {
	fmt.Fprintln(w, j.Words.T("cli.help.head"))
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, v := range some {
		fmt.Fprintf(t, "  %s\t%s\n", v.name, j.Words.T("cli.does."+v.key()))
	}
	t.Flush()
	fmt.Fprintln(w, j.Words.T("cli.help.more"))
}

// help is what --help after a verb shows.
func (j *job) help(f *flag.FlagSet) {
	j.say("cli.help.verb", j.use())
	j.say("cli.does." + verb{name: j.verb}.key())
	if more := "cli.more." + (verb{name: j.verb}).key(); j.Words.Has(more) {
		j.say(more)
	}
	t := tabwriter.NewWriter(j.Stdout, 0, 0, 3, ' ', 0)
	f.VisitAll(func(f *flag.Flag) {
		name, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(t, "  --%s %s\t%s\n", f.Name, name, usage)
	})
	t.Flush()
	j.say("cli.help.settings")
	fmt.Fprint(j.Stdout, config.Help())
}
