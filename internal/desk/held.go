package desk

import (
	"context"
	"errors"
	"slices"

	"muster/internal/induction"
	"muster/internal/trust"
)

// held is whose word counts here, read once and kept until something of it changes:
// a check asks for it thousands of times a batch.
type held struct {
	place Place // zero before the first start
	book  *trust.Book
	// mine is this machine's own request to be enrolled; empty where there is none.
	mine  Statement
	list  trust.List
	found bool // there is a list at all

	programmes []induction.Programme // as the organisation signed them
	excluded   []induction.Exclusion

	staffSigned bool
	staff       []StaffMember
}

// holding is what counts here now. Only one copy of the program has the store open,
// so that nothing changes it but the acts that call forget.
func (d *Desk) holding(ctx context.Context) (*held, error) {
	d.knows.Lock()
	defer d.knows.Unlock()
	if d.known != nil {
		return d.known, nil
	}
	place, err := d.Store.Place(ctx)
	if err != nil && !errors.Is(err, ErrNone) {
		return nil, err
	}
	h, err := d.openHeld(ctx, place)
	if err != nil {
		return nil, err
	}
	d.known = h
	return h, nil
}

// openHeld reads what is kept as the organisation of a place judges it.
func (d *Desk) openHeld(ctx context.Context, place Place) (*held, error) {
	all, err := d.Store.Statements(ctx)
	if err != nil {
		return nil, err
	}
	h := &held{place: place}
	var kept [][]byte
	for _, s := range all {
		if s.Kind == string(trust.KindRequest) { // spoken to the organisation, not by it
			if s.Issuer == place.Organisation.Issuer() && s.Subject == place.Device {
				h.mine = s
			}
			continue
		}
		kept = append(kept, s.Bytes)
	}
	own, err := h.own()
	if err != nil {
		return nil, err
	}
	h.book, _ = trust.OpenBook(own, kept)
	h.list = h.book.List()
	h.found = len(h.list.Organisations) > 0
	if !h.found && place.Organisation.Demo() {
		if h.list, h.found, err = d.unsignedList(ctx); err != nil {
			return nil, err
		}
	}
	h.readRules()
	return h, nil
}

// own is what this machine knows of itself and of its organisation.
func (h *held) own() (trust.Own, error) {
	if h.place.Organisation.ODS == "" {
		return trust.Own{}, nil
	}
	own := trust.Own{Issuer: h.place.Organisation.Issuer(), Name: h.place.Organisation.Name, Device: h.place.Device}
	for _, b := range h.place.Anchors {
		k, err := trust.ParseKey(b)
		if err != nil {
			return own, induction.Because(err, induction.Unavailable, induction.CodeStoreDamaged)
		}
		own.Anchors = append(own.Anchors, k)
	}
	own.Keys = h.keys()
	return own, nil
}

// keys are this machine's passport keys: the one that is enrolled, and the one that
// it last asked to be enrolled with.
func (h *held) keys() []trust.Key {
	var out []trust.Key
	if w, err := trust.ParseDelegation(h.place.Delegation); err == nil {
		out = append(out, w.Key)
	}
	if st, err := trust.ParseStatement(h.mine.Bytes); err == nil {
		if _, k, err := st.OfItself(); err == nil && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// readRules takes the requirements and the staff out of the book.
func (h *held) readRules() {
	if r, head, ok := h.book.Requirements(); ok {
		for _, x := range r.Exclusions {
			h.excluded = append(h.excluded, induction.Exclusion{Issuer: x.Issuer, Reason: x.Reason})
		}
		for _, p := range r.Programmes {
			h.programmes = append(h.programmes, programmeSigned(p, head.Serial, h.excluded))
		}
	}
	s, _, signed := h.book.Staff()
	h.staffSigned = signed
	for _, m := range s.Members {
		h.staff = append(h.staff, StaffMember{induction.Number(m.Number), m.Name, m.Assessor})
	}
}

// forget makes the next look read anew. It waits for a look that has begun, so that
// nothing read before a change is kept after it.
func (d *Desk) forget() {
	d.knows.Lock()
	defer d.knows.Unlock()
	d.known = nil
}

// onStaff is a trainer as the organisation names them, and whether it does; where it
// has signed no list of staff, everybody is.
func (h *held) onStaff(t induction.Trainer) (induction.Trainer, bool) {
	if !h.staffSigned {
		return t, true
	}
	i := slices.IndexFunc(h.staff, func(m StaffMember) bool { return m.Number == t.Number })
	if i < 0 {
		return t, false
	}
	t.Name, t.Assessor = h.staff[i].Name, h.staff[i].Assessor
	return t, true
}

// asListed is a member of staff under the name and with the right that the
// organisation's list gives them.
func (h *held) asListed(m StaffMember) (StaffMember, error) {
	t, ok := h.onStaff(induction.Trainer{Number: m.Number, Name: m.Name, Assessor: m.Assessor})
	if !ok {
		return m, induction.Refuse(induction.NotAllowed, induction.CodeNotOnStaff)
	}
	return StaffMember{t.Number, t.Name, t.Assessor}, nil
}

// Programmes lists what a session can be opened for: the content packs' programmes
// in the catalogue's order, each with the organisation's signed requirements over
// it, then those that only the organisation has.
func (d *Desk) Programmes() []induction.Programme {
	h, err := d.holding(context.Background())
	if err != nil {
		return nil // the next act says what is wrong with the store
	}
	all := slices.Clone(d.Catalog.Programmes())
	for i, p := range all {
		all[i] = h.over(p)
	}
	for _, p := range h.programmes {
		if !slices.ContainsFunc(all, func(o induction.Programme) bool { return o.ID == p.ID }) {
			all = append(all, p)
		}
	}
	return all
}

// programmeOf finds one programme as Programmes has it.
func (d *Desk) programmeOf(id induction.ProgrammeID) (induction.Programme, bool) {
	h, err := d.holding(context.Background())
	if err != nil {
		return induction.Programme{}, false
	}
	if p, ok := d.Catalog.Programme(id); ok {
		return h.over(p), true
	}
	i := slices.IndexFunc(h.programmes, func(p induction.Programme) bool { return p.ID == id })
	if i < 0 {
		return induction.Programme{}, false
	}
	return h.programmes[i], true
}

// over lays the organisation's signed requirements over a pack's programme: what it
// asks for is theirs, and its own checklists stay.
func (h *held) over(p induction.Programme) induction.Programme {
	p.Excluded = h.excluded
	i := slices.IndexFunc(h.programmes, func(o induction.Programme) bool { return o.ID == p.ID })
	if i < 0 {
		return p
	}
	signed := h.programmes[i]
	signed.Pack = p.Pack
	// A site's own checklists come with its content packs, which the administrator's
	// machine need not have.
	signed.Checklists = slices.Clone(p.Checklists)
	for _, id := range h.programmes[i].Checklists {
		if !slices.Contains(signed.Checklists, id) {
			signed.Checklists = append(signed.Checklists, id)
		}
	}
	return signed
}

// takesLearners refuses the administrator's machine, which teaches nobody and issues
// nothing.
func (d *Desk) takesLearners(ctx context.Context) error {
	h, err := d.holding(ctx)
	if err != nil {
		return err
	}
	return refuseIf(h.place.Administrator, induction.NotAllowed, induction.CodeOfficeMachine)
}
