package testkit

import (
	"errors"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// officeParts are the contract's parts for what makes a machine an organisation's,
// and for what learners bring.
var officeParts = map[string]func(*contract){
	"statements": (*contract).statements, "enrolment": (*contract).enrolment, "administrator": (*contract).administrator,
	"lowering": (*contract).lowering, "removing": (*contract).removing, "acts": (*contract).acts, "others": (*contract).others,
	"brought": (*contract).brought, "withdrawing": (*contract).withdrawing, "papers": (*contract).papers,
	"issuing": (*contract).issuing, "officeUnknown": (*contract).officeUnknown,
}

// well is a store whose check finds nothing.
func (c *contract) well() {
	c.Helper()
	same(c, must(c.Check(c.ctx)).Problems, nil)
}

func (c *contract) statements() {
	same(c, len(must(c.Statements(c.ctx))), 0)
	list, gone, other := Statement("trust-list", 4), Statement("revocations", 2), Statement("trust-list", 1)
	other.Issuer = "ods:RYY"
	before := c.unsent()
	c.ok(c.SetStatements(c.ctx, []desk.Statement{list, gone, other}, Act(1)))
	same(c, c.unsent(), before+4)
	same(c, must(c.Statements(c.ctx)), []desk.Statement{gone, list, other})
	newer, older := Statement("revocations", 3), Statement("trust-list", 3)
	c.refused(c.SetStatements(c.ctx, []desk.Statement{newer, older}, Act(2)), induction.CodeTrustBackwards)
	same(c, must(c.Statements(c.ctx)), []desk.Statement{gone, list, other})
	same(c, c.unsent(), before+4)
	list.Bytes = []byte("the same serial, signed anew")
	c.ok(c.SetStatements(c.ctx, []desk.Statement{newer, list}, Act(3)))
	same(c, must(c.Statements(c.ctx)), []desk.Statement{newer, list, other})
	list.Serial, list.Issued, list.Bytes = 1, After(9), []byte("by a newer key, whose serials begin anew")
	c.ok(c.SetStatements(c.ctx, []desk.Statement{list}, Act(4)))
	same(c, must(c.Statements(c.ctx)), []desk.Statement{newer, list, other})
	same(c, must(c.Acts(c.ctx, 9)), []desk.Act{Act(4), Act(3), Act(1)})
	same(c, must(c.Floor(c.ctx)), Act(4).At)
	c.well()
}

func (c *contract) enrolment() {
	e := Enrolment()
	c.none(c.SetEnrolment(c.ctx, e, Act(1)))
	p := Place()
	p.Delegation = nil
	c.ok(c.SetPlace(c.ctx, p, After(0)))
	same(c, must(c.Place(c.ctx)), p)
	c.ok(c.SetEnrolment(c.ctx, e, Act(1)))
	p.Organisation, p.Delegation, p.Certificates, p.Anchors = e.Organisation, e.Delegation, e.Certificates, e.Anchors
	same(c, must(c.Place(c.ctx)), p)
	e.Delegation, e.Anchors = []byte{0xA0, 0x03}, e.Anchors[1:]
	c.ok(c.SetEnrolment(c.ctx, e, Act(2)))
	p.Delegation, p.Anchors = e.Delegation, e.Anchors
	same(c, must(c.Place(c.ctx)), p)
	c.refused(c.SetPlace(c.ctx, Place(), After(200)), induction.CodeSetUpAlready)
	same(c, must(c.Place(c.ctx)), p)
	c.well()
}

func (c *contract) administrator() {
	p := desk.Place{
		Organisation: Place().Organisation, MadeAt: After(0), Administrator: true, KeyFolder: "/media/stick/keys",
		Certificates: [][]byte{{0x30, 2}}, Anchors: [][]byte{{0xA4, 2}},
	}
	c.ok(c.SetPlace(c.ctx, p, After(0)))
	same(c, must(c.Place(c.ctx)), p)
	c.refused(c.SetPlace(c.ctx, Place(), After(1)), induction.CodeSetUpAlready)
	c.well()
}

// lowering: a clock that was once far ahead does not stop a machine for good.
func (c *contract) lowering() {
	far := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	c.ok(c.AddLearner(c.ctx, Learner(1), "hash"))
	must(c.Started(c.ctx, far))
	same(c, must(c.Floor(c.ctx)), far)
	wrong := Act(1)
	wrong.At = far.Add(time.Millisecond)
	c.ok(c.LowerFloor(c.ctx, After(-50), wrong))
	same(c, must(c.Floor(c.ctx)), After(-50))
	same(c, must(c.Acts(c.ctx, 1)), []desk.Act{wrong})
	c.well()
	c.ok(c.AddRead(c.ctx, Learner(1).ID, Read(1)))
	same(c, must(c.Floor(c.ctx)), Read(1).At)
	c.ok(c.LowerFloor(c.ctx, After(500), Act(2))) // it never raises it
	same(c, must(c.Floor(c.ctx)), Read(1).At)
	same(c, must(c.Learner(c.ctx, Learner(1).ID)), Learner(1))
	c.well()
}

func (c *contract) removing() {
	c.day(1)
	second := Trainer(2)
	c.ok(c.AddTrainer(c.ctx, second, "hash", After(2)))
	c.ok(c.SetTries(c.ctx, string(second.ID), 3, After(3)))
	before := c.unsent()
	c.ok(c.RemoveTrainer(c.ctx, second.ID, Act(1)))
	same(c, c.unsent(), before+2)
	gone := second
	gone.Removed = true
	same(c, must(c.Trainers(c.ctx)), []induction.Trainer{Trainer(1), gone})
	same(c, must(c.Acts(c.ctx, 5)), []desk.Act{Act(1)})
	c.none(c.RemoveTrainer(c.ctx, second.ID, Act(2)))
	c.none(c.RemoveTrainer(c.ctx, "nobody", Act(2)))
	another := Trainer(3)
	another.Number = second.Number
	c.refused(c.AddTrainer(c.ctx, another, "hash", After(120)), induction.CodeNumberTaken)
	c.well()
	second.Name, second.Assessor = "Trainer Two-Smith", false
	c.ok(c.AddTrainer(c.ctx, second, "another-hash", After(121)))
	same(c, must(c.Trainers(c.ctx)), []induction.Trainer{Trainer(1), second})
	same(c, must(c.Secret(c.ctx, string(second.ID))), desk.Secret{Hash: "another-hash"})
	c.refused(c.AddTrainer(c.ctx, second, "hash", After(122)), induction.CodeNumberTaken)
	c.well()
	c.ok(c.RemoveTrainer(c.ctx, second.ID, Act(3)))
	c.well()
}

func (c *contract) acts() {
	same(c, len(must(c.Acts(c.ctx, 5))), 0)
	var want []desk.Act
	for n := range 4 {
		c.ok(c.Note(c.ctx, Act(n)))
		want = append([]desk.Act{Act(n)}, want...)
	}
	same(c, must(c.Acts(c.ctx, 9)), want)
	same(c, must(c.Acts(c.ctx, 2)), want[:2])
	same(c, len(must(c.Acts(c.ctx, 0))), 0)
	same(c, len(must(c.Acts(c.ctx, -1))), 0)
	same(c, c.unsent(), 4)
	same(c, must(c.Floor(c.ctx)), Act(3).At)
}

// others are wrong tries of whoever is neither a learner nor a trainer.
func (c *contract) others() {
	who := "office:Robin Okoro"
	same(c, must(c.Secret(c.ctx, who)), desk.Secret{})
	c.ok(c.SetTries(c.ctx, who, 3, After(5)))
	c.ok(c.SetTries(c.ctx, "office:Another", 1, After(6)))
	same(c, must(c.Secret(c.ctx, who)), desk.Secret{Tries: 3, Last: After(5)})
	c.ok(c.SetTries(c.ctx, who, 4, After(7)))
	same(c, must(c.Secret(c.ctx, who)), desk.Secret{Tries: 4, Last: After(7)})
	c.ok(c.SetTries(c.ctx, who, 0, After(8)))
	same(c, must(c.Secret(c.ctx, who)), desk.Secret{})
	same(c, must(c.Secret(c.ctx, "office:Another")), desk.Secret{Tries: 1, Last: After(6)})
	same(c, c.unsent(), 0)
	same(c, must(c.Floor(c.ctx)), After(8))
	_, err := c.Secret(c.ctx, "nobody")
	c.none(err)
}

func (c *contract) brought() {
	s := c.day(2)
	l := Learner(1)
	scanned := Recognition(2, l.ID, "")
	scanned.By = ""
	want := induction.Record{
		Learner: l, Recognitions: []induction.Recognition{Recognition(1, l.ID, s.ID), scanned},
		LocalChecks: []induction.LocalCheck{LocalCheck(1, l.ID, s.ID), LocalCheck(2, l.ID, "")},
		Evidence:    []induction.Evidence{Evidence(1, l.ID, s.ID), Evidence(2, l.ID, "")},
		Waivers:     []induction.Waiver{Waiver(1, l.ID, s.ID), Waiver(2, l.ID, "")},
	}
	before := c.unsent()
	for i := range 2 {
		c.ok(c.AddRecognition(c.ctx, want.Recognitions[i]))
		c.ok(c.AddLocalCheck(c.ctx, want.LocalChecks[i]))
		c.ok(c.AddEvidence(c.ctx, want.Evidence[i]))
		c.ok(c.AddWaiver(c.ctx, want.Waivers[i]))
	}
	same(c, c.unsent(), before+8)
	same(c, must(c.Record(c.ctx, l.ID, s.ID)), want)
	same(c, must(c.Record(c.ctx, Learner(2).ID, s.ID)), induction.Record{Learner: Learner(2)})
	again := Recognition(3, l.ID, s.ID)
	again.Passport = want.Recognitions[0].Passport
	c.refused(c.AddRecognition(c.ctx, again), induction.CodeBroughtAlready)
	same(c, c.unsent(), before+8)
	again.Learner = Learner(2).ID // whose it is, is not the store's to judge
	c.ok(c.AddRecognition(c.ctx, again))
	c.well()
}

func (c *contract) withdrawing() {
	s := c.day(2)
	l, w := Learner(1).ID, Withdrawal()
	r, e, v := Recognition(1, l, s.ID), Evidence(1, l, s.ID), Waiver(1, l, s.ID)
	c.ok(c.AddRecognition(c.ctx, r))
	c.ok(c.AddEvidence(c.ctx, e))
	c.ok(c.AddWaiver(c.ctx, v))
	before := c.unsent()
	for _, id := range []string{string(r.ID), string(e.ID), string(v.ID)} {
		c.none(c.Withdraw(c.ctx, Learner(2).ID, id, w))
		c.ok(c.Withdraw(c.ctx, l, id, w))
		c.none(c.Withdraw(c.ctx, l, id, w))
	}
	same(c, c.unsent(), before+3)
	r.Withdrawn, e.Withdrawn, v.Withdrawn = w, w, w
	again := r
	again.ID, again.Withdrawn = induction.RecognitionID(ID(7, 9)), induction.Withdrawal{}
	c.ok(c.AddRecognition(c.ctx, again))
	got := must(c.Record(c.ctx, l, s.ID))
	same(c, got.Recognitions, []induction.Recognition{r, again})
	same(c, got.Evidence, []induction.Evidence{e})
	same(c, got.Waivers, []induction.Waiver{v})
	same(c, must(c.Floor(c.ctx)), w.At)
	c.well()
}

func (c *contract) papers() {
	s := c.day(1)
	p, q := Passport(1, Learner(1).ID, s.ID), Passport(2, Learner(1).ID, "")
	c.ok(c.AddPassports(c.ctx, []induction.Issued{p, q}, nil))
	_, err := c.PaperOf(c.ctx, p.ID)
	c.none(err)
	before := c.unsent()
	c.ok(c.SetPaper(c.ctx, p.ID, Paper(1)))
	c.ok(c.SetPaper(c.ctx, q.ID, Paper(2)))
	same(c, c.unsent(), before+2)
	c.refused(c.SetPaper(c.ctx, p.ID, Paper(3)), induction.CodePaperKept)
	same(c, must(c.PaperOf(c.ctx, p.ID)), Paper(1))
	same(c, must(c.PaperOf(c.ctx, q.ID)), Paper(2))
	same(c, must(c.Floor(c.ctx)), p.At)
	c.well()
}

// issuing keeps the passports of one issue with their files, or none of them.
func (c *contract) issuing() {
	s := c.day(1)
	p, q := Passport(1, Learner(1).ID, s.ID), Passport(2, Learner(1).ID, s.ID)
	papers := map[induction.PassportID][]byte{p.ID: Paper(1), q.ID: Paper(2)}
	before := c.unsent()
	c.none(c.AddPassports(c.ctx, []induction.Issued{p}, papers))
	same(c, len(must(c.Passports(c.ctx, s.ID))), 0)
	same(c, c.unsent(), before)
	c.ok(c.AddPassports(c.ctx, []induction.Issued{p, q}, papers))
	same(c, c.unsent(), before+4)
	same(c, must(c.Passports(c.ctx, s.ID)), []induction.Issued{p, q})
	for id, pdf := range papers {
		same(c, must(c.PaperOf(c.ctx, id)), pdf)
	}
	c.refused(c.SetPaper(c.ctx, p.ID, Paper(1)), induction.CodePaperKept)
	c.well()
}

// officeUnknown acts on what is not there: ErrNone, and no trace.
func (c *contract) officeUnknown() {
	c.day(1)
	l, known := induction.LearnerID("nobody"), Learner(1).ID
	before := c.unsent()
	for name, err := range map[string]error{
		"AddRecognition":  c.AddRecognition(c.ctx, Recognition(1, l, "")),
		"AddRecognition2": c.AddRecognition(c.ctx, Recognition(1, known, "no session")),
		"AddLocalCheck":   c.AddLocalCheck(c.ctx, LocalCheck(1, l, "")),
		"AddEvidence":     c.AddEvidence(c.ctx, Evidence(1, l, "")),
		"AddWaiver":       c.AddWaiver(c.ctx, Waiver(1, l, "")),
		"Withdraw":        c.Withdraw(c.ctx, known, "no such id", Withdrawal()),
		"Withdraw2":       c.Withdraw(c.ctx, l, "no such id", Withdrawal()),
		"SetPaper":        c.SetPaper(c.ctx, "no passport", Paper(1)),
		"SetEnrolment":    c.SetEnrolment(c.ctx, Enrolment(), Act(1)),
	} {
		if !errors.Is(err, desk.ErrNone) {
			c.Errorf("%s: error = %v, want ErrNone", name, err)
		}
	}
	_, err := c.PaperOf(c.ctx, "no passport")
	c.none(err)
	same(c, c.unsent(), before)
	same(c, len(must(c.Acts(c.ctx, 9))), 0)
}
