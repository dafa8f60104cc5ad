package pack

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"muster/internal/induction"
)

var pageName = regexp.MustCompile(`^\d\d-([a-z0-9][a-z0-9-]*)\.md$`)

type pageFront struct {
	Title   string `toml:"title"`
	Outcome string `toml:"outcome"`
	Case    bool   `toml:"case"`
}

// pages reads a module's pages in the order of their numbers.
func (r *reader) pages(m *induction.Module, dir string) {
	files := r.in(dir+"/pages", ".md")
	if len(files) > maxPages {
		r.wrong(place{dir + "/module.toml", 1}, ruleLimit, "A module has at most %d pages.", maxPages)
		files = files[:maxPages]
	}
	ids := map[induction.PageID]bool{}
	for _, file := range files {
		if path.Base(file) == "README.md" {
			continue
		}
		src, ok := readText(r.fsys, file, maxPage, r.report)
		if !ok {
			continue
		}
		page, ok := r.page(file, src, m.OutcomeIDs())
		if !ok {
			continue
		}
		if ids[page.ID] {
			r.wrong(place{file, 1}, ruleDuplicate, "Another page is called %q too. Change the words after the number.", page.ID)
		}
		ids[page.ID] = true
		r.mark(key(m, "page", string(page.ID)), place{file, 1})
		m.Pages = append(m.Pages, page)
	}
}

// page reads one page.
func (r *reader) page(file string, src []byte, outcomes []induction.OutcomeID) (induction.Page, bool) {
	name := pageName.FindStringSubmatch(path.Base(file))
	if name == nil || !validID(name[1]) {
		r.wrong(place{file, 1}, ruleFile, "A page's file is two digits, a hyphen and a name, such as 01-how-fires-start.md.")
		return induction.Page{}, false
	}
	front, body, first, ok := r.frontMatter(file, src)
	if !ok {
		return induction.Page{}, false
	}
	var in pageFront
	f, ok := readTOML(r.report, file, 2, front, ruleFront, &in)
	if !ok {
		return induction.Page{}, false
	}
	f.text("title", in.Title, maxTitle)
	outcome := induction.OutcomeID(in.Outcome)
	if outcome != "" && !slices.Contains(outcomes, outcome) {
		f.wrong("outcome", ruleUnknown, "module.toml has no outcome %q. Mend the name, or leave the line out on a page that introduces the module.", in.Outcome)
	}
	text := r.pageBody(file, first, body)
	return induction.Page{ID: induction.PageID(name[1]), Outcome: outcome, Title: in.Title, Case: in.Case, Body: text}, true
}

func (r *reader) pageBody(file string, first int, body []byte) string {
	p := r.prose(file, first, body)
	p.shown(allow{headings: 3})
	p.pictures()
	p.apart()
	text := strings.Trim(string(body), "\n")
	if strings.TrimSpace(text) == "" {
		r.wrong(place{file, first}, ruleValue, "The page has no text. Write it under the second line of +++.")
	}
	return p.inPack(text)
}

// apart wants every picture of a page in a paragraph of its own.
func (p *prose) apart() {
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() != ast.KindImage || !entering {
			return ast.WalkContinue, nil
		}
		if up := n.Parent(); up.Kind() != ast.KindParagraph || up.ChildCount() != 1 || up.Parent() != p.root {
			p.wrong(place{p.file, p.line(max(0, n.Pos()))}, rulePicture, "Put the picture in a paragraph of its own, with an empty line before and after, not in a list or quote.")
		}
		return ast.WalkContinue, nil
	})
}
