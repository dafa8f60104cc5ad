package pack

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"muster/internal/induction"
)

const (
	forAssessor  = "For the assessor"
	criticalMark = "**Critical.**"
)

var stepForm = regexp.MustCompile("^\\[ \\] `([^`]*)`\\s+(\\S.*)$")

// stepList is a practical or a checklist while it is being read.
type stepList struct {
	*prose
	critical bool // steps may be critical
	seen     map[string]bool
	steps    []induction.Step
}

// read takes the sections of steps; what stands before the first is intro, what
// stands under "For the assessor" is guidance.
func (l *stepList) read() (intro, guidance string) {
	l.seen = map[string]bool{}
	l.shown(allow{headings: 2, code: true})
	l.pictures()
	for i, s := range l.sections() {
		switch {
		case i == 0:
			intro = l.words(s)
		case l.critical && s.title == forAssessor:
			guidance = l.words(s)
		default:
			l.section(s)
		}
	}
	if len(l.steps) == 0 {
		l.wrong(place{l.file, l.first}, ruleStep, "There are no steps. Write each under a ## heading as - [ ] `its-id` What is seen.")
	}
	if len(l.steps) > maxSteps {
		l.wrong(place{l.file, l.first}, ruleLimit, "There are more than %d steps. Split the list.", maxSteps)
	}
	return intro, guidance
}

// words gives a section's text whole.
func (l *stepList) words(s section) string {
	if len(s.blocks) == 0 {
		return ""
	}
	first, last := s.blocks[0], s.blocks[len(s.blocks)-1]
	return l.inPack(l.raw(first.from, l.sectionEnd(last)))
}

// sectionEnd is the line on which the heading after a block stands.
func (l *stepList) sectionEnd(b block) int {
	if n := b.node.NextSibling(); n != nil {
		return l.lineOf(n)
	}
	return l.end()
}

func (l *stepList) section(s section) {
	if s.title == "" {
		l.wrong(place{l.file, s.line}, ruleStep, "The heading has no words. Name the section.")
	}
	for _, b := range s.blocks {
		list, ok := b.node.(*ast.List)
		if !ok || list.IsOrdered() {
			l.wrong(place{l.file, b.from}, ruleStep, "Only steps stand here. Indent a detail under its step; an introduction comes before the first ## heading.")
			continue
		}
		for _, it := range l.children(list, l.sectionEnd(b)) {
			l.step(s.title, it)
		}
	}
}

func (l *stepList) step(title string, it block) {
	at := place{l.file, it.from}
	first, rest, _ := strings.Cut(l.raw(it.from, it.to), "\n")
	m := stepForm.FindStringSubmatch(strings.TrimSpace(bulletForm.ReplaceAllString(first, "")))
	if m == nil {
		l.wrong(at, ruleStep, "Write a step as - [ ] `its-id` What is seen. The box stays empty.")
		return
	}
	s := induction.Step{ID: induction.StepID(m[1]), Section: title, Text: m[2]}
	s.Text, s.Critical = cutCritical(m[2])
	l.detail(&s, at, rest)
	switch {
	case !validID(m[1]):
		l.wrong(at, ruleStep, "A step's id has small letters, digits and hyphens only, at most %d.", maxIDLength)
	case l.seen[m[1]]:
		l.wrong(at, ruleDuplicate, "The id %q is used twice. Give this step its own.", m[1])
	case s.Critical && !l.critical:
		l.wrong(at, ruleStep, "A checklist has no critical steps. Take %s away.", criticalMark)
	case s.Text == "":
		l.wrong(at, ruleStep, "The step has no words. Say what is seen.")
	}
	l.seen[m[1]] = true
	l.steps = append(l.steps, s)
}

func cutCritical(s string) (string, bool) {
	rest, ok := strings.CutPrefix(s, criticalMark)
	return strings.TrimSpace(rest), ok
}

// detail takes what is indented under a step, its picture apart.
func (l *stepList) detail(s *induction.Step, at place, rest string) {
	var kept []string
	for _, line := range strings.Split(rest, "\n") {
		file, alt, ok := l.asPicture(line)
		switch {
		case !ok:
			kept = append(kept, line)
		case s.Picture != "":
			l.wrong(at, ruleStep, "A step has one picture. Take one away.")
		default:
			s.Picture, s.Alt = file, alt
		}
	}
	s.Detail = dedent(strings.Join(kept, "\n"))
}
