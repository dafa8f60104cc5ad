package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// ReadCard reads another organisation's public key file, from a file or a code. It
// trusts nothing: the fingerprint is to be compared by phone first.
func (d *Desk) ReadCard(ctx context.Context, data []byte) (Card, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return Card{}, err
	}
	st, says, err := readCard(data)
	if err != nil {
		return Card{}, err
	}
	if st.Issuer == h.place.Organisation.Issuer() {
		return Card{}, induction.Refuse(induction.Conflict, induction.CodeCardOwn)
	}
	c := Card{
		Organisation: induction.Organisation{ODS: strings.TrimPrefix(st.Issuer, "ods:"), Name: says.Name},
		Kid:          says.Key.Kid(), Fingerprint: says.Key.Fingerprint(), Made: unix(st.Issued), data: st.Bytes(),
	}
	c.Known = slices.ContainsFunc(h.book.Entries(), func(e trust.Named) bool { return e.Issuer == st.Issuer && e.Key == says.Key })
	return c, nil
}

// cardOffered is a card that came with a bundle.
func cardOffered(c trust.CardOffer) Card {
	return Card{
		Organisation: induction.Organisation{ODS: strings.TrimPrefix(c.Issuer, "ods:"), Name: c.Name},
		Kid:          c.Key.Kid(), Fingerprint: c.Key.Fingerprint(), Made: unix(c.Issued), Known: c.Known, Follows: c.Follows,
	}
}

// readCard finds the one card in what was handed over, signed by the key in it.
func readCard(data []byte) (trust.Statement, trust.Card, error) {
	refused := func(err error) (trust.Statement, trust.Card, error) {
		return trust.Statement{}, trust.Card{}, induction.Because(err, induction.Invalid, induction.CodeCardForm)
	}
	st, err := only(data, trust.KindCard)
	if err != nil {
		return refused(err)
	}
	says, _, err := st.OfItself()
	if err != nil {
		return refused(err)
	}
	return st, says.(trust.Card), nil
}

// only finds the one statement of a kind in what was handed over: a file, a bundle or
// a code's text. Where a bundle holds several, the newest is meant.
func only(data []byte, k trust.Kind) (trust.Statement, error) {
	var found trust.Statement
	all, err := trust.ReadBundle(data)
	if err != nil {
		return found, err
	}
	for _, b := range all {
		st, err := trust.ParseStatement(b)
		if err == nil && st.Kind == k && (found.Kind == "" || st.Issued > found.Issued) {
			found = st
		}
	}
	if found.Kind == "" {
		return found, trust.ErrKind
	}
	return found, nil
}

// AddOrganisation trusts another organisation's key, once somebody has compared its
// fingerprint by phone. Passports that it signed before from do not count; the zero
// time is the card's own.
func (d *Desk) AddOrganisation(ctx context.Context, s *OfficeSeat, c Card, compared bool, from time.Time, why string) error {
	return d.because(ctx, s, "organisation-added", c.Organisation.Name, why, func(e *editing) error {
		o, says, err := d.vouched(c, compared)
		if err != nil {
			return err
		}
		if !from.IsZero() {
			o.ValidFrom = from.Unix()
		}
		l := e.list()
		if slices.ContainsFunc(l.Entries, func(x trust.Entry) bool { return x.Issuer == o.Issuer && x.Key == o.Key }) {
			return induction.Refuse(induction.Conflict, induction.CodeKnownAlready)
		}
		l.Entries = append(slices.Clone(l.Entries), trust.Entry{Organisation: o, Certificates: says.Certificates})
		return e.put("", l)
	})
}

// vouched is an organisation as its card names it. A fingerprint that nobody
// compared adds nothing.
func (d *Desk) vouched(c Card, compared bool) (trust.Organisation, trust.Card, error) {
	if !compared {
		return trust.Organisation{}, trust.Card{}, induction.Refuse(induction.NotReady, induction.CodeCompareFirst)
	}
	st, says, err := readCard(c.data)
	if err != nil {
		return trust.Organisation{}, says, err
	}
	if st.Issuer == "ods:"+induction.DemoODS {
		return trust.Organisation{}, says, induction.Refuse(induction.Invalid, induction.CodeODSDemo)
	}
	return trust.Organisation{Issuer: st.Issuer, Name: says.Name, Key: says.Key, ValidFrom: st.Issued, ValidTo: trust.Forever}, says, nil
}

// EndOrganisation ends a key of another organisation: no new passports after at, or
// after now where that is zero; those from before still count.
func (d *Desk) EndOrganisation(ctx context.Context, s *OfficeSeat, issuer string, kid trust.Kid, at time.Time, why string) error {
	return d.because(ctx, s, "organisation-ended", issuer, why, func(e *editing) error {
		if issuer == e.place.Organisation.Issuer() {
			return induction.Refuse(induction.Invalid, induction.CodeNoOrganisation)
		}
		return e.endKey(issuer, kid, at, induction.CodeNoOrganisation)
	})
}

// endKey ends one key on the own list.
func (e *editing) endKey(issuer string, kid trust.Kid, at time.Time, missing induction.Reason) error {
	if at.IsZero() {
		at = e.at
	}
	l := e.list()
	l.Entries = slices.Clone(l.Entries)
	i := slices.IndexFunc(l.Entries, func(x trust.Entry) bool { return x.Issuer == issuer && x.Key.Kid() == kid })
	switch {
	case i < 0:
		return induction.Refuse(induction.NotFound, missing)
	case at.Unix() < l.Entries[i].ValidFrom:
		return induction.Refuse(induction.Invalid, induction.CodeDates)
	}
	l.Entries[i].ValidTo = at.Unix()
	return e.put("", l)
}

// AddKeeper accepts an organisation's own lists from now on, once its fingerprint was
// compared.
func (d *Desk) AddKeeper(ctx context.Context, s *OfficeSeat, c Card, compared bool, why string) error {
	return d.because(ctx, s, "keeper-added", c.Organisation.Name, why, func(e *editing) error {
		o, _, err := d.vouched(c, compared)
		if err != nil {
			return err
		}
		l := e.list()
		if slices.ContainsFunc(l.Keepers, func(k trust.Organisation) bool { return k.Issuer == o.Issuer && k.Key == o.Key }) {
			return induction.Refuse(induction.Conflict, induction.CodeKnownAlready)
		}
		l.Keepers = append(slices.Clone(l.Keepers), o)
		return e.put("", l)
	})
}

// RemoveKeeper accepts an organisation's lists no longer.
func (d *Desk) RemoveKeeper(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return d.because(ctx, s, "keeper-removed", issuer, why, func(e *editing) error {
		l := e.list()
		left := slices.DeleteFunc(slices.Clone(l.Keepers), func(k trust.Organisation) bool { return k.Issuer == issuer })
		if len(left) == len(l.Keepers) {
			return induction.Refuse(induction.NotFound, induction.CodeNoKeeper)
		}
		l.Keepers = left
		return e.put("", l)
	})
}
