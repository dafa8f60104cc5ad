package trust

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// RunVectors runs vector files of statements, as FORMAT.md describes them, in the way of RunVectorFiles.
func RunVectors(paths ...string) (VectorReport, error) { return RunVectorFiles(CheckVectors, paths...) }

// CheckVectors runs one file of vectors: each is a machine, what it has kept, a bundle and a clock, and what
// comes of them. A file that is malformed anywhere runs none and returns ErrVectors.
func CheckVectors(r io.Reader) (VectorReport, error) {
	all, err := EachVector(r, parseVector)
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
	name   string
	own    Own
	kept   [][]byte
	bundle []byte
	now    int64
	expect map[string][]string
}

// outcomes are the members of what a vector expects, each a list of lines.
var outcomes = []string{"error", "taken", "refused", "older", "aside", "held", "cards", "requests", "ignored", "organisations", "revoked", "stale"}

func parseVector(b json.RawMessage) (v vector, err error) {
	m, err := Object(b, "name", "why", "own", "kept", "bundle", "now", "expect")
	if err != nil {
		return v, err
	}
	var failed [6]error
	v.name, failed[0] = String(m["name"])
	_, failed[1] = String(m["why"])
	v.own, failed[2] = parseOwn(m["own"])
	v.kept, failed[3] = array(m["kept"], MaxStatements, hexString)
	v.bundle, failed[4] = hexString(m["bundle"])
	v.now, failed[5] = Integer(m["now"])
	if err := errors.Join(failed[:]...); err != nil {
		return v, fmt.Errorf("%q: %w", v.name, err)
	}
	expect, err := Object(m["expect"], outcomes...)
	if err != nil {
		return v, fmt.Errorf("%q: expect: %w", v.name, err)
	}
	v.expect = map[string][]string{}
	for name, raw := range expect {
		lines, err := array(raw, MaxEntries, String)
		if err != nil {
			return v, fmt.Errorf("%q: %s: %w", v.name, name, err)
		}
		v.expect[name] = lines
	}
	return v, nil
}

func parseOwn(b json.RawMessage) (o Own, err error) {
	m, err := Object(b, "iss", "name", "anchors", "device", "keys")
	if err != nil {
		return o, err
	}
	var failed [5]error
	o.Issuer, failed[0] = String(m["iss"])
	o.Name, failed[1] = String(m["name"])
	o.Device, failed[2] = String(m["device"])
	o.Anchors, failed[3] = array(m["anchors"], MaxAnchors, hexKey)
	o.Keys, failed[4] = array(m["keys"], MaxAnchors, hexKey)
	return o, errors.Join(failed[:]...)
}

func hexString(b json.RawMessage) ([]byte, error) {
	s, err := String(b)
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(s)
}

func hexKey(b json.RawMessage) (Key, error) {
	raw, err := hexString(b)
	if err != nil {
		return Key{}, err
	}
	return ParseKey(raw)
}

// disagreements runs one vector and says in what it differs.
func (v vector) disagreements() (why []string) {
	got := v.run()
	for _, name := range outcomes {
		if !slices.Equal(got[name], v.expect[name]) {
			why = append(why, fmt.Sprintf("%s is %q, expected %q", name, got[name], v.expect[name]))
		}
	}
	return why
}

// run opens the book, offers the bundle, takes it, and writes down in lines what came of it.
func (v vector) run() map[string][]string {
	book, _ := OpenBook(v.own, v.kept)
	o, err := book.Offer(v.bundle, v.now)
	if err != nil {
		return map[string][]string{"error": {errorName(err)}}
	}
	book, taken, err := book.Take(o)
	if err != nil {
		return map[string][]string{"error": {errorName(err)}}
	}
	got := o.lines()
	got["taken"] = lines(taken, func(st Statement) string { return place(st.Kind, st.Issuer, st.Subject, st.Serial) })
	got["organisations"] = lines(book.Entries(), Named.line)
	got["revoked"] = book.revokedLines()
	got["stale"] = book.staleLines(v.now)
	return got
}

func errorName(err error) string {
	for name, kind := range map[string]error{"bundle": ErrBundle, "unsigned": ErrUnsigned, "limit": ErrLimit} {
		if errors.Is(err, kind) {
			return name
		}
	}
	return err.Error()
}

// place writes where a statement stands: kind, issuer, subject and serial.
func place(kind Kind, issuer, subject string, serial int64) string {
	return fmt.Sprintf("%s %s %q %d", kind, issuer, subject, serial)
}

func lines[T any](all []T, line func(T) string) []string {
	var out []string
	for _, v := range all {
		out = append(out, line(v))
	}
	return out
}

func (r Refused) line() string {
	if r.Kind == "" {
		return string(r.Reason)
	}
	at := place(r.Kind, r.Issuer, r.Subject, r.Serial)
	if r.Reason == "" {
		return at
	}
	return string(r.Reason) + ": " + at
}

func (o Offer) lines() map[string][]string {
	all := map[string][]string{
		"refused":  lines(o.Refused, Refused.line),
		"older":    lines(o.Older, Refused.line),
		"aside":    lines(o.Aside, Refused.line),
		"requests": lines(o.Requests, func(q RequestOffer) string { return q.Issuer + " " + q.Subject + " " + q.Key.kid.String() }),
		"ignored":  lines(o.Ignored, func(i Ignored) string { return fmt.Sprintf("%s: %s by %s", i.Why, i.Issuer, i.Keeper) }),
		"cards": lines(o.Cards, func(c CardOffer) string {
			return fmt.Sprintf("%s %s known=%t follows=%t", c.Issuer, c.Key.kid, c.Known, c.Follows)
		}),
	}
	for _, name := range []string{"refused", "older", "aside", "requests", "cards"} {
		slices.Sort(all[name])
	}
	if o.Held > 0 {
		all["held"] = []string{fmt.Sprint(o.Held)}
	}
	return all
}

func (n Named) line() string {
	to := "open"
	if n.ValidTo != Forever {
		to = fmt.Sprint(n.ValidTo)
	}
	return fmt.Sprintf("%s %s %d to %s by %s", n.Issuer, n.Key.kid, n.ValidFrom, to, n.From)
}

// issuers returns the issuers in force, each once, in order of the entries.
func (b *Book) issuers() []string {
	var all []string
	seen := map[string]bool{}
	for _, e := range b.entries {
		if !seen[e.Issuer] {
			all = append(all, e.Issuer)
		}
		seen[e.Issuer] = true
	}
	return all
}

func (b *Book) revokedLines() []string {
	var out []string
	for _, issuer := range b.issuers() {
		v := b.list.Known[issuer].Revoked
		for _, p := range v.Passports {
			out = append(out, fmt.Sprintf("%s passport %s", issuer, p))
		}
		for _, d := range v.Devices {
			out = append(out, fmt.Sprintf("%s device %s sparing %s", issuer, d.ID, d.Spared))
		}
		for _, k := range v.Keys {
			out = append(out, fmt.Sprintf("%s key %s", issuer, k))
		}
	}
	return out
}

func (b *Book) staleLines(now int64) []string {
	var out []string
	for _, issuer := range b.issuers() {
		for _, why := range b.list.Known[issuer].StaleAt(now) {
			out = append(out, fmt.Sprintf("%s %s", issuer, why))
		}
	}
	return out
}
