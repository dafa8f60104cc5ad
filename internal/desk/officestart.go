package desk

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// newPlace refuses a machine that is set up, and an organisation that cannot be one.
func (d *Desk) newPlace(ctx context.Context, o induction.Organisation) (induction.Organisation, error) {
	switch _, err := d.Store.Place(ctx); {
	case err == nil:
		return o, induction.Refuse(induction.Conflict, induction.CodeSetUpAlready)
	case !errors.Is(err, ErrNone):
		return o, err
	}
	o.ODS = strings.ToUpper(strings.TrimSpace(o.ODS))
	switch {
	case !trust.IsIssuer(o.Issuer()):
		return o, induction.Refuse(induction.Invalid, induction.CodeODSForm)
	case o.Demo():
		return o, induction.Refuse(induction.Invalid, induction.CodeODSDemo)
	}
	var ok bool
	if o.Name, ok = induction.CleanText(o.Name, nameLimit); !ok {
		return o, induction.Refuse(induction.Invalid, induction.CodeOrganisation)
	}
	if bad := d.Unshowable(o.Name); len(bad) > 0 {
		return o, induction.Refuse(induction.Invalid, induction.CodeNameFont, string(bad))
	}
	return o, nil
}

// nameLimit is the longest name of an organisation in bytes, as a passport has it.
const nameLimit = 96

// SetUpAdministrator makes this the administrator's machine of a real organisation:
// its key, its certificate and card, its first trust list, which names itself, its
// revocations, which are none, and its requirements, as the content packs have them.
// Killed in the middle it can be begun again. A key of this organisation that is in
// the folder already goes on here, where the name and the passphrase open it, with
// the bundle of what it has signed.
func (d *Desk) SetUpAdministrator(ctx context.Context, n NewOffice) (*OfficeSeat, error) {
	d.work.Lock()
	defer d.work.Unlock()
	if err := d.checkOffice(ctx, &n); err != nil {
		return nil, err
	}
	at, behind, err := d.now(ctx)
	if err != nil {
		return nil, err
	}
	if behind {
		return nil, induction.Refuse(induction.NotReady, induction.CodeClockBehind, d.Clock.Now().UTC(), at)
	}
	if err := d.mayBegin(ctx, n, at); err != nil {
		return nil, err
	}
	key, err := d.firstKey(ctx, n.KeyFolder, n.Organisation.Issuer(), n.Name, n.Passphrase, at)
	if err != nil {
		return nil, err
	}
	p := Place{Organisation: n.Organisation, MadeAt: at, Administrator: true, KeyFolder: n.KeyFolder, Anchors: [][]byte{key.Public().COSE()}}
	e, err := d.founding(ctx, p, key, at)
	if err == nil {
		err = d.goOn(ctx, e, n.Bundle)
	}
	if err == nil {
		err = d.found(ctx, e, Act{What: "organisation-founded", Of: n.Organisation.Name, By: n.Name, At: at})
	}
	if err != nil {
		key.Close()
		return nil, err
	}
	return d.seatOffice(n.Name, key), nil
}

func (d *Desk) checkOffice(ctx context.Context, n *NewOffice) (err error) {
	if n.Organisation, err = d.newPlace(ctx, n.Organisation); err != nil {
		return err
	}
	var ok bool
	if n.Name, ok = induction.CleanText(n.Name, administratorLimit); !ok {
		return induction.Refuse(induction.Invalid, induction.CodeOfficeName)
	}
	if !filepath.IsAbs(n.KeyFolder) {
		return induction.Refuse(induction.Invalid, induction.CodeKeyFolder)
	}
	return newPassphrase(n.Passphrase)
}

// begun is the act that stands on record before the first key is made.
const begun = "organisation-begun"

// mayBegin tells a start that was cut short here from a key that comes from another
// machine: that one's organisation has signed lists before, and lists that began at
// one again would be older than theirs everywhere.
func (d *Desk) mayBegin(ctx context.Context, n NewOffice, at time.Time) error {
	there, _ := d.Cabinet.List(n.KeyFolder) // what is wrong with the folder is told when the key is made
	issuer := n.Organisation.Issuer()
	if !slices.ContainsFunc(there, func(s trust.Sealed) bool { return s.Issuer == issuer }) {
		return d.Store.Note(ctx, Act{What: begun, Of: issuer, By: n.Name, At: at})
	}
	acts, err := d.Store.Acts(ctx, ActsShown)
	if err != nil {
		return err
	}
	here := slices.ContainsFunc(acts, func(a Act) bool { return a.What == begun && a.Of == issuer })
	return refuseIf(!here && len(n.Bundle) == 0, induction.Conflict, induction.CodeBundleNeeded)
}

// firstKey makes the organisation's key, or takes over the newest one of it that is
// in the folder: left by a start that was cut short, or carried over from another
// machine on a stick.
func (d *Desk) firstKey(ctx context.Context, folder, issuer, holder, passphrase string, at time.Time) (trust.OrganisationKey, error) {
	there, err := d.Cabinet.List(folder)
	i := -1
	for j, s := range there {
		if s.Issuer == issuer {
			i = j
		}
	}
	if err != nil || i < 0 { // Make says what is wrong with the folder
		key, err := d.Cabinet.Make(folder, issuer, holder, passphrase, at)
		return key, cabinetRefusal(err)
	}
	if !slices.Contains(there[i].Holders, holder) {
		return nil, induction.Refuse(induction.Conflict, induction.CodeKeyOther)
	}
	key, err := d.tryOffice(ctx, holder, passphrase, func() (trust.OrganisationKey, error) {
		return d.Cabinet.Open(folder, there[i].Key.Kid(), holder, passphrase)
	})
	if errors.Is(err, trust.ErrPassphrase) {
		return nil, induction.Because(err, induction.Conflict, induction.CodeKeyOther)
	}
	return key, err
}

// founding opens what an organisation begins with: what an earlier try has left is
// counted on from.
func (d *Desk) founding(ctx context.Context, p Place, key trust.OrganisationKey, at time.Time) (*editing, error) {
	h, err := d.openHeld(ctx, p)
	if err != nil {
		return nil, err
	}
	return &editing{held: h, key: key, at: at}, nil
}

// goOn takes over what an organisation has signed on another machine, or signs what
// it begins with. What its earlier keys signed, such as the enrolments of machines
// that may be stolen one day, counts once its list has named them.
func (d *Desk) goOn(ctx context.Context, e *editing, bundle []byte) error {
	if len(bundle) == 0 {
		return e.first(d.Catalog.Programmes())
	}
	book, _, err := e.offered(bundle)
	if err != nil {
		return err
	}
	l, _, ok := book.OwnList()
	if !ok {
		return induction.Refuse(induction.Invalid, induction.CodeBundleOther)
	}
	e.place.Anchors = ownAnchors(l, e.place.Organisation.Issuer(), e.key.Public())
	if e.held, err = d.openHeld(ctx, e.place); err != nil {
		return err
	}
	_, taken, err := e.offered(bundle)
	e.out = kept(taken)
	return err
}

// offered is what comes of a bundle at a founding.
func (e *editing) offered(bundle []byte) (*trust.Book, []trust.Statement, error) {
	offer, err := e.book.Offer(bundle, e.at.Unix())
	if err != nil {
		return nil, nil, bundleRefusal(err)
	}
	book, taken, err := e.book.Take(offer)
	if err != nil {
		return nil, nil, bundleRefusal(err)
	}
	return book, taken, nil
}

// ownAnchors are an organisation's own keys as its list names them, the one that
// signs last.
func ownAnchors(l trust.SignedList, issuer string, signs trust.Key) [][]byte {
	own := slices.DeleteFunc(slices.Clone(l.Entries), func(x trust.Entry) bool { return x.Issuer != issuer || x.Key == signs })
	slices.SortStableFunc(own, func(a, b trust.Entry) int { return cmp.Compare(a.ValidFrom, b.ValidFrom) })
	var out [][]byte
	for _, x := range own {
		out = append(out, x.Key.COSE())
	}
	return append(out, signs.COSE())
}

// found keeps the first statements, then records the place: that is the step that
// makes this machine one.
func (d *Desk) found(ctx context.Context, e *editing, a Act) error {
	defer d.forget()
	if err := d.Store.SetStatements(ctx, e.out, a); err != nil {
		return err
	}
	if len(e.place.Delegation) > 0 {
		if err := d.Vault.SetDelegation(e.place.Delegation); err != nil {
			return keyRefusal(err)
		}
	}
	if err := d.Store.SetPlace(ctx, e.place, a.At); err != nil {
		return err
	}
	if d.Placed != nil {
		d.Placed(e.place.Organisation)
	}
	return nil
}

// first signs what an organisation begins with: its list, its revocations, its
// requirements, its card. A demonstration has no requirements
// of its own: its packs' count.
func (e *editing) first(packs []induction.Programme) error {
	self, err := e.selfCertificate(e.key)
	if err != nil {
		return err
	}
	from := e.at.Add(-clockSlack).Unix()
	l := trust.SignedList{Entries: []trust.Entry{{Certificates: self, Organisation: trust.Organisation{
		Issuer: e.place.Organisation.Issuer(), Name: e.place.Organisation.Name, Key: e.key.Public(), ValidFrom: from, ValidTo: trust.Forever,
	}}}}
	if err := e.put("", l); err != nil {
		return err
	}
	if err := e.put("", trust.SignedRevocations{}); err != nil {
		return err
	}
	if !e.place.Organisation.Demo() {
		if err := e.put("", e.requirements(packs)); err != nil {
			return err
		}
	}
	return e.putCard(e.key.Public(), self, from)
}
