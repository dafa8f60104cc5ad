package window

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/app/theme"
	"muster/app/widget"
)

// sample is a page made of functions, for the tests of this package.
type sample struct {
	title   string
	content func(l *theme.Look) fyne.CanvasObject
	actions func(l *theme.Look) (left, right []fyne.CanvasObject)
}

func (s *sample) Title() string                           { return s.title }
func (s *sample) Content(l *theme.Look) fyne.CanvasObject { return s.content(l) }
func (s *sample) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	if s.actions == nil {
		return nil, nil
	}
	return s.actions(l)
}

func page(l *theme.Look, width float32, o ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Pad(l, 30, 32, 34, 32, widget.MaxWidth(l, width, widget.VStack(l, 20, o...)))
}

const longName = "Dr Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Ngũgĩ wa Thiong’o Łukasz"

func samples() map[string]Page {
	return map[string]Page{
		"01-welcome": &welcomeSample{}, "02-day": daySample(), "03-reader": readerSample(), "04-quiz": quizSample(false),
		"05-answered": quizSample(true), "06-order": orderSample(), "07-match": matchSample(), "08-checklist": checkSample(),
		"09-grid": &gridSample{}, "10-verdicts": verdictSample(), "11-desk": scanSample(), "12-form": formSample(),
		"13-result": resultSample(), "14-passport": passportSample(),
	}
}

type welcomeSample struct{}

func (*welcomeSample) Title() string { return "Welcome" }
func (*welcomeSample) NoBack()       {}
func (*welcomeSample) BareTop()      {}
func (*welcomeSample) Content(l *theme.Look) fyne.CanvasObject {
	white := func(s string, size float32) fyne.CanvasObject {
		return widget.Styled(l, s, widget.Style{Size: size, Display: size > 30, Bold: true, Color: l.OnBar})
	}
	left := widget.Ground(l.Bar, widget.Pad(l, 30, 48, 30, 48, widget.VStack(l, 16,
		widget.Styled(l, "St Brannoc’s University Hospitals", widget.Style{Bold: true, Color: l.OnBarSoft}),
		widget.Center(widget.Picture(l, "welcome.png", 420, 340)), white("Induction day", 46),
		widget.Styled(l, "Prove what you know, learn only the gaps, and take a passport your next employer can check.", widget.Style{Size: 19, Color: l.OnBarSoft}))))
	form := widget.Panel(l, 32, widget.VStack(l, 20, widget.H1(l, "Sign in to begin"),
		widget.NewField(l, widget.FieldOptions{Label: "GMC or staff number", Hint: "Seven digits, on your badge"}),
		widget.NewField(l, widget.FieldOptions{Label: "Your PIN", Secret: true, Digits: true, Width: 200}),
		widget.NewButton(l, widget.Primary, "Start my induction", "arrow-right", func() {})))
	right := widget.Pad(l, 40, 40, 40, 40, widget.MaxWidth(l, 480, widget.VStack(l, 20, widget.Spacer(), form, widget.Row(l, 12,
		widget.NewButton(l, widget.Outline, "Trainer’s desk", "presentation-chart", func() {}),
		widget.NewButton(l, widget.Outline, "Check a passport", "qr-code", func() {})), widget.Spacer())))
	return widget.ColumnsMainLast(l, 0, 420, []float32{46, 54}, left, right)
}

func daySample() Page {
	return &sample{title: "Your day", content: func(l *theme.Look) fyne.CanvasObject {
		hero := widget.Panel(l, 22, widget.Row(l, 26, widget.Ring(l, widget.Info, 0.42, 104, "42%", ""),
			widget.Grow(l, 320, widget.VStack(l, 4, widget.H1(l, "Good morning, Zoë Ngũgĩ"), widget.Muted(l, "2 of 9 modules passed. About 1 h 50 min left today, 55 min saved."))),
			widget.NewButton(l, widget.Confirm, "Carry on: Fire safety", "arrow-right", func() {})))
		var tiles []fyne.CanvasObject
		for i, m := range [][3]string{{"Fire safety", "Alarms, routes and horizontal evacuation", "fire-extinguisher"}, {"Resuscitation, adult, with automated external defibrillation", "Recognise, call, compress; the practical is signed by an assessor", "heartbeat"}, {"Information governance", "Keeping patient information private", "lock-key"}, {"Safeguarding adults", "Spotting signs and telling someone", "shield-check"}} {
			tone := []widget.Tone{widget.Good, widget.Info, widget.Plain, widget.Warn}[i]
			state := []string{"Passed", "In progress", "To do", "Needs a check"}[i]
			head := widget.BesideTop(l, 14, widget.Badge(l, m[2], 48, l.Brand, l.BrandSoft), widget.Grow(l, 100, widget.VStack(l, 2, widget.H3(l, m[0]), widget.Small(l, m[1]))))
			c := widget.PadAll(l, 20, widget.VStack(l, 14, head, widget.Spacer(), widget.Row(l, 8, widget.Pill(l, tone, state), widget.Spacer(), widget.Small(l, "20 min")), widget.NewBar(l, tone, float32(3-i)/3)))
			tiles = append(tiles, widget.NewTile(l, m[0], c, func() {}))
		}
		return page(l, 1320, hero, widget.AutoGrid(l, 360, 20, tiles...), widget.Notice(l, widget.Warn, "You still need a photo ID check", "Show your photo ID to a trainer before you leave. A passport cannot be issued without it."))
	}}
}

const readerText = `# The five moments

Clean hands are the single most effective way to stop infection spreading between patients. Use alcohol gel at the **point of care**, at each of these moments.

1. **Before** touching a patient
2. **Before** a clean or aseptic procedure
3. **After** a body fluid exposure risk

- Nails short, no polish
- One plain ring
  - Nothing with a stone in it

Gel does *not* work against *C. difficile* or norovirus.

| When | Use | How long |
|------|-----|----------|
| Hands look clean | Alcohol gel | 20–30 s |
| Diarrhoea or vomiting | Soap and water, every time, however short the contact was | 40–60 s |

![A nurse cleans her hands beside a bed](hands.png)

> **On this ward** gel is on every bed end and outside each bay.

> [!warning]
> Gloves are **not** an alternative to clean hands.
`

func readerSample() Page {
	return &sample{title: "Hand hygiene", content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 900, widget.Markdown(l, readerText, widget.MarkdownOptions{}))
	}, actions: func(l *theme.Look) (left, right []fyne.CanvasObject) {
		return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, "Previous", "arrow-left", func() {})},
			[]fyne.CanvasObject{widget.Muted(l, "Page 2 of 6"), widget.Sized(l, 160, widget.NewBar(l, widget.Info, 0.33)), widget.Spacer(), widget.NewButton(l, widget.Primary, "Next page", "arrow-right", func() {})}
	}}
}

func quizSample(answered bool) Page {
	return &sample{title: "Hand hygiene: show what I know", content: func(l *theme.Look) fyne.CanvasObject {
		c := widget.NewChoices(l, widget.ChoicesOptions{Texts: []string{
			"Before touching the patient, even if you are about to put gloves on", "Only when your hands look or feel dirty",
			"At the start and the end of your shift, and whenever you go to or come back from a break, or leave the ward for any other reason whatever", "After touching the patient, but not their bed or locker",
		}})
		c.Pick(1)
		if answered {
			c.Judge([]widget.Mark{{Tone: widget.Good, Label: "The right answer", Rationale: "Gloves do not replace clean hands."}, {Tone: widget.Stop, Label: "Your answer: not right", Rationale: "Most of what spreads infection cannot be seen."}})
		}
		st := make([]widget.StepState, 10)
		st[0], st[1], st[2], st[3] = widget.StepDone, widget.StepWrong, widget.StepDone, widget.StepNow
		return page(l, 900, widget.Steps(l, st), widget.VStack(l, 6, widget.Kicker(l, "Question 4 of 10"), widget.H1(l, "When must you clean your hands?"), widget.Muted(l, "Choose one answer. Keys A to D or 1 to 4 work too.")), c)
	}, actions: func(l *theme.Look) (left, right []fyne.CanvasObject) {
		return []fyne.CanvasObject{widget.NewButton(l, widget.Outline, "Stop for now", "", func() {})}, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, "Check answer", "check", func() {})}
	}}
}

func orderSample() Page {
	return &sample{title: "Resuscitation", content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 900, widget.H1(l, "Put these in order"), widget.NewOrderList(l, widget.OrderOptions{Texts: []string{"Call 2222", "Open the airway", "Make sure it is safe", "Start chest compressions"}, Up: "Up", Down: "Down"}))
	}}
}

func matchSample() Page {
	return &sample{title: "Fire safety", content: func(l *theme.Look) fyne.CanvasObject {
		m := widget.NewMatch(l, widget.MatchOptions{Prompts: []string{"Water, red label", "Carbon dioxide, black label", "Foam, cream label"}, Answers: []string{"Paper and wood", "Electrical equipment", "Flammable liquids"}, Choose: "Choose"})
		m.Pick([]int{0, -1, -1})
		return page(l, 900, widget.H1(l, "Which extinguisher for which fire?"), m)
	}}
}

func checkSample() Page {
	return &sample{title: "On this site", content: func(l *theme.Look) fyne.CanvasObject {
		none := func(bool) {}
		return page(l, 900, widget.H1(l, "Your local checklist"),
			widget.NewCheckRow(l, widget.CheckOptions{Text: "Fire exits of your ward", Detail: "Walk both routes to the assembly point.", Checked: true, ShownBy: "Shown by Łukasz Nowak, 09:41", OnToggle: none}),
			widget.NewCheckRow(l, widget.CheckOptions{Text: "Crash trolley and defibrillator", Detail: "Where they are, and how the seal is checked.", OnToggle: none}),
			widget.NewCheckRow(l, widget.CheckOptions{Text: "Bleep", OnToggle: none}))
	}}
}

type gridSample struct{}

func (*gridSample) Title() string { return "Trainer’s desk" }
func (*gridSample) Content(l *theme.Look) fyne.CanvasObject {
	var rows []widget.GridRow
	for i := range 60 {
		r := widget.GridRow{Name: fmt.Sprintf("%s %d", []string{"Zoë Ngũgĩ", "Łukasz Nowak", longName}[i%3], i), Note: []string{"", "Not identified"}[i%2]}
		for j := range 8 {
			r.Cells = append(r.Cells, []widget.Cell{{State: widget.CellDone, Letter: "✓"}, {State: widget.CellNow, Letter: "…"}, {}, {State: widget.CellLook, Letter: "!"}, {State: widget.CellStop, Letter: "3"}, {State: widget.CellExempt, Letter: "–"}}[(i*j+i)%6])
		}
		rows = append(rows, r)
	}
	g := widget.NewGrid(l, widget.GridOptions{NameHead: "Learner", Heads: []string{"FIR", "RES", "PR", "IG", "SGA", "M&H", "LOC", "ID"}, Rows: rows, OnOpen: func(int) {}})
	stats := widget.AutoGrid(l, 150, 14, widget.Stat(l, widget.Plain, "60", "Signed in"), widget.Stat(l, widget.Good, "22", "Ready"), widget.Stat(l, widget.Info, "31", "Working"), widget.Stat(l, widget.Warn, "5", "Not identified"), widget.Stat(l, widget.Stop, "2", "Need you"))
	return widget.Pad(l, 20, 28, 20, 28, widget.Filling(l, 16, stats, g))
}

func verdictSample() Page {
	return &sample{title: "Check a passport", content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 1000,
			widget.Verdict(l, widget.Good, "Accept", "Every item is signed, in date and from an organisation you trust.", widget.H2(l, longName), widget.Muted(l, "GMC 7012345. Hold this name against photo ID.")),
			widget.Verdict(l, widget.Warn, "Look closer", "The signature is good, but two items have expired."),
			widget.Verdict(l, widget.Stop, "Do not accept", "This passport was changed after it was signed. Ask for the original."))
	}}
}

func scanSample() Page {
	return &sample{title: "Check a passport", content: func(l *theme.Look) fyne.CanvasObject {
		return page(l, 1000, widget.NewScanEntry(l, widget.ScanOptions{Heading: "Scan a passport", Ready: "Ready. Scan the square code.", Waiting: "Press here, then scan.", Receiving: "Reading…", Hint: "Or drop the PDF on this window, or paste with Ctrl and V.", OnText: func(string) {}}),
			widget.Empty(l, "clipboard-text", "No passport checked yet", "What you check is shown here and never kept."))
	}}
}

func formSample() Page {
	return &sample{title: "Open a session", content: func(l *theme.Look) fyne.CanvasObject {
		a := widget.NewField(l, widget.FieldOptions{Label: "Room", Hint: "As it is signposted", Placeholder: "For example, Seminar room 4"})
		a.SetError("Enter the room, so that learners find the session")
		b := widget.NewField(l, widget.FieldOptions{Label: "Starters", Hint: "One a line: number, name", Rows: 4})
		return page(l, 640, widget.H1(l, "Open a session"), a, b, widget.Table(l, []string{"Number", "Name", "Says"}, [][]string{{"7012345", longName, "Ready"}, {"staff:8812", "Ἀλέξανδρος Жуков", "The number has six digits and should have seven"}}))
	}, actions: func(l *theme.Look) (left, right []fyne.CanvasObject) {
		b := widget.NewButton(l, widget.Primary, "Open the session", "", func() {})
		b.Disable()
		return []fyne.CanvasObject{widget.NewButton(l, widget.Danger, "Delete", "trash", func() {}), widget.NewButton(l, widget.Quiet, "More", "caret-down", func() {})}, []fyne.CanvasObject{b}
	}}
}

func resultSample() Page {
	return &sample{title: "Result", content: func(l *theme.Look) fyne.CanvasObject {
		left := widget.Panel(l, 30, widget.VStack(l, 16, widget.Center(widget.Ring(l, widget.Good, 0.9, 190, "9/10", "Pass mark 8")), widget.Styled(l, "You passed", widget.Style{Size: 34, Display: true, Bold: true, Color: l.Good, Align: fyne.TextAlignCenter}), widget.NewButton(l, widget.Primary, "Next module", "arrow-right", func() {})))
		var rows []fyne.CanvasObject
		for i, s := range []string{"Raise the alarm", "Choose the right extinguisher", "Move patients horizontally"} {
			tone := []widget.Tone{widget.Good, widget.Stop, widget.Good}[i]
			rows = append(rows, widget.Row(l, 14, widget.Shape(l, tone, 34), widget.Grow(l, 200, widget.Para(l, s)), widget.Pill(l, tone, []string{"Met", "To learn", "Met"}[i])), widget.Rule(l))
		}
		return page(l, 1240, widget.Columns(l, 24, 340, []float32{40, 60}, widget.Top(left), widget.Top(widget.Panel(l, 26, widget.VStack(l, 10, append([]fyne.CanvasObject{widget.H2(l, "Outcome by outcome")}, rows...)...)))))
	}}
}

func passportSample() Page {
	return &sample{title: "Your passport", content: func(l *theme.Look) fyne.CanvasObject {
		m := make([][]bool, 57)
		for y := range m {
			m[y] = make([]bool, 57)
			for x := range m[y] {
				m[y][x] = (x*y+x+y)%3 == 0
			}
		}
		return page(l, 1100, widget.Columns(l, 30, 320, []float32{50, 50}, widget.Top(widget.Panel(l, 20, widget.QRView(l, m, false, 440))), widget.Top(widget.VStack(l, 14, widget.H1(l, "Take it with you"), widget.Notice(l, widget.Good, "Saved", "The passport is on the stick KINGSTON."), widget.Notice(l, widget.Stop, "The printer did not answer", "Check that it is on, then print again.", widget.NewButton(l, widget.Outline, "Print again", "printer", func() {}))))))
	}}
}

func newFrame(t *testing.T, size fyne.Size, zoom float32, contrast bool) (*Frame, fyne.Window) {
	t.Helper()
	w := test.NewTempWindow(t, nil)
	f := New(Options{
		Window: w, Words: english, Look: theme.New(zoom, contrast, true), Demonstration: true,
		Help: func(Page) Page { return formSample() }, SignOut: func() {},
		Unlock: func(_ context.Context, pin string) error {
			if pin == "1234" {
				return nil
			}
			return errors.New("that is not the PIN you chose: try again")
		},
		Do: func(fn func()) { fn() },
	})
	t.Cleanup(f.Close)
	w.Resize(size)
	return f, w
}

func english(key string, args ...any) string {
	words := map[string]string{
		"frame.back": "Back", "frame.smaller": "Smaller text", "frame.larger": "Larger text", "frame.contrast": "High contrast",
		"frame.contrast-off": "Usual colours", "frame.help": "Help", "frame.lock": "Lock", "frame.sign-out": "Sign out", "frame.not-you": "Not you?",
		"frame.demonstration": "DEMONSTRATION: nothing here counts as training", "frame.dismiss": "Close this message",
		"frame.locked.title": "Locked", "frame.locked.text": "{0}, your place is kept. Enter your PIN to go on.", "frame.pin": "Your PIN",
		"frame.rub": "Take the last digit back", "word.cancel": "Cancel", "frame.pin-missing": "Enter your PIN", "frame.unlock": "Unlock", "frame.checking-pin": "Checking your PIN",
		"frame.not-you-sign-out": "Not you? Sign out", "frame.busy": "One moment", "frame.busy-long": "Nothing you have entered is lost.",
	}
	s, ok := words[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) > 0 {
		s = strings.ReplaceAll(s, "{0}", fmt.Sprint(args[0]))
	}
	return s
}

// TestShots draws every sample page at several sizes into MUSTER_SHOTS, to look at.
func TestShots(t *testing.T) {
	dir := os.Getenv("MUSTER_SHOTS")
	sizes := []struct {
		name     string
		w, h     float32
		zoom     float32
		contrast bool
	}{{"1366", 1366, 768, 1, false}, {"1366hc", 1366, 768, 1, true}, {"1366x2", 1366, 768, 2, false}, {"1080", 1920, 1080, 1.4, false}}
	for _, s := range sizes {
		if dir == "" && s.name != "1366" {
			continue
		}
		for name, p := range samples() {
			f, w := newFrame(t, fyne.NewSize(s.w, s.h), s.zoom, s.contrast)
			f.signIn("Zoë Ngũgĩ")
			f.Reset(&welcomeSample{})
			f.Show(p)
			shoot(t, dir, s.name+"-"+name, w)
			switch name {
			case "06-order":
				f.AskPIN(PINOptions{Heading: "Sign off this practical", Text: "You have seen each step done.", Confirm: "Sign it off"})
				shoot(t, dir, s.name+"-15-pin", w)
			case "08-checklist":
				f.Say(widget.Warn, "The tick was not saved", "The disk is full. Free some room, then tick it again.")
				shoot(t, dir, s.name+"-16-message", w)
				f.Lock()
				shoot(t, dir, s.name+"-17-lock", w)
			}
		}
	}
}

// shoot draws what is on the canvas, and keeps it when there is somewhere to.
func shoot(t *testing.T, dir, name string, w fyne.Window) {
	t.Helper()
	im := w.Canvas().Capture()
	if blank(im) {
		t.Errorf("%s: nothing was drawn", name)
	}
	if dir != "" {
		save(t, filepath.Join(dir, name+".png"), im)
	}
}

func blank(im image.Image) bool {
	seen := map[color.Color]bool{}
	for y := 0; y < im.Bounds().Dy(); y += 7 {
		for x := 0; x < im.Bounds().Dx(); x += 7 {
			seen[im.At(x, y)] = true
		}
	}
	return len(seen) < 4
}

func save(t *testing.T, path string, im image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, im); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
