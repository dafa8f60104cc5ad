package sqlite

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// bootID names this run of the system, so that monotonic times of one run can be
// told from those of another.
func bootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// monotonic is the time since the system started, asleep or not, in nanoseconds.
// Nobody can set it back.
func monotonic() int64 {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts); err != nil {
		return 0
	}
	return ts.Nano()
}
