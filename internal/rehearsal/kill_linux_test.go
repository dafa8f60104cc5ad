package rehearsal

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"muster/internal/induction"
	"muster/internal/sqlite"
)

// kills is how often the program is killed, leastTold how many answers it must have
// marked on the screen for the kills to prove anything.
const (
	kills     = 14
	leastTold = 12
)

// answered is an answer of a learner's that the screen showed as marked.
type answered struct {
	learner int
	item    induction.ItemID
}

// killer types answers and kills the program at moments of chance.
type killer struct {
	*play
	t       *testing.T
	rnd     *rand.Rand
	learner int
	told    map[answered]bool // whether it was shown as right
}

// TestKilledWhileAnswering kills the real program, without warning, while answers
// are typed into its window. Each time the learner is back at the first item with no
// answer on record, and in the end every answer that the screen has acknowledged is
// on record as it was shown, and once.
func TestKilledWhileAnswering(t *testing.T) {
	long(t)
	h := newHouse(t)
	for n := range kills {
		h.join(n)
	}
	data := h.leave()
	k := &killer{play: onStage(t, options(t, data)), t: t, rnd: rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano()))), told: map[answered]bool{}}
	for range kills {
		k.untilKilled()
		must(t, k.Restart(context.Background()))
	}
	k.onRecord(data)
	must(t, k.Quit())
	wellSaid(t, []byte(tool(t, program, "--data", data, "doctor", "--json")))
}

// untilKilled signs in, goes on with the questions, and dies at one of them.
func (k *killer) untilKilled() {
	k.t.Helper()
	must(k.t, do(k.in(k.learner), k.open(fire), k.questions))
	for left := 1 + k.rnd.IntN(3); ; left-- {
		sc := value(k.Await("a question or the result", func(s Scene) bool {
			return s.Page == "result" || s.Page == "quiz" && s.Facts["answered"] == false
		}))(k.t)
		if sc.Page == "result" { // this learner has done; the next one goes on
			k.learner++
			must(k.t, do(k.press("frame.sign-out"), k.in(k.learner), k.open(fire), k.questions))
			continue
		}
		if k.answerOr(sc, left <= 0) {
			return
		}
	}
}

// questions begins the questions, or goes on with them: to the result, where the
// last of them was answered before the program was killed.
func (k *killer) questions() error {
	sc, err := k.Stage.On("module")
	if err != nil {
		return err
	}
	start := k.Words.T("module.show")
	for _, target := range sc.Targets {
		if target.Label == k.Words.T("module.resume") {
			start = target.Label
		}
	}
	return k.Stage.Press(start)
}

// answerOr answers one item, rightly or wrongly, and where it is to die does so at a
// moment of chance: in the middle of typing, right after Return, or on the marked page.
func (k *killer) answerOr(sc Scene, die bool) (died bool) {
	k.t.Helper()
	it, ok := k.item(sc)
	if _, twice := k.told[answered{k.learner, it.ID}]; twice || !ok {
		k.t.Fatalf("asked again: %s (known %v)", it.ID, ok)
	}
	must(k.t, k.give(it, numbers(sc.Facts["shown"]), numbers(sc.Facts["partners"]), k.rnd.IntN(3) > 0))
	moment := k.rnd.IntN(3)
	if die && moment == 0 {
		k.kill()
		return true
	}
	if it.Kind == induction.Match || it.Kind == induction.Order {
		must(k.t, k.press("quiz.check")())
	} else {
		must(k.t, k.Key("Return"))
	}
	if die && moment == 1 {
		k.watchFor(it.ID, time.Duration(k.rnd.IntN(30))*time.Millisecond)
		k.kill()
		return true
	}
	marked := value(k.Await("the answer to be marked", func(s Scene) bool { return s.Facts["answered"] == true }))(k.t)
	k.told[answered{k.learner, it.ID}] = marked.Facts["right"] == true
	if die {
		k.kill()
		return true
	}
	must(k.t, k.Key("Return"))
	return false
}

// watchFor looks at the screen for a while: what it acknowledges in the last moment
// counts too.
func (k *killer) watchFor(id induction.ItemID, while time.Duration) {
	for end := time.Now().Add(while); time.Now().Before(end); {
		sc, err := Look(k.socket())
		if err == nil && sc.Facts["item"] == string(id) && sc.Facts["answered"] == true {
			k.told[answered{k.learner, id}] = sc.Facts["right"] == true
		}
	}
}

// kill ends the program as the loss of power to it would; nothing is flushed.
func (k *killer) kill() { must(k.t, k.program.Process.Signal(os.Kill)) }

// onRecord holds what was acknowledged against the records, while the window has them.
func (k *killer) onRecord(data string) {
	k.t.Helper()
	db := look(k.t, data)
	there := map[answered]bool{}
	for n := range k.learner + 1 {
		for key, right := range k.answers(db, n) {
			there[key] = right
		}
	}
	for key, right := range k.told {
		if got, found := there[key]; !found || got != right {
			k.t.Errorf("learner %d, %s: shown as right %v; on record %v, right %v", key.learner, key.item, right, found, got)
		}
	}
	k.t.Logf("%d kills; %d answers were shown as marked, %d are on record", kills, len(k.told), len(there))
	if len(k.told) < leastTold {
		k.t.Errorf("only %d answers were acknowledged: the kills prove nothing", len(k.told))
	}
}

// answers are a learner's on record; one attempt, and no item answered twice.
func (k *killer) answers(db *sqlite.DB, n int) map[answered]bool {
	k.t.Helper()
	gmc := value(induction.ParseNumber(induction.GMC, number(n)))(k.t)
	l := value(db.LearnerByNumber(context.Background(), gmc))(k.t)
	r := value(db.Record(context.Background(), l.ID, ""))(k.t)
	out := map[answered]bool{}
	for _, a := range r.Attempts {
		for _, resp := range a.Responses {
			key := answered{n, resp.Item}
			if _, twice := out[key]; twice {
				k.t.Errorf("learner %d, %s is on record twice", n, resp.Item)
			}
			out[key] = resp.Right
		}
	}
	if len(r.Attempts) > 1 {
		k.t.Errorf("learner %d has %d attempts; one was begun", n, len(r.Attempts))
	}
	return out
}
