package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"muster/app/screen"
	"muster/app/theme"
	"muster/internal/document"
	"muster/internal/outlet"
	"muster/internal/pack"
)

// files are the roads between the pages and the system.
type files struct {
	*station
	window fyne.Window
	look   func() *theme.Look
}

// Open lets a person choose a file and hands its bytes on; data is nil where they
// chose none. More than a passport's file may have is not read.
func (f *files) Open(endings []string, done func(name string, data []byte, err error)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		f.shut()
		if err != nil || r == nil {
			done("", nil, err)
			return
		}
		defer r.Close()
		data, err := io.ReadAll(io.LimitReader(r, document.FileLimit+1))
		done(r.URI().Name(), data, err)
	}, f.window)
	d.SetFilter(storage.NewExtensionFileFilter(endings))
	f.show(d)
}

// ChooseFolder lets a person choose a folder; "" where they chose none.
func (f *files) ChooseFolder(done func(path string, err error)) {
	f.show(dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		f.shut()
		if err != nil || u == nil {
			done("", err)
			return
		}
		done(u.Path(), nil)
	}, f.window))
}

// shut keeps the space bar that pressed the dialog's button from pressing, as the
// character that comes after it, what has the focus now.
func (f *files) shut() { f.look().Spend(fyne.KeySpace) }

// show sizes the dialog once it is there: before, the toolkit cannot. The list has
// room for names that the toolkit's pictures cut.
func (f *files) show(d *dialog.FileDialog) {
	size := f.window.Canvas().Size()
	d.SetView(dialog.ListView)
	d.Show()
	d.Resize(fyne.NewSize(size.Width*0.8, size.Height*0.8))
}

// Places are where a file can be saved: the folder that was set, if it is there,
// sticks, then the folders of documents.
func (f *files) Places() []screen.Place {
	var out []screen.Place
	if st, err := os.Stat(f.cfg.Save); err == nil && st.IsDir() {
		out = append(out, screen.Place{Name: f.cfg.Save, Path: f.cfg.Save})
	}
	for _, p := range outlet.Places() {
		if p.Path != f.cfg.Save {
			out = append(out, screen.Place{Name: p.Name, Path: p.Path, Removable: p.Removable})
		}
	}
	return out
}

// Save writes a file under a folder, never over another.
func (f *files) Save(folder, name, ext string, data []byte) (string, error) {
	return outlet.Save(folder, outlet.FileName(name), "."+ext, data)
}

// Fetch gets an update file from an https:// address or a shared folder; "" is where
// the setting says.
func (f *files) Fetch(ctx context.Context, address string) ([]byte, error) {
	return f.fetched(ctx, address)
}

// Print hands a PDF to the system's printer.
func (f *files) Print(ctx context.Context, pdf []byte) (string, error) {
	said, err := outlet.Print(ctx, f.cfg.Printer, pdf)
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.Join(screen.ErrNoPrinting, err)
	}
	return said, err
}

// Installed says what is installed here: the program, its folder and the packs.
func (f *files) Installed() screen.Installed {
	out := screen.Installed{Version: version, Folder: f.cfg.Data, Update: f.cfg.Update}
	for _, p := range f.shelf.Packs() {
		sp := screen.Pack{Title: p.Title, Version: p.Version.String(), Folder: p.Layer, Shipped: p.Shipped, Loaded: p.Loaded}
		for _, b := range p.Problems {
			sp.Problems = append(sp.Problems, screen.PackProblem{File: b.File, Line: b.Line, Text: b.Text, Warning: b.Severity == pack.Warning})
		}
		out.Packs = append(out.Packs, sp)
	}
	for _, dir := range f.cfg.Packs {
		if _, err := pack.LocalLayers(dir); err != nil {
			out.Packs = append(out.Packs, screen.Pack{Title: dir, Folder: dir, Problems: []screen.PackProblem{{File: dir, Text: f.words.T("pack.unreadable", nameless(err))}}})
		}
	}
	return out
}
