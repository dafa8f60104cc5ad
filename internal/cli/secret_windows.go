package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// hideTyping stops a console from showing what is typed until shown is called; an
// error where f is no console.
func hideTyping(f *os.File) (shown func(), err error) {
	h := windows.Handle(f.Fd())
	var was uint32
	if err := windows.GetConsoleMode(h, &was); err != nil {
		return nil, err
	}
	now := was&^windows.ENABLE_ECHO_INPUT | windows.ENABLE_LINE_INPUT | windows.ENABLE_PROCESSED_INPUT
	if err := windows.SetConsoleMode(h, now); err != nil {
		return nil, err
	}
	return func() { _ = windows.SetConsoleMode(h, was) }, nil
}
