package passport

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"muster/internal/trust"
)

// VectorReport is the result of running vectors.
type VectorReport = trust.VectorReport

// RunVectors runs vector files of passports: each path is a file, or a folder whose files ending in .json
// are run, its own folders included. Every file is tried; a path that cannot be read, holds no vectors or is
// not of the published shape is an error, and the report then counts the others.
func RunVectors(paths ...string) (VectorReport, error) {
	return trust.RunVectorFiles(CheckVectors, paths...)
}

// CheckVectors runs one file of vectors, each with its own clock and trust. A file that is malformed
// anywhere runs none and returns ErrVectors.
func CheckVectors(r io.Reader) (VectorReport, error) {
	all, err := readVectors(r)
	if err != nil {
		return VectorReport{}, err
	}
	report := VectorReport{Files: 1}
	for _, v := range all {
		report.Count(v.name, v.disagreements())
	}
	return report, nil
}

// vector is one entry of a vector file.
type vector struct {
	name, text string
	now        int64
	list       trust.List
	expect     expectation
	stages     map[string][]byte
}

type expectation struct {
	band, status string
	reasons      []string
	shown        bool
}

// stageNames are the bytes that a vector may give of each stage, without "_hex".
var stageNames = []string{
	"kid", "delegation", "protected", "payload", "sig_structure", "signature", "cose", "compressed",
}

func readVectors(r io.Reader) ([]vector, error) { return trust.EachVector(r, parseVector) }

func parseVector(b json.RawMessage) (v vector, err error) {
	m, err := trust.Object(b, "name", "why", "text", "now", "trust", "expect", "stages")
	if err != nil {
		return v, err
	}
	if v.name, err = trust.String(m["name"]); err != nil {
		return v, err
	}
	if _, err = trust.String(m["why"]); err != nil {
		return v, err
	}
	if v.text, err = trust.String(m["text"]); err != nil {
		return v, err
	}
	if v.now, err = trust.Integer(m["now"]); err != nil {
		return v, err
	}
	if v.list, err = trust.ParseList(m["trust"]); err != nil {
		return v, fmt.Errorf("trust: %w", err)
	}
	if v.expect, err = parseExpectation(m["expect"]); err != nil {
		return v, fmt.Errorf("expect: %w", err)
	}
	v.stages, err = parseStages(m["stages"])
	return v, err
}

func parseExpectation(b json.RawMessage) (e expectation, err error) {
	m, err := trust.Object(b, "band", "status", "reasons", "shown")
	if err != nil {
		return e, err
	}
	if e.band, err = trust.String(m["band"]); err != nil {
		return e, err
	}
	if e.status, err = trust.String(m["status"]); err != nil {
		return e, err
	}
	if e.shown, err = trust.Bool(m["shown"]); err != nil {
		return e, err
	}
	reasons, err := trust.Array(m["reasons"], len(Statuses()))
	for _, r := range reasons {
		s, stringErr := trust.String(r)
		err = errors.Join(err, stringErr)
		e.reasons = append(e.reasons, s)
	}
	return e, err
}

// parseStages reads either no stages at all or any of the known ones, in hex.
func parseStages(b json.RawMessage) (map[string][]byte, error) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(b, &given); err != nil || given == nil {
		return nil, fmt.Errorf("stages: %w", trust.ErrJSON)
	}
	names := make([]string, 0, len(given))
	for n := range given {
		if !slices.Contains(stageNames, strings.TrimSuffix(n, "_hex")) || !strings.HasSuffix(n, "_hex") {
			return nil, fmt.Errorf("stages: %w: %q is unknown", trust.ErrJSON, n)
		}
		names = append(names, n)
	}
	m, err := trust.Object(b, names...)
	stages := make(map[string][]byte, len(m))
	for n, raw := range m {
		s, stringErr := trust.String(raw)
		bytes, hexErr := hex.DecodeString(s)
		err = errors.Join(err, stringErr, hexErr)
		stages[strings.TrimSuffix(n, "_hex")] = bytes
	}
	return stages, err
}

// disagreements runs one vector and says in what it differs.
func (v vector) disagreements() []string {
	got, e := verify(v.text, v.list, v.now, v.list.Issued)
	var why []string
	differ := func(what string, got, want any) {
		if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
			why = append(why, fmt.Sprintf("%s is %s, expected %s", what, g, w))
		}
	}
	differ("band", got.Band, v.expect.band)
	differ("status", got.Status, v.expect.status)
	differ("reasons", got.Reasons, v.expect.reasons)
	differ("shown", got.Shown, v.expect.shown)
	return append(why, v.stageDifferences(e)...)
}

// stageDifferences compares every stage that is given. The stages of a vector are what was signed, so a
// text that was broken or forged afterwards has others and only its verdict counts.
func (v vector) stageDifferences(e envelope) (why []string) {
	if !e.held {
		return nil
	}
	got := e.stages()
	for _, name := range stageNames {
		want, given := v.stages[name]
		if given && !bytes.Equal(got[name], want) {
			why = append(why, fmt.Sprintf("stage %s differs (%d bytes, expected %d)", name, len(got[name]), len(want)))
		}
	}
	return why
}

// stages returns the bytes of each stage of a passport whose signature held.
func (e envelope) stages() map[string][]byte {
	return map[string][]byte{
		"kid":           e.delegation.Kid[:],
		"delegation":    e.header,
		"protected":     e.message.Protected,
		"payload":       e.message.Payload,
		"sig_structure": e.message.ToBeSigned(),
		"signature":     e.message.Signature,
		"cose":          e.cose,
		"compressed":    e.compressed,
	}
}
