package desk

import (
	"context"
	"errors"
	"time"

	"muster/internal/induction"
)

// Machine is what this machine is and how it is.
type Machine struct {
	SetUp        bool
	Organisation induction.Organisation
	Device       string
	Session      induction.Session // zero where none is open
	Open         bool
	Programme    string // the open session's, for people
	ClockBehind  bool
	Clock, Floor time.Time
	Unsent       int
	KeyOpen      bool
}

// Machine looks this machine up.
func (d *Desk) Machine(ctx context.Context) (Machine, error) {
	var m Machine
	place, err := d.Store.Place(ctx)
	switch {
	case errors.Is(err, ErrNone):
	case err != nil:
		return m, err
	default:
		m.SetUp, m.Organisation, m.Device = true, place.Organisation, place.Device
	}
	if m.Floor, m.ClockBehind, err = d.now(ctx); err != nil {
		return m, err
	}
	m.Clock = d.Clock.Now().UTC()
	if m.Session, m.Open, err = d.currentSession(ctx); err != nil {
		return m, err
	}
	if p, ok := d.programme(m.Session); ok && m.Open {
		m.Programme = p.Title
	}
	m.KeyOpen = d.keyOpen()
	m.Unsent, err = d.Store.Unsent(ctx)
	return m, err
}

// The demonstration's trainer. Their passphrase and PIN are shown on the screen:
// its passports are accepted nowhere.
const (
	DemoOrganisation = "Demonstration Hospital"
	DemoTrainer      = "Alex Morgan"
	DemoNumber       = induction.Number("staff:DEMO-1")
	DemoPassphrase   = "muster demonstration"
	DemoPIN          = "483920"
)

// TryIt makes the demonstration organisation: its keys, its trust list and its
// trainer. Killed in the middle it can be begun again; once done it never changes.
func (d *Desk) TryIt(ctx context.Context) error {
	d.work.Lock()
	defer d.work.Unlock()
	if _, err := d.Store.Place(ctx); !errors.Is(err, ErrNone) {
		if err != nil {
			return err
		}
		return induction.Refuse(induction.Conflict, induction.CodeSetUpAlready)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	id, err := d.demoTrainer(ctx, at)
	if err != nil {
		return err
	}
	p := Place{Organisation: induction.Organisation{ODS: induction.DemoODS, Name: DemoOrganisation}, Device: "demo-" + randomID()[:6], MadeAt: at}
	var list []byte
	if p.Delegation, list, err = d.Vault.Found(p.Organisation.Issuer(), p.Organisation.Name, p.Device, string(id), DemoPassphrase, at); err != nil {
		return induction.Because(err, induction.Unavailable, induction.CodeNoKey)
	}
	defer d.forget()
	if err := d.Store.SetTrust(ctx, list, string(id), at); err != nil {
		return err
	}
	if err := d.Store.SetPlace(ctx, p, at); err != nil {
		return err
	}
	if d.Placed != nil {
		d.Placed(p.Organisation)
	}
	return nil
}

// demoTrainer finds the demonstration's trainer, made by a start that was cut
// short, or makes them.
func (d *Desk) demoTrainer(ctx context.Context, at time.Time) (induction.TrainerID, error) {
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return "", err
	}
	for _, t := range all {
		if t.Number == DemoNumber {
			return t.ID, nil
		}
	}
	hash, err := d.PINs.HashPIN(DemoPIN)
	if err != nil {
		return "", err
	}
	t := induction.Trainer{ID: induction.TrainerID(d.NewID()), Number: DemoNumber, Name: DemoTrainer, Assessor: true}
	return t.ID, d.Store.AddTrainer(ctx, t, hash, at)
}

// Start notes that the program has started, and that the run before it ended
// abnormally where it did.
func (d *Desk) Start(ctx context.Context) error {
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	if _, err = d.Store.Started(ctx, at); err != nil {
		return err
	}
	return d.Sweep(ctx) // yesterday's session is not open today
}
