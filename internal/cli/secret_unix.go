//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// hideTyping stops a terminal from showing what is typed until shown is called; an
// error where f is no terminal.
func hideTyping(f *os.File) (shown func(), err error) {
	was, err := unix.IoctlGetTermios(int(f.Fd()), getTerminal)
	if err != nil {
		return nil, err
	}
	now := *was
	now.Lflag &^= unix.ECHO
	now.Lflag |= unix.ICANON | unix.ISIG
	if err := unix.IoctlSetTermios(int(f.Fd()), setTerminal, &now); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(int(f.Fd()), setTerminal, was) }, nil
}
