package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

// NewKiosk is what the first start of a kiosk or a trainer's machine decides.
type NewKiosk struct {
	Organisation induction.Organisation // as typed; the answer brings the name as the organisation gives it
	Device       string                 // what this machine is called, 1–40 bytes
	Trainer      StaffMember            // the first one here
	Passphrase   string                 // the trainer's: seals this machine's passport key
	PIN          string
}

// Request is what this machine asks its organisation with.
type Request struct {
	Answer
	Device      string
	Fingerprint string // of this machine's key, to be compared with the administrator's screen
	Made        time.Time
}

// EnrolmentOffer is the organisation's answer as read, to be looked at before it is taken.
type EnrolmentOffer struct {
	Organisation induction.Organisation // as it calls itself
	Fingerprint  string                 // of the organisation's key, to be compared with the administrator
	Known        bool                   // the key is held here already: there is nothing to compare
	Device       string
	Until        time.Time
	Changes      []trust.Change // what the lists that come with it would change
	// ShutsOut are trainers here whom the list of staff that comes with it leaves out.
	ShutsOut  []induction.Trainer
	enrolment trust.Enrolment
	offer     trust.Offer
}

// SetUpKiosk makes this a kiosk or a trainer's machine of a real organisation: its
// first trainer and its passport key. It records all from now on, and issues once the
// organisation has answered the request that comes back. Killed in the middle it can
// be begun again.
func (d *Desk) SetUpKiosk(ctx context.Context, n NewKiosk) (Request, error) {
	d.work.Lock()
	defer d.work.Unlock()
	if err := d.checkKiosk(ctx, &n); err != nil {
		return Request{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Request{}, err
	}
	id, err := d.firstTrainer(ctx, n.Trainer, n.PIN, at)
	if err != nil {
		return Request{}, err
	}
	issuer := n.Organisation.Issuer()
	if _, err := d.Vault.MakeDevice(issuer, n.Device, string(id), n.Passphrase, at); err != nil {
		return Request{}, keyRefusal(err)
	}
	st, err := d.ask(n.Organisation, n.Device, string(id), n.Passphrase, at)
	if err != nil {
		return Request{}, err
	}
	defer d.forget()
	if err := d.Store.SetStatements(ctx, []Statement{st}, Act{What: "enrolment-asked", Of: n.Device, By: n.Trainer.Name, At: at}); err != nil {
		return Request{}, err
	}
	if err := d.Store.SetPlace(ctx, Place{Organisation: n.Organisation, Device: n.Device, MadeAt: at}, at); err != nil {
		return Request{}, err
	}
	if d.Placed != nil {
		d.Placed(n.Organisation)
	}
	return requested(st)
}

func (d *Desk) checkKiosk(ctx context.Context, n *NewKiosk) (err error) {
	if n.Organisation, err = d.newPlace(ctx, n.Organisation); err != nil {
		return err
	}
	if n.Device, err = d.CheckDevice(n.Device); err != nil {
		return err
	}
	first := NewTrainer{n.Trainer, n.Passphrase, n.PIN}
	err = first.check(d)
	n.Trainer = first.StaffMember
	return err
}

// deviceLimit is the longest device id in bytes, as a passport has it.
const deviceLimit = 40

// firstTrainer finds the trainer that a start which was cut short has made, and gives
// them this PIN, or makes them.
func (d *Desk) firstTrainer(ctx context.Context, m StaffMember, pin string, at time.Time) (induction.TrainerID, error) {
	hash, err := d.PINs.HashPIN(pin)
	if err != nil {
		return "", err
	}
	all, err := d.Store.Trainers(ctx)
	if err != nil {
		return "", err
	}
	t := induction.Trainer{ID: induction.TrainerID(d.NewID()), Number: m.Number, Name: m.Name, Assessor: m.Assessor}
	for _, o := range all {
		if o.Number == t.Number {
			t.ID = o.ID // one who was removed comes back under the id they had
		}
		if o.Removed {
			continue
		}
		same := t
		if same.ID = o.ID; same == o {
			return o.ID, d.Store.SetTrainerPIN(ctx, o.ID, hash, at)
		}
		// Typed otherwise in the try that was cut short: that one never was.
		if err := d.Store.RemoveTrainer(ctx, o.ID, Act{What: "trainer-removed", Of: o.Name, By: m.Name, At: at}); err != nil {
			return "", err
		}
	}
	return t.ID, d.Store.AddTrainer(ctx, t, hash, at)
}

// ask signs this machine's request with the key that is to be enrolled.
func (d *Desk) ask(o induction.Organisation, device, holder, passphrase string, at time.Time) (Statement, error) {
	key, err := d.Vault.Waiting(holder, passphrase)
	if err != nil {
		return Statement{}, keyRefusal(err)
	}
	defer key.Close()
	h := trust.Head{Issuer: o.Issuer(), Subject: device, Serial: 1, Issued: at.Unix()}
	st, err := trust.Sign(h, trust.Request{Key: key.Public(), Name: o.Name}, key)
	if err != nil {
		return Statement{}, induction.Because(err, induction.Internal, induction.CodeNotSigned)
	}
	return keep(st), nil
}

// requested is a request as it is handed over.
func requested(s Statement) (Request, error) {
	st, err := trust.ParseStatement(s.Bytes)
	if err != nil {
		return Request{}, induction.Because(err, induction.Unavailable, induction.CodeStoreDamaged)
	}
	_, key, err := st.OfItself()
	if err != nil {
		return Request{}, induction.Because(err, induction.Unavailable, induction.CodeStoreDamaged)
	}
	a, err := answer(s.Bytes, s.Bytes)
	return Request{Answer: a, Device: s.Subject, Fingerprint: key.Fingerprint(), Made: s.Issued}, err
}

// kiosk is what a machine that can be enrolled holds, or a refusal on any other.
func (d *Desk) kiosk(ctx context.Context) (*held, error) {
	h, err := d.holding(ctx)
	switch {
	case err != nil:
		return nil, err
	case h.place.Organisation.ODS == "":
		return nil, induction.Refuse(induction.NotReady, induction.CodeNotSetUp)
	case h.place.Administrator:
		return nil, induction.Refuse(induction.NotAllowed, induction.CodeOfficeMachine)
	case h.place.Organisation.Demo():
		return nil, induction.Refuse(induction.NotAllowed, induction.CodeODSDemo)
	}
	return h, nil
}

// EnrolmentRequest is this machine's newest request, again.
func (d *Desk) EnrolmentRequest(ctx context.Context) (Request, error) {
	h, err := d.kiosk(ctx)
	if err != nil {
		return Request{}, err
	}
	return requested(h.mine)
}

// RenewRequest asks anew with the same key, before the enrolment runs out.
func (d *Desk) RenewRequest(ctx context.Context, id induction.TrainerID, passphrase string) (Request, error) {
	h, err := d.kiosk(ctx)
	if err != nil {
		return Request{}, err
	}
	t, err := d.passphraseOf(ctx, id, passphrase)
	if err != nil {
		return Request{}, err
	}
	d.work.Lock()
	defer d.work.Unlock()
	at, _, err := d.now(ctx)
	if err != nil {
		return Request{}, err
	}
	st, err := d.ask(h.place.Organisation, h.place.Device, string(id), passphrase, at)
	if err != nil {
		return Request{}, err
	}
	defer d.forget()
	if err := d.Store.SetStatements(ctx, []Statement{st}, Act{What: "enrolment-asked", Of: h.place.Device, By: t.Name, At: at}); err != nil {
		return Request{}, err
	}
	return requested(st)
}

// ReadEnrolment reads the organisation's answer, from a file or a code. It changes
// nothing. The first answer's fingerprint is to be compared with the administrator:
// from then on all else is judged by that key.
func (d *Desk) ReadEnrolment(ctx context.Context, data []byte) (EnrolmentOffer, error) {
	h, err := d.kiosk(ctx)
	if err != nil {
		return EnrolmentOffer{}, err
	}
	st, err := h.answered(data)
	if err != nil {
		return EnrolmentOffer{}, err
	}
	body, signer, err := st.OfItself()
	if err != nil {
		return EnrolmentOffer{}, induction.Because(err, induction.Invalid, induction.CodeEnrolmentForged)
	}
	e := body.(trust.Enrolment)
	book := h.book
	if len(h.place.Anchors) == 0 {
		own := book.Own()
		own.Name, own.Anchors = e.Name, e.Anchors
		book, _ = trust.OpenBook(own, nil)
	}
	offer, err := book.Offer(data, d.Clock.Now().Unix())
	if err != nil {
		return EnrolmentOffer{}, induction.Because(err, induction.Invalid, induction.CodeEnrolmentForm)
	}
	if err := h.mayAdopt(st, e, offer); err != nil {
		return EnrolmentOffer{}, err
	}
	out, err := d.shutOut(ctx, book, offer)
	if err != nil {
		return EnrolmentOffer{}, err
	}
	return EnrolmentOffer{
		ShutsOut: out, Organisation: induction.Organisation{ODS: h.place.Organisation.ODS, Name: e.Name}, Fingerprint: signer.Fingerprint(),
		Known: len(h.place.Anchors) > 0, Device: st.Subject, Until: unix(e.Grant().Expires), Changes: offer.Changes, enrolment: e, offer: offer,
	}, nil
}

// answered finds the answer that is meant for this machine. Of a bundle with answers
// for many it is the newest for this one; where there is none for this one, the
// refusal says whom another is for.
func (h *held) answered(data []byte) (trust.Statement, error) {
	all, err := trust.ReadBundle(data)
	if err != nil {
		return trust.Statement{}, induction.Because(err, induction.Invalid, induction.CodeEnrolmentForm)
	}
	var mine, other trust.Statement
	for _, b := range all {
		st, err := trust.ParseStatement(b)
		switch {
		case err != nil || st.Kind != trust.KindEnrolment:
		case st.Issuer != h.place.Organisation.Issuer() || st.Subject != h.place.Device:
			other = st
		case mine.Kind == "" || st.Serial > mine.Serial:
			mine = st
		}
	}
	switch {
	case mine.Kind != "":
		return mine, nil
	case other.Kind == "":
		return mine, induction.Refuse(induction.Invalid, induction.CodeEnrolmentForm)
	case other.Issuer != h.place.Organisation.Issuer():
		return mine, induction.Refuse(induction.Invalid, induction.CodeEnrolmentOrganisation, strings.TrimPrefix(other.Issuer, "ods:"))
	}
	return mine, induction.Refuse(induction.Invalid, induction.CodeEnrolmentDevice, other.Subject)
}

// mayAdopt refuses an answer that is for another key, has run out, is older than the
// one held, or is not by a key of this organisation. The one that is held may be taken
// once more: a start that was cut short is mended so.
func (h *held) mayAdopt(st trust.Statement, e trust.Enrolment, o trust.Offer) error {
	for _, r := range o.Older {
		if r.Kind == trust.KindEnrolment && r.Subject == st.Subject {
			return induction.Refuse(induction.Conflict, induction.CodeEnrolmentOlder)
		}
	}
	for _, r := range o.Refused {
		if r.Kind == trust.KindEnrolment && r.Subject == st.Subject && r.Serial == st.Serial {
			return enrolmentRefusal(r.Reason, e)
		}
	}
	if !slices.Contains(h.keys(), e.Grant().Key) {
		return induction.Refuse(induction.Invalid, induction.CodeEnrolmentKey)
	}
	return nil
}

func enrolmentRefusal(r trust.Reason, e trust.Enrolment) error {
	switch r {
	case trust.OtherKey:
		return induction.Refuse(induction.Invalid, induction.CodeEnrolmentKey)
	case trust.EnrolmentExpired:
		return induction.Refuse(induction.Invalid, induction.CodeEnrolmentOver, unix(e.Grant().Expires))
	case trust.Backwards, trust.SameSerial:
		return induction.Refuse(induction.Conflict, induction.CodeEnrolmentOlder)
	case trust.UnknownSigner, trust.SignerRevoked, trust.SignerEnded:
		return induction.Refuse(induction.Invalid, induction.CodeEnrolmentSigner)
	case trust.NotYetSigned:
		return induction.Refuse(induction.NotReady, induction.CodeEnrolmentNotYet)
	}
	return induction.Refuse(induction.Invalid, induction.CodeEnrolmentForged)
}

// TakeEnrolment takes the organisation's answer, with a trainer's passphrase. That
// compared is true says that the fingerprint was compared with the administrator; it
// is asked where the organisation's key was not known before.
func (d *Desk) TakeEnrolment(ctx context.Context, id induction.TrainerID, passphrase string, o EnrolmentOffer, compared bool) error {
	if !o.Known && !compared {
		return induction.Refuse(induction.NotReady, induction.CodeCompareFirst)
	}
	t, err := d.passphraseOf(ctx, id, passphrase)
	if err != nil {
		return err
	}
	d.work.Lock()
	defer d.work.Unlock()
	h, err := d.kiosk(ctx)
	if err != nil {
		return err
	}
	if o.Known != (len(h.place.Anchors) > 0) || !slices.Contains(h.keys(), o.enrolment.Grant().Key) {
		return induction.Refuse(induction.Conflict, induction.CodeBundleChanged)
	}
	if _, _, err := h.book.Take(o.offer); o.Known && err != nil { // read before what is held now
		return induction.Because(err, induction.Conflict, induction.CodeBundleChanged)
	}
	if err := d.somebodyLeft(ctx, o.ShutsOut); err != nil {
		return err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	act := Act{What: "enrolment-taken", Of: h.place.Device, By: t.Name, At: at}
	defer d.forget()
	if err := d.adopt(ctx, h.place, o.enrolment, act); err != nil {
		return err
	}
	return d.takeWith(ctx, o, act)
}

// takeWith keeps the answer and the lists that came with it; d.work is held. What was
// offered is judged once more by what is held now.
func (d *Desk) takeWith(ctx context.Context, o EnrolmentOffer, a Act) error {
	d.forget()
	h, err := d.holding(ctx)
	if err != nil {
		return err
	}
	var all [][]byte
	for _, st := range o.offer.Taken {
		all = append(all, st.Bytes())
	}
	file, err := trust.EncodeBundle(all)
	if err != nil {
		return bundleRefusal(err)
	}
	offer, err := h.book.Offer(file, d.Clock.Now().Unix())
	if err != nil {
		return bundleRefusal(err)
	}
	if offer.NothingNew() {
		return nil
	}
	if err := d.Store.SetStatements(ctx, kept(offer.Taken), a); err != nil {
		return err
	}
	d.voidShutOut(ctx)
	return nil
}

// adopt makes the organisation's word on this device the one in force: first on the
// key, then on record. Cut short between the two it can be taken again. The
// organisation's keys come from the first answer alone, whose fingerprint was
// compared: after it a key is known by the one before it, or whoever stole an old
// key could plant another for good.
func (d *Desk) adopt(ctx context.Context, p Place, e trust.Enrolment, a Act) error {
	if err := d.Vault.SetDelegation(e.Delegation); err != nil {
		return keyRefusal(err)
	}
	// An open key signs under the word it was opened with: the passphrase is asked again.
	d.mu.Lock()
	d.dropKey()
	d.mu.Unlock()
	set := Enrolment{
		Organisation: induction.Organisation{ODS: p.Organisation.ODS, Name: e.Name},
		Delegation:   e.Delegation, Certificates: e.Certificates, Anchors: p.Anchors,
	}
	if len(p.Anchors) == 0 {
		for _, k := range e.Anchors {
			set.Anchors = append(set.Anchors, k.COSE())
		}
	}
	return d.Store.SetEnrolment(ctx, set, a)
}

// mayIssue refuses a machine that may not issue passports at a time, and says why.
func (h *held) mayIssue(at time.Time) error {
	refused := func(r induction.Reason) error { return induction.Refuse(induction.NotReady, r) }
	if h.place.Administrator {
		return induction.Refuse(induction.NotAllowed, induction.CodeOfficeMachine)
	}
	w, err := trust.ParseDelegation(h.place.Delegation)
	switch {
	case len(h.place.Delegation) == 0:
		return refused(induction.CodeNotEnrolled)
	case err != nil, !w.Covers(at.Unix()):
		return refused(induction.CodeEnrolmentEnded)
	}
	switch h.list.Revokes(trust.Device{Issuer: w.Issuer, ID: w.Device}, w.Kid, trust.PassportID{}) {
	case trust.KeyRevoked:
		return refused(induction.CodeKeyRevoked)
	case trust.DeviceRevoked:
		return refused(induction.CodeDeviceRevoked)
	}
	counts := func(o trust.Organisation) bool {
		return o.Issuer == w.Issuer && o.Covers(at.Unix()) && w.SignedBy(o.Key)
	}
	if h.found && !slices.ContainsFunc(h.list.ByKid(w.Kid), counts) {
		return refused(induction.CodeKeyRetired)
	}
	return nil
}
