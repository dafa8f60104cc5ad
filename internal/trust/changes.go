package trust

import "slices"

// ChangeKind says what would change.
type ChangeKind string

// The changes, an append-only list.
const (
	OrganisationAdded   ChangeKind = "organisation-added"   // Issuer, Name, Kid
	OrganisationRemoved ChangeKind = "organisation-removed" // Issuer, Name
	OrganisationRenamed ChangeKind = "organisation-renamed" // Issuer, Name
	KeyAdded            ChangeKind = "key-added"            // Issuer, Name, Kid: a further key of a known organisation
	KeyRemoved          ChangeKind = "key-removed"          // Issuer, Name, Kid
	KeyTimes            ChangeKind = "key-times"            // Issuer, Name, Kid, At: no new passports after At
	KeyRevokedNow       ChangeKind = "key-revoked"          // Issuer, Name, Kid
	KeyRestored         ChangeKind = "key-restored"         // Issuer, Name, Kid
	KeeperAdded         ChangeKind = "keeper-added"         // Issuer, Name, Kid
	KeeperRemoved       ChangeKind = "keeper-removed"       // Issuer, Name, Kid
	PassportsRevoked    ChangeKind = "passports-revoked"    // Issuer, Name, N
	PassportsRestored   ChangeKind = "passports-restored"   // Issuer, Name, N
	DeviceRevokedNow    ChangeKind = "device-revoked"       // Issuer, Name, Subject, N spared
	DeviceRestored      ChangeKind = "device-restored"      // Issuer, Name, Subject
	ListRenewed         ChangeKind = "list-renewed"         // Issuer, Name, Serial, At: the next update
	RevocationsRenewed  ChangeKind = "revocations-renewed"  // Issuer, Name, Serial, At: the next update
	RequirementsChanged ChangeKind = "requirements-changed" // Serial, N programmes
	TrainerAdded        ChangeKind = "trainer-added"        // Subject, Name
	TrainerRemoved      ChangeKind = "trainer-removed"      // Subject, Name
	TrainerChanged      ChangeKind = "trainer-changed"      // Subject, Name
	DelegationRenewed   ChangeKind = "delegation-renewed"   // Subject, At: until when
	ClockSigned         ChangeKind = "clock-signed"         // At
	CatalogueChanged    ChangeKind = "catalogue-changed"    // Issuer, Subject, Serial
	CardChanged         ChangeKind = "card-changed"         // Issuer, Subject: of an own key
	OwnKeyAdded         ChangeKind = "own-key-added"        // Kid, At: the old one's end
)

// Change is one thing that taking a bundle in would change. Which of its fields are told, its kind says.
type Change struct {
	What    ChangeKind
	Issuer  string
	Name    string
	Subject string
	Kid     Kid
	Serial  int64
	N       int
	At      int64 // Unix seconds
}

// changes says what differs between two books, in a fixed order.
func changes(old, next *Book, taken []Statement) []Change {
	c := changing{old: old, next: next}
	c.keys()
	c.keepers()
	c.revocations()
	for _, st := range taken {
		c.statement(st)
	}
	return c.all
}

type changing struct {
	old, next *Book
	all       []Change
}

func (c *changing) add(ch Change) { c.all = append(c.all, ch) }

func change(what ChangeKind, o Organisation) Change {
	return Change{What: what, Issuer: o.Issuer, Name: o.Name, Kid: o.Key.kid}
}

// same finds the entry of the same issuer and key.
func same(all []Named, o Organisation) (Named, bool) {
	i := slices.IndexFunc(all, func(n Named) bool { return n.Issuer == o.Issuer && n.Key == o.Key })
	if i < 0 {
		return Named{}, false
	}
	return all[i], true
}

func (c *changing) keys() {
	for _, now := range c.next.entries {
		was, ok := same(c.old.entries, now.Organisation)
		switch {
		case !ok && len(c.old.keys[now.Issuer]) > 0:
			c.add(change(KeyAdded, now.Organisation))
		case !ok:
			c.add(change(OrganisationAdded, now.Organisation))
		case was.ValidFrom != now.ValidFrom || was.ValidTo != now.ValidTo:
			ch := change(KeyTimes, now.Organisation)
			ch.At = now.ValidTo
			c.add(ch)
		}
		if ok && was.Name != now.Name {
			c.add(change(OrganisationRenamed, now.Organisation))
		}
	}
	for _, was := range c.old.entries {
		if _, ok := same(c.next.entries, was.Organisation); ok {
			continue
		}
		what := KeyRemoved
		if len(c.next.keys[was.Issuer]) == 0 {
			what = OrganisationRemoved
		}
		c.add(change(what, was.Organisation))
	}
}

func (c *changing) keepers() {
	for _, k := range c.next.keepers {
		if !slices.ContainsFunc(c.old.keepers, func(o Organisation) bool { return o.Issuer == k.Issuer && o.Key == k.Key }) {
			c.add(change(KeeperAdded, k))
		}
	}
	for _, k := range c.old.keepers {
		if !slices.ContainsFunc(c.next.keepers, func(o Organisation) bool { return o.Issuer == k.Issuer && o.Key == k.Key }) {
			c.add(change(KeeperRemoved, k))
		}
	}
}

// revocations tells what is newly revoked, and what no longer is, of each issuer.
func (c *changing) revocations() {
	told := map[string]bool{}
	for _, e := range c.next.entries {
		if told[e.Issuer] {
			continue
		}
		told[e.Issuer] = true
		was, now := c.old.list.Known[e.Issuer].Revoked, c.next.list.Known[e.Issuer].Revoked
		base := Change{Issuer: e.Issuer, Name: e.Name}
		c.passports(base, was.Passports, now.Passports)
		c.devices(base, was.Devices, now.Devices)
		c.revokedKeys(base, was.Keys, now.Keys)
	}
}

func (c *changing) passports(base Change, was, now []PassportID) {
	if n := missing(was, now); n > 0 {
		base.What, base.N = PassportsRevoked, n
		c.add(base)
	}
	if n := missing(now, was); n > 0 {
		base.What, base.N = PassportsRestored, n
		c.add(base)
	}
}

// missing counts what of all is not among have; both ascend.
func missing(have, all []PassportID) int {
	n := 0
	for _, id := range all {
		if !among(have, id) {
			n++
		}
	}
	return n
}

func (c *changing) devices(base Change, was, now []RevokedDevice) {
	has := func(all []RevokedDevice, d RevokedDevice) bool {
		return slices.ContainsFunc(all, func(o RevokedDevice) bool { return o.ID == d.ID && slices.Equal(o.Spared, d.Spared) })
	}
	for _, d := range now {
		if !has(was, d) {
			base.What, base.Subject, base.N = DeviceRevokedNow, d.ID, len(d.Spared)
			c.add(base)
		}
	}
	for _, d := range was {
		if !slices.ContainsFunc(now, func(o RevokedDevice) bool { return o.ID == d.ID }) {
			base.What, base.Subject, base.N = DeviceRestored, d.ID, 0
			c.add(base)
		}
	}
}

func (c *changing) revokedKeys(base Change, was, now []Kid) {
	for _, k := range now {
		if !slices.Contains(was, k) {
			base.What, base.Kid = KeyRevokedNow, k
			c.add(base)
		}
	}
	for _, k := range was {
		if !slices.Contains(now, k) {
			base.What, base.Kid = KeyRestored, k
			c.add(base)
		}
	}
}

// statement tells of what was taken in itself.
func (c *changing) statement(st Statement) {
	base := Change{Issuer: st.Issuer, Subject: st.Subject, Serial: st.Serial, Name: c.next.nameOf(st.Issuer)}
	switch says := c.next.held[st.slot()].says.(type) {
	case SignedList:
		base.What, base.At = ListRenewed, st.NextUpdate
	case SignedRevocations:
		base.What, base.At = RevocationsRenewed, st.NextUpdate
	case Requirements:
		base.What, base.N = RequirementsChanged, len(says.Programmes)
	case Staff:
		c.staff(says)
		return
	case Enrolment:
		base.What, base.At = DelegationRenewed, says.Grant().Expires
	case SignedTime:
		base.What, base.At = ClockSigned, st.Issued
	case Catalogue:
		base.What = CatalogueChanged
	case Card:
		base.What = CardChanged
	case Succession:
		base.What, base.Kid, base.At = OwnKeyAdded, says.Next.kid, says.Ends
	}
	c.add(base)
}

func (c *changing) staff(now Staff) {
	was, _, _ := c.old.Staff()
	find := func(all []Member, number string) (Member, bool) {
		i := slices.IndexFunc(all, func(m Member) bool { return m.Number == number })
		if i < 0 {
			return Member{}, false
		}
		return all[i], true
	}
	for _, m := range now.Members {
		old, ok := find(was.Members, m.Number)
		switch {
		case !ok:
			c.add(Change{What: TrainerAdded, Subject: m.Number, Name: m.Name})
		case old != m:
			c.add(Change{What: TrainerChanged, Subject: m.Number, Name: m.Name})
		}
	}
	for _, m := range was.Members {
		if _, ok := find(now.Members, m.Number); !ok {
			c.add(Change{What: TrainerRemoved, Subject: m.Number, Name: m.Name})
		}
	}
}

// nameOf returns an issuer's name as it is known here, or nothing.
func (b *Book) nameOf(issuer string) string {
	for _, k := range append(slices.Clone(b.keys[issuer]), b.bareKeys(issuer)...) {
		return k.Name
	}
	return ""
}
