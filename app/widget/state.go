package widget

import "fyne.io/fyne/v2"

// keeper is a part that holds something a person has done, which must outlive the
// page's being drawn again at another size or in other colours.
type keeper interface {
	state() any
	restore(any)
}

// SaveState gathers what the parts under root hold, in order.
func SaveState(root fyne.CanvasObject) []any {
	var out []any
	for _, k := range keepers(root) {
		out = append(out, k.state())
	}
	return out
}

// RestoreState gives the parts under root what SaveState gathered from the same
// page; where the page has changed meanwhile, nothing is given back.
func RestoreState(root fyne.CanvasObject, saved []any) {
	ks := keepers(root)
	if len(ks) != len(saved) {
		return
	}
	for i, k := range ks {
		k.restore(saved[i])
	}
}

func keepers(o fyne.CanvasObject) []keeper {
	if o == nil {
		return nil
	}
	var out []keeper
	if k, ok := o.(keeper); ok {
		out = append(out, k)
	}
	for _, c := range childrenOf(o) {
		out = append(out, keepers(c)...)
	}
	return out
}

type fieldState struct{ text, fault string }

func (f *Field) state() any { return fieldState{f.Text(), f.Error()} }
func (f *Field) restore(v any) {
	s, ok := v.(fieldState)
	if !ok {
		return
	}
	if f.Text() != s.text {
		f.SetText(s.text)
	}
	f.SetError(s.fault)
}

func (s *Scroll) state() any { return s.Offset() }
func (s *Scroll) restore(v any) {
	if y, ok := v.(float32); ok {
		s.SetOffset(y)
	}
}
