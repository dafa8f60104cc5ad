package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// northbridge is another organisation's passport, as it was checked.
func northbridge(now time.Time) desk.ComparedPassport {
	p := desk.ComparedPassport{Text: "MP1:…", Brought: induction.Brought{ID: "0123456789abcdef0123456789abcdef", Issuer: "ods:RNB", Organisation: "Northbridge NHS Trust", Issued: now.AddDate(-1, 0, 0)}}
	p.Checked.Verdict = passport.Verdict{Organisation: "Northbridge NHS Trust", Freshness: passport.Freshness{
		CheckedAt: now.Unix(), ListFrom: "ods:RSB", ListIssued: now.AddDate(0, 0, -12).Unix(), NextUpdate: now.AddDate(0, 1, 0).Unix(),
		RevocationsIssued: now.AddDate(0, -4, 0).Unix(), RevocationsUpdate: now.AddDate(0, -1, 0).Unix(),
	}}
	return p
}

// everyRuling is a receipt on which each ruling and each ground stands once.
func everyRuling(now time.Time) desk.Receipt {
	r := desk.Receipt{
		Organisation: induction.Organisation{ODS: "RSB", Name: "St Brannoc’s University Hospitals"}, Device: "desk-1",
		Programme: induction.Programme{ID: "resident-doctor-acute", Title: "Resident doctor, acute", Serial: 12}, Required: now.AddDate(0, -2, 0),
		Number: "gmc:7012345", Name: "Zoë Ngũgĩ", By: "Alex Mbeki", At: now, Left: 75, Saved: 55,
		Trainers:  map[induction.TrainerID]induction.Trainer{"t1": {ID: "t1", Name: "Alex Mbeki"}},
		Passports: []desk.ComparedPassport{northbridge(now)},
		Local:     []induction.Line{{Title: "Ward 7: acute ward induction"}},
	}
	add := func(subject string, at time.Time, kind induction.EvidenceKind, d induction.Decision) {
		d.Part, d.Title = induction.KnowledgePart, subject
		if d.Held == "" {
			d.Held = d.Code
		}
		r.Items = append(r.Items, desk.ReceiptItem{Decision: d, Subject: subject, Level: "1", At: at, Kind: kind})
	}
	on := func(code induction.Code, ruling induction.Ruling, doubts ...induction.Doubt) induction.Decision {
		return induction.Decision{Code: code, Ruling: ruling, Ground: induction.OnPassport, Passport: "0123456789abcdef0123456789abcdef", Issuer: "ods:RNB", Organisation: "Northbridge NHS Trust", Completed: induction.DateOf(now.AddDate(-1, 0, 0)), Until: now.AddDate(1, 0, 0), Doubts: doubts, Minutes: 25}
	}
	add("Fire Safety", time.Time{}, "", on("fire.1", induction.Accepted))
	looked := on("ipc.1", induction.Accepted, induction.DoubtName)
	looked.By, looked.Note = "t1", "Her GMC entry and photo ID"
	add("Infection Prevention and Control", now, "", looked)
	add("Moving and Handling", time.Time{}, "", on("moving.1", induction.LocalLook, induction.DoubtStale))
	gone := on("igds.1", induction.HasExpired)
	gone.Until = now.AddDate(0, -3, 0)
	add("Data Security Awareness", time.Time{}, "", gone)
	add("Preventing Radicalisation", time.Time{}, "", on("prevent.1", induction.HasChanged))
	add("Conflict Resolution", now, induction.Certificate, induction.Decision{Code: "conflict.1", Ruling: induction.Accepted, Ground: induction.OnEvidence, Organisation: "Kingsmead College", By: "t1", Note: "C-2026-0017", Completed: induction.DateOf(now), Until: now.AddDate(2, 0, 0)})
	add("Resuscitation", now, "", induction.Decision{Code: "resus.1", Ruling: induction.Accepted, Ground: induction.OnWaiver, By: "t1", Note: "Works in the laboratory only"})
	add("Equality, Diversity and Human Rights", time.Time{}, "", induction.Decision{Code: "equality.1", Ruling: induction.IsMissing, Minutes: 30})
	return r
}

func TestAReceiptSaysOnWhoseWord(t *testing.T) {
	s, err := newStation(&config.Config{Data: t.TempDir(), Language: "en-GB"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 8, 5, 9, 0, 0, 0, time.UTC)
	pdf, csv, err := paper{s}.Receipt(t.Context(), everyRuling(now))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatal("the receipt is no PDF")
	}
	if dir := os.Getenv("MUSTER_SHOTS"); dir != "" {
		if err := os.WriteFile(dir+"/receipt.pdf", pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rows := strings.Split(string(csv), "\r\n")
	for _, want := range []string{
		"decision,fire.1,\"Fire Safety, level 1\",knowledge,accepted,passport,Northbridge NHS Trust,RNB",
		"decision,conflict.1,\"Conflict Resolution, level 1\",knowledge,accepted,evidence:certificate,Kingsmead College,,,Alex Mbeki",
		"knowledge,accepted,waiver,,,,Alex Mbeki",
		"knowledge,expired,passport", "knowledge,changed,passport", "knowledge,missing,,", "knowledge,local-check,passport",
		"passport,,,,recognised,", "list,,Organisations trusted by St Brannoc’s University Hospitals,,fresh", "list,,Passports withdrawn by Northbridge NHS Trust,,stale", ",12,2026-06-05,",
	} {
		if !strings.Contains(string(csv), want) {
			t.Errorf("no row has %q", want)
		}
	}
	if n := len(rows); n != 8+1+2+2 { // decisions, passport, lists, the head and the end
		t.Errorf("%d rows: %s", n, csv)
	}
}

func TestTheStaffRecordsFileGuessesNothing(t *testing.T) {
	s, err := newStation(&config.Config{Data: t.TempDir(), Language: "en-GB"})
	if err != nil {
		t.Fatal(err)
	}
	r := everyRuling(time.Date(2026, 8, 5, 9, 0, 0, 0, time.UTC))
	r.Competences = []desk.Competence{
		{Code: "fire.1", Name: "NHS|CSTF|Fire Safety - 2 Years|", Sure: "stated", From: induction.DateOf(r.At), Ground: induction.OnPassport, Organisation: "Northbridge NHS Trust"},
		{Code: "ipc.1", Name: "NHS|CSTF|Infection|", Sure: "confirm", From: induction.DateOf(r.At), Ground: induction.OnPassport},
		{Code: "moving.1", Name: "LOCAL|Moving|", Sure: "local", From: induction.DateOf(r.At), Ground: induction.DoneHere},
	}
	e, err := paper{s}.ReceiptESR(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if e.Rows != 2 || len(e.Left) != 1 || !strings.Contains(e.Left[0], "Infection Prevention and Control, level 1") {
		t.Fatalf("%d rows, left out %q", e.Rows, e.Left)
	}
	for _, want := range []string{"GMC,7012345,Zoë Ngũgĩ,NHS|CSTF|Fire Safety - 2 Years|,,05-Aug-2026,,Northbridge NHS Trust", "LOCAL|Moving|,,05-Aug-2026,,St Brannoc’s University Hospitals"} {
		if !strings.Contains(string(e.Data), want) {
			t.Errorf("no row has %q in %s", want, e.Data)
		}
	}
}
