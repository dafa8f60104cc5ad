package desk

import (
	"context"
	"sync"
	"time"

	"muster/internal/induction"
)

// AwaitFor is how long somebody whose passports were checked is awaited at sign-in.
const AwaitFor = 30 * time.Minute

// Awaited is somebody whose passports were checked at the check desk and who starts
// the induction here next.
type Awaited struct {
	Number induction.Number
	Name   string
	Texts  []string
	Until  time.Time
}

// arrivals remembers, in memory alone, who is awaited at sign-in and what came of
// those who arrived.
type arrivals struct {
	mu     sync.Mutex
	next   Awaited
	doneBy map[*Seat]arrival
}

type arrival struct {
	Arrival
	err error
}

// StartHere goes on from the check desk: at the next sign-in under this number the
// passports are brought. Nothing is written until that person has signed in, and one
// person is awaited at a time.
func (d *Desk) StartHere(_ context.Context, c Compared) (Awaited, error) {
	if !c.Recognised {
		return Awaited{}, d.startRefused(c)
	}
	name, err := d.cleanName(c.Name)
	if err != nil {
		return Awaited{}, err
	}
	if err := c.Number.Check(); err != nil {
		return Awaited{}, err
	}
	a := Awaited{Number: c.Number, Name: name, Texts: c.Texts(), Until: d.Clock.Now().Add(AwaitFor)}
	d.arriving.mu.Lock()
	defer d.arriving.mu.Unlock()
	d.arriving.next = a
	return a, nil
}

func (d *Desk) startRefused(c Compared) error {
	for _, p := range c.Passports {
		if p.Brought.Refused != "" {
			return refusedAs(p.Brought.Refused)
		}
	}
	return induction.Refuse(induction.Invalid, induction.CodeBroughtNothing)
}

// Awaited is who is awaited at sign-in, if anybody.
func (d *Desk) Awaited() (Awaited, bool) {
	d.arriving.mu.Lock()
	defer d.arriving.mu.Unlock()
	if left := d.arriving.next.Until.Sub(d.Clock.Now()); left <= 0 || left > AwaitFor {
		d.arriving.next = Awaited{}
	}
	return d.arriving.next, d.arriving.next.Number != ""
}

// NotAwaited forgets who is awaited.
func (d *Desk) NotAwaited() {
	d.arriving.mu.Lock()
	defer d.arriving.mu.Unlock()
	d.arriving.next = Awaited{}
}

// arrived brings the passports of somebody who was awaited and has signed in. One
// that cannot be taken now keeps nobody from their seat: it can be scanned again.
func (d *Desk) arrived(ctx context.Context, s *Seat) {
	a, ok := d.Awaited()
	if !ok || a.Number != s.Number {
		return
	}
	d.NotAwaited()
	got, err := d.bring(ctx, s.Learner, "", a.Texts)
	d.arriving.mu.Lock()
	defer d.arriving.mu.Unlock()
	if d.arriving.doneBy == nil {
		d.arriving.doneBy = map[*Seat]arrival{}
	}
	d.arriving.doneBy[s] = arrival{got, err}
}

// Arrival is what came of the passports that were checked before this sign-in, with
// Bring's errors; awaited is false where there were none. It is told once.
func (d *Desk) Arrival(s *Seat) (a Arrival, awaited bool, err error) {
	if err := d.seated(s); err != nil {
		return a, false, err
	}
	d.arriving.mu.Lock()
	defer d.arriving.mu.Unlock()
	done, awaited := d.arriving.doneBy[s]
	delete(d.arriving.doneBy, s)
	return done.Arrival, awaited, done.err
}

// forget lets go of what nobody asked for before they left.
func (a *arrivals) forget(s *Seat) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.doneBy, s)
}
