package widget

import (
	"cmp"
	"image/color"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"muster/app/theme"
)

// FieldOptions says what a field asks for.
type FieldOptions struct {
	Label, Hint, Placeholder, Value string
	// Secret hides what is typed; Digits takes digits alone, as for a PIN.
	Secret, Digits bool
	// MaxLength is the most characters taken; 0 is no limit.
	MaxLength int
	// Rows above 1 make a field of several lines.
	Rows int
	// Width is the entry's width in pixels at zoom 1; 0 is all there is.
	Width float32
	// OnChanged sees each change; OnSubmit is Enter in a field of one line.
	OnChanged, OnSubmit func(string)
}

// Field is a labelled entry with its hint over it and its error under the label,
// where the eye is.
type Field struct {
	box
	look  *theme.Look
	entry *entry
	edge  *canvas.Rectangle
	fault *Text
	row   *fyne.Container
}

// NewField makes a field.
func NewField(l *theme.Look, o FieldOptions) *Field {
	f := &Field{look: l, edge: rect(l, color.Transparent, 12)}
	f.entry = newEntry(l, o, f.showFocus)
	f.fault = Styled(l, "", Style{Bold: true, Color: l.Stop})
	f.row = BesideTop(l, 8, Icon(l, "warning-circle", 24, l.Stop), Grow(l, 60, f.fault))
	f.row.Hide()
	var parts []fyne.CanvasObject
	if o.Label != "" {
		parts = append(parts, Strong(l, o.Label))
	}
	if o.Hint != "" {
		parts = append(parts, Small(l, o.Hint))
	}
	var in fyne.CanvasObject = Stack(f.entry, Outset(l, ringWidth, f.edge))
	if o.Width > 0 {
		in = Left(Sized(l, o.Width, in))
	}
	f.root = VStack(l, 6, append(parts, f.row, in)...)
	f.ExtendBaseWidget(f)
	return f
}

// Text is what the field holds.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces what the field holds.
func (f *Field) SetText(s string) { f.entry.SetText(s) }

// Entry is the part that takes the focus.
func (f *Field) Entry() fyne.Focusable { return f.entry }

// SetError shows what is wrong and what to do about it; "" takes it away.
func (f *Field) SetError(s string) {
	f.fault.SetText(s)
	if s == "" {
		f.row.Hide()
	} else {
		f.row.Show()
	}
	f.showFocus(f.entry.focused)
	f.root.Refresh()
}

// Error is the fault shown, or "".
func (f *Field) Error() string { return f.fault.String() }

// Enable lets the field be typed in.
func (f *Field) Enable() { f.entry.Enable() }

// Disable keeps the field from being typed in.
func (f *Field) Disable() { f.entry.Disable() }

func (f *Field) showFocus(on bool) {
	f.edge.StrokeWidth, f.edge.StrokeColor = 0, color.Transparent
	switch {
	case on:
		f.edge.StrokeWidth, f.edge.StrokeColor = f.look.Px(ringWidth), f.look.Focus
	case f.row != nil && f.row.Visible():
		f.edge.StrokeWidth, f.edge.StrokeColor = f.look.Px(3), f.look.Stop
	}
	f.edge.Refresh()
}

// entry is Fyne's entry that tells of its focus, filters what is typed and hands
// on the keys it has no use for.
type entry struct {
	widget.Entry
	look    *theme.Look
	opts    FieldOptions
	focus   func(bool)
	focused bool
	pressed bool // the mouse button is down on it
}

func newEntry(l *theme.Look, o FieldOptions, focus func(bool)) *entry {
	e := &entry{look: l, opts: o, focus: focus}
	e.Password = o.Secret
	e.PlaceHolder = o.Placeholder
	e.Text = o.Value
	e.OnChanged, e.OnSubmitted = o.OnChanged, o.OnSubmit
	if o.Rows > 1 {
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
		e.OnSubmitted = nil
	}
	e.ExtendBaseWidget(e)
	if o.Rows > 1 {
		e.SetMinRowsVisible(o.Rows)
	}
	return e
}

// AccessibilityLabel is the field's label, or what stands in it while it is empty.
func (e *entry) AccessibilityLabel() string { return cmp.Or(e.opts.Label, e.opts.Placeholder) }

// Typed is what stands in the field; a secret is nobody's to read.
func (e *entry) Typed() string {
	if e.opts.Secret {
		return ""
	}
	return e.Text
}

// AcceptsTab says that Tab leads on, in a field of several lines too: nobody is to
// be caught in it.
func (e *entry) AcceptsTab() bool { return false }

// FocusGained shows the ring.
func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.focus(true)
	if !e.pressed {
		e.look.TellFocused(e)
	}
}

// MouseDown gains the focus. Nothing scrolls under a button that is down: where it
// came up would be beside the field, which takes the focus away again.
func (e *entry) MouseDown(m *desktop.MouseEvent) {
	e.pressed = true
	e.Entry.MouseDown(m)
}

// MouseUp brings the field into view, if it is not.
func (e *entry) MouseUp(m *desktop.MouseEvent) {
	e.Entry.MouseUp(m)
	e.pressed = false
	if e.focused {
		e.look.TellFocused(e)
	}
}

// FocusLost hides the ring.
func (e *entry) FocusLost() {
	e.focused, e.pressed = false, false
	e.Entry.FocusLost()
	e.focus(false)
}

// TypedRune takes the characters the field is for.
func (e *entry) TypedRune(r rune) {
	e.look.Touch()
	if e.opts.Digits && !unicode.IsDigit(r) {
		return
	}
	if e.opts.MaxLength > 0 && len([]rune(e.Text)) >= e.opts.MaxLength && e.SelectedText() == "" {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey hands on Escape and the function keys.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	e.look.Touch()
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4:
		e.look.PassKey(k)
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.MultiLine || !e.look.Spent(k.Name) {
			e.Entry.TypedKey(k)
		}
	default:
		e.Entry.TypedKey(k)
	}
}

// KeyDown and KeyUp tell a press from what a key that is held down repeats.
func (e *entry) KeyDown(k *fyne.KeyEvent) {
	e.look.KeyDown(k)
	e.Entry.KeyDown(k)
}

// KeyUp ends a press.
func (e *entry) KeyUp(k *fyne.KeyEvent) {
	e.look.KeyUp(k)
	e.Entry.KeyUp(k)
}

// TypedShortcut filters a paste and hands on what is not editing.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch p := s.(type) {
	case *fyne.ShortcutPaste:
		e.paste(p)
	case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutSelectAll, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		e.Entry.TypedShortcut(s)
	default:
		e.Entry.TypedShortcut(s)
		e.look.PassShortcut(s)
	}
}

func (e *entry) paste(p *fyne.ShortcutPaste) {
	if !e.opts.Digits && e.opts.MaxLength == 0 {
		e.Entry.TypedShortcut(p)
		return
	}
	for _, r := range p.Clipboard.Content() {
		if r >= ' ' {
			e.TypedRune(r)
		}
	}
}

// MinSize is at least a hit area tall.
func (e *entry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	return fyne.NewSize(max(m.Width, e.look.Px(80)), max(m.Height, e.look.Px(theme.HitArea)))
}
