package keystore

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestMain runs as another account, or on a small disk, what a test asks of it.
func TestMain(m *testing.M) {
	if dir := os.Getenv("MUSTER_KEYS_HELPER"); dir != "" {
		os.Exit(helpMake(dir, os.Getenv("MUSTER_KEYS_ACCOUNT") != ""))
	}
	os.Exit(m.Run())
}

// helpMake makes a key and says how that ended.
func helpMake(dir string, nobody bool) int {
	if nobody && os.Geteuid() == 0 {
		if err := errors.Join(syscall.Setgid(65534), syscall.Setuid(65534)); err != nil {
			println(err.Error())
			return 1
		}
	}
	_, err := OrganisationKeys{dir, cheap}.Make(issuer, patel.Name, patel.Passphrase, created)
	switch {
	case err == nil:
		os.Stdout.WriteString("made")
	case errors.Is(err, ErrReadOnly):
		os.Stdout.WriteString("read-only")
	case errors.Is(err, ErrFull):
		os.Stdout.WriteString("full")
	default:
		os.Stdout.WriteString(err.Error())
	}
	return 0
}

func helped(t *testing.T, cmd *exec.Cmd, env ...string) string {
	t.Helper()
	cmd.Env = append(os.Environ(), env...)
	return string(value(cmd.Output())(t))
}

func TestFolderThatMayNotBeWrittenTo(t *testing.T) {
	dir := t.TempDir()
	for path := dir; path != os.TempDir() && len(path) > 1; path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil {
			break
		}
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	self := value(os.Executable())(t)
	if got := helped(t, exec.Command(self), "MUSTER_KEYS_HELPER="+dir, "MUSTER_KEYS_ACCOUNT=nobody"); got != "read-only" {
		t.Errorf("%s", got)
	}
}

// TestStickThatIsFullOrProtected mounts small disks in memory, where the system lets
// this account have one.
func TestStickThatIsFullOrProtected(t *testing.T) {
	if exec.Command("unshare", "-rm", "true").Run() != nil {
		t.Skip("this account may not mount a disk")
	}
	self := value(os.Executable())(t)
	for want, mount := range map[string]string{
		"full":      `mount -t tmpfs -o size=16k none "$2" && { head -c 16384 /dev/zero > "$2/filler"; true; }`,
		"read-only": `mount -t tmpfs -o ro none "$2"`,
		"made":      `mount -t tmpfs -o size=1m none "$2"`,
	} {
		dir := t.TempDir()
		cmd := exec.Command("unshare", "-rm", "sh", "-c", mount+` && exec "$1"`, "sh", self, dir)
		if got := helped(t, cmd, "MUSTER_KEYS_HELPER="+dir); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
