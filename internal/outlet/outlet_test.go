//go:build !windows

package outlet

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSaveNeverWritesOver(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"passport.pdf", "passport-2.pdf", "passport-3.pdf"} {
		got, err := Save(dir, "passport", ".pdf", []byte(want))
		if err != nil || filepath.Base(got) != want {
			t.Fatalf("%s %v, want %s", got, err, want)
		}
		if b, _ := os.ReadFile(got); string(b) != want {
			t.Fatalf("%s holds %q", got, b)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".muster-*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSaveSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"/nowhere/at/all", file, "/proc"} {
		if _, err := Save(folder, "x", ".pdf", nil); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%s: %v", folder, err)
		}
	}
}

func TestFileName(t *testing.T) {
	for want, words := range map[string][]string{
		"passport-Zoë-Ngũgĩ-2026-11-22": {"passport", "Zoë Ngũgĩ", "2026-11-22"},
		"a-etc-passwd":                  {"a", "../../etc/passwd"},
		"x":                             {"x", "", "///"},
	} {
		got := FileName(words...)
		if got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	if got := FileName(strings.Repeat("é", 200)); len(got) > maxName {
		t.Errorf("%d bytes", len(got))
	}
}

func TestMountedFindsSticks(t *testing.T) {
	table := filepath.Join(t.TempDir(), "mounts")
	lines := "/dev/sdb1 /media/me/MY\\040STICK vfat rw,nosuid 0 0\n/dev/sdc1 /media/me/LOCKED vfat ro 0 0\n/dev/sda1 / ext4 rw 0 0\nshort\n"
	if err := os.WriteFile(table, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	got := mounted(table, "/media/")
	if len(got) != 1 || got[0].Name != "MY STICK" || !got[0].Removable {
		t.Fatalf("%+v", got)
	}
}

// A real program named lp, so that what it is given is what a printer would get.
func TestPrintHandsTheFileToLp(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\nfor last; do :; done\ncp \"$last\" " + dir + "/got.pdf\necho \"$@\" > " + dir + "/args\necho request id is ward-7\n"
	if err := os.WriteFile(filepath.Join(dir, "lp"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	said, err := Print(context.Background(), "ward", []byte("%PDF-1.4"))
	if err != nil || said != "request id is ward-7" {
		t.Fatalf("%q %v", said, err)
	}
	got, _ := os.ReadFile(filepath.Join(dir, "got.pdf"))
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	if string(got) != "%PDF-1.4" || !strings.Contains(string(args), "-d ward") {
		t.Fatalf("%q %q", got, args)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Print(context.Background(), "", nil); !errors.Is(err, ErrNoPrinter) {
		t.Errorf("without lp: %v", err)
	}
}
