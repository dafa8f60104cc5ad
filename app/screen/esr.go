package screen

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
)

// ESR is a file for the staff record.
type ESR struct {
	Data []byte   // CSV
	Rows int      // that it has
	Left []string // why what else is accepted is not in it, a sentence each
}

// ESRReturn is what came back after such a file was loaded.
type ESRReturn struct {
	Loaded   int
	Rejected []ESRRow
	Unknown  []ESRRow // it cannot be told what became of them
}

// ESRRow is a row that was not loaded, with the other system's own words.
type ESRRow struct {
	Line                    int
	Number, Competence, Why string
}

// saveESR saves a file for the staff record and says what is not in it; one without
// a row is not saved.
func (k *Kiosk) saveESR(name string, make func(context.Context) (ESR, error)) {
	run(k, k.t("esr.making"), make, func(e ESR) {
		if e.Rows == 0 {
			k.leftOut(e, nil)
			return
		}
		k.leftOut(e, func() {
			k.save(k.t("esr.making"), func(context.Context) ([]document, error) { return []document{{name, "csv", e.Data}}, nil })
		})
	})
}

// leftOut says what is not in a file and why, and then goes on; with nothing left
// out it goes on at once.
func (k *Kiosk) leftOut(e ESR, on func()) {
	if len(e.Left) == 0 && on != nil {
		on()
		return
	}
	var shut func()
	shut = k.Frame.Overlay(680, func(l *theme.Look) fyne.CanvasObject {
		var o []fyne.CanvasObject
		for i, why := range e.Left {
			if i == shown {
				o = append(o, widget.Muted(l, k.t("open.more", len(e.Left)-i)))
				break
			}
			o = append(o, widget.BesideTop(l, 10, dot(l), widget.Grow(l, 140, widget.Para(l, why))))
		}
		body := widget.VStack(l, 8, o...)
		if on == nil {
			return widget.Question(l, k.t("esr.none"), k.t("esr.none.text"), body, widget.NewButton(l, widget.Primary, k.t("esr.close"), "", func() { shut() }))
		}
		return widget.Question(l, k.t("esr.left", len(e.Left)), k.t("esr.left.text", e.Rows), body,
			widget.NewButton(l, widget.Outline, k.t("word.cancel"), "", func() { shut() }),
			widget.NewButton(l, widget.Primary, k.t("esr.save"), "download-simple", func() { shut(); on() }))
	}, func() { shut() })
}

// OpenESRReturn reads the file that came back from the staff record.
func (k *Kiosk) OpenESRReturn() {
	k.open([]string{".csv", ".txt"}, func(name string, data []byte) {
		window.Run(k.Frame, context.Background(), k.t("esr.reading"), func(context.Context, window.Progress) (ESRReturn, error) {
			return k.Paper.ESRReturn(data)
		}, func(r ESRReturn, err error) {
			if err != nil {
				k.Frame.Say(widget.Warn, k.t("file.bad"), k.fileWords(err))
				return
			}
			k.Frame.Show(&esrPage{page: page{k, "esr-return", k.t("esr.title")}, name: name, r: r})
		})
	})
}

// esrPage says what became of the rows that were sent to the staff record.
type esrPage struct {
	page
	name string
	r    ESRReturn
}

// Content is the counts, then each row that was not loaded and why.
func (p *esrPage) Content(l *theme.Look) fyne.CanvasObject {
	k, r := p.k, p.r
	o := []fyne.CanvasObject{
		widget.VStack(l, 4, widget.Title(l, k.t("esr.heading")), widget.Muted(l, p.name)),
		widget.AutoGrid(l, 190, 14,
			widget.Stat(l, widget.Good, strconv.Itoa(r.Loaded), k.t("esr.loaded")),
			widget.Stat(l, tone(len(r.Rejected), widget.Stop), strconv.Itoa(len(r.Rejected)), k.t("esr.rejected")),
			widget.Stat(l, tone(len(r.Unknown), widget.Warn), strconv.Itoa(len(r.Unknown)), k.t("esr.unknown"))),
	}
	if len(r.Rejected)+len(r.Unknown) == 0 {
		return wide(l, 1000, append(o, widget.Notice(l, widget.Good, k.t("esr.all"), k.t("esr.all.text")))...)
	}
	o = append(o, p.rows(l, "rejected", r.Rejected), p.rows(l, "unknown", r.Unknown))
	return wide(l, 1000, o...)
}

// tone is one for a number that is not 0.
func tone(n int, t widget.Tone) widget.Tone {
	if n == 0 {
		return widget.Plain
	}
	return t
}

// rows are the rows under a heading; nothing where there are none.
func (p *esrPage) rows(l *theme.Look, what string, rows []ESRRow) fyne.CanvasObject {
	k := p.k
	if len(rows) == 0 {
		return widget.VStack(l, 0)
	}
	o := []fyne.CanvasObject{widget.H2(l, k.t("esr."+what+".heading")), widget.Muted(l, k.t("esr."+what+".heading.text"))}
	for i, r := range rows {
		if i == 200 {
			o = append(o, widget.Muted(l, k.t("open.more", len(rows)-i)))
			break
		}
		why := k.t("esr.why", r.Why)
		if strings.TrimSpace(r.Why) == "" {
			why = k.t("esr.why.none")
		}
		o = append(o, widget.Rule(l), widget.Row(l, 12,
			widget.Grow(l, 280, widget.VStack(l, 2, widget.Strong(l, r.Competence), widget.Small(l, why))),
			widget.Pill(l, widget.Plain, k.t("esr.row", r.Line, r.Number))))
	}
	return widget.Panel(l, 24, widget.VStack(l, 10, o...))
}

// Actions lead back.
func (p *esrPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("esr.back"), "arrow-left", p.k.Frame.Back)}
}
