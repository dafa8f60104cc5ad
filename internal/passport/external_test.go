package passport

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"muster/internal/trust"
)

// TestWycheproof puts every ECDSA vector through the one function that verifies signatures here.
func TestWycheproof(t *testing.T) {
	var file struct {
		NumberOfTests int `json:"numberOfTests"`
		TestGroups    []struct {
			PublicKey struct {
				Uncompressed string `json:"uncompressed"`
			} `json:"publicKey"`
			Tests []struct {
				ID      int    `json:"tcId"`
				Comment string `json:"comment"`
				Msg     string `json:"msg"`
				Sig     string `json:"sig"`
				Result  string `json:"result"`
			} `json:"tests"`
		} `json:"testGroups"`
	}
	readJSON(t, "testdata/external/wycheproof/ecdsa-p256-sha256-p1363.json", &file)
	n := 0
	for _, g := range file.TestGroups {
		point := unhex(t, g.PublicKey.Uncompressed)
		key, err := trust.NewKey(point[1:33], point[33:])
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range g.Tests {
			n++
			if got := key.Verify(unhex(t, x.Msg), unhex(t, x.Sig)); got != (x.Result == "valid") {
				t.Errorf("%d %s: %v, want %s", x.ID, x.Comment, got, x.Result)
			}
		}
	}
	if n != file.NumberOfTests || n == 0 {
		t.Errorf("%d of %d were tried", n, file.NumberOfTests)
	}
}

// TestCOSEWorkingGroup runs the sign1 examples. All of them carry a kid in the unprotected header, which
// format 1 leaves empty, so our decoder must refuse every one as it stands. To say something of the signatures
// too, the parts are taken out by a general library and put into a message of our shape. Two that the
// examples call good are then not good here, and rightly: sign-pass-01 has its algorithm in the
// unprotected header and signs an empty protected one, and sign-pass-02 signs external data; format 1
// has neither. One that they call bad has a sound signature: sign-fail-01 differs in its tag alone.
func TestCOSEWorkingGroup(t *testing.T) {
	holds := map[string]bool{
		"sign-pass-01": false, "sign-pass-02": false, "sign-pass-03": true,
		"sign-fail-01": true, "sign-fail-02": false, "sign-fail-03": false,
		"sign-fail-04": false, "sign-fail-06": false, "sign-fail-07": false,
	}
	files, err := filepath.Glob("testdata/external/cose-wg-sign1/sign-*.json")
	if err != nil || len(files) != len(holds) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		x := readExample(t, path)
		if _, err := trust.ParseSign1(x.message); err == nil {
			t.Errorf("%s: taken with an unprotected header", name)
		}
		ours, err := trust.ParseSign1(x.inOurShape(t).Encode())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := ours.VerifiedBy(x.key); got != holds[name] {
			t.Errorf("%s: its signature holds: %v", name, got)
		}
		if holds[name] && !bytes.Equal(ours.ToBeSigned(), x.toBeSigned) {
			t.Errorf("%s: signed is %x, want %x", name, ours.ToBeSigned(), x.toBeSigned)
		}
	}
}

type example struct {
	message, toBeSigned []byte
	key                 trust.Key
}

func readExample(t *testing.T, path string) example {
	t.Helper()
	var file struct {
		Input struct {
			Sign0 struct {
				Key struct{ X, Y string } `json:"key"`
			} `json:"sign0"`
		} `json:"input"`
		Intermediates struct {
			ToBeSigned string `json:"ToBeSign_hex"`
		} `json:"intermediates"`
		Output struct {
			CBOR string `json:"cbor"`
		} `json:"output"`
	}
	readJSON(t, path, &file)
	x, errX := base64.RawURLEncoding.DecodeString(file.Input.Sign0.Key.X)
	y, errY := base64.RawURLEncoding.DecodeString(file.Input.Sign0.Key.Y)
	key, err := trust.NewKey(x, y)
	if err != nil || errX != nil || errY != nil {
		t.Fatal(err, errX, errY)
	}
	return example{unhex(t, file.Output.CBOR), unhex(t, file.Intermediates.ToBeSigned), key}
}

// inOurShape drops the tag and the unprotected header.
func (x example) inOurShape(t *testing.T) trust.Sign1 {
	t.Helper()
	b := x.message
	var tagged cbor.RawTag
	if err := cbor.Unmarshal(b, &tagged); err == nil {
		b = tagged.Content
	}
	var parts struct {
		_           struct{} `cbor:",toarray"`
		Protected   []byte
		Unprotected map[int]any
		Payload     []byte
		Signature   []byte
	}
	if err := cbor.Unmarshal(b, &parts); err != nil {
		t.Fatal(err)
	}
	return trust.Sign1{Protected: parts.Protected, Payload: parts.Payload, Signature: parts.Signature}
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
