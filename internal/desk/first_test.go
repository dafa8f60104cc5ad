package desk_test

import (
	"errors"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

func TestTryItMakesADemonstrationOnce(t *testing.T) {
	s := empty(t)
	if m := must(s.Machine(s.ctx))(t); m.SetUp || m.Open || m.KeyOpen {
		t.Fatalf("before the first start: %+v", m)
	}
	s.ok(s.TryIt(s.ctx))
	m := must(s.Machine(s.ctx))(t)
	if !m.SetUp || !m.Organisation.Demo() || m.Organisation.Name != desk.DemoOrganisation || m.Device == "" || m.Unsent == 0 {
		t.Fatalf("after it: %+v", m)
	}
	list := must(s.Trust(s.ctx))(t)
	s.refused(s.TryIt(s.ctx), induction.Conflict, induction.CodeSetUpAlready)
	s.again()
	s.refused(s.TryIt(s.ctx), induction.Conflict, induction.CodeSetUpAlready)
	s.same(must(s.Trust(s.ctx))(t), list)
	s.same(must(s.Machine(s.ctx))(t).Device, m.Device)
	s.same(len(must(s.Trainers(s.ctx))(t)), 1)
}

// cutVault is a vault that the power goes from: as the key is made or as it gets its
// delegation, before or after it is done.
type cutVault struct {
	desk.Vault
	word, after bool
}

var errCut = errors.New("the power went")

func (c cutVault) MakeDevice(issuer, device, holder, passphrase string, now time.Time) (trust.Key, error) {
	if c.word {
		return c.Vault.MakeDevice(issuer, device, holder, passphrase, now)
	}
	if c.after {
		if _, err := c.Vault.MakeDevice(issuer, device, holder, passphrase, now); err != nil {
			return trust.Key{}, err
		}
	}
	return trust.Key{}, errCut
}

func (c cutVault) SetDelegation(b []byte) error {
	if !c.word || c.after {
		if err := c.Vault.SetDelegation(b); err != nil || !c.word {
			return err
		}
	}
	return errCut
}

// A first start is cut short at each of its steps, before the step and after it,
// the machine started again, and the first start begun again.
func TestTryItCutShortCanBeBegunAgain(t *testing.T) {
	works := func(s *station) {
		s.t.Helper()
		s.ok(s.TryIt(s.ctx))
		s.same(len(must(s.Trainers(s.ctx))(s.t)), 1)
		seat := s.openSession()
		l := s.join(1)
		s.pass(l, fire)
		s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
		p := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(s.t)
		if c := must(s.Check(s.ctx, p[0].Text))(s.t); c.Verdict.Organisation != desk.DemoOrganisation {
			s.t.Fatalf("its own passport: %+v", c.Verdict)
		}
	}
	for n := 1; n <= 3; n++ {
		for _, after := range []bool{false, true} {
			s := empty(t)
			s.store.FailAt(n, after)
			s.refused(s.TryIt(s.ctx), induction.Unavailable, induction.CodeStoreFull)
			s.again()
			if n == 3 && after { // its last step was done: the machine is set up
				s.refused(s.TryIt(s.ctx), induction.Conflict, induction.CodeSetUpAlready)
				continue
			}
			works(s)
		}
	}
	for _, cut := range []cutVault{{}, {after: true}, {word: true}, {word: true, after: true}} {
		s := empty(t)
		whole := s.vault
		cut.Vault = whole
		s.vault = cut
		s.build()
		err := s.TryIt(s.ctx)
		s.refused(err, induction.Unavailable, induction.CodeNoKey)
		if !errors.Is(err, errCut) {
			t.Fatalf("the cause is lost: %v", err)
		}
		s.vault = whole
		s.again()
		works(s)
	}
}

func TestTryItTwiceAtOnceMakesOne(t *testing.T) {
	s := empty(t)
	done := make(chan error)
	for range 4 {
		go func() { done <- s.TryIt(s.ctx) }()
	}
	made := 0
	for range 4 {
		if err := <-done; err == nil {
			made++
		} else {
			s.refused(err, induction.Conflict, induction.CodeSetUpAlready)
		}
	}
	s.same(made, 1)
	place := must(s.db.Place(s.ctx))(t)
	key := must(s.vault.Unlock(string(s.alex()), desk.DemoPassphrase))(t)
	defer key.Close()
	d := must(trust.ParseDelegation(place.Delegation))(t)
	if d.Key != key.Public() {
		t.Fatal("the place speaks of another key than the vault holds")
	}
}

func TestYesterdaysSessionIsClosedAtTheNextStart(t *testing.T) {
	s, seat := day(t)
	opened := must(s.Machine(s.ctx))(t).Session.Opened
	s.again()
	s.ok(s.Start(s.ctx))
	if !must(s.Machine(s.ctx))(t).Open {
		t.Fatal("a restart closed today's session")
	}
	s.clock.Add(20 * time.Hour)
	s.again()
	s.ok(s.Start(s.ctx))
	if must(s.Machine(s.ctx))(t).Open {
		t.Fatal("yesterday's session is open")
	}
	s.same(must(s.db.Session(s.ctx, seat.Session))(t).Closed, opened.Add(induction.SessionLimit))
	_, err := s.TrainerSignIn(s.ctx, s.alex(), desk.DemoPIN)
	s.refused(err, induction.NotReady, induction.CodeNoSession)
}

func TestClockBehindIsTold(t *testing.T) {
	s := demonstration(t)
	s.clock.Add(-48 * time.Hour)
	m := must(s.Machine(s.ctx))(t)
	if !m.ClockBehind || m.Clock.After(m.Floor) {
		t.Fatalf("%+v", m)
	}
	// Acts keep their order above the floor while the clock is wrong.
	a, b := s.join(1), s.join(2)
	if first, second := s.record(a.Learner).Learner.Joined, s.record(b.Learner).Learner.Joined; !second.After(first) {
		t.Fatalf("%v is not before %v", first, second)
	}
}
