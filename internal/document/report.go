package document

import (
	"fmt"
	"time"

	"muster/internal/phrase"
)

// FeedbackMinimum is how many replies there must be before any is reported.
const FeedbackMinimum = 5

// Report is what is kept on paper of one session. Times are shown in their own zone.
type Report struct {
	Organisation string
	ODS          string
	Demo         bool
	Programme    string
	Room         string
	Device       string
	Opened       time.Time
	OpenedBy     string
	Closed       time.Time // zero while the session is open
	ClosedBy     string
	Made         time.Time // when the report was made
	Learners     []Attendance
	Absent       []Person // expected, and did not sign in
	Notes        []string // what was out of the ordinary, the clock set back for one
	Feedback     Feedback
}

// Person is somebody by name and number ("gmc:1234567").
type Person struct{ Name, Number string }

// Attendance is one learner's day.
type Attendance struct {
	Person
	ConfirmedBy string // who held the name against photo ID; "" for nobody
	ConfirmedAt time.Time
	Seen        string // what was shown, in words: "passport"
	Completed   []Item
	Outstanding []Outstanding
	Practicals  []Witnessed
	Passports   []Made
	Notes       []string // a fourth attempt unlocked, a PIN reset
}

// Witnessed is an assessor's word on a practical.
type Witnessed struct {
	Title  string
	By     string
	At     time.Time
	Passed bool
	Note   string
}

// Made is a passport that was issued.
type Made struct {
	Number string // hexadecimal digits
	By     string
	At     time.Time
}

// Feedback is what learners said, with nobody's name. Below FeedbackMinimum
// replies none of it is printed.
type Feedback struct {
	Replies   int
	Questions []Score
	Comments  []string
}

// Score is one question's answers.
type Score struct {
	Question string
	Counts   [5]int // how many answered 1 to 5
}

// answered is how many gave an answer.
func (s Score) answered() int {
	n := 0
	for _, c := range s.Counts {
		n += c
	}
	return n
}

// mean is the average answer, "4.2"; "" below FeedbackMinimum answers.
func (s Score) mean() string {
	n := s.answered()
	if n < FeedbackMinimum {
		return ""
	}
	sum := 0
	for i, c := range s.Counts {
		sum += (i + 1) * c
	}
	return fmt.Sprintf("%.1f", float64(sum)/float64(n))
}

// enough reports whether there are replies enough to print any.
func (f Feedback) enough() bool { return f.Replies >= FeedbackMinimum }

// Report is the PDF of a session's report. Characters that the fonts lack, in a
// note or a comment, are printed as U+FFFD; the CSV keeps them.
func (p *Press) Report(in Report, words *phrase.Printer) ([]byte, error) {
	return p.print(info{
		title: words.T("paper.report.title"), author: in.Organisation,
		subject: words.T("paper.report.subject", in.Programme, words.Date(in.Opened)), at: in.Made,
	}, func(s *sheet) { newReportLayout(s, in, words).draw() }).bytes()
}
