package desk

import (
	"context"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// Trusted is one key on the trust list, for people to read.
type Trusted struct {
	Name        string
	Issuer      string // "ods:" and the ODS code
	Kid         trust.Kid
	Fingerprint string // of the key, to be compared by phone
	Status      trust.Status
	Until       time.Time // the last moment it signs new passports; zero where open
	Keeper      string    // the issuer of the keeper's list that names it; "" for the own list
}

// TrustState is whose word counts on this machine, and how old that knowledge is.
type TrustState struct {
	Found         bool // false where there is no list at all
	Organisations []Trusted
	Revoked       int // passports, devices and keys together
	Issued        time.Time
	NextUpdate    time.Time
	Stale         bool      // a list that counts here is missing or past its next update
	Lists         []ListAge // each signed list; none for a demonstration of the first release
}

// TrustState shows the lists as they stand now.
func (d *Desk) TrustState(ctx context.Context) (TrustState, error) {
	h, err := d.holding(ctx)
	if err != nil || !h.found {
		return TrustState{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return TrustState{}, err
	}
	s := TrustState{
		Found: true, Revoked: h.revokedCount(), Issued: unix(h.list.Issued), NextUpdate: unix(h.list.NextUpdate),
		Stale: h.stale(at), Lists: h.ages(at),
	}
	if h.list.Known == nil {
		s.Organisations = trusted(h.list, h.list.Organisations, at)
		return s, nil
	}
	for _, e := range h.book.Entries() {
		t := trusted(h.list, []trust.Organisation{e.Organisation}, at)[0]
		if e.From != h.place.Organisation.Issuer() {
			t.Keeper = e.From
		}
		s.Organisations = append(s.Organisations, t)
	}
	return s, nil
}

func (h *held) revokedCount() int {
	r := h.list.Revoked
	n := len(r.Passports) + len(r.Devices) + len(r.Keys)
	for _, k := range h.list.Known {
		n += len(k.Revoked.Passports) + len(k.Revoked.Devices) + len(k.Revoked.Keys)
	}
	return n
}

func trusted(l trust.List, some []trust.Organisation, at time.Time) []Trusted {
	var out []Trusted
	for _, o := range some {
		t := Trusted{Name: o.Name, Issuer: o.Issuer, Kid: o.Key.Kid(), Fingerprint: o.Key.Fingerprint(), Status: l.StatusOf(o, at.Unix())}
		if o.ValidTo < trust.Forever {
			t.Until = unix(o.ValidTo)
		}
		out = append(out, t)
	}
	return out
}

func unix(s int64) time.Time { return time.Unix(s, 0).UTC() }

// Trust shows whose word counts here, as a check has it.
func (d *Desk) Trust(ctx context.Context) (trust.List, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return trust.List{}, err
	}
	return h.list, nil
}

// unsignedList is the list that a demonstration of the first release keeps. Nobody
// signed it, so it counts for the demonstration alone.
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
