package document

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"muster/internal/phrase"
)

// receiptHead are the columns of a receipt, in every language the same.
var receiptHead = []string{
	"checked", "organisation", "checked by", "place", "programme", "requirements", "requirements issued",
	"name", "register", "number", "record", "code", "what", "part", "ruling", "ground", "word of", "ods", "passport",
	"by", "at", "held", "completed", "until", "minutes", "why", "note",
}

// ReceiptCSV is a receipt with a row for each decision, each passport and each list,
// in the form of ReportCSV: codes for other programs (record, part, ruling, ground),
// words for people.
func ReceiptCSV(in Receipt, words *phrase.Printer) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range append([][]string{receiptHead}, in.rows(words)...) {
		for i := range row {
			row[i] = Cell(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// receiptFact is one row's own part, in the order of the columns.
type receiptFact struct {
	record, code, what, part, ruling, ground, word, ods, passport string
	by, at, held, completed, until, minutes, why, note            string
}

func (in Receipt) rows(words *phrase.Printer) [][]string {
	var rows [][]string
	for _, d := range in.Lines {
		rows = append(rows, in.row(d.fact(words)))
	}
	for _, p := range in.Passports {
		f := receiptFact{record: "passport", word: p.Organisation, ods: p.ODS, passport: p.Number, ruling: "recognised", why: p.Why}
		if p.Why != "" {
			f.ruling = "not-recognised"
		}
		if !p.Issued.IsZero() {
			f.at = stamp(p.Issued)
		}
		rows = append(rows, in.row(f))
	}
	for _, a := range in.Lists {
		f := receiptFact{record: "list", what: a.Name, at: day(a.Issued), until: day(a.Next), ruling: "fresh"}
		if a.Stale {
			f.ruling = "stale"
		}
		rows = append(rows, in.row(f))
	}
	return rows
}

// fact is a decision as a row.
func (d ReceiptLine) fact(words *phrase.Printer) receiptFact {
	f := receiptFact{
		record: "decision", code: d.Code, what: d.Title, part: "knowledge", ruling: string(d.Ruling), ground: string(d.Ground),
		word: d.Organisation, ods: d.ODS, passport: d.Passport, by: d.By, held: d.Held, completed: day(d.Completed), until: day(d.Until),
		minutes: strconv.Itoa(d.Minutes), why: strings.Join(d.why(words), " "), note: d.Note,
	}
	if d.Practical {
		f.part = "practical"
	}
	if d.Ground == OnEvidence {
		f.ground += ":" + string(d.Kind)
	}
	if !d.At.IsZero() {
		f.at = stamp(d.At)
	}
	return f
}

// row is a fact with what holds for the whole receipt before it.
func (in Receipt) row(f receiptFact) []string {
	register, number, _ := strings.Cut(in.Holder, ":")
	version := in.Requirements.Source
	if in.Requirements.Serial > 0 {
		version = strconv.FormatInt(in.Requirements.Serial, 10)
	}
	return []string{
		stamp(in.At), in.ODS, in.By, in.Place, in.Programme, version, day(in.Requirements.Issued),
		in.Name, register, number, f.record, f.code, f.what, f.part, f.ruling, f.ground, f.word, f.ods, f.passport,
		f.by, f.at, f.held, f.completed, f.until, f.minutes, f.why, f.note,
	}
}
