package screen

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// Fetcher is what Files can do besides where updates come by network: it gets a file
// from an HTTPS address or from a shared folder's path.
type Fetcher interface {
	Fetch(ctx context.Context, address string) ([]byte, error)
}

// signedFiles are the endings of files that hold what an organisation has signed.
var signedFiles = []string{".muster", ".txt"}

// intake is a page that takes in one signed file or code: by a handheld scanner, from
// a file that is chosen or dropped, or pasted. Its scan field takes whatever is typed
// where nothing else has the focus.
type intake struct {
	page
	use  func(data []byte)
	says string // what the field says when it is ready; "" for a code on another screen
	scan *widget.ScanEntry
}

// Focus is the scan field.
func (p *intake) Focus() fyne.Focusable { return p.scan }

// OnRune gives a scan that meets another focus to the scan field.
func (p *intake) OnRune(r rune) bool {
	p.k.Frame.Focus(p.scan)
	p.scan.TypedRune(r)
	return true
}

// OnDropped reads the first file dropped on the window.
func (p *intake) OnDropped(paths []string) {
	if len(paths) == 0 {
		return
	}
	k := p.k
	runOutside(k, k.t("intake.reading"), func(context.Context) ([]byte, error) {
		data, err := readFile(paths[0])
		if err != nil {
			return nil, &outside{"file.bad", "file.unread", err}
		}
		return data, nil
	}, p.use)
}

// field is the scan field.
func (p *intake) field(l *theme.Look, heading string) fyne.CanvasObject {
	k, ready := p.k, p.says
	if ready == "" {
		ready = k.t("intake.ready")
	}
	p.scan = widget.NewScanEntry(l, widget.ScanOptions{
		Heading: heading, Ready: ready, Waiting: k.t("check.waiting"), Receiving: k.t("check.receiving"),
		Hint: k.t("intake.hint"), Compact: true, OnStart: p.start, OnText: p.text,
	})
	return p.scan
}

func (p *intake) start() {
	p.k.Frame.Quiet()
	p.watch(p.scan, 0)
}

// watch ends a scan by itself where the scanner sends no Enter after it.
func (p *intake) watch(scan *widget.ScanEntry, had int) {
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

func (p *intake) text(s string) {
	p.k.Frame.Quiet()
	p.use([]byte(strings.TrimSpace(s)))
}

// ways says how else it can be given.
func (p *intake) ways(l *theme.Look) fyne.CanvasObject {
	k := p.k
	return widget.AutoGrid(l, 240, 18,
		k.wayIn(l, "scan", k.t("intake.scan"), k.t("intake.scan.text"), func() { k.Frame.Focus(p.scan) }),
		k.wayIn(l, "usb", k.t("intake.file"), k.t("intake.file.text"), p.choose),
		k.wayIn(l, "clipboard", k.t("intake.paste"), k.t("intake.paste.text"), p.paste))
}

func (p *intake) choose() { p.k.open(signedFiles, func(_ string, data []byte) { p.use(data) }) }

func (p *intake) paste() {
	if s := fyne.CurrentApp().Clipboard().Content(); s != "" {
		p.text(s)
		return
	}
	p.k.Frame.Say(widget.Info, p.k.t("check.paste-empty"), p.k.t("intake.paste-empty"))
}

func (p *intake) choosing(l *theme.Look, kind widget.Kind) fyne.CanvasObject {
	return widget.NewButton(l, kind, p.k.t("check.file"), "folder-open", p.choose)
}

func (p *intake) pasting(l *theme.Look) fyne.CanvasObject {
	return widget.NewButton(l, widget.Outline, p.k.t("check.paste"), "clipboard", p.paste)
}
