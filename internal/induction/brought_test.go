package induction

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHold(t *testing.T) {
	p := Programme{Excluded: []Exclusion{{Issuer: "ods:RZZ", Reason: "under review"}}}
	for _, c := range []struct {
		name   string
		change func(*Brought, *Learner)
		want   Refusal
		doubts []Doubt
	}{
		{"the same person", nil, "", nil},
		{"case and spaces", func(b *Brought, _ *Learner) { b.Name = " zoë  VALE " }, "", nil},
		{"an accent", func(b *Brought, _ *Learner) { b.Name = "Zoe Vale" }, "", []Doubt{DoubtName}},
		{"a name more", func(b *Brought, _ *Learner) { b.Name = "Zoë Ann Vale" }, "", []Doubt{DoubtName}},
		{"a doubt that is known already", func(b *Brought, _ *Learner) { b.Name, b.Doubts = "Zoe Vale", []Doubt{DoubtName} }, "", []Doubt{DoubtName}},
		{"another doubt stays", func(b *Brought, _ *Learner) { b.Name, b.Doubts = "Zoe Vale", []Doubt{DoubtStale} }, "", []Doubt{DoubtStale, DoubtName}},
		{"somebody else", func(b *Brought, _ *Learner) { b.Holder = "gmc:7000002" }, RefusedHolder, nil},
		{"another register", func(b *Brought, _ *Learner) { b.Holder = "nmc:18A2345E" }, RefusedHolder, nil},
		{"a longer number", func(b *Brought, _ *Learner) { b.Holder = "gmc:70000011" }, RefusedHolder, nil},
		{"a number in small letters", func(b *Brought, l *Learner) { b.Holder, l.Number = "nmc:18a2345e", "nmc:18A2345E" }, "", nil},
		{"nobody", func(b *Brought, l *Learner) { b.Holder, l.Number = "", "" }, RefusedHolder, nil},
		{"another organisation's staff number", func(b *Brought, l *Learner) { b.Holder, l.Number = "staff:20417", "staff:20417" }, RefusedStaffNumber, nil},
		{"this organisation's staff number", func(b *Brought, l *Learner) {
			b.Issuer, b.Holder, l.Number = riverside, "staff:20417", "staff:20417"
		}, "", nil},
		{"this organisation's, of somebody else", func(b *Brought, _ *Learner) { b.Issuer, b.Holder = riverside, "staff:1" }, RefusedHolder, nil},
		{"this organisation's", func(b *Brought, _ *Learner) { b.Issuer = riverside }, "", nil},
		{"an excluded issuer's", func(b *Brought, _ *Learner) { b.Issuer = "ods:RZZ" }, RefusedExcluded, nil},
		{"refused already", func(b *Brought, _ *Learner) { b.Refused, b.Holder = RefusedRevoked, "gmc:7000002" }, RefusedRevoked, nil},
	} {
		b, l := sheet("p"), theLearner()
		if c.change != nil {
			c.change(&b, &l)
		}
		got := Hold(b, l, riverside, p)
		if got.Refused != c.want || !slices.Equal(got.Doubts, c.doubts) {
			t.Errorf("%s: %q with %v", c.name, got.Refused, got.Doubts)
		}
	}
}

func TestHoldSparesWhatItIsGiven(t *testing.T) {
	b := sheet("p")
	b.Doubts = make([]Doubt, 0, 4)
	b.Name = "Zoe Vale"
	Hold(b, theLearner(), riverside, Programme{})
	if full := b.Doubts[:1]; full[0] != "" {
		t.Errorf("wrote %q into another's doubts", full[0])
	}
}

func TestWhatWasTakenBackIsRefused(t *testing.T) {
	k := Recognition{Withdrawn: Withdrawal{At: monday}}
	if got := k.Hold(sheet("p"), theLearner(), riverside, Programme{}); got.Refused != RefusedWithdrawn {
		t.Errorf("refused as %q", got.Refused)
	}
	other := sheet("p")
	other.Holder = "gmc:7000002"
	if got := k.Hold(other, theLearner(), riverside, Programme{}); got.Refused != RefusedHolder {
		t.Errorf("the graver refusal is %q", got.Refused)
	}
	if got := (Recognition{}).Hold(sheet("p"), theLearner(), riverside, Programme{}); got.Refused != "" {
		t.Errorf("refused as %q", got.Refused)
	}
}

func TestCleanReason(t *testing.T) {
	for typed, want := range map[string]string{
		" rang \n them ": "rang them", "née": "née", strings.Repeat("é", 300): strings.Repeat("é", 300),
	} {
		if got, err := CleanReason(typed); got != want || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, bad := range []string{"", "  ", "no", "é é"[:3], strings.Repeat("é", 301), "a\x00bc", "\u202eabc", "abc\xff"} {
		if got, err := CleanReason(bad); ReasonOf(err) != CodeReasonForm {
			t.Errorf("%q: %q, %v", bad, got, err)
		}
	}
}

type checked interface{ Check(time.Time) error }

func TestWhatTrainersWriteIsChecked(t *testing.T) {
	proof := Evidence{Code: "fire.1", Parts: []Part{KnowledgePart}, Kind: Certificate, Completed: DateOf(monday), Body: "Eastgate", At: monday}
	with := func(change func(*Evidence)) Evidence { e := proof; change(&e); return e }
	wave := Waiver{Code: "fire.1", Parts: []Part{KnowledgePart, PracticalPart}, Reason: "never enters a ward", At: monday}
	waive := func(change func(*Waiver)) Waiver { w := wave; change(&w); return w }
	look := LocalCheck{Passport: "p", Code: "fire.1", Note: "rang them", At: monday}
	looked := func(change func(*LocalCheck)) LocalCheck { c := look; change(&c); return c }
	for i, c := range []struct {
		what checked
		want Reason
	}{
		{proof, ""},
		{with(func(e *Evidence) { e.Reference = "C 17/2026" }), ""},
		{with(func(e *Evidence) { e.Completed = 0 }), ""},
		{with(func(e *Evidence) { e.Kind, e.Body = ESRTransfer, "UK" }), ""},
		{with(func(e *Evidence) { e.Code = "fire" }), CodePartsForm},
		{with(func(e *Evidence) { e.Parts = nil }), CodePartsForm},
		{with(func(e *Evidence) { e.Parts = []Part{KnowledgePart, KnowledgePart} }), CodePartsForm},
		{with(func(e *Evidence) { e.Parts = []Part{"half"} }), CodePartsForm},
		{with(func(e *Evidence) { e.Kind = "hearsay" }), CodeEvidenceKind},
		{with(func(e *Evidence) { e.Completed++ }), CodeDateFuture},
		{with(func(e *Evidence) { e.Completed = -1 }), CodeDateEarly},
		{with(func(e *Evidence) { e.Body = "" }), CodeBodyForm},
		{with(func(e *Evidence) { e.Body = "E" }), CodeBodyForm},
		{with(func(e *Evidence) { e.Body = " Eastgate" }), CodeBodyForm},
		{with(func(e *Evidence) { e.Body = strings.Repeat("é", 121) }), CodeBodyForm},
		{with(func(e *Evidence) { e.Reference = strings.Repeat("é", 121) }), CodeReferenceForm},
		{with(func(e *Evidence) { e.Reference = "C\x1b17" }), CodeReferenceForm},
		{wave, ""},
		{waive(func(w *Waiver) { w.Reason = "no" }), CodeReasonForm},
		{waive(func(w *Waiver) { w.Reason = "never  enters" }), CodeReasonForm},
		{waive(func(w *Waiver) { w.Parts = nil }), CodePartsForm},
		{waive(func(w *Waiver) { w.At = monday.AddDate(0, 0, 1) }), CodeDateFuture},
		{waive(func(w *Waiver) { w.At = time.Time{} }), CodeDateEarly},
		{look, ""},
		{looked(func(c *LocalCheck) { c.Note = "" }), CodeReasonForm},
		{looked(func(c *LocalCheck) { c.Passport = "" }), CodePartsForm},
		{looked(func(c *LocalCheck) { c.Code = "" }), CodePartsForm},
		{looked(func(c *LocalCheck) { c.At = monday.AddDate(0, 0, 1) }), CodeDateFuture},
		{Withdrawal{Reason: "a slip", At: monday}, ""},
		{Withdrawal{Reason: "", At: monday}, CodeReasonForm},
		{Withdrawal{Reason: "a slip", At: monday.AddDate(0, 0, 1)}, CodeDateFuture},
		{Withdrawal{Reason: "a slip"}, CodeDateEarly},
	} {
		err := c.what.Check(monday)
		if c.want == "" && err != nil || c.want != "" && !errors.Is(err, Refuse(Invalid, c.want)) {
			t.Errorf("%d: %+v: %v, want %q", i, c.what, err, c.want)
		}
	}
}
