// Package widget holds the parts screens are made of. A part presents and calls
// back; it knows nothing of learners or passports. Every constructor takes the
// *theme.Look first, and every part follows one rule of layout: its MinSize is
// its natural size on one line, and HeightOf says how tall it is at a width.
package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Tall is anything whose height depends on the width it is given.
type Tall interface {
	// HeightFor is the height needed at this width, in pixels.
	HeightFor(width float32) float32
}

// tallLayout is a layout whose container's height depends on its width.
type tallLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightOf is how tall o must be to show all of itself at this width.
func HeightOf(o fyne.CanvasObject, width float32) float32 {
	if t, ok := o.(Tall); ok {
		return t.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(tallLayout); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// parent is a widget that holds others; Contains walks through it.
type parent interface{ children() []fyne.CanvasObject }

// Contains reports whether o is root or somewhere inside it.
func Contains(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	for _, c := range childrenOf(root) {
		if Contains(c, o) {
			return true
		}
	}
	return false
}

// FirstFocusable is the first visible widget inside root that can take the focus.
func FirstFocusable(root fyne.CanvasObject) fyne.Focusable {
	if root == nil || !root.Visible() {
		return nil
	}
	if c, ok := root.(interface{ Focus() fyne.Focusable }); ok {
		return c.Focus()
	}
	if f, ok := root.(fyne.Focusable); ok {
		if d, can := root.(fyne.Disableable); !can || !d.Disabled() {
			return f
		}
	}
	for _, c := range childrenOf(root) {
		if f := FirstFocusable(c); f != nil {
			return f
		}
	}
	return nil
}

// Focusables lists the widgets inside root that can take the focus, in the order
// in which Tab visits them.
func Focusables(root fyne.CanvasObject) []fyne.Focusable {
	if root == nil || !root.Visible() {
		return nil
	}
	var out []fyne.Focusable
	if f, ok := root.(fyne.Focusable); ok {
		out = append(out, f)
	}
	for _, c := range childrenOf(root) {
		out = append(out, Focusables(c)...)
	}
	return out
}

// Scrolls tells of each widget inside root that can take the focus which scroll it
// moves with; those that stay in their place are not in it.
func Scrolls(root fyne.CanvasObject) map[fyne.Focusable]*Scroll {
	out := map[fyne.Focusable]*Scroll{}
	var walk func(fyne.CanvasObject, *Scroll)
	walk = func(o fyne.CanvasObject, in *Scroll) {
		if s, ok := o.(*Scroll); ok {
			in = s
		}
		if f, ok := o.(fyne.Focusable); ok && in != nil {
			out[f] = in
		}
		for _, c := range childrenOf(o) {
			walk(c, in)
		}
	}
	walk(root, nil)
	return out
}

// Images lists the pictures inside root.
func Images(root fyne.CanvasObject) []*canvas.Image {
	if im, ok := root.(*canvas.Image); ok {
		return []*canvas.Image{im}
	}
	var out []*canvas.Image
	for _, c := range childrenOf(root) {
		out = append(out, Images(c)...)
	}
	return out
}

// Words lists the texts that stand inside root, in the order of the page.
func Words(root fyne.CanvasObject) []string {
	if root == nil || !root.Visible() {
		return nil
	}
	var out []string
	if t, ok := root.(*Text); ok {
		s := ""
		for _, r := range t.runs {
			s += r.Text
		}
		out = append(out, s)
	}
	for _, c := range childrenOf(root) {
		out = append(out, Words(c)...)
	}
	return out
}

func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch c := o.(type) {
	case *fyne.Container:
		return c.Objects
	case parent:
		return c.children()
	}
	return nil
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			out = append(out, o)
		}
	}
	return out
}
