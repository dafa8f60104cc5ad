package document

// carriedLayout is the layout of a carried passport on the same sheet.
func (l *passportLayout) carriedLayout(c Carried, code [][]bool) *passportLayout {
	of := newPassportLayout(l.sheet, Passport{
		Text: c.Text, Number: c.Number, Name: c.Name, Holder: c.Holder, Organisation: c.Organisation, ODS: c.ODS,
		Issued: c.Issued, Device: c.Device, Session: c.Session, Trainer: c.Trainer, Framework: c.Framework, Items: c.Items,
	}, l.words, code)
	of.demo, of.guest = l.demo, true // the file as a whole is a demonstration
	of.title = l.words.T("paper.carried.title")
	of.about = c.Organisation
	return of
}

// alsoRecognised names on the first page whose passports follow.
func (l *passportLayout) alsoRecognised() {
	if len(l.in.Carried) == 0 {
		return
	}
	intro := l.wrap(strong, l.words.T("paper.carried.also"), inner-8)
	var lines []string
	for _, c := range l.in.Carried {
		lines = append(lines, l.wrap(body, l.words.T("paper.carried.one", c.Organisation, c.ODS, l.words.Date(c.Issued)), inner-8)...)
	}
	height := 4.6 + strong.leading()*float64(len(intro)) + body.leading()*float64(len(lines))
	l.need(height)
	l.fill(pale, margin, l.y, inner, height)
	l.fill(darkBlue, margin, l.y, 1.2, height)
	y := l.block(strong, margin+5, l.y+2, intro)
	l.block(body, margin+5, y+0.4, lines)
	l.y += height + 5
}

// drawCarried is a carried passport's own pages; host is the organisation whose
// passport it travels with.
func (l *passportLayout) drawCarried(host string) {
	l.beginCarried(host)
	foot := l.identity()
	l.y = max(l.y, foot) + 6
	l.items()
	l.notes()
}

// beginCarried opens the first page with a band unlike the passport's own, and says
// who vouches for what follows.
func (l *passportLayout) beginCarried(host string) {
	l.addPage()
	l.watermarked()
	st, lines := l.fit(style{size: 16, bold: true, colour: darkBlue}, l.words.T("paper.carried.by", l.in.Organisation), 142, 10, 2)
	vouch := l.wrap(strong, l.words.T("paper.carried.vouches", l.in.Organisation, host), inner)
	height := 13 + st.leading()*float64(len(lines)) + strong.leading()*float64(len(vouch))
	l.band(height)
	y := l.block(st, margin, 7, lines)
	l.textRight(style{size: 11, bold: true, colour: darkBlue}, right, 12.6, l.words.T("paper.ods", l.in.ODS))
	l.block(strong, margin, y+1.4, vouch)
	l.y = height
	l.demoBand()
	l.y += 7
}
