//go:build unix

package cli

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// freeBytes is how much this account can still write on the folder's disk.
func freeBytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

// openToOthers reports whether another account may look in.
func openToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
