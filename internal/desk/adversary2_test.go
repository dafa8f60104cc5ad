package desk_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"muster/internal/desk"
	"muster/internal/induction"
)

// A stolen machine can be withdrawn after the organisation's key was rolled and its
// office has gone on on another machine: what the key before has enrolled is known.
func TestAnOfficeThatMovedKnowsItsMachines(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	o.clock.Add(time.Minute)
	old := o.in().Kid
	o.seat = must(o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: officePassphrase, Until: o.clock.Now().Add(24 * time.Hour), Why: "routine"}))(t)
	bundle := must(o.ExportBundle(o.ctx, desk.ForDevices))(t)
	place := must(o.db.Place(o.ctx))(t)

	n := &office{station: machineOn(t, o.clock, shipped()), keys: o.keys}
	n.seat = must(n.SetUpAdministrator(n.ctx, desk.NewOffice{
		Organisation: place.Organisation, Name: administrator, Passphrase: officePassphrase, KeyFolder: o.keys, Bundle: bundle,
	}))(t)
	for range 2 {
		v := must(n.Office(n.ctx, n.in()))(t)
		n.same([]any{len(v.Devices), len(v.Keys)}, []any{1, 2})
		n.again()
	}
	n.ok(n.RevokeDevice(n.ctx, n.in(), "kiosk-1", nil, "stolen from the ward"))
	n.tells(k)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeDeviceRevoked)
	n.ok(n.RevokeKey(n.ctx, n.in(), old, "found on a lost stick"))
	n.tells(k)
	k.same(must(k.Machine(k.ctx))(t).NotIssuing, induction.CodeKeyRevoked)
}

// Who is no administrator any more does not come back by an older key that is still
// in force in the same folder.
func TestARemovedAdministratorHasNoOlderKey(t *testing.T) {
	o := alpha(t)
	const second, secondPassphrase = "Ben Second", "a second passphrase"
	o.ok(o.AddAdministrator(o.ctx, o.in(), officePassphrase, second, secondPassphrase))
	o.clock.Add(time.Minute)
	o.seat = must(o.RollKey(o.ctx, o.in(), desk.NewKey{Passphrase: officePassphrase, Until: o.clock.Now().Add(24 * time.Hour), Why: "routine"}))(t)
	o.ok(o.AddAdministrator(o.ctx, o.seat, officePassphrase, second, secondPassphrase))
	o.ok(o.RemoveAdministrator(o.ctx, o.seat, officePassphrase, second, "has left the trust"))
	o.CloseOffice(o.seat)
	newest := filepath.Join(o.keys, "organisation-"+o.key().Kid().String()+".key")
	o.ok(os.Rename(newest, newest+".away"))
	_, err := o.OpenOffice(o.ctx, second, secondPassphrase)
	o.refused(err, induction.NotFound, induction.CodeNoAdministrator)
}

// A kiosk that checks, recognises, issues and hears updates all at once comes to one
// state, and nothing it holds is changed under whoever reads it.
func TestAKioskBusyWhileUpdatesCome(t *testing.T) {
	o := alpha(t)
	k := o.kiosk(shipped(), "kiosk-1")
	seat := must(k.OpenSession(k.ctx, k.alex(), passphrase, desk.NewSession{Programme: demo, Room: "Room"}))(t)
	l := k.join(1)
	k.pass(l, fire)
	k.ok(k.ConfirmIdentity(k.ctx, seat, l.Learner, "passport"))
	issued := must(k.Issue(k.ctx, seat, l.Learner, desk.DemoPIN))(t)
	var bundles [][]byte
	for range 4 {
		o.ok(o.RenewLists(o.ctx, o.in()))
		bundles = append(bundles, must(o.ExportBundle(o.ctx, desk.ForDevices))(t))
	}
	o.ok(o.RevokePassport(o.ctx, o.in(), issued[0].ID, "a mistake"))
	last := must(o.ExportBundle(o.ctx, desk.ForDevices))(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 4 {
				k.Check(k.ctx, issued[0].Text)
				k.Bring(k.ctx, l, issued[0].Text)
				k.Compare(k.ctx, []string{issued[0].Text}, demo)
				k.Grid(k.ctx, seat)
				k.TrustState(k.ctx)
				k.Programmes()
				if offer, err := k.ReadBundle(k.ctx, bundles[i%4]); err == nil {
					k.TakeBundle(k.ctx, seat.Trainer.ID, passphrase, offer)
				}
			}
		}()
	}
	all.Wait()
	for range 2 {
		if offer := must(k.ReadBundle(k.ctx, last))(t); !offer.Empty() {
			k.ok(k.TakeBundle(k.ctx, seat.Trainer.ID, passphrase, offer))
		}
	}
	k.same(must(k.Check(k.ctx, issued[0].Text))(t).Verdict.Status == "revoked", true)
}

// A closer look goes with the passport that was looked at: where it was taken back, so
// was the look, and a passport that is brought again is looked at again.
func TestALookIsTakenBackWithThePassport(t *testing.T) {
	_, b := pair(t)
	c := awaiting(t, b.clock)
	b.trusts(c)
	p := c.issued(1)
	l := b.join(1)
	must(b.Bring(b.ctx, l, p.Text))(t)
	ruling := func() induction.Ruling {
		return line(must(b.Day(b.ctx, l))(t).Day, induction.ModuleLine, fire).Decision.Ruling
	}
	b.clock.Add(time.Minute)
	b.ok(b.LookedAt(b.ctx, b.trainer, l.Learner, p.ID, fire, "asked the trust", desk.DemoPIN))
	b.same(ruling(), induction.Accepted)
	b.clock.Add(time.Minute)
	b.ok(b.WithdrawBrought(b.ctx, b.trainer, l.Learner, b.record(l.Learner).Recognitions[0].ID, "the trust never answered", desk.DemoPIN))
	b.clock.Add(time.Minute)
	must(b.BringFor(b.ctx, b.trainer, l.Learner, p.Text))(t)
	b.same(ruling(), induction.LocalLook)
	b.ok(b.LookedAt(b.ctx, b.trainer, l.Learner, p.ID, fire, "now they did", desk.DemoPIN))
	b.same(ruling(), induction.Accepted)
}
