package document

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"
)

// receipt has every ruling and every ground.
func receipt() Receipt {
	day := func(m, d int) time.Time { return date(2025, m, d) }
	seen := time.Date(2026, 8, 5, 9, 12, 0, 0, london)
	here, there, unsound := "St Brannoc’s University Hospitals NHS Trust", "Royal Vale Hospitals NHS Foundation Trust", "East Fen Community Health NHS Trust"
	first, second := "0198a7c45f3b7e21b0d4c6aa19f2e001", "0198a7c45f3b7e21b0d4c6aa19f2e002"
	return Receipt{
		Organisation: here, ODS: "RXX", Name: "Dr Zoë Ngũgĩ-Okafor", Holder: "gmc:7654321", Programme: "Resident doctor, acute",
		Requirements: Requirements{Serial: 7, Issued: date(2026, 8, 3)}, At: seen, By: "Priya Raman", Place: "checkdesk-01",
		Saved: 145, Left: 95,
		Passports: []Presented{
			{Number: first, Organisation: there, ODS: "RY0", Issued: day(2, 3)},
			{Number: second, Organisation: unsound, ODS: "RY3", Issued: day(5, 6), Why: "This organisation accepts no passports from East Fen Community Health NHS Trust: its assessors are under review."},
		},
		Lines: []ReceiptLine{
			{Code: "fire.1", Title: "Fire safety, level 1", Ruling: Accepted, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, Completed: day(2, 1), Until: date(2027, 2, 1), Minutes: 25},
			{Code: "ipc.2", Title: "Infection prevention and control, level 2", Ruling: HasExpired, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, Completed: day(2, 1), Until: date(2026, 2, 1), Period: "an outbreak last winter", Minutes: 35},
			{Code: "sgc.2", Title: "Safeguarding children, level 2", Ruling: Accepted, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, Held: "Safeguarding children, level 3", Completed: day(2, 1), Until: date(2028, 2, 1), Minutes: 40},
			{Code: "resus.2-adult", Title: "Resuscitation, level 2 adult", Ruling: LocalLook, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, Completed: day(2, 1), Doubts: []string{"Its content awaits clinical sign-off.", "The lists here are past their next update."}, Minutes: 20},
			{Code: "resus.2-adult", Title: "Resuscitation, level 2 adult", Practical: true, Ruling: IsMissing, Minutes: 20},
			{Code: "mh.2", Title: "Moving and handling, level 2", Ruling: Accepted, Ground: OnEvidence, Kind: Certificate, Organisation: "Fit for Work Training Ltd", By: "Priya Raman", At: seen, Completed: day(11, 20), Until: date(2027, 11, 20), Note: "FFW-20417", Minutes: 30},
			{Code: "mh.2", Title: "Moving and handling, level 2", Practical: true, Ruling: Accepted, Ground: OnWaiver, By: "Tom Whitfield", At: seen, Note: "Handles no patients in this post until October.", Minutes: 30},
			{Code: "ig.1", Title: "Data security and protection, level 1", Ruling: HasChanged, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, Completed: day(2, 1), Minutes: 20},
			{Code: "prevent.3", Title: "Preventing radicalisation, level 3", Ruling: Accepted, Ground: OnPassport, Organisation: there, ODS: "RY0", Passport: first, By: "Priya Raman", At: seen, Note: "Read the content with her; nothing is missing.", Completed: day(2, 1), Until: date(2028, 2, 1), Minutes: 20},
			{Code: "edhr.1", Title: "Equality, diversity and human rights, level 1", Ruling: Accepted, Ground: DoneHere, Completed: date(2026, 8, 5), Until: date(2029, 8, 5)},
			{Code: "conflict.1", Title: "Conflict resolution, level 1", Ruling: Accepted, Ground: OnEvidence, Kind: ESRTransfer, Organisation: there, By: "Priya Raman", At: seen, Completed: day(3, 3)},
		},
		Local: []string{"Fire routes and assembly point, main building", "Bleep and switchboard"},
		Lists: []ListAge{
			{Name: "Organisations trusted by " + here, Issued: date(2026, 7, 30), Next: date(2026, 8, 30)},
			{Name: "Passports withdrawn by " + there, Issued: date(2026, 6, 1), Next: date(2026, 7, 1), Stale: true},
			{Name: "Passports withdrawn by " + here, Issued: date(2026, 8, 4)},
		},
	}
}

// longReceipt is many parts with long words, in a demonstration.
func longReceipt() Receipt {
	in := receipt()
	in.Demo, in.ODS, in.By = true, "DEMO0", ""
	in.Name, in.Organisation, in.Holder = crowded().Name, crowded().Organisation, crowded().Holder
	in.Requirements = Requirements{Source: "Core skills pack 1.4"}
	for i := range 30 {
		d := in.Lines[i%11]
		d.Title = fmt.Sprintf("%s %d %s", d.Title, i, strings.Repeat("Wolfeschlegelstein", i%4))
		d.Note = strings.Repeat("A long note that somebody took the trouble to type. ", i%5)
		in.Lines = append(in.Lines, d)
	}
	return in
}

func TestReceiptTable(t *testing.T) {
	golden(t, "receipt.csv", must(t)(ReceiptCSV(receipt(), english(t))))
}

// TestReceiptTableIsSafe fills every text with what a spreadsheet would run.
func TestReceiptTableIsSafe(t *testing.T) {
	const formula = `=HYPERLINK("http://x","y")`
	in := Receipt{
		Organisation: formula, ODS: formula, Name: formula, Holder: "gmc:" + formula, Programme: formula, By: formula, Place: formula,
		Requirements: Requirements{Source: formula},
		Passports:    []Presented{{Number: formula, Organisation: formula, ODS: formula, Why: formula}},
		Lines:        []ReceiptLine{{Code: formula, Title: formula, Ground: OnEvidence, Kind: Kind(formula), Organisation: formula, By: formula, Note: formula, Held: formula, Doubts: []string{formula}, Period: formula}},
		Lists:        []ListAge{{Name: formula}},
	}
	data := must(t)(ReceiptCSV(in, english(t)))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("%q would run", cell)
			}
		}
	}
}

// TestReceiptSaysItAll holds paper against what went in: each passport's number, each
// reason, every note, and the lists.
func TestReceiptSaysItAll(t *testing.T) {
	in := receipt()
	got := squeezed(string(tool(t, must(t)(press(t).Receipt(in, english(t))), "pdftotext", "-", "-")))
	want := []string{in.Name, "7654321", in.Programme, in.By, in.Place, "Number 7, issued on 3 August 2026", "About 95 minutes in all", "about 145 minutes", "nothing else of it is on record"}
	for _, p := range in.Passports {
		want = append(want, grouped(p.Number), p.Organisation, p.Why)
	}
	for _, d := range in.Lines {
		want = append(want, d.Title, d.Note, d.Period, d.Held)
		want = append(want, d.Doubts...)
	}
	for _, a := range in.Lists {
		want = append(want, a.Name)
	}
	for _, w := range append(want, in.Local...) {
		if !strings.Contains(got, squeezed(w)) {
			t.Errorf("the receipt does not say %q", w)
		}
	}
}
