package rehearsal

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/trust"
)

// TestInductionDay plays the whole day as “make demo” does, and holds what comes of
// it against tools that know nothing of Muster.
func TestInductionDay(t *testing.T) {
	long(t)
	out := played(t)
	for name, holds := range map[string]func(*testing.T, string){
		"screens": screensAreDrawn, "paper": paperSaysAll, "attachment and code": oneTextInThree,
		"verdict": verdictIsWhole, "trust": trustVerifies, "report": reportSaysWho, "records": recordsAreSound,
	} {
		t.Run(name, func(t *testing.T) { holds(t, out) })
	}
}

// tool runs a command and gives what it printed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %v: %v: %s%s", name, args, err, out, said.Bytes())
	}
	return string(out)
}

// muster runs a verb of the program and gives its exit code with what it printed.
func muster(t *testing.T, args ...string) (int, string) {
	t.Helper()
	c := exec.Command(program, append([]string{"--data", filepath.Join(scratch(t), "none")}, args...)...)
	out, err := c.Output()
	if gone := new(exec.ExitError); err != nil && !errors.As(err, &gone) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

func contains(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(text, s) {
			t.Errorf("%q is not in it:\n%s", s, text)
		}
	}
}

func screensAreDrawn(t *testing.T, out string) {
	all := value(filepath.Glob(filepath.Join(out, "screens", "*.png")))(t)
	for _, part := range []string{
		"first-start", "welcome", "open-session", "trainers-desk", "join", "your-day", "module", "reader", "quiz", "marked", "result-gaps", "result-passed",
		"large-text", "high-contrast", "help", "locked", "checklist", "practical", "feedback", "confirm-identity", "sign-practical", "passport", "code-full-screen",
		"check-desk", "verdict-caution", "verdict-refuse", "this-machine", "close-session",
	} {
		if !strings.Contains(strings.Join(all, "\n"), part) {
			t.Errorf("no screen %s", part)
		}
	}
	for _, path := range all {
		f := value(os.Open(path))(t)
		im := value(png.Decode(f))(t)
		f.Close()
		if im.Bounds() != image.Rect(0, 0, 1366, 768) {
			t.Errorf("%s is %v", filepath.Base(path), im.Bounds())
		}
		if n := colours(im); n < 8 {
			t.Errorf("%s has %d colours", filepath.Base(path), n)
		}
	}
}

// colours counts the colours of a picture, one pixel in each square of four.
func colours(im image.Image) int {
	seen := map[any]bool{}
	for y := 0; y < im.Bounds().Dy(); y += 4 {
		for x := 0; x < im.Bounds().Dx(); x += 4 {
			seen[im.At(x, y)] = true
		}
	}
	return len(seen)
}

func paperSaysAll(t *testing.T, out string) {
	pdf := filepath.Join(out, "passport.pdf")
	contains(t, tool(t, "pdftotext", "-layout", pdf, "-"), learnerName, "7012345", "DEMONSTRATION", "Fire Safety", "Resuscitation", "Alex Morgan", room)
	fonts := strings.Split(strings.TrimSpace(tool(t, "pdffonts", pdf)), "\n")
	if len(fonts) < 3 {
		t.Errorf("no fonts: %q", fonts)
	}
	for _, line := range fonts[2:] { // under the heading and its rule
		if f := strings.Fields(line); len(f) < 5 || f[len(f)-5] != "yes" { // emb, sub, uni and the object's two numbers
			t.Errorf("not embedded: %s", line)
		}
	}
}

// attached is the passport's text out of the PDF, as poppler finds it.
func attached(t *testing.T, out string) string {
	t.Helper()
	file := filepath.Join(scratch(t), "passport.muster")
	pdf := filepath.Join(out, "passport.pdf")
	contains(t, tool(t, "pdfdetach", "-list", pdf), "1: passport.muster")
	tool(t, "pdfdetach", "-save", "1", "-o", file, pdf)
	return strings.TrimSpace(string(value(os.ReadFile(file))(t)))
}

func oneTextInThree(t *testing.T, out string) {
	text := attached(t, out)
	page := filepath.Join(scratch(t), "page")
	tool(t, "pdftoppm", "-png", "-r", "150", "-singlefile", filepath.Join(out, "passport.pdf"), page)
	for _, picture := range []string{page + ".png", filepath.Join(out, "passport.png"), codeOnScreen(t, out)} {
		if seen := strings.TrimSpace(tool(t, "zbarimg", "--quiet", "--raw", picture)); seen != text {
			t.Errorf("%s: the code says\n%s\nand the attachment\n%s", filepath.Base(picture), seen, text)
		}
	}
}

func codeOnScreen(t *testing.T, out string) string {
	t.Helper()
	all := value(filepath.Glob(filepath.Join(out, "screens", "*code-full-screen.png")))(t)
	if len(all) != 1 {
		t.Fatalf("the code's screens: %v", all)
	}
	return all[0]
}

func verdictIsWhole(t *testing.T, out string) {
	var v struct {
		Band, Status string
		Reasons      []string
		Shown        bool
		Claims       struct {
			Issuer, Subject, Name string
			Demonstration         bool
			Items                 []struct{ Code string }
		}
	}
	must(t, json.Unmarshal(value(os.ReadFile(filepath.Join(out, "verdict.json")))(t), &v))
	if v.Band != "caution" || v.Status == "" || !v.Shown || !strings.Contains(strings.Join(v.Reasons, " "), "demonstration") {
		t.Errorf("%+v", v)
	}
	c := v.Claims
	if c.Issuer != "ods:DEMO0" || c.Subject != "gmc:7012345" || c.Name != learnerName || !c.Demonstration {
		t.Errorf("%+v", c)
	}
	if len(c.Items) != 2 || c.Items[0].Code != string(fire) || c.Items[1].Code != string(resus) {
		t.Errorf("items %+v", c.Items)
	}
}

// listOf is a trust list with the organisation whose key file is in a bundle.
func listOf(t *testing.T, bundle string) string {
	t.Helper()
	var l trust.List
	for _, b := range value(trust.ReadBundle(value(os.ReadFile(bundle))(t)))(t) {
		if s := value(trust.ParseStatement(b))(t); s.Kind == trust.KindCard {
			body, key, err := s.OfItself()
			must(t, err)
			l.Organisations = append(l.Organisations, trust.Organisation{Issuer: s.Issuer, Name: body.(trust.Card).Name, Key: key, ValidFrom: s.Issued - 3600, ValidTo: trust.Forever})
			l.Issued, l.NextUpdate = s.Issued, s.Issued+3600
		}
	}
	file := filepath.Join(scratch(t), "list.json")
	must(t, os.WriteFile(file, value(l.JSON())(t), 0o600))
	return file
}

func trustVerifies(t *testing.T, out string) {
	list, text := listOf(t, filepath.Join(out, "trust.muster")), attached(t, out)
	check := func(name, text string) (int, string) {
		file := filepath.Join(scratch(t), name)
		must(t, os.WriteFile(file, []byte(text), 0o600))
		return muster(t, "check", "--json", "--trust", list, file)
	}
	code, said := check("whole", text)
	contains(t, said, `"band": "caution"`, learnerName)
	if code != 1 {
		t.Errorf("the passport: exit %d", code)
	}
	changed := []byte(text)
	changed[len(changed)/2] = map[bool]byte{true: 'A', false: 'B'}[changed[len(changed)/2] != 'A']
	code, said = check("changed", string(changed))
	contains(t, said, `"band": "refuse"`, `"shown": false`)
	if code != 2 || strings.Contains(said, learnerName) {
		t.Errorf("a changed character: exit %d: %s", code, said)
	}
}

func reportSaysWho(t *testing.T, out string) {
	contains(t, tool(t, "pdftotext", "-layout", filepath.Join(out, "report.pdf"), "-"), learnerName, "Tomasz Nowak", room, "Alex Morgan", "Demonstration Hospital")
	rows := string(value(os.ReadFile(filepath.Join(out, "report.csv")))(t))
	contains(t, rows, learnerName+",gmc,7012345,attended", learnerName+",gmc,7012345,passport", "Tomasz Nowak,gmc,7098765,absent")
}

// recordsAreSound reads what the doctor said of the records that the day left.
func recordsAreSound(t *testing.T, out string) {
	wellSaid(t, value(os.ReadFile(filepath.Join(out, "doctor.json")))(t))
}

// wellSaid fails the test where the doctor found anything wrong.
func wellSaid(t *testing.T, said []byte) {
	t.Helper()
	var found struct {
		Findings []struct{ Part, State, Text string }
	}
	must(t, json.Unmarshal(said, &found))
	records := false
	for _, f := range found.Findings {
		records = records || f.Part == "records" && f.State == "ok"
		if f.State == "wrong" {
			t.Errorf("%s: %s", f.Part, f.Text)
		}
	}
	if !records {
		t.Errorf("nothing good about the records: %s", said)
	}
}
