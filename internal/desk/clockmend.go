package desk

import (
	"context"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// The clock's floor is the highest time ever recorded here, so that a clock that was
// set back is found out. One start in 2099 would then stop the machine for good. Two
// things bring the floor down: a time that the organisation signed, and a trainer's
// word that the clock is right now. Both bring it down to the newest time that was
// signed, and no lower: below that the clock is certainly wrong. Passports that were
// issued here count for nothing in this, although they are signed: their time came
// from the very clock that is in doubt.

// LowerFloor lowers the clock's floor with a trainer's passphrase and a reason, and
// says what it is now. It refuses where the clock is not behind (clock-not-held).
func (d *Desk) LowerFloor(ctx context.Context, id induction.TrainerID, passphrase, why string) (time.Time, error) {
	why, err := reason(why)
	if err != nil {
		return time.Time{}, err
	}
	if err := d.clockHeld(ctx); err != nil {
		return time.Time{}, err
	}
	t, err := d.passphraseOf(ctx, id, passphrase)
	if err != nil {
		return time.Time{}, err
	}
	d.work.Lock()
	defer d.work.Unlock()
	return d.lower(ctx, Act{What: "clock-mended", By: t.Name, Why: why})
}

// LowerFloorInOffice is LowerFloor on the administrator's machine. What it signed
// while its clock ran ahead holds it no longer: it is signed anew, and a signed time
// tells the other machines so.
func (d *Desk) LowerFloorInOffice(ctx context.Context, s *OfficeSeat, why string) (time.Time, error) {
	why, err := reason(why)
	if err != nil {
		return time.Time{}, err
	}
	if _, err := d.inOffice(s); err != nil {
		return time.Time{}, err
	}
	if err := d.clockHeld(ctx); err != nil {
		return time.Time{}, err
	}
	d.work.Lock()
	defer d.work.Unlock()
	return d.lower(ctx, Act{What: "clock-mended", By: s.Holder, Why: why})
}

// clockHeld refuses where the clock is not below its floor.
func (d *Desk) clockHeld(ctx context.Context) error {
	_, behind, err := d.now(ctx)
	if err != nil {
		return err
	}
	return refuseIf(!behind, induction.Conflict, induction.CodeClockNotHeld)
}

// lower brings the floor down to the newest signed time; d.work is held.
func (d *Desk) lower(ctx context.Context, a Act) (time.Time, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if err := d.endAhead(ctx); err != nil {
		return time.Time{}, err
	}
	a.At = d.Clock.Now().UTC().Truncate(time.Millisecond)
	to := h.newestSigned(a.At)
	a.Of = to.Format(time.RFC3339)
	return to, d.Store.LowerFloor(ctx, to, a)
}

// newestSigned is the newest time that the organisations held here have signed. The
// administrator's machine, whose own signatures these are, leaves out what it signed
// in the future of its clock.
func (h *held) newestSigned(clock time.Time) time.Time {
	newest := max(h.list.Floor, h.list.Issued)
	if h.place.Administrator {
		newest = 0
		for _, st := range h.book.Statements() {
			if st.Issued <= clock.Unix() {
				newest = max(newest, st.Issued)
			}
		}
	}
	if w, err := trust.ParseDelegation(h.place.Delegation); err == nil {
		newest = max(newest, w.NotBefore)
	}
	return unix(newest)
}

// endAhead closes a session that was opened in the future: its twelve hours would
// never be over.
func (d *Desk) endAhead(ctx context.Context) error {
	s, open, err := d.currentSession(ctx)
	if err != nil || !open || !s.Opened.After(d.Clock.Now()) {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.endSession(ctx, s, s.OpenedBy, at)
}

// mendBySigned lowers the floor where a time that the organisation signed has come.
func (d *Desk) mendBySigned(ctx context.Context, taken []trust.Statement, newest int64, a Act) error {
	for _, st := range taken {
		floor, err := d.Store.Floor(ctx)
		if err != nil {
			return err
		}
		if st.Kind != trust.KindTime || !floor.After(unix(newest)) || !floor.After(d.Clock.Now()) {
			continue
		}
		d.forget()
		a.What = "clock-mended"
		_, err = d.lower(ctx, a)
		return err
	}
	return nil
}
