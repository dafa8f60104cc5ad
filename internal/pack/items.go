package pack

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"muster/internal/induction"
)

var (
	settingForm = regexp.MustCompile(`^(kind|keep-order):\s*(\S+)\s*$`)
	optionForm  = regexp.MustCompile(`^\[([ xX])\]\s+(\S.*)$`)
	numberForm  = regexp.MustCompile(`^\s{0,3}\d{1,9}[.)]\s*`)
	bulletForm  = regexp.MustCompile(`^\s{0,3}[-*+]\s*`)
)

const whyMark = "**Why:**"

// draft is an item while it is being read.
type draft struct {
	*prose
	induction.Item
	line   int // of its heading
	picked int // line of its options, 0 while there are none
	why    int // line of its rationale, 0 while there is none
	stem   []string
	lines  []int // of the options
}

// items reads one outcome's file.
func (r *reader) items(file string, outcome induction.OutcomeID, src []byte) []*draft {
	p := r.prose(file, 1, src)
	p.shown(allow{headings: 2})
	p.pictures()
	var out []*draft
	for _, s := range p.sections()[1:] {
		d := &draft{prose: p, line: s.line}
		d.ID, d.Outcome = induction.ItemID(s.title), outcome
		d.read(s)
		d.finish()
		out = append(out, d)
	}
	if len(out) > maxFileItems {
		p.wrong(place{file, out[maxFileItems].line}, ruleLimit, "A file holds at most %d items. Leave the weakest out.", maxFileItems)
	}
	return out
}

func (d *draft) wrong(line int, rule, format string, args ...any) {
	d.report.wrong(place{d.file, line}, rule, format, args...)
}

func (d *draft) read(s section) {
	if !validID(s.title) {
		d.wrong(s.line, ruleItem, "An item's heading is its id: small letters, digits and hyphens, at most %d. Write it as ## door-wedged.", maxIDLength)
	}
	for _, b := range s.blocks {
		switch n := b.node.(type) {
		case *ast.Blockquote:
			d.scenario(b)
		case *ast.List:
			d.list(n, b)
		case *ast.Paragraph:
			d.paragraph(b)
		default:
			d.wrong(b.from, ruleItem, "This does not belong in an item. modules/FORMAT.md shows its parts.")
		}
	}
}

// scenario takes the block quote before the stem.
func (d *draft) scenario(b block) {
	switch {
	case d.why > 0:
		return // part of the rationale, which is taken whole
	case d.Scenario != "" || len(d.stem) > 0 || d.picked > 0:
		d.wrong(b.from, ruleItem, "A scenario is one block quote before the question. Move it up, or put an empty > line between its paragraphs.")
	default:
		d.Scenario = unquote(d.raw(b.from, b.to))
	}
}

// paragraph takes settings, stem, picture, table or rationale, whichever it is.
func (d *draft) paragraph(b block) {
	from := b.from
	if from == d.line+1 {
		from = d.settings(b)
	}
	body := d.raw(from, b.to)
	first, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	switch {
	case first == "" || d.why > 0:
	case strings.HasPrefix(first, whyMark):
		d.rationale(b)
	case d.picked > 0:
		d.wrong(from, ruleWhy, "After the options only the rationale follows. Begin it with %s", whyMark)
	case strings.HasPrefix(first, "|"):
		d.table(from, body)
	default:
		d.question(from, body)
	}
}

// question takes a stem's paragraph, or the picture.
func (d *draft) question(line int, body string) {
	file, alt, ok := d.asPicture(body)
	switch {
	case !ok && strings.Contains(body, "]("):
		d.wrong(line, rulePicture, "Put the picture in a paragraph of its own, with an empty line before and after.")
	case !ok:
		d.stem = append(d.stem, dedent(body))
	case d.Picture != "":
		d.wrong(line, ruleItem, "An item has one picture. Take one away.")
	default:
		d.Picture, d.Alt = file, alt
	}
}

// settings reads the lines directly under the heading and returns the first line
// after them.
func (d *draft) settings(b block) int {
	line := b.from
	for _, l := range strings.Split(d.raw(b.from, b.to), "\n") {
		m := settingForm.FindStringSubmatch(l)
		if m == nil {
			break
		}
		d.setting(line, m[1], m[2])
		line++
	}
	return line
}

func (d *draft) setting(line int, key, value string) {
	kind := induction.ItemKind(value)
	switch {
	case key == "keep-order" && value == "yes":
		d.KeepOrder = true
	case key == "keep-order":
		d.wrong(line, ruleItem, "Write keep-order: yes, or leave the line out.")
	case slices.Contains([]induction.ItemKind{induction.Single, induction.Several, induction.Order, induction.Match}, kind):
		d.Kind = kind
	default:
		d.wrong(line, ruleItem, "There is no kind %q. The kinds are single, several, order and match.", value)
	}
}

// rationale takes everything from its mark to the item's end.
func (d *draft) rationale(b block) {
	d.why = b.from
	if d.picked == 0 {
		d.wrong(b.from, ruleItem, "The rationale comes after the options. Move it down.")
	}
	end := d.end()
	for n := b.node.NextSibling(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			end = d.lineOf(n)
			break
		}
	}
	body := strings.TrimPrefix(strings.TrimSpace(d.raw(b.from, end)), whyMark)
	d.Rationale = strings.TrimSpace(body)
}

// list takes the options of single, several and order.
func (d *draft) list(list *ast.List, b block) {
	switch {
	case d.why > 0:
		return
	case d.picked > 0:
		d.wrong(b.from, ruleItem, "An item has one list of options. Take this one away, or join the two.")
		return
	}
	d.picked = b.from
	if list.IsOrdered() {
		d.form(b.from, induction.Order)
	} else if d.Kind != induction.Several {
		d.form(b.from, induction.Single)
	}
	for _, it := range d.children(list, b.to) {
		d.option(it, list.IsOrdered())
	}
}

// option reads one line of a list and the rationale indented under it.
func (d *draft) option(it block, ordered bool) {
	first, rest, _ := strings.Cut(d.raw(it.from, it.to), "\n")
	o := induction.Option{Rationale: dedent(rest)}
	if ordered {
		o.Text = strings.TrimSpace(numberForm.ReplaceAllString(first, ""))
	} else if m := optionForm.FindStringSubmatch(strings.TrimSpace(bulletForm.ReplaceAllString(first, ""))); m != nil {
		o.Text, o.Right = strings.TrimSpace(m[2]), m[1] != " "
	} else {
		d.wrong(it.from, ruleOptions, "An option begins with a box and has words: - [x] where it is right, - [ ] where it is wrong.")
		return
	}
	if o.Text == "" || strings.Contains(o.Text+o.Rationale, "](") {
		d.wrong(it.from, ruleOptions, "An option and its rationale are words. Write them after the number or the box; a picture belongs above the options.")
	}
	d.Options, d.lines = append(d.Options, o), append(d.lines, it.from)
}

// form settles the kind by the form of the options.
func (d *draft) form(line int, k induction.ItemKind) {
	if d.Kind != "" && d.Kind != k {
		d.wrong(line, ruleItem, "The item says kind: %s, but its options have the form of %s. Change one of them.", d.Kind, k)
	}
	d.Kind = k
}

// finish checks what the item as a whole must be.
func (d *draft) finish() {
	d.Stem = strings.Join(d.stem, "\n\n")
	if d.Kind == "" {
		d.Kind = induction.Single
	}
	if d.Stem == "" {
		d.wrong(d.line, ruleItem, "The item asks nothing. Write the question as a paragraph above its options.")
	}
	if d.Rationale == "" {
		d.wrong(d.line, ruleWhy, "The item has no rationale. End it with a paragraph that begins %s", whyMark)
	}
	if strings.Contains(d.Rationale, "](") {
		d.wrong(max(d.line, d.why), rulePicture, "A rationale is words. Show the picture above the options, or on a page.")
	}
	if words := counts(d.Item); words != "" {
		d.wrong(max(d.line, d.picked), ruleOptions, "%s", words)
	}
	d.reasons()
	d.alike()
}

// reasons asks for a rationale under each option of single and several.
func (d *draft) reasons() {
	if d.Kind != induction.Single && d.Kind != induction.Several {
		return
	}
	for i, o := range d.Options {
		if o.Rationale == "" {
			d.wrong(d.lines[i], ruleWhy, "The option has no rationale. Say in an indented line under it why it is right or wrong.")
		}
	}
}

// alike refuses two options, or two partners, with the same words.
func (d *draft) alike() {
	seen := map[string]bool{}
	for i, o := range d.Options {
		if key := "o" + folded(o.Text); seen[key] {
			d.wrong(d.lines[i], ruleDuplicate, "Another option says the same. Change one of them.")
		} else {
			seen[key] = true
		}
	}
	for _, o := range d.Partners {
		if key := "p" + folded(o.Text); seen[key] {
			d.wrong(d.picked, ruleDuplicate, "The partner %q stands twice, so two pairings would be right. Change one of them.", o.Text)
		} else {
			seen[key] = true
		}
	}
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// counts says what is wrong with the number of options; "" for nothing.
func counts(it induction.Item) string {
	n, right := len(it.Options), 0
	for _, o := range it.Options {
		if o.Right {
			right++
		}
	}
	switch {
	case n == 0:
		return "The item has no options. Write them as a task list, a numbered list or a table."
	case it.Kind == induction.Single && right > 1:
		return "More than one box is ticked. Tick one, or write kind: several under the heading."
	case it.Kind == induction.Single && right == 0:
		return "No box is ticked. Tick the right one: - [x]."
	case it.Kind == induction.Single && (n < 3 || n > 6):
		return "Write three to six options."
	case it.Kind == induction.Several && (n < 4 || n > 8):
		return "Write four to eight options."
	case it.Kind == induction.Several && (right < 2 || right == n):
		return "Tick at least two boxes and leave at least one."
	case it.Kind == induction.Order && (n < 3 || n > 7):
		return "Write three to seven lines to put in order."
	case it.Kind == induction.Match && (n < 3 || n > 6 || len(it.Partners) > n+3):
		return "Write three to six prompts, and at most three rows without a prompt."
	}
	return ""
}
