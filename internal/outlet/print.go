package outlet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// ErrNoPrinter says that the system has no printing, or refused the file.
var ErrNoPrinter = errors.New("the printer did not take the file")

// Print hands a PDF to the system's printing; printer "" is the default one. What
// comes back is the system's own word on it, such as a job's number.
func Print(ctx context.Context, printer string, pdf []byte) (string, error) {
	f, err := os.CreateTemp("", "muster-*.pdf")
	if err != nil {
		return "", err
	}
	if err := fill(f, pdf); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	said, err := send(ctx, printer, f.Name())
	if err != nil {
		return "", fmt.Errorf("%w: %w %s", ErrNoPrinter, err, strings.TrimSpace(said))
	}
	return strings.TrimSpace(said), nil
}
