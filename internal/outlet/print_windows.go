package outlet

import (
	"context"

	"golang.org/x/sys/windows"
)

// send asks the shell to print with the PDF reader that is installed. It reads the
// file after we return, so the file stays until Windows clears the temporary folder.
func send(_ context.Context, printer, path string) (string, error) {
	verb, args := "print", ""
	if printer != "" {
		verb, args = "printto", `"`+printer+`"`
	}
	ptr := func(s string) *uint16 { p, _ := windows.UTF16PtrFromString(s); return p }
	return "", windows.ShellExecute(0, ptr(verb), ptr(path), ptr(args), nil, windows.SW_HIDE)
}
