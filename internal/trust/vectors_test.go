package trust

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the vectors anew")

const vectorFolder = "testdata/vectors"

// scene is a vector before it is written down: what it expects is said by hand, never by the program.
type scene struct {
	name, why string
	own       Own
	kept      []Statement
	bundle    []byte
	now       int64
	expect    map[string][]string
}

// TestVectors runs every scene as it is written down, and holds the files against the scenes.
func TestVectors(t *testing.T) {
	total := 0
	for file, scenes := range allScenes(t) {
		b := written(t, scenes)
		path := filepath.Join(vectorFolder, file)
		if *update {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, b) {
			t.Errorf("%s is not what its scenes write: run the test with -update (%v)", file, err)
		}
		total += len(scenes)
	}
	r, err := RunVectors(vectorFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failures {
		t.Error(f)
	}
	if r.Passed+r.Failed != total || total < 70 {
		t.Errorf("%d scenes, %s", total, r)
	}
}

func written(t *testing.T, scenes []scene) []byte {
	t.Helper()
	type own struct {
		Issuer  string   `json:"iss"`
		Name    string   `json:"name"`
		Anchors []string `json:"anchors"`
		Device  string   `json:"device"`
		Keys    []string `json:"keys"`
	}
	type out struct {
		Name   string              `json:"name"`
		Why    string              `json:"why"`
		Own    own                 `json:"own"`
		Kept   []string            `json:"kept"`
		Bundle string              `json:"bundle"`
		Now    int64               `json:"now"`
		Expect map[string][]string `json:"expect"`
	}
	keys := func(all []Key) []string {
		return list(lines(all, func(k Key) string { return hex.EncodeToString(k.COSE()) }))
	}
	var all []out
	for _, s := range scenes {
		o := out{
			Name: s.name, Why: s.why, Now: s.now, Bundle: hex.EncodeToString(s.bundle),
			Own:    own{s.own.Issuer, s.own.Name, keys(s.own.Anchors), s.own.Device, keys(s.own.Keys)},
			Kept:   list(lines(s.kept, func(st Statement) string { return hex.EncodeToString(st.Bytes()) })),
			Expect: map[string][]string{},
		}
		for name := range s.expect {
			if !slices.Contains(outcomes, name) {
				t.Fatalf("%s expects %q", s.name, name)
			}
		}
		for _, name := range outcomes {
			o.Expect[name] = list(s.expect[name])
		}
		all = append(all, o)
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

// TestEveryDisagreementIsFound spoils each vector in each thing it expects.
func TestEveryDisagreementIsFound(t *testing.T) {
	files, err := VectorFiles(vectorFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := EachVector(bytes.NewReader(b), parseVector)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all[:min(2, len(all))] {
			for _, name := range outcomes {
				right := v.expect[name]
				v.expect[name] = append(slices.Clone(right), "x")
				if len(v.disagreements()) == 0 {
					t.Errorf("%s: a wrong %s went unseen", v.name, name)
				}
				v.expect[name] = right
			}
		}
	}
}

func TestMalformedVectorsAreAnError(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(vectorFolder, "30-serials.json"))
	if err != nil {
		t.Fatal(err)
	}
	good := string(b)
	for name, change := range map[string][2]string{
		"unknown member":   {`"why"`, `"also": 1, "why"`},
		"missing member":   {`"why"`, `"whyever"`},
		"no hex":           {`"bundle": "`, `"bundle": "x`},
		"clock as text":    {`"now": `, `"now": "x", "x": `},
		"expects nothing":  {`"expect": {`, `"expect": {"x": [],`},
		"key off curve":    {`"a401022001`, `"a401022002`},
		"kept not text":    {`"kept": [`, `"kept": [1,`},
		"issuer no text":   {`"iss": "`, `"iss": 1, "x": "`},
		"expects a number": {`"taken": [`, `"taken": [1,`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if r, err := CheckVectors(strings.NewReader(bad)); !errors.Is(err, ErrVectors) || r.Passed+r.Failed != 0 {
			t.Errorf("%s: %s, %v", name, r, err)
		}
	}
	for _, none := range []string{"", "[]", "{}"} {
		if _, err := CheckVectors(strings.NewReader(none)); !errors.Is(err, ErrVectors) {
			t.Errorf("%q: %v", none, err)
		}
	}
}
