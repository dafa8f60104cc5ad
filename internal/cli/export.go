package cli

import (
	"errors"
	"os"
)

// exportCSV writes the report of the session that was opened last. It reads only,
// so it works while the window runs.
func (j *job) exportCSV() int {
	f := j.flags()
	session := f.String("session", "last", j.Words.T("cli.flag.session"))
	out := f.String("out", "-", j.Words.T("cli.flag.csv-out"))
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	if *session != "last" {
		j.complain("cli.export.session", *session)
		return ExitUsage
	}
	if _, err := os.Stat(*out); err == nil && *out != "-" {
		return j.fail(&trouble{code: "taken", args: []any{*out}}, ExitNotDone)
	}
	rows, err := j.lastReport()
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	if *out == "-" {
		if _, err := j.Stdout.Write(rows); err != nil {
			return j.fail(&trouble{code: "unwritten", args: []any{*out, err}, cause: err}, ExitNotDone)
		}
		return ExitDone
	}
	name, err := saveNew(*out, rows)
	if err != nil {
		return j.fail(&trouble{code: "unwritten", args: []any{*out, err}, cause: err}, ExitNotDone)
	}
	j.say("cli.export.done", name)
	return ExitDone
}

func (j *job) lastReport() (rows []byte, err error) {
	r, err := j.Look(j.ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	report, err := r.Desk.LastReport(j.ctx)
	if err != nil {
		return nil, err
	}
	return j.CSV(j.ctx, report)
}
