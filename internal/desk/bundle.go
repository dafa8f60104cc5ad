package desk

import (
	"context"
	"errors"

	"muster/internal/induction"
	"muster/internal/trust"
)

// BundleOffer is what taking a bundle in would do here. Words for what would change
// are under bundle.change.<What>, for why something is not taken under
// bundle.refused.<Reason>.
type BundleOffer struct {
	Changes []trust.Change
	Refused []trust.Refused // what is not taken, and why
	Older   []trust.Refused // sound, and what is held is newer
	Aside   []trust.Refused // of no concern to this machine
	Held    int             // how many are held already
	Cards   []Card          // organisations' key files: nothing is trusted by them alone
	Ignored []trust.Ignored // what keepers' lists would say that would not count
	// ShutsOut are trainers here whom the new list of staff leaves out.
	ShutsOut []induction.Trainer
	offer    trust.Offer
}

// Empty reports whether the bundle would change nothing.
func (o BundleOffer) Empty() bool { return o.offer.NothingNew() }

// ReadBundle reads a bundle, a statement, or a code's text, and says what taking it
// in would change, what is refused and why. It changes nothing.
func (d *Desk) ReadBundle(ctx context.Context, data []byte) (BundleOffer, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return BundleOffer{}, err
	}
	if h.place.Organisation.ODS == "" {
		return BundleOffer{}, induction.Refuse(induction.NotReady, induction.CodeNotSetUp)
	}
	offer, err := h.book.Offer(data, d.Clock.Now().Unix())
	if err != nil {
		return BundleOffer{}, bundleRefusal(err)
	}
	o := BundleOffer{
		Changes: offer.Changes, Refused: offer.Refused, Older: offer.Older, Aside: offer.Aside,
		Held: offer.Held, Ignored: offer.Ignored, offer: offer,
	}
	for _, c := range offer.Cards {
		o.Cards = append(o.Cards, cardOffered(c))
	}
	o.ShutsOut, err = d.shutOut(ctx, h.book, offer)
	return o, err
}

func bundleRefusal(err error) error {
	if errors.Is(err, trust.ErrUnsigned) {
		return induction.Because(err, induction.Invalid, induction.CodeBundleUnsigned)
	}
	return induction.Because(err, induction.Invalid, induction.CodeBundleForm)
}

// shutOut are the trainers here whom a new list of staff leaves out.
func (d *Desk) shutOut(ctx context.Context, b *trust.Book, o trust.Offer) ([]induction.Trainer, error) {
	here, err := d.Trainers(ctx)
	if err != nil {
		return nil, err
	}
	book, _, err := b.Take(o)
	if err != nil {
		return nil, err
	}
	next := &held{book: book}
	next.readRules()
	var out []induction.Trainer
	for _, t := range here {
		if _, ok := next.onStaff(t); !ok {
			out = append(out, t)
		}
	}
	return out, nil
}

// TakeBundle takes in a bundle that was read before, with a trainer's passphrase.
// Nothing goes backwards. A list of staff that leaves nobody here who could open this
// machine is refused (staff-nobody).
func (d *Desk) TakeBundle(ctx context.Context, id induction.TrainerID, passphrase string, o BundleOffer) error {
	t, err := d.passphraseOf(ctx, id, passphrase)
	if err != nil {
		return err
	}
	d.work.Lock()
	defer d.work.Unlock()
	if err := d.somebodyLeft(ctx, o.ShutsOut); err != nil {
		return err
	}
	return d.take(ctx, o.offer, t.Name)
}

// somebodyLeft refuses a list of staff that would leave nobody here who can open this
// machine, not even to take in the list that mends it.
func (d *Desk) somebodyLeft(ctx context.Context, out []induction.Trainer) error {
	here, err := d.Trainers(ctx)
	if err != nil {
		return err
	}
	return refuseIf(len(out) >= len(here), induction.Conflict, induction.CodeStaffNobody)
}

// TakeBundleInOffice takes in a bundle on the administrator's machine.
func (d *Desk) TakeBundleInOffice(ctx context.Context, s *OfficeSeat, o BundleOffer) error {
	d.work.Lock()
	defer d.work.Unlock()
	if _, err := d.inOffice(s); err != nil {
		return err
	}
	return d.take(ctx, o.offer, s.Holder)
}

// take keeps what an offer brings; d.work is held. An answer for this machine in it
// renews its enrolment, and a signed time mends the clock's floor.
func (d *Desk) take(ctx context.Context, o trust.Offer, by string) error {
	h, err := d.holding(ctx)
	if err != nil {
		return err
	}
	book, taken, err := h.book.Take(o)
	switch {
	case err != nil:
		return induction.Because(err, induction.Conflict, induction.CodeBundleChanged)
	case len(taken) == 0:
		return induction.Refuse(induction.Conflict, induction.CodeBundleEmpty)
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return err
	}
	act := Act{What: "bundle-taken", By: by, At: at}
	defer d.forget()
	if err := d.adoptTaken(ctx, h.place, book, taken, act); err != nil {
		return err
	}
	if err := d.Store.SetStatements(ctx, kept(taken), act); err != nil {
		return err
	}
	d.voidShutOut(ctx)
	return d.mendBySigned(ctx, taken, book.Newest(), act)
}

func kept(all []trust.Statement) []Statement {
	var out []Statement
	for _, st := range all {
		out = append(out, keep(st))
	}
	return out
}

// adoptTaken takes over the organisation's word on this device where it is among
// what was taken.
func (d *Desk) adoptTaken(ctx context.Context, p Place, book *trust.Book, taken []trust.Statement, act Act) error {
	for _, st := range taken {
		if st.Kind != trust.KindEnrolment || p.Device == "" || st.Subject != p.Device {
			continue
		}
		if e, _, ok := book.Enrolment(p.Device); ok {
			return d.adopt(ctx, p, e, act)
		}
	}
	return nil
}

// voidShutOut ends the seats of trainers who may be here no longer, or not as they
// sat down: under another name, or as no assessor.
func (d *Desk) voidShutOut(ctx context.Context) {
	d.forget()
	d.mu.Lock()
	var seats []induction.Trainer
	for _, made := range d.trainers {
		seats = append(seats, made.Trainer)
	}
	d.mu.Unlock()
	for _, sat := range seats {
		if now, err := d.trainer(ctx, sat.ID); err != nil || now != sat {
			d.voidTrainer(sat.ID)
		}
	}
}

// Audience is for whom a bundle is put together.
type Audience = trust.Audience

// For whom a bundle can be.
const (
	ForOthers  = trust.ForOthers  // other organisations: the own card, and revocations
	ForKeeping = trust.ForKeeping // those who keep to the own list as a keeper's
	ForDevices = trust.ForDevices // the own organisation's machines: names of its staff besides
)

// ExportBundle puts what is held here together as one file, for a stick or a share.
func (d *Desk) ExportBundle(ctx context.Context, to Audience) ([]byte, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return nil, err
	}
	b, err := h.book.Export(to)
	if err != nil {
		return nil, induction.Because(err, induction.Invalid, induction.CodeBundleForm)
	}
	return b, nil
}
