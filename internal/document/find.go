package document

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"muster/internal/phrase"
)

// Limits of what Examine opens.
const (
	FileLimit       = 10 << 20 // bytes of a file
	AttachmentLimit = 16       // attachments in a PDF
	TextLimit       = 16 << 10 // bytes of one passport's text
)

// Reason says why no passport came out of a file; its words are "paper.find.<reason>".
type Reason string

// The reasons, an append-only list.
const (
	FileTooLarge  Reason = "too-large" // above FileLimit
	FileEmpty     Reason = "empty"     // no bytes at all
	FileLocked    Reason = "locked"    // a PDF that asks for a password
	FileDamaged   Reason = "damaged"   // a PDF that cannot be read
	NoPassport    Reason = "none"      // a PDF without a passport attached
	NotADocument  Reason = "unknown"   // neither a PDF nor a passport's text
	TooSlowToRead Reason = "too-slow"  // a PDF built so that reading does not end

	PictureTooLarge Reason = "picture-large"   // above the limits of package photo
	PictureOfPhone  Reason = "picture-phone"   // HEIC, HEIF or AVIF
	PictureDamaged  Reason = "picture-damaged" // a picture that cannot be read
	PictureWithout  Reason = "picture-none"    // a picture in which no passport's code can be read
)

// FindError says why Examine found nothing to judge.
type FindError struct {
	Reason Reason
	Cause  error // for the log; nil where the reason says all
}

func (e *FindError) Error() string {
	s := "no passport found: " + string(e.Reason)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *FindError) Unwrap() error { return e.Cause }

// Words is what happened and what to do now, for the person at the check desk.
func (e *FindError) Words(p *phrase.Printer) string { return p.T("paper.find." + string(e.Reason)) }

// readLimit is how long one PDF may take.
const readLimit = 10 * time.Second

// attached is the ending of an attachment's name that makes it a passport.
const attached = ".muster"

// textMark is what a passport's text begins with, in this format or a newer one,
// as it is or inside a link.
var textMark = regexp.MustCompile(`MP[1-9][0-9]{0,2}(:|%3[Aa])`)

// isPDF looks for the header where readers look, in the first kilobyte.
func isPDF(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-"))
}

// quietly is pdfcpu's own configuration, with its folder switched off first.
func quietly() *model.Configuration {
	switchOff()
	return model.NewDefaultConfiguration()
}

var switchOff = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// treeDepth bounds a tree of pages (ISO 32000-1, 7.7.3).
const treeDepth = 8

// configuration keeps pdfcpu from writing a folder of its own into the user's
// home, from the network, and from decoding streams that nobody asked for.
func configuration() *model.Configuration {
	conf := quietly()
	conf.Cmd = model.LISTATTACHMENTS
	conf.Offline = true
	conf.Optimize = false
	conf.DecodeAllStreams = false
	conf.ValidationMode = model.ValidationRelaxed
	return conf
}

func readReason(err error) Reason {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return TooSlowToRead
	case errors.Is(err, pdfcpu.ErrWrongPassword) || strings.Contains(err.Error(), "ncrypt"):
		return FileLocked
	}
	return FileDamaged
}
