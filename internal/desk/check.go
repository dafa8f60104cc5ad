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
	list, found, err := d.trustList(ctx)
	if err != nil {
		return Checked{}, err
	}
	floor, err := d.Store.Floor(ctx)
	if err != nil {
		return Checked{}, err
	}
	c := Checked{Verdict: passport.Verify(text, list, d.Clock.Now(), floor), NoList: !found}
	c.Items = Titled(d.Catalog, c.Verdict)
	return c, nil
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
