package desk

import (
	"context"
	"slices"
	"unicode/utf8"

	"muster/internal/induction"
)

// NewTrainer is a trainer or assessor who is given a passphrase and a PIN here.
type NewTrainer struct {
	StaffMember
	Passphrase string // opens this machine's passport key
	PIN        string // opens their screens and signs their acts in a session
}

// PassphraseLeast is how many characters a new passphrase has at least.
const PassphraseLeast = 12

// passphraseMost is its length in bytes at most, as the key files have it.
const passphraseMost = 1024

// newPassphrase refuses a new passphrase that is too short or too long.
func newPassphrase(p string) error {
	if utf8.RuneCountInString(p) < PassphraseLeast || len(p) > passphraseMost {
		return induction.Refuse(induction.Invalid, induction.CodePassphraseForm)
	}
	return nil
}

// check holds a new trainer against the rules, and puts their name right.
func (n *NewTrainer) check(d *Desk) error {
	if err := n.Number.Check(); err != nil {
		return err
	}
	name, err := d.cleanName(n.Name)
	if err != nil {
		return err
	}
	n.Name = name
	if err := newPIN(n.PIN, n.PIN, TrainerPIN); err != nil {
		return err
	}
	return newPassphrase(n.Passphrase)
}

// AddTrainer lets another trainer or assessor open sessions here, with a passphrase
// and a PIN of their own. One who can do it already gives their passphrase. Where
// the organisation has signed a list of its staff, only those on it can be added,
// under the name it gives them.
func (d *Desk) AddTrainer(ctx context.Context, by induction.TrainerID, passphrase string, n NewTrainer) (induction.TrainerID, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return "", err
	}
	if n.StaffMember, err = h.asListed(n.StaffMember); err != nil {
		return "", err
	}
	if err := n.check(d); err != nil {
		return "", err
	}
	d.work.Lock()
	defer d.work.Unlock()
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return "", err
	}
	t := induction.Trainer{ID: induction.TrainerID(d.NewID()), Number: n.Number, Name: n.Name, Assessor: n.Assessor}
	if i := slices.IndexFunc(all, func(o induction.Trainer) bool { return o.Number == n.Number }); i >= 0 {
		if !all[i].Removed {
			return "", induction.Refuse(induction.Conflict, induction.CodeNumberTaken)
		}
		t.ID = all[i].ID
	}
	adder, err := d.passphraseOf(ctx, by, passphrase)
	if err != nil {
		return "", err
	}
	return t.ID, d.admit(ctx, adder, passphrase, t, n, all)
}

// admit gives a trainer their place on the key, then their record. A place that is
// left without a record by a power cut is cleared at the next try.
func (d *Desk) admit(ctx context.Context, by induction.Trainer, passphrase string, t induction.Trainer, n NewTrainer, all []induction.Trainer) error {
	hash, err := d.PINs.HashPIN(n.PIN)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	if err := d.clearPlaces(all); err != nil {
		return keyRefusal(err)
	}
	if err := d.Vault.AddHolder(string(by.ID), passphrase, string(t.ID), n.Passphrase); err != nil {
		return keyRefusal(err)
	}
	if err := d.Store.AddTrainer(ctx, t, hash, at); err != nil {
		return err
	}
	return d.Store.Note(ctx, Act{What: "trainer-added", Of: t.Name, By: by.Name, At: at})
}

// clearPlaces takes from the passport key whoever is no trainer here.
func (d *Desk) clearPlaces(all []induction.Trainer) error {
	holders, err := d.Vault.Holders()
	if err != nil {
		return err
	}
	for _, id := range holders {
		here := slices.ContainsFunc(all, func(t induction.Trainer) bool { return string(t.ID) == id && !t.Removed })
		if here || len(holders) == 1 {
			continue
		}
		if err := d.Vault.RemoveHolder(id); err != nil {
			return err
		}
	}
	return nil
}

// keyRefusal is what a failure of the key files is to a person.
func keyRefusal(err error) error {
	return induction.Because(err, induction.Unavailable, induction.CodeNoKey)
}

// passphraseOf is the trainer whose passphrase it is.
func (d *Desk) passphraseOf(ctx context.Context, id induction.TrainerID, passphrase string) (induction.Trainer, error) {
	if err := d.passphrase(ctx, id, passphrase); err != nil {
		return induction.Trainer{}, err
	}
	return d.trainer(ctx, id)
}

// RemoveTrainer shuts a trainer out; what they did keeps their name. The last one
// who can open the passport key stays.
func (d *Desk) RemoveTrainer(ctx context.Context, by induction.TrainerID, passphrase string, id induction.TrainerID, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	d.work.Lock()
	defer d.work.Unlock()
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t induction.Trainer) bool { return t.ID == id && !t.Removed })
	if i < 0 {
		return induction.Refuse(induction.NotFound, induction.CodeNotTrainer)
	}
	remover, err := d.passphraseOf(ctx, by, passphrase)
	if err != nil {
		return err
	}
	if remover.ID == id {
		return induction.Refuse(induction.NotAllowed, induction.CodeLastTrainer)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	act := Act{What: "trainer-removed", Of: all[i].Name, By: remover.Name, Why: why, At: at}
	if err := d.Store.RemoveTrainer(ctx, id, act); err != nil {
		return err
	}
	d.voidTrainer(id)
	all[i].Removed = true
	if err := d.clearPlaces(all); err != nil {
		return keyRefusal(err)
	}
	return nil
}

// voidTrainer ends every seat of one trainer.
func (d *Desk) voidTrainer(id induction.TrainerID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for seat, made := range d.trainers {
		if made.Trainer.ID == id {
			delete(d.trainers, seat)
		}
	}
}

// ChangePassphrase gives a trainer another passphrase, with the one they have.
func (d *Desk) ChangePassphrase(ctx context.Context, id induction.TrainerID, old, next string) error {
	if err := newPassphrase(next); err != nil {
		return err
	}
	d.work.Lock()
	defer d.work.Unlock()
	t, err := d.passphraseOf(ctx, id, old)
	if err != nil {
		return err
	}
	if err := d.Vault.ChangePassphrase(string(id), old, next); err != nil {
		return keyRefusal(err)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.Note(ctx, Act{What: "passphrase-changed", Of: t.Name, By: t.Name, At: at})
}

// ChangePIN gives a trainer another PIN, with their passphrase.
func (d *Desk) ChangePIN(ctx context.Context, id induction.TrainerID, passphrase, pin, again string) error {
	if err := newPIN(pin, again, TrainerPIN); err != nil {
		return err
	}
	if err := d.passphrase(ctx, id, passphrase); err != nil {
		return err
	}
	hash, err := d.PINs.HashPIN(pin)
	if err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	return d.Store.SetTrainerPIN(ctx, id, hash, at)
}

// The length of a reason, in characters.
const (
	reasonLeast = 3
	reasonMost  = 300
)

// reason is why something is done, as it is recorded.
func reason(typed string) (string, error) {
	s, ok := induction.CleanText(typed, 4*reasonMost)
	if n := utf8.RuneCountInString(s); !ok || n < reasonLeast || n > reasonMost {
		return "", induction.Refuse(induction.Invalid, induction.CodeWhy, reasonLeast, reasonMost)
	}
	return s, nil
}
