package main

import (
	"context"
	"time"

	"muster/app/screen"
	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
	"muster/internal/pack"
)

// Receipt is a receipt for people and for spreadsheets.
func (p paper) Receipt(_ context.Context, r desk.Receipt) (pdf, csv []byte, err error) {
	out := p.receipt(r)
	if csv, err = document.ReceiptCSV(out, p.words); err != nil {
		return nil, nil, err
	}
	pdf, err = p.press.Receipt(out, p.words)
	return pdf, csv, err
}

func (p paper) receipt(r desk.Receipt) document.Receipt {
	out := document.Receipt{
		Organisation: r.Organisation.Name, ODS: r.Organisation.ODS, Demo: r.Organisation.Demo(), Name: r.Name, Holder: string(r.Number),
		Programme: r.Programme.Title, Requirements: document.Requirements{Serial: r.Programme.Serial, Issued: r.Required},
		At: r.At.Local(), By: r.By, Place: r.Device, Saved: r.Saved, Left: r.Left, OnRecord: r.Identity.Confirmed(),
	}
	for _, n := range r.Local {
		out.Local = append(out.Local, n.Title)
	}
	if r.Programme.Serial == 0 {
		out.Requirements.Source = p.words.T("receipt.source", r.Programme.Pack, r.Programme.Version.String())
	}
	for _, it := range r.Items {
		out.Lines = append(out.Lines, p.receiptLine(r, it))
	}
	for _, b := range r.Passports {
		out.Passports = append(out.Passports, p.presented(b))
	}
	out.Lists = p.lists(r)
	return out
}

func (p paper) receiptLine(r desk.Receipt, it desk.ReceiptItem) document.ReceiptLine {
	d := it.Decision
	out := document.ReceiptLine{
		Code: string(d.Code), Title: p.level(it.Subject, it.Level), Practical: d.Part == induction.PracticalPart,
		Ruling: document.Ruling(d.Ruling), Ground: document.Ground(d.Ground), Kind: document.Kind(it.Kind), Organisation: d.Organisation,
		Passport: string(d.Passport), By: r.Trainers[d.By].Name, At: local(it.At), Note: d.Note, Period: d.Period, Minutes: d.Minutes, Until: d.Until,
	}
	if d.Issuer != "" {
		out.ODS = induction.Number(d.Issuer).Plain()
	}
	if d.Held != "" && d.Held != d.Code {
		out.Held = p.held(d.Held)
	}
	if d.Ruling != induction.IsMissing && d.Ground != induction.OnWaiver {
		out.Completed = d.Completed.Start()
	}
	for _, w := range d.Doubts {
		out.Doubts = append(out.Doubts, p.words.T("doubt."+string(w)))
	}
	return out
}

// level is a subject with its level in words.
func (p paper) level(subject, level string) string {
	if level == "" {
		return subject
	}
	return p.words.T("paper.item", subject, level)
}

// held names a level that covers another.
func (p paper) held(c induction.Code) string {
	framework := ""
	if m, ok := p.shelf.Module(c); ok {
		framework = m.Framework
	}
	if k, ok := p.shelf.Known(framework, c); ok {
		return p.level(k.Subject, k.Level)
	}
	return string(c)
}

// presented is one passport that was shown.
func (p paper) presented(b desk.ComparedPassport) document.Presented {
	out := document.Presented{Number: string(b.Brought.ID), Organisation: b.Brought.Organisation, Issued: b.Brought.Issued.Local()}
	if b.Brought.Issuer != "" {
		out.ODS = induction.Number(b.Brought.Issuer).Plain()
	}
	if b.Brought.Refused != "" {
		out.Why = p.words.T("here.refused." + string(b.Brought.Refused))
	}
	return out
}

// lists are the lists that the passports were checked by, each once.
func (p paper) lists(r desk.Receipt) []document.ListAge {
	var out []document.ListAge
	seen := map[string]bool{}
	add := func(name string, issued, next, now int64) {
		if issued != 0 && !seen[name] {
			seen[name] = true
			out = append(out, document.ListAge{Name: name, Issued: at(issued), Next: at(next), Stale: next != 0 && now > next})
		}
	}
	for _, b := range r.Passports {
		f := b.Checked.Verdict.Freshness
		whose := r.Organisation.Name
		if f.ListFrom != "" && f.ListFrom != r.Organisation.Issuer() { // a list keeper's
			whose = induction.Number(f.ListFrom).Plain()
		}
		add(p.words.T("receipt.list", whose), f.ListIssued, f.NextUpdate, f.CheckedAt)
		add(p.words.T("receipt.list.withdrawn", b.Checked.Verdict.Organisation), f.RevocationsIssued, f.RevocationsUpdate, f.CheckedAt)
	}
	return out
}

func at(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).Local()
}

// ReceiptESR is what a receipt accepts, for the staff record.
func (p paper) ReceiptESR(_ context.Context, r desk.Receipt) (screen.ESR, error) {
	return p.esr(p.competences(r.Name, r.Number, r.Organisation.Name, r.Competences))
}

// SessionESR is what a session's report accepts, for the staff record.
func (p paper) SessionESR(_ context.Context, r desk.Report) (screen.ESR, error) {
	var rows []document.ESRRow
	for _, row := range r.Rows {
		var all []induction.Decision
		for _, n := range row.Day.Lines {
			if n.Kind != induction.LocalLine {
				all = append(all, n.Decision)
			}
		}
		rows = append(rows, p.competences(row.Learner.Name, row.Learner.Number, r.Organisation.Name, p.desk.Competences(all))...)
	}
	return p.esr(rows)
}

// competences are one person's rows.
func (p paper) competences(name string, who induction.Number, here string, all []desk.Competence) []document.ESRRow {
	var out []document.ESRRow
	for _, c := range all {
		row := document.ESRRow{
			Holder: string(who), Name: name, Code: string(c.Code), Title: p.held(c.Code), Competence: c.Name, Confirmed: c.Sure == pack.Stated || c.Sure == pack.Own,
			From: c.From.Start(), To: c.Until, AwardedBy: c.Organisation, Source: p.words.T("esr.source." + string(c.Ground)),
		}
		if row.AwardedBy == "" {
			row.AwardedBy = here
		}
		if who.Register() == induction.Staff {
			row.Employee = who.Plain()
		}
		out = append(out, row)
	}
	return out
}

func (p paper) esr(rows []document.ESRRow) (screen.ESR, error) {
	data, left, err := document.ESRFile(rows)
	out := screen.ESR{Data: data, Rows: len(rows) - len(left)}
	said := map[string]bool{}
	for _, l := range left {
		if why := l.Words(p.words); !said[why] { // the same for everybody is said once
			said[why] = true
			out.Left = append(out.Left, why)
		}
	}
	return out, err
}

// ESRReturn reads the file that came back from the staff record.
func (paper) ESRReturn(data []byte) (screen.ESRReturn, error) {
	r, err := document.ReadESRReturn(data)
	out := screen.ESRReturn{Loaded: r.Loaded}
	for _, x := range r.Rejected {
		out.Rejected = append(out.Rejected, screen.ESRRow(x))
	}
	for _, x := range r.Unknown {
		out.Unknown = append(out.Unknown, screen.ESRRow(x))
	}
	return out, err
}
