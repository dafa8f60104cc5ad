package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"muster/internal/pack"
)

// packs tells of each pack that is not used, or should be mended.
func (e *examination) packs() {
	for _, dir := range e.Config.Packs {
		if _, err := pack.LocalLayers(dir); err != nil {
			e.note("packs", wrong, "packs-unreadable", dir, err)
		}
	}
	c, err := e.Catalog(e.machine.Organisation.ODS)
	if err != nil {
		e.note("packs", wrong, "packs-failed", err)
		return
	}
	used := 0
	for _, s := range c.Packs() {
		switch {
		case !s.Loaded:
			e.note("packs", wrong, "pack-broken", s.Layer, firstError(s.Problems))
		case len(s.Problems) > 0:
			e.note("packs", look, "pack-warned", s.Layer, s.Problems[0].String())
		}
		if s.Loaded {
			used++
		}
	}
	e.note("packs", fine, "packs", used, len(c.Modules()))
}

// crash tells of what an abnormal end of the window left behind.
func (e *examination) crash() {
	path := filepath.Join(e.Config.Data, "crash.txt")
	if st, err := os.Stat(path); err == nil && st.Size() > 0 {
		e.note("crash", look, "crash", path, st.ModTime())
	}
}

func (e *examination) fonts() {
	if err := e.Fonts(); err != nil {
		e.note("fonts", wrong, "fonts-broken", err)
		return
	}
	e.note("fonts", fine, "fonts")
}

// printerWait is how long the system may take to list its printers.
const printerWait = 5 * time.Second

// printing asks whether the system prints, and has the printer that was named.
func (e *examination) printing() {
	if runtime.GOOS == "windows" {
		e.note("printing", fine, "printing-windows")
		return
	}
	if _, err := exec.LookPath("lp"); err != nil {
		e.note("printing", look, "no-lp")
		return
	}
	ctx, cancel := context.WithTimeout(e.ctx, printerWait)
	defer cancel()
	out, err := exec.CommandContext(ctx, "lpstat", "-e").Output()
	printers := strings.Fields(string(out))
	switch {
	case err != nil || len(printers) == 0:
		e.note("printing", look, "no-printer")
	case e.Config.Printer != "" && !slices.Contains(printers, e.Config.Printer):
		e.note("printing", look, "other-printers", e.Config.Printer, printers)
	default:
		e.note("printing", fine, "printing", printers)
	}
}

// display asks whether the window could open here.
func (e *examination) display() {
	if runtime.GOOS == "linux" && e.Getenv("DISPLAY") == "" && e.Getenv("WAYLAND_DISPLAY") == "" {
		e.note("display", look, "no-display")
		return
	}
	e.note("display", fine, "display")
}

// saving asks whether files can be saved where saving is offered first.
func (e *examination) saving() {
	dir := e.Config.Save
	if dir == "" {
		return
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		e.note("saving", look, "no-save-folder", dir)
		return
	}
	if err := tryWrite(dir); err != nil {
		e.note("saving", look, "save-read-only", dir, err)
		return
	}
	e.note("saving", fine, "saving", dir)
}
