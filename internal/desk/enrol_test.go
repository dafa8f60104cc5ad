package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// A kiosk asks by code and by file, records everything before it is answered, and
// issues after it.
func TestAKioskIsEnrolled(t *testing.T) {
	o := alpha(t)
	k := machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	m := must(k.Machine(k.ctx))(t)
	k.same([]any{m.SetUp, m.Administrator, m.Enrolled, m.NotIssuing, m.Device}, []any{true, false, false, induction.CodeNotEnrolled, "kiosk-1"})
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	l := k.join(1)
	k.pass(l, fire)
	k.ok(k.ConfirmIdentity(k.ctx, seat, l.Learner, "passport"))
	_, err := k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN)
	k.refused(err, induction.NotReady, induction.CodeNotEnrolled)

	again := must(k.EnrolmentRequest(k.ctx))(t)
	k.same([]any{again.Text, again.Device, again.Fingerprint}, []any{r.Text, "kiosk-1", r.Fingerprint})
	offer := must(o.ReadRequest(o.ctx, o.in(), []byte(r.Text+"\r\n")))(t) // as a scanner hands it over
	o.same([]any{offer.Device, offer.Fingerprint, offer.Renewal, offer.Replaces}, []any{"kiosk-1", r.Fingerprint, false, false})
	for _, days := range []int{0, -1, desk.LongestEnrolment + 1} {
		_, err := o.Enrol(o.ctx, o.in(), offer, days)
		o.refused(err, induction.Invalid, induction.CodeDays)
	}
	a := must(o.Enrol(o.ctx, o.in(), offer, 365))(t)
	for name, data := range map[string][]byte{"file": a.Bytes, "code": []byte(a.Text)} {
		e := must(k.ReadEnrolment(k.ctx, data))(t)
		o.same([]any{name, e.Organisation.Name, e.Fingerprint, e.Known, e.Device}, []any{name, "Alpha", must(o.Office(o.ctx, o.in()))(t).Keys[0].Fingerprint, false, "kiosk-1"})
		if e.Until.Sub(k.clock.Now()) < 364*24*time.Hour {
			t.Errorf("%s: until %v", name, e.Until)
		}
	}
	e := must(k.ReadEnrolment(k.ctx, a.Bytes))(t)
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, false), induction.NotReady, induction.CodeCompareFirst)
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), "a wrong passphrase", e, true), induction.Invalid, induction.CodePassphrase)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, true))

	m = must(k.Machine(k.ctx))(t)
	k.same([]any{m.Enrolled, m.NotIssuing, m.RenewSoon, m.KeyOpen, m.ListsStale}, []any{true, "", false, false, false})
	k.same(must(k.TrustState(k.ctx))(t).Organisations[0].Name, "Alpha") // the lists came with the answer
	_, err = k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN)
	k.refused(err, induction.NotReady, induction.CodeKeyLocked) // the key signs under its new word once it is opened anew
	seat = must(k.Reopen(k.ctx, k.alex(), passphrase))(t)
	p := must(k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN))(t)
	c := must(k.Check(k.ctx, p[0].Text))(t)
	k.same([]any{c.Verdict.Organisation, c.Verdict.Has("lists-stale"), c.NoList}, []any{"Alpha", false, false})
	o.same(must(o.Office(o.ctx, o.in()))(t).Devices[0].ID, "kiosk-1")
	k.again()
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, "")
}

// What is not this machine's answer is refused, each with its reason, and changes
// nothing.
func TestAnswersThatAreNotForThisMachine(t *testing.T) {
	o := alpha(t)
	bravo := officeOf(t, o.clock, "RBB", "Bravo", shipped())
	k, other := machineOn(t, o.clock, shipped()), machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	theirs := must(other.SetUpKiosk(other.ctx, o.newKiosk("kiosk-2")))(t)
	elsewhere := machineOn(t, o.clock, shipped())
	wrong := must(elsewhere.SetUpKiosk(elsewhere.ctx, bravo.newKiosk("kiosk-1")))(t)
	_, err := o.ReadRequest(o.ctx, o.in(), wrong.Bytes)
	o.refused(err, induction.Invalid, induction.CodeRequestOther)

	read := func(b []byte) error { _, err := k.ReadEnrolment(k.ctx, b); return err }
	k.refused(read(o.answers(theirs.Bytes).Bytes), induction.Invalid, induction.CodeEnrolmentDevice)
	k.refused(read(bravo.answers(wrong.Bytes).Bytes), induction.Invalid, induction.CodeEnrolmentOrganisation)
	k.refused(read([]byte("hello")), induction.Invalid, induction.CodeEnrolmentForm)
	k.refused(read(r.Bytes), induction.Invalid, induction.CodeEnrolmentForm) // its own request is no answer

	// Another machine of the same name and organisation, whose key is another.
	twin := machineOn(t, o.clock, shipped())
	k.refused(read(o.answers(must(twin.SetUpKiosk(twin.ctx, o.newKiosk("kiosk-1")))(t).Bytes).Bytes), induction.Invalid, induction.CodeEnrolmentKey)

	a := o.answers(r.Bytes)
	offer := must(o.ReadRequest(o.ctx, o.in(), r.Bytes))(t)
	o.same([]any{offer.Renewal, offer.Replaces}, []any{true, false})
	short := must(o.Enrol(o.ctx, o.in(), offer, 1))(t)
	k.clock.Add(26 * time.Hour)
	k.refused(read(short.Bytes), induction.Invalid, induction.CodeEnrolmentOver)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeNotEnrolled)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, must(k.ReadEnrolment(k.ctx, a.Bytes))(t), true))

	// A newer answer stands over an older one, which is no use any more.
	newer := o.answers(r.Bytes)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, must(k.ReadEnrolment(k.ctx, newer.Bytes))(t), false))
	k.refused(read(a.Bytes), induction.Conflict, induction.CodeEnrolmentOlder)
	k.refused(read([]byte(a.Text)), induction.Conflict, induction.CodeEnrolmentOlder)
}

// Somebody who answers in the organisation's name without its key changes nothing
// once the key is known, and shows another fingerprint before it is.
func TestAnImpostorsAnswer(t *testing.T) {
	o, impostor := alpha(t), alpha(t)
	k := machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	good, bad := o.answers(r.Bytes), impostor.answers(r.Bytes)
	a, b := must(k.ReadEnrolment(k.ctx, good.Bytes))(t), must(k.ReadEnrolment(k.ctx, bad.Bytes))(t)
	if a.Fingerprint == b.Fingerprint || a.Known || b.Known {
		t.Fatal("the fingerprints do not tell them apart")
	}
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, a, true))
	_, err := k.ReadEnrolment(k.ctx, bad.Bytes)
	k.refused(err, induction.Invalid, induction.CodeEnrolmentSigner)
	k.refused(k.TakeEnrolment(k.ctx, k.alex(), passphrase, b, true), induction.Conflict, induction.CodeBundleChanged) // read before the key was known
	o2 := must(k.ReadBundle(k.ctx, bad.Bytes))(t)
	k.same([]any{o2.Empty(), len(o2.Refused) > 0, o2.Refused[0].Reason}, []any{true, true, trust.UnknownSigner})
	k.refused(k.TakeBundle(k.ctx, k.alex(), passphrase, o2), induction.Conflict, induction.CodeBundleEmpty)
	for i := range good.Bytes { // a byte changed anywhere is told
		if i%37 != 0 {
			continue
		}
		spoilt := append([]byte(nil), good.Bytes...)
		spoilt[i] ^= 1
		if e, err := k.ReadEnrolment(k.ctx, spoilt); err == nil && e.Fingerprint != a.Fingerprint {
			t.Fatalf("byte %d: another fingerprint", i)
		}
	}
}

func TestARequestThatWasChanged(t *testing.T) {
	o := alpha(t)
	k := machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	for i := range r.Bytes {
		spoilt := append([]byte(nil), r.Bytes...)
		spoilt[i] ^= 1
		if _, err := o.ReadRequest(o.ctx, o.in(), spoilt); induction.ReasonOf(err) != induction.CodeRequestForm {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	_, err := o.ReadRequest(o.ctx, o.in(), must(o.Card(o.ctx))(t).Bytes)
	o.refused(err, induction.Invalid, induction.CodeRequestForm)
	_, err = o.Enrol(o.ctx, o.in(), desk.RequestOffer{Device: "kiosk-1"}, 30)
	o.refused(err, induction.Invalid, induction.CodeRequestForm)
}

func TestAnEnrolmentRunsOutAndIsRenewed(t *testing.T) {
	o := alpha(t)
	k := machineOn(t, o.clock, shipped())
	r := must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t)
	offer := must(o.ReadRequest(o.ctx, o.in(), r.Bytes))(t)
	a := must(o.Enrol(o.ctx, o.in(), offer, 20))(t)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, must(k.ReadEnrolment(k.ctx, a.Bytes))(t), true))
	m := must(k.Machine(k.ctx))(t)
	k.same([]any{m.NotIssuing, m.RenewSoon}, []any{"", true})
	k.clock.Add(21 * 24 * time.Hour)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeEnrolmentEnded)
	_, err := k.RenewRequest(k.ctx, k.alex(), "a wrong passphrase")
	k.refused(err, induction.Invalid, induction.CodePassphrase)
	next := must(k.RenewRequest(k.ctx, k.alex(), passphrase))(t)
	k.same(next.Fingerprint, r.Fingerprint)
	o.answers(next.Bytes)
	o.tells(k) // one bundle for all machines renews each
	m = must(k.Machine(k.ctx))(t)
	k.same([]any{m.NotIssuing, m.RenewSoon}, []any{"", false})
}

// A first start as a kiosk and the taking of an answer are cut short at each write.
func TestAKioskCutShortCanBeBegunAgain(t *testing.T) {
	o := alpha(t)
	for n := 1; n <= 3; n++ {
		for _, after := range []bool{false, true} {
			k := machineOn(t, o.clock, shipped())
			begin := o.newKiosk("kiosk-1")
			k.store.FailAt(n, after)
			_, err := k.SetUpKiosk(k.ctx, begin)
			k.refused(err, induction.Unavailable, induction.CodeStoreFull)
			k.again()
			r, err := k.SetUpKiosk(k.ctx, begin)
			if n == 3 && after {
				k.refused(err, induction.Conflict, induction.CodeSetUpAlready)
				r = must(k.EnrolmentRequest(k.ctx))(t)
			} else {
				k.ok(err)
			}
			k.same(len(must(k.Trainers(k.ctx))(t)), 1)
			o.enrols(k, r)
			must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
			k.same(must(k.Machine(k.ctx))(t).NotIssuing, "")
		}
	}
}

func TestAnAnswerCutShortCanBeTakenAgain(t *testing.T) {
	o := alpha(t)
	cut := 0
	for n, more := 1, true; more; n++ {
		for _, after := range []bool{false, true} {
			k := machineOn(t, o.clock, shipped())
			a := o.answers(must(k.SetUpKiosk(k.ctx, o.newKiosk("kiosk-1")))(t).Bytes)
			e := must(k.ReadEnrolment(k.ctx, a.Bytes))(t)
			k.store.FailAt(n, after)
			err := k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, true)
			if more = k.store.Writes() >= n; !more {
				k.ok(err)
				break
			}
			cut++
			k.refused(err, induction.Unavailable, induction.CodeStoreFull)
			k.again()
			e = must(k.ReadEnrolment(k.ctx, a.Bytes))(t)
			k.ok(k.TakeEnrolment(k.ctx, k.alex(), passphrase, e, true))
			k.same(must(k.Machine(k.ctx))(t).NotIssuing, "")
			k.same(must(k.TrustState(k.ctx))(t).Found, true)
		}
	}
	if cut < 8 { // the tries twice, the enrolment, the lists: each before and after
		t.Errorf("%d writes were cut", cut)
	}
}

// The typist made a mistake, the power went, and they type it right.
func TestAKioskCutShortIsTypedOtherwise(t *testing.T) {
	o := alpha(t)
	k := machineOn(t, o.clock, shipped())
	begin := o.newKiosk("kiosk-l")
	begin.Trainer.Name = "Alec Alpha"
	k.store.FailAt(3, false)
	_, err := k.SetUpKiosk(k.ctx, begin)
	k.refused(err, induction.Unavailable, induction.CodeStoreFull)
	begin = o.newKiosk("kiosk-1")
	begin.Passphrase = "another passphrase"
	r := must(k.SetUpKiosk(k.ctx, begin))(t)
	k.same([]any{r.Device, len(must(k.Trainers(k.ctx))(t)), must(k.Trainers(k.ctx))(t)[0].Name}, []any{"kiosk-1", 1, "Alex Alpha"})
	e := must(k.ReadEnrolment(k.ctx, o.answers(r.Bytes).Bytes))(t)
	k.ok(k.TakeEnrolment(k.ctx, k.alex(), "another passphrase", e, true))
}

func TestAKioskThatCannotBe(t *testing.T) {
	o := alpha(t)
	for want, bad := range map[induction.Reason]func(*desk.NewKiosk){
		induction.CodeODSForm:        func(n *desk.NewKiosk) { n.Organisation.ODS = "" },
		induction.CodeODSDemo:        func(n *desk.NewKiosk) { n.Organisation.ODS = induction.DemoODS },
		induction.CodeOrganisation:   func(n *desk.NewKiosk) { n.Organisation.Name = strings.Repeat("x", 97) },
		induction.CodeDeviceName:     func(n *desk.NewKiosk) { n.Device = strings.Repeat("x", 41) },
		induction.CodeNumberRegister: func(n *desk.NewKiosk) { n.Trainer.Number = "abc:1" },
		induction.CodeNameEmpty:      func(n *desk.NewKiosk) { n.Trainer.Name = " " },
		induction.CodePassphraseForm: func(n *desk.NewKiosk) { n.Passphrase = "short" },
		induction.CodePINForm:        func(n *desk.NewKiosk) { n.PIN = "1234" },
		induction.CodePINEasy:        func(n *desk.NewKiosk) { n.PIN = "123456" },
	} {
		k := machineOn(t, o.clock, shipped())
		n := o.newKiosk("kiosk-1")
		bad(&n)
		if _, err := k.SetUpKiosk(k.ctx, n); induction.ReasonOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
		if _, err := k.db.Place(k.ctx); !errors.Is(err, desk.ErrNone) {
			t.Errorf("%s: a place was set", want)
		}
	}
}

// A device that was revoked issues nothing from the moment it hears of it, what it
// issued counts no longer but for what is spared, and its name is not given again.
func TestADeviceIsRevoked(t *testing.T) {
	o := alpha(t)
	k, checks := o.kiosk(shipped(), "kiosk-1"), o.kiosk(shipped(), "kiosk-2")
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	var texts []induction.Issued
	for n := range 2 {
		l := k.join(n)
		k.pass(l, fire)
		k.ok(k.ConfirmIdentity(k.ctx, seat, l.Learner, "passport"))
		texts = append(texts, must(k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN))(t)...)
	}
	o.refused(o.RevokeDevice(o.ctx, o.in(), "kiosk-9", nil, "stolen"), induction.NotFound, induction.CodeNoDevice)
	o.refused(o.RevokeDevice(o.ctx, o.in(), "kiosk-1", nil, ""), induction.Invalid, induction.CodeWhy)
	o.refused(o.RevokeDevice(o.ctx, o.in(), "kiosk-1", []induction.PassportID{"12"}, "stolen"), induction.Invalid, induction.CodeNumberPassport)
	o.ok(o.RevokeDevice(o.ctx, o.in(), "kiosk-1", []induction.PassportID{texts[1].ID}, "stolen from the ward"))
	band := func(i int) any { return must(checks.Check(checks.ctx, texts[i].Text))(t).Verdict.Status == "revoked" }
	checks.same([]any{band(0), band(1)}, []any{false, false})
	o.tells(checks)
	checks.same([]any{band(0), band(1)}, []any{true, false})
	o.tells(k)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeDeviceRevoked)
	_, err := o.ReadRequest(o.ctx, o.in(), must(k.RenewRequest(k.ctx, k.alex(), passphrase))(t).Bytes)
	o.refused(err, induction.Conflict, induction.CodeDeviceGone)
	v := must(o.Office(o.ctx, o.in()))(t).Devices
	o.same([]any{v[0].Revoked, len(v[0].Spared), v[1].Revoked}, []any{true, 1, false})
}
