package desk_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestTheLocalChecklist(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	list := must(s.Checklist(s.ctx, l, demoList))(t).List
	step := list.Steps[0].ID
	s.ok(s.Tick(s.ctx, l, demoList, step, "  Sister   Amal Haddad "))
	v := must(s.Checklist(s.ctx, l, demoList))(t)
	s.same(v.Ticked[step].ShownBy, "Sister Amal Haddad")
	s.same(v.ShownBy, "Sister Amal Haddad")
	s.same(v.Ticked[step].Witness, "")
	s.ok(s.Untick(s.ctx, l, demoList, step))
	s.same(len(must(s.Checklist(s.ctx, l, demoList))(t).Ticked), 0)
	s.same(len(s.record(l.Learner).Ticks), 2) // what was ticked stays on record

	s.ok(s.Witness(s.ctx, seat, l.Learner, demoList, list.Steps[1].ID))
	witnessed := must(s.LearnerChecklist(s.ctx, seat, l.Learner, demoList))(t).Ticked[list.Steps[1].ID]
	s.same([]string{witnessed.ShownBy, string(witnessed.Witness)}, []string{desk.DemoTrainer, string(seat.Trainer.ID)})
	s.same(must(s.Day(s.ctx, l))(t).Day.Lines[3].Ticked, 1)
	s.tickAll(l)
	s.again()
	s.same(must(s.Day(s.ctx, s.signIn(1)))(t).Day.Lines[3].Done, true)
}

func TestTicksThatAreRefused(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	step := must(s.Checklist(s.ctx, l, demoList))(t).List.Steps[0].ID
	for _, c := range []struct {
		by   string
		kind induction.Kind
		want induction.Reason
	}{
		{"", induction.Invalid, induction.CodeShownBy},
		{" \t\n", induction.Invalid, induction.CodeShownBy},
		{strings.Repeat("é", 31), induction.Invalid, induction.CodeShownBy},
		{"Amal\x00Haddad", induction.Invalid, induction.CodeShownBy},
		{"\u202eAmal", induction.Invalid, induction.CodeShownBy},
		{"Amal \xff", induction.Invalid, induction.CodeShownBy},
		{l.Name, induction.NotAllowed, induction.CodeOneself},
		{"  zoë  LEARNER b ", induction.NotAllowed, induction.CodeOneself},
		{"7000001", induction.NotAllowed, induction.CodeOneself},
	} {
		s.refused(s.Tick(s.ctx, l, demoList, step, c.by), c.kind, c.want)
	}
	s.refused(s.Tick(s.ctx, l, "no-such-list", step, "Amal"), induction.NotFound, induction.CodeNoChecklist)
	s.refused(s.Tick(s.ctx, l, demoList, "no-such-step", "Amal"), induction.NotFound, induction.CodeNoStep)
	s.refused(s.Untick(s.ctx, l, demoList, "no-such-step"), induction.NotFound, induction.CodeNoStep)
	_, err := s.Checklist(s.ctx, l, "no-such-list")
	s.refused(err, induction.NotFound, induction.CodeNoChecklist)
	_, err = s.LearnerChecklist(s.ctx, seat, "nobody", demoList)
	s.refused(err, induction.NotFound, induction.CodeNobody)
	// Nor by the name that a trainer has just put right.
	s.ok(s.CorrectName(s.ctx, seat, l.Learner, "Zoë Vale"))
	s.refused(s.Tick(s.ctx, l, demoList, step, "zoë vale"), induction.NotAllowed, induction.CodeOneself)
	s.same(len(s.record(l.Learner).Ticks), 0)
}

func TestFeedbackOnceASession(t *testing.T) {
	s := demonstration(t)
	l := s.join(1)
	s.refused(s.GiveFeedback(s.ctx, l, [4]int{5}, ""), induction.NotReady, induction.CodeNoSession)
	seat := s.openSession()
	for _, bad := range []struct {
		scores  [4]int
		comment string
	}{
		{}, {scores: [4]int{6}}, {scores: [4]int{-1}}, {comment: " \n"}, {comment: strings.Repeat("x", 501)},
	} {
		s.refused(s.GiveFeedback(s.ctx, l, bad.scores, bad.comment), induction.Invalid, induction.CodeFeedbackForm)
	}
	s.ok(s.GiveFeedback(s.ctx, l, [4]int{}, " Cold room. "))
	s.refused(s.GiveFeedback(s.ctx, l, [4]int{5}, ""), induction.Conflict, induction.CodeFeedbackGiven)
	s.same(must(s.Day(s.ctx, l))(t).Feedback, true)
	s.again()
	l = s.signIn(1)
	s.refused(s.GiveFeedback(s.ctx, l, [4]int{5}, ""), induction.Conflict, induction.CodeFeedbackGiven)
	seat = must(s.Reopen(s.ctx, seat.Trainer.ID, desk.DemoPassphrase))(t)
	s.ok(s.CloseSession(s.ctx, seat))
	s.openSession()
	s.ok(s.GiveFeedback(s.ctx, l, [4]int{1}, ""))
	s.same(len(must(s.db.Feedback(s.ctx))(t)), 2)
}

// Five replies are reported, four are not, and nothing in the file says whose
// any of them is.
func TestFeedbackIsAnonymous(t *testing.T) {
	s, seat := day(t)
	var ids []string
	for n := 1; n <= 5; n++ {
		l := s.join(n)
		ids = append(ids, string(l.Learner))
		s.ok(s.GiveFeedback(s.ctx, l, [4]int{n, 0, 5, 3}, fmt.Sprintf("comment-%d", n)))
		f := must(s.Report(s.ctx, seat))(t).Feedback
		if n < 5 {
			s.same(f, desk.FeedbackSummary{TooFew: true})
			continue
		}
		s.same([]any{f.Replies, f.TooFew, f.Counts[0], f.Counts[1], f.Counts[2], len(f.Comments)},
			[]any{5, false, [5]int{1, 1, 1, 1, 1}, [5]int{}, [5]int{0, 0, 0, 0, 5}, 5})
	}
	for _, f := range must(s.db.Feedback(s.ctx))(t) {
		for _, id := range ids {
			if strings.Contains(fmt.Sprintf("%+v", f), id) {
				t.Errorf("a reply names a learner: %+v", f)
			}
		}
	}
	s.ok(s.CloseSession(s.ctx, seat))
	s.ok(s.db.Close())
	for _, row := range rowsOf(t, s.dir, "reply") {
		for _, id := range append(ids, string(seat.Session)) {
			if strings.Contains(row, id) {
				t.Errorf("a reply's row names %s", id)
			}
		}
	}
	whole, err := os.ReadFile(filepath.Join(s.dir, "muster.db"))
	s.ok(err)
	for _, told := range []string{"comment-1", "7000001", "Zoë Learner"} {
		if bytes.Contains(whole, []byte(told)) {
			t.Errorf("the file tells %q in the clear", told)
		}
	}
	s.open()
}
