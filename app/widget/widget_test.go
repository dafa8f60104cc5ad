package widget

import (
	"fmt"
	"image"
	"image/color"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
)

// show puts o on a canvas of this size.
func show(t *testing.T, l *theme.Look, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	fyne.CurrentApp().Settings().SetTheme(l.Theme())
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func look() *theme.Look { return theme.New(1, false, true) }

func key(f fyne.Focusable, names ...fyne.KeyName) {
	for _, n := range names {
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func TestButton(t *testing.T) {
	taps := 0
	b := NewButton(look(), Primary, "Next page", "arrow-right", func() { taps++ })
	w := show(t, look(), Left(b), 400, 100)
	test.Tap(b)
	w.Canvas().Focus(b)
	key(b, fyne.KeyReturn, fyne.KeyEnter)
	b.TypedRune(' ')
	if taps != 4 {
		t.Errorf("a press, Enter twice and Space made %d taps", taps)
	}
	b.Disable()
	test.Tap(b)
	key(b, fyne.KeyReturn)
	if taps != 4 || !b.Disabled() {
		t.Error("a disabled button was pressed")
	}
	b.Enable()
	test.Tap(b)
	if taps != 5 {
		t.Error("a button enabled again is not pressed")
	}
	if h := b.MinSize().Height; h < theme.HitArea {
		t.Errorf("the button is %v high, less than a hit area", h)
	}
}

func TestTilePassesOnWhatItHasNoUseFor(t *testing.T) {
	l := look()
	var got []string
	l.Unused = func(e *fyne.KeyEvent) { got = append(got, string(e.Name)) }
	l.UnusedRune = func(r rune) { got = append(got, string(r)) }
	tile := NewTile(l, "x", Para(l, "x"), func() {})
	key(tile, fyne.KeyEscape, fyne.KeyReturn)
	tile.TypedRune('q')
	if want := []string{"Escape", "q"}; !reflect.DeepEqual(got, want) {
		t.Errorf("passed on %v, want %v", got, want)
	}
}

func TestChoicesByKeyboard(t *testing.T) {
	confirmed := 0
	var last []int
	c := NewChoices(look(), ChoicesOptions{
		Texts: []string{"a", "b", "c", "d"}, OnConfirm: func() { confirmed++ }, OnChange: func(p []int) { last = p },
	})
	w := show(t, look(), c, 600, 500)
	focused := func() fyne.Focusable { return w.Canvas().Focused() }
	w.Canvas().Focus(c.Focus())

	key(focused(), fyne.KeyReturn)
	if confirmed != 0 || !reflect.DeepEqual(c.Picked(), []int{0}) {
		t.Fatalf("Enter with nothing picked: picked %v, confirmed %d", c.Picked(), confirmed)
	}
	for _, step := range []struct {
		do   func()
		want int
	}{
		{func() { focused().TypedRune('3') }, 2},
		{func() { focused().TypedRune('b') }, 1},
		{func() { focused().TypedRune('D') }, 3},
		{func() { key(focused(), fyne.KeyDown) }, 0},
		{func() { key(focused(), fyne.KeyUp) }, 3},
		{func() { focused().TypedRune('9') }, 3},
		{func() { test.Tap(c.tiles[1]) }, 1},
	} {
		step.do()
		if got := c.Picked(); !reflect.DeepEqual(got, []int{step.want}) {
			t.Fatalf("picked %v, want %d", got, step.want)
		}
	}
	if !reflect.DeepEqual(last, []int{1}) {
		t.Errorf("told of %v", last)
	}
	key(focused(), fyne.KeyReturn)
	if confirmed != 1 {
		t.Errorf("Enter confirmed %d times", confirmed)
	}
	c.Judge([]Mark{{Tone: Good, Label: "The right answer"}, {Tone: Stop, Label: "Your answer: not right", Rationale: "because"}})
	focused().TypedRune('1')
	test.Tap(c.tiles[2])
	if !reflect.DeepEqual(c.Picked(), []int{1}) {
		t.Error("an answer changed after it was judged")
	}
	if s := words(c); !strings.Contains(s, "The right answer") || !strings.Contains(s, "because") {
		t.Errorf("the judgement is not in words: %s", s)
	}
}

func TestChoicesOfSeveral(t *testing.T) {
	c := NewChoices(look(), ChoicesOptions{Texts: []string{"a", "b", "c"}, Several: true})
	w := show(t, look(), c, 600, 400)
	w.Canvas().Focus(c.Focus())
	for _, r := range "13 " {
		w.Canvas().Focused().TypedRune(r)
	}
	if got := c.Picked(); !reflect.DeepEqual(got, []int{0}) {
		t.Errorf("1, 3 and Space on 3 left %v", got)
	}
	key(w.Canvas().Focused(), fyne.KeyUp)
	if got := c.Picked(); !reflect.DeepEqual(got, []int{0}) {
		t.Errorf("moving picked: %v", got)
	}
}

// words is all text under o.
func words(o fyne.CanvasObject) string {
	switch x := o.(type) {
	case *Text:
		return x.String()
	case *Line:
		return x.whole
	}
	var out []string
	for _, c := range childrenOf(o) {
		if s := words(c); s != "" && c.Visible() {
			out = append(out, s)
		}
	}
	return strings.Join(out, " | ")
}

func TestOrderByKeyboardAndMouse(t *testing.T) {
	var told []int
	o := NewOrderList(look(), OrderOptions{Texts: []string{"a", "b", "c"}, OnChange: func(p []int) { told = p }})
	w := show(t, look(), o, 600, 400)
	w.Canvas().Focus(o.Focus())
	key(w.Canvas().Focused(), fyne.KeyDown)
	key(w.Canvas().Focused(), fyne.KeyDown)
	key(w.Canvas().Focused(), fyne.KeyDown) // already last
	if got := o.Order(); !reflect.DeepEqual(got, []int{1, 2, 0}) || !reflect.DeepEqual(told, got) {
		t.Errorf("a moved down to the end gives %v, told %v", got, told)
	}
	if w.Canvas().Focused() != fyne.Focusable(o.tiles[2]) {
		t.Error("the focus did not stay with the moved item")
	}
	test.Tap(o.mover("arrow-up", "Up", 2, -1).(*press))
	if got := o.Order(); !reflect.DeepEqual(got, []int{1, 0, 2}) {
		t.Errorf("the button up gives %v", got)
	}
	o.Judge(make([]Mark, 3))
	key(o.tiles[0], fyne.KeyDown)
	if got := o.Order(); !reflect.DeepEqual(got, []int{1, 0, 2}) {
		t.Error("the order changed after it was judged")
	}
}

func TestMatchByKeyboardAndMouse(t *testing.T) {
	confirmed := false
	m := NewMatch(look(), MatchOptions{Prompts: []string{"p", "q"}, Answers: []string{"x", "y", "z"}, Choose: "Choose", OnConfirm: func() { confirmed = true }})
	w := show(t, look(), m, 800, 600)
	w.Canvas().Focus(m.Focus())
	w.Canvas().Focused().TypedRune('b')
	key(w.Canvas().Focused(), fyne.KeyRight, fyne.KeyDown)
	if m.Complete() {
		t.Error("complete with one prompt left")
	}
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if !strings.Contains(words(m), "C | z") {
		t.Errorf("Enter did not open the answers: %s", words(m))
	}
	w.Canvas().Focused().TypedRune('1')
	if got := m.Picked(); !reflect.DeepEqual(got, []int{2, 0}) || !m.Complete() {
		t.Errorf("picked %v", got)
	}
	key(w.Canvas().Focused(), fyne.KeyReturn)
	if !confirmed {
		t.Error("Enter did not confirm")
	}
	test.Tap(m.choosers[0])
	if m.open != 0 {
		t.Error("a press did not open the answers")
	}
}

func TestFieldTakesWhatItIsFor(t *testing.T) {
	var submitted string
	f := NewField(look(), FieldOptions{Label: "PIN", Digits: true, MaxLength: 4, OnSubmit: func(s string) { submitted = s }})
	w := show(t, look(), f, 400, 200)
	w.Canvas().Focus(f.Entry())
	test.Type(f.Entry(), "1a2-3456")
	if f.Text() != "1234" {
		t.Errorf("the field holds %q", f.Text())
	}
	key(f.Entry(), fyne.KeyReturn)
	if submitted != "1234" {
		t.Errorf("Enter submitted %q", submitted)
	}
	before := f.MinSize().Height
	f.SetError("Enter four digits")
	if f.Error() == "" || f.MinSize().Height <= before || !strings.Contains(words(f), "Enter four digits") {
		t.Error("the error is not shown")
	}
	f.SetError("")
	if f.MinSize().Height != before {
		t.Error("the error did not go away")
	}
}

func TestFieldHoldsStillWhileTheMouseIsDown(t *testing.T) {
	l, told := look(), 0
	l.Focused = func(fyne.CanvasObject) { told++ }
	f := NewField(l, FieldOptions{Label: "PIN"})
	w := show(t, l, f, 400, 200)
	mouse, press := f.Entry().(desktop.Mouseable), &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	mouse.MouseDown(press)
	if w.Canvas().Focused() != f.Entry() || told != 0 {
		t.Errorf("under the button the page was told %d times to scroll; the focus is on %v", told, w.Canvas().Focused())
	}
	mouse.MouseUp(press)
	if told != 1 {
		t.Errorf("after the press the page was told %d times", told)
	}
	w.Canvas().Unfocus()
	w.Canvas().Focus(f.Entry())
	if told != 2 {
		t.Errorf("by keyboard the page was told %d times in all", told)
	}
}

func TestFieldPastesWithinItsLimits(t *testing.T) {
	f := NewField(look(), FieldOptions{Digits: true, MaxLength: 7})
	show(t, look(), f, 400, 100)
	c := test.NewClipboard()
	c.SetContent("GMC 70 12345 99\n")
	f.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
	if f.Text() != "7012345" {
		t.Errorf("pasted %q", f.Text())
	}
}

const scanText = "HTTPS://EXAMPLE.INVALID/#MUSTER1:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:"

func TestScanAtFullSpeed(t *testing.T) {
	var got []string
	s := NewScanEntry(look(), ScanOptions{Heading: "Scan", Ready: "Ready", Waiting: "Press", Receiving: "Reading", OnText: func(x string) { got = append(got, x) }})
	w := show(t, look(), s, 600, 400)
	w.Canvas().Focus(s)
	if s.status.String() != "Ready" {
		t.Errorf("with the focus it says %q", s.status)
	}
	long := strings.Repeat(scanText, 16)[:1200]
	start := time.Now()
	for range 5 {
		test.TypeOnCanvas(w.Canvas(), "")
		test.Type(s, long)
		key(s, fyne.KeyReturn)
	}
	took := time.Since(start)
	if len(got) != 5 || got[4] != long {
		t.Fatalf("%d scans came through whole", len(got))
	}
	if took > 5*time.Second {
		t.Errorf("6,000 characters took %v", took)
	}
	t.Logf("6,000 characters in %v", took)
}

func TestScanPasteTabAndFocus(t *testing.T) {
	var got []string
	l := look()
	var passed []fyne.KeyName
	l.Unused = func(e *fyne.KeyEvent) { passed = append(passed, e.Name) }
	s := NewScanEntry(l, ScanOptions{Ready: "Ready", Waiting: "Press", OnText: func(x string) { got = append(got, x) }})
	w := show(t, l, VStack(l, 4, s, NewButton(l, Primary, "x", "", nil)), 600, 500)
	w.Canvas().Focus(s)
	c := test.NewClipboard()
	c.SetContent("pasted text")
	s.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
	if s.AcceptsTab() {
		t.Error("Tab is kept while nothing is being scanned")
	}
	test.Type(s, "scanned")
	if !s.AcceptsTab() {
		t.Error("Tab would leave in the middle of a scan")
	}
	key(s, fyne.KeyTab)
	test.Type(s, "half")
	key(s, fyne.KeyEscape, fyne.KeyEscape, fyne.KeyReturn)
	test.Type(s, "half")
	w.Canvas().Unfocus()
	w.Canvas().Focus(s)
	key(s, fyne.KeyReturn)
	if want := []string{"pasted text", "scanned"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := []fyne.KeyName{fyne.KeyEscape}; !reflect.DeepEqual(passed, want) {
		t.Errorf("passed on %v, want %v", passed, want)
	}
}

func TestScrollRevealsAndKeepsItsPlace(t *testing.T) {
	l := look()
	var tiles []fyne.CanvasObject
	for i := range 30 {
		tiles = append(tiles, NewTile(l, fmt.Sprint(i), PadAll(l, 20, Para(l, "tile")), func() {}))
	}
	s := NewScroll(l, VStack(l, 10, tiles...))
	show(t, l, s, 400, 300)
	s.Reveal(tiles[20])
	y := tiles[20].Position().Y
	if off := s.Offset(); y < off || y+tiles[20].Size().Height > off+300 {
		t.Errorf("tile at %v is not in view at offset %v", y, off)
	}
	saved := SaveState(s)
	again := NewScroll(l, VStack(l, 10, tiles...))
	show(t, l, again, 400, 300)
	RestoreState(again, saved)
	if again.Offset() != s.Offset() {
		t.Errorf("offset %v became %v", s.Offset(), again.Offset())
	}
	s.Reveal(tiles[0])
	if s.Offset() != 0 {
		t.Errorf("the first tile is in view at %v", s.Offset())
	}
}

func TestStateOutlivesDrawingAgain(t *testing.T) {
	l := look()
	build := func() (fyne.CanvasObject, *Field, *Choices, *OrderList, *Match) {
		f := NewField(l, FieldOptions{Label: "n"})
		c := NewChoices(l, ChoicesOptions{Texts: []string{"a", "b"}, OnChange: func([]int) { t.Log("told") }})
		o := NewOrderList(l, OrderOptions{Texts: []string{"a", "b"}})
		m := NewMatch(l, MatchOptions{Prompts: []string{"p"}, Answers: []string{"x", "y"}})
		return VStack(l, 4, f, c, o, m), f, c, o, m
	}
	one, f, c, o, m := build()
	f.SetText("typed")
	f.SetError("wrong")
	c.Pick(1)
	o.SetOrder([]int{1, 0})
	m.Pick([]int{1})
	two, f2, c2, o2, m2 := build()
	RestoreState(two, SaveState(one))
	if f2.Text() != "typed" || f2.Error() != "wrong" || !reflect.DeepEqual(c2.Picked(), []int{1}) || !reflect.DeepEqual(o2.Order(), []int{1, 0}) || !reflect.DeepEqual(m2.Picked(), []int{1}) {
		t.Errorf("restored %q %q %v %v %v", f2.Text(), f2.Error(), c2.Picked(), o2.Order(), m2.Picked())
	}
	RestoreState(f2, SaveState(one))
	if f2.Text() != "typed" {
		t.Error("another page's state was taken")
	}
}

func TestQRIsCrisp(t *testing.T) {
	m := [][]bool{{true, false}, {false, true}}
	im := drawQR(m, 4, 105, 105).(*image.Paletted)
	dark := 0
	for _, p := range im.Pix {
		dark += int(p)
	}
	if dark != 2*10*10 {
		t.Errorf("%d dark pixels, want two modules of 10×10", dark)
	}
	if im.ColorIndexAt(42, 42) != 1 || im.ColorIndexAt(41, 42) != 0 || im.ColorIndexAt(52, 42) != 0 || im.ColorIndexAt(52, 52) != 1 {
		t.Error("the modules are not where they belong")
	}
	if drawQR(m, 4, 5, 5).(*image.Paletted).ColorIndexAt(2, 2) != 0 {
		t.Error("a code was drawn where there is no room for it")
	}
}

func TestGridByKeyboard(t *testing.T) {
	l := look()
	var opened []int
	rows := make([]GridRow, 100)
	for i := range rows {
		rows[i] = GridRow{Name: fmt.Sprint("Learner ", i), Cells: []Cell{{State: CellDone, Letter: "✓"}, {}}}
	}
	g := NewGrid(l, GridOptions{NameHead: "Learner", Heads: []string{"FIR", "RES"}, Rows: rows, OnOpen: func(i int) { opened = append(opened, i) }})
	w := show(t, l, g, 900, 500)
	w.Canvas().Focus(g.Focus())
	f := w.Canvas().Focused()
	key(f, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyDown)
	f.TypedRune(' ')
	key(f, fyne.KeyHome, fyne.KeyUp, fyne.KeyEnter)
	if want := []int{2, 99, 0}; !reflect.DeepEqual(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
	live := 0
	for _, o := range test.LaidOutObjects(g) {
		if x, ok := o.(*canvas.Text); ok && strings.HasPrefix(x.Text, "Learner ") {
			live++
		}
	}
	if live == 0 || live > 20 {
		t.Errorf("%d of 100 rows exist", live)
	}
}

func TestGridDrawsOnlyWhatChanged(t *testing.T) {
	l := look()
	c := newGridCell(l)
	c.show(Cell{State: CellDone, Letter: "✓"})
	done := *c.block
	c.show(Cell{State: CellStop, Letter: "!"})
	if c.block.CornerRadius == done.CornerRadius || c.block.FillColor == done.FillColor || c.text.Text != "!" {
		t.Error("done and stop differ in less than colour, shape and letter")
	}
	c.block.FillColor = color.Black
	c.show(Cell{State: CellStop, Letter: "!"})
	if c.block.FillColor != color.Black {
		t.Error("a cell that did not change was drawn again")
	}
}

func TestCheckRow(t *testing.T) {
	var asked []bool
	r := NewCheckRow(look(), CheckOptions{Text: "Fire exits", OnToggle: func(on bool) { asked = append(asked, on) }})
	show(t, look(), r, 500, 100)
	test.Tap(r)
	if r.Checked() {
		t.Error("ticked before it was recorded")
	}
	r.SetChecked(true, "Shown by A, 09:41")
	r.TypedRune(' ')
	if want := []bool{true, false}; !reflect.DeepEqual(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	if !strings.Contains(words(r), "Shown by A") {
		t.Error("who showed it is not shown")
	}
}

func TestPINPadTypes(t *testing.T) {
	l := look()
	f := NewField(l, FieldOptions{Digits: true, Secret: true, MaxLength: 4})
	p := PINPad(l, f, "Back")
	w := show(t, l, VStack(l, 8, f, p), 400, 500)
	keys := map[string]*press{}
	var find func(o fyne.CanvasObject)
	find = func(o fyne.CanvasObject) {
		if k, ok := o.(*press); ok {
			keys[k.label] = k
		}
		for _, c := range childrenOf(o) {
			find(c)
		}
	}
	find(p)
	for _, k := range []string{"7", "0", "Back", "3", "1", "2", "9"} {
		test.Tap(keys[k])
	}
	if f.Text() != "7312" || w.Canvas().Focused() != f.Entry() {
		t.Errorf("the field holds %q, the focus is on %v", f.Text(), w.Canvas().Focused())
	}
	if n := len(Focusables(p)); n != 0 {
		t.Errorf("Tab stops at %d keys of the pad", n)
	}
}
