package induction

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Rule is how a module is passed. It is data in the module, and an attempt keeps
// the one it began with.
type Rule struct {
	ItemsPerOutcome int `json:"items_per_outcome"` // drawn for each outcome
	PassPercent     int `json:"pass_percent"`      // of a full draw, with no outcome at none
	Attempts        int `json:"attempts"`          // before a trainer is asked
	Unlocks         int `json:"unlocks"`           // further ones a trainer can give
}

// StandardRule is the rule where a module names no other.
var StandardRule = Rule{ItemsPerOutcome: 2, PassPercent: 80, Attempts: 3, Unlocks: 1}

// Drawn is one item of an attempt and the order in which its choices are shown.
type Drawn struct {
	Item     ItemID    `json:"item"`
	Outcome  OutcomeID `json:"outcome"`
	Shown    []int     `json:"shown"`              // option indexes in the order shown
	Partners []int     `json:"partners,omitempty"` // partner indexes in the order shown
}

// Response is one answer, marked when it was given; it is never changed.
type Response struct {
	Item   ItemID
	Answer Answer
	Right  bool
	At     time.Time
	Took   time.Duration // from the item's showing to its answer
}

// Attempt is one sitting of a module's items.
type Attempt struct {
	ID       AttemptID
	Learner  LearnerID
	Session  SessionID // "" outside a session
	Module   ModuleRef
	Ordinal  int // 1 for the learner's first at this module
	Rule     Rule
	Outcomes []OutcomeID // every outcome of the module when it began
	Asked    []OutcomeID // those this attempt draws
	// Taught are the outcomes of Asked whose pages had been read when it began.
	Taught    []OutcomeID
	Draw      []Drawn
	Responses []Response
	Began     time.Time
	Submitted time.Time // zero while open
}

// Open reports whether the attempt has not been handed in.
func (a *Attempt) Open() bool { return a.Submitted.IsZero() }

// Full reports whether the attempt draws every outcome.
func (a *Attempt) Full() bool { return len(a.Asked) == len(a.Outcomes) }

// Next is the first drawn item with no answer yet; false when all are answered.
func (a *Attempt) Next() (Drawn, bool) {
	for _, d := range a.Draw {
		if _, done := a.Response(d.Item); !done {
			return d, true
		}
	}
	return Drawn{}, false
}

// Response finds the answer given to an item.
func (a *Attempt) Response(id ItemID) (Response, bool) {
	for _, r := range a.Responses {
		if r.Item == id {
			return r, true
		}
	}
	return Response{}, false
}

// Respond marks an answer to one of the drawn items. The attempt is unchanged;
// the caller records the response and then adds it.
func (a *Attempt) Respond(it Item, ans Answer, at time.Time, took time.Duration) (Response, error) {
	switch {
	case !a.Open():
		return Response{}, Refuse(Conflict, CodeAttemptOver)
	case !slices.ContainsFunc(a.Draw, func(d Drawn) bool { return d.Item == it.ID }):
		return Response{}, Refuse(Invalid, CodeNotDrawn)
	}
	if _, done := a.Response(it.ID); done {
		return Response{}, Refuse(Conflict, CodeAnswered)
	}
	if err := it.Check(ans); err != nil {
		return Response{}, err
	}
	return Response{Item: it.ID, Answer: slices.Clone(ans), Right: it.Mark(ans), At: at, Took: max(0, took)}, nil
}

// OutcomeResult is how one outcome of an attempt went.
type OutcomeResult struct {
	Outcome OutcomeID
	Right   int
	Asked   int
	Met     bool // every item of it right
	Taught  bool // its pages had been read before
}

// Result is what an attempt came to by its own rule.
type Result struct {
	Outcomes []OutcomeResult
	Right    int
	Asked    int
	// ByMark is true where a full draw reached the pass mark with no outcome at none.
	ByMark bool
}

// Result scores an attempt in which every item has been answered.
func (a *Attempt) Result() Result {
	var r Result
	none := false
	for _, id := range a.Asked {
		o := a.outcomeResult(id)
		r.Outcomes = append(r.Outcomes, o)
		r.Right += o.Right
		r.Asked += o.Asked
		none = none || o.Right == 0
	}
	r.ByMark = a.Full() && !none && r.Asked > 0 && r.Right*100 >= a.Rule.PassPercent*r.Asked
	return r
}

func (a *Attempt) outcomeResult(id OutcomeID) OutcomeResult {
	o := OutcomeResult{Outcome: id, Taught: slices.Contains(a.Taught, id)}
	for _, d := range a.Draw {
		if d.Outcome != id {
			continue
		}
		o.Asked++
		if resp, ok := a.Response(d.Item); ok && resp.Right {
			o.Right++
		}
	}
	o.Met = o.Asked > 0 && o.Right == o.Asked
	return o
}

// DrawItems picks rule.ItemsPerOutcome items for each outcome, those seen least
// often first and by chance among equals, in a shuffled order with shuffled options.
func DrawItems(m *Module, outcomes []OutcomeID, seen map[ItemID]int, rnd *rand.Rand) []Drawn {
	var draw []Drawn
	for _, o := range outcomes {
		bank := bankOf(m, o)
		rnd.Shuffle(len(bank), func(i, j int) { bank[i], bank[j] = bank[j], bank[i] })
		slices.SortStableFunc(bank, func(x, y Item) int { return cmp.Compare(seen[x.ID], seen[y.ID]) })
		for _, it := range bank[:min(m.Rule.ItemsPerOutcome, len(bank))] {
			draw = append(draw, Drawn{Item: it.ID, Outcome: o, Shown: shownOrder(it, rnd), Partners: shuffled(len(it.Partners), rnd)})
		}
	}
	rnd.Shuffle(len(draw), func(i, j int) { draw[i], draw[j] = draw[j], draw[i] })
	return draw
}

func bankOf(m *Module, o OutcomeID) []Item {
	var bank []Item
	for _, it := range m.Items {
		if it.Outcome == o {
			bank = append(bank, it)
		}
	}
	return bank
}

// shownOrder shuffles an item's options; an order item is never shown in its right order.
func shownOrder(it Item, rnd *rand.Rand) []int {
	n := len(it.Options)
	if it.KeepOrder && it.Kind != Order {
		return identity(n)
	}
	for {
		s := shuffled(n, rnd)
		if it.Kind != Order || n < 2 || !slices.IsSorted(s) {
			return s
		}
	}
}

func identity(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func shuffled(n int, rnd *rand.Rand) []int {
	s := identity(n)
	rnd.Shuffle(n, func(i, j int) { s[i], s[j] = s[j], s[i] })
	return s
}
