package screen

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// gallery is every page of this half of the program, with the longest of names,
// with nothing on it and with a great deal.
func (s *stage) gallery() []exhibit {
	s.Helper()
	k := s.k
	s.files()
	s.open("Seminar room 4", roster)
	long := s.learner("gmc:7012399", longName, "fire.1", "resus.2-adult")
	stuck := s.useUp("gmc:7012398", "Al Li", "fire.1")
	grid, err := s.desk.Grid(s.ctx(), k.trainer)
	s.must(err)
	full := grid
	for i := range 80 {
		r := grid.Rows[i%2]
		r.Learner.Name = fmt.Sprintf("%s %d", r.Learner.Name, i)
		full.Rows = append(full.Rows, r)
	}
	empty := grid
	empty.Rows = nil
	locked, err := s.desk.OneLearner(s.ctx(), k.trainer, stuck)
	s.must(err)
	fresh, err := s.desk.OneLearner(s.ctx(), k.trainer, long)
	s.must(err)
	s.finish(k.trainer, long)
	issued, err := s.desk.Issue(s.ctx(), k.trainer, long, desk.DemoPIN)
	s.must(err)
	done, err := s.desk.OneLearner(s.ctx(), k.trainer, long)
	s.must(err)
	pg := func(name string) page { return page{k, name, name} }
	out := []exhibit{
		{"grid", &gridPage{page: pg("trainer"), g: full}, nil},
		{"grid-empty", &gridPage{page: pg("trainer"), g: empty}, nil},
		{"one-fresh", &onePage{page: pg("one-learner"), v: fresh}, nil},
		{"one-locked", &onePage{page: pg("one-learner"), v: locked}, nil},
		{"one-done", &onePage{page: pg("one-learner"), v: done}, nil},
		{"one-sign-card", &onePage{page: pg("one-learner"), v: done}, func() { s.press("one.issue") }},
		{"rename", &renamePage{page: pg("correct-name"), who: done.Learner}, nil},
		{"new-pin", &newPINPage{page: pg("new-pin"), who: done.Learner}, nil},
		{"batch", &batchPage{page: pg("issued"), g: grid, err: context.Canceled, b: desk.Batch{Issued: issued, Refused: map[induction.LearnerID]error{stuck: induction.Refuse(induction.NotReady, induction.CodeIdentityFirst)}}}, nil},
		{"batch-none", &batchPage{page: pg("issued"), g: grid, err: errors.New("x")}, nil},
	}
	out = append(out, s.formGallery()...)
	out = append(out, s.signGallery(done.Learner)...)
	out = append(out, s.paperGallery(issued)...)
	return append(out, s.bringGallery(done)...)
}

// formGallery is the doors and forms.
func (s *stage) formGallery() []exhibit {
	k := s.k
	all, err := s.desk.Trainers(s.ctx())
	s.must(err)
	var many []induction.Trainer
	for i := range 9 {
		many = append(many, induction.Trainer{ID: all[0].ID, Name: longName, Assessor: i%2 == 0})
	}
	var list string
	for i := range 60 {
		list += fmt.Sprintf("70%05d,%s\n12,Too Short\n", i, longName)
	}
	starters, _, err := desk.ParseRoster(strings.NewReader(roster))
	s.must(err)
	pg := func(name string) page { return page{k, name, name} }
	return []exhibit{
		{"door", &doorPage{page: pg("trainer-door"), all: many}, nil},
		{"door-empty", &doorPage{page: pg("trainer-door")}, nil},
		{"enter", &enterPage{page: pg("trainer-sign-in"), who: many[0]}, nil},
		{"enter-fault", &enterPage{page: pg("trainer-sign-in"), who: all[0], phrase: true, why: k.t("refusal.pin-passphrase"), fault: k.t("refusal.passphrase")}, nil},
		{"open", &openPage{page: pg("open-session"), who: many[0], programmes: s.desk.Programmes(), programme: s.desk.Programmes()[0].ID, starters: starters}, nil},
		{"open-none", &openPage{page: pg("open-session"), who: all[0]}, nil},
		{"starters", &rosterPage{page: pg("starters"), typed: list, have: starters, take: func([]induction.Starter) {}}, nil},
		{"starters-empty", &rosterPage{page: pg("starters"), take: func([]induction.Starter) {}}, nil},
		{"help", k.Help(&page0{pg("trainer")}), nil},
	}
}

// signGallery is the checklists and the end of the day.
func (s *stage) signGallery(who induction.Learner) []exhibit {
	k := s.k
	m, err := s.desk.Practical("resus.2-adult")
	s.must(err)
	var list *induction.Checklist
	v, err := s.desk.OneLearner(s.ctx(), k.trainer, who.ID)
	s.must(err)
	for _, n := range v.Day.Lines {
		if n.Kind == induction.LocalLine {
			list, _ = theCatalog().Checklist(n.Checklist)
		}
	}
	ticks := map[induction.StepID]induction.Tick{list.Steps[0].ID: {ShownBy: longName[:60], At: morning}}
	r, err := s.desk.Report(s.ctx(), k.trainer)
	s.must(err)
	many := r
	many.Feedback = desk.FeedbackSummary{Replies: 9, Counts: [4][5]int{{0, 0, 1, 4, 4}, {9}, {}, {0, 0, 0, 0, 9}}}
	for range 30 {
		many.Rows = append(many.Rows, r.Rows...)
	}
	pg := func(name string) page { return page{k, name, name} }
	return []exhibit{
		{"sign", &signPage{page: pg("sign-practical"), who: who, m: m, seen: map[induction.StepID]bool{m.Practical.Steps[0].ID: true}}, nil},
		{"witness", &witnessPage{page: pg("witness"), who: who, c: desk.MyChecklist{List: list, Ticked: ticks}}, nil},
		{"close", &closePage{page: pg("close-session"), r: r}, nil},
		{"close-many", &closePage{page: pg("close-session"), r: many}, nil},
		{"close-ask", &closePage{page: pg("close-session"), r: r}, func() { s.press("close.do") }},
	}
}

// paperGallery is the passport and the check desk.
func (s *stage) paperGallery(issued []induction.Issued) []exhibit {
	k := s.k
	paper, err := k.Paper.Preview(s.ctx(), issued[0])
	s.must(err)
	code, err := k.Paper.QR(issued[0].Text)
	s.must(err)
	compared, err := s.desk.Compare(s.ctx(), []string{issued[0].Text}, "")
	s.must(err)
	demo := &picture{c: compared}
	checked := &compared.People[0].Passports[0].Checked
	checked.Verdict.SignedOn, checked.Verdict.Claims.ID = "demo-a1b2c3", passport.ID{0xf5, 0x4b, 0x81} // both are new each time
	v := passport.Verdict{Band: passport.Caution, Reasons: []passport.Status{passport.IssuerUnknown, passport.ListsStale, passport.ClockDoubtful, passport.SomeExpired, passport.AwaitingContent}, Claims: claims(longName), KidGroups: "1A2B-3C4D-5E6F"}
	bad := line("Safeguarding Adults and Children, and what goes with both", "3", "2026-01-31", "knowledge", "practical", "tested-only", "taught")
	bad.Expired, bad.Partial, bad.Awaiting = true, true, true
	mixed := made(v, bad, bad)
	second := mixed.c.People[0].Passports[0]
	second.Text = "another"
	mixed.c.People[0].Passports = append(mixed.c.People[0].Passports, second)
	pg := func(name string) page { return page{k, name, name} }
	again := func() {}
	return []exhibit{
		{"passport", &passportPage{page: pg("passport"), all: issued, paper: paper, code: code, back: again}, nil},
		{"passport-several", &passportPage{page: pg("passport"), all: append(issued, issued...), paper: paper, code: code, back: again}, nil},
		{"passport-places", &passportPage{page: pg("passport"), all: issued, paper: paper, code: code, back: again}, func() { s.press("passport.save") }},
		{"passport-code", &codePage{page: pg("passport-code"), code: code}, nil},
		{"passport-waits", &noPassportPage{page: pg("passport-waits")}, nil},
		{"check", &checkPage{scanPage: scanPage{page: pg("check")}}, nil},
		{"check-demo", &checkPage{scanPage: scanPage{page: pg("check")}, got: demo}, nil},
		{"check-mixed", &checkPage{scanPage: scanPage{page: pg("check")}, got: mixed}, nil},
	}
}
