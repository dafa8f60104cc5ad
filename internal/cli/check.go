package cli

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/pack"
	"muster/internal/passport"
	"muster/internal/trust"
)

// How a check ends.
const (
	CheckAccept   = 0
	CheckCaution  = 1
	CheckRefuse   = 2
	CheckNotDone  = 3        // there is no verdict at all
	checkFile     = 25 << 20 // bytes of a file that are read: a large photograph
	checkText     = 16 << 10 // bytes of a file that is one text
	passportStart = "MP1:"
)

// exits are the codes of the bands.
var exits = map[passport.Band]int{passport.Accept: CheckAccept, passport.Caution: CheckCaution, passport.Refuse: CheckRefuse}

// check judges what files, standard input or the command line itself hold. Nothing is
// recorded.
func (j *job) check() int {
	f := j.flags()
	j.jsonFlag(f)
	list := f.String("trust", "", j.Words.T("cli.flag.trust"))
	programme := f.String("programme", "", j.Words.T("cli.flag.programme"))
	vectors := f.Bool("vectors", false, j.Words.T("cli.flag.vectors"))
	args, code, ok := j.parse(f, 1, -1)
	switch {
	case !ok:
		return code
	case *vectors:
		return j.vectors(args)
	case *programme != "" && *list != "":
		j.complain("cli.check.two-grounds", j.use())
		return ExitUsage
	}
	all, texts, err := j.judged(args, *list)
	if err != nil {
		return j.fail(err, CheckNotDone)
	}
	var c *desk.Comparison
	if *programme != "" {
		if c, err = j.against(texts, *programme); err != nil {
			return j.fail(err, CheckNotDone)
		}
	}
	return j.report(all, c)
}

// judged gives everything that was named its verdict, and the texts that can be
// compared: those of files that can be believed.
func (j *job) judged(args []string, list string) (all []desk.Checked, texts []string, err error) {
	found := make([][]string, len(args))
	broken := make([]string, len(args))
	for i, arg := range args {
		if found[i], broken[i], err = j.texts(arg); err != nil {
			return nil, nil, err
		}
	}
	b, err := j.basis(list)
	if err != nil {
		return nil, nil, err
	}
	for i := range args {
		if broken[i] != "" {
			all = append(all, b.refuse(broken[i], j.Clock.Now()))
		}
		for _, text := range found[i] {
			all = append(all, b.judge(text, j.Clock.Now()))
			texts = append(texts, text)
		}
	}
	return all, texts, nil
}

// texts are the passports in what was named: text given as it is, a file, or "-". A
// file that is refused as forged gives the reason's code instead.
func (j *job) texts(arg string) (texts []string, broken string, err error) {
	if isText(arg) {
		return []string{arg}, "", nil
	}
	data, err := j.whole(arg, checkFile)
	if err != nil {
		return nil, "", err
	}
	switch text := string(data); {
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) || !utf8.ValidString(text) || text == "":
		return j.Examine(data)
	default:
		found := split(text)
		if len(found) == 1 && len(found[0]) > checkText {
			return j.Examine(data)
		}
		return found, "", nil
	}
}

// isText tells a passport on the command line from a file's name.
func isText(arg string) bool {
	head, _, colon := strings.Cut(arg, ":")
	newer := colon && strings.HasPrefix(head, "MP") && strings.Trim(head[2:], "0123456789") == "" && len(head) > 2
	return newer || len(arg) > 8 && strings.EqualFold(arg[:8], "https://")
}

// split takes a text apart that holds several passports, each on a line of its own,
// or one with other words around it. Any other text is left as it is: a verdict
// says what is wrong with it.
func split(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, passportStart) {
			found = append(found, line)
		}
	}
	if len(found) > 1 || len(found) == 1 && !isText(text) {
		return found
	}
	return []string{text}
}

// basis is what a verdict rests on.
type basis struct {
	list   trust.List
	floor  time.Time
	noList bool // none was named, and none was ever imported here
	titles *pack.Catalog
}

// basis takes the list from a file or from this machine's records, which may be in
// use. The clock's floor is this machine's wherever it can be read.
func (j *job) basis(file string) (basis, error) {
	known, err := j.Frameworks()
	if err != nil {
		return basis{}, err
	}
	b := basis{titles: pack.NewCatalog(pack.Options{Frameworks: known})}
	here := trust.List{}
	b.floor, err = j.trustHere(func(d *desk.Desk) (err error) {
		here, err = d.Trust(j.ctx)
		return err
	})
	if file == "" {
		b.list, b.noList = here, len(here.Organisations) == 0
		return b, err
	}
	b.list, err = readTrust(file)
	return b, err
}

// trustHere looks at whose word counts on this machine, and gives the highest time it
// has seen. Where Muster is not set up there is neither, and no error.
func (j *job) trustHere(look func(*desk.Desk) error) (floor time.Time, err error) {
	r, err := j.Look(j.ctx)
	if induction.ReasonOf(err) == induction.CodeNotSetUp {
		return floor, nil
	}
	if err != nil {
		return floor, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := look(r.Desk); err != nil {
		return floor, err
	}
	return r.Desk.Store.Floor(j.ctx)
}

// readTrust reads a trust list's file.
func readTrust(name string) (trust.List, error) {
	f, err := os.Open(name)
	if err != nil {
		return trust.List{}, &trouble{code: "no-file", args: []any{name}, cause: err}
	}
	defer f.Close()
	l, err := trust.ReadList(f)
	if err != nil {
		return l, &trouble{code: "trust-file", args: []any{name, err}, cause: err}
	}
	return l, nil
}

// judge gives one text its verdict.
func (b basis) judge(text string, now time.Time) desk.Checked {
	c := desk.Checked{Verdict: passport.Verify(text, b.list, now, b.floor), NoList: b.noList}
	c.Items = desk.Titled(b.titles, c.Verdict)
	return c
}

// refuse is the verdict on a file that cannot be believed.
func (b basis) refuse(broken string, now time.Time) desk.Checked {
	return desk.Checked{Verdict: passport.RefuseFile("the file: "+broken, b.list, now, b.floor), NoList: b.noList, Broken: broken}
}

// report shows every verdict, then what they come to here, and returns the code of the
// worst.
func (j *job) report(all []desk.Checked, c *desk.Comparison) int {
	worst, at := CheckAccept, 0
	for i, one := range all {
		if code := exits[one.Verdict.Band]; code > worst {
			worst, at = code, i
		}
	}
	if j.json {
		out := verdictsJSON(all, at)
		out.Here = hereOf(c)
		if code := j.show(out); code != ExitDone {
			return CheckNotDone
		}
		return worst
	}
	for i, one := range all {
		if i > 0 {
			j.blank()
		}
		j.verdict(one)
	}
	if n := people(all); n > 1 {
		j.blank()
		j.say("cli.check.people", n)
	}
	if c != nil {
		j.here(*c)
	}
	return worst
}

// people is how many persons the passports name.
func people(all []desk.Checked) int {
	named := map[string]bool{}
	for _, c := range all {
		if c.Verdict.Claims != nil {
			named[c.Verdict.Claims.Subject] = true
		}
	}
	return len(named)
}
