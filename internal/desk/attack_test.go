package desk_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// together runs the same act from several goroutines at one moment.
func together(n int, act func(i int)) {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Done()
			<-gate
			act(i)
		}()
	}
	ready.Wait()
	close(gate)
	done.Wait()
}

// tally counts answers by their reason; "" is done.
type tally struct {
	mu  sync.Mutex
	got map[induction.Reason]int
}

func (y *tally) add(err error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.got == nil {
		y.got = map[induction.Reason]int{}
	}
	r := induction.ReasonOf(err)
	if err != nil && r == "" {
		r = induction.Reason(err.Error())
	}
	y.got[r]++
}

func TestADoublePressAnswersOnce(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	var begun sync.Map
	together(4, func(int) {
		if q, err := s.Begin(s.ctx, l, fire); err == nil {
			begun.Store(q.Attempt, q)
		}
	})
	var q desk.Question
	n := 0
	begun.Range(func(_, v any) bool { q = v.(desk.Question); n++; return true })
	s.same([]int{n, len(s.record(l.Learner).Attempts)}, []int{1, 1})

	var y tally
	together(4, func(i int) {
		a := q.Item.Right()
		if i%2 == 0 {
			a = wrong(q.Item)
		}
		_, err := s.Respond(s.ctx, l, q.Attempt, q.Item.ID, a, 0)
		y.add(err)
	})
	s.same(y.got, map[induction.Reason]int{"": 1, induction.CodeAnswered: 3})
	for q = must(s.Next(s.ctx, l, q.Attempt))(t); !q.Done; q = must(s.Next(s.ctx, l, q.Attempt))(t) {
		s.answer(l, q, true)
	}
	results := make([]desk.MyResult, 4)
	together(4, func(i int) {
		var err error
		if results[i], err = s.Submit(s.ctx, l, q.Attempt); err != nil {
			t.Errorf("handed in twice: %v", err)
		}
	})
	for _, r := range results[1:] {
		s.same(r.Result, results[0].Result)
		s.same(r.Completion.ID, results[0].Completion.ID)
	}
	s.same(len(s.record(l.Learner).Completions), 1)
}

func TestAtOnceButOnce(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	for range 3 {
		s.fail(l, fire)
	}
	for _, c := range []struct {
		name  string
		act   func() error
		again induction.Reason
	}{
		{"unlock", func() error { return s.UnlockAttempt(s.ctx, seat, l.Learner, fire) }, induction.CodeNotLocked},
		{"join", func() error {
			_, err := s.Join(s.ctx, gmc(2), "Zoë Vale", learnerPIN, learnerPIN)
			return err
		}, induction.CodeNumberTaken},
		{"feedback", func() error { return s.GiveFeedback(s.ctx, l, [4]int{5}, "") }, induction.CodeFeedbackGiven},
		{"open", func() error {
			_, err := s.OpenSession(s.ctx, seat.Trainer.ID, desk.DemoPassphrase, desk.NewSession{Programme: demo, Room: "Room"})
			return err
		}, induction.CodeSessionOpen},
	} {
		if c.name == "open" {
			s.ok(s.CloseSession(s.ctx, seat))
		}
		var y tally
		together(4, func(int) { y.add(c.act()) })
		if want := map[induction.Reason]int{"": 1, c.again: 3}; fmt.Sprint(y.got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", c.name, y.got, want)
		}
		if c.name == "open" {
			seat = must(s.TrainerSignIn(s.ctx, seat.Trainer.ID, desk.DemoPIN))(t)
			s.same(must(s.Machine(s.ctx))(t).KeyOpen, true)
		}
	}
}

// A whole day with everybody at work at once: nothing is lost, and the record
// agrees with its outbox.
func TestABusyDay(t *testing.T) {
	s, seat := day(t)
	const people = 6
	stop := make(chan struct{})
	var watching sync.WaitGroup
	watching.Add(1)
	go func() {
		defer watching.Done()
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				if _, err := s.Grid(s.ctx, seat); err != nil {
					t.Error(err)
				}
				if err := s.Sweep(s.ctx); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	seats := make([]*desk.Seat, people)
	for i := range seats {
		seats[i] = s.join(i + 1)
	}
	together(people, func(i int) {
		if err := s.wholeDay(seats[i], seat); err != nil {
			t.Errorf("learner %d: %v", i+1, err)
		}
	})
	close(stop)
	watching.Wait()
	b := must(s.IssueReady(s.ctx, seat, desk.DemoPIN, func(int, int) {}))(t)
	s.same([]int{len(b.Issued), len(b.Refused)}, []int{people, 0})
	r := must(s.Report(s.ctx, seat))(t)
	for _, row := range r.Rows {
		s.same([]any{row.Day.Done, len(row.Passports), len(row.SignOffs)}, []any{4, 1, 1})
	}
	s.same(r.Feedback.Replies, people)
	s.ok(s.CloseSession(s.ctx, seat))
	s.same(must(s.Health(s.ctx))(t).Problems, []string(nil))
}

// wholeDay is a learner's and their trainer's part in a day, for a goroutine: it
// returns what went wrong.
func (s *station) wholeDay(l *desk.Seat, t *desk.TrainerSeat) error {
	for _, code := range []induction.Code{fire, resus} {
		q, err := s.Begin(s.ctx, l, code)
		for ; err == nil && !q.Done; q, err = s.Next(s.ctx, l, q.Attempt) {
			if _, err := s.Respond(s.ctx, l, q.Attempt, q.Item.ID, q.Item.Right(), time.Second); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		if _, err := s.Submit(s.ctx, l, q.Attempt); err != nil {
			return err
		}
	}
	list, _ := s.cat.Checklist(demoList)
	for _, st := range list.Steps {
		if err := s.Witness(s.ctx, t, l.Learner, demoList, st.ID); err != nil {
			return err
		}
	}
	if err := s.SignPractical(s.ctx, t, l.Learner, resus, s.steps(resus), true, "", desk.DemoPIN); err != nil {
		return err
	}
	if err := s.ConfirmIdentity(s.ctx, t, l.Learner, "passport"); err != nil {
		return err
	}
	return s.GiveFeedback(s.ctx, l, [4]int{5, 4, 3, 2}, "")
}

// Keys are dropped and opened while passports are signed: each is signed whole or
// refused, and all that are on record can be read.
func TestTheKeyGoesWhilePassportsAreSigned(t *testing.T) {
	s, seat := day(t)
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	together(4, func(i int) {
		for range 10 {
			if i == 0 {
				if _, err := s.Reopen(s.ctx, seat.Trainer.ID, desk.DemoPassphrase); err != nil {
					t.Error(err)
				}
				continue
			}
			_, err := s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN)
			if err != nil && induction.ReasonOf(err) != induction.CodeKeyLocked {
				t.Errorf("issue: %v", err)
			}
		}
	})
	for _, p := range s.record(l.Learner).Passports {
		if c := must(s.Check(s.ctx, p.Text))(t); !c.Verdict.Shown {
			t.Errorf("%s: %+v", p.ID, c.Verdict)
		}
	}
}

// hookVault gives out keys that call back before they sign.
type hookVault struct {
	desk.Vault
	hook func()
}

type hookKey struct {
	trust.PassportKey
	hook func()
}

func (v *hookVault) Unlock(holder, passphrase string) (trust.PassportKey, error) {
	key, err := v.Vault.Unlock(holder, passphrase)
	return &hookKey{key, v.hook}, err
}

func (k *hookKey) Sign(b []byte) ([]byte, error) {
	k.hook()
	return k.PassportKey.Sign(b)
}

func TestASessionClosedWhileAPassportIsSigned(t *testing.T) {
	s := demonstration(t)
	var seat *desk.TrainerSeat
	s.vault = &hookVault{s.vault, func() { s.ok(s.CloseSession(s.ctx, seat)) }}
	s.build()
	seat = s.openSession()
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	_, err := s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeKeyLocked)
	s.same(len(s.record(l.Learner).Passports), 0)
}

// closingVault is asked for a key while the session is being closed.
type closingVault struct {
	desk.Vault
	hook func()
}

func (v *closingVault) Unlock(holder, passphrase string) (trust.PassportKey, error) {
	key, err := v.Vault.Unlock(holder, passphrase)
	v.hook()
	return key, err
}

func TestASessionClosedWhileATrainerSignsIn(t *testing.T) {
	s := demonstration(t)
	hook := func() {}
	s.vault = &closingVault{s.vault, func() { hook() }}
	s.build()
	first := s.openSession()
	hook = func() { s.ok(s.CloseSession(s.ctx, first)) }
	seat, err := s.Reopen(s.ctx, first.Trainer.ID, desk.DemoPassphrase)
	s.refused(err, induction.Conflict, induction.CodeSessionOver)
	if seat != nil || must(s.Machine(s.ctx))(t).KeyOpen {
		t.Fatal("a seat, or a key, of a session that is over")
	}
}

// The clock jumps to and fro: nothing that was held is lost by it, nothing is held
// longer, and records stay in the order in which they were made.
func TestAClockThatLies(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	s.pass(l, fire)
	s.clock.Set(time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC))
	r := s.fail(l, resus) // everything wrong; then the pages, read after it
	s.same(r.Standing.Phase, induction.Learning)
	s.same(s.phase(l, resus), induction.Retest)
	s.sit(l, resus, map[induction.OutcomeID]int{s.module(resus).OutcomeIDs()[0]: 2})
	// Pages read before the last attempt do not count for the next, though the
	// clock has stood still.
	s.same(s.phase(l, resus), induction.Learning)
	s.clock.Set(time.Date(2260, 1, 1, 0, 0, 0, 0, time.UTC))
	s.same(must(s.Day(s.ctx, l))(t).Day.Lines[0].Done, false)
	s.join(2)
	s.clock.Set(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC))
	s.join(3)
	s.clock.Set(time.Time{})
	s.join(4)
	s.ok(s.Sweep(s.ctx))
	s.same(must(s.Health(s.ctx))(t).Problems, []string(nil))
}
