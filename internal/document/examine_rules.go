package document

import (
	"fmt"
	"maps"
	"slices"
)

// The entries that a signed passport's catalogue, pages and field may have. What a
// document can do of itself, show or hide later is not among them (ISO 32000-1,
// 12.6, 12.7 and 8.11).
var (
	baseCatalogue   = []pdfName{"Type", "Pages", "Names"}
	mendedCatalogue = []pdfName{"Type", "Pages", "Names", "AF", "Lang", "ViewerPreferences", "AcroForm", "Perms"}
	pageEntries     = []pdfName{"Type", "Parent", "Resources", "Contents", "MediaBox", "Group"}
	fieldEntries    = []pdfName{"Type", "Subtype", "FT", "T", "Rect", "F", "P", "V"}
	formEntries     = []pdfName{"Fields", "SigFlags"}
	// forbidden are never in any object.
	forbidden = []pdfName{"A", "AA", "JS", "JavaScript", "OpenAction", "XFA", "OC", "OCProperties", "Alternates", "Launch", "RichMedia", "URI", "Next"}
)

func broken(what string) error { return fmt.Errorf("%w: %s", errSyntax, what) }

// rules says whether the file is built as a signed passport is, so that no reader
// shows another document than the one that was signed: the update adds the signature,
// its field and names, replaces nothing that is shown, and no object lies unused.
func (f sealedFile) rules() error {
	for _, step := range []func() error{f.trailers, f.catalogues, f.pages, f.field, f.replaced, f.nothingActive, f.nothingUnused} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func only(d pdfDict, allowed []pdfName) bool {
	return !slices.ContainsFunc(d, func(e pdfEntry) bool { return !slices.Contains(allowed, e.key) })
}

// trailers: both revisions have one catalogue and one set of facts.
func (f sealedFile) trailers() error {
	for _, key := range []pdfName{"Root", "Info"} {
		ref, is := f.base.trailer.at(key).(pdfRef)
		if !is || f.update.trailer.at(key) != ref {
			return broken("its trailers")
		}
	}
	if !only(f.base.trailer, []pdfName{"Size", "Root", "Info"}) || !only(f.update.trailer, []pdfName{"Size", "Root", "Info", "Prev", "ID"}) {
		return broken("its trailers")
	}
	return nil
}

// catalogues: the new one adds to the old one.
func (f sealedFile) catalogues() error {
	before, after := f.base.objects[f.view.root].dict(), f.update.objects[f.view.root].dict()
	names := f.view.dictAt(after.at("Names"))
	files := f.view.dictAt(names.at("EmbeddedFiles"))
	switch {
	case after.at("Type") != pdfName("Catalog") || !only(before, baseCatalogue) || !only(after, mendedCatalogue):
		return broken("its catalogue")
	case before.raw("Pages") == "" || before.raw("Pages") != after.raw("Pages"):
		return broken("its pages")
	case !only(names, []pdfName{"EmbeddedFiles"}) || !only(files, []pdfName{"Names"}):
		return broken("its names")
	}
	return nil
}

// pages: a flat list, and the first differs by the field alone.
func (f sealedFile) pages() error {
	numbers, ok := f.view.pages()
	if !ok {
		return broken("its pages")
	}
	for i, n := range numbers {
		before, after := f.base.objects[n].dict(), f.view.objects[n].dict()
		if !only(before, pageEntries) || i > 0 && len(f.update.objects[n].raw) > 0 {
			return broken("a page")
		}
		if i == 0 && (!only(after, append([]pdfName{"Annots"}, pageEntries...)) || !extends(after, before)) {
			return broken("its first page")
		}
	}
	return nil
}

// extends says whether a dictionary has all that another has, unchanged.
func extends(after, before pdfDict) bool {
	for _, e := range before {
		if after.raw(e.key) != string(e.raw) {
			return false
		}
	}
	return true
}

// field: one, which shows nothing, on the first page, with the signature as its value.
func (f sealedFile) field() error {
	root := f.view.dictAt(pdfRef(f.view.root))
	form := f.view.dictAt(root.at("AcroForm"))
	numbers, _ := f.view.pages()
	annotations := f.view.arrayAt(f.view.dictAt(pdfRef(numbers[0])).at("Annots"))
	fields := f.view.arrayAt(form.at("Fields"))
	if !only(form, formEntries) || len(fields) != 1 || len(annotations) != 1 {
		return broken("its form")
	}
	here, is := fields[0].(pdfRef)
	if !is || annotations[0] != here {
		return broken("its form")
	}
	field := f.view.dictAt(here)
	signature, _ := field.at("V").(pdfRef)
	rect, _ := field.at("Rect").(pdfArray)
	switch {
	case !only(field, fieldEntries) || field.at("Subtype") != pdfName("Widget") || field.at("FT") != pdfName("Sig"):
		return broken("its field")
	case !slices.Equal(rect, pdfArray{0, 0, 0, 0}):
		return broken("its field can be seen")
	case !slices.Equal(f.view.signatures(), []int{int(signature)}):
		return broken("its signature is not the field's")
	case f.view.dictAt(root.at("Perms")).at("DocMDP") != signature:
		return broken("its permissions")
	}
	return nil
}

// replaced: the update has no object of the base but the catalogue, the first page
// and the attachments' specifications, and these name the same files as before.
func (f sealedFile) replaced() error {
	pages, _ := f.view.pages()
	old, err := join(f.base).files()
	if err != nil {
		return err
	}
	allowed := []int{f.view.root, pages[0]}
	for _, file := range old {
		allowed = append(allowed, file.number)
		if now := f.view.dictAt(pdfRef(file.number)); f.view.dictAt(now.at("EF")).at("F") != pdfRef(file.file) {
			return broken("an attachment was replaced")
		}
	}
	for n, o := range f.update.objects {
		if _, was := f.base.objects[n]; was && !slices.Contains(allowed, n) || o.body != nil {
			return broken(fmt.Sprintf("object %d was replaced", n))
		}
	}
	return nil
}

// nothingActive looks at each dictionary for what acts, hides or changes.
func (f sealedFile) nothingActive() error {
	for _, o := range f.view.objects {
		if acts(o.value) {
			return broken("an active part")
		}
	}
	return nil
}

func acts(v any) bool {
	switch v := v.(type) {
	case pdfArray:
		return slices.ContainsFunc(v, acts)
	case pdfDict:
		return slices.ContainsFunc(v, func(e pdfEntry) bool { return slices.Contains(forbidden, e.key) || acts(e.value) })
	}
	return false
}

// nothingUnused: every object can be reached from the trailer.
func (f sealedFile) nothingUnused() error {
	reached := map[int]bool{}
	f.view.reach(f.view.trailer, reached)
	for n := range maps.Keys(f.view.objects) {
		if !reached[n] {
			return broken(fmt.Sprintf("object %d is not used", n))
		}
	}
	return nil
}

func (o outline) reach(v any, reached map[int]bool) {
	switch v := v.(type) {
	case pdfRef:
		if !reached[int(v)] {
			reached[int(v)] = true
			o.reach(o.objects[int(v)].value, reached)
		}
	case pdfArray:
		for _, e := range v {
			o.reach(e, reached)
		}
	case pdfDict:
		for _, e := range v {
			o.reach(e.value, reached)
		}
	}
}
