package screen

import (
	"bytes"
	"context"
	"image"
	_ "image/png" // the form of every picture in a pack
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// Read opens a module's pages: those still to read before the questions where due
// is true, all of them where not.
func (k *Kiosk) Read(m desk.MyModule, due bool) {
	p := &readerPage{page: page{k, "reader", m.Module.Title}, m: m, pages: m.Module.Pages, due: due, decided: map[induction.PageID]bool{}}
	if due && m.Standing.Last != nil {
		p.pages = m.Module.PagesFor(m.Standing.Unmet)
	}
	if due && len(m.Standing.ToRead) > 0 {
		for i, pg := range p.pages {
			if pg.ID == m.Standing.ToRead[0].ID {
				p.at = i
			}
		}
	}
	p.since = time.Now()
	k.Frame.Show(p)
}

// readerPage is one page at a time, with the list of them at the side.
type readerPage struct {
	page
	m     desk.MyModule
	pages []induction.Page
	due   bool
	at    int
	since time.Time
	// decided are the cases whose answer has been shown.
	decided map[induction.PageID]bool
	next    *widget.Button
	text    *widget.Scroll
}

// FillsRoom says that the text scrolls by itself beside its list.
func (*readerPage) FillsRoom() {}

// OnBack leads to the module, as it stands after the reading.
func (p *readerPage) OnBack() bool { p.k.OpenModule(p.m.Module.Ref.Code); return true }

// Focus is the next page.
func (p *readerPage) Focus() fyne.Focusable { return p.next }

// OnKey turns pages with the arrows and the page keys: one page a press.
func (p *readerPage) OnKey(e *fyne.KeyEvent) bool {
	if sideways := e.Name == fyne.KeyRight || e.Name == fyne.KeyLeft; sideways && p.k.Frame.Look().Spent(e.Name) {
		return true
	}
	switch e.Name {
	case fyne.KeyRight:
		p.forward()
	case fyne.KeyLeft:
		p.turn(p.at - 1)
	case fyne.KeyDown:
		p.text.SetOffset(p.text.Offset() + 90)
	case fyne.KeyUp:
		p.text.SetOffset(p.text.Offset() - 90)
	case fyne.KeyPageDown:
		p.text.SetOffset(p.text.Offset() + p.text.Size().Height - 60)
	case fyne.KeyPageUp:
		p.text.SetOffset(p.text.Offset() - p.text.Size().Height + 60)
	default:
		return false
	}
	return true
}

// Facts tells a rehearsal which page it is.
func (p *readerPage) Facts() map[string]any {
	return map[string]any{"page": p.pages[p.at].ID, "number": p.at + 1}
}

// Content is the page, and the list of pages where there is room for it.
func (p *readerPage) Content(l *theme.Look) fyne.CanvasObject {
	pg := p.pages[p.at]
	head := widget.VStack(l, 8, widget.Title(l, pg.Title))
	if pg.Case {
		head = widget.VStack(l, 8, widget.Left(widget.Pill(l, widget.Info, p.k.t("reader.case"))), widget.Title(l, pg.Title))
	}
	text := widget.VStack(l, 20, append([]fyne.CanvasObject{head}, p.body(l, pg)...)...)
	p.text = widget.NewScroll(l, widget.Pad(l, 30, 36, 40, 36, widget.MaxWidth(l, theme.LineMax, text)))
	return widget.Sidebar(l, 290, p.list(l), p.text)
}

// body is the page's text. A case first asks for a decision: what is best comes
// when the learner says that they have made theirs.
func (p *readerPage) body(l *theme.Look, pg induction.Page) []fyne.CanvasObject {
	asks, _, found := strings.Cut(pg.Body, "\n> ")
	if !pg.Case || !found || p.decided[pg.ID] {
		return []fyne.CanvasObject{p.k.markdown(l, p.m.Module.Pack, pg.Body)}
	}
	show := widget.NewButton(l, widget.Outline, p.k.t("reader.decided"), "eye", func() {
		p.decided[pg.ID] = true
		p.k.Frame.Refresh()
		p.k.Frame.Focus(p.next)
	})
	return []fyne.CanvasObject{p.k.markdown(l, p.m.Module.Pack, asks), widget.Muted(l, p.k.t("reader.decide")), widget.Left(show)}
}

// list names the pages and says which have been read.
func (p *readerPage) list(l *theme.Look) fyne.CanvasObject {
	var entries []widget.SideEntry
	for i, pg := range p.pages {
		state := widget.StepTodo
		switch {
		case i == p.at:
			state = widget.StepNow
		case p.m.Standing.Read[pg.ID]:
			state = widget.StepDone
		}
		entries = append(entries, widget.SideEntry{Text: pg.Title, State: state, OnTap: func() { p.turn(i) }})
	}
	return widget.SideList(l, p.m.Module.Title, entries)
}

// Actions are the pages before and after, and how far it is.
func (p *readerPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.at > 0 {
		left = append(left, widget.NewButton(l, widget.Outline, k.t("reader.previous"), "arrow-left", func() { p.turn(p.at - 1) }))
	}
	left = append(left, widget.Small(l, k.t("reader.page", p.at+1, len(p.pages))))
	label, icon := k.t("reader.next"), "arrow-right"
	if p.at == len(p.pages)-1 {
		label = k.t("reader.finish")
		if p.due {
			label = k.t("reader.questions")
		}
	}
	p.next = widget.NewButton(l, widget.Primary, label, icon, p.forward)
	return left, []fyne.CanvasObject{p.next}
}

// forward records the page as read and goes on.
func (p *readerPage) forward() {
	k, pg, took := p.k, p.pages[p.at], time.Since(p.since)
	k.act(k.t("reader.saving"), func(ctx context.Context) error { return k.Desk.ReadPage(ctx, k.seat, p.m.Module.Ref.Code, pg.ID, took) }, func() {
		p.m.Standing.Read[pg.ID] = true
		if p.at < len(p.pages)-1 {
			p.turn(p.at + 1)
			return
		}
		p.finish()
	})
}

// finish goes to the questions when every page that is due has been read, else to
// the first that has not.
func (p *readerPage) finish() {
	if !p.due {
		p.k.OpenModule(p.m.Module.Ref.Code)
		return
	}
	for i, pg := range p.pages {
		if !p.m.Standing.Read[pg.ID] {
			p.turn(i)
			p.k.Frame.Say(widget.Info, p.k.t("reader.unread"), p.k.t("reader.unread.text", pg.Title))
			return
		}
	}
	p.k.Begin(p.m.Module.Ref.Code)
}

// turn shows another page. The way back stays the module, however many were turned.
func (p *readerPage) turn(to int) {
	if to < 0 || to >= len(p.pages) {
		return
	}
	p.at, p.since = to, time.Now()
	p.k.Frame.Replace(p)
}

// markdown sets a text of a pack with its pictures.
func (k *Kiosk) markdown(l *theme.Look, pack, text string) fyne.CanvasObject {
	return widget.Markdown(l, text, widget.MarkdownOptions{Picture: func(path string) (image.Image, error) {
		b, err := k.Content.Picture(pack, path)
		if err != nil {
			return nil, err
		}
		im, _, err := image.Decode(bytes.NewReader(b))
		return im, err
	}})
}
