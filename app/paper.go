package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
)

// paper puts what the desk knows onto paper.
type paper struct{ *station }

// Passport is the finished, signed PDF of a passport that was issued here, as it was
// made at issue.
func (p paper) Passport(ctx context.Context, i induction.Issued) ([]byte, error) {
	return p.desk.PaperFile(ctx, i)
}

// checkedItem is an item of a verified passport as paper shows it.
func checkedItem(it desk.CheckedItem, completed time.Time) document.Item {
	out := document.Item{
		Code: it.Code, Subject: it.Subject, Level: it.Level, Version: it.Version, Completed: completed,
		PracticalMissing: it.Partial, Awaiting: it.Awaiting,
	}
	out.Until, _ = time.Parse(time.DateOnly, it.ValidUntil) // "" is no expiry, the zero time
	for _, how := range it.How {
		switch how {
		case "knowledge":
			out.Knowledge = true
		case "practical":
			out.Practical = true
		case "tested-only":
			out.Tested = true
		case "taught":
			out.Taught = true
		}
	}
	return out
}

// Preview is what the passport's paper will say.
func (p paper) Preview(ctx context.Context, i induction.Issued) (desk.Paper, error) {
	return p.desk.Paper(ctx, i)
}

// QR is a passport's code, its margin included.
func (paper) QR(text string) ([][]bool, error) { return document.QR(text) }

// Examine gives the passports inside a file, or why it is refused as forged.
func (paper) Examine(data []byte) (texts []string, broken string, err error) {
	e, err := document.Examine(data)
	return e.Texts, e.Broken, err
}

// attached are the passports inside a PDF that was issued here.
func attached(data []byte) ([]string, error) {
	e, err := document.Examine(data)
	if e.Broken != "" {
		err = errors.New("the PDF is refused: " + e.Broken)
	}
	return e.Texts, err
}

// Report is a session's report, for people and for spreadsheets.
func (p paper) Report(_ context.Context, r desk.Report) (pdf, csv []byte, err error) {
	out := p.report(r)
	if csv, err = document.ReportCSV(out, p.words); err != nil {
		return nil, nil, err
	}
	pdf, err = p.press.Report(out, p.words)
	return pdf, csv, err
}

func (p paper) report(r desk.Report) document.Report {
	s := r.Session
	out := document.Report{
		Organisation: r.Organisation.Name, ODS: r.Organisation.ODS, Demo: r.Organisation.Demo(), Programme: r.Programme.Title,
		Room: s.Room, Device: r.Device, Opened: s.Opened.Local(), OpenedBy: r.Trainers[s.OpenedBy].Name, Closed: local(s.Closed),
		ClosedBy: r.Trainers[s.ClosedBy].Name, Made: r.MadeAt.Local(),
		Feedback: document.Feedback{Replies: r.Feedback.Replies, Comments: r.Feedback.Comments},
	}
	for q, counts := range r.Feedback.Counts {
		out.Feedback.Questions = append(out.Feedback.Questions, document.Score{Question: p.words.T("feedback.q" + strconv.Itoa(q+1)), Counts: counts})
	}
	if r.Unsent > 0 {
		out.Notes = append(out.Notes, p.words.T("report.unsent", r.Unsent))
	}
	for _, row := range r.Rows {
		who := document.Person{Name: row.Learner.Name, Number: string(row.Learner.Number)}
		if !row.Arrived {
			out.Absent = append(out.Absent, who)
			continue
		}
		out.Learners = append(out.Learners, p.attendance(r, row, who))
	}
	return out
}

func (p paper) attendance(r desk.Report, row desk.Reported, who document.Person) document.Attendance {
	id := row.Learner.Identity
	a := document.Attendance{Person: who}
	if id.Confirmed() {
		a.ConfirmedBy, a.ConfirmedAt, a.Seen = r.Trainers[id.By].Name, id.At.Local(), p.words.T("seen."+id.Seen)
	}
	for _, e := range row.Entries {
		a.Completed = append(a.Completed, document.Item{
			Code: string(e.Code), Subject: e.Subject, Level: e.Level, Version: e.Version.String(), Completed: e.Day.Start(), Until: e.Until(),
			Knowledge: e.How.Knowledge, Tested: e.How.Tested, Taught: e.How.Taught, Practical: e.How.Practical, PracticalMissing: !e.Full, Awaiting: e.How.Awaiting,
		})
	}
	for _, l := range row.Day.Lines {
		if !l.Done {
			a.Outstanding = append(a.Outstanding, document.Outstanding{Text: l.Title, Local: l.Kind == induction.LocalLine})
		}
	}
	for _, s := range row.SignOffs {
		a.Practicals = append(a.Practicals, p.witnessed(r, s))
	}
	for _, i := range row.Passports {
		a.Passports = append(a.Passports, document.Made{Number: string(i.ID), By: r.Trainers[i.By].Name, At: i.At.Local()})
	}
	for _, u := range row.Unlocks {
		a.Notes = append(a.Notes, p.words.T("report.unlocked", string(u.Module), r.Trainers[u.By].Name))
	}
	return a
}

func (p paper) witnessed(r desk.Report, s induction.SignOff) document.Witnessed {
	title := string(s.Module.Code)
	if m, ok := p.shelf.Exact(s.Module); ok && m.Practical != nil {
		title = m.Practical.Title
	}
	return document.Witnessed{Title: title, By: r.Trainers[s.Assessor].Name, At: s.At.Local(), Passed: s.Passed, Note: s.Note}
}

// local is a time in the machine's own zone; the zero time stays zero.
func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Local()
}
