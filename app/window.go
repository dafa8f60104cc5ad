package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"muster/app/screen"
	"muster/app/theme"
	"muster/app/window"
	"muster/internal/config"
	"muster/internal/rehearsal"
)

// sweepEvery is how often the desk lets go of what has been idle too long.
const sweepEvery = 30 * time.Second

// doubleClick is how soon a second press counts as the same: no system asks more of
// a double click than half a second, and reading what has come takes longer.
const doubleClick = 400 * time.Millisecond

// garbage is how much of what lives may lie about unused before it is collected, in
// per cent: half of Go's own measure saves 20 MB and takes nobody's time.
const garbage = 50

// window opens the window and stays until it is closed.
func (s *station) window() (code int) {
	debug.SetGCPercent(garbage)
	a := app.NewWithID("uk.muster.kiosk")
	started := false
	a.Lifecycle().SetOnStarted(func() { started = true })
	log := openJournal(s.cfg.Data, s.cfg.Log)
	defer func() {
		if why := recover(); why != nil {
			code = s.unopened(why, started)
		}
		log.close() // after what may panic again: the crash file is for that
	}()
	w := a.NewWindow("Muster")
	w.SetPadded(false)
	log.Info("started", "version", version, "commit", commit)
	k := &screen.Kiosk{P: s.words, Paper: paper{s}, Content: s.shelf, Log: log.refusal}
	k.Files = &files{station: s, window: w, look: func() *theme.Look { return k.Frame.Look() }}
	k.Frame = window.New(window.Options{
		Window: w, Words: s.words.T, Look: theme.New(1, false, false), AutoZoom: true,
		Help: k.Help, SignOut: k.SignOut, Idle: s.cfg.IdleLock, Lock: k.Lock, Unlock: k.Unlock, Explain: k.ExplainLock, DoubleClick: doubleClick,
	})
	if s.cfg.Window == config.Kiosk {
		w.SetFullScreen(true)
		w.SetCloseIntercept(func() { k.AskToLeave(a.Quit) })
	}
	w.Resize(fyne.NewSize(1280, 800))
	k.Boot(func(ctx context.Context) error {
		if err := s.open(ctx); err != nil {
			return err
		}
		k.Desk = s.desk
		return nil
	}, a.Quit)
	stop := s.sweep(k.Frame)
	defer stop()
	if sock := os.Getenv(rehearsal.Socket); sock != "" {
		defer rehearsal.Serve(sock, sceneOf(k.Frame, w))()
	}
	w.ShowAndRun()
	log.Info("ended")
	k.Frame.Close()
	s.close()
	return 0
}

// unopened says why no window came: where there is no usable display, or none that
// draws, the toolkit panics. Any other panic goes on.
func (s *station) unopened(why any, started bool) int {
	if started {
		panic(why)
	}
	fmt.Fprintln(os.Stderr, s.words.T("main.no-window", os.Getenv("DISPLAY"), why))
	return 1
}

// sweep calls the desk's sweep while the window is open.
func (s *station) sweep(f *window.Frame) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		t := time.NewTicker(sweepEvery)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				f.Do(func() {
					if d := s.desk; d != nil {
						go d.Sweep(ctx) // what it cannot write now it writes at the next sweep
					}
				})
			}
		}
	}()
	return cancel
}
