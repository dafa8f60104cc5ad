package document

import (
	"strings"

	"muster/internal/phrase"
)

// receiptLayout draws one receipt.
type receiptLayout struct {
	flow
	in Receipt
}

func newReceiptLayout(s *sheet, in Receipt, words *phrase.Printer) *receiptLayout {
	about := words.T("paper.receipt.subject", in.Name, words.Date(in.At))
	l := &receiptLayout{flow: flow{sheet: s, words: words, title: words.T("paper.receipt.title"), about: about}, in: in}
	if in.Demo {
		l.demo = words.T("paper.demo.receipt")
	}
	return l
}

func (l *receiptLayout) draw() {
	l.begin(l.in.Organisation, l.in.ODS)
	l.person()
	l.facts()
	l.figures()
	l.decisions()
	l.remains()
	l.passports()
	l.lists()
	l.signature()
	l.footers([]string{l.about})
}

// person is who was checked, large: the name is held against photo ID.
func (l *receiptLayout) person() {
	st, lines := l.fit(style{size: 20, bold: true, colour: ink}, l.in.Name, inner, 12, 2)
	l.y = l.block(st, margin, l.y-1, lines) + 0.5
	l.y = l.para(style{size: 12, bold: true, colour: darkBlue}, margin, l.y, inner, heldAs(l.words, l.in.Holder)) + 3
}

// facts are the check itself: label and value, two columns.
func (l *receiptLayout) facts() {
	facts := [][2]string{
		{"paper.receipt.at", l.words.Moment(l.in.At)},
		{"paper.receipt.programme", l.in.Programme},
		{"paper.receipt.by", l.in.By},
		{"paper.receipt.requirements", l.in.Requirements.text(l.words)},
		{"paper.receipt.place", l.in.Place},
	}
	column := inner/2 - 5
	next := [2]float64{l.y, l.y}
	for i, f := range facts {
		if f[1] == "" {
			continue
		}
		x := margin + float64(i%2)*(inner/2+5)
		y := l.para(label, x, next[i%2], column, l.words.T(f[0]))
		next[i%2] = l.para(style{size: 10.5, colour: ink}, x, y-0.3, column, f[1]) + 1.9
	}
	l.y = max(next[0], next[1]) + 2
}

// text names the version of the requirements.
func (r Requirements) text(words *phrase.Printer) string {
	switch {
	case r.Serial > 0:
		return words.T("paper.receipt.requirements.signed", r.Serial, words.Date(r.Issued))
	case r.Source != "":
		return words.T("paper.receipt.requirements.unsigned", r.Source)
	}
	return words.T("paper.receipt.requirements.none")
}

// figures are the counts that a reader looks for first.
func (l *receiptLayout) figures() {
	counts := map[Ruling]int{}
	for _, d := range l.in.Lines {
		counts[d.Ruling]++
	}
	accepted, look := counts[Accepted], counts[LocalLook]
	width := (inner - 12) / 4
	for i, f := range []struct{ figure, key string }{
		{l.words.T("paper.receipt.figure.of", accepted, len(l.in.Lines)), "paper.receipt.figure.accepted"},
		{l.words.Number(int64(look)), "paper.receipt.figure.look"},
		{l.words.Number(int64(len(l.in.Lines) - accepted - look)), "paper.receipt.figure.todo"},
		{l.words.Number(int64(l.in.Left)), "paper.receipt.figure.minutes"},
	} {
		x := margin + float64(i)*(width+4)
		l.fill(pale, x, l.y, width, 20)
		l.fill(blue, x, l.y, width, 1)
		l.text(style{size: 20, bold: true, colour: darkBlue}, x+4, l.y+11, f.figure)
		l.text(label, x+4, l.y+16.8, l.words.T(f.key))
	}
	l.y += 25
	if n := l.in.Saved; n > 0 {
		l.y = l.para(body, margin, l.y, inner, l.words.T("paper.receipt.spared", n)) + 2
	}
	l.y += 2
}

// receiptColumns: the requirement, the decision, on whose word and why, until when.
var receiptColumns = []column{{margin + 6, 49}, {margin + 58, 28}, {margin + 88, 68}, {margin + 158, 22}}

// decisions is the table; its head comes again on each page.
func (l *receiptLayout) decisions() {
	l.need(26)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.receipt.decisions")) + 1
	if len(l.in.Lines) == 0 {
		l.y = l.para(body, margin, l.y, inner, l.words.T("paper.receipt.decisions.none")) + 4
		return
	}
	l.tableHead()
	for _, d := range l.in.Lines {
		l.decision(d)
	}
	l.y += 4
}

func (l *receiptLayout) tableHead() {
	heads := []string{"paper.receipt.column.requirement", "paper.receipt.column.decision", "paper.receipt.column.word", "paper.receipt.column.until"}
	below := l.y
	for i, key := range heads {
		x := receiptColumns[i].x
		if i == 0 {
			x = margin
		}
		below = max(below, l.para(style{size: 8.5, bold: true, colour: grey}, x, l.y, receiptColumns[i].width, l.words.T(key)))
	}
	l.y = below + 1
	l.rule(grey, 0.5, margin, right, l.y)
}

// decision is one row, whole on one page.
func (l *receiptLayout) decision(d ReceiptLine) {
	named := l.wrap(strong, d.Title, receiptColumns[0].width)
	part := l.wrap(small, d.part(l.words), receiptColumns[0].width)
	ruled := l.wrap(d.Ruling.style(), d.Ruling.text(l.words), receiptColumns[1].width)
	var word []string
	for _, line := range l.in.grounds(d, l.words) {
		word = append(word, l.wrap(small, line, receiptColumns[2].width)...)
	}
	until := l.wrap(body, d.until(l.words), receiptColumns[3].width)
	height := max(
		float64(len(named))*strong.leading()+float64(len(part))*small.leading(), float64(len(ruled))*strong.leading(),
		float64(len(word))*small.leading(), float64(len(until))*body.leading(),
	) + 2.6
	if l.need(height) {
		l.tableHead()
	}
	top := l.y + 1.3
	l.mark(d.Ruling, margin, top+0.2, 3.6)
	y := l.block(strong, receiptColumns[0].x, top, named)
	l.block(small, receiptColumns[0].x, y, part)
	l.block(d.Ruling.style(), receiptColumns[1].x, top, ruled)
	l.block(small, receiptColumns[2].x, top+0.25, word)
	l.block(body, receiptColumns[3].x, top, until)
	l.y += height
	l.rule(hairline, 0.25, margin, right, l.y)
}

// mark is a shape for each kind of ruling, so that grey paper tells them apart too.
func (s *sheet) mark(r Ruling, x, y, d float64) {
	switch r {
	case Accepted:
		s.tick(x, y, d)
	case LocalLook:
		s.warning(x, y, d)
	default:
		s.square(x+0.3, y+0.3, d-0.6)
	}
}

func (r Ruling) style() style {
	if r == Accepted {
		return strong
	}
	return alarm
}

func (r Ruling) text(words *phrase.Printer) string {
	return words.T("paper.receipt.ruling." + string(r))
}

// part names the part of the requirement, and the minutes it takes where it is to do.
func (d ReceiptLine) part(words *phrase.Printer) string {
	if d.Practical {
		return words.T("paper.receipt.part.practical")
	}
	return words.T("paper.receipt.part.knowledge")
}

// until is the last day an accepted part holds here.
func (d ReceiptLine) until(words *phrase.Printer) string {
	switch {
	case d.Ruling != Accepted, d.Ground == OnWaiver: // what is waived was never held
		return words.T("paper.receipt.until.not")
	case d.Until.IsZero():
		return words.T("paper.until.none")
	}
	return words.ShortDate(d.Until)
}

// remains is what is still to do, with the minutes it takes.
func (l *receiptLayout) remains() {
	l.need(22)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.receipt.remains")) + 1
	var lines []string
	for _, d := range l.in.Lines {
		if d.Ruling != Accepted {
			lines = append(lines, d.todo(l.words))
		}
	}
	if len(lines)+len(l.in.Local) == 0 {
		l.y = l.para(body, margin, l.y, inner, l.words.T("paper.receipt.remains.none")) + 5
		return
	}
	l.y = l.para(body, margin, l.y, inner, l.words.T("paper.receipt.remains.intro", l.in.Left)) + 0.8
	l.checklist("", lines)
	l.checklist(l.words.T("paper.receipt.local"), l.in.Local)
	l.y += 4
}

// todo is one part still to do, in a sentence.
func (d ReceiptLine) todo(words *phrase.Printer) string {
	what := words.T("paper.receipt.todo.part", d.Title, strings.ToLower(d.part(words)))
	switch {
	case d.Ruling == LocalLook:
		return words.T("paper.receipt.todo.look", what)
	case d.Minutes > 0:
		return words.T("paper.receipt.todo.minutes", what, d.Minutes)
	}
	return what
}

// passports are those that were shown, numbered as the table refers to them.
func (l *receiptLayout) passports() {
	if len(l.in.Passports) == 0 {
		return
	}
	l.need(26)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.receipt.passports")) + 1
	for i, p := range l.in.Passports {
		lines := l.wrap(body, l.words.T("paper.receipt.passport", i+1, p.Organisation, p.ODS, l.words.Date(p.Issued)), inner)
		number := l.wrap(small, l.words.T("paper.passport-number")+" "+grouped(p.Number), inner)
		var why []string
		if p.Why != "" {
			why = l.wrap(alarm, p.Why, inner)
		}
		l.need(float64(len(lines)+len(why))*body.leading() + float64(len(number))*small.leading())
		l.y = l.block(body, margin, l.y, lines)
		l.y = l.block(small, margin, l.y, number)
		l.y = l.block(alarm, margin, l.y, why) + 1.4
	}
	l.y += 3
}

// lists say how fresh the lists were that the check went by.
func (l *receiptLayout) lists() {
	l.need(24)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.receipt.lists")) + 1
	if len(l.in.Lists) == 0 {
		l.y = l.para(alarm, margin, l.y, inner, l.words.T("paper.receipt.lists.none")) + 4
		return
	}
	for _, a := range l.in.Lists {
		st := body
		if a.Stale {
			st = alarm
		}
		lines := l.wrap(st, a.text(l.words), inner)
		l.need(float64(len(lines)) * st.leading())
		l.y = l.block(st, margin, l.y, lines) + 0.6
	}
	l.y += 4
}

func (a ListAge) text(words *phrase.Printer) string {
	switch {
	case a.Stale && !a.Next.IsZero():
		return words.T("paper.receipt.list.stale", a.Name, words.Date(a.Issued), words.Date(a.Next))
	case a.Next.IsZero():
		return words.T("paper.receipt.list", a.Name, words.Date(a.Issued))
	}
	return words.T("paper.receipt.list.next", a.Name, words.Date(a.Issued), words.Date(a.Next))
}

// signature is the line that the member of staff signs, and what is kept.
func (l *receiptLayout) signature() {
	key := "paper.receipt.kept"
	if l.in.OnRecord {
		key = "paper.receipt.kept.record"
	}
	kept := l.wrap(small, l.words.T(key)+" "+l.words.T("paper.receipt.not-passport"), inner)
	l.need(26 + small.leading()*float64(len(kept)))
	l.y += 12
	l.rule(grey, 0.3, margin, margin+100, l.y)
	l.rule(grey, 0.3, margin+112, right, l.y)
	named := l.words.T("paper.receipt.sign.nobody")
	if l.in.By != "" {
		named = l.words.T("paper.receipt.sign", l.in.By)
	}
	l.para(label, margin, l.y+0.8, 100, named)
	l.y = l.para(label, margin+112, l.y+0.8, inner-112, l.words.T("paper.receipt.sign.date")) + 4
	l.y = l.block(small, margin, l.y, kept)
}
