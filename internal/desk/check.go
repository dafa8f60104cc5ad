package desk

import (
	"context"

	"muster/internal/induction"
	"muster/internal/passport"
)

// Checked is a check of a passport: its verdict, and its items with their titles.
type Checked struct {
	Verdict passport.Verdict
	Items   []CheckedItem
	// NoList says that no trust list has been imported here.
	NoList bool
	// Broken is why the file that it came in cannot be believed, as a code; "" where it
	// can.
	Broken string
}

// CheckedItem is one item of a passport as people read it.
type CheckedItem struct {
	passport.ItemVerdict
	Subject string // the framework's name, or the code where it is not known
	Level   string
	// Partial says that the level needs a practical, and none was witnessed.
	Partial bool
}

// Check judges a passport's text. It records nothing.
func (d *Desk) Check(ctx context.Context, text string) (Checked, error) {
	g, err := d.ground(ctx)
	if err != nil {
		return Checked{}, err
	}
	return d.checked(g, text), nil
}

func (d *Desk) checked(g ground, text string) Checked {
	v := g.verdict(text)
	return Checked{Verdict: v, Items: Titled(d.Catalog, v), NoList: !g.found}
}

// CheckFile judges what was found in a file: each of its passports by itself, the
// first page's first. A file that cannot be believed is one verdict, refused, and its
// passports are not looked at: broken is the reason's code, "" where there is none.
func (d *Desk) CheckFile(ctx context.Context, texts []string, broken string) ([]Checked, error) {
	g, err := d.ground(ctx)
	if err != nil {
		return nil, err
	}
	if broken != "" {
		return []Checked{{Verdict: passport.RefuseFile("the file: "+broken, g.list, g.now, g.floor), NoList: !g.found, Broken: broken}}, nil
	}
	var out []Checked
	for _, text := range texts {
		out = append(out, d.checked(g, text))
	}
	return out, nil
}

// Titled gives a verdict's items their titles and says where a practical is missing.
func Titled(cat Catalog, v passport.Verdict) []CheckedItem {
	if v.Claims == nil {
		return nil
	}
	var out []CheckedItem
	for i, it := range v.Items {
		item := CheckedItem{ItemVerdict: it, Subject: it.Code}
		if s, l, ok := cat.Titles(v.Claims.Framework, induction.Code(it.Code)); ok {
			item.Subject, item.Level = s, l
		}
		item.Partial = cat.NeedsPractical(v.Claims.Framework, induction.Code(it.Code)) && !v.Claims.Items[i].How.Has(passport.Practical)
		out = append(out, item)
	}
	return out
}
