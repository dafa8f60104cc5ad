package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"muster/internal/photo"
	"muster/internal/phrase"
)

// Source is what a passport's text was taken from.
type Source string

// The sources.
const (
	FromAttachment Source = "attachment" // of a PDF that its device signed
	FromPicture    Source = "picture"    // a code that was printed or photographed
	FromText       Source = "text"       // the text itself
)

// Why a PDF is refused as forged, an append-only list; the words of each are
// "paper.broken.<code>". A PDF has an attachment named ….muster or a signature, and
// then it must be exactly as a device made it.
const (
	BrokenNotSigned   = "not-signed"     // it carries a passport and no signature
	BrokenTwo         = "two-signatures" // more than one signature
	BrokenNotCovered  = "not-covered"    // the signature does not cover the whole file
	BrokenAppended    = "appended"       // something was added after signing
	BrokenSignature   = "bad-signature"  // it was changed after signing, or the signature is none
	BrokenStructure   = "structure"      // it is built as no passport is: hidden, replaced or active parts
	BrokenAttachments = "attachments"    // what is attached is not one passport and those it carries
	BrokenKey         = "wrong-key"      // the signature is not by the device that signed the passport
	BrokenDiffers     = "differs"        // the printed code and the attached passport are not the same
)

// Examined is what came out of a file.
type Examined struct {
	// Texts are passports' texts, none of them checked; the first page's first.
	Texts []string
	// Broken is why the file is refused as forged, one of the codes above; "" where
	// its texts may be judged. A broken file gives no texts.
	Broken string
	From   Source
}

// BrokenWords is what happened and what to do now, for the person at the check desk.
func BrokenWords(code string, p *phrase.Printer) string { return p.T("paper.broken." + code) }

// PageLimit is how many pages of a PDF are looked at for printed codes.
const PageLimit = 64

// Examine finds the passports in a file that somebody hands over: a PDF that a
// device signed, any other PDF or picture with printed codes, or a passport's text.
// A PDF that claims to be signed, or carries a passport, and is not exactly as a
// device made it is Broken. Where there is nothing to judge the error is a *FindError.
func Examine(data []byte) (Examined, error) {
	switch {
	case len(data) == 0:
		return Examined{}, &FindError{Reason: FileEmpty}
	case len(data) > FileLimit && (isPDF(data) || len(data) > photo.FileLimit):
		return Examined{}, &FindError{Reason: FileTooLarge}
	case isPDF(data):
		return examinePDF(data)
	case len(data) <= TextLimit && utf8.Valid(data) && textMark.Match(data):
		return Examined{Texts: []string{string(bytes.TrimPrefix(data, []byte("\uFEFF")))}, From: FromText}, nil
	}
	return examinePicture(data)
}

// examinePicture reads the codes of a photograph, a scan or a screenshot.
func examinePicture(data []byte) (Examined, error) {
	texts, err := photo.Read(data)
	switch {
	case errors.Is(err, photo.ErrTooLarge):
		return Examined{}, &FindError{Reason: PictureTooLarge, Cause: err}
	case errors.Is(err, photo.ErrHEIF):
		return Examined{}, &FindError{Reason: PictureOfPhone, Cause: err}
	case errors.Is(err, photo.ErrDamaged):
		return Examined{}, &FindError{Reason: PictureDamaged, Cause: err}
	case err != nil:
		return Examined{}, &FindError{Reason: NotADocument, Cause: err}
	}
	if texts = passportsAmong(texts); len(texts) == 0 {
		return Examined{}, &FindError{Reason: PictureWithout}
	}
	return Examined{Texts: texts, From: FromPicture}, nil
}

// passportsAmong leaves out the codes that are no passport's.
func passportsAmong(texts []string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return !textMark.MatchString(t) })
}

// examinePDF reads a PDF that may have been made to do harm.
func examinePDF(data []byte) (out Examined, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = Examined{}, &FindError{Reason: FileDamaged, Cause: fmt.Errorf("panic: %v", r)}
		}
	}()
	if file, whole := readSealed(data); whole {
		return file.examine()
	}
	doc, until, err := openPDF(data)
	if err != nil {
		return Examined{}, err
	}
	switch m := marksOf(doc, data); {
	case m.signatures > 1:
		return Examined{Broken: BrokenTwo}, nil
	case m.signatures == 1:
		return Examined{Broken: whyNotWhole(data)}, nil
	case m.attached:
		return Examined{Broken: BrokenNotSigned}, nil
	}
	printed, err := printedIn(doc, until)
	if err != nil {
		return Examined{}, err
	}
	if len(printed) == 0 {
		return Examined{}, &FindError{Reason: NoPassport}
	}
	return Examined{Texts: printed, From: FromPicture}, nil
}

// openPDF reads a PDF's structure, once it is sure to be harmless; until is when to
// give up on the rest.
func openPDF(data []byte) (doc *model.Context, until time.Time, err error) {
	if err := guard(data); err != nil {
		return nil, until, &FindError{Reason: FileDamaged, Cause: err}
	}
	until = time.Now().Add(readLimit)
	ctx, cancel := context.WithDeadline(context.Background(), until)
	defer cancel()
	doc, err = pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), configuration())
	if err != nil {
		return nil, until, &FindError{Reason: readReason(err), Cause: err}
	}
	if err := doc.EnsurePageCount(); err != nil {
		return nil, until, &FindError{Reason: FileDamaged, Cause: err}
	}
	return doc, until, nil
}

// printedIn reads the passports' codes on a document's pages, in their order, each
// once.
func printedIn(doc *model.Context, until time.Time) ([]string, error) {
	var all []string
	for n := 1; n <= min(doc.PageCount, PageLimit); n++ {
		if time.Now().After(until) {
			return nil, &FindError{Reason: TooSlowToRead}
		}
		page, err := paint(doc, n, until)
		if err != nil {
			return nil, &FindError{Reason: FileDamaged, Cause: err}
		}
		for _, t := range passportsAmong(page.codes()) {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all, nil
}

// paint draws one page.
func paint(doc *model.Context, n int, until time.Time) (*painter, error) {
	dict, _, inherited, err := doc.PageDict(n, false)
	if err != nil || dict == nil {
		return nil, cmpErr(err)
	}
	p := newPainter(doc, inherited.MediaBox, until)
	content, err := contentsOf(doc, dict["Contents"])
	if err != nil {
		return nil, err
	}
	p.run(content, inherited.Resources)
	return p, nil
}

// contentsOf joins a page's content streams.
func contentsOf(doc *model.Context, o types.Object) ([]byte, error) {
	parts := types.Array{o}
	if a, err := doc.DereferenceArray(o); err == nil && a != nil {
		parts = a
	}
	var all []byte
	for _, o := range parts {
		s, _, err := doc.DereferenceStreamDict(o)
		if err != nil {
			return nil, err
		}
		if s == nil {
			continue
		}
		b, err := unpack(doc, s, contentLimit-len(all), 1)
		if err != nil {
			return nil, err
		}
		all = append(append(all, b...), '\n')
		if len(all) >= contentLimit {
			return nil, errLarge
		}
	}
	return all, nil
}

// codes reads a page. A scan is one picture, which is read at its own sharpness; all
// else is read as it was drawn, and then picture by picture.
func (p *painter) codes() []string {
	looks := []*image.Gray{p.raster.page}
	if len(p.pictures) == 1 && p.fills < 16 {
		looks = p.pictures
	} else {
		looks = append(looks, p.pictures...)
	}
	for _, img := range looks {
		if time.Now().After(p.until) {
			break
		}
		if texts := photo.Codes(img); len(texts) > 0 {
			return texts
		}
	}
	return nil
}
