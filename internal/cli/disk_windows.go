package cli

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// freeBytes is how much this account can still write on the folder's disk.
func freeBytes(dir string) (free uint64, err error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}

// openToOthers reports nothing: the folder's own access list protects it here, and
// the mode that Go shows is made up.
func openToOthers(fs.FileInfo) bool { return false }
