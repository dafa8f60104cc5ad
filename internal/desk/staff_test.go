package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

func member(n string, name string) desk.StaffMember {
	return desk.StaffMember{Number: induction.Number("staff:" + n), Name: name, Assessor: true}
}

const secondPassphrase = "the second passphrase"

func secondOf(n string) desk.NewTrainer {
	return desk.NewTrainer{StaffMember: member(n, "Bea Second"), Passphrase: secondPassphrase, PIN: "650218"}
}

// Trainers come and go, each with a passphrase and a PIN of their own.
func TestTrainersComeAndGo(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	first := k.alex()
	add := func(phrase string, n desk.NewTrainer) (induction.TrainerID, error) {
		return k.AddTrainer(k.ctx, first, phrase, n)
	}
	_, err := add("a wrong passphrase", secondOf("B-2"))
	k.refused(err, induction.Invalid, induction.CodePassphrase)
	for want, bad := range map[induction.Reason]func(*desk.NewTrainer){
		induction.CodePassphraseForm: func(n *desk.NewTrainer) { n.Passphrase = "short" },
		induction.CodePINForm:        func(n *desk.NewTrainer) { n.PIN = "12" },
		induction.CodeNameEmpty:      func(n *desk.NewTrainer) { n.Name = "" },
		induction.CodeNumberTaken:    func(n *desk.NewTrainer) { n.Number = "staff:RAA-1" },
	} {
		n := secondOf("B-2")
		bad(&n)
		if _, err := add(passphrase, n); induction.ReasonOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	id := must(add(passphrase, secondOf("B-2")))(t)
	seat := must(k.OpenSession(k.ctx, id, secondPassphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	must(k.TrainerSignIn(k.ctx, id, "650218"))(t)
	must(k.TrainerSignIn(k.ctx, first, desk.DemoPIN))(t)

	k.ok(k.ChangePassphrase(k.ctx, id, secondPassphrase, "a changed passphrase"))
	k.refused(k.ChangePassphrase(k.ctx, id, secondPassphrase, "a changed passphrase"), induction.Invalid, induction.CodePassphrase)
	k.refused(k.ChangePassphrase(k.ctx, id, "a changed passphrase", "short"), induction.Invalid, induction.CodePassphraseForm)
	k.ok(k.ChangePIN(k.ctx, id, "a changed passphrase", "918273", "918273"))
	k.refused(k.ChangePIN(k.ctx, id, "a changed passphrase", "918273", "918274"), induction.Invalid, induction.CodePINDiffers)
	_, err = k.TrainerSignIn(k.ctx, id, "650218")
	k.refused(err, induction.Invalid, induction.CodePINWrong)
	must(k.TrainerSignIn(k.ctx, id, "918273"))(t)

	k.refused(k.RemoveTrainer(k.ctx, first, passphrase, first, "leaving"), induction.NotAllowed, induction.CodeLastTrainer)
	k.refused(k.RemoveTrainer(k.ctx, first, passphrase, "nobody", "leaving"), induction.NotFound, induction.CodeNotTrainer)
	k.refused(k.RemoveTrainer(k.ctx, first, passphrase, id, " "), induction.Invalid, induction.CodeWhy)
	k.ok(k.RemoveTrainer(k.ctx, first, passphrase, id, "has left the trust"))
	k.same(len(must(k.Trainers(k.ctx))(t)), 1)
	_, err = k.Grid(k.ctx, seat)
	k.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	_, err = k.Reopen(k.ctx, id, "a changed passphrase")
	k.refused(err, induction.NotFound, induction.CodeNotTrainer)
	k.same(must(k.vault.Holders())(t), []string{string(first)})
	again := must(add(passphrase, secondOf("B-2")))(t)
	k.same(again, id) // what they did before keeps its name
	must(k.Reopen(k.ctx, id, secondPassphrase))(t)
}

// The adding is cut short: no place on the key is left that nobody can take away.
func TestATrainerCutShort(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	cut := 0
	for n, more := 1, true; more; n++ {
		for _, after := range []bool{false, true} {
			who := secondOf([]string{"B-1", "B-2", "B-3", "B-4", "B-5", "B-6", "B-7", "B-8", "B-9", "B-10"}[cut])
			k.store.FailAt(n, after)
			_, err := k.AddTrainer(k.ctx, k.alex(), passphrase, who)
			if more = k.store.Writes() >= n; !more {
				k.ok(err)
				break
			}
			cut++
			k.refused(err, induction.Unavailable, induction.CodeStoreFull)
			k.again()
			k.clock.Add(time.Minute)
			if _, err := k.AddTrainer(k.ctx, k.alex(), passphrase, who); err != nil {
				k.refused(err, induction.Conflict, induction.CodeNumberTaken) // it was done
			}
			k.same(len(must(k.vault.Holders())(t)), len(must(k.Trainers(k.ctx))(t)))
		}
	}
	if cut < 6 {
		t.Errorf("%d writes were cut", cut)
	}
}

// Once the organisation has signed a list of its staff, it decides who trains.
func TestTheStaffListDecides(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	first := k.alex()
	two := must(k.AddTrainer(k.ctx, first, passphrase, secondOf("B-2")))(t)
	seat := must(k.OpenSession(k.ctx, two, secondPassphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)

	a.refused(a.AddStaff(a.ctx, a.in(), desk.StaffMember{Number: "x", Name: "Nobody"}, "a trainer"), induction.Invalid, induction.CodeNumberEmpty)
	a.ok(a.AddStaff(a.ctx, a.in(), member("C-3", "Cem Third"), "a trainer"))
	o := must(k.ReadBundle(k.ctx, must(a.ExportBundle(a.ctx, desk.ForDevices))(t)))(t)
	k.same(len(o.ShutsOut), 2)
	k.refused(k.TakeBundle(k.ctx, first, passphrase, o), induction.Conflict, induction.CodeStaffNobody)
	a.ok(a.AddStaff(a.ctx, a.in(), desk.StaffMember{Number: "staff:RAA-1", Name: "Alexandra Alpha"}, "a trainer"))
	o = must(k.ReadBundle(k.ctx, must(a.ExportBundle(a.ctx, desk.ForDevices))(t)))(t)
	k.same([]any{len(o.ShutsOut), o.ShutsOut[0].ID}, []any{1, two})
	k.ok(k.TakeBundle(k.ctx, first, passphrase, o))

	_, err := k.Grid(k.ctx, seat) // who is shut out is out at once
	k.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	_, err = k.TrainerSignIn(k.ctx, two, "650218")
	k.refused(err, induction.NotAllowed, induction.CodeNotOnStaff)
	_, err = k.Reopen(k.ctx, two, secondPassphrase)
	k.refused(err, induction.NotAllowed, induction.CodeNotOnStaff)
	got := must(k.Trainers(k.ctx))(t)
	k.same([]any{len(got), got[0].Name, got[0].Assessor}, []any{1, "Alexandra Alpha", false}) // as the list names them
	_, err = k.AddTrainer(k.ctx, first, passphrase, secondOf("D-4"))
	k.refused(err, induction.NotAllowed, induction.CodeNotOnStaff)
	third := must(k.AddTrainer(k.ctx, first, passphrase, secondOf("C-3")))(t)
	for _, tr := range must(k.Trainers(k.ctx))(t) {
		if tr.ID == third {
			k.same(tr.Name, "Cem Third")
		}
	}
	a.refused(a.RemoveStaff(a.ctx, a.in(), "staff:D-4", "never was"), induction.NotFound, induction.CodeNoStaff)
	a.ok(a.RemoveStaff(a.ctx, a.in(), "staff:C-3", "has left"))
	a.tells(k)
	k.same(len(must(k.Trainers(k.ctx))(t)), 1)
	k.again()
	k.same(len(must(k.Trainers(k.ctx))(t)), 1)
}

// An answer whose list of staff leaves out the only trainer would lock the machine
// for good.
func TestAnAnswerThatWouldLockTheMachine(t *testing.T) {
	a := alpha(t)
	a.ok(a.AddStaff(a.ctx, a.in(), member("C-3", "Cem Third"), "a trainer"))
	k := machineOn(t, a.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, a.newKiosk("kiosk-1")))(t)
	e := must(k.ReadEnrolment(k.ctx, a.answers(r.Bytes).Bytes))(t)
	k.same(len(e.ShutsOut), 1)
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, true), induction.Conflict, induction.CodeStaffNobody)
	a.ok(a.AddStaff(a.ctx, a.in(), member("RAA-1", "Alex Alpha"), "a trainer"))
	e = must(k.ReadEnrolment(k.ctx, a.answers(r.Bytes).Bytes))(t)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, true))
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, "")
}
