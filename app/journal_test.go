package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/induction"
)

func TestTheJournalSaysWhatWentWrongAndNothingOfPeople(t *testing.T) {
	dir := t.TempDir()
	j := openJournal(dir, "info")
	j.refusal(induction.Because(errors.New("no space left on device"), induction.Unavailable, induction.CodeStoreFull))
	j.refusal(induction.Refuse(induction.NotReady, induction.CodeIdentityFirst, "Zoë Ngũgĩ"))
	j.refusal(induction.Refuse(induction.Invalid, induction.CodeNameEmpty))
	j.refusal(errors.New("out of the blue"))
	j.refusal(&fs.PathError{Op: "open", Path: "/media/Zoë Ngũgĩ.pdf", Err: fs.ErrPermission})
	j.close()
	b, err := os.ReadFile(filepath.Join(dir, journalFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"level=ERROR", "store-full", "no space left", "level=INFO", "identity-first", "out of the blue", fs.ErrPermission.Error()} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %q in\n%s", want, b)
		}
	}
	for _, never := range []string{"Ngũgĩ", "name-empty"} {
		if strings.Contains(string(b), never) {
			t.Errorf("%q stands in\n%s", never, b)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, crashFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a crash file after a clean end: %v", err)
	}
}

func TestTheJournalRollsAndACrashFileStays(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, journalFile), make([]byte, journalBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, crashFile), []byte("panic"), 0o600); err != nil {
		t.Fatal(err)
	}
	openJournal(dir, "debug").close()
	if st, err := os.Stat(filepath.Join(dir, journalFile)); err != nil || st.Size() > 100 {
		t.Errorf("the journal goes on in the old file: %v %v", st, err)
	}
	if _, err := os.Stat(filepath.Join(dir, journalFile+".1")); err != nil {
		t.Errorf("the old journal is gone: %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, crashFile)); err != nil || string(b) != "panic" {
		t.Errorf("what a crash left: %q %v", b, err)
	}
}

func TestAJournalThatCannotBeWrittenStopsNobody(t *testing.T) {
	j := openJournal(filepath.Join(t.TempDir(), "nowhere"), "info")
	j.refusal(errors.New("out of the blue"))
	j.close()
}
