package cli

import (
	"bufio"
	"errors"
	"flag"
	"os"
	"strings"

	"muster/internal/desk"
	"muster/internal/induction"
)

// hand is who does an act, with what, and why: the flags that verbs share.
type hand struct {
	as      string // an administrator's name
	trainer string // a trainer's number
	secrets string // the file with the passphrase and what else is secret
	why     string
	yes     bool // what would be asked once more is wanted
	pinless bool // a trainer's act that is not signed with a PIN
}

func (h *hand) secretsFlag(j *job, f *flag.FlagSet) {
	f.StringVar(&h.secrets, "passphrase-file", "", j.Words.T("cli.flag.secret-file"))
}

// office adds the flags of an administrator's act.
func (h *hand) office(j *job, f *flag.FlagSet) {
	f.StringVar(&h.as, "as", "", j.Words.T("cli.flag.as"))
	h.secretsFlag(j, f)
}

// byTrainer adds the flags of a trainer's act.
func (h *hand) byTrainer(j *job, f *flag.FlagSet) {
	f.StringVar(&h.trainer, "trainer", "", j.Words.T("cli.flag.trainer"))
	h.secretsFlag(j, f)
}

// either adds the flags of an act that is done on both kinds of machine.
func (h *hand) either(j *job, f *flag.FlagSet) {
	f.StringVar(&h.as, "as", "", j.Words.T("cli.flag.as"))
	h.byTrainer(j, f)
}

func (h *hand) whyFlag(j *job, f *flag.FlagSet) {
	f.StringVar(&h.why, "why", "", j.Words.T("cli.flag.why"))
}

func (h *hand) yesFlag(j *job, f *flag.FlagSet) {
	f.BoolVar(&h.yes, "yes", false, j.Words.T("cli.flag.yes"))
}

// reasoned is parse for an act that needs a reason.
func (j *job) reasoned(f *flag.FlagSet, h *hand, least, most int) (args []string, code int, ok bool) {
	args, code, ok = j.parse(f, least, most)
	if ok && strings.TrimSpace(h.why) == "" {
		j.complain("cli.why", j.use())
		return nil, ExitUsage, false
	}
	return args, code, ok
}

// needing is parse for a verb that cannot do without some flags.
func (j *job) needing(f *flag.FlagSet, least, most int, needed ...*string) (args []string, code int, ok bool) {
	args, code, ok = j.parse(f, least, most)
	for _, v := range needed {
		if ok && *v == "" {
			j.complain("cli.too-few", j.use())
			return nil, ExitUsage, false
		}
	}
	return args, code, ok
}

// maxSecrets is how many bytes of a file of secrets are read.
const maxSecrets = 8 * maxLine

// asker gets a verb's secrets: from a file's lines in the order in which they would be
// asked, or typed.
type asker struct {
	*job
	file  string
	lines *lineReader // of the file; nil where they are typed
	close func() error
}

func (j *job) asks(file string) (*asker, error) {
	if file == "" {
		return &asker{job: j, close: func() error { return nil }}, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, &trouble{code: "no-file", args: []any{file}, cause: err}
	}
	return &asker{j, file, &lineReader{bufio.NewReaderSize(f, maxSecrets)}, f.Close}, nil
}

// ask gets one secret that is there already.
func (a *asker) ask(prompt string) (string, error) {
	if a.lines == nil {
		return a.secret(a.Words.T(prompt))
	}
	line, err := a.lines.next()
	if err != nil {
		return "", &trouble{code: "secret-line", args: []any{a.file, a.Words.T(prompt)}, cause: err}
	}
	return line, nil
}

// fresh gets a secret that is new: typed twice, so that a slip locks nobody out.
func (a *asker) fresh(prompt string) (string, error) {
	first, err := a.ask(prompt)
	if err != nil || a.lines != nil {
		return first, err
	}
	again, err := a.ask("cli.ask.again")
	if err == nil && again != first {
		err = &trouble{code: "differs"}
	}
	return first, err
}

// onRecords acts on this machine's records. Whether it was set up is act's to say.
func (j *job) onRecords(secrets string, open func() (*Records, error), do func(*desk.Desk, *asker) error) error {
	a, err := j.asks(secrets)
	if err != nil {
		return err
	}
	defer a.close() // read only
	r, err := open()
	if err != nil {
		return err
	}
	return errors.Join(do(r.Desk, a), r.Close())
}

// looking shows something of this machine's records, while a window uses them too.
func (j *job) looking(do func(*desk.Desk) error) error {
	r, err := j.Look(j.ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(r.Desk), r.Close())
}

// anew is this machine before or after its first start, opened to act on it.
func (j *job) anew() (*Records, error) { return j.Open(j.ctx) }

// administrator is an administrator at work in one run.
type administrator struct {
	*asker
	desk       *desk.Desk
	seat       *desk.OfficeSeat
	passphrase string
}

// inOffice does an administrator's act: the organisation's key is open while it lasts.
func (j *job) inOffice(h hand, do func(*administrator) error) error {
	return j.onRecords(h.secrets, j.act, func(d *desk.Desk, a *asker) error { return a.enter(d, h, do) })
}

func (a *asker) enter(d *desk.Desk, h hand, do func(*administrator) error) error {
	name, err := a.administrator(d, h.as)
	if err != nil {
		return err
	}
	passphrase, err := a.ask("cli.ask.passphrase")
	if err != nil {
		return err
	}
	seat, err := d.OpenOffice(a.ctx, name, passphrase)
	if err != nil {
		return err
	}
	who := &administrator{a, d, seat, passphrase}
	defer func() { d.CloseOffice(who.seat) }()
	return do(who)
}

// administrator is whose name was given, or the only one there is.
func (j *job) administrator(d *desk.Desk, name string) (string, error) {
	all, err := d.Administrators(j.ctx)
	switch {
	case err != nil || name != "":
		return name, err
	case len(all) != 1:
		return "", &trouble{code: "which-administrator", args: []any{all}}
	}
	return all[0], nil
}

// teacher is a trainer at work in one run.
type teacher struct {
	*asker
	desk       *desk.Desk
	who        induction.Trainer
	passphrase string
}

// asTrainer does a trainer's act that their passphrase answers for.
func (j *job) asTrainer(h hand, do func(*teacher) error) error {
	return j.onRecords(h.secrets, j.act, func(d *desk.Desk, a *asker) error { return a.teach(d, h, do) })
}

func (a *asker) teach(d *desk.Desk, h hand, do func(*teacher) error) error {
	who, err := a.oneTrainer(d, h.trainer)
	if err != nil {
		return err
	}
	passphrase, err := a.ask("cli.ask.passphrase")
	if err != nil {
		return err
	}
	return do(&teacher{a, d, who, passphrase})
}

// oneTrainer is whose number was given, or the only one here.
func (j *job) oneTrainer(d *desk.Desk, number string) (induction.Trainer, error) {
	if number != "" {
		return j.trainer(d, number)
	}
	all, err := d.Trainers(j.ctx)
	switch {
	case err != nil:
		return induction.Trainer{}, err
	case len(all) != 1:
		return induction.Trainer{}, &trouble{code: "which-trainer", args: []any{numbers(all)}}
	}
	return all[0], nil
}

func numbers(all []induction.Trainer) []string {
	var out []string
	for _, t := range all {
		out = append(out, string(t.Number))
	}
	return out
}

// supervisor is a trainer inside an open session.
type supervisor struct {
	*asker
	desk *desk.Desk
	seat *desk.TrainerSeat
	pin  string // what their acts are signed with; "" for one that is not
}

// inSession does a trainer's act inside the open session.
func (j *job) inSession(h hand, do func(*supervisor) error) error {
	return j.asTrainer(h, func(t *teacher) error {
		seat, err := t.desk.Reopen(t.ctx, t.who.ID, t.passphrase)
		if err != nil {
			return err
		}
		defer t.desk.TrainerSignOut(seat)
		s := &supervisor{t.asker, t.desk, seat, ""}
		if !h.pinless {
			if s.pin, err = t.ask("cli.ask.pin"); err != nil {
				return err
			}
		}
		return do(s)
	})
}

// onEither does an act as an administrator on their machine and as a trainer on any
// other.
func (j *job) onEither(h hand, office func(*administrator) error, kiosk func(*teacher) error) error {
	return j.onRecords(h.secrets, j.act, func(d *desk.Desk, a *asker) error {
		m, err := d.Machine(a.ctx)
		switch {
		case err != nil:
			return err
		case m.Administrator:
			return a.enter(d, h, office)
		}
		return a.teach(d, h, kiosk)
	})
}

// sure asks once before what cannot be undone; with --yes it does not.
func (j *job) sure(h hand, question string) error {
	if h.yes {
		return nil
	}
	a, err := j.answer(question)
	if err == nil && !strings.EqualFold(strings.TrimSpace(a), "y") {
		err = &trouble{code: "not-wanted"}
	}
	return err
}

// ended says that an act is done, or why not, and how to end.
func (j *job) ended(err error, done string, args ...any) int {
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	if done != "" {
		j.say(done, args...)
	}
	return ExitDone
}
