package document

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// pdfWith is a PDF with attachments, by name.
func pdfWith(t testing.TB, files ...gofpdf.Attachment) []byte {
	t.Helper()
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.AddPage()
	pdf.SetAttachments(files)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(name, content string) gofpdf.Attachment {
	return gofpdf.Attachment{Filename: name, Content: []byte(content)}
}

// bare is a PDF of the objects given, from 1 on, the first of them its catalogue.
func bare(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

const pages = "<</Type/Pages/Kids[]/Count 0>>"

func deflated(content []byte) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.String()
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

func TestTextIsTakenAsItIs(t *testing.T) {
	for _, plain := range []string{"MP1:ABC", "MP1:ABC\r\n", "https://check.example/#MP1:ABC", "https://check.example/#MP1%3AABC", "MP2:ABC"} {
		if got, err := Examine([]byte(plain)); err != nil || len(got.Texts) != 1 || got.Texts[0] != plain || got.From != FromText {
			t.Errorf("Examine(%q) = %v, %v", plain, got, err)
		}
	}
	if got, err := Examine([]byte("\uFEFFMP1:ABC")); err != nil || got.Texts[0] != "MP1:ABC" {
		t.Errorf("with an editor's mark: %v, %v", got, err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	locked := filepath.Join(t.TempDir(), "locked.pdf")
	tool(t, nil, "qpdf", "--encrypt", "secret", "owner", "256", "--", saved(t, pdfWith(t, file("passport.muster", "MP1:A"))), locked)
	var many []gofpdf.Attachment
	for i := range AttachmentLimit + 1 {
		many = append(many, file(fmt.Sprintf("%d.muster", i), "MP1:A"))
	}
	good := pdfWith(t, file("passport.muster", "MP1:A"))
	names := func(spec string) string {
		return "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles " + spec + ">>>>"
	}
	bomb := deflated(make([]byte, 40<<20))
	for name, c := range map[string]struct {
		data []byte
		want any // a Reason, or the code of a broken file
	}{
		"nothing":                     {nil, FileEmpty},
		"above the limit":             {append([]byte("%PDF-1.7\n"), make([]byte, FileLimit)...), FileTooLarge},
		"words":                       {[]byte("Dear colleague"), NotADocument},
		"a picture":                   {[]byte("\x89PNG\r\n\x1a\nMP1:"), PictureDamaged},
		"no attachment":               {pdfWith(t), NoPassport},
		"another attachment":          {pdfWith(t, file("cv.pdf", "MP1:A")), NoPassport},
		"locked":                      {read(t, locked), FileLocked},
		"too many":                    {pdfWith(t, many...), BrokenNotSigned},
		"a text too large":            {pdfWith(t, file("a.muster", strings.Repeat("A", TextLimit+1))), BrokenNotSigned},
		"only a header":               {[]byte("%PDF-1.7\n"), FileDamaged},
		"cut short":                   {good[:len(good)*2/3], FileDamaged},
		"a tree without end":          {bare(names("3 0 R"), pages, "<</Kids[3 0 R]>>"), NoPassport},
		"a catalogue of another kind": {bare("[1 2 3]", pages), FileDamaged},
		"a spec without a file":       {bare(names("<</Names[(a)<</F(a.muster)>>]>>"), pages), NoPassport},
		"an odd filter":               {bare(names("<</Names[(a)<</F(a.muster)/EF<</F 3 0 R>>>>]>>"), pages, stream("/Filter/ASCIIHexDecode", "41>")), BrokenNotSigned},
		"a bomb of objects":           {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bomb)), FileDamaged},
		"a bomb, its name disguised":  {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/Obj#53tm/N 1/First 4/Filter/Flate#44ecode", bomb)), FileDamaged},
		"a bomb in a bomb":            {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]", deflated([]byte(bomb)))), FileDamaged},
		"a filter kept elsewhere":     {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/ObjStm/N 1/First 4/Filter 4 0 R", deflated([]byte(bomb))), "[/FlateDecode/FlateDecode]"), FileDamaged},
		"a bomb hidden behind words":  {bare("<</Type/Catalog/Pages 2 0 R/X(stream)>>", pages, stream("/Y(stream)/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bomb)), FileDamaged},
		"a bomb attached":             {bare(names("<</Names[(a)<</F(a.muster)/EF<</F 3 0 R>>>>]>>"), pages, stream("/Filter/FlateDecode", deflated(make([]byte, 8<<20)))), BrokenNotSigned},
		"brackets without end":        {bare("<</Type/Catalog/Pages 2 0 R/X " + strings.Repeat("[", 9<<20) + ">>"), FileDamaged},
		"one object of many streams":  {bare("<</Type/Catalog/Pages 2 0 R>>", pages, strings.Repeat("stream ", 1<<20)), FileDamaged},
		"rows without end":            {bare("<</Type/Catalog/Pages 2 0 R>>", pages, stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>", deflated([]byte("x")))), FileDamaged},
	} {
		began := time.Now()
		got, err := Examine(c.data)
		var f *FindError
		var said any = got.Broken
		words := english(t).T("paper.broken." + got.Broken)
		if errors.As(err, &f) {
			said, words = f.Reason, f.Words(english(t))
		}
		if said != c.want || len(got.Texts) > 0 {
			t.Errorf("%s: found %q, %v, want %s", name, got, err, c.want)
			continue
		}
		if strings.Contains(words, "⟦") || !strings.Contains(words, ".") {
			t.Errorf("%s: words %q", name, words)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}
