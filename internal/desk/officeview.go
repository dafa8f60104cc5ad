package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"muster/internal/certificate"
	"muster/internal/induction"
	"muster/internal/trust"
)

// KeyState is what one of the organisation's own keys is good for.
type KeyState struct {
	Kid         trust.Kid
	Fingerprint string
	Status      trust.Status
	From        time.Time
	Until       time.Time // no new passports after it; zero where open
	Current     bool      // signs what is signed now
	Sealed      bool      // its sealed file is in the key folder
	Holders     []string  // who can open it
	OwnPKI      bool      // its certificate is by another authority than itself
}

// EnrolledDevice is a machine that the organisation has enrolled.
type EnrolledDevice struct {
	ID          string
	Fingerprint string // of its passport key
	From, Until time.Time
	Over        bool // the enrolment has run out
	Revoked     bool
	// Spared are its passports that still count although it is revoked.
	Spared []induction.PassportID
}

// Keeper is an organisation whose own lists are accepted here.
type Keeper struct {
	Issuer, Name  string
	Fingerprints  []string
	Organisations int             // that its list adds here
	Ignored       []trust.Ignored // what its list says that does not count
	List          ListAge
}

// StaffMember is a trainer or assessor whom the organisation names.
type StaffMember struct {
	Number   induction.Number
	Name     string
	Assessor bool
}

// ListAge is how old one signed list is.
type ListAge struct {
	Kind       trust.Kind // a trust list or revocations
	Issuer     string     // "ods:" and the ODS code
	Name       string     // the issuer's
	Serial     int64
	Issued     time.Time
	NextUpdate time.Time
	Stale      bool // past it
	Missing    bool // never taken in
}

// Revoked is what one organisation says counts no longer of its own.
type Revoked struct {
	Passports []induction.PassportID
	Devices   []string
	Keys      []trust.Kid
}

// Office is all that the administrator's page shows.
type Office struct {
	Organisation  induction.Organisation
	Holder        string // whose seat it is
	KeyFolder     string
	KeyThere      bool // the folder, or the stick, can be read
	Keys          []KeyState
	Devices       []EnrolledDevice // by id
	Organisations []Trusted        // the others' keys on the organisation's own list
	Keepers       []Keeper
	Revoked       Revoked
	Staff         []StaffMember
	StaffSigned   bool // a list of staff is in force
	Programmes    []induction.Programme
	Requirements  int64 // the serial of the signed requirements; 0 where the packs' own count
	Excluded      []induction.Exclusion
	Lists         []ListAge
	Acts          []Act // the newest first, at most ActsShown
}

// ActsShown is how many acts a page shows at most.
const ActsShown = 200

// Office shows what the organisation has signed and what it rests on.
func (d *Desk) Office(ctx context.Context, s *OfficeSeat) (Office, error) {
	if _, err := d.inOffice(s); err != nil {
		return Office{}, err
	}
	o, err := d.officeView(ctx, s.Kid)
	o.Holder = s.Holder
	return o, err
}

// LookAtOffice is Office without a seat, for the command line: it shows nothing that
// an account which can read the records could not.
func (d *Desk) LookAtOffice(ctx context.Context) (Office, error) {
	p, err := d.officePlace(ctx)
	if err != nil {
		return Office{}, err
	}
	sealed, err := d.signing(ctx, p)
	if err != nil && induction.ReasonOf(err) != induction.CodeKeyAway && induction.ReasonOf(err) != induction.CodeKeyFolder {
		return Office{}, err
	}
	return d.officeView(ctx, sealed.Key.Kid())
}

// officeView is the office as it stands while one key signs.
func (d *Desk) officeView(ctx context.Context, signs trust.Kid) (Office, error) {
	h, err := d.holding(ctx)
	if err != nil {
		return Office{}, err
	}
	at, _, err := d.now(ctx)
	if err != nil {
		return Office{}, err
	}
	o := Office{
		Organisation: h.place.Organisation, KeyFolder: h.place.KeyFolder,
		Devices: h.devices(at), Keepers: h.keepers(at), Revoked: h.revoked(), Lists: h.ages(at),
		Staff: h.staff, StaffSigned: h.staffSigned, Programmes: d.Programmes(), Excluded: h.excluded,
	}
	there, err := d.Cabinet.List(h.place.KeyFolder)
	o.KeyThere = err == nil || len(there) > 0
	o.Keys = h.ownKeys(at, there, signs)
	for _, e := range h.book.Entries() {
		if e.Issuer != h.place.Organisation.Issuer() && e.From == h.place.Organisation.Issuer() {
			o.Organisations = append(o.Organisations, trusted(h.list, []trust.Organisation{e.Organisation}, at)...)
		}
	}
	_, head, _ := h.book.Requirements()
	o.Requirements = head.Serial
	o.Acts, err = d.Store.Acts(ctx, ActsShown)
	return o, err
}

func (h *held) ownKeys(at time.Time, there []trust.Sealed, current trust.Kid) []KeyState {
	var out []KeyState
	for _, k := range h.book.OwnKeys() {
		s := KeyState{
			Kid: k.Key.Kid(), Fingerprint: k.Key.Fingerprint(), From: unix(k.From), Current: k.Key.Kid() == current,
			Status: h.list.StatusOf(trust.Organisation{Issuer: h.place.Organisation.Issuer(), Key: k.Key, ValidFrom: k.From, ValidTo: k.To}, at.Unix()),
		}
		if k.To < trust.Forever {
			s.Until = unix(k.To)
		}
		if i := slices.IndexFunc(there, func(t trust.Sealed) bool { return t.Key == k.Key }); i >= 0 {
			s.Sealed, s.Holders = true, there[i].Holders
		}
		s.OwnPKI = h.certifiedByOther(k.Key)
		out = append(out, s)
	}
	return out
}

// certifiedByOther reports whether a key's certificate is by another authority.
func (h *held) certifiedByOther(k trust.Key) bool {
	for _, e := range h.book.Entries() {
		if e.Key == k && len(e.Certificates) > 0 {
			facts, err := certificate.Describe(e.Certificates[0])
			return err == nil && !facts.SelfSigned
		}
	}
	return false
}

func (h *held) devices(at time.Time) []EnrolledDevice {
	r, _, _ := h.book.OwnRevocations()
	var out []EnrolledDevice
	for id, e := range h.book.Enrolments() {
		g := e.Grant()
		v := EnrolledDevice{ID: id, Fingerprint: g.Key.Fingerprint(), From: unix(g.NotBefore), Until: unix(g.Expires), Over: at.Unix() > g.Expires}
		if i := slices.IndexFunc(r.Devices, func(d trust.RevokedDevice) bool { return d.ID == id }); i >= 0 {
			v.Revoked, v.Spared = true, passportIDs(r.Devices[i].Spared)
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b EnrolledDevice) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (h *held) keepers(at time.Time) []Keeper {
	var out []Keeper
	for _, k := range h.book.Keepers() {
		i := slices.IndexFunc(out, func(o Keeper) bool { return o.Issuer == k.Issuer })
		if i < 0 {
			out = append(out, h.keeper(k, at))
			i = len(out) - 1
		}
		out[i].Fingerprints = append(out[i].Fingerprints, k.Key.Fingerprint())
	}
	return out
}

func (h *held) keeper(k trust.Organisation, at time.Time) Keeper {
	out := Keeper{Issuer: k.Issuer, Name: k.Name, List: ListAge{Kind: trust.KindList, Issuer: k.Issuer, Name: k.Name, Missing: true}}
	for _, a := range h.ages(at) {
		if a.Kind == trust.KindList && a.Issuer == k.Issuer {
			out.List = a
		}
	}
	for _, e := range h.book.Entries() {
		if e.From == k.Issuer {
			out.Organisations++
		}
	}
	for _, i := range h.book.Ignored() {
		if i.Keeper == k.Issuer {
			out.Ignored = append(out.Ignored, i)
		}
	}
	return out
}

func (h *held) revoked() Revoked {
	r, _, _ := h.book.OwnRevocations()
	out := Revoked{Keys: r.Keys, Passports: passportIDs(r.Passports)}
	for _, d := range r.Devices {
		out.Devices = append(out.Devices, d.ID)
	}
	return out
}

func passportIDs(all []trust.PassportID) []induction.PassportID {
	var out []induction.PassportID
	for _, p := range all {
		out = append(out, induction.PassportID(p.String()))
	}
	return out
}

// ages are how old the lists in force are, the organisation's own first.
func (h *held) ages(at time.Time) []ListAge {
	var out []ListAge
	for _, a := range h.book.Ages() {
		v := ListAge{Kind: a.Kind, Issuer: a.Issuer, Name: a.Name, Serial: a.Serial, Missing: a.IsZero()}
		if !v.Missing {
			v.Issued, v.NextUpdate, v.Stale = unix(a.Issued), unix(a.NextUpdate), a.StaleAt(at.Unix())
		}
		out = append(out, v)
	}
	return out
}
