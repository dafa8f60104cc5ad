package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// maxLayers bounds how many block devices are looked at below a folder.
const maxLayers = 8

// encryptedDisk reports whether the folder's disk is seen to be encrypted by the
// kernel (dm-crypt, so LUKS). Encryption elsewhere, in the drive itself or below a
// virtual machine, cannot be seen.
func encryptedDisk(dir string) bool {
	var s unix.Stat_t
	if unix.Stat(dir, &s) != nil {
		return false
	}
	return encryptedBelow(fmt.Sprintf("/sys/dev/block/%d:%d", unix.Major(s.Dev), unix.Minor(s.Dev)), maxLayers)
}

func encryptedBelow(device string, layers int) bool {
	id, err := os.ReadFile(filepath.Join(device, "dm", "uuid"))
	if err == nil && strings.HasPrefix(string(id), "CRYPT-") {
		return true
	}
	below, _ := filepath.Glob(filepath.Join(device, "slaves", "*")) // the pattern is sound
	for _, d := range below {
		if layers > 0 && encryptedBelow(d, layers-1) {
			return true
		}
	}
	return false
}
