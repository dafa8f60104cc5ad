//go:build !windows

package outlet

import (
	"os"
	"path/filepath"
	"strings"
)

// sticks lists what is mounted where desktops mount sticks.
func sticks() []Place {
	return mounted("/proc/self/mounts", "/media/", "/run/media/", "/Volumes/", "/mnt/usb")
}

func mounted(table string, under ...string) []Place {
	b, err := os.ReadFile(table)
	if err != nil {
		return nil
	}
	var out []Place
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.Contains(","+f[3]+",", ",rw,") {
			continue
		}
		path := unescape(f[1])
		for _, u := range under {
			if strings.HasPrefix(path, u) {
				out = append(out, Place{Name: filepath.Base(path), Path: path, Removable: true})
			}
		}
	}
	return out
}

// unescape turns the table's octal escapes back: a space in a stick's name is \040.
func unescape(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}
