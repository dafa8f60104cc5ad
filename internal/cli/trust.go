package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"muster/internal/desk"
	"muster/internal/trust"
)

// trustedJSON is one key on the list as a program reads it. Times are Unix seconds, 0
// for none.
type trustedJSON struct {
	Issuer      string    `json:"issuer"`
	Name        string    `json:"name"`
	Kid         trust.Kid `json:"kid"`
	Fingerprint string    `json:"fingerprint"`
	Status      string    `json:"status"`
	Until       int64     `json:"until"`
	Keeper      string    `json:"keeper,omitempty"` // whose list names it, where it is not the own
}

// ageJSON is how old one signed list is.
type ageJSON struct {
	Kind       string `json:"kind"`
	Issuer     string `json:"issuer"`
	Name       string `json:"name"`
	Serial     int64  `json:"serial"`
	Issued     int64  `json:"issued"`
	NextUpdate int64  `json:"next_update"`
	State      string `json:"state"` // fresh, stale or missing
}

// trustShow shows whose word counts here and how old that knowledge is.
func (j *job) trustShow() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	s, l, err := j.trusted()
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	if j.json {
		return j.show(trustJSON(s, l))
	}
	if len(s.Organisations) == 0 {
		j.say("cli.trust.none")
		return ExitDone
	}
	j.lists(s)
	for _, o := range s.Organisations {
		j.blank()
		j.organisation(o)
	}
	j.revoked(l)
	return ExitDone
}

// trusted is whose word counts here; nothing, and no error, where Muster is not set up.
func (j *job) trusted() (s desk.TrustState, l trust.List, err error) {
	_, err = j.trustHere(func(d *desk.Desk) error {
		var one, other error
		s, one = d.TrustState(j.ctx)
		l, other = d.Trust(j.ctx)
		return firstOf(one, other)
	})
	return s, l, err
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func trustJSON(s desk.TrustState, l trust.List) any {
	out := struct {
		Format        int           `json:"format"`
		Organisations []trustedJSON `json:"organisations"`
		Lists         []ageJSON     `json:"lists"`
		Stale         bool          `json:"stale"`
		Withdrawn     []withdrawn   `json:"withdrawn"`
	}{1, []trustedJSON{}, []ageJSON{}, s.Stale, append([]withdrawn{}, allWithdrawn(l)...)}
	for _, o := range s.Organisations {
		out.Organisations = append(out.Organisations, trustedJSON{o.Issuer, o.Name, o.Kid, o.Fingerprint, string(o.Status), seconds(o.Until), o.Keeper})
	}
	for _, a := range s.Lists {
		out.Lists = append(out.Lists, ageJSON{string(a.Kind), a.Issuer, a.Name, a.Serial, seconds(a.Issued), seconds(a.NextUpdate), freshness(a)})
	}
	return out
}

func freshness(a desk.ListAge) string {
	switch {
	case a.Missing:
		return "missing"
	case a.Stale:
		return "stale"
	}
	return "fresh"
}

// lists shows how old each list is; one of the first release is one list alone.
func (j *job) lists(s desk.TrustState) {
	if len(s.Lists) == 0 {
		j.say("cli.trust.head", s.Issued, s.NextUpdate)
	}
	for _, a := range s.Lists {
		j.say("cli.trust.list."+string(a.Kind)+"."+freshness(a), a.Name, a.Issued, a.NextUpdate)
	}
	if s.Stale {
		j.say("cli.trust.stale")
	}
}

// organisation shows one key of one organisation.
func (j *job) organisation(o desk.Trusted) {
	j.say("cli.trust.organisation", o.Name, o.Issuer)
	j.detail("cli.keys.kid", o.Kid)
	j.detail("cli.keys.fingerprint", o.Fingerprint)
	j.standing(o.Status, o.Until)
	if o.Keeper != "" {
		j.detail("cli.trust.by-keeper", o.Keeper)
	}
}

// standing says what a key is good for.
func (j *job) standing(s trust.Status, until time.Time) {
	if s == trust.InUse && !until.IsZero() {
		j.detail("cli.trust.in-use-until", until)
		return
	}
	j.detail("cli.trust.status."+string(s), until)
}

// withdrawn is something that counts no longer.
type withdrawn struct {
	Kind   string `json:"kind"` // key, device or passport
	ID     string `json:"id"`
	Issuer string `json:"issuer,omitempty"`
}

// allWithdrawn gathers what counts no longer, by everybody's word.
func allWithdrawn(l trust.List) []withdrawn {
	out := keysAnd(l.Revoked.Keys, l.Revoked.Passports, "")
	for _, d := range l.Revoked.Devices {
		out = append(out, withdrawn{"device", d.ID, d.Issuer})
	}
	for _, issuer := range slices.Sorted(maps.Keys(l.Known)) {
		r := l.Known[issuer].Revoked
		out = append(out, keysAnd(r.Keys, r.Passports, issuer)...)
		for _, d := range r.Devices {
			out = append(out, withdrawn{"device", d.ID, issuer})
		}
	}
	return out
}

func keysAnd(keys []trust.Kid, passports []trust.PassportID, issuer string) []withdrawn {
	var out []withdrawn
	for _, k := range keys {
		out = append(out, withdrawn{"key", k.String(), issuer})
	}
	for _, p := range passports {
		out = append(out, withdrawn{"passport", p.String(), issuer})
	}
	return out
}

// revoked lists what counts no longer; nothing where there is none.
func (j *job) revoked(l trust.List) {
	all := allWithdrawn(l)
	if len(all) == 0 {
		return
	}
	j.blank()
	j.say("cli.trust.revoked", len(all))
	for _, w := range all {
		what := j.Words.T("cli.trust.revoked-"+w.Kind, w.ID)
		if w.Issuer != "" {
			what = j.Words.T("cli.trust.revoked.of", what, w.Issuer)
		}
		fmt.Fprintln(j.Stdout, "  "+what)
	}
}

// trustImport takes in what organisations have signed, once a person has seen what
// would change.
func (j *job) trustImport() int {
	f := j.flags()
	var h hand
	h.either(j, f)
	h.yesFlag(j, f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	data, err := j.signed(args[0])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.takeIn(h, data)
}

// trustFetch takes in what lies at an address or in a shared folder.
func (j *job) trustFetch() int {
	f := j.flags()
	var h hand
	h.either(j, f)
	h.yesFlag(j, f)
	args, code, ok := j.parse(f, 0, 1)
	if !ok {
		return code
	}
	data, err := j.Fetch(j.ctx, strings.Join(args, ""))
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	return j.takeIn(h, data)
}

// takeIn shows what taking something in would change, asks, and takes it.
func (j *job) takeIn(h hand, data []byte) int {
	said := "cli.trust.same"
	take := func(d *desk.Desk, take func(desk.BundleOffer) error) error {
		o, err := d.ReadBundle(j.ctx, data)
		if err != nil {
			return err
		}
		j.wouldChange(o)
		if o.Empty() {
			return nil
		}
		if err := j.sure(h, j.Words.T("cli.ask.import")); err != nil {
			return err
		}
		said = "cli.trust.done"
		return take(o)
	}
	err := j.onEither(h, func(a *administrator) error {
		return take(a.desk, func(o desk.BundleOffer) error { return a.desk.TakeBundleInOffice(a.ctx, a.seat, o) })
	}, func(t *teacher) error {
		return take(t.desk, func(o desk.BundleOffer) error { return t.desk.TakeBundle(t.ctx, t.who.ID, t.passphrase, o) })
	})
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	j.say(said)
	return ExitDone
}

// wouldChange shows what taking a bundle in would change, and what is refused.
func (j *job) wouldChange(o desk.BundleOffer) {
	j.changes(o.Changes)
	for _, r := range o.Refused {
		fmt.Fprintln(j.Stdout, j.Words.T("bundle.refused."+string(r.Reason), strings.TrimPrefix(r.Issuer, "ods:"), r.Subject))
	}
	if len(o.Older) > 0 {
		j.say("cli.trust.older")
	}
	for _, c := range o.Cards {
		if !c.Known {
			j.say("cli.trust.card", c.Organisation.Name, c.Organisation.ODS, c.Fingerprint)
		}
	}
	j.shutsOut(o.ShutsOut)
}

// audiences are the words for whom a bundle can be put together.
var audiences = map[string]desk.Audience{"others": desk.ForOthers, "keeping": desk.ForKeeping, "machines": desk.ForDevices}

// trustExport puts what is held here together as one file.
func (j *job) trustExport() int {
	f := j.flags()
	to := f.String("for", "machines", j.Words.T("cli.flag.for"))
	out := f.String("out", "update.muster", j.Words.T("cli.flag.new-file"))
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	audience, known := audiences[*to]
	if !known {
		j.complain("cli.trust.audience", *to)
		return ExitUsage
	}
	return j.ended(j.looking(func(d *desk.Desk) error {
		data, err := d.ExportBundle(j.ctx, audience)
		if err != nil {
			return err
		}
		return j.keep(data, *out, "cli.trust.exported")
	}), "")
}

// trustRenew signs the lists anew as they stand.
func (j *job) trustRenew() int {
	f := j.flags()
	var h hand
	h.office(j, f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	return j.ended(j.inOffice(h, func(a *administrator) error { return a.desk.RenewLists(a.ctx, a.seat) }), "cli.trust.renewed")
}
