package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

func TestSeveralPassportsOfOnePersonMakeOnePicture(t *testing.T) {
	a, b := pair(t)
	c := hospitalOf(t, b.clock, "RCC", "Charlie")
	b.trusts(c)
	second := c.issuedTo(must(c.Join(c.ctx, gmc(1), "Zoe Learner B", learnerPIN, learnerPIN))(t), resus)
	b.clock.Add(time.Minute)
	first := a.issued(1, fire) // the newest says the name
	other := a.issued(2, fire)
	rows, floor := must(b.db.Unsent(b.ctx))(t), must(b.db.Floor(b.ctx))(t)
	got := must(b.Compare(b.ctx, []string{first.Text, second.Text, "hello", other.Text, first.Text + "\n"}, demo))(t)
	b.same([]any{len(got.People), len(got.Unread), got.NoList}, []any{2, 1, false})
	b.same(got.Unread[0].Checked.Verdict.Status, passport.NotAPassport)
	one := got.People[0]
	b.same([]any{one.Number, len(one.Passports), one.Recognised, len(one.Names)}, []any{gmc(1), 2, true, 2})
	b.same(decisions(one.Decisions[:1]), "fire.1 knowledge accepted passport Alpha; ")
	b.same([]any{one.Decisions[2].Part, one.Decisions[2].Ruling}, []any{induction.PracticalPart, induction.IsMissing})
	b.same(one.Day.Saved > 0 && one.Day.Left > 0, true)
	b.same([]any{got.People[1].Number, len(got.People[1].Passports)}, []any{gmc(2), 1})
	// In any order it comes to the same.
	turned := must(b.Compare(b.ctx, []string{second.Text, first.Text}, demo))(t)
	b.same(decisions(turned.People[0].Decisions), decisions(one.Decisions))
	b.same([]any{must(b.db.Unsent(b.ctx))(t), must(b.db.Floor(b.ctx))(t)}, []any{rows, floor})
}

func TestAComparisonWithNothingToGoBy(t *testing.T) {
	a, _ := pair(t)
	p := a.issued(1)
	e := empty(t) // before its first start
	c := must(e.Compare(e.ctx, []string{p.Text}, ""))(t)
	e.same([]any{c.NoList, len(c.People), len(c.Unread), c.Unread[0].Checked.Verdict.Status}, []any{true, 0, 1, passport.IssuerUnknown})
	_, err := e.Compare(e.ctx, nil, "no-such")
	e.refused(err, induction.NotFound, induction.CodeNoProgramme)
	_, err = e.Compare(e.ctx, make([]string, desk.CompareLimit+1), "")
	e.refused(err, induction.Invalid, induction.CodeBroughtMany)
	e.same(len(must(e.Compare(e.ctx, nil, ""))(t).People), 0)
}

// Two organisations' staff numbers are two people, and neither is recognised.
func TestStaffNumbersNeverMatchAcrossOrganisations(t *testing.T) {
	a, b := pair(t)
	c := hospitalOf(t, b.clock, "RCC", "Charlie")
	b.trusts(c)
	var texts []string
	for _, h := range []*hospital{a, c} {
		texts = append(texts, h.issuedTo(must(h.Join(h.ctx, "staff:20417", "Zoë Vale", learnerPIN, learnerPIN))(t), fire).Text)
	}
	got := must(b.Compare(b.ctx, texts, demo))(t)
	b.same(len(got.People), 2)
	for _, who := range got.People {
		b.same([]any{who.Recognised, who.Passports[0].Brought.Refused}, []any{false, induction.RefusedStaffNumber})
		_, err := b.StartHere(b.ctx, who)
		b.refused(err, induction.NotAllowed, induction.CodeBroughtStaffNumber)
	}
}

func TestStartHereBringsThePassportsAtSignIn(t *testing.T) {
	a, b := pair(t)
	p, other := a.issued(1), a.issued(2, fire)
	start := func() desk.Awaited {
		return must(b.StartHere(b.ctx, must(b.Compare(b.ctx, []string{p.Text}, demo))(t).People[0]))(t)
	}
	w := start()
	b.same([]any{w.Number, w.Name, len(w.Texts)}, []any{gmc(1), "Zoë Learner B", 1})
	b.same(must(b.Expected(b.ctx, gmc(1)))(t), "Zoë Learner B")
	b.same(must(b.Known(b.ctx, gmc(1)))(t), false) // nothing is written yet
	stranger := b.join(2)
	_, ok, _ := b.Arrival(stranger)
	b.same([]any{ok, len(b.record(stranger.Learner).Recognitions)}, []any{false, 0})
	_, ok = b.Awaited()
	b.same(ok, true)

	l := b.join(1)
	got, ok, err := b.Arrival(l)
	b.ok(err)
	b.same([]any{ok, len(got.Taken), got.Done}, []any{true, 1, 3})
	_, ok, _ = b.Arrival(l)
	_, still := b.Awaited()
	b.same([]any{ok, still, len(b.record(l.Learner).Recognitions)}, []any{false, false, 1})

	// It is forgotten: after half an hour, when told so, and when another is awaited.
	start()
	b.clock.Add(desk.AwaitFor)
	_, ok = b.Awaited()
	b.same(ok, false)
	start()
	b.NotAwaited()
	_, ok = b.Awaited()
	b.same(ok, false)
	start()
	must(b.StartHere(b.ctx, must(b.Compare(b.ctx, []string{other.Text}, demo))(t).People[0]))(t)
	again := b.signIn(1)
	_, ok, _ = b.Arrival(again)
	b.same(ok, false)
	returning := b.signIn(2)
	got, ok, _ = b.Arrival(returning)
	b.same([]any{ok, len(got.Taken)}, []any{true, 1})
	_, err = b.StartHere(b.ctx, desk.Compared{})
	b.refused(err, induction.Invalid, induction.CodeBroughtNothing)
}

// A sign-in goes on where what was awaited cannot be taken.
func TestAnArrivalThatCannotBeTakenKeepsNobodyOut(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	must(b.StartHere(b.ctx, must(b.Compare(b.ctx, []string{p.Text}, demo))(t).People[0]))(t)
	b.store.FailAt(3, false) // the learner, that they are here, then what they brought
	l := b.join(1)
	got, ok, err := b.Arrival(l)
	b.refused(err, induction.Unavailable, induction.CodeStoreFull)
	b.same([]any{ok, len(got.Taken), len(b.record(l.Learner).Recognitions)}, []any{true, 0, 0})
	b.same(len(must(b.Bring(b.ctx, l, p.Text))(t).Taken), 1)
}

func TestAReceiptAtTheCheckDeskWritesNothing(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1)
	c := must(b.Compare(b.ctx, []string{p.Text}, demo))(t)
	rows := must(b.db.Unsent(b.ctx))(t)
	r := must(b.ReceiptOf(b.ctx, c, c.People[0], " Jo  Clerk "))(t)
	b.same([]any{r.Organisation.Name, r.Number, r.Name, r.By, len(r.Passports), len(r.Items), len(r.Accepted())}, []any{"Bravo", gmc(1), "Zoë Learner B", "Jo Clerk", 1, 3, 3})
	b.same(r.Items[0].Subject+" "+r.Items[0].Level, "Fire Safety 1")
	b.same([]any{len(r.Competences), r.Competences[1].Code, r.Competences[1].Organisation}, []any{2, resus, "Alpha"})
	b.same(must(b.db.Unsent(b.ctx))(t), rows)
	_, err := b.ReceiptOf(b.ctx, c, desk.Compared{}, "")
	b.refused(err, induction.Invalid, induction.CodeBroughtNothing)
}

func TestAReceiptOfSomebodyOnRecordIsNoted(t *testing.T) {
	a, b := pair(t)
	p := a.issued(1, fire)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	_, err := b.LearnerReceipt(b.ctx, b.trainer, l.Learner)
	b.refused(err, induction.NotReady, induction.CodeIdentityFirst)
	b.ok(b.ConfirmIdentity(b.ctx, b.trainer, l.Learner, "passport"))
	b.ok(b.AddEvidence(b.ctx, b.trainer, l.Learner, desk.NewEvidence{
		Code: resus, Parts: []induction.Part{induction.KnowledgePart}, Kind: induction.ESRTransfer, Completed: induction.DateOf(b.clock.Now()) - 10, Body: "Royal Hospital",
	}, desk.DemoPIN))
	b.ok(b.AddWaiver(b.ctx, b.trainer, l.Learner, waiver(), desk.DemoPIN))
	r := must(b.LearnerReceipt(b.ctx, b.trainer, l.Learner))(t)
	var grounds []induction.Ground
	for _, i := range r.Items {
		grounds = append(grounds, i.Ground)
	}
	b.same(grounds, []induction.Ground{induction.OnPassport, induction.OnEvidence, induction.OnWaiver})
	b.same([]any{r.By, r.Identity.Seen, r.Trainers[r.Items[1].By].Name, len(r.Passports)}, []any{"Alex Bravo", "passport", "Alex Bravo", 1})
	// A waiver makes no competence, and half a level is never the whole of it.
	b.same([]any{len(r.Competences), r.Competences[1].Code, r.Competences[1].Ground}, []any{2, resus, induction.OnEvidence})
	whole, _, _ := b.cat.ESRName(resus, true)
	if whole != "" && r.Competences[1].Name == whole {
		t.Errorf("knowledge alone is called %q", whole)
	}
	acts := must(b.db.Acts(b.ctx, 5))(t)
	b.same([]any{acts[0].What, acts[0].Of, acts[0].By}, []any{"receipt-made", string(l.Learner), "Alex Bravo"})
	b.store.FailAt(1, false)
	got, err := b.LearnerReceipt(b.ctx, b.trainer, l.Learner)
	b.refused(err, induction.Unavailable, induction.CodeStoreFull)
	b.same(len(got.Items), 0)
}

func TestACompetenceIsHeldOnceItIsWhole(t *testing.T) {
	a, b := pair(t)
	l := a.join(1)
	a.signPractical(a.trainer, l.Learner)
	a.later(30 * 24 * time.Hour)
	p := a.issuedTo(l, resus)
	c := must(b.Compare(b.ctx, []string{p.Text}, demo))(t)
	r := must(b.ReceiptOf(b.ctx, c, c.People[0], ""))(t)
	b.same(len(r.Competences), 1)
	b.same(r.Competences[0].Until.Before(a.clock.Now().AddDate(1, 0, -29)), true)
}
