package cli

import (
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strconv"
)

// sizeForm is a screen's size, as in "1366x768".
var sizeForm = regexp.MustCompile(`^([0-9]{3,4})x([0-9]{3,4})$`)

// demo plays the demonstration day and leaves its results in a folder.
func (j *job) demo() int {
	f := j.flags()
	out := f.String("out", "out", j.Words.T("cli.flag.demo-out"))
	size := f.String("size", "1366x768", j.Words.T("cli.flag.size"))
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	m := sizeForm.FindStringSubmatch(*size)
	if m == nil {
		j.complain("cli.demo.size", *size)
		return ExitUsage
	}
	r := Rehearsal{Out: *out, Tell: func(s string) { fmt.Fprintln(j.Stderr, s) }}
	r.Width, _ = strconv.Atoi(m[1])  // three or four digits
	r.Height, _ = strconv.Atoi(m[2]) // likewise
	ctx, stop := signal.NotifyContext(j.ctx, os.Interrupt)
	defer stop()
	if err := j.Rehearse(ctx, r); err != nil {
		return j.fail(err, ExitNotDone)
	}
	j.say("cli.demo.done", *out)
	return ExitDone
}
