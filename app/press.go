package main

import (
	"context"
	"strings"
	"time"

	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/phrase"
)

// press makes the finished file of a passport: laid out, then signed.
type press struct {
	*document.Press
	words *phrase.Printer
}

var _ desk.Press = press{}

// Sealed is the PDF, signed with the key that signed the passport.
func (p press) Sealed(_ context.Context, facts desk.Paper, s desk.Seal) ([]byte, error) {
	pdf, err := p.Passport(passportPaper(facts), p.words)
	if err != nil {
		return nil, err
	}
	return document.Seal{Key: s.Key, Certificates: s.Certificates, At: s.At}.Sealed(pdf, p.words.Language())
}

// passportPaper puts what the desk knows of a passport onto paper.
func passportPaper(facts desk.Paper) document.Passport {
	c := facts.Claims
	out := document.Passport{
		Text: facts.Issued.Text, Number: c.ID.String(), Name: c.Name, Holder: c.Subject, Organisation: c.Organisation,
		ODS: strings.TrimPrefix(c.Issuer, "ods:"), Issued: time.Unix(c.IssuedAt, 0), Device: c.Device, Session: c.Session,
		Trainer: c.Trainer, Framework: c.Framework, Demo: c.Demonstration, Items: paperItems(c, facts.Items),
	}
	for _, l := range facts.Outstanding {
		out.Outstanding = append(out.Outstanding, document.Outstanding{Text: l.Title, Local: l.Kind == induction.LocalLine})
	}
	for _, k := range facts.Carried {
		out.Carried = append(out.Carried, carriedPaper(k))
	}
	return out
}

func carriedPaper(k desk.CarriedPaper) document.Carried {
	c := k.Claims
	return document.Carried{
		Text: k.Text, Number: c.ID.String(), Name: c.Name, Holder: c.Subject, Organisation: k.Organisation,
		ODS: strings.TrimPrefix(c.Issuer, "ods:"), Issued: time.Unix(c.IssuedAt, 0), Device: c.Device, Session: c.Session,
		Trainer: c.Trainer, Framework: c.Framework, Items: paperItems(c, k.Items),
	}
}

func paperItems(c passport.Claims, items []desk.CheckedItem) []document.Item {
	var out []document.Item
	for n, it := range items {
		out = append(out, checkedItem(it, c.Items[n].CompletedOn(c.IssuedAt)))
	}
	return out
}
