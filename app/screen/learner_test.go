package screen

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/induction"
)

// join signs a new learner in through the pages.
func (s *stage) join(number, name string) {
	s.Helper()
	s.on("welcome")
	w := s.k.Frame.Page().(*welcomePage)
	w.number.SetText(number)
	s.do(w.next)
	s.on("join")
	j := s.k.Frame.Page().(*joinPage)
	j.name.SetText(name)
	j.pin.SetText("2580")
	j.again.SetText("2580")
	s.do(j.join)
	s.on("day")
}

// answer gives an answer to the question in front, by the keyboard where it is a
// choice, and confirms it.
func (s *stage) answer(right bool) {
	s.Helper()
	p := s.k.Frame.Page().(*quizPage)
	a := p.q.Item.Right()
	if !right {
		a = wrongAnswer(p.q.Item)
	}
	switch w := p.answer.(type) {
	case *widget.Choices:
		w.Pick(places(p.q.Drawn.Shown, a)...)
	case *widget.OrderList:
		w.SetOrder(places(p.q.Drawn.Shown, a))
	case *widget.Match:
		picked := make([]int, len(p.q.Drawn.Shown))
		for i, n := range p.q.Drawn.Shown {
			picked[i] = places(p.q.Drawn.Partners, []int{a[n]})[0]
		}
		w.Pick(picked)
	}
	s.do(p.confirm)
	if p.marked == nil {
		s.Fatalf("%s: not marked: %s", p.q.Item.ID, s.k.Frame.Notice())
	}
	if p.marked.Right != right {
		s.Fatalf("%s: marked %v, want %v", p.q.Item.ID, p.marked.Right, right)
	}
}

// places finds where each of these stands in the order shown.
func places(shown, want []int) []int {
	var out []int
	for _, n := range want {
		for i, m := range shown {
			if m == n {
				out = append(out, i)
			}
		}
	}
	return out
}

func wrongAnswer(it induction.Item) induction.Answer {
	r := it.Right()
	switch it.Kind {
	case induction.Order, induction.Match:
		r[0], r[1] = r[1], r[0]
		return r
	}
	for i, o := range it.Options {
		if !o.Right {
			return induction.Answer{i}
		}
	}
	return nil
}

func TestALearnersDay(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), false)
	s.on("first-start")
	s.shoot("00-first-start")
	s.do(s.k.Frame.Page().(*firstPage).try)
	s.on("welcome")
	s.shoot("01-welcome")
	s.join("1234567", "Zoë Ngũgĩ")
	s.shoot("03-day")
	s.do(func() { s.k.OpenModule("fire.1") })
	s.on("module")
	s.shoot("04-module")
	s.do(func() { s.k.Begin("fire.1") })
	missed := s.testOut()
	s.on("result")
	s.shoot("07-result-gaps")
	s.learnGaps(missed)
	s.on("result")
	s.shoot("09-result-passed")
	s.do(s.k.Day)
	s.on("day")
	s.shoot("10-day-after")
	d := s.k.Frame.Page().(*dayPage).day.Day
	if d.Done != 1 || d.Saved == 0 || !d.Lines[0].Done {
		t.Fatalf("after one module: %+v", d)
	}
}

// testOut answers everything right but one outcome.
func (s *stage) testOut() induction.OutcomeID {
	s.Helper()
	var missed induction.OutcomeID
	kinds := map[induction.ItemKind]bool{}
	for s.name() == "quiz" {
		p := s.k.Frame.Page().(*quizPage)
		if missed == "" {
			missed = p.q.Item.Outcome
		}
		kind := p.q.Item.Kind
		if !kinds[kind] {
			s.shoot("05-quiz-" + string(kind))
		}
		s.answer(p.q.Item.Outcome != missed)
		if !kinds[kind] {
			s.shoot("06-marked-" + string(kind))
		}
		kinds[kind] = true
		s.do(p.goOn)
	}
	return missed
}

// learnGaps reads what was missed, page by page, and answers again.
func (s *stage) learnGaps(missed induction.OutcomeID) {
	s.Helper()
	s.do(func() { s.k.OpenModule("fire.1") })
	s.shoot("08-module-gaps")
	m := s.k.Frame.Page().(*modulePage)
	if len(m.m.Standing.Unmet) != 1 || m.m.Standing.Unmet[0] != missed {
		s.Fatalf("unmet %v, want %s", m.m.Standing.Unmet, missed)
	}
	s.do(func() { s.k.Read(m.m, true) })
	for n := 0; s.name() == "reader"; n++ {
		s.shoot(fmt.Sprintf("08-reader-%d", n))
		s.do(s.k.Frame.Page().(*readerPage).forward)
	}
	for s.name() == "quiz" {
		p := s.k.Frame.Page().(*quizPage)
		s.answer(true)
		s.do(p.goOn)
	}
}

func TestChecklistFeedbackAndPractical(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), true)
	s.join("1234567", "Zoë Ngũgĩ")
	d := s.k.Frame.Page().(*dayPage).day
	var list induction.ChecklistID
	for _, l := range d.Day.Lines {
		if l.Kind == induction.LocalLine {
			list = l.Checklist
		}
	}
	s.do(func() { s.k.OpenChecklist(list) })
	s.on("checklist")
	s.shoot("11-checklist")
	p := s.k.Frame.Page().(*checklistPage)
	row := widget.NewCheckRow(s.k.Frame.Look(), widget.CheckOptions{})
	s.do(func() { p.toggle(row, p.c.List.Steps[0].ID, true) })
	if p.by.Error() == "" || len(p.c.Ticked) != 0 {
		t.Fatal("an item is ticked with nobody to have shown it")
	}
	p.by.SetText("zoë ngũgĩ")
	s.do(func() { p.toggle(row, p.c.List.Steps[0].ID, true) })
	if p.by.Error() == "" {
		t.Fatal("an item was shown by the learner themselves")
	}
	p.by.SetText("Sister Grace")
	s.do(func() { p.toggle(row, p.c.List.Steps[0].ID, true) })
	if len(p.c.Ticked) != 1 || !row.Checked() {
		t.Fatalf("ticked: %v", p.c.Ticked)
	}
	s.do(func() { p.toggle(row, p.c.List.Steps[0].ID, false) })
	if len(p.c.Ticked) != 0 || row.Checked() {
		t.Fatalf("taken back: %v", p.c.Ticked)
	}
	s.do(func() { s.k.OpenPractical("resus.2-adult") })
	s.on("practical-preview")
	s.shoot("12-practical")
	s.do(s.k.OpenFeedback)
	s.on("feedback")
	s.shoot("13-feedback")
}

func TestSignInSaysWhatIsWrongAtItsField(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), true)
	w := s.k.Frame.Page().(*welcomePage)
	w.number.SetText("12345")
	s.do(w.next)
	s.on("welcome")
	if !strings.Contains(w.number.Error(), "7 digits") {
		t.Fatalf("%q", w.number.Error())
	}
	w.number.SetText("1234567")
	s.do(w.next)
	j := s.k.Frame.Page().(*joinPage)
	for _, c := range []struct {
		name, pin, again string
		at               *widget.Field
	}{{"", "2580", "2580", j.name}, {"Zoë", "25", "25", j.pin}, {"Zoë", "1234", "1234", j.pin}, {"Zoë", "2580", "2581", j.again}, {"李小龙", "2580", "2580", j.name}} {
		j.name.SetText(c.name)
		j.pin.SetText(c.pin)
		j.again.SetText(c.again)
		s.do(j.join)
		s.on("join")
		if c.at.Error() == "" {
			t.Errorf("%+v: no field says what is wrong; %s", c, s.k.Frame.Notice())
		}
	}
	s.shoot("02-join")
}

func TestWrongPINIsClearedAndTold(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), true)
	s.join("1234567", "Zoë Ngũgĩ")
	s.do(s.k.SignOut)
	w := s.k.Frame.Page().(*welcomePage)
	w.number.SetText("1234567")
	s.do(w.next)
	s.on("sign-in")
	p := s.k.Frame.Page().(*returnPage)
	for range 5 { // Enter pressed too often
		s.do(p.enter)
	}
	if want := s.k.t("frame.pin-missing"); p.pin.Error() != want {
		t.Fatalf("with nothing typed the field says %q, not %q", p.pin.Error(), want)
	}
	p.pin.SetText("9999")
	s.do(p.enter)
	if p.pin.Text() != "" || p.pin.Error() == "" {
		t.Fatalf("%q %q", p.pin.Text(), p.pin.Error())
	}
	test.Type(p.pin.Entry(), "2580")
	s.do(p.enter)
	s.on("day")
}

func TestFeedbackThatIsNotSentIsNotLeftUnasked(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), true)
	s.join("1234567", "Zoë Ngũgĩ")
	s.do(s.k.OpenFeedback)
	s.do(s.k.Frame.Back)
	s.on("day")
	s.do(s.k.OpenFeedback)
	p := s.k.Frame.Page().(*feedbackPage)
	p.comment.SetText("More time on the ward, please.")
	s.do(s.k.Frame.Back)
	s.on("feedback")
	if s.w.Canvas().Overlays().Top() == nil {
		t.Fatal("nobody asks before the comment is lost")
	}
}

func TestWithoutPrintingTheWayOnIsSaid(t *testing.T) {
	s := raise(t, fyne.NewSize(1366, 768), theme.New(1, false, false), true)
	s.do(func() {
		s.k.Frame.Reset(&feedbackPage{page: page{s.k, "feedback", "feedback"}})
		runOutside(s.k, "printing", func(context.Context) (int, error) {
			return 0, unprinted(fmt.Errorf("lp: %w", ErrNoPrinting))
		}, func(int) { t.Error("printed") })
	})
	if got := s.k.Frame.Notice(); !strings.Contains(got, "no printing") || !strings.Contains(got, "Save the PDF") {
		t.Fatalf("%q", got)
	}
}
