package pack

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/internal/induction"
)

// Rule is one judgement on how a module is written. The rules stand in one table,
// so that a new one is a new line here and nothing else.
type Rule struct {
	ID       string
	Severity Severity
	Says     string // what it asks for
	judge    func(*induction.Module, tell)
}

// tell reports what a rule found: part names what it concerns, as key does.
type tell func(part, text string)

// Rules are the rules on modules, pages and items.
var Rules = []Rule{
	{"outcome-items", Error, "six items or more for each outcome, and enough that three attempts need not repeat one", enoughItems},
	{"outcome-pages", Error, "a page or more for each outcome", enoughPages},
	{"outcome-kinds", Warning, "items of two kinds or more for each outcome", outcomeKinds},
	{"module-kinds", Warning, "items of three kinds or more in a module", moduleKinds},
	{"page-words", Warning, "120 to 250 words a page, a little less or more at need", pageWords},
	{"all-of-the-above", Error, "no option that speaks of the others", aboveOptions},
	{"absolute-word", Warning, "no wrong option given away by always or never", absoluteWords},
	{"negative-stem", Warning, "a question that asks for what is not so says so in bold", negativeStems},
	{"longest-option", Warning, "the longest option is right no more often than chance", longestOption},
	{"shortest-option", Warning, "the shortest option is right hardly more often than chance", shortestOption},
}

// judge puts a module to every rule.
func (r *reader) judge(m *induction.Module) {
	for _, rule := range Rules {
		rule.judge(m, func(part, text string) {
			at, ok := r.pack.marks[key(m, part)]
			if !ok {
				at = place{"modules/" + string(m.Ref.Code) + "/module.toml", 1}
			}
			r.add(at, rule.ID, rule.Severity, "%s", text)
		})
	}
}

func enoughItems(m *induction.Module, say tell) {
	need := max(minBank, m.Rule.ItemsPerOutcome*m.Rule.Attempts)
	for _, o := range m.Outcomes {
		n := 0
		for _, it := range m.Items {
			if it.Outcome == o.ID {
				n++
			}
		}
		if n < need {
			say("outcome "+string(o.ID), fmt.Sprintf("The outcome %q has %d items; it needs %d, so that a retest need not repeat one.", o.ID, n, need))
		}
	}
}

func enoughPages(m *induction.Module, say tell) {
	taught := map[induction.OutcomeID]bool{}
	for _, p := range m.Pages {
		taught[p.Outcome] = true
	}
	for _, o := range m.Outcomes {
		if !taught[o.ID] {
			say("outcome "+string(o.ID), fmt.Sprintf("No page teaches the outcome %q. Write one, with outcome = %q.", o.ID, o.ID))
		}
	}
}

func outcomeKinds(m *induction.Module, say tell) {
	for _, o := range m.Outcomes {
		kinds := map[induction.ItemKind]bool{}
		for _, it := range m.Items {
			if it.Outcome == o.ID {
				kinds[it.Kind] = true
			}
		}
		if len(kinds) < minKinds {
			say("outcome "+string(o.ID), fmt.Sprintf("The items of %q are all of one kind. Ask one or two as several, order or match.", o.ID))
		}
	}
}

func moduleKinds(m *induction.Module, say tell) {
	kinds := map[induction.ItemKind]bool{}
	for _, it := range m.Items {
		kinds[it.Kind] = true
	}
	if len(kinds) < minModuleKind {
		say("code", fmt.Sprintf("The module asks in %d kinds of item. Use three or more.", len(kinds)))
	}
}

func pageWords(m *induction.Module, say tell) {
	for _, p := range m.Pages {
		if n := words(p.Body); n < 100 || n > 275 {
			say("page "+string(p.ID), fmt.Sprintf("The page has %d words; 120 to 250 is the aim. Split it, or say more.", n))
		}
	}
}

// words counts what is read: neither marks nor the words of pictures.
func words(body string) int {
	n := 0
	for line := range strings.Lines(body) {
		if pictureLine.MatchString(line) {
			continue
		}
		for _, w := range strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" \t\n|>#*-", c) }) {
			if strings.ContainsFunc(w, isWordRune) {
				n++
			}
		}
	}
	return n
}

func isWordRune(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 0x7F
}

var (
	aboveForm = regexp.MustCompile(`(?i)\b(all|none|both|any|either|neither) of (the )?(above|these|them|those|options)\b|\bthe above\b|\bboth [a-d] and [a-d]\b`)
	// aboveSigns are what any such option holds, cheaper to look for; "oth " is Both and both.
	aboveSigns = []string{" of ", " above", "oth "}
)

func aboveOptions(m *induction.Module, say tell) {
	eachOption(m, func(it induction.Item, i int, o induction.Option) {
		if slices.ContainsFunc(aboveSigns, func(s string) bool { return strings.Contains(o.Text, s) }) && aboveForm.MatchString(o.Text) {
			say(element("item "+string(it.ID), i), "The option speaks of the others, and they are shuffled. Write what it means, or ask as kind: several.")
		}
	})
}

var absoluteForm = regexp.MustCompile(`(?i)\b(always|never)\b`)

func absoluteWords(m *induction.Module, say tell) {
	eachOption(m, func(it induction.Item, i int, o induction.Option) {
		if it.Kind == induction.Single && !o.Right && absoluteForm.MatchString(o.Text) && !rightHas(it, absoluteForm) {
			say(element("item "+string(it.ID), i), "Always or never gives a wrong option away. Say it with the right option's reserve.")
		}
	})
}

func rightHas(it induction.Item, form *regexp.Regexp) bool {
	for _, o := range it.Options {
		if o.Right && form.MatchString(o.Text) {
			return true
		}
	}
	return false
}

func eachOption(m *induction.Module, do func(induction.Item, int, induction.Option)) {
	for _, it := range m.Items {
		if it.Kind == induction.Match {
			continue
		}
		for i, o := range it.Options {
			do(it, i, o)
		}
	}
}

var negativeForm = regexp.MustCompile(`(?i)\b(which|what)\b[^.?!]*\b(not|except|least likely)\b`)

func negativeStems(m *induction.Module, say tell) {
	for _, it := range m.Items {
		plain := boldForm.ReplaceAllString(it.Stem, "")
		if negativeForm.MatchString(plain) {
			say("item "+string(it.ID), "The question turns on a \"not\" that is easily overlooked. Ask for what is so, or put the word in **bold**.")
		}
	}
}

var boldForm = regexp.MustCompile(`\*\*[^*]+\*\*`)

func longestOption(m *induction.Module, say tell) {
	lengthRule(m, say, "longest", 0, func(a, b int) bool { return a > b })
}

func shortestOption(m *induction.Module, say tell) {
	lengthRule(m, say, "shortest", 1, func(a, b int) bool { return a < b })
}

// lengthRule counts how often a guesser who goes by length would be right, and
// allows chance by half an item and so many standard deviations.
func lengthRule(m *induction.Module, say tell, word string, deviations float64, beats func(a, b int) bool) {
	var got, chance, spread float64
	n := 0
	for _, it := range m.Items {
		if it.Kind != induction.Single || len(it.Options) == 0 {
			continue
		}
		p := 1 / float64(len(it.Options))
		n++
		got += byLength(it, beats)
		chance += p
		spread += p * (1 - p)
	}
	if n > 0 && got > chance+0.5+deviations*math.Sqrt(spread) {
		say("code", fmt.Sprintf("The %s option is right in %.1f of %d single items; chance would give %.1f. Make some wrong options %s, or shorten and lengthen the right ones.", word, got, n, chance, comparative(word)))
	}
}

func comparative(word string) string { return strings.TrimSuffix(word, "st") + "r" }

// byLength is the chance that a guesser who takes the option of extreme length is right.
func byLength(it induction.Item, beats func(a, b int) bool) float64 {
	best, ties, right := -1, 0, 0
	for _, o := range it.Options {
		n := utf8.RuneCountInString(o.Text)
		if best < 0 || beats(n, best) {
			best, ties, right = n, 0, 0
		}
		if n == best {
			ties++
			if o.Right {
				right++
			}
		}
	}
	return float64(right) / float64(ties)
}
