package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"muster/internal/induction"
	"muster/internal/phrase"
)

// say writes one line of words to standard output.
func (j *job) say(key string, args ...any) { fmt.Fprintln(j.Stdout, j.Words.T(key, args...)) }

// complain writes one line of words to standard error.
func (j *job) complain(key string, args ...any) { fmt.Fprintln(j.Stderr, j.Words.T(key, args...)) }

// show writes v to standard output as a program reads it.
func (j *job) show(v any) int {
	e := json.NewEncoder(j.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		j.complain("cli.no-output", err)
		return ExitNotDone
	}
	return ExitDone
}

// failure is what --json shows where there is no answer.
type failure struct {
	Format int `json:"format"`
	Error  struct {
		Code string `json:"code"` // short, for the helpdesk
		Text string `json:"text"` // what happened and what to do now
	} `json:"error"`
}

// fail says what went wrong, to a program too where one reads, and returns code.
func (j *job) fail(err error, code int) int {
	name, text := j.explain(err)
	fmt.Fprintln(j.Stderr, text)
	if j.json {
		out := failure{Format: 1}
		out.Error.Code, out.Error.Text = name, text
		j.show(out)
	}
	return code
}

// trouble is a failure that this package has words for: "cli.trouble.<code>".
type trouble struct {
	code  string
	args  []any
	cause error
}

func (t *trouble) Error() string { return t.code }
func (t *trouble) Unwrap() error { return t.cause }

// brokenFile is a file that is refused as forged; its words are "paper.broken.<code>".
type brokenFile struct{ name, code string }

func (b *brokenFile) Error() string { return b.name + ": " + b.code }

// Words is why, and what to do now.
func (b *brokenFile) Words(p *phrase.Printer) string {
	return p.T("cli.broken", b.name, p.T("paper.broken."+b.code))
}

// explain gives an error its short code and its words.
func (j *job) explain(err error) (code, text string) {
	var own *trouble
	var refusal *induction.Error
	var spoken interface{ Words(*phrase.Printer) string }
	switch {
	case errors.As(err, &own):
		return own.code, j.Words.T("cli.trouble."+own.code, own.args...)
	case errors.As(err, &refusal):
		return string(refusal.Reason), j.refusal(refusal)
	case errors.As(err, &spoken):
		return "file", spoken.Words(j.Words)
	}
	return "failed", j.Words.T("cli.trouble.failed", err)
}

// refusal is the desk's words, and the cause where it tells the helpdesk more.
func (j *job) refusal(e *induction.Error) string {
	text := j.Words.T("refusal."+string(e.Reason), e.Args...)
	if e.Kind == induction.Unavailable && e.Cause != nil {
		text += "\n" + j.Words.T("cli.cause", e.Reason, e.Cause)
	}
	return text
}

// act opens the records to act on them. A machine that is not set up is refused
// before anything is made.
func (j *job) act() (*Records, error) {
	switch r, err := j.Look(j.ctx); {
	case induction.ReasonOf(err) == induction.CodeNotSetUp:
		return nil, err
	case err == nil:
		if err := r.Close(); err != nil {
			return nil, err
		}
	}
	return j.Open(j.ctx) // what else is wrong it tells best
}
