package screen

import (
	"context"
	"errors"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// passportDesk is what a learner's own passport needs.
type passportDesk interface {
	Day(context.Context, *desk.Seat) (desk.MyDay, error)
}

// OpenPassport shows a signed-in learner the passport that was issued last, or what
// it waits for.
func (k *Kiosk) OpenPassport() {
	run(k, k.t("passport.opening"), func(ctx context.Context) (desk.MyDay, error) { return k.Desk.Day(ctx, k.seat) }, func(d desk.MyDay) {
		if len(d.Passports) == 0 {
			k.Frame.Reset(&noPassportPage{page: page{k, "passport-waits", k.t("passport.title")}, day: d})
			return
		}
		k.showPassport(latest(d.Passports), 0, k.Day)
	})
}

// latest are the passports of the last issue: several where one would be too dense.
func latest(all []induction.Issued) []induction.Issued {
	var at time.Time
	for _, i := range all {
		if i.At.After(at) {
			at = i.At
		}
	}
	var out []induction.Issued
	for _, i := range all {
		if i.At.Equal(at) {
			out = append(out, i)
		}
	}
	return out
}

// noPassportPage says what the passport waits for.
type noPassportPage struct {
	page
	day desk.MyDay
}

// OnBack leads to the day.
func (p *noPassportPage) OnBack() bool { p.k.Day(); return true }

// Content is what is done and what is not.
func (p *noPassportPage) Content(l *theme.Look) fyne.CanvasObject {
	k, d := p.k, p.day
	step := func(done bool, what string) fyne.CanvasObject {
		icon, ink := "hourglass", l.Warn
		word := k.t("passport.step." + what)
		if done {
			icon, ink, word = "check-circle-fill", l.Good, k.t("passport.step."+what+".done")
		}
		return widget.BesideTop(l, 12, widget.Icon(l, icon, 26, ink), widget.Grow(l, 160, widget.Para(l, word)))
	}
	return wide(l, 760, widget.Panel(l, 32, widget.VStack(l, 16,
		widget.Left(widget.Badge(l, "certificate", 56, l.Brand, l.BrandSoft)),
		widget.H1(l, k.t("passport.none")),
		widget.Para(l, k.t("passport.none.text")),
		step(d.Open, "session"),
		step(d.Day.Confirmed, "identity"),
		step(d.Day.Done == len(d.Day.Lines), "lines"))))
}

// Actions lead back to the day.
func (p *noPassportPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("result.day"), "house", p.k.Day)}
}

// showPassport shows one of the passports of an issue; back is where it came from.
func (k *Kiosk) showPassport(all []induction.Issued, at int, back func()) {
	type made struct {
		paper desk.Paper
		code  [][]bool
	}
	run(k, k.t("passport.opening"), func(ctx context.Context) (made, error) {
		p, err := k.Paper.Preview(ctx, all[at])
		if err != nil {
			return made{}, err
		}
		code, err := k.Paper.QR(all[at].Text)
		return made{p, code}, err
	}, func(m made) {
		k.Frame.Reset(&passportPage{page: page{k, "passport", k.t("passport.title")}, all: all, at: at, paper: m.paper, code: m.code, back: back})
	})
}

// passportPage is the passport as it prints, and the ways to take it along.
type passportPage struct {
	page
	all   []induction.Issued
	at    int
	paper desk.Paper
	code  [][]bool
	back  func()
	print *widget.Tile
}

// OnBack leads to where it was opened from.
func (p *passportPage) OnBack() bool { p.back(); return true }

// Focus is the first way to take it along.
func (p *passportPage) Focus() fyne.Focusable { return p.print }

// Facts tells a rehearsal how many passports there are.
func (p *passportPage) Facts() map[string]any {
	return map[string]any{"at": p.at, "of": len(p.all), "number": string(p.all[p.at].ID)}
}

// Content is the paper at the left and what to do with it at the right.
func (p *passportPage) Content(l *theme.Look) fyne.CanvasObject {
	return wide(l, 1220, widget.Columns(l, 32, 400, []float32{54, 46}, widget.Top(p.sheet(l)), widget.Top(widget.VStack(l, 16, p.ways(l)...))))
}

// ways are print, save and show.
func (p *passportPage) ways(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.VStack(l, 4, widget.H1(l, k.t("passport.take")), widget.Muted(l, k.t("passport.take.text")))}
	if len(p.all) > 1 {
		o = append(o, p.pages(l))
	}
	p.print = k.bigTile(l, "printer", k.t("passport.print"), k.t("passport.print.text"), p.printIt)
	return append(o, p.print,
		k.bigTile(l, "usb", k.t("passport.save"), k.t("passport.save.text"), func() { k.savePassports(p.all) }),
		k.bigTile(l, "corners-out", k.t("passport.show"), k.t("passport.show.text"), p.full),
		widget.Notice(l, widget.Info, k.t("passport.kept"), k.t("passport.kept.text")))
}

// pages turns between the passports of one issue.
func (p *passportPage) pages(l *theme.Look) fyne.CanvasObject {
	k := p.k
	back := widget.NewButton(l, widget.Outline, k.t("check.previous"), "arrow-left", func() { k.showPassport(p.all, p.at-1, p.back) })
	on := widget.NewButton(l, widget.Outline, k.t("check.following"), "arrow-right", func() { k.showPassport(p.all, p.at+1, p.back) })
	if p.at == 0 {
		back.Disable()
	}
	if p.at == len(p.all)-1 {
		on.Disable()
	}
	return widget.Notice(l, widget.Warn, k.t("passport.several", p.at+1, len(p.all)), k.t("passport.several.text"), back, on)
}

// sheet is the passport as on paper.
func (p *passportPage) sheet(l *theme.Look) fyne.CanvasObject {
	k, c := p.k, p.paper.Claims
	on := func(s string, size float32, bold bool) fyne.CanvasObject {
		return widget.Styled(l, s, widget.Style{Size: size, Color: l.OnBar, Bold: bold, Display: bold})
	}
	head := widget.Ground(l.Bar, widget.Pad(l, 16, 24, 16, 24, widget.VStack(l, 2, on(k.t("passport.heading"), theme.H2, true), on(c.Organisation, theme.Small, false))))
	o := []fyne.CanvasObject{}
	if c.Demonstration {
		o = append(o, widget.Notice(l, widget.Warn, k.t("passport.demo"), k.t("passport.demo.text")))
	}
	who := widget.VStack(l, 6, widget.H2(l, c.Name), widget.Strong(l, k.subjectWords(c.Subject)),
		widget.Muted(l, k.t("passport.issued", k.moment(time.Unix(c.IssuedAt, 0)))),
		widget.Muted(l, k.t("passport.where", c.Session, c.Trainer)),
		widget.Small(l, k.t("passport.offline")))
	o = append(o, widget.Columns(l, 20, 220, []float32{57, 43}, widget.Top(widget.QRView(l, p.code, true, 330)), widget.Top(who)), widget.Rule(l))
	for i, it := range p.paper.Items {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, k.item(l, it))
	}
	o = append(o, p.carried(l)...)
	for i, n := range p.paper.Outstanding {
		if i == 0 {
			o = append(o, widget.Rule(l), widget.Strong(l, k.t("passport.outstanding")))
		}
		o = append(o, widget.Small(l, n.Title))
	}
	return widget.Panel(l, 0, widget.VStack(l, 0, widget.Pad(l, 1, 1, 0, 1, head), widget.PadAll(l, 24, widget.VStack(l, 12, o...))))
}

// carried are the other organisations' passports that travel along: each stays its
// own organisation's word.
func (p *passportPage) carried(l *theme.Look) []fyne.CanvasObject {
	k := p.k
	var o []fyne.CanvasObject
	for i, c := range p.paper.Carried {
		if i == 0 {
			o = append(o, widget.Rule(l), widget.Strong(l, k.t("passport.carried")), widget.Small(l, k.t("passport.carried.text")))
		}
		words := []fyne.CanvasObject{widget.Strong(l, c.Organisation), widget.Small(l, k.t("passport.issued", k.P.Date(time.Unix(c.Claims.IssuedAt, 0))))}
		for _, it := range c.Items {
			words = append(words, widget.Small(l, k.levelOf(it.Subject, it.Level)))
		}
		o = append(o, widget.BesideTop(l, 12, widget.Icon(l, "link", 26, l.Brand), widget.Grow(l, 160, widget.VStack(l, 2, words...))))
	}
	return o
}

func (p *passportPage) printIt() {
	k := p.k
	k.printed(func(ctx context.Context) ([]byte, error) { return k.Paper.Passport(ctx, p.all[p.at]) })
}

// printOne sends one passport to the printer.
func (k *Kiosk) printOne(ctx context.Context, i induction.Issued) error {
	pdf, err := k.Paper.Passport(ctx, i)
	if err != nil {
		return err
	}
	if _, err := k.Files.Print(ctx, pdf); err != nil {
		return unprinted(err)
	}
	return nil
}

// savePassports writes each as a PDF to a place that the person chooses. Of many it
// says how far it is, and it can be stopped: what is written by then stays.
func (k *Kiosk) savePassports(all []induction.Issued) {
	k.choosePlace(func(folder string) {
		k.Frame.Quiet()
		window.RunStop(k.Frame, context.Background(), k.t("passport.saving"), k.t("grid.issuing.stop"), func(ctx context.Context, tell window.Progress) ([]string, error) {
			var paths []string
			for n, i := range all {
				if ctx.Err() != nil {
					return paths, ctx.Err()
				}
				tell(float32(n)/float32(len(all)), k.t("passport.saving.at", n, len(all)))
				path, err := k.savePassport(ctx, folder, i)
				if err != nil {
					return paths, err
				}
				paths = append(paths, path)
			}
			return paths, nil
		}, func(paths []string, err error) { k.savedPassports(folder, paths, len(all), err) })
	})
}

func (k *Kiosk) savePassport(ctx context.Context, folder string, i induction.Issued) (string, error) {
	ctx = context.WithoutCancel(ctx)
	pdf, err := k.Paper.Passport(ctx, i)
	if err != nil {
		return "", err
	}
	p, err := k.Paper.Preview(ctx, i)
	if err != nil {
		return "", err
	}
	name := strings.Join([]string{k.t("passport.file"), p.Claims.Name, i.At.Format(time.DateOnly)}, " ")
	path, err := k.Files.Save(folder, name, "pdf", pdf)
	if err != nil {
		return "", &outside{"place.failed", "place.failed.text", err}
	}
	return path, nil
}

// savedPassports says how saving went.
func (k *Kiosk) savedPassports(folder string, paths []string, of int, err error) {
	var o *outside
	switch {
	case errors.Is(err, context.Canceled):
		k.Frame.Say(widget.Warn, k.t("batch.stopped"), k.t("passport.saved.some", len(paths), of, folder))
	case errors.As(err, &o):
		k.Frame.Say(widget.Warn, k.t(o.title), k.t(o.text, o.err.Error()))
	case err != nil:
		k.Fail(err)
	case of > 3:
		k.Frame.Say(widget.Good, k.t("place.saved"), k.t("passport.saved.all", of, folder))
	default:
		k.Frame.Say(widget.Good, k.t("place.saved"), k.t("place.saved.text", paths))
	}
}

func (p *passportPage) full() {
	p.k.Frame.Show(&codePage{page: page{p.k, "passport-code", p.paper.Claims.Name}, code: p.code})
}

// codePage is the code alone, as large as the window allows.
type codePage struct {
	page
	code [][]bool
}

// FillsRoom gives the code all there is.
func (*codePage) FillsRoom() {}

// KeepsAwake holds the lock off: somebody is holding a phone.
func (*codePage) KeepsAwake() bool { return true }

// Content is the code on white, in every palette.
func (p *codePage) Content(l *theme.Look) fyne.CanvasObject {
	return widget.Ground(color.White, widget.PadAll(l, 8, widget.Stack(widget.QRView(l, p.code, true, 4000))))
}
