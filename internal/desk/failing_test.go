package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// scene is a day in which every act can be done next.
type scene struct {
	*station
	alex    *desk.TrainerSeat
	l       *desk.Seat // has passed fire safety, is confirmed, and sits in an attempt
	stuck   *desk.Seat // has used their attempts up
	answers desk.Question
}

func sceneFor(t *testing.T) *scene {
	t.Helper()
	s, alex := day(t)
	c := &scene{station: s, alex: alex, l: s.join(1), stuck: s.join(2)}
	s.pass(c.l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, alex, c.l.Learner, "passport"))
	for range 3 {
		s.fail(c.stuck, fire)
	}
	c.answers = must(s.Begin(s.ctx, c.l, resus))(t)
	return c
}

// fails is an act that writes, and how often it is on record; nil where it leaves
// nothing to count.
type fails struct {
	name string
	act  func(*scene) error
	done func(*scene) int
}

func (f fails) once(c *scene) {
	c.t.Helper()
	if f.done != nil {
		c.same(f.done(c), 1)
	}
}

// failing are the acts that write.
var failing = []fails{
	{"Join", func(c *scene) error {
		_, err := c.Join(c.ctx, gmc(5), "Zoë Vale", learnerPIN, learnerPIN)
		if induction.ReasonOf(err) == induction.CodeNumberTaken { // joined, and not marked as present
			_, err = c.SignIn(c.ctx, gmc(5), learnerPIN)
		}
		return err
	}, func(c *scene) int { return len(must(c.db.Attending(c.ctx, c.alex.Session))(c.t)) - 2 }},
	{"SignIn", func(c *scene) error { _, err := c.SignIn(c.ctx, gmc(1), learnerPIN); return err }, nil},
	{"Unlock", func(c *scene) error { return c.Unlock(c.ctx, c.l, learnerPIN) }, nil},
	{"TrainerSignIn", func(c *scene) error { _, err := c.TrainerSignIn(c.ctx, c.alex.Trainer.ID, desk.DemoPIN); return err }, nil},
	{"Reopen", func(c *scene) error {
		_, err := c.Reopen(c.ctx, c.alex.Trainer.ID, desk.DemoPassphrase)
		return err
	}, nil},
	{"ReadPage", func(c *scene) error {
		return c.ReadPage(c.ctx, c.l, resus, c.module(resus).Pages[0].ID, time.Minute)
	}, func(c *scene) int { return len(c.record(c.l.Learner).Reads) }},
	{"Begin", func(c *scene) error {
		_, err := c.Begin(c.ctx, c.stuck, resus)
		return err
	}, func(c *scene) int { return len(c.record(c.stuck.Learner).Attempts) - 3 }},
	{"Respond", func(c *scene) error {
		_, err := c.Respond(c.ctx, c.l, c.answers.Attempt, c.answers.Item.ID, c.answers.Item.Right(), 0)
		return err
	}, func(c *scene) int { return len(must(c.db.Attempt(c.ctx, c.answers.Attempt))(c.t).Responses) }},
	{
		"Tick", func(c *scene) error { return c.Tick(c.ctx, c.l, demoList, "fire-routes", "Amal Haddad") },
		func(c *scene) int { return len(c.record(c.l.Learner).Ticks) },
	},
	{
		"GiveFeedback", func(c *scene) error { return c.GiveFeedback(c.ctx, c.l, [4]int{5}, "") },
		func(c *scene) int { return len(must(c.db.Feedback(c.ctx))(c.t)) },
	},
	{
		"UnlockAttempt", func(c *scene) error { return c.UnlockAttempt(c.ctx, c.alex, c.stuck.Learner, fire) },
		func(c *scene) int { return len(c.record(c.stuck.Learner).Unlocks) },
	},
	{"SignPractical", func(c *scene) error {
		return c.SignPractical(c.ctx, c.alex, c.l.Learner, resus, c.steps(resus), true, "", desk.DemoPIN)
	}, func(c *scene) int { return len(c.record(c.l.Learner).SignOffs) }},
	{"CorrectName", func(c *scene) error { return c.CorrectName(c.ctx, c.alex, c.l.Learner, "Zoë Vale") }, func(c *scene) int {
		l := c.record(c.l.Learner).Learner
		if renamed := l.Name == "Zoë Vale"; renamed == l.Identity.Confirmed() {
			c.t.Error("a name and its confirmation came apart")
		}
		return count(l.Name == "Zoë Vale")
	}},
	{
		"ConfirmIdentity", func(c *scene) error { return c.ConfirmIdentity(c.ctx, c.alex, c.stuck.Learner, "other") },
		func(c *scene) int { return count(c.record(c.stuck.Learner).Learner.Identity.Confirmed()) },
	},
	{
		"Issue", func(c *scene) error { _, err := c.Issue(c.ctx, c.alex, c.l.Learner, desk.DemoPIN); return err },
		func(c *scene) int { return len(c.record(c.l.Learner).Passports) },
	},
	{"AddStarters", func(c *scene) error {
		return c.AddStarters(c.ctx, c.alex, []induction.Starter{{Number: gmc(7), Name: "Zoë Vale"}, {Number: gmc(8), Name: "Sam Oak"}})
	}, func(c *scene) int { return len(must(c.db.Session(c.ctx, c.alex.Session))(c.t).Roster) / 2 }},
	{"ResetPIN", func(c *scene) error { return c.ResetPIN(c.ctx, c.alex, c.stuck.Learner, "8302", "8302") }, func(c *scene) int {
		_, err := c.SignIn(c.ctx, gmc(2), "8302")
		return count(err == nil)
	}},
	{"CloseSession", func(c *scene) error { return c.CloseSession(c.ctx, c.alex) }, func(c *scene) int {
		m := must(c.Machine(c.ctx))(c.t)
		if m.Open != m.KeyOpen {
			c.t.Error("the session and its key came apart")
		}
		return count(!m.Open)
	}},
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Every act is tried with each of its writes failing in turn. It says that the
// store is full, nothing of it can be seen, and done again it is done once.
func TestEveryActWhenTheDiskIsFull(t *testing.T) {
	for _, f := range failing {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel() // it waits for the disk more than it works
			c := sceneFor(t)
			c.store.FailAt(0, false)
			c.ok(f.act(c))
			writes := c.store.Writes()
			f.once(c)
			c = sceneFor(t)
			for n := 1; n <= writes; n++ {
				c.store.FailAt(n, false)
				c.refused(f.act(c), induction.Unavailable, induction.CodeStoreFull)
				if f.done != nil && f.done(c) != 0 {
					t.Errorf("write %d of %d failed, and it is done", n, writes)
				}
			}
			c.store.FailAt(0, false)
			c.ok(f.act(c))
			f.once(c)
		})
	}
}

// Handing in is one write: either the attempt and its completion are on record, or
// neither is.
func TestHandingInWhenTheDiskIsFull(t *testing.T) {
	s, _ := day(t)
	l := s.join(1)
	q := must(s.Begin(s.ctx, l, fire))(t)
	for q := q; !q.Done; q = must(s.Next(s.ctx, l, q.Attempt))(t) {
		s.answer(l, q, true)
	}
	s.store.FailAt(1, false)
	_, err := s.Submit(s.ctx, l, q.Attempt)
	s.refused(err, induction.Unavailable, induction.CodeStoreFull)
	r := s.record(l.Learner)
	s.same([]any{len(r.Completions), r.Attempts[0].Open()}, []any{0, true})
	s.same(s.phase(l, fire), induction.Answering)
	if got := must(s.Submit(s.ctx, l, q.Attempt))(t); got.Completion == nil {
		t.Fatal("not passed")
	}
	s.same(len(s.record(l.Learner).Completions), 1)
}

func TestOpeningASessionWhenTheDiskIsFull(t *testing.T) {
	s := demonstration(t)
	for n := 1; n <= 3; n++ {
		s.store.FailAt(n, false)
		_, err := s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, desk.NewSession{Programme: demo, Room: "Room"})
		s.refused(err, induction.Unavailable, induction.CodeStoreFull)
		if m := must(s.Machine(s.ctx))(t); m.Open || m.KeyOpen {
			t.Fatalf("write %d failed, and yet: %+v", n, m)
		}
	}
	s.store.FailAt(0, false)
	s.openSession()
}
