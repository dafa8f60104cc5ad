package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"muster/internal/cli"
	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/fetch"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/rehearsal"
	"muster/internal/sqlite"
	"muster/modules"
)

// env is what the verbs work with.
func (s *station) env() cli.Env {
	return cli.Env{
		Args: s.cfg.Arguments, Config: s.cfg, Words: s.words, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Version: built(), Clock: clock{}, Open: s.records, Look: s.look,
		Frameworks: func() (pack.Frameworks, error) { return pack.ReadFrameworks(modules.Frameworks()) },
		Catalog:    func(ods string) (*pack.Catalog, error) { return catalog(s.cfg.Packs, ods), nil },
		Examine:    paper{s}.Examine, Passport: paper{s}.Passport, CSV: s.csv, Keys: s.keys,
		Receipt: paper{s}.Receipt, ReceiptESR: s.receiptESR, ESRReturn: esrReturn, Fetch: s.fetched,
		Fonts:    func() error { return nil }, // newStation has read them, or the program ended
		Rehearse: s.rehearse,
	}
}

func built() cli.Version {
	return cli.Version{Version: version, Commit: commit, Go: runtime.Version(), SQLite: sqlite.LibraryVersion()}
}

// records opens this machine's records for a verb that acts.
func (s *station) records(ctx context.Context) (*cli.Records, error) {
	if err := s.openStore(ctx); err != nil {
		return nil, err
	}
	return &cli.Records{Desk: s.desk, Close: s.store.Close, Backup: s.store.Backup}, nil
}

// csv is a session's report as rows.
func (s *station) csv(ctx context.Context, r desk.Report) ([]byte, error) {
	_, csv, err := paper{s}.Report(ctx, r)
	return csv, err
}

// receiptESR is what a receipt accepts, for the staff record.
func (s *station) receiptESR(ctx context.Context, r desk.Receipt) (cli.ESR, error) {
	out, err := paper{s}.ReceiptESR(ctx, r)
	return cli.ESR(out), err
}

// esrReturn reads the file that came back from the staff record.
func esrReturn(data []byte) (cli.ESRReturn, error) {
	r, err := document.ReadESRReturn(data)
	out := cli.ESRReturn{Loaded: r.Loaded}
	for _, x := range r.Rejected {
		out.Rejected = append(out.Rejected, cli.ESRRow(x))
	}
	for _, x := range r.Unknown {
		out.Unknown = append(out.Unknown, cli.ESRRow(x))
	}
	return out, err
}

// fetched gets an update file; "" is where the setting says.
func (s *station) fetched(ctx context.Context, address string) ([]byte, error) {
	return fetch.File(ctx, cmp.Or(address, s.cfg.Update), fetch.Options{CA: s.cfg.UpdateCA})
}

// keys looks this machine's key files up, and an administrator's in their folder; it
// opens none.
func (s *station) keys(folder string) ([]cli.Key, error) {
	v := s.vault()
	org, dev, err := v.Keys()
	if err != nil {
		return nil, err
	}
	var out []cli.Key
	if folder != "" {
		org = nil // the newest of those that follow
		if out, err = organisationKeys(folder); err != nil {
			return nil, err
		}
	}
	for _, f := range []*keystore.File{org, dev} {
		if f != nil {
			out = append(out, cli.Key{Kind: string(f.Kind), Issuer: f.Issuer, Device: f.Device, Created: f.Created, Public: f.Public, Delegation: f.Delegation(), Holders: f.Holders(), File: v.Path(f.Kind)})
		}
	}
	return out, nil
}

// organisationKeys are the sealed keys in an administrator's folder; none where the
// stick is away.
func organisationKeys(folder string) ([]cli.Key, error) {
	there := keystore.OrganisationKeys{Dir: folder}
	all, err := there.List()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []cli.Key
	for _, k := range all {
		out = append(out, cli.Key{Kind: string(keystore.OrganisationKind), Issuer: k.Issuer, Created: k.Made.Unix(), Public: k.Key, Holders: k.Holders, File: there.Path(k.Key.Kid())})
	}
	return out, err
}

// rehearse plays the demonstration day with this very program.
func (s *station) rehearse(ctx context.Context, r cli.Rehearsal) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "muster-demo-")
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = os.RemoveAll(folder)
		}
	}()
	out, err := filepath.Abs(r.Out)
	if err != nil {
		return err
	}
	shelves := catalog(nil, induction.DemoODS)
	return rehearsal.Play(ctx, rehearsal.Show{
		Options: rehearsal.Options{
			Program: self, Args: []string{"--data", filepath.Join(folder, "data"), "--save", out, "--language", s.words.Language()},
			Width: r.Width, Height: r.Height, Folder: folder, Data: filepath.Join(folder, "data"),
		},
		Out: out, Words: s.words, Tell: r.Tell, Trainer: desk.DemoTrainer, Passphrase: desk.DemoPassphrase, PIN: desk.DemoPIN, Texts: attached,
		Item: func(c induction.Code, id induction.ItemID) (induction.Item, bool) {
			m, ok := shelves.Module(c)
			if !ok {
				return induction.Item{}, false
			}
			return m.Item(id)
		},
	})
}

// look opens this machine's records to read only, while a window uses them too.
func (s *station) look(ctx context.Context) (*cli.Records, error) {
	db, err := sqlite.Peek(ctx, s.cfg.Data)
	if err != nil {
		return nil, err
	}
	d := s.newDesk(db)
	m, err := d.Machine(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.shelf.lay(m.Organisation)
	return &cli.Records{Desk: d, Close: db.Close, Backup: db.Backup}, nil
}
