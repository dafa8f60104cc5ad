package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"muster/internal/desk"
	"muster/internal/trust"
)

// trustShow shows whose word counts here. With --json it is the list itself, in the
// shape that check --trust and trust import read.
func (j *job) trustShow() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	l, _, err := j.trustHere()
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	if j.json {
		return j.listJSON(l)
	}
	if len(l.Organisations) == 0 {
		j.say("cli.trust.none")
		return ExitDone
	}
	j.say("cli.trust.head", time.Unix(l.Issued, 0).UTC(), time.Unix(l.NextUpdate, 0).UTC())
	if now := j.Clock.Now(); now.Unix() > l.NextUpdate {
		j.say("cli.trust.stale")
	}
	for _, o := range l.Organisations {
		j.blank()
		j.organisation(l, o)
	}
	j.revoked("cli.trust.revoked", l.Revoked)
	return ExitDone
}

func (j *job) listJSON(l trust.List) int {
	b, err := l.JSON()
	if err == nil {
		_, err = j.Stdout.Write(b)
	}
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return ExitDone
}

// organisation shows one key of one organisation.
func (j *job) organisation(l trust.List, o trust.Organisation) {
	j.say("cli.trust.organisation", o.Name, o.Issuer)
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.kid", o.Key.Kid()))
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.fingerprint", o.Key.Fingerprint()))
	from, to := time.Unix(o.ValidFrom, 0).UTC(), time.Unix(o.ValidTo, 0).UTC()
	switch l.StatusOf(o, j.Clock.Now().Unix()) {
	case trust.Revoked:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.trust.key-revoked"))
	case trust.Retired:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.trust.key-retired", from, to))
	case trust.NotYet:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.trust.key-not-yet", from))
	default:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.trust.key-in-use", from))
	}
}

// revoked lists what no longer counts under a heading; nothing where there is none.
func (j *job) revoked(heading string, r trust.Revocations) {
	var lines []string
	for _, k := range r.Keys {
		lines = append(lines, j.Words.T("cli.trust.revoked-key", k))
	}
	for _, d := range r.Devices {
		lines = append(lines, j.Words.T("cli.trust.revoked-device", d.ID, d.Issuer))
	}
	for _, p := range r.Passports {
		lines = append(lines, j.Words.T("cli.trust.revoked-passport", p))
	}
	if len(lines) == 0 {
		return
	}
	j.blank()
	fmt.Fprintln(j.Stdout, j.Words.T(heading, len(lines)))
	fmt.Fprintln(j.Stdout, "  "+strings.Join(lines, "\n  "))
}

// trustImport takes a bundle of signed lists in, once a person has seen what would
// change and a trainer has given their passphrase.
func (j *job) trustImport() int {
	f := j.flags()
	who := f.String("trainer", "", j.Words.T("cli.flag.trainer"))
	file := f.String("passphrase-file", "", j.Words.T("cli.flag.passphrase-file"))
	yes := f.Bool("yes", false, j.Words.T("cli.flag.yes"))
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	if *who == "" {
		j.complain("cli.too-few", j.use())
		return ExitUsage
	}
	data, err := readBundle(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	r, err := j.act()
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	took, err := j.importTo(r.Desk, data, *who, *file, *yes)
	if err = errors.Join(err, r.Close()); err != nil {
		return j.fail(err, ExitNotDone)
	}
	j.say(took)
	return ExitDone
}

// readBundle reads a bundle's file, or a file with a code's text.
func readBundle(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, &trouble{code: "no-file", args: []any{name}, cause: err}
	}
	defer file.Close() // read only
	return trust.ReadAll(file, trust.MaxBundle)
}

// importTo shows, asks and imports; it returns the words that say what came of it.
func (j *job) importTo(d *desk.Desk, data []byte, who, file string, yes bool) (string, error) {
	t, err := j.trainer(d, who)
	if err != nil {
		return "", err
	}
	o, err := d.ReadBundle(j.ctx, data)
	if err != nil {
		return "", err
	}
	j.wouldChange(o)
	if o.Empty() {
		return "cli.trust.same", nil
	}
	if !yes {
		a, err := j.answer(j.Words.T("cli.ask.import"))
		if err != nil {
			return "", err
		}
		if !strings.EqualFold(strings.TrimSpace(a), "y") {
			return "", &trouble{code: "not-wanted"}
		}
	}
	passphrase, _, err := j.secrets(file, false)
	if err != nil {
		return "", err
	}
	return "cli.trust.done", d.TakeBundle(j.ctx, t.ID, passphrase, o)
}

// wouldChange shows what taking a bundle in would change, and what is refused.
func (j *job) wouldChange(o desk.BundleOffer) {
	for _, c := range o.Changes {
		fmt.Fprintln(j.Stdout, j.Words.T("bundle.change."+string(c.What), c.Name, c.Subject, c.N, j.Words.Date(time.Unix(c.At, 0).UTC()), c.Kid.Groups()))
	}
	for _, r := range o.Refused {
		fmt.Fprintln(j.Stdout, j.Words.T("bundle.refused."+string(r.Reason), strings.TrimPrefix(r.Issuer, "ods:"), r.Subject))
	}
}
