package phrase

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// book loads the words that ship and, beside them, those of other languages.
func book(t *testing.T, others map[string]string) *Book {
	t.Helper()
	source, err := os.ReadFile("../../assets/words/en-GB.json")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{"words/en-GB.json": {Data: source}}
	for tag, text := range others {
		fsys["words/"+tag+".json"] = &fstest.MapFile{Data: []byte(text)}
	}
	b, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type code string

type day int

func (d day) Start() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func TestT(t *testing.T) {
	p := book(t, map[string]string{"cy": `{
		"x.place": "{1} before {0}", "x.named": "{who} has {n}", "x.brace": "{{{0}}}",
		"x.items": {"one": "{0} item to go", "other": "{0} items to go"},
		"x.pair": {"one": "{who}: {n} page", "other": "{who}: {n} pages"}
	}`}).Printer("cy")
	for _, c := range []struct {
		key  string
		args []any
		want string
	}{
		{"x.place", []any{"a", "b"}, "b before a"},
		{"x.place", []any{"a"}, "⟦1⟧ before a"},
		{"x.named", []any{Named{"who": "Zoë", "n": 1200}}, "Zoë has 1,200"},
		{"x.named", nil, "⟦who⟧ has ⟦n⟧"},
		{"x.brace", []any{"a"}, "{a}"},
		{"x.items", []any{1}, "1 item to go"},
		{"x.items", []any{0}, "0 items to go"},
		{"x.items", []any{2}, "2 items to go"},
		{"x.items", nil, "⟦0⟧ items to go"},
		{"x.pair", []any{Named{"who": "Ana", "n": 1}}, "Ana: 1 page"},
		{"x.brace", []any{code("fire.1")}, "{fire.1}"},
		{"x.brace", []any{errors.New("no disk")}, "{no disk}"},
		{"x.brace", []any{[]string{"a", "b", "c"}}, "{a, b and c}"},
		{"x.brace", []any{110 * time.Minute}, "{1 h 50 min}"},
		{"x.brace", []any{day(20779)}, "{22 November 2026}"},
		{"x.brace", []any{"{0}"}, "{{0}}"},
		{"x.absent", []any{1}, "⟦x.absent⟧"},
		{"word.cancel", nil, "Cancel"}, // a gap of the language is filled from the source
	} {
		if got := p.T(c.key, c.args...); got != c.want {
			t.Errorf("T(%q, %v) = %q, want %q", c.key, c.args, got, c.want)
		}
	}
	if !p.Has("x.place") || !p.Has("word.cancel") || p.Has("x.absent") {
		t.Error("Has disagrees with the words there are")
	}
}

func TestPluralFormsFollowTheLanguage(t *testing.T) {
	p := book(t, map[string]string{"pl": `{"x.n": {"one": "{0} strona", "few": "{0} strony", "other": "{0} stron"}}`}).Printer("pl-PL")
	for n, want := range map[int]string{1: "1 strona", 2: "2 strony", 5: "5 stron", 22: "22 strony", 112: "112 stron"} {
		if got := p.T("x.n", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestPrinterTakesTheNearestLanguage(t *testing.T) {
	b := book(t, map[string]string{"cy": `{"x.y": "z"}`, "pl": `{"x.y": "z"}`})
	for asked, want := range map[string]string{
		"": Source, "C.UTF-8": Source, "nonsense!": Source, "ja": Source, "en": Source, "en_US.UTF-8": Source,
		"cy": "cy", "cy_GB.UTF-8": "cy", "pl-PL": "pl",
	} {
		if got := b.Printer(asked).Language(); got != want {
			t.Errorf("Printer(%q) speaks %q, want %q", asked, got, want)
		}
	}
	if got := fmt.Sprint(b.Languages()); got != "[en-GB cy pl]" {
		t.Errorf("Languages() = %s", got)
	}
}

func TestForms(t *testing.T) {
	p := book(t, nil).Printer(Source)
	at := time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)
	noon, night := at.Add(3*time.Hour), at.Add(15*time.Hour)
	for _, c := range [][2]string{
		{p.Date(at), "22 November 2026"},
		{p.ShortDate(at), "22 Nov 2026"},
		{p.Clock(at), "9:05am"},
		{p.Clock(noon), "12:05pm"},
		{p.Clock(night), "12:05am"},
		{p.Moment(at), "22 November 2026 at 9:05am"},
		{p.Duration(0), "0 min"},
		{p.Duration(-time.Hour), "0 min"},
		{p.Duration(time.Millisecond), "1 second"},
		{p.Duration(59 * time.Second), "59 seconds"},
		{p.Duration(59*time.Second + 1), "1 min"},
		{p.Duration(61 * time.Second), "2 min"},
		{p.Duration(20 * time.Minute), "20 min"},
		{p.Duration(2 * time.Hour), "2 h"},
		{p.Duration(110 * time.Minute), "1 h 50 min"},
		{p.List(nil), ""},
		{p.List([]string{"a"}), "a"},
		{p.List([]string{"a", "b"}), "a and b"},
		{p.List([]string{"a", "b", "c"}), "a, b and c"},
		{p.Number(0), "0"},
		{p.Number(999), "999"},
		{p.Number(1200), "1,200"},
		{p.Number(-1234567), "−1,234,567"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}

func TestLoadRefusesWhatItCannotRead(t *testing.T) {
	for words, want := range map[string]string{
		`[]`:                                    "one JSON object",
		`{"a.b": "x"`:                           "words/en-GB.json",
		`{"a.b": "x"} {}`:                       "something follows",
		`{"a.b": "x", "a.b": "y"}`:              "there twice",
		`{"a.b": 1}`:                            "a string or an object",
		`{"a.b": ""}`:                           "empty",
		`{"a.b": "{0"}`:                         "brace",
		`{"a.b": "0}"}`:                         "brace",
		`{"a.b": "{}"}`:                         "brace",
		`{"a.b": {"one": "x"}}`:                 `"other" is missing`,
		`{"a.b": {"other": "x", "dual": "y"}}`:  "plural form",
		`{"a.b": {"other": "x", "one": "{0{"}}`: "brace",
		`{"ab": "x"}`:                           "group.name",
		`{"A b.c": "x"}`:                        "group.name",
	} {
		_, err := Load(fstest.MapFS{"words/en-GB.json": {Data: []byte(words)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", words, err, want)
		}
	}
	if _, err := Load(fstest.MapFS{"words/cy.json": {Data: []byte(`{"a.b": "x"}`)}}); err == nil {
		t.Error("no source language, and no error")
	}
	if _, err := Load(fstest.MapFS{"words/!.json": {Data: []byte(`{}`)}}); err == nil {
		t.Error("a file named for no language, and no error")
	}
}

func TestFormatSortsAndGroups(t *testing.T) {
	in := `{"b.a": "x < y & z", "a.b": {"other": "{0} n", "one": "{0} 1"}, "a.a": "é"}`
	want := "{\n  \"a.a\": \"é\",\n  \"a.b\": {\"one\": \"{0} 1\", \"other\": \"{0} n\"},\n\n  \"b.a\": \"x < y & z\"\n}\n"
	values, err := scan([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	got, err := format(values)
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(`{"a.b": "{0}", "a.c": {"one": "{n}", "other": "{{"}}`)
	f.Add(`{"a.b": "}{"}`)
	f.Fuzz(func(t *testing.T, words string) {
		b, err := Load(fstest.MapFS{"words/en-GB.json": {Data: []byte(words)}})
		if err != nil {
			return
		}
		p := b.Printer(Source)
		for key := range b.words[Source] {
			p.T(key, 1, "x", Named{"n": 2})
		}
	})
}

func BenchmarkT(b *testing.B) {
	words := fstest.MapFS{"words/en-GB.json": {Data: []byte(`{"x.n": {"one": "{0} item", "other": "{0} items of {1}"}}`)}}
	book, err := Load(words)
	if err != nil {
		b.Fatal(err)
	}
	p := book.Printer(Source)
	for b.Loop() {
		p.T("x.n", 3, "many")
	}
}
