package screen

import (
	"context"
	"errors"
	"io"
	"os"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/phrase"
)

// Paper turns what the desk knows into documents and reads passports out of files.
// Its methods may be called from any goroutine.
type Paper interface {
	// Passport is the signed PDF of a passport that was issued here, the same bytes
	// each time.
	Passport(context.Context, induction.Issued) ([]byte, error)
	// Preview is what that PDF says.
	Preview(context.Context, induction.Issued) (desk.Paper, error)
	// QR draws a passport's text, its quiet zone included: true is dark.
	QR(text string) ([][]bool, error)
	// Report is a session's report for people and for spreadsheets.
	Report(context.Context, desk.Report) (pdf, csv []byte, err error)
	// SessionESR is what the session's report accepts, for the staff record.
	SessionESR(context.Context, desk.Report) (ESR, error)
	// Examine gives the texts of the passports in a file or a picture. A file that
	// cannot be believed gives none, and why as a code: its words are
	// "paper.broken.<code>".
	Examine(data []byte) (texts []string, broken string, err error)
	// Receipt is a receipt for people and for spreadsheets.
	Receipt(context.Context, desk.Receipt) (pdf, csv []byte, err error)
	// ReceiptESR is what a receipt accepts, for the staff record.
	ReceiptESR(context.Context, desk.Receipt) (ESR, error)
	// ESRReturn reads the file that came back from the staff record.
	ESRReturn(data []byte) (ESRReturn, error)
}

// Place is somewhere a file can be saved.
type Place struct {
	Name      string // for people: "KINGSTON", "Documents"
	Path      string
	Removable bool
}

// Pack says how one content pack fared.
type Pack struct {
	Title    string
	Version  string
	Folder   string
	Shipped  bool // it came with the program
	Loaded   bool
	Problems []PackProblem
}

// PackProblem is one thing wrong with a pack: where, and in words what to mend.
type PackProblem struct {
	File    string
	Line    int // from 1; 0 for the whole of File
	Text    string
	Warning bool // the pack is used all the same
}

// Installed is what is installed on this machine.
type Installed struct {
	Version string // of the program
	Folder  string // where the data lives
	Update  string // where update files are fetched from; "" where nobody set it
	Packs   []Pack
}

// Files are the roads to the system. Open and ChooseFolder are called on the UI
// thread and call done there, with no name or path where the person chose none;
// the others may be called from any goroutine.
type Files interface {
	// Open lets the person choose a file that ends in one of the extensions (".csv").
	Open(extensions []string, done func(name string, data []byte, err error))
	// Places lists where a file can be saved, sticks first.
	Places() []Place
	// ChooseFolder lets the person choose any other folder.
	ChooseFolder(done func(path string, err error))
	// Save writes a file under a folder, never over another, and returns its path; ext
	// is "pdf", "csv" or "muster".
	Save(folder, name, ext string, data []byte) (string, error)
	// Print sends a PDF to the system's printer and returns what it said;
	// ErrNoPrinting where the system has none.
	Print(ctx context.Context, pdf []byte) (string, error)
	// Installed says what is installed here.
	Installed() Installed
}

// fileLimit is the most that is read of a dropped file: more than Paper.Examine takes,
// so that it is Examine which says that the file is too large.
const fileLimit = 10<<20 + 1

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, fileLimit))
}

// fileWords says what is wrong with a file: in the error's own words where it has
// them.
func (k *Kiosk) fileWords(err error) string {
	var own interface {
		Words(*phrase.Printer) string
	}
	var refusal *induction.Error
	switch {
	case errors.As(err, &own):
		return own.Words(k.P)
	case errors.As(err, &refusal):
		return k.Explain(err)
	}
	return k.t("file.unread", err.Error())
}

// open lets the person choose a file; use is called with what is in it.
func (k *Kiosk) open(extensions []string, use func(name string, data []byte)) {
	k.Frame.Quiet()
	k.Files.Open(extensions, func(name string, data []byte, err error) {
		switch {
		case err != nil:
			k.Frame.Say(widget.Warn, k.t("file.bad"), k.fileWords(err))
		case name != "":
			use(name, data)
		}
	})
}

// choosePlace asks where to save, then calls use with the folder.
func (k *Kiosk) choosePlace(use func(folder string)) {
	run(k, k.t("place.looking"), func(context.Context) ([]Place, error) { return k.Files.Places(), nil }, func(places []Place) {
		var shut func()
		shut = k.Frame.Overlay(560, func(l *theme.Look) fyne.CanvasObject {
			return k.placeCard(l, places, func(folder string) { shut(); use(folder) }, func() { shut() })
		}, func() { shut() })
	})
}

func (k *Kiosk) placeCard(l *theme.Look, places []Place, use func(string), shut func()) fyne.CanvasObject {
	var o []fyne.CanvasObject
	for _, p := range places {
		icon, under := "folder-open", p.Path
		if p.Name == p.Path {
			under = ""
		}
		if p.Removable {
			icon, under = "usb", k.t("place.stick", p.Path)
		}
		o = append(o, k.bigTile(l, icon, p.Name, under, func() { use(p.Path) }))
	}
	other := k.bigTile(l, "magnifying-glass", k.t("place.other"), k.t("place.other.text"), func() {
		shut()
		k.Files.ChooseFolder(func(path string, err error) {
			switch {
			case err != nil:
				k.Frame.Say(widget.Warn, k.t("place.failed"), k.t("file.unread", err.Error()))
			case path != "":
				use(path)
			}
		})
	})
	return widget.Question(l, k.t("place.title"), k.t("place.text"), widget.VStack(l, 10, append(o, other)...),
		widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", shut))
}

// document is one file to be saved.
type document struct {
	name, ext string
	data      []byte
}

// save makes documents and writes them to a place that the person chooses.
func (k *Kiosk) save(words string, make func(context.Context) ([]document, error)) {
	k.choosePlace(func(folder string) {
		runOutside(k, words, func(ctx context.Context) ([]string, error) {
			docs, err := make(ctx)
			if err != nil {
				return nil, err
			}
			var paths []string
			for _, d := range docs {
				path, err := k.Files.Save(folder, d.name, d.ext, d.data)
				if err != nil {
					return paths, &outside{"place.failed", "place.failed.text", err}
				}
				paths = append(paths, path)
			}
			return paths, nil
		}, func(paths []string) { k.Frame.Say(widget.Good, k.t("place.saved"), k.t("place.saved.text", paths)) })
	})
}

// printed sends a PDF to the printer and says how it went.
func (k *Kiosk) printed(make func(context.Context) ([]byte, error)) {
	runOutside(k, k.t("print.working"), func(ctx context.Context) (string, error) {
		pdf, err := make(ctx)
		if err != nil {
			return "", err
		}
		said, err := k.Files.Print(ctx, pdf)
		if err != nil {
			return "", unprinted(err)
		}
		return said, nil
	}, func(string) { k.Frame.Say(widget.Good, k.t("print.sent"), k.t("print.sent.text")) })
}

// ErrNoPrinting is what Files.Print answers where the system has no printing at all.
var ErrNoPrinting = errors.New("this system has no printing")

// unprinted says why nothing was printed.
func unprinted(err error) error {
	if errors.Is(err, ErrNoPrinting) {
		return &outside{"print.none", "print.none.text", err}
	}
	return &outside{"print.failed", "print.failed.text", err}
}

// outside is a failure of the world outside, with the keys of its own words.
type outside struct {
	title, text string
	err         error
}

// Error is for logs.
func (o *outside) Error() string { return o.title + ": " + o.err.Error() }

// Unwrap gives the cause.
func (o *outside) Unwrap() error { return o.err }

// runOutside is run for work that the world outside can spoil.
func runOutside[T any](k *Kiosk, words string, work func(context.Context) (T, error), done func(T)) {
	k.Frame.Quiet()
	window.Run(k.Frame, context.Background(), words,
		func(ctx context.Context, _ window.Progress) (T, error) { return work(ctx) },
		func(v T, err error) {
			var o *outside
			switch {
			case err == nil:
				done(v)
			case errors.As(err, &o):
				k.Frame.Say(widget.Warn, k.t(o.title), k.t(o.text, o.err.Error()))
			default:
				k.Fail(err)
			}
		})
}
