package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
)

// Boot opens the data folder and then shows the first page. What keeps it from
// opening is said, with a way on; nothing is lost by trying again.
func (k *Kiosk) Boot(open func(context.Context) error, quit func()) {
	if k.Frame.Page() == nil {
		k.Frame.Reset(&openingPage{page{k, "opening", k.t("boot.title")}})
	}
	window.Call(k.Frame, context.Background(), k.t("boot.opening"), open, func(err error) {
		if err != nil {
			k.note(err)
			k.Frame.Reset(&troublePage{page: page{k, "trouble", k.t("boot.title")}, err: err, again: func() { k.Boot(open, quit) }, quit: quit})
			return
		}
		k.Start()
	})
}

// openingPage stands while the data folder opens.
type openingPage struct{ page }

// NoBack says that nothing comes before it.
func (*openingPage) NoBack() {}

// Content is quiet: the frame itself says so when it takes long.
func (p *openingPage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 700, widget.Gap(l, 1, 120), widget.Center(widget.Picture(l, "welcome.png", 260, 260)), widget.Styled(l, p.k.t("boot.opening"), widget.Style{Size: theme.H2, Align: fyne.TextAlignCenter}))
}

// troublePage says why Muster cannot work here yet.
type troublePage struct {
	page
	err         error
	again, quit func()
}

// NoBack says that nothing comes before it.
func (*troublePage) NoBack() {}

// Content is what happened and what to do now.
func (p *troublePage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 820, widget.Title(l, p.k.t("boot.trouble")), widget.Notice(l, widget.Stop, p.k.t("boot.reason"), p.k.Explain(p.err)), widget.Para(l, p.k.t("boot.text")))
}

// Actions try again, or close the program.
func (p *troublePage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, p.k.t("boot.quit"), "x", p.quit)},
		[]fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("boot.again"), "arrows-clockwise", p.again)}
}
