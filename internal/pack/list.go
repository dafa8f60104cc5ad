package pack

import "muster/internal/induction"

// Summary is what `muster pack list` says of one module.
type Summary struct {
	ID             string          `json:"id"` // of its pack
	Version        string          `json:"version"`
	Code           induction.Code  `json:"code"`
	Title          string          `json:"title"`
	Subject        string          `json:"subject"`
	Level          string          `json:"level"`
	Framework      string          `json:"framework"`
	Portable       bool            `json:"portable"`
	Outcomes       int             `json:"outcomes"`
	Items          int             `json:"items"`
	Kinds          map[string]int  `json:"kinds"` // items of each kind
	Pages          int             `json:"pages"`
	Words          int             `json:"words"`
	Minutes        int             `json:"minutes"` // to learn and to be tested
	PracticalSteps int             `json:"practical_steps"`
	RefreshMonths  int             `json:"refresh_months"`
	Sources        []SourceSummary `json:"sources"`
	ReviewDue      string          `json:"review_due"`
	SignOff        SignOffSummary  `json:"sign_off"`
}

// SourceSummary is one source of a module.
type SourceSummary struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Date  string `json:"date"`
	Sure  string `json:"sure"`
}

// SignOffSummary is who stands for the content; status is "awaiting" until
// somebody does.
type SignOffSummary struct {
	Status string `json:"status"`
	By     string `json:"by,omitempty"`
	Role   string `json:"role,omitempty"`
	Date   string `json:"date,omitempty"`
}

// List sums up every module that is shown now, by code.
func (c *Catalog) List() []Summary {
	out := []Summary{}
	for _, m := range c.Modules() {
		out = append(out, Summarise(m))
	}
	return out
}

// Summarise sums one module up.
func Summarise(m *induction.Module) Summary {
	s := Summary{
		ID: m.Pack, Version: m.Ref.Version.String(), Code: m.Ref.Code, Title: m.Title, Subject: m.Subject, Level: m.Level,
		Framework: m.Framework, Portable: m.Portable, Outcomes: len(m.Outcomes), Items: len(m.Items), Kinds: map[string]int{},
		Pages: len(m.Pages), Minutes: m.LearnMinutes + m.TestMinutes, RefreshMonths: m.RefreshMonths,
		ReviewDue: m.ReviewDue.String(), SignOff: SignOffSummary{Status: m.SignOff.Status, By: m.SignOff.By, Role: m.SignOff.Role},
	}
	if !m.SignOff.Awaiting() {
		s.SignOff.Date = m.SignOff.Date.String()
	}
	for _, it := range m.Items {
		s.Kinds[string(it.Kind)]++
	}
	for _, p := range m.Pages {
		s.Words += words(p.Body)
	}
	if m.Practical != nil {
		s.PracticalSteps = len(m.Practical.Steps)
	}
	for _, src := range m.Sources {
		s.Sources = append(s.Sources, SourceSummary{Title: src.Title, Body: src.Body, Date: src.Date, Sure: src.Sure})
	}
	return s
}
