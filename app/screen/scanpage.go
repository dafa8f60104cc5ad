package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
)

// offered is what scans, pastes and files held.
type offered struct {
	texts  []string
	broken string // why a file cannot be believed, as a code; "" where each can
	first  string // the first text of what came last
}

// item is one scan or paste, or a file that is still to be read.
type item struct {
	text string
	read func() ([]byte, error)
}

// passportFiles are the endings of files that a passport can come in.
var passportFiles = []string{".pdf", ".muster", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"}

// scanPage is a page with a scan field at its top, which keeps the focus, and under
// it what came of the scans. Files, pictures and pastes come in the same way.
type scanPage struct {
	page
	// begins is told that something is coming, came what it held; the page sets both
	// when it builds its content.
	begins func()
	came   func(offered)
	scan   *widget.ScanEntry
	below  *fyne.Container
	scroll *widget.Scroll
	queue  []item // has come and is not looked at yet
	away   bool   // another page is in front
}

// OnShown and OnHidden keep what comes late from another page.
func (p *scanPage) OnShown() { p.away = false }

// OnHidden forgets what has not been looked at.
func (p *scanPage) OnHidden() { p.away, p.queue = true, nil }

// FillsRoom says that what is below scrolls by itself under the scan field.
func (*scanPage) FillsRoom() {}

// Focus is the scan field, always.
func (p *scanPage) Focus() fyne.Focusable { return p.scan }

// OnRune gives a scan that meets another focus back to the scan field.
func (p *scanPage) OnRune(r rune) bool {
	p.k.Frame.Focus(p.scan)
	p.scan.TypedRune(r)
	return true
}

// OnKey scrolls what is below the scan field.
func (p *scanPage) OnKey(e *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]float32{
		fyne.KeyDown: 90, fyne.KeyUp: -90,
		fyne.KeyPageDown: p.scroll.Size().Height - 60, fyne.KeyPageUp: 60 - p.scroll.Size().Height,
	}
	by, ok := step[e.Name]
	if ok {
		p.scroll.SetOffset(p.scroll.Offset() + by)
	}
	return ok
}

// OnDropped reads the files dropped on the window.
func (p *scanPage) OnDropped(paths []string) {
	var reads []func() ([]byte, error)
	for _, path := range paths {
		reads = append(reads, func() ([]byte, error) { return readFile(path) })
	}
	p.fromFiles(reads...)
}

// frame is the scan field over what is below it.
func (p *scanPage) frame(l *theme.Look, heading string, below []fyne.CanvasObject) fyne.CanvasObject {
	k := p.k
	hint, over, small := k.t("check.hint"), float32(20), l
	if large(l) { // the room belongs to what is below, and the buttons say the same
		hint, over, small = "", 8, l.WithZoom(1.4)
	}
	p.scan = widget.NewScanEntry(small, widget.ScanOptions{
		Heading: heading, Ready: k.t("check.ready"), Waiting: k.t("check.waiting"), Receiving: k.t("check.receiving"),
		Hint: hint, Compact: true, OnStart: p.start, OnText: p.text,
	})
	p.below = widget.VStack(l, 18, below...)
	p.scroll = widget.NewScroll(l, widget.Pad(l, over, theme.Gutter, 32, theme.Gutter, widget.MaxWidth(l, 1100, p.below)))
	top := widget.Pad(l, over, theme.Gutter, 0, theme.Gutter, widget.MaxWidth(l, 1100, p.scan))
	return container.New(strip{}, top, p.scroll)
}

// large reports text so large that what matters most must come before all else to
// be in view.
func large(l *theme.Look) bool { return l.Zoom > 1.5 }

// strip keeps the scan field at the top and gives what is below the room under it.
type strip struct{}

// MinSize is small: what is below scrolls.
func (strip) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, o[1].MinSize().Height)
}

// Layout is one over the other.
func (strip) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := widget.HeightOf(o[0], s.Width)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, h))
	o[1].Move(fyne.NewPos(0, h))
	o[1].Resize(fyne.NewSize(s.Width, max(0, s.Height-h)))
}

// show puts something else below the scan field, without building that again.
func (p *scanPage) show(o []fyne.CanvasObject) {
	if p.away {
		return
	}
	p.below.Objects = o
	p.k.Frame.Actions()
	p.scroll.SetOffset(0)
	p.k.Frame.Focus(p.scan)
}

// scanPause is how long a scan stands still before it counts as whole.
const scanPause = 1500 * time.Millisecond

func (p *scanPage) start() {
	p.k.Frame.Quiet()
	p.begins()
	p.watch(p.scan, 0)
}

// watch ends a scan by itself where the scanner sends no Enter after it.
func (p *scanPage) watch(scan *widget.ScanEntry, had int) {
	time.AfterFunc(scanPause, func() {
		p.k.Frame.Do(func() {
			switch n := scan.Gathered(); {
			case n == 0: // it has ended, or was put away
			case n == had:
				scan.Finish()
			default:
				p.watch(scan, n)
			}
		})
	})
}

// text takes what was scanned or pasted.
func (p *scanPage) text(s string) { p.add(item{text: s}) }

// fromFiles looks for passports in files.
func (p *scanPage) fromFiles(reads ...func() ([]byte, error)) {
	var all []item
	for _, read := range reads {
		all = append(all, item{read: read})
	}
	p.add(all...)
}

// add has items looked at, after whatever is going on: one passport must never be
// left with the verdict of another.
func (p *scanPage) add(all ...item) {
	if len(all) == 0 {
		return
	}
	p.k.Frame.Quiet()
	p.begins()
	p.queue = append(p.queue, all...)
	p.pump()
}

// pause is how long it takes until what could not be looked at is tried again.
const pause = 50 * time.Millisecond

// pump hands on what has come, once nothing else is going on.
func (p *scanPage) pump() {
	k := p.k
	if len(p.queue) == 0 || p.away {
		return
	}
	all := p.queue
	if !window.Run(k.Frame, context.Background(), k.t("check.reading"), func(context.Context, window.Progress) (reading, error) {
		return k.read(all), nil
	}, func(r reading, _ error) { p.handOn(r) }) {
		time.AfterFunc(pause, func() { k.Frame.Do(p.pump) })
		return
	}
	p.queue = nil
}

// handOn gives the page what was read. A file that cannot be used is said; the
// others count all the same.
func (p *scanPage) handOn(r reading) {
	k := p.k
	if p.away {
		return
	}
	if len(r.texts) > 0 || r.broken != "" {
		p.came(r.offered)
	}
	if r.fault != nil {
		k.Frame.Say(widget.Warn, k.t("file.bad"), k.fileWords(r.fault))
		k.Frame.Focus(p.scan)
	}
	p.pump()
}

// reading is what items held, and what was wrong with the last file that held nothing.
type reading struct {
	offered
	fault error
}

func (k *Kiosk) read(all []item) reading {
	var r reading
	for _, it := range all {
		texts, broken := []string{it.text}, ""
		if it.read != nil {
			data, err := it.read()
			if err == nil {
				texts, broken, err = k.Paper.Examine(data)
			}
			if err != nil {
				r.fault = err
				continue
			}
		}
		r.texts = append(r.texts, texts...)
		if broken != "" {
			r.broken = broken
		}
		if len(texts) > 0 {
			r.first = texts[0]
		}
	}
	return r
}

func (p *scanPage) choose() {
	p.k.Frame.Focus(p.scan)
	p.k.open(passportFiles, func(_ string, data []byte) {
		p.fromFiles(func() ([]byte, error) { return data, nil })
	})
}

func (p *scanPage) paste() {
	p.k.Frame.Focus(p.scan)
	if s := fyne.CurrentApp().Clipboard().Content(); s != "" {
		p.text(s)
		return
	}
	p.k.Frame.Say(widget.Info, p.k.t("check.paste-empty"), p.k.t("check.paste-empty.text"))
}

// otherWays are the ways to give a passport besides scanning it.
func (p *scanPage) otherWays(l *theme.Look) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		widget.NewButton(l, widget.Outline, p.k.t("check.file"), "folder-open", p.choose),
		widget.NewButton(l, widget.Outline, p.k.t("check.paste"), "clipboard", p.paste),
	}
}

// ways says how to hand a passport over, before the first.
func (p *scanPage) ways(l *theme.Look) fyne.CanvasObject {
	k := p.k
	way := func(icon, kind string, do func()) fyne.CanvasObject {
		return k.wayIn(l, icon, k.t("check.way."+kind), k.t("check.way."+kind+".text"), do)
	}
	return widget.AutoGrid(l, 300, 18, way("scan", "scan", func() { k.Frame.Focus(p.scan) }), way("file-pdf", "file", p.choose), way("clipboard", "paste", p.paste))
}

// wayIn is a card that says how something can be handed over, and does it when pressed.
func (k *Kiosk) wayIn(l *theme.Look, icon, title, text string, do func()) fyne.CanvasObject {
	return widget.NewTile(l, title, widget.Pad(l, 22, 22, 22, 22, widget.VStack(l, 10,
		widget.Left(widget.Badge(l, icon, 46, l.Brand, l.BrandSoft)), widget.H3(l, title), widget.Muted(l, text))), do)
}
