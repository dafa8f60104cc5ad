package desk

import (
	"context"
	"slices"
	"time"

	"muster/internal/certificate"
	"muster/internal/induction"
	"muster/internal/trust"
)

// certificateLife is how long the organisation's own certificate lasts: longer than
// any passport that is signed under it is of use.
const certificateLife = 15 * 365 * 24 * time.Hour

// signing is the sealed key that signs now: the newest of the organisation's keys
// that is in force and in the folder.
func (d *Desk) signing(ctx context.Context, p Place) (trust.Sealed, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return trust.Sealed{}, err
	}
	there, err := d.Cabinet.List(p.KeyFolder)
	if err != nil && len(there) == 0 {
		return trust.Sealed{}, cabinetRefusal(err)
	}
	now := d.Clock.Now().Unix()
	for _, k := range slices.Backward(h.book.OwnKeys()) {
		i := slices.IndexFunc(there, func(s trust.Sealed) bool { return s.Key == k.Key })
		if i >= 0 && !k.Revoked && now <= k.To {
			return there[i], nil
		}
	}
	return trust.Sealed{}, induction.Refuse(induction.Unavailable, induction.CodeKeyAway)
}

// NewKey is what an administrator decides when a new organisation key follows the
// one in use.
type NewKey struct {
	Passphrase string    // seals the new key for who makes it; others are added after
	Until      time.Time // when the old key ends; zero is now
	Why        string
}

// LongestOverlap is how long an old key may go on beside the one that followed it.
const LongestOverlap = 90 * 24 * time.Hour

// RollKey makes a new key that follows the one in use: the old one names it, and
// everything is signed anew. The seat that comes back has the new key open.
func (d *Desk) RollKey(ctx context.Context, s *OfficeSeat, n NewKey) (*OfficeSeat, error) {
	if err := newPassphrase(n.Passphrase); err != nil {
		return nil, err
	}
	var next trust.OrganisationKey
	err := d.because(ctx, s, "key-rolled", "", n.Why, func(e *editing) (err error) {
		until := n.Until
		if until.Before(e.at) {
			until = e.at
		}
		if until.Sub(e.at) > LongestOverlap {
			return induction.Refuse(induction.Invalid, induction.CodeDates)
		}
		next, err = d.Cabinet.Make(e.place.KeyFolder, e.place.Organisation.Issuer(), s.Holder, n.Passphrase, e.at)
		if err != nil {
			return cabinetRefusal(err)
		}
		return e.succeed(next, until)
	})
	if err != nil {
		if next != nil {
			next.Close()
		}
		return nil, err
	}
	return d.seatOffice(s.Holder, next), nil
}

// succeed lets the old key name the new one, and the new one sign everything anew.
func (e *editing) succeed(next trust.OrganisationKey, until time.Time) error {
	self, err := e.selfCertificate(next)
	if err != nil {
		return err
	}
	old := e.key.Public()
	if err := e.put(old.Kid().String(), trust.Succession{Next: next.Public(), Ends: until.Unix(), Certificates: self}); err != nil {
		return err
	}
	l := e.list()
	l.Entries = slices.Clone(l.Entries)
	for i := range l.Entries {
		if l.Entries[i].Key == old {
			l.Entries[i].ValidTo = min(l.Entries[i].ValidTo, until.Unix())
		}
	}
	l.Entries = append(l.Entries, trust.Entry{Certificates: self, Organisation: trust.Organisation{
		Issuer: e.place.Organisation.Issuer(), Name: e.place.Organisation.Name, Key: next.Public(), ValidFrom: e.at.Unix(), ValidTo: trust.Forever,
	}})
	e.key = next
	if err := e.renew(l); err != nil {
		return err
	}
	return e.putCard(next.Public(), self, e.at.Unix())
}

// putCard signs the organisation's public key file. Its time is that from which the
// key counts, whenever the card is made anew.
func (e *editing) putCard(key trust.Key, certificates [][]byte, from int64) error {
	at := e.at
	e.at = unix(from)
	defer func() { e.at = at }()
	return e.put(key.Kid().String(), trust.Card{Name: e.place.Organisation.Name, Key: key, Certificates: certificates})
}

// selfCertificate is the organisation's certificate by its own key.
func (e *editing) selfCertificate(key trust.OrganisationKey) ([][]byte, error) {
	der, err := certificate.Organisation(e.place.Organisation.Issuer(), e.place.Organisation.Name, key, e.at.Add(-clockSlack), e.at.Add(certificateLife))
	return [][]byte{der}, err
}

// RetireKey ends one of the organisation's own keys: no new passports after at, or
// after now where that is zero. The key that signs is not ended but rolled.
func (d *Desk) RetireKey(ctx context.Context, s *OfficeSeat, kid trust.Kid, at time.Time, why string) error {
	return d.because(ctx, s, "key-retired", kid.String(), why, func(e *editing) error {
		if kid == e.key.Public().Kid() {
			return induction.Refuse(induction.Conflict, induction.CodeOnlyKey)
		}
		return e.endKey(e.place.Organisation.Issuer(), kid, at, induction.CodeNoOwnKey)
	})
}

// RevokeKey takes a key back, whenever it signed: nothing of it counts any more. It
// is one of the organisation's own, or another's on its list.
func (d *Desk) RevokeKey(ctx context.Context, s *OfficeSeat, kid trust.Kid, why string) error {
	return d.because(ctx, s, "key-revoked", kid.String(), why, func(e *editing) error {
		if kid == e.key.Public().Kid() {
			return induction.Refuse(induction.Conflict, induction.CodeOnlyKey)
		}
		l := e.list()
		l.Entries = slices.Clone(l.Entries)
		found, own := false, false
		for i, x := range l.Entries {
			if x.Key.Kid() == kid {
				found, own = true, own || x.Issuer == e.place.Organisation.Issuer()
				l.Entries[i].Revoked = true
			}
		}
		if !found {
			return induction.Refuse(induction.NotFound, induction.CodeNoOrganisation)
		}
		if err := e.put("", l); err != nil || !own {
			return err
		}
		r := e.revocations()
		r.Keys = append(slices.Clone(r.Keys), kid)
		return e.put("", r.Sorted())
	})
}

// Card is this organisation's public key file, to hand to others.
func (d *Desk) Card(ctx context.Context) (Answer, error) {
	p, err := d.officePlace(ctx)
	if err != nil {
		return Answer{}, err
	}
	h, err := d.holding(ctx)
	if err != nil {
		return Answer{}, err
	}
	for _, k := range slices.Backward(h.book.OwnKeys()) {
		if st, _, ok := h.book.Find(trust.KindCard, p.Organisation.Issuer(), k.Key.Kid().String()); ok && !k.Revoked {
			return answer(st.Bytes(), st.Bytes())
		}
	}
	return Answer{}, induction.Refuse(induction.NotFound, induction.CodeNoOwnKey)
}

// CertificateRequest asks the trust's own PKI for a certificate of the key that is
// open (PKCS #10 in DER).
func (d *Desk) CertificateRequest(ctx context.Context, s *OfficeSeat) ([]byte, error) {
	d.work.Lock()
	defer d.work.Unlock()
	e, err := d.begin(ctx, s)
	if err != nil {
		return nil, err
	}
	der, err := certificate.Request(e.place.Organisation.Issuer(), e.place.Organisation.Name, e.key)
	if err != nil {
		return nil, d.signRefusal(err)
	}
	return der, d.Store.Note(ctx, Act{What: "certificate-requested", Of: s.Kid.String(), By: s.Holder, At: e.at})
}

// SetCertificate takes in what the PKI gave: a certificate or a chain, as DER, PEM or
// PKCS #7. Machines get theirs under it when they are enrolled next.
func (d *Desk) SetCertificate(ctx context.Context, s *OfficeSeat, file []byte, why string) error {
	return d.because(ctx, s, "certificate-set", s.Kid.String(), why, func(e *editing) error {
		chain, err := certificate.Read(file, e.key.Public())
		if err == nil {
			_, err = certificate.Authority(chain[0], e.key.Public())
		}
		if err != nil || len(chain) > trust.MaxCertificates {
			return induction.Because(err, induction.Invalid, induction.CodeCertificate)
		}
		l := e.list()
		l.Entries = slices.Clone(l.Entries)
		i := slices.IndexFunc(l.Entries, func(x trust.Entry) bool { return x.Key == e.key.Public() })
		if i < 0 {
			return induction.Refuse(induction.NotFound, induction.CodeNoOwnKey)
		}
		l.Entries[i].Certificates = chain
		if err := e.put("", l); err != nil {
			return err
		}
		return e.putCard(e.key.Public(), chain, l.Entries[i].ValidFrom)
	})
}

// AddAdministrator lets another person open the organisation's key, with a passphrase
// of their own; the one who adds them gives theirs again.
func (d *Desk) AddAdministrator(ctx context.Context, s *OfficeSeat, passphrase, name, next string) error {
	name, ok := induction.CleanText(name, administratorLimit)
	if !ok {
		return induction.Refuse(induction.Invalid, induction.CodeOfficeName)
	}
	if err := newPassphrase(next); err != nil {
		return err
	}
	return d.changeKey(ctx, s, passphrase, Act{What: "administrator-added", Of: name}, func(p Place, there trust.Sealed) error {
		if slices.Contains(there.Holders, name) {
			return induction.Refuse(induction.Conflict, induction.CodeAdministratorKnown)
		}
		return d.Cabinet.AddHolder(p.KeyFolder, s.Kid, passphrase, name, next)
	})
}

// RemoveAdministrator takes another person off the organisation's key, and off those
// before it that lie in the same folder. A copy of the key file from before still
// opens for them: a new key shuts them out for good.
func (d *Desk) RemoveAdministrator(ctx context.Context, s *OfficeSeat, passphrase, name, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return d.changeKey(ctx, s, passphrase, Act{What: "administrator-removed", Of: name, Why: why}, func(p Place, there trust.Sealed) error {
		switch {
		case name == s.Holder:
			return induction.Refuse(induction.NotAllowed, induction.CodeLastAdministrator)
		case !slices.Contains(there.Holders, name):
			return induction.Refuse(induction.NotFound, induction.CodeNoAdministrator, name)
		}
		if err := d.removeFromOlder(p, s.Kid, name); err != nil {
			return err
		}
		return d.Cabinet.RemoveHolder(p.KeyFolder, s.Kid, name)
	})
}

// removeFromOlder takes a person off the organisation's other keys in the folder: one
// may be in force still. A key that they alone can open is left to them, and is to be
// taken back.
func (d *Desk) removeFromOlder(p Place, newest trust.Kid, name string) error {
	all, _ := d.Cabinet.List(p.KeyFolder) // a file that cannot be read opens for nobody
	for _, k := range all {
		kid := k.Key.Kid()
		if kid == newest || k.Issuer != p.Organisation.Issuer() || len(k.Holders) < 2 || !slices.Contains(k.Holders, name) {
			continue
		}
		if err := d.Cabinet.RemoveHolder(p.KeyFolder, kid, name); err != nil {
			return err
		}
	}
	return nil
}

// ChangeOfficePassphrase gives the administrator another passphrase.
func (d *Desk) ChangeOfficePassphrase(ctx context.Context, s *OfficeSeat, old, next string) error {
	if err := newPassphrase(next); err != nil {
		return err
	}
	return d.changeKey(ctx, s, old, Act{What: "passphrase-changed", Of: s.Holder}, func(p Place, _ trust.Sealed) error {
		return d.Cabinet.ChangePassphrase(p.KeyFolder, s.Kid, s.Holder, old, next)
	})
}

// changeKey changes who can open the organisation's key, with the passphrase of who
// does it.
func (d *Desk) changeKey(ctx context.Context, s *OfficeSeat, passphrase string, a Act, do func(Place, trust.Sealed) error) error {
	d.work.Lock()
	defer d.work.Unlock()
	if _, err := d.inOffice(s); err != nil {
		return err
	}
	p, err := d.officePlace(ctx)
	if err != nil {
		return err
	}
	there, err := d.Cabinet.List(p.KeyFolder)
	i := slices.IndexFunc(there, func(x trust.Sealed) bool { return x.Key.Kid() == s.Kid })
	if i < 0 {
		return induction.Because(err, induction.Unavailable, induction.CodeKeyAway)
	}
	key, err := d.tryOffice(ctx, s.Holder, passphrase, func() (trust.OrganisationKey, error) {
		return d.Cabinet.Open(p.KeyFolder, s.Kid, s.Holder, passphrase)
	})
	if err != nil {
		return err
	}
	key.Close()
	if err := do(p, there[i]); err != nil {
		return cabinetRefusal(err)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	a.By, a.At = s.Holder, at
	return d.Store.Note(ctx, a)
}

// administratorLimit is the longest administrator's name in bytes.
const administratorLimit = 60
