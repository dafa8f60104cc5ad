package trust

import (
	"slices"
)

// state is what follows from what is held. It is worked out in one order: own keys, own revocations, own
// list, keepers' lists, everybody's revocations. Nothing later in that order changes anything earlier, so
// what comes out does not depend on the order of taking in.
type state struct {
	ours    []signer // the own organisation's keys, the newest last
	keepers []Organisation
	entries []Named
	keys    map[string][]signer // of entries, by issuer
	inForce map[string]Age      // the trust lists that count, by issuer
	ignored []Ignored
	list    List
}

// signer is a key that may sign an issuer's statements for a time.
type signer struct {
	Organisation
	revoked bool
}

// Ignored is something on a keeper's list that does not count.
type Ignored struct {
	Keeper string // the issuer of the list
	Issuer string // whom it names
	Why    IgnoredBecause
}

// IgnoredBecause says why something on a keeper's list does not count.
type IgnoredBecause string

const (
	// KeeperNamesKeeper is a keeper's list that names a keeper.
	KeeperNamesKeeper IgnoredBecause = "keeper-names-keeper"
	// KeeperNamesOwn is a keeper's list that names the own organisation.
	KeeperNamesOwn IgnoredBecause = "keeper-names-own"
	// KeeperNamesListed is a keeper's list that names whom the own list names, as organisation or keeper.
	KeeperNamesListed IgnoredBecause = "keeper-names-listed"
	// KeeperNamesKept is a keeper's list that names whom an earlier keeper's list names.
	KeeperNamesKept IgnoredBecause = "keeper-names-kept"
)

// deriving is the working out of a state.
type deriving struct {
	own  Own
	held map[slot]record
	state
}

func derive(own Own, held map[slot]record) state {
	d := deriving{own: own, held: held, state: state{keys: map[string][]signer{}, inForce: map[string]Age{}}}
	d.succeed()
	d.disown()
	d.name()
	d.keep()
	d.judge()
	return d.state
}

// succeed follows each anchor to the keys that came after it. A key has one successor at most, so this ends.
func (d *deriving) succeed() {
	for _, k := range d.own.Anchors {
		d.addOurs(k, 0)
	}
	for i := 0; i < len(d.ours); i++ {
		old := d.ours[i].Key
		rec, ok := d.held[slot{KindSuccession, d.own.Issuer, old.kid.String()}]
		if !ok || rec.signer != old {
			continue
		}
		next := rec.says.(Succession)
		d.ours[i].ValidTo = next.Ends
		d.addOurs(next.Next, rec.Issued)
	}
}

func (d *deriving) addOurs(k Key, from int64) {
	if d.rank(k) >= 0 {
		return
	}
	name := d.own.Name
	if name == "" {
		name = d.own.Issuer
	}
	d.ours = append(d.ours, signer{Organisation: Organisation{
		Issuer: d.own.Issuer, Name: name, Key: k, ValidFrom: from, ValidTo: Forever,
	}})
}

// rank is where a key stands among the own ones, the newest highest; -1 when it is none.
func (s *state) rank(k Key) int {
	return slices.IndexFunc(s.ours, func(o signer) bool { return o.Key == k })
}

// disown marks the own keys that an own key revokes: itself or one before it. An older key, which may be
// the reason for the newer one, cannot revoke what followed it.
func (d *deriving) disown() {
	rec, ok := d.ownRevocations(d.own, d.held)
	if !ok {
		return
	}
	for i := range d.ours[:d.rank(rec.signer)+1] {
		d.ours[i].revoked = slices.Contains(rec.says.(SignedRevocations).Keys, d.ours[i].Key.kid)
	}
}

// ownRevocations is the own revocation list; a key that revokes itself has still signed it.
func (s *state) ownRevocations(own Own, held map[slot]record) (record, bool) {
	rec, ok := held[slot{KindRevocations, own.Issuer, ""}]
	return rec, ok && s.rank(rec.signer) >= 0
}

// name takes in the own list: its entries, its keepers, and when the own keys end.
func (d *deriving) name() {
	listed := map[Key]bool{}
	rec, ok := d.held[slot{KindList, d.own.Issuer, ""}]
	if ok && d.counts(rec) {
		says := rec.says.(SignedList)
		d.list.Issued, d.list.NextUpdate = rec.Issued, rec.NextUpdate
		d.inForce[d.own.Issuer] = Age{rec.Issued, rec.NextUpdate}
		for _, e := range says.Entries {
			if e.Issuer == d.own.Issuer {
				listed[e.Key] = true
				d.limitOurs(e, rec.signer)
			}
		}
		d.keepers = slices.DeleteFunc(slices.Clone(says.Keepers), func(o Organisation) bool { return o.Issuer == d.own.Issuer })
	}
	for _, s := range d.ours {
		if !listed[s.Key] {
			d.add(Named{Entry{Organisation: s.Organisation, Revoked: s.revoked}, d.own.Issuer})
		}
	}
	if ok && d.inForce[d.own.Issuer] != (Age{}) {
		for _, e := range rec.says.(SignedList).Entries {
			d.add(Named{e, d.own.Issuer})
		}
	}
}

// counts says whether an own key signed a statement and is not revoked.
func (s *state) counts(rec record) bool {
	i := s.rank(rec.signer)
	return i >= 0 && s.ours[i].Issuer == rec.Issuer && !s.ours[i].revoked
}

func (d *deriving) add(n Named) {
	d.entries = append(d.entries, n)
	d.keys[n.Issuer] = append(d.keys[n.Issuer], signer{n.Organisation, n.Revoked})
}

// limitOurs holds an own key to the time that the own list gives it, and to its word that it is revoked,
// when the list's signer is that key or a newer one: an older key cannot shut a newer one out.
func (d *deriving) limitOurs(e Entry, by Key) {
	i := d.rank(e.Key)
	if i < 0 || i > d.rank(by) {
		return
	}
	s := &d.ours[i]
	s.ValidFrom, s.ValidTo = max(s.ValidFrom, e.ValidFrom), min(s.ValidTo, e.ValidTo)
	s.revoked = s.revoked || e.Revoked
}

// keep takes in the keepers' lists, in the keepers' order: whom the own list or an earlier keeper's names,
// a later one cannot. A keeper may name itself.
func (d *deriving) keep() {
	taken := map[string]IgnoredBecause{d.own.Issuer: KeeperNamesOwn}
	for _, e := range d.entries {
		if e.Issuer != d.own.Issuer {
			taken[e.Issuer] = KeeperNamesListed
		}
	}
	for _, issuer := range d.keeperIssuers() {
		rec, ok := d.held[slot{KindList, issuer, ""}]
		if ok && mayHaveSigned(d.keeperKeys(issuer), rec) {
			d.inForce[issuer] = Age{rec.Issued, rec.NextUpdate}
			d.keepList(issuer, rec.says.(SignedList), taken)
		}
	}
}

func (d *deriving) keepList(keeper string, l SignedList, taken map[string]IgnoredBecause) {
	ignore := func(issuer string, why IgnoredBecause) {
		if one := (Ignored{keeper, issuer, why}); !slices.Contains(d.ignored, one) {
			d.ignored = append(d.ignored, one)
		}
	}
	here, keepers := map[string]bool{}, d.keeperIssuers()
	for _, e := range l.Entries {
		why, before := taken[e.Issuer]
		if e.Issuer != keeper && !before && slices.Contains(keepers, e.Issuer) {
			why, before = KeeperNamesListed, true
		}
		if before && !here[e.Issuer] {
			ignore(e.Issuer, why)
			continue
		}
		here[e.Issuer], taken[e.Issuer] = true, KeeperNamesKept
		d.add(Named{e, keeper})
	}
	for _, k := range l.Keepers {
		ignore(k.Issuer, KeeperNamesKeeper)
	}
}

// keeperIssuers returns the keepers in their order, each once.
func (s *state) keeperIssuers() []string {
	var all []string
	for _, k := range s.keepers {
		if !slices.Contains(all, k.Issuer) {
			all = append(all, k.Issuer)
		}
	}
	return all
}

// bareKeys returns the keys that the own list gives a keeper.
func (s *state) bareKeys(issuer string) []signer {
	var all []signer
	for _, k := range s.keepers {
		if k.Issuer == issuer {
			all = append(all, signer{Organisation: k})
		}
	}
	return all
}

// keeperKeys returns the keys that sign a keeper's list, marked where the keeper itself has revoked one.
func (d *deriving) keeperKeys(issuer string) []signer {
	keys := d.bareKeys(issuer)
	rec, ok := d.held[slot{KindRevocations, issuer, ""}]
	if ok && mayHaveSigned(d.bareKeys(issuer), rec) {
		mark(keys, rec)
	}
	return keys
}

// mark marks the keys that a revocation list names.
func mark(keys []signer, rec record) {
	for i := range keys {
		keys[i].revoked = keys[i].revoked || slices.Contains(rec.says.(SignedRevocations).Keys, keys[i].Key.kid)
	}
}

// revokers returns the keys that sign an organisation's revocations: those of its entries in force, and
// those it has as a keeper.
func (s *state) revokers(issuer string) []signer {
	return append(s.bareKeys(issuer), s.keys[issuer]...)
}

// mayHaveSigned says whether one of these keys signed it, is not revoked, and was in its time.
func mayHaveSigned(keys []signer, rec record) bool {
	return slices.ContainsFunc(keys, func(s signer) bool {
		return s.Key == rec.signer && !s.revoked && s.Covers(rec.Issued)
	})
}

// judge puts together what is known of each issuer, and the list that a check needs.
func (d *deriving) judge() {
	d.list.Known, d.list.keeperKeys = map[string]Known{}, d.keepers
	d.list.byKid, d.list.byKeepers = map[Kid][]Organisation{}, map[string]bool{}
	for _, e := range d.entries {
		if e.From != d.own.Issuer {
			d.list.byKeepers[e.Issuer] = true
		}
		d.list.Organisations = append(d.list.Organisations, e.Organisation)
		d.list.byKid[e.Key.kid] = append(d.list.byKid[e.Key.kid], e.Organisation)
		known, seen := d.list.Known[e.Issuer]
		if !seen {
			known = Known{From: e.From, List: d.inForce[e.From]}
			known.Revocations, known.Revoked = d.revocationsOf(e.Issuer)
		}
		// The own list's word on a newer own key than its signer's counts for nothing, as in limitOurs.
		standing := e.Issuer == d.own.Issuer && d.standing(e.Key.kid)
		if e.Revoked && !standing && !slices.Contains(known.Revoked.Keys, e.Key.kid) {
			known.Revoked.Keys = append(slices.Clone(known.Revoked.Keys), e.Key.kid)
		}
		d.list.Known[e.Issuer] = known
	}
	for _, rec := range d.held {
		d.list.Floor = max(d.list.Floor, rec.Issued)
	}
}

func (d *deriving) revocationsOf(issuer string) (Age, SignedRevocations) {
	if issuer == d.own.Issuer {
		rec, ok := d.ownRevocations(d.own, d.held)
		if !ok {
			return Age{}, SignedRevocations{}
		}
		says := rec.says.(SignedRevocations)
		says.Keys = slices.DeleteFunc(slices.Clone(says.Keys), d.standing)
		return Age{rec.Issued, rec.NextUpdate}, says
	}
	rec, ok := d.held[slot{KindRevocations, issuer, ""}]
	if !ok || !mayHaveSigned(d.revokers(issuer), rec) {
		return Age{}, SignedRevocations{}
	}
	return Age{rec.Issued, rec.NextUpdate}, rec.says.(SignedRevocations)
}

// standing says whether a kid is an own key's that is not revoked: one older than it has said otherwise.
func (d *deriving) standing(k Kid) bool {
	return slices.ContainsFunc(d.ours, func(s signer) bool { return s.Key.kid == k && !s.revoked })
}
