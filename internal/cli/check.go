package cli

import (
	"bytes"
	"errors"
	"io"
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

// check judges what a file, standard input or the command line itself holds.
// Nothing is recorded.
func (j *job) check() int {
	f := j.flags()
	j.jsonFlag(f)
	list := f.String("trust", "", j.Words.T("cli.flag.trust"))
	vectors := f.Bool("vectors", false, j.Words.T("cli.flag.vectors"))
	args, code, ok := j.parse(f, 1, -1)
	switch {
	case !ok:
		return code
	case *vectors:
		return j.vectors(args)
	case len(args) > 1:
		j.complain("cli.too-many", args[1], j.use())
		return ExitUsage
	}
	texts, broken, err := j.texts(args[0])
	if err != nil {
		return j.fail(err, CheckNotDone)
	}
	b, err := j.basis(*list)
	if err != nil {
		return j.fail(err, CheckNotDone)
	}
	if broken != "" {
		return j.report([]desk.Checked{b.refuse(broken, j.Clock.Now())})
	}
	var all []desk.Checked
	for _, text := range texts {
		all = append(all, b.judge(text, j.Clock.Now()))
	}
	return j.report(all)
}

// texts are the passports in what was named: text given as it is, a file, or "-". A
// file that is refused as forged gives the reason's code instead.
func (j *job) texts(arg string) (texts []string, broken string, err error) {
	if isText(arg) {
		return []string{arg}, "", nil
	}
	data, err := j.read(arg)
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

// read takes in a file or standard input, up to what is opened at all.
func (j *job) read(name string) ([]byte, error) {
	from := j.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, &trouble{code: "no-file", args: []any{name}, cause: err}
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, &trouble{code: "folder", args: []any{name}}
		}
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, checkFile+1))
	switch {
	case err != nil:
		return nil, &trouble{code: "unreadable", args: []any{name}, cause: err}
	case len(data) > checkFile:
		return nil, &trouble{code: "large", args: []any{name, checkFile >> 20}}
	}
	return data, nil
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
	here, floor, err := j.trustHere()
	b.floor = floor
	if file == "" {
		b.list, b.noList = here, len(here.Organisations) == 0
		return b, err
	}
	b.list, err = readTrust(file)
	return b, err
}

// trustHere is this machine's trust list and the highest time it has seen; nothing
// of either, and no error, where Muster is not set up.
func (j *job) trustHere() (l trust.List, floor time.Time, err error) {
	r, err := j.Look(j.ctx)
	if induction.ReasonOf(err) == induction.CodeNotSetUp {
		return l, floor, nil
	}
	if err != nil {
		return l, floor, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if l, err = r.Desk.Trust(j.ctx); err != nil {
		return l, floor, err
	}
	floor, err = r.Desk.Store.Floor(j.ctx)
	return l, floor, err
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

// report shows every verdict and returns the code of the worst.
func (j *job) report(all []desk.Checked) int {
	worst, at := CheckAccept, 0
	for i, c := range all {
		if code := exits[c.Verdict.Band]; code > worst {
			worst, at = code, i
		}
	}
	if j.json {
		if code := j.show(verdictsJSON(all, at)); code != ExitDone {
			return CheckNotDone
		}
		return worst
	}
	for i, c := range all {
		if i > 0 {
			j.blank()
		}
		j.verdict(c)
	}
	return worst
}
