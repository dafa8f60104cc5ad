package induction

import "slices"

// Module is one version of a piece of content: what is taught, and how it is asked.
type Module struct {
	Ref       ModuleRef
	Title     string // as shown: "Fire safety"
	Subject   string // as the framework names it
	Level     string // as the framework names it: "1", "2 adult"
	Framework string // such as "cstf-eng/1.1"; a passport carries one framework
	Summary   string // one or two sentences
	Icon      string // name in the icon set
	// RefreshMonths is how long a pass is good for; 0 is for good.
	RefreshMonths int
	// Portable modules can stand in a passport; local ones never do.
	Portable bool
	// Covers lists lower levels that whoever holds this one need not do.
	Covers       []Code
	LearnMinutes int // to read every page
	TestMinutes  int // to answer a full draw
	Rule         Rule
	Outcomes     []Outcome
	Pages        []Page
	Items        []Item
	Practical    *Practical // nil where knowledge is all
	Sources      []Source
	Author       string
	Written      Date
	ReviewDue    Date
	SignOff      ContentSignOff
	Pack         string // id of the pack it came from
}

// Outcome is one thing a learner can do afterwards.
type Outcome struct {
	ID   OutcomeID
	Text string
}

// Page is a page or two a learner reads for an outcome. Body is Markdown, pictures
// are paths inside the pack.
type Page struct {
	ID      PageID
	Outcome OutcomeID // "" for a page that introduces all
	Title   string
	Body    string
	Case    bool // a case from a ward with a decision to make
}

// ItemKind is how an item is answered.
type ItemKind string

// The kinds of item.
const (
	Single  ItemKind = "single"  // one right option
	Several ItemKind = "several" // every right option and no other
	Order   ItemKind = "order"   // all options in their right order
	Match   ItemKind = "match"   // each prompt with its partner
)

// Item is one question. A scenario is an item with a case or a picture before it.
type Item struct {
	ID        ItemID
	Outcome   OutcomeID
	Kind      ItemKind
	Scenario  string // Markdown shown above the stem; "" for none
	Stem      string // Markdown
	Picture   string // path inside the pack; "" for none
	Alt       string // what the picture shows, in words
	Options   []Option
	Partners  []Option // match: what the options are matched with, in the options' order; any beyond are distractors
	Rationale string   // Markdown, shown after the answer
	KeepOrder bool     // options have a natural order and are not shuffled
}

// Option is one choice. For an order item the options stand in their right order.
type Option struct {
	Text      string
	Right     bool   // single and several
	Rationale string // why it is right or wrong; may be ""
}

// Practical is the part that an assessor witnesses.
type Practical struct {
	Title    string
	Intro    string
	Minutes  int
	Needs    string // equipment, such as a manikin and a training defibrillator
	Steps    []Step
	Sources  []Source
	Guidance string // for the assessor, Markdown
}

// Step is one thing an assessor sees, or a local checklist's item.
type Step struct {
	ID       StepID
	Section  string // heading it stands under; "" for none
	Text     string
	Detail   string // where to go, what good looks like
	Picture  string // path inside the pack
	Alt      string
	Critical bool // a practical cannot be passed without it
}

// Checklist is a local induction list, each step of it shown by somebody. Never portable.
type Checklist struct {
	ID       ChecklistID
	Version  Version
	Title    string
	Summary  string
	Site     string
	Minutes  int
	Steps    []Step
	Pack     string
	Reviewed Date
}

// Source is where a fact comes from.
type Source struct {
	ID    string
	Title string
	Body  string // who published it
	Date  string // as published: "2025", "October 2025"
	Used  string // what it was used for
	Sure  string // "stated" or "confirm": how surely it is known
}

// ContentSignOff is a named clinician's approval; Status "awaiting" until there is one.
type ContentSignOff struct {
	Status string // "awaiting" or "signed"
	By     string
	Role   string
	Date   Date
}

// Awaiting reports whether no named clinician has signed the content off yet.
func (s ContentSignOff) Awaiting() bool { return s.Status != "signed" }

// Item finds an item by id.
func (m *Module) Item(id ItemID) (Item, bool) {
	i := slices.IndexFunc(m.Items, func(it Item) bool { return it.ID == id })
	if i < 0 {
		return Item{}, false
	}
	return m.Items[i], true
}

// OutcomeIDs lists the outcomes in their order.
func (m *Module) OutcomeIDs() []OutcomeID {
	ids := make([]OutcomeID, len(m.Outcomes))
	for i, o := range m.Outcomes {
		ids[i] = o.ID
	}
	return ids
}

// PagesFor lists the pages that teach one of the outcomes, in reading order.
// Pages that introduce all belong to a full reading only.
func (m *Module) PagesFor(outcomes []OutcomeID) []Page {
	full := len(outcomes) == len(m.Outcomes)
	var out []Page
	for _, p := range m.Pages {
		if p.Outcome == "" && full || slices.Contains(outcomes, p.Outcome) {
			out = append(out, p)
		}
	}
	return out
}
