package desk

import (
	"context"

	"muster/internal/induction"
	"muster/internal/trust"
)

// trustList is whose word counts here; false where none was ever taken in.
func (d *Desk) trustList(ctx context.Context) (trust.List, bool, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return trust.List{}, false, err
	}
	return h.list, h.found, nil
}

// unsignedList is the list that a demonstration of the first release keeps.
func (d *Desk) unsignedList(ctx context.Context) (trust.List, bool, error) {
	b, err := d.Store.Trust(ctx)
	if err != nil || len(b) == 0 {
		return trust.List{}, false, err
	}
	l, err := trust.ParseList(b)
	if err != nil {
		return trust.List{}, false, induction.Because(err, induction.Unavailable, induction.CodeStoreDamaged)
	}
	return l, true, nil
}

// Trust shows whose word counts here.
func (d *Desk) Trust(ctx context.Context) (trust.List, error) {
	l, _, err := d.trustList(ctx)
	return l, err
}

// ImportTrust takes another list's entries in and says what changed. Nothing goes
// backwards: what is revoked stays revoked. It needs a trainer's passphrase.
func (d *Desk) ImportTrust(ctx context.Context, id induction.TrainerID, passphrase string, list trust.List) (trust.Changes, error) {
	if err := d.passphrase(ctx, id, passphrase); err != nil {
		return trust.Changes{}, err
	}
	d.work.Lock() // two lists at once must not lose what one of them revokes
	defer d.work.Unlock()
	have, _, err := d.trustList(ctx)
	if err != nil {
		return trust.Changes{}, err
	}
	merged, changes := have.Merge(list)
	if changes.IsEmpty() && merged.NextUpdate == have.NextUpdate && merged.Issued == have.Issued {
		return changes, nil
	}
	b, err := merged.JSON()
	if err != nil {
		return changes, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return changes, err
	}
	defer d.forget()
	return changes, d.Store.SetTrust(ctx, b, string(id), at)
}
