package cli

import (
	"context"
	"io"

	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/pack"
	"muster/internal/phrase"
	"muster/internal/trust"
)

// Env is everything that the verbs work with. Nothing is global: a test gives them
// the real thing in a folder of its own.
type Env struct {
	Args   []string // the verb and what follows it, Muster's own settings taken out
	Config *config.Config
	Words  *phrase.Printer
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string

	Version Version
	Clock   desk.Clock

	// Open opens this machine's records to act on them; one program at a time can.
	// It makes what is missing.
	Open func(context.Context) (*Records, error)
	// Look opens them to read only, while the window runs too. Where there are none
	// it refuses with induction.CodeNotSetUp and makes nothing.
	Look func(context.Context) (*Records, error)
	// Frameworks are the catalogues that ship, for titles and for checking packs.
	Frameworks func() (pack.Frameworks, error)
	// Catalog lays the packs for an organisation's ODS code, "" for none.
	Catalog func(ods string) (*pack.Catalog, error)
	// Examine gives the passports' texts inside a PDF or a picture; or a code that says
	// why the file is refused as forged, its words "paper.broken.<code>".
	Examine func([]byte) (texts []string, broken string, err error)
	// Passport is the PDF of a passport that was issued with what Open gave.
	Passport func(context.Context, induction.Issued) ([]byte, error)
	// CSV is a session's report as rows, safe to open in a spreadsheet.
	CSV func(context.Context, desk.Report) ([]byte, error)
	// Keys are this machine's key files, and the organisation's in an administrator's key
	// folder ("" for none), without opening them; none where there are none.
	Keys func(folder string) ([]Key, error)
	// Receipt is a receipt for people and for spreadsheets, ReceiptESR what it accepts for
	// the staff record, and ESRReturn reads the file that came back from there.
	Receipt    func(context.Context, desk.Receipt) (pdf, csv []byte, err error)
	ReceiptESR func(context.Context, desk.Receipt) (ESR, error)
	ESRReturn  func([]byte) (ESRReturn, error)
	// Fetch gets an update file from an address or a shared folder; "" is where the
	// setting says.
	Fetch func(ctx context.Context, address string) ([]byte, error)
	// Fonts says what is wrong with the fonts that paper is set in.
	Fonts func() error
	// Rehearse plays the demonstration day.
	Rehearse func(context.Context, Rehearsal) error
}

// Records is a desk over this machine's records. Close lets go of them and notes
// neither a start nor an end of the program: those are the window's.
type Records struct {
	Desk   *desk.Desk
	Close  func() error
	Backup func(ctx context.Context, to string) error // writes a copy to a new file
}

// Version is what this program was built from.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
	SQLite  string `json:"sqlite"`
}

// Key is what anybody may know of a key file.
type Key struct {
	Kind       string // "organisation" or "device"
	Issuer     string // "ods:" and the ODS code
	Device     string // "" for an organisation
	Created    int64  // Unix seconds
	Public     trust.Key
	Delegation []byte   // a device's; nothing where it has none
	Holders    []string // the ids of those with a passphrase on it
	File       string   // its path
}

// Rehearsal is how the demonstration day is to be played.
type Rehearsal struct {
	Out           string // the folder that its results are left in
	Width, Height int    // of the screen, in pixels
	Tell          func(string)
}
