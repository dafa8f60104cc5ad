package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/induction"
)

// issue signs a learner's passport for a trainer of the open session. Who may act
// for whom is the desk's to say.
func (j *job) issue() int {
	f := j.flags()
	var h hand
	j.jsonFlag(f)
	who := f.String("number", "", j.Words.T("cli.flag.number"))
	out := f.String("out", ".", j.Words.T("cli.flag.out"))
	h.byTrainer(j, f)
	if _, code, ok := j.needing(f, 0, 0, who, &h.trainer); !ok {
		return code
	}
	to, err := pdfName(*out)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	var made []issuedJSON
	err = j.inSession(h, func(s *supervisor) (err error) {
		made, err = s.issue(*who, to)
		return err
	})
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.issued(made)
}

// issuedJSON is one passport that was issued, and where its PDF is.
type issuedJSON struct {
	Passport induction.PassportID `json:"passport"`
	File     string               `json:"file"`
	Codes    []induction.Code     `json:"codes"`
}

func (s *supervisor) issue(number string, to func(induction.Learner, int) string) ([]issuedJSON, error) {
	l, err := s.learner(s.desk, s.seat, number)
	if err != nil {
		return nil, err
	}
	passports, err := s.desk.Issue(s.ctx, s.seat, l.ID, s.pin)
	if err != nil {
		return nil, err
	}
	return s.savePassports(l, passports, to)
}

// savePassports writes the PDF of each. The passports are on record by now, so a
// file that cannot be written is told as that and no more.
func (j *job) savePassports(l induction.Learner, all []induction.Issued, to func(induction.Learner, int) string) (made []issuedJSON, err error) {
	for i, p := range all {
		pdf, err := j.Passport(j.ctx, p)
		name := to(l, i)
		if err == nil {
			name, err = saveNew(name, pdf)
		}
		if err != nil {
			return made, &trouble{code: "unsaved", args: []any{string(p.ID), name, err}, cause: err}
		}
		made = append(made, issuedJSON{p.ID, name, p.Codes})
	}
	return made, nil
}

func (j *job) issued(made []issuedJSON) int {
	if j.json {
		return j.show(struct {
			Format    int          `json:"format"`
			Passports []issuedJSON `json:"passports"`
		}{1, made})
	}
	for _, m := range made {
		j.say("cli.issue.done", m.File)
	}
	return ExitDone
}

// pdfName says where each PDF goes, before anything is asked or signed: into a
// folder that is there, or to a file that is not.
func pdfName(out string) (func(l induction.Learner, i int) string, error) {
	info, err := os.Stat(out)
	switch {
	case err == nil && info.IsDir():
		return func(l induction.Learner, _ int) string {
			return filepath.Join(out, "passport-"+strings.ReplaceAll(string(l.Number), ":", "-")+".pdf")
		}, nil
	case err == nil:
		return nil, &trouble{code: "taken", args: []any{out}}
	case !errors.Is(err, os.ErrNotExist):
		return nil, &trouble{code: "unreadable", args: []any{out}, cause: err}
	}
	if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
		return nil, &trouble{code: "no-folder", args: []any{filepath.Dir(out)}, cause: err}
	}
	return func(induction.Learner, int) string { return out }, nil
}

// maxCopies is how many names are tried for a file.
const maxCopies = 1000

// saveNew writes a file whole under a name that is free: "a.pdf", then "a-2.pdf".
func saveNew(name string, data []byte) (string, error) {
	ext := filepath.Ext(name)
	for i := 1; i < maxCopies; i++ {
		try := name
		if i > 1 {
			try = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), i, ext)
		}
		f, err := os.OpenFile(try, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return name, err
		}
		_, err = f.Write(data)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return try, errors.Join(err, os.Remove(try))
		}
		return try, nil
	}
	return name, os.ErrExist
}
