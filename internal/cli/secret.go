package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

// maxLine is the longest line that is read as an answer, in bytes.
const maxLine = 4 << 10

// exitInterrupted is what a shell gives a program that Ctrl+C ended.
const exitInterrupted = 130

// lineReader reads answers, one a line.
type lineReader struct{ *bufio.Reader }

// next is the next line without its end; io.EOF where there is none.
func (l *lineReader) next() (string, error) {
	line, err := l.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	if err == nil && len(line) > maxLine {
		err = bufio.ErrTooLong
	}
	return strings.TrimRight(line, "\r\n"), err
}

// answer asks for one line on standard error, which is free where standard output
// is piped.
func (j *job) answer(prompt string) (string, error) {
	if j.lines == nil {
		j.lines = &lineReader{bufio.NewReaderSize(j.Stdin, maxLine)}
	}
	fmt.Fprint(j.Stderr, prompt+" ")
	line, err := j.lines.next()
	if err != nil {
		return "", &trouble{code: "no-answer", args: []any{prompt}, cause: err}
	}
	return line, nil
}

// secret asks for a line that a terminal does not show.
func (j *job) secret(prompt string) (string, error) {
	if f, ok := j.Stdin.(*os.File); ok {
		if shown, err := hideTyping(f); err == nil {
			defer fmt.Fprintln(j.Stderr)
			defer j.untilTyped(shown)()
		}
	}
	return j.answer(prompt)
}

// untilTyped shows typing again at an interrupt, which else would leave the
// terminal blind, or when done is called.
func (j *job) untilTyped(shown func()) (done func()) {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	go func() {
		if _, came := <-interrupt; came {
			shown()
			fmt.Fprintln(j.Stderr)
			os.Exit(exitInterrupted)
		}
	}()
	return func() {
		signal.Stop(interrupt)
		close(interrupt)
		shown()
	}
}
