//go:build !windows

package outlet

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// printWait is how long the spooler may take to answer.
const printWait = 20 * time.Second

// send gives the file to CUPS, which copies it; ours is removed.
func send(ctx context.Context, printer, path string) (string, error) {
	defer os.Remove(path)
	ctx, cancel := context.WithTimeout(ctx, printWait)
	defer cancel()
	args := []string{"-t", "Muster passport"}
	if printer != "" {
		args = append(args, "-d", printer)
	}
	out, err := exec.CommandContext(ctx, "lp", append(args, "--", path)...).CombinedOutput()
	return string(out), err
}
