package screen

import (
	"context"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// otherTrust is as long as an organisation's name is likely to be.
const otherTrust = "Northbridge and the Eleven Valleys University Hospitals NHS Foundation Trust"

// decisions puts every ruling and ground there is onto a day.
func decisions(start induction.Day) induction.Day {
	d := start
	d.Lines = nil
	base := start.Lines[0]
	add := func(title string, dec induction.Decision) {
		n := base
		dec.Code, dec.Title, dec.Part = base.Code, title, induction.KnowledgePart
		if dec.Held == "" {
			dec.Held = base.Code
		}
		n.Title, n.Decision = title, dec
		n.Done = dec.Ruling == induction.Accepted
		n.Held = n.Done
		if n.Done {
			n.Minutes, n.Saved, n.Fraction = 0, 25, 1
		}
		d.Lines = append(d.Lines, n)
	}
	until := morning.AddDate(0, 7, 3)
	on := func(r induction.Ruling, doubts ...induction.Doubt) induction.Decision {
		return induction.Decision{Ruling: r, Ground: induction.OnPassport, Passport: "p1", Organisation: otherTrust, Completed: induction.DateOf(morning.AddDate(-1, 0, 0)), Until: until, Doubts: doubts}
	}
	add("Fire Safety", on(induction.Accepted))
	higher := on(induction.Accepted)
	higher.Held, higher.Period, higher.Until = "safeguarding-adults.3", "The trust’s own risk assessment of 2025 asks for it every year", time.Time{}
	add("Safeguarding Adults", higher)
	add("Resuscitation, Adult Basic Life Support", on(induction.LocalLook, induction.DoubtStale, induction.DoubtAwaiting, induction.DoubtName, induction.DoubtFramework))
	expired := on(induction.HasExpired)
	expired.Until = morning.AddDate(0, -2, 0)
	add("Moving and Handling", expired)
	add("Information Governance and Data Security", on(induction.HasChanged))
	add("Preventing Radicalisation", induction.Decision{Ruling: induction.Accepted, Ground: induction.OnEvidence, Organisation: otherTrust, Until: until, Note: "C-2026-0017"})
	add("Conflict Resolution", induction.Decision{Ruling: induction.Accepted, Ground: induction.OnWaiver, Note: "Works in the laboratory only and never with patients"})
	add("Equality, Diversity and Human Rights", induction.Decision{Ruling: induction.Accepted, Ground: induction.DoneHere, Until: until})
	add("Health, Safety and Welfare", induction.Decision{Ruling: induction.IsMissing})
	for _, n := range start.Lines {
		if n.Kind == induction.LocalLine {
			d.Lines = append(d.Lines, n)
		}
	}
	d.Left, d.Saved, d.Done = 95, 105, 5
	return d
}

// bringGallery is what is brought from elsewhere: at the learner's, at the trainer's
// and at the check desk.
func (s *stage) bringGallery(one desk.OneLearner) []exhibit {
	k, p := s.k, s.desk.Programmes()[0]
	day := decisions(induction.PlanDay(p, theCatalog(), induction.Record{}, "", morning))
	b := induction.Brought{ID: "p1", Issuer: "ods:RNB", Organisation: otherTrust, Holder: "gmc:7012399", Name: longName, Issued: morning.AddDate(-1, 0, 0)}
	unused, bad := b, b
	unused.ID, bad.ID, bad.Refused = "p2", "p3", induction.RefusedExcluded
	refused := desk.NotTaken{Brought: bad, Reason: "Their passports could not be relied on in 2025", Err: induction.Refuse(induction.NotAllowed, induction.CodeBroughtExcluded)}
	pg := func(name string) page { return page{k, name, name} }
	scan := func(name string) scanPage { return scanPage{page: pg(name)} }
	full := &bringPage{scanPage: scan("bring"), name: longName, other: true, day: &day, saved: 105, got: []brought{
		{broken: "appended"}, {refused: []desk.NotTaken{refused}}, {taken: []induction.Brought{b}, before: []induction.Brought{unused}},
	}}
	my := &dayPage{
		page: pg("day"), told: &arrival{a: desk.Arrival{Taken: []induction.Brought{b}, Refused: []desk.NotTaken{refused}}},
		day: desk.MyDay{Learner: induction.Learner{Name: longName}, Programme: p, Open: true, Day: day},
	}
	v := one
	v.Day = day
	gone := induction.Withdrawal{Reason: "It was somebody else’s passport", At: morning}
	v.Record.Recognitions = []induction.Recognition{{ID: "r1", Passport: "p1", At: morning}, {ID: "r2", Passport: "p2", At: morning}, {ID: "r3", Passport: "p3", At: morning}, {ID: "r4", Passport: "p4", At: morning, Withdrawn: gone}}
	v.Record.Brought = []induction.Brought{b, unused, bad, {ID: "p4", Refused: induction.RefusedWithdrawn}}
	v.Record.Evidence = []induction.Evidence{{ID: "e1", Code: day.Lines[0].Code, Kind: induction.Certificate, Completed: induction.DateOf(morning), Body: otherTrust, Reference: "C-2026-0017", At: morning}}
	v.Record.Waivers = []induction.Waiver{{ID: "w1", Code: day.Lines[0].Code, Reason: "Works in the laboratory only", At: morning, Withdrawn: gone}}
	look := &lookPage{page: pg("look-closer"), who: v.Learner, d: day.Lines[2].Decision, from: b}
	parts := about{all: []wanted{{"resus.2-adult", "Resuscitation, Adult Basic Life Support", []induction.Part{induction.KnowledgePart, induction.PracticalPart}}, {"fire.1", "Fire Safety", []induction.Part{induction.KnowledgePart}}}, at: -1}
	chosen := parts
	chosen.choose(0)
	paper := desk.Paper{Claims: *claims(longName), Items: []desk.CheckedItem{line("Fire Safety", "1", "2028-08-05", "knowledge")}, Carried: []desk.CarriedPaper{
		{Organisation: otherTrust, Claims: *claims(longName), Items: []desk.CheckedItem{line("Moving and Handling", "1", "2027-08-05", "knowledge"), line("Resuscitation", "2 adult", "2027-08-05", "knowledge")}},
	}}
	return append([]exhibit{
		{"passport-carried", &passportPage{page: pg("passport"), all: []induction.Issued{{}}, paper: paper, code: [][]bool{{true, false}, {false, true}}, back: func() {}}, nil},
		{"bring", &bringPage{scanPage: scan("bring"), name: longName}, nil},
		{"bring-full", full, nil},
		{"day-arrived", my, nil},
		{"one-brought", &onePage{page: pg("one-learner"), v: v}, nil},
		{"look-closer", look, nil},
		{"evidence", &evidencePage{page: pg("evidence"), who: v.Learner, about: parts}, nil},
		{"evidence-chosen", &evidencePage{page: pg("evidence"), who: v.Learner, about: chosen, kind: induction.Certificate, dayT: "27 3 2026", bodyT: otherTrust}, nil},
		{"evidence-none", &evidencePage{page: pg("evidence"), who: v.Learner, about: about{at: -1}}, nil},
		{"waiver", &waiverPage{page: pg("waiver"), who: v.Learner, about: chosen}, nil},
		{"take-back", &takeBackPage{page: pg("take-back"), who: v.Learner, what: k.t("one.passport", otherTrust)}, nil},
		{"esr-return", &esrPage{page: pg("esr-return"), name: "return.csv", r: ESRReturn{Loaded: 212, Rejected: []ESRRow{{3, "7012346", "NHS|CSTF|Fire Safety - 2 Years|", "No such assignment"}, {9, "7012347", "NHS|CSTF|Moving and Handling - Level 2|", ""}}, Unknown: []ESRRow{{11, "", "X", "Maybe"}}}}, nil},
		{"esr-return-all", &esrPage{page: pg("esr-return"), name: "return.csv", r: ESRReturn{Loaded: 212}}, nil},
	}, s.hereGallery(p, day, b)...)
}

// hereGallery is the check desk with one person, with two, with a file that cannot
// be believed, and what goes on from there.
func (s *stage) hereGallery(p induction.Programme, day induction.Day, b induction.Brought) []exhibit {
	k := s.k
	v := passport.Verdict{Band: passport.Accept, Status: passport.Valid, Reasons: []passport.Status{passport.Valid}, Claims: claims(longName), Organisation: otherTrust}
	whole := func() *picture {
		g := made(v, line("Fire Safety", "1", "2028-08-05", "knowledge", "tested-only"))
		g.c.Programme = p
		w := &g.c.People[0]
		w.Day, w.Recognised, w.Names = day, true, []string{longName, "Wolfeschlegelsteinhausenbergerdorff W"}
		w.Passports[0].Brought = b
		return g
	}
	two := whole()
	other := two.c.People[0]
	other.Name, other.Number, other.Recognised, other.Names = "Ola Nordmann", "gmc:7012347", false, nil
	other.Passports = []desk.ComparedPassport{other.Passports[0]}
	other.Passports[0].Text, other.Passports[0].Brought.Refused = "another", induction.RefusedExcluded
	two.c.People = append(two.c.People, other)
	two.at = 1
	broken := whole()
	broken.refused = &desk.Checked{Verdict: passport.Verdict{Band: passport.Refuse, Status: passport.Forged, Reasons: []passport.Status{passport.Forged}}, Broken: "wrong-key"}
	broken.at = 1
	r := desk.Receipt{Programme: p, Number: "gmc:7012399", Name: longName, At: morning, Left: 95, Saved: 105, Passports: two.c.People[0].Passports, By: "Alex Mbeki"}
	r.Programme.Serial = 12
	for _, n := range day.Lines {
		if n.Kind != induction.LocalLine {
			r.Items = append(r.Items, desk.ReceiptItem{Decision: n.Decision, Subject: n.Title, Level: "1"})
		}
	}
	pg := func(name string) page { return page{k, name, name} }
	check := func(g *picture, hidden bool) *checkPage {
		return &checkPage{scanPage: scanPage{page: pg("check")}, got: g, hidden: hidden}
	}
	return []exhibit{
		{"check-here", check(whole(), false), nil},
		{"check-two", check(two, false), nil},
		{"check-broken", check(broken, false), nil},
		{"check-coming", check(whole(), true), nil},
		{"receipt", &receiptPage{page: pg("receipt"), r: r}, nil},
		{"receipt-desk", &receiptPage{page: pg("receipt"), r: r, again: noReceipt}, nil},
		{"welcome-awaited", &welcomePage{page: pg("welcome"), register: induction.GMC, awaited: &desk.Awaited{Number: "gmc:7012399", Name: longName}}, nil},
	}
}

func noReceipt(context.Context, string) (desk.Receipt, error) { return desk.Receipt{}, nil }
