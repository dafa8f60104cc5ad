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

// PageLimit is how many pages of a PDF are looked at for printed codes; pageMost is
// the longest side that a page can have, in points (ISO 32000-1, annex C).
const (
	PageLimit = 64
	pageMost  = 14_401
)

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
	return doc, until, nil
}

// printedIn reads the passports' codes on a document's pages, in their order, each
// once.
func printedIn(doc *model.Context, until time.Time) ([]string, error) {
	list, err := leavesOf(doc)
	if err != nil {
		return nil, &FindError{Reason: FileDamaged, Cause: err}
	}
	var all []string
	for _, l := range list {
		if time.Now().After(until) {
			return nil, &FindError{Reason: TooSlowToRead}
		}
		page, err := l.paint(doc, until)
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

// leaf is one page with what it has from the nodes above it (ISO 32000-1, 7.7.3.4).
type leaf struct {
	contents  types.Object
	resources types.Object
	box       types.Object
}

// leavesOf walks the tree of pages, as far as PageLimit.
func leavesOf(doc *model.Context) ([]leaf, error) {
	root, err := doc.Catalog()
	if err != nil {
		return nil, err
	}
	var list []leaf
	left := 4 * PageLimit
	return list, walkPages(doc, root["Pages"], leaf{}, treeDepth, &left, &list)
}

// walkPages adds the pages under a node; left is how many nodes may still come.
func walkPages(doc *model.Context, o types.Object, above leaf, depth int, left *int, list *[]leaf) error {
	if *left--; *left < 0 || len(*list) >= PageLimit {
		return nil
	}
	d, err := doc.DereferenceDict(o)
	if err != nil || d == nil || depth == 0 {
		return errors.Join(err, errors.New("the tree of pages cannot be read"))
	}
	if v := d["Resources"]; v != nil {
		above.resources = v
	}
	if v := d["MediaBox"]; v != nil {
		above.box = v
	}
	kids, err := doc.DereferenceArray(d["Kids"])
	if err != nil {
		return err
	}
	if kids == nil {
		above.contents = d["Contents"]
		*list = append(*list, above)
		return nil
	}
	for _, k := range kids {
		if err := walkPages(doc, k, above, depth-1, left, list); err != nil {
			return err
		}
	}
	return nil
}

// paint draws the page.
func (l leaf) paint(doc *model.Context, until time.Time) (*painter, error) {
	resources, err := doc.DereferenceDict(l.resources)
	if err != nil {
		return nil, err
	}
	content, err := contentsOf(doc, l.contents)
	if err != nil {
		return nil, err
	}
	p := newPainter(doc, l.rectangle(doc), until)
	p.run(content, resources)
	return p, nil
}

// rectangle is the page's size in points; A4 where it does not say.
func (l leaf) rectangle(doc *model.Context) *types.Rectangle {
	a, err := doc.DereferenceArray(l.box)
	if err != nil || len(a) != 4 {
		return types.RectForDim(595, 842)
	}
	var n [4]float64
	for i := range n {
		if n[i], err = doc.DereferenceNumber(a[i]); err != nil {
			return types.RectForDim(595, 842)
		}
	}
	r := types.NewRectangle(min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3]))
	if !(r.Width() < pageMost && r.Height() < pageMost) {
		return types.RectForDim(595, 842)
	}
	return r
}

// contentsOf joins a page's content streams.
func contentsOf(doc *model.Context, o types.Object) ([]byte, error) {
	if o == nil {
		return nil, nil
	}
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
	if p.fills == 0 && len(p.pictures) == 0 {
		return nil // letters alone
	}
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
