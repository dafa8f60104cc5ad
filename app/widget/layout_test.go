package widget

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTextWraps(t *testing.T) {
	l := look()
	x := NewText(l, Style{}, Run{Text: "Clean hands are the single most "}, Run{Text: "effective", Bold: true}, Run{Text: " way to stop infection\nspreading."})
	wide, narrow := x.Lines(2000), x.Lines(150)
	if wide != 2 || narrow < 4 {
		t.Errorf("%d lines wide, %d narrow", wide, narrow)
	}
	show(t, l, x, 150, 400)
	x.Resize(fyne.NewSize(150, 400))
	var all strings.Builder
	for _, w := range x.words {
		if right := w.Position().X + w.Size().Width; right > 151 {
			t.Errorf("%q reaches %v", w.Text, right)
		}
		all.WriteString(w.Text)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if squeeze(all.String()) != squeeze(x.String()) {
		t.Errorf("words were lost: %q", all.String())
	}
}

func TestTextNeverLosesALetter(t *testing.T) {
	l := look()
	for _, s := range []string{"Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh", "Ἀλέξανδρος Ж Zoë Ngũgĩ Łukasz", "a", "", strings.Repeat("x", 400)} {
		for _, w := range []float32{10, 40, 90, 300, 5000} {
			x := Para(l, s)
			var got strings.Builder
			for _, ln := range x.breakLines(w) {
				for _, sg := range ln.segs {
					got.WriteString(sg.text)
				}
			}
			if strings.ReplaceAll(got.String(), " ", "") != strings.ReplaceAll(s, " ", "") {
				t.Errorf("%q at %v became %q", s, w, got.String())
			}
		}
	}
}

func TestLineEndsInAnEllipsis(t *testing.T) {
	x := NewLine(look(), "A name that is far too long for the place it has", Style{})
	show(t, look(), x, 120, 30)
	x.Resize(fyne.NewSize(120, 30))
	if !strings.HasSuffix(x.text.Text, "…") || x.text.MinSize().Width > 120 {
		t.Errorf("%q is %v wide", x.text.Text, x.text.MinSize().Width)
	}
	x.Resize(fyne.NewSize(900, 30))
	if x.text.Text != x.whole {
		t.Errorf("with room it says %q", x.text.Text)
	}
}

func TestRowGoesToTheNextLine(t *testing.T) {
	l := look()
	a, b, c := Gap(l, 100, 20), Gap(l, 100, 20), Gap(l, 100, 20)
	r := Row(l, 10, a, b, c)
	if h := HeightOf(r, 330); h != 20 {
		t.Errorf("three in 330 are %v high", h)
	}
	r.Resize(fyne.NewSize(215, HeightOf(r, 215)))
	if c.Position() != fyne.NewPos(0, 30) || b.Position() != fyne.NewPos(110, 0) {
		t.Errorf("b at %v, c at %v", b.Position(), c.Position())
	}
	e := Ends(l, 10, []fyne.CanvasObject{a}, []fyne.CanvasObject{b})
	e.Resize(fyne.NewSize(400, 20))
	if a.Position().X != 0 || b.Position().X != 300 {
		t.Errorf("ends at %v and %v", a.Position(), b.Position())
	}
	e.Resize(fyne.NewSize(150, HeightOf(e, 150)))
	if b.Position() != fyne.NewPos(50, 30) {
		t.Errorf("the right end's own line starts at %v", b.Position())
	}
}

func TestColumnsReflow(t *testing.T) {
	l := look()
	a, b := Gap(l, 10, 30), Gap(l, 10, 50)
	c := Columns(l, 20, 200, []float32{1, 3}, a, b)
	c.Resize(fyne.NewSize(820, HeightOf(c, 820)))
	if c.Size().Height != 50 || b.Position().X != 220 || b.Size().Width != 600 {
		t.Errorf("side by side: %v, b at %v, %v", c.Size(), b.Position(), b.Size())
	}
	c.Resize(fyne.NewSize(500, HeightOf(c, 500)))
	if c.Size().Height != 100 || b.Position() != fyne.NewPos(0, 50) || b.Size().Width != 500 {
		t.Errorf("stacked: %v, b at %v, %v", c.Size(), b.Position(), b.Size())
	}
	c = ColumnsMainLast(l, 20, 200, []float32{1, 3}, a, b)
	c.Resize(fyne.NewSize(500, HeightOf(c, 500)))
	if b.Position().Y != 0 || a.Position().Y != 70 {
		t.Errorf("main last, stacked: a at %v, b at %v", a.Position(), b.Position())
	}
}

// TestASideListBeginsWhereYouAre: the entry that is now is in view however long the list.
func TestASideListBeginsWhereYouAre(t *testing.T) {
	l := look()
	var entries []SideEntry
	for i := range 40 {
		e := SideEntry{Text: fmt.Sprintf("Page %d", i)}
		if i == 30 {
			e.State = StepNow
		}
		entries = append(entries, e)
	}
	list := SideList(l, "Pages", entries)
	test.NewTempWindow(t, list).Resize(fyne.NewSize(300, 400))
	s := list.(*fyne.Container).Objects[1].(*Scroll)
	rows := s.scroll.Content.(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects
	at, _ := offsetIn(s.scroll.Content, rows[31])
	if at < s.Offset() || at+rows[31].Size().Height > s.Offset()+s.Size().Height {
		t.Fatalf("the entry is at %v, in view are %v to %v", at, s.Offset(), s.Offset()+s.Size().Height)
	}
}
