package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"muster/internal/trust"
)

// Seal is what a passport's PDF is signed with: PAdES B-B (ETSI EN 319 142-1).
type Seal struct {
	// Key is the device's passport key, the one that signed the passport.
	Key trust.Signer
	// Certificates are DER: the one for Key first, each followed by the one that
	// certifies it, the organisation's among them.
	Certificates [][]byte
	// At is written as the time of signing, to the second; nothing vouches for it.
	At time.Time
}

// The reasons why a document was not signed.
var (
	ErrSealKey   = errors.New("the certificate for signing documents is for another key")
	ErrSealChain = errors.New("there is no usable certificate for signing documents")
)

// rangeWidth is the room for the four numbers of /ByteRange.
const rangeWidth = 36

// Sealed signs a PDF that a Press made, lang the language of its words. The
// signature is in an incremental update that also mends what the maker of the file
// leaves undone: its identifier and language, the title in the window's bar, and the
// attachments' names. It certifies that nothing may change afterwards (DocMDP, level
// 1). Only the signature differs between two calls of the same input.
//
// Errors wrap ErrNotOurs, ErrSealKey or ErrSealChain, or are the key's own.
func (s Seal) Sealed(pdf []byte, lang string) ([]byte, error) {
	form, err := newCMS(s.Key.Public(), s.Certificates)
	if err != nil {
		return nil, err
	}
	hexSize := 2 * form.size()
	m, err := mend(pdf, hexSize+4096)
	if err != nil {
		return nil, err
	}
	spot, err := m.signable(s.At, lang, hexSize)
	if err != nil {
		return nil, err
	}
	m.finish(pdf)
	return fill(m.out, spot, form, s.Key)
}

// spot is where the signature goes: the numbers of its range, and the brackets of
// its contents.
type spot struct{ numbers, open, shut int }

// signable writes everything of the update but its table: the attachments, the
// first page with the signature's field, the catalogue, and the signature's
// dictionary, empty as yet.
func (m *mending) signable(at time.Time, lang string, hexSize int) (spot, error) {
	pages, ok := m.view.pages()
	if !ok {
		return spot{}, ErrNotOurs
	}
	page := m.view.dictAt(pdfRef(pages[0]))
	if page.at("Annots") != nil {
		return spot{}, fmt.Errorf("%w: its first page has annotations", ErrNotOurs)
	}
	files, err := m.mendFiles()
	if err != nil {
		return spot{}, err
	}
	field, signature := m.next, m.next+1
	m.next += 2
	m.put(pages[0], with(page, nil, fmt.Sprintf("/Annots [%d 0 R]\n", field)))
	form := fmt.Sprintf("/AcroForm <</Fields [%d 0 R] /SigFlags 3>>\n/Perms <</DocMDP %d 0 R>>\n", field, signature)
	if err := m.catalogue(lang, files, form); err != nil {
		return spot{}, err
	}
	m.put(field, fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (%s) /Rect [0 0 0 0] /F 132 /P %d 0 R /V %d 0 R>>", fieldName, pages[0], signature))
	return m.signature(signature, at, hexSize), nil
}

// fieldName is what the signature's field is called; no person sees it.
const fieldName = "MusterSignature"

// signature writes the signature's dictionary (ISO 32000-1, 12.8.1, and ETSI EN 319
// 142-1, 5.3), its contents and their range left open. A field without a place on
// the page has /F 132: print and locked.
func (m *mending) signature(number int, at time.Time, hexSize int) spot {
	head := "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/M (" + at.UTC().Format("D:20060102150405Z") + ")\n" +
		"/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]\n/ByteRange ["
	middle := "]\n/Contents "
	m.put(number, head+strings.Repeat(" ", rangeWidth)+middle+"<"+strings.Repeat("0", hexSize)+">>>")
	var p spot
	p.numbers = m.written[number] + bytes.Index(m.out[m.written[number]:], []byte("<<")) + len(head)
	p.open = p.numbers + rangeWidth + len(middle)
	p.shut = p.open + hexSize + 2
	return p
}

// fill signs everything but the contents of the signature, and puts them in.
func fill(out []byte, p spot, form cmsForm, key trust.Signer) ([]byte, error) {
	numbers := fmt.Sprintf("0 %d %d %d", p.open, p.shut, len(out)-p.shut)
	if len(numbers) > rangeWidth {
		return nil, fmt.Errorf("%w: it is too large", ErrNotOurs)
	}
	copy(out[p.numbers:], numbers)
	der, err := form.sign(digestAround(out, p.open, p.shut), key)
	if err != nil {
		return nil, err
	}
	if 2*len(der) > p.shut-p.open-2 {
		return nil, errors.New("the signature is larger than the room for it")
	}
	hex.Encode(out[p.open+1:], der)
	return out, nil
}

// digestAround is the SHA-256 of a file without the bytes from open to shut.
func digestAround(file []byte, open, shut int) [sha256.Size]byte {
	h := sha256.New()
	h.Write(file[:open])
	h.Write(file[shut:])
	return [sha256.Size]byte(h.Sum(nil))
}
