package document

import (
	"strconv"

	"muster/internal/phrase"
)

// reportLayout draws one session's report.
type reportLayout struct {
	flow
	in Report
}

func newReportLayout(s *sheet, in Report, words *phrase.Printer) *reportLayout {
	about := words.T("paper.report.subject", in.Programme, words.Date(in.Opened))
	l := &reportLayout{flow: flow{sheet: s, words: words, title: words.T("paper.report.title"), about: about}, in: in}
	if in.Demo {
		l.demo = words.T("paper.demo.report")
	}
	return l
}

func (l *reportLayout) draw() {
	l.begin(l.in.Organisation, l.in.ODS)
	l.session()
	l.figures()
	l.heading("paper.report.learners")
	if len(l.in.Learners) == 0 {
		l.line(body, l.words.T("paper.report.learners.none"))
	}
	for _, a := range l.in.Learners {
		l.learner(a)
	}
	l.absent()
	l.list("paper.report.notes", l.in.Notes)
	l.feedback()
	l.footers([]string{l.about})
}

// session is the day itself: label and value side by side, two columns.
func (l *reportLayout) session() {
	closed := l.words.T("paper.report.open")
	if !l.in.Closed.IsZero() {
		closed = l.by(l.words.Moment(l.in.Closed), l.in.ClosedBy)
	}
	facts := [][2]string{
		{"paper.report.programme", l.in.Programme},
		{"paper.report.opened", l.by(l.words.Moment(l.in.Opened), l.in.OpenedBy)},
		{"paper.report.room", l.in.Room},
		{"paper.report.closed", closed},
		{"paper.device", l.in.Device},
		{"paper.report.made", l.words.Moment(l.in.Made)},
	}
	width := inner/2 - 5
	for i := 0; i < len(facts); i += 2 {
		next := l.y
		for j, f := range facts[i : i+2] {
			x := margin + float64(j)*(inner/2+5)
			y := l.para(label, x, l.y, width, l.words.T(f[0]))
			next = max(next, l.para(style{size: 10.5, colour: ink}, x, y-0.3, width, f[1]))
		}
		l.y = next + 1.9
	}
	l.y += 2
}

// by joins what happened and who did it.
func (l *reportLayout) by(what, who string) string {
	if who == "" {
		return what
	}
	return l.words.T("paper.report.by", what, who)
}

// figures are the four counts that a reader looks for first.
func (l *reportLayout) figures() {
	confirmed, issued := 0, 0
	for _, a := range l.in.Learners {
		if a.ConfirmedBy != "" {
			confirmed++
		}
		issued += len(a.Passports)
	}
	width := (inner - 12) / 4
	for i, f := range []struct {
		key string
		n   int
	}{
		{"paper.report.figure.attended", len(l.in.Learners)},
		{"paper.report.figure.confirmed", confirmed},
		{"paper.report.figure.passports", issued},
		{"paper.report.figure.absent", len(l.in.Absent)},
	} {
		x := margin + float64(i)*(width+4)
		l.fill(pale, x, l.y, width, 20)
		l.fill(blue, x, l.y, width, 1)
		l.text(style{size: 22, bold: true, colour: darkBlue}, x+4, l.y+11.5, l.words.Number(int64(f.n)))
		l.text(label, x+4, l.y+16.8, l.words.T(f.key, f.n))
	}
	l.y += 27
}

func (l *reportLayout) heading(key string) {
	l.need(24)
	l.y = l.para(heading, margin, l.y, inner, l.words.T(key)) + 1
	l.rule(grey, 0.5, margin, right, l.y)
	l.y += 2
}

// line writes a paragraph across the page.
func (l *reportLayout) line(st style, text string) {
	for _, one := range l.wrap(st, text, inner) {
		l.need(st.leading())
		l.y = l.block(st, margin, l.y, []string{one})
	}
	l.y += 3
}

// learner is one person's day.
func (l *reportLayout) learner(a Attendance) {
	l.need(28)
	st, lines := l.fit(style{size: 12, bold: true, colour: ink}, a.Name, 115, 9, 2)
	numbered := style{size: 10, bold: true, colour: darkBlue}
	number := heldAs(l.words, a.Number)
	if l.width(numbered, number) <= inner-120 {
		l.textRight(numbered, right, l.y+st.size*mmPerPoint*1.02, number)
		number = ""
	}
	l.y = l.block(st, margin, l.y, lines) + 0.5
	l.y = l.para(numbered, margin, l.y, inner, number)
	l.identity(a)
	l.row("paper.report.completed", l.completed(a.Completed))
	l.row("paper.report.outstanding", l.todo(a.Outstanding))
	l.row("paper.report.practicals", l.practicals(a.Practicals))
	l.row("paper.report.passports", l.passports(a.Passports))
	l.row("paper.report.notes", a.Notes)
	l.y += 1.5
	l.rule(hairline, 0.25, margin, right, l.y)
	l.y += 2.5
}

// identity says who held the name against photo ID, or plainly that nobody did.
func (l *reportLayout) identity(a Attendance) {
	if a.ConfirmedBy == "" {
		l.rowIn(alarm, "paper.report.identity", []string{l.words.T("paper.report.identity.none")})
		return
	}
	text := l.words.T("paper.report.identity.by", a.ConfirmedBy, l.words.Clock(a.ConfirmedAt))
	if a.Seen != "" {
		text = l.words.T("paper.report.identity.seen", a.ConfirmedBy, l.words.Clock(a.ConfirmedAt), a.Seen)
	}
	l.row("paper.report.identity", []string{text})
}

func (l *reportLayout) completed(items []Item) []string {
	if len(items) == 0 {
		return []string{l.words.T("paper.report.completed.none")}
	}
	var lines []string
	for _, it := range items {
		key := "paper.report.completed.line"
		if it.Until.IsZero() {
			key = "paper.report.completed.good"
		}
		lines = append(lines, l.words.T(key, it.title(l.words), it.rests(l.words), it.until(l.words)))
	}
	return lines
}

func (l *reportLayout) todo(list []Outstanding) []string {
	if len(list) == 0 {
		return []string{l.words.T("paper.report.outstanding.none")}
	}
	var lines []string
	for _, o := range list {
		if o.Local {
			lines = append(lines, l.words.T("paper.report.outstanding.local", o.Text))
		} else {
			lines = append(lines, o.Text)
		}
	}
	return lines
}

func (l *reportLayout) practicals(list []Witnessed) []string {
	var lines []string
	for _, w := range list {
		lines = append(lines, w.line(l.words))
	}
	return lines
}

// line is a practical in one sentence, its note behind it.
func (w Witnessed) line(words *phrase.Printer) string {
	key := "paper.report.practical.passed"
	if !w.Passed {
		key = "paper.report.practical.referred"
	}
	text := words.T(key, w.Title, w.By, words.Clock(w.At))
	if w.Note != "" {
		text += " " + words.T("paper.report.practical.note", w.Note)
	}
	return text
}

func (l *reportLayout) passports(list []Made) []string {
	var lines []string
	for _, m := range list {
		lines = append(lines, l.words.T("paper.report.passport.line", grouped(m.Number), m.By, l.words.Clock(m.At)))
	}
	return lines
}

// labelWidth is the column of labels beside a learner's lines, in mm.
const labelWidth = 34.0

// row is a label with its lines beside it; nothing where there are none.
func (l *reportLayout) row(key string, lines []string) { l.rowIn(small, key, lines) }

func (l *reportLayout) rowIn(st style, key string, lines []string) {
	named := ""
	for i, text := range lines {
		wrapped := l.wrap(st, text, inner-labelWidth)
		if l.need(st.leading()*float64(min(len(wrapped), 8))) || i == 0 {
			named = l.words.T(key)
		}
		for j, one := range wrapped {
			if l.need(st.leading()) {
				named = l.words.T(key)
			}
			if j == 0 || named != "" {
				l.text(label, margin, l.y+label.size*mmPerPoint*1.02, named)
				named = ""
			}
			l.y = l.block(st, margin+labelWidth, l.y, []string{one})
		}
		l.y += 0.5
	}
}

func (l *reportLayout) absent() {
	var lines []string
	for _, p := range l.in.Absent {
		lines = append(lines, l.words.T("paper.report.absent.line", p.Name, heldAs(l.words, p.Number)))
	}
	l.list("paper.report.absent", lines)
}

// list is a heading and its lines; nothing where there are none.
func (l *reportLayout) list(key string, lines []string) {
	if len(lines) == 0 {
		return
	}
	l.heading(key)
	for _, text := range lines {
		l.line(body, text)
		l.y -= 2
	}
	l.y += 4
}

// feedback is printed from FeedbackMinimum replies on, so that no reply can be
// traced to a person.
func (l *reportLayout) feedback() {
	l.heading("paper.report.feedback")
	if !l.in.Feedback.enough() {
		l.line(body, l.words.T("paper.report.feedback.few", FeedbackMinimum))
		return
	}
	l.line(body, l.words.T("paper.report.feedback.replies", l.in.Feedback.Replies))
	for _, q := range l.in.Feedback.Questions {
		l.score(q)
	}
	for _, c := range l.in.Feedback.Comments {
		l.line(body, l.words.T("paper.report.feedback.comment", c))
		l.y -= 1.5
	}
}

// score is one question with its mean and a bar for each answer from 1 to 5.
func (l *reportLayout) score(q Score) {
	lines := l.wrap(body, q.Question, 84)
	height := max(float64(len(lines))*body.leading(), 9)
	l.need(height + 2)
	l.block(body, margin, l.y, lines)
	mean := q.mean()
	if mean == "" {
		l.block(label, margin+90, l.y, l.wrap(label, l.words.T("paper.report.feedback.few", FeedbackMinimum), inner-90))
		l.y += height + 2
		return
	}
	l.text(style{size: 14, bold: true, colour: darkBlue}, margin+90, l.y+5, mean)
	most := 1
	for _, n := range q.Counts {
		most = max(most, n)
	}
	for i, n := range q.Counts {
		x := margin + 106 + float64(i)*15
		bar := 5 * float64(n) / float64(most)
		l.fill(hairline, x, l.y+5.2, 12, 0.3)
		l.fill(blue, x, l.y+5.2-bar, 12, bar)
		l.text(style{size: 7.5, colour: grey}, x, l.y+8.6, strconv.Itoa(i+1)+": "+l.words.Number(int64(n)))
	}
	l.y += height + 2
}
