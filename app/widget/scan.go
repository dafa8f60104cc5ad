package widget

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/app/theme"
)

// ScanOptions says how a scan field looks and what it does.
type ScanOptions struct {
	// Heading is what to do; Ready and Waiting are the state line with and without
	// the focus; Hint is the other ways.
	Heading, Ready, Waiting, Hint string
	// Receiving is the state line while characters come in.
	Receiving string
	// Compact is a strip that stays over a result, with the state line alone.
	Compact bool
	// OnStart is called for the first character of a scan.
	OnStart func()
	// OnText is called with what was scanned or pasted.
	OnText func(string)
}

// scanLimit is the most characters one scan may have; a version 40 QR code has
// 4,296 at most. What comes after is dropped, and the scan is not a passport.
const scanLimit = 64 << 10

// ScanEntry takes what a handheld scanner types. It gathers the characters without
// laying any of them out, which is what keeps it as quick as the scanner; Enter
// hands them on, a paste does so at once.
type ScanEntry struct {
	box
	look    *theme.Look
	opts    ScanOptions
	got     strings.Builder
	focused bool
	edge    *canvas.Rectangle
	ring    *canvas.Rectangle
	status  *Text
}

// NewScanEntry makes a scan field; give it the focus.
func NewScanEntry(l *theme.Look, o ScanOptions) *ScanEntry {
	s := &ScanEntry{look: l, opts: o}
	s.edge = shadow(l, outlined(l, l.Card, l.Brand, 18, l.Px(3)))
	s.ring = rect(l, color.Transparent, 22)
	s.status = Styled(l, o.Waiting, Style{Size: 18, Bold: true, Color: l.InkSoft, Align: fyne.TextAlignCenter})
	s.root = s.body()
	s.ExtendBaseWidget(s)
	return s
}

func (s *ScanEntry) body() fyne.CanvasObject {
	l, o := s.look, s.opts
	if o.Compact {
		s.status.style.Align = fyne.TextAlignLeading
		words := VStack(l, 2, s.status)
		if o.Hint != "" {
			words.Add(Small(l, o.Hint))
		}
		return Stack(s.edge, Outset(l, ringWidth, s.ring), Pad(l, 14, 22, 14, 22,
			Beside(l, 18, Icon(l, "scan", 40, l.Brand), Grow(l, 120, words))))
	}
	center := func(t *Text) *Text { t.style.Align = fyne.TextAlignCenter; return t }
	return Stack(s.edge, Outset(l, ringWidth, s.ring), Pad(l, 32, 28, 32, 28, Center(VStack(l, 14,
		Center(Icon(l, "scan", 84, l.Brand)),
		center(H1(l, o.Heading)), s.status, center(Muted(l, o.Hint))))))
}

// FocusGained says that the field is ready.
func (s *ScanEntry) FocusGained() {
	s.focused = true
	s.show(s.opts.Ready)
	s.look.TellFocused(s)
}

// FocusLost says that it is not, and forgets half a scan.
func (s *ScanEntry) FocusLost() {
	s.focused = false
	s.got.Reset()
	s.show(s.opts.Waiting)
}

// Tapped takes the focus.
func (s *ScanEntry) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
}

// Cursor is a text cursor.
func (s *ScanEntry) Cursor() desktop.Cursor { return desktop.TextCursor }

// AcceptsTab takes Tab as an end of a scan, but only during one.
func (s *ScanEntry) AcceptsTab() bool { return s.got.Len() > 0 }

// TypedRune gathers one character. No scan begins with a space: that is the end of a
// press somewhere else.
func (s *ScanEntry) TypedRune(r rune) {
	if s.got.Len() == 0 {
		if r == ' ' {
			return
		}
		s.look.Touch()
		s.show(s.opts.Receiving)
		if s.opts.OnStart != nil {
			s.opts.OnStart()
		}
	}
	if s.got.Len() < scanLimit {
		s.got.WriteRune(r)
	}
}

// TypedKey hands on what was gathered at Enter or Tab; Backspace and Escape forget it.
func (s *ScanEntry) TypedKey(e *fyne.KeyEvent) {
	switch {
	case isEnter(e) || e.Name == fyne.KeyTab:
		s.finish()
	case (e.Name == fyne.KeyBackspace || e.Name == fyne.KeyEscape) && s.got.Len() > 0:
		s.got.Reset()
		s.show(s.opts.Ready)
	default:
		s.look.PassKey(e)
	}
}

// KeyDown and KeyUp tell a press from what a key that is held down repeats.
func (s *ScanEntry) KeyDown(e *fyne.KeyEvent) { s.look.KeyDown(e) }

// KeyUp ends a press.
func (s *ScanEntry) KeyUp(e *fyne.KeyEvent) { s.look.KeyUp(e) }

// TypedShortcut takes a paste whole.
func (s *ScanEntry) TypedShortcut(sc fyne.Shortcut) {
	p, ok := sc.(*fyne.ShortcutPaste)
	if !ok {
		s.look.PassShortcut(sc)
		return
	}
	s.got.Reset()
	text := p.Clipboard.Content()
	s.got.WriteString(text[:min(len(text), scanLimit)])
	s.finish()
}

// Gathered is how many bytes of an unfinished scan have come.
func (s *ScanEntry) Gathered() int { return s.got.Len() }

// Finish hands on what was gathered, as Enter does: some scanners send none.
func (s *ScanEntry) Finish() { s.finish() }

func (s *ScanEntry) finish() {
	text := s.got.String()
	s.got.Reset()
	s.show(s.opts.Ready)
	if strings.TrimSpace(text) != "" && s.opts.OnText != nil {
		s.opts.OnText(text)
	}
}

// show sets the state line and the ring.
func (s *ScanEntry) show(status string) {
	if s.focused {
		s.ring.StrokeColor, s.ring.StrokeWidth = s.look.Focus, s.look.Px(ringWidth)
	} else {
		s.ring.StrokeColor, s.ring.StrokeWidth = color.Transparent, 0
	}
	s.ring.Refresh()
	s.status.SetText(status)
}

// AccessibilityLabel is the heading.
func (s *ScanEntry) AccessibilityLabel() string { return s.opts.Heading }
