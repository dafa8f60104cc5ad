package passport

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/trust"
)

const vectorFolder = "testdata/vectors"

// allVectors reads the published vectors.
func allVectors(t testing.TB) []vector {
	t.Helper()
	files, err := trust.VectorFiles(vectorFolder)
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		some, err := readVectors(r)
		r.Close() // read only
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	return all
}

func TestPublishedVectors(t *testing.T) {
	got, err := RunVectors(vectorFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range got.Failures {
		t.Error(f)
	}
	if got.Passed != 337 || got.Files != 12 {
		t.Errorf("%d files: %s", got.Files, got)
	}
}

// TestEveryDisagreementIsFound spoils each published vector in each thing it expects.
func TestEveryDisagreementIsFound(t *testing.T) {
	stages := 0
	for _, v := range allVectors(t) {
		for name, spoil := range map[string]func(*expectation){
			"band":    func(e *expectation) { e.band += "x" },
			"status":  func(e *expectation) { e.status += "x" },
			"reasons": func(e *expectation) { e.reasons = append([]string{"x"}, e.reasons...) },
			"shown":   func(e *expectation) { e.shown = !e.shown },
		} {
			bad := v
			spoil(&bad.expect)
			if len(bad.disagreements()) == 0 {
				t.Errorf("%s: a wrong %s went unseen", v.name, name)
			}
		}
		if !v.expect.shown {
			continue
		}
		for name := range v.stages {
			bad := v
			bad.stages = map[string][]byte{name: append([]byte{0}, v.stages[name]...)}
			if len(bad.disagreements()) == 0 {
				t.Errorf("%s: wrong bytes of %s went unseen", v.name, name)
			}
			stages++
		}
	}
	if stages < 500 {
		t.Errorf("only %d stages were spoilt", stages)
	}
}

// oneVector returns a published vector as JSON.
func oneVector(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(vectorFolder, "a0-caution.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return string(all[0])
}

func TestMalformedVectorsAreAnError(t *testing.T) {
	one := oneVector(t)
	for name, text := range map[string]string{
		"nothing":         "",
		"no vectors":      "[]",
		"one object":      one,
		"a number":        "[1]",
		"null":            "[null]",
		"cut":             "[" + one,
		"trailing":        "[" + one + "] []",
		"unknown member":  "[" + strings.Replace(one, `"why"`, `"also":1,"why"`, 1) + "]",
		"missing member":  "[" + strings.Replace(one, `"why"`, `"whyever"`, 1) + "]",
		"twice":           "[" + strings.Replace(one, `"why"`, `"name":"x","why"`, 1) + "]",
		"clock as text":   "[" + strings.Replace(one, `"now": `, `"now": "x", "x":`, 1) + "]",
		"no hex":          "[" + strings.Replace(one, `"kid_hex": "`, `"kid_hex": "x`, 1) + "]",
		"unknown stage":   "[" + strings.Replace(one, `"kid_hex"`, `"kid_base64"`, 1) + "]",
		"stage twice":     "[" + strings.Replace(one, `"kid_hex"`, `"kid_hex":"00","kid_hex"`, 1) + "]",
		"stages null":     "[" + one[:strings.Index(one, `"stages"`)] + `"stages":null}]`,
		"shown as number": "[" + strings.Replace(one, `"shown": true`, `"shown": 1`, 1) + "]",
		"reason a number": "[" + strings.Replace(one, `"reasons": [`, `"reasons": [1,`, 1) + "]",
		"second is bad":   "[" + one + ",{}]",
	} {
		r, err := CheckVectors(strings.NewReader(text))
		if !errors.Is(err, ErrVectors) || r.Passed+r.Failed != 0 {
			t.Errorf("%s: %s, %v", name, r, err)
		}
	}
	if r, err := CheckVectors(strings.NewReader("[" + one + "]")); err != nil || r.Passed != 1 {
		t.Errorf("unchanged: %s, %v", r, err)
	}
}

func TestRunVectorsOfSeveralPaths(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("good.json", "["+oneVector(t)+"]")
	write("wrong.json", "["+strings.Replace(oneVector(t), `"status": "lists-stale"`, `"status": "valid"`, 1)+"]")
	write("notes.txt", "no vectors")
	r, err := RunVectors(dir, filepath.Join(dir, "good.json"))
	if err != nil || r.String() != "2 passed, 1 failed" || r.Files != 3 {
		t.Fatalf("%s of %d, %v", r, r.Files, err)
	}
	if line := r.Failures[0].String(); !strings.Contains(line, "wrong.json: lists-stale: ") {
		t.Errorf("told as %q", line)
	}
	write("broken.json", "[")
	if r, err = RunVectors(dir); !errors.Is(err, ErrVectors) || r.Passed != 1 {
		t.Errorf("a broken file among others: %s, %v", r, err)
	}
	for name, paths := range map[string][]string{
		"none": nil, "missing": {filepath.Join(dir, "nowhere")}, "empty folder": {t.TempDir()},
	} {
		if _, err := RunVectors(paths...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzVectors(f *testing.F) {
	f.Add([]byte(`[{"name":"n","why":"w","text":"MP2:","now":1,"trust":{"organisations":[],"revoked":{"cti":[],"devices":[],` +
		`"keys":[]},"list_issued":0,"list_next_update":9},"expect":{"band":"refuse","status":"newer-format",` +
		`"reasons":["newer-format"],"shown":false},"stages":{"kid_hex":"00"}}]`))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := CheckVectors(strings.NewReader(string(b)))
		if err != nil && r.Passed+r.Failed != 0 || err == nil && r.Passed+r.Failed == 0 {
			t.Errorf("%s and %v", r, err)
		}
	})
}

// TestWorkedExample keeps the bytes that FORMAT.md shows to what the program does.
func TestWorkedExample(t *testing.T) {
	page, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(page)), "")
	for _, v := range allVectors(t) {
		if v.name != "one-item" {
			continue
		}
		if !strings.Contains(flat, strings.ReplaceAll(v.text, " ", "")) {
			t.Error("FORMAT.md does not show the text")
		}
		for _, stage := range []string{"kid", "delegation", "payload", "signature"} {
			if !strings.Contains(flat, hex.EncodeToString(v.stages[stage])) {
				t.Errorf("FORMAT.md does not show the bytes of %s", stage)
			}
		}
	}
}
