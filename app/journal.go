package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"muster/internal/induction"
)

// The journal's files in the data folder: what went wrong, and what a crash left.
const (
	journalFile = "muster.log"
	crashFile   = "crash.txt"
	// journalBytes is the size from which a new journal begins; the last one is kept.
	journalBytes = 1 << 20
)

var levels = map[string]slog.Level{"error": slog.LevelError, "warn": slog.LevelWarn, "info": slog.LevelInfo, "debug": slog.LevelDebug}

// journal is what the helpdesk is given: no names, no numbers, no answers.
type journal struct {
	*slog.Logger
	files []io.Closer
	crash string
}

// openJournal begins the run's journal. Where the folder takes none, the run goes
// on without: what a person has to know is on the screen.
func openJournal(dir, level string) *journal {
	path := filepath.Join(dir, journalFile)
	if st, err := os.Stat(path); err == nil && st.Size() > journalBytes {
		os.Rename(path, path+".1")
	}
	os.MkdirAll(dir, 0o700) // what keeps it from being made is told when the records open
	j := &journal{Logger: slog.New(slog.DiscardHandler), crash: filepath.Join(dir, crashFile)}
	if f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		j.Logger = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: levels[level]}))
		j.files = append(j.files, f)
	}
	if f, err := os.OpenFile(j.crash, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		debug.SetCrashOutput(f, debug.CrashOptions{})
		j.files = append(j.files, f)
	}
	return j
}

// refusal notes what a person was told: at a level that says whose it is to mend.
func (j *journal) refusal(err error) {
	var e *induction.Error
	if !errors.As(err, &e) {
		j.Error("unexpected", "cause", nameless(err))
		return
	}
	switch e.Kind {
	case induction.Unavailable, induction.Internal:
		j.Error("refused", "reason", e.Reason, "cause", nameless(e.Cause))
	case induction.NotAllowed, induction.Conflict, induction.NotReady:
		j.Info("refused", "reason", e.Reason)
	default:
		j.Debug("refused", "reason", e.Reason)
	}
}

// nameless is an error without the path it speaks of: a saved passport's has its
// holder's name.
func nameless(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return fmt.Errorf("%s: %w", path.Op, path.Err)
	case errors.As(err, &link):
		return fmt.Errorf("%s: %w", link.Op, link.Err)
	}
	return err
}

// close ends the journal; a crash file with nothing in it goes.
func (j *journal) close() {
	debug.SetCrashOutput(nil, debug.CrashOptions{})
	for _, f := range j.files {
		f.Close()
	}
	if st, err := os.Stat(j.crash); err == nil && st.Size() == 0 {
		os.Remove(j.crash)
	}
}
