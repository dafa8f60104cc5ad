package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
)

// checkDesk is what checking a passport needs.
type checkDesk interface {
	Check(ctx context.Context, text string) (desk.Checked, error)
}

// CheckDesk opens the check desk. It needs no sign-in and records nothing.
func (k *Kiosk) CheckDesk() {
	k.Frame.Reset(&checkPage{page: page{k, "check", k.t("check.title")}})
}

// found is what one scan or one file held: its texts, and what the one in view is worth.
type found struct {
	texts   []string
	at      int
	checked desk.Checked
}

// checkPage has the scan field, which keeps the focus, and under it the verdict.
// What was found stays until the next scan begins.
type checkPage struct {
	page
	result *found
	came   int    // how many scans, pastes and files have come
	next   *found // came while another was being checked
	scan   *widget.ScanEntry
	below  *fyne.Container
	scroll *widget.Scroll
}

// FillsRoom says that the verdict scrolls by itself under the scan field.
func (*checkPage) FillsRoom() {}

// Focus is the scan field, always.
func (p *checkPage) Focus() fyne.Focusable { return p.scan }

// OnBack leads to where whoever is here belongs.
func (p *checkPage) OnBack() bool { p.k.home(); return true }

// OnEsc puts the verdict away before it leads back.
func (p *checkPage) OnEsc() bool {
	if p.result == nil {
		return false
	}
	p.clear()
	return true
}

// OnRune gives a scan that meets another focus back to the scan field.
func (p *checkPage) OnRune(r rune) bool {
	p.k.Frame.Focus(p.scan)
	p.scan.TypedRune(r)
	return true
}

// OnKey scrolls the verdict, and finishes a scan that met another focus.
func (p *checkPage) OnKey(e *fyne.KeyEvent) bool {
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

// OnDropped reads the first file dropped on the window.
func (p *checkPage) OnDropped(paths []string) {
	if len(paths) > 0 {
		p.fromFile(func() ([]byte, error) { return readFile(paths[0]) })
	}
}

// Facts tells a rehearsal what the verdict is.
func (p *checkPage) Facts() map[string]any {
	if p.result == nil {
		return map[string]any{"band": ""}
	}
	v := p.result.checked.Verdict
	return map[string]any{"band": v.Band, "status": v.Status, "reasons": v.Reasons, "of": len(p.result.texts)}
}

// Content is the scan field over the verdict or, before the first, over what to do.
func (p *checkPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	hint, over, small := k.t("check.hint"), float32(20), l
	if large(l) { // the room belongs to the verdict, and the buttons below say the same
		hint, over, small = "", 8, l.WithZoom(1.4)
	}
	p.scan = widget.NewScanEntry(small, widget.ScanOptions{
		Heading: k.t("check.heading"), Ready: k.t("check.ready"), Waiting: k.t("check.waiting"), Receiving: k.t("check.receiving"),
		Hint: hint, Compact: true, OnStart: p.start, OnText: p.text,
	})
	p.below = widget.VStack(l, 18, p.body(l)...)
	p.scroll = widget.NewScroll(l, widget.Pad(l, over, theme.Gutter, 32, theme.Gutter, widget.MaxWidth(l, 1100, p.below)))
	top := widget.Pad(l, over, theme.Gutter, 0, theme.Gutter, widget.MaxWidth(l, 1100, p.scan))
	return container.New(strip{}, top, p.scroll)
}

// large reports text so large that the band and the name must come before all else
// to be in view together.
func large(l *theme.Look) bool { return l.Zoom > 1.5 }

// strip keeps the scan field at the top and gives the verdict the room under it.
type strip struct{}

// MinSize is small: the verdict scrolls.
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

func (p *checkPage) body(l *theme.Look) []fyne.CanvasObject {
	if p.result == nil {
		return p.waiting(l)
	}
	return p.verdict(l)
}

// waiting says what to do and what is kept of it.
func (p *checkPage) waiting(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	way := func(icon, kind string) fyne.CanvasObject {
		return widget.Panel(l, 22, widget.VStack(l, 10, widget.Left(widget.Badge(l, icon, 46, l.Brand, l.BrandSoft)), widget.H3(l, k.t("check.way."+kind)), widget.Muted(l, k.t("check.way."+kind+".text"))))
	}
	return []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, k.t("check.heading")), widget.Muted(l, k.t("check.text"))),
		widget.AutoGrid(l, 300, 18, way("scan", "scan"), way("file-pdf", "file"), way("clipboard", "paste")),
		widget.Notice(l, widget.Plain, k.t("check.private"), k.t("check.private.text")),
	}
}

// fill shows what the page has now, without building the scan field again.
func (p *checkPage) fill() {
	p.below.Objects = p.body(p.k.Frame.Look())
	p.k.Frame.Actions()
	p.scroll.SetOffset(0)
	p.k.Frame.Focus(p.scan)
}

// scanPause is how long a scan stands still before it counts as whole.
const scanPause = 1500 * time.Millisecond

// start makes room for a scan.
func (p *checkPage) start() {
	p.put()
	p.watch(p.scan, 0)
}

// watch ends a scan by itself where the scanner sends no Enter after it.
func (p *checkPage) watch(scan *widget.ScanEntry, had int) {
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

// put takes the verdict away: another passport is coming.
func (p *checkPage) put() {
	p.came++
	p.k.Frame.Quiet()
	if p.result != nil {
		p.result = nil
		p.fill()
	}
}

// clear makes room for the next passport.
func (p *checkPage) clear() {
	p.put()
	p.k.Frame.Focus(p.scan)
}

// text checks what was scanned or pasted.
func (p *checkPage) text(s string) {
	p.put()
	p.judge(&found{texts: []string{s}})
}

// judge checks the text of f that is in view, and shows the verdict. What comes
// while another is being checked is checked after it: one passport must never be
// left with the verdict of another.
func (p *checkPage) judge(f *found) {
	k, came := p.k, p.came
	p.next = nil
	if !window.Run(k.Frame, context.Background(), k.t("check.working"), func(ctx context.Context, _ window.Progress) (desk.Checked, error) {
		return k.Desk.Check(ctx, f.texts[f.at])
	}, func(c desk.Checked, err error) {
		f.checked = c
		p.judged(f, came, err, k.Fail)
	}) {
		p.next = f
	}
}

// judged shows a verdict, unless something else has come meanwhile.
func (p *checkPage) judged(f *found, came int, err error, failed func(error)) {
	switch {
	case p.next != nil:
		p.judge(p.next)
	case came != p.came:
	case err != nil:
		failed(err)
	default:
		p.result = f
		p.fill()
	}
}

// fromFile looks for passports in a file and checks the first.
func (p *checkPage) fromFile(read func() ([]byte, error)) {
	k := p.k
	p.put()
	came := p.came
	window.Run(k.Frame, context.Background(), k.t("check.reading"), func(ctx context.Context, _ window.Progress) (*found, error) {
		data, err := read()
		if err != nil {
			return nil, err
		}
		texts, err := k.Paper.Find(data)
		if err != nil {
			return nil, err
		}
		f := &found{texts: texts}
		f.checked, err = k.Desk.Check(ctx, texts[0])
		return f, err
	}, func(f *found, err error) {
		p.judged(f, came, err, func(err error) {
			k.Frame.Say(widget.Warn, k.t("file.bad"), k.fileWords(err))
			k.Frame.Focus(p.scan)
		})
	})
}

func (p *checkPage) choose() {
	p.k.Frame.Focus(p.scan)
	p.k.open([]string{".pdf", ".muster", ".txt"}, func(_ string, data []byte) {
		p.fromFile(func() ([]byte, error) { return data, nil })
	})
}

func (p *checkPage) paste() {
	p.k.Frame.Focus(p.scan)
	if s := fyne.CurrentApp().Clipboard().Content(); s != "" {
		p.text(s)
		return
	}
	p.k.Frame.Say(widget.Info, p.k.t("check.paste-empty"), p.k.t("check.paste-empty.text"))
}

// turn shows another passport of the same file.
func (p *checkPage) turn(to int) {
	f := *p.result
	f.at = to
	p.judge(&f)
}

// Actions are the other ways to give a passport, and the next one.
func (p *checkPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	left = []fyne.CanvasObject{
		widget.NewButton(l, widget.Outline, k.t("check.file"), "folder-open", p.choose),
		widget.NewButton(l, widget.Outline, k.t("check.paste"), "clipboard", p.paste),
	}
	if p.result != nil {
		right = []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("check.next"), "arrow-right", p.clear)}
	}
	return left, right
}
