package screen

import (
	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
)

// Help is the page behind the Help button for the page in front; nil where that is
// the help already.
func (k *Kiosk) Help(about window.Page) window.Page {
	if _, already := about.(*helpPage); already {
		return nil
	}
	topic := "general"
	if n, ok := about.(interface{ Name() string }); ok && k.P.Has("help."+n.Name()) {
		topic = n.Name()
	}
	return &helpPage{page: page{k, "help", k.t("help.title")}, topic: topic, about: about.Title()}
}

// helpPage says what a page is for, which keys work, and whom to ask.
type helpPage struct {
	page
	topic, about string
}

// helpKeys are the keys named on every help page.
var helpKeys = []struct{ keys, words string }{
	{"help.key.move", "help.key.move.text"},
	{"help.key.press", "help.key.press.text"},
	{"help.key.choose", "help.key.choose.text"},
	{"help.key.back", "help.key.back.text"},
	{"help.key.size", "help.key.size.text"},
	{"help.key.contrast", "help.key.contrast.text"},
	{"help.key.lock", "help.key.lock.text"},
	{"help.key.help", "help.key.help.text"},
}

// Content is the page's own text, the keys, and whom to ask.
func (p *helpPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var rows [][]string
	for _, h := range helpKeys {
		rows = append(rows, []string{k.t(h.keys), k.t(h.words)})
	}
	o := []fyne.CanvasObject{
		widget.VStack(l, 6, widget.Kicker(l, p.about), widget.Title(l, k.t("help.heading"))),
		widget.Panel(l, 26, widget.Para(l, k.t("help."+p.topic))),
		widget.H3(l, k.t("help.keys")),
		widget.Table(l, []string{k.t("help.keys.key"), k.t("help.keys.does")}, rows),
		widget.Notice(l, widget.Info, k.t("help.ask"), k.t("help.ask.text")),
	}
	return wide(l, 860, append(o, k.demoNotice(l)...)...)
}

// Actions lead back.
func (p *helpPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("help.back"), "arrow-left", p.k.Frame.Back)}
}
