package induction

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"
)

const (
	riverside = "ods:RXX" // this organisation
	northway  = "ods:RYY"
	cstf      = "cstf-eng/1.1"
)

var (
	knowledge = How{Knowledge: true}
	whole     = How{Knowledge: true, Practical: true}
)

// library is a stock with a subject of three levels, one kind of each part, and a
// code that no module here is for.
func library() (Programme, shelf) {
	p, c := stock()
	c.known = map[Code]Known{
		"fire.1":        {Framework: cstf, Subject: "Fire Safety", Level: "1", RefreshMonths: 24},
		"ipc.1":         {Framework: cstf, Subject: "Infection Prevention and Control", Level: "1", RefreshMonths: 36},
		"ipc.2":         {Framework: cstf, Subject: "Infection Prevention and Control", Level: "2", RefreshMonths: 12, Covers: []Code{"ipc.1"}},
		"moving.1":      {Framework: cstf, Subject: "Moving and Handling", Level: "1", RefreshMonths: 36},
		"moving.2":      {Framework: cstf, Subject: "Moving and Handling", Level: "2", RefreshMonths: 24, Practical: true, Covers: []Code{"moving.1"}},
		"resus.2-adult": {Framework: cstf, Subject: "Resuscitation", Level: "2 adult", RefreshMonths: 12, Practical: true},
		"resus.2-paed":  {Framework: cstf, Subject: "Resuscitation", Level: "2 paediatric", RefreshMonths: 12, Practical: true, Covers: []Code{"resus.2-adult"}},
		"conflict.1":    {Framework: cstf, Subject: "Conflict Resolution", Level: "1", Covers: []Code{"fire.1"}},
		"leadership.1":  {Framework: "muster/1", Subject: "Leadership", Level: "Leading oneself"},
	}
	ipc := sample(2)
	ipc.Ref.Code, ipc.RefreshMonths = "ipc.1", 36
	c.modules["ipc.1"] = ipc
	p.Checklists = nil
	return p, c
}

// sheet is a passport of Northway for the learner of these tests.
func sheet(id PassportID, items ...BroughtItem) Brought {
	return Brought{
		ID: id, Issuer: northway, Organisation: "Northway", Holder: "gmc:7000001", Name: "Zoë Vale",
		Issued: monday.AddDate(0, -6, 0), Framework: cstf, Items: items,
	}
}

// shown is an item from so many months ago.
func shown(code Code, months, days int, how How) BroughtItem {
	return BroughtItem{Code: code, Version: Version{1, 0}, Completed: DateOf(monday.AddDate(0, -months, 0)), ValidDays: days, How: how}
}

func theLearner() Learner { return Learner{ID: "l", Number: "gmc:7000001", Name: "Zoë Vale"} }

func find(t *testing.T, ds []Decision, code Code, part Part) Decision {
	t.Helper()
	i := slices.IndexFunc(ds, func(d Decision) bool { return d.Code == code && d.Part == part })
	if i < 0 {
		t.Fatalf("nothing is decided of %s, %s", code, part)
	}
	return ds[i]
}

// TestDecideOneItem judges one item of one passport against one requirement.
func TestDecideOneItem(t *testing.T) {
	for _, c := range []struct {
		name   string
		item   BroughtItem
		ask    Requirement
		part   Part
		change func(*Programme, *Record)
		want   Ruling
	}{
		{"in date", shown("fire.1", 6, 730, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, Accepted},
		{"for good there, two years here", shown("fire.1", 23, 0, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, Accepted},
		{"for good there, run out here", shown("fire.1", 25, 0, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, HasExpired},
		{"its own validity is over", shown("fire.1", 13, 365, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, HasExpired},
		{"a shorter period here", shown("fire.1", 13, 730, knowledge), Requirement{Code: "fire.1", RefreshMonths: 12, Reason: "our insurer"}, KnowledgePart, nil, HasExpired},
		{"within the shorter period", shown("fire.1", 11, 730, knowledge), Requirement{Code: "fire.1", RefreshMonths: 12, Reason: "our insurer"}, KnowledgePart, nil, Accepted},
		{"a longer period here lengthens nothing", shown("fire.1", 13, 365, knowledge), Requirement{Code: "fire.1", RefreshMonths: 60}, KnowledgePart, nil, HasExpired},
		{"no knowledge shown", shown("fire.1", 1, 730, How{Practical: true}), Requirement{Code: "fire.1"}, KnowledgePart, nil, IsMissing},
		{"an older version", shown("fire.1", 1, 730, knowledge), Requirement{Code: "fire.1", Since: Version{1, 1}}, KnowledgePart, nil, HasChanged},
		{"the first version that counts", shown("fire.1", 1, 730, knowledge), Requirement{Code: "fire.1", Since: Version{1, 0}}, KnowledgePart, nil, Accepted},
		{"older and run out", shown("fire.1", 30, 730, knowledge), Requirement{Code: "fire.1", Since: Version{2, 0}}, KnowledgePart, nil, HasExpired},
		{"older and in doubt", shown("fire.1", 1, 730, How{Knowledge: true, Awaiting: true}), Requirement{Code: "fire.1", Since: Version{2, 0}}, KnowledgePart, nil, HasChanged},
		{"from tomorrow", shown("fire.1", -1, 730, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, IsMissing},
		{"another code", shown("ipc.1", 1, 730, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, IsMissing},

		{"a higher level", shown("ipc.2", 1, 365, knowledge), Requirement{Code: "ipc.1"}, KnowledgePart, nil, Accepted},
		{"another subject, whatever a catalogue says", shown("conflict.1", 1, 0, knowledge), Requirement{Code: "fire.1"}, KnowledgePart, nil, IsMissing},
		{"a lower level", shown("ipc.1", 1, 1095, knowledge), Requirement{Code: "ipc.2"}, KnowledgePart, nil, IsMissing},
		{"a higher level that is not whole", shown("moving.2", 1, 730, knowledge), Requirement{Code: "moving.1"}, KnowledgePart, nil, IsMissing},
		{"a higher level that is whole", shown("moving.2", 1, 730, whole), Requirement{Code: "moving.1"}, KnowledgePart, nil, Accepted},
		{"another kind of resuscitation, whatever a catalogue says", shown("resus.2-paed", 1, 365, whole), Requirement{Code: "resus.2-adult", Practical: true}, KnowledgePart, nil, IsMissing},
		{"the lower one's first version says nothing of the higher", shown("ipc.2", 1, 365, knowledge), Requirement{Code: "ipc.1", Since: Version{3, 0}}, KnowledgePart, nil, Accepted},
		{
			"the higher one's own does", shown("ipc.2", 1, 365, knowledge),
			Requirement{Code: "ipc.1"},
			KnowledgePart,
			func(p *Programme, _ *Record) {
				p.Requirements = append(p.Requirements, Requirement{Code: "ipc.2", Since: Version{2, 0}})
			}, HasChanged,
		},

		{"the practical too", shown("resus.2-adult", 1, 365, whole), Requirement{Code: "resus.2-adult", Practical: true}, PracticalPart, nil, Accepted},
		{"the practical lacks", shown("resus.2-adult", 1, 365, knowledge), Requirement{Code: "resus.2-adult", Practical: true}, PracticalPart, nil, IsMissing},
		{"the knowledge of it counts", shown("resus.2-adult", 1, 365, knowledge), Requirement{Code: "resus.2-adult", Practical: true}, KnowledgePart, nil, Accepted},
		{
			"referred here since", shown("resus.2-adult", 1, 365, whole),
			Requirement{Code: "resus.2-adult", Practical: true},
			PracticalPart,
			func(_ *Programme, r *Record) {
				r.SignOffs = []SignOff{{ID: "s", Module: ModuleRef{"resus.2-adult", Version{1, 0}}, Note: "rate", At: monday.AddDate(0, 0, -1)}}
			}, IsMissing,
		},
		{
			"referred here before", shown("resus.2-adult", 1, 365, whole),
			Requirement{Code: "resus.2-adult", Practical: true},
			PracticalPart,
			func(_ *Programme, r *Record) {
				r.SignOffs = []SignOff{{ID: "s", Module: ModuleRef{"resus.2-adult", Version{1, 0}}, Note: "rate", At: monday.AddDate(0, -3, 0)}}
			}, Accepted,
		},

		{
			"referred here the same day", shown("resus.2-adult", 1, 365, whole),
			Requirement{Code: "resus.2-adult", Practical: true},
			PracticalPart,
			func(_ *Programme, r *Record) {
				r.SignOffs = []SignOff{{ID: "s", Module: ModuleRef{"resus.2-adult", Version{1, 0}}, Note: "rate", At: monday.AddDate(0, -1, 0)}}
			}, IsMissing,
		},
		{
			"a referral says nothing of the knowledge", shown("resus.2-adult", 1, 365, whole),
			Requirement{Code: "resus.2-adult", Practical: true},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.SignOffs = []SignOff{{ID: "s", Module: ModuleRef{"resus.2-adult", Version{1, 0}}, Note: "rate", At: monday.AddDate(0, 0, -1)}}
			}, Accepted,
		},

		{"no module here, known", shown("moving.2", 1, 730, whole), Requirement{Code: "moving.2", Practical: true}, PracticalPart, nil, Accepted},
		{"no module here, the catalogue's period over", shown("moving.2", 25, 0, whole), Requirement{Code: "moving.2", Practical: true}, KnowledgePart, nil, HasExpired},
		{"nobody here knows the code", shown("new.1", 1, 730, knowledge), Requirement{Code: "new.1"}, KnowledgePart, nil, LocalLook},
		{"Muster's own code on any framework's passport", shown("leadership.1", 60, 0, knowledge), Requirement{Code: "leadership.1"}, KnowledgePart, nil, Accepted},

		{"awaits sign-off", shown("fire.1", 1, 730, How{Knowledge: true, Awaiting: true}), Requirement{Code: "fire.1"}, KnowledgePart, nil, LocalLook},
		{
			"stale lists", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) { r.Brought[0].Doubts = []Doubt{DoubtStale} }, LocalLook,
		},
		{
			"another name", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) { r.Brought[0].Doubts = []Doubt{DoubtName} }, LocalLook,
		},
		{
			"another edition of the framework", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) { r.Brought[0].Framework = "cstf-eng/2.0" }, LocalLook,
		},
		{
			"a higher level of another edition", shown("ipc.2", 1, 365, knowledge),
			Requirement{Code: "ipc.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) { r.Brought[0].Framework = "cstf-eng/2.0" }, LocalLook,
		},
		{
			"in doubt, and looked at", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.Brought[0].Doubts = []Doubt{DoubtStale}
				r.LocalChecks = []LocalCheck{{Passport: "p", Code: "fire.1", By: "t", Note: "rang them", At: monday.Add(-time.Hour)}}
			}, Accepted,
		},
		{
			"another item was looked at", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.Brought[0].Doubts = []Doubt{DoubtStale}
				r.LocalChecks = []LocalCheck{{Passport: "p", Code: "ipc.1", By: "t"}, {Passport: "q", Code: "fire.1", By: "t"}}
			}, LocalLook,
		},
		{
			"not yet looked at", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.Brought[0].Doubts = []Doubt{DoubtStale}
				r.LocalChecks = []LocalCheck{{Passport: "p", Code: "fire.1", By: "t", At: monday.Add(time.Hour)}}
			}, LocalLook,
		},
		{
			"looked at, but run out", shown("fire.1", 30, 730, How{Knowledge: true, Awaiting: true}),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.LocalChecks = []LocalCheck{{Passport: "p", Code: "fire.1", By: "t"}}
			}, HasExpired,
		},

		{
			"refused", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) { r.Brought[0].Refused = RefusedRevoked }, IsMissing,
		},
		{
			"its issuer is excluded", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(p *Programme, _ *Record) { p.Excluded = []Exclusion{{Issuer: northway}} }, IsMissing,
		},
		{
			"another is excluded", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(p *Programme, _ *Record) { p.Excluded = []Exclusion{{Issuer: "ods:RZZ"}} }, Accepted,
		},
		{
			"taken back", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.Recognitions = []Recognition{{ID: "k", Passport: "p", Withdrawn: Withdrawal{At: monday}}}
			}, IsMissing,
		},
		{
			"taken back and brought again", shown("fire.1", 1, 730, knowledge),
			Requirement{Code: "fire.1"},
			KnowledgePart,
			func(_ *Programme, r *Record) {
				r.Recognitions = []Recognition{{ID: "k", Passport: "p", Withdrawn: Withdrawal{At: monday}}, {ID: "m", Passport: "p"}}
			}, Accepted,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, content := library()
			p.Requirements = []Requirement{c.ask}
			r := Record{Learner: theLearner(), Brought: []Brought{sheet("p", c.item)}}
			if c.change != nil {
				c.change(&p, &r)
			}
			d := find(t, Decide(p, content, r, monday), c.ask.Code, c.part)
			if d.Ruling != c.want {
				t.Fatalf("ruled %s, want %s: %+v", d.Ruling, c.want, d)
			}
			if d.Ruling == IsMissing && (d.Ground != OnNothing || d.Passport != "" || d.Held != "") {
				t.Errorf("missing, and yet %+v", d)
			}
			if d.Ruling != IsMissing && (d.Ground != OnPassport || d.Passport != "p" || d.Issuer != northway || d.Organisation != "Northway" || d.Held != c.item.Code || d.Completed != c.item.Completed) {
				t.Errorf("does not say on whose word: %+v", d)
			}
			if (d.Ruling == LocalLook) != (len(d.Doubts) > 0 && d.By == "" && d.Ruling != HasExpired && d.Ruling != HasChanged) {
				t.Errorf("%s with the doubts %v, by %q", d.Ruling, d.Doubts, d.By)
			}
		})
	}
}

// TestTheLastDay tries both sides of the last second on which an item counts.
func TestTheLastDay(t *testing.T) {
	p, c := library()
	p.Requirements = []Requirement{{Code: "fire.1", RefreshMonths: 12, Reason: "our insurer"}}
	r := Record{Learner: theLearner(), Brought: []Brought{sheet("p", BroughtItem{Code: "fire.1", Completed: DateOf(monday), ValidDays: 730, How: knowledge})}}
	end := DateOf(monday).AddMonths(12).End()
	for at, want := range map[time.Time]Ruling{end: Accepted, end.Add(time.Second): HasExpired} {
		d := Decide(p, c, r, at)[0]
		if d.Ruling != want || !d.Until.Equal(end) || d.Period != "our insurer" {
			t.Errorf("at %v: %+v", at, d)
		}
	}
	p.Requirements[0].RefreshMonths = 24
	if d := Decide(p, c, r, end)[0]; d.Period != "" || !d.Until.Equal((DateOf(monday) + 730).End()) {
		t.Errorf("a period that shortens nothing: %+v", d)
	}
}

// TestWhoseWordCounts weighs one source against another.
func TestWhoseWordCounts(t *testing.T) {
	both := []Part{KnowledgePart, PracticalPart}
	old := monday.AddDate(-1, 0, 0)
	here := done("fire.1", old, 730, "old")
	proof := Evidence{ID: "e", Code: "fire.1", Parts: both, Kind: Certificate, Completed: DateOf(old), Body: "Eastgate", Reference: "C-17", By: "t", At: monday}
	wave := Waiver{ID: "w", Code: "fire.1", Parts: both, Reason: "never enters a ward", By: "t", At: monday}
	item := shown("fire.1", 2, 730, knowledge)
	expired := func(e Evidence) Evidence { e.Completed = DateOf(monday.AddDate(-3, 0, 0)); return e }
	for _, c := range []struct {
		name   string
		r      Record
		ruling Ruling
		ground Ground
		note   string
	}{
		{"nothing", Record{}, IsMissing, OnNothing, ""},
		{"here before all", Record{Completions: []Completion{here}, Brought: []Brought{sheet("p", item)}, Evidence: []Evidence{proof}, Waivers: []Waiver{wave}}, Accepted, DoneHere, ""},
		{"a passport before evidence", Record{Brought: []Brought{sheet("p", item)}, Evidence: []Evidence{proof}, Waivers: []Waiver{wave}}, Accepted, OnPassport, ""},
		{"evidence before a waiver", Record{Evidence: []Evidence{proof}, Waivers: []Waiver{wave}}, Accepted, OnEvidence, "C-17"},
		{"a waiver", Record{Waivers: []Waiver{wave}}, Accepted, OnWaiver, "never enters a ward"},
		{"what holds before what ran out here", Record{Completions: []Completion{done("fire.1", monday.AddDate(-3, 0, 0), 730, "old")}, Evidence: []Evidence{proof}}, Accepted, OnEvidence, "C-17"},
		{"what ran out last", Record{Completions: []Completion{done("fire.1", monday.AddDate(-4, 0, 0), 730, "old")}, Evidence: []Evidence{expired(proof)}}, HasExpired, OnEvidence, "C-17"},
		{"run out here", Record{Completions: []Completion{done("fire.1", monday.AddDate(-3, 0, 0), 730, "old")}}, HasExpired, DoneHere, ""},
		{"not yet done", Record{Completions: []Completion{done("fire.1", monday.Add(time.Hour), 730, "s")}}, IsMissing, OnNothing, ""},
		{"evidence not yet seen", Record{Evidence: []Evidence{{Code: "fire.1", Parts: both, Completed: DateOf(old), At: monday.Add(time.Hour)}}}, IsMissing, OnNothing, ""},
		{"not yet waived", Record{Waivers: []Waiver{{Code: "fire.1", Parts: both, At: monday.Add(time.Hour)}}}, IsMissing, OnNothing, ""},
		{"run out before changed", Record{Brought: []Brought{sheet("p", BroughtItem{Code: "fire.1", Completed: DateOf(old), How: knowledge})}, Completions: []Completion{done("fire.1", monday.AddDate(-3, 0, 0), 730, "old")}}, HasExpired, DoneHere, ""},
		{"evidence taken back", Record{Evidence: []Evidence{{Code: "fire.1", Parts: both, Completed: DateOf(old), Withdrawn: Withdrawal{At: monday}}}}, IsMissing, OnNothing, ""},
		{"evidence of another part", Record{Evidence: []Evidence{{Code: "fire.1", Parts: []Part{PracticalPart}, Completed: DateOf(old)}}}, IsMissing, OnNothing, ""},
		{"evidence from tomorrow", Record{Evidence: []Evidence{{Code: "fire.1", Parts: both, Completed: DateOf(monday) + 1}}}, IsMissing, OnNothing, ""},
		{"a waiver taken back", Record{Waivers: []Waiver{{Code: "fire.1", Parts: both, Withdrawn: Withdrawal{At: monday}}}}, IsMissing, OnNothing, ""},
		{"a waiver of another part", Record{Waivers: []Waiver{{Code: "fire.1", Parts: []Part{PracticalPart}}}}, IsMissing, OnNothing, ""},
		{"a waiver of another code", Record{Waivers: []Waiver{{Code: "fire.2", Parts: both}}}, IsMissing, OnNothing, ""},
		{"in doubt before run out", Record{Brought: []Brought{sheet("p", shown("fire.1", 1, 730, How{Knowledge: true, Awaiting: true}))}, Evidence: []Evidence{expired(proof)}}, LocalLook, OnPassport, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, content := library()
			p.Requirements[0].Since = Version{1, 0}
			c.r.Learner = theLearner()
			d := find(t, Decide(p, content, c.r, monday), "fire.1", KnowledgePart)
			if d.Ruling != c.ruling || d.Ground != c.ground || d.Note != c.note {
				t.Fatalf("%+v", d)
			}
			if (d.Ground == OnEvidence || d.Ground == OnWaiver) && d.By != "t" {
				t.Errorf("nobody has said it: %+v", d)
			}
			if d.Ground == OnEvidence && (d.Organisation != "Eastgate" || d.Held != "fire.1") {
				t.Errorf("does not say what was seen: %+v", d)
			}
		})
	}
}

// TestAHigherLevelCoversWhereverItWasShown asks for level one of those who hold two.
func TestAHigherLevelCoversWhereverItWasShown(t *testing.T) {
	p, c := library()
	p.Requirements = []Requirement{{Code: "ipc.1"}, {Code: "moving.1"}}
	ipc := sample(2)
	ipc.Ref.Code, ipc.RefreshMonths = "ipc.2", 12
	moving := resus()
	moving.Ref.Code, moving.RefreshMonths = "moving.2", 24
	c.modules["ipc.2"], c.modules["moving.2"] = ipc, moving
	at := monday.AddDate(0, -2, 0)
	pass := SignOff{ID: "s", Module: moving.Ref, Passed: true, At: at, Assessor: "a"}
	proof := func(code Code, parts ...Part) Record {
		return Record{Evidence: []Evidence{{Code: code, Parts: parts, Completed: DateOf(at), By: "t"}}}
	}
	for _, x := range []struct {
		name       string
		r          Record
		ipc, moves Ruling
	}{
		{"done here", Record{Completions: []Completion{done("ipc.2", at, 365, "old"), done("moving.2", at, 730, "old")}, SignOffs: []SignOff{pass}}, Accepted, Accepted},
		{"done here on paper alone", Record{Completions: []Completion{done("moving.2", at, 730, "old")}}, IsMissing, IsMissing},
		{"done here and run out", Record{Completions: []Completion{done("ipc.2", monday.AddDate(-2, 0, 0), 365, "old")}}, IsMissing, IsMissing},
		{"proof of it", proof("ipc.2", KnowledgePart), Accepted, IsMissing},
		{"proof of its paper part", proof("moving.2", KnowledgePart), IsMissing, IsMissing},
		{"proof of both parts", proof("moving.2", KnowledgePart, PracticalPart), IsMissing, Accepted},
	} {
		ds := Decide(p, c, x.r, monday)
		a, b := find(t, ds, "ipc.1", KnowledgePart), find(t, ds, "moving.1", KnowledgePart)
		if a.Ruling != x.ipc || b.Ruling != x.moves || a.Ruling == Accepted && a.Held != "ipc.2" || b.Ruling == Accepted && b.Held != "moving.2" {
			t.Errorf("%s: %+v and %+v", x.name, a, b)
		}
	}
}

// TestAnOwnPracticalSaysWhoSignedIt keeps the rules of a sign-off in a decision.
func TestAnOwnPracticalSaysWhoSignedIt(t *testing.T) {
	p, c := library()
	ref := ModuleRef{"resus.2-adult", Version{1, 0}}
	word := func(months int, passed bool) SignOff {
		return SignOff{ID: SignOffID(fmt.Sprint("s", months)), Module: ref, Passed: passed, At: monday.AddDate(0, -months, 0), Assessor: "a"}
	}
	for _, x := range []struct {
		signs []SignOff
		want  Ruling
	}{
		{[]SignOff{word(2, true)}, Accepted},
		{[]SignOff{word(13, true)}, HasExpired},
		{[]SignOff{word(3, true), word(2, false)}, IsMissing},
		{[]SignOff{word(3, false), word(2, true)}, Accepted},
		{nil, IsMissing},
	} {
		d := find(t, Decide(p, c, Record{SignOffs: x.signs}, monday), "resus.2-adult", PracticalPart)
		if d.Ruling != x.want || d.Ruling == Accepted && (d.By != "a" || d.Ground != DoneHere || d.Until.IsZero()) {
			t.Errorf("%v: %+v", x.signs, d)
		}
	}
	seen := Record{SignOffs: []SignOff{word(2, false)}, Evidence: []Evidence{{Code: ref.Code, Parts: []Part{PracticalPart}, Completed: DateOf(monday.AddDate(0, -3, 0)), By: "t"}}}
	if d := find(t, Decide(p, c, seen, monday), "resus.2-adult", PracticalPart); d.Ruling != IsMissing {
		t.Errorf("evidence of before the referral: %+v", d)
	}
	waived := Record{SignOffs: []SignOff{word(2, false)}, Waivers: []Waiver{{Code: "resus.2-adult", Parts: []Part{PracticalPart}, By: "t", Reason: "cannot kneel"}}}
	if d := find(t, Decide(p, c, waived, monday), "resus.2-adult", PracticalPart); d.Ruling != Accepted || d.Ground != OnWaiver {
		t.Errorf("waived after a referral: %+v", d)
	}
}

// TestBetterTellsAnyTwoApart holds the order to what an order is.
func TestBetterTellsAnyTwoApart(t *testing.T) {
	var all []Decision
	for _, ruling := range []Ruling{Accepted, LocalLook, HasExpired, HasChanged, IsMissing} {
		for _, ground := range []Ground{DoneHere, OnPassport, OnEvidence, OnWaiver} {
			for _, until := range []time.Time{{}, monday, monday.AddDate(1, 0, 0)} {
				for _, id := range []PassportID{"p", "q"} {
					all = append(all, Decision{Ruling: ruling, Ground: ground, Until: until, Passport: id})
				}
			}
		}
	}
	for i, a := range all {
		for j, b := range all {
			if better(a, b) == better(b, a) && i != j || i == j && better(a, b) {
				t.Fatalf("no order between %+v and %+v", a, b)
			}
			for _, c := range all {
				if better(a, b) && better(b, c) && !better(a, c) {
					t.Fatalf("%+v, %+v, %+v go round", a, b, c)
				}
			}
		}
	}
	if !better(Decision{Ruling: Accepted, Ground: OnPassport}, Decision{Ruling: Accepted, Ground: OnPassport, Until: monday}) {
		t.Error("for good is not the longest")
	}
}

// TestEveryDifferenceTells makes decisions that differ in one thing; the first counts.
func TestEveryDifferenceTells(t *testing.T) {
	for _, c := range [][2]Decision{
		{{Ruling: HasExpired}, {Ruling: HasChanged}},
		{{Completed: 2}, {Completed: 1}},
		{{Passport: "a"}, {Passport: "b"}},
		{{Held: "a.1"}, {Held: "a.2"}},
		{{Organisation: "A"}, {Organisation: "B"}},
		{{Note: "a"}, {Note: "b"}},
		{{By: "a"}, {By: "b"}},
	} {
		if !better(c[0], c[1]) || better(c[1], c[0]) {
			t.Errorf("%+v does not count before %+v", c[0], c[1])
		}
	}
}

// TestAModuleWithoutAPeriodHasTheProgrammes shortens what is good for ever.
func TestAModuleWithoutAPeriodHasTheProgrammes(t *testing.T) {
	p, c := library()
	c.modules["fire.1"].RefreshMonths = 0
	p.Requirements = []Requirement{{Code: "fire.1", RefreshMonths: 12, Reason: "our insurer"}}
	r := Record{Brought: []Brought{sheet("p", shown("fire.1", 13, 0, knowledge))}}
	if d := Decide(p, c, r, monday)[0]; d.Ruling != HasExpired || d.Period != "our insurer" {
		t.Errorf("%+v", d)
	}
}

// TestAClockAheadByMinutes takes an item completed just after midnight there.
func TestAClockAheadByMinutes(t *testing.T) {
	p, c := library()
	p.Requirements = []Requirement{{Code: "fire.1"}}
	tomorrow := (DateOf(monday) + 1).Start()
	r := Record{Brought: []Brought{sheet("p", BroughtItem{Code: "fire.1", Completed: DateOf(tomorrow), ValidDays: 730, How: knowledge})}}
	for before, want := range map[time.Duration]Ruling{4 * time.Minute: Accepted, 6 * time.Minute: IsMissing} {
		if d := Decide(p, c, r, tomorrow.Add(-before))[0]; d.Ruling != want {
			t.Errorf("%v before: %+v", before, d)
		}
	}
}

// TestCoveringGivesNoPracticalThatWasNotShown asks for a practical that the higher
// level does not have.
func TestCoveringGivesNoPracticalThatWasNotShown(t *testing.T) {
	p, c := library()
	low, high := resus(), sample(2)
	low.Ref.Code, high.Ref.Code, high.Covers = "ward.1", "ward.2", []Code{"ward.1"}
	c.modules["ward.1"], c.modules["ward.2"] = low, high
	p.Requirements = []Requirement{{Code: "ward.1", Practical: true}}
	ds := Decide(p, c, Record{Completions: []Completion{done("ward.2", monday.AddDate(0, -1, 0), 365, "old")}}, monday)
	if ds[0].Ruling != Accepted || ds[1].Ruling != IsMissing {
		t.Errorf("%+v", ds)
	}
}

func TestTheSameWhicheverComesFirst(t *testing.T) {
	a, b := sheet("a", shown("fire.1", 6, 730, knowledge)), sheet("b", shown("fire.1", 2, 730, knowledge))
	twin := sheet("c", shown("fire.1", 2, 730, knowledge))
	p, c := library()
	for _, order := range [][]Brought{{a, b, twin}, {twin, b, a}, {b, a, twin}} {
		d := find(t, Decide(p, c, Record{Brought: order}, monday), "fire.1", KnowledgePart)
		if d.Passport != "b" {
			t.Errorf("counts %s, and b holds longest and has the lower number", d.Passport)
		}
	}
}

func TestDecideChangesNothing(t *testing.T) {
	p, c := library()
	r := Record{Brought: []Brought{sheet("p", shown("fire.1", 1, 730, How{Knowledge: true, Awaiting: true}))}}
	r.Brought[0].Doubts = []Doubt{DoubtName, DoubtStale}
	before := fmt.Sprintf("%+v %+v", p, r)
	first := Decide(p, c, r, monday)
	first[0].Doubts[0] = "spoilt"
	if fmt.Sprintf("%+v %+v", p, r) != before {
		t.Error("the record was changed")
	}
	if again := Decide(p, c, r, monday)[0].Doubts; !reflect.DeepEqual(again, []Doubt{DoubtStale, DoubtAwaiting, DoubtName}) {
		t.Errorf("the doubts are %v", again)
	}
}
