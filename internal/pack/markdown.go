package pack

import (
	"bytes"
	"path"
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// blocks is the parser for every Markdown file. Tables stay paragraphs here, since
// the items' tables are read cell by cell.
var blocks = goldmark.New().Parser()

// prose is one Markdown file, parsed, with the lines it stands on.
type prose struct {
	*reader
	file   string
	first  int // line number of the first line of the Markdown
	src    []byte
	starts []int // offset of each line
	root   ast.Node
}

func (r *reader) prose(file string, first int, src []byte) *prose {
	p := &prose{reader: r, file: file, first: first, src: src, starts: []int{0}}
	for i, c := range src {
		if c == '\n' {
			p.starts = append(p.starts, i+1)
		}
	}
	p.root = blocks.Parse(text.NewReader(src))
	return p
}

// line is the line number of an offset.
func (p *prose) line(offset int) int {
	return p.first + max(0, sort.SearchInts(p.starts, offset+1)-1)
}

// lineOf is the line a block begins on; where the parser does not say, the line of
// what stands before it.
func (p *prose) lineOf(n ast.Node) int {
	for ; n != nil; n = before(n) {
		if at := n.Pos(); at >= 0 {
			return p.line(at)
		}
	}
	return p.first
}

func before(n ast.Node) ast.Node {
	if s := n.PreviousSibling(); s != nil {
		return s
	}
	return n.Parent()
}

// raw gives the source lines from one line up to, not including, another.
func (p *prose) raw(from, to int) string {
	from, to = max(0, from-p.first), min(to-p.first, len(p.starts))
	if from >= to {
		return ""
	}
	end := len(p.src)
	if to < len(p.starts) {
		end = p.starts[to]
	}
	return strings.TrimRight(string(p.src[p.starts[from]:end]), " \t\n")
}

// end is one more than the last line number.
func (p *prose) end() int { return p.first + len(p.starts) }

// block is one top-level part of a file and the lines it stands on.
type block struct {
	node     ast.Node
	from, to int // to is the first line of what follows
}

// children lists the parts directly under a node, which itself ends before line to.
func (p *prose) children(parent ast.Node, to int) []block {
	var out []block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b := block{node: n, from: p.lineOf(n), to: to}
		if len(out) > 0 {
			out[len(out)-1].to = b.from
		}
		out = append(out, b)
	}
	return out
}

// section is a heading of the second level and all up to the next.
type section struct {
	title  string
	line   int
	blocks []block
}

// sections cuts the file at its second-level headings; the first one returned has
// no title and is what stands before them.
func (p *prose) sections() []section {
	out := []section{{line: p.first}}
	for _, b := range p.children(p.root, p.end()) {
		h, ok := b.node.(*ast.Heading)
		if ok && h.Level == 2 {
			out = append(out, section{title: strings.TrimSpace(string(h.Lines().Value(p.src))), line: b.from})
			continue
		}
		last := &out[len(out)-1]
		last.blocks = append(last.blocks, b)
	}
	return out
}

// dedent takes the indent off that all lines share.
func dedent(s string) string {
	lines := strings.Split(s, "\n")
	least := len(s)
	for _, l := range lines {
		if t := strings.TrimLeft(l, " \t"); t != "" {
			least = min(least, len(l)-len(t))
		}
	}
	for i, l := range lines {
		lines[i] = strings.TrimRight(l[min(least, len(l)):], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// unquote takes the marks of a block quote off its lines.
func unquote(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		l = strings.TrimLeft(l, " ")
		l = strings.TrimPrefix(l, ">")
		lines[i] = strings.TrimPrefix(l, " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// allow says what a kind of file may hold besides paragraphs, lists and quotes.
type allow struct {
	code     bool // code spans: the ids of steps
	headings int  // the deepest level of heading
}

// shown refuses Markdown that no screen shows.
func (p *prose) shown(a allow) {
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if words, rule := refused(n, a); words != "" {
			p.wrong(place{p.file, p.lineOf(n)}, rule, "%s", words)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	p.addresses()
}

func refused(n ast.Node, a allow) (words, rule string) {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return "Raw HTML is not shown. Write it in Markdown, or write &lt; where a sign is meant.", ruleHTML
	case *ast.Link, *ast.AutoLink, *ast.LinkReferenceDefinition:
		return "Links are not shown: there is no network. Name the source in module.toml instead.", ruleLink
	case *ast.Heading:
		if n.Level == 1 || n.Level > a.headings {
			return "This level of heading is not used here. modules/FORMAT.md shows which are.", ruleMarkdown
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return "This reads as a block of code, which is not shown. Take the backquotes or the deep indent away.", ruleMarkdown
	case *ast.CodeSpan:
		if !a.code {
			return "Code is not shown. Take the backquotes away.", ruleMarkdown
		}
	case *ast.ThematicBreak:
		return "A line across is not shown. Take it out.", ruleMarkdown
	case *ast.List:
		if listDepth(n) > maxListDepth {
			return "A list stands more than two deep. Make it flatter.", ruleMarkdown
		}
	}
	return "", ""
}

func listDepth(n ast.Node) int {
	d := 0
	for ; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindList {
			d++
		}
	}
	return d
}

var webAddress = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.`)

// addresses refuses web addresses that are written out. The expression is slow and
// addresses are rare, so the file is searched for their signs first.
func (p *prose) addresses() {
	if low := bytes.ToLower(p.src); !bytes.Contains(low, []byte("://")) && !bytes.Contains(low, []byte("www.")) {
		return
	}
	n := p.first
	for line := range bytes.Lines(p.src) {
		if webAddress.Match(line) {
			p.wrong(place{p.file, n}, ruleLink, "A web address cannot be followed here. Name the source in module.toml instead.")
		}
		n++
	}
}

var pictureLine = regexp.MustCompile(`^\s*!\[([^\]]*)\]\(([^()\s]+)\)\s*$`)

// pictures checks every picture of the file and that each stands on a line of its own.
func (p *prose) pictures() {
	alone := map[int]bool{}
	n := p.first
	for line := range strings.Lines(string(p.src)) {
		if m := pictureLine.FindStringSubmatch(line); m != nil {
			alone[n] = true
			p.picture(place{p.file, n}, m[2], m[1])
		}
		n++
	}
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if img, ok := n.(*ast.Image); ok && entering && !alone[p.line(max(0, img.Pos()))] {
			p.wrong(place{p.file, p.line(max(0, img.Pos()))}, rulePicture, "Put the picture on a line of its own, as ![what it shows](pictures/name.png).")
		}
		return ast.WalkContinue, nil
	})
}

// asPicture reads a line that is a picture and nothing else: its path inside the
// pack and its words.
func (p *prose) asPicture(line string) (file, alt string, ok bool) {
	m := pictureLine.FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	return within(p.file, m[2]), strings.TrimSpace(m[1]), true
}

// inPack makes every picture's path one from the pack's root.
func (p *prose) inPack(body string) string {
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		if m := pictureLine.FindStringSubmatch(l); m != nil {
			lines[i] = "![" + m[1] + "](" + path.Join(path.Dir(p.file), m[2]) + ")"
		}
	}
	return strings.Join(lines, "\n")
}

// frontMatter cuts a file into the TOML between its +++ lines and the Markdown after them.
func (r *reader) frontMatter(file string, src []byte) (front, body []byte, bodyLine int, ok bool) {
	rest, begins := bytes.CutPrefix(src, []byte("+++\n"))
	front, body, ends := bytes.Cut(rest, []byte("\n+++\n"))
	after := 1 // lines from the closing +++ to the body
	if begins && !ends {
		front, ends = bytes.CutSuffix(rest, []byte("\n+++"))
		body, after = nil, 0
	}
	if !begins || !ends {
		r.wrong(place{file, 1}, ruleFront, "The file must begin with a line +++, then its title and so on, then another line +++.")
		return nil, nil, 0, false
	}
	return front, body, 3 + bytes.Count(front, []byte("\n")) + after, true
}
