package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// Health looks the store over, its chain and its file; on a long record it takes a while.
func (d *Desk) Health(ctx context.Context) (Health, error) { return d.Store.Check(ctx) }

// Trusted is one key on the trust list, for people to read.
type Trusted struct {
	Name        string
	Issuer      string // "ods:" and the ODS code
	Fingerprint string // of the key, to be compared by phone
	Status      trust.Status
	Until       time.Time // the last moment it signs new passports; zero where open
}

// TrustState is the trust list as this machine has it.
type TrustState struct {
	Found         bool // false where none was ever imported
	Organisations []Trusted
	Revoked       int // passports, devices and keys together
	Issued        time.Time
	NextUpdate    time.Time
	Stale         bool // past its next update
}

// TrustState shows the trust list as it stands now.
func (d *Desk) TrustState(ctx context.Context) (TrustState, error) {
	l, found, err := d.trustList(ctx)
	if err != nil || !found {
		return TrustState{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return TrustState{}, err
	}
	s := TrustState{
		Found: true, Organisations: trusted(l, l.Organisations, at), Revoked: count(l.Revoked),
		Issued: unix(l.Issued), NextUpdate: unix(l.NextUpdate), Stale: at.Unix() > l.NextUpdate,
	}
	return s, nil
}

// ErrTrustFile is a file that is not a trust list.
var ErrTrustFile = errors.New("the file is not a trust list")

// TrustOffer is what a trust list from a file would change here.
type TrustOffer struct {
	Added, Changed []Trusted
	Revoked        int // passports, devices and keys that count no longer
	Issued         time.Time
	NextUpdate     time.Time
	Older          bool // issued before the list that is here
	list           trust.List
}

// Empty reports whether the list would change nothing but its dates.
func (o TrustOffer) Empty() bool { return len(o.Added)+len(o.Changed)+o.Revoked == 0 }

// ReadTrust reads a trust list from a file and says what it would change. It
// changes nothing; ErrTrustFile where the file is no trust list.
func (d *Desk) ReadTrust(ctx context.Context, data []byte) (TrustOffer, error) {
	l, err := trust.ParseList(data)
	if err != nil {
		return TrustOffer{}, fmt.Errorf("%w: %w", ErrTrustFile, err)
	}
	have, _, err := d.trustList(ctx)
	if err != nil {
		return TrustOffer{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return TrustOffer{}, err
	}
	merged, c := have.Merge(l)
	return TrustOffer{
		Added: trusted(merged, c.Added, at), Changed: trusted(merged, c.Changed, at), Revoked: count(c.Revoked),
		Issued: unix(l.Issued), NextUpdate: unix(l.NextUpdate), Older: l.Issued < have.Issued, list: l,
	}, nil
}

// TakeTrust takes in a list that was read before, with a trainer's passphrase.
func (d *Desk) TakeTrust(ctx context.Context, id induction.TrainerID, passphrase string, o TrustOffer) error {
	_, err := d.ImportTrust(ctx, id, passphrase, o.list)
	return err
}

func trusted(l trust.List, some []trust.Organisation, at time.Time) []Trusted {
	var out []Trusted
	for _, o := range some {
		t := Trusted{Name: o.Name, Issuer: o.Issuer, Fingerprint: o.Key.Fingerprint(), Status: l.StatusOf(o, at.Unix())}
		if o.ValidTo < trust.Forever {
			t.Until = unix(o.ValidTo)
		}
		out = append(out, t)
	}
	return out
}

func count(r trust.Revocations) int { return len(r.Passports) + len(r.Devices) + len(r.Keys) }

func unix(s int64) time.Time { return time.Unix(s, 0).UTC() }
