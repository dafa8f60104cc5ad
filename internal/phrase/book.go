package phrase

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Source is the language that every key has words in; another language's gaps
// are filled from it.
const Source = "en-GB"

// Book is every language's words, read once at the start; it is safe for use by
// many goroutines.
type Book struct {
	tags    []string // the languages, Source first
	words   map[string]map[string]entry
	matcher language.Matcher
}

// entry is the words of one key: one text, or one for each plural form.
type entry struct {
	text  string
	forms map[plural.Form]string // nil where text holds the words
}

// Load reads words/*.json of fsys. A file that is not as the package comment
// says, or a missing Source, is an error that names the file and the key.
func Load(fsys fs.FS) (*Book, error) {
	names, err := fs.Glob(fsys, "words/*.json")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	b := &Book{words: map[string]map[string]entry{}}
	for _, name := range names {
		if err := b.add(fsys, name); err != nil {
			return nil, err
		}
	}
	if b.words[Source] == nil {
		return nil, fmt.Errorf("words/%s.json is missing", Source)
	}
	b.order()
	return b, nil
}

// add reads one language's file.
func (b *Book) add(fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	tag := strings.TrimSuffix(path.Base(name), ".json")
	if _, err := language.Parse(tag); err != nil {
		return fmt.Errorf("%s: %q is not a language tag: %w", name, tag, err)
	}
	words, err := parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.words[tag] = words
	return nil
}

// order puts Source first, so that it is what an unknown language falls back to.
func (b *Book) order() {
	b.tags = []string{Source}
	for tag := range b.words {
		if tag != Source {
			b.tags = append(b.tags, tag)
		}
	}
	slices.Sort(b.tags[1:])
	tags := make([]language.Tag, len(b.tags))
	for i, t := range b.tags {
		tags[i] = language.Make(t)
	}
	b.matcher = language.NewMatcher(tags)
}

// Languages are the languages there are words in, Source first, as BCP 47 tags.
func (b *Book) Languages() []string { return slices.Clone(b.tags) }

// Printer speaks the language nearest to lang, a BCP 47 tag or a system's locale
// such as "cy_GB.UTF-8"; Source where nothing is near.
func (b *Book) Printer(lang string) *Printer {
	tag := Source
	lang, _, _ = strings.Cut(lang, ".")
	if want, err := language.Parse(lang); err == nil {
		if _, i, sure := b.matcher.Match(want); sure != language.No {
			tag = b.tags[i]
		}
	}
	return &Printer{tag: tag, lang: language.Make(tag), words: b.words[tag], source: b.words[Source]}
}
