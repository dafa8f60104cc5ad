package desk

import (
	"context"
	"slices"
	"time"

	"muster/internal/certificate"
	"muster/internal/induction"
	"muster/internal/trust"
)

// LongestEnrolment is how many days a machine can be enrolled for at most.
const LongestEnrolment = trust.MaxDelegation / 86_400

// ReadRequest reads a machine's request to be enrolled, from a file or a code.
func (d *Desk) ReadRequest(ctx context.Context, s *OfficeSeat, data []byte) (RequestOffer, error) {
	if _, err := d.inOffice(s); err != nil {
		return RequestOffer{}, err
	}
	h, err := d.holding(ctx)
	if err != nil {
		return RequestOffer{}, err
	}
	st, says, err := h.request(data)
	if err != nil {
		return RequestOffer{}, err
	}
	o := RequestOffer{Device: st.Subject, Fingerprint: says.Key.Fingerprint(), Made: unix(st.Issued), data: st.Bytes()}
	if have, _, ok := h.book.Enrolment(st.Subject); ok {
		o.Renewal = have.Grant().Key == says.Key
		o.Replaces = !o.Renewal
	}
	return o, nil
}

// request reads a request that the machine's own key has signed, for this
// organisation, and for a device that it has not revoked.
func (h *held) request(data []byte) (trust.Statement, trust.Request, error) {
	refused := func(err error) (trust.Statement, trust.Request, error) {
		return trust.Statement{}, trust.Request{}, err
	}
	st, err := only(data, trust.KindRequest)
	if err != nil {
		return refused(induction.Because(err, induction.Invalid, induction.CodeRequestForm))
	}
	says, _, err := st.OfItself()
	if err != nil {
		return refused(induction.Because(err, induction.Invalid, induction.CodeRequestForm))
	}
	q := says.(trust.Request)
	switch {
	case st.Issuer != h.place.Organisation.Issuer():
		return refused(induction.Refuse(induction.Invalid, induction.CodeRequestOther, st.Issuer))
	case h.revokesDevice(st.Subject), h.revokesKey(q.Key):
		return refused(induction.Refuse(induction.Conflict, induction.CodeDeviceGone, st.Subject))
	case h.list.HasKid(q.Key.Kid(), st.Issuer):
		return refused(induction.Refuse(induction.Invalid, induction.CodeRequestForm))
	}
	return st, q, nil
}

// revokesDevice reports whether the organisation has revoked a device of its own.
func (h *held) revokesDevice(id string) bool {
	r, _, _ := h.book.OwnRevocations()
	return slices.ContainsFunc(r.Devices, func(d trust.RevokedDevice) bool { return d.ID == id })
}

// Enrol answers a machine's request: it may issue passports for so many days. The
// file holds the organisation's lists besides; a code holds the answer alone.
func (d *Desk) Enrol(ctx context.Context, s *OfficeSeat, o RequestOffer, days int) (Answer, error) {
	if days < 1 || days > LongestEnrolment {
		return Answer{}, induction.Refuse(induction.Invalid, induction.CodeDays, LongestEnrolment)
	}
	var out Answer
	err := d.edit(ctx, s, Act{What: "device-enrolled", Of: o.Device}, func(e *editing) error {
		st, says, err := e.request(o.data)
		if err != nil {
			return err
		}
		body, err := e.enrolment(st.Subject, says.Key, time.Duration(days)*24*time.Hour)
		if err != nil {
			return err
		}
		if err := e.put(st.Subject, body); err != nil {
			return err
		}
		out, err = e.enrolmentFile(e.out[0].Bytes)
		return err
	})
	return out, err
}

// enrolment is the organisation's word on a device's key, by the key that is open.
func (e *editing) enrolment(device string, key trust.Key, life time.Duration) (trust.Enrolment, error) {
	issuer, name := e.place.Organisation.Issuer(), e.place.Organisation.Name
	entry := e.signingEntry()
	from := max(e.at.Add(-clockSlack).Unix(), entry.ValidFrom)
	to := min(e.at.Add(life).Unix(), entry.ValidTo, from+trust.MaxDelegation)
	word, err := trust.Delegate(trust.Grant{Issuer: issuer, Device: device, NotBefore: from, Expires: to, Key: key}, e.key)
	if err != nil {
		return trust.Enrolment{}, err
	}
	out := trust.Enrolment{Name: name, Delegation: word, Anchors: e.anchors()}
	if len(entry.Certificates) > 0 {
		leaf, err := certificate.Device(entry.Certificates[0], e.key, device, key, unix(from), unix(to))
		if err != nil {
			return out, err
		}
		out.Certificates = append([][]byte{leaf}, entry.Certificates[:min(len(entry.Certificates), trust.MaxCertificates-1)]...)
	}
	return out, nil
}

// signingEntry is the own list's entry for the key that is open.
func (e *editing) signingEntry() trust.Entry {
	l := e.list()
	i := slices.IndexFunc(l.Entries, func(x trust.Entry) bool { return x.Key == e.key.Public() })
	if i < 0 {
		return trust.Entry{Organisation: trust.Organisation{Key: e.key.Public(), ValidTo: trust.Forever}}
	}
	return l.Entries[i]
}

// anchors are the own keys that count, the newest last.
func (e *editing) anchors() []trust.Key {
	var out []trust.Key
	for _, k := range e.book.OwnKeys() {
		if !k.Revoked {
			out = append(out, k.Key)
		}
	}
	if n := len(out) - trust.MaxAnchors; n > 0 {
		out = out[n:]
	}
	return out
}

// enrolmentFile is the answer with everything that the machine needs besides.
func (e *editing) enrolmentFile(enrolment []byte) (Answer, error) {
	file := [][]byte{enrolment}
	for _, st := range e.book.Statements() {
		if st.Kind != trust.KindEnrolment && st.Kind != trust.KindCard {
			file = append(file, st.Bytes())
		}
	}
	return answer(enrolment, file...)
}

// revokesKey reports whether a key is that of a device which the organisation has
// revoked, whatever the device is called now.
func (h *held) revokesKey(key trust.Key) bool {
	for device, e := range h.book.Enrolments() {
		if e.Grant().Key == key && h.revokesDevice(device) {
			return true
		}
	}
	return false
}

// RevokeDevice takes a machine's enrolment back: none of its passports counts, since
// who stole its key can date them as they like, but for those that are spared.
func (d *Desk) RevokeDevice(ctx context.Context, s *OfficeSeat, device string, spared []induction.PassportID, why string) error {
	return d.because(ctx, s, "device-revoked", device, why, func(e *editing) error {
		if _, _, ok := e.book.Enrolment(device); !ok && !e.revokesDevice(device) {
			return induction.Refuse(induction.NotFound, induction.CodeNoDevice)
		}
		gone := trust.RevokedDevice{ID: device}
		for _, p := range spared {
			id, err := passportID(p)
			if err != nil {
				return err
			}
			gone.Spared = append(gone.Spared, id)
		}
		r := e.revocations()
		r.Devices = slices.DeleteFunc(slices.Clone(r.Devices), func(o trust.RevokedDevice) bool { return o.ID == device })
		r.Devices = append(r.Devices, gone)
		return e.put("", r.Sorted())
	})
}

// RevokePassport takes one passport back.
func (d *Desk) RevokePassport(ctx context.Context, s *OfficeSeat, p induction.PassportID, why string) error {
	return d.because(ctx, s, "passport-revoked", string(p), why, func(e *editing) error {
		id, err := passportID(p)
		if err != nil {
			return err
		}
		r := e.revocations()
		if slices.Contains(r.Passports, id) {
			return induction.Refuse(induction.Conflict, induction.CodeRevokedAlready)
		}
		r.Passports = append(slices.Clone(r.Passports), id)
		return e.put("", r.Sorted())
	})
}

func passportID(p induction.PassportID) (id trust.PassportID, err error) {
	if err = id.UnmarshalText([]byte(p)); err != nil {
		err = induction.Because(err, induction.Invalid, induction.CodeNumberPassport)
	}
	return id, err
}
