package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
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

	Administrator bool // makes keys and signs lists, and never issues
	OfficeOpen    bool // its key is open
	// Enrolled says that the organisation has answered this machine's request;
	// EnrolledUntil is when that ends, and RenewSoon that it ends within a month.
	Enrolled      bool
	EnrolledUntil time.Time
	RenewSoon     bool
	// NotIssuing is why this machine issues no passports now, as a refusal's code;
	// "" where it may.
	NotIssuing induction.Reason
	// ListsStale says that a list which counts here is missing or past its next update.
	ListsStale bool
}

// renewWithin is how long before its end an enrolment should be renewed.
const renewWithin = 30 * 24 * time.Hour

// Machine looks this machine up.
func (d *Desk) Machine(ctx context.Context) (Machine, error) {
	var m Machine
	h, err := d.holding(ctx)
	if err != nil {
		return m, err
	}
	var at time.Time
	if at, m.ClockBehind, err = d.now(ctx); err != nil {
		return m, err
	}
	m.Floor, m.Clock = at, d.Clock.Now().UTC()
	m.standing(h, at)
	if m.Session, m.Open, err = d.currentSession(ctx); err != nil {
		return m, err
	}
	if p, ok := d.programme(m.Session); ok && m.Open {
		m.Programme = p.Title
	}
	m.KeyOpen, m.OfficeOpen = d.keyOpen(), d.OfficeOpen()
	m.Unsent, err = d.Store.Unsent(ctx)
	return m, err
}

// standing is what the organisation has said of this machine.
func (m *Machine) standing(h *held, at time.Time) {
	p := h.place
	if p.Organisation.ODS == "" {
		return
	}
	m.SetUp, m.Organisation, m.Device, m.Administrator = true, p.Organisation, p.Device, p.Administrator
	if w, err := trust.ParseDelegation(p.Delegation); err == nil {
		m.Enrolled, m.EnrolledUntil = true, unix(w.Expires)
		m.RenewSoon = !p.Organisation.Demo() && m.EnrolledUntil.Sub(at) < renewWithin
	}
	m.NotIssuing = induction.ReasonOf(h.mayIssue(at))
	if m.NotIssuing == "" && m.ClockBehind {
		m.NotIssuing = induction.CodeClockBehind
	}
	m.ListsStale = h.stale(at)
}

// stale reports whether a list in force is missing or past its next update.
func (h *held) stale(at time.Time) bool {
	if h.list.Known == nil {
		return h.found && at.Unix() > h.list.NextUpdate
	}
	return slices.ContainsFunc(h.ages(at), func(a ListAge) bool { return a.Stale || a.Missing })
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

// demoLists is how long the demonstration's lists count as fresh: as long as its
// machine is enrolled, for nobody renews them.
const demoLists = trust.MaxDelegation * time.Second

// TryIt makes the demonstration: an organisation, its trainer, and this machine as
// its kiosk, all as a real one's are made, but in one step and on one machine. Killed
// in the middle it can be begun again; once done it never changes.
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
	p := Place{Organisation: induction.Organisation{ODS: induction.DemoODS, Name: DemoOrganisation}, MadeAt: at}
	key, err := d.firstKey(ctx, d.DemoKeys, p.Organisation.Issuer(), string(id), DemoPassphrase, at)
	if err != nil {
		return err
	}
	defer key.Close()
	p.Anchors = [][]byte{key.Public().COSE()}
	e, err := d.founding(ctx, p, key, at)
	if err != nil {
		return err
	}
	e.long = demoLists
	if err := d.demoKiosk(e, string(id)); err != nil {
		return err
	}
	return d.found(ctx, e, Act{What: "demonstration-made", By: DemoTrainer, At: at})
}

// demoKiosk signs what the demonstration begins with, and enrols this machine. One
// whose enrolment was kept before a power cut goes on under the same name.
func (d *Desk) demoKiosk(e *editing, trainer string) error {
	e.place.Device = "demo-" + randomID()[:6]
	for name := range e.book.Enrolments() {
		e.place.Device = name
	}
	device, err := d.Vault.MakeDevice(e.place.Organisation.Issuer(), e.place.Device, trainer, DemoPassphrase, e.at)
	if err != nil {
		return keyRefusal(err)
	}
	if err := e.first(nil); err != nil {
		return induction.Because(err, induction.Internal, induction.CodeNotSigned)
	}
	word, err := e.enrolment(e.place.Device, device, demoLists)
	if err != nil {
		return induction.Because(err, induction.Internal, induction.CodeNotSigned)
	}
	e.place.Delegation, e.place.Certificates = word.Delegation, word.Certificates
	if err := e.put(e.place.Device, word); err != nil {
		return induction.Because(err, induction.Internal, induction.CodeNotSigned)
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
