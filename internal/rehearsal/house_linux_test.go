package rehearsal

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/sqlite"
	"muster/modules"
)

const (
	fire  = induction.Code("fire.1")
	resus = induction.Code("resus.2-adult")
)

// shelves is the content that the demonstration has.
var shelves = sync.OnceValue(func() *pack.Catalog {
	known, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		panic(err)
	}
	return pack.NewCatalog(pack.Options{Frameworks: known, Organisation: induction.DemoODS, Today: induction.DateOf(time.Now())},
		pack.Layer{Name: "national", FS: modules.National(), Shipped: true}, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
})

func item(c induction.Code, id induction.ItemID) (induction.Item, bool) {
	m, ok := shelves().Module(c)
	if !ok {
		return induction.Item{}, false
	}
	return m.Item(id)
}

// house is a demonstration's data folder, worked on without a window.
type house struct {
	*desk.Desk
	t       testing.TB
	ctx     context.Context
	dir     string
	ahead   time.Duration // of the real clock
	db      *sqlite.DB
	trainer *desk.TrainerSeat
}

// Now is the clock of the house.
func (h *house) Now() time.Time { return time.Now().Add(h.ahead) }

// newHouse makes a demonstration with an open session.
func newHouse(t testing.TB) *house {
	t.Helper()
	h := openHouse(t)
	must(t, h.TryIt(h.ctx))
	alex := value(h.Trainers(h.ctx))(t)[0].ID
	h.trainer = value(h.OpenSession(h.ctx, alex, desk.DemoPassphrase, desk.NewSession{Programme: shelves().Programmes()[0].ID, Room: room}))(t)
	return h
}

// openHouse makes a data folder before its first start. Hashing costs next to nothing
// here; the window pays its own cost for what it hashes.
func openHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, ctx: context.Background(), dir: filepath.Join(scratch(t), "data")}
	cheap := keystore.Params{Time: 1, MemoryKiB: 64, Threads: 1}
	h.db = value(sqlite.Open(h.ctx, h.dir, sqlite.Options{}))(t)
	h.Desk = desk.New(desk.Parts{
		Store: h.db, Catalog: shelves(), Clock: h, PINs: keystore.PINs{Params: cheap}, Vault: keystore.Vault{Dir: filepath.Join(h.dir, "keys"), Params: cheap},
		Cabinet: keystore.Cabinet{Params: cheap}, DemoKeys: filepath.Join(h.dir, "keys"),
		Unshowable: func(string) []rune { return nil }, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
	return h
}

// number is the nth learner's as they type it.
func number(n int) string { return fmt.Sprintf("70%05d", n) }

// named is the nth learner's name.
func named(n int) string { return fmt.Sprintf("Zoë Learner %c%c", 'A'+n/26, 'a'+n%26) }

func (h *house) join(n int) *desk.Seat {
	h.t.Helper()
	gmc := value(induction.ParseNumber(induction.GMC, number(n)))(h.t)
	return value(h.Join(h.ctx, gmc, named(n), learnerPIN, learnerPIN))(h.t)
}

// pass answers a whole module rightly.
func (h *house) pass(s *desk.Seat, code induction.Code) {
	h.t.Helper()
	q := value(h.Begin(h.ctx, s, code))(h.t)
	for !q.Done {
		value(h.Respond(h.ctx, s, q.Attempt, q.Item.ID, q.Item.Right(), time.Second))(h.t)
		q = value(h.Next(h.ctx, s, q.Attempt))(h.t)
	}
	if r := value(h.Submit(h.ctx, s, q.Attempt))(h.t); r.Completion == nil {
		h.t.Fatalf("%s: everything was right and it is not passed", code)
	}
}

// finish makes a learner ready for a passport by the shortest way: one module, a waiver
// for the other, and the ward's list.
func (h *house) finish(s *desk.Seat) {
	h.t.Helper()
	h.pass(s, fire)
	must(h.t, h.ConfirmIdentity(h.ctx, h.trainer, s.Learner, "passport"))
	must(h.t, h.AddWaiver(h.ctx, h.trainer, s.Learner, desk.NewWaiver{
		Code: resus, Parts: []induction.Part{induction.KnowledgePart, induction.PracticalPart}, Reason: "Works in the laboratory",
	}, desk.DemoPIN))
	for _, id := range shelves().Programmes()[0].Checklists {
		list, _ := shelves().Checklist(id)
		for _, step := range list.Steps {
			must(h.t, h.Tick(h.ctx, s, id, step.ID, shownBy))
		}
	}
}

// leave lets go of the folder, so that the window can have it.
func (h *house) leave() string {
	h.t.Helper()
	must(h.t, h.Close(h.ctx))
	must(h.t, h.db.Close())
	return h.dir
}

// look reads records while a window has them, or had.
func look(t testing.TB, data string) *sqlite.DB {
	t.Helper()
	db := value(sqlite.Peek(context.Background(), data))(t)
	t.Cleanup(func() { db.Close() })
	return db
}

// in signs the nth learner in at the window.
func (p *play) in(n int) func() error {
	return func() error {
		return do(p.on("welcome"), p.types(number(n)), p.keys("Return"), p.on("sign-in"), p.types(learnerPIN), p.keys("Return"), p.on("day"))
	}
}

// open opens a module from the day's page by its tile, begun already or not.
func (p *play) open(code induction.Code) func() error {
	return func() error {
		m, _ := shelves().Module(code)
		return do(func() error { return p.Stage.Press(m.Title + ",…") }, p.on("module"))
	}
}
