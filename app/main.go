// Muster runs an induction day on a shared machine with no network, and sends
// every doctor away with a signed passport. Without a verb it opens its window;
// with one it works on the command line, over ssh too.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"

	"muster/internal/cli"
	"muster/internal/config"
)

// Stamped by the Makefile.
var (
	version = "dev"
	commit  = "unknown"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	cfg, err := config.Load(config.Here(), args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(usage, config.Help())
		return 0
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "muster:", err)
		return cli.ExitUsage
	}
	s, err := newStation(cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, "muster:", err)
		return 1
	}
	if len(cfg.Arguments) > 0 {
		return cli.Main(s.env())
	}
	if !display() {
		fmt.Fprintln(os.Stderr, s.words.T("main.no-display"))
		return 1
	}
	return s.window()
}

const usage = `Usage: muster [settings] [verb]

Without a verb the window opens. "muster help" lists the verbs.

Settings:
`

// display reports whether there is a screen to open a window on.
func display() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
