package desk

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// OfficeIdle is how long the organisation's key stays open with no act.
const OfficeIdle = 15 * time.Minute

// openOffice is the organisation's key while an administrator has it open. The
// zero value is a closed office.
type openOffice struct {
	seat *OfficeSeat
	made OfficeSeat // as it was made: one that was altered opens nothing
	key  trust.OrganisationKey
	used time.Time
}

func (o *openOffice) close() {
	if o.key != nil {
		o.key.Close()
	}
	*o = openOffice{}
}

// awake closes an office that has been idle too long, by the clock on the wall, and
// reports whether it is open.
func (o *openOffice) awake(now time.Time) bool {
	idle := now.Round(0).Sub(o.used.Round(0))
	if o.key != nil && (idle > OfficeIdle || idle < -time.Minute) {
		o.close()
	}
	return o.key != nil
}

// OfficeOpen reports whether an administrator has the organisation's key open.
func (d *Desk) OfficeOpen() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.office.awake(d.Clock.Now())
}

// officePlace is the administrator's machine, or a refusal on any other.
func (d *Desk) officePlace(ctx context.Context) (Place, error) {
	p, err := d.Store.Place(ctx)
	switch {
	case errors.Is(err, ErrNone):
		return p, induction.Refuse(induction.NotReady, induction.CodeNotSetUp)
	case err == nil && !p.Administrator:
		return p, induction.Refuse(induction.NotAllowed, induction.CodeNotOffice)
	}
	return p, err
}

// Administrators lists who can open the organisation's key, by name; key-away where
// the folder or the stick is not there.
func (d *Desk) Administrators(ctx context.Context) ([]string, error) {
	p, err := d.officePlace(ctx)
	if err != nil {
		return nil, err
	}
	sealed, err := d.signing(ctx, p)
	return sealed.Holders, err
}

// OpenOffice opens the organisation's key with an administrator's own passphrase.
// Wrong ones slow the next down, over a restart too.
func (d *Desk) OpenOffice(ctx context.Context, holder, passphrase string) (*OfficeSeat, error) {
	p, err := d.officePlace(ctx)
	if err != nil {
		return nil, err
	}
	sealed, err := d.signing(ctx, p)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(sealed.Holders, holder) {
		return nil, induction.Refuse(induction.NotFound, induction.CodeNoAdministrator, holder)
	}
	key, err := d.tryOffice(ctx, holder, passphrase, func() (trust.OrganisationKey, error) {
		return d.Cabinet.Open(p.KeyFolder, sealed.Key.Kid(), holder, passphrase)
	})
	if err != nil {
		return nil, err
	}
	return d.seatOffice(holder, key), nil
}

// seatOffice makes the seat; one that was open before is void.
func (d *Desk) seatOffice(holder string, key trust.OrganisationKey) *OfficeSeat {
	seat := &OfficeSeat{Holder: holder, Kid: key.Public().Kid()}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.office.close()
	d.office = openOffice{seat, *seat, key, d.Clock.Now()}
	return seat
}

// CloseOffice forgets the organisation's key and makes the seat void.
func (d *Desk) CloseOffice(s *OfficeSeat) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s == d.office.seat {
		d.office.close()
	}
}

// tryOffice tries an administrator's passphrase: a wrong one is counted on disk
// before the answer is given. Nothing typed, and a stick that is away, are no try.
func (d *Desk) tryOffice(ctx context.Context, holder, passphrase string, open func() (trust.OrganisationKey, error)) (trust.OrganisationKey, error) {
	d.secrets.Lock()
	defer d.secrets.Unlock()
	if passphrase == "" {
		return nil, induction.Refuse(induction.Invalid, induction.CodePassphrase)
	}
	who := "office:" + holder
	secret, err := d.Store.Secret(ctx, who)
	if err != nil {
		return nil, err
	}
	now, err := d.waited(ctx, who, secret, trainerWait)
	if err != nil {
		return nil, err
	}
	if err := d.Store.SetTries(ctx, who, secret.Tries+1, now); err != nil {
		return nil, err
	}
	key, err := open()
	if errors.Is(err, trust.ErrPassphrase) {
		return nil, cabinetRefusal(err)
	}
	tries := 0
	if err != nil {
		tries = secret.Tries // the folder failed: neither right nor wrong
	}
	if forgive := d.Store.SetTries(ctx, who, tries, now); forgive != nil {
		if err == nil {
			key.Close()
		}
		return nil, errors.Join(forgive, err)
	}
	return key, cabinetRefusal(err)
}

// cabinetRefusal says what a key folder's error means to an administrator.
func cabinetRefusal(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, trust.ErrPassphrase):
		return induction.Because(err, induction.Invalid, induction.CodePassphrase)
	case errors.Is(err, fs.ErrNotExist):
		return induction.Because(err, induction.Unavailable, induction.CodeKeyAway)
	case induction.ReasonOf(err) != "":
		return err
	}
	return induction.Because(err, induction.Unavailable, induction.CodeKeyFolder)
}

// inOffice opens an act of the administrator's: the seat is good, its key awake.
func (d *Desk) inOffice(s *OfficeSeat) (trust.OrganisationKey, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Clock.Now()
	if s == nil || !d.office.awake(now) || d.office.seat != s || d.office.made != *s {
		return nil, induction.Refuse(induction.NotAllowed, induction.CodeOfficeClosed)
	}
	d.office.used = now
	return d.office.key, nil
}
