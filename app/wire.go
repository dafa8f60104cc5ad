package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"muster/app/screen"
	"muster/assets"
	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/phrase"
	"muster/internal/sqlite"
	"muster/modules"
)

// What is joined here fits: the compiler says so.
var (
	_ desk.Store     = (*sqlite.DB)(nil)
	_ desk.Vault     = keystore.Vault{}
	_ desk.Cabinet   = keystore.Cabinet{}
	_ desk.PINs      = keystore.PINs{}
	_ desk.Catalog   = (*shelf)(nil)
	_ screen.Desk    = (*desk.Desk)(nil)
	_ screen.Paper   = paper{}
	_ screen.Content = (*shelf)(nil)
	_ screen.Files   = (*files)(nil)
)

// station is one running Muster: everything built and joined.
type station struct {
	cfg   *config.Config
	words *phrase.Printer
	press *document.Press
	shelf *shelf
	desk  *desk.Desk
	store *sqlite.DB
}

// newStation makes what needs no data folder.
func newStation(cfg *config.Config) (*station, error) {
	book, err := phrase.Load(assets.FS())
	if err != nil {
		return nil, err
	}
	regular, err1 := assets.Font("NotoSans-Regular.ttf")
	bold, err2 := assets.Font("NotoSans-Bold.ttf")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	press, err := document.NewPress(document.Fonts{Regular: regular, Bold: bold})
	if err != nil {
		return nil, err
	}
	s := &station{cfg: cfg, words: book.Printer(cfg.Language), press: press, shelf: &shelf{packs: cfg.Packs}}
	s.shelf.lay(induction.Organisation{})
	return s, nil
}

// open opens the data folder for the window and notes the start. It can be called
// again after an error was mended.
func (s *station) open(ctx context.Context) error {
	if s.desk != nil {
		return nil
	}
	if err := s.openStore(ctx); err != nil {
		return err
	}
	if err := s.desk.Start(ctx); err != nil {
		err = errors.Join(err, s.store.Close())
		s.desk, s.store = nil, nil
		return err
	}
	return nil
}

// openStore opens the data folder and everything that stands on it.
func (s *station) openStore(ctx context.Context) error {
	if err := os.MkdirAll(s.cfg.Data, 0o700); err != nil {
		return induction.Because(err, induction.Unavailable, induction.CodeStoreReadOnly)
	}
	db, err := sqlite.Open(ctx, s.cfg.Data, sqlite.Options{})
	if err != nil {
		return err
	}
	d := s.newDesk(db)
	m, err := d.Machine(ctx)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	s.shelf.lay(m.Organisation)
	s.store, s.desk = db, d
	return nil
}

func (s *station) newDesk(db *sqlite.DB) *desk.Desk {
	return desk.New(desk.Parts{
		Store: db, Catalog: s.shelf, Clock: clock{}, PINs: keystore.NewPINs(), Vault: s.vault(),
		Cabinet: keystore.Cabinet{Params: keystore.PassphraseParams()}, DemoKeys: filepath.Join(s.cfg.Data, "keys"),
		Press: press{s.press, s.words}, Unshowable: s.press.Unshowable, NewID: newID, Placed: s.shelf.lay,
	})
}

func (s *station) vault() keystore.Vault {
	return keystore.Vault{Dir: filepath.Join(s.cfg.Data, "keys"), Params: keystore.PassphraseParams()}
}

// close ends the run cleanly.
func (s *station) close() {
	if s.desk == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.desk.Close(ctx) // a mark that could not be written is reported at the next start
	s.store.Close()
}

// newID makes a UUIDv7.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// clock is the system's.
type clock struct{}

func (clock) Now() time.Time { return time.Now() }

// shelf is the content on this machine, laid anew when the machine gets an
// organisation.
type shelf struct {
	packs []string
	now   atomic.Pointer[pack.Catalog]
}

// lay reads the packs: what ships, the demonstration's own for a demonstration,
// then the local folders.
func (s *shelf) lay(o induction.Organisation) { s.now.Store(catalog(s.packs, o.ODS)) }

func catalog(folders []string, ods string) *pack.Catalog {
	known, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		panic(err) // they ship inside the program, and a test reads them
	}
	layers := []pack.Layer{{Name: "national", FS: modules.National(), Shipped: true}}
	if ods == induction.DemoODS {
		layers = append(layers, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
	}
	for _, dir := range folders {
		found, err := pack.LocalLayers(dir)
		if err != nil {
			continue // the settings page and "muster doctor" name a folder that cannot be read
		}
		layers = append(layers, found...)
	}
	return pack.NewCatalog(pack.Options{Frameworks: known, Organisation: ods, Today: induction.DateOf(time.Now())}, layers...)
}

func (s *shelf) Module(c induction.Code) (*induction.Module, bool) { return s.now.Load().Module(c) }
func (s *shelf) Exact(r induction.ModuleRef) (*induction.Module, bool) {
	return s.now.Load().Exact(r)
}

func (s *shelf) Checklist(id induction.ChecklistID) (*induction.Checklist, bool) {
	return s.now.Load().Checklist(id)
}

func (s *shelf) Programme(id induction.ProgrammeID) (induction.Programme, bool) {
	return s.now.Load().Programme(id)
}
func (s *shelf) Programmes() []induction.Programme  { return s.now.Load().Programmes() }
func (s *shelf) Modules() []*induction.Module       { return s.now.Load().Modules() }
func (s *shelf) Checklists() []*induction.Checklist { return s.now.Load().Checklists() }
func (s *shelf) Packs() []pack.Status               { return s.now.Load().Packs() }
func (s *shelf) Picture(p, file string) ([]byte, error) {
	return s.now.Load().Picture(p, file)
}

func (s *shelf) Titles(framework string, c induction.Code) (subject, level string, ok bool) {
	return s.now.Load().Titles(framework, c)
}

func (s *shelf) Known(framework string, c induction.Code) (induction.Known, bool) {
	return s.now.Load().Known(framework, c)
}

func (s *shelf) ESRName(c induction.Code, practical bool) (name, sure string, ok bool) {
	return s.now.Load().ESRName(c, practical)
}

func (s *shelf) NeedsPractical(framework string, c induction.Code) bool {
	return s.now.Load().NeedsPractical(framework, c)
}
