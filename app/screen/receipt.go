package screen

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
	"muster/internal/induction"
)

// OpenReceipt makes the receipt of a learner on record. That it was made is noted.
func (k *Kiosk) OpenReceipt(id induction.LearnerID) {
	run(k, k.t("receipt.making"), func(ctx context.Context) (desk.Receipt, error) { return k.Desk.LearnerReceipt(ctx, k.trainer, id) }, func(r desk.Receipt) {
		k.Frame.Show(&receiptPage{page: page{k, "receipt", k.t("receipt.title")}, r: r})
	})
}

// receiptPage is a receipt as it will be printed, and the ways to take it along.
type receiptPage struct {
	page
	r    desk.Receipt
	by   string
	name *widget.Field
	// again makes the receipt in another name; nil where the signed-in trainer's
	// stands on it.
	again func(ctx context.Context, by string) (desk.Receipt, error)
}

// Content is who it is for, what is accepted and on whose word, and what remains.
func (p *receiptPage) Content(l *theme.Look) fyne.CanvasObject {
	k, r := p.k, p.r
	words := widget.VStack(l, 4, widget.Kicker(l, k.t("receipt.kicker")), widget.Title(l, r.Name),
		widget.Strong(l, k.subjectWords(string(r.Number))), widget.Muted(l, k.t("receipt.held", r.Programme.Title, p.version())))
	rows := []fyne.CanvasObject{widget.H2(l, k.t("receipt.items")), p.sum(l)}
	for _, it := range r.Items {
		rows = append(rows, widget.Rule(l), p.item(l, it))
	}
	return wide(l, 1180, words, widget.Columns(l, 24, 400, []float32{62, 38},
		widget.Top(widget.Panel(l, 26, widget.VStack(l, 12, rows...))), widget.Top(widget.VStack(l, 18, p.signer(l), p.passports(l), p.kept(l)))))
}

// version names the version of the requirements.
func (p *receiptPage) version() string {
	if n := p.r.Programme.Serial; n > 0 {
		return p.k.t("receipt.version", n)
	}
	return p.k.t("receipt.unsigned")
}

func (p *receiptPage) sum(l *theme.Look) fyne.CanvasObject {
	k := p.k
	return widget.Row(l, 10, widget.Pill(l, widget.Good, k.t("receipt.accepted", len(p.r.Accepted()), len(p.r.Items))),
		widget.Pill(l, widget.Good, k.t("day.saved", k.minutes(p.r.Saved))), widget.Pill(l, widget.Info, k.t("day.left", k.minutes(p.r.Left))))
}

func (p *receiptPage) item(l *theme.Look, it desk.ReceiptItem) fyne.CanvasObject {
	k, d := p.k, it.Decision
	words := []fyne.CanvasObject{widget.Strong(l, k.part(k.levelOf(it.Subject, it.Level), d.Part)), widget.Small(l, k.basis(d))}
	if more := k.against(d); len(more) > 0 {
		words = append(words, widget.Small(l, strings.Join(more, " ")))
	}
	return widget.Row(l, 12, widget.Grow(l, 280, widget.VStack(l, 2, words...)), k.ruling(l, d.Ruling))
}

// levelOf is a subject with its level, as the framework names both.
func (k *Kiosk) levelOf(subject, level string) string {
	if level == "" {
		return subject
	}
	return k.t("paper.item", subject, level)
}

// part says which part of a level is meant.
func (k *Kiosk) part(title string, part induction.Part) string {
	return k.t("part."+string(part), title)
}

// signer is who answers for the receipt.
func (p *receiptPage) signer(l *theme.Look) fyne.CanvasObject {
	k := p.k
	if p.again == nil {
		return widget.Panel(l, 24, widget.VStack(l, 8, widget.H3(l, k.t("receipt.by")), widget.Para(l, p.r.By)))
	}
	p.name = widget.NewField(l, widget.FieldOptions{Label: k.t("receipt.by"), Hint: k.t("receipt.by.hint"), Value: p.by, MaxLength: 80, OnChanged: func(s string) { p.by = s }})
	return widget.Panel(l, 24, p.name)
}

func (p *receiptPage) passports(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.H3(l, k.t("receipt.passports", len(p.r.Passports)))}
	for i, b := range p.r.Passports {
		if i > 0 {
			o = append(o, widget.Rule(l))
		}
		o = append(o, k.presented(l, b))
	}
	return widget.Panel(l, 24, widget.VStack(l, 10, o...))
}

// presented is one passport that was shown: whose word, how old, and whether it
// counts.
func (k *Kiosk) presented(l *theme.Look, p desk.ComparedPassport) fyne.CanvasObject {
	b := p.Brought
	words := []fyne.CanvasObject{widget.Strong(l, b.Organisation), widget.Small(l, k.t("passport.issued", k.P.Date(b.Issued.Local())))}
	if b.Refused != "" {
		words = append(words, widget.Small(l, k.t("here.refused."+string(b.Refused))))
	}
	return widget.VStack(l, 2, append(words, k.fresh(l, p.Checked))...)
}

// kept says what is kept of it.
func (p *receiptPage) kept(l *theme.Look) fyne.CanvasObject {
	if p.again == nil {
		return widget.Notice(l, widget.Info, p.k.t("receipt.kept.record"), p.k.t("receipt.kept.record.text"))
	}
	return widget.Notice(l, widget.Info, p.k.t("receipt.kept"), p.k.t("receipt.kept.text"))
}

// Actions print it, and save it for people or for the staff record.
func (p *receiptPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	return []fyne.CanvasObject{
			widget.NewButton(l, widget.Outline, k.t("receipt.print"), "printer", p.print),
			widget.NewButton(l, widget.Outline, k.t("receipt.esr"), "file-csv", p.esr),
		}, []fyne.CanvasObject{
			widget.NewButton(l, widget.Primary, k.t("receipt.save"), "download-simple", p.save),
		}
}

// receipt is the receipt in the name that is typed now.
func (p *receiptPage) receipt(ctx context.Context, by string) (desk.Receipt, error) {
	if p.again == nil {
		return p.r, nil
	}
	return p.again(ctx, by)
}

func (p *receiptPage) print() {
	k, by := p.k, p.by
	k.printed(func(ctx context.Context) ([]byte, error) {
		r, err := p.receipt(ctx, by)
		if err != nil {
			return nil, err
		}
		pdf, _, err := k.Paper.Receipt(ctx, r)
		return pdf, err
	})
}

func (p *receiptPage) save() {
	k, by, name := p.k, p.by, p.file()
	k.save(k.t("receipt.making"), func(ctx context.Context) ([]document, error) {
		r, err := p.receipt(ctx, by)
		if err != nil {
			return nil, err
		}
		pdf, csv, err := k.Paper.Receipt(ctx, r)
		return []document{{name, "pdf", pdf}, {name, "csv", csv}}, err
	})
}

// file is what the receipt's files are called.
func (p *receiptPage) file() string {
	return strings.Join([]string{p.k.t("receipt.file"), p.r.Name, p.r.At.Local().Format(time.DateOnly)}, " ")
}

// esr saves what is accepted for the staff record, and says what was left out.
func (p *receiptPage) esr() {
	k, by, name := p.k, p.by, p.file()+" ESR"
	k.saveESR(name, func(ctx context.Context) (ESR, error) {
		r, err := p.receipt(ctx, by)
		if err != nil {
			return ESR{}, err
		}
		return k.Paper.ReceiptESR(ctx, r)
	})
}
