package document

import (
	"strings"

	"muster/internal/passport"
	"muster/internal/phrase"
)

// symbolSize is the symbol's width on paper in mm, quiet zone included.
const symbolSize = 75.0

// leastSquare is how wide a square of a code is at least, in mm: that of the densest
// passport made here.
const leastSquare = symbolSize / (17 + 4*passport.MaxQRVersion + 2*quiet)

// passportLayout draws one passport from the top of its first page down.
type passportLayout struct {
	flow
	in   Passport
	code [][]bool
	wide float64 // the symbol's width, quiet zone included
}

func newPassportLayout(s *sheet, in Passport, words *phrase.Printer, code [][]bool) *passportLayout {
	l := &passportLayout{
		flow: flow{sheet: s, words: words, title: words.T("paper.title"), about: in.Name},
		in:   in, code: code, wide: max(symbolSize, leastSquare*float64(len(code))),
	}
	if in.Demo {
		l.demo = words.T("paper.demo.passport")
	}
	return l
}

// draw is the passport's own pages, then those of each passport it carries.
func (l *passportLayout) draw(carried [][][]bool) {
	l.begin(l.in.Organisation, l.in.ODS)
	l.y = l.holds(l.y, l.identity()) + 6
	l.alsoRecognised()
	l.items()
	l.notes()
	l.outstanding()
	abouts := l.numbered(nil)
	for i, code := range carried {
		c := l.carriedLayout(l.in.Carried[i], code)
		c.drawCarried(l.in.Organisation)
		abouts = c.numbered(abouts)
	}
	l.footers(abouts)
}

// numbered says whose number stands at the foot of each page drawn since.
func (l *passportLayout) numbered(abouts []string) []string {
	for len(abouts) < l.page {
		abouts = append(abouts, l.words.T("paper.passport-number")+" "+grouped(l.in.Number))
	}
	return abouts
}

// left is the width beside the code.
func (l *passportLayout) left() float64 { return right - l.wide - margin - 8 }

// identity is the holder on the left and the code on the right; it leaves y below
// the first and returns the foot of the second.
func (l *passportLayout) identity() float64 {
	top, left := l.y, l.left()
	y := l.para(label, margin, top, left, l.words.T("paper.name"))
	st, lines := l.fit(style{size: 25, bold: true, colour: ink}, l.in.Name, left, 13, 3)
	y = l.block(st, margin, y+0.5, lines) + 1
	st, lines = l.fit(style{size: 14, bold: true, colour: darkBlue}, heldAs(l.words, l.in.Holder), left, 9, 1)
	y = l.block(st, margin, y, lines) + 3.5
	y = l.pair(y, left, "paper.issued", l.words.Moment(l.in.Issued), "paper.trainer", l.in.Trainer)
	y = l.pair(y, left, "paper.session", l.in.Session, "paper.device", l.in.Device)
	l.y = l.fact(margin, y, left, "paper.passport-number", grouped(l.in.Number)) + 1.5
	return l.codePanel(top)
}

// fact is a value under its label; nothing where it is empty.
func (l *passportLayout) fact(x, y, width float64, key, value string) float64 {
	if value == "" {
		return y
	}
	y = l.para(label, x, y, width, l.words.T(key))
	return l.para(style{size: 10.5, colour: ink}, x, y-0.3, width, value) + 1.7
}

// pair is two facts side by side, or below each other where one is long.
func (l *passportLayout) pair(y, width float64, key1, value1, key2, value2 string) float64 {
	first, second := width*0.62, width*0.38
	st := style{size: 10.5, colour: ink}
	if value1 == "" || l.width(st, value1) > first-3 || l.width(st, value2) > second {
		return l.fact(margin, l.fact(margin, y, width, key1, value1), width, key2, value2)
	}
	return max(l.fact(margin, y, first, key1, value1), l.fact(margin+first, y, second, key2, value2))
}

// holds tells the holder what anybody who scans the code can read: beside the
// code, and level with its foot where there is room. It returns the y below both.
func (l *passportLayout) holds(y, foot float64) float64 {
	width := l.left()
	title := style{size: 9, bold: true, colour: ink}
	lines := l.wrap(small, l.words.T("paper.holds.text"), width-7)
	height := 3.6 + title.leading() + small.leading()*float64(len(lines))
	y = max(y, foot-height)
	l.fill(pale, margin, y, width, height)
	l.fill(blue, margin, y, 1.2, height)
	next := l.para(title, margin+4, y+1.7, width-7, l.words.T("paper.holds"))
	l.block(small, margin+4, next, lines)
	return max(y+height, foot)
}

// codePanel draws the symbol on white with its instruction and returns the y below.
func (l *passportLayout) codePanel(top float64) float64 {
	x := right - l.wide
	scan := style{size: 10.5, bold: true, colour: ink}
	first := l.wrap(scan, l.words.T("paper.scan"), l.wide-8)
	check := style{size: 10.5, colour: ink}
	second := l.wrap(check, l.words.T("paper.scan.id"), l.wide-8)
	height := l.wide + 5 + scan.leading()*float64(len(first)) + check.leading()*float64(len(second))
	l.fill(white, x, top, l.wide, height)
	l.frame(blue, 0.6, x, top, l.wide, height)
	l.symbol(l.code, x, top, l.wide)
	y := l.block(scan, x+4, top+l.wide+0.5, first)
	l.block(check, x+4, y+0.4, second)
	return top + height
}

// column is one of the table: where it begins and how wide its words may be.
type column struct{ x, width float64 }

var columns = []column{{margin + 6, 60}, {margin + 69, 52}, {margin + 123, 21}, {margin + 145, 21}, {margin + 167, 13}}

// items is the table of what is held; its head comes again on each page.
func (l *passportLayout) items() {
	l.need(22)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.items")) + 1
	l.tableHead()
	for _, it := range l.in.Items {
		l.item(it)
	}
	l.y += 3
}

func (l *passportLayout) tableHead() {
	heads := []string{"paper.column.subject", "paper.column.how", "paper.column.completed", "paper.column.until", "paper.column.version"}
	bottomY := l.y
	for i, key := range heads {
		x := columns[i].x
		if i == 0 {
			x = margin
		}
		bottomY = max(bottomY, l.para(style{size: 8.5, bold: true, colour: grey}, x, l.y, columns[i].width, l.words.T(key)))
	}
	l.y = bottomY + 1
	l.rule(grey, 0.5, margin, right, l.y)
}

// item is one row, whole on one page.
func (l *passportLayout) item(it Item) {
	how := style{size: 9.5, colour: ink}
	if it.PracticalMissing {
		how = alarm
	}
	cells := [][]string{
		l.wrap(strong, it.title(l.words), columns[0].width),
		nil,
		l.wrap(body, l.words.ShortDate(it.Completed), columns[2].width),
		l.wrap(body, it.until(l.words), columns[3].width),
		l.wrap(body, it.Version, columns[4].width),
	}
	for _, line := range it.how(l.words) {
		cells[1] = append(cells[1], l.wrap(how, line, columns[1].width)...)
	}
	var awaiting []string
	if it.Awaiting {
		awaiting = l.wrap(small, l.words.T("paper.awaiting"), columns[0].width)
	}
	height := max(tallest(cells)*body.leading(), float64(len(cells[0]))*body.leading()+float64(len(awaiting))*small.leading()) + 2.6
	if l.need(height) {
		l.tableHead()
	}
	l.row(it, how, cells, awaiting)
	l.y += height
	l.rule(hairline, 0.25, margin, right, l.y)
}

// tallest is the number of lines of the longest cell.
func tallest(cells [][]string) float64 {
	n := 0
	for _, c := range cells {
		n = max(n, len(c))
	}
	return float64(n)
}

func (l *passportLayout) row(it Item, how style, cells [][]string, awaiting []string) {
	top := l.y + 1.3
	if it.PracticalMissing {
		l.warning(margin, top+0.2, 3.6)
	} else {
		l.tick(margin, top+0.2, 3.6)
	}
	for i, st := range []style{strong, how, body, body, body} {
		y := l.block(st, columns[i].x, top, cells[i])
		if i == 0 {
			l.block(small, columns[0].x, y, awaiting)
		}
	}
}

// notes say what the table's words rest on.
func (l *passportLayout) notes() {
	var notes []string
	if l.has(func(it Item) bool { return it.PracticalMissing }) {
		notes = append(notes, l.words.T("paper.how.knowledge-only.note"))
	}
	if l.has(func(it Item) bool { return it.Awaiting }) {
		notes = append(notes, l.words.T("paper.awaiting.note"))
	}
	notes = append(notes, l.mapped())
	for _, n := range notes {
		lines := l.wrap(small, n, inner)
		l.need(small.leading() * float64(len(lines)))
		l.y = l.block(small, margin, l.y, lines) + 0.8
	}
	l.y += 4
}

func (l *passportLayout) has(f func(Item) bool) bool {
	for _, it := range l.in.Items {
		if f(it) {
			return true
		}
	}
	return false
}

// mapped names the framework, and who says that the items meet it.
func (l *passportLayout) mapped() string {
	key := "paper.mapped." + strings.NewReplacer("/", "-", ".", "-").Replace(strings.ToLower(l.in.Framework))
	if l.words.Has(key) {
		return l.words.T(key, l.in.Organisation)
	}
	return l.words.T("paper.mapped.other", l.in.Framework, l.in.Organisation)
}

// outstanding lists what was still to do, the local apart.
func (l *passportLayout) outstanding() {
	var here, portable []string
	for _, o := range l.in.Outstanding {
		if o.Local {
			here = append(here, o.Text)
		} else {
			portable = append(portable, o.Text)
		}
	}
	l.need(16)
	l.y = l.para(heading, margin, l.y, inner, l.words.T("paper.outstanding")) + 1
	if len(l.in.Outstanding) == 0 {
		l.y = l.para(body, margin, l.y, inner, l.words.T("paper.outstanding.none", l.in.Organisation)) + 5
		return
	}
	l.checklist("", portable)
	l.checklist(l.words.T("paper.outstanding.local", l.in.Organisation), here)
	l.y += 3
}
