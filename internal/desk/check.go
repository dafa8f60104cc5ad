package desk

import (
	"context"
	"errors"
	"time"

	"muster/internal/induction"
	"muster/internal/passport"
	"muster/internal/trust"
)

// Checked is a check of a passport: its verdict, and its items with their titles.
type Checked struct {
	Verdict passport.Verdict
	Items   []CheckedItem
	// NoList says that no trust list has been imported here.
	NoList bool
}

// CheckedItem is one item of a passport as people read it.
type CheckedItem struct {
	passport.ItemVerdict
	Subject string // the framework's name, or the code where it is not known
	Level   string
	// Partial says that the level needs a practical, and none was witnessed.
	Partial bool
}

// Check judges a passport's text. It records nothing.
func (d *Desk) Check(ctx context.Context, text string) (Checked, error) {
	list, found, err := d.trustList(ctx)
	if err != nil {
		return Checked{}, err
	}
	floor, err := d.Store.Floor(ctx)
	if err != nil {
		return Checked{}, err
	}
	c := Checked{Verdict: passport.Verify(text, list, d.Clock.Now(), floor), NoList: !found}
	c.Items = Titled(d.Catalog, c.Verdict)
	return c, nil
}

// Titled gives a verdict's items their titles and says where a practical is missing.
func Titled(cat Catalog, v passport.Verdict) []CheckedItem {
	if v.Claims == nil {
		return nil
	}
	var out []CheckedItem
	for i, it := range v.Items {
		item := CheckedItem{ItemVerdict: it, Subject: it.Code}
		if s, l, ok := cat.Titles(v.Claims.Framework, induction.Code(it.Code)); ok {
			item.Subject, item.Level = s, l
		}
		item.Partial = cat.NeedsPractical(v.Claims.Framework, induction.Code(it.Code)) && !v.Claims.Items[i].How.Has(passport.Practical)
		out = append(out, item)
	}
	return out
}

// trustList is whose word counts here; false where none was ever imported.
func (d *Desk) trustList(ctx context.Context) (trust.List, bool, error) {
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
	return changes, d.Store.SetTrust(ctx, b, string(id), at)
}

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
	d.mu.Lock()
	m.KeyOpen = d.key != nil
	d.mu.Unlock()
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
	if err := d.Store.SetTrust(ctx, list, string(id), at); err != nil {
		return err
	}
	return d.Store.SetPlace(ctx, p, at)
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
