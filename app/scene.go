package main

import (
	"fyne.io/fyne/v2"
	parts "muster/app/widget"
	"muster/app/window"
	"muster/internal/rehearsal"
)

// sceneOf tells a rehearsal what is on the screen.
func sceneOf(f *window.Frame, w fyne.Window) func() rehearsal.Scene {
	return func() rehearsal.Scene {
		out := make(chan rehearsal.Scene, 1)
		f.Do(func() { out <- scene(f, w) })
		return <-out
	}
}

func scene(f *window.Frame, w fyne.Window) rehearsal.Scene {
	s := rehearsal.Scene{Busy: f.Running(), Notice: f.Notice()}
	if p := f.Page(); p != nil {
		s.Title = p.Title()
		if n, ok := p.(interface{ Name() string }); ok {
			s.Page = n.Name()
		}
		if t, ok := p.(interface{ Facts() map[string]any }); ok {
			s.Facts = t.Facts()
		}
	}
	if f.Locked() {
		s.Page = "locked"
	}
	root := w.Canvas().Content()
	if top := w.Canvas().Overlays().Top(); top != nil {
		root, s.Card = top, true
	}
	s.Words = parts.Words(root)
	moves := parts.Scrolls(root)
	for _, o := range parts.Focusables(root) {
		t := target(w.Canvas(), o)
		if in := moves[o]; in != nil {
			t.Hidden = outside(o.(fyne.CanvasObject), in)
		}
		s.Targets = append(s.Targets, t)
	}
	return s
}

// outside reports what is scrolled so far that its middle cannot be pressed.
func outside(o, in fyne.CanvasObject) bool {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	y, top := at(o).Y+o.Size().Height/2, at(in).Y
	return y < top || y > top+in.Size().Height
}

func target(c fyne.Canvas, o fyne.Focusable) rehearsal.Target {
	obj := o.(fyne.CanvasObject)
	at, size, k := fyne.CurrentApp().Driver().AbsolutePositionForObject(obj), obj.Size(), c.Scale()
	t := rehearsal.Target{X: at.X * k, Y: at.Y * k, W: size.Width * k, H: size.Height * k, Focused: c.Focused() == o}
	if l, ok := o.(interface{ AccessibilityLabel() string }); ok {
		t.Label = l.AccessibilityLabel()
	}
	if d, ok := o.(fyne.Disableable); ok {
		t.Disabled = d.Disabled()
	}
	if e, ok := o.(interface{ Typed() string }); ok {
		t.Typed = e.Typed()
	}
	_, tappable := o.(fyne.Tappable)
	_, edits := o.(fyne.Shortcutable)
	t.Entry = edits && !tappable || isEntry(o)
	return t
}

// isEntry reports a field to type in, which can be tapped too.
func isEntry(o fyne.Focusable) bool {
	_, selects := o.(interface{ SelectedText() string })
	return selects
}
