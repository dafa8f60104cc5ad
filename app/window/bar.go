package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"muster/app/theme"
	"muster/app/widget"
)

// topBar has the way back at the left, then the title, then the person and the
// tools. Where there is no room for words, the tools are icons.
func (f *Frame) topBar() fyne.CanvasObject {
	l := f.barLook()
	bar := widget.Either(f.barRow(true), f.barRow(false))
	content := widget.VStack(l, 0, widget.Pad(l, 8, theme.Gutter, 8, theme.Gutter, bar))
	if l.HighContrast {
		edge := canvas.NewRectangle(l.Brand)
		edge.SetMinSize(fyne.NewSize(1, l.Px(3)))
		content.Add(edge)
	}
	return widget.Ground(l.Bar, content)
}

// barLook keeps the bar's size within bounds: at the largest sizes the room belongs
// to the page.
func (f *Frame) barLook() *theme.Look { return f.look.WithZoom(min(f.look.Zoom, 1.5)) }

func (f *Frame) barRow(wide bool) fyne.CanvasObject {
	l := f.barLook()
	title, most := float32(200), float32(200) // of the title at least, of the name at most
	if !wide {
		title, most = 120, 140
	}
	var o []fyne.CanvasObject
	if f.canBack() {
		o = append(o, f.tool(wide, "frame.back", "arrow-left", f.Back))
	}
	if _, bare := f.page.(Bare); !bare {
		o = append(o, widget.Grow(l, title, widget.Pad(l, 0, 8, 0, 8, widget.Styled(l, f.page.Title(), widget.Style{Size: 22, Display: true, Bold: true, Color: l.OnBar}))))
	} else {
		o = append(o, widget.Spacer())
	}
	if f.person != "" && f.lock == nil {
		name := widget.Sized(l, nameWidth(l, f.person, most), widget.NewLine(l, f.person, widget.Style{Bold: true, Size: 16, Color: l.OnBar, Align: fyne.TextAlignTrailing}))
		o = append(o, name, f.tool(wide, "frame.not-you", "user", f.signOut))
	}
	if wide {
		return widget.Beside(l, 8, append(o, f.tools(wide)...)...)
	}
	return widget.Row(l, 8, append(o, f.tools(wide)...)...)
}

func (f *Frame) tools(wide bool) []fyne.CanvasObject {
	l := f.barLook()
	o := []fyne.CanvasObject{
		f.named(widget.NewButton(l, widget.OnBar, "A−", "", f.smaller), "frame.smaller"),
		f.named(widget.NewButton(l, widget.OnBar, "A+", "", f.larger), "frame.larger"),
	}
	if l.HighContrast {
		o = append(o, f.tool(wide, "frame.contrast-off", "circle-half", f.contrast))
	} else {
		o = append(o, f.tool(wide, "frame.contrast", "circle-half", f.contrast))
	}
	if f.opts.Help != nil && f.lock == nil {
		o = append(o, f.tool(wide, "frame.help", "question", f.help))
	}
	if f.person != "" && f.lock == nil {
		if f.opts.Unlock != nil {
			o = append(o, f.tool(wide, "frame.lock", "lock-key", f.Lock))
		}
		o = append(o, f.tool(wide, "frame.sign-out", "sign-out", f.signOut))
	}
	return o
}

// tool is a button of the bar: words where there is room, else the icon alone.
func (f *Frame) tool(wide bool, key, icon string, tap func()) fyne.CanvasObject {
	words := f.say(key)
	if wide {
		if icon != "arrow-left" && icon != "sign-out" && icon != "lock-key" {
			icon = ""
		}
		return widget.NewButton(f.barLook(), widget.OnBar, words, icon, tap)
	}
	return f.named(widget.NewButton(f.barLook(), widget.OnBar, "", icon, tap), key)
}

func (f *Frame) named(b *widget.Button, key string) *widget.Button {
	b.Label = f.say(key)
	return b
}

func (f *Frame) signOut() {
	if f.opts.SignOut != nil {
		f.opts.SignOut()
	}
}

func (f *Frame) help() {
	if f.opts.Help == nil || !f.free() { // a card stays with the page it belongs to
		return
	}
	if p := f.opts.Help(f.page); p != nil {
		f.Show(p)
	}
}

// nameWidth is the room for the person's name: its own width, or what the bar can
// spare. The whole name is on the person's own page.
func nameWidth(l *theme.Look, name string, most float32) float32 {
	w := widget.NewLine(l, name, widget.Style{Bold: true, Size: 16}).MinSize().Width / l.Zoom
	return min(most, w)
}
