package desk_test

import (
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/passport"
)

// One start in 2099 holds the machine, and a trainer's word with a reason mends it.
func TestAStartInTheFutureIsMended(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	p := k.issues(1)
	session := must(k.Machine(k.ctx))(t).Session
	k.ok(k.CloseSession(k.ctx, must(k.Reopen(k.ctx, k.alex(), passphrase))(t)))
	_, err := k.LowerFloor(k.ctx, k.alex(), passphrase, "nothing is wrong")
	k.refused(err, induction.Conflict, induction.CodeClockNotHeld)

	right := k.clock.Now()
	k.clock.Set(time.Date(2099, 1, 1, 9, 0, 0, 0, time.UTC))
	k.again()
	k.ok(k.Start(k.ctx))
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	_, err = k.Issue(k.ctx, seat, k.join(2).Learner, desk.DemoPIN)
	k.refused(err, induction.NotReady, induction.CodeEnrolmentEnded)
	k.clock.Set(right.Add(time.Hour))
	k.again()
	m := must(k.Machine(k.ctx))(t)
	k.same([]any{m.ClockBehind, k.status(p.Text)}, []any{true, passport.Expired}) // as of 2099

	_, err = k.LowerFloor(k.ctx, k.alex(), "a wrong passphrase", "the clock ran ahead")
	k.refused(err, induction.Invalid, induction.CodePassphrase)
	_, err = k.LowerFloor(k.ctx, k.alex(), passphrase, "")
	k.refused(err, induction.Invalid, induction.CodeWhy)
	to := must(k.LowerFloor(k.ctx, k.alex(), passphrase, "the clock ran ahead after a flat battery"))(t)
	if to.After(right) || to.Before(right.Add(-24*time.Hour)) {
		t.Errorf("the floor is %v", to)
	}
	m = must(k.Machine(k.ctx))(t)
	k.same([]any{m.ClockBehind, m.Open, m.NotIssuing, must(k.Check(k.ctx, p.Text))(t).Verdict.Organisation}, []any{false, false, "", "Alpha"})
	act := must(k.db.Acts(k.ctx, 1))(t)[0]
	k.same([]any{act.What, act.By, act.Why}, []any{"clock-mended", "Alex Alpha", "the clock ran ahead after a flat battery"})
	if h := must(k.Health(k.ctx))(t); len(h.Problems) > 0 {
		t.Errorf("the records call it damage: %v", h.Problems)
	}
	k.again()
	k.same(must(k.Machine(k.ctx))(t).ClockBehind, false)
	q := k.issues(3)
	k.same(must(k.Check(k.ctx, q.Text))(t).Verdict.Organisation, "Alpha")
	k.same(must(k.db.Session(k.ctx, session.ID))(t).ID, session.ID)
}

// The floor never comes below what was signed: a clock that is set back stays found out.
func TestTheFloorStaysAboveWhatWasSigned(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	signed := k.clock.Now()
	k.clock.Add(-30 * 24 * time.Hour)
	to := must(k.LowerFloor(k.ctx, k.alex(), passphrase, "somebody set the clock back"))(t)
	if signed.Sub(to) > time.Minute {
		t.Errorf("the floor came down to %v", to)
	}
	k.same([]any{must(k.Machine(k.ctx))(t).ClockBehind, must(k.Machine(k.ctx))(t).NotIssuing != ""}, []any{true, true})
}

// A time that the organisation signs mends the clock wherever its bundle comes, once.
func TestASignedTimeMendsTheClock(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	k.issues(1)
	right := k.clock.Now()
	k.clock.Set(right.AddDate(5, 0, 0))
	k.join(2)
	k.clock.Set(right.Add(time.Hour))
	k.same(must(k.Machine(k.ctx))(t).ClockBehind, true)
	said := must(a.SignTime(a.ctx, a.in(), "kiosk 1 was in the future"))(t)
	o := must(k.ReadBundle(k.ctx, []byte(said.Text)))(t)
	k.same(len(o.Changes), 1)
	k.ok(k.TakeBundle(k.ctx, k.alex(), passphrase, o))
	m := must(k.Machine(k.ctx))(t)
	k.same([]any{m.ClockBehind, m.NotIssuing}, []any{false, ""})
	k.same(must(k.db.Acts(k.ctx, 1))(t)[0].What, "clock-mended")
	k.issues(3)

	k.clock.Set(right.AddDate(5, 0, 0)) // once more, and the same statement mends nothing
	k.join(4)
	k.clock.Set(right.Add(2 * time.Hour))
	o = must(k.ReadBundle(k.ctx, said.Bytes))(t)
	k.refused(k.TakeBundle(k.ctx, k.alex(), passphrase, o), induction.Conflict, induction.CodeBundleEmpty)
	k.same(must(k.Machine(k.ctx))(t).ClockBehind, true)
}

// The administrator's own clock ran ahead and lists were signed by it, which a kiosk
// took whose clock ran ahead as well.
func TestTheOfficesOwnClock(t *testing.T) {
	a := alpha(t)
	k := a.kiosk(shipped(), "kiosk-1")
	right := a.clock.Now()
	a.clock.Set(right.AddDate(0, 6, 0))
	a.ok(a.RenewLists(a.ctx, a.in()))
	a.tells(k)
	a.clock.Set(right.Add(time.Hour))
	a.refused(a.RenewLists(a.ctx, a.in()), induction.NotReady, induction.CodeClockBehind)
	_, err := a.SignTime(a.ctx, a.in(), "the clock is wrong")
	a.refused(err, induction.NotReady, induction.CodeClockBehind)
	_, err = a.LowerFloorInOffice(a.ctx, nil, "the clock ran ahead")
	a.refused(err, induction.NotAllowed, induction.CodeOfficeClosed)
	to := must(a.LowerFloorInOffice(a.ctx, a.in(), "the clock ran ahead"))(t)
	if to.After(a.clock.Now()) {
		t.Fatalf("the floor is %v", to)
	}
	must(k.LowerFloor(k.ctx, k.alex(), passphrase, "the clock ran ahead"))(t)
	k.same(must(k.Machine(k.ctx))(t).ClockBehind, true) // what it took in was signed later
	must(a.SignTime(a.ctx, a.in(), "our clock ran ahead"))(t)
	a.ok(a.RenewLists(a.ctx, a.in()))
	a.tells(k)
	k.same(must(k.Machine(k.ctx))(t).ClockBehind, false)
	k.issues(1)
}
