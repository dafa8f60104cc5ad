package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// An assessor whom the organisation's new list lets be a trainer alone signs no
// practical in the session that is open.
func TestADemotedAssessorSignsNoPractical(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	l := k.join(1)
	k.pass(l, resus)
	a.ok(a.AddStaff(a.ctx, a.in(), desk.StaffMember{Number: "staff:RAA-1", Name: "Alex Alpha"}, "no assessor any more"))
	a.tells(k)
	err := k.SignPractical(k.ctx, seat, l.Learner, resus, k.steps(resus), true, "", desk.DemoPIN)
	k.refused(err, induction.NotAllowed, induction.CodeSignedOut)
	again := must(k.TrainerSignIn(k.ctx, k.alex(), desk.DemoPIN))(t)
	k.same(again.Trainer.Assessor, false)
	if err := k.SignPractical(k.ctx, again, l.Learner, resus, k.steps(resus), true, "", desk.DemoPIN); induction.KindOf(err) != induction.NotAllowed {
		t.Errorf("a trainer who is no assessor: %v", err)
	}
}

// A list of staff that comes with an answer shuts people out at once, as one that
// comes with an update does.
func TestAnAnswerShutsOutAtOnce(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	first := k.alex()
	two := must(k.AddTrainer(k.ctx, first, passphrase, secondOf("B-2")))(t)
	seat := must(k.OpenSession(k.ctx, two, secondPassphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	a.ok(a.AddStaff(a.ctx, a.in(), member("RAA-1", "Alex Alpha"), "a trainer"))
	r := must(k.RenewRequest(k.ctx, first, passphrase))(t)
	e := must(k.ReadEnrolment(k.ctx, a.answers(r.Bytes).Bytes))(t)
	k.same(len(e.ShutsOut), 1)
	k.ok(k.TakeEnrolment(k.ctx, first, passphrase, e, false))
	_, err := k.Grid(k.ctx, seat)
	k.refused(err, induction.NotAllowed, induction.CodeSignedOut)
}

// An answer that was read before a newer one, or before its signer was revoked, is
// void by the time that it is taken.
func TestAnAnswerReadBeforeWhatVoidsIt(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	r := must(k.RenewRequest(k.ctx, k.alex(), passphrase))(t)
	o.clock.Add(time.Minute)
	older := must(k.ReadEnrolment(k.ctx, o.answers(r.Bytes).Bytes))(t)
	newer := must(k.ReadEnrolment(k.ctx, o.answers(r.Bytes).Bytes))(t)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, newer, false))
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), passphrase, older, false), induction.Conflict, induction.CodeBundleChanged)

	late := must(k.ReadEnrolment(k.ctx, o.answers(r.Bytes).Bytes))(t)
	old := o.in().Kid
	o.clock.Add(time.Minute)
	o.seat = must(o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: "a new office key", Why: "a lost stick"}))(t)
	o.ok(o.RevokeKey(o.ctx, o.seat, old, "found on a lost stick"))
	o.tells(k)
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), passphrase, late, false), induction.Conflict, induction.CodeBundleChanged)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeKeyRevoked)
}

// Whoever holds an old key of the organisation cannot plant another in its name by an
// answer: a machine that knows its organisation follows its keys, and no list of them.
func TestAnOldKeyPlantsNoOther(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	cabinet := keystore.Cabinet{Params: cheap}
	stolen := must(cabinet.Open(o.keys, o.in().Kid, administrator, officePassphrase))(t)
	defer stolen.Close()
	evil := must(cabinet.Make(t.TempDir(), "ods:RAA", "Thief", "a thief's passphrase", o.clock.Now()))(t)
	defer evil.Close()
	at := o.clock.Now().Add(30 * time.Second).Unix() // while the old key was in force
	o.clock.Add(time.Minute)
	o.seat = must(o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: "a new office key", Why: "routine"}))(t)
	o.tells(k)

	place := must(k.db.Place(k.ctx))(t)
	granted := must(trust.ParseDelegation(place.Delegation))(t).Grant
	word := must(trust.Delegate(granted, stolen))(t)
	forged := trust.Enrolment{Name: "Alpha", Delegation: word, Anchors: []trust.Key{stolen.Public(), o.key(), evil.Public()}}
	st := must(trust.Sign(trust.Head{Issuer: "ods:RAA", Subject: "kiosk-1", Serial: 99, Issued: at}, forged, stolen))(t)
	if offer, err := k.ReadEnrolment(k.ctx, st.Bytes()); err == nil {
		k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, offer, true))
	}
	o.ok(o.RevokeKey(o.ctx, o.seat, stolen.Public().Kid(), "found on a lost stick"))
	o.tells(k)

	o.clock.Add(time.Minute)
	lie := must(trust.Sign(trust.Head{Issuer: "ods:RAA", Serial: 1, Issued: o.clock.Now().Unix()},
		trust.Staff{Members: []trust.Member{{Number: "staff:RAA-1", Name: "Alex Alpha"}, {Number: "staff:THIEF", Name: "Thief", Assessor: true}}}, evil))(t)
	offer := must(k.ReadBundle(k.ctx, lie.Bytes()))(t)
	k.same([]any{offer.Empty(), len(offer.Refused)}, []any{true, 1})
	k.same(offer.Refused[0].Reason, trust.UnknownSigner)
}

// The key of a device that was revoked is not enrolled under another name.
func TestTheKeyOfARevokedDeviceStaysOut(t *testing.T) {
	o := alpha(t)
	k := machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	o.enrols(k, r)
	o.ok(o.RevokeDevice(o.ctx, o.in(), "kiosk-1", nil, "stolen from the ward"))
	key := must(k.vault.Unlock(string(k.alex()), passphrase))(t)
	defer key.Close()
	again := must(trust.Sign(trust.Head{Issuer: "ods:RAA", Subject: "kiosk-9", Serial: 1, Issued: o.clock.Now().Unix()},
		trust.Request{Key: key.Public(), Name: "Alpha"}, key))(t)
	_, err := o.ReadRequest(o.ctx, o.in(), again.Bytes())
	o.refused(err, induction.Conflict, induction.CodeDeviceGone)
}

// A code of one kind that is scanned where another is awaited says so, and nothing
// comes of it.
func TestCodesScannedInTheWrongPlace(t *testing.T) {
	o := officeOf(t, testkit.NewClock(testkit.Start), "RAA", "Alpha", shipped())
	k := o.kiosk(shipped(), "kiosk-1")
	must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	l := k.join(1)
	card := must(o.Card(o.ctx))(t).Text
	if card == "" {
		card = must(o.SignTime(o.ctx, o.in(), "a kiosk ran ahead"))(t).Text
	}
	v := must(k.Check(k.ctx, card))(t).Verdict
	k.same([]any{v.Band, v.Claims == nil}, []any{"refuse", true})
	_, err := k.Bring(k.ctx, l, card)
	k.refused(err, induction.Invalid, "brought-unsound")
	c := must(k.Compare(k.ctx, []string{card}, demo))(t)
	k.same([]any{len(c.People), len(c.Unread)}, []any{0, 1})
	_, err = k.StartHere(k.ctx, desk.Compared{Number: gmc(1), Name: "Somebody"})
	k.refused(err, induction.Invalid, induction.CodeBroughtNothing)
	passport := k.issues(2)
	for _, text := range []string{passport.Text, card + "0", "MS1:", "MS1:%%%"} {
		if _, err := k.ReadBundle(k.ctx, []byte(text)); induction.ReasonOf(err) != induction.CodeBundleForm {
			t.Errorf("%.12q: %v", text, err)
		}
		if _, err := k.ReadEnrolment(k.ctx, []byte(text)); induction.ReasonOf(err) != induction.CodeEnrolmentForm {
			t.Errorf("%.12q: %v", text, err)
		}
	}
	k.same(len(k.record(l.Learner).Recognitions), 0)
}
