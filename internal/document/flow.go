package document

import "muster/internal/phrase"

// styles of a document; sizes in points.
var (
	body    = style{size: 9.5, colour: ink}
	strong  = style{size: 9.5, bold: true, colour: ink}
	label   = style{size: 8.5, colour: grey}
	small   = style{size: 8.5, colour: ink}
	heading = style{size: 13, bold: true, colour: darkBlue}
	alarm   = style{size: 9.5, bold: true, colour: red}
)

// flow fills pages from the top down: the band across each, the demonstration's
// marks, the page breaks and the numbers at the foot.
type flow struct {
	*sheet
	words *phrase.Printer
	title string
	about string // whose it is, on every page but the first
	demo  string // "" but for a demonstration
	guest bool   // another organisation's pages: their band is unlike our own
	y     float64
}

// begin opens the first page with its band across the top.
func (l *flow) begin(organisation, ods string) {
	l.addPage()
	l.watermarked()
	st, lines := l.fit(style{size: 12, colour: white}, organisation, 140, 9, 2)
	height := 22 + st.leading()*float64(len(lines))
	l.band(height)
	l.text(style{size: 22, bold: true, colour: white}, margin, 16.5, l.title)
	l.block(st, margin, 19.5, lines)
	l.textRight(style{size: 11, bold: true, colour: white}, right, 16.5, l.words.T("paper.ods", ods))
	l.y = height
	l.demoBand()
	l.y += 8
}

// need begins a page where less than height is left, and reports whether it did.
func (l *flow) need(height float64) bool {
	if l.y+height <= bottom {
		return false
	}
	l.addPage()
	l.watermarked()
	on := l.band(13)
	st := style{size: 12, bold: true, colour: on}
	l.text(st, margin, 8.6, l.title)
	left := l.width(st, l.title) + 8
	fitted, lines := l.fit(style{size: 10, colour: on}, l.about, inner-left, 6, 1)
	if len(lines) > 0 {
		l.textRight(fitted, right, 8.4, lines[0])
	}
	l.y = 13
	l.demoBand()
	l.y += 7
	return true
}

// band draws the band across the head of a page and returns the colour of its words.
func (l *flow) band(height float64) colour {
	if !l.guest {
		l.fill(blue, 0, 0, pageWidth, height)
		return white
	}
	l.fill(pale, 0, 0, pageWidth, height)
	l.fill(darkBlue, 0, 0, pageWidth, 2)
	l.fill(darkBlue, 0, height-0.6, pageWidth, 0.6)
	return darkBlue
}

func (l *flow) watermarked() {
	if l.demo != "" {
		l.watermark(l.words.T("paper.demo"))
	}
}

// demoBand says on every page that nothing here counts.
func (l *flow) demoBand() {
	if l.demo == "" {
		return
	}
	st := style{size: 11, bold: true, colour: black}
	lines := l.wrap(st, l.demo, inner)
	height := 3.4 + st.leading()*float64(len(lines))
	l.fill(amber, 0, l.y, pageWidth, height)
	l.block(st, margin, l.y+1.7, lines)
	l.y += height
}

// checklist is an introduction and lines with a box to tick by hand.
func (l *flow) checklist(intro string, lines []string) {
	if len(lines) == 0 {
		return
	}
	if intro != "" {
		first := l.wrap(small, intro, inner)
		l.need(small.leading()*float64(len(first)) + body.leading())
		l.y = l.block(small, margin, l.y+0.5, first) + 0.8
	}
	for _, text := range lines {
		wrapped := l.wrap(body, text, inner-6)
		l.need(body.leading() * float64(len(wrapped)))
		l.square(margin+0.3, l.y+0.6, 3)
		l.y = l.block(body, margin+6, l.y, wrapped) + 0.8
	}
}

// footers number the pages, once it is known how many there are; abouts has what
// each is about, the last going on to the end.
func (l *flow) footers(abouts []string) {
	for n := 1; n <= l.page; n++ {
		l.turnTo(n)
		page := l.words.T("paper.page", n, l.page)
		l.rule(hairline, 0.25, margin, right, 283)
		fitted, lines := l.fit(label, abouts[min(n, len(abouts))-1], inner-l.width(label, page)-6, 6, 1)
		if len(lines) > 0 {
			l.text(fitted, margin, 288, lines[0])
		}
		l.textRight(label, right, 288, page)
	}
}
