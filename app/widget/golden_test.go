package widget

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares how o is built up with the file of its name; a difference leaves
// what was got beside it.
func golden(t *testing.T, l *theme.Look, name string, o fyne.CanvasObject, width float32) {
	t.Helper()
	show(t, l, o, width, max(40, HeightOf(o, width)))
	got := test.RenderObjectToMarkup(o)
	path := filepath.Join("testdata", name+".xml")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		failed := filepath.Join("testdata", name+".failed.xml")
		if err := os.WriteFile(failed, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is built up otherwise than its golden file; see %s", name, failed)
	}
}

func TestGoldens(t *testing.T) {
	light, high := look(), theme.New(1.5, true, true)
	for _, l := range []*theme.Look{light, high} {
		suffix := map[bool]string{false: "", true: "-high-contrast"}[l.HighContrast]
		golden(t, l, "button"+suffix, NewButton(l, Primary, "Next page", "arrow-right", func() {}), 220)
		golden(t, l, "notice"+suffix, Notice(l, Stop, "The printer did not answer", "Check that it is on, then print again."), 420)
		c := NewChoices(l, ChoicesOptions{Texts: []string{"Before touching the patient", "Only when dirty"}})
		c.Pick(1)
		c.Judge([]Mark{{Tone: Good, Label: "The right answer"}, {Tone: Stop, Label: "Your answer: not right", Rationale: "Dirt cannot always be seen."}})
		golden(t, l, "choices-judged"+suffix, c, 420)
		golden(t, l, "verdict"+suffix, Verdict(l, Warn, "Look closer", "Two items have expired."), 500)
	}
	md := "# Title\n\nSome **bold** text.\n\n1. one\n2. two\n\n| When | How long |\n|---|---|\n| Always | 20 s |\n\n![A bed](no.png)\n\n> [!warning]\n> Careful."
	golden(t, light, "markdown", Markdown(light, md, MarkdownOptions{}), 500)
	f := NewField(light, FieldOptions{Label: "Room", Hint: "As signposted"})
	f.SetError("Enter the room")
	golden(t, light, "field-error", f, 300)
}

func TestTableStacksWhenNarrow(t *testing.T) {
	l := look()
	table := func() fyne.CanvasObject {
		return Table(l, []string{"When", "Use"}, [][]string{{"Hands look clean", "Decontaminating alcohol gel"}})
	}
	wide, narrow := table(), table()
	show(t, l, wide, 600, 200)
	show(t, l, narrow, 150, 400)
	if got, want := words(wide), "When | Use | Hands look clean | Decontaminating alcohol gel"; got != want {
		t.Errorf("wide: %s", got)
	}
	if got, want := words(narrow), "When | Hands look clean | Use | Decontaminating alcohol gel"; got != want {
		t.Errorf("narrow: %s", got)
	}
}

func TestMarkdownPicturesAndTones(t *testing.T) {
	l := look()
	o := Markdown(l, "![A nurse cleans her hands](x.png)\n\n> [!stop]\n> Do not move the patient.\n\nA [link](https://example.invalid) and `code`.", MarkdownOptions{})
	show(t, l, o, 600, 400)
	if got, want := words(o), "A nurse cleans her hands | Do not move the patient. | A link and code."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
