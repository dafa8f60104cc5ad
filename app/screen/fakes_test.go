package screen

import (
	"context"
	"os"
	"path/filepath"

	"muster/internal/desk"
	paperwork "muster/internal/document"
	"muster/internal/induction"
)

// testPaper stands for the program's paper: the codes are real, the PDFs are not,
// since package document and the rehearsal try those.
type testPaper struct{ desk *desk.Desk }

func (testPaper) QR(text string) ([][]bool, error) { return paperwork.QR(text) }
func (testPaper) Passport(context.Context, induction.Issued) ([]byte, error) {
	return []byte("%PDF-1.4 passport"), nil
}

func (p testPaper) Preview(ctx context.Context, i induction.Issued) (desk.Paper, error) {
	return p.desk.Paper(ctx, i)
}

func (testPaper) Report(context.Context, desk.Report) (pdf, csv []byte, err error) {
	return []byte("%PDF-1.4 report"), []byte("a,b\r\n"), nil
}

func (testPaper) Examine(data []byte) (texts []string, broken string, err error) {
	e, err := paperwork.Examine(data)
	return e.Texts, e.Broken, err
}

func (testPaper) Receipt(context.Context, desk.Receipt) (pdf, csv []byte, err error) {
	return []byte("%PDF-1.4 receipt"), []byte("a,b\r\n"), nil
}

func (testPaper) ReceiptESR(context.Context, desk.Receipt) (ESR, error) {
	return ESR{Data: []byte("a,b\r\n"), Rows: 2, Left: []string{"fire.1 was left out: nobody has confirmed its name."}}, nil
}

func (testPaper) SessionESR(context.Context, desk.Report) (ESR, error) { return ESR{}, nil }
func (testPaper) ESRReturn(data []byte) (ESRReturn, error) {
	r, err := paperwork.ReadESRReturn(data)
	out := ESRReturn{Loaded: r.Loaded}
	for _, x := range r.Rejected {
		out.Rejected = append(out.Rejected, ESRRow(x))
	}
	for _, x := range r.Unknown {
		out.Unknown = append(out.Unknown, ESRRow(x))
	}
	return out, err
}

// testFiles saves for real, into a folder of the test's.
type testFiles struct{ folder string }

func (f testFiles) Places() []Place { return []Place{{Name: "STICK", Path: f.folder, Removable: true}} }
func (f testFiles) Save(folder, name, ext string, data []byte) (string, error) {
	path := filepath.Join(folder, name+"."+ext)
	return path, os.WriteFile(path, data, 0o600)
}
func (testFiles) Print(context.Context, []byte) (string, error) { return "request id is ward-1", nil }
func (testFiles) Open([]string, func(string, []byte, error))    {}
func (testFiles) ChooseFolder(func(string, error))              {}
func (testFiles) Installed() Installed                          { return Installed{Version: "0.1.0"} }
