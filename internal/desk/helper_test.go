package desk_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/sqlite"
	"muster/internal/testkit"
	"muster/modules"
)

const (
	fire  = induction.Code("fire.1")
	resus = induction.Code("resus.2-adult")
	// demoList is the demonstration's local checklist.
	demoList = induction.ChecklistID("demo-ward-induction")
	// demo is the programme, with the demonstration's local checklist on it.
	demo = induction.ProgrammeID("resident-doctor-acute")

	learnerPIN = "4071"
)

// cheap is what sealing and hashing cost here: next to nothing.
var cheap = keystore.Params{Time: 1, MemoryKiB: 64, Threads: 1}

// shipped is the content that the demonstration has.
var shipped = sync.OnceValue(func() *pack.Catalog {
	known, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		panic(err)
	}
	return pack.NewCatalog(pack.Options{Frameworks: known, Organisation: induction.DemoODS, Today: induction.DateOf(testkit.Start)},
		pack.Layer{Name: "national", FS: modules.National(), Shipped: true}, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
})

// station is a machine with everything real on it but the clock and the cost of
// hashing.
type station struct {
	*desk.Desk
	t     testing.TB
	ctx   context.Context
	dir   string
	clock *testkit.Clock
	db    *sqlite.DB
	store *testkit.FailingStore
	cat   desk.Catalog
	vault desk.Vault
	press desk.Press
}

// empty is a machine before its first start.
func empty(t testing.TB) *station {
	t.Helper()
	s := &station{t: t, ctx: t.Context(), dir: t.TempDir(), clock: testkit.NewClock(testkit.Start), cat: shipped()}
	s.vault = keystore.Vault{Dir: filepath.Join(s.dir, "keys"), Params: cheap}
	s.open()
	t.Cleanup(func() { s.db.Close() })
	return s
}

func (s *station) open() {
	s.t.Helper()
	db, err := sqlite.Open(context.WithoutCancel(s.ctx), s.dir, sqlite.Options{})
	s.ok(err)
	s.db, s.store = db, &testkit.FailingStore{Store: db}
	s.build()
}

// build makes the desk anew on the open store: every seat of the one before is gone.
func (s *station) build() {
	s.Desk = desk.New(desk.Parts{
		Store: s.store, Catalog: s.cat, Clock: s.clock, PINs: keystore.PINs{Params: cheap}, Vault: s.vault, Press: s.press, Cabinet: keystore.Cabinet{Params: cheap}, DemoKeys: filepath.Join(s.dir, "keys"),
		Unshowable: func(name string) []rune {
			return slices.DeleteFunc([]rune(name), func(r rune) bool { return r != '☃' })
		},
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
}

// again is the program killed and started again.
func (s *station) again() {
	s.t.Helper()
	s.ok(s.db.Close())
	s.open()
}

// demonstration is a machine that has been tried.
func demonstration(t testing.TB) *station {
	t.Helper()
	s := empty(t)
	s.ok(s.TryIt(s.ctx))
	return s
}

// day is a demonstration with an open session.
func day(t testing.TB) (*station, *desk.TrainerSeat) {
	t.Helper()
	s := demonstration(t)
	return s, s.openSession()
}

func (s *station) openSession() *desk.TrainerSeat {
	s.t.Helper()
	return must(s.OpenSession(s.ctx, s.alex(), desk.DemoPassphrase, desk.NewSession{Programme: demo, Room: "Seminar room 2"}))(s.t)
}

// alex is the demonstration's trainer.
func (s *station) alex() induction.TrainerID {
	s.t.Helper()
	return must(s.Trainers(s.ctx))(s.t)[0].ID
}

// second adds another trainer, with a PIN and no passphrase, and signs them in.
func (s *station) second(number induction.Number, assessor bool) *desk.TrainerSeat {
	s.t.Helper()
	hash := must(keystore.PINs{Params: cheap}.HashPIN("650218"))(s.t)
	tr := induction.Trainer{ID: induction.TrainerID(uuid.NewString()), Number: number, Name: "Second Trainer", Assessor: assessor}
	s.ok(s.db.AddTrainer(s.ctx, tr, hash, s.clock.Now()))
	return must(s.TrainerSignIn(s.ctx, tr.ID, "650218"))(s.t)
}

func gmc(n int) induction.Number { return induction.Number(fmt.Sprintf("gmc:%07d", 7000000+n)) }

func (s *station) join(n int) *desk.Seat {
	s.t.Helper()
	return must(s.Join(s.ctx, gmc(n), fmt.Sprintf("Zoë Learner %c", 'A'+n%26), learnerPIN, learnerPIN))(s.t)
}

func (s *station) signIn(n int) *desk.Seat {
	s.t.Helper()
	return must(s.SignIn(s.ctx, gmc(n), learnerPIN))(s.t)
}

func (s *station) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *station) refused(err error, k induction.Kind, r induction.Reason) {
	s.t.Helper()
	if induction.KindOf(err) != k || induction.ReasonOf(err) != r {
		s.t.Fatalf("error = %v (kind %d, reason %q), want kind %d, reason %q", err, induction.KindOf(err), induction.ReasonOf(err), k, r)
	}
}

func (s *station) same(got, want any) {
	s.t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		s.t.Fatalf("got %s\nwant %s", g, w)
	}
}

// must is the value of a call that should not fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wrong is an answer of the right form that is not right.
func wrong(it induction.Item) induction.Answer {
	a := it.Right()
	switch it.Kind {
	case induction.Single:
		return induction.Answer{(a[0] + 1) % len(it.Options)}
	case induction.Several:
		if len(a) > 1 {
			return a[:1]
		}
		return induction.Answer{(a[0] + 1) % len(it.Options)}
	}
	a[0], a[1] = a[1], a[0]
	return a
}

// answer answers the item that q asks.
func (s *station) answer(seat *desk.Seat, q desk.Question, right bool) desk.Marked {
	s.t.Helper()
	a := q.Item.Right()
	if !right {
		a = wrong(q.Item)
	}
	m := must(s.Respond(s.ctx, seat, q.Attempt, q.Item.ID, a, time.Second))(s.t)
	s.same(m.Right, right)
	return m
}

// sit begins an attempt, answers all of it, with so many items of each outcome
// wrong, and hands it in.
func (s *station) sit(seat *desk.Seat, code induction.Code, bad map[induction.OutcomeID]int) desk.MyResult {
	s.t.Helper()
	q := must(s.Begin(s.ctx, seat, code))(s.t)
	left := map[induction.OutcomeID]int{}
	for o, n := range bad {
		left[o] = n
	}
	for !q.Done {
		o := q.Drawn.Outcome
		left[o]--
		s.answer(seat, q, left[o] < 0)
		q = must(s.Next(s.ctx, seat, q.Attempt))(s.t)
	}
	return must(s.Submit(s.ctx, seat, q.Attempt))(s.t)
}

// pass passes a module by test alone.
func (s *station) pass(seat *desk.Seat, code induction.Code) {
	s.t.Helper()
	if r := s.sit(seat, code, nil); r.Completion == nil {
		s.t.Fatalf("%s: everything right and not passed: %+v", code, r.Standing)
	}
}

// fail hands in an attempt with everything wrong, and reads all the pages.
func (s *station) fail(seat *desk.Seat, code induction.Code) desk.MyResult {
	s.t.Helper()
	bad := map[induction.OutcomeID]int{}
	for _, o := range s.module(code).OutcomeIDs() {
		bad[o] = 2
	}
	r := s.sit(seat, code, bad)
	s.read(seat, code)
	return r
}

func (s *station) module(code induction.Code) *induction.Module {
	s.t.Helper()
	m, ok := s.cat.Module(code)
	if !ok {
		s.t.Fatalf("no module %s", code)
	}
	return m
}

// read reads every page that the learner is asked to.
func (s *station) read(seat *desk.Seat, code induction.Code) {
	s.t.Helper()
	for _, p := range must(s.Module(s.ctx, seat, code))(s.t).Standing.ToRead {
		s.ok(s.ReadPage(s.ctx, seat, code, p.ID, time.Minute))
	}
}

func (s *station) phase(seat *desk.Seat, code induction.Code) induction.Phase {
	s.t.Helper()
	return must(s.Module(s.ctx, seat, code))(s.t).Standing.Phase
}

func (s *station) record(l induction.LearnerID) induction.Record {
	s.t.Helper()
	return must(s.db.Record(s.ctx, l, ""))(s.t)
}

// tickAll ticks the whole local checklist.
func (s *station) tickAll(seat *desk.Seat) {
	s.t.Helper()
	list, _ := s.cat.Checklist(demoList)
	for _, st := range list.Steps {
		s.ok(s.Tick(s.ctx, seat, demoList, st.ID, "Sister Amal Haddad"))
	}
}

// steps lists a practical's steps.
func (s *station) steps(code induction.Code) []induction.StepID {
	var out []induction.StepID
	for _, st := range s.module(code).Practical.Steps {
		out = append(out, st.ID)
	}
	return out
}

func (s *station) signPractical(t *desk.TrainerSeat, l induction.LearnerID) {
	s.t.Helper()
	s.ok(s.SignPractical(s.ctx, t, l, resus, s.steps(resus), true, "manikin", desk.DemoPIN))
}

// finish makes a learner ready: confirmed, and with nothing left to do.
func (s *station) finish(t *desk.TrainerSeat, seat *desk.Seat) {
	s.t.Helper()
	s.pass(seat, fire)
	s.pass(seat, resus)
	s.signPractical(t, seat.Learner)
	s.tickAll(seat)
	s.ok(s.ConfirmIdentity(s.ctx, t, seat.Learner, "passport"))
}
