package desk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/testkit"
)

func TestABroughtPassportShortensTheDay(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	before := must(b.Day(b.ctx, l))(t).Day
	got := must(b.Bring(b.ctx, l, p.Text+"\r\n"))(t)
	b.same([]any{len(got.Taken), len(got.Before), len(got.Refused), got.Done, got.Saved}, []any{1, 0, 0, 3, before.Left - got.Day.Day.Left})
	if got.Saved <= 0 {
		t.Errorf("it saved %d minutes", got.Saved)
	}
	b.same([]any{got.Taken[0].Issuer, got.Taken[0].Organisation, got.Taken[0].Holder, got.Taken[0].Refused}, []any{"ods:RAA", "Alpha", gmc(1), ""})
	for _, k := range []struct {
		kind induction.LineKind
		code induction.Code
	}{{induction.ModuleLine, fire}, {induction.ModuleLine, resus}, {induction.PracticalLine, resus}} {
		line := line(got.Day.Day, k.kind, k.code)
		b.same([]any{line.Done, line.Held, line.Minutes, line.Decision.Ground, line.Decision.Organisation}, []any{true, true, 0, induction.OnPassport, "Alpha"})
	}
	r := b.record(l.Learner)
	b.same([]any{len(r.Recognitions), r.Recognitions[0].Text, r.Recognitions[0].By, string(r.Recognitions[0].Passport)}, []any{1, p.Text, "", string(p.ID)})

	again := must(b.Bring(b.ctx, l, p.Text))(t)
	b.same([]any{len(again.Taken), len(again.Before), again.Done, again.Saved}, []any{0, 1, 0, 0})
	b.same(len(b.record(l.Learner).Recognitions), 1)
	// The trainer's grid and the learner's page say the same, also after a restart.
	b.again()
	b.trainer = must(b.Reopen(b.ctx, b.alex(), passphrase))(t)
	row := must(b.Grid(b.ctx, b.trainer))(t).Rows[0]
	b.same([]any{row.Day.Done, row.Day.Saved}, []any{got.Day.Day.Done, got.Day.Day.Saved})
	one := must(b.OneLearner(b.ctx, b.trainer, l.Learner))(t)
	b.same([]any{one.Day.Left, len(one.Record.Brought)}, []any{got.Day.Day.Left, 1})
}

// Whatever is refused leaves nothing on record, and its words say why.
func TestWhatCannotBeRecognisedIsNotRecorded(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	other := a.issued(2, fire)
	staff := a.issuedTo(must(a.Join(a.ctx, "staff:20417", "Zoë Vale", learnerPIN, learnerPIN))(t), fire)
	own := b.issued(3, fire)
	tried := demonstration(t)
	seat := tried.openSession()
	dl := tried.join(1)
	tried.pass(dl, fire)
	tried.ok(tried.ConfirmIdentity(tried.ctx, seat, dl.Learner, "passport"))
	demoText := must(tried.Issue(tried.ctx, seat, dl.Learner, desk.DemoPIN))(t)[0].Text
	unknown := hospitalOf(t, a.clock, "RCC", "Charlie").issued(1, fire)
	cs := []struct {
		name string
		n    int
		text string
		want induction.Reason
	}{
		{"not one", 1, "hello", induction.CodeBroughtUnsound},
		{"damaged", 1, p.Text[:len(p.Text)-8], induction.CodeBroughtUnsound},
		{"another's", 1, other.Text, induction.CodeBroughtHolder},
		{"a staff number", 1, staff.Text, induction.CodeBroughtStaffNumber},
		{"our own", 3, own.Text, induction.CodeBroughtOwn},
		{"an unknown issuer", 1, unknown.Text, induction.CodeBroughtUnknown},
		{"a demonstration that nobody knows", 1, demoText, induction.CodeBroughtUnknown},
	}
	for _, c := range cs {
		t.Run(c.name, func(t *testing.T) {
			l := b.seatOf(c.n)
			got, err := b.Bring(b.ctx, l, c.text)
			if induction.ReasonOf(err) != c.want || len(got.Refused) != 1 || len(got.Taken) != 0 || got.Saved != 0 {
				t.Errorf("error = %v, %+v", err, got.Refused)
			}
			if n := len(b.record(l.Learner).Recognitions); n != 0 {
				t.Errorf("%d on record", n)
			}
		})
	}
	// What can be recognised is, beside what cannot.
	got := must(b.Bring(b.ctx, b.seatOf(1), "hello", other.Text, p.Text))(t)
	b.same([]any{len(got.Taken), len(got.Refused), got.Refused[0].At, got.Refused[1].At}, []any{1, 2, 0, 1})
	_, err := b.Bring(b.ctx, b.seatOf(1))
	b.refused(err, induction.Invalid, induction.CodeBroughtNothing)
}

// seatOf signs a learner in, or joins them.
func (h *hospital) seatOf(n int) *desk.Seat {
	h.t.Helper()
	if must(h.Known(h.ctx, gmc(n)))(h.t) {
		return h.signIn(n)
	}
	return h.join(n)
}

// A demonstration's passport is never recognised, not even where its key is known.
func TestADemonstrationIsNeverRecognised(t *testing.T) {
	s := demonstration(t)
	seat := s.openSession()
	l := s.join(1)
	s.pass(l, fire)
	s.ok(s.ConfirmIdentity(s.ctx, seat, l.Learner, "passport"))
	text := must(s.Issue(s.ctx, seat, l.Learner, desk.DemoPIN))(t)[0].Text
	_, err := s.Bring(s.ctx, l, text)
	s.refused(err, induction.NotAllowed, induction.CodeBroughtDemonstration)
	c := must(s.Compare(s.ctx, []string{text}, demo))(t)
	s.same([]any{len(c.People), c.People[0].Recognised, c.People[0].Passports[0].Brought.Refused}, []any{1, false, induction.RefusedDemonstration})
}

// What was done at another kiosk of the same organisation counts here, staff numbers
// too: they are the organisation's own.
func TestAnotherKiosksPassportCounts(t *testing.T) {
	one := hospitalOf(t, testkit.NewClock(testkit.Start), "RAA", "Alpha")
	two := enrolled(t, one.office, induction.Organisation{ODS: "RAA", Name: "Alpha"}, "kiosk-2")
	for _, n := range []induction.Number{gmc(1), "staff:20417"} {
		p := one.issuedTo(must(one.Join(one.ctx, n, "Zoë Vale", learnerPIN, learnerPIN))(t), fire)
		got := must(two.Bring(two.ctx, must(two.Join(two.ctx, n, "Zoë Vale", learnerPIN, learnerPIN))(t), p.Text))(t)
		two.same([]any{len(got.Taken), got.Done, got.Taken[0].Organisation}, []any{1, 1, "Alpha"})
	}
}

// An exclusion works on what was brought before it too.
func TestAnExcludedIssuerCountsForNothing(t *testing.T) {
	a, b := pair(t)
	p, next := a.issued(1), a.issued(2)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	b.same(must(b.Day(b.ctx, l))(t).Day.Done, 3)
	b.ok(b.office.Exclude(b.ctx, b.officeSeat(), "ods:RAA", "Its assessors were not trained."))
	b.same(must(b.Day(b.ctx, l))(t).Day.Done, 3) // this machine has not heard of it
	b.updated()
	b.same(must(b.Day(b.ctx, l))(t).Day.Done, 0)
	got, err := b.Bring(b.ctx, b.join(2), next.Text)
	b.refused(err, induction.NotAllowed, induction.CodeBroughtExcluded)
	b.same(got.Refused[0].Reason, "Its assessors were not trained.")
}

// A revocation changes the day, the grid and a comparison once it is known here, and
// only then.
func TestARevocationCountsFromTheMomentItIsKnown(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	done := func() []any {
		return []any{
			must(b.Day(b.ctx, l))(t).Day.Done, must(b.Grid(b.ctx, b.trainer))(t).Rows[0].Day.Done,
			must(b.Compare(b.ctx, []string{p.Text}, demo))(t).People[0].Recognised,
		}
	}
	b.same(done(), []any{3, 3, true})
	b.hears(a) // nothing new
	b.same(done(), []any{3, 3, true})
	b.clock.Add(time.Minute)
	a.revokes(p)
	b.same(done(), []any{3, 3, true}) // only what is known here counts
	b.hears(a)
	b.same(done(), []any{0, 0, false})
	r := must(b.OneLearner(b.ctx, b.trainer, l.Learner))(t).Record
	b.same(r.Brought[0].Refused, induction.RefusedRevoked)
	_, err := b.Bring(b.ctx, l, p.Text)
	b.refused(err, induction.Invalid, induction.CodeBroughtRevoked)
}

func TestWhatWasBroughtRunsOutAndTheClockIsAsked(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	b.later(370 * 24 * time.Hour) // the resuscitation has run out, the fire safety has not
	day := must(b.Day(b.ctx, l))(t).Day
	b.same([]any{line(day, induction.ModuleLine, resus).Done, line(day, induction.ModuleLine, resus).Decision.Ruling}, []any{false, induction.HasExpired})
	b.clock.Add(-2 * time.Hour)
	day = must(b.Day(b.ctx, l))(t).Day
	b.same(line(day, induction.ModuleLine, fire).Done, false)
	_, err := b.Bring(b.ctx, l, p.Text)
	b.refused(err, induction.NotReady, induction.CodeBroughtClock)
	b.clock.Add(2 * time.Hour)
	b.later(400 * 24 * time.Hour)
	_, err = b.Bring(b.ctx, l, p.Text)
	b.refused(err, induction.Invalid, induction.CodeBroughtExpired)
}

// Past the lists' next update an item waits for a closer look, and fresh lists put it
// right by themselves.
func TestStaleListsAskForACloserLook(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	b.later(200 * 24 * time.Hour)
	of := func() induction.Decision {
		return line(must(b.Day(b.ctx, l))(t).Day, induction.ModuleLine, fire).Decision
	}
	b.same([]any{of().Ruling, of().Doubts}, []any{induction.LocalLook, []induction.Doubt{induction.DoubtStale}})
	b.ok(a.office.RenewLists(b.ctx, a.officeSeat()))
	b.ok(b.office.RenewLists(b.ctx, b.officeSeat()))
	b.updated()
	b.same(of().Ruling, induction.LocalLook) // A's own word is still old
	b.hears(a)
	b.same([]any{of().Ruling, len(of().Doubts)}, []any{induction.Accepted, 0})
}

func TestNoMoreThanADozenAreTaken(t *testing.T) {
	a, b := pair(t)
	from := a.join(1)
	texts := []string{a.issuedTo(from, fire).Text}
	for len(texts) <= desk.BroughtLimit {
		texts = append(texts, must(a.Issue(a.ctx, a.trainer, from.Learner, desk.DemoPIN))(t)[0].Text)
	}
	l := b.join(1)
	got := must(b.Bring(b.ctx, l, texts...))(t)
	b.same([]any{len(got.Taken), len(got.Refused), len(b.record(l.Learner).Recognitions)}, []any{desk.BroughtLimit, 1, desk.BroughtLimit})
	b.refused(got.Refused[0].Err, induction.Conflict, induction.CodeBroughtMany)
	// Taking one back makes room.
	b.ok(b.WithdrawBrought(b.ctx, b.trainer, l.Learner, b.record(l.Learner).Recognitions[0].ID, "scanned by mistake", desk.DemoPIN))
	b.same(len(must(b.Bring(b.ctx, l, texts[desk.BroughtLimit]))(t).Taken), 1)
}

func TestOneScanFromTwoHandsIsOne(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			if _, err := b.Bring(b.ctx, l, p.Text); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	b.same(len(b.record(l.Learner).Recognitions), 1)
}

func TestATrainerBringsForOthersAndTakesBack(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	must(b.BringFor(b.ctx, b.trainer, l.Learner, p.Text))(t)
	rec := b.record(l.Learner).Recognitions[0]
	b.same(rec.By, b.trainer.Trainer.ID)
	back := func(reason, pin string) error {
		return b.WithdrawBrought(b.ctx, b.trainer, l.Learner, rec.ID, reason, pin)
	}
	b.refused(back("", desk.DemoPIN), induction.Invalid, induction.CodeReasonForm)
	b.refused(back("not hers", "000001"), induction.Invalid, induction.CodePINWrong)
	b.same(must(b.Day(b.ctx, l))(t).Day.Done, 3)
	b.ok(back("  not   hers ", desk.DemoPIN))
	b.refused(back("again", desk.DemoPIN), induction.Conflict, induction.CodeNotWithdrawn)
	w := b.record(l.Learner).Recognitions[0].Withdrawn
	b.same([]any{w.Reason, w.By}, []any{"not hers", b.trainer.Trainer.ID})
	b.same(must(b.Day(b.ctx, l))(t).Day.Done, 0)
	// The learner cannot undo it.
	_, err := b.Bring(b.ctx, l, p.Text)
	b.refused(err, induction.NotAllowed, induction.CodeBroughtWithdrawn)
	// A trainer can: what is on record says both.
	b.same(len(must(b.BringFor(b.ctx, b.trainer, l.Learner, p.Text))(t).Taken), 1)
	b.same([]any{must(b.Day(b.ctx, l))(t).Day.Done, len(b.record(l.Learner).Recognitions)}, []any{3, 2})
	b.same(len(must(b.Bring(b.ctx, l, p.Text))(t).Before), 1)
	b.ok(b.LookedAt(b.ctx, b.trainer, l.Learner, p.ID, fire, "asked the trust", desk.DemoPIN))
	b.refused(b.WithdrawBrought(b.ctx, b.trainer, l.Learner, "nothing", "why not", desk.DemoPIN), induction.NotFound, induction.CodeNotBrought)
}

// awaiting is a hospital whose content no clinician has signed off.
func awaiting(t testing.TB, clock *testkit.Clock) *hospital {
	return hospitalWith(t, clock, "RCC", "Charlie", shipped())
}

func TestADoubtIsLookedAtByATrainer(t *testing.T) {
	_, b := pair(t)
	c := awaiting(t, b.clock)
	b.trusts(c)
	p := c.issued(1)
	l := b.join(1)
	got := must(b.Bring(b.ctx, l, p.Text))(t)
	b.same([]any{len(got.Taken), got.Done, got.Saved}, []any{1, 0, 0})
	one := func() induction.Line { return line(must(b.Day(b.ctx, l))(t).Day, induction.ModuleLine, fire) }
	b.same([]any{one().Done, one().Decision.Ruling, one().Decision.Doubts}, []any{false, induction.LocalLook, []induction.Doubt{induction.DoubtAwaiting}})
	look := func(by *desk.TrainerSeat, code induction.Code, note, pin string) error {
		return b.LookedAt(b.ctx, by, l.Learner, p.ID, code, note, pin)
	}
	b.refused(look(b.trainer, fire, "x", desk.DemoPIN), induction.Invalid, induction.CodeReasonForm)
	b.refused(look(b.trainer, "ipc.1", "asked the trust", desk.DemoPIN), induction.NotFound, induction.CodeNotBrought)
	b.refused(look(b.trainer, fire, "asked the trust", "000001"), induction.Invalid, induction.CodePINWrong)
	b.refused(look(b.second(gmc(1), true), fire, "asked the trust", "650218"), induction.NotAllowed, induction.CodeOneself)
	b.ok(look(b.trainer, fire, "asked the trust", desk.DemoPIN))
	d := one().Decision
	b.same([]any{one().Done, d.Ruling, d.By, d.Note}, []any{true, induction.Accepted, b.trainer.Trainer.ID, "asked the trust"})
	b.same(line(must(b.Day(b.ctx, l))(t).Day, induction.ModuleLine, resus).Done, false) // one item was looked at
}

func TestNobodyActsForThemselvesOnWhatTheyBrought(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	self := b.second(gmc(1), true)
	_, err := b.BringFor(b.ctx, self, l.Learner, p.Text)
	for _, err := range []error{
		err,
		b.WithdrawBrought(b.ctx, self, l.Learner, b.record(l.Learner).Recognitions[0].ID, "not mine", "650218"),
		b.LookedAt(b.ctx, self, l.Learner, p.ID, fire, "I saw it", "650218"),
		b.AddEvidence(b.ctx, self, l.Learner, proof(b), "650218"),
		b.AddWaiver(b.ctx, self, l.Learner, waiver(), "650218"),
		second(b.LearnerReceipt(b.ctx, self, l.Learner)),
	} {
		b.refused(err, induction.NotAllowed, induction.CodeOneself)
	}
	b.TrainerSignOut(self)
	b.refused(b.AddWaiver(b.ctx, self, l.Learner, waiver(), "650218"), induction.NotAllowed, induction.CodeSignedOut)
	b.SignOut(l)
	_, err = b.Bring(b.ctx, l, p.Text)
	b.refused(err, induction.NotAllowed, induction.CodeSignedOut)
}

func second[T any](_ T, err error) error { return err }

func proof(h *hospital) desk.NewEvidence {
	return desk.NewEvidence{
		Code: fire, Parts: []induction.Part{induction.KnowledgePart}, Kind: induction.Certificate,
		Completed: induction.DateOf(h.clock.Now()) - 30, Body: "Royal Borough  Hospital", Reference: "C-20417",
	}
}

func waiver() desk.NewWaiver {
	return desk.NewWaiver{Code: resus, Parts: []induction.Part{induction.PracticalPart}, Reason: "Pregnant: practical after maternity leave"}
}

// Evidence and waivers count here, and are never in a passport.
func TestEvidenceAndWaiversCountHereAlone(t *testing.T) {
	_, b := pair(t)
	l := b.join(1)
	add := func(n desk.NewEvidence, pin string) error {
		return b.AddEvidence(b.ctx, b.trainer, l.Learner, n, pin)
	}
	for _, c := range []struct {
		change func(*desk.NewEvidence)
		want   induction.Reason
	}{
		{func(n *desk.NewEvidence) { n.Completed = induction.DateOf(b.clock.Now()) + 1 }, induction.CodeDateFuture},
		{func(n *desk.NewEvidence) { n.Body = "" }, induction.CodeBodyForm},
		{func(n *desk.NewEvidence) { n.Parts = nil }, induction.CodePartsForm},
		{func(n *desk.NewEvidence) { n.Code = "ipc.1" }, induction.CodeNotRequired},
		{func(n *desk.NewEvidence) { n.Body = strings.Repeat("x", 500) }, induction.CodeBodyForm},
	} {
		n := proof(b)
		c.change(&n)
		b.refused(add(n, desk.DemoPIN), induction.Invalid, c.want)
	}
	b.refused(add(proof(b), "000001"), induction.Invalid, induction.CodePINWrong)
	b.ok(add(proof(b), desk.DemoPIN))
	b.ok(b.AddWaiver(b.ctx, b.trainer, l.Learner, waiver(), desk.DemoPIN))
	day := must(b.Day(b.ctx, l))(t).Day
	f, r := line(day, induction.ModuleLine, fire), line(day, induction.PracticalLine, resus)
	b.same([]any{f.Done, f.Decision.Ground, f.Decision.Organisation, f.Decision.Note}, []any{true, induction.OnEvidence, "Royal Borough Hospital", "C-20417"})
	b.same([]any{r.Done, r.Decision.Ground, r.Decision.Note}, []any{true, induction.OnWaiver, "Pregnant: practical after maternity leave"})

	b.ok(b.ConfirmIdentity(b.ctx, b.trainer, l.Learner, "passport"))
	_, err := b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN)
	b.refused(err, induction.NotReady, induction.CodeNothingToIssue)
	b.pass(l, resus)
	p := must(b.Issue(b.ctx, b.trainer, l.Learner, desk.DemoPIN))(t)[0]
	b.same(p.Codes, []induction.Code{resus})
	c := must(b.Check(b.ctx, p.Text))(t)
	b.same([]any{byCode(c)["resus.2-adult"].Partial, len(b.press.last.Load().Carried)}, []any{true, 0}) // a waiver is no practical

	rec := b.record(l.Learner)
	b.refused(b.WithdrawEvidence(b.ctx, b.trainer, l.Learner, rec.Evidence[0].ID, "", desk.DemoPIN), induction.Invalid, induction.CodeReasonForm)
	b.ok(b.WithdrawEvidence(b.ctx, b.trainer, l.Learner, rec.Evidence[0].ID, "the wrong person's", desk.DemoPIN))
	b.ok(b.WithdrawWaiver(b.ctx, b.trainer, l.Learner, rec.Waivers[0].ID, "back from leave", desk.DemoPIN))
	b.refused(b.WithdrawWaiver(b.ctx, b.trainer, l.Learner, rec.Waivers[0].ID, "back from leave", desk.DemoPIN), induction.Conflict, induction.CodeNotWithdrawn)
	day = must(b.Day(b.ctx, l))(t).Day
	b.same([]any{line(day, induction.ModuleLine, fire).Done, line(day, induction.PracticalLine, resus).Done}, []any{false, false})
}

// Every reason why a passport is not recognised has its own words.
func TestEveryRefusalOfWhatIsBroughtHasItsWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../induction/recognition.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := theRealPress().words
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := v.Type.(*ast.Ident); ok && name.Name == "Refusal" {
			found++
			code, _ := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if key := "refusal.brought-" + code; !words.Has(key) {
				t.Errorf("%s has no words", key)
			}
		}
		return true
	})
	if found < 11 {
		t.Errorf("%d refusals found", found)
	}
}
