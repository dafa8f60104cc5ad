package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
	"muster/app/widget"
)

// parts is what the frame has on the screen.
type parts struct {
	root   *fyne.Container
	top    fyne.CanvasObject
	notice *fyne.Container
	body   fyne.CanvasObject
	scroll *widget.Scroll // nil where the page scrolls by itself
	bottom fyne.CanvasObject
}

// place is where a person is in a page.
type place struct {
	focus int // index among the focusable parts; -1 for none
	count int
	state []any
}

func (f *Frame) place() place {
	p := place{focus: -1}
	if f.parts.root == nil {
		return p
	}
	all := widget.Focusables(f.parts.root)
	p.count = len(all)
	focused := f.opts.Window.Canvas().Focused()
	for i, w := range all {
		if w == focused {
			p.focus = i
		}
	}
	p.state = widget.SaveState(f.parts.root)
	return p
}

// build makes everything anew in the present look.
func (f *Frame) build(at *place) {
	l := f.look
	c := f.opts.Window.Canvas()
	var before []*canvas.Image
	if f.parts.root != nil && (f.lock == nil || f.lock.parts.root != f.parts.root) { // a locked page comes back
		before = widget.Images(f.parts.root)
	}
	content := f.page.Content(l)
	f.parts = parts{notice: widget.VStack(l, 0), top: f.topBar(), body: content}
	if _, fills := f.page.(Filler); !fills {
		f.parts.scroll = widget.NewScroll(l, content)
		f.parts.body = f.parts.scroll
	}
	f.parts.bottom = f.bottomBar()
	f.parts.root = f.assemble()
	f.fillNotice()
	c.Unfocus() // a field left behind would blink on
	f.opts.Window.SetContent(f.parts.root)
	drop(c, before)
	f.parts.root.Resize(c.Size())
	f.settle(at)
	f.raiseOverlays()
}

// drop lets go of the pictures of a page that is gone: the toolkit would keep them,
// and their textures, for another minute.
func drop(c fyne.Canvas, all []*canvas.Image) {
	for _, im := range all {
		c.Refresh(im)
		im.Image = nil
	}
}

// assemble stacks ribbon, top bar, notice, body and bottom bar on the page's ground.
func (f *Frame) assemble() *fyne.Container {
	lay := &frameLayout{f: f, body: f.parts.body}
	objects := []fyne.CanvasObject{canvas.NewRectangle(f.look.Page), newSensor(f.touch, f.blank)}
	add := func(o fyne.CanvasObject, bar *fyne.CanvasObject) {
		if o != nil {
			*bar = o
			objects = append(objects, o)
		}
	}
	add(f.ribbon(), &lay.ribbon)
	add(f.parts.top, &lay.top)
	add(f.parts.notice, &lay.notice)
	objects = append(objects, f.parts.body)
	add(f.parts.bottom, &lay.bottom)
	return container.New(lay, objects...)
}

// settle puts the person where they were, or at the page's first part.
func (f *Frame) settle(at *place) {
	if at != nil {
		widget.RestoreState(f.parts.root, at.state)
		f.parts.root.Refresh() // makes room for the words at a field
	}
	if w := f.held(); w != nil {
		f.Focus(w)
		return
	}
	if at != nil {
		all := widget.Focusables(f.parts.root)
		if at.focus >= 0 && len(all) == at.count {
			f.Focus(all[at.focus])
			return
		}
	}
	if p, ok := f.page.(Focuser); ok {
		f.Focus(p.Focus())
		return
	}
	if w := widget.FirstFocusable(f.parts.body); w != nil {
		f.Focus(w)
	} else if f.parts.bottom != nil {
		f.focusLast(f.parts.bottom)
	}
	if at == nil && f.parts.scroll != nil {
		f.parts.scroll.SetOffset(0)
	}
}

// focusLast gives the focus to the next step, which is the last button.
func (f *Frame) focusLast(o fyne.CanvasObject) {
	all := widget.Focusables(o)
	for i := len(all) - 1; i >= 0; i-- {
		if d, ok := all[i].(fyne.Disableable); !ok || !d.Disabled() {
			f.Focus(all[i])
			return
		}
	}
}

func (f *Frame) ribbon() fyne.CanvasObject {
	if !f.opts.Demonstration {
		return nil
	}
	l := f.look
	t := widget.Styled(l, f.say("frame.demonstration"), widget.Style{Size: theme.Tiny, Bold: true, Color: l.OnRibbon, Lead: 1.3, Align: fyne.TextAlignCenter})
	return widget.Ground(l.Ribbon, widget.Pad(l, 4, 16, 4, 16, t))
}

// bottomBar has the page's other ways on at the left and the next step at the right.
func (f *Frame) bottomBar() fyne.CanvasObject {
	p, ok := f.page.(Actioner)
	if !ok {
		return nil
	}
	l := f.look
	left, right := p.Actions(l)
	if len(left)+len(right) == 0 {
		return nil
	}
	return widget.Ground(l.Card, widget.VStack(l, 0, widget.Rule(l),
		widget.Pad(l, 12, theme.Gutter, 12, theme.Gutter, widget.Ends(l, 14, left, right))))
}

// Actions fills the bottom bar again after the page's next step has changed; the
// rest of the page stays as it is.
func (f *Frame) Actions() {
	bar := f.bottomBar()
	f.parts.bottom = bar
	root := f.assemble()
	f.parts.root.Objects, f.parts.root.Layout = root.Objects, root.Layout
	f.parts.root.Refresh()
}

func (f *Frame) showNotice() {
	if f.parts.root == nil {
		return
	}
	f.fillNotice()
	f.parts.root.Refresh()
}

func (f *Frame) fillNotice() {
	f.parts.notice.Objects = nil
	if m := f.notice; m != nil {
		l := f.look
		shut := widget.NewButton(l, widget.Quiet, "", "x", f.Quiet)
		shut.Label = f.say("frame.dismiss")
		n := widget.NoticeBar(l, m.tone, m.title, m.text, shut)
		f.parts.notice.Objects = []fyne.CanvasObject{widget.Pad(l, 14, theme.Gutter, 2, theme.Gutter, n)}
	}
	f.parts.notice.Refresh()
}

// frameLayout gives the bars their heights and the body the rest. Its least size
// is small so that large text never makes the window grow.
type frameLayout struct {
	f                           *Frame
	ribbon, top, notice, bottom fyne.CanvasObject
	body                        fyne.CanvasObject
}

func (*frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

func (y *frameLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects[0].Resize(s)
	objects[1].Resize(s)
	at := float32(0)
	for _, o := range []fyne.CanvasObject{y.ribbon, y.top, y.notice} {
		at += put(o, at, s.Width)
	}
	end := s.Height
	if y.bottom != nil {
		end -= widget.HeightOf(y.bottom, s.Width)
		put(y.bottom, end, s.Width)
	}
	y.body.Move(fyne.NewPos(0, at))
	y.body.Resize(fyne.NewSize(s.Width, max(0, end-at)))
	y.f.sized(s)
}

func put(o fyne.CanvasObject, y, w float32) float32 {
	if o == nil {
		return 0
	}
	h := widget.HeightOf(o, w)
	o.Move(fyne.NewPos(0, y))
	o.Resize(fyne.NewSize(w, h))
	return h
}
