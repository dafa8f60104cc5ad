package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"muster/internal/induction"
	"muster/internal/phrase"
)

// Show is what a rehearsal of the day needs to know.
type Show struct {
	Options
	Out   string          // where screenshots and results are left
	Words *phrase.Printer // the words on the screen, by their keys
	// Item looks an item of the content up: a rehearsal knows the answers.
	Item func(induction.Code, induction.ItemID) (induction.Item, bool)
	Tell func(string) // what is being played, for whoever waits
	// Texts finds the passports in a PDF.
	Texts func(pdf []byte) ([]string, error)
	// The demonstration trainer's own.
	Trainer, Passphrase, PIN string
}

// The learner of the demonstration.
const (
	learnerNumber = "7012345"
	learnerName   = "Zoë Ngũgĩ"
	learnerPIN    = "2580"
	shownBy       = "Sister Grace Adeyemi"
	room          = "Seminar room 2"
)

// play is a rehearsal under way at one window.
type play struct {
	*Stage
	Show
	shots *album
}

// Play plays an induction day, then the life of a passport between three
// organisations, and leaves what came of both in show.Out.
func Play(ctx context.Context, show Show) (err error) {
	if err := show.clear(); err != nil {
		return err
	}
	shots := newAlbum(filepath.Join(show.Out, "screens"))
	defer func() { err = errors.Join(err, shots.close()) }()
	acts, err := playDay(ctx, show, shots)
	if err != nil {
		return err
	}
	return playLife(ctx, show, shots, acts)
}

// clear makes room in the results for what is not written over: nothing of an earlier
// play is to be taken for one of this.
func (show Show) clear() error {
	for _, old := range []string{filepath.Join("screens", "[0-9][0-9]-*.png"), "stopped-here*.png", "trust.muster"} {
		all, err := filepath.Glob(filepath.Join(show.Out, old))
		if err != nil {
			return err
		}
		for _, path := range all {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return os.MkdirAll(filepath.Join(show.Out, "screens"), 0o755)
}

// playDay plays the induction day and says how many acts it had.
func playDay(ctx context.Context, show Show, shots *album) (acts int, err error) {
	stage, err := Open(ctx, show.Options)
	if err != nil {
		return 0, err
	}
	p := &play{Stage: stage, Show: show, shots: shots}
	defer func() {
		if err != nil {
			p.Stage.Shot(filepath.Join(show.Out, "stopped-here.png"))
		}
		if shut := p.Close(); err == nil {
			err = shut
		}
	}()
	all := p.acts(ctx)
	return len(all), show.perform(0, all)
}

// perform plays acts one after the other; before is how many there were already.
func (show Show) perform(before int, acts []act) error {
	for i, act := range acts {
		show.Tell(fmt.Sprintf("%2d. %s", before+i+1, act.words))
		if err := act.do(); err != nil {
			return fmt.Errorf("%s: %w", act.words, err)
		}
	}
	return nil
}

type act struct {
	words string
	do    func() error
}

// acts is the day, in its order.
func (p *play) acts(ctx context.Context) []act {
	return []act{
		{"First start: a demonstration organisation", p.firstStart},
		{"The trainer opens a session", p.openSession},
		{"A new learner signs in", p.signIn},
		{"Fire safety: shows what they know, and learns the one gap", p.testOut},
		{"The power fails in the middle of the next module", func() error { return p.powerFails(ctx) }},
		{"Adult basic life support: learns first, then answers", p.learnFirst},
		{"Large text, high contrast, help, and the lock", p.looks},
		{"The ward shows its local checklist", p.checklist},
		{"Feedback, and signing out", p.feedback},
		{"The trainer confirms identity and signs the practical", p.confirm},
		{"The passport is issued and saved", p.issue},
		{"The learner takes the passport away", p.takeAway},
		{"The check desk scans it, and refuses what is not a passport", p.check},
		{"The trainer reports and closes the session", p.closeSession},
	}
}

// do does one thing after the other until one fails.
func do(steps ...func() error) error {
	for _, s := range steps {
		if err := s(); err != nil {
			return err
		}
	}
	return nil
}

// shot is a step that leaves a numbered screenshot.
func (p *play) shot(name string) func() error {
	return func() error { return p.shots.add(p.Stage, name) }
}

// press is a step that presses what has the words of a key.
func (p *play) press(key string, args ...any) func() error {
	return func() error { return p.Stage.Press(p.Words.T(key, args...)) }
}

// on is a step that waits for a page.
func (p *play) on(page string) func() error {
	return func() error { _, err := p.Stage.On(page); return err }
}

// keys is a step that presses keys.
func (p *play) keys(names ...string) func() error {
	return func() error { return p.Key(names...) }
}

// types is a step that types.
func (p *play) types(text string) func() error {
	return func() error { return p.Write(text, 4) }
}

func (p *play) firstStart() error {
	return do(p.on("first-start"), p.shot("first-start"), p.press("start.try.do"), p.on("welcome"), p.shot("welcome"))
}

func (p *play) signIn() error {
	return do(p.on("welcome"), p.types(learnerNumber), p.shot("welcome-session"), p.keys("Return"), p.on("join"), p.clear,
		p.types(learnerName), p.typesInto("join.pin", learnerPIN), p.typesInto("join.again", learnerPIN), p.shot("join"), p.press("join.do"),
		p.on("day"), p.shot("your-day"))
}

// clear empties the name that the roster had: this learner spells it with their own letters.
func (p *play) clear() error {
	return do(func() error { return p.Reach(p.Words.T("join.name")) }, p.keys("ctrl+a", "BackSpace"))
}

// typesInto goes to a field by its label and types.
func (p *play) typesInto(key, text string) func() error {
	return func() error {
		return do(func() error { return p.Into(p.Words.T(key)) }, p.types(text))
	}
}

func (p *play) testOut() error {
	err := do(p.keys("Return"), p.on("module"), p.shot("module"), p.press("module.show"))
	if err != nil {
		return err
	}
	return do(func() error { return p.answerAll("fire", 1) }, p.shot("result-gaps"), p.press("result.learn"), p.on("module"), p.shot("module-gaps"), p.keys("Return"),
		p.readAll("fire"), func() error { return p.answerAll("fire-again", 0) }, p.shot("result-passed"), p.press("result.day"), p.on("day"), p.shot("your-day-after"))
}

// answerAll answers what is asked, by the keyboard and by the mouse in turn; the
// first outcomes that come, as many as wrong says, are answered wrongly. The first
// question of each kind is shown under the name; "" shows none.
func (p *play) answerAll(name string, wrong int) error {
	var missed []any
	kinds := map[string]bool{}
	for n := 0; ; n++ {
		sc, err := p.Await("a question or the result", func(s Scene) bool {
			return s.Page == "result" || s.Page == "quiz" && s.Facts["answered"] == false
		})
		if err != nil || sc.Page == "result" {
			return err
		}
		it, ok := p.item(sc)
		if !ok {
			return fmt.Errorf("no item %v in the content", sc.Facts["item"])
		}
		if o := any(it.Outcome); len(missed) < wrong && !slices.Contains(missed, o) {
			missed = append(missed, o)
		}
		right := !slices.Contains(missed, any(it.Outcome))
		first := name != "" && !kinds[string(it.Kind)]
		kinds[string(it.Kind)] = true
		if err := p.answer(sc, it, right, name, first, n%2 == 0); err != nil {
			return fmt.Errorf("%s: %w", it.ID, err)
		}
	}
}

func (p *play) item(sc Scene) (induction.Item, bool) {
	code, _ := sc.Facts["module"].(string)
	id, _ := sc.Facts["item"].(string)
	return p.Item(induction.Code(code), induction.ItemID(id))
}

// answer gives one answer and goes on.
func (p *play) answer(sc Scene, it induction.Item, right bool, name string, shoot, mouse bool) error {
	if shoot {
		if err := p.shot("quiz-" + name + "-" + string(it.Kind))(); err != nil {
			return err
		}
	}
	if err := p.give(it, numbers(sc.Facts["shown"]), numbers(sc.Facts["partners"]), right); err != nil {
		return err
	}
	confirm := p.keys("Return")
	if mouse || it.Kind == induction.Match {
		confirm = p.press("quiz.check")
	}
	if err := confirm(); err != nil {
		return err
	}
	marked, err := p.Await("the answer to be marked", func(s Scene) bool { return s.Page == "quiz" && s.Facts["answered"] == true })
	if err != nil {
		return err
	}
	if shoot {
		if err := p.shot("marked-" + name + "-" + string(it.Kind))(); err != nil {
			return err
		}
	}
	if marked.Facts["right"] != right {
		return fmt.Errorf("marked %v, and the answer given was %v", marked.Facts["right"], right)
	}
	return p.keys("Return")()
}

// numbers reads a list of whole numbers out of a fact.
func numbers(v any) []int {
	var out []int
	list, _ := v.([]any)
	for _, n := range list {
		f, _ := n.(float64)
		out = append(out, int(f))
	}
	return out
}

// give enters an answer by the keyboard.
func (p *play) give(it induction.Item, shown, partners []int, right bool) error {
	switch it.Kind {
	case induction.Order:
		return p.giveOrder(shown, right)
	case induction.Match:
		return p.giveMatch(it, shown, partners, right)
	}
	for place, n := range shown {
		want := it.Options[n].Right
		if !right {
			want = !want && !slices.ContainsFunc(shown[:place], func(m int) bool { return !it.Options[m].Right })
		}
		if want {
			if err := p.Key(strconv.Itoa(place + 1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveOrder sorts by moving each item up to its place, as a person would.
func (p *play) giveOrder(shown []int, right bool) error {
	order := slices.Clone(shown)
	if !right {
		return nil // an order item is never shown in its right order
	}
	at := 0 // the place that has the focus
	for place := range order {
		from := slices.Index(order, place)
		for ; at < from; at++ {
			if err := p.tabToRow(); err != nil {
				return err
			}
		}
		for ; from > place; from, at = from-1, at-1 {
			if err := p.Key("Up"); err != nil {
				return err
			}
			order[from], order[from-1] = order[from-1], order[from]
		}
	}
	return nil
}

// tabToRow goes on to the next item, past the buttons of this one.
func (p *play) tabToRow() error {
	for range 4 {
		sc, err := p.Await("the focus", func(Scene) bool { return true })
		if err != nil {
			return err
		}
		if err := p.tab(sc); err != nil {
			return err
		}
		now, err := p.Await("the focus", func(Scene) bool { return true })
		if f, ok := now.focused(); err != nil || ok && f.W > 300 {
			return err
		}
	}
	return fmt.Errorf("the focus never reached the next item")
}

// giveMatch picks each prompt's partner by its number.
func (p *play) giveMatch(it induction.Item, shown, partners []int, right bool) error {
	for i, n := range shown {
		want := n
		if !right {
			want = (n + 1) % len(it.Partners)
		}
		if err := p.Key(strconv.Itoa(slices.Index(partners, want) + 1)); err != nil {
			return err
		}
		if i < len(shown)-1 {
			if err := p.Key("Tab"); err != nil {
				return err
			}
		}
	}
	return nil
}

// readAll reads every page until the questions come.
func (p *play) readAll(name string) func() error {
	return func() error {
		for n := 1; ; n++ {
			sc, err := p.Await("a page or a question", func(s Scene) bool { return s.Page == "reader" || s.Page == "quiz" })
			if err != nil || sc.Page == "quiz" {
				return err
			}
			if err := p.shot(fmt.Sprintf("reader-%s-%d", name, n))(); err != nil {
				return err
			}
			if err := p.turn(sc); err != nil {
				return err
			}
		}
	}
}

// turn goes to the next page and waits for it.
func (p *play) turn(sc Scene) error {
	if err := p.Key("Return"); err != nil {
		return err
	}
	_, err := p.Await("the next page", func(s Scene) bool { return s.Page == "quiz" || s.Facts["page"] != sc.Facts["page"] })
	return err
}

// powerFails begins a module, answers one item, and kills the program; afterwards
// the learner is back at the same place.
func (p *play) powerFails(ctx context.Context) error {
	err := do(p.press("day.start", "Adult basic life support"), p.on("module"), p.press("module.learn"), p.on("reader"), p.keys("Return"))
	if err != nil {
		return err
	}
	sc, err := p.Await("the second page", func(s Scene) bool { return s.Page == "reader" && s.Facts["number"] == float64(2) })
	if err != nil {
		return err
	}
	if err := p.Restart(ctx); err != nil {
		return err
	}
	err = do(p.on("welcome"), p.types(learnerNumber), p.keys("Return"), p.on("sign-in"), p.shot("sign-in"), p.types(learnerPIN), p.keys("Return"), p.on("day"),
		p.press("day.carry-on", "Adult basic life support"), p.on("module"), p.press("module.learn-on"))
	if err != nil {
		return err
	}
	back, err := p.Stage.On("reader")
	if err == nil && back.Facts["page"] != sc.Facts["page"] {
		err = fmt.Errorf("after the power failed the page is %v; it was %v", back.Facts["page"], sc.Facts["page"])
	}
	return err
}

func (p *play) learnFirst() error {
	return do(p.readAll("resus"), func() error { return p.answerAll("resus", 0) }, p.shot("result-knowledge"), p.press("result.day"), p.on("day"))
}

func (p *play) looks() error {
	return do(p.keys("ctrl+plus", "ctrl+plus", "ctrl+plus", "ctrl+plus", "ctrl+plus"), p.shot("your-day-large-text"), p.keys("ctrl+0", "F2"), p.shot("your-day-high-contrast"), p.keys("F2"),
		p.keys("F1"), p.on("help"), p.shot("help"), p.keys("Escape"), p.on("day"),
		p.keys("ctrl+l"), p.on("locked"), p.shot("locked"), p.types(learnerPIN), p.keys("Return"), p.on("day"))
}
