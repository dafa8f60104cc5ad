package testkit

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// StoreContract checks everything that desk.Store promises. Each part opens a
// fresh store, which the caller closes when the test ends.
func StoreContract(t *testing.T, open func(*testing.T) desk.Store) {
	parts := map[string]func(*contract){
		"learners": (*contract).learners, "numbers": (*contract).numbers, "secrets": (*contract).secrets,
		"identity": (*contract).identity, "attempts": (*contract).attempts, "refusals": (*contract).refusals,
		"record": (*contract).record, "outside": (*contract).outside, "unknown": (*contract).unknown,
		"passports": (*contract).passports, "feedback": (*contract).feedback, "trainers": (*contract).trainers,
		"sessions": (*contract).sessions, "starters": (*contract).starters, "attending": (*contract).attending,
		"place": (*contract).place, "trust": (*contract).trust, "floor": (*contract).floor,
		"starting": (*contract).starting, "outbox": (*contract).outbox, "cancelled": (*contract).cancelled,
	}
	maps.Copy(parts, officeParts)
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			part(&contract{T: t, Store: open(t), ctx: t.Context()})
		})
	}
}

// contract is one part under way.
type contract struct {
	*testing.T
	desk.Store
	ctx context.Context
}

func (c *contract) ok(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

func (c *contract) none(err error) {
	c.Helper()
	if !errors.Is(err, desk.ErrNone) {
		c.Errorf("error = %v, want ErrNone", err)
	}
}

func (c *contract) refused(err error, reason induction.Reason) {
	c.Helper()
	if induction.ReasonOf(err) != reason || induction.KindOf(err) != induction.Conflict {
		c.Errorf("error = %v, want a conflict, %s", err, reason)
	}
}

func same[T any](c *contract, got, want T) {
	c.Helper()
	if !reflect.DeepEqual(got, want) {
		c.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// must is the value of a call that should not fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (c *contract) unsent() int { return must(c.Unsent(c.ctx)) }

// day puts a trainer, an open session and learners 1 to n on record.
func (c *contract) day(n int) induction.Session {
	c.ok(c.AddTrainer(c.ctx, Trainer(1), "trainer-hash", After(0)))
	s := Session(1)
	c.ok(c.OpenSession(c.ctx, s))
	for i := range n {
		c.ok(c.AddLearner(c.ctx, Learner(i+1), "hash"))
	}
	return s
}

func (c *contract) learners() {
	for _, n := range []int{2, 3, 1} {
		c.ok(c.AddLearner(c.ctx, Learner(n), "hash"))
	}
	same(c, must(c.Learner(c.ctx, Learner(2).ID)), Learner(2))
	same(c, must(c.LearnerByNumber(c.ctx, Learner(3).Number)), Learner(3))
	same(c, must(c.Learners(c.ctx)), []induction.Learner{Learner(1), Learner(2), Learner(3)})
	_, err := c.Learner(c.ctx, "nobody")
	c.none(err)
	_, err = c.LearnerByNumber(c.ctx, "gmc:1111111")
	c.none(err)
}

func (c *contract) numbers() {
	c.ok(c.AddLearner(c.ctx, Learner(1), "hash"))
	before := c.unsent()
	again := Learner(2)
	again.Number = Learner(1).Number
	c.refused(c.AddLearner(c.ctx, again, "hash"), induction.CodeNumberTaken)
	same(c, len(must(c.Learners(c.ctx))), 1)
	same(c, c.unsent(), before)
	other := Learner(3)
	other.Number = "staff:7000001"
	c.ok(c.AddLearner(c.ctx, other, "hash"))
}

func (c *contract) secrets() {
	c.day(1)
	l, r := Learner(1).ID, Trainer(1).ID
	same(c, must(c.Secret(c.ctx, string(l))), desk.Secret{Hash: "hash"})
	same(c, must(c.Secret(c.ctx, string(r))), desk.Secret{Hash: "trainer-hash"})
	before := c.unsent()
	c.ok(c.SetTries(c.ctx, string(l), 3, After(5)))
	c.ok(c.SetTries(c.ctx, string(r), 2, After(6)))
	same(c, c.unsent(), before)
	same(c, must(c.Secret(c.ctx, string(l))), desk.Secret{Hash: "hash", Tries: 3, Last: After(5)})
	same(c, must(c.Secret(c.ctx, string(r))), desk.Secret{Hash: "trainer-hash", Tries: 2, Last: After(6)})
	c.ok(c.SetTries(c.ctx, string(r), 0, After(7)))
	same(c, must(c.Secret(c.ctx, string(r))), desk.Secret{Hash: "trainer-hash"})
	c.ok(c.SetPIN(c.ctx, l, "new", r, After(8)))
	same(c, must(c.Secret(c.ctx, string(l))), desk.Secret{Hash: "new"})
	c.ok(c.SetTries(c.ctx, string(r), 1, After(9)))
	c.ok(c.SetTrainerPIN(c.ctx, r, "newer", After(10)))
	same(c, must(c.Secret(c.ctx, string(r))), desk.Secret{Hash: "newer"})
	_, err := c.Secret(c.ctx, "nobody")
	c.none(err)
}

func (c *contract) identity() {
	c.day(1)
	want := Learner(1)
	want.Identity = induction.Identity{By: Trainer(1).ID, At: After(9), Seen: "passport"}
	c.ok(c.SetIdentity(c.ctx, want.ID, want.Identity))
	same(c, must(c.Learner(c.ctx, want.ID)), want)
	want.Name, want.Identity = "Zoë Ó Learner-Smith", induction.Identity{}
	c.ok(c.Rename(c.ctx, want.ID, want.Name, Trainer(1).ID, After(10)))
	same(c, must(c.Learner(c.ctx, want.ID)), want)
}

func (c *contract) attempts() {
	s := c.day(1)
	a := Attempt(1, Learner(1).ID, s.ID)
	c.ok(c.AddAttempt(c.ctx, a))
	same(c, must(c.Attempt(c.ctx, a.ID)), a)
	for _, i := range []int{3, 0, 5, 1} {
		a.Responses = append(a.Responses, Response(i))
		c.ok(c.AddResponse(c.ctx, a.ID, Response(i)))
	}
	same(c, must(c.Attempt(c.ctx, a.ID)), a)
	done := Completion(1, a)
	c.ok(c.Submit(c.ctx, a.ID, After(30), &done))
	a.Submitted = After(30)
	b := Attempt(2, Learner(1).ID, s.ID)
	b.Ordinal, b.Asked, b.Taught = 2, Outcomes[2:], nil
	c.ok(c.AddAttempt(c.ctx, b))
	c.ok(c.Submit(c.ctx, b.ID, After(31), nil))
	b.Submitted = After(31)
	r := must(c.Record(c.ctx, Learner(1).ID, s.ID))
	same(c, r.Attempts, []induction.Attempt{a, b})
	same(c, r.Completions, []induction.Completion{done})
}

func (c *contract) refusals() {
	s := c.day(1)
	a := Attempt(1, Learner(1).ID, s.ID)
	c.ok(c.AddAttempt(c.ctx, a))
	c.ok(c.AddResponse(c.ctx, a.ID, Response(0)))
	before := c.unsent()
	c.refused(c.AddResponse(c.ctx, a.ID, Response(0)), induction.CodeAnswered)
	same(c, c.unsent(), before)
	c.ok(c.Submit(c.ctx, a.ID, After(30), nil))
	c.refused(c.AddResponse(c.ctx, a.ID, Response(1)), induction.CodeAttemptOver)
	late := Completion(1, a)
	c.refused(c.Submit(c.ctx, a.ID, After(31), &late), induction.CodeAttemptOver)
	r := must(c.Record(c.ctx, Learner(1).ID, s.ID))
	same(c, r.Attempts[0].Responses, []induction.Response{Response(0)})
	same(c, len(r.Completions), 0)
}

func (c *contract) record() {
	s := c.day(2)
	l := Learner(1)
	want := induction.Record{
		Learner: l, Reads: []induction.PageRead{Read(1), Read(2)},
		Unlocks:   []induction.Unlock{{Learner: l.ID, Module: "fire.1", Session: s.ID, By: Trainer(1).ID, At: After(45)}},
		SignOffs:  []induction.SignOff{SignOff(1, l.ID, s.ID)},
		Ticks:     []induction.Tick{Tick(1, l.ID, s.ID), Tick(2, l.ID, s.ID)},
		Passports: []induction.Issued{Passport(1, l.ID, s.ID)},
	}
	undone := Tick(1, l.ID, s.ID)
	undone.Undone, undone.Witness = true, ""
	want.Ticks = append(want.Ticks, undone)
	for _, p := range want.Reads {
		c.ok(c.AddRead(c.ctx, l.ID, p))
	}
	for _, k := range want.Ticks {
		c.ok(c.AddTick(c.ctx, k))
	}
	c.ok(c.AddUnlock(c.ctx, want.Unlocks[0]))
	c.ok(c.AddSignOff(c.ctx, want.SignOffs[0]))
	c.ok(c.AddPassports(c.ctx, want.Passports[:1], nil))
	same(c, must(c.Record(c.ctx, l.ID, s.ID)), want)
	same(c, must(c.Record(c.ctx, Learner(2).ID, s.ID)), induction.Record{Learner: Learner(2)})
}

// outside is work outside a session, as on a ward with no trainer there.
func (c *contract) outside() {
	l := Learner(1)
	c.ok(c.AddLearner(c.ctx, l, "hash"))
	a := Attempt(1, l.ID, "")
	c.ok(c.AddAttempt(c.ctx, a))
	c.ok(c.AddTick(c.ctx, Tick(1, l.ID, "")))
	c.ok(c.AddPassports(c.ctx, []induction.Issued{Passport(1, l.ID, "")}, nil))
	r := must(c.Record(c.ctx, l.ID, ""))
	same(c, r.Attempts, []induction.Attempt{a})
	same(c, r.Ticks, []induction.Tick{Tick(1, l.ID, "")})
	same(c, must(c.Passports(c.ctx, "")), []induction.Issued{Passport(1, l.ID, "")})
}

// unknown acts on what is not there: each answers ErrNone and leaves no trace.
func (c *contract) unknown() {
	s := c.day(1)
	l, at := induction.LearnerID("nobody"), After(9)
	before := c.unsent()
	for name, err := range map[string]error{
		"SetIdentity":   c.SetIdentity(c.ctx, l, induction.Identity{By: Trainer(1).ID, At: at}),
		"Rename":        c.Rename(c.ctx, l, "name", "", at),
		"SetPIN":        c.SetPIN(c.ctx, l, "pin", "", at),
		"SetTries":      c.SetTries(c.ctx, "nobody", 1, at),
		"SetTrainerPIN": c.SetTrainerPIN(c.ctx, "nobody", "pin", at),
		"AddAttempt":    c.AddAttempt(c.ctx, Attempt(1, l, "")),
		"AddAttempt2":   c.AddAttempt(c.ctx, Attempt(1, Learner(1).ID, "no session")),
		"AddResponse":   c.AddResponse(c.ctx, "no attempt", Response(1)),
		"Submit":        c.Submit(c.ctx, "no attempt", at, nil),
		"AddRead":       c.AddRead(c.ctx, l, Read(1)),
		"AddTick":       c.AddTick(c.ctx, Tick(1, l, "")),
		"AddSignOff":    c.AddSignOff(c.ctx, SignOff(1, l, "")),
		"AddUnlock":     c.AddUnlock(c.ctx, induction.Unlock{Learner: l, At: at}),
		"AddPassports":  c.AddPassports(c.ctx, []induction.Issued{Passport(1, l, "")}, nil),
		"AddFeedback":   c.AddFeedback(c.ctx, l, s.ID, Feedback(1)),
		"AddFeedback2":  c.AddFeedback(c.ctx, Learner(1).ID, "no session", Feedback(1)),
		"AddStarters":   c.AddStarters(c.ctx, "no session", []induction.Starter{Starter(1)}, "", at),
		"CloseSession":  c.CloseSession(c.ctx, "no session", "", at),
		"Present":       c.Present(c.ctx, s.ID, l, at),
		"Present2":      c.Present(c.ctx, "no session", Learner(1).ID, at),
	} {
		if !errors.Is(err, desk.ErrNone) {
			c.Errorf("%s: error = %v, want ErrNone", name, err)
		}
	}
	_, err := c.Record(c.ctx, l, "")
	c.none(err)
	_, err = c.Attempt(c.ctx, "no attempt")
	c.none(err)
	_, err = c.Session(c.ctx, "no session")
	c.none(err)
	same(c, c.unsent(), before)
}

func (c *contract) passports() {
	s := c.day(2)
	want := []induction.Issued{Passport(1, Learner(2).ID, s.ID), Passport(2, Learner(1).ID, s.ID)}
	for _, p := range want {
		c.ok(c.AddPassports(c.ctx, []induction.Issued{p}, nil))
	}
	same(c, must(c.Passports(c.ctx, s.ID)), want)
	same(c, len(must(c.Passports(c.ctx, ""))), 0)
	same(c, len(must(c.Passports(c.ctx, "no session"))), 0)
}

func (c *contract) feedback() {
	s := c.day(6)
	before := c.unsent()
	var want []induction.Feedback
	for i := range 6 {
		want = append(want, Feedback(i))
		c.ok(c.AddFeedback(c.ctx, Learner(i+1).ID, s.ID, Feedback(i)))
	}
	same(c, c.unsent(), before)
	c.refused(c.AddFeedback(c.ctx, Learner(1).ID, s.ID, Feedback(7)), induction.CodeFeedbackGiven)
	same(c, must(c.Record(c.ctx, Learner(1).ID, s.ID)).Feedback, true)
	same(c, must(c.Record(c.ctx, Learner(1).ID, "")).Feedback, false)
	same(c, sorted(must(c.Feedback(c.ctx))), sorted(want))
	c.ok(c.CloseSession(c.ctx, s.ID, Trainer(1).ID, After(90)))
	same(c, c.unsent(), before+len(want)+1)
	same(c, sorted(must(c.Feedback(c.ctx))), sorted(want))
}

func sorted(f []induction.Feedback) []induction.Feedback {
	slices.SortFunc(f, func(a, b induction.Feedback) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	return f
}

func (c *contract) trainers() {
	second := Trainer(2)
	second.Assessor = false
	c.ok(c.AddTrainer(c.ctx, second, "hash", After(0)))
	c.ok(c.AddTrainer(c.ctx, Trainer(1), "hash", After(1)))
	same(c, must(c.Trainers(c.ctx)), []induction.Trainer{second, Trainer(1)})
	again := Trainer(3)
	again.Number = second.Number
	c.refused(c.AddTrainer(c.ctx, again, "hash", After(2)), induction.CodeNumberTaken)
	learns := Learner(1)
	learns.Number = second.Number
	c.ok(c.AddLearner(c.ctx, learns, "other"))
	same(c, must(c.Secret(c.ctx, string(second.ID))).Hash, "hash")
	same(c, must(c.Secret(c.ctx, string(learns.ID))).Hash, "other")
}

func (c *contract) sessions() {
	_, err := c.CurrentSession(c.ctx)
	c.none(err)
	s := c.day(0)
	same(c, must(c.CurrentSession(c.ctx)), s)
	c.refused(c.OpenSession(c.ctx, Session(2)), induction.CodeSessionOpen)
	c.ok(c.CloseSession(c.ctx, s.ID, Trainer(1).ID, After(90)))
	s.Closed, s.ClosedBy = After(90), Trainer(1).ID
	_, err = c.CurrentSession(c.ctx)
	c.none(err)
	same(c, must(c.Session(c.ctx, s.ID)), s)
	c.refused(c.CloseSession(c.ctx, s.ID, Trainer(1).ID, After(91)), induction.CodeSessionOver)
	second := Session(2)
	second.Roster = nil
	c.ok(c.OpenSession(c.ctx, second))
	same(c, must(c.Sessions(c.ctx)), []induction.Session{s, second})
}

func (c *contract) starters() {
	s := c.day(0)
	renamed := Starter(1)
	renamed.Name = "Another Name"
	c.ok(c.AddStarters(c.ctx, s.ID, []induction.Starter{renamed, Starter(4), Starter(3), Starter(3)}, Trainer(1).ID, After(5)))
	want := []induction.Starter{Starter(1), Starter(2), Starter(4), Starter(3)}
	same(c, must(c.CurrentSession(c.ctx)).Roster, want)
	c.ok(c.CloseSession(c.ctx, s.ID, Trainer(1).ID, After(90)))
	c.refused(c.AddStarters(c.ctx, s.ID, []induction.Starter{Starter(9)}, Trainer(1).ID, After(91)), induction.CodeSessionOver)
}

func (c *contract) attending() {
	s := c.day(3)
	before := c.unsent()
	c.ok(c.Present(c.ctx, s.ID, Learner(3).ID, After(5)))
	c.ok(c.Present(c.ctx, s.ID, Learner(1).ID, After(6)))
	c.ok(c.Present(c.ctx, s.ID, Learner(3).ID, After(7)))
	same(c, c.unsent(), before+2)
	same(c, must(c.Attending(c.ctx, s.ID)), []induction.Learner{Learner(1), Learner(3)})
	same(c, len(must(c.Attending(c.ctx, "no session"))), 0)
	c.ok(c.CloseSession(c.ctx, s.ID, Trainer(1).ID, After(90)))
	c.refused(c.Present(c.ctx, s.ID, Learner(2).ID, After(91)), induction.CodeSessionOver)
}

func (c *contract) place() {
	_, err := c.Place(c.ctx)
	c.none(err)
	c.ok(c.SetPlace(c.ctx, Place(), After(0)))
	same(c, must(c.Place(c.ctx)), Place())
	other := Place()
	other.Organisation.ODS = "RYY"
	before := c.unsent()
	c.refused(c.SetPlace(c.ctx, other, After(1)), induction.CodeSetUpAlready)
	same(c, must(c.Place(c.ctx)), Place())
	same(c, c.unsent(), before)
}

func (c *contract) trust() {
	same(c, must(c.Trust(c.ctx)), nil)
	for _, list := range [][]byte{{1, 2, 3}, {4}} {
		c.ok(c.SetTrust(c.ctx, list, "administrator", After(0)))
		same(c, must(c.Trust(c.ctx)), list)
	}
}

func (c *contract) floor() {
	same(c, must(c.Floor(c.ctx)), time.Time{})
	c.ok(c.AddLearner(c.ctx, Learner(1), "hash"))
	same(c, must(c.Floor(c.ctx)), Learner(1).Joined)
	c.ok(c.AddRead(c.ctx, Learner(1).ID, Read(50)))
	same(c, must(c.Floor(c.ctx)), Read(50).At)
	c.ok(c.AddRead(c.ctx, Learner(1).ID, Read(2)))
	same(c, must(c.Floor(c.ctx)), Read(50).At)
	c.ok(c.SetTries(c.ctx, string(Learner(1).ID), 1, After(200)))
	same(c, must(c.Floor(c.ctx)), After(200))
}

func (c *contract) starting() {
	same(c, must(c.Started(c.ctx, After(0))), false)
	c.ok(c.Ended(c.ctx, After(1)))
	before := c.unsent()
	same(c, must(c.Started(c.ctx, After(2))), false)
	same(c, c.unsent(), before)
	same(c, must(c.Started(c.ctx, After(3))), true)
	same(c, c.unsent(), before+1)
	same(c, must(c.Floor(c.ctx)), After(3))
}

// outbox counts what a short day leaves, and that the check finds all well.
func (c *contract) outbox() {
	s := c.day(2)
	a := Attempt(1, Learner(1).ID, s.ID)
	c.ok(c.AddAttempt(c.ctx, a))
	c.ok(c.AddResponse(c.ctx, a.ID, Response(0)))
	done := Completion(1, a)
	c.ok(c.Submit(c.ctx, a.ID, After(30), &done))
	h := must(c.Check(c.ctx))
	const want = 1 + 1 + 2 + 2 + 3 // trainer, session, its starters, learners, attempt
	same(c, []int{h.Events, h.Unsent, h.Learners, c.unsent()}, []int{want, want, 2, want})
	same(c, h.Problems, nil)
	if h.Bytes == 0 {
		c.Error("a store with records has no size")
	}
}

// cancelled acts leave nothing behind.
func (c *contract) cancelled() {
	gone, cancel := context.WithCancel(c.ctx)
	cancel()
	if err := c.AddLearner(gone, Learner(1), "hash"); !errors.Is(err, context.Canceled) {
		c.Errorf("error = %v, want context.Canceled", err)
	}
	same(c, len(must(c.Learners(c.ctx))), 0)
	c.ok(c.AddLearner(c.ctx, Learner(1), "hash"))
}
