package document

import (
	"time"

	"muster/internal/phrase"
)

// Receipt is what one check of a person's passports decided. Times are shown in their own zone.
type Receipt struct {
	Organisation string // who checked
	ODS          string
	Demo         bool
	Name         string // the person's
	Holder       string // their register and number: "gmc:1234567"
	Programme    string // the programme's title
	Requirements Requirements
	At           time.Time // of the check
	By           string    // the member of staff; "" leaves the line to be written on
	Place        string    // the device or desk it was made at
	Passports    []Presented
	Lines        []ReceiptLine // in the programme's order
	Local        []string      // what is still to do that counts here alone
	Saved        int           // minutes that what was accepted spares
	Left         int           // minutes still to do, the local among them
	Lists        []ListAge
	OnRecord     bool // the person is on record here, and so is what was accepted
}

// Requirements says which version of the requirements was applied.
type Requirements struct {
	Serial int64     // 0 where they are not signed by the organisation
	Issued time.Time // zero where they are not signed
	Source string    // where they come from when they are not signed: a content pack and its version
}

// Presented is one passport that was shown, recognised or not.
type Presented struct {
	Number       string // hexadecimal digits
	Organisation string
	ODS          string
	Issued       time.Time
	Why          string // why none of it was recognised, a sentence; "" where it was
}

// Ruling is what was decided of one part of a requirement.
type Ruling string

// The rulings.
const (
	Accepted   Ruling = "accepted"
	LocalLook  Ruling = "local-check" // somebody must look closer here
	HasExpired Ruling = "expired"
	HasChanged Ruling = "changed" // the content has changed since
	IsMissing  Ruling = "missing"
)

// Ground is what a decision rests on.
type Ground string

// The grounds.
const (
	DoneHere   Ground = "here"     // shown at this organisation
	OnPassport Ground = "passport" // another organisation's word
	OnEvidence Ground = "evidence" // proof that a trainer saw
	OnWaiver   Ground = "waiver"
	OnNothing  Ground = ""
)

// Kind is what sort of evidence was seen.
type Kind string

// The kinds of evidence.
const (
	ESRTransfer Kind = "esr"
	Certificate Kind = "certificate"
	OtherProof  Kind = "other"
)

// ReceiptLine is the decision on one part of one requirement.
type ReceiptLine struct {
	Code         string // "resus.2-adult"
	Title        string // the subject and level in words
	Practical    bool   // the practical part; else the knowledge part
	Ruling       Ruling
	Ground       Ground
	Kind         Kind   // on evidence
	Organisation string // whose word: the passport's issuer, or who issued what was seen
	ODS          string // on a passport
	Passport     string // on a passport: its number, hexadecimal digits
	By           string // who looked, saw or waived
	At           time.Time
	Held         string    // the higher level that covers it, in words; "" where it is the same
	Completed    time.Time // a day; zero where nothing is held
	Until        time.Time // the last day it holds here; zero for good
	Doubts       []string  // why somebody must look closer, a sentence each
	Note         string    // what was looked at, the reference, the waiver's reason
	Period       string    // why the period here is shorter than the framework's
	Minutes      int       // spared where accepted, to do where not
}

// ListAge is how fresh one list was that the check went by.
type ListAge struct {
	Name   string // whose list, and of what
	Issued time.Time
	Next   time.Time // when it should have been followed by another; zero for never
	Stale  bool
}

// Receipt is the PDF of a receipt. Characters that the fonts lack are printed as
// U+FFFD; the CSV keeps them.
func (p *Press) Receipt(in Receipt, words *phrase.Printer) ([]byte, error) {
	return p.print(info{
		title: words.T("paper.receipt.title"), author: in.Organisation,
		subject: words.T("paper.receipt.subject", in.Name, words.Date(in.At)), at: in.At,
	}, func(s *sheet) { newReceiptLayout(s, in, words).draw() }).bytes()
}

// grounds say on whose word a decision rests and why it is no better, a line each.
func (in Receipt) grounds(d ReceiptLine, words *phrase.Printer) []string {
	lines := []string{in.word(d, words)}
	if d.Held != "" {
		lines = append(lines, words.T("paper.receipt.held", d.Held))
	}
	if !d.Completed.IsZero() {
		lines = append(lines, words.T("paper.receipt.completed", words.ShortDate(d.Completed)))
	}
	lines = append(lines, d.why(words)...)
	if d.Ground == OnPassport && d.By != "" {
		lines = append(lines, words.T("paper.receipt.word.looked", d.By, words.ShortDate(d.At)))
	}
	if d.Note != "" {
		lines = append(lines, d.noted(words))
	}
	return lines
}

// word is on whose word a decision rests.
func (in Receipt) word(d ReceiptLine, words *phrase.Printer) string {
	switch d.Ground {
	case DoneHere:
		return words.T("paper.receipt.word.here", in.Organisation)
	case OnPassport:
		if n := in.numbered(d.Passport); n > 0 {
			return words.T("paper.receipt.word.passport", d.Organisation, n)
		}
		return words.T("paper.receipt.word.passport", d.Organisation, grouped(d.Passport))
	case OnEvidence:
		return words.T("paper.receipt.word."+string(d.Kind), d.Organisation, d.By, words.ShortDate(d.At))
	case OnWaiver:
		return words.T("paper.receipt.word.waiver", d.By, words.ShortDate(d.At))
	}
	return words.T("paper.receipt.word.none")
}

// numbered is a passport's place among those that were shown, from 1; 0 for none.
func (in Receipt) numbered(number string) int {
	for i, p := range in.Passports {
		if p.Number == number {
			return i + 1
		}
	}
	return 0
}

// why says what stands against a part, or shortens it.
func (d ReceiptLine) why(words *phrase.Printer) []string {
	var lines []string
	switch {
	case d.Ruling == HasExpired && !d.Until.IsZero():
		lines = append(lines, words.T("paper.receipt.why.expired", words.ShortDate(d.Until)))
	case d.Ruling == HasChanged:
		lines = append(lines, words.T("paper.receipt.why.changed"))
	}
	lines = append(lines, d.Doubts...)
	if d.Period != "" {
		lines = append(lines, words.T("paper.receipt.why.period", d.Period))
	}
	return lines
}

// noted is the note with what it is: a reason, a reference, or what was looked at.
func (d ReceiptLine) noted(words *phrase.Printer) string {
	switch d.Ground {
	case OnWaiver:
		return words.T("paper.receipt.note.reason", d.Note)
	case OnEvidence:
		return words.T("paper.receipt.note.reference", d.Note)
	}
	return words.T("paper.receipt.note", d.Note)
}
